"""Pictures of strangers made into pictures of ours: bytes in, WebP of fixed sizes out. Pure.

What a picture is, its bytes say; a header or a name may say anything. Five formats of pixels are
read and nothing that is a document: no SVG, no HTML, no XML. The size that a file declares is
looked at before any of it is decoded, and what comes out is made of pixels alone: no metadata (a
photograph knows where it was taken), no colour profile, no second frame, nothing that was hidden
behind the end.

A decoder is code that reads what a stranger wrote, so ``draw`` runs in a process with limits of
memory and time (``ingest.worker.Limits``).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from warnings import catch_warnings, simplefilter

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile

from earmark.errors import NotAPicture, TooLarge
from earmark.pictures import SIZES

MOST_PIXELS = 40_000_000
LEAST_SIDE = 16
"""Pixels; smaller ones count readers and show nothing."""
QUALITY = 80
LONGEST_PROFILE = 1_000_000
"""Bytes of a colour profile; those of cameras and screens have some thousands."""

_ROOMY = 2 * max(SIZES)
"""Pixels that a JPEG is decoded to at least, where it is larger (ISO 10918-1 makes eighths
cheap)."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Exif orientation -> what undoes it (CIPA DC-008, 4.6.4)."""
_WHITE = (255, 255, 255)

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def format_of(content: bytes) -> str | None:
    """The format that the first bytes are of, as Pillow calls it; None for all that isn't read."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis", b"mif1", b"msf1"):
        return "AVIF"
    return None


def draw(content: bytes) -> tuple[bytes, ...]:
    """The picture as squares of ``SIZES``, cut around its middle, each as WebP.

    Raises ``NotAPicture`` and ``TooLarge``; ``MemoryError`` where the process has too little.
    """
    kind = format_of(content)
    if kind is None:
        raise NotAPicture("It is no JPEG, PNG, GIF, WebP or AVIF picture.")
    try:
        with catch_warnings():
            simplefilter("ignore")  # of metadata that nothing here looks at
            return tuple(_sizes(_read(content, kind)))
    except (NotAPicture, TooLarge, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:
        # Decoders raise whatever they come across; the bytes are at fault.
        raise NotAPicture(f"The {kind} picture can't be read ({type(error).__name__}).") from error


def _read(content: bytes, kind: str) -> Image.Image:
    """The first frame: a square of at most the largest size, upright, in sRGB."""
    with Image.open(BytesIO(content), formats=[kind]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_large()
        if min(image.size) < LEAST_SIDE:
            raise NotAPicture("It is too small to be seen.")
        profile = image.info.get("icc_profile")
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        if kind == "JPEG":
            image.draft(image.mode, (_ROOMY, _ROOMY))
        image.load()
        drawn = _upright(_square(_eight_bits(image)), turn)
    return _flat(_in_srgb(drawn, profile))


def _too_large() -> TooLarge:
    return TooLarge(f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels.")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Channels of 8 bits that can be scaled: grey, colour or print colours, perhaps with alpha."""
    if image.mode.startswith("I"):  # Pillow's own conversion cuts off what is over 255
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    clear = image.mode in ("PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if clear else "RGB")


def _square(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    size = min(side, max(SIZES))
    return image.resize(
        (size, size),
        Image.Resampling.LANCZOS,
        box=(left, top, left + side, top + side),
        reducing_gap=3.0,
    )


def _upright(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the profile means them; a profile that can't be read is passed over."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    plain = image.convert(image.mode.removesuffix("A")) if alpha else image
    found = _by_profile(plain, profile) if profile else None
    seen = found or plain.convert("RGB")
    if alpha:
        seen.putalpha(alpha)
    return seen


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    if len(profile) > LONGEST_PROFILE:
        return None
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _flat(image: Image.Image) -> Image.Image:
    """Pixels and nothing else, on white where they are clear."""
    flat = Image.new("RGB", image.size, _WHITE)
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return flat


def _sizes(image: Image.Image) -> Iterator[bytes]:
    for size in SIZES:
        fits = image.width <= size
        small = image if fits else image.resize((size, size), Image.Resampling.LANCZOS)
        written = BytesIO()
        small.save(written, "WEBP", quality=QUALITY, method=4)
        yield written.getvalue()
