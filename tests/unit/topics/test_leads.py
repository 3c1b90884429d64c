"""How notes begin: sentences of their own, cut where a reader would."""

from __future__ import annotations

import pytest

from earmark.model import LEAD_CHARS, Boilerplate, EpisodeId, EpisodeText, PodcastId
from earmark.text.searchable import searchable
from earmark.text.sentences import keyed
from earmark.topics.leads import cut_at_word, lead

HABIT = "Thank you for listening to the report of the shore."


def lead_of(notes: str) -> str:
    text = EpisodeText(EpisodeId(1), PodcastId(1), "A title", notes)
    return lead(searchable(text, Boilerplate(frozenset({keyed(HABIT) or 0}))))


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("", ""),
        ("<p>Bees <b>swarm</b>.</p><p>And rest.</p>", "Bees swarm. And rest."),
        (f"{HABIT} Bees swarm. Write to us@bees.example now. And rest.", "Bees swarm. And rest."),
        ("This episode is brought to you by Hive Wax. Bees swarm.", "Bees swarm."),
        ("One bee. Two bees. Three bees. Four bees.", "One bee. Two bees. Three bees."),
        ("*** --- *** Bees swarm.", "*** --- *** Bees swarm."),
        ("---\n\nBees swarm.", "Bees swarm."),
        ("Bees and more at https://bees.example/swarm", "Bees and more at"),
        ("https://bees.example/swarm", ""),
        (HABIT, ""),
        ("<script>swarm()</script>", ""),
    ],
)
def test_a_lead(notes, said):
    assert lead_of(notes) == said


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("bees swarm", "bees swarm"),
        ("bees swarm and rest", "bees…"),
        ("bees, then rest", "bees…"),
        ("superorganism", "superorga…"),
        ("a superorganism", "a superor…"),
        ("蜜蜂は夏に群れを作ります。", "蜜蜂は夏に群れを作…"),
        ("abcdefghe\u0301\u0301z", "abcdefgh…"),
        ("abcdefg\U0001f469\u200d\U0001f33ez", "abcdefg…"),
    ],
)
def test_a_cut_halves_no_word_and_no_character(text, cut):
    assert cut_at_word(text, 10) == cut


def test_a_lead_is_short_whatever_the_notes():
    for notes in ("bees " * 200, "蜂" * 900, "b" * 900, f"{'bees ' * 40}. {'bees ' * 40}."):
        assert LEAD_CHARS // 2 < len(lead_of(notes)) <= LEAD_CHARS
        assert lead_of(notes).endswith("…")
