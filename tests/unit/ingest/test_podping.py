"""Podping (P17): what a block announces, and following a node of Hive on loopback through the real
door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from feeds import Item, rss
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply

from earmark.ingest.podping import AT_ONCE, MOST_BEHIND, MOST_NAMED, announced
from earmark.library import Library, open_library
from earmark.settings import Settings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ACCOUNTS = frozenset(("podping.one", "podping.two"))
A, B = "https://a.example/feed", "https://b.example/feed"

Json = Any


def operation(
    said: object, *, id_: object = "pp_podcast_update", by: object = ("podping.one",)
) -> Json:
    text = said if isinstance(said, str) else json.dumps(said)
    auths = list(by) if isinstance(by, tuple) else by
    value = {"required_auths": [], "required_posting_auths": auths, "id": id_, "json": text}
    return {"type": "custom_json_operation", "value": value}


def block(*operations: Json) -> Json:
    return {"witness": "w", "transactions": [{"operations": [each]} for each in operations]}


def told(*urls: object, **changes: object) -> Json:
    said = {"version": "1.1", "medium": "podcast", "reason": "update", "iris": list(urls)}
    return said | {"timestampNs": 1, "sessionId": 2} | changes


# ---------------------------------------------------------------- what a block says


@pytest.mark.parametrize(
    "said",
    [
        told(A, B),
        {"version": "1.0", "medium": "podcast", "reason": "update", "iris": [A, B]},
        {"version": "0.3", "num_urls": 2, "reason": "feed_update", "urls": [A, B]},
        {"version": "0.2", "urls": [A, B]},
        told(A, None, 7, "", "ftp://x.example/", "https://x.example/ y", B),
        told(A, B, medium="music"),
    ],
)
def test_p17_announced_feeds_of_each_version(said: object) -> None:
    assert list(announced(block(operation(said)), ACCOUNTS)) == [A, B]


def test_p17_the_first_versions_name_one_feed() -> None:
    old = operation({"version": "0.1", "url": A}, id_="podping")
    assert list(announced(block(old), ACCOUNTS)) == [A]


def test_p17_operations_of_the_older_interface_are_read_too() -> None:
    older = ["custom_json", operation(told(A))["value"]]
    assert list(announced(block(older), ACCOUNTS)) == [A]


@pytest.mark.parametrize(
    "one",
    [
        operation(told(A), by=("mallory",)),
        operation(told(A), by=()),
        operation(told(A), by="podping.one"),
        operation(told(A), by=([],)),
        operation(told(A), id_="pplt_podcast_update"),  # a test of the network
        operation(told(A), id_="podping-livetest"),
        operation(told(A), id_="follow"),
        operation(told(A), id_=None),
        operation(told(A, reason="live")),
        operation(told(A, reason="liveEnd")),
        operation(told(A, reason=["update"])),
        operation(told(iris=A)),
        operation(told(iris={"0": A})),
        operation("{"),
        operation("[" * 100_000),
        operation("9" * 100_000),
        operation([A]),
        {"type": "vote_operation", "value": operation(told(A))["value"]},
        {"type": "custom_json_operation", "value": None},
        {"type": "custom_json_operation"},
        ["custom_json"],
        "custom_json",
        None,
    ],
)
def test_p17_anything_else_announces_nothing(one: Json) -> None:
    assert list(announced(block(one, operation(told(B))), ACCOUNTS)) == [B]


def test_p17_an_operation_names_a_thousand_at_most() -> None:
    said = told(*(f"https://a.example/{n}" for n in range(2 * MOST_NAMED)))
    assert len(list(announced(block(operation(said)), ACCOUNTS))) == MOST_NAMED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just("podping.one"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("transactions", "operations", "type", "value", "id", "json"),
                    *("iris", "url", "reason", "required_posting_auths"),
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(JSON, JSON)
def test_whatever_a_node_sends_is_no_fault_of_ours(sent: Json, said: Json) -> None:
    list(announced(sent, ACCOUNTS))
    list(announced(block(sent, operation(json.dumps(said)), operation(said, id_="podping")), "x"))


# ---------------------------------------------------------------- following a node


@dataclass
class Hive:
    """A node: its blocks by number, whom ``podping`` follows, and what it was asked."""

    newest: int = 1000
    blocks: dict[int, Json] = field(default_factory=dict)
    follows: list[str] = field(default_factory=lambda: sorted(ACCOUNTS))
    status: int = 200
    largest: int = 10**9
    """Blocks that it sends at once."""
    padding: int = 0
    asked: list[Json] = field(default_factory=list)

    def __call__(self, seen: Seen) -> bytes:
        assert (seen.method, seen.header("content-type")) == ("POST", b"application/json")
        call = json.loads(seen.body)
        self.asked.append((call["method"], call["params"]))
        if self.status != 200:
            return reply(b"{}", status=self.status)
        answer = {"jsonrpc": "2.0", "id": call["id"]} | self._answer(call["method"], call["params"])
        return reply(json.dumps(answer).encode(), headers=[("Content-Type", "application/json")])

    def _answer(self, method: str, asked: Json) -> dict[str, Json]:
        if method == "database_api.get_dynamic_global_properties":
            more = {"head_block_number": self.newest + 20}
            return {"result": {"last_irreversible_block_num": self.newest} | more}
        if method == "block_api.get_block_range":
            first, count = asked["starting_block_num"], min(asked["count"], self.largest)
            numbers = range(first, min(first + count, self.newest + 1))
            pad = {"pad": "x" * self.padding}
            return {"result": {"blocks": [self.blocks.get(n, block()) | pad for n in numbers]}}
        if method == "condenser_api.get_following":
            name, after, _, limit = asked
            assert name == "podping"
            names = [each for each in self.follows if each > after][:limit]
            return {"result": [{"follower": name, "following": each} for each in names]}
        return {"error": {"code": -32601, "message": "no such method"}}

    def ranges(self) -> list[tuple[int, int]]:
        return [
            (asked["starting_block_num"], asked["count"])
            for method, asked in self.asked
            if method == "block_api.get_block_range"
        ]

    def announce(self, number: int, *urls: str, by: str = "podping.one") -> None:
        self.blocks[number] = block(operation(told(*urls), by=(by,)))
        self.newest = max(self.newest, number)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    library: Library
    hive: Hive
    clock: Clock
    feed: str
    requests: list[Seen]
    """For the feed."""

    def poll(self) -> Any:
        return self.library.keeping.poll_of(self.feed)

    def crawl(self, after: timedelta = timedelta(0)) -> int:
        """Requests for the feed."""
        self.clock.now += after
        before = len(self.requests)
        self.library.crawl(once=True)  # reads announcements last
        self.library.crawl(once=True)
        return len(self.requests) - before

    @property
    def position(self) -> int | None:
        return self.library._store.pushes.podping_block()


@pytest.fixture
def hive() -> Hive:
    return Hive()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(folder: Path, node: str, clock: Clock) -> Library:
    settings = Settings(
        data=folder, private_hosts=(ALLOWED,), odd_ports=True, host_rate=1000, podping=node
    )
    return open_library(settings, now=clock, workers=0)


@pytest.fixture
def world(tmp_path: Path, hive: Hive, clock: Clock) -> Iterator[World]:
    document = reply(rss("Tales", [Item("One", "g1", day=1)]), headers=[("ETag", '"1"')])
    with (
        HostileServer(hive) as node,
        HostileServer(lambda _: document) as publisher,
        opened(tmp_path / "data", node.url("/"), clock) as library,
    ):
        library._store.record_feeds([(publisher.url("/feed"), "")], due_at=NOW)
        made = World(library, hive, clock, publisher.url("/feed"), publisher.seen)
        made.crawl()
        yield made


def test_p17_an_announced_feed_is_asked_for(world: World) -> None:
    assert world.position == 1000  # nothing of before is read
    assert world.crawl(10 * MINUTE) == 0
    world.hive.announce(1003, world.feed, "https://unknown.example/")
    assert world.crawl(MINUTE) == 1
    assert world.position == 1003
    assert world.library._store.feed_at("https://unknown.example/") is None
    assert world.crawl(MINUTE) == 0


def test_p17_only_those_that_podping_vouches_for_are_believed(world: World) -> None:
    world.hive.announce(1003, world.feed, by="mallory")
    assert world.crawl(10 * MINUTE) == 0
    world.hive.follows.append("zoe")
    world.hive.announce(1004, world.feed, by="zoe")
    assert world.crawl(MINUTE) == 1  # each process asks anew, and then once a day


def test_p17_whom_podping_follows_is_read_page_by_page(world: World) -> None:
    world.hive.follows = [f"podping.{n:03}" for n in range(250)]
    world.hive.announce(1003, world.feed, by="podping.249")
    assert world.crawl(10 * MINUTE) == 1


def test_p17_a_flood_of_announcements_wakes_20_times_an_hour_at_most(world: World) -> None:
    asked = []
    for number in range(1001, 1001 + 4 * 60):  # two hours, each half a minute
        world.hive.announce(number, world.feed)
        asked.append(world.crawl(MINUTE / 2))
    assert 38 <= sum(asked) <= 41
    assert all(sum(asked[start : start + 120]) <= 20 for start in range(len(asked) - 120))


def test_p17_it_goes_on_where_it_was_left(world: World) -> None:
    world.hive.announce(1003, world.feed)
    world.hive.newest = 1003 + 3 * AT_ONCE
    assert world.crawl(10 * MINUTE) == 1
    assert world.hive.ranges() == [
        (1001, AT_ONCE), (1051, AT_ONCE), (1101, AT_ONCE), (1151, 3)
    ]  # fmt: skip
    assert world.position == world.hive.newest


def test_p17_after_a_long_time_only_the_last_hour_is_read(world: World) -> None:
    world.hive.announce(1003, world.feed)
    world.hive.newest = 10_000
    world.clock.now += 10 * MINUTE
    world.library.crawl(once=True)
    assert world.hive.ranges()[0] == (10_000 - MOST_BEHIND + 1, AT_ONCE)
    assert sum(count for _, count in world.hive.ranges()) == MOST_BEHIND


def test_a_node_that_sends_few_blocks_is_asked_for_the_rest(world: World) -> None:
    world.hive.largest = 2
    world.hive.announce(1005, world.feed)
    assert world.crawl(10 * MINUTE) == 1
    assert world.hive.ranges() == [(1001, 5), (1003, 3), (1005, 1)]


def test_a_node_of_another_chain_starts_anew(world: World) -> None:
    world.hive.newest = 7
    world.crawl(10 * MINUTE)
    assert (world.position, world.hive.ranges()) == (7, [])


@pytest.mark.parametrize("fault", ["status", "error", "nobody", "empty", "odd"])
def test_a_node_at_fault_costs_nothing_and_is_asked_again(world: World, fault: str) -> None:
    world.hive.announce(1003, world.feed)
    good = world.hive._answer
    if fault == "status":
        world.hive.status = 503
    elif fault == "nobody":
        world.hive.follows = []
    else:
        said = {"error": {}} if fault == "error" else {"result": {} if fault == "empty" else 7}
        world.hive._answer = lambda *_: said  # type: ignore[assignment,method-assign,return-value]
    assert world.crawl(10 * MINUTE) == 0
    assert world.position == 1000
    world.hive.status, world.hive.follows = 200, sorted(ACCOUNTS)
    world.hive._answer = good  # type: ignore[method-assign]
    assert world.crawl(HOUR) == 1


def test_blocks_that_are_too_large_together_are_read_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earmark.ingest.podping.MOST_BYTES", 10_000)
    world.hive.padding = 4_000
    world.hive.announce(1004, world.feed)
    from earmark.ingest.podping import Podping  # noqa: PLC0415

    keeping = world.library.keeping
    node = keeping._podping
    assert node is not None
    follower = Podping(world.library._store, keeping.fetcher, node=node, now=world.clock)
    for _ in range(6):
        world.clock.now += 2 * HOUR
        while follower.turn(lambda: False):
            pass
    assert world.position == 1004
    assert world.poll().reason == "pushed"


def test_s4_a_node_inside_is_never_connected_to(tmp_path: Path, clock: Clock) -> None:
    with (
        HostileServer(address="127.0.2.2") as inside,
        opened(tmp_path / "data", inside.url("/"), clock) as library,
    ):
        library.crawl(once=True)
        assert inside.connections == 0


def test_nothing_is_read_unless_it_is_wished(tmp_path: Path, clock: Clock) -> None:
    with open_library(Settings(data=tmp_path), now=clock, workers=0) as library:
        library.crawl(once=True)
        assert library._store.pushes.podping_block() is None
