"""A hand-made feed of a topic, on the library of ``topic_pages``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.topic_pages import EPISODES, PAGE, at

from earmark.model import (
    Chapter,
    Episode,
    EpisodeId,
    FeedItem,
    Person,
    Podcast,
    PodcastId,
    Soundbite,
    StoryId,
    TopicFeed,
    TranscriptLink,
)

MACHINES = Podcast(
    id=PodcastId(7),
    feed_url="https://machines.example/feed.xml",
    title="Ordinary Machines",
    link="https://machines.example/",
    language="en",
    image_url="https://machines.example/show.jpg",
    categories=("Technology", "Tech News"),
)
KITCHEN = Podcast(
    id=PodcastId(9),
    feed_url="https://kayu.example/rss",
    title="粥の時間",
    link="https://kayu.example/",
    categories=("Arts", "Food"),
)

FULL = FeedItem(
    row=EPISODES[0],
    episode=Episode(
        id=EpisodeId(41),
        podcast_id=MACHINES.id,
        story_id=StoryId(12),
        guid="machines-41",
        title="What an mfu figure hides",
        published_at=at(2026, 3, 10),
        published_raw=None,
        first_seen_at=at(2026, 3, 11),
        duration_ms=3_905_000,
        in_feed=True,
        fold_reason=None,
        link="https://machines.example/41",
        enclosure=EPISODES[0].enclosure,
        image_url="https://machines.example/41.jpg",
        season=2,
        number=9,
        type="full",
        explicit=False,
        language="en",
        keywords=("gpu",),
        persons=(
            Person("Ada Quill", "host", "cast", "https://machines.example/ada"),
            Person("Bo", "guest", image_url="https://machines.example/bo.jpg"),
        ),
        chapters=(
            Chapter(0, "Hello"),
            Chapter(754_500, "Waiting", "https://machines.example/waiting"),
        ),
        chapters_url="https://machines.example/41.json",
        transcripts=(
            TranscriptLink("https://machines.example/41.vtt", "text/vtt", "en", "captions"),
            TranscriptLink("https://machines.example/41.srt"),
        ),
        soundbites=(Soundbite(754_250, 30_000, "Half of it"), Soundbite(0, 1_500)),
    ),
    podcast=MACHINES,
    notes="<h2>Figures</h2><p>Half of the MFU went to <a href='https://a.example/?b=1&c=2'>it</a>.",
)
BARE = FeedItem(
    row=replace(EPISODES[1], lead="今日はmfuについて。台所の話。"),
    episode=Episode(
        id=EpisodeId(17),
        podcast_id=KITCHEN.id,
        story_id=StoryId(17),
        guid=None,
        title="台所の機械とmfuの話",
        published_at=None,
        published_raw=None,
        first_seen_at=at(2026, 1, 1),
        duration_ms=None,
        in_feed=True,
        fold_reason=None,
    ),
    podcast=KITCHEN,
    notes="",
)

FEED = TopicFeed(
    topic=PAGE.topic,
    as_of=date(2026, 3, 12),
    generation=3,
    stats=replace(PAGE.stats, episodes=2, podcasts=2),
    items=(FULL, BARE),
)
EMPTY_FEED = replace(FEED, items=(), stats=replace(PAGE.stats, episodes=0, podcasts=0))

PAGE_URL = "https://earmark.example/topics/mfu"
SELF_URL = f"{PAGE_URL}/feed.xml"


def episode_url(episode_id: EpisodeId) -> str:
    return f"https://earmark.example/episodes/{episode_id}"


def podcast_url(podcast_id: PodcastId) -> str:
    return f"https://earmark.example/podcasts/{podcast_id}"


ADDRESSES = {"page_url": PAGE_URL, "self_url": SELF_URL, "episode_url": episode_url}


def feed_of(*items: FeedItem, **topic: str) -> TopicFeed:
    """A feed of these items, its topic named so."""
    stats = replace(FEED.stats, episodes=len(items))
    return replace(FEED, items=items, topic=replace(FEED.topic, **topic), stats=stats)
