"""The page of a show and the page of an episode."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_shows import PLAIN_END, show, told

from earmark.errors import NotFound
from earmark.library import Library, open_library
from earmark.model import SHARED, VISITOR, EpisodeRef, SharedTopic, TopicRequest
from earmark.settings import Settings
from earmark.topics.stories import EXCERPT_CHARS

Ids = dict[str, int]


# ---------------------------------------------------------------- shows


def test_show_has_figures_of_its_own_stories(library: Library, ids: Ids) -> None:
    page = library.podcast_page(ids["Harbour Tales"])
    stats = page.stats
    assert (stats.podcasts, stats.episodes, stats.listed_episodes, stats.undated) == (1, 6, 7, 2)
    assert [(point.period, point.episodes, point.published) for point in page.popularity] == [
        ("2026", 4, 12)
    ]
    assert (page.podcast.description, page.ended) == ("Piers and boats.", False)
    assert page.people == (("Ada Holm", "guest", 1),)
    assert page.languages == (("en", 6),)
    assert [row.title for row in page.episodes][-1] == "Lighthouse keepers"


def test_show_is_marked_by_phrases_of_several_episodes(library: Library, ids: Ids) -> None:
    for visible, shows in ((None, 2), (VISITOR, 1)):
        topics = library.podcast_page(ids["The Coast Hour"], visible=visible).topics
        assert topics == (SharedTopic("Hovden", "hovden", 2, shows),)


def test_word_that_long_notes_were_cut_in_marks_nothing(tmp_path: Path) -> None:
    notes = f"{'small words ' * 300}"[: EXCERPT_CHARS - 9] + " of Montgolfier and his balloon."
    feed = tmp_path / "long.xml"
    feed.write_text(show("long", "Long", *(told("2025-01-01", f"Part {n}", notes) for n in "ab")))
    with open_library(Settings(data=tmp_path / "data"), workers=0) as library:
        list(library.add([str(feed)]))
        page = library.podcast_page(library.podcasts().podcasts[0].podcast.id)
    assert page.stats.episodes == 2
    assert "Montg" not in [topic.phrase for topic in page.topics]


def test_long_silent_show_has_ended(library: Library, ids: Ids) -> None:
    assert library.podcast_page(ids["Änded Lanterns"]).ended


@settings(max_examples=10, deadline=None)
@given(limit=st.integers(1, 7))
def test_paging_visits_each_episode_of_a_show_once(library: Library, ids: Ids, limit: int) -> None:
    show = ids["Harbour Tales"]
    seen: list[int] = []
    cursor = None
    while True:
        page = library.podcast_page(show, limit=limit, cursor=cursor)
        seen += [row.id for row in page.episodes]
        if (cursor := page.next) is None:
            break
    assert seen == [row.id for row in library.podcast_page(show).episodes]
    assert len(seen) == 6


def test_show_that_is_not_there(library: Library) -> None:
    for number in (0, -1, 999, 10**15):
        with pytest.raises(NotFound):
            library.podcast_page(number)


# ---------------------------------------------------------------- episodes


def test_episode_has_what_was_published_and_what_it_could_be_filed_under(
    library: Library, ids: Ids
) -> None:
    page = library.episode_page(ids["Lighthouse lamps"])
    assert page.podcast.title == "Harbour Tales"
    assert page.notes == "Lamps and lenses. Ada Holm polishes."
    assert page.excerpt == page.notes
    assert (page.language, page.whole) == ("en", True)
    assert page.canonical == EpisodeRef(page.episode.id, "Lighthouse lamps")
    assert page.duplicates == ()


def test_keywords_lead_to_other_episodes(library: Library, ids: Ids) -> None:
    page = library.episode_page(ids["Two lighthouses"])
    assert [(word.phrase, word.episodes, word.on) for word in page.keywords] == [
        ("Hovden", 3, False)
    ]
    assert library.topic(TopicRequest("Hovden")).stats.episodes == 3


def test_neighbours_are_of_the_same_show(library: Library, ids: Ids) -> None:
    page = library.episode_page(ids["Rope walk"])
    assert page.before is not None
    assert page.after is not None
    assert (page.before.title, page.after.title) == ("Lighthouse lamps", "Ferry talk")
    assert library.episode_page(ids["Lighthouse keepers"]).before is None


def test_every_member_of_a_story_has_a_page_that_names_the_others(library: Library) -> None:
    row = next(row for row in library.episodes(limit=100).episodes if row.title == "Ferry talk")
    (other,) = row.duplicates
    canonical, member = library.episode_page(row.id), library.episode_page(other.id)
    assert canonical.canonical.id == member.canonical.id == row.id
    assert [double.id for double in canonical.duplicates] == [other.id]
    assert [double.id for double in member.duplicates] == [row.id]
    assert canonical.duplicates[0].reason == member.duplicates[0].reason == other.reason
    assert {canonical.duplicates[0].podcast, member.duplicates[0].podcast} == {
        "Harbour Tales",
        "The Coast Hour",
    }
    assert member.episode.id == other.id


def test_to_others_than_the_owner_notes_are_quoted(library: Library, ids: Ids) -> None:
    number = ids["Rope walk"]
    assert PLAIN_END in library.episode_page(number).notes
    for visible in (SHARED, VISITOR):
        page = library.episode_page(number, visible=visible)
        assert (page.whole, page.notes) == (False, "")
        assert page.excerpt == "One. Two of it. Three of it."


def test_open_licence_shows_notes_to_everybody(library: Library, ids: Ids) -> None:
    page = library.episode_page(ids["Fyret på Møre"], visible=VISITOR)
    assert page.whole
    assert PLAIN_END in page.notes
    assert PLAIN_END not in page.excerpt


def test_episode_that_is_not_there(library: Library) -> None:
    for number in (0, -1, 999, 10**15):
        with pytest.raises(NotFound):
            library.episode_page(number)
