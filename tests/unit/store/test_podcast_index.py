"""The dump of Podcast Index: which of its feeds a filter means, and files that are none."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from tests.podcast_index import Row, at, write_dump

from earmark.errors import InvalidInput, SourceError
from earmark.model import FeedFilter
from earmark.store.podcast_index import PodcastIndexDump, open_dump

ROWS = [
    Row("u1", language="en", category1="society", category2="culture", popularityScore=9),
    Row("u2", language="EN_us", newestItemPubdate=at(2026), category1="Technology"),
    Row("u3", language=" en-GB ", newestItemPubdate=at(2025, 12, 31), popularityScore=9),
    Row("u4", language="enx", newestItemPubdate=at(2026, 3), category1="culture"),
    Row("u5", language="de", episodeCount=2, popularityScore=12),
    Row("u6", language="pt-br", popularityScore=None),
    Row("dead", dead=1, language="en", popularityScore=99),
    Row("twin", duplicateOf=1, language="en"),
    Row("", language="en"),
]
LIVING = ["u1", "u2", "u3", "u4", "u5", "u6"]


@contextmanager
def opened(path: Path) -> Iterator[PodcastIndexDump]:
    dump = open_dump(str(path))
    try:
        yield dump
    finally:
        dump.close()


def found(path: Path, wanted: FeedFilter) -> list[str]:
    with opened(path) as dump:
        named = [url for url, _ in dump.feeds(wanted)]
        assert dump.count(wanted) == len(named)
    return named


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump") / "a dump?#%.db", ROWS)


FILTERS = [
    (FeedFilter(), LIVING),
    (FeedFilter(languages=("en",)), ["u1", "u2", "u3"]),
    (FeedFilter(languages=("EN-us", "de")), ["u2", "u5"]),
    (FeedFilter(languages=("pt_BR",)), ["u6"]),
    (FeedFilter(languages=("%",)), []),
    (FeedFilter(active_since=date(2026, 1, 1)), ["u2", "u4"]),
    (FeedFilter(categories=("technology",)), ["u2"]),
    (FeedFilter(categories=("Society & Culture",)), ["u1"]),
    (FeedFilter(categories=("culture",)), ["u1", "u4"]),
    (FeedFilter(categories=("Society & Culture", "technology")), ["u1", "u2"]),
    (FeedFilter(categories=("x' OR 1=1 --",)), []),
    (FeedFilter(min_episodes=3), ["u1", "u2", "u3", "u4", "u6"]),
    (FeedFilter(languages=("en",), active_since=date(2025, 12, 31)), ["u2", "u3"]),
    (FeedFilter(limit=1), ["u5"]),
    (FeedFilter(limit=2), ["u5", "u1"]),
    (FeedFilter(limit=3), ["u5", "u1", "u3"]),
    (FeedFilter(limit=4), ["u1", "u3", "u5", "u2"]),
    (FeedFilter(limit=6), LIVING),
    (FeedFilter(limit=99), LIVING),
    (FeedFilter(languages=("fi",), limit=2), []),
]


@pytest.mark.parametrize(("wanted", "urls"), FILTERS)
def test_which_feeds_a_filter_means(path: Path, wanted: FeedFilter, urls: list[str]) -> None:
    assert sorted(found(path, wanted)) == sorted(urls)


def test_a_category_without_a_name_is_refused(path: Path) -> None:
    with pytest.raises(InvalidInput):
        found(path, FeedFilter(categories=(" & ",)))


@pytest.mark.parametrize(
    ("column", "wanted", "option"),
    [
        ("language", FeedFilter(languages=("en",)), "--language"),
        ("newestItemPubdate", FeedFilter(active_since=date(2026, 1, 1)), "--active-since"),
        ("category1", FeedFilter(categories=("x",)), "--category"),
        ("episodeCount", FeedFilter(min_episodes=1), "--min-episodes"),
    ],
)
def test_a_dump_without_a_column_is_read_but_not_filtered_by_it(
    tmp_path: Path, column: str, wanted: FeedFilter, option: str
) -> None:
    path = write_dump(tmp_path / "old.db", ROWS, without=(column,))
    assert found(path, FeedFilter()) == LIVING
    with pytest.raises(InvalidInput, match=f"no column `{column}`.*{option}"):
        found(path, wanted)


def test_an_old_dump_of_the_fewest_columns(tmp_path: Path) -> None:
    without = ("title", "dead", "duplicateOf", "popularityScore")
    path = write_dump(tmp_path / "old.db", ROWS[:3], without=without)
    with opened(path) as dump:
        assert list(dump.feeds(FeedFilter(limit=2))) == [("u1", ""), ("u2", "")]


def test_nothing_is_written_to_it_or_beside_it(tmp_path: Path) -> None:
    path = write_dump(tmp_path / "d.db", ROWS)
    with sqlite3.connect(path) as dump:
        dump.execute("PRAGMA journal_mode = WAL")
    dump.close()
    path.chmod(0o400)
    before = path.read_bytes()
    assert found(path, FeedFilter()) == LIVING
    assert [each.name for each in tmp_path.iterdir()] == ["d.db"]
    assert path.read_bytes() == before


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = write_dump(tmp_path / "d.db", [])
    with sqlite3.connect(path) as dump:
        dump.execute("INSERT INTO podcasts (url, title) VALUES ('u', CAST(x'ff41' AS TEXT))")
    dump.close()
    with opened(path) as opened_dump:
        assert list(opened_dump.feeds(FeedFilter())) == [("u", "\ufffdA")]


def damaged(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def without_table(path: Path) -> None:
    with sqlite3.connect(path) as dump:
        dump.execute("DROP TABLE podcasts")
        dump.execute("CREATE TABLE podcasts (id INTEGER)")
    dump.close()


def with_a_view(path: Path) -> None:
    with sqlite3.connect(path) as dump:
        dump.execute("DROP TABLE podcasts")
        dump.execute("CREATE VIEW podcasts AS SELECT load_extension('x') AS url")
    dump.close()


def with_text(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)


@pytest.mark.parametrize("spoil", [damaged, without_table, with_a_view, with_text])
def test_a_file_that_is_no_dump(tmp_path: Path, spoil: object) -> None:
    path = write_dump(tmp_path / "d.db", ROWS * 500)
    assert callable(spoil)
    spoil(path)
    with pytest.raises(SourceError, match=r"d\.db") as error:
        found(path, FeedFilter())
    assert error.value.remedy


def test_control_c_is_heard_while_a_dump_is_counted(tmp_path: Path) -> None:
    path = write_dump(tmp_path / "d.db", ROWS)
    with opened(path) as dump:
        dump._connection.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGINT) or 0, 1)
        # A job in the background of a shell begins with Ctrl-C ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt):
                dump.count(FeedFilter())
        finally:
            signal.signal(signal.SIGINT, before)
