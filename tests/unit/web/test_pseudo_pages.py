"""Every page in the pseudo language: whatever people read and no feed wrote is in its brackets, so
no template and no code says a word that no catalogue has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from askers import NOW, OWNER, client
from babel import Locale
from fastapi import FastAPI
from lxml import html
from pseudo import CLOSE, OPEN, PSEUDO, outside, pseudo_source
from starlette.testclient import TestClient

from earmark.library import Library, open_library
from earmark.model import EpisodePage, TopicRequest
from earmark.settings import Settings
from earmark.web.app import create_app
from earmark.web.words import SOURCE, Catalogue, read_messages

SAID = ("aria-label", "aria-description", "placeholder", "title", "alt", "data-announce")
"""Attributes that a person hears or sees."""
DATA = frozenset({"bdi", "time", "mark", "code", "kbd", "script", "style", "q", "blockquote"})
"""Elements for what feeds wrote, for dates and for what is typed as it stands."""
PHRASES = ("TRC", "copper", "bread", "the", "日")
Said = re.Pattern[str]


def any_of(texts: Iterable[str]) -> Said:
    """Any of the texts that has a letter, the longest first."""
    known = {text.strip() for text in texts if re.search(LETTER, text)}
    names = map(re.escape, sorted(known, key=len, reverse=True))
    return re.compile("|".join((HOST_NAME, *names)))


HOST_NAME = r"[a-z.-]+\.example"
LETTER = r"[^\W\d_]"
ENGLISH = Locale("en")
LOCALE = (
    *ENGLISH.languages.values(),
    *ENGLISH.months["format"]["wide"].values(),
    *ENGLISH.months["format"]["abbreviated"].values(),
)
"""What the locale's own data say: names of languages and months."""


@pytest.fixture(scope="module")
def known(library: Library) -> Said:
    """What no catalogue need have: the locale's names, and what the feeds of the library say."""
    episodes = [library.episode_page(each.id) for each in library.episodes(limit=100).episodes]
    feeds = [text for each in episodes for text in published(each)]
    topics = [library.topic(TopicRequest(phrase)) for phrase in PHRASES]
    counted = [each.phrase for topic in topics for each in (*topic.related, *topic.variants)]
    shown = [each.phrase for each in library.home().topics]
    shows = [card.podcast.title for card in library.podcasts().podcasts]
    return any_of((*LOCALE, *feeds, *counted, *shown, *shows, *PHRASES))


def published(page: EpisodePage) -> Iterator[str]:
    yield from (page.episode.title, page.podcast.title, page.podcast.title[:45])
    yield from (each.phrase for each in page.keywords)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    source = read_messages(SOURCE)
    return Catalogue({SOURCE: source, PSEUDO: pseudo_source(source)})


@pytest.fixture(scope="module")
def pages(library: Library, catalogue: Catalogue) -> TestClient:
    return browser(create_app(library, started_at=NOW, catalogue=catalogue))


def browser(app: FastAPI) -> TestClient:
    made = client(app, OWNER)
    made.cookies.set("language", PSEUDO)
    return made


def strange(page: str, known: Said) -> list[str]:
    """What people read on a page and stands in no brackets, without what is ``known``."""
    tree = html.document_fromstring(page)
    assert tree.get("lang") == PSEUDO
    found = [(element.tag, text) for element in tree for element, text in said(element)]
    return [
        f"{tag}: {text.strip()}"
        for tag, text in found
        if re.search(LETTER, known.sub("", outside(text)))
    ]


def said(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Texts of an element and of those in it: its attributes, and the text of each part."""
    if is_data(element):
        return
    yield from ((element, element.get(name)) for name in SAID if element.get(name))
    yield element, element.text or ""
    for child in element:
        yield from said(child)
        yield element, child.tail or ""


def is_data(element: html.HtmlElement) -> bool:
    own_language = element.get("lang") is not None or element.get("dir") is not None
    return (
        not isinstance(element.tag, str)
        or element.tag in DATA
        or own_language
        or element.get("aria-hidden") == "true"
    )


FIXED = (
    *("/", "/podcasts", "/podcasts?language=de", "/podcasts?q=zzz", "/podcasts?q=the"),
    *("/episodes", "/episodes?language=de", "/search", "/search?q=zzzzz+-tea", '/search?q="'),
    *("/search?q=bread+OR+copper", "/why", "/why?topic=copper&episode=1", "/why?topic=copper"),
    *("/topics/copper?grade=subject", "/topics/copper?language=en&since=2020-01-01"),
    *("/topics/copper?by=month", "/topics/copper?bars=count", "/topics/copper?also=bread"),
    *("/no-such-page", "/podcasts/999999", "/episodes/999999", "/topics/%20", "/topics/x?since=7"),
    *(f"/topics/{key}" for key in ("trc", "copper", "bread", "the", "nothing-at-all", "日")),
)


@pytest.mark.parametrize("path", FIXED)
def test_a_page_says_nothing_of_its_own(pages: TestClient, path: str, known: Said) -> None:
    answer = pages.get(path)
    assert answer.headers["content-type"].startswith("text/html"), answer.status_code
    assert answer.status_code != 500
    assert strange(answer.text, known) == []


def test_no_podcast_page_says_anything_of_its_own(
    pages: TestClient, library: Library, known: Said
) -> None:
    for card in library.podcasts().podcasts:
        assert strange(pages.get(f"/podcasts/{card.podcast.id}").text, known) == [], (
            card.podcast.title
        )


def test_no_episode_page_says_anything_of_its_own(
    pages: TestClient, library: Library, known: Said
) -> None:
    """The first of each show, and all with faults."""
    seen: dict[int, int] = {}
    for episode in library.episodes(limit=100).episodes:
        seen[episode.podcast.id] = seen.get(episode.podcast.id, 0) + 1
        if seen[episode.podcast.id] <= 2:
            assert strange(pages.get(f"/episodes/{episode.id}").text, known) == [], episode.title


def test_what_the_scripts_say_is_of_the_catalogue_too(pages: TestClient) -> None:
    words = html.document_fromstring(pages.get("/").text).get_element_by_id("words")
    said = json.loads(words.text)
    assert said
    assert all(text.startswith(OPEN) and text.endswith(CLOSE) for text in said.values())


def test_an_empty_library_says_nothing_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, known: Said
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with open_library(Settings(data=folder), now=lambda: NOW, workers=0) as library:
        page = browser(create_app(library, started_at=NOW, catalogue=catalogue))
        for path in ("/", "/podcasts", "/episodes", "/topics/tea"):
            assert strange(page.get(path).text, known) == []


def test_the_rule_sees_a_word_of_a_template() -> None:
    page = (
        f'<html lang="{PSEUDO}"><body><p>⟦Ţéà⟧ is hot <bdi>Tea</bdi></p>'
        f'<a title="Tea">⟦Ţ ⟦é⟧à⟧ 12 March</a><p lang="en">Tea</p></body></html>'
    )
    assert strange(page, any_of(["March"])) == ["p: ⟦Ţéà⟧ is hot", "a: Tea"]


def test_the_topics_are_found(library: Library) -> None:
    assert library.topic(TopicRequest("copper")).stats.episodes > 4
