"""OPML subscription lists -> ``ParsedOpml``. Streamed, so that a list of any length fits in memory.

Source: opml.org/spec2.opml.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from earmark.errors import NotOpml, TooLarge
from earmark.model import Outline, ParsedOpml
from earmark.parse.encoding import to_utf8
from earmark.parse.problems import Problems
from earmark.parse.refuse import words_for
from earmark.parse.repair import repaired, without_doctype
from earmark.parse.tree import SAFE, attributes, local_name
from earmark.parse.values import Values, may_hold_unstorable

MOST_OUTLINES = 10_000
MOST_BYTES = 10 * 1024 * 1024
_MOST_CATEGORIES = 20


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
    utf8 = without_doctype(to_utf8(data, None, problems).lstrip())
    values = Values(problems, dirty=may_hold_unstorable(utf8))
    try:
        outlines = _collected(utf8, values, max_outlines)
    except etree.XMLSyntaxError:
        return _mended(data, utf8, max_outlines)
    return ParsedOpml(outlines, problems.listed())


def _mended(data: bytes, utf8: bytes, most: int) -> ParsedOpml:
    """What can be read of a list that is not well-formed."""
    problems = Problems()
    problems.say("not-well-formed", "the XML is not well-formed; it was repaired")
    values = Values(problems, dirty=True)
    try:
        outlines = _collected(repaired(utf8), values, most, recover=True)
    except etree.XMLSyntaxError:
        raise _not_opml(data) from None
    return ParsedOpml(outlines, problems.listed())


def _collected(
    utf8: bytes, values: Values, most: int, *, recover: bool = False
) -> tuple[Outline, ...]:
    found: dict[str, Outline] = {}
    dropped = 0
    for outline in _outlines(utf8, values, recover=recover):
        known = found.get(outline.url)
        if known is not None:
            found[outline.url] = _folded(known, outline)
        elif len(found) < most:
            found[outline.url] = outline
        else:
            dropped += 1
    if dropped:
        values.problems.say(
            "outlines-cut",
            f"only the first {most:,} feeds of the list were read; {dropped:,} more lines name one",
        )
    return tuple(found.values())


def _outlines(utf8: bytes, values: Values, *, recover: bool) -> Iterator[Outline]:
    """Every outline that names a feed. Each is let go as soon as it was read: its place in the
    tree is emptied, and what stands before it is cut off."""
    events = etree.iterparse(
        BytesIO(utf8),
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
                raise _not_opml(utf8)
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
        raise _not_opml(utf8)


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
