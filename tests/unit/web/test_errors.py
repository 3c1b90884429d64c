"""How requests end that aren't answered: a page for people, one shape for programs."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from earmark.errors import Busy, DiskFull, EarmarkError, IndexDamaged, NotFound
from earmark.web.astray import words_of
from earmark.web.errors import LONGEST_SUBJECT, error_object, status_of

FOR_PEOPLE = (
    ("/nowhere", 404),
    ("/topics/%21", 400),
    ("/topics/copper?since=soon", 400),
    ("/topics/copper?grade=good", 400),
    ("/topics/copper?podcast=x", 400),
    ("/topics/copper?cursor=NO", 400),
    ("/podcasts/9999", 404),
    ("/podcasts/abc", 404),
    ("/episodes/9999", 404),
    ("/episodes/-1", 404),
    ("/static/old/nothing.css", 404),
    (f"/topics/{'long-' * 5_000}", 400),
)
FOR_PROGRAMS = (
    ("/api/v1/nowhere", 404),
    ("/api/v1/episodes/0", 400),
    ("/topics/%21.json", 400),
    ("/topics/%21/feed.xml", 400),
    ("/topics/copper.csv?until=x", 400),
    ("/topics/copper/opml?grade=x", 400),
    ("/sitemap-9.xml", 404),
)
STATUSES = (
    (NotFound("x"), 404),
    (Busy("x"), 503),
    (IndexDamaged("x"), 503),
    (DiskFull("x"), 507),
    (EarmarkError("x"), 500),
)


@pytest.mark.parametrize(("path", "status"), FOR_PEOPLE)
def test_people_get_a_page_that_helps(visitor: TestClient, path: str, status: int) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert 'action="/search"' in answer.text
    assert len(answer.content) < 30_000 + len(path)  # once, in the form that leads back here
    head = visitor.head(path)
    assert (head.status_code, head.content) == (status, b"")


@pytest.mark.parametrize(("path", "status"), FOR_PROGRAMS)
def test_programs_get_the_one_shape(visitor: TestClient, path: str, status: int) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()["error"]) == {"code", "message", "subject", "remedy"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD"),
        ("/topics/copper", "GET, HEAD"),
        ("/topics/copper/feed.xml", "GET, HEAD"),
        ("/static/old/style.css", "GET, HEAD"),
    ],
)
def test_a_wrong_method_learns_the_right_ones(visitor: TestClient, path: str, allowed: str) -> None:
    for method in ("POST", "DELETE", "OPTIONS"):
        answer = visitor.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_a_form_isn_t_asked_for(visitor: TestClient) -> None:
    answer = visitor.get("/preferences")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(("error", "status"), STATUSES)
def test_each_kind_has_its_status(error: EarmarkError, status: int) -> None:
    assert status_of(error) == status


def test_a_book_isn_t_repeated() -> None:
    said = error_object(NotFound("Nothing.", "x" * 10_000))["error"]["subject"]
    assert len(said) == LONGEST_SUBJECT + 1


@pytest.mark.parametrize("kind", [Busy, IndexDamaged])
def test_a_library_that_can_t_answer_says_so(
    app: FastAPI, visitor: TestClient, monkeypatch: pytest.MonkeyPatch, kind: type[EarmarkError]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise kind("The index is at work.")

    monkeypatch.setattr(app.state.library, "topic", broken)
    answer = visitor.get("/api/v1/topics/copper")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, kind.code)
    assert visitor.get("/topics/copper").status_code == 503


def test_a_lost_way_leads_to_what_its_words_may_mean(visitor: TestClient) -> None:
    lost = visitor.get("/podcast/copper").text
    assert 'href="/topics?q=copper"' in lost
    assert "Perhaps this" in lost
    assert "Perhaps this" not in visitor.get("/episodes/9999").text


def test_a_topic_under_impossible_filters_leads_to_all_of_it(visitor: TestClient) -> None:
    assert 'href="/topics/copper"' in visitor.get("/topics/copper?since=2024&until=2020").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/podcast/slow-dough.html", "slow dough html"),
        ("/a/%E7%99%BA%E9%85%B5/", "発酵"),
        ("/episodes/12", ""),
        ("/", ""),
        (f"/{'x' * 101}", ""),
    ],
)
def test_the_words_of_an_address(path: str, words: str) -> None:
    assert words_of(path) == words
