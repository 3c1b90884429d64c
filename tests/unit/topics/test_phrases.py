"""Key phrases are found once for a text, and anew for whatever they depend on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.model import Piece, Span
from earmark.text.keywords import candidates
from earmark.topics import phrases
from earmark.topics.phrases import key_phrases

TEXT = "Then Tern Island and Tern Island, said Ada Holm of the eel grass and eel grass beds."
PIECE = Piece("notes", TEXT, (Span(0, len(TEXT), "own"),))


def weighted(pieces, language):
    return [(each.written, each.weight) for each in candidates(pieces, language)]


def test_they_are_those_of_the_text():
    found = key_phrases([PIECE], "en")
    assert list(found.weights.items()) == weighted([PIECE], "en")
    assert dict(found.marks)["tern", "island"] == "Tern Island"


def test_a_text_is_read_once(monkeypatch):
    piece = replace(PIECE, text=TEXT.replace("Ada", "Ida"))
    found = key_phrases([piece], "en")
    monkeypatch.setattr(phrases, "candidates", None)
    assert key_phrases((replace(piece),), "en") is found


@pytest.mark.parametrize(
    ("pieces", "language"),
    [
        ([PIECE], "no"),
        ([replace(PIECE, field="title")], "en"),
        ([replace(PIECE, spans=(Span(0, 17, "own"), Span(17, len(TEXT), "ad")))], "en"),
        ([PIECE, PIECE], "en"),
        ([replace(PIECE, text=TEXT.replace("Tern", "\ud800ern"))], "en"),
        ([], "en"),
    ],
)
def test_whatever_they_depend_on_makes_others(pieces, language):
    key_phrases([PIECE], "en")
    assert list(key_phrases(pieces, language).weights.items()) == weighted(pieces, language)


def test_marks_are_short_but_in_scripts_without_spaces():
    words = Piece("keywords", "slate chalk flint marl", (Span(0, 22, "own"),))
    signs = Piece("keywords", "一二三四", (Span(0, 4, "own"),))
    found = key_phrases([words, signs], "und")
    assert "slate chalk flint marl" in found.weights
    assert [written for _, written in found.marks] == ["一二三四"]
