"""Days as people write them: a whole date, or a month or a year for its first or last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from earmark.errors import InvalidInput

_WRITTEN = re.compile("([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def first_day(text: str) -> date:
    """``2026-03`` is 1 March 2026. Raises ``InvalidInput``."""
    return _day(text, last=False)


def last_day(text: str) -> date:
    """``2026-03`` is 31 March 2026. Raises ``InvalidInput``."""
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> date:
    try:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError as error:
        raise InvalidInput(
            "This is no day.",
            text[:40],
            remedy="Write 2026-03-10, 2026-03 or 2026 (year-month-day).",
        ) from error
