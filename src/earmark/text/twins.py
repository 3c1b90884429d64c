"""Names and phrases that are said again, in text that has a twin in ASCII (``tokens.twin``).

The same as ``keywords`` finds word by word in any text, found without a look at each word's place:
most words are neither in capitals nor said twice, and most texts are mostly ASCII.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from earmark.text.sentences import starts_sentence

LONGEST = 3
"""Words of a name, and of a phrase."""

Found = tuple[str, int, int]
"""Token string, and [start, end) in the text."""

_CAPITALS = re.compile(r"[A-Z][A-Za-z0-9]*(?:[ -][A-Z][A-Za-z0-9]*)*")
_APART = {i: chr(i).lower() if chr(i).isalnum() else "|" for i in range(128)}
_TABLE = "".join((_APART | dict.fromkeys(map(ord, " -"), " "))[i] for i in range(128))
"""Small letters, a space where words may belong together, and a bar where they may not."""


def names(text: str, twin: str, stop: frozenset[str]) -> Iterator[Found]:
    """Up to 3 words in capitals with a single space or hyphen between, no stop-word among them.
    The first word of a sentence says nothing alone, unless all of it is in capitals."""
    for match in _CAPITALS.finditer(twin):
        start, words = match.start(), match[0].lower().replace("-", " ").split(" ")
        if start and twin[start - 1].isalnum():  # a capital inside a word
            start += len(words.pop(0)) + 1
        if len(words) == 1 and words[0] in stop:
            continue
        for at, name in _unstopped(start, words, stop):
            end = at + len(name)
            if " " in name or twin[at:end].isupper() or not starts_sentence(text, at):
                yield name, at, end


def _unstopped(start: int, words: list[str], stop: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(place, words) of the stretches of at most 3 words between stop-words."""
    if stop.isdisjoint(words):
        if 0 < len(words) <= LONGEST:
            yield start, " ".join(words)
        return
    stretch: list[str] = []
    end = start
    for word in (*words, ""):
        if word and word not in stop:
            stretch.append(word)
        else:
            if 0 < len(stretch) <= LONGEST:
                name = " ".join(stretch)
                yield end - len(name) - 1, name
            stretch = []
        end += len(word) + 1


def said_again(twin: str, stop: frozenset[str]) -> Iterator[tuple[int, Found]]:
    """(times, phrase) of the phrases of 1 to 3 words that stand in the text at least twice, where
    they stand first; words of them with a single space or hyphen between, none a stop-word."""
    low = twin.translate(_TABLE)
    words = low.replace("|", " ").split()
    counts = Counter(words)
    if len(counts) == len(words):
        return
    again = {word for word, times in counts.items() if times > 1 and word not in stop}
    for word in again:
        yield counts[word], (word, *_place(low, word))
    for phrase in _repeated(words, again):
        places = list(_places(low, phrase))
        if len(places) > 1:
            yield len(places), (phrase, *places[0])


def _repeated(words: list[str], again: set[str]) -> Iterator[str]:
    """Phrases of 2 and 3 words that stand in the text twice if whatever stands between their words
    is looked past; none is said again that has a word said once."""
    at = [place for place, word in enumerate(words) if word in again]
    pairs = [
        (place, words[place], words[after]) for place, after in pairwise(at) if after == place + 1
    ]
    found = {pair for pair, times in Counter([pair[1:] for pair in pairs]).items() if times > 1}
    if not found:
        return
    yield from map(" ".join, found)
    places = [place for place, *pair in pairs if tuple(pair) in found]
    threes = [
        " ".join(words[place : place + 3])
        for place, after in pairwise(places)
        if after == place + 1
    ]
    yield from (phrase for phrase, times in Counter(threes).items() if times > 1)


def _places(low: str, phrase: str) -> Iterator[tuple[int, int]]:
    """[start, end) wherever the phrase stands as whole words."""
    at = low.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not low[end : end + 1].isalnum() and not (at and low[at - 1].isalnum()):
            yield at, end
        at = low.find(phrase, at + 1)


def _place(low: str, phrase: str) -> tuple[int, int]:
    return next(_places(low, phrase))
