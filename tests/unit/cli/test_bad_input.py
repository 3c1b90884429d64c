"""Whatever is given: an error that names the thing and the remedy, the right exit status, no
traceback; and once the fault is mended the same command finishes."""

import json
import os
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from earmark.cli import app
from earmark.store.engine import _prepare_connection

ITEM = """<item><guid>{show}-{number}</guid><title>Kelp {number} of {show}</title>
<pubDate>Mon, 0{number} Jun 2026 08:00:00 GMT</pubDate>
<description>The harbour talks about kelp, part {number}.</description>
<enclosure url="https://{show}.example/{number}.mp3" type="audio/mpeg" length="1{number}"/>
</item>"""


def feed(show: str, items: int = 5, *, encoding: str = "utf-8") -> bytes:
    body = "".join(ITEM.format(show=show, number=number + 1) for number in range(items))
    text = f"<rss version='2.0'><channel><title>{show} café</title>{body}</channel></rss>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding)


def run(*arguments, env=None):
    settings = {"EARMARK_WORKERS": "1", "EARMARK_DEBUG": "", **(env or {})}
    return CliRunner().invoke(app, [str(each) for each in arguments], env=settings)


def told(result, *words, status=2):
    """It ended in words about the thing, without a traceback."""
    said = " ".join(result.output.split())
    assert result.exit_code == status, said
    assert "Traceback" not in said
    assert "an error that should not be" not in said
    unbroken = "".join(said.split())  # a long path is broken over lines
    for word in words:
        assert "".join(word.split()) in unbroken


def ids_of_kelp(data) -> list[int]:
    page = json.loads(run("topic", "kelp", "--limit", 99, "--json", "--data", data).stdout)
    return sorted(episode["id"] for episode in page["episodes"])


def agrees(data):
    checked = run("index", "check", "--deep", "--json", "--data", data)
    assert checked.exit_code == 0, checked.output
    assert json.loads(checked.stdout)["differences"] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "one.xml").write_bytes(feed("one"))
    assert run("add", folder / "one.xml", "--data", folder / "data").exit_code == 0
    return folder


@pytest.fixture
def data(made, tmp_path) -> Path:
    """A library of one show, for a test to harm."""
    return Path(shutil.copytree(made / "data", tmp_path / "data"))


@pytest.fixture
def two(tmp_path) -> Path:
    path = tmp_path / "two.xml"
    path.write_bytes(feed("two"))
    return path


# ---------------------------------------------------------------- sources


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


SOURCES = {
    "text.xml": (lambda path: path.write_text("meow"), "not a feed"),
    "empty.xml": (lambda path: path.write_bytes(b""), "empty"),
    "page.xml": (lambda path: path.write_text("<html><body>Hi</body></html>"), "web page"),
    "big.xml": (sparse, "EARMARK_MAX_FEED_BYTES"),
    "none": (lambda path: path.mkdir(), "no feeds"),
    "pipe": (os.mkfifo, "no regular file"),
    "dangling.xml": (lambda path: path.symlink_to("nowhere"), "no such file"),
    "loop.xml": (lambda path: path.symlink_to(path), "no such file"),
    "absent.xml": (lambda path: None, "no such file"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_that_cannot_be_used(name, tmp_path):
    make, words = SOURCES[name]
    make(tmp_path / name)
    told(run("add", tmp_path / name, "--data", tmp_path / "data"), name, words)


def test_bad_sources_cost_only_themselves(two, tmp_path):
    (tmp_path / "cat.xml").write_text("meow")
    result = run("add", tmp_path / "cat.xml", two, "--data", tmp_path / "data")
    told(result, "cat.xml", "not a feed", status=1)
    assert len(ids_of_kelp(tmp_path / "data")) == 5
    agrees(tmp_path / "data")


@pytest.mark.parametrize(
    "document",
    [
        feed("cut")[:-200],
        feed("stray").replace(b"<description>", b"<description>a < b & c &nope; <p>"),
        feed("latin", encoding="latin-1"),
        feed("wide", encoding="utf-16"),
        feed("liar", encoding="latin-1").replace(b"latin-1", b"utf-8", 1),
        b"\n\n" + feed("late"),
        feed("nul").replace(b"kelp, part", b"kelp\0, part"),
    ],
)
def test_a_broken_feed_keeps_its_episodes(document, tmp_path):
    (tmp_path / "broken.xml").write_bytes(document)
    told(run("add", tmp_path / "broken.xml", "--data", tmp_path / "data"), status=0)
    assert len(ids_of_kelp(tmp_path / "data")) >= 4
    agrees(tmp_path / "data")


def test_items_over_the_cap_are_named_and_the_newest_kept(tmp_path):
    (tmp_path / "long.xml").write_bytes(feed("long", 9))
    cap = {"EARMARK_MAX_ITEMS": "3"}
    added = run("add", tmp_path / "long.xml", "--json", "--data", tmp_path / "data", env=cap)
    report = json.loads(added.stdout)
    assert (added.exit_code, report["episodes"]) == (0, 3)
    assert [problem["code"] for problem in report["problems"]] == ["items-cut"]


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize(
    "query",
    ['"open', "(((", "OR", "-x", "since:xx", "until:2020-13-45", "podcast:", " ", "(" * 20000],
)
def test_a_query_that_cannot_be_read(query, made):
    result = run("search", "--data", made / "data", "--", query)
    told(result)
    assert len(result.output) < 1000


@pytest.mark.parametrize("cursor", ["garbage", "-5", "99999999999999999999", "zzzzzzzzzzzzz", "é"])
@pytest.mark.parametrize("command", ["topic", "search"])
def test_a_place_that_is_in_no_list(command, cursor, made):
    """A word in small letters is a number far behind the end of any list."""
    result = run(command, "kelp", "--json", "--data", made / "data", "--cursor", cursor)
    if result.exit_code == 0:
        assert cursor == "garbage"
        assert json.loads(result.stdout)["next"] is None
    else:
        told(result, cursor, "no place in a list")


@pytest.mark.parametrize("option", ["--as-of", "--since"])
def test_the_first_day_of_the_calendar(option, made):
    asked = ("topic", "kelp", option, "0001-01-01", "--by", "month", "--json")
    assert run(*asked, "--data", made / "data").exit_code == 0


@pytest.mark.parametrize("thing", ["999999", "9" * 30, "-1", "\udcff", "https://nowhere.example/"])
def test_an_unknown_id(thing, made):
    told(run("why", "kelp", "--data", made / "data", "--", thing))
    told(run("remove", "--data", made / "data", "--", thing))


# ---------------------------------------------------------------- the data folder


def test_asking_makes_no_library(tmp_path):
    (tmp_path / "photo.jpg").touch()
    for question in (("topic", "x"), ("search", "x"), ("index", "rebuild"), ("remove", "x")):
        told(run(*question, "--data", tmp_path), str(tmp_path), "earmark add")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_library_of_a_newer_version(data, two):
    with sqlite3.connect(data / "catalog.db") as catalog:
        catalog.execute("UPDATE alembic_version SET version_num = 'r9999'")
    for command in (("add", two), ("topic", "kelp"), ("index", "rebuild")):
        told(run(*command, "--data", data), "catalog.db", "newer version", "Upgrade")


@pytest.mark.parametrize("keep", [0.0, 0.5])
def test_a_damaged_catalog(keep, data, two):
    catalog = data / "catalog.db"
    whole = catalog.read_bytes()
    kept = whole[: int(len(whole) * keep)]
    catalog.write_bytes(kept + random.Random(1).randbytes(len(whole) - len(kept)))
    for command in (("add", two), ("topic", "kelp"), ("index", "check"), ("index", "rebuild")):
        told(run(*command, "--data", data), "catalog.db", "Move th")
    catalog.write_bytes(whole)
    told(run("add", two, "--data", data), status=0)
    agrees(data)


def test_a_lost_catalog_is_not_answered_from_its_old_index(data, two):
    (data / "catalog.db").unlink()
    told(run("topic", "kelp", "--data", data), "another catalog", "earmark index rebuild")
    told(run("add", two, "--data", data), status=0)
    assert len(ids_of_kelp(data)) == 5
    agrees(data)


def test_a_full_disk_keeps_what_was_reported(data, tmp_path, monkeypatch):
    """Here the catalog may have no more pages than it has; a disk that is really small is tried
    in the long tests."""
    (tmp_path / "more").mkdir()
    for number in range(3):
        (tmp_path / "more" / f"{number}.xml").write_bytes(feed(f"full{number}", 9))
    before = ids_of_kelp(data)
    with monkeypatch.context() as small:
        small.setattr("earmark.store.engine._prepare_connection", capped)
        told(run("add", tmp_path / "more", "--data", data), "disk is full", "Make room", status=1)
        assert ids_of_kelp(data) == before
    told(run("add", tmp_path / "more", "--data", data), status=0)
    assert set(ids_of_kelp(data)) > set(before)
    agrees(data)


def capped(connection, record, prepare=_prepare_connection):
    prepare(connection, record)
    connection.execute("PRAGMA max_page_count = 1")


# ---------------------------------------------------------------- the index


def live(data: Path) -> Path:
    return data / "index" / (data / "index" / "CURRENT").read_text().strip()


def largest(data: Path, ending: str) -> Path:
    return max(live(data).glob(f"*.{ending}"), key=lambda path: path.stat().st_size)


def of_other_text(data: Path) -> None:
    path = live(data) / "versions.json"
    versions = json.loads(path.read_text())
    path.write_text(json.dumps({**versions, "text": versions["text"] + 1}))


DAMAGES = {
    "no index": lambda data: shutil.rmtree(data / "index"),
    "no pointer": lambda data: (data / "index" / "CURRENT").unlink(),
    "empty pointer": lambda data: (data / "index" / "CURRENT").write_text(""),
    "pointer outside": lambda data: (data / "index" / "CURRENT").write_text("../.."),
    "other text": of_other_text,
    "no meta": lambda data: (live(data) / "meta.json").unlink(),
    "odd meta": lambda data: (live(data) / "meta.json").write_text('{"segments": [{}]}'),
    "no file of words": lambda data: largest(data, "term").unlink(),
    "no file of places": lambda data: largest(data, "pos").unlink(),
    "cut columns": lambda data: os.truncate(largest(data, "fast"), 9),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_told_and_mended(damage, data, two):
    before = ids_of_kelp(data)
    DAMAGES[damage](data)
    for command in (("topic", "kelp"), ("search", "kelp"), ("index", "check")):
        told(run(*command, "--data", data), "index", "earmark index rebuild")
    copy = shutil.copytree(data, data.with_name("copy"))
    told(run("index", "rebuild", "--data", data), status=0)
    assert ids_of_kelp(data) == before
    agrees(data)
    told(run("add", two, "--data", copy), status=0)
    assert set(ids_of_kelp(copy)) > set(before)
    agrees(copy)


@pytest.mark.parametrize("place", ["index", "index/CURRENT"])
def test_what_stands_in_the_indexs_place_is_named(place, data):
    path = data / place
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.touch() if place == "index" else path.mkdir()
    for command in (("topic", "kelp"), ("index", "check"), ("index", "rebuild")):
        told(run(*command, "--data", data), place, "in its way")
    path.unlink() if path.is_file() else path.rmdir()
    told(run("index", "rebuild", "--data", data), status=0)
    agrees(data)


# ---------------------------------------------------------------- streams


def shell(command: str, data: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own; ``earmark`` stands for the program."""
    whole = command.replace("earmark", f"{shlex.quote(sys.executable)} -m earmark.cli")
    settings = {**os.environ, "EARMARK_DATA": str(data), "EARMARK_WORKERS": "1", **environment}
    return subprocess.run(["bash", "-c", whole], capture_output=True, check=False, env=settings)


def test_closed_streams_are_no_fault(made):
    done = shell("earmark topic kelp <&- >&- && earmark topic kelp 2>&- >&-", made / "data")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_reader_of_the_terminal_page_that_leaves_is_no_error(made):
    done = shell("set -o pipefail; earmark topic kelp | true", made / "data")
    assert (done.returncode, done.stderr) == (0, b"")


def test_no_room_for_the_answer(made):
    done = shell("earmark topic kelp --json >/dev/full", made / "data")
    assert done.returncode == 1
    assert done.stderr.startswith(b"earmark: the answer: It cannot be read or written")
    assert len(done.stderr.splitlines()) == 1


def test_a_terminal_that_knows_only_ascii(made):
    environment = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    page = shell("earmark topic kelp", made / "data", **environment)
    assert (page.returncode, page.stdout.isascii()) == (0, True)
    rows = shell("earmark topic kelp --csv", made / "data", **environment)
    assert "one café" in rows.stdout.decode()


@pytest.mark.parametrize("width", ["1", "20"])
def test_a_narrow_terminal(width, made):
    for command in (("topic", "kelp"), ("search", "kelp"), ("topic", "nothing such")):
        result = run(*command, "--data", made / "data", env={"COLUMNS": width})
        assert result.exit_code == 0, result.output
