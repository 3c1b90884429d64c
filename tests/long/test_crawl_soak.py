"""A crawl at full rate for half an hour (``EARMARK_SOAK_MINUTES``): memory and file descriptors
stay as they were; how much they moved is said."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from tests.memory import SELF, status
from tests.world.crawling import Crawling
from tests.world.process import World
from tests.world.shows import STEP

pytestmark = pytest.mark.long

MINUTES = float(os.environ.get("EARMARK_SOAK_MINUTES", "30"))
SIZE = 2_000
GROWING_ROUNDS = 4
"""Rounds with new episodes; all after them have none, so that the library grows no more."""
MB_AN_HOUR = 10.0
LEAST_MB = 8.0
"""Growth of less is noise, however short the soak."""


class Sample(NamedTuple):
    """How the process stood after a round."""

    at_s: float
    memory_mb: float
    """Its own (anonymous) memory."""
    files: int


def sample(began: float) -> Sample:
    files = len(list((SELF / "fd").iterdir()))
    return Sample(time.monotonic() - began, status("RssAnon") / 1e6, files)


def slope_mb_an_hour(samples: Sequence[Sample]) -> float:
    """By least squares."""
    at = np.array([each.at_s for each in samples]) / 3_600
    return float(np.polyfit(at, [each.memory_mb for each in samples], 1)[0])


def test_a_soak_at_full_rate(tmp_path: Path, say: Callable[[str], None]) -> None:
    now, asked, number, samples = datetime.now(UTC), 0, 0, []
    with (
        World(SIZE, None, late_s=0.05) as world,
        Crawling(
            world, tmp_path, connections=200, host_rate=1_000, host_connections=20
        ) as crawling,
    ):
        began = time.monotonic()
        while (passed := time.monotonic() - began) < MINUTES * 60:
            world.begin(min(number, GROWING_ROUNDS), now + number * STEP)
            asked += crawling.crawl(world.now).asked
            number += 1
            if number > GROWING_ROUNDS + 2 and passed > MINUTES * 60 / 3:  # when all is warm
                samples.append(sample(began))
    assert len(samples) > 2, "too short to judge"
    slope = slope_mb_an_hour(samples)
    memory = [each.memory_mb for each in samples]
    files = {each.files for each in samples}
    say(
        f"{asked:,} requests in {number} rounds, {asked / passed:,.0f} a second; memory"
        f" {memory[0]:.1f} MB to {memory[-1]:.1f} MB, {slope:+.1f} MB an hour;"
        f" {min(files)} to {max(files)} file descriptors"
    )
    grown = slope * (samples[-1].at_s - samples[0].at_s) / 3_600
    assert slope < MB_AN_HOUR or grown < LEAST_MB
    assert max(files) - min(files) <= 20
