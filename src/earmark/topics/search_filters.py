"""The operators with a colon, which filter a whole search: ``podcast:``, ``language:``,
``since:``, ``until:``. They may be negated (``-podcast:x``), but for the dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from earmark.errors import InvalidQuery
from earmark.topics.lexer import Lexeme

MAX_FILTERS = 20
"""Each name of a show is looked for in every title."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What the operators of a query ask for; several podcasts or languages mean any of them."""

    languages: tuple[str, ...] = ()
    """Base codes: ``en``, not ``en-US``."""
    without_languages: tuple[str, ...] = ()
    podcasts: tuple[str, ...] = ()
    """Names (or ids in digits) as typed."""
    without_podcasts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    """Both inclusive."""


def split_filters(text: str, found: Iterable[Lexeme]) -> tuple[list[Lexeme], SearchFilters]:
    """The lexemes that are no filter, and the filters.

    Raises ``InvalidQuery`` at a value that cannot be read and at one too many.
    """
    rest: list[Lexeme] = []
    values: list[tuple[Lexeme, bool]] = []
    for lexeme in found:
        if lexeme.kind != "operator":
            rest.append(lexeme)
            continue
        negated = bool(rest) and rest[-1].kind == "minus"
        if negated:
            rest.pop()
        values.append((lexeme, negated))
        if len(values) > MAX_FILTERS:
            message = f"There are more than {MAX_FILTERS} operators with a colon"
            raise _error(text, lexeme, message, "Use fewer.")
    return rest, _filters(text, values)


def in_words(filters: SearchFilters) -> list[str]:
    """Each filter as a phrase of the echo."""
    parts = []
    if filters.podcasts:
        parts.append(f"in the podcast {_one_of(filters.podcasts, quoted=True)}")
    if filters.without_podcasts:
        parts.append(f"not in the podcast {_one_of(filters.without_podcasts, quoted=True)}")
    if filters.languages:
        parts.append(f"in the language {_one_of(filters.languages)}")
    if filters.without_languages:
        parts.append(f"not in the language {_one_of(filters.without_languages)}")
    if filters.since:
        parts.append(f"published on or after {filters.since}")
    if filters.until:
        parts.append(f"published on or before {filters.until}")
    return parts


def _one_of(values: tuple[str, ...], *, quoted: bool = False) -> str:
    return " or ".join(f'"{value}"' if quoted else value for value in values)


def _filters(text: str, values: list[tuple[Lexeme, bool]]) -> SearchFilters:
    def named(name: str, negated: bool) -> list[Lexeme]:
        return [lexeme for lexeme, minus in values if (lexeme.name, minus) == (name, negated)]

    def languages(negated: bool) -> tuple[str, ...]:
        return tuple(_language(text, lexeme) for lexeme in named("language", negated))

    def podcasts(negated: bool) -> tuple[str, ...]:
        return tuple(_podcast(text, lexeme) for lexeme in named("podcast", negated))

    for lexeme in (*named("since", True), *named("until", True)):
        raise _error(text, lexeme, f"-{lexeme.name}: means nothing", "Use since: and until:.")
    starts = [_day(text, lexeme, last=False) for lexeme in named("since", False)]
    ends = [_day(text, lexeme, last=True) for lexeme in named("until", False)]
    found = SearchFilters(
        languages=languages(False),
        without_languages=languages(True),
        podcasts=podcasts(False),
        without_podcasts=podcasts(True),
        since=max(starts, default=None),
        until=min(ends, default=None),
    )
    if found.since and found.until and found.since > found.until:
        lexeme = named("until", False)[0]
        raise _error(text, lexeme, "until: is before since:", "Swap them.")
    return found


def _podcast(text: str, lexeme: Lexeme) -> str:
    if not lexeme.text.strip():
        raise _error(text, lexeme, "podcast: names no show", 'Write podcast:"its title".')
    return lexeme.text.strip()


def _language(text: str, lexeme: Lexeme) -> str:
    if not _LANGUAGE.fullmatch(lexeme.text):
        raise _error(
            text, lexeme, f"{lexeme.text!r} is no language code", "Write one such as language:en."
        )
    return re.split("[-_]", lexeme.text.lower())[0]


def _day(text: str, lexeme: Lexeme, *, last: bool) -> date:
    """The first (or last) day that a date of a year, a month or a day names."""
    match = _DATE.fullmatch(lexeme.text)
    try:
        if match is None:
            raise ValueError
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        day = int(match[3] or (monthrange(year, month)[1] if last else 1))
        return date(year, month, day)
    except ValueError:
        message = f"{lexeme.text!r} is no date"
        remedy = "Write 2024, 2024-05 or 2024-05-07."
        raise _error(text, lexeme, message, remedy) from None


def _error(text: str, lexeme: Lexeme, message: str, remedy: str) -> InvalidQuery:
    place = f"{message} (character {lexeme.position + 1})."
    return InvalidQuery(place, text, position=lexeme.position, remedy=remedy)
