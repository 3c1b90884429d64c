"""The figures of a topic page by SQLite FTS5, joined in SQL, as a peer."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

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

_JOINED = """
(SELECT story.* FROM words JOIN story ON story.id = words.rowid WHERE words MATCH :text)
"""
_STATS = """
SELECT count(*), sum(members), count(duration), sum(duration), sum(has_transcript),
       count(*) - count(ts), min(ts), max(ts), sum(ts >= :low AND ts < :high),
       count(DISTINCT podcast) FROM {hit} AS hit
"""
_PERIODS = """
SELECT year, count(*), count(DISTINCT podcast) FROM {hit} AS hit
WHERE year IS NOT NULL GROUP BY year
"""
_LANGUAGES = "SELECT language, count(*) FROM {hit} AS hit GROUP BY 1 ORDER BY 2 DESC, 1"
_PEOPLE = """
SELECT name, role, count(*) FROM {hit} AS hit JOIN person ON person.story = hit.id
GROUP BY role, name ORDER BY 3 DESC, role, name LIMIT :shown
"""
_PODCASTS = "SELECT podcast, count(*) FROM {hit} AS hit GROUP BY podcast"
_ABOUT = """
SELECT podcast, count(*) FROM words JOIN story ON story.id = words.rowid
WHERE words MATCH :subject AND podcast IN chosen GROUP BY podcast
"""
_RECENT = """
SELECT podcast, count(*) FROM {hit} AS hit
WHERE ts >= :low AND ts < :high AND podcast IN chosen GROUP BY podcast
"""
_NEWEST = "SELECT id FROM {hit} AS hit ORDER BY seq DESC LIMIT :shown"


class Fts5:
    """SQLite FTS5 joined in SQL, one statement a figure. With ``gathered``, the joined rows of the
    topic are put into a table in memory first: what a person who had measured would do."""

    def __init__(self, path: Path, *, gathered: bool = False) -> None:
        self._gathered = gathered
        self._database = sqlite3.connect(path)
        self._database.executescript(
            "PRAGMA cache_size = -1000000; PRAGMA mmap_size = 8000000000;"
            "PRAGMA temp_store = MEMORY;"
            "CREATE TEMP TABLE chosen (podcast INTEGER PRIMARY KEY);"
        )

    def _rows(self, sql: str, values: dict[str, Any]) -> list[Any]:
        asked = sql.format(hit="gathered" if self._gathered else _JOINED)
        return self._database.execute(asked, values).fetchall()

    def _count(self, match: str) -> int:
        sql = "SELECT count(*) FROM words WHERE words MATCH ?"
        return int(self._database.execute(sql, (match,)).fetchone()[0])

    def answer(self, phrase: Phrase, base: LibraryFacts) -> Answer:
        """The same figures."""
        words = '"' + " ".join(phrase) + '"'
        low, high = last_months(AS_OF)
        asked: dict[str, Any] = {
            "text": f"text : {words}",
            "subject": f"subject : {words}",
            "low": low,
            "high": high,
            "shown": SHOWN,
        }
        if self._gathered:
            self._gather(asked)
        stats = self._rows(_STATS, asked)[0]
        upper = self._count(f"{{subject discussed}} : {words}")
        ad = self._count(f"(aside : {words}) NOT (text : {words})")
        return Answer(
            stats=_stats(stats),
            grades=grades_of(stats[0], self._count(asked["subject"]), upper, ad),
            popularity=self._popularity(asked, base),
            languages=tuple(self._rows(_LANGUAGES, asked)),
            people=tuple(self._rows(_PEOPLE, asked)),
            candidates=self._candidates(asked, base),
            newest=self._newest(asked, words),
        )

    def _gather(self, asked: dict[str, Any]) -> None:
        self._database.execute("DROP TABLE IF EXISTS temp.gathered")
        self._database.execute(f"CREATE TEMP TABLE gathered AS SELECT * FROM {_JOINED}", asked)

    def _popularity(self, asked: dict[str, Any], base: LibraryFacts) -> tuple[PopularityPoint, ...]:
        rows = self._rows(_PERIODS, asked)
        facts = Facts(periods={year: PeriodFacts(many, shows) for year, many, shows in rows})
        return popularity(facts, base.facts, "year", AS_OF)

    def _candidates(self, asked: dict[str, Any], base: LibraryFacts) -> tuple[Candidate, ...]:
        matching = dict(self._rows(_PODCASTS, asked))
        chosen = shortlist(matching, base.facts.podcasts)
        self._database.execute("DELETE FROM chosen")
        self._database.executemany("INSERT INTO chosen VALUES (?)", [(each,) for each in chosen])
        about, recent = dict(self._rows(_ABOUT, asked)), dict(self._rows(_RECENT, asked))
        return candidates_of(chosen, matching, about, recent, base)

    def _newest(self, asked: dict[str, Any], words: str) -> tuple[tuple[int, Grade], ...]:
        newest = [row[0] for row in self._rows(_NEWEST, asked)]
        return graded_list(
            newest,
            self._holding(f"subject : {words}", newest),
            self._holding(f"discussed : {words}", newest),
        )

    def _holding(self, match: str, stories: list[int]) -> set[int]:
        marks = ",".join("?" * len(stories))
        sql = f"SELECT rowid FROM words WHERE words MATCH ? AND rowid IN ({marks})"
        return {row[0] for row in self._database.execute(sql, (match, *stories))}


def _stats(row: tuple[Any, ...]) -> TopicStats:
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
