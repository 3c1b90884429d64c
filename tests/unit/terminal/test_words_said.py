"""Figures as people say them."""

from datetime import UTC, date, datetime

import pytest

from earmark.terminal import words


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (None, "unknown length"),
        (0, "0 s"),
        (40_000, "40 s"),
        (60_000, "1 min"),
        (3_300_000, "55 min"),
        (3_599_000, "1 h"),
        (3_905_000, "1 h 5 min"),
    ],
)
def test_length(ms, said):
    assert words.length(ms) == said


@pytest.mark.parametrize(
    ("new", "said"), [(2 / 12, "2"), (0.0, "0"), (11 / 12, "11"), (1.0, "1"), (3.4166, "3.4")]
)
def test_new_episodes(new, said):
    assert words.new_episodes(new) == said


@pytest.mark.parametrize(
    ("ms", "said"), [(754_000, "12:34"), (5_000, "0:05"), (3_723_000, "1:02:03")]
)
def test_moment(ms, said):
    assert words.moment(ms) == said


def test_day():
    assert words.day(datetime(2026, 3, 10, 23, tzinfo=UTC)) == "10 March 2026"
    assert words.day(date(2016, 12, 1)) == "1 December 2016"
    assert words.day(None) == "no date"


@pytest.mark.parametrize(
    ("parts", "said"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([], "")],
)
def test_listed(parts, said):
    assert words.listed(parts) == said


def test_count():
    assert words.count(1, "story", "stories") == "1 story"
    assert words.count(1200, "episode") == "1,200 episodes"


def test_language():
    assert words.language("nb") == "Norwegian"
    assert words.language("xx") == "xx"
