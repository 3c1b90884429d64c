"""The shapes of the API's answers, for the OpenAPI: what ``formats`` writes, said as types.

Nothing is read or checked with these at run time; tests hold answers and shapes together.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]
Id = Annotated[int, Field(ge=1)]
Milliseconds = Annotated[int, Field(ge=0)]
GradeName = Literal["subject", "discussed", "mentioned", "ad"]
Next = Annotated[
    str | None,
    Field(description="The `cursor` of the next page; null on the last.", examples=["1k4"]),
]
Generation = Annotated[int, Field(ge=0, description="The state of the index that all is of.")]
AsOf = Annotated[date, Field(description="UTC day whose end is “now” in every figure.")]


class Shape(BaseModel):
    """An object whose keys are always there; more may be added in later versions."""

    model_config = ConfigDict(use_attribute_docstrings=True)


# ---------------------------------------------------------------- errors


class Problem(Shape):
    """What is wrong, with which thing, and how to mend it."""

    code: str = Field(examples=["invalid-input"])
    """Stable: for programs."""
    message: str = Field(examples=["This is no day."])
    """For people."""
    subject: str | None = Field(examples=["2026-13"])
    """What it is about, as far as it was said."""
    remedy: str = Field(examples=["Write 2026-03-10, 2026-03 or 2026 (year-month-day)."])


class ErrorAnswer(Shape):
    """Every answer that isn't the one that was asked for."""

    error: Problem


# ---------------------------------------------------------------- parts


class Size(Shape):
    """Of the library, under the filters asked for."""

    podcasts: Count
    episodes: Count
    """Stories: a recording that was published several times counts once."""
    with_transcript: Count


class Stats(Shape):
    """Figures; every `episodes` counts stories."""

    podcasts: Count
    episodes: Count
    listed_episodes: Count
    """All episodes of these stories, duplicates included."""
    average_duration_ms: Milliseconds | None
    """Over the stories whose duration is known."""
    with_duration: Count
    with_transcript: Count
    undated: Count
    new_per_month: float = Field(ge=0)
    """Stories of the 12 calendar months up to `as_of`, divided by 12."""
    first_at: datetime | None
    latest_at: datetime | None


class PopularityPoint(Shape):
    """One period of how often it comes up."""

    period: str = Field(pattern="^[0-9]{4}(-Q[1-4]|-[0-9]{2})?$", examples=["2026", "2026-Q1"])
    episodes: Count
    podcasts: Count
    published: Count
    """All stories of the library in that period, under the same filters."""
    shows: Count
    """The podcasts of `published`."""
    share: float = Field(ge=0, le=1)
    """`episodes` divided by `published`."""
    partial: bool
    """The period isn't over at `as_of`."""


class LanguageEpisodes(Shape):
    """Stories in a language."""

    language: str = Field(examples=["en"])
    """BCP 47 base tag; `und` where it isn't known."""
    episodes: Count


class LanguagePodcasts(Shape):
    """Shows that declare a language."""

    language: str = Field(examples=["en"])
    podcasts: Count


class PersonEpisodes(Shape):
    """Somebody who is named as a person of these stories."""

    name: str
    role: str = Field(examples=["host"])
    episodes: Count


class Phrase(Shape):
    """A phrase, and how many stories hold it."""

    phrase: str
    episodes: Count


class Variant(Phrase):
    """Another spelling that the library holds."""

    on: bool
    """Counted now: asked for by `also`."""


class Topic(Shape):
    """A phrase that comes up in several shows."""

    phrase: str
    key: str
    """Of its page: `/topics/{key}`."""
    episodes: Count
    podcasts: Count


class PodcastName(Shape):
    """A show by name."""

    id: Id
    title: str


class EpisodeName(Shape):
    """An episode by name."""

    id: Id
    title: str


class Duplicate(Shape):
    """Another episode of the same recording."""

    id: Id
    podcast_id: Id
    reason: str
    """Why the two are held to be one recording."""
    podcast: str
    """The show's title."""


class Audio(Shape):
    """The media file, at the publisher's address."""

    url: str
    type: str | None = Field(examples=["audio/mpeg"])


class SizedAudio(Audio):
    """The media file, at the publisher's address, with its size."""

    length: Count | None
    """Bytes."""


# ---------------------------------------------------------------- episodes in lists


class Evidence(Shape):
    """A mention in its sentence."""

    field: Literal["title", "notes", "chapters", "keywords", "people", "transcript"]
    quote: str
    """Plain text."""
    start_ms: Milliseconds | None
    """Where it can be heard."""
    speaker: str | None
    approximate: bool
    """`start_ms` is an estimate."""
    highlights: list[tuple[int, int]]
    """Ranges of Unicode characters of `quote`."""
    kind: Literal["own", "boilerplate", "ad", "address"]


class EpisodeRow(Shape):
    """A story in a list; fields are those of its canonical episode, the earliest published."""

    id: Id
    podcast: PodcastName
    title: str
    published_at: datetime | None
    duration_ms: Milliseconds | None
    language: str
    grade: GradeName | None
    """How it is about the topic; null where none was asked for."""
    sense: str | None
    sense_confidence: float | None
    evidence: list[Evidence]
    """The first mentions, in the order of the text."""
    mentions: Count
    """How many mentions there are in all."""
    keywords: list[str]
    enclosure: Audio | None
    duplicates: list[Duplicate]
    link: str | None
    lead: str
    """How the notes begin, plain."""


# ---------------------------------------------------------------- topic and search


class TopicName(Shape):
    """The phrase, and how it was read."""

    phrase: str
    query: str
    sense: str | None
    key: str


class Grades(Shape):
    """Stories of each grade under the other filters."""

    subject: Count
    discussed: Count
    mentioned: Count
    ad: Count
    """Only in ads, repeated notices or addresses: counted nowhere else."""


class Sense(Shape):
    """A meaning of an ambiguous phrase."""

    id: str
    label: str
    episodes: Count
    podcasts: Count
    confidence: float
    keywords: list[str]


class SensesOf(Shape):
    """How many stories the senses cover."""

    covered: Count
    matching: Count


class RankedPodcast(Shape):
    """A show that is about the topic."""

    id: Id
    title: str
    episodes: Count
    of: Count
    """Its stories in the library under the same filters."""
    latest_at: datetime | None
    score: float
    """For ordering only."""
    why: str
    subject: Count
    """Of `episodes`, those that are about the topic."""
    named: Literal["title", "description"] | None
    """Where the show itself has the phrase."""
    ended: bool
    show_latest_at: datetime | None


class RelatedTopic(Shape):
    """A topic that comes up together with this one."""

    phrase: str
    episodes: Count
    """Stories on both."""
    lift: float
    """How many times more often than by chance."""


class Starter(Shape):
    """An episode of this page's topic to start with."""

    kind: Literal["most", "newest", "shortest"]
    id: Id


class TopicAnswer(Shape):
    """The topic page."""

    topic: TopicName
    as_of: AsOf
    generation: Generation
    exact: bool
    library: Size
    stats: Stats
    grades: Grades
    variants: list[Variant]
    popularity: list[PopularityPoint]
    senses: list[Sense]
    senses_of: SensesOf
    podcasts: list[RankedPodcast]
    episodes: list[EpisodeRow]
    related: list[RelatedTopic]
    languages: list[LanguageEpisodes]
    people: list[PersonEpisodes]
    notes: list[str]
    """Sentences that a reader of the figures should know."""
    next: Next
    words: list[Phrase]
    """Each word by itself, where a phrase of several has no match."""
    near: list[Phrase]
    """Phrases like this one, where it has no match."""
    starters: list[Starter]
    """Up to three, on the first page."""


class WhyAnswer(Shape):
    """Why an episode is, or isn't, on a topic's page."""

    phrase: str
    episode: str
    why: str


class SearchAnswer(Shape):
    """Episodes in the order of relevance."""

    query: str
    """How the query was read."""
    as_of: AsOf
    total: Count
    episodes: list[EpisodeRow]
    next: Next


class Suggestion(Shape):
    """A topic or a show that was perhaps meant."""

    kind: Literal["topic", "podcast"]
    phrase: str
    """Of a podcast, its title."""
    episodes: Count
    podcast: Id | None


class SuggestAnswer(Shape):
    """What somebody who typed this far may mean."""

    suggestions: list[Suggestion]
