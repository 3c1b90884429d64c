"""Key phrases of an episode, and which of them are shown."""

from earmark.model import Boilerplate, EpisodeId, EpisodeText, Person, PodcastId
from earmark.text.keywords import MOST_CANDIDATES, best_keywords, candidates, weighted
from earmark.text.searchable import searchable


def found(title: str, notes: str, language: str = "en", keywords: tuple[str, ...] = ()) -> set[str]:
    text = EpisodeText(
        EpisodeId(1), PodcastId(1), title, notes, keywords, (Person("Ann Owl", "guest"),)
    )
    return set(candidates(searchable(text, Boilerplate()), language))


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
    weights = weighted(
        searchable(EpisodeText(EpisodeId(1), PodcastId(1), "Moss MOSS moss", names), Boilerplate()),
        "en",
    )
    assert len(weights) == MOST_CANDIDATES
    assert list(weights.values()) == sorted(weights.values(), reverse=True)


def test_best_keywords_link_to_other_stories_and_tell_something() -> None:
    counts = {("moss",): 4, ("tawny", "owl"): 3, ("owl",): 9, ("alone",): 1, ("all",): 90}
    counts |= {("tawny",): 3, ("day",): 40, ("all", "day"): 4}
    weights = {"all": 9.0, "all day": 8.0, "Tawny Owl": 4.0, "owl": 4.0, "alone": 4.0, "Moss": 1.0}
    assert best_keywords(weights, lambda key: counts[key], 100) == ("Tawny Owl", "Moss")
    assert best_keywords(weights, lambda key: counts[key], 100, limit=1) == ("Tawny Owl",)
