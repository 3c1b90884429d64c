"""Acronyms and their long forms, where a text writes both: ``Long Form (LF)`` or ``LF (Long
Form)``, after Schwartz and Hearst (2003), held to the initials of words; and where a text that
uses the acronym has a name in capitals with just these initials."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from earmark.text.stopwords import ALL_STOPWORDS
from earmark.text.tokens import tokens

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.!?;:()\n]\s")
_BEFORE_CHARS = 120
LONGEST = 8
_SHORTEST_NAME = 3


def long_forms(acronym: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Long forms of an acronym (a token) as written, the commonest first."""
    if not (2 <= len(acronym) <= LONGEST and acronym.isalpha()):
        return ()
    return _commonest(
        form for text in texts for form in (*_long_forms(acronym, text), *_names(acronym, text))
    )


def acronyms_of(phrase: tuple[str, ...], texts: Iterable[str]) -> tuple[str, ...]:
    """Acronyms of a phrase (tokens) as written, the commonest first."""
    return _commonest(form for text in texts for form in _acronyms(phrase, text))


def initials_end(acronym: str, words: list[str]) -> int | None:
    """Where the shortest long form starts that ends with the last of ``words``: an index into
    them, or None. Small words may be passed over (``University of Oslo``, UO)."""
    at = len(words) - 1
    for letter in reversed(acronym):
        while at >= 0 and _initial(words[at]) != letter and _small(words[at]):
            at -= 1
        if at < 0 or _initial(words[at]) != letter:
            return None
        at -= 1
    return at + 1


def _long_forms(acronym: str, text: str) -> Iterator[str]:
    for match in _IN_BRACKETS.finditer(text):
        if tokens(match[1]) == acronym:
            yield from _ending(acronym, _clause_before(text, match.start()))
        elif tokens(_clause_before(text, match.start())[-LONGEST - 2 :]).endswith(acronym):
            yield from _whole(acronym, match[1])


def _names(acronym: str, text: str) -> Iterator[str]:
    """Names in capitals whose initials are the acronym; shorter ones would match by chance."""
    capitals = acronym.upper()
    if len(acronym) < _SHORTEST_NAME or capitals not in text:
        return
    if capitals not in _WORDS.findall(text):
        return
    for run in _name_runs(text):
        large = [word for word in run if not _small(word[0])]
        initials = "".join(_initial(word[0]) for word in large)
        for at in range(len(large) - len(acronym) + 1):
            if initials[at : at + len(acronym)] == acronym:
                yield text[large[at].start() : large[at + len(acronym) - 1].end()]


def _name_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Runs of words in capitals, small words among them, with nothing but a space between."""
    run: list[re.Match[str]] = []
    for word in _WORDS.finditer(text):
        joined = run and text[run[-1].end() : word.start()] in (" ", "-")
        fits = word[0][0].isupper() or (joined and _small(word[0]))
        if run and not (joined and fits):
            yield run
            run = []
        if fits and (run or word[0][0].isupper()):
            run.append(word)
    if run:
        yield run


def _ending(acronym: str, clause: str) -> Iterator[str]:
    """The long form at the end of a clause."""
    found = list(_WORDS.finditer(clause))
    start = initials_end(acronym, [word[0] for word in found])
    if start is not None and len(found) - start > 1:
        yield clause[found[start].start() : found[-1].end()]


def _whole(acronym: str, inside: str) -> Iterator[str]:
    words = _WORDS.findall(inside)
    if len(words) > 1 and initials_end(acronym, words) == 0:
        yield inside.strip()


def _acronyms(phrase: tuple[str, ...], text: str) -> Iterator[str]:
    whole = f" {' '.join(phrase)}"
    for match in _IN_BRACKETS.finditer(text):
        before = _clause_before(text, match.start())
        if f" {tokens(before)}".endswith(whole) and _is_acronym(match[1]):
            yield match[1]
        elif f" {tokens(match[1])}" == whole:
            last = _WORDS.findall(before)[-1:]
            yield from (word for word in last if _is_acronym(word))


def _is_acronym(text: str) -> bool:
    return 2 <= len(text) <= LONGEST and text.isalnum() and sum(map(str.isupper, text)) > 1


def _clause_before(text: str, end: int) -> str:
    clause = text[max(0, end - _BEFORE_CHARS) : end]
    breaks = list(_BREAK.finditer(clause))
    return clause[breaks[-1].end() :] if breaks else clause


@lru_cache(4096)
def _initial(word: str) -> str:
    return tokens(word)[:1]


@lru_cache(4096)
def _small(word: str) -> bool:
    return tokens(word) in ALL_STOPWORDS


def _commonest(forms: Iterable[str]) -> tuple[str, ...]:
    """Each form once, whatever its case, as it is most often written."""
    counts = Counter(forms)
    best: dict[str, str] = {}
    for form, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault(tokens(form), form)
    return tuple(best.values())
