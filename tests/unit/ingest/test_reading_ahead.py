"""What pages ask of stories is found before they ask, and no page says anything else for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from feeds import Item, rss

from earmark.ingest import documents
from earmark.ingest.lock import try_lock
from earmark.library import Library, open_library
from earmark.model import StoryId, TopicRequest
from earmark.settings import Settings
from earmark.store.sqlite import SqliteStore
from earmark.topics import sample

NOW = datetime(2025, 6, 1, tzinfo=UTC)
ISLAND = "Tern Island"
STORIES = 3 * 80


def items(show: str, island: str = ISLAND) -> list[Item]:
    """A fifth of a show is about herring; no sentence stands in two stories."""
    herring = f"Herring number {{0}} came to {island}, said Ada Holm of {show}, {{0}} of {island}."
    told = (herring, *["Knot number {} is of little use to people in " + show] * 4)
    return [
        Item(f"Part {n} of {show}", f"{show}{n}", day=n, notes=told[n % 5].format(n))
        for n in range(80)
    ]


def open_at(tmp_path: Path) -> Library:
    return open_library(Settings(data=tmp_path / "data"), now=lambda: NOW, workers=0)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_at(tmp_path) as library:
        for show in ("Harbour", "Ferry", "Quay"):
            put(library, tmp_path, show, items(show))
        yield library


def put(library: Library, folder: Path, show: str, items: list[Item]) -> None:
    (folder / f"{show}.xml").write_bytes(rss(show, items))
    assert [report.error for report in library.add([str(folder / f"{show}.xml")])] == [None]


def store_of(library: Library) -> SqliteStore:
    assert isinstance(library._store, SqliteStore)
    return library._store


def read_all(library: Library) -> int:
    return sum(iter(library.read_ahead, 0))


def phrases(library: Library, story: int) -> dict[str, float]:
    found = store_of(library).derived([StoryId(story)])[StoryId(story)].phrases
    assert found is not None
    return {each.written: each.weight for each in found}


def test_a_page_says_the_same_before_and_after(library, tmp_path, monkeypatch) -> None:
    asked = [TopicRequest("herring"), TopicRequest("tern island", visible=frozenset({0}))]
    before = [library.topic(request) for request in asked]
    assert any(topic.phrase == "Ada Holm" for topic in before[0].related)
    assert before[0].episodes[0].keywords
    assert read_all(library) == STORIES
    assert library.read_ahead() == 0

    def unwanted(*_):
        raise AssertionError("a text was read that was read ahead")

    monkeypatch.setattr(sample, "_read", unwanted)
    with open_at(tmp_path) as again:  # nothing is kept from before
        assert [again.topic(request) for request in asked] == before


def test_what_is_indexed_again_is_read_again(library, tmp_path) -> None:
    read_all(library)
    story = next(iter(store_of(library).indexed()))[0]
    assert phrases(library, story)[ISLAND] > 1
    put(library, tmp_path, "Harbour", items("Harbour", ISLAND.upper()))
    assert read_all(library) == 16
    assert phrases(library, story).keys() & {ISLAND, ISLAND.upper()} == {ISLAND.upper()}


def test_nothing_is_read_while_something_waits_or_another_indexes(library, tmp_path) -> None:
    with try_lock(tmp_path / "data" / "index.lock") as held:
        assert held
        assert library.read_ahead() == 0
    store_of(library).log_everything()
    assert library.read_ahead() == 0
    library.index_pending()
    assert library.read_ahead() == STORIES


def test_a_text_that_cannot_be_read_keeps_no_other_waiting(library, monkeypatch, caplog) -> None:
    first = next(iter(store_of(library).indexed()))[0]
    real = documents.candidates

    def faulty(pieces, language):
        if any("Part 0 of Harbour" in piece.text for piece in pieces):
            raise ValueError
        return real(pieces, language)

    title = store_of(library).members([first])[first][0].title
    assert title == "Part 0 of Harbour"
    monkeypatch.setattr(documents, "candidates", faulty)
    assert read_all(library) == STORIES
    assert phrases(library, first) == {}
    assert phrases(library, first + 1)
    assert f"story {first} has no key phrases" in caplog.text


def test_a_story_that_is_gone_is_no_reason_to_stay(library) -> None:
    store_of(library).acknowledge({StoryId(10**6): (1, "en")}, [], at=NOW)
    assert read_all(library) == STORIES + 1
    assert phrases(library, 10**6) == {}
