"""What stands for a show that has no picture here: its initials in its own script, on one of some
inks and geometric patterns.

Pure and stable: the same show looks the same on every page and in every year, and shows that were
added one after the other differ in ink and in pattern.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

INKS = 16
"""Classes ``art-0`` to ``art-15`` of the style sheet."""
PATTERNS = (
    # A quarter of a disc.
    "M0 64V12A52 52 0 0 1 52 64z",
    # Half, cut from corner to corner.
    "M0 64 64 0V64z",
    # Ripples from a corner.
    "M64 64H52A52 52 0 0 1 64 52zM40 64H28A36 36 0 0 1 64 28V40A24 24 0 0 0 40 64z"
    "M16 64H4A60 60 0 0 1 64 4V16A48 48 0 0 0 16 64z",
    # Lines.
    "M0 8H64V16H0zM0 28H64V36H0zM0 48H64V56H0z",
    # A level meter.
    "M2 64V42H12V64zM14 64V26H24V64zM26 64V36H36V64zM38 64V10H48V64zM50 64V30H60V64z",
    # Points.
    "M4 8a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0"
    " 4 4 0 0 1-8 0zM16 24a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0 4 4 0 0 1-8 0z"
    "M4 40a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0"
    " 4 4 0 0 1-8 0zM16 56a4 4 0 1 1 8 0 4 4 0 0 1-8 0zm24 0a4 4 0 1 1 8 0 4 4 0 0 1-8 0z",
    # A roof over a roof.
    "M0 40 32 8 64 40V54L32 22 0 54zM0 68 32 36 64 68z",
    # The sun over the sea.
    "M58 20a14 14 0 1 1-28 0 14 14 0 0 1 28 0zM0 46H64V64H0z",
    # Waves.
    "M0 14c11-10 21-10 32 0s21 10 32 0V26c-11 10-21 10-32 0s-21-10-32 0z"
    "M0 42c11-10 21-10 32 0s21 10 32 0V54c-11 10-21 10-32 0s-21-10-32 0z",
    # Two of four fields.
    "M0 0H32V32H0zM32 32H64V64H32z",
    # Rays.
    "M32 64 0 40V16zM32 64 8 0H24zM32 64 40 0H56zM32 64 64 16V40z",
    # Leaves.
    "M0 0A32 32 0 0 1 32 32A32 32 0 0 1 0 0zM64 64A32 32 0 0 1 32 32A32 32 0 0 1 64 64z"
    "M64 0A32 32 0 0 0 32 32A32 32 0 0 0 64 0zM0 64A32 32 0 0 0 32 32A32 32 0 0 0 0 64z",
)
"""Path data in a square of 64 units. In the page itself and not as symbols: a tile needs nothing
that stands elsewhere, and thirty of them compress to little."""

ARTICLES = frozenset(
    (
        *("the", "a", "an", "der", "die", "das", "ein", "eine", "den", "det", "de", "het", "een"),
        *("le", "la", "les", "l", "un", "une", "el", "los", "las", "il", "lo", "gli"),
    )
)
LOOKED_AT = 200
"""Characters of a title: its first words decide."""
MOST_MARKS = 2
"""Combining marks kept on a letter."""
JOINER, EMOJI_LOOK = "\u200d", "\ufe0f"


@dataclass(frozen=True, slots=True)
class Artwork:
    initials: str
    """One to four characters as a reader counts them; "" for a show without a title."""
    ink: int
    """0 to ``INKS`` - 1."""
    pattern: str
    """Path data in a square of 64 units."""
    size: int
    """Of the letters, in the same units."""


def artwork(podcast_id: int, title: str) -> Artwork:
    """The picture of a show. The id settles ink and pattern, the title the initials."""
    said = initials(title[:LOOKED_AT])
    return Artwork(
        initials=said,
        # 7 has no factor in common with 16, nor 5 with 12: each is met before one comes again,
        # and the next round begins one pattern on.
        ink=podcast_id * 7 % INKS,
        pattern=PATTERNS[(podcast_id * 5 + podcast_id // 48) % len(PATTERNS)],
        size=_letter_size(said),
    )


def initials(title: str) -> str:
    """``MN`` for "Maritime Noon", ``Ra`` for "Radiolab", ``99`` for "99% Invisible", ``日`` for
    "日本の電車". Articles don't count; a picture stands for a show whose title has no letter."""
    words = list(_words(title))
    if not words:
        return _first_picture(title)
    if len(words) > 1 and words[0].casefold() in ARTICLES:
        words = words[1:]
    first = _clusters(words[0])
    digits = _leading_digits(words[0])
    if len(digits) > 1:
        return digits if len(digits) <= len("1972") else digits[:2]
    if not _has_cases(first[0]) and not digits:
        return first[0]
    if len(words) == 1 or not _is_letter_like(words[1]):
        return _capital(first[0]) + "".join(first[1:2])
    return _capital(first[0]) + _capital(_clusters(words[1])[0])


def _letter_size(said: str) -> int:
    count = len(_clusters(said))
    if count > 2:
        return 21 if count == 3 else 18
    if count == 2:
        return 27
    return 34


def _words(title: str) -> Iterator[str]:
    """Runs of letters and digits with their marks; what stands between isn't said."""
    word = ""
    for each in unicodedata.normalize("NFC", title):
        kind = unicodedata.category(each)[0]
        if kind in "LN" or (kind == "M" and word and each != EMOJI_LOOK):
            word += each
        elif word and (each not in "'’" or word.casefold() in ARTICLES):
            # l’heure is two words, don't is one.
            yield word
            word = ""
    if word:
        yield word


def _clusters(text: str) -> list[str]:
    """The characters as a reader counts them, of a run of letters and marks (UAX 29 in short)."""
    found: list[str] = []
    for each in text:
        if not found or unicodedata.category(each)[0] != "M":
            found.append(each)
        elif len(found[-1]) <= MOST_MARKS:
            found[-1] += each
    return found


def _first_picture(title: str) -> str:
    """The first emoji or sign, whole: with its skin, its sequence, both halves of a flag."""
    signs = [each for each in title if unicodedata.category(each)[0] in "SMC"]
    found = ""
    for each in signs:
        if not found:
            if unicodedata.category(each) == "So":
                found = each
        elif _goes_on(found, each):
            found += each
        else:
            break
    return found.rstrip(JOINER)


def _goes_on(found: str, each: str) -> bool:
    if len(found) >= 12:
        return False
    flag = _is_half_flag(each) and len(found) == 1 and _is_half_flag(found)
    return flag or each in (JOINER, EMOJI_LOOK) or _is_skin(each) or found.endswith(JOINER)


def _is_half_flag(each: str) -> bool:
    return "\U0001f1e6" <= each <= "\U0001f1ff"


def _is_skin(each: str) -> bool:
    return "\U0001f3fb" <= each <= "\U0001f3ff"


def _leading_digits(word: str) -> str:
    return word[: len(word) - len(word.lstrip("0123456789"))]


def _has_cases(cluster: str) -> bool:
    """Latin, Greek, Cyrillic, Armenian: scripts whose letters stand apart. One character speaks
    for a title in others, whose letters join or are words."""
    return cluster.upper() != cluster.lower()


def _is_letter_like(word: str) -> bool:
    return _has_cases(word[0]) or word[0].isdigit()


def _capital(cluster: str) -> str:
    """One letter stays one: the capital of ß would be two."""
    capital = cluster.upper()
    return capital if len(capital) == len(cluster) else cluster
