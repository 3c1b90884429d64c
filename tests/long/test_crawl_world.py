"""5,000 feeds on as many hosts and addresses, three rounds two days apart by the virtual clock,
pacing as it is by default: what a library holds then, and what its hosts saw of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.world import judge
from tests.world.crawling import Crawling, changed_ids
from tests.world.process import World, real_feeds
from tests.world.sites import Site

from earmark.model import EpisodeId

pytestmark = pytest.mark.long

SIZE = 5_000
CONNECTIONS = 200
RATE = 1.0
LATE_S = 10.0

Say = Callable[[str], None]


def test_5000_feeds_are_kept_up_to_date(tmp_path: Path, say: Say) -> None:
    log = tmp_path / "log.jsonl"
    with (
        World(SIZE, log, feeds=real_feeds(), late_s=LATE_S) as world,
        Crawling(
            world, tmp_path / "data", connections=CONNECTIONS, host_rate=RATE, workers=2
        ) as crawling,
    ):
        before: dict[Site, dict[str, EpisodeId]] = {}
        for number in range(3):
            start = time.monotonic()
            round_ = crawling.round(number)
            say(
                f"round {number}: {round_.asked:,} asked, {round_.not_modified:,} answered 304,"
                f" {round_.failed:,} failed, {round_.new_episodes:,} new episodes,"
                f" {time.monotonic() - start:.0f} s"
            )
            assert list(crawling.differences()) == []
            after = crawling.all_episodes()
            assert changed_ids(before, after) == []
            assert round_.new_episodes == sum(map(len, after.values())) - sum(
                map(len, before.values())
            )
            before = after
        check = crawling.library.index_check(deep=True)
        assert check.differences == ()
        check_politeness(world, say)


def check_politeness(world: World, say: Say) -> None:
    """By the servers' log alone."""
    log = world.log()
    assert judge.complaints(log, world.sites, rate=RATE, connections=2) == []
    validated = world.validated()
    share = judge.not_modified_share(log.requests, validated)
    held = judge.slots_held(log.requests, "slow.example")
    hosts = len({request.host for request in log.requests})
    say(
        f"{len(log.requests):,} requests of {hosts:,} hosts, {share:.1%} of polls with validators"
        f" answered 304; slow.example held {held} of {CONNECTIONS} slots at most"
    )
    assert share >= 0.8
    assert judge.sent_again(log.requests, lambda each: each.url in validated) == []
    assert held <= 0.05 * CONNECTIONS
    assert hosts >= 0.97 * SIZE
