"""What every catalog does where one leafs through it: shows by title, neighbours of an episode."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import DAY, FEED, NOW, add, item

from earmark.model import (
    OWNER,
    PUBLIC,
    SHARED,
    UNLISTED,
    VISITOR,
    EpisodeId,
    FoldedStory,
    PodcastId,
    StoryId,
    Visible,
)
from earmark.ports import Store

JANUARY = datetime(2024, 1, 1, 8, tzinfo=UTC)
LATER = JANUARY + 400 * DAY


def add_show(
    store: Store, title: str, *, language: str | None = "en", seen: int = PUBLIC, **more: object
) -> PodcastId:
    """An empty show."""
    number = len(store.feeds())
    secret = "?token=abc" if seen == OWNER else ""
    changes = {"title": title, "language": language, "block": seen == UNLISTED, **more}
    feed, _ = add(
        store,
        [],
        url=f"https://{number}.example/feed{secret}",
        feed=replace(FEED, **changes),  # type: ignore[arg-type]
    )
    assert feed.podcast_id is not None
    return feed.podcast_id


def titles(store: Store, limit: int = 100, **asked: object) -> list[str]:
    return [show.title for show in store.podcasts_by_title(limit, **asked)]  # type: ignore[arg-type]


# ---------------------------------------------------------------- shows


def test_shows_come_by_canonical_title_and_the_untitled_last(store: Store) -> None:
    for title in ("beta", "", "“Alpha”", "Gamma", "ALPHA", "BETA", " "):
        add_show(store, title)
    assert titles(store) == ["“Alpha”", "ALPHA", "beta", "BETA", "Gamma", "", " "]
    assert titles(store, 2) == ["“Alpha”", "ALPHA"]
    assert titles(store, 0) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(limit=st.integers(1, 6))
def test_every_show_is_visited_once(store: Store, limit: int) -> None:
    if not store.feeds():
        for number in range(12):
            add_show(store, ("", "same", f"t{number}")[number % 3])
    visited: list[PodcastId] = []
    after = None
    while page := store.podcasts_by_title(limit, after=after):
        assert len(page) <= limit
        visited += [show.id for show in page]
        after = page[-1].id
    assert visited == [show.id for show in store.podcasts_by_title(100)]
    assert len(set(visited)) == 12


def test_nothing_comes_after_a_show_that_is_gone(store: Store) -> None:
    add_show(store, "here")
    assert store.podcasts_by_title(5, after=PodcastId(99)) == ()


@pytest.mark.parametrize(
    ("visible", "seen"),
    [
        (None, ["own", "public", "unlisted"]),
        (SHARED, ["public", "unlisted"]),
        (VISITOR, ["public"]),
        (frozenset({PUBLIC, OWNER}), ["own", "public"]),
        (frozenset[int](), []),
    ],
)
def test_only_what_the_asker_may_see(store: Store, visible: Visible, seen: list[str]) -> None:
    add_show(store, "own", seen=OWNER)
    add_show(store, "public")
    add_show(store, "unlisted", seen=UNLISTED)
    assert titles(store, visible=visible) == seen
    assert [show.title for show in store.podcasts_like("n", 5, visible=visible)] == [
        title for title in seen if "n" in title
    ]
    assert sum(store.podcast_languages(visible=visible).values()) == len(seen)


def test_shows_of_a_language_as_they_declare_it(store: Store) -> None:
    for title, language in (("a", "en"), ("b", "en-US"), ("c", None), ("d", "de")):
        add_show(store, title, language=language)
    assert titles(store, languages={"en", "en-US"}) == ["a", "b"]
    assert titles(store, languages={None, "de"}) == ["c", "d"]
    assert titles(store, languages=set[str]()) == []
    assert store.podcast_languages() == {"en": 1, "en-US": 1, None: 1, "de": 1}
    assert store.podcast_languages(named="A") == {"en": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lamp", ["Bright Lamp", "Clamp", "Lamp", "Lamps of old"]),
        ("  LAMPS  of", ["Lamps of old"]),
        ("100%", ["100% Moss"]),
        ("%", ["100% Moss"]),
        ("_", []),
        ("  ", ["100% Moss", "Bright Lamp", "Clamp", "Lamp", "Lamps of old"]),
    ],
)
def test_shows_whose_title_holds_a_text(store: Store, text: str, found: list[str]) -> None:
    for title in ("Clamp", "100% Moss", "Lamps of old", "Bright Lamp", "Lamp"):
        add_show(store, title)
    assert titles(store, named=text) == found


def test_likest_titles_come_first(store: Store) -> None:
    for title in ("Clamp", "Moss", "Lamps of old", "A lamp", "Lamp"):
        add_show(store, title)
    like = [show.title for show in store.podcasts_like("LAMP", 9)]
    assert like == ["Lamp", "Lamps of old", "A lamp", "Clamp"]
    assert [show.title for show in store.podcasts_like("lamp", 2)] == like[:2]
    assert store.podcasts_like(" ", 9) == ()


def test_licence_of_a_show_is_told(store: Store) -> None:
    free = add_show(store, "free", license="cc-by-4.0", funding=(("https://x.example", "Help"),))
    plain = add_show(store, "plain")
    shows = store.podcasts([free, plain])
    assert (shows[free].license, shows[plain].license) == ("cc-by-4.0", None)


# ---------------------------------------------------------------- neighbours


def neighbours(
    store: Store, episode: EpisodeId, until: datetime = LATER
) -> tuple[EpisodeId | None, EpisodeId | None]:
    before, after = store.beside(episode, until=until)
    return before and before.id, after and after.id


def test_neighbours_are_next_by_date_in_the_same_show(store: Store) -> None:
    _, (five, one, three) = add(store, [item(5), item(1), item(3)])
    add(store, [item(2, show="two")], url="https://two.example/feed")
    assert neighbours(store, one) == (None, three)
    assert neighbours(store, three) == (one, five)
    assert neighbours(store, five) == (three, None)
    before, _ = store.beside(three, until=LATER)
    assert before is not None
    assert before.title == "Lamp 1 of lantern"


def test_neighbours_of_one_date_are_told_apart_by_id(store: Store) -> None:
    _, ids = add(store, [item(n, published_at=JANUARY) for n in range(3)])
    assert neighbours(store, ids[1]) == (ids[0], ids[2])


def test_undated_episodes_stand_where_they_were_first_seen(store: Store) -> None:
    _, (dated, undated) = add(store, [item(1), item(2, published_at=None)])
    assert neighbours(store, dated, until=NOW + DAY) == (None, undated)
    assert neighbours(store, dated, until=NOW) == (None, None)


def test_what_is_dated_ahead_is_no_neighbour(store: Store) -> None:
    _, (one, two) = add(store, [item(1), item(2)])
    assert neighbours(store, one, until=JANUARY + 2 * DAY) == (None, None)
    assert neighbours(store, two, until=JANUARY + 2 * DAY) == (one, None)


def test_another_member_of_the_story_is_no_neighbour(store: Store) -> None:
    _, (one, two, three) = add(store, [item(n) for n in range(3)])
    fold(store, one, two)
    assert neighbours(store, one) == (None, three)
    assert neighbours(store, three) == (two, None)


def test_unknown_episode_has_no_neighbours(store: Store) -> None:
    assert store.beside(EpisodeId(77), until=LATER) == (None, None)


def fold(store: Store, canonical: EpisodeId, other: EpisodeId) -> None:
    story = FoldedStory(StoryId(canonical), canonical, (canonical, other), {other: "same file"})
    store.set_stories([story])
