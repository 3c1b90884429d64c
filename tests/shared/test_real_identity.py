"""Identity and folding over real feeds: what is counted here was read by eye once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earmark.ingest.fold import fold
from earmark.ingest.identify import choose_feed, feed_url_of, newest_marks
from earmark.ingest.plan import plan_refresh
from earmark.keys import enclosure_key, title_key, url_key
from earmark.model import (
    EpisodeId,
    EpisodeWrite,
    Feed,
    FeedId,
    FoldedStory,
    FoldRow,
    KnownEpisode,
    ParsedFeed,
    PodcastId,
    PreparedEpisode,
    PreparedFeed,
    RefreshPlan,
)
from earmark.parse.feed import parse_feed

pytestmark = pytest.mark.shared
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def prepared(path: Path) -> PreparedFeed:
    parsed = parse_feed(path.read_bytes())
    items = tuple(
        PreparedEpisode(
            replace(episode, notes=""),
            item_hash,
            title_key(episode.title),
            enclosure_key(episode.enclosure.url) if episode.enclosure else None,
            b"",
        )
        for episode, item_hash in zip(parsed.episodes, parsed.item_hashes, strict=True)
    )
    return PreparedFeed(replace(parsed, episodes=()), items)


@dataclass
class Shelf:
    """A library in memory, with as much of a catalog as identity asks for."""

    feeds: dict[FeedId, Feed] = field(default_factory=dict)
    links: dict[FeedId, str] = field(default_factory=dict)
    addresses: dict[str, FeedId] = field(default_factory=dict)
    """Present and former addresses, as keys."""
    known: dict[FeedId, dict[EpisodeId, KnownEpisode]] = field(default_factory=dict)
    rows: dict[EpisodeId, FoldRow] = field(default_factory=dict)

    def add(self, path: Path) -> RefreshPlan:
        document = prepared(path)
        feed = self._feed(document, path.as_uri())
        episodes = self.known[feed.id]
        plan = plan_refresh(document, tuple(episodes.values()), now=NOW)
        for gone in plan.vanished:
            episodes[gone] = replace(episodes[gone], in_feed=False)
        for write in plan.writes:
            self._write(feed, document.feed, write)
        return plan

    def _feed(self, document: PreparedFeed, uri: str) -> Feed:
        parsed = document.feed
        url, link = feed_url_of(parsed, uri), url_key(parsed.link or "")
        sharing = self._sharing(*map(set, newest_marks(document.prepared)))
        feed = choose_feed(
            parsed,
            document.prepared,
            same_url=self.feeds.get(self.addresses.get(url_key(url), FeedId(0))),
            same_channel=[
                f
                for f in self.feeds.values()
                if title_key(f.title) == title_key(parsed.title) and self.links[f.id] == link
            ],
            sharing=sharing,
            feeds=[self.feeds[number] for number in sharing],
            sizes={number: len(self.known[number]) for number in sharing},
        )
        number = feed.id if feed else FeedId(len(self.feeds) + 1)
        self.addresses[url_key(url)] = number
        url = feed.url if feed else url
        self.feeds[number] = Feed(number, url, PodcastId(number), parsed.title)
        self.links[number] = link
        self.known.setdefault(number, {})
        return self.feeds[number]

    def _sharing(self, guids: set[str], keys: set[str]) -> dict[FeedId, int]:
        shared = {
            number: max(
                len(guids & {guid for one in known.values() for guid in one.guids}),
                len(keys & {one.enclosure_key for one in known.values() if one.enclosure_key}),
            )
            for number, known in self.known.items()
        }
        return {number: count for number, count in shared.items() if count}

    def _write(self, feed: Feed, parsed: ParsedFeed, write: EpisodeWrite) -> None:
        number = write.id or EpisodeId(len(self.rows) + 1)
        one, episode = write.prepared, write.prepared.episode
        enclosure = episode.enclosure
        length = enclosure.length if enclosure else None
        self.known[feed.id][number] = KnownEpisode(
            number,
            tuple(guid for guid in (write.guid, *write.aliases) if guid),
            one.title_key,
            one.enclosure_key,
            write.published_at,
            episode.duration_ms,
            enclosure.type if enclosure else None,
            length,
            one.item_hash,
            write.media_version,
            in_feed=True,
        )
        self.rows[number] = FoldRow(
            number,
            PodcastId(feed.id),
            feed.url,
            write.guid,
            one.title_key,
            one.enclosure_key,
            write.published_at,
            episode.duration_ms,
            length,
            episode.season,
            episode.number,
            int(parsed.block or episode.block),
        )

    def folded(self) -> tuple[FoldedStory, ...]:
        titles: dict[tuple[PodcastId, str], set[str]] = defaultdict(set)
        lengths: dict[tuple[PodcastId, int, str], int] = defaultdict(int)
        for row in self.rows.values():
            if row.enclosure_key:
                titles[row.podcast_id, row.enclosure_key].add(row.title_key)
            if row.length:
                lengths[row.podcast_id, row.length, row.title_key] += 1
        counts = {shared: len(found) for shared, found in titles.items()}
        return fold(tuple(self.rows.values()), key_titles=counts, length_titles=lengths)


def shelf_of(paths: Iterable[Path]) -> Shelf:
    shelf = Shelf()
    for path in paths:
        shelf.add(path)
    return shelf


def test_dated_versions_keep_ids_lose_nothing_and_double_nothing(shared: Path) -> None:
    for folder in sorted((shared / "data/feeds/series").iterdir()):
        paths = sorted(folder.iterdir())
        forth, back = shelf_of(paths), shelf_of(reversed(paths))
        guids = {
            (item.episode.guid or "").strip() for path in paths for item in prepared(path).prepared
        }
        for shelf in (forth, back):
            held = [g for known in shelf.known.values() for k in known.values() for g in k.guids]
            assert len(shelf.feeds) == 1
            assert sorted(held) == sorted(guids), "each guid once, none lost"
        assert len(forth.rows) == len(back.rows)
        again = forth.add(paths[-1])
        assert not any(write.changed for write in again.writes)


def test_feeds_of_one_show_are_one_and_folds_are_few(shared: Path) -> None:
    paths = sorted((shared / "data/feeds/podcast").iterdir())
    shelf = shelf_of(paths)
    stories = shelf.folded()
    joined = [story for story in stories if len(story.members) > 1]
    assert len(shelf.feeds) <= 185
    assert 1 <= len(joined) <= 20, "these feeds repeat few recordings; more would be false folds"


def test_the_reference_show_folds_once_a_recording(shared: Path) -> None:
    folder = shared / "reference/mfu-feeds"
    shelf = shelf_of(sorted(folder.glob("*.xml")))
    twice = {story.id: len(story.members) for story in shelf.folded() if len(story.members) > 1}
    assert sorted(twice.values()) == [2] * 5
    rows = shelf_of([folder / "rectangle-s-podcast.xml"])
    assert (len(rows.rows), len(rows.folded())) == (10, 5)
