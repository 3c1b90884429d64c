"""The reference topic, and real feeds, through our own feeds and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from tests.shared.test_topics_shared import AS_OF, SEEN, episode_of, feeds
from tests.unit.formats.test_rss import SCHEMA, expected, written
from tests.unit.formats.topic_feeds import FULL, feed_of

from earmark.formats.opml import topic_opml
from earmark.formats.urls import web_url
from earmark.library import Library, open_library
from earmark.model import EpisodeId, FeedItem, ParsedFeed, Podcast, PodcastId, TopicRequest
from earmark.parse.feed import parse_feed
from earmark.parse.opml import parse_opml
from earmark.settings import Settings

pytestmark = pytest.mark.shared

MFU = TopicRequest("mfu", as_of=AS_OF, limit=100)
ITEMS = 8
"""Of each real feed."""


@pytest.fixture(scope="module")
def library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    settings = Settings(data=tmp_path_factory.mktemp("mfu"))
    with open_library(settings, now=lambda: SEEN, workers=0) as library:
        assert not [
            each for each in library.add([str(shared / "reference/mfu-feeds")]) if each.error
        ]
        yield library


def test_the_reference_topic_is_read_back_from_its_feed(library: Library) -> None:
    feed, page = library.topic_feed(MFU, whole=True), library.topic(MFU)
    document = written(feed)
    SCHEMA.assertValid(etree.fromstring(document))
    parsed = parse_feed(document)
    assert parsed.problems == ()
    assert len(parsed.episodes) == page.stats.episodes == len(page.episodes)
    assert [item.row.id for item in feed.items] == [row.id for row in page.episodes]
    for item, found in zip(feed.items, parsed.episodes, strict=True):
        assert replace(found, published_raw=None) == expected(item, feed)


def item_of(number: int, feed: ParsedFeed, podcast: Podcast) -> FeedItem:
    parsed = feed.episodes[number]
    episode = replace(
        episode_of(EpisodeId(number), podcast.id, parsed),
        link=parsed.link,
        enclosure=parsed.enclosure,
        image_url=parsed.image_url,
        season=parsed.season,
        number=parsed.number,
        type=parsed.type,
        explicit=parsed.explicit,
        persons=parsed.persons,
        chapters=parsed.chapters,
        chapters_url=parsed.chapters_url,
        transcripts=parsed.transcripts,
        soundbites=parsed.soundbites,
    )
    row = replace(FULL.row, title=parsed.title, language=feed.language or "")
    row = replace(row, id=episode.id, keywords=parsed.keywords, published_at=episode.published_at)
    return FeedItem(row, episode, podcast, parsed.notes)


def podcast_of(number: int, feed: ParsedFeed) -> Podcast:
    url = feed.self_url or f"https://feeds.example/{number}"
    return Podcast(
        PodcastId(number),
        url,
        feed.title,
        feed.link,
        image_url=feed.image_url,
        categories=feed.categories,
    )


def test_real_episodes_are_read_back_from_our_feed(shared: Path) -> None:
    read = 0
    for number, published in enumerate(feeds(shared)):
        podcast = podcast_of(number, published)
        count = min(ITEMS, len(published.episodes))
        feed = feed_of(*[item_of(each, published, podcast) for each in range(count)])
        document = written(feed)
        SCHEMA.assertValid(etree.fromstring(document))
        parsed = parse_feed(document)
        assert parsed.problems == ()
        for item, found in zip(feed.items, parsed.episodes, strict=True):
            assert replace(found, published_raw=None) == expected(item, feed)
            read += 1
    assert read > 1_000


def test_real_shows_are_read_back_from_our_list(shared: Path) -> None:
    shows = [podcast_of(number, feed) for number, feed in enumerate(feeds(shared))]
    parsed = parse_opml(topic_opml("Podcasts about mfu", shows))
    assert parsed.problems == ()
    found = {outline.url: (outline.title, outline.link) for outline in parsed.outlines}
    last_first = reversed([show for show in shows if web_url(show.feed_url)])
    assert found == {
        show.feed_url: (show.title or show.feed_url, web_url(show.link)) for show in last_first
    }
    assert len(found) > 150
