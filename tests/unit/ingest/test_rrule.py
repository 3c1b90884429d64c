"""``podcast:updateFrequency``: rule P9 of docs/why/polling.md. Expected dates are from RFC 5545's
own examples where it has them, else counted on a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ingest.polled import DAY, NOW

from earmark.ingest.rrule import AHEAD, LONGEST_RULE, next_expected, parse_rule, parse_start

START = datetime(2026, 1, 5, 6, tzinfo=UTC)
"""A Monday."""


def following(text: str, start: datetime, after: datetime, count: int = 3) -> list[date]:
    rule = parse_rule(text)
    assert rule is not None, text
    found: list[date] = []
    for _ in range(count):
        expected = next_expected(rule, start, after)
        if expected is None:
            break
        assert expected > after
        found.append(expected.date())
        after = expected
    return found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("FREQ=DAILY", ["2026-11-03", "2026-11-04", "2026-11-05"]),
        ("RRULE:FREQ=DAILY;INTERVAL=10;", ["2026-11-11", "2026-11-21", "2026-12-01"]),
        ("freq=weekly", ["2026-11-09", "2026-11-16", "2026-11-23"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["2026-11-04", "2026-11-09", "2026-11-11"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", ["2026-11-14", "2026-11-28", "2026-12-12"]),
        ("FREQ=DAILY;BYDAY=SA,SU", ["2026-11-07", "2026-11-08", "2026-11-14"]),
        ("FREQ=MONTHLY", ["2026-11-05", "2026-12-05", "2027-01-05"]),
        ("FREQ=MONTHLY;BYDAY=1FR", ["2026-11-06", "2026-12-04", "2027-01-01"]),
        ("FREQ=MONTHLY;BYDAY=-1MO", ["2026-11-30", "2026-12-28", "2027-01-25"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", ["2026-11-15", "2026-11-30", "2026-12-15"]),
        ("FREQ=YEARLY;BYDAY=+4TH;BYMONTH=11", ["2026-11-26"]),
        ("FREQ=YEARLY;BYMONTH=11,12", ["2026-11-05", "2026-12-05"]),
        ("FREQ=YEARLY;BYDAY=45TH", ["2026-11-05"]),
        ("FREQ=YEARLY;BYDAY=-1TH", []),
        ("FREQ=DAILY;COUNT=303", ["2026-11-03"]),
        ("FREQ=DAILY;COUNT=302", []),
        ("FREQ=WEEKLY;UNTIL=20261116T060000Z", ["2026-11-09", "2026-11-16"]),
        ("FREQ=WEEKLY;UNTIL=20261116", ["2026-11-09", "2026-11-16"]),
        ("FREQ=WEEKLY;UNTIL=20261115", ["2026-11-09"]),
        ("FREQ=DAILY;UNTIL=99991231", ["2026-11-03", "2026-11-04", "2026-11-05"]),
        ("FREQ=YEARLY;INTERVAL=3", []),
    ],
)
def test_p9_the_next_three(text: str, days: list[str]) -> None:
    assert following(text, START, NOW) == [date.fromisoformat(day) for day in days]


def test_p9_every_other_week_depends_on_where_weeks_start() -> None:
    """RFC 5545, 3.3.10: the example with WKST."""
    start = datetime(1997, 8, 5, 9, tzinfo=UTC)
    for week_start, days in (("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])):
        text = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}"
        found = following(text, start, start - DAY, 9)
        assert [day.day for day in found] == days


def test_p9_days_are_those_of_the_offset_of_dtstart() -> None:
    start = parse_start("2026-01-05T23:00:00-05:00")
    rule = parse_rule("FREQ=WEEKLY;BYDAY=MO")
    assert start is not None
    assert rule is not None
    assert next_expected(rule, start, NOW) == datetime(2026, 11, 3, 4, tzinfo=UTC)
    tuesday_at_two = datetime(2026, 11, 3, 2, tzinfo=UTC)
    assert next_expected(rule, start, tuesday_at_two) == datetime(2026, 11, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2023-04-10T00:00:00.000Z", datetime(2023, 4, 10, tzinfo=UTC)),
        ("2023-04-10", datetime(2023, 4, 10, tzinfo=UTC)),
        ("20230410T063000Z", datetime(2023, 4, 10, 6, 30, tzinfo=UTC)),
        ("Mon, 10 Apr 2023 06:30:00 +0200", datetime(2023, 4, 10, 4, 30, tzinfo=UTC)),
        ("", None),
        ("soon", None),
        ("2" * 5_000, None),
    ],
)
def test_p9_dtstart(text: str, start: datetime | None) -> None:
    assert parse_start(text) == start


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ", "FREQ=", "FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=" + "9" * 200, "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=DAILY;BYHOUR=6", "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO", "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=x", "FREQ=DAILY;UNTIL=never", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;INTERVAL=²", "FREQ=DAILY;" * 100, "Every Tuesday",
    ],
)  # fmt: skip
def test_p9_what_is_not_understood_says_nothing(text: str) -> None:
    assert parse_rule(text) is None


@pytest.mark.parametrize(
    "start",
    [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC), NOW + 60 * DAY],
)
def test_p9_a_start_outside_of_podcasting_says_nothing(start: datetime) -> None:
    rule = parse_rule("FREQ=DAILY;COUNT=999999")
    assert rule is not None
    assert next_expected(rule, start, NOW) is None


parts = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "INTERVAL=7", "INTERVAL=1000",
     "BYDAY=MO,TU,-1SU", "BYDAY=53MO", "BYDAY=FR", "BYMONTH=2", "BYMONTHDAY=31,-31",
     "COUNT=1000000", "COUNT=3", "UNTIL=20300101", "WKST=SU", "WKST=??"]
)  # fmt: skip
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
starts = st.integers(-36 * 365, 4 * 365).map(lambda days: (NOW + days * DAY).replace(tzinfo=None))


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(parts | st.text(max_size=20), max_size=8).map(";".join), starts, offsets)
def test_p9_no_rule_raises_or_goes_on_without_end(
    text: str, start: datetime, offset: timedelta
) -> None:
    rule = parse_rule(text)
    begun = parse_start(start.isoformat() + _offset(offset))
    assert begun is not None
    if rule is None:
        return
    expected = next_expected(rule, begun, NOW)
    assert expected is None or NOW < expected <= NOW + AHEAD + DAY
    assert expected is None or expected >= begun


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@settings(max_examples=300, derandomize=True)
@given(st.text(max_size=2 * LONGEST_RULE))
def test_p9_any_text_is_a_rule_or_none(text: str) -> None:
    parse_rule(text)
    parse_start(text)


def test_p9_no_rule_looks_at_more_days_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is counted, not timed."""
    looked = []
    rules = "earmark.ingest.rrule._occurs"
    monkeypatch.setattr(rules, lambda *args: bool(looked.append(args)))
    ten_years = 3_660
    for text in ("FREQ=YEARLY;INTERVAL=1000;BYMONTHDAY=31;BYMONTH=2", "FREQ=DAILY;COUNT=1000000"):
        looked.clear()
        rule = parse_rule(text)
        assert rule is not None
        assert next_expected(rule, NOW - ten_years * DAY, NOW) is None
        assert 0 < len(looked) <= ten_years + AHEAD.days + 1
        looked.clear()
        assert next_expected(rule, datetime(1995, 1, 2, tzinfo=UTC), NOW) is None
        assert len(looked) <= AHEAD.days + 1
