"""When a feed is asked for next, and why: rules P4, P5, P8 to P11 of docs/why/polling.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ingest.polled import DAY, HOUR, MINUTE, NOW, URL, about, weekly

from earmark.failures import CODES, kind_of
from earmark.ingest.schedule import (
    BY_HAND,
    earliest,
    earliest_by_hand,
    is_held,
    is_quiet,
    jitter,
    may_ask_by_hand,
    next_check,
    spread_first,
)
from earmark.model import FeedId
from earmark.polls import HostHold, NextReason, Poll, PollState, Validators

ZERO = timedelta(0)


def wait_of(poll: Poll, **more: timedelta) -> tuple[timedelta, NextReason]:
    found = next_check(poll, NOW, **more)  # type: ignore[arg-type]
    assert found.due_at is not None
    return found.due_at - NOW, found.reason


def asked_now(**changes: object) -> Poll:
    return weekly(asked_at=NOW, answered_at=NOW, status=304, **changes)


# ---------------------------------------------------------------- the least wait


def test_p4_an_hour_with_validators_and_a_day_without() -> None:
    quick = asked_now(gap=HOUR)
    assert about(wait_of(quick)[0], HOUR)
    wait, reason = wait_of(asked_now(gap=HOUR, validators=None))
    assert about(wait, DAY)
    assert reason == "no-validators"


def test_p4_without_validators_the_day_begins_when_the_feed_last_came_whole() -> None:
    failing = weekly(
        validators=None, asked_at=NOW, answered_at=NOW - 20 * HOUR, status=500,
        failure="server-error", failures=1,
    )  # fmt: skip
    assert wait_of(failing) == (4 * HOUR, "no-validators")
    never_came = weekly(
        validators=None, asked_at=NOW, answered_at=None, status=500,
        failure="server-error", failures=1,
    )  # fmt: skip
    assert about(wait_of(never_came)[0], HOUR)


@pytest.mark.parametrize(
    ("since", "allowed"), [(29 * MINUTE, False), (30 * MINUTE, True), (-3 * DAY, False)]
)
def test_p4_by_hand_once_in_thirty_minutes(since: timedelta, allowed: bool) -> None:
    """The last row is a clock that ran ahead: it locks nobody out for longer than the rule."""
    poll = weekly(asked_at=NOW - since)
    assert may_ask_by_hand(poll, NOW) is allowed
    assert earliest_by_hand(poll, NOW) <= NOW + BY_HAND


def test_p4_by_hand_waits_for_a_host_that_wants_rest_and_a_new_feed_for_nothing() -> None:
    held = HostHold("hive.example", NOW + 2 * HOUR, 1)
    assert earliest_by_hand(weekly(), NOW, held) == NOW + 2 * HOUR
    assert may_ask_by_hand(Poll(FeedId(1), URL, NOW), NOW)


def test_p5_59_minutes_and_30_seconds_is_too_early() -> None:
    """The time is stored, and no reason makes it sooner: P4 counts from the last request."""
    poll = asked_now(gap=MINUTE)
    found = next_check(poll, NOW)
    assert found.due_at is not None
    assert found.due_at > NOW + timedelta(minutes=59, seconds=30)
    later = next_check(poll, NOW + 50 * MINUTE)
    assert later.due_at is not None
    assert later.due_at >= found.due_at, "deciding again later asks nobody sooner"


# ---------------------------------------------------------------- what the publisher asks for


@pytest.mark.parametrize(
    ("wanted", "good_for", "least", "reason"),
    [
        (ZERO, ZERO, HOUR, "usual"),
        (30 * MINUTE, ZERO, HOUR, "usual"),
        (ZERO, 10 * MINUTE, HOUR, "usual"),
        (5 * HOUR, ZERO, 5 * HOUR, "asked-for-longer"),
        (5 * HOUR, 9 * HOUR, 9 * HOUR, "asked-for-longer"),
        (365 * DAY, ZERO, DAY, "asked-for-longer"),
        (ZERO, DAY, DAY, "asked-for-longer"),
    ],
)
def test_p8_wishes_lengthen_up_to_a_day_and_never_shorten(
    wanted: timedelta, good_for: timedelta, least: timedelta, reason: NextReason
) -> None:
    wait, why = wait_of(asked_now(gap=HOUR, wanted=wanted), good_for=good_for)
    assert about(wait, least)
    assert why == reason


def test_p8_a_wish_is_no_reason_to_ask_a_quiet_feed_more_often() -> None:
    silent = asked_now(newest_at=NOW - 400 * DAY, wanted=HOUR)
    assert about(wait_of(silent)[0], 7 * DAY)


@pytest.mark.parametrize(
    ("hours", "days", "due"),
    [
        ((13, 14), (), datetime(2026, 11, 2, 15, tzinfo=UTC)),
        ((), (0,), datetime(2026, 11, 3, 0, tzinfo=UTC)),
        ((0, 1), (0, 1), datetime(2026, 11, 4, 2, tzinfo=UTC)),
        (tuple(range(13, 24)), (1,), datetime(2026, 11, 4, 0, tzinfo=UTC)),
        ((), (0, 1, 2, 3, 4, 5), datetime(2026, 11, 8, 0, tzinfo=UTC)),
    ],
)
def test_p8_skipped_hours_and_days_are_kept_to(
    hours: tuple[int, ...], days: tuple[int, ...], due: datetime
) -> None:
    found = next_check(asked_now(gap=HOUR, skip=(hours, days)), NOW)
    assert found.due_at is not None
    assert due <= found.due_at <= due + 6 * MINUTE
    assert found.reason == "skipped-hours"


@pytest.mark.parametrize("skip", [(tuple(range(24)), ()), ((), tuple(range(7)))])
def test_p8_lists_that_leave_nothing_mean_nothing(
    skip: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    assert wait_of(asked_now(gap=HOUR, skip=skip)) == wait_of(asked_now(gap=HOUR))


def test_p8_an_hour_that_is_not_skipped_is_left_as_it_is() -> None:
    poll = asked_now(gap=HOUR, skip=((3,), (6,)))
    assert wait_of(poll) == wait_of(asked_now(gap=HOUR))


# ---------------------------------------------------------------- what ended, what is announced


@pytest.mark.parametrize(
    ("silent", "wait"),
    [(DAY, 7 * DAY), (89 * DAY, 7 * DAY), (90 * DAY, 30 * DAY), (None, 7 * DAY)],
)
def test_p9_a_complete_show_is_asked_weekly_then_monthly(
    silent: timedelta | None, wait: timedelta
) -> None:
    newest = None if silent is None else NOW - silent
    found, reason = wait_of(asked_now(complete=True, newest_at=newest))
    assert about(found, wait)
    assert reason == "complete"


def test_p9_a_rule_brings_the_look_to_a_quarter_past_the_expected_time() -> None:
    poll = asked_now(rule="FREQ=WEEKLY;BYDAY=TU", rule_start="2026-01-06T06:00:00Z")
    found = next_check(poll, NOW)
    expected = datetime(2026, 11, 3, 6, 15, tzinfo=UTC)
    assert found.due_at is not None
    assert expected <= found.due_at <= expected + 6 * MINUTE
    assert found.reason == "rule"


def test_p9_without_dtstart_the_newest_episode_is_the_start() -> None:
    poll = asked_now(rule="FREQ=DAILY", newest_at=NOW - DAY + 3 * HOUR)
    wait, reason = wait_of(poll)
    assert 3 * HOUR + 15 * MINUTE <= wait <= 3 * HOUR + 21 * MINUTE
    assert reason == "rule"


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20260101", "__import__('os')"]
)
def test_p9_a_rule_that_says_nothing_changes_nothing(rule: str) -> None:
    poll = asked_now(rule=rule, rule_start="2026-01-06T06:00:00Z")
    assert wait_of(poll) == wait_of(asked_now())


def test_p9_a_rule_never_comes_before_the_hour_and_never_delays() -> None:
    soon = asked_now(rule="FREQ=DAILY", rule_start="2026-01-06T11:50:00Z")
    assert wait_of(soon) == (HOUR, "rule")
    late = asked_now(gap=8 * HOUR, rule="FREQ=WEEKLY;BYDAY=SU", rule_start="2026-01-04T06:00:00Z")
    assert wait_of(late)[1] == "usual"


def test_p9_what_fails_or_has_ended_is_not_asked_for_an_announced_episode() -> None:
    rule = {"rule": "FREQ=DAILY", "rule_start": "2026-01-06T14:00:00Z"}
    failing = {"failure": "not-found", "failures": 3, "state": "gone"}
    assert wait_of(asked_now(**rule, **failing)) == wait_of(asked_now(**failing))
    assert wait_of(asked_now(**rule, complete=True)) == wait_of(asked_now(complete=True))


def test_p9_without_validators_even_an_announced_episode_waits_for_the_day() -> None:
    poll = asked_now(rule="FREQ=DAILY", rule_start="2026-01-06T20:00:00Z", validators=None)
    assert wait_of(poll) == (DAY, "no-validators")


# ---------------------------------------------------------------- the usual


@pytest.mark.parametrize(
    ("gap", "silent", "least", "reason"),
    [
        (timedelta(0), DAY, HOUR, "usual"),
        (4 * HOUR, HOUR, HOUR, "usual"),
        (DAY, DAY, 3 * HOUR, "usual"),
        (7 * DAY, 3 * DAY, 21 * HOUR, "usual"),
        (30 * DAY, 3 * DAY, DAY, "usual"),
        (None, 3 * DAY, 6 * HOUR, "unknown"),
        (None, None, 6 * HOUR, "unknown"),
        (DAY, 29 * DAY, 3 * HOUR, "usual"),
        (DAY, 30 * DAY, 12 * HOUR, "quiet"),
        (DAY, 90 * DAY, DAY, "quiet"),
        (7 * DAY, 365 * DAY, 7 * DAY, "quiet"),
        (None, 365 * DAY, 7 * DAY, "quiet"),
        (7 * DAY, 31 * DAY, 21 * HOUR, "usual"),
        (30 * DAY, 31 * DAY, DAY, "usual"),
    ],
)
def test_p10_by_the_gap_and_the_silence(
    gap: timedelta | None, silent: timedelta | None, least: timedelta, reason: NextReason
) -> None:
    """The last two: a show that is late isn't asked more often for it."""
    newest = None if silent is None else NOW - silent
    wait, why = wait_of(asked_now(gap=gap, newest_at=newest))
    assert about(wait, least)
    assert why == reason


def test_p10_a_new_episode_ends_the_silence_whatever_its_date_says() -> None:
    odd = asked_now(gap=DAY, newest_at=NOW - 900 * DAY, changed_at=NOW - HOUR)
    assert about(wait_of(odd)[0], 3 * HOUR)
    assert not is_quiet(odd, NOW)
    assert is_quiet(asked_now(newest_at=NOW - 900 * DAY), NOW)
    assert not is_quiet(asked_now(newest_at=NOW - 900 * DAY, complete=True), NOW)


# ---------------------------------------------------------------- spread


def test_p11_jitter_is_stable_small_and_spread_evenly() -> None:
    shares = [jitter(FeedId(number)) for number in range(5_000)]
    assert shares == [jitter(FeedId(number)) for number in range(5_000)]
    assert all(0 <= share < 0.1 for share in shares)
    tenths = [sum(low <= share * 100 < low + 1 for share in shares) for low in range(10)]
    assert min(tenths) > 400, "500 of 5,000 in each tenth, give or take"


@pytest.mark.parametrize(
    ("count", "rate", "over"),
    [(0, 1, HOUR), (24, 1, HOUR), (1_000, 10, HOUR), (100_000, 10, timedelta(seconds=10_000))],
)
def test_p11_a_first_import_is_spread_over_an_hour_or_more(
    count: int, rate: float, over: timedelta
) -> None:
    offsets = list(spread_first(count, rate))
    assert len(offsets) == count
    assert all(offset == ZERO for offset in offsets[:50]), "a new library fills at once"
    assert all(offset < over for offset in offsets)
    assert offsets == sorted(offsets)
    if count > 50:
        assert offsets[-1] >= over * 0.99
        steps = {later - earlier for earlier, later in pairwise(offsets[50:])}
        assert max(steps) - min(steps) < timedelta(milliseconds=1)


def test_p11_a_feed_of_millions_takes_no_memory() -> None:
    offsets = spread_first(4_500_000, 100)
    assert [next(offsets) for _ in range(3)] == [ZERO] * 3


# ---------------------------------------------------------------- hosts


def test_p7_a_feed_waits_for_its_host() -> None:
    hold = HostHold("hive.example", NOW + 3 * DAY, 1)
    assert next_check(asked_now(), NOW, hold=hold) == (NOW + 3 * DAY, "host-asked")
    over = HostHold("hive.example", NOW - HOUR, 3)
    assert next_check(asked_now(), NOW, hold=over) == next_check(asked_now(), NOW)


def test_p7_no_host_holds_a_feed_for_longer_than_a_week() -> None:
    """Such a time was written under a clock that ran ahead."""
    assert not is_held(HostHold("hive.example", NOW + 300 * DAY, 1), NOW)


# ---------------------------------------------------------------- any feed

moments = st.none() | st.integers(-500_000, 500_000).map(lambda minutes: NOW + minutes * MINUTE)
spans = st.integers(0, 10**6).map(lambda minutes: minutes * MINUTE)
hour_lists = st.lists(st.integers(0, 23)).map(tuple)
day_lists = st.lists(st.integers(0, 6)).map(tuple)
rules = st.sampled_from(["", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY", "no rule"])
polls = st.builds(
    Poll,
    feed_id=st.integers(1, 2**40).map(FeedId),
    url=st.just(URL),
    due_at=moments,
    state=st.sampled_from(get_args(PollState)),
    validators=st.none() | st.just(Validators(URL, b"x")),
    asked_at=moments,
    answered_at=moments,
    changed_at=moments,
    newest_at=moments,
    gap=st.none() | spans,
    complete=st.booleans(),
    wanted=spans,
    skip=st.tuples(hour_lists, day_lists),
    rule=rules,
    rule_start=st.sampled_from(["", "2026-01-01T06:00:00+05:00", "soon"]),
    status=st.sampled_from([0, 200, 304, 404, 500]),
    failure=st.sampled_from(["", *CODES, "of a newer version"]),
    failures=st.integers(0, 10_000),
    failing_since=moments,
    gone=st.integers(0, 3),
)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(polls, spans, st.none() | st.integers(-9, 10_000))
def test_never_too_early_and_never_beyond_the_caps(
    poll: Poll, good_for: timedelta, held: int | None
) -> None:
    hold = None if held is None else HostHold("hive.example", NOW + held * MINUTE)
    found = next_check(poll, NOW, good_for=good_for, hold=hold)
    if found.due_at is None:
        assert poll.state == "dead"
        return
    assert found.due_at >= earliest(poll, NOW)
    assert found.due_at >= min(poll.asked_at or NOW, NOW) + HOUR
    assert found.due_at > NOW
    # a month and its tenth, and the longest list of days to skip
    assert found.due_at <= NOW + 33 * DAY + 7 * DAY
    assert hold is None or not is_held(hold, NOW) or found.due_at >= hold.until
    assert found == next_check(poll, NOW, good_for=good_for, hold=hold)
    if poll.failure and poll.state != "dead" and kind_of(poll.failure) == "failing":
        assert found.due_at <= NOW + 7.7 * DAY + 7 * DAY
