"""The list of shows, and the page of a show."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from lxml import html
from starlette.testclient import TestClient
from written_feeds import PRIVATE_TITLE, PRIVATE_TOKEN, UNLISTED_TITLE

from earmark.library import Library
from earmark.model import PodcastId
from earmark.web.links import Links
from earmark.web.pages.podcast import episodes_a_year
from earmark.web.words import read_catalogue


def named(library: Library, title: str) -> PodcastId:
    return library.podcasts(named=title).podcasts[0].podcast.id


def test_shows_stand_by_title(owner: TestClient, library: Library) -> None:
    page = html.fromstring(owner.get("/podcasts").text)
    titles = [title.text_content() for title in page.xpath("//h2[@class='show-title']")]
    assert titles == [card.podcast.title for card in library.podcasts().podcasts]


def test_a_show_is_found_by_a_part_of_its_name(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/podcasts?named=steam").text)
    assert [each.text_content() for each in page.xpath("//main//h2")] == ["Copper and Steam"]
    assert page.xpath("//main//input[@name='named']/@value") == ["steam"]


def test_shows_of_a_language_keep_the_name_that_was_asked(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/podcasts?language=ar&named=").text)
    assert [each.text_content() for each in page.xpath("//main//h2")] == ["مطبخ النحاس"]
    assert page.xpath("//option[@selected and @value='ar']")


def test_a_name_that_no_show_has_may_be_a_topic(owner: TestClient) -> None:
    page = html.fromstring(owner.get("/podcasts?named=bread+knives").text)
    assert page.xpath("//main//a[@href='/search?q=bread+knives']")


def test_a_show_says_what_it_is(owner: TestClient, library: Library) -> None:
    number = named(library, "Copper and Steam")
    page = html.fromstring(owner.get(f"/podcasts/{number}").text)
    text = page.text_content()
    assert page.findtext(".//h1") == "Copper and Steam"
    assert "Kitchens that boil." in text
    assert "of 1 have no date" not in text
    assert "one has no date" in text
    assert page.xpath("//main//a[@href='https://copper.example/']/@rel") == [
        "noopener noreferrer nofollow ugc"
    ]
    assert page.xpath("//main//a[@href='https://copper.example/feed.xml']")


def test_a_show_lists_its_episodes(owner: TestClient, library: Library) -> None:
    number = named(library, "Copper and Steam")
    page = html.fromstring(owner.get(f"/podcasts/{number}").text)
    listed = page.xpath("//article/@data-episode")
    assert listed == [str(each.id) for each in library.podcast_page(number).episodes]


def test_a_show_is_described_to_machines(owner: TestClient, library: Library) -> None:
    number = named(library, "Copper and Steam")
    page = html.fromstring(owner.get(f"/podcasts/{number}").text)
    told = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (told["@type"], told["name"]) == ("PodcastSeries", "Copper and Steam")
    assert told["description"] == "Kitchens that boil."
    assert told["url"].startswith("http://127.0.0.1:8017/podcasts/")


def test_who_else_may_see_a_show_is_said(owner: TestClient, library: Library) -> None:
    for title, words in ((UNLISTED_TITLE, "unlisted"), (PRIVATE_TITLE, "private")):
        assert f"{words}: only you see it" in owner.get(f"/podcasts/{named(library, title)}").text


def test_a_private_feed_s_address_is_on_no_page(owner: TestClient, library: Library) -> None:
    page = owner.get(f"/podcasts/{named(library, PRIVATE_TITLE)}").text
    assert f"feed.xml?token={PRIVATE_TOKEN}" not in page


def test_an_ended_show_says_so(owner: TestClient, library: Library) -> None:
    ended = [card for card in library.podcasts().podcasts if card.ended and card.latest_at]
    for card in ended[:2]:
        assert "Ended" in owner.get(f"/podcasts/{card.podcast.id}").text


@pytest.mark.parametrize(
    "number", ["-1", "0", "x", "1.5", "9" * 15, "9" * 400, "²", "1%00", "%F0%9F%8E%A7"]
)
def test_what_is_no_show_is_not_found(owner: TestClient, number: str) -> None:
    for kind in ("podcasts", "episodes"):
        assert owner.get(f"/{kind}/{number}").status_code == 404


def test_a_year_of_the_chart_leads_to_its_episodes(owner: TestClient, library: Library) -> None:
    words = read_catalogue().words("en")
    for card in library.podcasts().podcasts:
        shown = library.podcast_page(card.podcast.id)
        chart = episodes_a_year(shown, words, Links())
        for bar in chart.bars if chart else ():
            if bar.href:
                found = html.fromstring(owner.get(bar.href).text)
                rows = found.xpath("//article")
                assert len(rows) == min(30, bar.point.episodes), bar.href


def test_a_show_of_one_year_has_no_chart(library: Library) -> None:
    shown = library.podcast_page(named(library, "Open Kettle"))
    assert episodes_a_year(shown, read_catalogue().words("en"), Links()) is None
    assert shown.as_of == date(2026, 11, 20)
    assert shown.stats.latest_at == datetime(2026, 3, 1, 6, tzinfo=UTC)
