"""Hubs (W3C WebSub): they are asked to tell of news, and what they say is heard.

Asking is the crawler's, hearing the web server's; they meet in the store. What a hub sends is
compared with its signature and thrown away: it wakes the feed, which is asked as ever (P17).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from earmark.ingest.headers import retry_after
from earmark.ingest.push import (
    LONGEST_CHALLENGE,
    Signature,
    asked,
    confirmed,
    denied,
    hub_request,
    is_over,
    may_leave,
    wake,
)
from earmark.ingest.schedule import HOUR
from earmark.keys import host_of
from earmark.polls import Fetched
from earmark.ports import Fetcher, Store
from earmark.pushes import Push

CALLBACK = "/websub/"
"""Where hubs reach us, before the token."""
CLAIMED = 20
CLAIMED_FOR = timedelta(minutes=30)
"""Longer than so many hubs can take."""
_SECRET_BYTES = 32
_ACCEPTED = range(200, 300)
_TRIES = 2
"""A crawler may have written the subscription down since it was read."""

log = logging.getLogger(__name__)


class HubAsker:
    """Asks hubs, one after the other. ``public_url``: where they reach this installation."""

    def __init__(
        self, store: Store, fetcher: Fetcher, *, public_url: str, now: Callable[[], datetime]
    ):
        self._store = store
        self._fetcher = fetcher
        self._callback = public_url.rstrip("/") + CALLBACK
        self._now = now
        self._resting: dict[str, datetime] = {}
        """Hosts of hubs that don't answer, and until when they aren't asked."""

    def turn(self, stop: Callable[[], bool]) -> bool:
        """Ask some of the hubs that are due; whether there were any."""
        now = self._now()
        claimed = self._store.pushes.claim(now, limit=CLAIMED, until=now + CLAIMED_FOR)
        for push in claimed:
            if stop():
                self._store.pushes.change(push, replace(push, due_at=now))
            else:
                self._ask(push)
        return bool(claimed)

    def _ask(self, push: Push) -> None:
        now, host, pushes = self._now(), host_of(push.hub), self._store.pushes
        if is_over(push):
            pushes.forget(push)
            return
        rests_until = self._resting.get(host, now)
        if rests_until > now:
            pushes.change(push, replace(push, due_at=rests_until))
            return
        token, secret = secrets.token_urlsafe(_SECRET_BYTES), secrets.token_hex(_SECRET_BYTES)
        waiting = asked(push, now, token=token, secret=secret)
        if not pushes.change(push, waiting):  # before the hub comes back, as it may at once
            return
        fetched = self._fetcher.fetch(hub_request(waiting, self._callback + waiting.token))
        self._answered(waiting, fetched, host)

    def _answered(self, push: Push, fetched: Fetched, host: str) -> None:
        accepted = fetched.failure is None and fetched.status in _ACCEPTED
        if accepted or (fetched.failure and fetched.failure.code == "stopped"):
            return
        now = self._now()
        why = fetched.failure.code if fetched.failure else str(fetched.status)
        told = {"event": "hub-failed", "feed": push.feed_id, "host": host, "why": why}
        log.info("a hub didn't take a subscription", extra=told)
        wait = HOUR if fetched.failure else retry_after(fetched, now)
        if wait is None:
            return
        self._resting = {name: at for name, at in self._resting.items() if at > now}
        self._resting[host] = now + wait
        later = replace(push, due_at=max(push.due_at, now + wait))
        self._store.pushes.change(push, later)


class Callbacks:
    """What hubs ask and tell us, at the address that ends with a subscription's token."""

    def __init__(self, store: Store, now: Callable[[], datetime]):
        self._store = store
        self._now = now

    def confirm(
        self, token: str, mode: str, *, topic: str, challenge: str = "", lease_seconds: str = ""
    ) -> str | None:
        """What to answer to a hub that asks whether it is meant so: its challenge, or "" where it
        says that it refuses; None where nothing of the kind was asked for."""
        for _ in range(_TRIES):
            push = self._store.pushes.at(token)
            if push is None:
                return None
            if self._done(push, mode, topic, lease_seconds, challenge):
                told = {"event": f"hub-{mode}", "feed": push.feed_id, "host": host_of(push.hub)}
                log.info("a hub confirms or refuses", extra=told)
                return "" if mode == "denied" else challenge
        return None

    def _done(self, push: Push, mode: str, topic: str, lease: str, challenge: str) -> bool:
        now, pushes = self._now(), self._store.pushes
        if mode == "denied":
            after = denied(push, topic, now)
            return after is not None and pushes.change(push, after)
        if not 0 < len(challenge) <= LONGEST_CHALLENGE:
            return False
        if mode == "subscribe":
            after = confirmed(push, topic, lease, now)
            return after is not None and pushes.change(push, after)
        if mode == "unsubscribe" and may_leave(push, topic):
            pushes.forget(push)
            return True
        return False

    def knows(self, token: str) -> bool:
        """Whether a hub may send anything there."""
        push = self._store.pushes.at(token)
        return push is not None and push.state != "leaving"

    def signature(self, token: str, header: str) -> Signature:
        """To compare what a hub sends with."""
        push = self._store.pushes.at(token)
        active = push is not None and push.state == "active"
        return Signature(header, push.secret if push and active else "")

    def delivered(self, token: str) -> bool:
        """A rightly signed message came: wake its feed. Whether that changed anything."""
        now, push = self._now(), self._store.pushes.at(token)
        if push is None or push.state != "active":
            return False
        if push.delivered_at is None or push.delivered_at < now - HOUR:
            self._store.pushes.change(push, replace(push, delivered_at=now))
        woken = bool(wake(self._store, [push.feed_id], now))
        if woken:
            told = {"event": "pushed", "feed": push.feed_id, "host": host_of(push.hub)}
            log.info("a hub tells of news", extra=told)
        return woken
