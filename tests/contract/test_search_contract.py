"""What every search index must do, whatever engine it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from search_documents import day, story

from earmark.errors import IndexDamaged, SearchError
from earmark.model import (
    AllOf,
    Among,
    AnyOf,
    Every,
    PeriodFacts,
    Phrase,
    Published,
    Query,
    StoryDoc,
    Transcribed,
    Without,
)
from earmark.ports import SearchIndex, SearchReader
from earmark.search.memory import MemoryIndex
from earmark.search.tantivy_index import TantivyIndex

Filled = Callable[..., SearchReader]


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    if request.param == "memory":
        return MemoryIndex()
    return TantivyIndex(tmp_path / "index", text_version=1, threads=1, heap=15_000_000)


@pytest.fixture
def filled(index: SearchIndex) -> Filled:
    """Puts stories into the index and opens a reader on them."""

    def fill(*docs: StoryDoc) -> SearchReader:
        add(index, docs)
        return index.reader()

    return fill


def add(index: SearchIndex, docs: Iterable[StoryDoc]) -> None:
    writer = index.writer()
    writer.upsert(docs)
    writer.commit()
    writer.close()


def found(reader: SearchReader, query: Query) -> list[int]:
    return [hit.id for hit in reader.newest(query, 100)]


def words(text: str, field: str = "text") -> Phrase:
    return Phrase(tuple(text.split()), field)  # type: ignore[arg-type]


# -- phrases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("mfu", [1, 2]),
        ("mfu episode", [2]),
        ("episode mfu", []),
        ("the mfu", [1]),
        ("about dust", []),  # the separator stands between
        ("dust", [1, 2]),
        ("mf", []),
        ("episode one about", [2]),
        ("東 京", [3]),
        ("京 東", []),
        ("a a", [4]),
        ("a a a", []),
    ],
)
def test_a_phrase_matches_whole_tokens_in_a_row(
    filled: Filled, phrase: str, ids: list[int]
) -> None:
    reader = filled(
        story(1, "all the mfu | dust"),
        story(2, "mfu episode one about | dust"),
        story(3, "東 京 の 話"),
        story(4, "a b | a a | b"),
    )
    assert sorted(found(reader, words(phrase))) == ids
    assert reader.count(words(phrase)) == len(ids)


def test_fields_are_apart(filled: Filled) -> None:
    reader = filled(
        story(1, "own", subject="deep", discussed="chapter", aside="advert", exact="schön"),
        story(2, "deep"),
    )
    assert found(reader, words("deep", "subject")) == [1]
    assert found(reader, words("deep")) == [2]
    assert found(reader, words("chapter", "discussed")) == [1]
    assert found(reader, words("advert", "aside")) == [1]
    assert found(reader, words("schön", "exact")) == [1]


def test_queries_combine(filled: Filled) -> None:
    reader = filled(story(1, "a b"), story(2, "b c"), story(3, "c d"))
    a, b, c = words("a"), words("b"), words("c")
    cases: list[tuple[Query, list[int]]] = [
        (Every(), [1, 2, 3]),
        (AllOf((a, b)), [1]),
        (AllOf(()), [1, 2, 3]),
        (AnyOf((a, c)), [1, 2, 3]),
        (AnyOf(()), []),
        (Without(Every(), b), [3]),
        (Without(b, Every()), []),
        (Without(AnyOf((b, c)), AllOf((b, c))), [1, 3]),
        (AllOf((Without(b, a), Without(c, words("d")))), [2]),
        (Without(Without(Every(), a), Without(c, b)), [2]),
        (AnyOf((Without(Every(), c), words("d"))), [1, 3]),
    ]
    for query, ids in cases:
        assert sorted(found(reader, query)) == ids, query
        assert reader.count(query) == len(ids), query


# -- filters -----------------------------------------------------------------------------------


def test_filters_by_column(filled: Filled) -> None:
    reader = filled(
        story(1, "x", podcast=1, also_in=(7,), language="de"),
        story(2, "x", podcast=2, visibility=1, language="en"),
        story(3, "x", podcast=7, visibility=2, language=""),
    )
    cases: list[tuple[Query, list[int]]] = [
        (Among("id", frozenset({1, 3, 99})), [1, 3]),
        (Among("id", frozenset()), []),
        (Among("podcast", frozenset({7})), [3]),
        (Among("any_podcast", frozenset({7})), [1, 3]),
        (Among("visibility", frozenset({0})), [1]),
        (Among("visibility", frozenset({0, 1, 2, 3})), [1, 2, 3]),
        (Among("visibility", frozenset({0, 2})), [1, 3]),
        (Among("visibility", frozenset({5})), []),
        (Among("language", frozenset({"de", "en"})), [1, 2]),
        (Among("language", frozenset({""})), [3]),
        (Among("language", frozenset({"fi"})), []),
        (Without(Every(), Among("visibility", frozenset({1, 2}))), [1]),
        (Without(Every(), Among("visibility", frozenset({0, 1, 2}))), []),
    ]
    for query, ids in cases:
        assert sorted(found(reader, query)) == ids, query
        assert sorted(found(reader, AllOf((words("x"), query)))) == ids, query


@pytest.mark.parametrize(
    ("low", "high", "undated", "ids"),
    [
        (None, None, False, [1, 2, 3]),
        (None, None, True, [1, 2, 3, 4]),
        ("2021-01-01", None, False, [2, 3]),
        ("2021-01-01", None, True, [2, 3, 4]),
        (None, "2021-01-01", False, [1]),
        (None, "2021-01-01", True, [1, 4]),
        ("2021-01-01", "2022-01-01", False, [2]),
        ("2021-01-01", "2022-01-01", True, [2, 4]),
        ("2030-01-01", None, False, []),
        (None, "2030-01-01", False, [1, 2, 3]),
        ("2010-01-01", "2011-01-01", True, [4]),
    ],
)
def test_published(
    filled: Filled, low: str | None, high: str | None, undated: bool, ids: list[int]
) -> None:
    reader = filled(
        story(1, on="2020-06-01"),
        story(2, on="2021-01-01"),
        story(3, on="2022-01-01"),
        story(4, on=None),
    )
    query = Published(low and day(low), high and day(high), undated)  # type: ignore[arg-type]
    assert sorted(found(reader, query)) == ids
    assert sorted(found(reader, Without(Every(), query))) == sorted({1, 2, 3, 4} - set(ids))


def test_published_where_all_or_none_are_dated(index: SearchIndex) -> None:
    add(index, [story(1, on=None)])
    reader = index.reader()
    assert reader.count(Published()) == 0
    assert reader.count(Published(undated=True)) == 1
    assert reader.count(Published(0, 10**9)) == 0
    add(index, [story(1)])
    reader.refresh()
    assert reader.count(Published()) == 1


def test_transcribed(filled: Filled) -> None:
    reader = filled(
        story(1, on="2020-06-01"),
        story(2, on="2021-01-01", has_transcript=True),
        story(3, on=None, has_transcript=True),
    )
    assert sorted(found(reader, Transcribed())) == [2, 3]
    assert found(reader, Without(Every(), Transcribed())) == [1]
    assert reader.facts(AllOf((Transcribed(),))).first_s == day("2021-01-01")


# -- figures -----------------------------------------------------------------------------------


def library() -> list[StoryDoc]:
    ann, bob = ("host", "Ann"), ("guest", "Bob")
    return [
        story(1, "x", podcast=1, on="2023-12-31", duration_ms=1000, members=2, people=(ann,)),
        story(2, "x", podcast=1, on="2024-01-01", has_transcript=True, people=(ann, bob)),
        story(3, "x", podcast=2, on="2024-03-31", duration_ms=500, language="de"),
        story(4, "x", podcast=2, on="2024-04-01", duration_ms=0),
        story(5, "x", podcast=3, on=None, members=3, language="de"),
        story(6, "y", podcast=4, on="2025-01-01", duration_ms=9),
    ]


def test_facts(filled: Filled) -> None:
    facts = filled(*library()).facts(words("x"))
    assert (facts.stories, facts.members, facts.undated) == (5, 8, 1)
    assert (facts.with_duration, facts.duration_sum_ms, facts.with_transcript) == (3, 1500, 1)
    assert (facts.first_s, facts.latest_s) == (day("2023-12-31"), day("2024-04-01"))
    assert facts.podcasts == {1: 2, 2: 2, 3: 1}
    assert facts.languages == {"en": 3, "de": 2}
    assert facts.people == {("host", "Ann"): 2, ("guest", "Bob"): 1}
    assert facts.windows == ()


def test_facts_by_period(filled: Filled) -> None:
    reader = filled(*library())
    assert reader.facts(words("x"), by="year").periods == {
        2023: PeriodFacts(1, 1),
        2024: PeriodFacts(3, 2),
    }
    assert reader.facts(words("x"), by="quarter").periods == {
        20234: PeriodFacts(1, 1),
        20241: PeriodFacts(2, 2),
        20242: PeriodFacts(1, 1),
    }
    assert reader.facts(Every(), by="month").periods == {
        202312: PeriodFacts(1, 1),
        202401: PeriodFacts(1, 1),
        202403: PeriodFacts(1, 1),
        202404: PeriodFacts(1, 1),
        202501: PeriodFacts(1, 1),
    }


def test_windows_are_half_open(filled: Filled) -> None:
    windows = [
        (day("2024-03-31"), day("2024-04-01")),
        (day("2023-01-01"), day("2024-01-01")),
        (day("2024-04-01"), day("2030-01-01")),
        (day("2000-01-01"), day("2001-01-01")),
    ]
    assert filled(*library()).facts(words("x"), windows=windows).windows == (1, 1, 1, 0)


def test_facts_of_nothing(filled: Filled) -> None:
    facts = filled(*library()).facts(words("absent"), windows=[(0, 1)])
    assert (facts.stories, facts.members, facts.first_s, facts.latest_s) == (0, 0, None, None)
    assert (dict(facts.podcasts), dict(facts.periods), facts.windows) == ({}, {}, (0,))


def test_podcasts_are_the_canonical_ones(filled: Filled) -> None:
    reader = filled(story(1, "x", podcast=1, also_in=(2,)), story(2, "x", podcast=3))
    assert reader.podcasts(words("x")) == {1: 1, 3: 1}
    assert reader.podcasts(words("y")) == {}


def test_when_podcasts_were_last_heard(filled: Filled) -> None:
    reader = filled(
        story(1, "x", podcast=1, also_in=(2,), on="2024-03-01"),
        story(2, "x", podcast=1, on="2023-01-01"),
        story(3, "y", podcast=1, on="2025-01-01"),
        story(4, "x", podcast=3, on=None),
        story(5, "x", podcast=4, on="2022-02-02"),
    )
    march = day("2024-03-01")
    assert reader.heard(words("x"), [1, 2, 3, 4]) == {
        1: (2, march),
        3: (1, None),
        4: (1, day("2022-02-02")),
    }
    assert reader.heard(words("x"), [2, 3], member=True) == {2: (1, march), 3: (1, None)}
    assert reader.heard(words("x"), []) == {}


def test_only_the_commonest_people(filled: Filled) -> None:
    crowd = tuple(("guest", f"name {n:04}") for n in range(1_500))
    people = filled(story(1, people=crowd), story(2, people=crowd[700:])).facts(Every()).people
    assert people == dict.fromkeys(crowd[700:], 2) | dict.fromkeys(crowd[:200], 1)


def test_people_are_counted_over_many_commits(index: SearchIndex) -> None:
    names = [("host", f"name {n}") for n in range(50)]
    for commit in range(3):
        days = [tuple(names[n] for n in range(50) if n % 10 <= day) for day in range(10)]
        add(index, [story(commit * 10 + day, people=shown) for day, shown in enumerate(days)])
    expected = {person: 3 * (10 - n % 10) for n, person in enumerate(names)}
    assert index.reader().facts(Every()).people == expected


# -- lists -------------------------------------------------------------------------------------


def test_newest_first_with_undated_by_when_they_were_seen(filled: Filled) -> None:
    reader = filled(
        story(1, on="2022-01-01"),
        story(2, on=None, seen="2023-01-01"),
        story(3, on="2024-01-01"),
        story(4, on="2022-01-01", podcast=9),
    )
    hits = reader.newest(Every(), 10)
    assert [hit.id for hit in hits] == [3, 2, 4, 1]
    assert [hit.podcast for hit in hits] == [1, 1, 9, 1]
    assert reader.newest(Every(), 0) == ()


def test_pages_lose_and_repeat_nothing_over_ties(index: SearchIndex) -> None:
    for low in range(0, 40, 8):  # several commits, so several segments
        add(index, [story(n, "x", on="2024-01-01") for n in range(low, low + 8)])
    reader, pages = index.reader(), list[int]()
    before = None
    while hits := reader.newest(words("x"), 7, before=before):
        pages += [hit.id for hit in hits]
        before = hits[-1].seq
    assert pages == list(range(39, -1, -1))


def test_best_ranks_by_phrases_and_not_by_filters(filled: Filled) -> None:
    reader = filled(
        story(1, "a a a", language="de"),
        story(2, "a b c", language="en"),
        story(3, "b c d", language="en"),
    )
    query = AllOf((words("a"), Among("visibility", frozenset({0, 7})), Published(0)))
    assert [hit.id for hit in reader.best(query, 10)] == [1, 2]
    assert [hit.id for hit in reader.best(query, 10, offset=1)] == [2]
    assert reader.best(query, 0) == ()
    assert reader.best(query, 10)[0].score > reader.best(query, 10)[1].score > 0


def test_best_follows_boosts(filled: Filled) -> None:
    reader = filled(story(1, "a", subject="a"), story(2, "a a", subject="b"))
    query = AnyOf((Phrase(("a",)), Phrase(("a",), "subject", boost=9.0)))
    assert [hit.id for hit in reader.best(query, 2)] == [1, 2]


def test_best_breaks_ties_by_newest(index: SearchIndex) -> None:
    for low in range(0, 30, 6):
        add(index, [story(n, "a", on=f"20{10 + n % 7}-01-01") for n in range(low, low + 6)])
    reader = index.reader()
    newest = [hit.id for hit in reader.newest(Every(), 30)]
    for query in (words("a"), Every(), Among("podcast", frozenset({1}))):
        assert [hit.id for hit in reader.best(query, 4)] == newest[:4]
        assert [hit.id for hit in reader.best(query, 5, offset=4)] == newest[4:9]


def test_shortest_first_from_a_length_on(filled: Filled) -> None:
    reader = filled(
        story(1, "x", duration_ms=900, podcast=4),
        story(2, "x", duration_ms=None),
        story(3, "x", duration_ms=100),
        story(4, "x", duration_ms=0),
        story(5, "y", duration_ms=200),
        story(6, "x", duration_ms=99),
        story(7, "x", duration_ms=300),
    )
    found = reader.shortest(words("x"), 9, at_least_ms=100)
    assert [(hit.id, hit.podcast) for hit in found] == [(3, 1), (7, 1), (1, 4)]
    assert [hit.id for hit in reader.shortest(words("x"), 2, at_least_ms=1)] == [6, 3]
    assert found[2].seq == reader.newest(Among("podcast", frozenset({4})), 1)[0].seq
    assert reader.shortest(words("x"), 0, at_least_ms=0) == ()
    assert reader.shortest(words("x"), 3, at_least_ms=901) == ()
    assert [hit.id for hit in reader.shortest(Every(), 2, at_least_ms=0)] == [4, 6]


def test_shortest_breaks_ties_by_newest(index: SearchIndex) -> None:
    for low in range(0, 40, 8):
        docs = [
            story(n, "x", on=f"20{10 + n % 9}-01-01", duration_ms=600 if n % 5 else 500)
            for n in range(low, low + 8)
        ]
        add(index, docs)
    reader = index.reader()
    newest = [hit.id for hit in reader.newest(Every(), 40)]
    expected = sorted(newest, key=lambda n: n % 5 != 0)
    for limit in (1, 8, 9, 20, 40, 50):
        found = reader.shortest(words("x"), limit, at_least_ms=1)
        assert [hit.id for hit in found] == expected[:limit]


# -- terms, digests ----------------------------------------------------------------------------


def test_terms_by_prefix(index: SearchIndex) -> None:
    add(index, [story(1, "mush mushroom mushrooms | must"), story(2, "mushroom mushroom")])
    reader = index.reader()
    assert reader.terms("mushroom") == (("mushroom", 2), ("mushrooms", 1))
    assert reader.terms("mush", 2) == (("mush", 1), ("mushroom", 2))
    assert reader.terms("x") == ()
    writer = index.writer()
    writer.delete([1])
    writer.commit()
    writer.close()
    reader.refresh()
    assert reader.terms("mush") == (("mushroom", 1),)


def test_digests_are_exact(filled: Filled) -> None:
    digests = {1: 2**63 - 1, 2: 2**53 + 1, 3: 2**62 + 12345, 4: 0}
    reader = filled(*(story(number, digest=digest) for number, digest in digests.items()))
    assert sorted(reader.digests()) == sorted(digests.items())


# -- writing -----------------------------------------------------------------------------------


def test_upsert_replaces_and_counts(index: SearchIndex) -> None:
    add(index, [story(1, "old"), story(2, "old")])
    writer = index.writer()
    assert writer.upsert([story(1, "new"), story(3, "new"), story(3, "newer")]) == 3
    writer.commit()
    writer.close()
    reader = index.reader()
    assert sorted(found(reader, Every())) == [1, 2, 3]
    assert found(reader, words("old")) == [2]
    assert found(reader, words("new")) == [1]
    assert found(reader, words("newer")) == [3]
    assert reader.info().stories == 3


def test_upsert_again_changes_nothing(index: SearchIndex) -> None:
    docs = [story(n, f"word{n}", digest=n) for n in range(20)]
    for _ in range(3):
        add(index, docs)
    reader = index.reader()
    assert reader.count(Every()) == 20
    assert sorted(reader.digests()) == [(n, n) for n in range(20)]


def test_delete(index: SearchIndex) -> None:
    add(index, [story(n, "x", podcast=n) for n in range(5)])
    writer = index.writer()
    writer.delete([1, 3, 77])
    writer.delete([])
    writer.upsert([story(3, "back")])
    writer.commit()
    writer.close()
    reader = index.reader()
    assert sorted(found(reader, Every())) == [0, 2, 3, 4]
    assert reader.podcasts(words("x")) == {0: 1, 2: 1, 4: 1}
    assert reader.facts(Every()).stories == reader.count(Every()) == 4


def test_the_order_of_changes_counts(index: SearchIndex) -> None:
    writer = index.writer()
    writer.upsert([story(5, "a")])
    writer.delete([5])
    writer.upsert([story(6, "a")])
    writer.upsert([story(6, "b")])
    writer.commit()
    writer.close()
    assert found(index.reader(), Every()) == [6]
    assert found(index.reader(), words("b")) == [6]


def test_readers_see_commits_when_they_refresh(index: SearchIndex) -> None:
    add(index, [story(1)])
    reader, writer = index.reader(), index.writer()
    writer.upsert([story(2)])
    reader.refresh()
    assert reader.count(Every()) == 1
    writer.commit()
    assert reader.count(Every()) == 1
    reader.refresh()
    assert reader.count(Every()) == 2
    writer.close()


def test_close_without_commit_changes_nothing(index: SearchIndex) -> None:
    add(index, [story(1)])
    writer = index.writer()
    writer.upsert([story(2)])
    writer.delete([1])
    writer.close()
    assert found(index.reader(), Every()) == [1]
    add(index, [story(3)])
    assert sorted(found(index.reader(), Every())) == [1, 3]


def test_a_story_out_of_range_is_refused(index: SearchIndex) -> None:
    writer = index.writer()
    with pytest.raises(SearchError, match="story 2147483648"):
        writer.upsert([story(2**31)])
    writer.close()


# -- rebuilding --------------------------------------------------------------------------------


def test_no_index_yet(index: SearchIndex) -> None:
    assert not index.usable()
    with pytest.raises(IndexDamaged, match="no index yet"):
        index.reader()
    index.writer().close()
    assert index.usable()
    assert index.reader().count(Every()) == 0


def test_rebuild_beside_the_live_one(index: SearchIndex) -> None:
    add(index, [story(1, "old")])
    reader = index.reader()
    writer = index.rebuild()
    writer.upsert([story(2, "new"), story(3, "new")])
    writer.upsert([story(2, "newer")])
    writer.commit()
    writer.close()
    reader.refresh()
    assert found(reader, Every()) == [1]
    assert found(index.reader(), Every()) == [1]
    index.swap()
    assert found(reader, Every()) == [1]
    reader.refresh()
    assert sorted(found(reader, Every())) == [2, 3]
    assert found(reader, words("newer")) == [2]
    add(index, [story(4)])
    reader.refresh()
    assert reader.count(Every()) == 3


def test_a_rebuild_makes_the_first_index(index: SearchIndex) -> None:
    writer = index.rebuild()
    writer.upsert([story(1)])
    writer.commit()
    writer.close()
    assert not index.usable()
    index.swap()
    assert index.usable()
    assert found(index.reader(), Every()) == [1]


def test_an_abandoned_rebuild_leaves_the_live_one(index: SearchIndex) -> None:
    add(index, [story(1)])
    writer = index.rebuild()
    writer.upsert([story(2)])
    writer.commit()
    writer.close()
    again = index.rebuild()
    again.upsert([story(3)])
    again.commit()
    again.close()
    assert found(index.reader(), Every()) == [1]
    index.swap()
    assert found(index.reader(), Every()) == [3]
    with pytest.raises(SearchError, match="no rebuilt"):
        index.swap()


def test_a_discarded_index_is_gone_but_for_who_reads_it(index: SearchIndex) -> None:
    index.discard()  # there is none, which is no fault
    add(index, [story(1)])
    reader = index.reader()
    index.discard()
    assert not index.exists()
    assert not index.usable()
    with pytest.raises(IndexDamaged, match="no index yet"):
        index.reader()
    assert found(reader, Every()) == [1]
    writer = index.rebuild()
    writer.upsert([story(2)])
    writer.commit()
    writer.close()
    index.swap()
    assert found(index.reader(), Every()) == [2]
