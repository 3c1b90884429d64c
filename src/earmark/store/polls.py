"""Polling: which feeds are due, who has them, and what came of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from earmark.keys import host_of, url_key
from earmark.model import FeedId, PodcastId
from earmark.polls import CrawlState, HostHold, Move, Noted, Poll, Round, Standing, Validators
from earmark.store import codec, pushes
from earmark.store.feeds import add_alias, feed_at
from earmark.store.schema import FARTHEST, answers, feeds, hosts, polls, rounds
from earmark.store.schema import pushes as pushes_table

LONGEST_REST = timedelta(days=7)
"""Rule P7."""
LATE = timedelta(days=1)
_EPOCH_GAP = timedelta(microseconds=1)

_PLAIN = ("state", "reason", "status", "failure", "failures", "polls", "not_modified", "parser")
_TIMES = ("asked_at", "answered_at", "changed_at", "newest_at", "failing_since")
_DETAILS = ("document_hash",
    "complete", "wanted", "skip", "rule", "rule_start", "gone", "move", "offered", "hub", "topic",
)  # fmt: skip
_DEFAULTS = {field.name: field.default for field in fields(Poll)}

_PUSHED_UNTIL = (
    select(func.max(pushes_table.c.lease_until))
    .where(pushes_table.c.feed_id == feeds.c.id, pushes_table.c.state == "active")
    .where(pushes_table.c.delivered_at.is_not(None))
    .scalar_subquery()
)

_POLL = select(
    feeds.c.id,
    feeds.c.url,
    feeds.c.due_at,
    feeds.c.podcast_id,
    feeds.c.title,
    feeds.c.host,
    *(polls.c[name] for name in (*_PLAIN, *_TIMES)),
    polls.c.gap,
    polls.c.validated_url,
    polls.c.etag,
    polls.c.last_modified,
    polls.c.details,
    _PUSHED_UNTIL.label("pushed_until"),
).outerjoin(polls, polls.c.feed_id == feeds.c.id)


_IS_POLLED = and_(~feeds.c.removed, or_(feeds.c.due_at.is_not(None), polls.c.feed_id.is_not(None)))
"""Asked for, or once asked for and given up; not what came as a file only."""


# ---------------------------------------------------------------- rows <-> polls


def _poll(row: Any) -> Poll:
    known = row.state is not None
    plain = {name: getattr(row, name) for name in _PLAIN} if known else {}
    times: dict[str, Any] = {name: codec.from_us(getattr(row, name)) for name in _TIMES}
    return Poll(
        FeedId(row.id),
        row.url,
        codec.from_us(row.due_at),
        podcast_id=None if row.podcast_id is None else PodcastId(row.podcast_id),
        title=row.title,
        host=row.host,
        gap=None if row.gap is None else row.gap * _EPOCH_GAP,
        validators=_validators(row),
        pushed_until=codec.from_us(row.pushed_until),
        **plain,
        **times,
        **_unpacked(row.details),
    )


def _validators(row: Any) -> Validators | None:
    if row.validated_url is None:
        return None
    return Validators(row.validated_url, row.etag, row.last_modified)


def _values(poll: Poll) -> dict[str, Any]:
    validators = poll.validators
    return {
        "feed_id": poll.feed_id,
        **{name: getattr(poll, name) for name in _PLAIN},
        **{name: codec.to_us(getattr(poll, name)) for name in _TIMES},
        "gap": None if poll.gap is None else poll.gap // _EPOCH_GAP,
        "validated_url": validators and validators.url,
        "etag": validators and validators.etag,
        "last_modified": validators and validators.last_modified,
        "details": _packed(poll),
    }


def _packed(poll: Poll) -> str | None:
    said: dict[str, Any] = {
        name: value for name in _DETAILS if (value := getattr(poll, name)) != _DEFAULTS[name]
    }
    if "wanted" in said:
        said["wanted"] = poll.wanted // _EPOCH_GAP
    if poll.move is not None:
        move = poll.move
        said["move"] = [move.target, move.answers, codec.to_us(move.since), move.hinted]
    return json.dumps(said, ensure_ascii=False) if said else None


def _unpacked(details: str | None) -> dict[str, Any]:
    if not details:
        return {}
    said: dict[str, Any] = json.loads(details)
    if "wanted" in said:
        said["wanted"] = said["wanted"] * _EPOCH_GAP
    if "skip" in said:
        said["skip"] = tuple(map(tuple, said["skip"]))
    if "offered" in said:
        said["offered"] = tuple(said["offered"])
    if "move" in said:
        target, times, since, hinted = said["move"]
        said["move"] = Move(target, times, _at(since), hinted)
    return said


def _at(us: int) -> datetime:
    """A time that a column always has."""
    at = codec.from_us(us)
    assert at is not None  # noqa: S101 - tells the type checker
    return at


# ---------------------------------------------------------------- due and claimed


def _is_due(now: int) -> ColumnElement[bool]:
    farthest = now + FARTHEST // _EPOCH_GAP
    return and_(
        ~feeds.c.removed,
        feeds.c.due_at.is_not(None),
        or_(feeds.c.due_at <= now, feeds.c.due_at > farthest),
    )


def _is_free(now: int, lease_us: int) -> ColumnElement[bool]:
    """No crawler has it; a lease that ends later than any could is of a clock that ran ahead."""
    lease = feeds.c.lease_until
    return or_(lease.is_(None), lease <= now, lease > now + lease_us)


def _is_at_rest(now: int) -> ColumnElement[bool]:
    """A rest that ends later than any host may ask for is of a clock that ran ahead."""
    return and_(hosts.c.until > now, hosts.c.until <= now + LONGEST_REST // _EPOCH_GAP)


def claim(
    connection: Connection,
    now: datetime,
    *,
    limit: int,
    per_host: int,
    busy: Collection[str],
    until: datetime,
) -> tuple[Poll, ...]:
    """``ports.Polls.claim``; the second half of it, in a writing transaction."""
    now_us, until_us = codec.to_us(now) or 0, codec.to_us(until) or 0
    wanted = due(connection, now, limit=limit, per_host=per_host, busy=busy, until=until)
    taken: list[int] = []
    if wanted:
        free = and_(_is_due(now_us), _is_free(now_us, until_us - now_us), feeds.c.id.in_(wanted))
        lease = update(feeds).where(free).values(lease_until=until_us).returning(feeds.c.id)
        taken = list(connection.execute(lease).scalars())
    place = {feed: number for number, feed in enumerate(wanted)}
    rows = connection.execute(_POLL.where(feeds.c.id.in_(taken)))
    return tuple(sorted(map(_poll, rows), key=lambda poll: place[poll.feed_id]))


def due(
    connection: Connection,
    now: datetime,
    *,
    limit: int,
    per_host: int,
    busy: Collection[str],
    until: datetime,
) -> list[int]:
    """Ids of feeds that may be claimed: hosts take turns, the longest due first."""
    now_us, until_us = codec.to_us(now) or 0, codec.to_us(until) or 0
    turn = func.row_number().over(partition_by=feeds.c.host, order_by=feeds.c.due_at)
    resting = select(hosts.c.host).where(_is_at_rest(now_us))
    free = (
        select(feeds.c.id, feeds.c.due_at, turn.label("turn"))
        .where(_is_due(now_us), _is_free(now_us, until_us - now_us))
        .where(feeds.c.host.not_in(resting), feeds.c.host.not_in(list(busy)))
        .subquery()
    )
    first = select(free.c.id).where(free.c.turn <= per_host)
    return list(
        connection.execute(first.order_by(free.c.turn, free.c.due_at).limit(limit)).scalars()
    )


def renew(connection: Connection, before: datetime, until: datetime) -> None:
    mine = feeds.c.due_at.is_not(None) & (feeds.c.lease_until == codec.to_us(before))
    connection.execute(update(feeds).where(mine).values(lease_until=codec.to_us(until)))


def release(connection: Connection, ids: Sequence[FeedId], until: datetime) -> None:
    mine = feeds.c.id.in_(ids) & (feeds.c.lease_until == codec.to_us(until))
    connection.execute(update(feeds).where(mine).values(lease_until=None))


# ---------------------------------------------------------------- noted


_SET_DUE = (
    update(feeds)
    .where(feeds.c.id == bindparam("key"), ~feeds.c.removed)
    .values(due_at=bindparam("due"), lease_until=None)
)


def note(connection: Connection, noted: Sequence[Noted], now: datetime) -> None:
    """``ports.Polls.note``, one batch."""
    if not noted:
        return
    polled = [each.poll for each in noted]
    upsert = insert(polls)
    named = {column.name: upsert.excluded[column.name] for column in polls.c}
    del named["feed_id"]
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["feed_id"], set_=named),
        [_values(poll) for poll in polled],
    )
    connection.execute(
        _SET_DUE, [{"key": poll.feed_id, "due": codec.to_us(poll.due_at)} for poll in polled]
    )
    _count(connection, Counter((each.host, each.outcome) for each in noted), now)
    _hold(connection, [each.hold for each in noted if each.hold is not None], now)
    pushes.wake_waiting(connection, noted, now)
    pushes.follow(connection, polled, now)


def _count(connection: Connection, counted: Counter[tuple[str, str]], now: datetime) -> None:
    upsert = insert(answers)
    more = {"count": answers.c.count + upsert.excluded.count, "last_at": upsert.excluded.last_at}
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["host", "outcome"], set_=more),
        [
            {"host": host, "outcome": outcome, "count": count, "last_at": codec.to_us(now)}
            for (host, outcome), count in counted.items()
        ],
    )


def _hold(connection: Connection, holds: Sequence[HostHold], now: datetime) -> None:
    for hold in holds:
        values = {
            "until": codec.to_us(hold.until),
            "strikes": hold.strikes,
            "refusals": hold.refusals,
        }
        upsert = insert(hosts).values(host=hold.host, **values)
        connection.execute(upsert.on_conflict_do_update(index_elements=["host"], set_=values))
    over = (hosts.c.until <= codec.to_us(now)) & (hosts.c.strikes == 0) & (hosts.c.refusals == 0)
    if holds:
        connection.execute(delete(hosts).where(over))


def set_due(connection: Connection, ids: Sequence[FeedId], due_us: int | None) -> None:
    chosen = feeds.c.id.in_(ids) & ~feeds.c.removed
    connection.execute(update(feeds).where(chosen).values(due_at=due_us, lease_until=None))
    if due_us is None:
        pushes.leave(connection, ids)


def move(connection: Connection, feed_id: FeedId, url: str) -> bool:
    """``ports.Polls.move``."""
    there = feed_at(connection, url)
    if there is not None and there.id != feed_id:
        return False
    old = connection.execute(select(feeds.c.url).where(feeds.c.id == feed_id)).scalar_one()
    new = {"url": url, "url_key": url_key(url), "host": host_of(url)}
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(new))
    add_alias(connection, feed_id, old)
    return True


# ---------------------------------------------------------------- read


def polls_of(connection: Connection, ids: Iterable[FeedId]) -> tuple[Poll, ...]:
    chosen = _POLL.where(feeds.c.id.in_(list(ids))).order_by(feeds.c.id)
    return tuple(map(_poll, connection.execute(chosen)))


def page(
    connection: Connection, limit: int, *, states: Collection[str] | None, after: FeedId
) -> tuple[Poll, ...]:
    chosen = _POLL.where(feeds.c.id > after, _IS_POLLED)
    if states is not None:
        chosen = chosen.where(func.coalesce(polls.c.state, "new").in_(list(states)))
    return tuple(map(_poll, connection.execute(chosen.order_by(feeds.c.id).limit(limit))))


def holds(connection: Connection, names: Collection[str]) -> dict[str, HostHold]:
    query = select(hosts).where(hosts.c.host.in_(list(names)))
    return {hold.host: hold for hold in map(_host, connection.execute(query))}


def _host(row: Any) -> HostHold:
    return HostHold(row.host, _at(row.until), row.strikes, row.refusals)


def state(connection: Connection, now: datetime) -> CrawlState:
    now_us = codec.to_us(now) or 0
    waiting = and_(feeds.c.due_at.is_not(None), ~feeds.c.removed)
    stated = func.coalesce(polls.c.state, "new")
    counted = (
        select(stated, func.count())
        .select_from(feeds.outerjoin(polls, polls.c.feed_id == feeds.c.id))
        .where(_IS_POLLED)
        .group_by(stated)
    )
    states = {row[0]: int(row[1]) for row in connection.execute(counted)}
    late_us = now_us - LATE // _EPOCH_GAP
    resting = select(hosts).where(_is_at_rest(now_us)).order_by(hosts.c.until, hosts.c.host)
    return CrawlState(
        feeds=sum(states.values()),
        states=states,
        due=_counted(connection, _is_due(now_us)),
        late=_counted(connection, waiting & (feeds.c.due_at <= late_us)),
        next_at=codec.from_us(
            connection.execute(select(func.min(feeds.c.due_at)).where(waiting)).scalar()
        ),
        held=tuple(map(_host, connection.execute(resting))),
        last=last_round(connection),
    )


def standing(connection: Connection, now: datetime) -> Standing:
    """``ports.Polls.standing``."""
    day_ago = (codec.to_us(now) or 0) - LATE // _EPOCH_GAP
    never = and_(polls.c.asked_at.is_(None), feeds.c.due_at.is_not(None))
    came = feeds.c.podcast_id.is_not(None)
    query = (
        select(
            func.count().label("feeds"),
            func.count().filter(never & ~came).label("waiting"),
            func.count().filter(came).label("shows"),
            func.count().filter(polls.c.answered_at >= day_ago).label("within_a_day"),
        )
        .select_from(feeds.outerjoin(polls, polls.c.feed_id == feeds.c.id))
        .where(_IS_POLLED)
    )
    row = connection.execute(query).one()
    last = last_round(connection)
    checked_at = (last.ended_at or last.started_at) if last else None
    return Standing(row.feeds, row.waiting, row.shows, row.within_a_day, checked_at)


def _counted(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(feeds).where(which)).scalar_one()


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When a feed is next free to be claimed, hosts at rest and leases of others counted in."""
    now_us = codec.to_us(now) or 0
    rest = case((_is_at_rest(now_us), hosts.c.until), else_=0)
    far, day = now_us + FARTHEST // _EPOCH_GAP, now_us + LATE // _EPOCH_GAP
    due_at = case((feeds.c.due_at > far, now_us), else_=feeds.c.due_at)
    lease = case((feeds.c.lease_until <= day, feeds.c.lease_until), else_=0)
    query = (
        select(func.min(func.max(due_at, rest, lease)))
        .select_from(feeds.outerjoin(hosts, hosts.c.host == feeds.c.host))
        .where(feeds.c.due_at.is_not(None), ~feeds.c.removed)
    )
    return codec.from_us(connection.execute(query).scalar())


def host_counts(connection: Connection) -> dict[str, int]:
    query = (
        select(feeds.c.host, func.count())
        .where(feeds.c.due_at.is_not(None), ~feeds.c.removed)
        .group_by(feeds.c.host)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def answers_of(connection: Connection, limit: int) -> dict[str, dict[str, int]]:
    """Host -> outcome -> how often, for the hosts that were asked most."""
    asked = func.sum(answers.c.count)
    busiest = select(answers.c.host).group_by(answers.c.host).order_by(asked.desc()).limit(limit)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    query = select(answers).where(answers.c.host.in_(busiest))
    for row in connection.execute(query):
        found[row.host][row.outcome] = int(row[2])
    return dict(sorted(found.items(), key=lambda each: -sum(each[1].values())))


def outcomes(connection: Connection) -> dict[str, int]:
    query = select(answers.c.outcome, func.sum(answers.c.count)).group_by(answers.c.outcome)
    return {outcome: int(count) for outcome, count in connection.execute(query)}


# ---------------------------------------------------------------- rounds

ROUNDS_KEPT = 500


def begin_round(connection: Connection, round_: Round) -> int:
    new = insert(rounds).values(_round_values(round_)).returning(rounds.c.id)
    number = int(connection.execute(new).scalar_one())
    connection.execute(delete(rounds).where(rounds.c.id <= number - ROUNDS_KEPT))
    return number


def set_round(connection: Connection, number: int, round_: Round) -> None:
    connection.execute(update(rounds).where(rounds.c.id == number).values(_round_values(round_)))


def last_round(connection: Connection) -> Round | None:
    row = connection.execute(select(rounds).order_by(rounds.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    counts = {name: getattr(row, name) for name in _ROUND_COUNTS}
    return Round(_at(row.started_at), codec.from_us(row.ended_at), **counts)


_ROUND_COUNTS = ("asked", "not_modified", "failed", "new_episodes", "wire_bytes")


def _round_values(round_: Round) -> dict[str, Any]:
    return {
        "started_at": codec.to_us(round_.started_at),
        "ended_at": codec.to_us(round_.ended_at),
        **{name: getattr(round_, name) for name in _ROUND_COUNTS},
    }
