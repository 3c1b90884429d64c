"""The start page of an empty library, and what comes of what is put into its box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from askers import HOST, NOW, VISITOR, client
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient
from tests.fake_fetcher import FakeFetcher

from earmark.library import Library, open_library
from earmark.settings import Settings
from earmark.starters import ORDER, starting_sets
from earmark.web.app import create_app

HERE = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
FEEDS = ("https://one.example/feed.xml", "https://two.example/feed.xml")
OPML = "<opml version='2.0'><body>{}</body></opml>".format(
    "".join(f"<outline type='rss' text='A show' xmlUrl='{url}'/>" for url in FEEDS)
)


RSS = """<rss version="2.0"><channel><title>{url}</title><item><title>Of {url}</title>
<guid>{url}</guid><enclosure url="{url}.mp3" type="audio/mpeg" length="1"/></item>
</channel></rss>"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    answers = {url: RSS.format(url=url).encode() for url in FEEDS}
    with open_library(
        Settings(data=tmp_path / "data"),
        now=lambda: NOW,
        workers=0,
        fetcher=lambda: FakeFetcher(answers),
    ) as opened:
        yield opened


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_app(library, started_at=NOW)


def send(
    asker: TestClient, *, headers: dict[str, str] | None = None, file: bytes = b"", **values: object
) -> Response:
    files = {"file": ("list.opml" if file else "", file)}
    sent = HERE if headers is None else headers
    return asker.post("/feeds", data=values, files=files, headers=sent)


def addresses(library: Library) -> list[str]:
    return [poll.url for poll in library.keeping.feeds().polls]


def test_an_empty_library_opens_on_the_start_page(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/").text)
    [form] = page.xpath("//main//form")
    assert (form.get("method"), form.get("action")) == ("post", "/feeds")
    assert form.get("enctype") == "multipart/form-data"
    assert form.xpath(".//textarea[@name='text']")
    assert form.xpath(".//input[@type='file' and @name='file']")
    assert form.xpath(".//input[@type='checkbox' and @name='set']/@value") == list(ORDER)
    said = page.xpath("string(//main)")
    for app in ("AntennaPod", "Pocket Casts", "Overcast", "Apple Podcasts", "gPodder"):
        assert app in said
    assert "not affiliated" in said
    assert "earmark demo" in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": FEEDS[0]}, FEEDS[:1]),
        ({"text": f"\r\n{FEEDS[0]}\r\n\r\n{FEEDS[1]}  "}, FEEDS),
        ({"text": OPML}, FEEDS),
        ({"file": OPML.encode()}, FEEDS),
        ({"text": FEEDS[1], "file": OPML.encode()}, (FEEDS[1], FEEDS[0])),
        ({"set": ["science"]}, starting_sets()["science"]),
        ({"set": ["ja", "no", "nowhere"]}, starting_sets()["ja"] + starting_sets()["no"]),
    ],
)
def test_what_is_given_is_followed(
    owner: TestClient, library: Library, given: dict[str, object], expected: tuple[str, ...]
) -> None:
    answer = send(owner, **given)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert addresses(library) == list(expected)


def test_while_shows_come_in_the_page_says_how_far_it_is(
    owner: TestClient, library: Library
) -> None:
    send(owner, set=["science"])
    page = html.fromstring(owner.get("/").text)
    count = len(starting_sets()["science"])
    assert page.xpath("string(//h2[@id='filling'])") == f"0 of {count} shows in"
    assert page.xpath("//noscript/meta[@http-equiv='refresh']")
    send(owner, text=FEEDS[0])
    page = html.fromstring(owner.get("/").text)
    assert page.xpath("string(//h2[@id='filling'])") == f"1 of {count + 1} shows in"
    assert page.xpath("//*[@id='newest']")
    library.crawl(once=True)
    assert not html.fromstring(owner.get("/").text).xpath("//h2[@id='filling']")


def test_what_cant_be_followed_is_said_and_can_be_mended(
    owner: TestClient, library: Library
) -> None:
    answer = send(owner, text=f"{FEEDS[0]}\nhttp://\n", file=b"no list at all")
    assert answer.status_code == 400
    page = html.fromstring(answer.text)
    assert page.xpath("//textarea")[0].text.strip() == "http://"
    assert len(page.xpath("//*[@role='alert']//li")) == 2
    assert "One feed was added" in page.xpath("string(//*[@role='alert'])")
    assert addresses(library) == [FEEDS[0]]


def test_nothing_given_is_said(owner: TestClient) -> None:
    answer = send(owner, text="  ")
    assert answer.status_code == 400
    assert "Nothing was given" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document", "Origin": HOST},
    ],
)
def test_another_site_adds_nothing(
    owner: TestClient, library: Library, headers: dict[str, str]
) -> None:
    assert send(owner, headers=headers, text=FEEDS[0]).status_code == 400
    assert addresses(library) == []


def test_a_visitor_adds_nothing(app: FastAPI, library: Library) -> None:
    visitor = client(app, VISITOR)
    assert send(visitor, text=FEEDS[0]).status_code == 404
    assert visitor.get("/feeds/add").status_code == 404
    assert addresses(library) == []


def test_to_look_changes_nothing(owner: TestClient, library: Library) -> None:
    for path in ("/", "/feeds/add", f"/feeds/add?text={FEEDS[0]}", f"/feeds?text={FEEDS[0]}"):
        owner.get(path)
    assert addresses(library) == []


def test_more_can_be_added_later(owner: TestClient, library: Library) -> None:
    page = html.fromstring(owner.get("/feeds/add").text)
    assert page.xpath("//main//form//input[@name='back']/@value") == ["feeds"]
    answer = send(owner, text=FEEDS[0], back="feeds")
    assert (answer.status_code, answer.headers["location"]) == (303, "/feeds")


def test_the_page_isnt_known_to_the_browser_when_a_feed_was_added(
    owner: TestClient, library: Library
) -> None:
    tag = owner.get("/").headers["etag"]
    send(owner, text=FEEDS[0])
    answer = owner.get("/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    again = owner.get("/", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_refreshing_can_be_stopped(owner: TestClient, library: Library) -> None:
    send(owner, set=["ja"])
    assert "http-equiv" not in owner.get("/?refresh=off").text


@pytest.mark.parametrize("name", ORDER)
def test_a_starting_set_holds_some_addresses_once(name: str) -> None:
    urls = starting_sets()[name]
    assert 8 <= len(set(urls)) == len(urls) <= 15
    assert all(url.startswith("https://") and url.isascii() for url in urls)
