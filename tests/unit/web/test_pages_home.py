"""The home page, the empty library, and the list of episodes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from askers import NOW, OWNER, VISITOR, client
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient
from written_feeds import PRIVATE_TITLE, UNLISTED_TITLE

from earmark.library import Library, open_library
from earmark.settings import Settings
from earmark.web.app import create_app


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    settings = Settings(data=tmp_path_factory.mktemp("empty"))
    with open_library(settings, now=lambda: NOW, workers=0) as library:
        yield create_app(library, started_at=NOW)


def linked(page: html.HtmlElement, start: str) -> list[str]:
    return [link for link in page.xpath("//main//a/@href") if link.startswith(start)]


def test_home_says_how_large_the_library_is(owner: TestClient, library: Library) -> None:
    size = library.home().library
    assert f"{size.podcasts} shows with {size.episodes} episodes" in owner.get("/").text


def test_home_leads_to_topics_episodes_shows_and_languages(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/").text)
    for start in ("/topics/", "/episodes/", "/podcasts/", "/episodes?language="):
        assert linked(page, start), start
    assert page.xpath("//main//form[@action='/search']//input[@name='q']")


def test_home_has_one_search_box(owner: TestClient) -> None:
    assert len(html.fromstring(owner.get("/").text).xpath("//form[@role='search']")) == 1


def test_every_link_of_home_leads_somewhere(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/").text)
    for link in set(linked(page, "/")):
        assert owner.get(link.partition("#")[0]).status_code in (200, 303), link


def test_home_keeps_from_visitors_what_isn_t_theirs(visitor: TestClient, owner: TestClient) -> None:
    for title in (UNLISTED_TITLE, PRIVATE_TITLE):
        assert title in owner.get("/podcasts").text
        assert title not in visitor.get("/").text


def test_a_visitor_of_an_empty_library_is_told_so_and_offered_nothing(empty: FastAPI) -> None:
    page = html.fromstring(client(empty, VISITOR).get("/").text)
    assert "added nothing" in page.xpath("string(//main)")
    assert not page.xpath("//main//form")


@pytest.mark.parametrize("path", ["/", "/podcasts", "/episodes", "/search", "/why"])
def test_pages_of_an_empty_library_answer(empty: FastAPI, path: str) -> None:
    assert client(empty, OWNER).get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/podcasts", "/podcasts/1", "/episodes", "/episodes/1", "/search", "/why"),
        *("/search?q=copper+OR+bread", "/suggest?q=cop", "/why?topic=copper&episode=1"),
    ],
)
def test_what_is_known_isn_t_sent_again(owner: TestClient, path: str) -> None:
    first = owner.get(path)
    assert first.status_code == 200
    again = owner.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = owner.head(path)
    assert (head.status_code, head.content) == (200, b"")


def test_episodes_are_leafed_through_by_date(owner: TestClient, library: Library) -> None:
    seen: list[str] = []
    path = "/episodes"
    while path:
        page = html.fromstring(owner.get(path).text)
        seen += page.xpath("//article/@data-episode")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    total = library.episodes(limit=1).total
    assert total > 30
    assert len(seen) == len(set(seen)) == total


def test_episodes_of_a_language(owner: TestClient, library: Library) -> None:
    page = html.fromstring(owner.get("/episodes?language=ar").text)
    assert len(page.xpath("//article")) == library.episodes(language="ar").total > 0
    assert "Arabic" in page.findtext(".//h1")


@pytest.mark.parametrize(
    "path", ["/episodes?cursor=!", "/podcasts?cursor=!", "/podcasts/1?cursor=!"]
)
def test_a_cursor_that_is_none_is_said(owner: TestClient, path: str) -> None:
    answer = owner.get(path)
    assert answer.status_code == 400
    assert "text/html" in answer.headers["content-type"]
