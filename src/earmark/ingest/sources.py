"""What a person named on the command line -> the documents that it means."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import BinaryIO, Literal

from earmark.errors import SourceError, TooLarge
from earmark.ingest.addresses import URL_SCHEMES
from earmark.parse.sniff import Kind, looks_like

FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".opml"})
SNIFFED_BYTES = 4096
_GZIP = b"\x1f\x8b"
_TAR_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Source:
    """One document: a file to read, or an address to record."""

    name: str
    kind: Literal["file", "url"]


def find_sources(given: str) -> Iterator[Source]:
    """The documents that one argument means: itself, or the feeds of a folder by name.

    Raises ``SourceError`` for what isn't there, what is no address, and a folder without feeds.
    """
    if given.lower().startswith(URL_SCHEMES):
        yield Source(given, "url")
        return
    path = Path(given)
    try:
        folder, there = path.is_dir(), path.exists() and bool(given)
    except (OSError, ValueError):  # a name that no file can have
        folder = there = False
    if not there:
        raise SourceError(
            "There is no such file or folder.",
            given,
            remedy="Check the path; an address begins with https://.",
        )
    if folder:
        yield from _of_folder(path)
    else:
        yield Source(given, "file")


def _of_folder(folder: Path) -> Iterator[Source]:
    found = False
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _hidden(path, folder) and _may_be_feed(path):
            found = True
            yield Source(str(path), "file")
    if not found:
        raise SourceError(
            "This folder has no feeds.",
            str(folder),
            remedy="Feeds are RSS, Atom or OPML files (.xml, .rss, .atom, .opml).",
        )


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _may_be_feed(path: Path) -> bool:
    """By name; a file of any other name only where its beginning says so."""
    if path.suffix.lower() in FEED_SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return looks_like(file.read(SNIFFED_BYTES)) in ("feed", "opml")
    except OSError:
        return False


def read_file(name: str, max_bytes: int) -> bytes:
    """The bytes of a file. Raises ``SourceError`` or, before reading it, ``TooLarge``."""
    with open_file(name) as file:
        size = os.fstat(file.fileno()).st_size
        if size > max_bytes:
            raise TooLarge(
                f"The file has {size:,} bytes; the cap is {max_bytes:,}.",
                name,
                remedy="Raise EARMARK_MAX_FEED_BYTES if you trust it.",
            )
        return file.read()


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """A regular file, open for reading; its faults, also those met in the block, as
    ``SourceError``."""
    path = Path(name)
    try:
        if not path.is_file():
            raise SourceError("This is no regular file.", name, remedy="Name a feed or a folder.")
        with path.open("rb") as file:
            yield file
    except PermissionError as error:
        raise SourceError(
            "The file cannot be read: permission denied.", name, remedy="Allow reading it."
        ) from error
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(
            f"The file cannot be read: {error.strerror or error}.", name, remedy="Check the disk."
        ) from error


def kind_of_file(name: str) -> Kind:
    """What a file begins as. Raises ``SourceError``, also for a packed dump of Podcast Index."""
    with open_file(name) as file:
        start = file.read(SNIFFED_BYTES)
    kind = looks_like(start)
    if kind == "archive" and start.startswith(_GZIP):
        _refuse_packed_dump(name, start)
    return kind


def _refuse_packed_dump(name: str, start: bytes) -> None:
    """SQLite reads here and there in a file, so it has to be unpacked."""
    try:
        inside = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 8 * _TAR_BLOCK)
    except zlib.error:
        return
    # In a tar the file begins after one block about it, or after some.
    blocks = range(0, len(inside), _TAR_BLOCK)
    at = next((at for at in blocks if looks_like(inside[at:]) == "database"), None)
    if at is not None:
        command = "tar -xzf" if at else "gunzip --keep"
        raise SourceError(
            "This database is packed, and can only be read unpacked.",
            name,
            remedy=f"Unpack it with `{command} {quote(name)}` (some 5 GB where it is Podcast "
            "Index's), then add the .db file.",
        )
