"""The topic page as a browser gets it: what stands where, for how much there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement
from starlette.testclient import TestClient

from earmark.library import Library
from earmark.model import TopicRequest
from earmark.web import topic_view

Get = Callable[[str], HtmlElement]


@pytest.fixture
def get(owner: TestClient) -> Get:
    def get(path: str) -> HtmlElement:
        answer = owner.get(path)
        assert answer.status_code == 200
        return html.fromstring(answer.text)

    return get


SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:#([\w-]+))?((?:\.[\w-]+)*)")


def pick(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """Elements inside, by ``tag#id.class``; a space means anywhere inside."""
    path = "."
    for simple in selector.split():
        found = SIMPLE.fullmatch(simple)
        assert found, selector
        tag, name, classes = found.groups()
        path += f"//{tag or '*'}" + (f"[@id='{name}']" if name else "")
        for each in filter(None, classes.split(".")):
            path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {each} ')]"
    return list(element.xpath(path))


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def only(page: HtmlElement, selector: str) -> HtmlElement:
    (found,) = pick(page, selector)
    return found


def pick_headings(page: HtmlElement) -> list[HtmlElement]:
    return [each for each in page.iter("h1", "h2", "h3", "h4") if each.xpath("ancestor::main")]


def position(page: HtmlElement, selector: str) -> int:
    return list(page.iter()).index(pick(page, selector)[0])


def test_the_parts_stand_in_the_order_of_need(get: Get) -> None:
    page = get("/topics/trc")
    parts = (
        *("h1", ".say", ".play.loud", ".follow", ".starters", ".switch", ".rows.first"),
        *(".figures", ".chart", "#podcasts", ".coverage", ".rest .rows", ".ask-why"),
    )
    order = [position(page, part) for part in parts]
    assert order == sorted(order)


def test_three_rows_stand_before_what_is_around(get: Get) -> None:
    page = get("/topics/trc")
    assert len(pick(page, ".rows.first li .row")) == 3
    assert int(only(page, ".rest .rows").get("start")) == 4


def test_the_page_says_the_figures_of_the_library(get: Get, library: Library) -> None:
    page, known = get("/topics/trc"), library.topic(TopicRequest("trc"))
    figures = dict(
        zip(
            (said(each) for each in pick(page, ".figures dt")),
            (said(each) for each in pick(page, ".figures b")),
            strict=True,
        )
    )
    assert figures["episodes"] == str(known.stats.episodes)
    assert figures["shows"] == str(known.stats.podcasts)
    assert len(pick(page, ".row")) == len(known.episodes)
    of = said(pick(page, ".figures dd span")[0])
    assert f"of {known.library.episodes} in the library" in of


def test_every_figure_leads_to_its_rows(get: Get) -> None:
    page = get("/topics/trc?language=en")
    leads = [each.get("href") for each in pick(page, ".figures .figure a")]
    assert len(leads) == len(pick(page, ".figures .figure"))
    for address in leads:
        if address.startswith("#"):
            assert pick(page, address)
        else:
            assert urlsplit(address).path == "/topics/trc.csv"
            assert parse_qs(urlsplit(address).query)["language"] == ["en"]


def test_the_feeds_follow_what_is_shown(get: Get) -> None:
    links = pick(get("/topics/trc?language=en&grade=subject"), ".follow a")
    assert [urlsplit(each.get("href")).path for each in links] == [
        "/topics/trc/feed.xml",
        "/topics/trc/feed.json",
        "/topics/trc/opml",
        "/topics/trc.csv",
        "/topics/trc.json",
    ]
    for each in links:
        query = parse_qs(urlsplit(each.get("href")).query)
        assert query == {"language": ["en"], "grade": ["subject"]}


def test_the_switch_says_which_side_is_on(get: Get, library: Library) -> None:
    grades = library.topic(TopicRequest("trc")).grades
    for path, on in (("/topics/trc", 1), ("/topics/trc?grade=subject", 0)):
        sides = pick(get(path), ".switch a")
        assert [said(pick(each, "b")[0]) for each in sides] == [
            str(grades["subject"]),
            str(grades["subject"] + grades["discussed"] + grades["mentioned"]),
        ]
        assert [each.get("aria-current") for each in sides].index("true") == on


def test_filters_that_are_on_are_shown_and_taken_away(get: Get) -> None:
    page = get("/topics/trc?language=en&grade=subject")
    chip = only(page, ".active .chip")
    assert "English" in said(chip)
    assert chip.get("href") == "/topics/trc?grade=subject"
    assert pick(get("/topics/trc"), ".active") == []


def test_a_title_is_marked_and_not_quoted_back(get: Get) -> None:
    rows = pick(get("/topics/copper"), ".row")
    named = [row for row in rows if pick(row, ".row-title mark")]
    assert named
    for row in named:
        title = said(only(row, ".row-title"))
        assert "in the title" in said(only(row, ".grade"))
        assert all(title not in said(quote) for quote in pick(row, ".quote"))


def test_a_row_names_its_play_and_its_language(get: Get) -> None:
    for row in pick(get("/topics/trc"), ".row"):
        title = only(row, ".row-title")
        assert title.get("lang")
        assert title.get("dir") in ("ltr", "rtl")
        for play in pick(row, ".play"):
            assert play.get("aria-label") == f"Play: {said(title)}"
            assert urlsplit(play.get("href")).fragment == "player"
            assert play.get("data-src").startswith(("http://", "https://"))


def test_an_episode_without_a_name_can_be_opened(get: Get) -> None:
    titles = [said(each) for each in pick(get("/topics/copper"), ".row-title")]
    assert "Without a title" in titles


def test_a_folded_episode_says_so(get: Get) -> None:
    page = get("/topics/copper")
    (row,) = (
        row for row in pick(page, ".row") if said(only(row, ".row-title")) == "Pots with names"
    )
    copies = only(row, ".copies")
    assert "Copper on the Network" in said(copies)
    assert only(copies, ".soft").get("lang") == "en"


def test_nothing_found_says_what_was_looked_at_and_what_there_is(get: Get) -> None:
    page = get("/topics/copper-zebra")
    assert "Nothing in" in said(only(page, ".say"))
    assert "titles, notes, chapters" in said(only(page, ".read-as"))
    words = {said(each.xpath("a | bdi")[0]): said(each) for each in pick(page, ".found li")}
    assert "in no episode" in words["zebra"]
    assert "copper" in words
    assert [each for name in (".figures", ".rows", ".switch") for each in pick(page, name)] == []


def test_a_search_is_offered_where_it_finds_more_than_the_topic(get: Get) -> None:
    """Both words are in the library, side by side nowhere."""
    (button,) = pick(get("/topics/kettles-copper"), ".instead a.button")
    assert parse_qs(urlsplit(button.get("href")).query)["q"] == ["kettles copper"]


@pytest.mark.parametrize("key", ["copper-zebra", "zebra"])
def test_no_search_is_offered_that_finds_nothing_either(get: Get, key: str) -> None:
    buttons = pick(get(f"/topics/{key}"), ".instead a.button")
    assert [
        urlsplit(each.get("href")).path for each in buttons if "search" in each.get("href")
    ] == []


def test_a_page_of_nothing_at_all_leads_on(get: Get) -> None:
    assert only(get("/topics/zebra"), ".instead a.button").get("href") == "/"


def test_the_last_date_is_of_what_the_sentence_counts(get: Get) -> None:
    """Under a grade all that is dated is of that grade; without one it need not be about it."""
    assert "it last came up on" in said(only(get("/topics/copper"), ".say"))
    assert "; the last on" in said(only(get("/topics/copper?grade=subject"), ".say"))


def test_nothing_left_under_a_filter_offers_to_take_it_away(get: Get) -> None:
    page = get("/topics/copper?until=1999")
    assert said(only(page, ".say")) == "No episode of the library is left under these filters."
    assert only(page, ".active .chip").get("href") == "/topics/copper"


def test_a_small_topic_has_dates_and_no_averages(get: Get) -> None:
    page = get("/topics/kettles")
    assert said(only(page, ".say")) == "It comes up in one episode, on 1 March 2026."
    assert [each for name in (".chart", ".filters", ".starters") for each in pick(page, name)] == []
    assert len(pick(page, ".figures .figure")) == 2
    assert pick(page, ".play.loud")


@pytest.mark.parametrize("page", ["topic", "podcast"])
def test_people_are_those_who_speak(get: Get, library: Library, page: str) -> None:
    """Each episode of a show names the show's author, so the name finds none of them."""
    found = library.topic(TopicRequest("copper"))
    assert ("The House of Pans", "author", 1) in found.people
    (show,) = {each.podcast.id for each in found.episodes if each.title == "Pots with names"}
    path = "/topics/copper" if page == "topic" else f"/podcasts/{show}"
    people = [said(each) for each in get(path).xpath("//section[@aria-labelledby='people']//li/a")]
    assert "Ada Quist" in people
    assert "The House of Pans" not in people


def test_every_chip_that_narrows_leads_to_as_many_episodes_as_it_says(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_view, "MANY", 4)
    chips = pick(get("/topics/copper"), ".narrow-by .chip")
    assert chips
    for chip in chips:
        shown = get(chip.get("href"))
        rows = int(said(only(chip, "b")))
        figures = [said(each) for each in pick(shown, ".figure b")]
        assert figures[0] == str(rows)


def test_what_a_show_says_of_it_can_be_listed(get: Get) -> None:
    page = get("/topics/copper")
    for show in pick(page, ".best li"):
        rows = only(show, ".soft a")
        listed = get(rows.get("href"))
        (name,) = {said(each) for each in pick(listed, ".best .title")}
        assert name == said(only(show, ".title"))
        many = re.match(r"(\d+) of its|All of its (\d+)|Its only", said(rows))
        assert many
        assert len(pick(listed, ".row")) == int(many[1] or many[2] or 1)


def test_a_stop_word_explains_itself(get: Get) -> None:
    assert "“the” is among the commonest words" in said(only(get("/topics/the"), ".note"))


def test_rare_news_are_counted_over_a_year(visitor: TestClient) -> None:
    page = html.fromstring(visitor.get("/topics/copper").text)
    assert "in the last 12 months" in [said(each) for each in pick(page, ".figures dt")]


def test_why_is_asked_with_the_topic(get: Get) -> None:
    form = only(get("/topics/trc"), ".ask-why form")
    assert form.get("action") == "/why"
    assert form.xpath(".//input[@name='topic']/@value") == ["trc"]
    assert form.xpath(".//input[@name='episode'][@required]")


def test_ids_are_single_and_every_label_is_there(get: Get) -> None:
    for path in ("/topics/trc", "/topics/kettles", "/topics/copper-zebra"):
        page = get(path)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        named = {name for each in page.xpath("//@aria-labelledby") for name in each.split()}
        assert named <= set(ids)
        icons = {each.removeprefix("#") for each in page.xpath("//*[local-name()='use']/@href")}
        assert icons <= set(ids)


def test_headings_leave_no_level_out(get: Get) -> None:
    for path in ("/topics/trc", "/topics/kettles", "/topics/copper-zebra"):
        levels = [int(each.tag[1]) for each in pick_headings(get(path))]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_style_or_script_stands_in_the_page(get: Get) -> None:
    page = get("/topics/trc")
    assert page.xpath("//@style | //style") == []
    inline = page.xpath("//script[not(@src)]/@type")
    assert set(inline) <= {"application/json", "application/ld+json"}


def test_an_ad_is_nothing_to_start_with(get: Get) -> None:
    for page in (get("/topics/copper?grade=ad"), get("/topics/trc?grade=ad")):
        assert not pick(page, ".starters") + pick(page, ".play.loud")


def test_figures_under_filters_are_compared_with_what_the_filters_leave(get: Get) -> None:
    figures = said(only(get("/topics/copper?since=2000"), ".figures"))
    assert "under these filters" in figures
    assert "in the library" not in figures
    assert "under these filters" not in said(only(get("/topics/copper"), ".figures"))
