"""Nobody learns of what isn't for them to see, whatever they ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from library_shows import HIDDEN, PRIVATE, SECRET

from earmark.errors import NotFound
from earmark.library import Library
from earmark.model import SHARED, VISITOR, TopicRequest, Visible

UNLISTED_SIGNS = (HIDDEN, "Quiet", "quiet", "unlisted.example")
PRIVATE_SIGNS = (PRIVATE, "Members", "members", "private.example", SECRET)
OF_ALL = "lighthouse"

VERBS: dict[str, Callable[[Library, Visible], object]] = {
    "home": lambda library, visible: library.home(visible=visible),
    "podcasts": lambda library, visible: library.podcasts(visible=visible),
    "episodes": lambda library, visible: library.episodes(limit=100, visible=visible),
    "show pages": lambda library, visible: [
        library.podcast_page(card.podcast.id, visible=visible)
        for card in library.podcasts(visible=visible).podcasts
    ],
    "episode pages": lambda library, visible: [
        library.episode_page(row.id, visible=visible)
        for row in library.episodes(limit=100, visible=visible).episodes
    ],
    "feed": lambda library, visible: library.topic_feed(
        TopicRequest(OF_ALL, visible=visible), whole=visible is None
    ),
    "list": lambda library, visible: library.topic_podcasts(TopicRequest(OF_ALL, visible=visible)),
    "suggestions": lambda library, visible: [
        library.suggest(text, visible=visible)
        for text in (OF_ALL, "quiet", "quietw", "members", "cellar", "ferry of", "private")
    ],
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_visitor_sees_only_what_is_public(library: Library, verb: str) -> None:
    said = repr(VERBS[verb](library, VISITOR))
    assert not [sign for sign in (*UNLISTED_SIGNS, *PRIVATE_SIGNS) if sign in said]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_what_may_be_handed_on_has_nothing_private(library: Library, verb: str) -> None:
    said = repr(VERBS[verb](library, SHARED))
    assert not [sign for sign in PRIVATE_SIGNS if sign in said]
    assert "uiet" in said


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"feed", "list"}))
def test_owner_sees_all(library: Library, verb: str) -> None:
    said = repr(VERBS[verb](library, None))
    assert "uiet" in said
    assert "embers" in said


@pytest.mark.parametrize("verb", ["feed", "list"])
def test_feeds_have_nothing_private_even_for_the_owner(library: Library, verb: str) -> None:
    assert repr(VERBS[verb](library, None)).count(SECRET) == 0
    everything = frozenset({0, 1, 2, 3})
    assert repr(VERBS[verb](library, everything)).count(SECRET) == 0


@pytest.mark.parametrize(
    ("title", "seen_by"),
    [
        ("Harbour Tales", [True, True, True]),
        ("Quiet Lighthouse", [True, True, False]),
        ("Lighthouse Members", [True, False, False]),
    ],
)
def test_hidden_show_is_as_good_as_none(
    library: Library, ids: dict[str, int], title: str, seen_by: list[bool]
) -> None:
    for visible, seen in zip((None, SHARED, VISITOR), seen_by, strict=True):
        if seen:
            assert library.podcast_page(ids[title], visible=visible).podcast.title == title
            assert library.episodes(podcast=ids[title], visible=visible).total > 0
            continue
        with pytest.raises(NotFound) as hidden:
            library.podcast_page(ids[title], visible=visible)
        with pytest.raises(NotFound) as absent:
            library.podcast_page(12345, visible=visible)
        assert hidden.value.message == absent.value.message
        with pytest.raises(NotFound):
            library.episodes(podcast=ids[title], visible=visible)


def test_hidden_episode_is_as_good_as_none(library: Library, ids: dict[str, int]) -> None:
    for title, blind in (("Ferry at night", [VISITOR]), ("Ferry of members", [SHARED, VISITOR])):
        assert library.episode_page(ids[title]).episode.title == title
        for visible in blind:
            with pytest.raises(NotFound) as hidden:
                library.episode_page(ids[title], visible=visible)
            with pytest.raises(NotFound) as absent:
                library.episode_page(12345, visible=visible)
            assert hidden.value.message == absent.value.message


def test_keywords_are_counted_for_the_asker(library: Library, ids: dict[str, int]) -> None:
    pages = [
        library.episode_page(ids["Two lighthouses"], visible=visible)
        for visible in (None, SHARED, VISITOR)
    ]
    assert [[(word.phrase, word.episodes) for word in page.keywords] for page in pages] == [
        [("Hovden", 3)],
        [],  # 3 of 13 are too many to tell anything
        [("Hovden", 2)],
    ]


def test_nobody_sees_nothing(library: Library) -> None:
    nobody: Visible = frozenset()
    assert library.home(visible=nobody).library.episodes == 0
    assert library.home(visible=nobody).newest == ()
    assert library.podcasts(visible=nobody).podcasts == ()
    assert library.suggest(OF_ALL, visible=nobody) == ()
    assert library.topic_feed(TopicRequest(OF_ALL, visible=nobody), whole=True).items == ()
