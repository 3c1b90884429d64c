"""The figures of a topic page, each exactly as the glossary defines it, in few engine passes.

One pass over the stories of the topic counts nearly everything; grades and the ranking of
podcasts need four smaller ones. Asks the index only; knows no clock and no catalog.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from earmark.model import (
    AllOf,
    Among,
    Facts,
    Grade,
    LibrarySize,
    Period,
    PeriodFacts,
    PopularityPoint,
    Published,
    Query,
    TopicRequest,
    TopicStats,
)
from earmark.ports import SearchReader
from earmark.topics.periods import (
    MONTHS_OF_NEW,
    at,
    is_partial,
    label,
    last_months,
    period_of,
    period_range,
)
from earmark.topics.ranking import Candidate, shortlist
from earmark.topics.scope import (
    LibraryFacts,
    Phrases,
    at_least_discussed,
    graded,
    holds,
    library_facts,
    within,
)

__all__ = ["Figures", "LibraryFacts", "figures", "library_facts"]

PEOPLE_SHOWN = 30
FEW_PODCASTS = 20_000
"""Up to so many it is quicker to count them all than to pick the candidates out."""
_NOBODY = PeriodFacts(0, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number of a topic page outside senses, variants and related topics."""

    query: Query
    """The stories counted: those of the asked grade under the filters that bite."""
    library: LibrarySize
    stats: TopicStats
    grades: Mapping[Grade, int]
    """Of all four grades under the other filters, whichever is asked for."""
    popularity: tuple[PopularityPoint, ...]
    languages: tuple[tuple[str, int], ...]
    """Commonest first."""
    people: tuple[tuple[str, str, int], ...]
    """(name, role, stories), commonest first, at most ``PEOPLE_SHOWN``."""
    candidates: tuple[Candidate, ...]
    """Podcasts worth ranking."""


def figures(
    reader: SearchReader, phrases: Phrases, request: TopicRequest, *, base: LibraryFacts
) -> Figures:
    """Count a topic. ``base`` is ``library_facts`` of the same request and generation.

    ``phrases`` holds at least one phrase of at least one token.
    """
    query = within(graded(phrases, request.grade), base.filters)
    lately = last_months(base.as_of)
    facts = reader.facts(query, by=request.by, windows=(lately,))
    return Figures(
        query=query,
        library=_library_size(base.facts),
        stats=stats_of(facts),
        grades=_grades(reader, phrases, request.grade, facts, base),
        popularity=popularity(facts, base.facts, request.by, _last_day(request, base.as_of)),
        languages=commonest(facts.languages),
        people=people_of(facts.people),
        candidates=_candidates(reader, phrases, query, facts, base),
    )


def popularity_of(
    reader: SearchReader, phrases: Phrases, request: TopicRequest, *, base: LibraryFacts
) -> tuple[PopularityPoint, ...]:
    """``Figures.popularity`` alone."""
    query = within(graded(phrases, request.grade), base.filters)
    facts = reader.facts(query, by=request.by)
    return popularity(facts, base.facts, request.by, _last_day(request, base.as_of))


def popularity(facts: Facts, library: Facts, by: Period, last: date) -> tuple[PopularityPoint, ...]:
    """One point a period, from the topic's first to the one of ``last``, gaps filled with 0.

    ``share`` is the topic's stories divided by all stories published in the period.
    """
    if not facts.periods:
        return ()
    span = period_range(min(facts.periods), period_of(last, by), by)
    return tuple(_point(period, by, facts, library, last) for period in span)


def _point(period: int, by: Period, facts: Facts, library: Facts, last: date) -> PopularityPoint:
    own = facts.periods.get(period, _NOBODY)
    all_ = library.periods.get(period, _NOBODY)
    return PopularityPoint(
        period=label(period, by),
        episodes=own.stories,
        podcasts=own.podcasts,
        published=all_.stories,
        shows=all_.podcasts,
        share=own.stories / all_.stories if all_.stories else 0.0,
        partial=is_partial(period, by, last),
    )


def _last_day(request: TopicRequest, as_of: date) -> date:
    """``until`` ends the picture early."""
    return min(as_of, request.until) if request.until else as_of


def stats_of(facts: Facts) -> TopicStats:
    """The figures of stories counted with the window of ``last_months``."""
    known = facts.with_duration
    return TopicStats(
        podcasts=len(facts.podcasts),
        episodes=facts.stories,
        listed_episodes=facts.members,
        average_duration_ms=round(facts.duration_sum_ms / known) if known else None,
        with_duration=known,
        with_transcript=facts.with_transcript,
        undated=facts.undated,
        new_per_month=facts.windows[0] / MONTHS_OF_NEW,
        first_at=at(facts.first_s),
        latest_at=at(facts.latest_s),
    )


def _grades(
    reader: SearchReader,
    phrases: Phrases,
    asked: Grade | None,
    facts: Facts,
    base: LibraryFacts,
) -> dict[Grade, int]:
    """A story of grade subject or discussed also mentions the phrase, so three counts settle
    three grades; what is asked for is counted already."""

    def count(query: Query) -> int:
        return reader.count(within(query, base.filters))

    known = facts.stories
    subject = known if asked == "subject" else count(graded(phrases, "subject"))
    upper = subject + known if asked == "discussed" else count(at_least_discussed(phrases))
    if asked == "mentioned":
        all_ = upper + known
    else:
        all_ = known if asked is None else count(holds(phrases))
    ad = known if asked == "ad" else count(graded(phrases, "ad"))
    return {"subject": subject, "discussed": upper - subject, "mentioned": all_ - upper, "ad": ad}


def _library_size(facts: Facts) -> LibrarySize:
    return LibrarySize(
        podcasts=len(facts.podcasts),
        episodes=facts.stories,
        with_transcript=facts.with_transcript,
    )


def commonest(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Names with their counts, commonest first."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def people_of(counts: Mapping[tuple[str, str], int]) -> tuple[tuple[str, str, int], ...]:
    """(name, role, stories), commonest first, at most ``PEOPLE_SHOWN``."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, role, stories) for (role, name), stories in ordered[:PEOPLE_SHOWN])


def _candidates(
    reader: SearchReader, phrases: Phrases, query: Query, facts: Facts, base: LibraryFacts
) -> tuple[Candidate, ...]:
    """The best podcasts by first score, re-counted by subject and by the last 12 months."""
    chosen = shortlist(facts.podcasts, base.facts.podcasts)
    if not chosen:
        return ()
    theirs: tuple[Query, ...] = ()
    if len(facts.podcasts) > FEW_PODCASTS:
        theirs = (Among("podcast", frozenset(chosen)),)
    about = reader.podcasts(AllOf((query, holds(phrases, "subject"), *theirs)))
    recent = reader.podcasts(AllOf((query, Published(*last_months(base.as_of)), *theirs)))
    return tuple(
        Candidate(
            podcast=podcast,
            episodes=facts.podcasts[podcast],
            of=base.facts.podcasts[podcast],
            subject=about.get(podcast, 0),
            recent=recent.get(podcast, 0),
        )
        for podcast in chosen
    )
