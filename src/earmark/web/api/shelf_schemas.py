"""The shapes of the API's answers about what the library holds: shows, episodes, itself."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from earmark.web.api.schemas import (
    AsOf,
    Count,
    Duplicate,
    EpisodeName,
    EpisodeRow,
    Generation,
    Id,
    LanguageEpisodes,
    LanguagePodcasts,
    Milliseconds,
    Next,
    PersonEpisodes,
    Phrase,
    PopularityPoint,
    Shape,
    Size,
    SizedAudio,
    Stats,
    Topic,
)

# ---------------------------------------------------------------- the library


class Endpoint(Shape):
    """Something to ask for."""

    path: str
    """With `{}` around what is to be filled in."""
    says: str


class IndexAnswer(Shape):
    """What this API answers."""

    name: str
    version: str
    openapi: str
    """Address of the whole description."""
    endpoints: list[Endpoint]


class LibraryAnswer(Shape):
    """What the library holds, and how fresh that is."""

    as_of: AsOf
    generation: Generation
    changed_at: datetime | None
    """When the generation was reached; null for a library that was never indexed."""
    library: Size
    topics: list[Topic]
    """Phrases found in several shows, those of most shows first."""
    languages: list[LanguageEpisodes]


# ---------------------------------------------------------------- podcasts


class Podcast(Shape):
    """A show as published."""

    id: Id
    title: str
    author: str | None
    description: str
    """Cleaned HTML."""
    language: str | None
    """As declared."""
    categories: list[str]
    link: str | None
    feed_url: str | None
    """Null where it holds a secret."""
    image_url: str | None
    license: str | None
    """SPDX identifier or the publisher's own words (`podcast:license`)."""
    complete: bool
    """The publisher says that nothing more comes."""
    visibility: Literal["public", "unlisted", "private"]


class PodcastCard(Podcast):
    """A show in a list."""

    episodes: Count
    latest_at: datetime | None
    ended: bool
    """Complete, or silent for more than 18 months."""


class PodcastsAnswer(Shape):
    """Shows by title."""

    podcasts: list[PodcastCard]
    total: Count
    languages: list[LanguagePodcasts]
    """Without the language filter, commonest first."""
    next: Next


class PodcastAnswer(Shape):
    """A show with its figures and a page of its stories, newest first."""

    as_of: AsOf
    generation: Generation
    podcast: Podcast
    stats: Stats
    ended: bool
    popularity: list[PopularityPoint]
    topics: list[Topic]
    """What marks the show; `podcasts` counts all shows that have it."""
    people: list[PersonEpisodes]
    languages: list[LanguageEpisodes]
    episodes: list[EpisodeRow]
    next: Next


# ---------------------------------------------------------------- episodes


class EpisodesAnswer(Shape):
    """Stories by date, newest first."""

    episodes: list[EpisodeRow]
    total: Count
    next: Next


class Person(Shape):
    """Somebody who made or is in the episode."""

    name: str
    role: str = Field(examples=["guest"])
    group: str | None
    url: str | None
    image_url: str | None


class Chapter(Shape):
    """A chapter that the feed names."""

    start_ms: Milliseconds
    title: str
    url: str | None


class TranscriptLink(Shape):
    """Where the publisher has a transcript."""

    url: str
    type: str | None
    language: str | None


class Soundbite(Shape):
    """A piece that the publisher points out."""

    start_ms: Milliseconds
    duration_ms: Milliseconds
    title: str


class Episode(Shape):
    """An episode as published."""

    id: Id
    story: Id
    """The recording that it is an episode of."""
    guid: str | None
    title: str
    published_at: datetime | None
    first_seen_at: datetime
    in_feed: bool
    """False for what the feed has dropped since."""
    duration_ms: Milliseconds | None
    season: int | None
    number: int | None
    type: str | None = Field(examples=["full"])
    explicit: bool | None
    language: str | None
    """As declared."""
    keywords: list[str]
    """The publisher's own."""
    link: str | None
    image_url: str | None
    enclosure: SizedAudio | None
    people: list[Person]
    chapters: list[Chapter]
    chapters_url: str | None
    transcripts: list[TranscriptLink]
    soundbites: list[Soundbite]


class EpisodeAnswer(Shape):
    """An episode with all that its asker may see."""

    as_of: AsOf
    generation: Generation
    episode: Episode
    podcast: Podcast
    language: str
    """As found: BCP 47 base tag, `und` where it isn't known."""
    canonical: EpisodeName
    """The episode that stands for the recording."""
    duplicates: list[Duplicate]
    keywords: list[Phrase]
    """Phrases that mark it, with the stories of the library that hold them."""
    excerpt: str
    """How the notes begin, plain, at most three sentences."""
    notes: str | None
    """Cleaned HTML; null for others than the owner, unless the show's licence lets anybody."""
    before: EpisodeName | None
    """The show's next older episode."""
    after: EpisodeName | None
