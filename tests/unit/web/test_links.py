"""Addresses of ours: under a root, behind a public name, with any key."""

from __future__ import annotations

import re

import pytest
from askers import HOST, NOW, OWNER, VISITOR, client
from fastapi import FastAPI
from starlette.testclient import TestClient

from earmark.library import Library
from earmark.web.app import create_app
from earmark.web.links import Links, with_query

WRITTEN = (
    ({}, "/x"),
    ({"a": None, "b": "", "c": ()}, "/x"),
    ({"a": "1 2", "b": ("x", "y")}, "/x?a=1+2&b=x&b=y"),
    ([("a", "ä"), ("a", "&=#")], "/x?a=%C3%A4&a=%26%3D%23"),
    ({"a": 0}, "/x?a=0"),
)


@pytest.mark.parametrize(("values", "said"), WRITTEN)
def test_queries_hold_what_is_asked_and_no_more(values: object, said: str) -> None:
    assert with_query("/x", values) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "said"),
    [("trc", "trc"), ("発-酵", "%E7%99%BA-%E9%85%B5"), ("a/b", "a%2Fb"), ("../x", "..%2Fx")],
)
def test_any_key_is_one_step_of_a_path(key: str, said: str) -> None:
    links = Links("/sub")
    assert links.topic(key) == f"/sub/topics/{said}"
    assert (
        links.beside(key, "/feed.xml", {"grade": "ad"}) == f"/sub/topics/{said}/feed.xml?grade=ad"
    )


def test_every_address_is_under_the_root() -> None:
    links = Links("/sub/", "https://pods.example", "f00")
    made = (
        *(links.home(), links.static("style.css"), links.topic("k"), links.topic_of("a b")),
        *(links.search("q"), links.why("p", 1), links.suggest(), links.podcasts()),
        *(links.podcast(1), links.episode(1), links.preferences(), links.opensearch()),
        *(links.sitemap(), links.sitemap(2), links.api()),
    )
    assert all(each.startswith("/sub/") for each in made)
    assert links.whole(links.home()) == "https://pods.example/sub/"


PLACES = re.compile(r"""(?:href|src|action)="(/[^"]*)\"""")


def test_behind_a_public_address_pages_and_feeds_name_it(library: Library) -> None:
    app = create_app(library, started_at=NOW, public_url="https://pods.example/earmark/")
    browser = client(app, VISITOR)
    for path in ("/", "/topics/copper", "/podcasts/4", "/episodes/14", "/nowhere"):
        found = PLACES.findall(browser.get(path).text)
        assert found
        assert [each for each in found if not each.startswith("/earmark/")] == []
    feed = browser.get("/topics/copper/feed.xml").text
    assert "https://pods.example/earmark/topics/copper/feed.xml" in feed
    assert "127.0.0.1" not in feed
    moved = browser.get("/topics/Copper.csv").headers["location"]
    assert moved == "/earmark/topics/copper.csv"
    index = browser.get("/api/v1").json()
    assert index["openapi"] == "https://pods.example/earmark/api/v1/openapi.json"
    assert "https://pods.example/earmark/sitemap.xml" in browser.get("/robots.txt").text


def test_the_owner_asks_this_machine_without_the_public_path(library: Library) -> None:
    app = create_app(library, started_at=NOW, public_url="https://pods.example/earmark")
    page = client(app, OWNER).get("/topics/copper").text
    assert 'href="/podcasts"' in page
    assert "/earmark/" not in page


def test_under_the_root_of_another_application_everything_is_said_with_it(
    app: FastAPI,
) -> None:
    """ASGI's ``root_path``."""
    browser = TestClient(
        app, client=VISITOR, base_url=HOST, root_path="/sub", follow_redirects=False
    )
    for path in ("/sub/", "/sub/topics/copper", "/sub/podcasts/4", "/sub/nowhere"):
        found = PLACES.findall(browser.get(path).text)
        assert found
        assert [each for each in found if not each.startswith("/sub/")] == []
    assert browser.get("/sub/topics/Copper").headers["location"] == "/sub/topics/copper"
    data = browser.get("/sub/api/v1/topics/%21")
    assert data.json()["error"]["code"] == "invalid-query"
    assert data.headers["access-control-allow-origin"] == "*"
    assert browser.get("/sub/static/old/style.css").status_code == 200


@pytest.mark.parametrize(
    ("origin", "only_here"),
    [
        ("http://127.0.0.1:8017", True),
        ("http://localhost", True),
        ("http://[::1]:8017", True),
        ("http://192.0.2.2:8017", False),
        ("https://pods.example", False),
        ("", False),
    ],
)
def test_an_address_of_this_computer_leads_nowhere_from_another(
    origin: str, only_here: bool
) -> None:
    assert Links("", origin).only_here == only_here
