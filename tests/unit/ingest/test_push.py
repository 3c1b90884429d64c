"""When hubs are asked, what their calls mean, and when a push may wake a feed (P17)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polled import DAY, HOUR, MINUTE, NOW, weekly

from earmark.ingest.explain import explain
from earmark.ingest.push import (
    LEASE_ASKED,
    Signature,
    asked,
    confirmed,
    denied,
    hub_request,
    is_over,
    may_leave,
    wake_at,
)
from earmark.ingest.schedule import next_check
from earmark.model import FeedId
from earmark.polls import HostHold, Poll
from earmark.pushes import MOST_WAKES, Push, PushState, Wakes

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
TOPIC = "https://hive.example/self"


def push(state: PushState = "new", **changes: object) -> Push:
    made = Push(1, FeedId(7), "https://hub.example/", TOPIC, "https://hive.example/", state, NOW)
    if state != "new":
        made = replace(made, token="t", secret="s", asked_at=NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


# ---------------------------------------------------------------- asking


def test_p17_a_hub_is_asked_with_a_secret_and_a_callback_of_its_own() -> None:
    first = asked(push(), NOW, token="unguessable", secret="key")
    assert (first.state, first.token, first.secret) == ("asked", "unguessable", "key")
    again = asked(first, NOW + HOUR, token="other", secret="other")
    assert (again.token, again.secret) == ("unguessable", "key")
    request = hub_request(first, "https://me.example/websub/unguessable")
    assert request.kind == "hub"
    assert request.body is not None
    assert parse_qs(request.body.decode()) == {
        "hub.mode": ["subscribe"],
        "hub.topic": [TOPIC],
        "hub.callback": ["https://me.example/websub/unguessable"],
        "hub.lease_seconds": [str(10 * 86_400)],
        "hub.secret": ["key"],
    }


def test_p17_a_hub_that_never_confirms_is_asked_less_and_less() -> None:
    at, waiting, waits = NOW, push(), []
    for _ in range(10):
        waiting = asked(waiting, at, token="t", secret="s")
        waits.append(waiting.due_at - at)
        at = waiting.due_at
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert waits[-1] == WEEK
    sure = confirmed(waiting, TOPIC, "864000", at)
    assert sure is not None
    assert sure.failures == 0


def test_p17_a_hub_is_told_to_stop_three_times_at_most() -> None:
    leaving = push("leaving")
    for _ in range(3):
        assert not is_over(leaving)
        leaving = asked(leaving, NOW, token="", secret="")
        assert leaving.state == "leaving"
    assert is_over(leaving)
    body = hub_request(leaving, "https://me.example/websub/t").body
    assert body is not None
    assert set(parse_qs(body.decode())) == {"hub.mode", "hub.topic", "hub.callback"}


# ---------------------------------------------------------------- confirming


@pytest.mark.parametrize(
    ("lease", "until", "renewed"),
    [
        ("864000", 10 * DAY, 8 * DAY),
        ("86400", DAY, 0.8 * DAY),
        ("60", MINUTE, HOUR),  # no hub has itself asked every minute
        ("99999999999", 30 * DAY, 24 * DAY),
        ("", LEASE_ASKED, 8 * DAY),
        ("0", LEASE_ASKED, 8 * DAY),
        ("-5", LEASE_ASKED, 8 * DAY),
        ("9" * 10_000, LEASE_ASKED, 8 * DAY),
        ("٣", LEASE_ASKED, 8 * DAY),
    ],
)
def test_p17_a_lease_is_renewed_when_four_fifths_are_over(
    lease: str, until: timedelta, renewed: timedelta
) -> None:
    sure = confirmed(push("asked"), TOPIC, lease, NOW)
    assert sure is not None
    assert (sure.state, sure.lease_until, sure.due_at) == ("active", NOW + until, NOW + renewed)
    again = asked(sure, sure.due_at, token="", secret="")
    assert again.state == "active"  # news are heard while it is renewed
    assert again.lease_until == sure.lease_until


@pytest.mark.parametrize("state", ["new", "denied", "leaving"])
def test_p17_what_was_not_asked_for_is_not_confirmed(state: PushState) -> None:
    assert confirmed(push(state), TOPIC, "864000", NOW) is None
    assert denied(push(state), TOPIC, NOW) is None


def test_p17_another_topic_is_not_confirmed() -> None:
    for topic in ("", "https://hive.example/", TOPIC + "/"):
        assert confirmed(push("asked"), topic, "864000", NOW) is None
        assert denied(push("active"), topic, NOW) is None
        assert not may_leave(push("leaving"), topic)


def test_p17_only_what_is_left_may_be_ended_by_a_hub() -> None:
    assert may_leave(push("leaving"), TOPIC)
    assert not any(may_leave(push(state), TOPIC) for state in ("asked", "active", "denied"))


def test_p17_a_hub_that_refuses_is_asked_again_in_a_month() -> None:
    no = denied(push("active", lease_until=NOW + DAY), TOPIC, NOW)
    assert no is not None
    assert (no.state, no.lease_until, no.due_at) == ("denied", None, NOW + 30 * DAY)


# ---------------------------------------------------------------- signatures

BODY = b"<rss/>" * 1000


def signed(method: str, key: str = "s", body: bytes = BODY) -> str:
    return f"{method}={hmac.new(key.encode(), body, method).hexdigest()}"


def is_right(header: str, body: bytes = BODY, secret: str = "s") -> bool:
    signature = Signature(header, secret)
    for start in range(0, len(body), 999):
        signature.take(body[start : start + 999])
    return signature.is_right()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_p17_a_right_signature_is_believed(method: str) -> None:
    assert is_right(signed(method))
    assert is_right(f" {signed(method).upper()} ".replace(method.upper(), method))
    assert not is_right(signed(method), BODY + b" ")
    assert not is_right(signed(method, "other"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "=",
        "sha256",
        "sha256=",
        "sha256=é",
        f"md5={hmac.new(b's', BODY, 'md5').hexdigest()}",
        f"sha224={hmac.new(b's', BODY, 'sha224').hexdigest()}",
        f"sha256={hashlib.sha256(BODY).hexdigest()}",
        signed("sha256")[:-1],
        signed("sha1").replace("sha1", "sha256"),
    ],
)
def test_p17_anything_else_is_not(header: str) -> None:
    assert not is_right(header)


def test_p17_without_a_secret_nothing_is_right() -> None:
    assert not is_right(signed("sha256", ""), secret="")


# ---------------------------------------------------------------- waking


def fine(**changes: object) -> Poll:
    return weekly(due_at=NOW + DAY, asked_at=NOW - HOUR, **changes)


@pytest.mark.parametrize(
    ("poll", "at"),
    [
        (fine(), NOW),
        (weekly(due_at=NOW + DAY, asked_at=NOW - MINUTE), NOW + MINUTE),
        (weekly(due_at=NOW + DAY, asked_at=NOW), NOW + 2 * MINUTE),
        (weekly(due_at=NOW + DAY, asked_at=NOW + DAY), NOW + 2 * MINUTE),  # a clock ran ahead
        (weekly(due_at=NOW + DAY, asked_at=None), NOW),
        (weekly(due_at=NOW + MINUTE, asked_at=NOW), None),  # sooner anyway
        (weekly(due_at=NOW, asked_at=NOW - DAY), None),
        (weekly(due_at=None), None),
        (fine(validators=None), NOW),
        (fine(state="quiet"), NOW),
        (fine(state="failing", failure="timed-out"), NOW),
        (weekly(due_at=NOW + DAY, asked_at=NOW, failure="timed-out"), NOW + HOUR),
        (weekly(due_at=NOW + DAY, asked_at=NOW, failure="too-many"), NOW + 2 * MINUTE),
        (fine(state="refused", failure="forbidden"), None),
        (fine(state="gone", failure="not-found"), None),
        (fine(state="dead", failure="not-found"), None),
    ],
)
def test_p17_a_push_wakes_a_feed_two_minutes_after_its_last_request(
    poll: Poll, at: datetime | None
) -> None:
    assert wake_at(poll, Wakes(), NOW) == at


def test_p17_news_that_come_while_it_is_asked_have_it_asked_once_more() -> None:
    under_way = weekly(due_at=NOW - MINUTE, asked_at=NOW - DAY)
    assert wake_at(under_way, Wakes(claimed=True), NOW) == NOW + 2 * MINUTE
    assert wake_at(under_way, Wakes(claimed=True, waiting=True), NOW) is None


@given(
    st.lists(st.integers(1, 400), min_size=30, max_size=600),
    st.integers(0, 300),
)
def test_p17_a_flood_asks_20_times_an_hour_at_most_two_minutes_apart(
    gaps: list[int], takes_s: int
) -> None:
    """Pushes come ``gaps`` seconds apart; the crawler asks ``takes_s`` after a feed is due."""
    now, poll = NOW, fine()
    wakes: list[datetime] = []
    requests: list[datetime] = []
    for gap in gaps:
        now += gap * SECOND
        due = poll.due_at
        assert due is not None
        if now >= due + takes_s * SECOND:
            asked_at = due + takes_s * SECOND
            requests.append(asked_at)
            poll = replace(poll, asked_at=asked_at, due_at=asked_at + 30 * DAY)
        counting = tuple(each for each in wakes if each > now - HOUR)
        at = wake_at(poll, Wakes(counting), now)
        if at is not None:
            wakes.append(at)
            poll = replace(poll, due_at=at)
    assert all(later - sooner >= 2 * MINUTE for sooner, later in pairwise(requests))
    ends = zip(requests, requests[MOST_WAKES:], strict=False)
    assert all(later - sooner >= HOUR for sooner, later in ends)


def test_p17_a_push_too_many_is_late_and_not_lost() -> None:
    wakes = Wakes(tuple(NOW - HOUR + n * 2 * MINUTE for n in range(1, 21)))
    assert wake_at(fine(), wakes, NOW) == NOW + 2 * MINUTE
    assert wake_at(fine(), Wakes(wakes.at[1:]), NOW) == NOW


# ---------------------------------------------------------------- polled seldom


def test_p17_a_feed_whose_hub_tells_of_news_is_asked_once_a_day_for_all_that() -> None:
    daily = weekly(gap=DAY, asked_at=NOW, newest_at=NOW)
    assert next_check(daily, NOW).reason == "usual"
    told = next_check(replace(daily, pushed_until=NOW + DAY), NOW)
    assert told.reason == "subscribed"
    assert told.due_at is not None
    assert DAY <= told.due_at - NOW <= 1.1 * DAY
    ended = replace(daily, pushed_until=NOW)
    assert next_check(ended, NOW).reason == "usual"


def test_p17_why_is_said() -> None:
    poll = fine(reason="subscribed")
    assert "as its hub says when something is new" in explain(poll, NOW)
    held = HostHold("hive.example", NOW + 2 * DAY)
    assert "when its host wants no more rest" in explain(fine(reason="pushed"), NOW, held)
