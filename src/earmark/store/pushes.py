"""Push: what hubs were asked for, in step with what feeds say, and how feeds were woken."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.model import FeedId
from earmark.polls import Noted, Poll
from earmark.pushes import WAKES_COUNT_FOR, WOKEN_AFTER, Push, Wakes
from earmark.store import codec
from earmark.store.schema import FARTHEST, feeds, meta, polls, pushes, wakes

_PUSH = select(pushes, feeds.c.url).join(feeds, feeds.c.id == pushes.c.feed_id)
_TIMES = ("asked_at", "lease_until", "delivered_at")
_PLAIN = ("hub", "topic", "state", "token", "secret", "failures")
_PODPING_BLOCK = "podping_block"


# ---------------------------------------------------------------- rows <-> pushes


def _push(row: Any) -> Push:
    times: dict[str, Any] = {name: codec.from_us(getattr(row, name)) for name in _TIMES}
    plain = {name: getattr(row, name) for name in _PLAIN}
    due_at = codec.from_us(row.due_at)
    assert due_at is not None  # noqa: S101 - tells the type checker
    return Push(
        id=row.id, feed_id=FeedId(row.feed_id), url=row.url, due_at=due_at, **plain, **times
    )


def _values(push: Push) -> dict[str, Any]:
    return {
        **{name: getattr(push, name) for name in _PLAIN},
        **{name: codec.to_us(getattr(push, name)) for name in (*_TIMES, "due_at")},
    }


def claim(connection: Connection, now: datetime, *, limit: int, until: datetime) -> list[Push]:
    """``ports.Pushes.claim``, in a writing transaction."""
    found = [_push(row) for row in connection.execute(due(now, limit=limit))]
    taken = pushes.c.id.in_([push.id for push in found])
    connection.execute(update(pushes).where(taken).values(due_at=codec.to_us(until)))
    return found


def due(now: datetime, *, limit: int) -> Any:
    """The query for what may be claimed. What is due farther ahead than any wait was written under
    a clock that ran ahead."""
    late = pushes.c.due_at <= codec.to_us(now)
    never = pushes.c.due_at > codec.to_us(now + FARTHEST)
    return _PUSH.where(or_(late, never)).order_by(pushes.c.due_at).limit(limit)


def at(connection: Connection, token: str) -> Push | None:
    row = connection.execute(_PUSH.where(pushes.c.token == token, pushes.c.token != "")).first()
    return None if row is None else _push(row)


def of(connection: Connection, feed_id: FeedId) -> tuple[Push, ...]:
    query = _PUSH.where(pushes.c.feed_id == feed_id).order_by(pushes.c.id)
    return tuple(map(_push, connection.execute(query)))


def change(connection: Connection, before: Push, after: Push) -> bool:
    values = _values(before)
    del values["due_at"]  # a crawler that claimed it has set it off
    same = and_(*(pushes.c[name].is_not_distinct_from(value) for name, value in values.items()))
    changed = update(pushes).where(pushes.c.id == before.id, same).values(_values(after))
    return bool(connection.execute(changed).rowcount)


def forget(connection: Connection, push: Push) -> None:
    connection.execute(delete(pushes).where(pushes.c.id == push.id))


# ---------------------------------------------------------------- in step with feeds


def follow(connection: Connection, polled: Sequence[Poll], now: datetime) -> None:
    """Hubs that these feeds name are to be asked, those that they name no more to be left."""
    known: defaultdict[int, list[Any]] = defaultdict(list)
    ids = [poll.feed_id for poll in polled]
    query = select(
        feeds.c.id, feeds.c.removed, pushes.c.hub, pushes.c.topic, pushes.c.state,
        pushes.c.id.label("push"),
    ).outerjoin(pushes, pushes.c.feed_id == feeds.c.id)  # fmt: skip
    for row in connection.execute(query.where(feeds.c.id.in_(ids))):
        known[row.id].append(row)
    stale: list[int] = []
    for poll in polled:
        rows = known[poll.feed_id]
        wanted = poll.hub and poll.due_at is not None and rows and not rows[0].removed
        named = (poll.hub, poll.topic) if wanted else None
        there = [row for row in rows if row.push is not None]
        stale += [
            row.push for row in there if (row.hub, row.topic) != named and row.state != "leaving"
        ]
        if named is not None:
            mine = next((row for row in there if (row.hub, row.topic) == named), None)
            _want(connection, poll, mine, codec.to_us(now))
    if stale:
        _leave(connection, pushes.c.id.in_(stale), now)


def _want(connection: Connection, poll: Poll, row: Any, now_us: int | None) -> None:
    anew = {"state": "new", "due_at": now_us, "failures": 0}
    if row is None:
        named = {"feed_id": poll.feed_id, "hub": poll.hub, "topic": poll.topic}
        connection.execute(insert(pushes).values(token="", secret="", **named, **anew))
    elif row.state == "leaving":
        connection.execute(update(pushes).where(pushes.c.id == row.push).values(anew))


def leave(connection: Connection, ids: Iterable[FeedId], now: datetime | None = None) -> None:
    """These feeds are polled no more."""
    _leave(connection, pushes.c.feed_id.in_(list(ids)) & (pushes.c.state != "leaving"), now)


def _leave(connection: Connection, which: ColumnElement[bool], now: datetime | None) -> None:
    connection.execute(delete(pushes).where(which, pushes.c.token == ""))  # no hub knows of it
    due_us = codec.to_us(now) if now else 0
    connection.execute(
        update(pushes).where(which).values(state="leaving", due_at=due_us, failures=0)
    )


# ---------------------------------------------------------------- wake-ups


def wakes_of(connection: Connection, ids: Collection[FeedId], now: datetime) -> dict[FeedId, Wakes]:
    claimed = and_(feeds.c.lease_until.is_not(None), feeds.c.lease_until > codec.to_us(now))
    query = select(feeds.c.id, claimed.label("claimed"), wakes.c.at, wakes.c.waiting)
    query = query.outerjoin(wakes, wakes.c.feed_id == feeds.c.id)
    chosen = query.where(feeds.c.id.in_(list(ids)), or_(claimed, wakes.c.feed_id.is_not(None)))
    return {
        FeedId(row.id): Wakes(_counting(row.at, now), row.claimed, bool(row.waiting))
        for row in connection.execute(chosen)
    }


def _counting(at: str | None, now: datetime) -> tuple[datetime, ...]:
    """Those that count; what is farther ahead than any was written under a clock that ran ahead."""
    times = [codec.from_us(us) for us in json.loads(at or "[]")]
    since, until = now - WAKES_COUNT_FOR, now + 2 * WAKES_COUNT_FOR
    return tuple(each for each in times if each and since < each <= until)


def wake(
    connection: Connection, due_at: Mapping[FeedId, datetime], now: datetime
) -> tuple[FeedId, ...]:
    """``ports.Polls.wake``, one batch."""
    before = wakes_of(connection, due_at, now)
    woken: list[FeedId] = []
    for feed_id, at_ in due_at.items():
        known = before.get(feed_id, Wakes())
        waits = known.claimed
        if known.waiting if waits else not _make_due(connection, feed_id, at_):
            continue
        times = [codec.to_us(each) for each in (*known.at, at_)]
        values = {"at": json.dumps(times), "waiting": waits}
        new = insert(wakes).values(feed_id=feed_id, **values)
        connection.execute(new.on_conflict_do_update(index_elements=["feed_id"], set_=values))
        woken.append(feed_id)
    return tuple(woken)


def _make_due(connection: Connection, feed_id: FeedId, at_: datetime) -> bool:
    later = and_(feeds.c.id == feed_id, ~feeds.c.removed, feeds.c.due_at > codec.to_us(at_))
    sooner = update(feeds).where(later).values(due_at=codec.to_us(at_))
    if not connection.execute(sooner).rowcount:
        return False
    connection.execute(update(polls).where(polls.c.feed_id == feed_id).values(reason="pushed"))
    return True


_WOKEN = (
    update(feeds)
    .where(feeds.c.id == bindparam("key"), feeds.c.due_at > bindparam("due"))
    .values(due_at=bindparam("due"))
)


def wake_waiting(connection: Connection, noted: Sequence[Noted], now: datetime) -> None:
    """Feeds that were woken while they were asked for are asked once more, where they answered."""
    ids = [each.poll.feed_id for each in noted]
    waiting = wakes.c.feed_id.in_(ids) & wakes.c.waiting
    woken = set(connection.execute(select(wakes.c.feed_id).where(waiting)).scalars())
    if not woken:
        return
    connection.execute(update(wakes).where(waiting).values(waiting=False))
    soon = codec.to_us(now + WOKEN_AFTER)
    again = [
        {"key": each.poll.feed_id, "due": soon}
        for each in noted
        if each.poll.feed_id in woken and not each.poll.failure
    ]
    if again:
        connection.execute(_WOKEN, again)
        chosen = polls.c.feed_id.in_([each["key"] for each in again])
        connection.execute(update(polls).where(chosen).values(reason="pushed"))


# ---------------------------------------------------------------- Podping


def podping_block(connection: Connection) -> int | None:
    query = select(meta.c.value).where(meta.c.name == _PODPING_BLOCK)
    found: int | None = connection.execute(query).scalar()
    return found


def set_podping_block(connection: Connection, number: int) -> None:
    new = insert(meta).values(name=_PODPING_BLOCK, value=number)
    set_ = {"value": number}
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=set_))
