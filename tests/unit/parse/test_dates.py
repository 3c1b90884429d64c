"""Dates and durations as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.parse.dates import parse_date
from earmark.parse.durations import LONGEST_MS, parse_duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 05 Mar 2024 06:00:00 +0000", "2024-03-05T06:00:00"),
        ("Tue, 05 Mar 2024 06:00:00 GMT", "2024-03-05T06:00:00"),
        ("Tue, 05 Mar 2024 06:00:00 EST", "2024-03-05T11:00:00"),
        ("Tue, 05 Mar 2024 06:00:00 PDT", "2024-03-05T13:00:00"),
        ("Tue, 05 Mar 2024 06:00:00 -0330", "2024-03-05T09:30:00"),
        ("Tue, 05 Mar 2024 06:00:00 GMT+0200", "2024-03-05T04:00:00"),
        ("Tue, 05 Mar 2024 06:00:00 -3000", "2024-03-05T06:00:00"),
        ("Tue, 5 Mar 2024 6:00:00 +0000", "2024-03-05T06:00:00"),
        ("Sun, 05 Mar 2024 06:00:00 +0000", "2024-03-05T06:00:00"),
        ("Tues., 05 March 2024 06:00 Z", "2024-03-05T06:00:00"),
        ("Tue, 05 Mar 24 06:00:00 +0000", "2024-03-05T06:00:00"),
        ("05 Mar 98", "1998-03-05T00:00:00"),
        ("March 5, 2024", "2024-03-05T00:00:00"),
        ("March 5, 2024 6:30 pm", "2024-03-05T18:30:00"),
        ("tirsdag 5. mars 2024 06:00:00 +0100", "2024-03-05T05:00:00"),
        ("Di, 05 Mär 2024 06:00:00 +0100", "2024-03-05T05:00:00"),
        ("Tue Mar  5 06:00:00 UTC 2024", "2024-03-05T06:00:00"),
        ("Tue, 05-Mar-2024 06:00:00 GMT", "2024-03-05T06:00:00"),
        ("2024-03-05T06:00:00Z", "2024-03-05T06:00:00"),
        ("2024-03-05T06:00:00.123+02:00", "2024-03-05T04:00:00"),
        ("2024-03-05 06:00:00 +0200", "2024-03-05T04:00:00"),
        ("2024-03-05", "2024-03-05T00:00:00"),
        ("2024/3/5", "2024-03-05T00:00:00"),
        ("Tue, 05 Mar 2024 24:00:00 GMT", "2024-03-06T00:00:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00"),
        ("  Tue, 05 Mar 2024 06:00:00 GMT\n", "2024-03-05T06:00:00"),
    ],
)
def test_dates_that_publishers_write(text: str, expected: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "Thu, 118 Jun 2015 14:30:25 +0200", "Fri, 30 Feb 2024 06:00:00 GMT", "12:30",
     "2024-13-01", "0", "Mon, 01 Jan 0000 00:00:00 GMT", "1" * 100_000, "Jan " * 20],
)  # fmt: skip
def test_dates_that_cannot_be_read(text: str) -> None:
    assert parse_date(text) is None


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 30)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_standard_forms_are_read_exactly(local: datetime, minutes: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_date(format_datetime(moment)) == moment
    assert parse_date(moment.isoformat()) == moment


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() == timedelta(0)
    duration = parse_duration(text)
    assert duration is None or 0 <= duration <= LONGEST_MS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1:02:03", 3_723_000), ("62:03", 3_723_000), ("3723", 3_723_000), ("0", 0),
        ("00:00:00", 0), ("3723.5", 3_723_500), ("1:02.25", 62_250), (" 45 ", 45_000),
        ("PT1H2M3S", 3_723_000), ("62 min", 3_720_000), ("1h 2m", 3_720_000),
        ("168:00:00", LONGEST_MS), ("90 sec", 90_000),
    ],
)  # fmt: skip
def test_durations_that_publishers_write(text: str, expected: int) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "https://a.example/1.mp3", "168:00:01", "-5", "9" * 5_000, "1:2:3:4", "٣٠", "PT", "N/A"],
)
def test_durations_that_cannot_be_read(text: str) -> None:
    assert parse_duration(text) is None
