"""Paging: a page asks for one row more than it shows, and ``next`` is where that one would start.

The string is opaque to callers; a list by date is continued by place, so that rows that come
meanwhile are neither doubled nor skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from earmark.errors import InvalidInput
from earmark.model import Hit

MOST_ROWS = 1000
_CURSOR = re.compile(r"[0-9a-z]{1,13}")
_PLACES = 1 << 63
"""The index counts places in 63 bits."""


def read_cursor(cursor: str | None) -> int | None:
    """The number in a cursor. Raises ``InvalidInput`` for what is none of ours."""
    if cursor is None:
        return None
    number = int(cursor, 36) if _CURSOR.fullmatch(cursor) else _PLACES
    if number >= _PLACES:
        raise InvalidInput(
            "This is no place in a list.", cursor, remedy="Start from the first page."
        )
    return number


def write_cursor(number: int) -> str:
    """A cursor: small letters and digits."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = digits[number % 36]
    while number := number // 36:
        found = digits[number % 36] + found
    return found


def checked_limit(limit: int) -> int:
    """Raises ``InvalidInput`` for a number of rows that no page has."""
    if not 0 <= limit <= MOST_ROWS:
        raise InvalidInput(
            f"A page has 0 to {MOST_ROWS} rows, not {limit}.", remedy="Ask for fewer, and go on."
        )
    return limit


def cut_page(hits: Sequence[Hit], limit: int) -> tuple[tuple[Hit, ...], str | None]:
    """The rows of a page by date, and its ``next``; ``hits`` may hold one more than ``limit``."""
    shown = tuple(hits[:limit])
    more = len(hits) > limit and bool(shown)
    return shown, write_cursor(shown[-1].seq) if more else None
