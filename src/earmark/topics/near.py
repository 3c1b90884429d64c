"""For a phrase without any match: what its words do by themselves, and what looks like it.

Two words look alike within the edit distance that search engines call AUTO: one edit from 3
letters on, two from 6 on, where an edit is a letter more, less or other, or two swapped (optimal
string alignment). Alike words are looked for among those that begin alike, so the work stays
small in any library; what is offered is counted, so that it can be had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice, product

from earmark.model import Phrase, Query, Variant
from earmark.ports import SearchReader
from earmark.text.tokens import as_words, is_spaceless, tokens
from earmark.topics.scope import within

WORDS_COUNTED = 6
SHOWN = 6
ALTERNATIVES = 12
"""Alike words that are tried in each place of a longer phrase."""
COUNTED = 150
"""Phrases that are counted at most."""
TERMS_READ = 5_000
"""Words of one beginning that are compared at most."""
_VOWELS = "aeiouy"
_SHORTEST_HALF = 3

Tokens = tuple[str, ...]
Count = Callable[[Tokens], int]


def words_alone(
    written: str, *, reader: SearchReader, filters: Sequence[Query]
) -> tuple[Variant, ...]:
    """Each word of a phrase of several with its own number of stories, in the order of the
    phrase, at most ``WORDS_COUNTED``."""
    words = {tuple(tokens(word).split()): word for word in reversed(written.split())}
    words.pop((), None)
    if len(words) < 2:
        return ()
    count = _counter(reader, filters)
    first = islice(reversed(words.items()), WORDS_COUNTED)
    return tuple(Variant(word, count(phrase), on=False) for phrase, word in first)


def near_phrases(
    phrase: Tokens,
    *,
    reader: SearchReader,
    filters: Sequence[Query],
    but: Iterable[str] = (),
) -> tuple[Variant, ...]:
    """At most ``SHOWN`` phrases that stand in at least one story under ``filters`` and look like
    this one: the nearest first, then the commonest. Those in ``but`` are offered elsewhere."""
    count = _counter(reader, filters)
    known = {phrase, *(tuple(tokens(other).split()) for other in but)}
    for candidates in _rounds(phrase, reader, count):
        fresh = islice((each for each in candidates if each[1] not in known), COUNTED)
        found = [(edits, -stories, other) for edits, other in fresh if (stories := count(other))]
        if found:
            best = sorted(set(found))[:SHOWN]
            return tuple(Variant(as_words(other), -stories, on=False) for _, stories, other in best)
    return ()


def edits_between(one: str, other: str, most: int) -> int | None:
    """The edit distance of two words, None where it is over ``most``."""
    if abs(len(one) - len(other)) > most or len(set(other).difference(one)) > most:
        return None
    before, last = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            cost = min(row[-1] + 1, last[j] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= most else None


def _rounds(phrase: Tokens, reader: SearchReader, count: Count) -> Iterator[Iterable[_Candidate]]:
    """Candidates, those of a later round where none of an earlier one is held."""
    if all(is_spaceless(token) for token in phrase):
        yield from _parts(phrase)
        return
    alike = [_alike(word, reader) for word in phrase]
    if len(phrase) == 1:
        yield (*_halves(phrase[0]), *((edits, (word,)) for edits, word in alike[0]))
        return
    yield _replaced(phrase, alike, 1)
    yield _replaced(phrase, alike, 2)
    missing = (found for word, found in zip(phrase, alike, strict=True) if not count((word,)))
    yield sorted((edits, (other,)) for found in missing for edits, other in found)


def _alike(word: str, reader: SearchReader) -> list[tuple[int, str]]:
    """(edits, word) of the words of the library that look like this one, the nearest first."""
    most = (len(word) >= 3) + (len(word) >= 6)
    if not most or is_spaceless(word) or word.isdecimal():
        return []
    found = {}
    for term, stories in _same_beginning(word, reader):
        edits = edits_between(word, term, most)
        if edits and not term.isdecimal():
            found[term] = (edits, -stories)
    ordered = sorted(found, key=lambda term: (*found[term], term))
    return [(found[term][0], term) for term in ordered[:COUNTED]]


def _same_beginning(word: str, reader: SearchReader) -> Iterator[tuple[str, int]]:
    """Words that begin as this one does, or would with a slip in its first two letters: swapped,
    one too many, a vowel other or left out."""
    first, second = word[0], word[1]
    beginnings = {word[:2], second + first, word[1:3], first + word[2]}
    beginnings.update(first + vowel for vowel in _VOWELS)
    beginnings.update(vowel + second for vowel in _VOWELS)
    for beginning in sorted(beginnings):
        found = reader.terms(beginning, TERMS_READ)
        if len(found) == TERMS_READ:  # the rest of the word tells apart what is too many
            found = reader.terms(beginning + word[2:3], TERMS_READ)
        yield from found


_Candidate = tuple[int, Tokens]
"""Edits, and the phrase."""


def _replaced(
    phrase: Tokens, alike: Sequence[Sequence[tuple[int, str]]], places: int
) -> Iterator[_Candidate]:
    """The phrase with other words in so many places."""
    for chosen in combinations(range(len(phrase)), places):
        for others in product(*(alike[place][:ALTERNATIVES] for place in chosen)):
            words = list(phrase)
            for place, (_, other) in zip(chosen, others, strict=True):
                words[place] = other
            yield sum(edits for edits, _ in others), tuple(words)


def _halves(word: str) -> Iterator[_Candidate]:
    """Two words written as one: a blank is an edit too."""
    if not is_spaceless(word):
        for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
            yield 1, (word[:at], word[at:])


def _parts(phrase: Tokens) -> Iterator[tuple[_Candidate, ...]]:
    """The longest parts of a phrase without spaces, down to half of it and two characters."""
    for length in range(len(phrase) - 1, max(2, len(phrase) // 2) - 1, -1):
        starts = range(len(phrase) - length + 1)
        yield tuple((len(phrase) - length, phrase[at : at + length]) for at in starts)


def _counter(reader: SearchReader, filters: Sequence[Query]) -> Count:
    def count(phrase: Tokens) -> int:
        return reader.count(within(Phrase(phrase), filters))

    return count
