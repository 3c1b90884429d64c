"""The crawler's part of the catalog on SQLite: ``ports.Polls``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from earmark.model import FeedId
from earmark.polls import CrawlState, HostHold, Noted, Poll, Round, Standing
from earmark.pushes import Wakes
from earmark.store import codec, polls, pushes
from earmark.store.batches import batches
from earmark.store.engine import in_our_words, writing

NOTED_A_TRANSACTION = 120
"""Polls; each is up to four rows."""


class SqlitePolls:
    """``ports.Polls`` on one SQLite file. Threads may share it."""

    def __init__(self, engine: Engine, path: Path):
        self._engine = engine
        self._path = path

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_our_words(self._path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_our_words(self._path), writing(self._engine).begin() as connection:
            yield connection

    def claim(
        self,
        now: datetime,
        *,
        limit: int,
        per_host: int,
        until: datetime,
        busy: Collection[str] = (),
    ) -> tuple[Poll, ...]:
        with self._reading() as connection:  # most looks find nothing, and need no lock for it
            found = polls.due(connection, now, limit=1, per_host=per_host, busy=busy, until=until)
        if not found:
            return ()
        with self._writing() as connection:
            return polls.claim(
                connection, now, limit=limit, per_host=per_host, busy=busy, until=until
            )

    def note(self, noted: Iterable[Noted], now: datetime) -> None:
        for batch in batches(noted, NOTED_A_TRANSACTION):
            with self._writing() as connection:
                polls.note(connection, batch, now)

    def renew(self, before: Iterable[datetime], until: datetime) -> None:
        for ends in before:
            with self._writing() as connection:
                polls.renew(connection, ends, until)

    def release(self, ids: Iterable[FeedId], until: datetime) -> None:
        for batch in batches(ids):
            with self._writing() as connection:
                polls.release(connection, batch, until)

    def set_due(self, ids: Sequence[FeedId], due_at: datetime | None) -> None:
        for batch in batches(ids):
            with self._writing() as connection:
                polls.set_due(connection, batch, codec.to_us(due_at))

    def move(self, feed_id: FeedId, url: str) -> bool:
        with self._writing() as connection:
            return polls.move(connection, feed_id, url)

    def of(self, ids: Iterable[FeedId]) -> tuple[Poll, ...]:
        with self._reading() as connection:
            return polls.polls_of(connection, ids)

    def page(
        self, limit: int, *, states: Collection[str] | None = None, after: FeedId | None = None
    ) -> tuple[Poll, ...]:
        with self._reading() as connection:
            return polls.page(connection, limit, states=states, after=after or FeedId(0))

    def holds(self, hosts: Collection[str]) -> dict[str, HostHold]:
        with self._reading() as connection:
            return polls.holds(connection, hosts)

    def state(self, now: datetime) -> CrawlState:
        with self._reading() as connection:
            return polls.state(connection, now)

    def standing(self, now: datetime) -> Standing:
        with self._reading() as connection:
            return polls.standing(connection, now)

    def next_due(self, now: datetime) -> datetime | None:
        with self._reading() as connection:
            return polls.next_due(connection, now)

    def host_counts(self) -> dict[str, int]:
        with self._reading() as connection:
            return polls.host_counts(connection)

    def answers(self, limit: int) -> dict[str, dict[str, int]]:
        with self._reading() as connection:
            return polls.answers_of(connection, limit)

    def outcomes(self) -> dict[str, int]:
        with self._reading() as connection:
            return polls.outcomes(connection)

    def begin_round(self, round_: Round) -> int:
        with self._writing() as connection:
            return polls.begin_round(connection, round_)

    def set_round(self, number: int, round_: Round) -> None:
        with self._writing() as connection:
            polls.set_round(connection, number, round_)

    def wakes(self, ids: Collection[FeedId], now: datetime) -> dict[FeedId, Wakes]:
        found: dict[FeedId, Wakes] = {}
        for batch in batches(ids):
            with self._reading() as connection:
                found |= pushes.wakes_of(connection, batch, now)
        return found

    def wake(self, due: Mapping[FeedId, datetime], now: datetime) -> tuple[FeedId, ...]:
        woken: list[FeedId] = []
        for batch in batches(due.items(), NOTED_A_TRANSACTION):
            with self._writing() as connection:
                woken += pushes.wake(connection, dict(batch), now)
        return tuple(woken)
