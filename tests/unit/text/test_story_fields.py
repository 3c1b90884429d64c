"""Fields of a story: what goes where, and that phrases never cross a cut."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import (
    Boilerplate,
    Chapter,
    EpisodeId,
    EpisodeText,
    Person,
    PodcastId,
    StoryDoc,
    StoryFields,
    StoryId,
)
from earmark.text.document import digest, often, recurring, repeated, story_fields
from earmark.text.sentences import keyed
from earmark.text.tokens import SEPARATOR


def episode(title: str = "", notes: str = "", **more: object) -> EpisodeText:
    said = {"language": "en-GB", **more}
    return EpisodeText(EpisodeId(1), PodcastId(1), title, notes, **said)  # type: ignore[arg-type]


def fields_of(*episodes: EpisodeText, known: Boilerplate = Boilerplate()) -> StoryFields:  # noqa: B008
    return story_fields([(one, known) for one in episodes])


def holds(field: str, phrase: str) -> bool:
    return f" {phrase} " in f" {field} "


def test_each_field_has_its_place() -> None:
    found = fields_of(
        episode(
            "Owls at night",
            "<p>Moss and rain. Moss again.</p><p>Use code OWL now.</p><p>00:10 Tea time</p>"
            "<p>Blåbær</p>",
            keywords=("birds",),
            people=(Person("Ann Owl"),),
            chapters=(Chapter(0, "Feathers"),),
        )
    )
    assert found == StoryFields(
        text="owls at night | moss and rain moss again | 00 10 tea time blabær"
        " | feathers | birds | ann owl",
        subject="owls at night | moss | birds",
        discussed="moss and rain moss again | 00 10 tea time | feathers",
        aside="use code owl now",
        exact="blåbær",
        language="en",
    )


def test_links_below_the_prose_are_only_mentioned() -> None:
    found = fields_of(episode("T", "<p>A long talk on moss.</p><li>Owl trust</li><li>Owl</li>"))
    assert holds(found.text, "owl trust owl")
    assert not holds(found.discussed, "owl")


def test_the_lead_is_forty_tokens_of_prose() -> None:
    found = fields_of(episode("T", " ".join(f"w{i}" for i in range(60)) + "."))
    assert holds(found.discussed, "w38 w39")
    assert not holds(found.discussed, "w40")


def test_what_members_share_is_there_once() -> None:
    one, two = episode("Owls", "Moss is soft."), episode("Owls again", "Moss is soft.")
    found = fields_of(one, two)
    assert found.text == "owls | moss is soft | owls again"
    assert found == fields_of(one, two, two)


def test_boilerplate_goes_aside_and_parts_what_it_stood_between() -> None:
    known = Boilerplate(frozenset({keyed("The moss show airs daily.") or 0}))
    found = fields_of(episode("T", "On owls. The moss show airs daily. Rain falls."), known=known)
    assert found.text == "t | on owls | rain falls"
    assert found.aside == "the moss show airs daily"


def test_recurring_needs_three_tenths() -> None:
    words = [f"w{i}" for i in range(100)]
    words[5], words[6] = "owl", "nest"
    words[15], words[16] = "owl", "nest"
    assert recurring([" ".join(words)]) == []
    words[95], words[96] = "owl", "nest"
    assert recurring([" ".join(words)]) == ["owl nest"]
    words[50] = "owl"
    assert recurring([" ".join(words)]) == ["owl nest"]


def test_often_needs_three_times_and_a_share() -> None:
    assert often(["owl moss", "owl rain", "moss owl"], 200) == ["owl"]
    long = " ".join(["owl"] * 3 + [f"w{i}" for i in range(1000)])
    assert often([long], 200) == []
    assert often([long], 1000) == ["owl"]


def test_grams_do_not_cross_runs() -> None:
    assert repeated(["a b", "c a b", "c"], 2) == ["a b", "c"]


RUNS = st.lists(st.text("abc", min_size=1, max_size=12).map(" ".join), max_size=4)


def grams_of(field: list[str], n: int) -> set[tuple[str, ...]]:
    words = [run.split() for run in field]
    return {tuple(run[i : i + n]) for run in words for i in range(len(run) - n + 1)}


@settings(max_examples=150, derandomize=True, deadline=None)
@given(RUNS, st.integers(2, 3))
def test_repeated_holds_exactly_the_phrases_said_so_often(runs: list[str], times: int) -> None:
    """Sub-phrases included: a phrase of up to four tokens is in the result just when it counts."""
    found = repeated(runs, times)
    for n in range(1, 5):
        words = [run.split() for run in runs]
        said = [tuple(run[i : i + n]) for run in words for i in range(len(run) - n + 1)]
        assert grams_of(found, n) == {gram for gram in said if said.count(gram) >= times}


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.text("abc", min_size=1, max_size=40).map(" ".join), min_size=1, max_size=3))
def test_recurring_is_closed_under_sub_phrases(runs: list[str]) -> None:
    found = recurring(runs)
    total = sum(len(run.split()) for run in runs)
    for n in range(1, 5):
        position, tenths = 0, dict[tuple[str, ...], set[int]]()
        for run in (run.split() for run in runs):
            for i in range(len(run) - n + 1):
                tenth = 10 * (position + i) // total
                tenths.setdefault(tuple(run[i : i + n]), set()).add(tenth)
            position += len(run)
        assert grams_of(found, n) == {gram for gram, seen in tenths.items() if len(seen) >= 3}


WORDS = st.sampled_from(["owl", "moss", "rain", "tea", "nest", "Ål", "c++", "東京"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=5).map(
    lambda words: " ".join(words).capitalize() + "."
)
CUTS = [
    "Use code OWL for 5% off.",
    "https://owl.example/tea",
    "ann@owl.example",
    "Hosted on Acast.",
]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=5), st.sampled_from(CUTS), st.data())
def test_no_phrase_crosses_a_cut(parts: list[str], cut: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(parts) - 1))
    notes = " ".join([*parts[:at], cut, *parts[at:]])
    found = fields_of(episode("", notes))
    before = fields_of(episode("", " ".join(parts[:at]))).text
    after = fields_of(episode("", " ".join(parts[at:]))).text
    assert found.text == f"{before} {SEPARATOR} {after}"


def document(**changes: object) -> StoryDoc:
    fields = StoryFields("a b", "a", "b", "c", "å", "en")
    doc = StoryDoc(
        StoryId(1), PodcastId(2), (PodcastId(2),), "en", 5, 5, None, 1, 0, False, (), fields, 0
    )
    return replace(doc, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": StoryId(2)},
        {"podcast": PodcastId(3)},
        {"any_podcast": (PodcastId(2), PodcastId(3))},
        {"language": "no"},
        {"published_s": None},
        {"sort_s": 6},
        {"duration_ms": 1},
        {"members": 2},
        {"visibility": 1},
        {"has_transcript": True},
        {"people": (("host", "Ann"),)},
        *({"fields": StoryFields(*["x" if i == n else "" for i in range(6)])} for n in range(6)),
    ],
)
def test_the_digest_depends_on_every_value(changes: dict[str, object]) -> None:
    assert digest(document(**changes)) != digest(document())


def test_the_digest_is_the_same_in_every_process_and_ignores_itself() -> None:
    assert digest(document()) == digest(document(digest=9)) == 6762427400482623092
