"""Any shuffled history of adds, edits, folds and reading ahead gives the index, and the key
phrases, that a fresh rebuild gives."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from feeds import Item, rss
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from earmark.errors import FeedRemoved
from earmark.ingest.add import Document, ReadTask, store_document
from earmark.ingest.indexing import Indexing
from earmark.ingest.prepare import Caps, document_hash, prepare
from earmark.ingest.sources import Source
from earmark.ingest.worker import Workers
from earmark.model import Derived, StoryId
from earmark.ports import Store
from earmark.search.memory import MemoryIndex
from earmark.store.sqlite import open_store

NOW = datetime(2025, 6, 1, tzinfo=UTC)
SHOWS = ("Harbour Notes", "Night Ferry", "Harbour Notes Extra")
SENTENCES = (
    "Follow the show wherever you listen to it.",
    "The herring came back to the sound this spring.",
    "Write to us and tell us what you saw.",
    "A guest talks about ropes and knots and sails.",
    "This episode is brought to you by the Rope Shop.",
)

items = st.builds(
    Item,
    title=st.sampled_from(["Herring in the sound", "Ropes", "Part 1", "Part 2", "Trailer"]),
    guid=st.sampled_from([f"g{number}" for number in range(12)]),
    day=st.integers(1, 4),
    notes=st.lists(st.sampled_from(SENTENCES), max_size=4).map(" ".join),
    audio=st.sampled_from(["", *(f"https://cdn.example/{name}.mp3" for name in "abcd")]),
    length=st.sampled_from([0, 200_000, 300_000]),
    duration=st.sampled_from([None, 600, 601, 900]),
    keywords=st.sampled_from(["", "sea", "sea, rope"]),
)
documents = st.tuples(
    st.sampled_from(range(len(SHOWS))), st.lists(items, max_size=9, unique_by=lambda i: i.guid)
)
steps = st.lists(
    st.one_of(documents, st.sampled_from(["index", "read", "remove"])), min_size=2, max_size=10
)


class History:
    """A library that documents are added to, removed from and indexed at any moment."""

    def __init__(self, store: Store, folder: Path):
        self.store = store
        self.index = MemoryIndex()
        self.indexing = Indexing(store, self.index, Workers(0), folder / "index.lock", lambda: NOW)

    def play(self, steps: list[object]) -> None:
        for number, step in enumerate(steps):
            if step == "index":
                self.indexing.index_pending()
            elif step == "read":
                self.indexing.read_ahead()
            elif step == "remove":
                self._remove_first()
            else:
                self._add(*step, number)  # type: ignore[misc]
        self.indexing.index_pending()

    def digests(self) -> dict[StoryId, int]:
        reader = self.index.reader()
        reader.refresh()
        return dict(reader.digests())

    def derived(self) -> dict[StoryId, Derived]:
        return self.store.derived(story for story, _ in self.store.indexed())

    def read_all(self) -> dict[StoryId, Derived]:
        while self.indexing.read_ahead():
            pass
        return self.derived()

    def _add(self, show: int, items: list[Item], number: int) -> None:
        data = rss(SHOWS[show], items, url=f"https://show{show}.example/feed")
        document = Document(document_hash(data), feed=prepare(data, Caps()))
        task = ReadTask(Source(f"/nowhere/{number}.xml", "file"), Caps())
        with suppress(FeedRemoved):  # a history may bring a removed show again
            store_document(task, document, self.store, NOW)

    def _remove_first(self) -> None:
        feeds = [feed for feed in self.store.feeds() if feed.podcast_id and not feed.removed]
        if len(feeds) > 1:
            assert feeds[0].podcast_id is not None
            self.store.remove(feeds[0].podcast_id)


def check(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "catalog.db")
        history = History(store, Path(folder))
        history.play(steps)
        grown = history.digests()
        assert dict(store.indexed()) == grown
        early = {
            story: each for story, each in history.derived().items() if each.phrases is not None
        }
        read = history.read_all()
        history.indexing.rebuild()
        assert history.digests() == grown
        assert dict(store.indexed()) == grown
        assert all(each.phrases is None for each in history.derived().values())
        anew = history.read_all()
        assert all(each.phrases is not None for each in anew.values())
        assert read == anew
        assert early.items() <= anew.items()
        store.close()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
)
@given(steps)
def test_a_grown_index_equals_a_rebuilt_one(steps: list[object]) -> None:
    check(steps)


@pytest.mark.long
@settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_a_grown_index_equals_a_rebuilt_one_over_many_histories(steps: list[object]) -> None:
    check(steps)
