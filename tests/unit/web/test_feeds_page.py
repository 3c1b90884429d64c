"""The owner's page of feeds: what needs a person, with what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from askers import HOST, NOW, VISITOR, client
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient
from tests.fake_fetcher import Answer, FakeFetcher, redirect

from earmark.library import Library, open_library
from earmark.model import AddOptions
from earmark.settings import Settings
from earmark.web.app import create_app

HERE = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
RSS = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>{title}</title><podcast:podroll><podcast:remoteItem feedUrl="{offered}"/></podcast:podroll>
<item><title>{title}, the first</title><guid>{title}-1</guid><description>Copper and copper.
</description><enclosure url="https://x.example/{title}.mp3" type="audio/mpeg" length="1"/></item>
</channel></rss>"""
OFFERED = "https://offered.example/feed.xml?token=s3cret-of-offered"


def rss(title: str) -> bytes:
    return RSS.format(title=title, offered=OFFERED.replace("&", "&amp;")).encode()


ANSWERS = {
    "https://well.example/feed.xml": rss("Well"),
    "https://private.example/feed.xml?token=s3cret": Answer(status=401),
    "https://lost.example/feed.xml": Answer(status=404),
    "https://broken.example/feed.xml": Answer(status=500),
    "https://page.example/feed.xml": b"<html><body>Hello</body></html>",
    "https://old.example/feed.xml": rss("Moving"),
    "https://new.example/feed.xml": rss("Moving"),
    OFFERED: rss("Offered"),
}
POLLED = [url for url in ANSWERS if "new" not in url and url != OFFERED]


MOVED = redirect("https://new.example/feed.xml", 301)


class Clock:
    now = NOW - timedelta(days=8)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    def now() -> datetime:
        return clock.now

    settings = Settings(data=tmp_path / "data")
    answers = dict(ANSWERS)
    with open_library(settings, now=now, workers=0, fetcher=lambda: FakeFetcher(answers)) as opened:
        reports = opened.subscribe("\n".join(POLLED), options=AddOptions(fetched=0))
        assert all(report.error is None for report in reports)
        opened.crawl(once=True)
        clock.now = NOW
        answers["https://old.example/feed.xml"] = MOVED
        opened.crawl(once=True)
        yield opened


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_app(library, started_at=NOW)


def page_of(asker: TestClient, path: str = "/feeds") -> html.HtmlElement:
    answer = asker.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return html.fromstring(answer.text)


def feed_id(library: Library, url: str) -> int:
    return library.keeping.poll_of(url).feed_id


def do(
    asker: TestClient,
    library: Library,
    action: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    **values: str,
) -> Response:
    path = f"/feeds/{feed_id(library, url)}/{action}"
    return asker.post(path, data=values, headers=HERE if headers is None else headers)


def test_what_needs_a_person_comes_first_with_the_reason(owner: TestClient) -> None:
    page = page_of(owner)
    needs = page.xpath("//section[contains(@class, 'needs')]/section")
    assert [each.xpath("string(h3)").split()[0] for each in needs] == [
        *("Moving", "Access", "Taken", "Failing"),
    ]
    said = page.xpath("string(//section[contains(@class, 'needs')])")
    for words in (
        "redirects for good to https://new.example/feed.xml",
        "wants a password, or refuses the one in its address (401)",
        "Nothing is at its address any more (404)",
        "no feed, often a web page",
    ):
        assert words in " ".join(said.split()), words
    assert page.xpath("//a[@href='/feeds/add']")


def test_what_mends_itself_needs_nobody_until_it_goes_on(
    owner: TestClient, library: Library, clock: Clock
) -> None:
    needs = "string(//section[contains(@class, 'needs')])"
    assert "broken.example" not in page_of(owner).xpath(needs)
    clock.now += timedelta(days=2)
    library.crawl(once=True)
    assert "3 times in a row" in page_of(owner).xpath(needs)


def test_no_secret_of_an_address_is_shown(owner: TestClient) -> None:
    for path in ("/feeds", "/feeds?state=refused"):
        assert "s3cret" not in owner.get(path).text
    assert "token=…" in owner.get("/feeds").text


def test_each_feed_says_why_and_when_next(owner: TestClient, library: Library) -> None:
    page = page_of(owner)
    assert len(page.xpath("//section[@id='all']//li//article")) == len(POLLED)
    for url in POLLED:
        assert library.keeping.why(url) in page.xpath("string(//section[@id='all'])")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("fine", ["Well"]),
        ("moving", ["Moving"]),
        ("gone", ["https://lost.example/feed.xml"]),
        ("quiet", []),
    ],
)
def test_feeds_of_a_state(owner: TestClient, state: str, names: list[str]) -> None:
    page = page_of(owner, f"/feeds?state={state}")
    found = page.xpath("//section[@id='all']//li//h3")
    assert [each.text_content().strip() for each in found] == names
    assert not page.xpath("//section[contains(@class, 'needs')]")


@pytest.mark.parametrize("query", ["state=odd", "cursor=x"])
def test_what_is_no_filter_is_said(owner: TestClient, query: str) -> None:
    assert owner.get(f"/feeds?{query}").status_code == 400


def test_a_feed_is_asked_for_again_but_not_at_once(
    owner: TestClient, library: Library, clock: Clock
) -> None:
    url = "https://broken.example/feed.xml"
    answer = do(owner, library, "check", url)
    assert answer.status_code == 503
    assert "Try again after 12:30 UTC" in answer.text
    clock.now += timedelta(minutes=31)
    answer = do(owner, library, "check", url)
    assert answer.status_code == 303
    assert library.keeping.poll_of(url).due_at == clock.now
    assert "https://broken.example/feed.xml" in page_of(owner, answer.headers["location"]).xpath(
        "string(//*[@role='status' and contains(@class, 'done')])"
    )


def test_a_move_is_followed(owner: TestClient, library: Library) -> None:
    assert do(owner, library, "follow", "https://old.example/feed.xml").status_code == 303
    assert library.keeping.poll_of("https://old.example/feed.xml").url == (
        "https://new.example/feed.xml"
    )
    assert do(owner, library, "follow", "https://well.example/feed.xml").status_code == 400


def test_asking_is_stopped(owner: TestClient, library: Library) -> None:
    url = "https://broken.example/feed.xml"
    assert do(owner, library, "stop", url).status_code == 303
    assert library.keeping.poll_of(url).due_at is None


@pytest.mark.parametrize("url", ["https://well.example/feed.xml", "https://lost.example/feed.xml"])
def test_a_show_is_removed(owner: TestClient, library: Library, url: str) -> None:
    answer = do(owner, library, "remove", url)
    assert answer.status_code == 303
    page = page_of(owner, answer.headers["location"])
    assert "removed" in page.xpath("string(//*[contains(@class, 'done')])")
    assert url not in [poll.url for poll in library.keeping.feeds().polls]
    assert owner.get("/podcasts").text.count("Well") == (0 if "well" in url else 1)


def test_what_a_feed_recommends_is_offered_and_taken(owner: TestClient, library: Library) -> None:
    page = page_of(owner)
    [offer, *_] = page.xpath("//input[@name='offer']/@value")
    assert offer.startswith("https://offered.example/feed.xml?token=")
    assert "s3cret" not in offer
    url = "https://well.example/feed.xml"
    assert do(owner, library, "take", url, offer="https://other.example/").status_code == 400
    assert do(owner, library, "take", url, offer=offer).status_code == 303
    assert library.keeping.poll_of(OFFERED).title == "Offered"
    assert not page_of(owner).xpath("//input[@name='offer']")


@pytest.mark.parametrize("action", ["check", "follow", "stop", "remove", "take"])
def test_another_site_and_a_visitor_do_nothing(
    app: FastAPI, owner: TestClient, library: Library, clock: Clock, action: str
) -> None:
    clock.now += timedelta(hours=1)
    before = library.keeping.feeds()
    url = "https://old.example/feed.xml"
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = {"Sec-Fetch-Dest": "document", **headers}
        assert do(owner, library, action, url, headers=sent).status_code == 400
    assert do(client(app, VISITOR), library, action, url).status_code == 404
    assert owner.get(f"/feeds/{feed_id(library, url)}/{action}").status_code == 405
    assert library.keeping.feeds() == before


def test_for_a_visitor_there_is_no_such_page(app: FastAPI) -> None:
    visitor = client(app, VISITOR)
    assert visitor.get("/feeds").status_code == 404
    assert "/feeds" not in visitor.get("/").text


def test_what_is_no_feed_or_no_remedy_is_not_found(owner: TestClient) -> None:
    assert owner.post("/feeds/999/check", headers=HERE).status_code == 404
    assert owner.post("/feeds/1/burn", headers=HERE).status_code == 404
    assert owner.post("/feeds/x/check", headers=HERE).status_code == 400


def test_how_it_stands(owner: TestClient) -> None:
    said = " ".join(page_of(owner).xpath("string(//aside)").split())
    assert f"asked{len(POLLED)}" in said
    assert "Backlog feeds due0" in said
    assert "free" in said
