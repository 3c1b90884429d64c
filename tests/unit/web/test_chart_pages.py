"""The chart in the pages: its bars are the figures, and each leads to exactly its episodes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from earmark.library import Library
from earmark.model import VISITOR, TopicRequest

TOPICS = ("TRC", "copper")


def page_of(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.text)


def bars(page: html.HtmlElement, size: str = "wide") -> list[html.HtmlElement]:
    return page.xpath(f'//section[@id="popularity"]//svg[contains(@class, "chart-{size}")]//a')


def episodes_of(bar: html.HtmlElement) -> int:
    said = re.search(r": ([0-9,]+) of [0-9,]+ episodes?, [0-9,]+ shows? published", label(bar))
    assert said is not None
    return int(said[1].replace(",", ""))


def label(bar: html.HtmlElement) -> str:
    return str(bar.get("aria-label"))


@pytest.mark.parametrize("phrase", TOPICS)
def test_bars_sum_to_the_figure(owner: TestClient, library: Library, phrase: str) -> None:
    stats = library.topic(TopicRequest(phrase)).stats
    page = page_of(owner, f"/topics/{phrase.casefold()}")
    for size in ("wide", "narrow"):
        assert sum(map(episodes_of, bars(page, size))) == stats.episodes - stats.undated
    said = page.xpath('string(//p[@id="popularity-said"])')
    assert ("no date" in said) == (stats.undated > 0)


@pytest.mark.parametrize(
    "path", ["/topics/trc", "/topics/copper?language=en", "/topics/trc?by=month"]
)
def test_a_bar_leads_to_its_episodes_under_the_same_filters(owner: TestClient, path: str) -> None:
    shown = bars(page_of(owner, path))
    assert shown
    for bar in shown:
        there = urlsplit(bar.get("href"))
        assert ("language=en" in there.query) == ("language=en" in path)
        answer = owner.get(f"{there.path}.json?{there.query}").json()
        assert answer["stats"]["episodes"] == episodes_of(bar), label(bar)


@pytest.mark.parametrize(
    ("path", "on", "figure"),
    [
        ("/topics/trc?bars=count", "Count", "[0-9]+"),
        ("/topics/trc?bars=share", "Share", "[0-9.]+%"),
    ],
)
def test_the_switch(owner: TestClient, path: str, on: str, figure: str) -> None:
    page = page_of(owner, path)
    (current,) = page.xpath('//*[@class="chart-switch"]/a[@aria-current="true"]')
    assert current.text == on
    figures = page.xpath('//svg[contains(@class, "chart-wide")]//text[@class="figure"]')
    assert figures
    assert all(re.fullmatch(figure, each.text) for each in figures)
    (other,) = page.xpath('//*[@class="chart-switch"]/a[not(@aria-current)]')
    assert owner.get(other.get("href")).status_code == 200


def test_a_visitor_counts_what_a_visitor_sees(visitor: TestClient, library: Library) -> None:
    stats = library.topic(TopicRequest("copper", visible=VISITOR)).stats
    assert stats.episodes < library.topic(TopicRequest("copper")).stats.episodes
    shown = sum(map(episodes_of, bars(page_of(visitor, "/topics/copper"))))
    assert shown == stats.episodes - stats.undated > 0
