"""P12: whose turn it is, with a clock that the test moves."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from earmark.net.pace import FRONT_DOMAINS, LARGE_FEEDS, Job, Pace


class World:
    """Requests that take a while each, on hosts at addresses, and what ran when."""

    def __init__(self, *, feeds=None, addresses=None, took_s=0.0, **limits):
        usual = {"connections": 100, "host_connections": 2, "host_rate": 1.0}
        self.pace: Pace[Job] = Pace(
            **(usual | limits), feeds_of_host=lambda place: (feeds or {}).get(place, 0)
        )
        self.addresses = addresses or {}
        self.took_s = took_s
        self.now = 0.0
        self.running: list[tuple[float, Job]] = []
        self.sent: list[tuple[float, Job]] = []
        self.most: Counter[str] = Counter()

    def ask(self, *hosts: str, urgent=False) -> None:
        for host in hosts:
            self.pace.add(Job(host, ".".join(host.split(".")[-2:]), urgent), self.now)

    def run(self, until: float, took_s=None) -> None:
        """Move the clock from event to event."""
        while True:
            for job in self.pace.take(self.now):
                self._send(job, took_s)
            events = [at for at, _ in self.running]
            at = self.pace.next_at()
            if at is not None:
                events.append(max(at, self.now))
            if not events or min(events) > until:
                self.now = until
                return
            self.now = min(events)
            self._end()

    def _send(self, job: Job, took_s) -> None:
        address = self.addresses.get(job.host)
        if address and not self.pace.connecting(job, address, self.now):
            self.pace.again(job, self.now)
            return
        took = (took_s or (lambda _job: self.took_s))(job)
        self.sent.append((self.now, job))
        self.running.append((self.now + took, job))
        for name in {job.place, self.addresses.get(job.host, "")}:
            at_once = sum(name in (j.place, self.addresses.get(j.host)) for _, j in self.running)
            self.most[name] = max(self.most[name], at_once)

    def _end(self) -> None:
        over = [entry for entry in self.running if entry[0] <= self.now]
        self.running = [entry for entry in self.running if entry[0] > self.now]
        for _, job in over:
            self.pace.end(job, self.now)

    def times(self, part: str) -> list[float]:
        """When requests to a place or address went out."""
        return [
            round(at, 6)
            for at, job in self.sent
            if part in (job.place, job.host, self.addresses.get(job.host))
        ]


def test_p12_one_request_a_second():
    world = World()
    world.ask(*["a.example"] * 4, "b.example")
    world.run(10)
    assert world.times("a.example") == [0, 1, 2, 3]
    assert world.times("b.example") == [0]


def test_p12_hosts_of_one_registrable_domain_share_its_rate():
    world = World()
    world.ask("one.a.example", "two.a.example", "three.a.example")
    world.run(10)
    assert world.times("a.example") == [0, 1, 2]


def test_p12_two_at_the_same_time():
    world = World(took_s=5)
    world.ask(*["a.example"] * 5)
    world.run(20)
    assert world.times("a.example") == [0, 1, 5, 6, 10]
    assert world.most["a.example"] == 2


def test_p12_a_large_host_is_asked_ten_times_as_often():
    world = World(feeds={"large.example": LARGE_FEEDS + 1, "less.example": LARGE_FEEDS})
    world.ask(*["large.example"] * 4, *["less.example"] * 2)
    world.run(10)
    assert world.times("large.example") == [0, 0.1, 0.2, 0.3]
    assert world.times("less.example") == [0, 1]


def test_p12_hosts_at_one_address_share_its_rate():
    """Known by their first connection: the second is turned away before it connects."""
    world = World(
        addresses={"a.example": "9.9.9.9", "b.example": "9.9.9.9", "c.example": "8.8.8.8"}
    )
    world.ask(*["a.example"] * 3, *["b.example"] * 3, *["c.example"] * 2)
    world.run(20)
    assert world.times("9.9.9.9") == [0, 1, 2, 3, 4, 5]
    assert world.times("c.example") == [0, 1]


def test_p12_hosts_at_one_address_share_its_connections():
    hosts = [f"h{n}.example{n}" for n in range(6)]
    world = World(addresses=dict.fromkeys(hosts, "9.9.9.9"), took_s=30)
    world.ask(*hosts * 2)
    world.run(600)
    assert world.most["9.9.9.9"] == 2
    assert len(world.sent) == 12


def test_p12_an_address_of_many_domains_is_a_front_that_they_share():
    hosts = [f"show.d{n}" for n in range(FRONT_DOMAINS + 30)]
    world = World(addresses=dict.fromkeys(hosts, "9.9.9.9"), took_s=1)
    world.ask(*hosts)
    world.run(FRONT_DOMAINS + 20)
    gaps = [b - a for a, b in pairwise(world.times("9.9.9.9"))]
    assert min(gaps) > 0.099
    world.ask(*hosts * 2)
    start = len(world.sent)
    world.run(world.now + 60)
    busy = world.times("9.9.9.9")[start:]
    assert len(busy) == 2 * len(hosts)
    assert busy[-1] - busy[0] < 25  # one a second would take 100
    assert world.most["9.9.9.9"] <= 5


@pytest.mark.parametrize(("connections", "share"), [(100, 2), (20, 1), (10, 1), (1, 1), (400, 2)])
def test_p12_a_slow_host_holds_a_twentieth_of_the_slots(connections, share):
    world = World(connections=connections, host_rate=1000)
    world.ask(*["slow.example"] * 500, *[f"h{n}.fast{n}" for n in range(500)])
    world.run(50, took_s=lambda job: 60 if job.place == "slow.example" else 0.01)
    assert world.most["slow.example"] == share
    assert sum(job.place != "slow.example" for _, job in world.sent) >= (500 if share > 1 else 0)


def test_p12_a_slow_front_holds_a_twentieth_of_the_slots():
    hosts = [f"show.d{n}" for n in range(200)]
    world = World(addresses=dict.fromkeys(hosts, "9.9.9.9"), host_rate=1000, connections=100)
    world.ask(*hosts, *[f"h{n}.fast{n}" for n in range(300)])
    world.run(100, took_s=lambda job: 60 if job.host in hosts else 0.01)
    assert world.most["9.9.9.9"] <= 5
    assert sum(job.host not in hosts for _, job in world.sent) == 300


def test_all_slots_are_a_limit():
    world = World(connections=3, took_s=1)
    world.ask(*[f"h{n}.d{n}" for n in range(9)])
    world.run(0.5)
    assert (len(world.sent), world.pace.running) == (3, 3)
    world.run(10)
    assert [at for at, _ in world.sent] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_who_waits_longest_goes_first():
    world = World(connections=1, took_s=1)
    world.ask("a.one", "b.two", "c.three", "a.one")
    world.run(10)
    assert [job.host for _, job in world.sent] == ["a.one", "b.two", "c.three", "a.one"]


def test_what_a_person_waits_for_goes_first():
    world = World(connections=1, took_s=1)
    world.ask(*["a.one"] * 3, "b.two")
    world.run(0.5)
    world.ask("c.three", "a.one", urgent=True)
    world.run(10)
    order = [(job.host, job.urgent) for _, job in world.sent]
    assert order[:3] == [("a.one", False), ("c.three", True), ("a.one", True)]


def test_being_turned_away_costs_no_turn_of_the_host():
    world = World(addresses={"a.one": "9.9.9.9", "b.two": "9.9.9.9"})
    world.ask("a.one", "b.two")
    world.run(1.0)
    assert world.times("9.9.9.9") == [0, 1]


def test_a_name_with_ever_new_addresses_is_let_in():
    """Each time that it waited for one of its addresses, DNS names the next, which is full."""
    pace: Pace[Job] = Pace(
        connections=100, host_connections=1, host_rate=1e6, feeds_of_host=lambda _: 0
    )
    for number in range(3):
        pace.add(Job(f"h{number}", f"h{number}"), 0)
    others = pace.take(0)
    for number, other in enumerate(others):
        assert pace.connecting(other, f"9.9.9.{number}", 0)
    pace.add(Job("many", "many"), 1)
    for number in range(2):
        (job,) = pace.take(number + 1)
        assert not pace.connecting(job, f"9.9.9.{number}", number + 1)
        pace.again(job, number + 1)
        assert pace.take(number + 1) == []  # it waits for that one
        pace.end(others[number], number + 2)
    (job,) = pace.take(3)
    assert pace.connecting(job, "9.9.9.2", 3)


def test_a_second_address_of_one_connection_is_never_turned_away():
    pace: Pace[Job] = Pace(
        connections=100, host_connections=1, host_rate=1, feeds_of_host=lambda _: 0
    )
    pace.add(Job("a", "a"), 0)
    pace.add(Job("b", "b"), 0)
    one, two = pace.take(0)
    assert pace.connecting(one, "9.9.9.9", 0)
    assert pace.connecting(two, "8.8.8.8", 0)
    assert pace.connecting(two, "9.9.9.9", 0, first=False)
    pace.end(one, 1)
    pace.end(two, 1)
    assert pace.running == 0


def test_nothing_waits_where_nothing_is_asked():
    world = World()
    assert world.pace.next_at() is None
    world.ask("a.example")
    assert world.pace.next_at() == 0
    world.run(5)
    assert world.pace.next_at() is None


@pytest.mark.parametrize("seed", range(20))
def test_p12_limits_hold_in_any_order(seed):
    """Random hosts, addresses, durations, arrivals: everything is asked once, no limit broken."""
    chance = random.Random(seed)
    hosts = [f"h{n}.d{chance.randrange(12)}" for n in range(40)]
    addresses = {host: f"9.9.9.{chance.randrange(8)}" for host in hosts}
    world = World(addresses=addresses, connections=60)
    asked = 0
    for _ in range(30):
        some = chance.choices(hosts, k=chance.randrange(12))
        world.ask(*some, urgent=chance.random() < 0.2)
        asked += len(some)
        world.run(world.now + chance.random() * 3, took_s=lambda _job: chance.random() * 4)
    world.run(world.now + 5000, took_s=lambda _job: 0.5)
    assert len(world.sent) == asked
    assert world.pace.running == 0
    for name in {*addresses.values(), *(job.place for _, job in world.sent)}:
        times = world.times(name)
        assert all(b - a > 0.999 for a, b in pairwise(times)), name
        assert world.most[name] <= 2
