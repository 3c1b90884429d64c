"""Pictures as publishers and as enemies send them, made by the test itself."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

RED, GREEN, BLUE = (200, 30, 30), (30, 180, 60), (30, 60, 200)


def corners(size: tuple[int, int] = (300, 300)) -> Image.Image:
    """Red above, green below left, blue below right."""
    image = Image.new("RGB", size, RED)
    half = size[0] // 2, size[1] // 2
    image.paste(GREEN, (0, half[1], half[0], size[1]))
    image.paste(BLUE, (half[0], half[1], size[0], size[1]))
    return image


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, pixels: bytes, *, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that declares what it is told, whatever its pixels are."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_bomb(width: int, height: int) -> bytes:
    """Some kilobytes that unpack to a gigabyte and more."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width * 3)
    packed = b"".join(packer.compress(row) for _ in range(min(height, 2_000)))
    return png(width, height, packed + packer.flush())


def gif_of(frames: int) -> bytes:
    """A GIF of 64 x 64 whose first frame is ``RED``, followed by many of one pixel."""
    first = written(Image.new("RGB", (64, 64), RED), "GIF")
    more = b"\x21\xf9\x04\x00\x00\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    return first[:-1] + (more + b"\x02\x02\x44\x01\x00") * (frames - 1) + b";"


def with_orientation(image: Image.Image, orientation: int) -> bytes:
    """A photograph that knows how the camera was held and where."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "SECRET-PLACE"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return written(image, "JPEG", exif=exif, quality=95, subsampling=0)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
