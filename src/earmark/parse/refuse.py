"""Why a document is not what was asked for, in words, and what to do about it."""

from __future__ import annotations

import re

from earmark.errors import NotAFeed, TooLarge
from earmark.parse.repair import segments
from earmark.parse.sniff import Kind, looks_like

LARGE = 1_000_000
"""A smaller document, whatever it holds, takes little memory."""
BYTES_A_TAG = 25
"""An element and its text take some 240 bytes of memory, an attribute as much. The densest large
feeds have one of either in 42 bytes outside CDATA."""
_ATTRIBUTE = re.compile(rb"=\s*+[\"']")

_WORDS: dict[Kind, tuple[str, str]] = {
    "opml": ("an OPML subscription list", "Add it as a list: `earmark add FILE.opml`."),
    "html": ("a web page (HTML)", "Look on that page for its RSS link and add that."),
    "json": ("JSON", "Only RSS and Atom feeds can be read."),
    "xml": ("XML of another kind", "Give an RSS or Atom feed."),
    "image": ("a picture", "Give the address of the feed, not its artwork."),
    "audio": ("a media file", "Give the feed that lists it."),
    "archive": ("a packed file", "Unpack it first."),
    "database": ("a SQLite database", "Of databases only a Podcast Index dump can be added."),
    "text": ("plain text or unknown data", "Give an RSS or Atom feed."),
    "feed": ("a feed or a part of one", "Add it as a feed."),
}


def words_for(data: bytes, wanted: str) -> tuple[str, str]:
    """(what it looks like instead of ``wanted``, the remedy)."""
    kind = looks_like(data)
    if kind == "empty":
        return "The document is empty.", "Fetch it again; nothing was sent."
    what, remedy = _WORDS[kind]
    return f"This is {what}, not {wanted}.", remedy


def not_a_feed(data: bytes) -> NotAFeed:
    """The error for a document in which no feed was found."""
    if looks_like(data) == "feed":
        return NotAFeed(
            "It begins like a feed but has neither a channel nor items that can be read.",
            remedy="Look at the file; its start may be cut off.",
        )
    message, remedy = words_for(data, "a feed")
    return NotAFeed(message, remedy=remedy)


def refuse_dense(utf8: bytes) -> None:
    """Raises ``TooLarge`` for a large document with more tags, or attributes, than any feed has:
    read, it would take thirty times its size."""
    most = len(utf8) // BYTES_A_TAG
    if len(utf8) <= LARGE or _tags(utf8) + utf8.count(b"=") <= most:
        return
    if sum(_tags(text) + _attributes(text) for text, _ in segments(utf8)) > most:
        raise TooLarge(
            f"A tag or an attribute in every {BYTES_A_TAG} bytes, over {len(utf8):,} bytes: no feed"
            " has so many.",
            remedy="Look at the document; if it is a feed, please report it.",
        )


def _tags(text: bytes) -> int:
    return text.count(b"<") - text.count(b"</")


def _attributes(text: bytes) -> int:
    return sum(1 for _ in _ATTRIBUTE.finditer(text))
