"""kill -9 at random moments of adding: the next run finishes, nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.generate import generate_feeds

ROUNDS = 100
ROUNDS_A_LIBRARY = 5
SEED = 20_261_123
EPISODES = 1_500


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "earmark.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(*arguments: str) -> str:
    process = run(*arguments)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def acknowledged(lines: list[str]) -> dict[str, int]:
    """Episodes of each source whose report was printed before the kill."""
    reports = []
    for line in lines:
        try:
            reports.append(json.loads(line))
        except ValueError:
            break
    return {report["source"]: report["episodes"] for report in reports}


def add_and_kill(data: Path, feeds: Path, after_s: float) -> dict[str, int]:
    """Start adding, kill the whole process group after a moment; what was reported till then."""
    process = run("add", str(feeds), "--json", "--data", str(data))
    try:
        process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    out, _ = process.communicate()
    return acknowledged(out.splitlines())


@pytest.mark.long
def test_killed_at_100_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    generate_feeds(EPISODES, SEED, feeds)
    moments = random.Random(SEED)
    whole = _seconds_of_a_whole_run(tmp_path / "whole", feeds)
    for library in range(ROUNDS // ROUNDS_A_LIBRARY):
        data = tmp_path / f"killed-{library}"
        reported: dict[str, int] = {}
        for _ in range(ROUNDS_A_LIBRARY):
            reported |= add_and_kill(data, feeds, moments.uniform(0.05, whole))
        _check_finished(data, feeds, reported)


def _seconds_of_a_whole_run(data: Path, feeds: Path) -> float:
    """How long to spread the kills over; measured, never asserted on."""
    start = time.monotonic()
    finish("add", str(feeds), "--json", "--data", str(data))
    return time.monotonic() - start


def _check_finished(data: Path, feeds: Path, reported: dict[str, int]) -> None:
    out = finish("add", str(feeds), "--json", "--data", str(data))
    reports = {report["source"]: report for report in map(json.loads, out.splitlines())}
    for source, episodes in reported.items():
        assert reports[source]["episodes"] == episodes
        assert reports[source]["new"] == 0, f"{source} was reported and then lost"
    assert sum(report["episodes"] for report in reports.values()) == EPISODES
    check = json.loads(finish("index", "check", "--deep", "--json", "--data", str(data)))
    assert check["differences"] == []
    assert check["stories"] > 0
