"""What a visitor must never read, by any way: unlisted and private shows, notes beyond a quote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from askers import NOW, OWNER, VISITOR, client
from crawling import Answer, asked, crawl
from fastapi import FastAPI
from starlette.testclient import TestClient
from written_feeds import (
    OPEN_SENTENCE,
    PRIVATE_TITLE,
    PRIVATE_TOKEN,
    PRIVATE_WORD,
    UNLISTED_TITLE,
    UNLISTED_WORD,
    WHOLE_SENTENCE,
)

from earmark.library import Library
from earmark.model import VISITOR as SEEN
from earmark.web import api
from earmark.web.app import create_app
from earmark.web.pages import ROUTERS

BESIDE = ("", ".json", ".csv", "/feed.xml", "/feed.json", "/opml")
API = "/api/v1"
OWNERS_ONLY = ("/feeds", "/feeds/add", "/feeds/{feed}/{action}")
""""There is no such page" for a visitor."""
HIDDEN_WORDS = (UNLISTED_WORD, PRIVATE_WORD)
HIDDEN_SHOWS = (
    *(UNLISTED_TITLE, PRIVATE_TITLE, PRIVATE_TOKEN, "pantry.example", "cellar.example"),
    *("bakstua", "Nobody else says"),
)
"""Besides the words themselves, which an answer may repeat to who asked for them."""


def starts() -> Iterator[str]:
    yield from ("/", "/podcasts", "/episodes", "/search", "/sitemap.xml", "/sitemap-1.xml")
    yield from OWNERS_ONLY
    yield from (
        "/health",
        "/metrics",
        "/robots.txt",
        "/opensearch.xml",
        "/suggest?q=cop",
        "/topics?q=copper",
        API,
    )
    yield from (f"{API}{call}" for call in ("/library", "/podcasts?limit=100", "/openapi.json"))
    yield f"{API}/episodes?limit=100"
    yield from ("/why?topic=copper&episode=14", f"{API}/topics/copper/why?episode=14")
    for key in ("copper", "trc"):
        yield from (f"/topics/{key}{name}" for name in BESIDE)
        yield f"/topics/{key}?grade=subject"
        yield f"{API}/topics/{key}?limit=100"
        yield f"{API}/search?q={key}&limit=100"
        yield f"/search?q={key}&as=list"
        yield f"{API}/suggest?q={key[:2]}&limit=20"
    for number in (14, 61, 62, 81):
        yield from (f"/episodes/{number}", f"{API}/episodes/{number}")
    for number in (4, 13, 16):
        yield from (f"/podcasts/{number}", f"{API}/podcasts/{number}")


FOR_HUBS = "/websub/{token}"
"""Answers a token that nobody can guess, with what it was sent (``test_websub``)."""


def probes() -> Iterator[str]:
    """Questions that name what is hidden."""
    for word in (*HIDDEN_WORDS, "bakstua"):
        yield from (f"/topics/{word}{name}" for name in BESIDE)
        yield from (f"/search?q={word}", f"/search?q={word}&as=list", f"/suggest?q={word}")
        yield from (f"{API}/topics/{word}", f"{API}/search?q={word}", f"{API}/suggest?q={word}")
        yield f"{API}/podcasts?named={word}"
        yield f"/podcasts?q={word}"
    for guid in ("pantry.example-8", "cellar.example-8"):
        yield f"{API}/topics/copper/why?episode={guid}"
        yield f"/why?topic=copper&episode={guid}"
    yield f"{API}/podcasts?language=fi"
    yield f"{API}/episodes?language=fi"
    yield f"{API}/topics/copper?language=fi"
    for title in ("Quiet Pantry", "Members of the Cellar"):
        yield f'/search?as=list&q=copper podcast:"{title}"'
        yield f'{API}/search?q=copper podcast:"{title}"'
    for show in (3, 13, 16):
        yield f"{API}/topics/copper?podcast={show}"
        yield f"/topics/copper/feed.xml?podcast={show}"
        yield f"{API}/episodes?podcast={show}"


@pytest.fixture(scope="module")
def visited(library: Library) -> list[Answer]:
    """Where all that may be opened is open."""
    app = create_app(library, started_at=NOW, metrics_public=True)
    with client(app, VISITOR) as browser:
        return crawl(browser, starts())


@pytest.fixture(scope="module")
def owned(app: FastAPI) -> list[Answer]:
    with client(app, OWNER) as browser:
        return crawl(browser, starts())


def found(answers: Iterable[Answer], words: Iterable[str]) -> list[tuple[str, str]]:
    """(path, word) wherever an answer says it, in body or headers."""
    return [
        (answer.path, word)
        for answer in answers
        for word in words
        if word.lower() in (answer.body + answer.headers).lower()
    ]


def test_the_crawl_meets_every_way_in(visited: list[Answer]) -> None:
    paths = {answer.path.partition("?")[0] for answer in visited if answer.status in (200, 303)}
    routers = (*ROUTERS, *(each.router for each in api.ENDPOINTS))
    patterns = {
        route.path: route.path_regex
        for router in routers
        for route in router.routes
        if hasattr(route, "path_regex") and route.path != FOR_HUBS
    }
    assert len(patterns) > 20
    unmet = {
        path
        for path, pattern in patterns.items()
        if not any(re.fullmatch(pattern, met) for met in paths)
    }
    assert unmet == set(OWNERS_ONLY)
    assert {answer.status for answer in visited} <= {200, 301, 303, 400, 404, 405}


def test_the_owner_meets_what_is_hidden(owned: list[Answer]) -> None:
    hidden = (*HIDDEN_WORDS, *HIDDEN_SHOWS, WHOLE_SENTENCE)
    assert {word for _, word in found(owned, hidden)} == set(hidden)


def test_a_visitor_meets_nothing_that_is_hidden(visited: list[Answer]) -> None:
    assert found(visited, (*HIDDEN_WORDS, *HIDDEN_SHOWS)) == []


@pytest.mark.parametrize("path", list(probes()))
def test_a_visitor_who_knows_its_name_learns_nothing(visitor: TestClient, path: str) -> None:
    asking = path.lower()
    hidden = [word for word in HIDDEN_SHOWS if word.lower().split(".")[0] not in asking]
    assert found([asked(visitor, path)], hidden) == []


@pytest.mark.parametrize(
    "path",
    [
        *("/topics/{}", "/search?q={}", "/search?as=list&q={}", "/suggest?q={}"),
        *(f"{API}/topics/{{}}", f"{API}/search?q={{}}", f"{API}/suggest?q={{}}&limit=20"),
    ],
)
def test_half_of_a_hidden_word_isn_t_completed(visitor: TestClient, path: str) -> None:
    for half, word in (("zibelin", UNLISTED_WORD), ("quorvia", PRIVATE_WORD)):
        assert found([asked(visitor, path.format(half))], [word]) == []


@pytest.mark.parametrize("number", [3, 13, 16])
def test_a_hidden_show_is_not_there_for_a_visitor(
    visitor: TestClient, owner: TestClient, number: int
) -> None:
    for path in (f"/podcasts/{number}", f"{API}/podcasts/{number}"):
        assert owner.get(path).status_code == 200
        hidden, missing = visitor.get(path), visitor.get(path.replace(str(number), "9999"))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.text == missing.text.replace("9999", str(number))


def test_no_episode_of_a_hidden_show_is_there_for_a_visitor(
    library: Library, visitor: TestClient
) -> None:
    listed = [row.id for row in library.episodes(limit=1000).episodes]
    public = {row.id for row in library.episodes(limit=1000, visible=SEEN).episodes}
    hidden = [each for each in listed if each not in public]
    assert len(hidden) == 12
    for each in hidden:
        assert visitor.get(f"/episodes/{each}").status_code == 404
        assert visitor.get(f"{API}/episodes/{each}").status_code == 404


def test_notes_beyond_a_quote_are_the_owner_s(visited: list[Answer], owned: list[Answer]) -> None:
    assert found(visited, [WHOLE_SENTENCE]) == []
    whole = {path.partition("?")[0] for path, _ in found(owned, [WHOLE_SENTENCE])}
    assert {"/episodes/14", f"{API}/episodes/14", "/topics/copper/feed.xml"} <= whole


@pytest.mark.parametrize("word", ["the", "a", "rain", "copper", "and"])
def test_a_common_word_gives_a_visitor_no_more_than_a_quote(
    visitor: TestClient, owner: TestClient, word: str
) -> None:
    """Else the notes could be read sentence by sentence in one answer."""
    for call in (f"/topics/{word}?limit=100", f"/search?q={word}&limit=100"):
        rows = visitor.get(API + call).json()["episodes"]
        assert rows
        for row in rows:
            quoted = [each for each in row["evidence"] if each["field"] in ("notes", "chapters")]
            assert len(quoted) <= (3 if row["id"] != 61 else 20)
    mine = {row["id"]: row for row in owner.get(f"{API}/topics/the").json()["episodes"]}
    assert WHOLE_SENTENCE in json.dumps(mine[14]["evidence"])
    for name in ("", ".json", "/feed.xml", "/feed.json"):
        assert found([asked(visitor, f"/topics/the{name}")], [WHOLE_SENTENCE]) == []


def test_notes_under_an_open_licence_are_anybody_s(visited: list[Answer]) -> None:
    whole = {path for path, _ in found(visited, [OPEN_SENTENCE])}
    assert {"/episodes/61", f"{API}/episodes/61", "/topics/copper/feed.xml"} <= whole


def test_a_secret_address_is_in_the_owner_s_pages_only(owned: list[Answer]) -> None:
    """Pages and the JSON of pages; never what is made to be handed on."""
    told = {path for path, _ in found(owned, [PRIVATE_TOKEN])}
    kinds = {answer.type for answer in owned if answer.path in told}
    assert kinds == {"text/html", "application/json"}
    assert {path for path, _ in found(owned, ["feed.xml?token"])} <= {"/podcasts/13"}


def test_where_a_private_picture_lies_is_in_no_answer(owned: list[Answer]) -> None:
    assert found(owned, [f"{PRIVATE_WORD}.jpg"]) == []
    assert {path for path, _ in found(owned, [f"{UNLISTED_WORD}.jpg"])} > {f"{API}/podcasts/16"}


def test_nothing_that_was_asked_is_logged(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    asking = client(app, OWNER)
    for path in ("/topics/copper", "/podcasts/13", "/episodes/62", f"{API}/episodes/62"):
        assert asking.get(path).status_code == 200
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    said = [(record.getMessage(), record.__dict__.get("route")) for record in ours]
    routes = ("/topics/{key}", "/podcasts/{podcast_id}", "/episodes/{episode_id}")
    of_api = f"{API}/episodes/{{episode}}"
    assert said == [("answered", route) for route in (*routes, of_api)]
    assert not [record for record in ours if "copper" in str(record.__dict__)]
