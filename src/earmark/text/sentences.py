"""Plain text to sentences, and to the keys by which a show's repeated sentences are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from earmark.text.plain import plain_text
from earmark.text.tokens import tokens, tokens_within

KEYED_TOKENS = 4
"""A sentence of fewer tokens has no key: "Listen now." may stand in every story by chance."""

# A stop followed by white space, a stop of a script without spaces, or the end of a paragraph.
# The one set of characters in front lets the search skip all others at once.
_STOP = re.compile(
    r"[.!?…؟۔।。！？｡\n](?:(?<=\n)|(?<=[.!?…؟۔।])[\"'”’»)\]]{0,3}(?=\s)|(?<=[。！？｡])[”’」』）]{0,3})"
)

_CLOSING = "\"'”’»)]」』）"
_MOST_CLOSING = 3

# Words whose full stop doesn't end a sentence.
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "nr", "vol", "ep", "feat", "ft"}
    | {"inc", "ltd", "co", "approx", "dept", "gov", "sen", "rep", "gen", "bzw", "ca", "evtl"}
    | {"ggf", "inkl", "usw", "osv", "mill", "kr", "kl", "dvs", "tlf", "mvh", "sra", "srta", "mme"}
    | {"mlle", "bijv", "enz", "dott", "sig", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep"}
    | {"sept", "okt", "oct", "nov", "dec", "des", "dez", "bl.a", "f.eks"}
)
_INITIALS = re.compile(r"[^\W\d](?:\.[^\W\d]){0,4}")
_LONG_WORD = 7
"""Letters in a row that no abbreviation has."""
_LONGEST = 12  # characters of the longest of these, with a bracket or quote before it


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence, in order, without the white space around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text), len(text)):
        sentence = text[start:end]
        body = sentence.strip()
        if body:
            left = start + sentence.index(body[0])
            spans.append((left, left + len(body)))
        start = end
    return spans


def starts_sentence(text: str, at: int) -> bool:
    """Whether one of the ``sentences`` of a text starts at this letter."""
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    if not end or "\n" in text[end:at]:
        return True
    if text[end - 1].isalnum():
        return False
    stop = end - 1
    while stop > end - 1 - _MOST_CLOSING and text[stop] in _CLOSING:
        stop -= 1
    match = _STOP.match(text, max(stop, 0))
    if match is None or match.end() != end:
        return False
    return match[0] != "." or not _continues(text, end - 1)


def sentence_key(token_string: str) -> int:
    """63-bit hash of a sentence's token string, the same in every process."""
    return int.from_bytes(blake2b(token_string.encode(), digest_size=8).digest()) >> 1


def sentence_keys(html: str) -> bytes:
    """Distinct sorted keys of the sentences of 4 or more tokens of published notes, each 8 bytes,
    big-endian."""
    text = plain_text(html)
    keys = {key for key in keys_within(text, sentences(text)) if key is not None}
    return b"".join([key.to_bytes(8) for key in sorted(keys)])


def keys_within(text: str, bounds: Sequence[tuple[int, int]]) -> list[int | None]:
    """``keyed`` of each [start, end) of a text."""
    return [_key_if_long(token_string) for token_string in tokens_within(text, bounds)]


def keyed(sentence: str) -> int | None:
    """The key of one sentence, None where it is too short to have one."""
    return _key_if_long(tokens(sentence))


def _key_if_long(token_string: str) -> int | None:
    return sentence_key(token_string) if token_string.count(" ") >= KEYED_TOKENS - 1 else None


def _ends(text: str) -> Iterator[int]:
    for match in _STOP.finditer(text):
        if match[0] == "." and _continues(text, match.start()):
            continue
        yield match.end()


def _continues(text: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` stands inside a sentence."""
    following = text[stop + 1 : stop + 3].strip()
    if following[:1].islower():
        return True
    if stop > _LONG_WORD and text[stop - _LONG_WORD : stop].isalpha():
        return False
    words = text[max(0, stop - _LONGEST) : stop].split()
    word = words[-1].lstrip("(\"'“‘«[").casefold() if words else ""
    if word.isdecimal():  # a date in German or Norwegian, an item of a list
        return len(word) <= 2
    if word in _ABBREVIATIONS:
        return True
    return (len(word) == 1 or "." in word) and _INITIALS.fullmatch(word) is not None
