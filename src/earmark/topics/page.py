"""The topic page: the one place that makes it. Page, JSON, terminal and feeds only render it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from earmark.model import (
    AllOf,
    Among,
    Grade,
    PodcastId,
    Published,
    Query,
    RankedPodcast,
    SensesOf,
    StoryId,
    TopicEpisode,
    TopicPage,
    TopicRequest,
)
from earmark.ports import SearchReader, Store
from earmark.text.stopwords import ALL_STOPWORDS
from earmark.topics.cursors import checked_limit, cut_page, read_cursor
from earmark.topics.episodes import listed_episodes
from earmark.topics.figures import Figures, LibraryFacts, figures, library_facts
from earmark.topics.kept import Kept
from earmark.topics.near import near_phrases, words_alone
from earmark.topics.periods import day_end_s
from earmark.topics.query import phrase_notes, read_topic
from earmark.topics.ranking import Candidate, Latest, leaders, rank_podcasts
from earmark.topics.related import SAMPLE, Excerpt, related
from earmark.topics.results import search_page
from earmark.topics.rows import topic_rows
from earmark.topics.scope import Phrases, complete
from earmark.topics.stories import grades_of, sampled, stored_stories
from earmark.topics.variants import variants

__all__ = ["FactsCache", "search_page", "topic_page", "topic_rows"]

LANGUAGES_OF_VARIANTS = 4
MENTIONING: tuple[Grade, ...] = ("subject", "discussed", "mentioned")
"""Grades of stories that mention the topic in their own words."""


class FactsCache:
    """The last few ``library_facts``: they are the same for every phrase."""

    MOST = 4

    def __init__(self) -> None:
        self._kept: Kept[LibraryFacts] = Kept(self.MOST)

    def get(self, reader: SearchReader, request: TopicRequest, generation: int) -> LibraryFacts:
        """``library_facts`` of the request's filters, counted once a generation."""
        filters = replace(request, phrase="", also=(), grade=None, limit=0, cursor=None)
        return self._kept.get((generation, filters), lambda: library_facts(reader, request))


def topic_page(
    request: TopicRequest,
    *,
    reader: SearchReader,
    store: Store,
    generation: int,
    today: date,
    cache: FactsCache | None = None,
) -> TopicPage:
    """The page of a topic, as of ``request.as_of`` or ``today``.

    Raises ``InvalidQuery`` for a phrase that is none, ``InvalidInput`` for filters that cannot be.
    """
    request = complete(request, today)
    checked_limit(request.limit)
    name, phrases = read_topic(request.phrase, request.also)
    base = (cache or FactsCache()).get(reader, request, generation)
    counted = figures(reader, phrases, request, base=base)
    sample = _sample(reader, store, counted)
    episodes, following = _episodes(reader, store, request, phrases, counted)
    page = TopicPage(
        topic=name,
        as_of=base.as_of,
        generation=generation,
        exact=True,
        library=counted.library,
        stats=counted.stats,
        grades=counted.grades,
        variants=variants(
            request.phrase,
            phrases[0],
            also=request.also,
            languages=[language for language, _ in counted.languages[:LANGUAGES_OF_VARIANTS]],
            texts=[piece.text for pieces, _ in sample for piece in pieces],
            reader=reader,
            filters=base.filters,
        ),
        popularity=counted.popularity,
        senses=(),
        senses_of=SensesOf(covered=0, matching=counted.stats.episodes),
        podcasts=_podcasts(reader, store, phrases, counted, base),
        episodes=episodes,
        related=related(
            sample,
            phrases,
            counted.query,
            reader=reader,
            filters=base.filters,
            matching=counted.stats.episodes,
            total=counted.library.episodes,
        ),
        languages=counted.languages,
        people=counted.people,
        notes=phrase_notes(phrases, ALL_STOPWORDS),
        next=following,
    )
    if counted.stats.episodes or any(counted.grades[grade] for grade in MENTIONING):
        return page
    return replace(
        page,
        words=words_alone(name.phrase, reader=reader, filters=base.filters),
        near=near_phrases(
            phrases[0],
            reader=reader,
            filters=base.filters,
            but=[variant.phrase for variant in page.variants],
        ),
    )


def _sample(reader: SearchReader, store: Store, counted: Figures) -> tuple[Excerpt, ...]:
    hits = sampled(reader, counted.query, SAMPLE)
    stories = stored_stories(store, (hit.id for hit in hits))
    return tuple((story.excerpt(), story.language) for story in stories.values())


def _episodes(
    reader: SearchReader,
    store: Store,
    request: TopicRequest,
    phrases: Phrases,
    counted: Figures,
) -> tuple[tuple[TopicEpisode, ...], str | None]:
    before = read_cursor(request.cursor)
    hits = reader.newest(counted.query, request.limit + 1, before=before)
    shown, following = cut_page(hits, request.limit)
    grades = grades_of(reader, [hit.id for hit in shown], phrases)
    library = counted.library.episodes
    rows = listed_episodes(shown, phrases, grades, reader=reader, store=store, library=library)
    return rows, following


def _podcasts(
    reader: SearchReader, store: Store, phrases: Phrases, counted: Figures, base: LibraryFacts
) -> tuple[RankedPodcast, ...]:
    best = leaders(counted.candidates)
    shows = store.podcasts(PodcastId(candidate.podcast) for candidate in best)
    latest = _latest(reader, store, best, counted, base)
    return rank_podcasts(best, latest=latest, shows=shows, as_of=base.as_of, phrases=phrases)


def _latest(
    reader: SearchReader,
    store: Store,
    best: Sequence[Candidate],
    counted: Figures,
    base: LibraryFacts,
) -> Mapping[int, Latest]:
    """When each podcast last came to the topic, and when it was last heard at all: there only
    the day of the page and what may be seen count, since an end set to the dates (or another
    language) doesn't end a show."""
    anything = AllOf((Published(high_s=day_end_s(base.as_of)), *base.seen))
    places = {}
    for candidate in best:
        one = frozenset({candidate.podcast})
        places[candidate.podcast] = (
            _newest(reader, AllOf((counted.query, Among("podcast", one), Published()))),
            _newest(reader, AllOf((anything, Among("any_podcast", one)))),
        )
    members = store.members({story for pair in places.values() for story in pair if story})
    dates: dict[StoryId | None, datetime | None] = {
        story: found[0].published_at for story, found in members.items()
    }
    return {
        podcast: Latest(topic=dates.get(on_topic), show=dates.get(at_all))
        for podcast, (on_topic, at_all) in places.items()
    }


def _newest(reader: SearchReader, query: Query) -> StoryId | None:
    return next((hit.id for hit in reader.newest(query, 1)), None)
