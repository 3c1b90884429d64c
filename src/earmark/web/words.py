"""What the pages say, in the language of who reads: messages from catalogues (Project Fluent), and
dates, numbers, lengths and names of languages as that language writes them (CLDR, by Babel)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from math import ceil, floor, log10
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

SOURCE = "en"
"""The language that every message exists in."""
LANGUAGES = (SOURCE, "de")
FORMATS = {SOURCE: "en-001"}
"""Whose dates a language writes, where it names no country: the world's English has the day first,
and nobody reads its months by number."""
KEPT = 4_096
"""Messages, numbers and days that were said last. Some 300 bytes each."""
_BYTES = {"TB": 10**12, "GB": 10**9, "MB": 10**6}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb", "sd", "ug"})


class Words:
    """One language's way to say things."""

    def __init__(self, language: str, bundles: Sequence[FluentBundle], locale: Locale):
        """``bundles``: the language's own, then those that stand in for what it lacks."""
        self.language = language
        self._bundles = bundles
        self._locale = locale
        # rows and pages say the same again and again; 1 and 1.0 are said differently
        self._kept = lru_cache(KEPT, typed=True)(self._said)

    def say(self, message: str, **values: Any) -> str:
        """A message with its values. One that no catalogue has is shown by its name."""
        return self._kept(message, **values)

    def _said(self, message: str, **values: Any) -> str:
        for bundle in self._bundles:
            if bundle.has_message(message):
                pattern = bundle.get_message(message).value
                if pattern is not None:
                    said, _ = bundle.format_pattern(pattern, values)
                    return str(said)
        return message

    def number(self, value: float) -> str:
        """``48,211``; one digit after the point where there is a fraction."""
        return _number(value, self._locale)

    def percent(self, share: float) -> str:
        """``12%``, ``0.92%``: two significant digits below ten."""
        return _percent(share, self._locale)

    def day(self, at: date | datetime | None, style: str = "long") -> str:
        """``10 March 2026`` as the language writes it; the day of UTC, as in every figure."""
        if at is None:
            return self.say("no-date")
        return _day(_utc_day(at), style, self._locale)

    def short_day(self, at: date | datetime | None) -> str:
        """``10 Mar 2026``."""
        return self.day(at, "medium")

    def moment(self, at: datetime) -> str:
        """``10 Mar 2026, 14:05 UTC``."""
        return self.say("moment", day=self.short_day(at), time=f"{at.astimezone(UTC):%H:%M}")

    def size(self, count: int) -> str:
        """Bytes, in the largest unit that it has one of: ``2.4 GB``."""
        for unit in ("TB", "GB", "MB"):
            of = _BYTES[unit]
            if count >= of:
                return f"{self.number(round(count / of, 1))} {unit}"
        return f"{self.number(ceil(count / 1000))} kB"

    def month(self, at: date | datetime) -> str:
        """``March 2026``."""
        return _named("yMMMM", _utc_day(at).replace(day=1), self._locale)

    def period(self, period: str) -> str:
        """A period of ``PopularityPoint``: ``2024``, ``Q1 2024``, ``March 2024``."""
        year, _, part = period.partition("-")
        if not part:
            return period
        if not part.startswith("Q"):
            return self.month(date(int(year), int(part), 1))
        return _named("yQQQ", date(int(year), int(part[1:]) * 3, 1), self._locale)

    def short_month(self, period: str) -> str:
        """``Mar``, of ``2024-03``."""
        return _day(date(2000, int(period[5:]), 1), "LLL", self._locale)

    def length(self, duration_ms: int | None) -> str:
        """``55 min``, ``1 h 5 min``, ``40 s``; nothing lasts 0 s, which publishers write for
        "unknown"."""
        if not duration_ms:
            return self.say("length-unknown")
        seconds = round(duration_ms / 1000)
        if seconds < 60:
            return self.say("length-seconds", seconds=seconds)
        hours, minutes = divmod(round(seconds / 60), 60)
        if not hours:
            return self.say("length-minutes", minutes=minutes)
        return self.say("length-hours", hours=hours, minutes=minutes)

    def language_name(self, code: str) -> str:
        """A language of episodes by its name: ``nb`` is Norwegian Bokmål."""
        if code in ("", "und"):
            return self.say("language-unknown")
        return _language_name(code, str(self._locale)) or code

    def listed(self, parts: Iterable[str]) -> str:
        """``a, b and c``."""
        return format_list(list(parts), locale=self._locale)


def clock(start_ms: int) -> str:
    """``12:34``, ``1:02:03``."""
    minutes, seconds = divmod(start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, of a language tag."""
    return "rtl" if language.partition("-")[0].casefold() in RIGHT_TO_LEFT else "ltr"


class Catalogue:
    """Every language that the pages speak."""

    def __init__(self, sources: Mapping[str, str]):
        """``sources``: language -> all its messages in Fluent's syntax."""
        self.languages = tuple(sources)
        bundles = {language: _bundle(language, text) for language, text in sources.items()}
        self._words = {
            language: Words(language, (bundles[language], bundles[SOURCE]), _locale(language))
            for language in sources
        }

    def words(self, language: str) -> Words:
        """Those of a language, or of the source where there is none."""
        return self._words.get(language) or self._words[SOURCE]


def read_catalogue() -> Catalogue:
    """The catalogues of the package."""
    return Catalogue({language: read_messages(language) for language in LANGUAGES})


def read_messages(language: str) -> str:
    """All message files of a language, joined."""
    folder = files("earmark.web") / "locales" / language
    found = sorted((each for each in folder.iterdir()), key=lambda each: each.name)
    return "\n".join(each.read_text("utf-8") for each in found if each.name.endswith(".ftl"))


def _bundle(language: str, text: str) -> FluentBundle:
    # Marks around values keep a right-to-left title from turning its sentence; templates use
    # <bdi> for that, which copies cleanly.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(text))
    return bundle


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(FORMATS.get(language, language), sep="-")
    except UnknownLocaleError:
        return Locale.parse(language.partition("-")[0])


@lru_cache(KEPT, typed=True)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, format="#,##0.#", locale=locale)


@lru_cache(KEPT)
def _percent(share: float, locale: Locale) -> str:
    value = share * 100
    # 0.0031 has its first digit in the third place after the point: two places more than 0.
    places = 1 - floor(log10(value)) if 0 < value < 10 else 0
    digits = f"#,##0.{'#' * places}" if places else "#,##0"
    style = locale.percent_formats[None].pattern.replace("#,##0", digits)
    return format_percent(share, format=style, locale=locale)


@lru_cache(KEPT)
def _day(day: date, style: str, locale: Locale) -> str:
    return format_date(day, format=style, locale=locale)


@lru_cache(KEPT)
def _named(skeleton: str, first: date, locale: Locale) -> str:
    """A month or quarter by its first day."""
    return str(locale.datetime_skeletons[skeleton].apply(first, locale))


@lru_cache(maxsize=512)
def _language_name(code: str, locale: str) -> str | None:
    try:
        found = Locale.parse(code, sep="-")
        # a bare code may be parsed with its likeliest country, which nobody said
        return found.get_display_name(locale) if "-" in code else found.get_language_name(locale)
    except (ValueError, UnknownLocaleError, TypeError):
        return None


def _utc_day(at: date | datetime) -> date:
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at
