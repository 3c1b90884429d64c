"""What the catalog in a SQLite file keeps beyond the contract: short transactions, crashes,
several processes, files that are damaged, foreign or of another version, full disks."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event
from store_samples import DAY, FEED, NOW, URL, add, add_shows, digests_of, drain, item, plan

from earmark.errors import DiskFull, EarmarkError, NewerLibrary, StoreError
from earmark.model import EpisodeId, FoldedStory, StoryId
from earmark.store.migrate import MIGRATIONS
from earmark.store.schema import REVISION, metadata
from earmark.store.sqlite import SqliteStore, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    made = open_store(path)
    yield made
    made.close()


# ---------------------------------------------------------------- migrations and versions


def test_migrations_make_the_tables_of_the_schema(store: SqliteStore, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_newest_migration_is_the_revision_of_the_schema() -> None:
    names = sorted(file.name for file in (MIGRATIONS / "versions").glob("r*.py"))
    assert names[-1].startswith(f"r{REVISION}_")


def older(path: Path, revision: str, *rows: str) -> None:
    """A library of a version before, with these rows."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for row in rows:
            connection.exec_driver_sql(f"INSERT INTO {row}")
    engine.dispose()


def test_older_library_is_brought_up_to_date_with_all_that_is_in_it(path: Path) -> None:
    older(
        path,
        "0001",
        "podcasts (title, title_key, visibility, complete, description)"
        " VALUES ('Old Lamps', 'old lamps', 0, 0, '')",
        "feeds (url, url_key, podcast_id, title, removed)"
        " VALUES ('https://old.example/feed', 'old.example/feed', 1, 'Old Lamps', 0)",
    )
    opened = open_store(path)
    assert [show.title for show in opened.podcasts_by_title(5)] == ["Old Lamps"]
    opened.close()
    test_migrations_make_the_tables_of_the_schema(opened, path)


def test_hubs_that_an_older_library_knows_are_to_be_asked(path: Path) -> None:
    """But those of private feeds, and of feeds that are polled no more."""
    urls = ("https://a.example/", "https://b.example/?token=x", "https://c.example/")
    named = '{"hub": "https://hub.example/", "topic": "https://a.example/self"}'
    feeds = (
        f"feeds (url, url_key, title, removed, due_at)"
        f" VALUES ('{url}', '{url}', '', 0, {'NULL' if url == urls[2] else 1})"
        for url in urls
    )
    polls = (
        "polls (feed_id, state, reason, status, failure, failures, polls, not_modified, parser,"
        f" details) VALUES ({number}, 'fine', 'usual', 200, '', 0, 1, 0, 1, '{named}')"
        for number in (1, 2, 3)
    )
    older(path, "0003", *feeds, *polls)
    opened = open_store(path)
    (push,) = opened.pushes.claim(NOW, limit=9, until=NOW + DAY)
    assert (push.url, push.hub, push.topic, push.state) == (
        urls[0],
        "https://hub.example/",
        "https://a.example/self",
        "new",
    )
    opened.close()


def test_opening_again_finds_everything(store: SqliteStore, path: Path) -> None:
    _, ids = add(store, [item(1, notes="x")])
    store.close()
    again = open_store(path)
    assert again.texts(ids)[ids[0]].notes == "x"
    again.close()


def test_newer_library_is_left_alone(store: SqliteStore, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerLibrary, match=r"newer version.*--data") as caught:
        open_store(path)
    assert caught.value.subject == str(path)


# ---------------------------------------------------------------- files that can't be used


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.commit()
    connection.close()


def _no_database(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to have a header" * 100)


def _folder_in_place(path: Path) -> None:
    path.mkdir()


def _cut_short(path: Path) -> None:
    open_store(path).close()
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("spoil", [_foreign, _no_database, _folder_in_place, _cut_short])
def test_unusable_file_is_named_with_a_remedy(path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert caught.value.subject == str(path)
    assert caught.value.remedy
    assert before is None or path.read_bytes() == before


def test_file_in_place_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="data folder"):
        open_store(tmp_path / "data" / "catalog.db")


def test_damaged_page_is_a_store_error(store: SqliteStore, path: Path) -> None:
    _, ids = add(store, [item(n, notes=f"note {n} " * 50) for n in range(500)])
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\x55" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        open_store(path).texts(ids)
    assert caught.value.remedy


def test_text_that_is_no_unicode_is_a_store_error(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="Unicode"):
        store.feed_at("file:///\udcff")


def test_full_disk_loses_nothing_that_was_stored(store: SqliteStore) -> None:
    _limit_pages(store, extra=40)
    with pytest.raises(DiskFull) as caught:
        add(store, [item(n, notes=f"{n} is a long note " * 100) for n in range(5_000)])
    assert caught.value.remedy
    feed = store.feed_at(URL)
    assert feed is not None
    stored = len(store.known(feed.id))
    assert stored < 5_000
    assert store.pending_count() == (stored, 0)
    assert feed.document_hash is None


def _limit_pages(store: SqliteStore, extra: int) -> None:
    """The database may grow by so many pages only, as on a full disk."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + extra}")

    store._engine.dispose()
    event.listen(store._engine, "connect", limit)


# ---------------------------------------------------------------- short transactions


def _rows_by_transaction(store: SqliteStore) -> list[int]:
    """Grows by the number of rows that each transaction from now on writes."""
    rows: list[int] = []

    def executed(_c: object, cursor: sqlite3.Cursor, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            rows.append(0)
        rows[-1] += max(cursor.rowcount, 0)

    event.listen(store._engine, "after_cursor_execute", executed)
    return rows


def test_no_transaction_writes_more_than_500_rows(store: SqliteStore) -> None:
    rows = _rows_by_transaction(store)
    many = [item(n, notes="x", keywords=("k",)) for n in range(1_200)]
    feed, ids = add(store, many)
    edits = [replace(one, id=id_) for one, id_ in zip(many, ids, strict=True)]
    again = replace(FEED, block=True)
    store.apply(URL, again, plan(*edits), document_hash=8, now=NOW)
    store.apply(URL, again, plan(vanished=ids), document_hash=9, now=NOW)
    store.apply(URL, again, plan(returned=ids), document_hash=10, now=NOW)
    folds = [FoldedStory(StoryId(a), a, (a, b), {b: "file"}) for a, b in pairwise(ids)]
    store.set_stories(folds)
    drain(store)
    store.log_everything()
    stories = [StoryId(id_) for id_ in ids]
    assert feed.podcast_id is not None
    store.set_boilerplate(feed.podcast_id, frozenset({1}), frozenset(), stories)
    store.set_sentence_keys(dict.fromkeys(ids, b""))
    store.acknowledge(dict.fromkeys(stories, (1, "en")), stories, at=NOW)
    store.remove(feed.podcast_id)
    store.record_feeds([(f"https://{n}.example/", "") for n in range(1_200)], due_at=NOW)
    assert max(rows) <= 500
    assert max(rows) > 400
    assert store.counts() == (0, 0)


# ---------------------------------------------------------------- cut short


class Cut(Exception):
    """The process ended here."""


def _cut_at(store: SqliteStore, commit: int) -> None:
    """Ends the work just before the writing transaction of that number commits."""
    left = [commit]

    def before_commit(connection: object) -> None:
        if connection.get_execution_options().get("earmark_writes"):  # type: ignore[attr-defined]
            left[0] -= 1
            if left[0] == 0:
                raise Cut

    event.listen(store._engine, "commit", before_commit)


@pytest.mark.parametrize("commit", range(1, 9))
def test_refresh_cut_short_is_finished_by_the_next_run(path: Path, commit: int) -> None:
    writes = [item(n, notes="x") for n in range(1_000)]
    cut = open_store(path)
    _cut_at(cut, commit)
    try:
        add(cut, writes)
        done = True
    except Cut:
        done = False
    cut.close()
    store = open_store(path)
    feed = store.feed_at(URL)
    stored = {known.item_hash for known in store.known(feed.id)} if feed else set()
    assert store.pending_count() == (len(stored), 0)
    assert done == (len(stored) == 1_000 and feed is not None and feed.document_hash == 7)
    rest = [write for write in writes if write.prepared.item_hash not in stored]
    feed, _ = add(store, rest)
    assert Counter(known.item_hash for known in store.known(feed.id)) == Counter(range(1_000))
    assert store.pending_count() == (1_000, 0)
    assert feed.document_hash == 7
    store.close()


@pytest.mark.parametrize("commit", range(1, 5))
def test_relog_cut_short_is_finished_by_the_next_run(path: Path, commit: int) -> None:
    blocked = replace(FEED, block=True)
    cut = open_store(path)
    _, ids = add(cut, [item(n) for n in range(1_100)])
    drain(cut)
    _cut_at(cut, commit)
    with pytest.raises(Cut):
        cut.apply(URL, blocked, plan(), document_hash=8, now=NOW)
    cut.close()
    store = open_store(path)
    feed, _ = store.apply(URL, blocked, plan(), document_hash=8, now=NOW + DAY)
    assert {change.episode_id for change in store.pending(9_000)} == set(ids)
    assert feed.document_hash == 8
    store.close()


@pytest.mark.parametrize("commit", range(1, 5))
def test_removal_cut_short_is_finished_by_the_next_run(path: Path, commit: int) -> None:
    cut = open_store(path)
    feed, ids = add(cut, [item(n, notes="x") for n in range(250)])
    drain(cut)
    assert feed.podcast_id is not None
    _cut_at(cut, commit)
    with pytest.raises(Cut):
        cut.remove(feed.podcast_id)
    cut.close()
    store = open_store(path)
    store.remove(feed.podcast_id)
    assert store.counts() == (0, 0)
    assert {change.episode_id for change in store.pending(9_000)} == set(ids)
    assert store.stale(9_000) == ids
    store.close()


def test_acknowledging_cut_short_leaves_the_rest_stale(path: Path) -> None:
    cut = open_store(path)
    _, ids = add(cut, [item(n) for n in range(600)])
    stories = [StoryId(id_) for id_ in ids]
    cut.set_stories(
        [FoldedStory(story, id_, (id_,), {}) for story, id_ in zip(stories, ids, strict=True)]
    )
    _cut_at(cut, 2)
    with pytest.raises(Cut):
        cut.acknowledge(dict.fromkeys(stories, (1, "en")), [], at=NOW)
    cut.close()
    store = open_store(path)
    assert store.generation() == 0
    assert len(store.stale(1_000)) + len(digests_of(store, stories)) == 600
    store.close()


# ---------------------------------------------------------------- several at once


def test_reader_sees_its_moment_while_another_writes(store: SqliteStore, path: Path) -> None:
    add_shows(store, 1, 2)
    other = open_store(path)
    with store._reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM episodes").scalar_one()
        add(other, [item(1)])
        after = connection.exec_driver_sql("SELECT count(*) FROM episodes").scalar_one()
    assert (before, after, store.counts()) == (2, 2, (2, 3))
    other.close()


def test_reader_never_waits_for_a_writer(store: SqliteStore, path: Path) -> None:
    add_shows(store, 1, 2)
    other = open_store(path)
    with other._writing() as connection:
        connection.exec_driver_sql("UPDATE episodes SET title = 'under way'")
        assert store.counts() == (1, 2)
        assert {episode.title for episode in store.episodes_called("show0-1")} == {
            "Lamp 1 of show0"
        }
    other.close()


def _add_in_a_process(path: Path, number: int) -> None:
    """Half of the shows are this process's own, the other half every process adds."""
    store = open_store(path)
    for turn in range(5):
        for show in (f"own{number}-{turn}", f"all{turn}"):
            url = f"https://feeds.example/{show}.xml"
            feed = replace(FEED, title=show, link=f"https://{show}.example")
            add(store, [item(n, show=show) for n in range(200)], url=url, feed=feed)
    store.close()


def test_processes_may_open_and_write_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_add_in_a_process, args=(path, n)) for n in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    store = open_store(path)
    assert store.counts() == (20, 4_000)
    assert store.pending_count() == (4_000, 0)
    store.close()


def test_errors_are_ours(store: SqliteStore) -> None:
    with pytest.raises(EarmarkError, match="no such episode"):
        store.set_transcript(1, "text")  # type: ignore[arg-type]


def test_transcript_is_stored_and_logged(store: SqliteStore) -> None:
    _, (id_,) = add(store, [item(1)])
    drain(store)
    store.set_transcript(id_, "Hello, this is said.")
    store.set_transcript(id_, "Hello, this was said.")
    assert store.texts([id_])[id_].transcript == "Hello, this was said."
    assert store.texts([id_], transcripts=False)[id_].transcript is None
    assert store.transcribed([id_, EpisodeId(10**9)]) == {id_}
    assert [change.episode_id for change in store.pending(10)] == [id_, id_]


def test_sync_commits_a_change_and_leaves_the_connection_as_it_was(store: SqliteStore) -> None:
    with store._engine.begin() as reader:
        reader.exec_driver_sql("SELECT * FROM meta").all()  # a pinned reader stops checkpoints
        store.sync()
        store.sync()
    with store._engine.begin() as connection:
        counted = "SELECT value FROM meta WHERE name = 'synced'"
        assert connection.exec_driver_sql(counted).scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 1
