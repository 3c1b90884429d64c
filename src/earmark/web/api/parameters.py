"""What may be asked: the parameters of the API, typed so that its description says them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from earmark.days import first_day, last_day
from earmark.model import Grade, Period, PodcastId, TopicRequest, Visible

MOST_ROWS = 100
MOST_VALUES = 50
"""Of a filter that takes several."""
LARGEST_ID = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly (RFC 8259, 6)."""
LONGEST_TEXT = 2_000

Day = Annotated[
    str,
    Field(
        pattern="^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$",
        description="UTC day, month or year, inclusive.",
        examples=["2026-03-10", "2026-03", "2026"],
    ),
]
Language = Annotated[
    str,
    Field(
        pattern="^[A-Za-z0-9-]{1,35}$",
        description="BCP 47 tag; `und` for what isn't known.",
        examples=["en"],
    ),
]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
IdInPath = Annotated[
    int,
    Path(ge=1, le=LARGEST_ID, description="As `id` in the other answers.", examples=[14]),
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows of a page.")]
Cursor = Annotated[str, Field(pattern="^[0-9a-z]{1,13}$", description="`next` of the page before.")]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
PhraseInPath = Annotated[
    str,
    Path(
        description="Any word or phrase, percent-encoded (`/` too).",
        max_length=LONGEST_TEXT,
        examples=["TRC", "salt and current"],
    ),
]


class Asked(BaseModel):
    """Parameters of a call; what isn't known is passed over."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Paged(Asked):
    """Which page of a list."""

    limit: Limit = 30
    cursor: Cursor | None = None


class TopicFilters(Paged):
    """What narrows or widens a topic."""

    also: list[Text] = Field(default=[], max_length=MOST_VALUES)
    """Other spellings that are counted with it."""
    sense: Annotated[str, Field(max_length=100)] | None = None
    """One meaning of an ambiguous phrase: an `id` of `senses`."""
    language: list[Language] = Field(default=[], max_length=MOST_VALUES)
    """Only episodes in one of these languages."""
    podcast: list[Id] = Field(default=[], max_length=MOST_VALUES)
    """Only episodes of one of these shows."""
    since: Day | None = None
    """Only episodes published on that day or later."""
    until: Day | None = None
    """Only episodes published on that day or earlier."""
    grade: Grade | None = None
    """Only episodes of that grade."""
    by: Period = "year"
    """The periods of `popularity`."""
    as_of: Day | None = None
    """The day whose end is “now”; by default today."""

    def request(self, phrase: str, visible: Visible) -> TopicRequest:
        """Raises ``InvalidInput`` for a day that is none."""
        return TopicRequest(
            phrase=phrase,
            also=tuple(self.also),
            sense=self.sense,
            languages=tuple(self.language),
            podcasts=tuple(map(PodcastId, self.podcast)),
            since=first_day(self.since) if self.since else None,
            until=last_day(self.until) if self.until else None,
            grade=self.grade,
            by=self.by,
            as_of=last_day(self.as_of) if self.as_of else None,
            limit=self.limit,
            cursor=self.cursor,
            visible=visible,
        )


class WhyAsked(Asked):
    """Which episode."""

    episode: str = Field(min_length=1, max_length=LONGEST_TEXT, examples=["14"])
    """Its id, guid, or the address of its page or media file."""


class SearchAsked(Paged):
    """A query."""

    q: Text = Field(examples=['copper "great pan" -iron since:2024'])
    """Words, `"phrases"`, `OR`, `-without`, `podcast:`, `language:`, `since:`, `until:`."""


class SuggestAsked(Asked):
    """What was typed so far."""

    q: Text = Field(examples=["copp"])
    """The last word may be half a word."""
    limit: Annotated[int, Field(ge=1, le=20)] = 8
    """Suggestions at most."""


class PodcastsAsked(Paged):
    """Which shows."""

    language: Language | None = None
    """Only shows that declare it."""
    named: Text | None = None
    """Only shows whose title holds this."""


class EpisodesAsked(Paged):
    """Which episodes."""

    podcast: Id | None = None
    """Only of this show."""
    language: Language | None = None
    """Only in this language."""


TopicQuery = Annotated[TopicFilters, Query()]
WhyQuery = Annotated[WhyAsked, Query()]
SearchQuery = Annotated[SearchAsked, Query()]
SuggestQuery = Annotated[SuggestAsked, Query()]
PageQuery = Annotated[Paged, Query()]
PodcastsQuery = Annotated[PodcastsAsked, Query()]
EpisodesQuery = Annotated[EpisodesAsked, Query()]
