"""A hand-made topic page of an invented library, for the tests of formats and terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from earmark.model import (
    Duplicate,
    Enclosure,
    EpisodeId,
    Evidence,
    LibrarySize,
    Note,
    PodcastId,
    PodcastRef,
    PopularityPoint,
    RankedPodcast,
    RelatedTopic,
    SearchPage,
    SensesOf,
    Starter,
    StoryId,
    TopicEpisode,
    TopicName,
    TopicPage,
    TopicRow,
    TopicStats,
    Variant,
)


def at(year: int, month: int, day: int, hour: int = 6) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def evidence(before: str, match: str, after: str = "", **more: object) -> Evidence:
    """A quote whose highlight is ``match``."""
    span = (len(before), len(before) + len(match))
    given = {"field": "notes", "quote": before + match + after, "highlights": (span,)} | more
    return Evidence(**given)  # type: ignore[arg-type]


ROBOTS = PodcastRef(PodcastId(7), "Ordinary Machines")
KITCHEN = PodcastRef(PodcastId(9), "粥の時間")

EPISODES = (
    TopicEpisode(
        id=EpisodeId(41),
        podcast=ROBOTS,
        title="What an mfu figure hides",
        published_at=at(2026, 3, 10),
        duration_ms=3_905_000,
        language="en",
        grade="subject",
        evidence=(
            evidence("What an ", "mfu", " figure hides", field="title"),
            evidence("Half of the ", "MFU", " went to waiting.", start_ms=754_000, speaker="Ada"),
        ),
        mentions=5,
        keywords=("gpu", "training"),
        enclosure=Enclosure("https://cdn.example/41.mp3", "audio/mpeg", 31_000_000),
        duplicates=(Duplicate(EpisodeId(88), PodcastId(12), "same file and title"),),
        link="https://machines.example/41",
    ),
    TopicEpisode(
        id=EpisodeId(17),
        podcast=KITCHEN,
        title="台所の機械とmfuの話",
        published_at=None,
        duration_ms=None,
        language="ja",
        grade="mentioned",
        evidence=(evidence("今日は", "mfu", "について。"),),
        mentions=1,
        keywords=(),
        enclosure=None,
        duplicates=(),
    ),
)


def point(year: int, episodes: int, published: int, shows: int = 15) -> PopularityPoint:
    share = episodes / published if published else 0.0
    return PopularityPoint(
        str(year), episodes, min(episodes, 4), published, shows, share, year == 2026
    )


PAGE = TopicPage(
    topic=TopicName("mfu", "the word “mfu”", "mfu"),
    as_of=date(2026, 3, 12),
    generation=3,
    exact=True,
    library=LibrarySize(podcasts=206, episodes=11_240, with_transcript=310),
    stats=TopicStats(
        podcasts=15,
        episodes=22,
        listed_episodes=27,
        average_duration_ms=3_300_000,
        with_duration=20,
        with_transcript=4,
        undated=1,
        new_per_month=2 / 12,
        first_at=at(2016, 1, 4),
        latest_at=at(2026, 3, 10),
    ),
    grades={"subject": 9, "discussed": 3, "mentioned": 10, "ad": 2},
    variants=(Variant("mfus", 3, False), Variant("model flops utilization", 4, True)),
    popularity=(
        point(2023, 2, 900, 3),
        point(2024, 0, 1200),
        point(2025, 12, 1300),
        point(2026, 1, 300),
    ),
    senses=(),
    senses_of=SensesOf(0, 22),
    podcasts=(
        RankedPodcast(ROBOTS.id, ROBOTS.title, 6, 40, at(2026, 3, 10), 0.4, "6 of 40 episodes"),
        RankedPodcast(KITCHEN.id, KITCHEN.title, 1, 12, None, 0.1, "1 of 12 episodes"),
    ),
    episodes=EPISODES,
    related=(RelatedTopic("gpu", 5, 12.5),),
    languages=(("en", 18), ("ja", 4)),
    people=(("Ada Quist", "host", 3),),
    notes=(Note("substring-counts", "In Japanese a substring counts as a match."),),
    next="abc123",
    starters=(Starter("most", EPISODES[0]), Starter("newest", EPISODES[1])),
)

EMPTY = replace(
    PAGE,
    stats=TopicStats(0, 0, 0, None, 0, 0, 0, 0.0, None, None),
    grades={"subject": 0, "discussed": 0, "mentioned": 0, "ad": 0},
    variants=(Variant("mfus", 3, False),),
    popularity=(),
    podcasts=(),
    episodes=(),
    related=(),
    languages=(),
    people=(),
    notes=(),
    next=None,
    words=(Variant("blue", 7, False), Variant("mfu", 0, False)),
    near=(Variant("blue mfd", 2, False),),
    starters=(),
)

SEARCH = SearchPage("the word “mfu”", date(2026, 3, 12), 2, EPISODES, "next1")

ROW = TopicRow(
    story_id=StoryId(41),
    podcast_id=PodcastId(7),
    podcast="Ordinary Machines",
    episode_id=EpisodeId(41),
    title="What an mfu figure hides",
    published_at=at(2026, 3, 10),
    duration_ms=3_905_000,
    language="en",
    grade="subject",
    listed_episodes=2,
    has_transcript=True,
    link=None,
    enclosure_url="https://cdn.example/41.mp3",
)
