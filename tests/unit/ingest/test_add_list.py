"""Lists of feeds: what they name is recorded, what was wrong with them is reported."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fake_fetcher import FakeFetcher
from tests.podcast_index import ROWS, write_dump

from earmark.ingest.add import Adding
from earmark.ingest.prepare import Caps
from earmark.ingest.progress import OnProgress, Progress, silent
from earmark.ingest.worker import Workers
from earmark.model import AddOptions, AddReport, FeedFilter
from earmark.store.podcast_index import open_dump
from earmark.store.sqlite import SqliteStore, open_store

NOW = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "catalog.sqlite")
    yield store
    store.close()


def add(
    store: SqliteStore,
    path: Path,
    wanted: FeedFilter = FeedFilter(),  # noqa: B008 - a frozen value
    *,
    outlines: int = 10_000,
    say: OnProgress = silent,
) -> AddReport:
    adding = Adding(
        store,
        Workers(0),
        Caps(outlines=outlines),
        lambda: NOW,
        fetcher=lambda: FakeFetcher({}),
        open_dump=open_dump,
        options=AddOptions(wanted=wanted),
        say=say,
    )
    (report,) = adding.add([str(path)])
    return report


def listed(folder: Path, addresses: list[str]) -> Path:
    lines = "".join(f'<outline text="T{n}" xmlUrl="{url}"/>' for n, url in enumerate(addresses))
    path = folder / "list.opml"
    path.write_text(f"<opml><body>{lines}</body></opml>")
    return path


def shows(count: int) -> list[str]:
    return [f"https://a.example/{number}" for number in range(count)]


def test_a_list_over_the_cap_is_recorded_up_to_it_and_the_report_says_so(
    store: SqliteStore, tmp_path: Path
) -> None:
    report = add(store, listed(tmp_path, shows(63)), outlines=60)
    assert (report.feeds, report.named, report.error) == (60, 63, None)
    assert [problem.code for problem in report.problems] == ["outlines-cut"]
    assert "3 more" in report.problems[0].message
    assert {feed.url for feed in store.feeds()} == set(shows(60))
    assert {feed.title for feed in store.feeds()} == {f"T{number}" for number in range(60)}


def test_the_cap_of_the_command_is_stronger(store: SqliteStore, tmp_path: Path) -> None:
    report = add(store, listed(tmp_path, shows(63)), FeedFilter(limit=70), outlines=60)
    assert (report.feeds, report.problems) == (63, ())


def test_a_list_again_records_what_is_new(store: SqliteStore, tmp_path: Path) -> None:
    add(store, listed(tmp_path, shows(10)))
    report = add(store, listed(tmp_path, [*shows(12), "http://www.a.example/3/"]))
    assert (report.feeds, report.named) == (2, 13)
    assert len(store.feeds()) == 12


def test_a_list_of_a_list_is_not_followed(store: SqliteStore, tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text('<opml><body><outline type="include" url="https://a.example/o"/></body></opml>')
    assert add(store, path).named == 0
    assert store.feeds() == ()


def test_what_is_recorded_is_told_meanwhile(store: SqliteStore, tmp_path: Path) -> None:
    told: list[Progress] = []
    add(store, listed(tmp_path, shows(120)), say=told.append)
    assert [(each.done, each.total) for each in told] == [(50, 120), (100, 120), (120, 120)]


def test_p11_an_import_is_spread_over_an_hour_after_the_first_50(
    store: SqliteStore, tmp_path: Path
) -> None:
    add(store, listed(tmp_path, shows(300)))
    waits = [feed.due_at - NOW for feed in store.feeds() if feed.due_at]
    assert waits[:50] == [timedelta(0)] * 50
    assert waits == sorted(waits)
    assert timedelta(minutes=8) < waits[50] < waits[299] < timedelta(hours=1)
    assert len(set(waits)) == 6


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    store: SqliteStore, tmp_path: Path
) -> None:
    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    path = listed(tmp_path, shows(120))
    with pytest.raises(KeyboardInterrupt):
        add(store, path, say=stop)
    assert len(store.feeds()) == 50
    assert add(store, path).feeds == 70


# -- dumps -----------------------------------------------------------------------------------------


def test_the_feeds_of_a_dump_are_recorded_once(store: SqliteStore, tmp_path: Path) -> None:
    path = write_dump(tmp_path / "podcastindex_feeds.db", ROWS)
    report = add(store, path, FeedFilter(languages=("en",)))
    assert (report.feeds, report.named, report.error) == (3, 3, None)
    assert {feed.title for feed in store.feeds()} == {"Fog", "Horn", "Gull"}
    assert all(feed.due_at for feed in store.feeds())
    again = add(store, path)
    assert (again.feeds, again.named) == (1, 5)
    assert [problem.code for problem in again.problems] == ["url-refused"]


def test_a_filter_of_dumps_and_a_source_that_is_none(store: SqliteStore, tmp_path: Path) -> None:
    report = add(store, listed(tmp_path, shows(3)), FeedFilter(languages=("en",)))
    assert report.error is not None
    assert report.error.code == "invalid-input"
    assert store.feeds() == ()


@pytest.mark.parametrize(("name", "command"), [("d.db.gz", "gunzip"), ("d.db.tgz", "tar -xzf")])
def test_a_packed_dump_says_how_to_unpack_it(
    store: SqliteStore, tmp_path: Path, name: str, command: str
) -> None:
    dump = write_dump(tmp_path / "d.db", ROWS)
    packed = tmp_path / name
    if name.endswith("tgz"):
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(dump, "podcastindex_feeds.db")
    else:
        packed.write_bytes(gzip.compress(dump.read_bytes()))
    error = add(store, packed).error
    assert error is not None
    assert error.code == "source"
    assert f"{command}" in error.message
    assert str(packed) in error.message


def test_another_packed_file_is_no_feed(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(io.BytesIO(b"<rss/>" * 99).read()))
    error = add(store, tmp_path / "x.gz").error
    assert error is not None
    assert error.code == "not-a-feed"


def test_our_own_catalog_is_no_dump(store: SqliteStore, tmp_path: Path) -> None:
    error = add(store, tmp_path / "catalog.sqlite").error
    assert error is not None
    assert "no Podcast Index dump" in error.message
