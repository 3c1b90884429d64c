"""An index in memory that looks at every story for every question.

Slow and obviously correct: it is what the real engine's counts are checked against.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from earmark.errors import Busy, IndexDamaged, SearchError
from earmark.model import (
    AllOf,
    Among,
    AnyOf,
    Every,
    Facts,
    Hit,
    IndexInfo,
    Period,
    PeriodFacts,
    Phrase,
    Published,
    Query,
    StoryDoc,
    StoryId,
    Transcribed,
    Without,
)
from earmark.search.columns import commonest, period_of, seq_of, story_of

Stories = Mapping[StoryId, StoryDoc]


def _padded(text: str) -> str:
    return f" {text} "


def _among(doc: StoryDoc, query: Among) -> bool:
    if query.field == "any_podcast":
        return not query.values.isdisjoint(doc.any_podcast)
    return getattr(doc, query.field) in query.values


def _published(doc: StoryDoc, query: Published) -> bool:
    if doc.published_s is None:
        return query.undated
    after = query.low_s is None or doc.published_s >= query.low_s
    before = query.high_s is None or doc.published_s < query.high_s
    return after and before


def matches(doc: StoryDoc, query: Query) -> bool:
    """Whether the story is one of the query's."""
    match query:
        case Phrase(tokens, field):
            return _padded(" ".join(tokens)) in _padded(getattr(doc.fields, field))
        case AllOf(parts):
            return all(matches(doc, part) for part in parts)
        case AnyOf(parts):
            return any(matches(doc, part) for part in parts)
        case Without(keep, drop):
            return matches(doc, keep) and not matches(doc, drop)
        case Every():
            return True
        case Among():
            return _among(doc, query)
        case Published():
            return _published(doc, query)
        case Transcribed():
            return doc.has_transcript


def relevance(doc: StoryDoc, query: Query) -> float:
    """Occurrences of the query's phrases, each times its boost."""
    match query:
        case Phrase(tokens, field, boost):
            words = getattr(doc.fields, field).split(" ")
            starts = range(len(words) - len(tokens) + 1)
            return boost * sum(tuple(words[at : at + len(tokens)]) == tokens for at in starts)
        case AllOf(parts) | AnyOf(parts):
            return sum(relevance(doc, part) for part in parts)
        case Without(keep, _):
            return relevance(doc, keep)
        case _:
            return 0.0


def _periods(dated: Iterable[StoryDoc], by: Period) -> dict[int, PeriodFacts]:
    shows: defaultdict[int, list[int]] = defaultdict(list)
    for doc in dated:
        if doc.published_s is not None:
            shows[period_of(doc.published_s, by)].append(doc.podcast)
    return {period: PeriodFacts(len(all_), len(set(all_))) for period, all_ in shows.items()}


def _facts(docs: Sequence[StoryDoc], by: Period, windows: Sequence[tuple[int, int]]) -> Facts:
    times = [doc.published_s for doc in docs if doc.published_s is not None]
    durations = [doc.duration_ms for doc in docs if doc.duration_ms is not None]
    return Facts(
        stories=len(docs),
        members=sum(doc.members for doc in docs),
        with_duration=len(durations),
        duration_sum_ms=sum(durations),
        with_transcript=sum(doc.has_transcript for doc in docs),
        undated=len(docs) - len(times),
        first_s=min(times, default=None),
        latest_s=max(times, default=None),
        podcasts=Counter(doc.podcast for doc in docs),
        periods=_periods(docs, by),
        languages=Counter(doc.language for doc in docs),
        people=commonest(Counter(person for doc in docs for person in set(doc.people))),
        windows=tuple(sum(low <= time < high for time in times) for low, high in windows),
    )


class MemoryReader:
    """``ports.SearchReader`` over the stories that were committed at the last ``refresh``."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index
        self.refresh()

    def refresh(self) -> None:
        self._stories = self._index.live()

    def _matching(self, query: Query) -> list[StoryDoc]:
        return [doc for doc in self._stories.values() if matches(doc, query)]

    def count(self, query: Query) -> int:
        return len(self._matching(query))

    def facts(
        self, query: Query, *, by: Period = "year", windows: Sequence[tuple[int, int]] = ()
    ) -> Facts:
        return _facts(self._matching(query), by, windows)

    def podcasts(self, query: Query) -> Mapping[int, int]:
        return Counter(doc.podcast for doc in self._matching(query))

    def heard(
        self, query: Query, podcasts: Collection[int], *, member: bool = False
    ) -> Mapping[int, tuple[int, int | None]]:
        found: defaultdict[int, list[int | None]] = defaultdict(list)
        for doc in self._matching(query):
            theirs = doc.any_podcast if member else (doc.podcast,)
            for podcast in set(theirs).intersection(podcasts):
                found[podcast].append(doc.published_s)
        return {
            podcast: (len(times), max((s for s in times if s is not None), default=None))
            for podcast, times in found.items()
        }

    def newest(self, query: Query, limit: int, *, before: int | None = None) -> tuple[Hit, ...]:
        hits = [Hit(doc.id, doc.podcast, seq_of(doc)) for doc in self._matching(query)]
        older = [hit for hit in hits if before is None or hit.seq < before]
        return tuple(sorted(older, key=lambda hit: -hit.seq)[:limit])

    def best(self, query: Query, limit: int, *, offset: int = 0) -> tuple[Hit, ...]:
        hits = [
            Hit(doc.id, doc.podcast, seq_of(doc), relevance(doc, query))
            for doc in self._matching(query)
        ]
        ranked = sorted(hits, key=lambda hit: (-hit.score, -hit.seq))
        return tuple(ranked[offset : offset + limit])

    def shortest(self, query: Query, limit: int, *, at_least_ms: int) -> tuple[Hit, ...]:
        found = sorted(
            (doc.duration_ms, -seq_of(doc), doc.podcast)
            for doc in self._matching(query)
            if doc.duration_ms is not None and doc.duration_ms >= at_least_ms
        )
        return tuple(Hit(story_of(-place), show, -place) for _, place, show in found[:limit])

    def terms(self, prefix: str, limit: int = 100) -> tuple[tuple[str, int], ...]:
        stories = Counter(
            token for doc in self._stories.values() for token in set(doc.fields.text.split())
        )
        tokens = sorted(stories)
        found = takewhile(lambda t: t.startswith(prefix), tokens[bisect_left(tokens, prefix) :])
        return tuple((token, stories[token]) for token in found)[:limit]

    def digests(self) -> Iterator[tuple[StoryId, int]]:
        return iter([(doc.id, doc.digest) for doc in self._stories.values()])

    def info(self) -> IndexInfo:
        return IndexInfo("memory", len(self._stories), 0, 1, 0)


class MemoryWriter:
    """``ports.SearchWriter``: changes stay its own until ``commit``."""

    def __init__(self, index: MemoryIndex, *, fresh: bool) -> None:
        self._index = index
        self._fresh = fresh
        self._stories = {} if fresh else dict(index.live())

    def upsert(self, docs: Iterable[StoryDoc]) -> int:
        many = 0
        for doc in docs:
            seq_of(doc)
            self._stories[doc.id] = doc
            many += 1
        return many

    def delete(self, stories: Iterable[StoryId]) -> None:
        for story in stories:
            self._stories.pop(story, None)

    def commit(self) -> None:
        self._index.keep(dict(self._stories), fresh=self._fresh)

    def close(self) -> None:
        self._index.release(self, fresh=self._fresh)


class MemoryIndex:
    """``ports.SearchIndex`` in memory; one for each library, lost with its process."""

    def __init__(self) -> None:
        self._live: Stories | None = None
        self._built: Stories | None = None
        self._writers: dict[bool, MemoryWriter] = {}

    def live(self) -> Stories:
        """The committed stories. Raises ``IndexDamaged`` where there are none yet."""
        if self._live is None:
            raise IndexDamaged("there is no index yet")
        return self._live

    def keep(self, stories: Stories, *, fresh: bool) -> None:
        """What a writer committed: of the rebuilt index if ``fresh``, else of the live one."""
        if fresh:
            self._built = stories
        else:
            self._live = stories

    def release(self, writer: MemoryWriter, *, fresh: bool) -> None:
        """A writer is done."""
        if self._writers.get(fresh) is writer:
            del self._writers[fresh]

    def reader(self) -> MemoryReader:
        return MemoryReader(self)

    def writer(self) -> MemoryWriter:
        if False in self._writers:
            raise Busy("another writer has the index")
        if self._live is None:
            self._live = {}
        return self._open(fresh=False)

    def rebuild(self) -> MemoryWriter:
        if True in self._writers:
            raise Busy("another writer is rebuilding the index")
        self._built = {}
        return self._open(fresh=True)

    def _open(self, *, fresh: bool) -> MemoryWriter:
        self._writers[fresh] = MemoryWriter(self, fresh=fresh)
        return self._writers[fresh]

    def swap(self) -> None:
        if self._built is None or True in self._writers:
            raise SearchError("there is no rebuilt and closed index to swap in")
        self._live, self._built = self._built, None

    def discard(self) -> None:
        self._live = None

    def exists(self) -> bool:
        return self._live is not None

    def usable(self) -> bool:
        return self._live is not None
