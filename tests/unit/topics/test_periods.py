"""Years, quarters, months and days in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from earmark.topics.periods import (
    at,
    day_end_s,
    day_start_s,
    in_words,
    is_partial,
    label,
    last_months,
    period_of,
    period_range,
)


@pytest.mark.parametrize(
    ("day", "by", "period", "said"),
    [
        (date(2024, 1, 1), "year", 2024, "2024"),
        (date(2024, 3, 31), "quarter", 20241, "2024-Q1"),
        (date(2024, 4, 1), "quarter", 20242, "2024-Q2"),
        (date(2024, 12, 31), "quarter", 20244, "2024-Q4"),
        (date(2024, 9, 30), "month", 202409, "2024-09"),
        (date(2024, 12, 1), "month", 202412, "2024-12"),
    ],
)
def test_the_period_of_a_day(day, by, period, said):
    assert period_of(day, by) == period
    assert label(period, by) == said


@pytest.mark.parametrize(
    ("first", "last", "by", "periods"),
    [
        (2023, 2025, "year", (2023, 2024, 2025)),
        (20233, 20242, "quarter", (20233, 20234, 20241, 20242)),
        (202311, 202402, "month", (202311, 202312, 202401, 202402)),
        (2024, 2024, "year", (2024,)),
        (2025, 2024, "year", ()),
    ],
)
def test_gaps_are_filled(first, last, by, periods):
    assert period_range(first, last, by) == periods


@pytest.mark.parametrize(
    ("period", "by", "as_of", "partial"),
    [
        (2024, "year", date(2024, 12, 30), True),
        (2024, "year", date(2024, 12, 31), False),
        (2024, "year", date(2025, 1, 1), False),
        (20244, "quarter", date(2024, 12, 31), False),
        (20241, "quarter", date(2024, 3, 30), True),
        (202402, "month", date(2024, 2, 28), True),
        (202402, "month", date(2024, 2, 29), False),
    ],
)
def test_a_period_that_is_not_over(period, by, as_of, partial):
    assert is_partial(period, by, as_of) is partial


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2026, 3, 20), date(2025, 4, 1)),
        (date(2025, 12, 31), date(2025, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
    ],
)
def test_the_last_twelve_calendar_months(as_of, first):
    assert last_months(as_of) == (day_start_s(first), day_end_s(as_of))


def test_seconds_and_words():
    assert at(None) is None
    assert at(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert day_end_s(date(1970, 1, 1)) == 86_400
    assert in_words(date(2026, 3, 3)) == "3 March 2026"
