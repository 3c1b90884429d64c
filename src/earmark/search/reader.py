"""Questions to the tantivy index: counts, figures and lists, as of the last refresh."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import Literal

import tantivy

from earmark.errors import SearchError
from earmark.model import (
    AllOf,
    Among,
    AnyOf,
    Facts,
    Hit,
    IndexInfo,
    Period,
    Phrase,
    PodcastId,
    Query,
    StoryId,
    Without,
)
from earmark.search.columns import story_of
from earmark.search.facts import FactsPass
from earmark.search.faults import engine_faults
from earmark.search.folder import IndexFolder, check_files, deleted_stories
from earmark.search.people import People
from earmark.search.queries import Extent, Translator, both
from earmark.search.schema import ENGINE_VERSION, build_schema, clean
from earmark.search.tally import FEW, Tally, by_value, values_of

MAX_BUCKETS = 60_000
"""The engine gives 65,000 in one answer; the rest is for the small lists beside the big one."""
_PAGE = 50_000
_OPENING_TRIES = 3


def open_engine(folder: Path) -> tantivy.Index:
    """The index in a folder, to be reloaded by hand only. Raises ``IndexDamaged`` and the engine's
    exceptions."""
    check_files(folder)
    index = tantivy.Index.open(str(folder))
    index.config_reader(reload_policy="manual")
    return index


def measure(searcher: tantivy.Searcher) -> Extent:
    """What the whole index holds."""
    found = searcher.aggregate(
        tantivy.Query.all_query(),
        {
            "id": {"stats": {"field": "id"}},
            "ts": {"stats": {"field": "ts"}},
            "podcast": {"max": {"field": "podcast"}},
            "visibility": values_of("visibility", FEW),
            "language": values_of("language", FEW),
        },
    )
    if not found["id"]["count"]:
        return Extent()
    return Extent(
        stories=int(found["id"]["count"]),
        dated=int(found["ts"]["count"]),
        first_s=int(found["ts"]["min"] or 0),
        latest_s=int(found["ts"]["max"] or 0),
        highest_id=int(found["id"]["max"]),
        highest_podcast=int(found["podcast"]["value"]),
        visibilities=by_value(found["visibility"]["buckets"]),
        languages=by_value(found["language"]["buckets"]),
    )


class TantivyReader:
    """``ports.SearchReader`` over the live index of a folder. Keeps one engine index open and
    follows ``CURRENT`` and commits at ``refresh``. For one thread at a time."""

    def __init__(self, folder: IndexFolder, *, max_buckets: int = MAX_BUCKETS) -> None:
        self._folder = folder
        self._max_buckets = max_buckets
        self._schema = build_schema()
        self._people = People()
        self._path: Path | None = None
        self._commit = b""
        self._index: tantivy.Index | None = None
        self.refresh()

    def refresh(self) -> None:
        for _ in range(_OPENING_TRIES):
            try:
                return self._open_or_reload()
            except SearchError as fault:  # or swapped away, or merged, while being opened
                damage = fault
        raise damage

    def _open_or_reload(self) -> None:
        with engine_faults(self._folder.root):
            live = self._folder.checked()
        with engine_faults(live):
            commit = (live / "meta.json").read_bytes()
            if live == self._path and commit == self._commit:
                return
            if self._index is None or live != self._path:
                self._index = open_engine(live)
            else:
                self._index.reload()
            self._searcher = self._index.searcher()
            self._extent = measure(self._searcher)
            self._deleted = deleted_stories(live)
            self._path, self._commit = live, commit

    def _guard(self) -> AbstractContextManager[None]:
        return engine_faults(self._path or self._folder.root)

    def _translator(self, *, scored: bool = False) -> Translator:
        return Translator(self._schema, self._extent, scored=scored)

    # -- counts ------------------------------------------------------------------------------

    def count(self, query: Query) -> int:
        with self._guard():
            if isinstance(query, Phrase) and len(query.tokens) == 1 and not self._deleted:
                return self._ceiling(query)
            asked = {"stories": {"value_count": {"field": "id"}}}
            found = self._searcher.aggregate(self._translator().query(query), asked)
            return int(found["stories"]["value"])

    def podcasts(self, query: Query) -> Mapping[int, int]:
        with self._guard():
            translator = self._translator()
            tally = Tally(self._searcher, translator, translator.query(query), self._max_buckets)
            return by_value(tally.whole("podcast", self._extent.highest_podcast + 1))

    def heard(
        self, query: Query, podcasts: Collection[int], *, member: bool = False
    ) -> Mapping[int, tuple[int, int | None]]:
        if not podcasts:
            return {}
        column: Literal["any_podcast", "podcast"] = "any_podcast" if member else "podcast"
        theirs = AllOf((query, Among(column, frozenset(podcasts))))
        asked = {"shows": values_of(column, MAX_BUCKETS)}
        asked["shows"]["aggs"] = {"latest": {"max": {"field": "ts"}}}
        with self._guard():
            found = self._searcher.aggregate(self._translator().query(theirs), asked)
        wanted = (each for each in found["shows"]["buckets"] if each["key"] in podcasts)
        return {
            each["key"]: (each["doc_count"], None if latest is None else int(latest))
            for each in wanted
            for latest in (each["latest"]["value"],)
        }

    def facts(
        self, query: Query, *, by: Period = "year", windows: Sequence[tuple[int, int]] = ()
    ) -> Facts:
        with self._guard():
            translator = self._translator()
            counting = FactsPass(
                self._searcher,
                translator,
                translator.query(query),
                extent=self._extent,
                people=self._people,
                ceiling=self._ceiling(query),
                buckets=self._max_buckets,
            )
            return counting.facts(by, windows)

    def _ceiling(self, query: Query) -> int:
        """No more stories than these match, known without looking at any."""
        match query:
            case Phrase(tokens, field):
                return min(self._searcher.doc_freq(field, clean(token)) for token in tokens)
            case AllOf(parts) if parts:
                return min(map(self._ceiling, parts))
            case AnyOf(parts):
                return sum(map(self._ceiling, parts))
            case Without(keep, _):
                return self._ceiling(keep)
            case _:
                return self._extent.stories

    # -- lists -------------------------------------------------------------------------------

    def newest(self, query: Query, limit: int, *, before: int | None = None) -> tuple[Hit, ...]:
        if limit < 1:
            return ()
        with self._guard():
            translator = self._translator()
            found = translator.query(query)
            if before is not None:
                found = both(found, translator.between("seq", None, before))
            return self._in_order(found, limit)

    def _in_order(self, query: tantivy.Query, limit: int, offset: int = 0) -> tuple[Hit, ...]:
        result = self._searcher.search(
            query, limit=limit, offset=offset, count=False, order_by_field="seq"
        )
        podcasts = self._values("podcast", [address for _, address in result.hits])
        places = [int(seq) for seq, _ in result.hits]
        return tuple(
            Hit(story_of(seq), PodcastId(podcast), seq)
            for seq, podcast in zip(places, podcasts, strict=True)
        )

    def _values(self, column: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(value or 0) for value in self._searcher.fast_field_values(column, addresses)]

    def best(self, query: Query, limit: int, *, offset: int = 0) -> tuple[Hit, ...]:
        limit = min(limit, self._extent.stories - offset)  # the engine makes room for all asked
        if limit < 1:
            return ()
        with self._guard():
            found = self._translator(scored=True).query(query)
            if not _has_phrase(query):  # nothing tells its stories apart
                return self._in_order(found, limit, offset)
            return self._ranked(found, offset + limit)[offset:]

    def shortest(self, query: Query, limit: int, *, at_least_ms: int) -> tuple[Hit, ...]:
        if limit < 1:
            return ()
        with self._guard():
            translator = self._translator()
            asked = translator.query(query)

            def lasting(low: int, high: int | None) -> tantivy.Query:
                return both(asked, translator.between("duration", low, high))

            longest = self._duration_at(lasting(at_least_ms, None), limit)
            if longest is None:
                return ()
            # many may tie with the last of them, and the engine leaves ties in no order
            tied = self._in_order(lasting(longest, longest + 1), limit)
            shorter = self._by_duration(lasting(at_least_ms, longest), limit)
            return (*shorter, *tied)[:limit]

    def _duration_at(self, query: tantivy.Query, place: int) -> int | None:
        """The duration of the story at this place, or of the last one."""
        hits = self._durations(query, place)
        return int(hits[-1][0]) if hits else None

    def _by_duration(self, query: tantivy.Query, limit: int) -> tuple[Hit, ...]:
        hits = self._durations(query, limit)
        addresses = [address for _, address in hits]
        places, podcasts = self._values("seq", addresses), self._values("podcast", addresses)
        found = sorted(
            (int(duration), -seq, podcast)
            for (duration, _), seq, podcast in zip(hits, places, podcasts, strict=True)
        )
        return tuple(Hit(story_of(-seq), PodcastId(podcast), -seq) for _, seq, podcast in found)

    def _durations(
        self, query: tantivy.Query, limit: int
    ) -> list[tuple[float, tantivy.DocAddress]]:
        result = self._searcher.search(
            query, limit=limit, count=False, order_by_field="duration", order=tantivy.Order.Asc
        )
        return result.hits

    def _ranked(self, query: tantivy.Query, limit: int) -> tuple[Hit, ...]:
        """The best ``limit``, ties by ``seq``: more are fetched until all that tie with the last
        one are there, since the engine leaves ties in the order of its files."""
        fetched = limit + 1
        while True:
            hits = self._searcher.search(query, limit=fetched, count=False).hits
            if len(hits) < fetched or hits[-1][0] < hits[limit - 1][0]:
                break
            fetched *= 4
        chosen = self._chosen(hits, limit)
        podcasts = self._values("podcast", [address for _, _, address in chosen])
        return tuple(
            Hit(story_of(seq), PodcastId(podcast), seq, score)
            for (score, seq, _), podcast in zip(chosen, podcasts, strict=True)
        )

    def _chosen(
        self, hits: list[tuple[float, tantivy.DocAddress]], limit: int
    ) -> list[tuple[float, int, tantivy.DocAddress]]:
        """The best ``limit`` of hits in order of their scores, with their places. Thousands may
        tie with the last one: of those only the newest are put in order."""
        last = hits[min(limit, len(hits)) - 1][0] if hits else 0.0
        better = [hit for hit in hits[:limit] if hit[0] > last]
        tied = [hit for hit in hits[len(better) :] if hit[0] == last]
        newest = nlargest(limit - len(better), self._placed(tied), key=itemgetter(1))
        return sorted(self._placed(better), key=lambda hit: (-hit[0], -hit[1])) + newest

    def _placed(
        self, hits: list[tuple[float, tantivy.DocAddress]]
    ) -> Iterator[tuple[float, int, tantivy.DocAddress]]:
        places = self._values("seq", [address for _, address in hits])
        for (score, address), seq in zip(hits, places, strict=True):
            yield score, seq, address

    # -- the index itself ----------------------------------------------------------------------

    def terms(self, prefix: str, limit: int = 100) -> tuple[tuple[str, int], ...]:
        with self._guard():
            found = self._searcher.terms_with_prefix("text", prefix, tantivy.Query.all_query())
            return tuple(sorted((token, many) for token, many in found if many)[:limit])

    def digests(self) -> Iterator[tuple[StoryId, int]]:
        low, size = 0, _PAGE
        while True:
            with self._guard():
                page = self._digests_from(low, size)
            if len(page) < size:
                yield from page
                return
            last = page[-1][0]
            yield from (each for each in page if each[0] != last)
            # all doubles of the last story are on the next page, if need be a longer one
            low, size = last, size if last > low else size * 2

    def _digests_from(self, low: int, size: int) -> list[tuple[StoryId, int]]:
        result = self._searcher.search(
            self._translator().between("id", low, None),
            limit=size,
            count=False,
            order_by_field="id",
            order=tantivy.Order.Asc,
        )
        digests = self._values("digest", [address for _, address in result.hits])
        stories = [StoryId(int(story)) for story, _ in result.hits]
        return list(zip(stories, digests, strict=True))

    def info(self) -> IndexInfo:
        with self._guard():
            live = self._folder.checked()
            return IndexInfo(
                engine=f"tantivy {ENGINE_VERSION}",
                stories=self._searcher.num_docs,
                deleted=deleted_stories(live),
                segments=self._searcher.num_segments,
                bytes=sum(file.stat().st_size for file in live.iterdir()),
            )


def _has_phrase(query: Query) -> bool:
    match query:
        case Phrase():
            return True
        case AllOf(parts) | AnyOf(parts):
            return any(map(_has_phrase, parts))
        case Without(keep, _):
            return _has_phrase(keep)
        case _:
            return False
