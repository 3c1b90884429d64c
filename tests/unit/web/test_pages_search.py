"""Search, suggestions, and why an episode is or isn't on a topic's page."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient
from written_feeds import PRIVATE_TITLE, PRIVATE_WORD, UNLISTED_WORD

from earmark.library import Library
from earmark.web.pages.search import AROUND, place_marked
from earmark.web.pages.why import episode_named


def page_of(asking: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = asking.get(path)
    assert answer.status_code == status
    return html.fromstring(answer.text)


# ---------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("copper", "/topics/copper"),
        (" copper  pots ", "/topics/copper-pots"),
        ("Çopper", "/topics/copper"),
        ("AC/DC", "/topics/ac-dc"),
        ("Dune: Part Two", "/topics/dune-part-two"),
        ("日本", "/topics/%E6%97%A5-%E6%9C%AC"),
    ],
)
def test_a_plain_phrase_leads_to_its_topic(owner: TestClient, query: str, topic: str) -> None:
    answer = owner.get("/search", params={"q": query})
    assert (answer.status_code, answer.headers["location"]) == (303, topic)


@pytest.mark.parametrize(
    "query", ['"copper pots"', "copper OR bread", "copper -bread", "copper language:en"]
)
def test_a_query_is_a_list_of_results(owner: TestClient, library: Library, query: str) -> None:
    answer = owner.get("/search", params={"q": query})
    assert answer.status_code == 200
    page, found = html.fromstring(answer.text), library.search(query)
    assert page.xpath("//article/@data-episode") == [str(each.id) for each in found.episodes]
    assert found.query in page.text_content()
    assert page.xpath("//header//input[@name='q']/@value") == [query]


def test_a_phrase_can_be_asked_as_a_list_that_leads_to_the_topic(owner: TestClient) -> None:
    page = page_of(owner, "/search?q=copper+pots&as=list")
    assert page.xpath("//article")
    assert {"/topics/copper-pots", "/topics/copper", "/topics/pots"} <= set(
        page.xpath("//main//header//a/@href")
    )


def test_results_go_on_to_the_last(owner: TestClient, library: Library) -> None:
    query = "the OR and OR of OR der OR und OR copper OR bread"
    seen: list[str] = []
    path = f"/search?q={query.replace(' ', '+')}"
    while path:
        page = page_of(owner, path)
        seen += page.xpath("//article/@data-episode")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    total = library.search(query).total
    assert total > 30
    assert len(seen) == len(set(seen)) == total


def test_what_can_t_be_read_is_marked_with_the_query_in_the_box(owner: TestClient) -> None:
    page = page_of(owner, "/search?q=copper+OR+%22pots+and", 400)
    assert page.xpath("//header//input[@name='q']/@value") == ['copper OR "pots and']
    assert [mark.text for mark in page.xpath("//main//mark")] == ['"pots']
    assert "not closed" in page.text_content()


@pytest.mark.parametrize(
    ("query", "position", "parts"),
    [
        ("a OR", 2, ("a ", "OR", "")),
        ("(a b", 0, ("", "(a", " b")),
        ("a", 5, ("a", "", "")),
        ("a" * 99, 98, ("…" + "a" * AROUND, "a", "")),
        ("x" * 99, 0, ("", "x" * 30, "x" * AROUND + "…")),
    ],
)
def test_the_place_of_a_mistake(query: str, position: int, parts: tuple[str, str, str]) -> None:
    assert place_marked(query, position) == parts


def test_a_show_that_isn_t_there_is_said(owner: TestClient) -> None:
    assert "called so" in page_of(owner, "/search?q=podcast:nobody", 404).text_content()


def test_a_hidden_show_is_one_that_isn_t_there(visitor: TestClient, owner: TestClient) -> None:
    query = f'podcast:"{PRIVATE_TITLE}"'
    assert owner.get("/search", params={"q": query}).status_code == 200
    assert visitor.get("/search", params={"q": query}).status_code == 404


@pytest.mark.parametrize("word", [PRIVATE_WORD, UNLISTED_WORD])
def test_a_visitor_finds_nothing_hidden(visitor: TestClient, owner: TestClient, word: str) -> None:
    path = f"/search?as=list&q=copper+OR+{word}"
    assert word in page_of(owner, path).xpath("string(//ol)").lower()
    assert word not in page_of(visitor, path).xpath("string(//ol)").lower()


def test_where_nothing_has_all_each_part_is_counted(owner: TestClient, library: Library) -> None:
    page = page_of(owner, "/search?q=copper+zzzz&as=list")
    said = [" ".join(each.text_content().split()) for each in page.xpath("//main//li")]
    total = library.search("copper").total
    assert said == [f"copper {total} episodes", "zzzz no episode"]


def test_without_a_query_it_says_how_to_search(owner: TestClient) -> None:
    page = page_of(owner, "/search")
    examples = [code.text for code in page.xpath("//main//code")]
    assert '"slow dough"' in examples
    for example in examples:
        assert owner.get("/search", params={"q": example}).status_code in (200, 404), example


def test_a_query_is_shown_not_run(owner: TestClient) -> None:
    page = page_of(owner, "/search?as=list&q=%3Cscript%3Ealert(1)%3C/script%3E%22x%22")
    assert not page.xpath("//main//script")


# ---------------------------------------------------------------- suggestions


def test_suggestions_are_what_browsers_read(owner: TestClient, library: Library) -> None:
    answer = owner.get("/suggest?q=copp")
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    typed, phrases, told, addresses = answer.json()
    found = library.suggest("copp")
    assert typed == "copp"
    assert phrases == [each.phrase for each in found]
    assert len(phrases) == len(told) == len(addresses) > 1
    assert {owner.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("typed", ["", " ", "x" * 5_000, "((", '"', "😀", "\x00"])
def test_nothing_to_suggest_is_an_empty_list(owner: TestClient, typed: str) -> None:
    answer = owner.get("/suggest", params={"q": typed})
    assert answer.status_code == 200
    assert answer.json()[1:] == [[], [], []]


def test_suggestions_speak_the_reader_s_language(owner: TestClient) -> None:
    told = owner.get("/suggest?q=copp", headers={"Accept-Language": "de"}).json()[2]
    assert any("Folge" in each for each in told)


# ---------------------------------------------------------------- why


def test_why_says_the_sentence_of_the_command_line(owner: TestClient, library: Library) -> None:
    number = library.search("copper").episodes[0].id
    page = page_of(owner, f"/why?topic=copper&episode={number}")
    assert library.why("copper", str(number)) in page.text_content()
    assert page.xpath(f"//main//a[@href='/episodes/{number}']")
    assert page.xpath("//main//input[@name='topic']/@value") == ["copper"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("12", "12"),
        ("/episodes/12", "12"),
        ("https://pods.example/sub/episodes/12#t=754", "12"),
        ("http://127.0.0.1:8017/episodes/12?t=4", "12"),
        ("https://other.example/show/12", "https://other.example/show/12"),
        ("a guid", "a guid"),
        ("http://[", "http://["),
    ],
)
def test_an_episode_may_be_called_by_its_page(typed: str, named: str) -> None:
    assert episode_named(typed) == named


def test_why_asks_for_what_is_missing(owner: TestClient) -> None:
    for path in ("/why", "/why?topic=copper", "/why?episode=1"):
        assert not page_of(owner, path).xpath("//*[@id='why-answer']")


@pytest.mark.parametrize(
    ("query", "status"), [("topic=copper&episode=nobody", 404), ("topic=a+OR+b&episode=1", 400)]
)
def test_why_says_what_it_can_t_tell(owner: TestClient, query: str, status: int) -> None:
    page = page_of(owner, f"/why?{query}", status)
    assert page.xpath("//*[@id='why-answer']")
    assert page.xpath("//main//input[@name='episode']/@value")


def test_why_knows_no_hidden_episode_for_a_visitor(
    visitor: TestClient, owner: TestClient, library: Library
) -> None:
    number = library.search(PRIVATE_WORD).episodes[0].id
    assert owner.get(f"/why?topic=copper&episode={number}").status_code == 200
    page = page_of(visitor, f"/why?topic=copper&episode={number}", 404)
    assert PRIVATE_WORD not in page.text_content().lower()
