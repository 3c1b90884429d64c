"""What stands beside a topic page: the same answer for a spreadsheet, a podcast app, a program."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from earmark.library import Library
from earmark.model import SHARED, VISITOR, TopicRequest
from earmark.parse.feed import parse_feed
from earmark.parse.opml import parse_opml
from earmark.web.pages.beside import BLOCK, _blocks

TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8; header=present",
    "/feed.xml": "application/rss+xml; charset=utf-8",
    "/feed.json": "application/feed+json",
    "/opml": "text/x-opml; charset=utf-8",
}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
@pytest.mark.parametrize("key", ["copper", "trc", "nothing-like-it"])
def test_each_answers_with_its_type(visitor: TestClient, key: str, name: str, kind: str) -> None:
    answer = get(visitor, f"/topics/{key}{name}")
    assert answer.headers["content-type"] == kind
    head = visitor.head(f"/topics/{key}{name}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == kind


@pytest.mark.parametrize("name", TYPES)
def test_another_spelling_leads_to_the_key_with_its_filters(visitor: TestClient, name: str) -> None:
    answer = visitor.get(f"/topics/Copper%20POTS{name}?grade=subject&language=en&language=ar")
    assert answer.status_code == 301
    assert answer.headers["location"] == (
        f"/topics/copper-pots{name}?grade=subject&language=en&language=ar"
    )


@pytest.mark.parametrize("name", TYPES)
def test_what_can_t_be_is_refused_as_data(visitor: TestClient, name: str) -> None:
    for wrong in (f"/topics/%21{name}", f"/topics/copper{name}?since=soon"):
        answer = visitor.get(wrong)
        assert answer.status_code == 400
        assert answer.json()["error"]["remedy"]


def test_the_json_is_the_api_s(owner: TestClient) -> None:
    beside = get(owner, "/topics/copper.json?grade=subject").json()
    assert beside == get(owner, "/api/v1/topics/copper?grade=subject").json()


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("query", ["", "grade=subject", "language=ar", "since=2026-02&also=trc"])
def test_the_rows_are_those_behind_the_figures(visitor: TestClient, query: str) -> None:
    rows = rows_of(get(visitor, f"/topics/copper.csv?{query}").text)
    page = get(visitor, f"/topics/copper.json?{query}").json()
    stats = page["stats"]
    lengths = [int(row["duration_ms"]) for row in rows if row["duration_ms"]]
    assert len(rows) == stats["episodes"] > 0
    assert len({row["podcast_id"] for row in rows}) == stats["podcasts"]
    assert sum(int(row["listed_episodes"]) for row in rows) == stats["listed_episodes"]
    assert (len(lengths), sum(not row["published_at"] for row in rows)) == (
        stats["with_duration"],
        stats["undated"],
    )
    assert [int(row["episode_id"]) for row in rows] == [each["id"] for each in page["episodes"]]


def test_a_title_that_a_spreadsheet_would_run_is_harmless(visitor: TestClient) -> None:
    text = get(visitor, "/topics/copper.csv").text
    assert "'=SUM(copper)" in {row["title"] for row in rows_of(text)}
    assert text.replace("\r\n", "").count("\n") == 0


@pytest.mark.parametrize(
    ("key", "name"), [("copper-pots", "copper-pots"), ("発-酵", "%E7%99%BA-%E9%85%B5")]
)
def test_a_browser_saves_it_under_the_topic_s_name(
    visitor: TestClient, key: str, name: str
) -> None:
    for ending in (".csv", "/opml"):
        said = get(visitor, f"/topics/{key}{ending}").headers["content-disposition"]
        assert said == f"attachment; filename*=UTF-8''{name}.{ending[1:]}"


def test_many_rows_are_sent_in_few_blocks() -> None:
    lines = [f"{number:0999}\n" for number in range(1000)]
    blocks = list(_blocks(lines))
    assert "".join(blocks) == "".join(lines)
    assert len(blocks) == 1_000_000 // BLOCK + 1


# ---------------------------------------------------------------- feeds


@pytest.mark.parametrize("query", ["", "?grade=subject", "?language=ar", "?podcast=12"])
def test_both_feeds_hold_the_topic_s_stories(
    library: Library, visitor: TestClient, query: str
) -> None:
    page = get(visitor, f"/topics/copper.json{query}").json()
    rss = parse_feed(get(visitor, f"/topics/copper/feed.xml{query}").content)
    feed = get(visitor, f"/topics/copper/feed.json{query}").json()
    assert not rss.problems
    assert len(rss.episodes) == len(feed["items"]) == page["stats"]["episodes"]
    assert [each["_earmark"]["id"] for each in feed["items"]] == [
        each["id"] for each in page["episodes"]
    ]
    assert [each.title for each in rss.episodes] == [each["title"] for each in feed["items"]]


def test_a_feed_names_itself_with_its_filters(visitor: TestClient) -> None:
    path = "/topics/copper/feed.xml?language=en&grade=subject"
    feed = parse_feed(get(visitor, path).content)
    assert feed.self_url == f"http://127.0.0.1:8017{path}"
    assert feed.link == "http://127.0.0.1:8017/topics/copper?language=en&grade=subject"
    twin = get(visitor, path.replace(".xml", ".json")).json()
    assert twin["feed_url"] == f"http://127.0.0.1:8017{path}".replace(".xml", ".json")


def test_a_feed_isn_t_paged(visitor: TestClient) -> None:
    whole = get(visitor, "/topics/copper/feed.json").json()["items"]
    next_page = get(visitor, "/api/v1/topics/copper?limit=1").json()["next"]
    assert get(visitor, f"/topics/copper/feed.json?cursor={next_page}").json()["items"] == whole


def test_the_owner_s_feed_has_unlisted_shows_and_no_private_ones(
    library: Library, owner: TestClient
) -> None:
    feed = get(owner, "/topics/copper/feed.json").json()
    shows = {each["_earmark"]["podcast"]["title"] for each in feed["items"]}
    assert "The Quiet Pantry" in shows
    assert "Members of the Cellar" not in shows
    shared = library.topic(TopicRequest("copper", visible=SHARED))
    assert len(feed["items"]) == shared.stats.episodes


def test_an_empty_topic_is_a_feed_to_wait_for(visitor: TestClient) -> None:
    rss = parse_feed(get(visitor, "/topics/nothing-like-it/feed.xml").content)
    assert rss.episodes == ()
    assert "nothing like it" in rss.title
    assert get(visitor, "/topics/nothing-like-it/feed.json").json()["items"] == []


def test_the_list_of_shows_is_read_back(library: Library, visitor: TestClient) -> None:
    listed = parse_opml(get(visitor, "/topics/copper/opml").content)
    shows = library.topic_podcasts(TopicRequest("copper", visible=VISITOR))
    assert not listed.problems
    assert [each.url for each in listed.outlines] == [show.feed_url for show in shows]
    assert [each.title for each in listed.outlines] == [show.title for show in shows]


# ---------------------------------------------------------------- the page comes second


@pytest.mark.parametrize("name", TYPES)
def test_files_win_over_the_page_whose_key_would_match(owner: TestClient, name: str) -> None:
    assert "html" not in get(owner, f"/topics/copper{name}").headers["content-type"]


def test_json_of_every_kind_is_json(owner: TestClient) -> None:
    for name in (".json", "/feed.json"):
        assert json.loads(get(owner, f"/topics/trc{name}").content)
