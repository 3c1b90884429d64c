"""Pictures on the disk, as many as there is room for; what was seen longest ago goes first.

Names are digests of ours, never anything that a feed says (R2). The time of modification is when a
picture was fetched, the time of access when it was last served (set by us: many disks don't). Any
file may be deleted at any time, and the folder too.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from earmark.pictures import SIZES, Picture

TOUCHED_AFTER = timedelta(hours=6)
"""Within this, being served again is not noted."""
LEFT = 0.9
"""Of the cap, after making room."""


class PictureCache:
    """One folder. Threads may use it at the same time, and other processes."""

    def __init__(self, folder: Path, most_bytes: int):
        self._folder = folder
        self._most = most_bytes
        self._used: int | None = None
        self._lock = Lock()

    def get(self, name: str, size: int, *, now: datetime) -> Picture | None:
        """The picture of this size, whole, or None."""
        path = self._path(name, size)
        try:
            told, webp = path.stat(), path.read_bytes()
        except OSError:
            return None
        if not _is_whole(webp):  # the machine stopped before it was on the disk
            path.unlink(missing_ok=True)
            return None
        if now - _time(told.st_atime_ns) > TOUCHED_AFTER:
            _touch(path, now, told.st_mtime_ns)
        return Picture(webp, _time(told.st_mtime_ns))

    def put(self, name: str, pictures: Sequence[bytes], *, now: datetime) -> None:
        """Keep a picture in all its ``SIZES``. Raises ``OSError``."""
        for size, webp in zip(SIZES, pictures, strict=True):
            path = self._path(name, size)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            try:
                part.write_bytes(webp)
                _touch(part, now, _ns(now))
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
        self._make_room(sum(map(len, pictures)))

    def _path(self, name: str, size: int) -> Path:
        return self._folder / name[:2] / f"{name[2:]}-{size}.webp"

    def _make_room(self, more: int) -> None:
        with self._lock:
            self._used = self._used + more if self._used is not None else self._count()
            if self._used > self._most:
                self._drop_until(self._most * LEFT)

    def _count(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _drop_until(self, left: float) -> None:
        files = sorted(self._files())
        used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if used <= left:
                break
            Path(path).unlink(missing_ok=True)
            used -= size
        self._used = used

    def _files(self) -> Iterator[tuple[int, int, str]]:
        """(last served, bytes, path) of every file, those among them that were never finished."""
        for shelf in _entries(self._folder):
            for entry in _entries(shelf.path):
                try:
                    told = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                yield told.st_atime_ns, told.st_size, entry.path


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # deleted, or no folder
        return []


def _is_whole(webp: bytes) -> bool:
    """Its head says how long it is (RFC 9649, 2.4)."""
    size = int.from_bytes(webp[4:8], "little") + 8
    return webp.startswith(b"RIFF") and len(webp) == size


def _touch(path: Path, now: datetime, modified_ns: int) -> None:
    try:
        os.utime(path, ns=(_ns(now), modified_ns))
    except OSError:
        return  # deleted meanwhile, or a disk that is only read


def _ns(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * 1_000


def _time(ns: int) -> datetime:
    return datetime.fromtimestamp(ns / 1_000_000_000, UTC)
