"""Bad luck that takes time: a disk that is full, a feed without end, Ctrl-C, two at once, an index
overwritten at random. Nothing is lost, and the same command finishes once the fault is mended."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generate import generate_feeds

EPISODES = 3_000
SEED = 20_261_124

pytestmark = pytest.mark.long


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "earmark.cli", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status, answer and errors; none of them a traceback."""
    return ended(start(*arguments))


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=600)
    assert "Traceback" not in out + err
    assert "an error that should not be" not in err
    return process.returncode, out, err


def holds_everything(data: Path, feeds: Path, episodes: int = EPISODES) -> None:
    """Adding again finishes the work, and index and catalog agree."""
    status, out, err = run("add", feeds, "--json", "--data", data)
    assert status == 0, err
    assert sum(json.loads(line)["episodes"] for line in out.splitlines()) == episodes
    status, out, err = run("index", "check", "--deep", "--json", "--data", data)
    assert (status, json.loads(out)["differences"]) == (0, []), err


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    generate_feeds(EPISODES, SEED, folder)
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, which a test may make smaller or larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no file system may be mounted here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def resize(disk: Path, kib: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kib}k", disk], check=True)


# ---------------------------------------------------------------- a full disk


@pytest.mark.parametrize("kib", [150, 600, 2_000, 5_000])
def test_a_disk_that_fills_while_adding(kib: int, disk: Path, feeds: Path) -> None:
    resize(disk, kib)
    status, out, err = run("add", feeds, "--json", "--data", disk / "data")
    assert status == 1
    assert "Make room" in err
    reported = [json.loads(line) for line in out.splitlines()]
    resize(disk, 100_000)
    again = run("add", feeds, "--json", "--data", disk / "data")[1]
    after = {report["source"]: report for report in map(json.loads, again.splitlines())}
    assert all(after[report["source"]]["new"] == 0 for report in reported)
    holds_everything(disk / "data", feeds)


def test_a_disk_that_fills_while_rebuilding(disk: Path, feeds: Path) -> None:
    resize(disk, 100_000)
    assert run("add", feeds, "--data", disk / "data")[0] == 0
    used = sum(path.stat().st_blocks // 2 for path in disk.rglob("*"))
    before = run("topic", "the", "--csv", "--data", disk / "data")
    resize(disk, used + 600)
    status, _, err = run("index", "rebuild", "--data", disk / "data")
    assert status == 1
    assert "Make room" in err
    assert run("topic", "the", "--csv", "--data", disk / "data") == before
    resize(disk, 100_000)
    holds_everything(disk / "data", feeds)


def test_a_disk_that_may_only_be_read(disk: Path, feeds: Path) -> None:
    resize(disk, 100_000)
    assert run("add", feeds, "--data", disk / "data")[0] == 0
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for command in (("add", feeds), ("topic", "the"), ("index", "rebuild")):
        status, _, err = run(*command, "--data", disk / "data")
        assert (status, "data folder" in err) == (2, True), err
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    holds_everything(disk / "data", feeds)


# ---------------------------------------------------------------- a feed without end


def test_a_feed_of_a_million_items(tmp_path: Path) -> None:
    path = tmp_path / "endless.xml"
    with path.open("w") as file:
        file.write("<rss version='2.0'><channel><title>Endless</title>")
        for number in range(1_000_000):
            file.write(f"<item><guid>{number}</guid><title>t{number}</title></item>")
        file.write("</channel></rss>")
    status, out, err = run("add", path, "--json", "--data", tmp_path / "data")
    report = json.loads(out)
    assert (status, report["episodes"]) == (0, 20_000), err
    assert "1,000,000 items" in report["problems"][0]["message"]
    holds_everything(tmp_path / "data", path, 20_000)


# ---------------------------------------------------------------- stopped, and two at once


@pytest.mark.parametrize("whole_group", [True, False])
def test_stopped_by_hand_and_begun_again(whole_group: bool, tmp_path: Path, feeds: Path) -> None:
    moments = random.Random(SEED)
    for _ in range(8):
        process = start("add", feeds, "--data", tmp_path / "data")
        try:
            process.wait(timeout=moments.uniform(1, 5))
        except subprocess.TimeoutExpired:
            (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
        status, _, err = ended(process)
        assert status in (0, 130, -signal.SIGINT)  # the last while the program still loads
        assert err in ("", "stopped; run the same command again to go on\n")
    holds_everything(tmp_path / "data", feeds)


def test_two_adds_and_a_rebuild_at_once_on_a_new_library(tmp_path: Path, feeds: Path) -> None:
    halves = [tmp_path / "odd", tmp_path / "even"]
    for at, path in enumerate(sorted(feeds.iterdir())):
        halves[at % 2].mkdir(exist_ok=True)
        shutil.copy(path, halves[at % 2])
    for attempt in range(4):
        data = tmp_path / f"data{attempt}"
        data.mkdir()
        adding = [start("add", half, "--data", data) for half in halves]
        rebuilt = run("index", "rebuild", "--data", data)
        assert rebuilt[0] in (0, 1, 2), rebuilt[2]
        for process in adding:
            status, _, err = ended(process)
            assert status == 0, err
        checked = run("index", "check", "--deep", "--json", "--data", data)
        assert (checked[0], json.loads(checked[1])["differences"]) == (0, [])
        holds_everything(data, feeds)


# ---------------------------------------------------------------- an index overwritten


def test_an_index_overwritten_at_random(tmp_path: Path, feeds: Path) -> None:
    """A question is answered or the remedy is told; a rebuild mends all."""
    chance = random.Random(SEED)
    data = tmp_path / "data"
    assert run("add", feeds, "--data", data)[0] == 0
    before = run("topic", "the", "--csv", "--data", data)[1]
    for _ in range(10):
        live = data / "index" / (data / "index" / "CURRENT").read_text().strip()
        path = chance.choice(sorted(live.glob("*.*")))
        with path.open("r+b") as file:
            file.seek(chance.randrange(max(1, path.stat().st_size)))
            file.write(chance.randbytes(200))
        status, _, err = run("topic", "the", "--json", "--data", data)
        assert status == 0 or (status == 2 and "earmark index rebuild" in err), (path, err)
        assert run("index", "rebuild", "--data", data)[0] == 0
        assert run("topic", "the", "--csv", "--data", data)[1] == before
    holds_everything(data, feeds)
