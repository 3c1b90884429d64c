"""What befalls a crawler: kills, a full disk, a catalog that another program holds, a clock that
jumps, a network that drops, another crawler beside it. The next run goes on; nothing is doubled,
nothing is lost. Commands are real ones; they go by addresses, since only a test knows the world's
names."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.world import judge
from tests.world.crawling import Crawling, changed_ids, whole
from tests.world.process import World

from earmark.library import CATALOG
from earmark.polls import CrawlProgress

pytestmark = pytest.mark.long

SIZE = 60
KILLS = 100
KILLS_A_LIBRARY = 5
SEED = 20_261_128
RATE = 50.0
LEASED = timedelta(minutes=4)
"""Feeds of a crawler that was killed are nobody else's for so long."""
STEP = timedelta(days=2)
LONGEST_S = 0.5
"""Between the request that a kill waits for and the kill."""
PAUSE = threading.Event()
"""Never set: waits for a while."""

Say = Callable[[str], None]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(SIZE, tmp_path / "log.jsonl", late_s=0.2) as running:
        yield running


@contextmanager
def library(
    world: World, folder: Path, now: datetime, *, by_address: bool = True
) -> Iterator[Crawling]:
    """A library that follows the world, its feeds due at ``now`` where they are new to it."""
    with Crawling(
        world, folder, connections=40, host_rate=RATE, by_address=by_address, now=now
    ) as crawling:
        yield crawling


def crawl(folder: Path, **settings: str) -> subprocess.Popen[str]:
    """``earmark crawl --once`` over what is due, in a process group of its own."""
    told = {
        "EARMARK_PRIVATE_HOSTS": "127.0.0.0/8",
        "EARMARK_ODD_PORTS": "true",
        "EARMARK_HOST_RATE": str(RATE),
        "EARMARK_CONTACT": "mailto:test@earmark.example",
        **settings,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "earmark.cli", "crawl", "--once", "--json", "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **told},
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status, and what it said on stderr."""
    _, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, err


def killed(world: World, folder: Path, moments: random.Random) -> bool:
    """Whether a crawl was still at work when it was killed: a moment after the world has answered
    some more requests."""
    enough = world.answered() + moments.randint(0, SIZE // 2)
    process = crawl(folder)
    while process.poll() is None and world.answered() < enough:
        PAUSE.wait(0.01)
    try:
        process.wait(timeout=moments.uniform(0, LONGEST_S))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    assert ended(process)[0] == 0
    return False


def leases_end(folder: Path) -> None:
    """As some minutes later: what a killed crawler had is free."""
    with closing(sqlite3.connect(folder / CATALOG)) as catalog, catalog:
        catalog.execute("UPDATE feeds SET lease_until = NULL")


# ---------------------------------------------------------------- kills


def test_killed_at_100_random_moments(world: World, tmp_path: Path, say: Say) -> None:
    moments = random.Random(SEED)
    hit = 0
    for number in range(KILLS // KILLS_A_LIBRARY):
        folder, now = tmp_path / f"killed-{number}", datetime.now(UTC)
        grown = number % 2 == 1  # of an empty library, and of one that has a round behind it
        world.begin(0, now - STEP * grown)
        with library(world, folder, world.now) as crawling:
            if grown:
                crawling.crawl(world.now)
                before = crawling.all_episodes()
                world.begin(1, now)
        for _ in range(KILLS_A_LIBRARY):
            hit += killed(world, folder, moments)
            leases_end(folder)
        with library(world, folder, now) as crawling:
            crawling.crawl(datetime.now(UTC))
            assert whole(crawling) == []
            if grown:
                assert changed_ids(before, crawling.all_episodes()) == []
    say(f"{hit} of {KILLS} kills hit a crawl at work")
    assert hit > KILLS / 2


def test_two_crawlers_never_ask_for_a_feed_twice(world: World, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    world.begin(0, now)
    with library(world, tmp_path / "data", now) as crawling:
        for _ in range(3):
            two = [crawl(tmp_path / "data") for _ in range(2)]
            assert [ended(process)[0] for process in two] == [0, 0]
        assert whole(crawling) == []
    log = world.log()
    assert list(judge.asked_twice(log.requests)) == []
    feeds = {request.path for request in log.requests if request.path.startswith("/feed/")}
    assert feeds == {site.path for site in world.sites}


# ---------------------------------------------------------------- the machine


def test_a_full_disk_is_told_and_what_comes_after_it_is_whole(world: World, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    world.begin(0, now)
    with small_disk(tmp_path / "disk", "1m") as grow:
        data = tmp_path / "disk/data"
        with library(world, data, now):
            pass
        status, said = ended(crawl(data))
        assert status == 1
        assert "disk is full" in said
        grow("200m")
        with library(world, data, now) as crawling:
            crawling.crawl(datetime.now(UTC) + LEASED)
            assert whole(crawling) == []


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of this size; what it gives makes it larger."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        yield lambda larger: subprocess.run(
            ["mount", "-o", f"remount,size={larger}", str(folder)], check=True
        ).check_returncode()
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_catalog_that_another_program_holds(world: World, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    data = tmp_path / "data"
    world.begin(0, now)
    with library(world, data, now):
        pass
    other = sqlite3.connect(data / CATALOG, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, said = ended(crawl(data))
    assert status != 0
    assert "Another process is writing" in said
    other.execute("ROLLBACK")
    other.close()
    assert ended(crawl(data))[0] == 0
    with library(world, data, now) as crawling:
        crawling.crawl(datetime.now(UTC) + LEASED)
        assert whole(crawling) == []


# ---------------------------------------------------------------- time and network


def test_a_clock_that_jumps(world: World, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    year = timedelta(days=365)
    world.begin(0, now)
    with library(world, tmp_path / "data", now, by_address=False) as crawling:
        crawling.crawl(now)
        before = crawling.all_episodes()
        asked = crawling.crawl(now - year).asked
        assert asked <= SIZE  # once, at the most: nothing runs in circles
        assert crawling.crawl(now - year).asked == 0
        crawling.crawl(now + year)
        world.begin(1, now + STEP)
        round_ = crawling.crawl(now + STEP)
        assert round_.asked > SIZE / 2
        assert crawling.crawl(now + STEP).asked == 0
        world.begin(2, now + 4 * STEP)
        crawling.crawl(now + 4 * STEP)
        assert whole(crawling) == []
        assert changed_ids(before, crawling.all_episodes()) == []


def test_a_network_that_drops(world: World, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    world.begin(0, now)
    with library(world, tmp_path / "data", now, by_address=False) as crawling:
        dropped = False

        def drop(progress: CrawlProgress) -> None:
            nonlocal dropped
            if not dropped and progress.round.asked >= SIZE // 4:
                dropped = True
                world.refuse(True)

        crawling.now = now
        round_ = crawling.library.crawl(once=True, on_progress=drop)
        assert dropped
        assert round_.failed > 0
        assert crawling.crawl(now + timedelta(minutes=30)).asked == 0  # nobody is besieged
        world.refuse(False)
        crawling.crawl(now + timedelta(hours=2))
        assert whole(crawling) == []
        world.begin(1, now + STEP)
        crawling.crawl(now + STEP)
        assert whole(crawling) == []
