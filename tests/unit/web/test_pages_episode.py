"""The page of an episode: what publishers say and leave out, what plays, what visitors read."""

from __future__ import annotations

import json

import pytest
from askers import NOW, VISITOR, client
from lxml import html
from starlette.testclient import TestClient
from written_feeds import OPEN_SENTENCE, PRIVATE_WORD, WHOLE_SENTENCE

from earmark.library import Library
from earmark.model import EpisodeId
from earmark.web.app import create_app
from earmark.web.pages.episode import second


def titled(library: Library, title: str) -> EpisodeId:
    listed = library.episodes(limit=100).episodes
    return next(each.id for each in listed if each.title == title)


def page_of(asking: TestClient, number: int, query: str = "") -> html.HtmlElement:
    answer = asking.get(f"/episodes/{number}{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def main(page: html.HtmlElement) -> str:
    return " ".join(page.get_element_by_id("main").text_content().split())


@pytest.fixture
def pots(library: Library) -> EpisodeId:
    return titled(library, "Pots with names")


def test_an_episode_says_what_it_is(owner: TestClient, pots: EpisodeId) -> None:
    page = page_of(owner, pots)
    assert page.findtext(".//h1") == "Pots with names"
    text = main(page)
    for said in ("3 March 2026", "40 min", "Ada Quist", "guest", "text/vtt at copper.example"):
        assert said in text


def test_the_audio_is_the_publisher_s_and_waits(owner: TestClient, pots: EpisodeId) -> None:
    (audio,) = page_of(owner, pots).xpath("//section[@id='player']//audio")
    assert audio.get("src") == "https://media.copper.example/1.mp3"
    assert audio.get("preload") == "none"
    assert audio.get("referrerpolicy") == "no-referrer"
    assert "controls" in audio.attrib
    assert "crossorigin" not in audio.attrib


def test_audio_starts_where_a_link_says(owner: TestClient, pots: EpisodeId) -> None:
    (audio,) = page_of(owner, pots, "?t=754").xpath("//main//audio/@src")
    assert audio == "https://media.copper.example/1.mp3#t=754"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("754", 754), ("", 0), ("-1", 0), ("1e9", 0), ("²", 0), ("9999999", 604_800), ("9" * 99, 0)],
)
def test_seconds_of_an_address(text: str, seconds: int) -> None:
    assert second(text) == seconds


def test_an_episode_without_audio_says_so(owner: TestClient, library: Library) -> None:
    page = page_of(owner, titled(library, "Copper, silent"))
    assert not page.xpath("//main//audio")
    assert "names no audio" in main(page)


def test_audio_without_encryption_is_offered_at_the_publisher(
    library: Library, owner: TestClient
) -> None:
    number = titled(library, "=SUM(copper)")
    assert "without encryption" not in main(page_of(owner, number))
    app = create_app(library, started_at=NOW, public_url="https://pods.example")
    page = page_of(client(app, VISITOR), number)
    assert "without encryption" in main(page)
    assert page.xpath("//section[@id='player']//p/a/@href") == ["https://copper.example/"]


def test_an_episode_without_title_or_date_has_words(owner: TestClient, library: Library) -> None:
    untitled = page_of(owner, titled(library, ""))
    assert untitled.findtext(".//h1") == "Without a title"
    assert "no date" in page_of(owner, titled(library, "Copper without a date")).text_content()


def test_notes_are_whole_for_the_owner_and_quoted_for_others(
    owner: TestClient, visitor: TestClient, pots: EpisodeId
) -> None:
    assert WHOLE_SENTENCE in page_of(owner, pots).text_content()
    quoted = page_of(visitor, pots)
    assert WHOLE_SENTENCE not in quoted.text_content()
    (quote,) = quoted.xpath("//blockquote")
    assert quote.get("cite") == "https://copper.example/1"
    assert "Copper pots hang over the stove." in quote.text_content()
    assert "Read the notes at copper.example" in quoted.text_content()


def test_open_notes_are_whole_for_everybody(visitor: TestClient, library: Library) -> None:
    number = titled(library, "Kettles for everybody")
    assert OPEN_SENTENCE in page_of(visitor, number).text_content()


def test_the_other_copy_is_told_with_the_reason(
    owner: TestClient, library: Library, pots: EpisodeId
) -> None:
    (copy,) = library.episode_page(pots).duplicates
    page = page_of(owner, pots)
    assert copy.reason in page.text_content()
    assert page.xpath(f"//main//a[@href='/episodes/{copy.id}']")
    other = page_of(owner, copy.id)
    assert other.xpath("//link[@rel='canonical']/@href") == [
        f"http://127.0.0.1:8017/episodes/{pots}"
    ]
    assert other.xpath(f"//main//a[@href='/episodes/{pots}']")


def test_keywords_lead_to_topics_with_their_counts(
    owner: TestClient, library: Library, pots: EpisodeId
) -> None:
    keywords = library.episode_page(pots).keywords
    assert keywords
    page = page_of(owner, pots)
    for keyword in keywords:
        (link,) = [a for a in page.xpath("//aside//a") if a.text_content() == keyword.phrase]
        assert owner.get(link.get("href")).status_code == 303


def test_before_and_after_in_the_show(owner: TestClient, library: Library, pots: EpisodeId) -> None:
    shown = library.episode_page(pots)
    page = page_of(owner, pots)
    for relation, other in (("prev", shown.after), ("next", shown.before)):
        links = page.xpath(f"//main//a[@rel='{relation}']/@href")
        assert links == ([f"/episodes/{other.id}"] if other else [])


def test_an_episode_is_described_to_machines(owner: TestClient, pots: EpisodeId) -> None:
    page = page_of(owner, pots)
    told = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (told["@type"], told["name"]) == ("PodcastEpisode", "Pots with names")
    assert told["url"] == f"http://127.0.0.1:8017/episodes/{pots}"


def test_hidden_episodes_are_not_there_for_a_visitor(
    visitor: TestClient, owner: TestClient, library: Library
) -> None:
    hidden = library.search(PRIVATE_WORD).episodes
    assert hidden
    for each in hidden:
        assert owner.get(f"/episodes/{each.id}").status_code == 200
        answer = visitor.get(f"/episodes/{each.id}")
        assert answer.status_code == 404
        assert PRIVATE_WORD not in answer.text.lower()
