"""What pictures of shows cost: ``python -m bench.pictures`` prints processor time and memory of the
process that makes them ours, for pictures as publishers send them and for the largest that may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import NamedTuple

from PIL import Image

from earmark.artwork import PAINTER_BYTES, PAINTER_S
from earmark.errors import ParseError
from earmark.ingest.worker import Workers
from earmark.net.pictures import MOST_PIXELS, draw
from earmark.pictures import SIZES

MIB = 1024 * 1024
LARGEST = int(MOST_PIXELS**0.5)


class Cost(NamedTuple):
    cpu_ms: float
    space: int
    """Bytes of address space at the peak: what the limit counts."""
    made: tuple[int, ...]
    """Bytes of each size; none for what is refused."""


def cost(content: bytes) -> Cost:
    """Of one picture, in the process that this runs in."""
    started = process_time()
    try:
        made = tuple(map(len, draw(content)))
    except ParseError:
        made = ()
    return Cost(1000 * (process_time() - started), _peak(), made)


def _peak() -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmPeak"))


def _noisy(side: int, mode: str = "RGB") -> Image.Image:
    """Compresses as badly as a photograph."""
    return Image.effect_noise((side // 15, side // 15), 60).resize((side, side)).convert(mode)


def _written(side: int, kind: str, mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    _noisy(side, mode).save(out, kind, **options)
    return out.getvalue()


def _animated(frames: int) -> bytes:
    out = BytesIO()
    first, *more = (
        Image.new("RGB", (300, 300), (number % 256, number // 256, 0)) for number in range(frames)
    )
    first.save(out, "GIF", save_all=True, append_images=more)
    return out.getvalue()


def pictures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "JPEG, 3,000 pixels a side", lambda: _written(3_000, "JPEG", quality=88)
    yield (
        "JPEG, 3,000, progressive",
        lambda: _written(3_000, "JPEG", quality=88, progressive=True),
    )
    yield "PNG, 3,000", lambda: _written(3_000, "PNG", compress_level=3)
    yield "WebP, 1,400", lambda: _written(1_400, "WEBP")
    yield "AVIF, 1,400", lambda: _written(1_400, "AVIF")
    yield "GIF, 300, 1,000 frames", lambda: _animated(1_000)
    yield f"PNG, {LARGEST:,}, clear", lambda: _written(LARGEST, "PNG", "RGBA", compress_level=1)
    yield f"WebP, {LARGEST:,}", lambda: _written(LARGEST, "WEBP", method=0)
    yield f"AVIF, {LARGEST:,}", lambda: _written(LARGEST, "AVIF", speed=10)
    yield (
        f"JPEG, {LARGEST:,}, print colours",
        lambda: _written(LARGEST, "JPEG", "CMYK", progressive=True),
    )
    yield "PNG, 30,000, refused", lambda: _bomb(30_000)


def _bomb(side: int) -> bytes:
    """A small file that would unpack to gigabytes."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


def main() -> None:
    print(f"Limits: {PAINTER_BYTES // MIB} MiB of address space, {PAINTER_S} s a picture\n")
    sizes = " + ".join(map(str, SIZES))
    print(f"{'picture':32}{'MB':>8}{'ms':>8}{'MiB':>8}  kB made ({sizes})")
    for name, make in pictures():
        content = make()
        painters = Workers(1, memory_bytes=PAINTER_BYTES, task_s=PAINTER_S)
        outcome = painters.submit(cost, content).outcome()
        painters.close()
        if outcome.value is None:
            print(f"{name:32}{len(content) / 1e6:8.1f}  {outcome.error}")
            continue
        cpu_ms, space, made = outcome.value
        told = " + ".join(f"{size / 1000:.0f}" for size in made) or "refused"
        print(f"{name:32}{len(content) / 1e6:8.1f}{cpu_ms:8.0f}{space / MIB:8.0f}  {told}")


if __name__ == "__main__":
    main()
