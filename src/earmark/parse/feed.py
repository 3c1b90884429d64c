"""A feed document, as bytes -> ``ParsedFeed``. Strict first, repaired on error, item by item when
items went missing; items that the caller knows already are not parsed at all (delta step)."""

from __future__ import annotations

from collections.abc import Container

from earmark.errors import TooLarge
from earmark.model import ParsedFeed
from earmark.parse.channel import language_of, read_channel
from earmark.parse.item import read_items
from earmark.parse.problems import Problems
from earmark.parse.reading import read
from earmark.parse.refuse import not_a_feed
from earmark.parse.tree import local_name
from earmark.parse.values import LONGEST_NOTE, Values

PARSER_VERSION = 1
"""Raise it when a document gives another ``ParsedFeed``: feeds are then asked for whole, once, and
documents that didn't change are read again."""
MOST_ITEMS = 20_000
MOST_BYTES = 64 * 1024 * 1024


def parse_feed(
    data: bytes,
    *,
    known: Container[int] = frozenset(),
    content_type: str | None = None,
    max_items: int = MOST_ITEMS,
    max_bytes: int = MOST_BYTES,
    max_notes_bytes: int = LONGEST_NOTE,
) -> ParsedFeed:
    """Read an RSS 0.9x, 1.0, 2.0 or Atom document of any encoding.

    ``known`` holds hashes of items read before (``ParsedFeed.item_hashes``); such items are not
    parsed and their hashes go to ``unchanged``. ``content_type`` is the HTTP header, if any. Over
    ``max_items`` the newest by date are kept; texts are cut at ``max_notes_bytes`` of UTF-8.
    Raises ``NotAFeed`` and ``TooLarge``, nothing else; every fault that could be lived with is in
    ``problems``.
    """
    if len(data) > max_bytes:
        raise TooLarge(
            f"The document has {len(data):,} bytes; the limit is {max_bytes:,}.",
            remedy="Split the feed, or raise the limit in the settings.",
        )
    problems = Problems()
    reading = read(data, content_type, known, max_items, problems)
    if reading is None:
        raise not_a_feed(data)
    if reading.seen > max_items:
        problems.say(
            "items-cut",
            f"{reading.seen:,} items; only the newest {max_items:,} by date were read",
        )
    if reading.cut_off:
        problems.say("cut-off", "the document ends in the middle of its last item")
    values = Values(problems, dirty=reading.dirty, longest_note=max_notes_bytes)
    channel = read_channel(reading.others, language_of(reading.channels), values, reading.home)
    episodes = read_items(reading.items, values, reading.home)
    return ParsedFeed(
        format="atom" if local_name(reading.root) == "feed" else "rss",
        **channel,
        episodes=episodes,
        item_hashes=tuple(reading.hashes),
        unchanged=tuple(reading.unchanged),
        items_seen=reading.seen,
        cut_off=reading.cut_off,
        problems=problems.listed(),
    )
