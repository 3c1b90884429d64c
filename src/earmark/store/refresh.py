"""Carrying out a refresh plan in short transactions, so that a run cut short can be done again.

First the feed and podcast rows, then episodes, each with its change-log entry, last the hash of
the document: as long as that is missing, the next run plans the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.errors import FeedRemoved
from earmark.model import EpisodeId, EpisodeWrite, Feed, ParsedFeed, PodcastId, RefreshPlan
from earmark.store import codec, episode_writes, feeds
from earmark.store.batches import ROWS_A_TRANSACTION, Step, batches, run_steps, weighed
from earmark.store.engine import writing
from earmark.store.schema import episodes, podcasts
from earmark.store.schema import feeds as feeds_table

_NONE_YET = PodcastId(0)


@dataclass(slots=True)
class _Refresh:
    """One call of ``apply`` under way."""

    url: str
    parsed: ParsedFeed
    plan: RefreshPlan
    document_hash: int
    now_us: int
    feed: Feed | None = None
    podcast_id: PodcastId = _NONE_YET
    inserted: list[EpisodeId] = field(default_factory=list)


def apply(
    engine: Engine,
    url: str,
    parsed: ParsedFeed,
    plan: RefreshPlan,
    *,
    document_hash: int,
    now: datetime,
) -> tuple[Feed, tuple[EpisodeId, ...]]:
    """``ports.Store.apply``. Raises ``FeedRemoved``."""
    refresh = _Refresh(url, parsed, plan, document_hash, codec.to_us(now) or 0)
    with engine.begin() as connection:
        feed, to_log = _compare(connection, refresh)
    if feed is not None:
        return feed, ()
    run_steps(writing(engine), _steps(refresh, to_log))
    with engine.begin() as connection:
        feed = _present_feed(connection, url)
    return feed, tuple(refresh.inserted)


def _compare(connection: Connection, refresh: _Refresh) -> tuple[Feed | None, int]:
    """The feed, where all of this is stored already; and how many of its podcast's episodes must
    be indexed again, because its visibility or language changed."""
    feed = feeds.feed_at(connection, refresh.url)
    if feed is None or feed.podcast_id is None:
        return None, 0
    before = _podcast_row(connection, feed.podcast_id)
    differing = _differing(before, feed.url, refresh.parsed)
    plan = refresh.plan
    if before["relog_after"] is not None or differing.keys() & _LOGGED_COLUMNS:
        return None, _count(connection, feed.podcast_id)
    changed = differing or plan.writes or plan.returned or plan.vanished
    same = not changed and feed.document_hash == refresh.document_hash
    return (feed if same else None), 0


_LOGGED_COLUMNS = {"visibility", "language"}


def _count(connection: Connection, podcast_id: PodcastId) -> int:
    of_podcast = episodes.c.podcast_id == podcast_id
    return connection.execute(select(func.count(episodes.c.id)).where(of_podcast)).scalar_one()


def _steps(refresh: _Refresh, to_log: int) -> Iterator[tuple[int, Step]]:
    """Every step makes sure that the feed is still wanted: another process may remove it between
    two transactions."""
    yield 3, lambda connection: _store_podcast(connection, refresh)
    for _ in range(0, to_log, _LOGGED_A_STEP):
        yield ROWS_A_TRANSACTION, _guarded(refresh, _relog, ())
    for rows, writes in weighed(refresh.plan.writes, episode_writes.rows_of):
        yield rows, _guarded(refresh, _store_episodes, writes)
    for ids in batches(refresh.plan.returned, ROWS_A_TRANSACTION):
        yield len(ids), _guarded(refresh, _mark_returned, ids)
    for ids in batches(refresh.plan.vanished, ROWS_A_TRANSACTION):
        yield len(ids), _guarded(refresh, _mark_vanished, ids)
    yield 1, _guarded(refresh, _finish, ())


def _guarded(refresh: _Refresh, work: Any, values: Sequence[Any]) -> Step:
    def step(connection: Connection) -> None:
        refresh.feed = _present_feed(connection, refresh.url)
        work(connection, refresh, values)

    return step


def _present_feed(connection: Connection, url: str) -> Feed:
    feed = feeds.feed_at(connection, url)
    if feed is None or feed.removed:
        raise FeedRemoved(url)
    return feed


# ---------------------------------------------------------------- feed and podcast


def _store_podcast(connection: Connection, refresh: _Refresh) -> None:
    feed = feeds.feed_at(connection, refresh.url)
    if feed is None:
        feed = feeds.make_feed(connection, refresh.url, refresh.parsed.title)
    if feed.removed:
        raise FeedRemoved(refresh.url)
    refresh.feed = feed
    if feed.podcast_id is None:
        _insert_podcast(connection, refresh, feed)
    else:
        _update_podcast(connection, refresh, feed, feed.podcast_id)


def _insert_podcast(connection: Connection, refresh: _Refresh, feed: Feed) -> None:
    values = feeds.podcast_values(feed.url, refresh.parsed)
    new = insert(podcasts).values(values).returning(podcasts.c.id)
    refresh.podcast_id = PodcastId(connection.execute(new).scalar_one())
    _set_feed(connection, feed, podcast_id=refresh.podcast_id, title=refresh.parsed.title)


def _update_podcast(
    connection: Connection, refresh: _Refresh, feed: Feed, podcast_id: PodcastId
) -> None:
    refresh.podcast_id = podcast_id
    before = _podcast_row(connection, podcast_id)
    changed = _differing(before, feed.url, refresh.parsed)
    if changed.keys() & _LOGGED_COLUMNS:
        changed["relog_after"] = 0
    if changed:
        connection.execute(update(podcasts).where(podcasts.c.id == podcast_id).values(changed))
    if feed.title != refresh.parsed.title:
        _set_feed(connection, feed, title=refresh.parsed.title)


def _podcast_row(connection: Connection, podcast_id: PodcastId) -> dict[str, Any]:
    row = connection.execute(select(podcasts).where(podcasts.c.id == podcast_id)).one()
    return dict(row._mapping)


def _differing(before: dict[str, Any], url: str, parsed: ParsedFeed) -> dict[str, Any]:
    after = feeds.podcast_values(url, parsed)
    return {name: value for name, value in after.items() if before[name] != value}


def _set_feed(connection: Connection, feed: Feed, **values: object) -> None:
    connection.execute(update(feeds_table).where(feeds_table.c.id == feed.id).values(**values))


_LOGGED_A_STEP = ROWS_A_TRANSACTION - 1


def _relog(connection: Connection, refresh: _Refresh, _none: Sequence[Any]) -> None:
    """The next of a podcast's episodes into the change log. How far that came stands in the
    podcast's row, so that a run cut short goes on there."""
    podcast = podcasts.c.id == refresh.podcast_id
    after = connection.execute(select(podcasts.c.relog_after).where(podcast)).scalar_one()
    if after is None:  # a run before this one did the first part
        return
    query = (
        select(episodes.c.id)
        .where(episodes.c.podcast_id == refresh.podcast_id, episodes.c.id > after)
        .order_by(episodes.c.id)
        .limit(_LOGGED_A_STEP)
    )
    ids = list(connection.execute(query).scalars())
    episode_writes.log(connection, refresh.podcast_id, ids)
    last = ids[-1] if len(ids) == _LOGGED_A_STEP else None
    connection.execute(update(podcasts).where(podcast).values(relog_after=last))


# ---------------------------------------------------------------- episodes


def _store_episodes(
    connection: Connection, refresh: _Refresh, writes: Sequence[EpisodeWrite]
) -> None:
    refresh.inserted += episode_writes.store(
        connection, refresh.podcast_id, writes, now_us=refresh.now_us, own=refresh.inserted
    )


# ---------------------------------------------------------------- gone, back and done


def _mark_returned(connection: Connection, _refresh: _Refresh, ids: Sequence[EpisodeId]) -> None:
    back = update(episodes).where(episodes.c.id.in_(ids))
    connection.execute(back.values(in_feed=True, last_in_feed_at=None))


def _mark_vanished(connection: Connection, refresh: _Refresh, ids: Sequence[EpisodeId]) -> None:
    """Last seen when the document before this one was stored."""
    before = (
        select(func.coalesce(feeds_table.c.refreshed_at, refresh.now_us))
        .where(feeds_table.c.podcast_id == refresh.podcast_id)
        .scalar_subquery()
    )
    gone = update(episodes).where(episodes.c.id.in_(ids), episodes.c.in_feed)
    connection.execute(gone.values(in_feed=False, last_in_feed_at=before))


def _finish(connection: Connection, refresh: _Refresh, _none: Sequence[Any]) -> None:
    """Where a relog is still to be done (another process began it), the document doesn't count
    as stored."""
    assert refresh.feed is not None  # noqa: S101 - every guarded step reads it
    podcast = _podcast_row(connection, refresh.podcast_id)
    done = refresh.document_hash if podcast["relog_after"] is None else None
    _set_feed(connection, refresh.feed, document_hash=done, refreshed_at=refresh.now_us)
