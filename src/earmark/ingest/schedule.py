"""When to poll a feed next, and why (``docs/why/polling.md``). Pure; knows no clock.

The publisher's wishes, the gap between episodes and what went wrong each name a wait. The longest
of what is asked for politeness' sake holds; only an expected episode makes it shorter, and nothing
makes it shorter than the least wait (P4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from earmark.failures import kind_of
from earmark.ingest.headers import RETRY_MOST
from earmark.ingest.rrule import next_expected, parse_rule, parse_start
from earmark.model import FeedId
from earmark.polls import HostHold, NextReason, Poll

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)

LEAST = HOUR
"""Between two requests for a feed that can answer 304 (P4)."""
LEAST_WHOLE = DAY
"""Where it can't, and sends itself whole each time."""
BY_HAND = timedelta(minutes=30)
LONGEST_USUAL = DAY
UNKNOWN = 6 * HOUR
LOOKS_PER_GAP = 8
SILENCES = ((365 * DAY, WEEK), (90 * DAY, DAY), (30 * DAY, 12 * HOUR))
"""No episode for so long -> the least wait (P10)."""
COMPLETE_FOR = 90 * DAY
"""How long a show that says it ended is looked at weekly, then monthly (P9)."""
AFTER_RULE = timedelta(minutes=15)
DEAD_AFTER = 90 * DAY
"""Of 404 (P15)."""
LOOKED_FOR = 365 * DAY
"""How long a dead feed is asked for once a month."""
GONE = 2
"""410s, a day apart, after which nothing is asked any more."""
JITTER = 0.1
AT_ONCE = 50
"""Feeds of an import that are asked for now, so that a new library fills."""


class Next(NamedTuple):
    """``due_at`` is None for a feed that is asked for no more."""

    due_at: datetime | None
    reason: NextReason


def next_check(
    poll: Poll,
    now: datetime,
    *,
    good_for: timedelta = timedelta(0),
    hold: HostHold | None = None,
) -> Next:
    """When to ask for this feed again. ``poll`` is as it stands after the answer of ``now``,
    ``good_for`` what the answer's headers said of caching, ``hold`` the state of its host."""
    wait, reason = _wait(poll, now, good_for)
    if wait is None:
        return Next(None, reason)
    found = Next(now + wait * (1 + jitter(poll.feed_id)), reason)
    found = _expected(found, poll, now)
    usual = "no-validators" if poll.validators is None else found.reason
    found = _not_before(found, earliest(poll, now), usual)
    found = _outside_skipped(found, poll)
    if is_held(hold, now) and hold is not None:
        found = _not_before(found, hold.until, "host-asked")
    return found


def jitter(feed_id: FeedId) -> float:
    """A share of 0 to 0.1 by which this feed's waits are longer: always the same, spread evenly
    over feeds, so that no herd meets at the full hour (P11)."""
    digest = hashlib.blake2b(feed_id.to_bytes(8, signed=True), digest_size=4).digest()
    return JITTER * int.from_bytes(digest) / 2**32


def spread_first(count: int, rate: float) -> Iterator[timedelta]:
    """When to ask for each of ``count`` new feeds, from now on: the first 50 at once, the others
    evenly over an hour, or over ``count / rate`` (requests a second) where that is longer (P11).
    """
    span = max(HOUR, timedelta(seconds=count / rate))
    for number in range(count):
        yield timedelta(0) if number < AT_ONCE else span * number / count


def earliest(poll: Poll, now: datetime) -> datetime:
    """Before this nothing is asked unless by hand (P4): an hour after the last request, a day
    after a feed came whole without validators. A clock that ran ahead counts as now."""
    asked = min(poll.asked_at or now, now)
    whole = asked if poll.status == 200 else min(poll.answered_at or asked - DAY, now)
    least = asked + LEAST
    return least if poll.validators is not None else max(least, whole + LEAST_WHOLE)


def earliest_by_hand(poll: Poll, now: datetime, hold: HostHold | None = None) -> datetime:
    """When a person may have this feed asked for: 30 minutes after the last request, and not
    while its host wants rest."""
    allowed = now if poll.asked_at is None else min(poll.asked_at, now) + BY_HAND
    if is_held(hold, now) and hold is not None:
        allowed = max(allowed, hold.until)
    return max(allowed, now)


def may_ask_by_hand(poll: Poll, now: datetime, hold: HostHold | None = None) -> bool:
    return earliest_by_hand(poll, now, hold) <= now


def is_held(hold: HostHold | None, now: datetime) -> bool:
    """Whether the host wants rest. No host may ask for more than a week: a longer one was written
    under a clock that ran ahead."""
    return hold is not None and now < hold.until <= now + RETRY_MOST


def silence(poll: Poll, now: datetime) -> timedelta | None:
    """How long no episode has come; None where none has a date and none came since the first
    reading."""
    last = max((at for at in (poll.newest_at, poll.changed_at) if at), default=None)
    return None if last is None else max(now - last, timedelta(0))


def is_quiet(poll: Poll, now: datetime) -> bool:
    """Nothing new for long, and not because the show ended."""
    silent = silence(poll, now)
    return not poll.complete and silent is not None and silent >= SILENCES[-1][0]


def doubled(first: timedelta, times: int, most: timedelta) -> timedelta:
    """``first``, doubled with each time after the first, up to ``most``."""
    return min(first * (1 << min(max(times - 1, 0), 20)), most)


# ---------------------------------------------------------------- the wait


def _wait(poll: Poll, now: datetime, good_for: timedelta) -> tuple[timedelta | None, NextReason]:
    if poll.state == "dead":
        return _dead(poll, now)
    if not poll.failure:
        return _usual(poll, now, good_for)
    kind = kind_of(poll.failure)
    if kind == "missing":
        return doubled(DAY, poll.failures, MONTH), "not-found"
    if kind == "gone":
        return DAY, "gone"
    if kind == "refused":
        return WEEK, "refused"
    if kind == "host":
        return LEAST, "host-asked"
    return doubled(HOUR, poll.failures, WEEK), "failing"


def _dead(poll: Poll, now: datetime) -> tuple[timedelta | None, NextReason]:
    if poll.gone >= GONE:
        return None, "gone"
    since = poll.failing_since or now
    over = now + MONTH - since > DEAD_AFTER + LOOKED_FOR
    return (None if over else MONTH), "not-found"


def _usual(poll: Poll, now: datetime, good_for: timedelta) -> tuple[timedelta, NextReason]:
    """The longest of the waits that a feed in good order has; the first of equals names it."""
    silent = silence(poll, now)
    if poll.complete:
        ended = silent is not None and silent >= COMPLETE_FOR
        return (MONTH if ended else WEEK), "complete"
    waits: list[tuple[timedelta, NextReason]] = [_by_gap(poll)]
    quiet = next((wait for least, wait in SILENCES if silent and silent >= least), None)
    if quiet is not None:
        waits.append((quiet, "quiet"))
    waits.append((min(max(poll.wanted, good_for), LONGEST_USUAL), "asked-for-longer"))
    if poll.validators is None:
        waits.append((LEAST_WHOLE, "no-validators"))
    if poll.pushed_until is not None and poll.pushed_until > now:
        waits.append((LONGEST_USUAL, "subscribed"))
    return max(waits, key=lambda each: each[0])


def _by_gap(poll: Poll) -> tuple[timedelta, NextReason]:
    if poll.gap is None:
        return UNKNOWN, "unknown"
    return min(max(poll.gap / LOOKS_PER_GAP, LEAST), LONGEST_USUAL), "usual"


# ---------------------------------------------------------------- moved about


def _expected(found: Next, poll: Poll, now: datetime) -> Next:
    """A quarter of an hour past the next expected episode, where that is sooner (P9)."""
    if not poll.rule or poll.complete or poll.failure or found.due_at is None:
        return found
    rule = parse_rule(poll.rule)
    start = parse_start(poll.rule_start) or poll.newest_at
    expected = next_expected(rule, start, now - AFTER_RULE) if rule and start else None
    if expected is None:
        return found
    due = expected + AFTER_RULE + _full_hour(poll)
    return Next(due, "rule") if due < found.due_at else found


def _not_before(found: Next, at: datetime, reason: NextReason) -> Next:
    """``at`` where that is later."""
    if found.due_at is None or found.due_at >= at:
        return found
    return Next(at, reason)


def _outside_skipped(found: Next, poll: Poll) -> Next:
    """The next hour that ``skipHours`` and ``skipDays`` (GMT) leave (P8). Lists that leave no
    hour or no day mean nothing."""
    hours = set(poll.skip[0]) if len(set(poll.skip[0])) < 24 else set()
    days = set(poll.skip[1]) if len(set(poll.skip[1])) < 7 else set()
    due = found.due_at
    if due is None or not (hours or days):
        return found
    for _ in range(24 * 7):
        if due.hour not in hours and due.weekday() not in days:
            break
        due = due.replace(minute=0, second=0, microsecond=0) + HOUR
    if due == found.due_at:
        return found
    return Next(due + _full_hour(poll), "skipped-hours")


def _full_hour(poll: Poll) -> timedelta:
    """Rules and skipped hours end at full hours, where the feeds of all publishers would meet."""
    return HOUR * jitter(poll.feed_id)
