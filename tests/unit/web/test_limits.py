"""What is too much to ask: said at once, in place of an answer that keeps others waiting."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from earmark.topics.lexer import LONGEST
from earmark.topics.search_filters import MAX_FILTERS
from earmark.web.asked import LONGEST_QUERY, MOST_VALUES

BESIDE = ("", ".json", ".csv", "/feed.xml", "/feed.json", "/opml")
A_BOOK = "a" * (LONGEST + 1)


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("values", ["also=a{}", "language=a{}", "podcast={}"])
def test_a_filter_has_so_many_values_and_no_more(
    visitor: TestClient, name: str, values: str
) -> None:
    """Each value that is on has a link that leaves it out, so pages grow with their square."""
    path = f"/topics/copper{name}?"
    most = "&".join(values.format(number) for number in range(1, MOST_VALUES + 1))
    assert visitor.get(path + most).status_code == 200
    assert visitor.get(f"{path}{most}&{values.format(999)}").status_code == 400


@pytest.mark.parametrize("name", BESIDE)
def test_filters_are_no_longer_than_a_page_can_repeat(visitor: TestClient, name: str) -> None:
    said = visitor.get(f"/topics/copper{name}", params={"also": "b" * LONGEST_QUERY})
    assert said.status_code == 400
    assert "too much" in said.text


@pytest.mark.parametrize(
    "path",
    [
        *("/topics?q={}", "/topics/{}", "/topics/{}.csv", "/topics/{}/feed.xml"),
        *("/search?q={}", "/search?as=list&q={}", "/why?topic={}&episode=14"),
        *("/api/v1/topics/{}", "/api/v1/search?q={}", "/api/v1/topics/copper?also={}"),
    ],
)
def test_a_book_is_no_phrase_and_no_query(visitor: TestClient, path: str) -> None:
    assert visitor.get(path.format(A_BOOK)).status_code == 400
    assert visitor.get(path.format(A_BOOK[1:])).status_code in (200, 301, 303)


@pytest.mark.parametrize("name", ["podcast", "-podcast", "language", "-language"])
def test_operators_are_so_many_and_no_more(visitor: TestClient, name: str) -> None:
    """A show's name is looked for in every title."""
    most = f"copper {name}:co " * MAX_FILTERS
    assert visitor.get("/api/v1/search", params={"q": most}).status_code == 200
    told = visitor.get("/api/v1/search", params={"q": f"{most} {name}:co"})
    assert (told.status_code, told.json()["error"]["code"]) == (400, "invalid-query")


@pytest.mark.parametrize("path", ["/topics/{}", "/nowhere/{}", "/static/{}/none.css"])
def test_an_error_repeats_but_the_beginning_of_what_was_asked(
    visitor: TestClient, path: str
) -> None:
    told = visitor.get(path.format("-" * 30_000))
    assert told.status_code in (400, 404)
    assert told.text.count("-") < 40_000  # once, to come back to
