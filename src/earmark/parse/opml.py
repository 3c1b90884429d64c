"""OPML subscription lists -> the feeds that they name. Streamed, so that a list of any length fits
in memory.

Source: opml.org/spec2.opml.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, Protocol

from lxml import etree

from earmark.errors import NotOpml, TooLarge
from earmark.model import Outline, ParsedOpml
from earmark.parse.encoding import encoding_of, to_utf8
from earmark.parse.problems import Problems
from earmark.parse.refuse import words_for
from earmark.parse.repair import escaped, repaired, without_doctype
from earmark.parse.tree import SAFE, attributes, local_name
from earmark.parse.values import Values, may_hold_unstorable

MOST_OUTLINES = 10_000
MOST_BYTES = 10 * 1024 * 1024
"""A longer list is never held whole."""
_MOST_CATEGORIES = 20
_HEAD = 65_536
_LONGEST_REFERENCE = 40
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13))


def parse_opml(
    data: bytes, *, max_outlines: int = MOST_OUTLINES, max_bytes: int = MOST_BYTES
) -> ParsedOpml:
    """The feeds that a list names, in its order, each URL once.

    A feed's categories are the titles of the outlines around it, the outermost first, and what
    its ``category`` says. Outlines without an http address and ``include`` links are passed over.
    Over ``max_outlines`` the first are kept and a problem says how many were not.
    Raises ``NotOpml``, and ``TooLarge`` over ``max_bytes``.
    """
    if len(data) > max_bytes:
        raise TooLarge(
            f"The list has {len(data):,} bytes; the limit is {max_bytes:,}.",
            remedy="Split the list.",
        )
    problems = Problems()
    outlines = _whole(data, max_outlines, problems)
    return ParsedOpml(outlines, problems.listed())


def stream_opml(file: BinaryIO, problems: Problems) -> Iterator[Outline]:
    """The feeds that a list of any length names, one by one. What is wrong is told to
    ``problems``. Raises ``NotOpml``.

    Of a list over 10 MiB never more than a piece is in memory: it may name a feed twice, and where
    it is not well-formed, reading stops there and a problem says so. A shorter one is repaired.
    """
    if os.fstat(file.fileno()).st_size > MOST_BYTES:
        yield from _streamed(file, problems)
    else:
        yield from _whole(file.read(), sys.maxsize, problems)


def _whole(data: bytes, most: int, problems: Problems) -> tuple[Outline, ...]:
    try:
        return _collected(_strict(data, problems), most, problems)
    except etree.XMLSyntaxError:
        return _collected(_mended(data, problems), most, problems)


def _strict(data: bytes, problems: Problems) -> Iterator[Outline]:
    utf8 = without_doctype(to_utf8(data, None, problems).lstrip())
    values = Values(problems, dirty=may_hold_unstorable(utf8))
    return _outlines(BytesIO(utf8), utf8[:_HEAD], values)


def _mended(data: bytes, problems: Problems) -> Iterator[Outline]:
    """What can be read of a list that is not well-formed."""
    problems.forget()
    utf8 = repaired(without_doctype(to_utf8(data, None, problems).lstrip()))
    problems.say("not-well-formed", "the XML is not well-formed; it was repaired")
    values = Values(problems, dirty=True)
    try:
        yield from _outlines(BytesIO(utf8), utf8[:_HEAD], values, recover=True)
    except etree.XMLSyntaxError:
        raise _not_opml(data) from None


def _streamed(file: BinaryIO, problems: Problems) -> Iterator[Outline]:
    utf8 = _Utf8(file)
    try:
        yield from _outlines(utf8, utf8.head, Values(problems, dirty=True))
    except etree.XMLSyntaxError as error:
        problems.say(
            "not-well-formed",
            f"the XML is not well-formed; reading stopped in line {error.lineno:,}",
        )


class _Utf8:
    """A file in pieces, as UTF-8 without a mark, control bytes and DOCTYPE, bare ``&`` escaped,
    which most lists that are not well-formed have. Read by libxml2."""

    def __init__(self, file: BinaryIO, *, head: int = _HEAD):
        self._file = file
        start = file.read(head)
        mark, encoding = encoding_of(start)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""
        self.head = without_doctype(self._mended(start[mark:]).lstrip())
        self._next: bytes | None = self.head

    def read(self, size: int) -> bytes:
        """At most some more than ``size`` bytes; none at the end."""
        piece, self._next = self._next, None
        while not piece:
            data = self._file.read(size)
            piece = self._mended(data, final=not data)
            if not data:
                return piece
        return piece

    def _mended(self, data: bytes, *, final: bool = False) -> bytes:
        text = self._decoder.decode(data, final).encode().translate(None, _CONTROL)
        text = self._held + text
        at = text.rfind(b"&", max(0, len(text) - _LONGEST_REFERENCE))
        cut = len(text) if final or at < 0 else at  # a reference may go on in the next piece
        self._held = text[cut:]
        return escaped(text[:cut])


def _collected(outlines: Iterator[Outline], most: int, problems: Problems) -> tuple[Outline, ...]:
    found: dict[str, Outline] = {}
    dropped = 0
    for outline in outlines:
        known = found.get(outline.url)
        if known is not None:
            found[outline.url] = _folded(known, outline)
        elif len(found) < most:
            found[outline.url] = outline
        else:
            dropped += 1
    if dropped:
        say_cut(problems, most, dropped)
    return tuple(found.values())


def say_cut(problems: Problems, most: int, dropped: int) -> None:
    """Tell that a list names more feeds than were read."""
    problems.say(
        "outlines-cut",
        f"only the first {most:,} feeds of the list were read; {dropped:,} more lines name one",
    )


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _outlines(
    utf8: _Readable, start: bytes, values: Values, *, recover: bool = False
) -> Iterator[Outline]:
    """Every outline that names a feed. Each is let go as soon as it was read: its place in the
    tree is emptied, and what stands before it is cut off."""
    events = etree.iterparse(
        utf8,
        events=("start", "end"),
        recover=recover,
        encoding="utf-8",
        **SAFE,
    )
    around: list[str] = []
    is_opml = False
    for event, element in events:
        name = local_name(element)
        if event == "start":
            if not is_opml and name != "opml":
                raise _not_opml(start)
            is_opml = True
            if name == "outline":
                said = _said(element)
                around.append(said.get("title") or said.get("text") or "")
                outline = _outline(said, around[:-1], values)
                if outline is not None:
                    yield outline
            continue
        if name == "outline":
            around.pop()
        _let_go(element)
    if not is_opml:
        raise _not_opml(start)


def _let_go(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _said(element: etree._Element) -> dict[str, str]:
    """Attributes by lower-case name: publishers write ``xmlUrl``, ``xmlurl`` and ``XMLURL``."""
    return {name.lower(): value for name, value in attributes(element) if value}


def _outline(said: dict[str, str], around: list[str], values: Values) -> Outline | None:
    address = said.get("xmlurl") or said.get("feedurl") or said.get("url")
    kind = said.get("type", "rss").lower()
    if not address or kind in ("include", "link"):
        return None
    url = values.url(address.strip())
    if url is None:
        return None
    words = [*around, *(part.strip("/ ") for part in said.get("category", "").split(","))]
    cleaned = (values.title(word) for word in words)
    return Outline(
        url=url,
        title=values.title(said.get("title") or said.get("text") or ""),
        link=values.url(said.get("htmlurl", "").strip()),
        categories=tuple(dict.fromkeys(word for word in cleaned if word))[:_MOST_CATEGORIES],
    )


def _folded(first: Outline, other: Outline) -> Outline:
    """A feed that is listed twice, with the categories of both."""
    categories = tuple(dict.fromkeys((*first.categories, *other.categories)))
    return Outline(
        first.url,
        first.title or other.title,
        first.link or other.link,
        categories[:_MOST_CATEGORIES],
    )


def _not_opml(data: bytes) -> NotOpml:
    message, remedy = words_for(data, "an OPML list")
    return NotOpml(message, remedy=remedy)
