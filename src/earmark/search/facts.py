"""Everything that is counted over the stories of a query, in as few passes as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import tantivy

from earmark.model import Facts, Period, PeriodFacts
from earmark.search.people import People, people_asked
from earmark.search.queries import Extent, Translator
from earmark.search.schema import PODCAST_BITS, show_column
from earmark.search.tally import (
    FEW,
    Bucket,
    Tally,
    as_arrays,
    by_value,
    spans,
    values_of,
)

Windows = Sequence[tuple[int, int]]
_PODCASTS = (1 << PODCAST_BITS) - 1


class FactsPass:
    """Counts one query of the engine's, of at most ``ceiling`` stories."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        translator: Translator,
        query: tantivy.Query,
        *,
        extent: Extent,
        people: People,
        ceiling: int,
        buckets: int,
    ) -> None:
        self._searcher = searcher
        self._query = query
        self._podcasts = extent.highest_podcast + 1
        self._fits = ceiling <= buckets
        self._people = people
        self._buckets = buckets
        self._tally = Tally(searcher, translator, query, buckets)

    def facts(self, by: Period, windows: Windows) -> Facts:
        """The figures."""
        found = self._searcher.aggregate(self._query, self._asked(by, windows))
        ts, duration, members = found["ts"], found["duration"], found["members"]
        podcasts, periods = self._shows(found, by)
        return Facts(
            stories=int(members["count"]),
            members=int(members["sum"]),
            with_duration=int(duration["count"]),
            duration_sum_ms=int(duration["sum"]),
            with_transcript=int(found["transcripts"]["value"]),
            undated=int(members["count"]) - int(ts["count"]),
            first_s=None if ts["min"] is None else int(ts["min"]),
            latest_s=None if ts["max"] is None else int(ts["max"]),
            podcasts=podcasts,
            periods=periods,
            languages=by_value(found["languages"]["buckets"]),
            people=self._people.commonest(found["people"], self._searcher),
            windows=_in_windows(found, windows),
        )

    def _asked(self, by: Period, windows: Windows) -> dict[str, Any]:
        """What one pass can count: the list of shows too, where it surely fits."""
        column = show_column(by)
        asked: dict[str, Any] = {
            "ts": {"stats": {"field": "ts"}},
            "duration": {"stats": {"field": "duration"}},
            "members": {"stats": {"field": "members"}},
            "transcripts": {"sum": {"field": "has_transcript"}},
            "languages": values_of("language", FEW),
            "people": people_asked(),
        }
        if windows:
            ranges = [{"from": low, "to": high} for low, high in windows]
            asked["windows"] = {"range": {"field": "ts", "ranges": ranges}}
        if self._fits:
            asked["shows"] = values_of(column, self._buckets)
        else:
            interval = float(1 << PODCAST_BITS)
            asked["periods"] = {
                "histogram": {"field": column, "interval": interval, "min_doc_count": 1}
            }
        return asked

    def _shows(
        self, found: Mapping[str, Any], by: Period
    ) -> tuple[dict[int, int], dict[int, PeriodFacts]]:
        """Podcast -> stories, and the periods."""
        if self._fits:
            return _of_few(found["shows"]["buckets"])
        counted = by_value(found["periods"]["buckets"])
        periods = {int(key) >> PODCAST_BITS: stories for key, stories in counted.items()}
        podcasts = by_value(self._tally.whole("podcast", self._podcasts))
        ranges = spans(periods, self._podcasts, self._buckets, PODCAST_BITS)
        repeated = [
            bucket
            for low, high in ranges
            for bucket in self._tally.between(show_column(by), low, high, least=2)
        ]
        return podcasts, _of_many(periods, repeated)


def _of_few(shows: Sequence[Bucket]) -> tuple[dict[int, int], dict[int, PeriodFacts]]:
    """From all values ``period << 32 | podcast``; podcasts and periods are small numbers."""
    keys, stories = as_arrays(shows)
    of_podcast = np.bincount(keys & _PODCASTS, stories).astype(np.int64)
    present = np.flatnonzero(of_podcast)
    podcasts = dict(zip(present.tolist(), of_podcast[present].tolist(), strict=True))
    period = keys >> PODCAST_BITS
    of_period, shows_of = np.bincount(period, stories), np.bincount(period)
    return podcasts, _dated(
        (int(each), int(of_period[each]), int(shows_of[each])) for each in np.flatnonzero(shows_of)
    )


def _of_many(stories: Mapping[int, int], repeated: Sequence[Bucket]) -> dict[int, PeriodFacts]:
    """From the stories of each period and the shows that have more than one there: every other
    story is its show's only one, so that a third of the shows need no bucket of their own."""
    keys, many = as_arrays(repeated)
    periods = keys >> PODCAST_BITS
    size = max(stories, default=0) + 1
    shows_of, repeats = np.bincount(periods, minlength=size), np.bincount(periods, many, size)
    return _dated(
        (period, all_, int(shows_of[period]) + all_ - int(repeats[period]))
        for period, all_ in stories.items()
    )


def _dated(periods: Iterable[tuple[int, int, int]]) -> dict[int, PeriodFacts]:
    """(period, stories, shows) as facts; period 0 are the undated."""
    return {period: PeriodFacts(stories, shows) for period, stories, shows in periods if period}


def _in_windows(found: Mapping[str, Any], windows: Windows) -> tuple[int, ...]:
    """The engine fills the gaps between ranges with ranges of its own: found by their bounds."""
    if not windows:
        return ()
    buckets = found["windows"]["buckets"]
    counted = {(each.get("from"), each.get("to")): each["doc_count"] for each in buckets}
    return tuple(int(counted.get((low, high), 0)) for low, high in windows)
