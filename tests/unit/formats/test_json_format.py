"""JSON: the published keys are a contract."""

import json
from dataclasses import replace

from tests.unit.topic_pages import EMPTY, PAGE, SEARCH

from earmark.formats import json as out
from earmark.model import AddReport, IndexDifference, IndexReport, PodcastId, Problem, SenseCard

CONTRACT = {
    "topic": ["phrase", "query", "sense"],
    "as_of": None,
    "generation": None,
    "exact": None,
    "library": ["podcasts", "episodes", "with_transcript"],
    "stats": [
        "podcasts",
        "episodes",
        "listed_episodes",
        "average_duration_ms",
        "with_duration",
        "with_transcript",
        "undated",
        "new_per_month",
        "first_at",
        "latest_at",
    ],
    "grades": ["subject", "discussed", "mentioned", "ad"],
    "variants": ["phrase", "episodes", "on"],
    "popularity": ["period", "episodes", "podcasts", "published", "shows", "share", "partial"],
    "senses": None,
    "senses_of": ["covered", "matching"],
    "podcasts": ["id", "title", "episodes", "of", "latest_at", "score", "why"],
    "episodes": [
        "id",
        "podcast",
        "title",
        "published_at",
        "duration_ms",
        "language",
        "grade",
        "sense",
        "sense_confidence",
        "evidence",
        "mentions",
        "keywords",
        "enclosure",
        "duplicates",
    ],
    "related": ["phrase", "episodes", "lift"],
    "languages": ["language", "episodes"],
    "people": ["name", "role", "episodes"],
    "next": None,
}
"""Key -> the keys of its object, or of each object of its list; None where it has none."""

EPISODE_CONTRACT = {
    "podcast": ["id", "title"],
    "evidence": ["field", "quote", "start_ms", "speaker", "approximate"],
    "enclosure": ["url", "type"],
    "duplicates": ["id", "podcast_id", "reason"],
}


def keys_of(value: object) -> list[str]:
    first = value[0] if isinstance(value, list) else value
    assert isinstance(first, dict)
    return list(first)


def assert_keys(found: dict[str, object], contract: dict[str, list[str] | None]) -> None:
    """Every key of the contract is there, in its order; others may stand between."""
    assert [key for key in found if key in contract] == list(contract)
    for key, inner in contract.items():
        if inner is not None:
            assert [name for name in keys_of(found[key]) if name in inner] == inner, key


def test_topic_has_the_published_keys_in_their_order():
    assert_keys(json.loads(out.topic_json(PAGE)), CONTRACT)


def test_episode_has_the_published_keys_in_their_order():
    assert_keys(json.loads(out.topic_json(PAGE))["episodes"][0], EPISODE_CONTRACT)


def test_sense_card_keys():
    page = replace(PAGE, senses=(SenseCard("s1", "chips", 4, 2, 0.9, ("gpu",)),))
    assert out.topic_object(page)["senses"] == [
        {
            "id": "s1",
            "label": "chips",
            "episodes": 4,
            "podcasts": 2,
            "confidence": 0.9,
            "keywords": ["gpu"],
        }
    ]


def test_times_are_utc_with_z_and_days_are_days():
    found = out.topic_object(PAGE)
    assert found["as_of"] == "2026-03-12"
    assert found["stats"]["latest_at"] == "2026-03-10T06:00:00Z"
    assert found["episodes"][0]["published_at"] == "2026-03-10T06:00:00Z"


def test_unknown_is_null():
    undated = out.topic_object(PAGE)["episodes"][1]
    assert undated["published_at"] is None
    assert undated["duration_ms"] is None
    assert undated["enclosure"] is None


def test_letters_stay_letters():
    assert "粥の時間" in out.topic_json(PAGE)


def test_highlights_are_ranges_of_the_quote():
    quote = out.topic_object(PAGE)["episodes"][1]["evidence"][0]
    start, end = quote["highlights"][0]
    assert quote["quote"][start:end] == "mfu"


def test_a_topic_without_match_keeps_every_key():
    found = out.topic_object(EMPTY)
    assert list(found) == list(out.topic_object(PAGE))
    assert found["episodes"] == []
    assert found["stats"]["average_duration_ms"] is None


def test_what_is_said_where_nothing_matches():
    found = out.topic_object(EMPTY)
    assert found["words"] == [
        {"phrase": "blue", "episodes": 7},
        {"phrase": "mfu", "episodes": 0},
    ]
    assert found["near"] == [{"phrase": "blue mfd", "episodes": 2}]
    assert out.topic_object(PAGE)["notes"] == ["In Japanese a substring counts as a match."]


def test_starters_are_named_by_kind_and_id():
    found = out.topic_object(PAGE)["starters"]
    assert found == [{"kind": "most", "id": 41}, {"kind": "newest", "id": 17}]


def test_search_keys():
    found = json.loads(out.search_json(SEARCH))
    assert list(found) == ["query", "as_of", "total", "episodes", "next"]
    assert found["episodes"] == out.topic_object(PAGE)["episodes"]


def test_add_is_one_line_with_the_published_keys():
    problem = Problem("no-guid", "3 items\nhave no guid")
    report = AddReport("a.xml", PodcastId(3), "Soup", 9, 2, 1, 0, (problem,))
    line = out.add_json(report)
    assert "\n" not in line
    assert json.loads(line) == {
        "source": "a.xml",
        "podcast": 3,
        "title": "Soup",
        "episodes": 9,
        "new": 2,
        "changed": 1,
        "problems": [{"code": "no-guid", "message": "3 items\nhave no guid"}],
        "error": None,
        "feeds": 0,
        "named": 0,
        "feed_url": None,
        "offered": [],
    }


def test_add_tells_an_error_like_a_problem():
    report = AddReport("a.txt", error=Problem("not-a-feed", "This is no feed."))
    error = json.loads(out.add_json(report))["error"]
    assert error == {"code": "not-a-feed", "message": "This is no feed."}


def test_check_names_every_difference():
    report = IndexReport(5, 2, (IndexDifference("stale", 4, "Story 4 has changed since."),))
    assert json.loads(out.check_json(report)) == {
        "stories": 5,
        "generation": 2,
        "differences": [{"kind": "stale", "story": 4, "message": "Story 4 has changed since."}],
    }
