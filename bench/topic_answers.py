"""The complete list of figures of a topic page, with grades, as our own code computes it and as two
peers do: SQLite FTS5 joined in SQL, and bare calls of tantivy.

All three give the same ``Answer``. What is the same for every topic (the library's own figures) is
counted once and given to each of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from earmark.model import (
    AllOf,
    Among,
    Facts,
    Grade,
    PeriodFacts,
    PopularityPoint,
    TopicRequest,
    TopicStats,
)
from earmark.ports import SearchReader
from earmark.topics.figures import figures, popularity
from earmark.topics.periods import MONTHS_OF_NEW, at, last_months
from earmark.topics.ranking import Candidate, shortlist
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


def _graded(
    newest: list[int], subject: set[int], discussed: set[int]
) -> tuple[tuple[int, Grade], ...]:
    rest: dict[int, Grade] = dict.fromkeys(discussed, "discussed")
    rest |= dict.fromkeys(subject, "subject")
    return tuple((story, rest.get(story, "mentioned")) for story in newest)


def _grades(stories: int, subject: int, upper: int, ad: int) -> dict[Grade, int]:
    return {
        "subject": subject,
        "discussed": upper - subject,
        "mentioned": stories - upper,
        "ad": ad,
    }


# -- ours --------------------------------------------------------------------------------------


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
        newest=_graded(
            [hit.id for hit in newest],
            {hit.id for hit in subject},
            {hit.id for hit in discussed},
        ),
    )


# -- SQLite FTS5 -------------------------------------------------------------------------------

_STATS = """
SELECT count(*), sum(members), count(duration), sum(duration), sum(has_transcript),
       count(*) - count(ts), min(ts), max(ts), sum(ts >= ? AND ts < ?),
       count(DISTINCT podcast) FROM hit
"""
_PEOPLE = f"""
SELECT name, role, count(*) FROM hit JOIN person ON person.story = hit.id
GROUP BY role, name ORDER BY 3 DESC, role, name LIMIT {SHOWN}
"""


class Fts5:
    """SQLite FTS5 joined in SQL. The joined rows of the topic are gathered once, in memory, which
    is faster than joining for each figure; every figure is one statement over them."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(
            "PRAGMA cache_size = -1000000; PRAGMA mmap_size = 8000000000;"
            "PRAGMA temp_store = MEMORY;"
            "CREATE TEMP TABLE chosen (podcast INTEGER PRIMARY KEY);"
        )

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._database.execute(sql, values).fetchall()

    def _count(self, match: str) -> int:
        return int(self._rows("SELECT count(*) FROM words WHERE words MATCH ?", match)[0][0])

    def answer(self, phrase: Phrase, base: LibraryFacts) -> Answer:
        """The same figures."""
        words = '"' + " ".join(phrase) + '"'
        self._gather(f"text : {words}")
        year = last_months(AS_OF)
        stats = self._rows(_STATS, *year)[0]
        subject = self._count(f"subject : {words}")
        upper = self._count(f"{{subject discussed}} : {words}")
        ad = self._count(f"(aside : {words}) NOT (text : {words})")
        return Answer(
            stats=_sql_stats(stats),
            grades=_grades(stats[0], subject, upper, ad),
            popularity=self._popularity(base),
            languages=tuple(
                self._rows("SELECT language, count(*) FROM hit GROUP BY 1 ORDER BY 2 DESC, 1")
            ),
            people=tuple(self._rows(_PEOPLE)),
            candidates=self._candidates(words, base),
            newest=self._newest(words),
        )

    def _gather(self, match: str) -> None:
        self._database.execute("DROP TABLE IF EXISTS temp.hit")
        self._database.execute(
            "CREATE TEMP TABLE hit AS SELECT story.* FROM words JOIN story"
            " ON story.id = words.rowid WHERE words MATCH ?",
            (match,),
        )

    def _popularity(self, base: LibraryFacts) -> tuple[PopularityPoint, ...]:
        rows = self._rows(
            "SELECT year, count(*), count(DISTINCT podcast) FROM hit"
            " WHERE year IS NOT NULL GROUP BY year"
        )
        facts = Facts(periods={year: PeriodFacts(many, shows) for year, many, shows in rows})
        return popularity(facts, base.facts, "year", AS_OF)

    def _candidates(self, words: str, base: LibraryFacts) -> tuple[Candidate, ...]:
        matching = dict(self._rows("SELECT podcast, count(*) FROM hit GROUP BY podcast"))
        chosen = shortlist(matching, base.facts.podcasts)
        self._database.execute("DELETE FROM chosen")
        self._database.executemany("INSERT INTO chosen VALUES (?)", [(each,) for each in chosen])
        about = dict(
            self._rows(
                "SELECT podcast, count(*) FROM words JOIN story ON story.id = words.rowid"
                " WHERE words MATCH ? AND podcast IN chosen GROUP BY podcast",
                f"subject : {words}",
            )
        )
        recent = dict(
            self._rows(
                "SELECT podcast, count(*) FROM hit WHERE ts >= ? AND ts < ?"
                " AND podcast IN chosen GROUP BY podcast",
                *last_months(AS_OF),
            )
        )
        return _candidates(chosen, matching, about, recent, base)

    def _newest(self, words: str) -> tuple[tuple[int, Grade], ...]:
        newest = [
            row[0] for row in self._rows(f"SELECT id FROM hit ORDER BY seq DESC LIMIT {SHOWN}")
        ]
        marks = ",".join("?" * len(newest))
        held = {
            field: {
                row[0]
                for row in self._rows(
                    f"SELECT rowid FROM words WHERE words MATCH ? AND rowid IN ({marks})",
                    f"{field} : {words}",
                    *newest,
                )
            }
            for field in ("subject", "discussed")
        }
        return _graded(newest, held["subject"], held["discussed"])


def _sql_stats(row: tuple[Any, ...]) -> TopicStats:
    stories, members, known, total, transcripts, undated, first, latest, lately, shows = row
    return TopicStats(
        podcasts=shows,
        episodes=stories,
        listed_episodes=members,
        average_duration_ms=round(total / known) if known else None,
        with_duration=known,
        with_transcript=transcripts,
        undated=undated,
        new_per_month=lately / MONTHS_OF_NEW,
        first_at=at(first),
        latest_at=at(latest),
    )


def _candidates(
    chosen: tuple[int, ...],
    matching: Mapping[int, int],
    about: Mapping[int, int],
    recent: Mapping[int, int],
    base: LibraryFacts,
) -> tuple[Candidate, ...]:
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


# -- tantivy, bare -----------------------------------------------------------------------------

_SHIFT = 32
_BUCKETS = 60_000


class Bare:
    """Direct calls of tantivy-py over the same index, written straight down for this page: one
    aggregation, one more for each year's shows, counts, and searches ordered by a column."""

    def __init__(self, folder: Path) -> None:
        live = folder / (folder / "CURRENT").read_text().strip()
        index = tantivy.Index.open(str(live))
        self._schema, self._searcher = index.schema, index.searcher()

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
            grades=_grades(stories, self._count(subject), self._count(upper), self._count(ad)),
            popularity=self._popularity(text, found, base),
            languages=_ordered(found["languages"]),
            people=_bare_people(found["people"]),
            candidates=self._candidates(text, subject, matching, base),
            newest=self._newest(text, subject, discussed),
        )

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
        return _candidates(chosen, matching, about, recent, base)

    def _newest(
        self, text: tantivy.Query, subject: tantivy.Query, discussed: tantivy.Query
    ) -> tuple[tuple[int, Grade], ...]:
        newest = self._listed(text)
        these = tantivy.Query.term_set_query(self._schema, "id", newest)
        held = [set(self._listed(_both(field, these))) for field in (subject, discussed)]
        return _graded(newest, *held)

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
        "people": {"terms": {"field": "person", "size": 2_000}},
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


def _bare_people(found: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    parted = ((key.split("\t"), many) for key, many in _ordered(found)[:SHOWN])
    return tuple((name, role, many) for (role, name), many in parted)
