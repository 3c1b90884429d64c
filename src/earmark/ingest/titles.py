"""What two titles say about being one recording: part and episode numbers, and likeness. Pure.

Titles here are canonical (``keys.title_key``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "en": 1, "to": 2, "tre": 3,
    "un": 1, "deux": 2, "trois": 3, "uno": 1, "dos": 2, "tres": 3,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "前編": 1, "後編": 2, "上": 1, "下": 2,
}  # fmt: skip
_VALUE = r"(\d{1,6}|[a-z]{1,5}(?![^\W\d_]))"
_PART = re.compile(
    r"\b(?:part|pt|parte|partie|teil|tl|del|deel|dl|część|cz|часть|osa)\b[ .:#-]{0,3}" + _VALUE
)
_PART_OF = re.compile(r"\b(\d{1,3}) ?(?:/|of|von|av|van|de|di|iz|из) ?(\d{1,3})\b")
_PART_HAN = re.compile(r"[(\[（【 ](前編|後編|上|下)(?:[)\]）】 ]|$)")
_NUMBER = re.compile(
    r"(?:#|№|\b(?:no|nr|num|ep|eps|epi|episode|épisode|episodio|episódio|episoden|folge|avsnitt|"
    r"afl|aflevering|odcinek|выпуск|эпизод|jakso|afsnit|program|vol|volume)\b[ .:#-]{0,3}|"
    r"\b(?:s\d{1,3} ?e|ep|e)|第 ?)(\d{1,6})(?!\d)"
)
_LEADING = re.compile(r"\(?\[?(\d{1,5})(?: ?[:.)\]|]| -|-) ?(?=\D)")
_DIGITS = re.compile(r"\d+")
_DATED = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which part and which number a title claims; None where it claims none."""

    part: int | None = None
    number: int | None = None
    shape: str | None = None
    """The title with each run of digits as 0, where it has any: what numbered titles share."""
    digits: tuple[str, ...] = ()


def marks_of(title_key: str) -> Marks:
    """``soundscape #2 part 2`` -> number 2, part 2."""
    digits = _DIGITS.findall(title_key)
    if not digits:
        return Marks(_part(title_key), _number(title_key))
    shape = _DIGITS.sub("0", title_key)
    return Marks(_part(title_key), _number(title_key), shape, tuple(digits))


def _part(title: str) -> int | None:
    for match in _PART.finditer(title):
        value = match[1]
        if value.isdigit():
            return int(value)
        if value in _COUNTED:
            return _COUNTED[value]
    share = _PART_OF.search(title)
    if share and 1 <= int(share[1]) <= int(share[2]) <= 20:
        return int(share[1])
    half = _PART_HAN.search(title)
    return _COUNTED[half[1]] if half else None


def _number(title: str) -> int | None:
    match = _NUMBER.search(title) or _LEADING.match(title)
    # A year in front of a title dates the episode and numbers nothing.
    return None if match is None or _DATED.fullmatch(match[1]) else int(match[1])


def contradict(one: Marks, other: Marks) -> bool:
    """Whether both claim a part, or both a number, and not the same; or whether only their
    numbers tell the two titles apart ("bulletin of 3 May", "bulletin of 4 May")."""
    if one.shape is not None and one.shape == other.shape and one.digits != other.digits:
        return True
    return _differ(one.part, other.part) or _differ(one.number, other.number)


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def similarity(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1: the share of letter pairs in common (Dice), which costs
    time in proportion to their length; 0 where part or number contradict."""
    if one == other:
        return 1.0
    if contradict(marks_of(one), marks_of(other)):
        return 0.0
    pairs, others = _letter_pairs(one), _letter_pairs(other)
    total = len(pairs) + len(others)
    return 2 * len(pairs & others) / total if total else 0.0


def _letter_pairs(title: str) -> set[str]:
    return {title[at : at + 2] for at in range(len(title) - 1)}
