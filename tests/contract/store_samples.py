"""Invented shows for the tests of the catalog."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from earmark.keys import enclosure_key, title_key
from earmark.model import (
    Enclosure,
    EpisodeId,
    EpisodeWrite,
    Feed,
    ParsedEpisode,
    ParsedFeed,
    PreparedEpisode,
    RefreshPlan,
    StoryId,
)
from earmark.ports import Store

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = ParsedFeed("rss", title="The Lantern Hour", link="https://lantern.example/", language="en")
URL = "https://feeds.example/lantern.xml"


def item(day: int, /, *, show: str = "lantern", notes: str = "", **changes: object) -> EpisodeWrite:
    """A show's episode of that many days after 2024-01-01, as a write."""
    episode = ParsedEpisode(
        title=f"Lamp {day} of {show}",
        guid=f"{show}-{day}",
        link=f"https://{show}.example/{day}",
        published_at=datetime(2024, 1, 1, 8, tzinfo=UTC) + day * DAY,
        published_raw="as written",
        duration_ms=1_800_000 + day,
        enclosure=Enclosure(
            f"https://cdn.example/{show}/{day}.mp3?x=1", "audio/mpeg", 200_000 + day
        ),
    )
    return as_write(replace(episode, **changes), day, notes)  # type: ignore[arg-type]


def as_write(episode: ParsedEpisode, item_hash: int, notes: str = "") -> EpisodeWrite:
    key = enclosure_key(episode.enclosure.url) if episode.enclosure else None
    sentences = struct.pack(">2Q", 1, len(notes) + 2) if notes else b""
    packed = zlib.compress(notes.encode()) if notes else b""
    prepared = PreparedEpisode(episode, item_hash, title_key(episode.title), key, sentences, packed)
    return EpisodeWrite(None, prepared, episode.published_at, episode.guid)


def plan(*writes: EpisodeWrite, **more: tuple[EpisodeId, ...]) -> RefreshPlan:
    return RefreshPlan(writes, **more)  # type: ignore[arg-type]


def add(
    store: Store,
    writes: Sequence[EpisodeWrite],
    *,
    url: str = URL,
    feed: ParsedFeed = FEED,
    document_hash: int = 7,
    now: datetime = NOW,
) -> tuple[Feed, tuple[EpisodeId, ...]]:
    return store.apply(url, feed, plan(*writes), document_hash=document_hash, now=now)


def add_shows(store: Store, count: int, episodes: int) -> list[tuple[EpisodeId, ...]]:
    """The ids of the episodes of ``count`` shows."""
    found = []
    for number in range(count):
        show = f"show{number}"
        feed = replace(FEED, title=f"Show {number}", link=f"https://{show}.example")
        writes = [item(one, show=show) for one in range(episodes)]
        found.append(add(store, writes, url=f"https://feeds.example/{show}.xml", feed=feed)[1])
    return found


def drain(store: Store) -> None:
    """Empty the change log without folding anything."""
    while changes := store.pending(1_000):
        store.folded(changes[-1].seq)


def digests_of(store: Store, stories: Iterable[StoryId]) -> dict[StoryId, int]:
    """Stored digests of these stories, without those never indexed."""
    wanted = set(stories)
    return {id_: digest for id_, digest in store.indexed() if digest and id_ in wanted}
