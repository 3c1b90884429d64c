"""Checking the starting sets, through the real door, over a loopback world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from tests.world.crawling import LOOPBACK
from tests.world.process import World
from tests.world.sites import answers_with_feed

from bench.starters import Checked, check, told
from earmark.net.http import HttpFetcher

SIZE = 60


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World(SIZE, None, late_s=0.0) as world:
        yield world


def checked(world: World) -> dict[str, Checked]:
    options = replace(LOOPBACK, resolve=world.resolve, host_rate=200.0)
    with closing(HttpFetcher(options)) as fetcher:
        return {each.url: each for each in check({"world": world.urls()}, fetcher)}


def test_feeds_that_answer_are_alive_and_others_are_named(world: World) -> None:
    found = checked(world)
    assert {each.fault for each in found.values()} == {""}
    assert list(told(list(found.values()))) == [
        f"{SIZE} of {SIZE} feeds of the starting sets are alive."
    ]

    world.begin(1)
    found = checked(world)
    for site in world.sites:
        alive = answers_with_feed(site, 1) and site.kind != "rest"
        assert (found[world.url(site)].fault == "") == alive, site
    faults = {site.kind: found[world.url(site)] for site in world.sites}
    assert faults["gone"].fault == "It answers 410."
    assert faults["emptied"].fault == "No episode has audio."
    assert faults["moved"].moved.startswith("http://moved")
    lines = list(told(list(found.values())))
    assert any(line.startswith("dead   world") and "It answers 404." in line for line in lines)
    assert any(line.startswith("moved  world") for line in lines)
