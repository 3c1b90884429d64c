"""Bytes of a feed -> a prepared feed: parsed, with the keys that identity, folding and boilerplate
compare, texts packed. Pure; runs in worker processes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Container
from dataclasses import dataclass, replace

from earmark.keys import enclosure_key, title_key
from earmark.model import ParsedEpisode, PreparedEpisode, PreparedFeed
from earmark.parse.feed import parse_feed
from earmark.text.sentences import sentence_keys

PACK_LEVEL = 1
"""zlib's fastest: notes shrink to a half at a third of the default level's time."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Where reading stops; each crossing is a problem in the report."""

    feed_bytes: int = 64 * 1024 * 1024
    items: int = 20_000
    notes_bytes: int = 512 * 1024
    outlines: int = 10_000
    """Feeds of a subscription list."""


def document_hash(data: bytes) -> int:
    """63-bit hash of a document's bytes."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest()) >> 1


def pack(text: str) -> bytes:
    """Text as it is stored; b"" for none."""
    return zlib.compress(text.encode(), PACK_LEVEL) if text else b""


def prepare(
    data: bytes,
    caps: Caps,
    known: Container[int] = frozenset(),
    content_type: str | None = None,
) -> PreparedFeed:
    """Parse a document, the items whose hash is ``known`` apart; ``content_type`` is the HTTP
    header, if any.

    Raises ``NotAFeed`` or ``TooLarge``.
    """
    parsed = parse_feed(
        data,
        known=known,
        content_type=content_type,
        max_items=caps.items,
        max_bytes=caps.feed_bytes,
        max_notes_bytes=caps.notes_bytes,
    )
    prepared = tuple(map(prepare_episode, parsed.episodes, parsed.item_hashes))
    return PreparedFeed(replace(parsed, episodes=()), prepared)


def prepare_episode(episode: ParsedEpisode, item_hash: int) -> PreparedEpisode:
    notes = episode.notes
    return PreparedEpisode(
        episode=replace(episode, notes=""),
        item_hash=item_hash,
        title_key=title_key(episode.title),
        enclosure_key=enclosure_key(episode.enclosure.url) if episode.enclosure else None,
        sentence_keys=sentence_keys(notes) if notes else b"",
        notes_z=pack(notes),
    )
