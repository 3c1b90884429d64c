"""A phrase without match: its words by themselves, and what looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from topics_shelf import Shelf, Show, Written

from earmark.model import Among, Every, Published, Without
from earmark.text.tokens import tokens
from earmark.topics.near import SHOWN, edits_between, near_phrases, words_alone


@pytest.fixture(scope="module")
def reader():
    notes = [
        "Mushrooms and the mushroom season.",
        "A mushroom. Machine learning on the shore.",
        "Machine learning again.",
        "Diabetes and dates.",
        "Anxiety, said twice: anxiety.",
        "夏の機械学習の話。",
        "2024 and 2025.",
        "The Grateful Dead, and ten den dem der des.",
    ]
    own = Show("One", [Written(f"Talk {n}", text) for n, text in enumerate(notes)])
    secret = Show("Two", [Written("Chanterelle", "A secret mushrooom.")], visibility=2)
    return Shelf([own, secret]).reader()


def near(reader, phrase, filters=(), but=()):
    found = near_phrases(tuple(tokens(phrase).split()), reader=reader, filters=filters, but=but)
    return [(variant.phrase, variant.episodes) for variant in found]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("mushrom", [("mushroom", 2), ("mushrooms", 1), ("mushrooom", 1)]),
        ("umshroom", [("mushroom", 2), ("mushrooms", 1), ("mushrooom", 1)]),
        ("dabetes", [("diabetes", 1), ("dates", 1)]),
        ("anxeity", [("anxiety", 1)]),
        ("machinelearning", [("machine learning", 2)]),
        ("machne learning", [("machine learning", 2)]),
        ("machne lerning", [("machine learning", 2)]),
        ("gratful ded", [("grateful dead", 1)]),
        ("blue mushroom", []),
        ("blue anxeity", [("anxiety", 1)]),
        ("機械学修", [("機械学", 1)]),
        ("2026", []),
        ("zz", []),
        ("t", []),
        ("xylophone", []),
    ],
)
def test_what_looks_like_it(reader, phrase, found):
    assert near(reader, phrase) == found


def test_only_what_can_be_had_is_offered(reader):
    public = Among("visibility", frozenset({0}))
    assert near(reader, "mushrom", [public]) == [("mushroom", 2), ("mushrooms", 1)]
    assert near(reader, "chanterele", [public]) == []
    assert near(reader, "chanterele") == [("chanterelle", 1)]
    assert near(reader, "mushrom", [Published(high_s=0)]) == []


def test_what_is_offered_elsewhere_is_not_offered_again(reader):
    found = near(reader, "mushrom", but=["Mushroom"])
    assert found == [("mushrooms", 1), ("mushrooom", 1)]


def test_no_more_than_shown():
    words = [f"alph{letter}" for letter in "bcdefghi"]
    reader = Shelf([Show("One", [Written(word) for word in words])]).reader()
    found = near(reader, "alpha")
    assert found == [(word, 1) for word in words[:SHOWN]]


@pytest.mark.parametrize(
    ("phrase", "counts"),
    [
        ("mushroom mushroom", []),
        ("mushroom", []),
        ("blue mushroom season", [("blue", 0), ("mushroom", 2), ("season", 1)]),
        ("Blue — Mushroom", [("Blue", 0), ("Mushroom", 2)]),
        ("node.js mushroom", [("node.js", 0), ("mushroom", 2)]),
        ("a b c d e f g h", [(letter, letter == "a" and 2) for letter in "abcdef"]),
    ],
)
def test_each_word_by_itself(reader, phrase, counts):
    found = words_alone(phrase, reader=reader, filters=())
    assert [(variant.phrase, variant.episodes) for variant in found] == counts


def test_words_are_counted_under_the_filters(reader):
    nothing = Without(Every(), Every())
    found = words_alone("mushroom season", reader=reader, filters=[nothing])
    assert [variant.episodes for variant in found] == [0, 0]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("tide", "tide", 0),
        ("tide", "tid", 1),
        ("tide", "tides", 1),
        ("tide", "tade", 1),
        ("tide", "tdie", 1),
        ("tide", "itde", 1),
        ("tide", "ited", 2),
        ("tide", "ride on", None),
        ("tide", "rope", None),
        ("ca", "abc", None),  # no edit inside a swap: optimal string alignment, 3
    ],
)
def test_edits(one, other, edits):
    assert edits_between(one, other, 2) == edits


WORDS = st.text("abc", max_size=6)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(WORDS, WORDS)
def test_edits_are_a_distance(one, other):
    whole = edits_between(one, other, 6)
    assert whole is not None
    assert whole == edits_between(other, one, 6) == edits_between(one[::-1], other[::-1], 6)
    assert (whole == 0) == (one == other)
    assert abs(len(one) - len(other)) <= whole <= max(len(one), len(other))
    for most in range(6):
        assert edits_between(one, other, most) == (whole if whole <= most else None)
