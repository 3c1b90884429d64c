"""Random stories and random questions: the engine on disk answers as the one that looks at every
story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_documents import story

from earmark.model import (
    AllOf,
    Among,
    AnyOf,
    Every,
    Phrase,
    Published,
    Query,
    StoryDoc,
    StoryId,
    Transcribed,
    Without,
)
from earmark.search.memory import MemoryIndex
from earmark.search.tantivy_index import TantivyIndex

WORDS = ("a", "b", "c", "é", "東", "京", "|")
DAYS = ("1970-01-01", "1999-12-31", "2023-12-31", "2024-01-01", "2024-03-31", "2024-04-01")
FIELDS = ("text", "subject", "discussed", "aside", "exact")
PERIODS = ("year", "quarter", "month")
WINDOWS = ((0, 1), (946_598_400, 1_704_067_200), (1_704_067_200, 1_800_000_000))
FEW_BUCKETS = 3
"""So few that lists of shows and podcasts must be counted range by range."""

token_strings = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
people = st.tuples(st.sampled_from(("host", "guest")), st.sampled_from(("Ann", "Bob", "")))


@st.composite
def stories(draw: st.DrawFn) -> StoryDoc:
    return story(
        draw(st.integers(0, 12)),
        draw(token_strings),
        podcast=draw(st.integers(0, 5)),
        on=draw(st.none() | st.sampled_from(DAYS)),
        also_in=tuple(draw(st.lists(st.integers(1, 7), max_size=2, unique=True))),
        language=draw(st.sampled_from(("en", "de", ""))),
        duration_ms=draw(st.none() | st.integers(0, 3) | st.integers(0, 10**7)),
        members=draw(st.integers(1, 3)),
        visibility=draw(st.integers(0, 3)),
        has_transcript=draw(st.booleans()),
        people=tuple(draw(st.lists(people, max_size=2, unique=True))),
        subject=draw(token_strings),
        discussed=draw(token_strings),
        aside=draw(token_strings),
        digest=draw(st.integers(0, 2**63 - 1)),
    )


def numbers(top: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, top), max_size=4)


times = st.none() | st.sampled_from([low for window in WINDOWS for low in window])
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(
        Phrase,
        st.lists(st.sampled_from(WORDS[:-1]), min_size=1, max_size=3).map(tuple),
        st.sampled_from(FIELDS),
        st.sampled_from((1.0, 4.0)),
    ),
    st.just(Every()),
    st.builds(Among, st.just("id"), numbers(12)),
    st.builds(Among, st.sampled_from(("podcast", "any_podcast")), numbers(7)),
    st.builds(Among, st.just("visibility"), numbers(4)),
    st.builds(Among, st.just("language"), st.frozensets(st.sampled_from(("en", "de", "", "fi")))),
    st.builds(Published, times, times, st.booleans()),
    st.just(Transcribed()),
)
queries: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Without, inner, inner),
    ),
    max_leaves=6,
)


@dataclass(frozen=True)
class Step:
    """One commit: stories put in, and stories taken out before."""

    gone: Sequence[int]
    docs: Sequence[StoryDoc]


steps = st.lists(
    st.builds(Step, st.lists(st.integers(0, 12), max_size=3), st.lists(stories(), max_size=6)),
    min_size=1,
    max_size=4,
)


HISTORIES = {"history": steps, "asked": st.lists(queries, min_size=6, max_size=12)}
QUICK = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@QUICK
@given(**HISTORIES, limit=st.integers(1, 9))
def test_both_engines_give_the_same(history: list[Step], asked: list[Query], limit: int) -> None:
    compare(history, asked, limit)


@pytest.mark.long
@settings(QUICK, max_examples=500)
@given(**HISTORIES, limit=st.integers(1, 9))
def test_both_engines_give_the_same_in_many_histories(
    history: list[Step], asked: list[Query], limit: int
) -> None:
    compare(history, asked, limit)


def compare(history: list[Step], asked: list[Query], limit: int) -> None:
    """Bring both engines through a history and ask them everything."""
    with TemporaryDirectory() as folder:
        on_disk = TantivyIndex(
            Path(folder), text_version=1, threads=1, heap=15_000_000, max_buckets=FEW_BUCKETS
        )
        in_memory = MemoryIndex()
        for index in (on_disk, in_memory):
            writer = index.writer()
            for step in history:
                writer.delete(map(StoryId, step.gone))
                writer.upsert(step.docs)
                writer.commit()
            writer.close()
        disk, memory = on_disk.reader(), in_memory.reader()
        assert sorted(disk.digests()) == sorted(memory.digests())
        assert disk.terms("") == memory.terms("")
        for query in asked:
            assert disk.count(query) == memory.count(query)
            assert disk.podcasts(query) == memory.podcasts(query)
            for member in (True, False):
                asked = query, range(0, 40, 2)
                assert disk.heard(*asked, member=member) == memory.heard(*asked, member=member)
            for by in PERIODS:
                found = disk.facts(query, by=by, windows=WINDOWS)
                assert found == memory.facts(query, by=by, windows=WINDOWS)
            assert disk.newest(query, limit) == memory.newest(query, limit)
            before = memory.newest(query, limit)[-1].seq if memory.count(query) else None
            assert disk.newest(query, 50, before=before) == memory.newest(query, 50, before=before)
            for least in (0, 2, 10**6):
                found = disk.shortest(query, limit, at_least_ms=least)
                assert found == memory.shortest(query, limit, at_least_ms=least)
            best = {hit.id for hit in disk.best(query, 50)}
            assert best == {hit.id for hit in memory.best(query, 50)}
