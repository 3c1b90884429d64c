"""Three to start with: most about it, newest, shortest; distinct and playable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from topics_shelf import Shelf, Show, Written

from earmark.model import Enclosure, TopicRequest
from earmark.topics.page import topic_page
from earmark.topics.starters import is_playable

TODAY = date(2026, 3, 20)
PASSING = f"{'Ropes and tar. ' * 20} At the end of the day somebody said eel"


def starters(*episodes, gone=(), **wanted):
    """(kind, title) of the starters of "eel"; ``gone`` are titles without their media file."""
    shelf = Shelf([Show("One", list(episodes))])
    for number, episode in shelf.episodes.items():
        if episode.title in gone:
            shelf.episodes[number] = replace(episode, enclosure=None)
            shelf.stories[episode.story_id] = (shelf.episodes[number],)
    request = TopicRequest(**{"phrase": "eel"} | wanted)
    page = topic_page(request, reader=shelf.reader(), store=shelf, generation=1, today=TODAY)
    rows = {episode.id: episode for episode in page.episodes}
    for starter in page.starters:
        assert rows.get(starter.episode.id, starter.episode) == starter.episode
        assert starter.episode.evidence
    return [(starter.kind, starter.episode.title) for starter in page.starters]


MUCH = Written("Eel, eel and eel", "Eel and eel. " * 5, "2021-01-01", 90, keywords=("eel",))
NEW = Written("Eel news", "Short.", "2025-01-01", 50)
QUICK = Written("Eel in brief", "Short.", "2022-01-01", 4)
TRAILER = Written("Eel trailer", "Short.", "2022-01-02", 2)
ASIDE = Written("Ropes", PASSING, "2026-01-01", 3)
TAR = Written("Tar", PASSING, "2020-01-01", 20)
ALL = (MUCH, NEW, QUICK, TRAILER, ASIDE, TAR)


def test_most_newest_and_shortest_of_those_about_it():
    expected = [("most", MUCH.title), ("newest", NEW.title), ("shortest", QUICK.title)]
    assert starters(*ALL) == expected
    assert starters(*ALL, limit=1) == expected
    assert starters(*reversed(ALL)) == expected


def test_another_where_the_first_cannot_be_played():
    assert starters(*ALL, gone=[NEW.title]) == [
        ("most", MUCH.title),
        ("newest", TRAILER.title),
        ("shortest", QUICK.title),
    ]


def test_of_all_where_none_about_it_will_do():
    found = starters(*ALL, gone=[MUCH.title, NEW.title, TRAILER.title])
    assert found == [("most", QUICK.title), ("newest", ASIDE.title), ("shortest", TAR.title)]


def test_of_the_asked_grade_only():
    passing = [
        replace(ASIDE, title=f"Ropes {n}", notes=f"{PASSING} {n} times.", day=f"2020-01-0{n}")
        for n in range(1, 4)
    ]
    found = starters(*ALL, *passing, grade="mentioned")
    assert {title for _, title in found} <= {"Ropes", "Tar", *(each.title for each in passing)}
    assert [kind for kind, _ in found] == ["most", "newest", "shortest"]
    assert len({title for _, title in found}) == 3


def test_the_undated_are_not_the_newest():
    undated = replace(NEW, title="Eel once", day=None)
    assert ("newest", NEW.title) in starters(*ALL, undated)


def test_lengths_that_are_not_known_are_not_the_shortest():
    unknown = [replace(written, minutes=None) for written in ALL]
    assert [kind for kind, _ in starters(*unknown)] == ["most", "newest"]


def test_none_for_a_topic_of_few_nor_on_later_pages():
    assert starters(*ALL[:4]) == []
    assert starters(*ALL, cursor="zzzzzzzzzzzz") == []


@pytest.mark.parametrize(
    ("url", "kind", "plays"),
    [
        ("https://a.example/1.mp3", "audio/mpeg", True),
        ("http://a.example/1.mp3", "", True),
        ("HTTPS://a.example/1", None, True),
        ("https://a.example/1.mp4", "video/mp4; codecs=x", True),
        ("https://a.example/1", "application/octet-stream", True),
        ("https://a.example/1.jpg", "image/jpeg", False),
        ("https://a.example/1.pdf", "Application/PDF", False),
        ("https://a.example/1", "text/html", False),
        ("ftp://a.example/1.mp3", "audio/mpeg", False),
        ("file:///etc/passwd", "audio/mpeg", False),
        ("javascript:alert(1)", "audio/mpeg", False),
        ("https://[bad/1.mp3", "audio/mpeg", False),
        ("/1.mp3", "audio/mpeg", False),
        ("https:///1.mp3", "audio/mpeg", False),
    ],
)
def test_what_can_be_played(url, kind, plays):
    assert is_playable(Enclosure(url, kind)) is plays
    assert not is_playable(None)
