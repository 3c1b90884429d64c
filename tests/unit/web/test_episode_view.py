"""What of an episode's evidence its row shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.topic_pages import EPISODES, evidence

from earmark.model import Enclosure
from earmark.web.episode_view import QUOTED, Media, around, media_of, player_for, shown

NAMED, PASSING = EPISODES
WORDS = "grain and water and salt and time "


def test_a_match_in_the_title_is_said_and_the_notes_begin_instead() -> None:
    row = shown(replace(NAMED, lead="Machines wait."))
    assert row.said == ("title",)
    assert row.title == NAMED.evidence[0]
    assert (row.quote, row.lead, row.further) == (None, "Machines wait.", NAMED.evidence[1:])


def test_without_notes_what_else_matches_is_quoted() -> None:
    row = shown(NAMED)
    assert (row.quote, row.lead, row.further) == (NAMED.evidence[1], "", ())


def test_a_match_in_the_notes_is_quoted() -> None:
    row = shown(replace(PASSING, lead="粥。"))
    assert (row.quote, row.lead, row.said) == (PASSING.evidence[0], "", ())


@pytest.mark.parametrize("field", ["keywords", "people"])
def test_a_single_name_is_said_and_not_quoted(field: str) -> None:
    row = shown(replace(PASSING, lead="粥。", evidence=(evidence("", "mfu", field=field),)))
    assert (row.said, row.quote, row.lead) == ((field,), None, "粥。")


def test_notes_that_are_the_title_once_more_are_not_shown() -> None:
    title = NAMED.title
    again = evidence("What an ", "MFU", " figure hides.")
    named = replace(NAMED, lead=f"{title}.", evidence=(NAMED.evidence[0], again))
    row = shown(named)
    assert (row.lead, row.quote, row.further) == ("", None, ())
    told = shown(replace(named, evidence=(*named.evidence, NAMED.evidence[1])))
    assert (told.quote, told.further) == (NAMED.evidence[1], ())


def test_an_ad_is_always_quoted() -> None:
    sold = evidence("Buy ", "mfu", field="title", kind="ad")
    row = shown(replace(PASSING, evidence=(sold,)))
    assert (row.said, row.quote) == ((), sold)


def test_a_title_that_the_quote_cuts_is_not_marked() -> None:
    cut = replace(NAMED, title=NAMED.title + " from everybody")
    assert shown(cut).title is None


def test_mentions_without_a_quote_are_counted() -> None:
    assert shown(NAMED).unshown == 3


def test_an_episode_without_evidence_shows_how_its_notes_begin() -> None:
    row = shown(replace(PASSING, evidence=(), mentions=0, lead="粥。"))
    assert (row.quote, row.lead, row.unshown) == (None, "粥。", 0)


@pytest.mark.parametrize("before", [0, 3, 40])
@pytest.mark.parametrize("after", [0, 3, 40])
def test_a_long_quote_is_cut_around_its_mention(before: int, after: int) -> None:
    long = evidence(WORDS * before, "the mfu", f" {WORDS * after}".rstrip())
    cut = around(long)
    (start, end) = cut.highlights[0]
    assert cut.quote[start:end] == "the mfu"
    assert len(cut.quote) <= QUOTED + 2
    assert set(cut.quote.strip("…").split()) <= set(long.quote.split())
    assert cut.quote.startswith("…") == (before == 40)
    assert cut.quote.endswith("…") == (after == 40)


def test_a_script_without_spaces_is_cut_anywhere() -> None:
    cut = around(evidence("粥" * 300, "機械", "粥" * 300))
    (start, end) = cut.highlights[0]
    assert cut.quote[start:end] == "機械"
    assert len(cut.quote) == QUOTED + 2


def test_a_mention_longer_than_a_quote_is_whole() -> None:
    long = evidence("before ", "m" * (QUOTED + 80), " after")
    cut = around(long)
    (start, end) = cut.highlights[0]
    assert cut.quote[start:end] == "m" * (QUOTED + 80)


def test_a_second_mention_that_is_cut_away_is_not_marked() -> None:
    first = evidence("", "mfu", f" {WORDS * 30}mfu")
    both = replace(first, highlights=((0, 3), (len(first.quote) - 3, len(first.quote))))
    assert around(both).highlights == ((0, 3),)


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        ("audio/mpeg", "audio"),
        ("application/octet-stream", "audio"),
        ("video/mp4", "video"),
        ("VIDEO/MP4", "video"),
        ("application/pdf", None),
        ("image/jpeg", None),
        ("text/html", None),
        ("", None),
    ],
)
def test_what_plays_a_type(kind: str, element: str | None) -> None:
    assert player_for(kind) == element


def test_a_file_that_a_page_may_not_link_to_is_none() -> None:
    assert media_of(None) is None
    assert media_of(Enclosure("javascript:alert(1)", "audio/mpeg")) is None
    assert media_of(Enclosure("https://a.example/a.pdf", "application/pdf")) == Media(
        "https://a.example/a.pdf", "application/pdf", None
    )
