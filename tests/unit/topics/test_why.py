"""One sentence for every case of an episode that is or isn't listed."""

from __future__ import annotations

from datetime import date

import pytest
from topics_shelf import SHOWS, Shelf, Show, Written

from earmark.model import StoryId, TopicRequest
from earmark.topics.why import why

TODAY = date(2026, 3, 20)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    talk = "The reef is quiet. " * 40
    spoken = "".join(f"The reef changes colour in part {part}. {talk}" for part in range(10))
    return Shelf(
        [
            *SHOWS,
            Show("Deep Sea", [Written("Plain", "Nothing said.", transcript=spoken)]),
            Show("Hidden", [Written("Whisper", "The MFU in secret.")], visibility=2),
        ]
    )


@pytest.fixture(scope="module")
def reader(shelf):
    return shelf.reader()


@pytest.fixture
def ask(shelf, reader):
    def make(title: str, phrase: str = "mfu", **wanted) -> str:
        [episode] = [one for one in shelf.episodes.values() if one.title == title]
        request = TopicRequest(phrase, **wanted)
        return why(request, episode, reader=reader, store=shelf, today=TODAY)

    return make


@pytest.mark.parametrize(
    ("title", "phrase", "wanted", "parts"),
    [
        ("The MFU and the lobster season", "mfu", {}, ["Listed", "subject", "title has it", "MFU"]),
        (
            "The MFU and the lobster season!",
            "mfu",
            {},
            ["Listed as one with", "of Tide and Trade", "same audio file"],
        ),
        ("Kaffe", "mfu", {}, ["discussed", "chapters have it", "Hva er MFU?"]),
        ("Storm damage", "mfu", {}, ["mentioned", "notes have it", "At the end the MFU asks"]),
        ("Undated talk", "mfu", {}, ["Listed", "no date, so it is in no period"]),
        ("Plain", "reef", {}, ["subject", "all through the transcript"]),
        ("Bait", "mfu", {}, ["Not listed", "an advertisement", "MFU insurance"]),
        ("Bait", "mfu", {"grade": "ad"}, ["Listed", "grade is ad", "an advertisement"]),
        ("Ice", "mfu", {}, ["Not listed", "an address"]),
        ("Nets", "harbour report", {}, ["Not listed", "says in every episode"]),
        ("Der mFußball", "mfu", {}, ["“mFußball” contains “mfu”", "longer word"]),
        ("Ropes", "rope", {}, ["“Ropes” contains “rope”"]),
        ("Nets", "mfu", {}, ["stands nowhere", "no transcript"]),
        ("Plain", "mfu", {}, ["stands nowhere", "nor in its transcript"]),
        ("Kaffe", "mfu", {"languages": ("en",)}, ["language is no", "asks for en"]),
        ("Kaffe", "mfu", {"as_of": date(2026, 3, 1)}, ["11 March 2026, later"]),
        ("Kaffe", "mfu", {"until": date(2026, 3, 1)}, ["11 March 2026, outside"]),
        ("Undated talk", "mfu", {"since": date(2020, 1, 1)}, ["no date, and the page asks"]),
        ("Kaffe", "mfu", {"podcasts": (1,)}, ["of Handelsprat, which"]),
        ("Kaffe", "mfu", {"grade": "subject"}, ["grade is discussed", "asks for subject"]),
    ],
)
def test_the_reason_in_words(ask, title, phrase, wanted, parts):
    sentence = ask(title, phrase, **wanted)
    for part in parts:
        assert part in sentence
    assert sentence.endswith(".")


def test_an_episode_that_waits_for_the_index(shelf):
    later = Shelf([*SHOWS, Show("New", [Written("Fresh", "The MFU today.")])])
    fresh = later.episodes[max(later.episodes)]
    assert fresh.story_id == StoryId(fresh.id)
    old = Shelf(SHOWS).reader()
    sentence = why(TopicRequest("mfu"), fresh, reader=old, store=later, today=TODAY)
    assert "not in the index yet" in sentence
