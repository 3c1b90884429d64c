"""Which episodes are one recording: pairs that must and must not fold, and what holds for any."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.ingest.fold import fold
from earmark.keys import title_key
from earmark.model import EpisodeId, FoldedStory, FoldRow, PodcastId

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG = "a walk among the wild bees"


def row(
    title: str = LONG,
    key: str | None = None,
    *,
    show: int = 1,
    hours: float | None = 0,
    seconds: float | None = None,
    length: int | None = None,
    number: int | None = None,
    season: int | None = None,
    visibility: int = 0,
    id_: int = 1,
) -> FoldRow:
    return FoldRow(
        EpisodeId(id_),
        PodcastId(show),
        f"https://show{show}.example/feed",
        f"guid-{id_}",
        title_key(title),
        key,
        None if hours is None else NOON + hours * HOUR,
        None if seconds is None else round(seconds * 1000),
        length,
        season,
        number,
        visibility,
    )


def folded(rows: Sequence[FoldRow]) -> tuple[FoldedStory, ...]:
    """Fold with the two counts that a catalog of just these rows gives."""
    titles: dict[tuple[PodcastId, str], set[str]] = defaultdict(set)
    lengths: Counter[tuple[PodcastId, int, str]] = Counter()
    for one in rows:
        if one.enclosure_key:
            titles[one.podcast_id, one.enclosure_key].add(one.title_key)
        if one.length:
            lengths[one.podcast_id, one.length, one.title_key] += 1
    counts = {shared: len(found) for shared, found in titles.items()}
    return fold(rows, key_titles=counts, length_titles=lengths)


def partition(stories: Sequence[FoldedStory]) -> set[frozenset[int]]:
    return {frozenset(story.members) for story in stories}


K, BIG = "cdn.example/a.mp3", 40_000_000
MUST = {
    "one file, one title": (row(key=K), row(key=K)),
    "one file, one title, years apart: a repeat": (row(key=K), row(key=K, hours=20_000)),
    "one file, one title, undated": (row(key=K, hours=None), row(key=K)),
    "one file in two shows": (row(key=K), row(key=K, show=2)),
    "one file in two shows, other title, same day": (row(key=K), row("Bees", K, show=2)),
    "one file, retitled the next day": (row(key=K), row("The wild bees", K, hours=24)),
    "one file, 48 hours": (row(key=K), row("The wild bees", K, hours=48)),
    "one file, short title": (row("Bees", K), row("Bees", K, show=2)),
    "a feed drop with a number of its own": (row(key=K, number=4), row(key=K, show=2, number=112)),
    "same part": (row("Bees, part 2", K), row("Bees (pt. 2)", K)),
    "same number": (row("#4 Bees", K), row("Episode 4: Bees", K)),
    "one says its number": (row("#4 Bees", K), row("Bees", K)),
    "same season and number": (row(key=K, season=1, number=2), row(key=K, season=1, number=2)),
    "same title, day and duration": (row(seconds=2625), row(seconds=2625)),
    "a second apart": (row(seconds=2625), row(seconds=2626)),
    "two seconds apart": (row(seconds=2625), row(seconds=2627)),
    "within a day": (row(seconds=2625), row(seconds=2625, hours=24)),
    "two files of one upload": (row(key="a/1", seconds=2625), row(key="a/2", seconds=2625)),
    "two shows, a long title": (row(seconds=2625), row(seconds=2625, show=2)),
    "two shows, twelve characters": (
        row("twelve chars", seconds=9), row("twelve chars", seconds=9, show=2)),
    "one show, a short title": (row("Bees", seconds=2625), row("Bees", seconds=2625)),
    "numbered alike": (
        row("Hive music #2 part 2", seconds=2625), row("Hive music #2 part 2", seconds=2626)),
    "same title, day and length": (row(length=BIG), row(length=BIG)),
    "same length in two shows": (row(length=BIG), row(length=BIG, show=2)),
    "same length, one duration unknown": (row(length=BIG, seconds=9), row(length=BIG)),
    "retyped title": (row("The hive’s “song”", seconds=9), row("The hive's 'Song'", seconds=9)),
    "both unlisted": (row(key=K, visibility=1), row(key=K, visibility=1)),
    "same Japanese number": (row("第12回 蜂", K), row("#12 蜂", K)),
    "same German part": (row("Bienen Teil 2", K), row("Bienen (2/3)", K)),
    "a year is no number": (row("2026: the bees", K), row("#12 the bees", K)),
}  # fmt: skip
MUST_NOT = {
    "a title alone": (row(), row()),
    "a title alone, in two shows": (row(), row(show=2)),
    "nothing in common": (row(key="a/1"), row("Wasps", key="a/2")),
    "no titles, no files": (row(""), row("")),
    "untitled, same duration": (row("", seconds=60), row("", seconds=60)),
    "one file, other title, three days": (row(key=K), row("Wasps", K, hours=72)),
    "one file, other title, 48 hours and a bit": (row(key=K), row("Wasps", K, hours=48.01)),
    "one file, other title, undated": (row(key=K), row("Wasps", K, hours=None)),
    "public and unlisted": (row(key=K), row(key=K, visibility=1)),
    "unlisted and private": (row(key=K, visibility=1), row(key=K, visibility=2)),
    "two private users": (row(key=K, visibility=2), row(key=K, visibility=3)),
    "public and unlisted, by title": (row(seconds=9), row(seconds=9, visibility=1)),
    "part 1 and part 2": (row("Bees, part 1", K), row("Bees, part 2", K)),
    "part one and part two": (row("Bees, part one", K), row("Bees, part two", K)),
    "pt. 1 and pt. 2": (row("Bees pt. 1", K), row("More bees pt. 2", K)),
    "part I and part II": (row("Bees, part I", K), row("Bees, part II", K)),
    "Teil 1 and Teil 2": (row("Bienen Teil 1", K), row("Wespen Teil 2", K)),
    "del 1 and del 2": (row("Bier, del 1", K), row("Vepser, del 2", K)),
    "deel, partie, parte": (row("Bijen deel 1", K), row("Abeilles partie 2", K)),
    "1/3 and 2/3": (row("Bees (1/3)", K), row("Wasps (2/3)", K)),
    "1 of 2 and 2 of 2": (row("Bees, 1 of 2", K), row("Bees, 2 of 2", K)),
    "first and second half": (row("蜂(前編)", K), row("蜂(後編)", K)),
    "#4 and #5": (row("#4 Bees", K), row("#5 Bees", K)),
    "episode 12 and ep. 13": (row("Episode 12: Bees", K), row("Wasps (ep. 13)", K)),
    "Folge 1 and Folge 2": (row("Folge 1 - Bienen", K), row("Folge 2 - Wespen", K)),
    "avsnitt 7 and 8": (row("Avsnitt 7", K), row("Avsnitt 8", K)),
    "s01e02 and s01e03": (row("s01e02 bees", K), row("s01e03 wasps", K)),
    "第1回 and 第2回": (row("第1回 蜂", K), row("第2回 蜜", K)),
    "leading numbers": (row("12. Bees", K), row("13. Wasps", K)),
    "titles that differ in a number": (row("Bulletin of May 3", K), row("Bulletin of May 4", K)),
    "other numbers in the feed": (row(key=K, number=4), row(key=K, number=5)),
    "other seasons in the feed": (row(key=K, season=1, number=4), row(key=K, season=2, number=4)),
    "same title, other duration": (row(seconds=2625), row(seconds=2628)),
    "same title, one duration": (row(seconds=2625), row()),
    "same title, no duration": (row(seconds=0), row(seconds=0)),
    "same title and duration, next day": (row(seconds=2625), row(seconds=2625, hours=24.01)),
    "same title and duration, undated": (row(seconds=9, hours=None), row(seconds=9, hours=None)),
    "short title in two shows": (row("Trailer", seconds=60), row("Trailer", seconds=60, show=2)),
    "eleven characters in two shows": (
        row("the trailer", seconds=9), row("the trailer", seconds=9, show=2)),
    "other titles, same duration": (row("Bees", seconds=2625), row("Wasps", seconds=2625)),
    "same title and duration, other number": (row(seconds=9, number=1), row(seconds=9, number=2)),
    "a made-up length": (row(length=12_345), row(length=12_345)),
    "a length of 100,000": (row(length=100_000), row(length=100_000)),
    "other lengths": (row(length=BIG), row(length=BIG + 1)),
    "same length, other title": (row("Bees", length=BIG), row("Wasps", length=BIG)),
    "same length, next week": (row(length=BIG), row(length=BIG, hours=168)),
    "same length, undated": (row(length=BIG, hours=None), row(length=BIG)),
    "other file names of one host": (row("Bees", "a.example/1"), row("Bees", "a.example/2")),
}  # fmt: skip


def both_ways(pair: tuple[FoldRow, FoldRow]) -> set[bool]:
    one, other = replace(pair[0], id=EpisodeId(1)), replace(pair[1], id=EpisodeId(2))
    return {len(folded(rows)) == 1 for rows in ([one, other], [other, one])}


@pytest.mark.parametrize("pair", MUST.values(), ids=MUST)
def test_one_recording(pair: tuple[FoldRow, FoldRow]) -> None:
    assert both_ways(pair) == {True}


@pytest.mark.parametrize("pair", MUST_NOT.values(), ids=MUST_NOT)
def test_two_recordings(pair: tuple[FoldRow, FoldRow]) -> None:
    assert both_ways(pair) == {False}


def numbered(*rows: FoldRow) -> list[FoldRow]:
    return [replace(one, id=EpisodeId(at)) for at, one in enumerate(rows, 1)]


def test_a_file_of_three_titles_of_one_show_is_no_evidence() -> None:
    rows = numbered(*(row(title, K) for title in ("Ants", "Bees", "Cats")), row("Bees", K, show=2))
    assert len(folded(rows)) == 4


def test_a_length_that_other_titles_of_the_show_have_is_no_evidence() -> None:
    rows = numbered(row(length=BIG), row(length=BIG), row("Wasps", length=BIG, hours=99))
    assert len(folded(rows)) == 3


def test_a_daily_title_of_one_duration_folds_nothing() -> None:
    rows = numbered(*(row("News", f"a/{n}", hours=24 * n, seconds=300) for n in range(9)))
    assert len(folded(rows)) == 9


def test_two_parts_are_not_joined_through_a_third_episode() -> None:
    rows = numbered(row("Bees, part 1", K), row("Bees, part 2", K, show=2), row("Bees", K, show=3))
    stories = folded(rows)
    assert len(stories) == 2
    assert not any({1, 2} <= set(story.members) for story in stories)


def test_the_earliest_is_canonical_and_the_smallest_id_names_the_story() -> None:
    rows = numbered(row(key=K, hours=5), row(key=K, hours=None), row(key=K), row(key=K, show=2))
    (story,) = folded(rows)
    assert (story.id, story.canonical, story.members) == (1, 3, (3, 4, 1, 2))


def test_reasons_are_sentences_for_all_but_the_canonical() -> None:
    rows = numbered(
        row(seconds=2625), row(seconds=2626, key=K), row("Bees", K, show=2), row(length=BIG, key=K)
    )
    (story,) = folded(rows)
    assert story.reasons == {
        2: "same title within a day, durations 43:45 and 43:46",
        3: "same audio file within two days",
        4: "same audio file, same title",
    }
    (story,) = folded(numbered(row(length=BIG), row(length=BIG)))
    assert story.reasons == {2: "same title within a day, same length of 40,000,000 bytes"}
    (story,) = folded(numbered(row(seconds=7200), row(seconds=7200)))
    assert story.reasons == {2: "same title within a day, both 2:00:00 long"}


TITLES = ["bees", LONG, f"{LONG}, part 1", f"{LONG}, part 2", f"#4 {LONG}"]
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(TITLES),
        st.sampled_from([None, "a/1", "a/2", "b/1"]),
        show=st.integers(1, 3),
        hours=st.sampled_from([None, 0, 10, 23, 40, 90]),
        seconds=st.sampled_from([None, 60, 61, 3600]),
        length=st.sampled_from([None, 1, BIG]),
        number=st.sampled_from([None, 1, 2]),
        visibility=st.integers(0, 1),
    ),
    max_size=14,
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_adding_decides_nothing(
    rows: list[FoldRow], random: Random
) -> None:
    rows = [replace(one, guid=f"guid-{at}") for at, one in enumerate(numbered(*rows))]
    stories = folded(rows)
    assert sorted(member for story in stories for member in story.members) == [r.id for r in rows]
    for story in stories:
        assert story.id == min(story.members)
        assert story.canonical == story.members[0]
        assert set(story.reasons) == set(story.members[1:])
    shuffled = random.sample(rows, len(rows))
    assert folded(shuffled) == stories
    ids = {one.id: EpisodeId(100 - one.id) for one in rows}
    renamed = folded([replace(one, id=ids[one.id]) for one in shuffled])
    assert partition(renamed) == {frozenset(ids[m] for m in story.members) for story in stories}
    assert {story.canonical for story in renamed} == {ids[story.canonical] for story in stories}


@settings(max_examples=100, derandomize=True, deadline=None)
@given(ROWS, ROWS)
def test_rows_of_another_neighbourhood_change_nothing(
    here: list[FoldRow], there: list[FoldRow]
) -> None:
    here = numbered(*here)
    far = [
        replace(
            one,
            id=EpisodeId(100 + at),
            podcast_id=PodcastId(one.podcast_id + 10),
            title_key=f"{one.title_key} far",
            enclosure_key=f"{one.enclosure_key} far",
        )
        for at, one in enumerate(there)
    ]
    assert partition(folded([*here, *far])) == partition(folded(here)) | partition(folded(far))


@pytest.mark.parametrize("spread", [24, 0], ids=["each day", "all at once"])
def test_five_thousand_equal_titles_take_linear_time(spread: int) -> None:
    rows = numbered(
        *(row("News", f"a/{n}", hours=n * spread, seconds=300 + n % 7) for n in range(5_000))
    )
    started = time.process_time()
    assert len(folded(rows)) == 5_000
    assert time.process_time() - started < 8  # comparing all pairs takes minutes
