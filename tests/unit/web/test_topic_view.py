"""What a topic page shows for how much there is, and where its links lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.unit.topic_pages import EMPTY, EPISODES, PAGE, at

from earmark.model import EpisodeId, PodcastId, TopicPage, TopicRequest
from earmark.web.links import Links
from earmark.web.topic_view import TopicView
from earmark.web.words import Words, read_catalogue

ASKED = TopicRequest("mfu")


def view(page: TopicPage = PAGE, **asked: object) -> TopicView:
    return TopicView(page, replace(ASKED, **asked), Links())  # type: ignore[arg-type]


def with_episodes(count: int) -> TopicPage:
    return replace(PAGE, stats=replace(PAGE.stats, episodes=count))


def query(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


@pytest.fixture(scope="module")
def words() -> Words:
    return read_catalogue().words("en")


@pytest.mark.parametrize(
    ("episodes", "size"),
    [(0, "none"), (1, "few"), (4, "few"), (5, "some"), (1000, "some"), (1001, "many")],
)
def test_the_size_of_a_topic(episodes: int, size: str) -> None:
    assert view(with_episodes(episodes)).size == size


@pytest.mark.parametrize("size", [0, 1, 4])
def test_a_small_topic_has_no_chart(size: int, words: Words) -> None:
    assert view(with_episodes(size)).chart(words) is None
    assert view().chart(words) is not None


def test_the_switch_counts_every_grade_but_ads() -> None:
    assert view(grade="subject").all_episodes == 22
    assert query(view().grade_href("subject")) == [("grade", "subject")]
    assert query(view(grade="subject").grade_href(None)) == []


def test_what_is_new_in_a_year_is_a_whole_number() -> None:
    assert view().new_in_a_year == 2


def test_rows_of_a_year_are_those_of_twelve_calendar_months() -> None:
    assert query(view().rows_of_the_year or "") == [("since", "2025-04-01")]
    later = view(since=date(2025, 9, 9))
    assert query(later.rows_of_the_year or "") == [("since", "2025-09-09")]


def test_each_filter_that_is_on_can_be_taken_away_by_itself() -> None:
    asked = {
        "also": ("mfus",),
        "languages": ("en", "ja"),
        "podcasts": (PodcastId(7),),
        "since": date(2025, 2, 3),
        "grade": "mentioned",
    }
    left = {each.kind: query(each.href) for each in view(**asked).active}
    everything = query(view(**asked).here())
    assert set(left) == {"also", "language", "podcast", "since", "grade"}
    assert [pair for pair in everything if pair not in left["also"]] == [("also", "mfus")]
    assert [pair for pair in everything if pair not in left["since"]] == [("since", "2025-02-03")]
    assert ("language", "en") in left["language"]
    assert ("language", "ja") not in left["language"]


def test_a_whole_year_is_one_filter() -> None:
    active = view(since=date(2024, 1, 1), until=date(2024, 12, 31)).active
    assert [(each.kind, each.value, query(each.href)) for each in active] == [("year", "2024", [])]


def test_a_show_that_is_filtered_by_has_its_title() -> None:
    assert [each.title for each in view(podcasts=(PodcastId(9),)).active] == ["粥の時間"]


def test_the_switch_shows_the_grade_subject_itself() -> None:
    assert view(grade="subject").active == []


def test_years_to_choose_are_those_with_episodes_the_latest_first() -> None:
    found = view().years
    assert [(each.value, each.episodes) for each in found] == [
        ("2026", 1),
        ("2025", 12),
        ("2023", 2),
    ]
    assert query(found[0].href) == [("since", "2026"), ("until", "2026")]


def test_a_variant_adds_itself_or_takes_itself_away() -> None:
    off, on = view(also=("model flops utilization",)).variants
    assert query(off.href) == [("also", "model flops utilization"), ("also", "mfus")]
    assert query(on.href) == []


def test_what_to_play_first() -> None:
    assert view().first == EPISODES[0]
    without = replace(PAGE, starters=())
    assert view(without).first == EPISODES[0]
    assert view(without, cursor="abc").first is None
    assert view(EMPTY).first is None


def test_what_is_most_about_it_plays_before_what_mentions_it() -> None:
    passing = replace(EPISODES[0], id=EpisodeId(5), grade="mentioned")
    assert view(replace(PAGE, starters=(), episodes=(passing, EPISODES[0]))).first == EPISODES[0]


def test_what_cannot_be_played_is_not_played_first() -> None:
    silent = tuple(replace(each, enclosure=None) for each in EPISODES)
    assert view(replace(PAGE, starters=(), episodes=silent)).first is None


def test_the_list_goes_on_and_back_under_the_same_filters() -> None:
    assert query(view(languages=("en",)).older or "") == [("language", "en"), ("cursor", "abc123")]
    assert view().newest is None
    assert view(cursor="abc123").newest == "/topics/mfu"


def test_what_the_bars_show_stays_when_a_filter_changes() -> None:
    shown = TopicView(PAGE, ASKED, Links(), measure="count")
    assert ("bars", "count") in query(shown.here(language=("en",)))
    assert ("bars", "count") in shown.kept
    assert query(shown.beside(".csv")) == []


def test_a_form_sends_along_what_it_does_not_ask() -> None:
    asked = view(also=("mfus",), languages=("en",), grade="subject", since=date(2025, 1, 1))
    assert asked.kept == [("also", "mfus"), ("grade", "subject")]


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ({"of": 1, "episodes": 1, "subject": 0}, "Its only episode here; last March 2026"),
        (
            {"of": 1, "episodes": 1, "subject": 1},
            "Its only episode here; about it; last March 2026",
        ),
        (
            {"of": 10, "episodes": 1, "subject": 1},
            "1 of its 10 episodes; about it; last March 2026",
        ),
        (
            {"of": 5, "episodes": 5, "subject": 3},
            "All of its 5 episodes here; 3 about it; last March 2026",
        ),
        (
            {"of": 40, "episodes": 6, "subject": 6, "ended": True},
            "6 of its 40 episodes; each about it; last March 2026; ended",
        ),
        (
            {"of": 40, "episodes": 6, "named": "title", "latest_at": None},
            "6 of its 40 episodes; named in its title",
        ),
    ],
)
def test_the_reason_of_a_show(show: dict[str, object], said: str, words: Words) -> None:
    ranked = replace(PAGE.podcasts[0], **({"latest_at": at(2026, 3, 10)} | show))  # type: ignore[arg-type]
    assert "; ".join(view().reasons(ranked, words)) == said


def test_the_latest_stands_alone_where_others_stand_above_it() -> None:
    assert view().the_latest == "#episodes"
    undated = replace(EPISODES[0], id=EpisodeId(7), published_at=None)
    below = view(replace(PAGE, episodes=(undated, *EPISODES)))
    latest = PAGE.stats.latest_at
    assert latest is not None
    day = str(latest.date())
    assert query(below.the_latest) == [("since", day), ("until", day)]
    assert below.some_undated
    assert not view(replace(PAGE, episodes=EPISODES[:1])).some_undated


def test_filters_that_end_before_the_year_leave_no_rows_of_it() -> None:
    assert view(until=date(2015, 12, 31)).rows_of_the_year is None
    assert view(until=PAGE.as_of).rows_of_the_year
