"""Text to tokens: the one function behind index, queries, evidence and topic keys.

A token string is tokens joined by single spaces. What happens to a text, in this order:

* compatibility forms are made one (NFKC, UAX #15), so full-width letters are plain letters;
* ``c++``, ``c#``, ``f#`` and ``.net`` become the words ``cplusplus``, ``csharp``, ``fsharp`` and
  ``dotnet``; other names with a dot are their words: ``Node.js`` is ``node js``;
* case is folded (``ß`` is ``ss``) and marks are dropped wherever Unicode takes a letter apart
  (``é`` is ``e``, ``å`` is ``a``, ``й`` is ``и``), Hebrew and Arabic points too. ``ø`` and ``æ``
  are letters of their own and stay: *øl* (beer) is not *OL* (the Games). Letters that are merely
  another spelling are made one: ``ı ł đ œ``, the Persian and Arabic forms of yeh and kaf, and
  decimal digits of every script;
* each Han, kana, Hangul, Thai, Lao, Khmer and Myanmar character is a token, so that a word in
  these scripts is a phrase of its characters; signs of Indic scripts stay with their letters;
* all else, apostrophes of every shape among it, parts words: ``fishermen's`` is ``fishermen s``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

SEPARATOR = "|"
"""Stands between texts of one field; no query can hold it, so no phrase crosses it."""

TEXT_VERSION = 1
"""Raise it when any function of this package gives another answer: an index of another version
is rebuilt."""

_ASCII = {i: chr(i).lower() if chr(i).isalnum() else " " for i in range(128)}
_ASCII_TABLE = "".join(_ASCII[i] for i in range(128))
_CHUNK = re.compile(r"\S+")
_WORD_CHARS = 32
_ODD_CHUNK = re.compile(r"(?<!\S)[^\s\x80-\U0010ffff]*+[^\s\x00-\x7f]\S*+")
"""A run without white space that holds a character beyond ASCII; each place is looked at once."""

_ODD_CHARS = re.compile(r"[^\x00-\x7f]")

_SPECIAL = re.compile(r"(?<!\w)(?:([cf])#(?!\w)|(c)\+\+|(\.net)(?!\w))", re.IGNORECASE)
_SPECIAL_WORDS = {"c#": "csharp", "f#": "fsharp", "c++": "cplusplus", ".net": "dotnet"}
_AS_WRITTEN = {word: name for name, word in _SPECIAL_WORDS.items()}

# Characters without a space between words: each is a token of its own.
_SPACELESS = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana
    "\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\U0001b000-\U0001b16f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u0e01-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
)
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")

# Marks that are dropped: accents, Hebrew points, Arabic vowel signs and tatweel; invisible
# characters that stand inside words (soft hyphen, joiners, direction marks, variation selectors).
_IS_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u00ad\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_SAME = {"ı": "i", "ł": "l", "đ": "d", "œ": "oe", "ی": "ي", "ى": "ي", "ک": "ك"}

# Letters by category that are apostrophes or primes in use (Ukrainian, Hawaiian spelling).
_APOSTROPHES = frozenset("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8")

# NFKC would make these letters of the word before them ("Earmark™" -> "earmarktm").
_SIGNS = re.compile("[\u2122\u2120]")

# Starters that NFC may join to the character before them (NFC_Quick_Check=Maybe, class 0).
_JOINS_BACK = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e"
    "\u1161-\u1175\u11a8-\u11c2\u1b35\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd"
    "\U000115af\U00011930]"
)


def tokens(text: str) -> str:
    """The token string of a text: tokens joined by single spaces, "" where there are none."""
    if text.isascii():
        return " ".join(_specials(text).translate(_ASCII_TABLE).split())
    return " ".join(_specials(_normal(text)).translate(_FOLDED).split())


def tokens_within(text: str, bounds: Iterable[tuple[int, int]]) -> list[str]:
    """The token string of each [start, end) of a text."""
    if text.isascii() and not _may_have_special(text):  # then each character stays in its place
        plain = text.translate(_ASCII_TABLE)
        return [" ".join(plain[start:end].split()) for start, end in bounds]
    return [tokens(text[start:end]) for start, end in bounds]


def topic_key(tokens: Sequence[str]) -> str:
    """A topic's key in URLs: its tokens joined by ``-``."""
    return "-".join(tokens)


def as_words(phrase: Sequence[str]) -> str:
    """Tokens as a person writes them: ``c++``; no space between characters of a script without
    spaces. What is written so has the same tokens."""
    words: list[str] = []
    for token in phrase:
        if words and is_spaceless(token) and is_spaceless(words[-1][-1]):
            words[-1] += token
        else:
            words.append(_AS_WRITTEN.get(token, token))
    return " ".join(words)


def is_spaceless(token: str) -> bool:
    """Whether the token is a character of a script that puts no spaces between words."""
    return _IS_SPACELESS.match(token) is not None


def token_spans(text: str) -> list[tuple[str, int, int]]:
    """(token, start, end) in characters of ``text``; the tokens are exactly those of ``tokens``."""
    odd = _CHUNK if _may_have_special(text) and _SPECIAL.search(text) else _ODD_CHUNK
    if odd is _ODD_CHUNK and text.isascii():
        return _ascii_spans(text, 0, len(text))
    spans: list[tuple[str, int, int]] = []
    plain_from = 0
    for chunk in odd.finditer(text):
        spans += _ascii_spans(text, plain_from, chunk.start())
        spans += _chunk_spans(chunk[0], chunk.start())
        plain_from = chunk.end()
    return spans + _ascii_spans(text, plain_from, len(text))


def twin(text: str) -> str | None:
    """An ASCII text as long, with the same tokens at the same places, capitals where the text has
    some: reading it is quicker by far. None for a text that has none, one with ``c++`` or with a
    letter that is no letter of ASCII with a mark."""
    if not text.isascii():
        for char in set(_ODD_CHARS.findall(text)):
            same = _TWINS[char]
            if not same:
                return None
            text = text.replace(char, same)
    return None if _may_have_special(text) and _SPECIAL.search(text) else text


def accented(text: str) -> list[str]:
    """The words of a text that ``tokens`` changes beyond case, as written: casefolded, marks kept.
    In order, repeats kept. ``"Ålesund by"`` gives ``["ålesund"]``."""
    if text.isascii():
        return []
    written = _specials(_normal(text))
    folded = {c for c in set(written) if not c.isascii() and _FOLDED.loses(c)}
    if not folded:
        return []
    chunks = [c for c in written.split() if not c.isascii() and not folded.isdisjoint(c)]
    words = " ".join(chunks).translate(_WRITTEN).split()
    marks = {c for char in folded for c in _WRITTEN[ord(char)]} - _PLAIN
    return [word for word in words if not marks.isdisjoint(word)]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", _SIGNS.sub(" ", text))


def _specials(text: str) -> str:
    return _SPECIAL.sub(_special_word, text) if _may_have_special(text) else text


def _may_have_special(text: str) -> bool:
    return "+" in text or "#" in text or ".n" in text or ".N" in text


def _special_word(match: re.Match[str]) -> str:
    return f" {_SPECIAL_WORDS[match[0].lower()]} "


def _ascii_spans(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Spans of a stretch without other characters and special words."""
    plain = text[start:end].translate(_ASCII_TABLE)
    spans: list[tuple[str, int, int]] = []
    at = 0
    for word in plain.split():
        low = plain.find(word, at)  # nothing but spaces stands before it
        at = low + len(word)
        spans.append((word, start + low, start + at))
    return spans


def _chunk_spans(chunk: str, offset: int) -> list[tuple[str, int, int]]:
    """Spans of one run without white space; most of those that are short come again."""
    spans = (_spans_of_word if len(chunk) <= _WORD_CHARS else _spans_within)(chunk)
    return [(token, offset + start, offset + end) for token, start, end in spans]


def _spans_within(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """Spans of one run without white space, by walking the folded text and its origins."""
    folded, origins = _fold_with_origins(chunk)
    return tuple(
        (match[0], origins[match.start()][0], origins[match.end() - 1][1])
        for match in _CHUNK.finditer(folded)
    )


_spans_of_word = lru_cache(16_384)(_spans_within)


def _fold_with_origins(chunk: str) -> tuple[str, list[tuple[int, int]]]:
    """The chunk as ``tokens`` folds it before splitting, and for each character of that the range
    of the chunk that it came from."""
    normal, origins = _normal_with_origins(chunk)
    out: list[str] = []
    out_origins: list[tuple[int, int]] = []

    def put(folded: str, origin: tuple[int, int]) -> None:
        out.append(folded)
        out_origins.extend([origin] * len(folded))

    position = 0
    for special in [*_SPECIAL.finditer(normal), None]:
        stop = special.start() if special else len(normal)
        for i in range(position, stop):
            put(_FOLDED[ord(normal[i])], origins[i])
        if special:
            position = special.end()
            put(_special_word(special), (origins[stop][0], origins[position - 1][1]))
    return "".join(out), out_origins


def _normal_with_origins(chunk: str) -> tuple[str, list[tuple[int, int]]]:
    """``_normal`` of the chunk, cluster by cluster: nothing composes across their borders."""
    starts = [i for i, char in enumerate(chunk) if i == 0 or _starts_cluster(char)]
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(chunk)], strict=True):
        part = _normal(chunk[start:end])
        parts.append(part)
        origins.extend([(start, end)] * len(part))
    return "".join(parts), origins


def _starts_cluster(char: str) -> bool:
    if char < "\u0300":
        return True
    first = unicodedata.normalize("NFKD", char)[0]
    return not unicodedata.combining(first) and not _JOINS_BACK.match(first)


_MET = 65_536
"""Characters that are kept, more than libraries hold: whoever asks for all that there are would
fill the memory with them."""


class _Folded(dict[int, str]):
    """Code point -> what it is in a token string, found once for each of the first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = "".join(_token_char(c) for c in _without_marks(_cased(_without_marks(char))))
        if len(self) < _MET:
            self[code] = value
        return value

    def loses(self, char: str) -> bool:
        """Whether folding takes more from the character than its case."""
        return char.isalpha() and self[ord(char)].strip() != _WRITTEN[ord(char)].strip()


class _Written(dict[int, str]):
    """Code point -> the character casefolded with its marks, spaced as in ``_Folded``."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = "".join(_token_char(c) for c in char.lower()) if char.isalpha() else _FOLDED[code]
        if len(self) < _MET:
            self[code] = value
        return value


def _without_marks(text: str) -> str:
    if _IS_SPACELESS.match(text):  # the voicing marks of kana are no accents
        return text
    return unicodedata.normalize("NFC", _IS_DROPPED.sub("", unicodedata.normalize("NFD", text)))


def _cased(text: str) -> str:
    return "".join(_SAME.get(c, c) for c in text.casefold())


def _token_char(char: str) -> str:
    if char in _APOSTROPHES:
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if _IS_SPACELESS.match(char):
        return f" {char} " if _is_word_char(char) else " "
    return char if _is_word_char(char) else " "


def _is_word_char(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


class _Twins(dict[str, str]):
    """Character beyond ASCII -> the character of ASCII that is the same in token strings, in the
    same case; a separator for those between tokens, "" where there is none."""

    def __missing__(self, char: str) -> str:
        value = self._twin(char)
        if len(self) < _MET:
            self[char] = value
        return value

    @staticmethod
    def _twin(char: str) -> str:
        folded = "".join([_FOLDED[ord(c)] for c in _normal(char)])
        if not folded or not _starts_cluster(char):  # it belongs to the character before it
            return ""
        if folded.isspace():
            return SEPARATOR
        same = folded.upper() if char.isupper() else folded
        alike = (same.isupper(), same.islower()) == (char.isupper(), char.islower())
        return same if len(same) == 1 and same.isascii() and alike else ""


_FOLDED = _Folded()
_WRITTEN = _Written()
_TWINS = _Twins()
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 ")
