"""A library in one file and back: whole, checked before anything is touched, while it is in use."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from earmark.demo import feeds_folder
from earmark.errors import DiskFull, EarmarkError, InvalidInput, NewerLibrary, StoreError
from earmark.library import Library, open_library, restore_library
from earmark.model import TopicRequest
from earmark.settings import Settings
from earmark.upkeep import archive, restore
from earmark.upkeep.archive import BadBackup
from earmark.web.app import create_app

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOWS = ("racks-and-crumbs", "gleisplan")
Parts = dict[str, bytes]


def opened(folder: Path) -> Library:
    return open_library(Settings(data=folder), now=lambda: NOW, workers=0)


def added(library: Library, *names: str) -> None:
    with feeds_folder() as feeds:
        assert all(not each.error for each in library.add([str(feeds / f"{n}.xml") for n in names]))


def brought_back(folder: Path, file: Path, *, replace: bool = False) -> None:
    restore_library(Settings(data=folder, workers=1), file, replace=replace, now=lambda: NOW)


def answers(library: Library) -> object:
    """What a person sees, but for the generation."""
    topic = library.topic(TopicRequest("TRC"))
    shows = [card.podcast for card in library.podcasts().podcasts]
    return topic.stats, topic.episodes, topic.popularity, shows, library.index_check().differences


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two shows with settings, and its backup; not to be changed."""
    folder = tmp_path_factory.mktemp("kept")
    with opened(folder / "data") as library:
        added(library, *SHOWS)
        (folder / "data" / "earmark.toml").write_text("max_items = 500\n")
        report = library.backup(folder / "one.tar.gz")
    assert (report.podcasts, report.feeds, report.settings) == (2, 2, True)
    assert report.size_bytes == (folder / "one.tar.gz").stat().st_size
    return folder


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "one.tar.gz", tmp_path / "one.tar.gz"))


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Iterator[Library]:
    """The same library, for a test to change."""
    shutil.copytree(made / "data", tmp_path / "live")
    with opened(tmp_path / "live") as library:
        yield library


def test_what_comes_back_is_what_was_there(made: Path, file: Path, tmp_path: Path) -> None:
    brought_back(tmp_path / "new", file)
    with opened(made / "data") as old, opened(tmp_path / "new") as new:
        assert answers(new) == answers(old)
        assert new.index_check(deep=True).differences == ()
    assert (tmp_path / "new" / "earmark.toml").read_text() == "max_items = 500\n"
    left = {path.name for path in (tmp_path / "new").iterdir()}
    assert left <= {
        *("catalog.db", "catalog.db-wal", "catalog.db-shm", "catalog.lock"),
        *("index", "index.lock", "earmark.toml"),
    }


def test_a_backup_is_its_owner_s_alone_and_says_what_it_is(file: Path, made: Path) -> None:
    assert (made / "one.tar.gz").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in made.iterdir() if path.name.startswith(".")] == []
    parts = parts_of(file)
    assert list(parts) == ["manifest.json", "catalog.db", "earmark.toml"]
    manifest = json.loads(parts["manifest.json"])
    assert manifest["format"] == archive.FORMAT
    for name, said in manifest["files"].items():
        assert said["sha256"] == hashlib.sha256(parts[name]).hexdigest()


def test_a_backup_while_another_writes_comes_back_as_it_was_at_one_moment(
    library: Library, tmp_path: Path
) -> None:
    """A writer goes on all the while; what it had stored when the copy began is in it."""
    over, begun = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            url = f"https://{number}.example/feed.xml"
            library._store.record_feeds([(url, "")], due_at=NOW)
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    report = library.backup(tmp_path / "two.tar.gz")
    over.set()
    writer.join()
    brought_back(tmp_path / "new", tmp_path / "two.tar.gz")
    with opened(tmp_path / "new") as new:
        assert answers(new) == answers(library)
        had = [feed.url for feed in library._store.feeds()]
        assert 2 < report.feeds <= len(had)
        assert [feed.url for feed in new._store.feeds()] == had[: report.feeds]


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(
    library: Library, file: Path, tmp_path: Path
) -> None:
    library.backup(file)
    precious = tmp_path / "letter.odt"
    precious.write_text("precious")
    places = (precious, tmp_path, tmp_path / "nowhere" / "one.tar.gz")
    for place in places:
        with pytest.raises(InvalidInput) as told:
            library.backup(place)
        assert str(place) in str(told.value)
    assert precious.read_text() == "precious"


# ---------------------------------------------------------------- into a library in use


def test_a_server_that_runs_shows_the_restored_library(
    library: Library, file: Path, tmp_path: Path
) -> None:
    """Its connections, its reader of the index and what it keeps are older than the restore."""
    browser = TestClient(
        create_app(library, started_at=NOW), "http://127.0.0.1:8017", client=("127.0.0.1", 1)
    )
    was = browser.get("/podcasts")
    before = answers(library)
    added(library, "night-ferry")
    with_more = browser.get("/podcasts")
    assert "Night Ferry" in with_more.text
    assert "Night Ferry" not in was.text

    brought_back(tmp_path / "live", file, replace=True)

    again = browser.get("/podcasts", headers={"If-None-Match": with_more.headers["etag"]})
    assert again.status_code == 200
    assert "Night Ferry" not in again.text
    assert answers(library) == before
    assert browser.get("/health").json()["ok"] is True
    added(library, "night-ferry")
    assert "Night Ferry" in browser.get("/podcasts").text
    assert library.index_check(deep=True).differences == ()


def test_between_catalog_and_index_pages_say_so_and_the_next_run_mends_it(
    library: Library, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restore that is killed before the index is made: never a page of one catalog and the
    index of another."""
    answers(library)
    with monkeypatch.context() as patched:
        patched.setattr(Library, "index_pending", stopped)
        with pytest.raises(KeyboardInterrupt):
            brought_back(tmp_path / "live", file, replace=True)
    browser = TestClient(create_app(library, started_at=NOW), client=("127.0.0.1", 1))
    assert browser.get("/podcasts").status_code == 503
    assert browser.get("/health").status_code == 503
    library.index_pending()
    assert browser.get("/podcasts").status_code == 200
    assert library.index_check(deep=True).differences == ()


def stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["discard", "replace_with", "counts"])
def test_stopped_at_any_step_the_library_is_the_old_or_the_new(
    library: Library, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = answers(library)
    added(library, "night-ferry")
    home = "earmark.store.sqlite.SqliteStore"
    if step == "discard":
        home = "earmark.search.tantivy_index.TantivyIndex"
    with monkeypatch.context() as patched:
        patched.setattr(f"{home}.{step}", stopped)
        with pytest.raises(KeyboardInterrupt):
            brought_back(tmp_path / "live", file, replace=True)
    library.index_pending()
    assert library.index_check(deep=True).differences == ()
    shows = len(library.podcasts().podcasts)
    assert shows == (2 if step == "counts" else 3)
    brought_back(tmp_path / "live", file, replace=True)
    assert answers(library) == before
    assert not (tmp_path / "live" / restore.ASIDE).exists()


def test_a_library_that_is_there_is_not_replaced_unasked(
    library: Library, file: Path, tmp_path: Path
) -> None:
    before = answers(library)
    with pytest.raises(InvalidInput, match="already") as told:
        brought_back(tmp_path / "live", file)
    assert "--replace" in told.value.remedy
    assert answers(library) == before
    (tmp_path / "live" / "earmark.toml").write_text("max_items = 7\n")
    brought_back(tmp_path / "live", file, replace=True)
    assert (tmp_path / "live" / "earmark.toml").read_text() == "max_items = 500\n"
    kept = tmp_path / "live" / "earmark.toml.before-restore"
    assert kept.read_text() == "max_items = 7\n"


def test_a_damaged_catalog_is_set_aside(made: Path, file: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "data", tmp_path / "live")
    (tmp_path / "live" / "catalog.db").write_bytes(b"no database, and " * 1000)
    with pytest.raises(InvalidInput, match="damaged"):
        brought_back(tmp_path / "live", file)
    brought_back(tmp_path / "live", file, replace=True)
    with opened(made / "data") as old, opened(tmp_path / "live") as new:
        assert answers(new) == answers(old)
    damaged = tmp_path / "live" / "catalog.db.damaged"
    assert damaged.read_bytes().startswith(b"no database")


def test_busy_while_another_process_indexes(
    library: Library, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "PATIENCE_S", 0.0)
    before = answers(library)
    with (
        restore_lock(tmp_path / "live"),
        pytest.raises(EarmarkError, match="writing the index") as told,
    ):
        brought_back(tmp_path / "live", file, replace=True)
    assert told.value.code == "busy"
    assert answers(library) == before


def restore_lock(folder: Path) -> Any:
    from earmark.ingest.lock import try_lock  # noqa: PLC0415

    return try_lock(folder / "index.lock")


# ---------------------------------------------------------------- what is refused


def parts_of(file: Path) -> Parts:
    with tarfile.open(file) as whole:
        return {entry.name: whole.extractfile(entry).read() for entry in whole}  # type: ignore[union-attr]


def packed(file: Path, parts: Parts, *more: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(file, "w:gz") as whole:
        entries = [(tarfile.TarInfo(name), content) for name, content in parts.items()]
        for entry, content in (*entries, *more):
            entry.size = len(content)
            whole.addfile(entry, io.BytesIO(content))
    return file


def with_manifest(parts: Parts, **changes: object) -> Parts:
    manifest = json.loads(parts["manifest.json"]) | changes
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def with_catalog(parts: Parts, content: bytes) -> Parts:
    """As a forger would, with a manifest that fits."""
    files = json.loads(parts["manifest.json"])["files"]
    files["catalog.db"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return with_manifest({**parts, "catalog.db": content}, files=files)


def changed_catalog(parts: Parts, folder: Path, sql: str) -> Parts:
    path = folder / "changed.db"
    path.write_bytes(parts["catalog.db"])
    with sqlite3.connect(path) as connection:
        connection.executescript(sql)
    connection.close()
    return with_catalog(parts, path.read_bytes())


def linked(name: str) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return entry, b""


BAD: dict[str, Callable[[Parts, Path], Parts]] = {
    "no manifest": lambda parts, _: {"catalog.db": parts["catalog.db"]},
    "manifest last": lambda parts, _: dict(reversed(parts.items())),
    "manifest no JSON": lambda parts, _: {**parts, "manifest.json": b"{"},
    "manifest a list": lambda parts, _: {**parts, "manifest.json": b"[]"},
    "manifest of nothing": lambda parts, _: {**parts, "manifest.json": b"{}"},
    "manifest of odd types": lambda parts, _: with_manifest(parts, files=[1]),
    "manifest of negative size": lambda parts, _: with_manifest(
        parts, files={"catalog.db": {"bytes": -1, "sha256": ""}}
    ),
    "manifest endless": lambda parts, _: {**parts, "manifest.json": b" " * 2_000_000},
    "other counts": lambda parts, _: with_manifest(parts, episodes=7),
    "catalog changed": lambda parts, _: {
        **parts, "catalog.db": parts["catalog.db"][:-1] + b"\xff"
    },
    "catalog cut": lambda parts, _: {**parts, "catalog.db": parts["catalog.db"][:-4096]},
    "catalog missing": lambda parts, _: {
        "manifest.json": parts["manifest.json"], "earmark.toml": parts["earmark.toml"]
    },
    "no database": lambda parts, _: with_catalog(parts, b"x" * 9000),
    "of another program": lambda parts, folder: changed_catalog(
        parts, folder, "DROP TABLE alembic_version"
    ),
    "one file more": lambda parts, _: {**parts, "index.lock": b""},
    "a way out": lambda parts, _: {**parts, "../../escaped": b"x"},
    "an absolute way out": lambda parts, _: {**parts, "/tmp/escaped": b"x"},
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_backup_is_refused_and_nothing_is_touched(
    library: Library, file: Path, tmp_path: Path, fault: str
) -> None:
    before, names = answers(library), {path.name for path in (tmp_path / "live").iterdir()}
    bad = packed(tmp_path / "bad.tar.gz", BAD[fault](parts_of(file), tmp_path))
    with pytest.raises((BadBackup, StoreError)) as told:
        brought_back(tmp_path / "live", bad, replace=True)
    assert told.value.remedy
    assert answers(library) == before
    left = {path.name for path in (tmp_path / "live").iterdir()}
    assert left - {"catalog.lock"} == names - {"catalog.lock"}
    assert not list(tmp_path.glob("**/escaped"))


def test_a_link_is_no_file(library: Library, file: Path, tmp_path: Path) -> None:
    parts = parts_of(file)
    del parts["earmark.toml"]
    bad = packed(tmp_path / "bad.tar.gz", parts, linked("earmark.toml"))
    with pytest.raises(BadBackup):
        brought_back(tmp_path / "live", bad, replace=True)


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", gzip.compress(b"nonsense", mtime=0), b"\x1f\x8b"]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BadBackup):
        brought_back(tmp_path / "new", tmp_path / "x")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(file: Path, tmp_path: Path, share: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadBackup):
        brought_back(tmp_path / "new", file)
    assert not (tmp_path / "new" / "catalog.db").exists()


def test_a_missing_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="nowhere"):
        brought_back(tmp_path / "new", tmp_path / "nowhere.tar.gz")


@pytest.mark.parametrize("newer", ["format", "catalog"])
def test_a_backup_of_a_newer_version_is_refused(
    library: Library, file: Path, tmp_path: Path, newer: str
) -> None:
    parts = parts_of(file)
    if newer == "format":
        parts = with_manifest(parts, format=archive.FORMAT + 1)
    else:
        sql = "UPDATE alembic_version SET version_num = '9999'"
        parts = changed_catalog(parts, tmp_path, sql)
    bad = packed(tmp_path / "bad.tar.gz", parts)
    with pytest.raises(NewerLibrary, match="newer"):
        brought_back(tmp_path / "live", bad, replace=True)
    assert answers(library)


def test_settings_that_cannot_be_used_are_refused_first(
    library: Library, file: Path, tmp_path: Path
) -> None:
    parts = parts_of(file)
    content = b"flux_capacitor = 1\n"
    files = json.loads(parts["manifest.json"])["files"]
    files["earmark.toml"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    parts = with_manifest({**parts, "earmark.toml": content}, files=files)
    before = answers(library)
    with pytest.raises(InvalidInput, match="flux_capacitor"):
        brought_back(tmp_path / "live", packed(tmp_path / "b.tar.gz", parts), replace=True)
    assert answers(library) == before


def test_no_room_is_told_before_anything_is_unpacked(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "free_bytes", lambda _: 1000)
    with pytest.raises(DiskFull, match="no room"):
        brought_back(tmp_path / "new", file)
