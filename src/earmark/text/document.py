"""A story's members to the token strings of its document in the index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from itertools import chain
from operator import attrgetter

from earmark.model import Boilerplate, EpisodeText, Piece, StoryDoc, StoryFields
from earmark.text.language import language_of
from earmark.text.layout import layout_of
from earmark.text.searchable import searchable
from earmark.text.tokens import SEPARATOR, accented, tokens

LEAD_TOKENS = 40
"""How many tokens of the own prose of the notes say what an episode is about."""

STRESSED_TIMES = 2
OFTEN_TIMES = 3
OFTEN_IN_NOTES, OFTEN_IN_TRANSCRIPT = 200, 1000
"""A long text must hold a phrase once in so many tokens to hold it often."""
RECURS_TENTHS = 3
LONGEST_GRAM = 4

_APART = f" {SEPARATOR} "

_of_document = attrgetter(*(f.name for f in fields(StoryDoc) if f.name not in ("digest", "fields")))
_of_fields = attrgetter(*(f.name for f in fields(StoryFields)))

Gram = tuple[str, ...]


@dataclass
class _Parts:
    """Token strings of a story, each list without doubles and in order of the fields."""

    text: dict[str, None] = field(default_factory=dict)
    subject: dict[str, None] = field(default_factory=dict)
    discussed: dict[str, None] = field(default_factory=dict)
    aside: dict[str, None] = field(default_factory=dict)
    exact: dict[str, None] = field(default_factory=dict)


def story_fields(members: Sequence[tuple[EpisodeText, Boilerplate]]) -> StoryFields:
    """The fields of a story; ``members`` are its episodes with their shows' boilerplate, the
    canonical first. A text that several members share is there once."""
    parts = _Parts()
    pieces = [searchable(episode, known) for episode, known in members]
    for piece in chain.from_iterable(pieces):
        _add_piece(parts, piece)
    return StoryFields(
        text=_APART.join(parts.text),
        subject=_APART.join(parts.subject),
        discussed=_APART.join(parts.discussed),
        aside=_APART.join(parts.aside),
        exact=" ".join(parts.exact),
        language=_language(members[0][0], pieces[0]),
    )


def digest(doc: StoryDoc) -> int:
    """63-bit hash of a document without its ``digest``, the same in every process."""
    values = chain(_of_document(doc), _of_fields(doc.fields))
    packed = "\x1f".join(map(repr, values)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(packed, digest_size=8).digest()) >> 1


def _add_piece(parts: _Parts, piece: Piece) -> None:
    own: list[str] = []
    for span in piece.spans:
        written = piece.text[span.start : span.end]
        found = tokens(written)
        if not found:
            continue
        if span.kind == "own":
            own.append(found)
            parts.exact.update(dict.fromkeys(accented(written)))
        else:
            parts.aside[found] = None
    if own:
        _add_own(parts, piece, own)


def _add_own(parts: _Parts, piece: Piece, runs: list[str]) -> None:
    parts.text[_APART.join(runs)] = None
    if piece.field in ("title", "keywords"):
        parts.subject.update(dict.fromkeys(runs))
    elif piece.field == "chapters":
        parts.discussed.update(dict.fromkeys(runs))
    elif piece.field == "notes":
        _add_notes(parts, piece)
    elif piece.field == "transcript":
        parts.subject.update(dict.fromkeys(recurring(runs)))
        parts.discussed.update(dict.fromkeys(often(runs, OFTEN_IN_TRANSCRIPT)))


def _add_notes(parts: _Parts, piece: Piece) -> None:
    layout = layout_of(piece)
    lead = _lead(layout.prose)
    parts.subject.update(dict.fromkeys(repeated(lead, STRESSED_TIMES)))
    parts.discussed.update(dict.fromkeys(lead))
    parts.discussed.update(dict.fromkeys(layout.timed))
    parts.discussed.update(dict.fromkeys(often(layout.prose, OFTEN_IN_NOTES)))


def _lead(runs: Iterable[str]) -> list[str]:
    """The first tokens of the runs, still apart."""
    lead, left = [], LEAD_TOKENS
    for run in runs:
        first = run.split(" ", left)[:left]
        lead.append(" ".join(first))
        left -= len(first)
        if left == 0:
            break
    return lead


def often(runs: Sequence[str], every: int) -> list[str]:
    """The maximal n-grams that stand at least 3 times in the runs together, and at least once in
    ``every`` tokens."""
    total = sum(run.count(" ") + 1 for run in runs)
    return repeated(runs, max(OFTEN_TIMES, total // every))


def repeated(runs: Iterable[str], times: int) -> list[str]:
    """The maximal n-grams that stand at least so many times in the runs together."""
    words = [run.split() for run in runs]
    counts = Counter(chain.from_iterable(words))
    frequent = {word for word, n in counts.items() if n >= times}
    stretches = _stretches(words, frequent) if frequent else []

    def repeat(n: int) -> set[Gram]:
        grams = Counter(chain.from_iterable(_grams(stretch, n) for stretch in stretches))
        return {gram for gram, seen in grams.items() if seen >= times}

    return _maximal_grams({(word,) for word in frequent}, repeat)


def _stretches(runs: Iterable[list[str]], words: set[str]) -> list[list[str]]:
    """Two or more of these words in a row, wherever the runs have them."""
    found: list[list[str]] = []
    for run in runs:
        stretch: list[str] = []
        for word in run:
            if word in words:
                stretch.append(word)
            elif stretch:
                found.append(stretch)
                stretch = []
        found.append(stretch)
    return [stretch for stretch in found if len(stretch) > 1]


def recurring(runs: Sequence[str]) -> list[str]:
    """The maximal n-grams that stand in at least 3 tenths of the runs together, tenths being
    equal shares of the tokens."""
    words = [run.split() for run in runs]
    total = sum(map(len, words))

    def in_tenths(n: int) -> set[Gram]:
        tenths: defaultdict[Gram, int] = defaultdict(int)
        position = 0
        for run in words:
            for offset, gram in enumerate(_grams(run, n)):
                tenths[gram] |= 1 << (10 * (position + offset) // total)
            position += len(run)
        return {gram for gram, seen in tenths.items() if seen.bit_count() >= RECURS_TENTHS}

    return _maximal_grams(in_tenths(1), in_tenths)


def _maximal_grams(words: set[Gram], qualifying: Callable[[int], set[Gram]]) -> list[str]:
    """Grow the words that qualify to n-grams while any do; those that are part of no longer one,
    joined and sorted. A longer n-gram can qualify only where both its ends do, so most texts end
    after one round."""
    maximal: list[Gram] = []
    found = words
    for n in range(2, LONGEST_GRAM + 1):
        if not found:
            break
        longer = qualifying(n)
        inside = {end for gram in longer for end in (gram[:-1], gram[1:])}
        maximal.extend(found - inside)
        found = longer
    maximal.extend(found)
    return sorted(map(" ".join, maximal))


def _grams(run: list[str], n: int) -> Iterator[Gram]:
    return zip(*(run[i:] for i in range(n)), strict=False)


def _language(canonical: EpisodeText, pieces: Iterable[Piece]) -> str:
    prose = "\n".join(p.text for p in pieces if p.field in ("title", "notes"))
    return language_of(canonical.language, prose)
