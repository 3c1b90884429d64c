"""When a request may go out (P12). Pure: the clock is passed in, in seconds, and only grows.

A request belongs to a *place*, the registrable domain of its host, and once its host was connected
to also to the *address* that it was found at. Each has a rate, and a number of requests that run at
the same time. An address that serves many registrable domains is a front that they share, as CDNs
and feed hosts have, and is asked as often as a large host. No place and no address ever holds more
than a twentieth of all slots, so a slow one cannot fill them.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

LARGE_FEEDS = 10_000
"""A host with more known feeds is asked ten times as often."""
LARGE = 10
FRONT_DOMAINS = 20
"""More registrable domains at one address: a shared front."""
FRONT_CONNECTIONS = 5
"""Times ``host_connections``."""
SLOT_SHARE = 20
"""One part in so many of all slots is the most that one host holds."""
TURNS_AWAY = 2
"""A name with many addresses is turned away so often, then let in."""
REMEMBERED = 20_000
"""Hosts whose address is remembered; about as many idle places and addresses."""


@dataclass(slots=True, eq=False)
class Job:
    """One request (one hop of it) that waits for its turn, runs, and ends."""

    host: str
    place: str
    urgent: bool = False
    """A person waits for it: it goes ahead of its host's others, and of other hosts."""
    address: str = ""
    """That it runs at, "" while none is known."""
    turned_away: int = 0
    turn_at: float = 0.0
    """When its place may be asked after it."""


J = TypeVar("J", bound=Job)


@dataclass(slots=True, eq=False)
class _Meter:
    """What runs at one place or one address, and when the next may."""

    running: int = 0
    next_at: float = 0.0
    entry: int = -1
    """Of its entry in the heap, -1 without one; other entries of it are left over."""


@dataclass(slots=True, eq=False)
class _Place(_Meter, Generic[J]):
    jobs: deque[J] = field(default_factory=deque)
    """That wait."""
    parked: bool = False
    """It waits for an address, not for its time."""


@dataclass(slots=True, eq=False)
class _At(_Meter, Generic[J]):
    """An address."""

    parked: deque[_Place[J]] = field(default_factory=deque)
    domains: set[str] = field(default_factory=set)
    """Up to one more than makes a front."""
    is_front: bool = False


_Heap = list[tuple[float, int, _Place[J] | _At[J]]]
"""When it may go on, number of the entry, what."""


class Pace(Generic[J]):
    """Whose turn it is. Not for several threads at once."""

    def __init__(
        self,
        *,
        connections: int,
        host_connections: int,
        host_rate: float,
        feeds_of_host: Callable[[str], int],
    ):
        """``host_rate`` in requests a second; ``feeds_of_host`` (place -> known feeds) is asked at
        each request."""
        self._slots = connections
        self._share = max(1, connections // SLOT_SHARE)
        self._at_place = min(host_connections, self._share)
        self._at_front = min(host_connections * FRONT_CONNECTIONS, self._share)
        self._gap = 1 / host_rate
        self._feeds_of_host = feeds_of_host
        self._places: dict[str, _Place[J]] = {}
        self._addresses: dict[str, _At[J]] = {}
        self._address_of: dict[str, str] = {}
        self._urgent: _Heap[J] = []
        self._usual: _Heap[J] = []
        self._entry = count()
        self._many = 2 * REMEMBERED
        self.running = 0

    # -- asking --------------------------------------------------------------------------------

    def add(self, job: J, now: float) -> None:
        """A request that wants to go out."""
        place = self._place(job.place)
        if job.urgent:
            place.jobs.appendleft(job)
            if not place.parked:
                self._push(place, place.next_at)
            return
        place.jobs.append(job)
        self._queue(place, now)

    def take(self, now: float) -> list[J]:
        """Requests that go out now; each runs until ``end``."""
        taken: list[J] = []
        while self.running < self._slots:
            heap = self._urgent if _due(self._urgent, now) else self._usual
            if not _due(heap, now):
                break
            _, entry, meter = heapq.heappop(heap)
            if entry != meter.entry:
                continue
            meter.entry = -1
            if isinstance(meter, _Place):
                job = self._of_place(meter, now)
            else:
                job = self._of_address(meter, now)
            if job is not None:
                taken.append(job)
        return taken

    def end(self, job: J, now: float) -> None:
        """A request that ran is over."""
        self.running -= 1
        place = self._place(job.place)
        place.running -= 1
        if place.jobs:
            self._queue(place, now)
        self._leave(job, now)
        if len(self._places) + len(self._addresses) > self._many:
            self._forget(now)

    def connecting(self, job: J, address: str, now: float, *, first: bool = True) -> bool:
        """Whether a request that runs may connect to this address. If not, nothing was asked of
        anybody yet, and ``again`` puts it back. Only the ``first`` address that it tries may be
        refused: after that, it is being connected elsewhere."""
        if job.address == address:
            return True
        self._leave(job, now)
        at = self._learn(job, address)
        full = at.running >= self._room(at) or at.next_at > now
        if full and first and job.turned_away < TURNS_AWAY:
            job.turned_away += 1
            return False
        self._count_in(job, address, at, now, self._gap_of(job))
        return True

    def again(self, job: J, now: float) -> None:
        """A request that was turned away waits for its address, first of its place."""
        place = self._place(job.place)
        if place.next_at == job.turn_at:
            place.next_at = now  # it has not been asked
        place.jobs.appendleft(job)
        self.end(job, now)

    def next_at(self) -> float | None:
        """When a request may be able to go out, if none ends before; None: not before one ends."""
        if self.running >= self._slots:
            return None
        return min((heap[0][0] for heap in (self._urgent, self._usual) if heap), default=None)

    # -- one that waits ------------------------------------------------------------------------

    def _of_place(self, place: _Place[J], now: float) -> J | None:
        """The first request of a place whose turn has come, unless its address is full."""
        if not self._ready(place, now):
            return None
        at = self._where(place.jobs[0])
        if at is None or (at.running < self._room(at) and at.next_at <= now and not at.parked):
            return self._run(place, at, now)
        place.parked = True
        at.parked.append(place)
        self._wake(at, now)
        return None

    def _of_address(self, at: _At[J], now: float) -> J | None:
        """The first request that waits for an address whose turn has come."""
        while at.parked and at.running < self._room(at):
            if at.next_at > now:
                break
            place = at.parked.popleft()
            place.parked = False
            if not self._ready(place, now):
                continue
            elsewhere = self._where(place.jobs[0]) is not at  # another came to be its first
            job = self._of_place(place, now) if elsewhere else self._run(place, at, now)
            if job is not None:
                self._wake(at, now)
                return job
        self._wake(at, now)
        return None

    def _ready(self, place: _Place[J], now: float) -> bool:
        if place.jobs and place.running < self._at_place and place.next_at <= now:
            return True
        self._queue(place, now)
        return False

    def _run(self, place: _Place[J], at: _At[J] | None, now: float) -> J:
        job = place.jobs.popleft()
        self.running += 1
        place.running += 1
        gap = self._gap_of(job)
        place.next_at = job.turn_at = now + gap
        job.address = ""
        if at is not None:
            self._count_in(job, self._address_of[job.host], at, now, gap)
        if place.jobs:
            self._queue(place, now)
        return job

    # -- counting ------------------------------------------------------------------------------

    def _place(self, name: str) -> _Place[J]:
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = _Place()
        return place

    def _where(self, job: J) -> _At[J] | None:
        """The address that its host was found at last."""
        return self._addresses.get(self._address_of.get(job.host, ""))

    def _push(self, meter: _Place[J] | _At[J], at: float) -> None:
        meter.entry = next(self._entry)
        urgent = isinstance(meter, _Place) and meter.jobs[0].urgent
        heapq.heappush(self._urgent if urgent else self._usual, (at, meter.entry, meter))

    def _queue(self, place: _Place[J], now: float) -> None:
        """Into the heap, where it has a request that waits for nothing but the time."""
        free = place.running < self._at_place and not place.parked
        if free and place.jobs and place.entry < 0:
            self._push(place, max(place.next_at, now))

    def _wake(self, at: _At[J], now: float) -> None:
        if at.parked and at.entry < 0 and at.running < self._room(at):
            self._push(at, max(at.next_at, now))

    def _count_in(self, job: J, address: str, at: _At[J], now: float, gap: float) -> None:
        job.address = address
        at.running += 1
        at.next_at = now + (self._gap / LARGE if at.is_front else gap)

    def _leave(self, job: J, now: float) -> None:
        """It runs at its address no more; a place that waited for that may go on."""
        at = self._addresses.get(job.address)
        job.address = ""
        if at is not None:
            at.running -= 1
            if at.parked:
                self._wake(at, now)

    def _learn(self, job: J, address: str) -> _At[J]:
        if len(self._address_of) >= REMEMBERED and job.host not in self._address_of:
            del self._address_of[next(iter(self._address_of))]
        self._address_of[job.host] = address
        at = self._addresses.get(address)
        if at is None:
            at = self._addresses[address] = _At()
        if not at.is_front:
            at.domains.add(job.place)
            at.is_front = len(at.domains) > FRONT_DOMAINS
        return at

    def _room(self, at: _At[J]) -> int:
        return self._at_front if at.is_front else self._at_place

    def _gap_of(self, job: J) -> float:
        large = self._feeds_of_host(job.place) > LARGE_FEEDS
        return self._gap / LARGE if large else self._gap

    def _forget(self, now: float) -> None:
        """What holds nothing back any more goes: places, and addresses that no host is known at."""
        known = set(self._address_of.values())
        self._places = {
            name: place
            for name, place in self._places.items()
            if place.running or place.jobs or place.next_at > now
        }
        self._addresses = {
            name: at
            for name, at in self._addresses.items()
            if at.running or at.parked or at.next_at > now or name in known
        }
        self._many = 2 * max(REMEMBERED, len(self._places) + len(self._addresses))


def _due(heap: _Heap[J], now: float) -> bool:
    return bool(heap) and heap[0][0] <= now
