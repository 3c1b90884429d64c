"""Figures, dates and names as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from earmark.model import Grade

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
GRADES: dict[Grade, str] = {
    "subject": "about it",
    "discussed": "discussed",
    "mentioned": "in passing",
    "ad": "only in an ad",
}
LANGUAGES = {
    "ar": "Arabic",
    "ca": "Catalan",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "nb": "Norwegian",
    "nn": "Norwegian Nynorsk",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
    "und": "unknown",
    "": "unknown",
}


def day(value: date | datetime | None) -> str:
    """``10 March 2026``; a datetime's day is that of UTC, as in every figure."""
    if value is None:
        return "no date"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def when(at: datetime, now: datetime | None = None) -> str:
    """``in 5 min``, ``in 3 h``, ``in 2 days``, ``now``; ``40 min ago`` for what is over."""
    seconds = round((at - (now or datetime.now(UTC))).total_seconds())
    if abs(seconds) < 60:
        return "now"
    minutes = abs(seconds) / 60
    if minutes < 90:
        span = f"{round(minutes)} min"
    elif minutes < 48 * 60:
        span = f"{round(minutes / 60)} h"
    else:
        span = count(round(minutes / 60 / 24), "day")
    return f"in {span}" if seconds > 0 else f"{span} ago"


def length(duration_ms: int | None) -> str:
    """``55 min``, ``1 h 5 min``, ``40 s``."""
    if duration_ms is None:
        return "unknown length"
    seconds = round(duration_ms / 1000)
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def moment(start_ms: int) -> str:
    """``12:34``, ``1:02:03``."""
    minutes, seconds = divmod(start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 episode``, ``2 episodes``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def new_episodes(new_per_month: float) -> str:
    """Under one a month, the count of a year says more than a fraction."""
    if new_per_month >= 1:
        return f"{new_per_month:.1f}".removesuffix(".0")
    return f"{round(new_per_month * 12)}"


def language(code: str) -> str:
    return LANGUAGES.get(code, code)
