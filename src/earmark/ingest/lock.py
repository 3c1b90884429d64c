"""The index lock: whoever holds it is the one writer of the index (``docs/why/one-writer.md``)."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from earmark.errors import StoreError


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Hold the lock at ``path`` for the block, or yield False at once where another process has
    it. The operating system lets go when the process ends, however it ends: no stale locks.

    Raises ``StoreError`` where the file cannot be opened.
    """
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except OSError as error:
        raise StoreError(
            f"The lock file cannot be opened: {error.strerror or error}.",
            str(path),
            remedy="Check that you may write the data folder.",
        ) from error
