"""Push (P17): when a hub is asked, what its calls mean, and when a push may wake a feed. Pure but
for ``wake``; reads no clock.

Sources: W3C WebSub 5 (subscribing), 7 (delivery), 8 (signatures).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from earmark.failures import kind_of
from earmark.ingest.schedule import DAY, HOUR, LEAST, MONTH, WEEK, doubled
from earmark.model import FeedId
from earmark.polls import FetchRequest, Poll
from earmark.ports import Store
from earmark.pushes import MOST_WAKES, WAKES_COUNT_FOR, WOKEN_AFTER, Push, Wakes

LEASE_ASKED = 10 * DAY
RENEWED_AT = 0.8
"""Of a lease."""
LEASE_MOST = MONTH
"""A longer lease is renewed for all that: a hub may have forgotten."""
DENIED_FOR = MONTH
"""After which a hub that said no is asked again."""
LEFT_AFTER = 3
"""Times that a hub is told to stop; then the lease ends by itself."""
SIGNATURES = ("sha1", "sha256", "sha384", "sha512")
LONGEST_CHALLENGE = 2_048


# ---------------------------------------------------------------- asking a hub


def asked(push: Push, now: datetime, *, token: str, secret: str) -> Push:
    """The subscription as its hub is asked. Until the hub confirms, each time counts as a failure,
    and the waits grow; ``token`` and ``secret`` are for one that has none yet."""
    failures = push.failures + 1
    return replace(
        push,
        state=push.state if push.state in ("active", "leaving") else "asked",
        token=push.token or token,
        secret=push.secret or secret,
        asked_at=now,
        failures=failures,
        due_at=now + doubled(HOUR, failures, WEEK),
    )


def is_over(push: Push) -> bool:
    """Whether there is nothing left to tell the hub."""
    return push.state == "leaving" and push.failures >= LEFT_AFTER


def hub_request(push: Push, callback: str) -> FetchRequest:
    """The form that asks a hub to tell of news, or no more."""
    form = {
        "hub.mode": "unsubscribe" if push.state == "leaving" else "subscribe",
        "hub.topic": push.topic,
        "hub.callback": callback,
    }
    if push.state != "leaving":
        form |= {
            "hub.lease_seconds": str(int(LEASE_ASKED.total_seconds())),
            "hub.secret": push.secret,
        }
    return FetchRequest(push.hub, "hub", key=push.id, body=urlencode(form).encode())


# ---------------------------------------------------------------- what a hub says


def confirmed(push: Push, topic: str, lease_seconds: str, now: datetime) -> Push | None:
    """The subscription once its hub has asked whether it is wanted; None where it isn't."""
    if topic != push.topic or push.state not in ("asked", "active"):
        return None
    lease = _lease(lease_seconds)
    return replace(
        push,
        state="active",
        failures=0,
        lease_until=now + lease,
        due_at=now + max(lease * RENEWED_AT, LEAST),
    )


def _lease(seconds: str) -> timedelta:
    """What the hub grants, kept in bounds; what was asked for where it doesn't say."""
    whole = seconds.isascii() and seconds.isdecimal() and len(seconds) <= 16
    if not whole or int(seconds) == 0:
        return LEASE_ASKED
    return min(timedelta(seconds=min(int(seconds), 10**9)), LEASE_MOST)


def denied(push: Push, topic: str, now: datetime) -> Push | None:
    """The subscription that its hub refuses or ends; None where the hub means another."""
    if topic != push.topic or push.state not in ("asked", "active"):
        return None
    return replace(push, state="denied", lease_until=None, due_at=now + DENIED_FOR)


def may_leave(push: Push, topic: str) -> bool:
    """Whether the hub asks rightly if it is to stop."""
    return topic == push.topic and push.state == "leaving"


class Signature:
    """What a hub claims to have signed; ``take`` the body piece by piece, none is kept."""

    def __init__(self, header: str, secret: str):
        """``header``: ``X-Hub-Signature``, the name of a method, "=" and hexadecimal digits."""
        method, _, digest = header.strip().partition("=")
        self._claimed = digest.strip().lower()
        known = method.strip().lower() in SIGNATURES and self._claimed.isascii() and bool(secret)
        name = method.strip().lower()
        self._hmac = hmac.new(secret.encode(), digestmod=name) if known else None

    def __bool__(self) -> bool:
        """Whether there is anything to compare with."""
        return self._hmac is not None

    def take(self, piece: bytes) -> None:
        if self._hmac is not None:
            self._hmac.update(piece)

    def is_right(self) -> bool:
        """Compared in constant time."""
        return self._hmac is not None and hmac.compare_digest(self._hmac.hexdigest(), self._claimed)


# ---------------------------------------------------------------- waking


def wake_at(poll: Poll, wakes: Wakes, now: datetime) -> datetime | None:
    """When a push makes this feed due: now, but two minutes after the last request (an hour after
    one that failed) and 20 times an hour at most. None where it isn't polled, is due by then
    anyway, was given up, or refuses us: a push opens no door."""
    if poll.due_at is None or wakes.waiting or poll.state in ("dead", "gone", "refused"):
        return None
    failing = poll.failure and kind_of(poll.failure) != "host"
    least = LEAST if failing else WOKEN_AFTER
    asked_at = now if wakes.claimed else poll.asked_at and min(poll.asked_at, now)
    at = max(now, asked_at + least) if asked_at else now
    if len(wakes.at) >= MOST_WAKES:
        at = max(at, wakes.at[-MOST_WAKES] + WAKES_COUNT_FOR)
    return at if wakes.claimed or at < poll.due_at else None


def wake(store: Store, ids: Iterable[FeedId], now: datetime) -> tuple[FeedId, ...]:
    """Make these feeds due as far as ``wake_at`` allows; those that it changed anything for."""
    polls = store.polls.of(ids)
    wakes = store.polls.wakes([poll.feed_id for poll in polls], now)
    due = {poll.feed_id: wake_at(poll, wakes.get(poll.feed_id, Wakes()), now) for poll in polls}
    return store.polls.wake({key: at for key, at in due.items() if at is not None}, now)
