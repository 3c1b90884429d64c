"""Why a document is no feed, in words, and what to do about it."""

from __future__ import annotations

from earmark.errors import NotAFeed
from earmark.parse.sniff import Kind, looks_like

_WORDS: dict[Kind, tuple[str, str]] = {
    "feed": (
        "It begins like a feed but has neither a channel nor items that can be read.",
        "Look at the file; it may be cut off at the start.",
    ),
    "opml": (
        "This is an OPML subscription list, not a feed.",
        "Add it as a list: `earmark add FILE.opml`.",
    ),
    "html": (
        "This is a web page (HTML), not a feed.",
        "Look on that page for its RSS link and add that.",
    ),
    "json": ("This is JSON, not a feed.", "Only RSS and Atom feeds can be read."),
    "xml": ("This is XML of another kind, not RSS or Atom.", "Give an RSS or Atom feed."),
    "image": ("This is a picture, not a feed.", "Give the address of the feed, not its artwork."),
    "audio": ("This is a media file, not a feed.", "Give the feed that lists it."),
    "archive": ("This is a packed file or a database, not a feed.", "Unpack it first."),
    "empty": ("The document is empty.", "Fetch it again; the server sent nothing."),
    "text": ("This is plain text or unknown data, not a feed.", "Give an RSS or Atom feed."),
}


def not_a_feed(data: bytes) -> NotAFeed:
    """The error for a document in which no feed was found."""
    message, remedy = _WORDS[looks_like(data)]
    return NotAFeed(message, remedy=remedy)
