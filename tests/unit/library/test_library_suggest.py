"""Suggestions while somebody types."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.library import Library
from earmark.model import SHARED, VISITOR, TopicRequest, Visible


def topics(library: Library, text: str, visible: Visible = None) -> list[tuple[str, int]]:
    found = library.suggest(text, visible=visible)
    return [(each.phrase, each.episodes) for each in found if each.kind == "topic"]


def shows(library: Library, text: str, visible: Visible = None) -> list[str]:
    found = library.suggest(text, visible=visible)
    return [each.phrase for each in found if each.kind == "podcast"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ligh", [("lighthouse", 10), ("lighthouses", 1)]),
        ("LIGHTHOUSES", [("lighthouses", 1)]),
        ("lighthouse", [("lighthouse", 10), ("lighthouses", 1)]),
        ("lighthouse k", [("lighthouse keepers", 1)]),
        ("ferry of m", [("ferry of members", 1)]),
        ("KAF", [("kafé", 1)]),  # as its newest episode writes it
        ("thi", []),  # nothing but words that stand in every text
        ("l", []),
        ("lighthouse zz", []),
        ("", []),
        ("  !? ", []),
        ("a b c d e f g h ferr", []),
    ],
)
def test_last_word_is_completed_to_what_the_library_holds(
    library: Library, text: str, found: list[tuple[str, int]]
) -> None:
    assert topics(library, text) == found


def test_counts_are_those_of_the_asker(library: Library) -> None:
    assert topics(library, "ligh", SHARED)[0] == ("lighthouse", 9)
    assert topics(library, "ligh", VISITOR)[0] == ("lighthouse", 8)


@pytest.mark.parametrize(
    ("text", "visible", "titles"),
    [
        ("lighthouse", None, ["Lighthouse Members", "Quiet Lighthouse"]),
        ("lighthouse", SHARED, ["Quiet Lighthouse"]),
        ("lighthouse", VISITOR, []),
        ("the c", None, ["The Coast Hour"]),
        ("ÅP", None, ["Åpent fyr"]),
        ("th", None, []),
        ("100%", None, []),
    ],
)
def test_shows_whose_title_holds_the_text(
    library: Library, text: str, visible: Visible, titles: list[str]
) -> None:
    assert shows(library, text, visible) == titles


def test_shows_say_what_they_are(library: Library, ids: dict[str, int]) -> None:
    (found,) = (each for each in library.suggest("harbour") if each.kind == "podcast")
    assert (found.podcast, found.episodes) == (ids["Harbour Tales"], 6)


@pytest.mark.parametrize("limit", range(6))
def test_no_more_than_asked_for(library: Library, limit: int) -> None:
    found = library.suggest("lighthouse", limit=limit)
    assert len(found) == min(limit, 4)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=30), visible=st.sampled_from([None, SHARED, VISITOR]))
def test_anything_may_be_typed(library: Library, text: str, visible: Visible) -> None:
    assert len(library.suggest(text, visible=visible)) <= 8
    library.podcasts(named=text, language=text, visible=visible)


@settings(max_examples=8, deadline=None)
@given(
    word=st.sampled_from(["lighthouse", "ferry", "hovden", "members", "keepers", "quietword"]),
    typed=st.integers(2, 9),
    visible=st.sampled_from([None, SHARED, VISITOR]),
)
def test_topic_that_is_suggested_has_so_many_episodes(
    library: Library, word: str, typed: int, visible: Visible
) -> None:
    for phrase, episodes in topics(library, word[:typed], visible):
        page = library.topic(TopicRequest(phrase, visible=visible))
        assert page.stats.episodes == episodes > 0
