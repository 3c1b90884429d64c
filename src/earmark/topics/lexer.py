"""A typed query cut into lexemes, each with its place, so that every error can say where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from earmark.errors import InvalidQuery

OPERATORS = ("podcast", "language", "since", "until")
_OTHER_NAMES = {
    "show": "podcast",
    "feed": "podcast",
    "channel": "podcast",
    "lang": "language",
    "after": "since",
    "from": "since",
    "date": "since",
    "before": "until",
    "to": "until",
}
"""What people type who know another search, and what it is called here."""
_ABSENT = ("title", "intitle", "author", "site", "tag", "category", "grade", "sense")
"""Operators of other searches that have no counterpart here."""

_CLOSING = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»"}
"""Opening quotation mark -> the marks that close it (German closes with the English opener)."""
_NAMED = re.compile(r"([A-Za-z]+):")
_WORD = re.compile(r'[^\s()"“”„«»]+')
_ILLEGIBLE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
_VALUE = re.compile(r"[^\s()]+")

LONGEST = 2_000
"""Characters. What is typed is shorter; reading a book word by word would keep others waiting."""

LexemeKind = Literal["word", "phrase", "operator", "or", "and", "minus", "open", "close"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query. ``name`` is the operator's name."""

    kind: LexemeKind
    text: str
    position: int
    name: str = ""


def legible(text: str) -> str:
    """The text with spaces for control characters and halves of characters, which no terminal or
    JSON can carry; every place stays where it was."""
    return _ILLEGIBLE.sub(" ", text)


def lexemes(text: str) -> Iterator[Lexeme]:
    """The lexemes of a query from left to right.

    Raises ``InvalidQuery`` at a quotation mark that is not closed, an operator without a value
    and one that does not exist; for a text longer than ``LONGEST``.
    """
    if len(text) > LONGEST:
        raise InvalidQuery(
            f"The query has {len(text):,} characters.",
            text,
            position=LONGEST,
            remedy=f"Use at most {LONGEST:,}.",
        )
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        lexeme, position = _next(text, position)
        yield lexeme


def _next(text: str, start: int) -> tuple[Lexeme, int]:
    char = text[start]
    if char in "()":
        return Lexeme("open" if char == "(" else "close", char, start), start + 1
    if char in _CLOSING or char == "»":
        return _quoted(text, start)
    if char == "-" and start + 1 < len(text) and not text[start + 1].isspace():
        return Lexeme("minus", "-", start), start + 1
    named = _NAMED.match(text, start)
    if named and _is_operator(named.group(1), text, named.end()):
        return _operator(text, start, named)
    return _word(text, start)


def _word(text: str, start: int) -> tuple[Lexeme, int]:
    found = _WORD.match(text, start)
    word = found.group() if found else text[start]
    kinds: dict[str, LexemeKind] = {"OR": "or", "AND": "and"}
    return Lexeme(kinds.get(word, "word"), word, start), start + len(word)


def _quoted(text: str, start: int) -> tuple[Lexeme, int]:
    closers = _CLOSING.get(text[start], "")
    ends = [end for mark in closers if (end := text.find(mark, start + 1)) >= 0]
    if not ends:
        raise InvalidQuery(
            f"The quotation mark at character {start + 1} is not closed.",
            text,
            position=start,
            remedy='Close it with another ", or take it away.',
        )
    end = min(ends)
    return Lexeme("phrase", text[start + 1 : end], start), end + 1


def _is_operator(name: str, text: str, end: int) -> bool:
    """Known operators always; unknown ones only where they look meant: ``re:invent``,
    ``http://`` and ``Dune: Part Two`` are words."""
    name = name.lower()
    if name in OPERATORS:
        return True
    glued = end < len(text) and not text[end].isspace() and not text.startswith("//", end)
    return glued and bool(name in _OTHER_NAMES or name in _ABSENT or _similar(name))


def _similar(name: str) -> list[str]:
    return get_close_matches(name, OPERATORS, n=1, cutoff=0.75)


def _operator(text: str, start: int, named: re.Match[str]) -> tuple[Lexeme, int]:
    name = named.group(1).lower()
    if name not in OPERATORS:
        raise _unknown(text, start, name)
    value_at = named.end()
    if value_at == len(text) or text[value_at].isspace():
        raise InvalidQuery(
            f"{name}: at character {start + 1} has no value.",
            text,
            position=value_at,
            remedy=f"Write the value right after the colon, as in {_example(name)}.",
        )
    if text[value_at] in _CLOSING:
        value, end = _quoted(text, value_at)
        return Lexeme("operator", value.text, start, name), end
    found = _VALUE.match(text, value_at)
    value_text = found.group() if found else ""
    return Lexeme("operator", value_text, start, name), value_at + len(value_text)


def _unknown(text: str, start: int, name: str) -> InvalidQuery:
    meant = _OTHER_NAMES.get(name) or next(iter(_similar(name)), None)
    known = ", ".join(f"{operator}:" for operator in OPERATORS)
    advice = f"Did you mean {meant}:?" if meant else f"There are {known}."
    return InvalidQuery(
        f"There is no operator {name}: (character {start + 1}).",
        text,
        position=start,
        remedy=f"{advice} To look for the text itself, put it in quotation marks.",
    )


def _example(name: str) -> str:
    return {
        "podcast": 'podcast:"the show"',
        "language": "language:en",
        "since": "since:2024-05",
        "until": "until:2024-05-07",
    }[name]
