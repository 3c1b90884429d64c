"""What a crawler has claimed: feeds that wait, by host, and feeds that were asked for.

Hosts take turns, and none has more than a few requests under way: a crawler that started all feeds
of a slow host would have room for no other.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime

from earmark.model import FeedId
from earmark.polls import Poll

STARTED_OF_A_HOST = 4
"""Requests of one host under way at once; the pacing of the network is stricter, this keeps its
queue short, so that a host that asks for rest has it."""


class Claims:
    """Claimed feeds between their claim and their note. Not a shared thing: one crawler's."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Poll]] = {}
        self._turns: deque[str] = deque()
        self._started: dict[FeedId, Poll] = {}
        self._started_of: Counter[str] = Counter()
        self._until: dict[FeedId, datetime] = {}
        self.waiting = 0

    def __len__(self) -> int:
        return len(self._until)

    @property
    def started(self) -> int:
        return len(self._started)

    def add(self, poll: Poll, until: datetime) -> None:
        if poll.host not in self._waiting:
            self._waiting[poll.host] = deque()
            self._turns.append(poll.host)
        self._waiting[poll.host].append(poll)
        self._until[poll.feed_id] = until
        self.waiting += 1

    def hosts(self) -> set[str]:
        """Whose feeds wait or were started."""
        return self._waiting.keys() | self._started_of.keys()

    def __contains__(self, host: str) -> bool:
        return host in self._waiting or host in self._started_of

    def start(self, room: int) -> Iterator[Poll]:
        """Up to ``room`` feeds to be asked for now, from host to host."""
        for _ in range(len(self._turns)):
            if not room:
                return
            host = self._turns.popleft()
            if self._started_of[host] < STARTED_OF_A_HOST:
                poll = self._waiting[host].popleft()
                self.waiting -= 1
                room -= 1
                self._started[poll.feed_id] = poll
                self._started_of[host] += 1
                yield poll
            if self._waiting[host]:
                self._turns.append(host)
            else:
                del self._waiting[host]

    def asked(self, feed_id: FeedId) -> Poll:
        return self._started[feed_id]

    def done(self, poll: Poll) -> None:
        del self._started[poll.feed_id], self._until[poll.feed_id]
        self._started_of[poll.host] -= 1
        if not self._started_of[poll.host]:
            del self._started_of[poll.host]

    def renewed(self, until: datetime) -> set[datetime]:
        """All leases end then from now on; when they did before."""
        before = set(self._until.values())
        self._until = dict.fromkeys(self._until, until)
        return before

    def drop(self, host: str) -> list[tuple[datetime, list[FeedId]]]:
        """Let go of what waits for a host; (end of the lease, feeds) to release."""
        waiting = self._waiting.pop(host, deque())
        if waiting:
            self._turns.remove(host)
        self.waiting -= len(waiting)
        return self._by_lease([poll.feed_id for poll in waiting])

    def drop_all(self) -> list[tuple[datetime, list[FeedId]]]:
        """Let go of everything."""
        return self._by_lease(list(self._until))

    def _by_lease(self, ids: list[FeedId]) -> list[tuple[datetime, list[FeedId]]]:
        found: dict[datetime, list[FeedId]] = {}
        for feed_id in ids:
            found.setdefault(self._until.pop(feed_id), []).append(feed_id)
        return list(found.items())
