"""Calendar arithmetic in UTC: days as seconds, and years, quarters and months as integers.

A period is an integer as the index writes it: a year is 2024, a quarter 20241, a month 202401.
Pure; knows no clock.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from earmark.model import Period

MONTHS_OF_NEW = 12
"""``new_per_month`` and "lately" look at this many calendar months."""


def day_start_s(day: date) -> int:
    """The first second of a UTC day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def day_end_s(day: date) -> int:
    """The first second after a UTC day."""
    return day_start_s(day) + 86_400


def at(seconds: int | None) -> datetime | None:
    """Whole UTC seconds as an aware datetime; None stays None."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def last_months(as_of: date, months: int = MONTHS_OF_NEW) -> tuple[int, int]:
    """Half-open range of seconds: the calendar months up to the end of ``as_of``, its own
    month the last of them, as far as the calendar goes back (to the year 1)."""
    month = max(12, as_of.year * 12 + as_of.month - months)
    return day_start_s(date(month // 12, month % 12 + 1, 1)), day_end_s(as_of)


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last of that month; as far as the
    calendar goes back."""
    month = max(12, day.year * 12 + day.month - 1 - months)
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def period_of(day: date, by: Period) -> int:
    """The period that a day lies in."""
    if by == "year":
        return day.year
    if by == "quarter":
        return day.year * 10 + (day.month + 2) // 3
    return day.year * 100 + day.month


def following(period: int, by: Period) -> int:
    """The next period."""
    if by == "year":
        return period + 1
    last, base = (4, 10) if by == "quarter" else (12, 100)
    year, number = divmod(period, base)
    return (year + 1) * base + 1 if number == last else period + 1


def period_range(first: int, last: int, by: Period) -> tuple[int, ...]:
    """Every period from ``first`` to ``last``, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = following(first, by)
    return tuple(found)


def first_day(period: int, by: Period) -> date:
    """The first day of a period."""
    if by == "year":
        return date(period, 1, 1)
    if by == "quarter":
        return date(period // 10, period % 10 * 3 - 2, 1)
    return date(period // 100, period % 100, 1)


def is_partial(period: int, by: Period, as_of: date) -> bool:
    """Whether the period isn't over at the end of ``as_of``."""
    return first_day(following(period, by), by) > as_of + timedelta(days=1)


def label(period: int, by: Period) -> str:
    """``2024``, ``2024-Q1`` or ``2024-01``."""
    if by == "year":
        return str(period)
    if by == "quarter":
        return f"{period // 10}-Q{period % 10}"
    return f"{period // 100}-{period % 100:02d}"


def in_words(day: date) -> str:
    """``3 March 2026``, whatever the locale of the machine."""
    return f"{day.day} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """``March 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
