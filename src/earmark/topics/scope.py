"""From a request to queries: which stories are asked about, and what they are measured against.

A filter that cannot bite is left out, so that a plain topic stays a plain query of one term:
most requests are for all languages as of today, and testing a date on every match would cost
more than the match.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from earmark.errors import InvalidInput
from earmark.model import (
    AllOf,
    Among,
    AnyOf,
    Every,
    Facts,
    Grade,
    IndexField,
    Phrase,
    Podcast,
    Published,
    Query,
    TopicRequest,
    Transcribed,
    Visible,
)
from earmark.ports import SearchReader
from earmark.text.language import base_tag
from earmark.topics.grade import grade_queries
from earmark.topics.periods import day_end_s, day_start_s

Phrases = Sequence[tuple[str, ...]]
"""The readings of a topic: its own tokens first, then those of each variant that is on."""


FREQUENCIES_KEPT = 16_384
"""Topics over the same stories show the same keywords."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What an asker may see of the library, whatever is asked."""

    visible: Visible
    filters: tuple[Query, ...]
    """That of visibility, where it leaves anything out."""
    stories: int
    frequency: Callable[[tuple[str, ...]], int] = field(compare=False, repr=False)
    """Stories that hold a phrase of tokens; each phrase is counted once."""

    def shows(self, podcast: Podcast) -> bool:
        """As the catalog has it now, which the index learns of later."""
        return self.visible is None or podcast.visibility in self.visible


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What a topic is measured against: the library under the filters of a request. The same
    for every phrase, so worth keeping per (generation, filters, ``by``, ``as_of``)."""

    as_of: date
    filters: tuple[Query, ...]
    """Those that bite."""
    facts: Facts
    sight: Sight
    transcripts_from_s: int | None
    """When the first story with a transcript was published; None where none has one."""


def complete(request: TopicRequest, today: date) -> TopicRequest:
    """The request with its day filled in.

    Raises ``InvalidInput`` for a sense, since no topic has any yet, and for a day to come.
    """
    if request.sense is not None:
        raise InvalidInput(
            "This topic has no senses.", request.sense, remedy="Ask for the whole topic."
        )
    if request.as_of is not None and request.as_of > today:
        raise InvalidInput(
            "This day is still to come.", str(request.as_of), remedy=f"Use {today} or earlier."
        )
    return replace(request, as_of=request.as_of or today)


def library_facts(reader: SearchReader, request: TopicRequest) -> LibraryFacts:
    """Count the library under the filters of a request; ``request.as_of`` must be filled in.

    Raises ``InvalidInput`` where ``since`` is after ``until``.
    """
    if request.as_of is None:
        raise ValueError("as_of must be filled in")
    if request.since and request.until and request.since > request.until:
        raise InvalidInput(
            f"The first day ({request.since}) is after the last ({request.until}).",
            remedy="Swap since and until.",
        )
    whole = reader.facts(Every(), by=request.by)
    sight = sight_of(request.visible, reader)
    filters = (
        *_date_filter(request, request.as_of, whole.latest_s),
        *_language_filter(request, whole),
        *_podcast_filter(request),
        *sight.filters,
    )
    facts = reader.facts(AllOf(filters), by=request.by) if filters else whole
    transcribed: int | None = None
    if facts.with_transcript:
        transcribed = reader.facts(AllOf((Transcribed(), *filters)), by=request.by).first_s
    return LibraryFacts(
        as_of=request.as_of,
        filters=filters,
        facts=facts,
        sight=sight,
        transcripts_from_s=transcribed,
    )


def within(query: Query, filters: Sequence[Query]) -> Query:
    """The stories of a query under filters."""
    return AllOf((query, *filters)) if filters else query


def sight_of(visible: Visible, reader: SearchReader) -> Sight:
    """What an asker may see, counted."""
    stories = all_ = reader.count(Every())
    filters: tuple[Query, ...] = ()
    if visible is not None:
        seen = Among("visibility", visible)
        stories = reader.count(seen)
        filters = (seen,) if stories < all_ else ()

    @lru_cache(FREQUENCIES_KEPT)
    def frequency(phrase: tuple[str, ...]) -> int:
        return reader.count(within(Phrase(phrase), filters))

    return Sight(visible, filters, stories, frequency)


def holds(phrases: Phrases, field: IndexField = "text") -> Query:
    """Stories whose field holds one of the phrases."""
    return any_of(tuple(Phrase(tokens, field) for tokens in phrases))


def any_of(parts: tuple[Query, ...]) -> Query:
    """One of these, without a wrapper around a single one."""
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def graded(phrases: Phrases, grade: Grade | None) -> Query:
    """Stories of a topic: of one grade, or (None) all that really mention it."""
    return holds(phrases) if grade is None else grade_queries(phrases)[grade]


def at_least_discussed(phrases: Phrases) -> Query:
    """Stories whose grade is subject or discussed."""
    return AnyOf((holds(phrases, "subject"), holds(phrases, "discussed")))


def _date_filter(request: TopicRequest, as_of: date, latest_s: int | None) -> tuple[Query, ...]:
    end_s = day_end_s(as_of)
    if request.since or request.until:
        until_s = min(end_s, day_end_s(request.until)) if request.until else end_s
        since_s = day_start_s(request.since) if request.since else None
        return (Published(low_s=since_s, high_s=until_s),)
    if latest_s is None or latest_s < end_s:
        return ()
    return (Published(high_s=end_s, undated=True),)


def _language_filter(request: TopicRequest, whole: Facts) -> tuple[Query, ...]:
    wanted = frozenset(base_tag(language) or language for language in request.languages)
    if not wanted or sum(whole.languages.get(name, 0) for name in wanted) == whole.stories:
        return ()
    return (Among("language", wanted),)


def _podcast_filter(request: TopicRequest) -> tuple[Query, ...]:
    """Any member's podcast: a story heard in two shows is found under either."""
    if not request.podcasts:
        return ()
    return (Among("any_podcast", frozenset(int(podcast) for podcast in request.podcasts)),)
