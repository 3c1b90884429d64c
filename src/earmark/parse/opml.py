"""OPML subscription lists -> ``Outline``s. Streamed, so that a list of any length fits in memory.

Source: opml.org/spec2.opml.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from earmark.errors import NotOpml, TooLarge
from earmark.model import Outline
from earmark.parse.encoding import to_utf8
from earmark.parse.problems import Problems
from earmark.parse.refuse import words_for
from earmark.parse.repair import repaired, without_doctype
from earmark.parse.tree import attributes, local_name
from earmark.parse.values import Values, may_hold_unstorable

MOST_OUTLINES = 10_000
MOST_BYTES = 10 * 1024 * 1024
_MOST_CATEGORIES = 20


def parse_opml(
    data: bytes, *, max_outlines: int = MOST_OUTLINES, max_bytes: int = MOST_BYTES
) -> tuple[Outline, ...]:
    """The feeds that a list names, in its order, each URL once.

    A feed's categories are the titles of the outlines around it, the outermost first, and what
    its ``category`` says. Outlines without an http address and ``include`` links are passed over.
    Raises ``NotOpml``, and ``TooLarge`` over ``max_bytes`` or ``max_outlines`` feeds.
    """
    if len(data) > max_bytes:
        raise _too_large(f"{len(data):,} bytes", f"{max_bytes:,}")
    problems = Problems()
    utf8 = without_doctype(to_utf8(data, None, problems).lstrip())
    values = Values(problems, dirty=may_hold_unstorable(utf8))
    try:
        return _collected(utf8, values, max_outlines)
    except etree.XMLSyntaxError:
        values.dirty = True
    try:
        return _collected(repaired(utf8), values, max_outlines, recover=True)
    except etree.XMLSyntaxError:
        raise _not_opml(data) from None


def _collected(
    utf8: bytes, values: Values, most: int, *, recover: bool = False
) -> tuple[Outline, ...]:
    found: dict[str, Outline] = {}
    for outline in _outlines(utf8, values, recover=recover):
        known = found.setdefault(outline.url, outline)
        if known is not outline:
            found[outline.url] = _folded(known, outline)
        elif len(found) > most:
            raise _too_large("more feeds", f"{most:,}")
    return tuple(found.values())


def _outlines(utf8: bytes, values: Values, *, recover: bool) -> Iterator[Outline]:
    """Every outline that names a feed. Each is let go as soon as it was read: its place in the
    tree is emptied, and what stands before it is cut off."""
    events = etree.iterparse(
        BytesIO(utf8),
        events=("start", "end"),
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
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


def _too_large(what: str, limit: str) -> TooLarge:
    return TooLarge(
        f"The list has {what}; the limit is {limit}.",
        remedy="Split the list, or raise the limit in the settings.",
    )


def _not_opml(data: bytes) -> NotOpml:
    message, remedy = words_for(data, "an OPML list")
    return NotOpml(message, remedy=remedy)
