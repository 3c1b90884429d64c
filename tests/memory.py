"""How much memory a block of code took at its worst (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SELF = Path("/proc/self")


@dataclass
class Grown:
    bytes: int = 0


@contextmanager
def grown() -> Iterator[Grown]:
    """Set after the block: bytes between what the process had and the most that it had in it."""
    found = Grown()
    (SELF / "clear_refs").write_text("5")  # the peak begins anew
    before = status("VmRSS")
    yield found
    found.bytes = status("VmHWM") - before


def status(name: str, process: str = "self") -> int:
    """A figure of a process in bytes: ``VmRSS`` has, ``VmHWM`` had at most, ``RssAnon`` its own."""
    lines = (SELF.parent / process / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) * 1024
