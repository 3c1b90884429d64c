"""The topic page: the one place that makes it. Page, JSON, terminal and feeds only render it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from earmark.model import (
    Episode,
    Grade,
    Hit,
    RelatedTopic,
    SensesOf,
    Starter,
    StarterKind,
    StoryId,
    TopicEpisode,
    TopicName,
    TopicPage,
    TopicRequest,
    Variant,
)
from earmark.ports import SearchReader, Store
from earmark.text.stopwords import ALL_STOPWORDS
from earmark.topics.best import best_podcasts
from earmark.topics.cursors import checked_limit, cut_page, read_cursor
from earmark.topics.episodes import listed_by_story
from earmark.topics.figures import Figures, LibraryFacts, figures, library_facts
from earmark.topics.kept import Kept
from earmark.topics.near import near_phrases, words_alone
from earmark.topics.periods import at
from earmark.topics.query import phrase_notes, read_topic
from earmark.topics.related import related
from earmark.topics.results import search_page
from earmark.topics.rows import topic_rows
from earmark.topics.sample import Sample, sample_of
from earmark.topics.scope import Phrases, complete
from earmark.topics.starters import MIN_STORIES, StarterPools
from earmark.topics.stories import StoredStory, grades_of, stored_stories
from earmark.topics.variants import variants

__all__ = ["FactsCache", "search_page", "topic_page", "topic_rows"]

LANGUAGES_OF_VARIANTS = 4
Stories = Mapping[StoryId, StoredStory]
MENTIONING: tuple[Grade, ...] = ("subject", "discussed", "mentioned")
"""Grades of stories that mention the topic in their own words."""


class FactsCache:
    """The last few ``library_facts``: they are the same for every phrase."""

    MOST = 8

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
    topic = _Topic(request, name, phrases, base, counted, reader, store)
    shown, following = topic.page_of_hits()
    pools = topic.starter_pools()
    stories = topic.stories((*shown, *(pools.likely() if pools else ())))
    sample = topic.sample(stories)
    chosen = topic.chosen(pools, stories)
    rows = topic.rows((*shown, *chosen.values()), stories)
    spelled = topic.variants(sample)
    return TopicPage(
        topic=name,
        as_of=base.as_of,
        generation=generation,
        exact=True,
        library=counted.library,
        stats=counted.stats,
        grades=counted.grades,
        variants=spelled,
        popularity=counted.popularity,
        senses=(),
        senses_of=SensesOf(covered=0, matching=counted.stats.episodes),
        podcasts=best_podcasts(counted, phrases, base, reader=reader, store=store),
        episodes=tuple(rows[hit.id] for hit in shown if hit.id in rows),
        related=topic.related(sample),
        languages=counted.languages,
        people=counted.people,
        notes=phrase_notes(phrases, ALL_STOPWORDS),
        next=following,
        starters=tuple(
            Starter(kind, rows[hit.id]) for kind, hit in chosen.items() if hit.id in rows
        ),
        transcripts_from=at(base.transcripts_from_s),
        words=topic.words(),
        near=topic.near(spelled),
    )


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic that is counted, and whom to ask for the rest."""

    request: TopicRequest
    name: TopicName
    phrases: Phrases
    base: LibraryFacts
    counted: Figures
    reader: SearchReader
    store: Store

    @property
    def is_unmentioned(self) -> bool:
        grades = self.counted.grades
        return not (self.counted.stats.episodes or any(grades[grade] for grade in MENTIONING))

    def page_of_hits(self) -> tuple[Sequence[Hit], str | None]:
        before = read_cursor(self.request.cursor)
        hits = self.reader.newest(self.counted.query, self.request.limit + 1, before=before)
        return cut_page(hits, self.request.limit)

    def stories(self, hits: Sequence[Hit]) -> Stories:
        ids = (hit.id for hit in hits)
        return stored_stories(self.store, ids, visible=self.request.visible)

    def sample(self, known: Stories) -> Sample:
        """The newest and the best; a first page's rows, ``known``, are among them."""
        return sample_of(
            self.counted.query,
            known,
            reader=self.reader,
            store=self.store,
            visible=self.request.visible,
        )

    def variants(self, sample: Sample) -> tuple[Variant, ...]:
        return variants(
            self.request.phrase,
            self.phrases[0],
            also=self.request.also,
            languages=[code for code, _ in self.counted.languages[:LANGUAGES_OF_VARIANTS]],
            texts=sample.texts(),
            reader=self.reader,
            filters=self.base.filters,
        )

    def related(self, sample: Sample) -> tuple[RelatedTopic, ...]:
        return related(
            sample.phrases.values(),
            self.phrases,
            self.counted.query,
            reader=self.reader,
            filters=self.base.filters,
            matching=self.counted.stats.episodes,
            total=self.counted.library.episodes,
        )

    def rows(self, hits: Iterable[Hit], known: Stories) -> dict[StoryId, TopicEpisode]:
        """A row for each of these stories that may still be seen."""
        distinct = tuple({hit.id: hit for hit in hits}.values())
        return listed_by_story(
            distinct,
            self.phrases,
            self.grades([hit.id for hit in distinct]),
            store=self.store,
            sight=self.base.sight,
            known=known,
        )

    def grades(self, counted: Sequence[StoryId]) -> Mapping[StoryId, Grade]:
        """Of stories that are counted."""
        if self.request.grade is not None:
            return dict.fromkeys(counted, self.request.grade)
        return grades_of(self.reader, counted, self.phrases, mentioning=True)

    def starter_pools(self) -> StarterPools | None:
        """On the first page of a topic with stories enough."""
        if self.request.cursor is not None or self.counted.stats.episodes < MIN_STORIES:
            return None
        return StarterPools(self.counted.query, self.phrases, self.reader)

    def chosen(self, pools: StarterPools | None, known: Stories) -> Mapping[StarterKind, Hit]:
        def canonical(story: StoryId) -> Episode | None:
            if story in known:
                return known[story].canonical
            return next(iter(self.store.members([story]).get(story, ())), None)

        return pools.chosen(canonical) if pools else {}

    def words(self) -> tuple[Variant, ...]:
        if not self.is_unmentioned:
            return ()
        return words_alone(self.name.phrase, reader=self.reader, filters=self.base.filters)

    def near(self, offered: Sequence[Variant]) -> tuple[Variant, ...]:
        if not self.is_unmentioned:
            return ()
        return near_phrases(
            self.phrases[0],
            reader=self.reader,
            filters=self.base.filters,
            but=[variant.phrase for variant in offered],
        )
