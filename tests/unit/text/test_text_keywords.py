"""Key phrases of an episode, and which of them are shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import (
    Boilerplate,
    EpisodeId,
    EpisodeText,
    KeyPhrase,
    Person,
    Piece,
    PodcastId,
    Span,
)
from earmark.text import keywords
from earmark.text.keywords import MOST_CANDIDATES, best_keywords, candidates
from earmark.text.searchable import searchable


def found(title: str, notes: str, language: str = "en", keywords: tuple[str, ...] = ()) -> set[str]:
    text = EpisodeText(
        EpisodeId(1), PodcastId(1), title, notes, keywords, (Person("Ann Owl", "guest"),)
    )
    return {each.written for each in candidates(searchable(text, Boilerplate()), language)}


def test_sources_of_candidates() -> None:
    notes = (
        "We meet Bertha Moss in Oslo. The tawny owl eats mice; a tawny owl sleeps by day. "
        "Use code OWL for 5% off at Acme Knives."
    )
    got = found("The secret life of owls", notes, keywords=("Night Birds", "the"))
    assert {"Bertha Moss", "Oslo", "tawny owl", "Night Birds", "Ann Owl", "secret life"} <= got
    assert not got & {"The", "the", "We", "Acme Knives", "OWL", "of"}


def test_stop_words_of_the_language_are_left_out() -> None:
    got = found("Og så var det Ugla", "Det var en ugle. Det var en ugle.", language="no")
    assert "Ugla" in got
    assert not got & {"Og", "Det", "det", "var", "Det var"}


def test_scripts_without_spaces_give_runs() -> None:
    assert {"フクロウ", "東京"} <= found("東京のフクロウ", "", language="ja")


def test_candidates_are_ordered_unique_and_few() -> None:
    names = " ".join(f"We saw Name{i} Other{i}." for i in range(60))
    got = candidates(
        searchable(EpisodeText(EpisodeId(1), PodcastId(1), "Moss MOSS moss", names), Boilerplate()),
        "en",
    )
    assert len({each.key for each in got}) == len(got) == MOST_CANDIDATES
    assert [each.weight for each in got] == sorted((each.weight for each in got), reverse=True)


def test_best_keywords_link_to_other_stories_and_tell_something() -> None:
    counts = {("moss",): 4, ("tawny", "owl"): 3, ("owl",): 9, ("alone",): 1, ("all",): 90}
    counts |= {("tawny",): 3, ("day",): 40, ("all", "day"): 4}
    weights = {"all": 9.0, "all day": 8.0, "Tawny Owl": 4.0, "owl": 4.0, "alone": 4.0, "Moss": 1.0}
    assert best_keywords(weights, lambda key: counts[key], 100) == ("Tawny Owl", "Moss")
    assert best_keywords(weights, lambda key: counts[key], 100, limit=1) == ("Tawny Owl",)


def prose(text: str) -> list[KeyPhrase]:
    return list(candidates([Piece("notes", text, (Span(0, len(text), "own"),))], "en"))


PARTS = [
    "Moss",
    "moss",
    "Owl",
    "owl",
    "iPhone",
    "BBC",
    "the",
    "The",
    "ox",
    "3",
    "Café",
    "Dr. ",
    ". ",
]
PARTS += [" ", " ", " ", " ", " ", " ", "-", "  ", " - ", ", ", "’s ", "\n", "_", "…", "\u00a0"]


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=24).map("".join))
def test_text_with_a_twin_is_read_as_any_other(text: str) -> None:
    found = prose(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keywords, "twin", lambda _: None)
        assert prose(text) == found
