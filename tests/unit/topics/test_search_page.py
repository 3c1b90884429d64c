"""Search over the written library."""

from __future__ import annotations

from datetime import date

import pytest

from earmark.errors import InvalidInput, InvalidQuery, NotFound
from earmark.topics.page import search_page

TODAY = date(2026, 3, 20)


@pytest.fixture
def search(shelf, reader):
    def make(query: str, **wanted):
        return search_page(query, reader=reader, store=shelf, **{"today": TODAY, **wanted})

    return make


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("lobster -union", {"Storm damage", "Undated talk"}),
        ('"lobster prices"', {"Quotas again", "Undated talk"}),
        ("kaffe OR 料理", {"Kaffe", "料理"}),
        ("mfu podcast:mirror", {"The MFU and the lobster season", "Undated talk"}),
        ("mfu -podcast:tide -podcast:mirror", {"Kaffe", "Reklame for barn", "ラジオの話"}),
        ("mfu podcast:3", {"Kaffe", "Reklame for barn"}),
        ("mfu language:nb since:2026", {"Kaffe"}),
        ("mfu -language:en -language:no", {"ラジオの話"}),
        ("mfu until:2023", {"Reklame for barn", "ラジオの話"}),
        ("language:ja", {"料理", "ラジオの話"}),
        ("-mfu language:ja", {"料理"}),
        ("neverwritten", set()),
    ],
)
def test_what_is_found(search, query, titles):
    page = search(query)
    assert {episode.title for episode in page.episodes} == titles
    assert page.total == len(titles)
    assert page.next is None


def test_quotes_and_echo(search):
    page = search("lobster prices since:2024")
    assert page.query == '"lobster" and "prices"; published on or after 2024-01-01'
    [episode] = page.episodes
    assert episode.title == "Quotas again"
    [quote] = episode.evidence
    assert [quote.quote[a:b] for a, b in quote.highlights] == ["Lobster", "Prices"]
    assert episode.grade is None


def test_pages(search):
    whole = [episode.id for episode in search("mfu").episodes]
    first = search("mfu", limit=5)
    second = search("mfu", limit=5, cursor=first.next)
    assert [episode.id for episode in (*first.episodes, *second.episodes)] == whole
    assert first.total == second.total == 7
    assert second.next is None


def test_what_is_still_to_come_is_left_out(search):
    assert search("kaffe", today=date(2026, 3, 10)).total == 0


def test_what_the_asker_may_not_see(search):
    assert search("mfu", visible=frozenset({1})).total == 0


def test_errors(search):
    with pytest.raises(NotFound, match="called so"):
        search("a podcast:nobody")
    with pytest.raises(InvalidQuery):
        search('"a')
    with pytest.raises(InvalidInput):
        search("a", cursor="?")
