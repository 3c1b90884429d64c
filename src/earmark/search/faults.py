"""The border of the engine: what it raises becomes one of our errors, and nothing else leaves."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from earmark.errors import Busy, DiskFull, EarmarkError, IndexDamaged, SearchError

_FULL = ("No space left", "StorageFull", "os error 28", "QuotaExceeded", "os error 122")
_WRITER_DIED = ("killed", "ErrorInThread", "worker thread")
_IN_THE_WAY = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.EISDIR, errno.ENOTDIR,
)  # fmt: skip
"""What no rebuilding mends: no permission, or a file where a folder should be."""
_LITTLE_ROOM = 1 << 20
"""A writer whose thread died over a disk with less room than this died of that."""


@contextmanager
def engine_faults(folder: Path) -> Iterator[None]:
    """Turn the engine's exceptions into ``Busy``, ``DiskFull``, ``IndexDamaged`` or
    ``SearchError`` about ``folder``. Its panics are no ``Exception``, so they are known by name."""
    try:
        yield
    except EarmarkError:
        raise
    except (ValueError, OSError) as fault:
        raise _translated(fault, folder) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise IndexDamaged("the search engine broke down over it", str(folder)) from fault


def _translated(fault: ValueError | OSError, folder: Path) -> EarmarkError:
    words = str(fault)
    if "LockBusy" in words:
        return Busy("another process is writing the index", str(folder))
    if _is_full(fault, words, folder):
        return DiskFull(
            "there is no room on the disk for the index",
            str(folder),
            remedy="Make room, then run the same command again; nothing is lost.",
        )
    if isinstance(fault, OSError) and fault.errno in _IN_THE_WAY:
        return SearchError(
            f"the index cannot be read or written ({_first_line(words)})",
            str(folder),
            remedy="Check that you may read and write it, and remove what is in its way; then run "
            "`earmark index rebuild`. Nothing is lost, the index is made from the catalog.",
        )
    return IndexDamaged(f"the index cannot be read or written ({_first_line(words)})", str(folder))


def _is_full(fault: ValueError | OSError, words: str, folder: Path) -> bool:
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if any(sign in words for sign in _FULL):
        return True
    died = any(sign in words for sign in _WRITER_DIED)
    return died and shutil.disk_usage(folder).free < _LITTLE_ROOM


def _first_line(words: str) -> str:
    return words.partition("\n")[0][:200]
