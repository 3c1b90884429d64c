"""The figures of a topic page by direct calls of tantivy-py, as a peer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from bench.topic_answers import (
    AS_OF,
    SHOWN,
    Answer,
    Phrase,
    candidates_of,
    graded_list,
    grades_of,
)
from earmark.model import Facts, Grade, PeriodFacts, PopularityPoint, TopicStats
from earmark.topics.figures import popularity
from earmark.topics.periods import MONTHS_OF_NEW, at, last_months
from earmark.topics.ranking import Candidate, shortlist
from earmark.topics.scope import LibraryFacts

_SHIFT = 32
_BUCKETS = 60_000


class Bare:
    """Direct calls of tantivy-py over the same index, written straight down for this page: one
    aggregation, one more for each year's shows, counts, and searches ordered by a column."""

    def __init__(self, folder: Path) -> None:
        live = folder / (folder / "CURRENT").read_text().strip()
        index = tantivy.Index.open(str(live))
        self._schema, self._searcher = index.schema, index.searcher()
        self._names: dict[int, list[str]] = {}

    def _phrase(self, phrase: Phrase, field: str) -> tantivy.Query:
        if len(phrase) == 1:
            return tantivy.Query.term_query(self._schema, field, phrase[0])
        return tantivy.Query.phrase_query(self._schema, field, list(phrase))

    def _within(self, column: str, low: int, high: int) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema, column, FieldType.Integer, low, high, include_upper=False
        )

    def _count(self, query: tantivy.Query) -> int:
        found = self._searcher.aggregate(query, {"n": {"value_count": {"field": "id"}}})
        return int(found["n"]["value"])

    def _terms(self, query: tantivy.Query, column: str) -> dict[int, int]:
        asked = {"v": {"terms": {"field": column, "size": _BUCKETS}}}
        found = self._searcher.aggregate(query, asked)["v"]
        return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}

    def answer(self, phrase: Phrase, base: LibraryFacts) -> Answer:
        """The same figures."""
        text, subject, discussed, aside = (
            self._phrase(phrase, field) for field in ("text", "subject", "discussed", "aside")
        )
        found = self._searcher.aggregate(text, _asked())
        stories = int(found["members"]["count"])
        upper = tantivy.Query.boolean_query([(Occur.Should, subject), (Occur.Should, discussed)])
        ad = tantivy.Query.boolean_query([(Occur.Must, aside), (Occur.MustNot, text)])
        matching = {each["key"]: each["doc_count"] for each in found["podcasts"]["buckets"]}
        return Answer(
            stats=_bare_stats(found, len(matching)),
            grades=grades_of(stories, self._count(subject), self._count(upper), self._count(ad)),
            popularity=self._popularity(text, found, base),
            languages=_ordered(found["languages"]),
            people=self._people(found["people"]),
            candidates=self._candidates(text, subject, matching, base),
            newest=self._newest(text, subject, discussed),
        )

    def _people(self, found: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
        counted = []
        for bucket in found["buckets"]:
            key = bucket["key"]
            if key not in self._names:
                term = self._searcher.terms_with_prefix("person", f"{key:016x}\t")[0][0]
                self._names[key] = term.split("\t")[1:]
            role, name = self._names[key]
            counted.append((-bucket["doc_count"], role, name))
        return tuple((name, role, -many) for many, role, name in sorted(counted)[:SHOWN])

    def _popularity(
        self, text: tantivy.Query, found: Mapping[str, Any], base: LibraryFacts
    ) -> tuple[PopularityPoint, ...]:
        periods = {}
        for bucket in found["years"]["buckets"]:
            year = int(bucket["key"]) >> _SHIFT
            if year:
                within = self._within("show_year", year << _SHIFT, (year + 1) << _SHIFT)
                shows = self._terms(_both(text, within), "podcast")
                periods[year] = PeriodFacts(bucket["doc_count"], len(shows))
        return popularity(Facts(periods=periods), base.facts, "year", AS_OF)

    def _candidates(
        self,
        text: tantivy.Query,
        subject: tantivy.Query,
        matching: Mapping[int, int],
        base: LibraryFacts,
    ) -> tuple[Candidate, ...]:
        chosen = shortlist(matching, base.facts.podcasts)
        theirs = tantivy.Query.term_set_query(self._schema, "podcast", chosen)
        about = self._terms(_both(subject, theirs), "podcast")
        lately = self._within("ts", *last_months(AS_OF))
        recent = self._terms(_both(_both(text, lately), theirs), "podcast")
        return candidates_of(chosen, matching, about, recent, base)

    def _newest(
        self, text: tantivy.Query, subject: tantivy.Query, discussed: tantivy.Query
    ) -> tuple[tuple[int, Grade], ...]:
        newest = self._listed(text)
        these = tantivy.Query.term_set_query(self._schema, "id", newest)
        held = [set(self._listed(_both(field, these))) for field in (subject, discussed)]
        return graded_list(newest, *held)

    def _listed(self, query: tantivy.Query) -> list[int]:
        hits = self._searcher.search(query, SHOWN, count=False, order_by_field="seq").hits
        found = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [int(story or 0) for story in found]


def _both(one: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _asked() -> dict[str, Any]:
    low, high = last_months(AS_OF)
    return {
        "ts": {"stats": {"field": "ts"}},
        "duration": {"stats": {"field": "duration"}},
        "members": {"stats": {"field": "members"}},
        "transcripts": {"sum": {"field": "has_transcript"}},
        "lately": {"range": {"field": "ts", "ranges": [{"from": low, "to": high}]}},
        "languages": {"terms": {"field": "language", "size": 1_000}},
        "people": {"terms": {"field": "person_key", "size": 2_000}},
        "podcasts": {"terms": {"field": "podcast", "size": _BUCKETS}},
        "years": {"histogram": {"field": "show_year", "interval": 2.0**_SHIFT, "min_doc_count": 1}},
    }


def _bare_stats(found: Mapping[str, Any], shows: int) -> TopicStats:
    ts, duration, members = found["ts"], found["duration"], found["members"]
    stories, known = int(members["count"]), int(duration["count"])
    window = last_months(AS_OF)
    buckets = found["lately"]["buckets"]
    lately = [b["doc_count"] for b in buckets if (b.get("from"), b.get("to")) == window]
    return TopicStats(
        podcasts=shows,
        episodes=stories,
        listed_episodes=int(members["sum"]),
        average_duration_ms=round(int(duration["sum"]) / known) if known else None,
        with_duration=known,
        with_transcript=int(found["transcripts"]["value"]),
        undated=stories - int(ts["count"]),
        new_per_month=lately[0] / MONTHS_OF_NEW,
        first_at=at(int(ts["min"])),
        latest_at=at(int(ts["max"])),
    )


def _ordered(found: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    counted = [(bucket["key"], bucket["doc_count"]) for bucket in found["buckets"]]
    return tuple(sorted(counted, key=lambda item: (-item[1], item[0])))
