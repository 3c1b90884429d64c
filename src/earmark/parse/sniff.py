"""What a file looks like, from its first bytes: cheap, so that folders can be sorted by it."""

from __future__ import annotations

import re
from typing import Literal

from earmark.parse.encoding import to_utf8
from earmark.parse.problems import Problems

Kind = Literal[
    "feed", "opml", "html", "json", "xml", "image", "audio", "archive", "database", "empty", "text"
]

_LOOKED_AT = 16_384
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "audio"),
    (b"ID3", "audio"),
    (b"\xff\xfb", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x03\x04", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"SQLite format 3", "database"),
)
_TAG = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})")
_ROOTS: dict[bytes, Kind] = {
    b"rss": "feed", b"rdf": "feed", b"feed": "feed", b"channel": "feed", b"opml": "opml",
    b"html": "html", b"head": "html", b"body": "html", b"script": "html", b"meta": "html",
}  # fmt: skip


def looks_like(data: bytes) -> Kind:
    """What the bytes begin as. ``feed`` and ``opml`` are worth parsing; that it then is one, only
    the parser can say."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    start = to_utf8(data[:_LOOKED_AT], None, Problems()).lower().lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not start:
        return "empty"
    if start[:1] in b"{[":
        return "json"
    return _by_root(start)


def _by_root(start: bytes) -> Kind:
    """The first element that says what the document is; a message printed before it is passed."""
    before, *comments = start.split(b"<!--")
    said = before + b"".join(comment.partition(b"-->")[2] for comment in comments)
    for tag in _TAG.finditer(said):
        kind = _ROOTS.get(tag[1])
        if kind is not None:
            return kind
    if b"<!doctype html" in start:
        return "html"
    return "xml" if start.startswith((b"<?xml", b"<")) else "text"
