"""Bytes of any encoding -> UTF-8, trusting the bytes before anything that is said about them.

The order: byte order mark; the pattern of NULs (UTF-16 and 32 without a mark); whether it simply
is valid UTF-8, whatever the declaration claims; the HTTP charset; the XML declaration; cp1252.
"""

from __future__ import annotations

import codecs
import re

from earmark.parse.problems import Problems

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)

_HIGH = re.compile("[\x80-\ufffc]")
_LATIN_1 = frozenset({"iso8859-1", "latin-1", "ascii", "cp1252", "iso8859_1"})
_NEVER = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})
"""Text codecs that no publisher means and that change what plain ASCII says."""


def to_utf8(data: bytes, content_type: str | None, problems: Problems) -> bytes:
    """The document as UTF-8 without a byte order mark. Never raises; bytes that mean nothing in
    the chosen encoding become U+FFFD and a problem."""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], marked, problems)
    if is_utf8(data) and b"\0" not in data[:64]:
        return data
    encoding = _by_nuls(data[:64])
    if encoding is None:
        encoding = _named(content_type, data) or "utf-8"
        if encoding == "utf-8":
            encoding = _likely(data)
    return _decoded(data, encoding, problems)


def encoding_of(start: bytes) -> tuple[int, str]:
    """Bytes of the mark, and codec, of a document of which only the start is there: by the same
    order, but what comes later may still be of another encoding."""
    for mark, marked in _MARKS:
        if start.startswith(mark):
            return len(mark), marked
    # The last character may be cut.
    if b"\0" not in start[:64] and any(is_utf8(start[: len(start) - cut]) for cut in range(4)):
        return 0, "utf-8"
    encoding = _by_nuls(start[:64]) or _named(None, start) or "utf-8"
    return 0, _likely(start) if encoding == "utf-8" else encoding


def is_utf8(data: bytes) -> bool:
    """Whether every byte is part of a valid UTF-8 sequence."""
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by_nuls(start: bytes) -> str | None:
    """UTF-16 and UTF-32 without a mark: where ASCII has its NULs (XML 1.0, appendix F)."""
    nuls = start.count(0)
    if not nuls:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if nuls > len(start) * 0.6:
        return "utf-32-be" if start[:1] == b"\0" else "utf-32-le"
    if even > len(start) * 0.2 and odd * 4 < even:
        return "utf-16-be"
    if odd > len(start) * 0.2 and even * 4 < odd:
        return "utf-16-le"
    return None


def _named(content_type: str | None, data: bytes) -> str | None:
    """The HTTP charset, else the declared encoding, if Python has such a text codec."""
    charset = _CHARSET.search(content_type[:500]) if content_type else None
    declared = _DECLARED.search(data[:1000])
    names = [
        charset[1] if charset else "",
        declared[1].decode("ascii", "replace") if declared else "",
    ]
    return next((codec for name in names if (codec := _codec(name))), None)


def _codec(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
        "".encode(info.name)  # refuses zip, hex, base64 and the like, which are not text
    except (LookupError, ValueError, TypeError):
        return None
    if info.name in _NEVER or info.name.startswith(("utf-16", "utf-32")):
        # UTF-16 without NULs is a lie: a blog says utf-16 and sends UTF-8
        return None
    return "cp1252" if info.name in _LATIN_1 else info.name


def _likely(data: bytes) -> str:
    """UTF-8 with a few broken bytes, or cp1252 that says nothing or lies about it?"""
    text = data.decode("utf-8", "replace")
    bad = text.count("�")
    return "cp1252" if bad > len(_HIGH.findall(text)) else "utf-8"


def _decoded(data: bytes, encoding: str, problems: Problems) -> bytes:
    text = data.decode(encoding, "replace")
    if "�" in text:
        problems.say("encoding", f"some characters cannot be read as {encoding} and were replaced")
    elif encoding == "cp1252" and not is_utf8(data):
        problems.say("encoding", "not UTF-8: read as Windows-1252 (Latin-1)")
    return text.encode("utf-8", "replace")
