"""The reference topic: browser, files beside the page and command line say the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from typer.testing import CliRunner

from earmark import cli
from earmark.formats.json import topic_object
from earmark.library import Library, open_library
from earmark.model import TopicPage, TopicRequest
from earmark.settings import Settings
from earmark.web.app import create_app

pytestmark = pytest.mark.shared

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PHRASE = "mfu"
FILTERS = ("", "grade=subject", "language=fr", "since=2020&until=2023", "also=hummus")


@dataclass(frozen=True)
class Site:
    library: Library
    data: Path
    browser: TestClient

    def get(self, path: str) -> Any:
        answer = self.browser.get(path)
        assert answer.status_code == 200
        return answer

    def page(self, query: str = "") -> html.HtmlElement:
        return html.fromstring(self.get(f"/topics/{PHRASE}?{query}").text)


@pytest.fixture(scope="module")
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("mfu")
    with open_library(Settings(data=data), now=lambda: NOW, workers=0) as library:
        list(library.add([str(shared / "reference/mfu-feeds")]))
        app = create_app(library, started_at=NOW)
        address = "http://127.0.0.1:8017"
        browser = TestClient(app, client=("127.0.0.1", 50000), base_url=address)
        yield Site(library, data, browser)


@pytest.fixture(scope="module")
def topic(site: Site) -> TopicPage:
    return site.library.topic(TopicRequest(PHRASE))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_command_line_says_what_the_browser_is_sent(site: Site, topic: TopicPage) -> None:
    asked = ["topic", PHRASE, "--json", "--as-of", "2026-11-20", "--data", str(site.data)]
    printed = CliRunner().invoke(cli.app, asked)
    assert printed.exit_code == 0, printed.output
    sent = site.get(f"/topics/{PHRASE}.json").json()
    assert json.loads(printed.stdout) == sent == topic_object(topic)


@pytest.mark.parametrize("query", FILTERS)
def test_the_api_the_file_and_the_rows_agree(site: Site, query: str) -> None:
    sent = site.get(f"/topics/{PHRASE}.json?{query}").json()
    assert sent == site.get(f"/api/v1/topics/{PHRASE}?{query}").json()
    lines = io.StringIO(site.get(f"/topics/{PHRASE}.csv?{query}").text, newline="")
    rows = list(csv.DictReader(lines, strict=True))
    assert [int(row["episode_id"]) for row in rows] == [each["id"] for each in sent["episodes"]]
    assert [row["grade"] for row in rows] == [each["grade"] for each in sent["episodes"]]
    assert len({row["podcast_id"] for row in rows}) == sent["stats"]["podcasts"]
    listed = sum(int(row["listed_episodes"]) for row in rows)
    assert listed == sent["stats"]["listed_episodes"]


def test_the_page_shows_the_figures(site: Site, topic: TopicPage) -> None:
    figures = {
        text(each.find("dt")): text(each.find(".//b"))
        for each in site.page().find_class("figure")
        if each.find("dt") is not None
    }
    stats = topic.stats
    minutes = round((stats.average_duration_ms or 0) / 60_000)
    latest = stats.latest_at
    assert latest is not None
    assert figures == {
        "episodes": str(stats.episodes),
        "shows": str(stats.podcasts),
        "on average": f"{minutes} min",
        "in the last 12 months": str(round(stats.new_per_month * 12)),
        "the latest": f"{latest.day} {latest:%b %Y}",
    }
    assert (stats.episodes, stats.podcasts) == (22, 15)


@pytest.mark.parametrize("query", FILTERS)
def test_the_page_shows_the_rows_in_their_order(site: Site, query: str) -> None:
    rows = site.page(query).find_class("episodes")[0].xpath(".//article/@data-episode")
    sent = site.get(f"/topics/{PHRASE}.json?{query}").json()
    assert [int(row) for row in rows] == [each["id"] for each in sent["episodes"]]


def test_the_page_shows_grades_shows_and_periods(site: Site, topic: TopicPage) -> None:
    page = site.page()
    counts = [text(each) for each in page.find_class("switch")[0].iter("b")]
    assert counts == [str(topic.grades["subject"]), str(topic.stats.episodes)]
    shows = page.find_class("best")[0].xpath(".//a[contains(@href, '/podcasts/')]/@href")
    assert shows == [f"/podcasts/{show.id}" for show in topic.podcasts]
    rows = page.find_class("chart-table")[0].xpath(".//tbody/tr")
    drawn = {row.xpath("string(th)").split()[0]: row.xpath("string(td[1])") for row in rows}
    assert drawn == {each.period: str(each.episodes) for each in topic.popularity}
    assert sum(map(int, drawn.values())) == topic.stats.episodes - topic.stats.undated


def test_every_row_says_its_evidence(site: Site, topic: TopicPage) -> None:
    """A quote's sentence, or the phrase marked in the title."""
    shown = {
        int(row.get("data-episode")): row
        for row in site.page().find_class("row")
        if row.get("data-episode")
    }
    for episode in topic.episodes:
        row = shown[episode.id]
        marked = [mark.text_content().casefold() for mark in row.iter("mark")]
        assert any(PHRASE in each for each in marked), episode.title
