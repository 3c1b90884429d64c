"""The whole crawler over a world of 60 feeds in which every kind of host is: rounds two days apart
by the virtual clock. ``tests/long/test_crawl_world.py`` does the same with 5,000."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.world import judge
from tests.world.crawling import Crawling, changed_ids
from tests.world.process import World

SIZE = 60
CONNECTIONS = 40
RATE = 50.0
ROUNDS = 7
"""A move is believed after five answers in a row over a week: those of rounds 1 to 5."""


@pytest.fixture(scope="module")
def crawling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawling]:
    folder = tmp_path_factory.mktemp("crawl")
    with (
        World(SIZE, folder / "log.jsonl", late_s=0.1) as world,
        Crawling(world, folder / "data", connections=CONNECTIONS, host_rate=RATE) as crawling,
    ):
        yield crawling


def test_rounds_bring_what_is_new_and_nothing_else(crawling: Crawling) -> None:
    first = crawling.round(0)
    assert (first.asked, first.failed) == (SIZE, 0)
    assert list(crawling.differences()) == []
    for number in range(1, ROUNDS):
        before = crawling.all_episodes()
        round_ = crawling.round(number)
        assert list(crawling.differences()) == []
        after = crawling.all_episodes()
        assert changed_ids(before, after) == []
        brought = sum(map(len, after.values())) - sum(map(len, before.values()))
        assert round_.new_episodes == brought
        assert crawling.library.crawl(once=True).asked == 0  # nothing is due in the same minute
    check_politeness(crawling)
    check_addresses(crawling)


def check_politeness(crawling: Crawling) -> None:
    """By the servers' log alone."""
    world = crawling.world
    log = world.log()
    assert judge.complaints(log, world.sites, rate=RATE, connections=2) == []
    validated = world.validated()
    assert judge.not_modified_share(log.requests, validated) >= 0.8
    assert judge.sent_again(log.requests, lambda each: each.url in validated) == []
    assert judge.slots_held(log.requests, "slow.example") <= 0.05 * CONNECTIONS


def check_addresses(crawling: Crawling) -> None:
    """P13: who has moved for long enough is asked at the new address; nobody else moves, and the
    hotel's portal got nobody."""
    world = crawling.world
    for site in world.sites:
        feed = crawling.feed(site)
        place = site.new_host or site.host
        assert feed.url == f"http://{place}:{world.port}{site.path}"
    late = [request for request in world.log().requests if request.round_number == ROUNDS - 1]
    left = {site.host for site in world.sites if site.new_host}
    assert not left & {request.host for request in late}
