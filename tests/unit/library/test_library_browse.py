"""Shows by title and episodes by date, a page at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import InvalidInput, NotFound
from earmark.library import Library
from earmark.model import VISITOR, Visible

BY_TITLE = [
    *("Harbour Tales", "Lighthouse Members", "Quiet Lighthouse", "The Coast Hour"),
    *("Änded Lanterns", "Åpent fyr"),
]


def shown(library: Library, **asked: object) -> list[str]:
    return [card.podcast.title for card in library.podcasts(**asked).podcasts]  # type: ignore[arg-type]


# ---------------------------------------------------------------- shows


def test_shows_by_title_with_what_they_hold(library: Library) -> None:
    found = library.podcasts()
    assert [card.podcast.title for card in found.podcasts] == BY_TITLE
    assert (found.total, found.next) == (6, None)
    assert found.languages == (("en", 4), ("de", 1), ("no", 1))
    assert [card.episodes for card in found.podcasts] == [6, 2, 2, 3, 1, 2]
    assert [card.ended for card in found.podcasts] == [False] * 4 + [True, False]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"language": "no"}, ["Åpent fyr"]),
        ({"language": "nb-NO"}, ["Åpent fyr"]),
        ({"language": "EN", "named": "hour"}, ["The Coast Hour"]),
        ({"named": "LIGHT"}, ["Lighthouse Members", "Quiet Lighthouse"]),
        ({"named": "light", "visible": VISITOR}, []),
        ({"language": "xx"}, []),
        ({"named": "no such show"}, []),
        ({"named": ""}, BY_TITLE),
    ],
)
def test_shows_of_a_language_or_a_name(
    library: Library, asked: dict[str, object], titles: list[str]
) -> None:
    assert shown(library, **asked) == titles
    assert library.podcasts(**asked).total == len(titles)  # type: ignore[arg-type]


def test_languages_are_told_without_the_filter_on_them(library: Library) -> None:
    assert library.podcasts(language="no").languages == library.podcasts().languages


@settings(max_examples=20, deadline=None)
@given(limit=st.integers(1, 7), visible=st.sampled_from([None, VISITOR]))
def test_paging_visits_each_show_once(library: Library, limit: int, visible: Visible) -> None:
    titles: list[str] = []
    cursor = None
    while True:
        page = library.podcasts(limit=limit, cursor=cursor, visible=visible)
        titles += [card.podcast.title for card in page.podcasts]
        if (cursor := page.next) is None:
            break
    assert titles == shown(library, visible=visible)


@pytest.mark.parametrize("cursor", ["", "!", "zzzz", "1 ", "9" * 40, "é"])
def test_place_that_is_none_is_refused(library: Library, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        library.podcasts(cursor=cursor)


def test_cursor_of_a_hidden_show_is_a_place_for_its_owner_only(library: Library) -> None:
    cursor = library.podcasts(limit=2).next
    assert shown(library, cursor=cursor)[0] == "Quiet Lighthouse"
    with pytest.raises(InvalidInput) as hidden:
        library.podcasts(cursor=cursor, visible=VISITOR)
    with pytest.raises(InvalidInput) as gone:
        library.podcasts(cursor="zz", visible=VISITOR)
    assert hidden.value.message == gone.value.message


@pytest.mark.parametrize("limit", [-1, 1001])
def test_page_has_a_number_of_rows(library: Library, limit: int) -> None:
    for verb in (library.podcasts, library.episodes):
        with pytest.raises(InvalidInput):
            verb(limit=limit)


# ---------------------------------------------------------------- episodes


def test_episodes_are_stories_newest_first(library: Library) -> None:
    found = library.episodes(limit=100)
    assert found.total == len(found.episodes) == 15
    dated = [row.published_at for row in found.episodes if row.published_at]
    assert dated == sorted(dated, reverse=True)
    assert [row.title for row in found.episodes].count("Ferry talk") == 1


def test_episodes_of_a_show_count_those_that_another_show_stands_for(
    library: Library, ids: dict[str, int]
) -> None:
    harbour = library.episodes(podcast=ids["Harbour Tales"])
    coast = library.episodes(podcast=ids["The Coast Hour"])
    assert (harbour.total, coast.total) == (6, 3)
    both = {row.id for row in harbour.episodes} & {row.id for row in coast.episodes}
    assert len(both) == 1


def test_episodes_of_a_language(library: Library) -> None:
    assert [row.title for row in library.episodes(language="nb").episodes] == [
        "Fyrlykter",
        "Fyret på Møre",
    ]
    assert library.episodes(language="fr").total == 0


@settings(max_examples=20, deadline=None)
@given(limit=st.integers(1, 20), visible=st.sampled_from([None, VISITOR]))
def test_paging_visits_each_episode_once(library: Library, limit: int, visible: Visible) -> None:
    seen: list[int] = []
    cursor = None
    while True:
        page = library.episodes(limit=limit, cursor=cursor, visible=visible)
        seen += [row.id for row in page.episodes]
        if (cursor := page.next) is None:
            break
    assert seen == [row.id for row in library.episodes(limit=100, visible=visible).episodes]
    assert len(set(seen)) == page.total


def test_show_that_is_not_there_has_no_episodes(library: Library) -> None:
    with pytest.raises(NotFound):
        library.episodes(podcast=999)
