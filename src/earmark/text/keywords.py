"""Key phrases of an episode: what it could be filed under, as the publisher wrote it.

Four sources, the surest first: published keywords, phrases of the title, names (runs of words in
capitals), phrases that are said again. Which of them are worth showing depends on how many other
stories hold them, so that choice is made with document frequencies (``best_keywords``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import log

from earmark.model import KeyPhrase, Piece
from earmark.text.sentences import starts_sentence
from earmark.text.stopwords import ALL_STOPWORDS, STOPWORDS
from earmark.text.tokens import is_spaceless, token_spans, tokens, twin
from earmark.text.twins import names, said_again

MOST_CANDIDATES = 24
LONGEST_PHRASE = 3
MOST_COMMON = 0.2
"""A phrase in more than this share of the library tells nothing of an episode."""

_WEIGHT = {"keywords": 4.0, "title": 3.0, "name": 2.0, "again": 1.0}
_READ_CHARS = 6000  # of a text; a transcript's names stand in its notes or come early

# A run of katakana or of Han characters is the best guess at a word without a dictionary.
_SPACELESS_WORD = re.compile(
    "[\u30a1-\u30fa\u30fc]{3,12}|[\u4e00-\u9fff]{2,6}|[\uac00-\ud7a3]{2,8}"
)
_GENERIC = (
    frozenset({"episode", "episodes", "podcast", "podcasts", "episoden", "folge", "folgen", "part"})
    | {"episodio", "capitulo", "avsnitt", "afsnit", "aflevering", "teil", "del", "season", "ep"}
    | {"sesong", "intro", "outro", "music", "http", "https", "www"}
)

Word = tuple[str, int, int]


def candidates(pieces: Sequence[Piece], language: str) -> tuple[KeyPhrase, ...]:
    """At most 24 candidate key phrases of an episode, the weightiest first; each once, whatever
    its case and accents, as it is written first."""
    weights: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    stop = _telling_nothing(language)
    for piece in pieces:
        for key, phrase, weight in _phrases(piece, stop):
            if key in written or _worthy(key, stop):
                written.setdefault(key, phrase)
                weights[key] += weight
    best = sorted(weights, key=lambda key: (-weights[key], key))[:MOST_CANDIDATES]
    return tuple([KeyPhrase(key, written[key], weights[key]) for key in best])


@cache
def _telling_nothing(language: str) -> frozenset[str]:
    return STOPWORDS.get(language, ALL_STOPWORDS) | _GENERIC


def best_keywords(
    candidates: Mapping[str, float],
    df: Callable[[tuple[str, ...]], int],
    total: int,
    limit: int = 6,
) -> tuple[str, ...]:
    """The candidates that tell most: weight times rarity, held by at least one other of the
    ``total`` stories (they are links) and by at most a fifth; none of common words alone, none
    that is part of a better one.
    ``df`` gives the number of stories that hold a phrase of tokens."""
    common = max(2.0, MOST_COMMON * total)
    scored: list[tuple[float, str, str]] = []
    for phrase, weight in candidates.items():
        key = tokens(phrase)
        words = tuple(key.split())
        # such words tell nothing together either, and nothing takes longer to count
        if len(words) > 1 and all(df((word,)) > common for word in words):
            continue
        stories = df(words)
        if 2 <= stories <= common:
            scored.append((-weight * log(1 + total / stories), key, phrase))
    chosen: dict[str, str] = {}
    for _, key, phrase in sorted(scored):
        if not any(f" {key} " in f" {k} " or f" {k} " in f" {key} " for k in chosen):
            chosen[key] = phrase
        if len(chosen) == limit:
            break
    return tuple(chosen.values())


def _worthy(key: str, stop: frozenset[str]) -> bool:
    words = key.split()
    if not words or (len(words) > 4 and not is_spaceless(words[0])):
        return False
    if words[0] in stop or words[-1] in stop or key.replace(" ", "").isdecimal():
        return False
    return len(key) >= 3 or is_spaceless(words[0])


def _phrases(piece: Piece, stop: frozenset[str]) -> Iterator[KeyPhrase]:
    for span in piece.spans:
        if span.kind != "own":
            continue
        text = piece.text[span.start : min(span.end, span.start + _READ_CHARS)]
        if piece.field in ("keywords", "people"):
            yield _candidate(text.strip().lstrip("#"), "keywords")
        elif piece.field == "title":
            yield from _title_phrases(text, stop)
        elif (same := twin(text)) is not None:
            yield from _twin_names(text, same, stop)
            yield from _twin_again(text, same, stop)
        else:
            runs = list(_runs(text, _telling(text, token_spans(text)), stop))
            yield from _names(text, runs)
            yield from _said_again(text, runs)


def _candidate(written: str, source: str) -> KeyPhrase:
    return KeyPhrase(tokens(written), written, _WEIGHT[source])


def _twin_names(text: str, same: str, stop: frozenset[str]) -> Iterator[KeyPhrase]:
    for key, start, end in names(text, same, stop):
        yield KeyPhrase(key, text[start:end], _WEIGHT["name"])


def _twin_again(text: str, same: str, stop: frozenset[str]) -> Iterator[KeyPhrase]:
    for times, (key, start, end) in said_again(same, stop):
        if weight := _weight_again(key.split(" "), times):
            yield KeyPhrase(key, text[start:end], weight)


def _weight_again(words: Sequence[str], times: int) -> float:
    """A word of up to 3 letters that is said again says nothing."""
    return _WEIGHT["again"] * min(times, 4) * len(words) if sum(map(len, words)) > 3 else 0.0


def _telling(text: str, words: list[Word]) -> list[Word]:
    """Words with a capital, or said at least twice: of no others are names and phrases that are
    said again, and most words are others."""
    counts = Counter([word[0] for word in words])
    return [word for word in words if counts[word[0]] > 1 or text[word[1]].isupper()]


def _title_phrases(text: str, stop: frozenset[str]) -> Iterator[KeyPhrase]:
    runs = list(_runs(text, token_spans(text), stop))
    for run in runs:
        if len(run) <= LONGEST_PHRASE:
            yield _candidate(text[run[0][1] : run[-1][2]], "title")
    yield from _names(text, runs)
    for match in _SPACELESS_WORD.finditer(text):
        yield _candidate(match[0], "title")


def _names(text: str, runs: Sequence[list[Word]]) -> Iterator[KeyPhrase]:
    """Runs of up to 3 words in capitals. The first word of a sentence says nothing alone."""
    for run in runs:
        if text[run[0][1] : run[-1][2]].islower():  # no capital in it
            continue
        for name in _capital_runs(text, run):
            _, start, end = name[0]
            if len(name) > 1 or text[start:end].isupper() or not starts_sentence(text, start):
                yield _candidate(text[start : name[-1][2]], "name")


def _capital_runs(text: str, run: list[Word]) -> Iterator[list[Word]]:
    name: list[Word] = []
    for word in run:
        if text[word[1]].isupper():
            name.append(word)
            continue
        if 0 < len(name) <= LONGEST_PHRASE:
            yield name
        name = []
    if 0 < len(name) <= LONGEST_PHRASE:
        yield name


def _said_again(text: str, runs: Sequence[list[Word]]) -> Iterator[KeyPhrase]:
    """Phrases of 1 to 3 words that the text holds at least twice."""
    alone = Counter([word[0] for run in runs for word in run])
    again = {word for word, found in alone.items() if found > 1}
    counts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], str] = {}
    for run in runs if again else ():
        for part in _repeated(run, again):  # no phrase is said again that has a word said once
            for n in range(1, LONGEST_PHRASE + 1):
                for i in range(len(part) - n + 1):
                    gram = tuple([word[0] for word in part[i : i + n]])
                    counts[gram] += 1
                    written.setdefault(gram, text[part[i][1] : part[i + n - 1][2]])
    for gram, n in counts.items():
        if n > 1 and (weight := _weight_again(gram, n)):
            yield KeyPhrase(tokens(written[gram]), written[gram], weight)


def _repeated(run: list[Word], again: set[str]) -> Iterator[list[Word]]:
    """The stretches of a run whose words are all among these."""
    part: list[Word] = []
    for word in run:
        if word[0] in again:
            part.append(word)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _runs(text: str, words: list[Word], stop: frozenset[str]) -> Iterator[list[Word]]:
    """Runs of words with a single space or hyphen between, and no stop-word or lone character."""
    run: list[Word] = []
    for word in words:
        if run and text[run[-1][2] : word[1]] not in (" ", "-"):
            yield run
            run = []
        if word[0] in stop or (not word[0].isascii() and is_spaceless(word[0])):
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run
