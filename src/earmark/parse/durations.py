"""Durations as feeds write them -> milliseconds. Pure."""

from __future__ import annotations

import re

LONGEST_MS = 7 * 24 * 3600 * 1000
"""A week. A longer duration is a slip (milliseconds written as seconds, a date)."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)
_SECONDS = re.compile(r"(\d{1,9})(?:[.,](\d{1,9}))?\s?(?:s|sec|secs|seconds)?", re.ASCII)
_UNITS = re.compile(
    r"(?:PT?)?\s?(?:(\d{1,4})\s?(?:h|hr|hrs|hours?)\.?)?\s?"
    r"(?:(\d{1,5})\s?(?:m|min|mins|minutes?)\.?)?\s?"
    r"(?:(\d{1,6})(?:\.\d{1,9})?\s?(?:s|sec|secs|seconds?)\.?)?",
    re.ASCII | re.IGNORECASE,
)


def parse_duration(text: str) -> int | None:
    """Milliseconds of ``1:02:03``, ``62:03``, ``3723``, ``3723.5``, ``PT1H2M3S`` or ``62 min``;
    None when it cannot be read or is over seven days (iTunes: ``itunes:duration``)."""
    text = text.strip()
    if not text or len(text) > 40:
        return None
    if text.isdecimal() and text.isascii() and len(text) < 10:
        return _within(int(text) * 1000)
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours, minutes, seconds, fraction = clock.groups()
        whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        return _within(whole * 1000 + _thousandths(fraction))
    seconds_only = _SECONDS.fullmatch(text)
    if seconds_only is not None:
        whole_seconds, fraction = seconds_only.groups()
        return _within(int(whole_seconds) * 1000 + _thousandths(fraction))
    units = _UNITS.fullmatch(text)
    if units is None or units.lastindex is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in units.groups())
    return _within((hours * 3600 + minutes * 60 + seconds) * 1000)


def _thousandths(fraction: str | None) -> int:
    return int(fraction[:3].ljust(3, "0")) if fraction else 0


def _within(milliseconds: int) -> int | None:
    return milliseconds if milliseconds <= LONGEST_MS else None
