"""UTF-8 bytes -> the elements of a feed: its channels and those items that are to be read.

Three ways, the quickest that is safe: only the pieces that are not known, strictly; the whole
document, strictly or repaired; each item alone, where a fault swallowed others.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from lxml import etree

from earmark.parse.cut import Cut, Place, cut, item_hash
from earmark.parse.dates import parse_date
from earmark.parse.encoding import to_utf8
from earmark.parse.namespaces import prefix_of
from earmark.parse.problems import Problems
from earmark.parse.refuse import refuse_dense
from earmark.parse.repair import (
    ends_in_item,
    openings,
    repaired,
    root_tag,
    slices,
    swallows,
    without_doctype,
)
from earmark.parse.tree import contents, local_name, recovering, strict
from earmark.parse.values import may_hold_unstorable

_ITEM_NAMES = ("item", "entry")
_HOISTED = ("guid", "pubdate", "enclosure", "description")
_ROOT_NAMES = ("rss", "rdf", "feed", "channel")
_DATE_NAMES = ("pubdate", "published", "issued", "date", "updated", "modified")
_DATE = re.compile(
    rb"<(?:\w{1,20}:)?(?:pubDate|published|issued|date|updated|modified)(?:\s[^<>]{0,100})?>"
    rb"\s{0,40}(?:<!\[CDATA\[)?\s{0,40}([^<\]]{1,100})",
    re.IGNORECASE,
)
_MOST_OTHERS = 100_000
"""Elements that describe a podcast; more are an attack."""
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reading:
    """The elements to read: ``others`` describe the podcast, ``hashes`` is parallel to ``items``.
    ``seen`` counts the items of the document before any cap; ``dirty`` texts may hold what cannot
    be stored; ``home`` is the namespace of the document's own elements where it is not the usual
    one. ``cut_off``: the document ends within its last item."""

    root: etree._Element
    channels: list[etree._Element]
    others: list[etree._Element]
    items: list[etree._Element]
    hashes: list[int]
    unchanged: list[int]
    seen: int
    dirty: bool
    home: str
    cut_off: bool = False


def read(
    data: bytes,
    content_type: str | None,
    known: Container[int],
    max_items: int,
    problems: Problems,
) -> Reading | None:
    """The elements of a feed, or None where the bytes hold no feed. Raises ``TooLarge`` for more
    tags than any feed has, nothing else."""
    # Strict parsing refuses what is not UTF-8, so that a document it takes needs no other check;
    # and known pieces are equal to pieces that it took before.
    # Blank lines before the declaration, which PHP leaves, are all that a third of the broken
    # feeds suffer from.
    plain = without_doctype(data.removeprefix(codecs.BOM_UTF8).lstrip())
    refuse_dense(plain)
    pieces = cut(plain)
    reading = _by_pieces(pieces, known, max_items)
    if reading is not None:
        return reading
    utf8 = without_doctype(to_utf8(data, content_type, problems).lstrip())
    if utf8 != plain:
        refuse_dense(utf8)
        pieces = cut(utf8)
        reading = _by_pieces(pieces, known, max_items)
    return reading or _whole(utf8, pieces, known, max_items, problems)


def _by_pieces(pieces: Cut | None, known: Container[int], max_items: int) -> Reading | None:
    """The items that are not known, under the document's own head and tail; None where that is
    not well-formed and the whole document must be looked at."""
    if pieces is None:
        return None
    seen = len(pieces.items)
    if seen > max_items:
        pieces = _newest_pieces(pieces, max_items)
    hashes = pieces.hashes()
    fresh = [at for at, digest in enumerate(hashes) if digest not in known]
    places = [pieces.items[at] for at in fresh]
    everything = len(fresh) == seen
    if not everything and not pieces.is_whole(places):
        return None
    document = pieces.document if everything else pieces.only(places)
    root = strict(document)
    if root is None or not is_feed(root, bool(hashes)):
        return None
    channels = _channels(root)
    parts = _parts(channels, max_items)
    if parts.seen != len(fresh) or not _are_those_cut(parts.items, pieces):
        return None
    read_now = set(fresh)
    return Reading(
        root,
        channels,
        parts.others,
        parts.items,
        [hashes[at] for at in fresh],
        [digest for at, digest in enumerate(hashes) if at not in read_now],
        seen,
        may_hold_unstorable(document),
        _home(channels),
    )


def _are_those_cut(found: list[etree._Element], pieces: Cut) -> bool:
    """Whether items are named as those that the document was cut at. As many of them as pieces:
    then no end tag of a piece stood in CDATA, in a comment or in another item."""
    name = pieces.name.decode()
    names = {(item.tag, item.prefix) for item in found}
    return all(tag.rpartition("}")[2] == name and prefix is None for tag, prefix in names)


def _newest_pieces(pieces: Cut, most: int) -> Cut:
    dates = (_piece_date(pieces.document, place) for place in pieces.items)
    return replace(pieces, items=_newest(pieces.items, dates, most))


def _whole(
    utf8: bytes, pieces: Cut | None, known: Container[int], max_items: int, problems: Problems
) -> Reading | None:
    """The items of a document that cannot be cut or is not well-formed."""
    root = strict(utf8)
    broken = root is None
    cut_off = broken and ends_in_item(utf8)
    dirty = broken or may_hold_unstorable(utf8)
    if broken:
        problems.say("not-well-formed", "the XML is not well-formed; it was repaired")
        utf8 = repaired(utf8)
        root = recovering(utf8)
    channels = [] if root is None else _channels(root)
    parts = _parts(channels, max_items)
    items, seen = parts.items, parts.seen
    uncut = pieces is None or len(pieces.items) != seen
    if uncut and (broken or not items or swallows(utf8)) and seen == len(items):
        items = _rescued(utf8, items, problems)
        seen = len(items)
    if root is None or not is_feed(root, bool(items)):
        return None
    if broken:
        _hoist(items)
    places: Sequence[int] = range(len(items))
    if seen > max_items:
        places = _newest(places, (_element_date(item) for item in items), max_items)
    hashes = list(map(_hasher(items, pieces), places))
    fresh = [at for at, digest in zip(places, hashes, strict=True) if digest not in known]
    return Reading(
        root,
        channels,
        parts.others,
        [items[at] for at in fresh],
        [digest for digest in hashes if digest not in known],
        [digest for digest in hashes if digest in known],
        seen,
        dirty,
        _home(channels),
        cut_off,
    )


def _rescued(utf8: bytes, found: list[etree._Element], problems: Problems) -> list[etree._Element]:
    """Every item parsed alone under the root tag, if that finds more than the document did: a
    tag or CDATA section that is never closed swallows the items after it."""
    if len(openings(utf8)) <= len(found) and not swallows(utf8):
        return found
    start, end = root_tag(utf8)
    alone: list[etree._Element] = []
    for piece in slices(utf8):
        root = recovering(start + piece + end)
        if root is not None:
            alone.extend(_parts([root], 1).items[:1])
    if len(alone) <= len(found):
        return found
    problems.say(
        "items-rescued",
        f"a fault hid {len(alone) - len(found):,} of {len(alone):,} items; each was read alone",
    )
    return alone


def _hoist(items: list[etree._Element]) -> None:
    """A tag that is never closed holds the fields after it: bring them back to their item."""
    for item in items:
        for element in item.findall(".//*"):
            if element.getparent() is not item and str(element.tag).lower() in _HOISTED:
                item.append(element)


def _hasher(items: list[etree._Element], pieces: Cut | None) -> Callable[[int], int]:
    """Gives the hash of an item's bytes, as the delta step makes it; of what the item says where
    the document cannot be cut into just these items."""
    if pieces is not None and len(pieces.items) == len(items) and pieces.is_whole(pieces.items):
        return pieces.hashes().__getitem__
    return lambda at: item_hash(contents(items[at]))


# ---------------------------------------------------------------- parts of the tree


def is_feed(root: etree._Element, has_items: bool) -> bool:
    """Whether a root can be a feed's: the usual names, with a channel, a title or items."""
    if local_name(root) not in _ROOT_NAMES:
        return False
    inside = ("channel", "title", "link", "id", *_ITEM_NAMES)
    return has_items or any(local_name(child) in inside for child in root)


def _channels(root: etree._Element) -> list[etree._Element]:
    """RSS: the channels and, for RSS 1.0, the root that holds image and items beside them."""
    found = [child for child in root if local_name(child) == "channel"]
    return [*found, root]


class _Parts(NamedTuple):
    items: list[etree._Element]
    others: list[etree._Element]
    seen: int


def _parts(channels: list[etree._Element], max_items: int) -> _Parts:
    """Items in document order, inside channels (RSS 2.0) or beside them (RSS 1.0), or entries;
    and the other elements. No feed has ten times as many items as are kept: those after that are
    only counted."""
    names: dict[object, bool] = {}
    items: list[etree._Element] = []
    others: list[etree._Element] = []
    seen = 0
    most = max_items * 10
    for parent in channels:
        for child in parent:
            tag = child.tag
            is_item = names.get(tag)
            if is_item is None:
                is_item = names[tag] = local_name(child) in _ITEM_NAMES
            if not is_item:
                if len(others) < _MOST_OTHERS:
                    others.append(child)
            else:
                seen += 1
                if seen <= most:
                    items.append(child)
    return _Parts(items, others, seen)


def _home(channels: list[etree._Element]) -> str:
    """The namespace that a publisher put plain RSS into (even Atom's), or one that nobody knows
    for Atom; "" for the usual ones."""
    first = channels[0]
    uri = etree.QName(first).namespace
    if not uri:
        return ""
    prefix = prefix_of(uri)
    usual = prefix == "" if local_name(first) in ("channel", "rss") else prefix is not None
    return "" if usual else uri


# ---------------------------------------------------------------- the newest


def _newest(items: Sequence[_T], dates: Iterable[datetime], most: int) -> list[_T]:
    """The newest ``most`` in document order; without dates, the first."""
    order = sorted(range(len(items)), key=list(dates).__getitem__, reverse=True)
    return [items[at] for at in sorted(order[:most])]


def _piece_date(document: bytes, place: Place) -> datetime:
    found = _DATE.search(document, *place)
    text = found[1].decode("utf-8", "replace") if found else ""
    return (parse_date(text) if text else None) or _LONG_AGO


def _element_date(item: etree._Element) -> datetime:
    for child in item:
        if local_name(child) in _DATE_NAMES:
            return parse_date(child.text or "") or _LONG_AGO
    return _LONG_AGO
