"""Exact counts by value, past the 65,000 buckets that the engine gives in one answer.

Where a column has more values among the matches than fit, it is counted range by range. The
engine's own count of distinct values is an estimate and never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from operator import itemgetter
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from earmark.search.queries import Translator, both

Bucket = Mapping[str, Any]
"""A value of a column (``key``) and its stories (``doc_count``)."""
Numbers = NDArray[np.int64]
FEW = 1_000
"""Of columns of few values: visibilities, languages."""
UNCUT = 1 << 31
"""As a segment's own limit: counts are cut after all segments were added up, never before."""


def values_of(column: str, size: int, *, least: int = 1) -> dict[str, Any]:
    """The aggregation that counts stories by value of a column: the ``size`` commonest values, of
    at least ``least`` stories."""
    terms = {"field": column, "size": size, "segment_size": UNCUT, "min_doc_count": least}
    return {"terms": terms}


def is_whole(answer: Mapping[str, Any]) -> bool:
    """Whether the answer to ``values_of`` holds every value."""
    return not answer["sum_other_doc_count"]


def by_value(buckets: Iterable[Bucket]) -> dict[Any, int]:
    """Value -> stories."""
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def as_arrays(buckets: Sequence[Bucket]) -> tuple[Numbers, Numbers]:
    """The values, which are integers, and the stories of each."""
    many = len(buckets)
    values = np.fromiter(map(itemgetter("key"), buckets), np.int64, many)
    return values, np.fromiter(map(itemgetter("doc_count"), buckets), np.int64, many)


class Tally:
    """Counts one engine query by value of a column, at most ``buckets`` values an answer."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        translator: Translator,
        query: tantivy.Query,
        buckets: int,
    ) -> None:
        self._searcher = searcher
        self._translator = translator
        self._query = query
        self._buckets = buckets

    def whole(self, column: str, high: int) -> list[Bucket]:
        """All values of the column, which are in ``[0, high)``."""
        answer = self._answer(self._query, column)
        if is_whole(answer):
            return list(answer["buckets"])
        middle = high // 2
        return self.between(column, 0, middle) + self.between(column, middle, high)

    def between(self, column: str, low: int, high: int, *, least: int = 1) -> list[Bucket]:
        """The values in ``[low, high)`` that at least ``least`` stories have, in as many answers as
        it takes."""
        within = both(self._query, self._translator.between(column, low, high))
        answer = self._answer(within, column, least)
        if is_whole(answer) or high - low <= 1:
            return list(answer["buckets"])
        middle = (low + high) // 2
        below = self.between(column, low, middle, least=least)
        return below + self.between(column, middle, high, least=least)

    def _answer(self, query: tantivy.Query, column: str, least: int = 1) -> dict[str, Any]:
        asked = {"values": values_of(column, self._buckets, least=least)}
        answer: dict[str, Any] = self._searcher.aggregate(query, asked)["values"]
        return answer


def spans(
    stories: Mapping[int, int], podcasts: int, buckets: int, bits: int
) -> Iterator[tuple[int, int]]:
    """Ranges ``[low, high)`` of ``period << bits | podcast`` values, likely to have at most
    ``buckets`` values each that more than one story has, unless a period alone has more.

    ``stories`` are those of each period, and podcasts are numbered below ``podcasts``. Of
    podcasts of one size ``likely`` would have more than one story there (Poisson); a range that has
    more of them all the same is split when counted.
    """
    group: list[int] = []
    room = float(buckets)
    for period in sorted(stories):
        rate = stories[period] / podcasts
        likely = podcasts * (1 - (1 + rate) * exp(-rate))
        if group and likely > room:
            yield group[0] << bits, (group[-1] << bits) + podcasts
            group, room = [], buckets
        group.append(period)
        room -= likely
    if group:
        yield group[0] << bits, (group[-1] << bits) + podcasts
