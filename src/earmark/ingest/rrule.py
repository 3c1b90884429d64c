"""``podcast:updateFrequency``: when the next episode is expected (P9). Pure.

Source: RFC 5545, 3.3.10, as far as publishing podcasts goes: FREQ of a day or longer, INTERVAL,
BYDAY with ordinals, BYMONTH, BYMONTHDAY, COUNT, UNTIL, WKST. A rule with anything else is not
understood and says nothing. Days are looked at one by one inside bounds: no rule, whatever it
says, costs more than ``_MOST_DAYS`` of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from earmark.parse.dates import parse_date

LONGEST_RULE = 300
AHEAD = timedelta(days=40)
"""An expectation farther off changes no check: none waits longer."""
_FIRST_START = datetime(1995, 1, 1, tzinfo=UTC)
_MOST_DAYS = 3_660
"""Ten years: a COUNT that began earlier isn't counted out, and the rule says nothing."""
_MOST_INTERVAL = 1_000
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as understood. ``days`` are (ordinal, weekday), ordinal 0 for each of them."""

    frequency: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    count: int | None = None
    until: datetime | None = None
    week_start: int = 0


def parse_rule(text: str) -> Rule | None:
    """The rule, or None where it isn't understood. Raises nothing."""
    if len(text) > LONGEST_RULE:
        return None
    parts = {}
    for part in text.strip().upper().removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = part.partition("=")
        parts[name.strip()] = value.strip()
    try:
        return _rule(parts)
    except ValueError:
        return None


def _rule(parts: dict[str, str]) -> Rule:
    """Raises ``ValueError``."""
    frequency = parts.pop("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise ValueError(frequency)
    rule = Rule(
        frequency,
        interval=_number(parts.pop("INTERVAL", "1"), 1, _MOST_INTERVAL),
        days=tuple(_weekday(word) for word in _words(parts.pop("BYDAY", ""))),
        months=tuple(_number(word, 1, 12) for word in _words(parts.pop("BYMONTH", ""))),
        month_days=tuple(_number(word, -31, 31) for word in _words(parts.pop("BYMONTHDAY", ""))),
        count=_number(parts.pop("COUNT"), 1, 10**6) if "COUNT" in parts else None,
        until=_until(parts.pop("UNTIL")) if "UNTIL" in parts else None,
        week_start=_DAYS.get(parts.pop("WKST", "MO"), 0),
    )
    if parts or 0 in rule.month_days:
        raise ValueError(", ".join(parts))
    if frequency in ("DAILY", "WEEKLY") and any(ordinal for ordinal, _ in rule.days):
        raise ValueError("ordinals are for months and years")
    return rule


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")] if text else []


def _number(text: str, least: int, most: int) -> int:
    if not text.isascii() or len(text) > 8:
        raise ValueError(text)
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _weekday(word: str) -> tuple[int, int]:
    """``MO``, ``1MO``, ``-1FR``; ``+4TH`` as the podcast namespace writes it."""
    ordinal = word[:-2]
    if word[-2:] not in _DAYS:
        raise ValueError(word)
    number = _number(ordinal, -53, 53) if ordinal else 0
    if ordinal and not number:
        raise ValueError(word)
    return number, _DAYS[word[-2:]]


def _until(text: str) -> datetime:
    """A date means that whole day."""
    until = parse_start(text)
    if until is None:
        raise ValueError(text)
    whole_day = len(text) <= len("2026-11-01") and until.year < 9999
    return until + _DAY if whole_day else until


def parse_start(text: str) -> datetime | None:
    """``dtstart`` with the offset that it was given in, UTC where none is; None where it can't be
    read. Raises nothing."""
    text = text.strip()
    if not text or len(text) > 100:
        return None
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return parse_date(text)
    return start if start.tzinfo else start.replace(tzinfo=UTC)


# ---------------------------------------------------------------- occurrences


def next_expected(rule: Rule, start: datetime, after: datetime) -> datetime | None:
    """The first occurrence past ``after`` and within ``AHEAD`` of it, aware UTC; None where there
    is none. Occurrences keep the hour of ``start`` in its own offset, all year round."""
    if not _FIRST_START <= start <= after + AHEAD:
        return None
    local = after.astimezone(start.tzinfo)
    first = start.date()
    today = max(first, local.date())
    left = rule.count
    if left is not None:
        passed = _passed(rule, first, today, left)
        if passed is None:
            return None
        left -= passed
    for day in _days(today, (local + AHEAD).date()):
        if not _occurs(rule, first, day):
            continue
        at = datetime.combine(day, start.timetz())
        if (rule.until is not None and at > rule.until) or left == 0:
            return None
        if at > after:
            return at.astimezone(UTC)
        if left is not None:
            left -= 1
    return None


def _days(day: date, last: date) -> list[date]:
    return [day + _DAY * number for number in range((last - day).days + 1)]


def _passed(rule: Rule, first: date, day: date, most: int) -> int | None:
    """Occurrences before this day, counted up to ``most``; None where that takes too long."""
    if (day - first).days > _MOST_DAYS:
        return None
    passed = 0
    for each in _days(first, day - _DAY):
        passed += _occurs(rule, first, each)
        if passed == most:
            break
    return passed


def _occurs(rule: Rule, first: date, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _is_month_day(rule, day):
        return False
    if rule.days and not any(_is_weekday(rule, day, *wanted) for wanted in rule.days):
        return False
    return _PERIODS[rule.frequency](rule, first, day)


def _is_month_day(rule: Rule, day: date) -> bool:
    return day.day in rule.month_days or day.day - _month_length(day) - 1 in rule.month_days


def _month_length(day: date) -> int:
    following = day.replace(day=28) + timedelta(days=4)
    return (following - timedelta(days=following.day)).day


def _is_weekday(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    """An ordinal counts within the month, or within the year where no month is named."""
    if day.weekday() != weekday:
        return False
    if ordinal == 0:
        return True
    if rule.frequency == "MONTHLY" or rule.months:
        at, length = day.day, _month_length(day)
    else:
        at, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    return ordinal == ((at - 1) // 7 + 1 if ordinal > 0 else -((length - at) // 7 + 1))


def _daily(rule: Rule, first: date, day: date) -> bool:
    return (day - first).days % rule.interval == 0


def _weekly(rule: Rule, first: date, day: date) -> bool:
    def week(of: date) -> int:
        return (of.toordinal() - 1 - rule.week_start) // 7

    in_week = (week(day) - week(first)) % rule.interval == 0
    return in_week and (bool(rule.days) or day.weekday() == first.weekday())


def _monthly(rule: Rule, first: date, day: date) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    named = rule.days or rule.month_days
    return months % rule.interval == 0 and (bool(named) or day.day == first.day)


def _yearly(rule: Rule, first: date, day: date) -> bool:
    if (day.year - first.year) % rule.interval:
        return False
    if rule.days or rule.month_days:
        return True
    return day.day == first.day and (bool(rule.months) or day.month == first.month)


_PERIODS: Mapping[str, Callable[[Rule, date, date], bool]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
