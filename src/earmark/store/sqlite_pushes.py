"""Subscriptions at hubs on SQLite: ``ports.Pushes``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from earmark.model import FeedId
from earmark.pushes import Push
from earmark.store import pushes
from earmark.store.engine import in_our_words, writing


class SqlitePushes:
    """``ports.Pushes`` on one SQLite file. Threads may share it."""

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

    def claim(self, now: datetime, *, limit: int, until: datetime) -> tuple[Push, ...]:
        with self._reading() as connection:  # most looks find nothing, and need no lock for it
            if connection.execute(pushes.due(now, limit=1)).first() is None:
                return ()
        with self._writing() as connection:
            return tuple(pushes.claim(connection, now, limit=limit, until=until))

    def at(self, token: str) -> Push | None:
        with self._reading() as connection:
            return pushes.at(connection, token)

    def of(self, feed_id: FeedId) -> tuple[Push, ...]:
        with self._reading() as connection:
            return pushes.of(connection, feed_id)

    def change(self, before: Push, after: Push) -> bool:
        with self._writing() as connection:
            return pushes.change(connection, before, after)

    def forget(self, push: Push) -> None:
        with self._writing() as connection:
            pushes.forget(connection, push)

    def podping_block(self) -> int | None:
        with self._reading() as connection:
            return pushes.podping_block(connection)

    def set_podping_block(self, number: int) -> None:
        with self._writing() as connection:
            pushes.set_podping_block(connection, number)
