"""Dates as feeds write them -> aware UTC. Pure; knows no clock.

RFC 822 and 2822 (RSS 2.0), ISO 8601 / RFC 3339 (Atom, Dublin Core), and what publishers make
of them: odd or wrong weekdays, named zones, ``GMT+0200``, offsets such as ``-3000``, month names
in full, two-digit years, a missing comma, time or zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_LONGEST = 100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januar", "january", "janvier", "enero", "ene", "januari"),
            ("feb", "februar", "february", "février", "fev", "fév", "febrero", "februari"),
            ("mar", "march", "märz", "mär", "mars", "marzo", "mrz", "maart", "mrt"),
            ("apr", "april", "avril", "avr", "abril", "abr"),
            ("may", "mai", "mayo", "mei"),
            ("jun", "june", "juni", "juin", "junio"),
            ("jul", "july", "juli", "juillet", "julio"),
            ("aug", "august", "août", "agosto", "ago", "augustus"),
            ("sep", "sept", "september", "septembre", "septiembre", "set"),
            ("oct", "october", "okt", "oktober", "octobre", "octubre", "out"),
            ("nov", "november", "novembre", "noviembre"),
            ("dec", "december", "dez", "dezember", "des", "desember", "décembre", "dic", "déc"),
        ),
        start=1,
    )
    for name in names
}

_ZONES = {
    "": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60,
    "met": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "sast": 120, "eest": 180,
    "msk": 180, "ist": 330, "sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540,
    "akdt": -480, "hst": -600, "brt": -180, "art": -180,
}  # fmt: skip
"""Minutes east of UTC. RFC 822 names the American ones; the others are what publishers write."""

_SHORT_MONTHS = {
    short: f"{number:02}"
    for number, low in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for short in (low, low.title(), low.upper())
}
"""Two digits, as ISO 8601 writes them."""

_OFFSET = re.compile(r"(?:gmt|utc|ut)?\s?([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?", re.ASCII)
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]{1,2}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s?([A-Za-z]{0,5}\s?(?:[+-]\d{1,2}(?::?\d{2})?)?)",
    re.ASCII,
)


def parse_date(text: str) -> datetime | None:
    """The moment that a feed's date names, aware UTC; None when it cannot be read.

    A date without zone is taken as UTC. An offset over 24 hours (``-3000``) is a publisher's
    slip and counts as no offset; a weekday that contradicts the date is ignored.
    """
    usual = _usual(text)
    if usual is not None:
        return usual
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    iso = _ISO.fullmatch(text)
    if iso is not None:
        year, month, day, hour, minute, second, zone = iso.groups()
        return _moment(year, month, day, (hour, minute, second), zone)
    return _rfc_822(text)


def _usual(text: str) -> datetime | None:
    """``Tue, 05 Mar 2024 06:00:00 +0000``, by position: nearly all dates are so."""
    month = _SHORT_MONTHS.get(text[8:11])
    if month is None or text[3:5] != ", " or len(text) > 31:
        return None
    east = _known_zone(text[26:])
    if east is None:
        return None
    try:
        day = f"{text[12:16]}-{month}-{text[5:7]} {text[17:25]}+00:00"
        local = datetime.fromisoformat(day)
        return local - timedelta(minutes=east) if east else local
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=512)
def _known_zone(zone: str) -> int | None:
    """Minutes east of UTC for a plain zone name or offset; None where a second look is needed."""
    return _zone_minutes(zone) if zone and zone.lower() != "am" and zone.lower() != "pm" else None


def _rfc_822(text: str) -> datetime | None:
    """Day, month, year, time and zone by what they look like, so that odd weekdays, dots and
    commas do not matter. Both ``5 March 2024`` and ``March 5, 2024`` are read."""
    numbers: list[str] = []
    month = 0
    clock: tuple[str | None, ...] = ()
    zone: list[str] = []
    for word in text.replace(",", " ").replace("-", " -").replace("+", " +").split():
        bare = word.strip(".").lower()
        found = _MONTHS.get(bare.lstrip("-")) if not clock else None
        time = None if clock else _CLOCK.fullmatch(word)
        if time is not None:
            clock = time.groups()
        elif found and not month:
            month = found
        elif clock or word[0] in "+-" and len(numbers) >= 3:  # noqa: RUF021
            zone.append(bare)
        elif bare.lstrip("-").isdecimal() and bare.isascii():
            numbers.append(bare.lstrip("-"))
    return _from_words(numbers, month, clock, zone)


def _from_words(
    numbers: list[str], month: int, clock: tuple[str | None, ...], zone: list[str]
) -> datetime | None:
    if not month or len(numbers) < 2:
        # a year behind the time, as `date` and ctime print: Tue Mar  5 06:00:00 UTC 2024
        years = [word for word in zone if len(word) == 4 and word.isdecimal()]
        if not month or not numbers or not years:
            return None
        zone = [word for word in zone if word != years[0]]
        numbers.append(years[0])
    day, year = numbers[0], numbers[1]
    if len(day) == 4:
        day, year = year, day
    if zone and zone[0] in ("am", "pm") and clock:
        hour = int(clock[0] or 0) % 12 + (12 if zone[0] == "pm" else 0)
        clock, zone = (str(hour), *clock[1:]), zone[1:]
    return _moment(year, str(month), day, clock, "".join(zone))


def _moment(
    year: str,
    month: str,
    day: str,
    clock: tuple[str | None, ...],
    zone: str,
) -> datetime | None:
    minutes = _zone_minutes(zone)
    if minutes is None or max(len(year), len(day)) > 4:
        return None
    hour, minute, second = (int(part or 0) for part in clock or ("0", "0", "0"))
    # 24:00:00 is the next day's midnight and a leap second :60 the next minute's start
    spill = timedelta(days=hour == 24, minutes=second == 60)
    try:
        local = datetime(
            _full_year(year), int(month), int(day), hour % 24 if hour == 24 else hour,
            minute, second % 60 if second == 60 else second, tzinfo=UTC,
        )  # fmt: skip
        return local + spill - timedelta(minutes=minutes)
    except (ValueError, OverflowError):
        return None


def _full_year(year: str) -> int:
    """RFC 2822, 4.3: two digits up to 49 are 20xx, others 19xx."""
    number = int(year)
    if len(year) <= 2:
        return number + (2000 if number < 50 else 1900)
    return number


def _zone_minutes(zone: str) -> int | None:
    """Minutes east of UTC; 0 for an unknown zone name and for an offset beyond a day."""
    zone = zone.strip().lower().strip("()")
    known = _ZONES.get(zone)
    if known is not None:
        return known
    offset = _OFFSET.match(zone)
    if offset is None:
        return 0 if zone[:1].isalpha() else None
    sign, hours, minutes = offset.groups()
    east = int(hours) * 60 + int(minutes or 0)
    if east >= 24 * 60:
        return 0
    return -east if sign == "-" else east
