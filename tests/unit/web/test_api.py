"""The JSON API: what it answers, to whom, and that its description says all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from earmark.formats.json import topic_object
from earmark.library import Library
from earmark.model import VISITOR, TopicRequest

CALLS = (
    "",
    "/library",
    "/podcasts",
    "/podcasts/4",
    "/episodes",
    "/episodes/14",
    "/topics/copper",
    "/topics/nothing%20like%20it",
    "/topics/TRC/why?episode=14",
    "/search?q=copper",
    "/suggest?q=cop",
)


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def keys_of(value: object, at: str = "") -> Iterator[str]:
    match value:
        case dict():
            for key, each in value.items():
                yield f"{at}.{key}"
                yield from keys_of(each, f"{at}.{key}")
        case list():
            for each in value:
                yield from keys_of(each, at)


def described(schema: Any, whole: Any, at: str = "") -> Iterator[str]:
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for each in schema.get("anyOf", []):
        yield from described(each, whole, at)
    if "items" in schema:
        yield from described(schema["items"], whole, at)
    for key, each in schema.get("properties", {}).items():
        yield f"{at}.{key}"
        yield from described(each, whole, f"{at}.{key}")


@pytest.mark.parametrize("call", CALLS)
def test_every_key_is_described(owner: TestClient, app: FastAPI, call: str) -> None:
    description = app.openapi()
    path = f"/api/v1{call.partition('?')[0]}"
    pattern = next(
        each
        for each in sorted(description["paths"], key=len, reverse=True)
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), path)
    )
    answers = description["paths"][pattern]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    undescribed = set(keys_of(get(owner, call))) - set(described(schema, description))
    assert undescribed == set()


def test_every_call_and_parameter_says_what_it_is(app: FastAPI) -> None:
    description = app.openapi()
    assert description["openapi"].startswith("3.1")
    for path, calls in description["paths"].items():
        assert set(calls) == {"get"}, path
        call = calls["get"]
        assert call["summary"]
        assert call["description"]
        assert set(call["responses"]) == {"200", "304", "400", "404", "503"}
        for parameter in call.get("parameters", []):
            assert "description" in json.dumps(parameter), (path, parameter["name"])


def test_no_error_of_another_shape_is_described(app: FastAPI) -> None:
    assert "HTTPValidationError" not in json.dumps(app.openapi())


def test_the_index_names_every_call(owner: TestClient, app: FastAPI) -> None:
    index = get(owner, "")
    assert [each["path"] for each in index["endpoints"]] == list(app.openapi()["paths"])
    assert owner.get(index["openapi"]).json()["info"]["title"] == index["name"]


# ---------------------------------------------------------------- topics


@pytest.mark.parametrize("seen", [None, VISITOR], ids=["owner", "visitor"])
def test_a_topic_is_the_object_that_every_other_way_shows(
    library: Library, owner: TestClient, visitor: TestClient, seen: Any
) -> None:
    page = library.topic(TopicRequest("TRC", visible=seen))
    assert get(owner if seen is None else visitor, "/topics/TRC") == topic_object(page)


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("AC%2FDC", "ac-dc"),
        ("c%2B%2B", "cplusplus"),
        ("%E7%99%BA%E9%85%B5", "発-酵"),
        ("a%20b", "a-b"),
    ],
)
def test_any_phrase_can_be_asked_for(owner: TestClient, phrase: str, key: str) -> None:
    assert get(owner, f"/topics/{phrase}")["topic"]["key"] == key


def test_every_filter_is_the_library_s(library: Library, visitor: TestClient) -> None:
    asked = TopicRequest(
        "TRC",
        also=("copper",),
        languages=("en", "de"),
        since=date(2018, 1, 1),
        until=date(2026, 3, 31),
        grade="discussed",
        by="quarter",
        as_of=date(2026, 6, 30),
        limit=5,
        visible=VISITOR,
    )
    said = (
        "also=copper&language=en&language=de&since=2018&until=2026-03&grade=discussed"
        "&by=quarter&as_of=2026-06&limit=5"
    )
    answer = get(visitor, f"/topics/TRC?{said}")
    assert answer == topic_object(library.topic(asked))
    assert 0 < answer["stats"]["episodes"] < 30


@pytest.mark.parametrize(
    "call", ["/topics/TRC", "/episodes", "/podcasts", "/podcasts/6", "/search?q=TRC"]
)
def test_pages_follow_one_another_until_there_are_no_more(visitor: TestClient, call: str) -> None:
    rows = "podcasts" if call == "/podcasts" else "episodes"
    mark = "&" if "?" in call else "?"
    whole = [row["id"] for row in get(visitor, f"{call}{mark}limit=100")[rows]]
    found, cursor = [], ""
    while True:
        page = get(visitor, f"{call}{mark}limit=4{cursor}")
        found += [row["id"] for row in page[rows]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == whole
    assert len(set(found)) == len(found) > 4


def test_why_says_one_sentence(owner: TestClient) -> None:
    answer = get(owner, "/topics/copper/why?episode=copper-1")
    assert answer["why"].startswith("Listed")
    assert (answer["phrase"], answer["episode"]) == ("copper", "copper-1")


def test_the_library_says_its_size_and_age(library: Library, visitor: TestClient) -> None:
    answer = get(visitor, "/library")
    assert answer["library"]["episodes"] == get(visitor, "/episodes")["total"]
    assert answer["generation"] == library.state().generation
    assert answer["changed_at"] == "2026-11-20T12:00:00Z"


def test_shows_are_found_by_language_and_title(owner: TestClient) -> None:
    assert {each["language"] for each in get(owner, "/podcasts?language=fr")["podcasts"]} == {"fr"}
    named = get(owner, "/podcasts?named=copper")
    assert [each["title"] for each in named["podcasts"]] == [
        "Copper and Steam",
        "Copper on the Network",
    ]


def test_an_episode_has_what_its_publisher_said(owner: TestClient) -> None:
    answer = get(owner, "/episodes/14")
    episode = answer["episode"]
    assert episode["enclosure"] == {
        "url": "https://media.copper.example/1.mp3",
        "type": "audio/mpeg",
        "length": 9_000_000,
    }
    assert episode["people"][0]["name"] == "Ada Quist"
    assert episode["transcripts"][0]["url"] == "https://copper.example/1.vtt"
    assert answer["duplicates"][0]["podcast"] == "Copper on the Network"
    assert answer["podcast"]["feed_url"] == "https://copper.example/feed.xml"


def test_the_address_of_a_private_feed_is_in_no_answer(owner: TestClient) -> None:
    private = next(
        each for each in get(owner, "/podcasts")["podcasts"] if each["visibility"] == "private"
    )
    assert private["feed_url"] is None


# ---------------------------------------------------------------- errors

WRONG = (
    ("/topics/%21%21%21", 400, "invalid-query", "!!!"),
    ("/topics/", 400, "invalid-query", ""),
    ("/topics/copper?since=2026-13", 400, "invalid-input", "2026-13"),
    ("/topics/copper?since=soon", 400, "invalid-input", "since"),
    ("/topics/copper?grade=good", 400, "invalid-input", "grade"),
    ("/topics/copper?limit=0", 400, "invalid-input", "limit"),
    ("/topics/copper?limit=101", 400, "invalid-input", "limit"),
    ("/topics/copper?podcast=x", 400, "invalid-input", "podcast.0"),
    ("/topics/copper?cursor=NO", 400, "invalid-input", "cursor"),
    ("/topics/copper?sense=other", 400, "invalid-input", "other"),
    ("/topics/copper/why", 400, "invalid-input", "episode"),
    ("/topics/copper/why?episode=nope", 404, "not-found", "nope"),
    ("/search?q=%22open", 400, "invalid-query", '"open'),
    ("/search", 400, "invalid-input", "q"),
    ("/podcasts/9999", 404, "not-found", "9999"),
    ("/podcasts/x", 400, "invalid-input", "podcast"),
    ("/podcasts/99999999999999999999", 400, "invalid-input", "podcast"),
    ("/episodes/9999", 404, "not-found", "9999"),
    ("/nowhere", 404, "not-found", "/api/v1/nowhere"),
)


@pytest.mark.parametrize(("path", "status", "code", "subject"), WRONG)
def test_errors_have_one_shape(
    owner: TestClient, path: str, status: int, code: str, subject: str
) -> None:
    answer = owner.get(f"/api/v1{path}")
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "subject", "remedy"}
    assert (error["code"], error["subject"]) == (code, subject)
    assert error["message"]
    assert error["remedy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_it_only_reads(owner: TestClient, method: str) -> None:
    answer = owner.request(method, "/api/v1/topics/copper")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "GET" in answer.json()["error"]["remedy"]


@pytest.mark.parametrize("call", CALLS)
def test_head_is_get_without_its_body(owner: TestClient, call: str) -> None:
    got, head = owner.get(f"/api/v1{call}"), owner.head(f"/api/v1{call}")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize("path", ["/topics/{}", "/search?q={}", "/suggest?q={}"])
def test_what_is_too_long_is_refused_and_not_repeated(owner: TestClient, path: str) -> None:
    answer = owner.get("/api/v1" + path.format("long" * 2_000))
    assert answer.status_code == 400
    assert len(answer.text) < 1_000
