"""Connections to the SQLite file, and its errors in our words.

WAL: a reader sees the catalog as it was when it began, and neither waits for a writer nor makes
one wait. ``synchronous=NORMAL``: a commit doesn't wait for the disk. A killed process loses
nothing by that; a power cut may take back the newest commits. The index must not have read those,
or it would hold episodes that the catalog never heard of: ``sync`` comes before it commits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from earmark.errors import DiskFull, StoreError

BUSY_TIMEOUT_S = 10
"""How long a writer waits for another one."""
CHECKPOINT_PAGES = 10_000
"""Pages of 4 KiB that the log grows to before it is written back: each time waits for the disk."""
CACHE_KIB = 16 * 1024
"""Page cache of a connection."""

_WRITES = "earmark_writes"

_REMEDIES = {
    "NOTADB": "Move this file away, or use another --data folder; `earmark add` starts a new one.",
    "CORRUPT": "Move the file away and restore a backup, or add the feeds again.",
    "CANTOPEN": "Check that the data folder is a folder that you may read and write.",
    "READONLY": "Check that you may write the data folder and the files in it.",
    "PERM": "Check that you may read and write the data folder and the files in it.",
    "AUTH": "Check that you may read and write the data folder and the files in it.",
    "IOERR": "Check the disk (`dmesg`, free space), then run this again.",
    "BUSY": "Wait until the other process is done, then run this again.",
}


def make_engine(path: Path) -> Engine:
    """An engine whose transactions are ``BEGIN IMMEDIATE`` on ``writing(engine)``."""
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same pool of connections, for transactions that write."""
    return engine.execution_options(**{_WRITES: True})


def _prepare_connection(connection: DBAPIConnection, _record: object) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - tells the type checker
    connection.isolation_level = None  # sqlite3 would begin transactions where it sees fit
    for pragma in (
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_KIB}",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and then writes would fail where another one wrote between.
    immediate = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def sync(engine: Engine) -> None:
    """Everything committed so far is on the disk when this returns.

    A commit under FULL syncs the log with all that stands before it. A checkpoint would not do:
    while any reader holds an older state it writes and syncs nothing. The commit must change a
    row, or SQLite leaves it out.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = FULL")
        try:
            cursor.execute("UPDATE meta SET value = value + 1 WHERE name = 'synced'")
        finally:
            cursor.execute("PRAGMA synchronous = NORMAL")
    finally:
        connection.close()


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turns the database's errors into ``DiskFull`` and ``StoreError``."""
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig, path) from error
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "Text that is no Unicode can't be stored or looked up.",
            str(path),
            remedy="Check the name or address that was given.",
        ) from error


def _translated(cause: BaseException | None, path: Path) -> StoreError:
    name = getattr(cause, "sqlite_errorname", None) or ""
    if name == "SQLITE_FULL":
        return DiskFull(
            "The disk is full; what was reported as stored is safe.",
            str(path),
            remedy="Make room, then run the same command again: it does the rest.",
        )
    kind = name.removeprefix("SQLITE_").partition("_")[0]
    what = "Another process is writing and didn't finish." if kind == "BUSY" else f"{cause}."
    return StoreError(
        f"The catalog cannot be used: {what}",
        str(path),
        remedy=_REMEDIES.get(kind, "Run this again; if it fails again, restore a backup."),
    )
