"""The complete list of figures of a topic page, with grades, as our own code computes it.

The peers (``topic_fts5``, ``topic_bare``) give the same ``Answer``. What is the same for every
topic (the library's own figures) is counted once and given to each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from earmark.model import (
    AllOf,
    Among,
    Grade,
    PopularityPoint,
    TopicRequest,
    TopicStats,
)
from earmark.ports import SearchReader
from earmark.topics.figures import figures
from earmark.topics.ranking import Candidate
from earmark.topics.scope import LibraryFacts, holds

AS_OF = date(2026, 6, 1)
SHOWN = 30
"""People and newest stories on the page."""

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Every figure of the page."""

    stats: TopicStats
    grades: Mapping[Grade, int]
    popularity: tuple[PopularityPoint, ...]
    languages: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, str, int], ...]
    candidates: tuple[Candidate, ...]
    newest: tuple[tuple[int, Grade], ...]


def graded_list(
    newest: list[int], subject: set[int], discussed: set[int]
) -> tuple[tuple[int, Grade], ...]:
    """The newest stories with their grades, from those that hold the phrase in either field."""
    rest: dict[int, Grade] = dict.fromkeys(discussed, "discussed")
    rest |= dict.fromkeys(subject, "subject")
    return tuple((story, rest.get(story, "mentioned")) for story in newest)


def grades_of(stories: int, subject: int, upper: int, ad: int) -> dict[Grade, int]:
    """Stories of each grade; ``upper`` are those of subject or discussed."""
    return {
        "subject": subject,
        "discussed": upper - subject,
        "mentioned": stories - upper,
        "ad": ad,
    }


def candidates_of(
    chosen: tuple[int, ...],
    matching: Mapping[int, int],
    about: Mapping[int, int],
    recent: Mapping[int, int],
    base: LibraryFacts,
) -> tuple[Candidate, ...]:
    """The podcasts worth ranking, with their counts."""
    return tuple(
        Candidate(
            podcast=podcast,
            episodes=matching[podcast],
            of=base.facts.podcasts[podcast],
            subject=about.get(podcast, 0),
            recent=recent.get(podcast, 0),
        )
        for podcast in chosen
    )


def ours(reader: SearchReader, phrase: Phrase, base: LibraryFacts) -> Answer:
    """The page's figures as the product computes them."""
    request = TopicRequest(phrase=" ".join(phrase), as_of=AS_OF)
    found = figures(reader, (phrase,), request, base=base)
    newest = reader.newest(found.query, SHOWN)
    these = Among("id", frozenset(hit.id for hit in newest))
    subject = reader.newest(AllOf((holds((phrase,), "subject"), these)), SHOWN)
    discussed = reader.newest(AllOf((holds((phrase,), "discussed"), these)), SHOWN)
    return Answer(
        stats=found.stats,
        grades=found.grades,
        popularity=found.popularity,
        languages=found.languages,
        people=found.people,
        candidates=found.candidates,
        newest=graded_list(
            [hit.id for hit in newest],
            {hit.id for hit in subject},
            {hit.id for hit in discussed},
        ),
    )
