"""The whole catalog out to a file and in from one, while others read and write it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_samples import DAY, FEED, NOW, URL, add, add_shows, item

from earmark.errors import Busy, StoreError
from earmark.ports import Store
from earmark.store import copies
from earmark.store.sqlite import open_store

AT = NOW + timedelta(hours=5)


def copied(store: Store, folder: Path) -> Path:
    file = folder / "copy.db"
    store.copy_to(file)
    return file


def test_a_copy_is_the_catalog_and_only_its_owner_s(store: Store, tmp_path: Path) -> None:
    add_shows(store, 3, 4)
    file = copied(store, tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
    again = open_store(file)
    assert again.counts() == store.counts() == (3, 12)
    assert again.feeds() == store.feeds()
    assert again.pending(100) == store.pending(100)
    again.close()


def test_a_copy_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(FileExistsError):
        store.copy_to(tmp_path / "copy.db")


def test_a_copy_while_another_writes_is_of_one_moment_and_ends(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page a step, so that the writer comes between any two of them."""
    monkeypatch.setattr(copies, "PAGES_A_STEP", 1)
    add_shows(store, 2, 50)
    over, written = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            add(store, [item(one) for one in range(number)], document_hash=number)
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait()
    try:
        file = copied(store, tmp_path)
    finally:
        over.set()
        writer.join()
    facts = copies.examine(file, deep=True)
    assert facts.faults == ()
    assert facts.podcasts == 3
    assert 101 <= facts.episodes <= store.counts()[1]
    again = open_store(file)
    assert again.counts() == (facts.podcasts, facts.episodes)
    assert len(again.known(again.feeds()[-1].id)) == facts.episodes - 100
    again.close()


def test_all_of_it_comes_back_and_counts_on(store: Store, tmp_path: Path) -> None:
    add_shows(store, 2, 3)
    file = copied(store, tmp_path)
    before, feeds = store.counts(), store.feeds()
    show = replace(FEED, title="Later", link="https://later.example")
    _, (later, *_) = add(store, [item(9, show="later")], url=URL, feed=show)
    store.acknowledge({}, (), at=NOW)
    generation, incarnation = store.generation(), store.incarnation()

    store.replace_with(file, at=AT)

    assert (store.counts(), store.feeds()) == (before, feeds)
    assert store.episode(later) is None
    assert store.generation() > generation
    assert store.incarnation() > incarnation
    assert store.changed_at() == AT
    _, (new, *_) = add(store, [item(11, show="later")], url=URL, feed=show)
    assert new > later  # the id that was given to another is not given again
    assert store.feeds()[-1].id > len(feeds) + 1


def test_a_catalog_of_another_library_comes_in_too(store: Store, tmp_path: Path) -> None:
    add_shows(store, 1, 2)
    other = open_store(tmp_path / "other.db")
    add_shows(other, 4, 5)
    for _ in range(3):
        other.acknowledge({}, (), at=NOW)
    file = copied(other, tmp_path)
    store.replace_with(file, at=AT)
    assert store.counts() == other.counts() == (4, 20)
    assert store.generation() > other.generation() == 3
    other.close()


def test_other_connections_see_the_old_or_the_new(tmp_path: Path) -> None:
    """As a server does that runs meanwhile: its connections are open before and after."""
    one, server = open_store(tmp_path / "catalog.db"), open_store(tmp_path / "catalog.db")
    small = open_store(tmp_path / "small.db")
    add_shows(small, 1, 1)
    add_shows(one, 3, 30)
    files = [tmp_path / f"copy{number}.db" for number in range(12)]
    for number, file in enumerate(files):
        (small if number % 2 == 0 else one).copy_to(file)
    wanted = {(3, 90), (1, 1)}
    seen: set[tuple[int, int]] = {server.counts()}
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            seen.add(server.counts())
            assert len(server.feeds()) in (1, 3)

    reader = threading.Thread(target=look)
    reader.start()
    for file in files:
        one.replace_with(file, at=AT)
        seen.add(server.counts())
    over.set()
    reader.join()
    assert seen == wanted
    assert server.incarnation() == one.incarnation() >= 12
    for store in (one, server, small):
        store.close()


def test_who_decided_by_the_old_one_does_not_write_into_the_new(
    store: Store, tmp_path: Path
) -> None:
    add_shows(store, 1, 1)
    file, before = copied(store, tmp_path), store.incarnation()
    with store.steady(before):
        add(store, [item(1)], now=NOW + DAY)
    store.replace_with(file, at=AT)
    with pytest.raises(StoreError, match="replaced") as told, store.steady(before):
        pytest.fail("the block must not be entered")
    assert told.value.code == "replaced"
    with store.steady(store.incarnation()):
        assert store.counts() == (1, 1)


def test_nothing_is_replaced_under_who_decides(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PATIENCE_S", 0.0)
    add_shows(store, 1, 1)
    file, incarnation = copied(store, tmp_path), store.incarnation()
    with store.steady(incarnation), store.steady(incarnation), pytest.raises(Busy):
        store.replace_with(file, at=AT)
    store.replace_with(file, at=AT)
    assert store.incarnation() > incarnation


def test_a_writer_that_never_pauses_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PATIENCE_S", 0.0)
    monkeypatch.setattr(copies, "BUSY_TIMEOUT_S", 0)
    store = open_store(tmp_path / "catalog.db")
    add_shows(store, 1, 1)
    file = copied(store, tmp_path)
    with store._writing(), pytest.raises((Busy, StoreError)):
        store.replace_with(file, at=AT)
    assert store.counts() == (1, 1)
    assert store.incarnation() == 0
    store.close()
