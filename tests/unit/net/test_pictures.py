"""Pictures of strangers: what is read, what is refused, and that nothing but pixels comes out."""

from __future__ import annotations

import random
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from drawn_pictures import (
    BLUE,
    GREEN,
    RED,
    chunk,
    corners,
    gif_of,
    png,
    png_bomb,
    srgb_profile,
    with_orientation,
    written,
)
from PIL import Image

from earmark.errors import NotAPicture, ParseError, TooLarge
from earmark.net.pictures import MOST_PIXELS, draw, format_of
from earmark.pictures import SIZES

Colour = tuple[int, int, int]


def shown(content: bytes, size: int = 600) -> Image.Image:
    image = Image.open(BytesIO(draw(content)[SIZES.index(size)]))
    assert image.format == "WEBP"
    image.load()
    return image.convert("RGB")


def near(one: object, other: Colour, far: int = 14) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= far for a, b in zip(one, other, strict=True))


def colours(image: Image.Image) -> list[object]:
    """Of the corners: above left, above right, below left, below right."""
    low, high = image.width // 5, image.width * 4 // 5
    return [image.getpixel(at) for at in ((low, low), (high, low), (low, high), (high, high))]


def are(image: Image.Image, *expected: Colour) -> bool:
    return all(near(one, other) for one, other in zip(colours(image), expected, strict=True))


# ---------------------------------------------------------------- what is read

READ = {
    "jpeg": written(corners(), "JPEG", quality=92),
    "progressive": written(corners(), "JPEG", quality=92, progressive=True),
    "png": written(corners(), "PNG"),
    "gif": written(corners(), "GIF"),
    "webp": written(corners(), "WEBP", quality=92),
    "avif": written(corners(), "AVIF", quality=92),
    "palette": written(corners().convert("P"), "PNG"),
    "alpha": written(corners().convert("RGBA"), "PNG"),
    "profile": written(corners(), "PNG", icc_profile=srgb_profile()),
    "broken profile": written(corners(), "PNG", icc_profile=b"no profile"),
    "trailing": written(corners(), "PNG") + b"<script>alert(1)</script>" * 99,
}


@pytest.mark.parametrize("name", READ)
def test_read(name: str) -> None:
    assert are(shown(READ[name], 224), RED, RED, GREEN, BLUE)


@pytest.mark.parametrize(("side", "sides"), [(3000, [112, 224, 600]), (300, [112, 224, 300]),
                                             (40, [40, 40, 40])])  # fmt: skip
def test_sizes_are_squares_and_nothing_is_made_larger(side: int, sides: list[int]) -> None:
    drawn = [Image.open(BytesIO(each)) for each in draw(written(corners((side, side)), "JPEG"))]
    assert [image.size for image in drawn] == [(side, side) for side in sides]


@pytest.mark.parametrize("size", [(900, 300), (300, 900)])
def test_what_is_no_square_is_cut_around_its_middle(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, BLUE)
    left, top = (size[0] - 300) // 2, (size[1] - 300) // 2
    image.paste(RED, (left, top, left + 300, top + 300))
    assert are(shown(written(image, "PNG")), RED, RED, RED, RED)


def test_grey_of_16_bits_keeps_its_shades() -> None:
    image = Image.new("I;16", (64, 64), 257 * 40)
    image.paste(257 * 200, (32, 0, 64, 64))
    left, right, *_ = colours(shown(written(image, "PNG")))
    assert near(left, (40, 40, 40))
    assert near(right, (200, 200, 200))


def test_colours_of_16_bits() -> None:
    row = b"\0" + b"\xc8\0\x1e\0\x1e\0" * 32
    assert are(shown(png(32, 32, zlib.compress(row * 32), depth=16)), RED, RED, RED, RED)


def test_print_colours_are_seen_as_on_a_screen() -> None:
    cmyk = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    red, *_ = colours(shown(written(cmyk, "JPEG", quality=95)))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert max(red[1:]) < 60


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_clear_is_white(mode: str) -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    options = {"transparency": 0} if mode == "P" else {}
    image = Image.new("P", (64, 64), 0) if mode == "P" else clear.convert(mode)
    white = 255, 255, 255
    assert are(shown(written(image, "PNG", **options)), white, white, white, white)


TURN = Image.Transpose
HELD = {2: TURN.FLIP_LEFT_RIGHT, 3: TURN.ROTATE_180, 4: TURN.FLIP_TOP_BOTTOM, 5: TURN.TRANSPOSE,
        6: TURN.ROTATE_90, 7: TURN.TRANSVERSE, 8: TURN.ROTATE_270}  # fmt: skip
"""Orientation -> what the camera made of what stands upright."""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_upright_and_tell_nothing(orientation: int) -> None:
    held = HELD.get(orientation)
    turned = corners() if held is None else corners().transpose(held)
    content = with_orientation(turned, orientation)
    assert b"SECRET-PLACE" in content
    drawn = draw(content)
    assert are(shown(content), RED, RED, GREEN, BLUE)
    for each in drawn:
        assert b"SECRET" not in each
        assert b"EXIF" not in each


def test_nothing_comes_out_but_pixels() -> None:
    content = READ["png"][:-12]
    content += chunk(b"tEXt", b"Comment\0SECRET") + chunk(b"IEND", b"") + b"SECRET"
    out = b"".join(draw(content)) + b"".join(draw(READ["profile"]))
    for hidden in (b"SECRET", b"ICCP", b"EXIF", b"XMP ", b"ANIM"):
        assert hidden not in out


def test_of_many_frames_the_first_is_drawn() -> None:
    assert are(shown(gif_of(10_000)), RED, RED, RED, RED)
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN, BLUE) * 40]
    for kind in ("WEBP", "PNG"):
        content = written(frames[0], kind, save_all=True, append_images=frames[1:])
        assert are(shown(content), RED, RED, RED, RED)


def test_the_same_bytes_make_the_same_picture() -> None:
    assert draw(READ["jpeg"]) == draw(READ["jpeg"])


# ---------------------------------------------------------------- what is refused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
REFUSED = {
    "nothing": b"",
    "svg": SVG,
    "svg with a declaration": b'<?xml version="1.0"?>' + SVG,
    "svg after a mark": b"\xef\xbb\xbf" + SVG,
    "html": HTML,
    "html behind the head of a picture": b"\xff\xd8\xff" + HTML,
    "gif that is a script": b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)",
    "riff that is sound": b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 99,
    "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 99,
    "pdf": b"%PDF-1.7\n",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "tiff": written(corners(), "TIFF"),
    "bmp": written(corners(), "BMP"),
    "ico": written(corners((32, 32)), "ICO"),
    "gzip": b"\x1f\x8b" + b"\0" * 99,
    "one pixel": written(Image.new("RGB", (1, 1)), "GIF"),
    "a line": written(Image.new("RGB", (4_000, 2)), "PNG"),
    "no pixels": png(64, 64, b""),
    "pixels that are not packed": png(64, 64, b"x" * 999),
    "size 0": png(0, 64, b""),
    "avif that is none": b"\0\0\0\x1cftypavif" + b"\0" * 200,
    **{f"{kind}, half of it": READ[kind][: len(READ[kind]) // 2] for kind in ("jpeg", "png",
                                                                       "gif", "webp", "avif")},
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        draw(REFUSED[name])
    assert "alert" not in str(refused.value)


@pytest.mark.parametrize("size", [(20_000, 20_000), (MOST_PIXELS // 1_000 + 1, 1_000),
                                  (0x7FFFFFFF, 0x7FFFFFFF)])  # fmt: skip
def test_too_many_pixels_are_refused_before_any_is_made(size: tuple[int, int]) -> None:
    content = png(*size, b"") if size[0] > 100_000 else png_bomb(*size)
    assert len(content) < 500_000
    with pytest.raises(TooLarge):
        draw(content)


def test_as_many_pixels_as_may_be_are_drawn() -> None:
    content = written(Image.new("L", (10_000, 4_000), 200), "PNG")
    assert near(colours(shown(content, 112))[0], (200, 200, 200))


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "avif"])
def test_damaged_anyhow_it_is_a_picture_or_refused(name: str) -> None:
    whole, chance = READ[name], random.Random(name)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            content[chance.randrange(12, len(content))] = chance.randrange(256)
        with suppress(ParseError):
            assert len(draw(bytes(content))) == len(SIZES)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(READ["jpeg"], "JPEG"), (READ["avif"], "AVIF"), (SVG, None), (b"RIFF", None), (b"", None)],
)
def test_bytes_say_what_they_are(content: bytes, kind: str | None) -> None:
    assert format_of(content) == kind
