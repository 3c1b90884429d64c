"""The whole catalog as one file, out and in, while others read and write it; and what a file holds
before it is let in. Talks to SQLite itself: its backup interface knows neither pools nor schemas.

**Out**: pages are copied inside one reading transaction, so the copy is the catalog as it was at
one moment, writers don't wait, and nothing that they write makes the copy begin anew
(https://sqlite.org/backup.html).

**In**: the pages of the file become those of the live catalog in one writing transaction. Open
connections stay good and see the old catalog or the new one, never a file that was moved away
under them. Who decides by what it read before it writes says so (``steady``), and is told.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from earmark.condition import CatalogFacts, CatalogStanding
from earmark.errors import Busy, StoreError
from earmark.model import OWNER
from earmark.store import codec
from earmark.store.engine import BUSY_TIMEOUT_S, in_our_words
from earmark.store.migrate import MIGRATIONS
from earmark.store.schema import REVISION

PAGES_A_STEP = 2_000
"""Between two looks at whether somebody wants to stop: some 8 MB."""
PATIENCE_S = 60.0
"""How long a catalog that is to be replaced may be in the hands of others."""
_LOOKS_EVERY_S = 0.05
_MARKS = ("generation", "incarnation", "last_episode_id")
"""Counters that never go back, or what was said under a number would come to mean something
else."""
_MOST_FAULTS = 20


class Replaced(StoreError):
    """The catalog was replaced by a backup while this was under way."""

    code = "replaced"
    exit_status = 1
    remedy = "Run the same command again: it goes on with the catalog as it is now."


# ---------------------------------------------------------------- out


def copy_to(path: Path, target: Path) -> None:
    """``ports.Store.copy_to``."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(_connected(path)) as source, closing(_connected(target)) as copy:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is fixed
        source.backup(copy, pages=PAGES_A_STEP, sleep=0)
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)


# ---------------------------------------------------------------- in


def replace_with(path: Path, file: Path, at: datetime) -> None:
    """``ports.Store.replace_with``. Raises ``Busy``."""
    with _alone(path), closing(_connected(file)) as new, closing(_connected(path)) as live:
        _carry_on(live, new, at)
        live.execute("PRAGMA synchronous = FULL")  # it is on the disk when it is done
        new.backup(live, pages=PAGES_A_STEP, sleep=_LOOKS_EVERY_S, progress=_patience())
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _patience() -> Callable[[int, int, int], None]:
    """Python's backup asks again for ever where another process writes; this ends it."""
    last_left, since = -1, time.monotonic()

    def stepped(_status: int, left: int, _total: int) -> None:
        nonlocal last_left, since
        if left != last_left:
            last_left, since = left, time.monotonic()
        elif time.monotonic() - since > PATIENCE_S:
            raise _in_other_hands()

    return stepped


def _in_other_hands() -> Busy:
    return Busy(
        "Other processes write the catalog without a pause.",
        remedy="Stop `earmark add` and `earmark crawl`, then run this again.",
    )


def _carry_on(live: sqlite3.Connection, new: sqlite3.Connection, at: datetime) -> None:
    """What is new goes on counting where either left off."""
    marks = _marks(live), _marks(new)
    ids = dict(live.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    new.execute("BEGIN IMMEDIATE")
    for name in _MARKS:
        most = max(found.get(name, 0) for found in marks)
        _set(new, name, most if name == "last_episode_id" else most + 1)
    _set(new, "changed_at", codec.to_us(at) or 0)
    for table, last in ids.items():
        known = new.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if known is None:
            new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
        elif known[0] < last:
            new.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))
    new.execute("COMMIT")


def _marks(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _set(connection: sqlite3.Connection, name: str, value: int) -> None:
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


# ---------------------------------------------------------------- nobody beside


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """For the block nothing replaces the catalog; waits while something does."""
    with _lock_file(path) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """For the block nobody is in ``shared``. Raises ``Busy`` where that can't be had for long."""
    with _lock_file(path) as file:
        until = time.monotonic() + PATIENCE_S
        while not _got(file):
            if time.monotonic() > until:
                raise _in_other_hands()
            time.sleep(_LOOKS_EVERY_S)
        yield


def _got(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file(path: Path) -> IO[bytes]:
    """Closing it lets go, as does the end of the process."""
    try:
        return path.with_suffix(".lock").open("ab")
    except OSError as error:
        raise StoreError(
            f"The lock file cannot be opened: {error.strerror or error}.",
            str(path.with_suffix(".lock")),
            remedy="Check that you may write the data folder.",
        ) from error


# ---------------------------------------------------------------- looking


def examine(path: Path, *, deep: bool = False) -> CatalogFacts:
    """What a file is, without changing it: its version, its counts, what is damaged in it.
    ``deep`` reads every index and reference too. Raises ``StoreError`` where it is no database or
    can't be read."""
    if not path.exists():
        return CatalogFacts("none")
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with in_our_words(path), closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S)) as one:
        tables = {row[0] for row in one.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return CatalogFacts("none")
        if not tables >= {"alembic_version", "meta", "podcasts", "episodes", "feeds"}:
            return CatalogFacts("foreign")
        return _facts(one, deep=deep)


def _facts(one: sqlite3.Connection, *, deep: bool) -> CatalogFacts:
    (revision,) = one.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    standing = _standing(revision or "")

    def counted(of: str) -> int:
        return int(one.execute(f"SELECT count(*) FROM {of}").fetchone()[0])  # noqa: S608 - ours

    return CatalogFacts(
        standing,
        revision=revision or "",
        podcasts=counted("podcasts"),
        episodes=counted("episodes"),
        feeds=counted("feeds"),
        stories=counted("stories"),
        private=counted(f"podcasts WHERE visibility >= {OWNER}"),
        leases=_leases(one) if standing == "current" else (),
        faults=tuple(_faults(one, deep=deep)),
    )


def _leases(one: sqlite3.Connection) -> tuple[datetime, ...]:
    found = one.execute("SELECT lease_until FROM feeds WHERE lease_until IS NOT NULL")
    return tuple(at for (us,) in found if (at := codec.from_us(us)) is not None)


def _standing(revision: str) -> CatalogStanding:
    if revision == REVISION:
        return "current"
    return "older" if list(MIGRATIONS.glob(f"versions/r{revision}_*.py")) else "newer"


def _faults(connection: sqlite3.Connection, *, deep: bool) -> Iterator[str]:
    check = "integrity_check" if deep else "quick_check"
    for (said,) in connection.execute(f"PRAGMA {check}({_MOST_FAULTS})"):
        if said != "ok":
            yield str(said)
    if deep:
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
        for table, row, parent, _ in broken:
            yield f"row {row} of {table} names a row of {parent} that isn't there"
