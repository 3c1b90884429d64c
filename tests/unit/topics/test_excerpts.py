"""Excerpts are short, and made anew when a text or what its show repeats has changed."""

from __future__ import annotations

from dataclasses import replace

from topics_shelf import Shelf, Show, Written

from earmark.model import Boilerplate
from earmark.text.searchable import searchable
from earmark.text.sentences import keyed
from earmark.topics.stories import EXCERPT_CHARS, stored_stories

NOTES = "The eel swims upstream at night. It rests by day in the reeds."


def stored(notes: str = NOTES, **more: str):
    shelf = Shelf([Show("Harbour", [Written("Eels", notes, **more)])])  # type: ignore[arg-type]
    return stored_stories(shelf, [1])[1]


def kinds(pieces):
    return [[span.kind for span in piece.spans] for piece in pieces]


def test_an_excerpt_is_what_is_searched_of_short_notes():
    story = stored(transcript="Spoken words.")
    assert story.excerpt() == searchable(
        replace(story.texts[0], transcript=None), story.boilerplate[0]
    )
    assert "transcript" not in {piece.field for piece in story.excerpt()}
    long = stored("eel " * EXCERPT_CHARS)
    assert sum(len(piece.text) for piece in long.excerpt()) <= EXCERPT_CHARS + len("Eels")


def test_it_is_made_once_for_the_same_text():
    assert stored().excerpt() is stored().excerpt()


def test_it_follows_text_and_boilerplate():
    story = stored()
    assert kinds(story.excerpt()) == [["own"], ["own"]]
    other = stored(NOTES.replace("eel", "elver"))
    assert "elver" in other.excerpt()[1].text
    known = Boilerplate(frozenset({keyed("The eel swims upstream at night.") or 0}))
    again = replace(story, boilerplate=(known,))
    assert kinds(again.excerpt()) == [["own"], ["boilerplate", "own"]]
    assert kinds(story.excerpt()) == [["own"], ["own"]]
