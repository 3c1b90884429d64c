"""Why a story is listed: each mention of the topic in its sentence.

Spans are cut into tokens exactly as for the index, one span at a time, so a story that the index
finds always has evidence here, and no phrase crosses a cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import attrgetter, itemgetter

from earmark.model import Evidence, Piece, SpanKind
from earmark.text.sentences import sentences
from earmark.text.tokens import token_spans, tokens, tokens_within
from earmark.topics.scope import Phrases

LIMIT = 20
QUOTE_CHARS = 300
CUT_MARK = "…"
FEW_PARTS = 4
_AFTER_SENTENCE = re.compile(r"[.!?\n]\s+")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    kind: SpanKind


def evidence(
    pieces: Iterable[Piece], phrases: Phrases, limit: int = LIMIT, *, aside: bool = False
) -> tuple[tuple[Evidence, ...], int]:
    """Quotes with the mentions of a topic, in text order and at most ``limit``, and the number of
    mentions in all.

    A quote shows every mention in it, so none is quoted twice; a text that several members of a
    story share is read once. With ``aside`` the mentions in ads, boilerplate and addresses, else
    those in a story's own words.
    """
    quotes: list[Evidence] = []
    total = 0
    for piece, mentions in _distinct(pieces, phrases, aside):
        total += len(mentions)
        quotes.extend(islice(_quotes(piece, mentions), limit - len(quotes)))
    return tuple(quotes), total


def _distinct(
    pieces: Iterable[Piece], phrases: Phrases, aside: bool
) -> Iterator[tuple[Piece, list[_Mention]]]:
    seen: set[tuple[str, ...]] = set()
    needles = [f" {' '.join(phrase)} " for phrase in phrases]
    for piece in pieces:
        runs = _runs(piece, aside)
        if not any(needle in f" {run} " for run in runs for needle in needles):
            continue
        key = (piece.field, *runs)
        if key not in seen:
            seen.add(key)
            yield piece, _mentions(piece, phrases, aside)


def _runs(piece: Piece, aside: bool) -> list[str]:
    """The token strings of the spans that count."""
    return [
        tokens(piece.text[span.start : span.end])
        for span in piece.spans
        if (span.kind != "own") == aside
    ]


def _mentions(piece: Piece, phrases: Phrases, aside: bool) -> list[_Mention]:
    return [
        _Mention(span.start + start, span.start + end, span.kind)
        for span in piece.spans
        if (span.kind != "own") == aside
        for start, end in occurrences(piece.text[span.start : span.end], phrases)
    ]


def occurrences(text: str, phrases: Phrases) -> list[Range]:
    """Character ranges of a text that are one of the phrases, as whole tokens, in order; where
    two overlap, the one that starts first, then the longer, is the mention."""
    return [
        (start + part, end + part)
        for part, to in _parts_with(text, phrases)
        for start, end in _ranges(text[part:to], phrases)
    ]


def _parts_with(text: str, phrases: Phrases) -> list[Range]:
    """The parts of a text that hold a phrase: places are dear to find, token strings aren't.

    Tokens are cut from one run without white space at a time, so a text may be parted at any
    white space; where a phrase crosses such a cut, the text is one part."""
    cuts = [match.end() for match in _AFTER_SENTENCE.finditer(text)]
    parts = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    if len(parts) < FEW_PARTS:
        return [(0, len(text))]
    strings = [f" {string} " if string else " " for string in tokens_within(text, parts)]
    whole = " ".join(string.strip() for string in strings if string != " ")
    needles = [f" {' '.join(phrase)} " for phrase in set(phrases)]
    for needle in needles:
        if _count(f" {whole} ", needle) != sum(_count(string, needle) for string in strings):
            return [(0, len(text))]
    return [
        part
        for part, string in zip(parts, strings, strict=True)
        if any(needle in string for needle in needles)
    ]


def _count(text: str, needle: str) -> int:
    """How often a string stands in a text, overlaps counted too."""
    found, at = 0, text.find(needle)
    while at >= 0:
        found, at = found + 1, text.find(needle, at + 1)
    return found


def _ranges(text: str, phrases: Phrases) -> list[Range]:
    spans = token_spans(text)
    words = [token for token, _, _ in spans]
    starts: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        starts.setdefault(word, []).append(at)
    found = sorted(
        (at, -len(phrase))
        for phrase in set(phrases)
        for at in starts.get(phrase[0], ())
        if tuple(words[at : at + len(phrase)]) == tuple(phrase)
    )
    ranges, free_from = [], 0
    for at, minus_length in found:
        if at >= free_from:
            free_from = at - minus_length
            ranges.append((spans[at][1], spans[free_from - 1][2]))
    return ranges


def _quotes(piece: Piece, mentions: list[_Mention]) -> Iterator[Evidence]:
    bounds = _sentences(piece)
    shown_to = -1
    for mention in mentions:
        if mention.end <= shown_to:
            continue
        sentence = _sentence(bounds, mention)
        shown = _cut(piece.text, sentence, mention)
        shown_to = shown[1]
        yield _quote(piece, sentence, shown, mentions, mention.kind)


def _sentences(piece: Piece) -> list[Range]:
    """Only running text has sentences; a title, a name or a keyword is quoted whole."""
    if piece.field in ("notes", "transcript"):
        return sentences(piece.text)
    left = len(piece.text) - len(piece.text.lstrip())
    return [(left, len(piece.text.rstrip()))]


def _sentence(bounds: list[Range], mention: _Mention) -> Range:
    """The sentence of a mention; of one that crosses a full stop ("St. Ives"), both."""
    first = last = max(bisect_right(bounds, mention.start, key=itemgetter(0)) - 1, 0)
    while last + 1 < len(bounds) and bounds[last][1] < mention.end:
        last += 1
    return min(bounds[first][0], mention.start), max(bounds[last][1], mention.end)


def _cut(text: str, sentence: Range, mention: _Mention) -> Range:
    """The part of a sentence that is quoted: at most ``QUOTE_CHARS`` with the marks, the mention
    in the middle where it can be, no word halved where words have spaces."""
    start, end = sentence
    if end - start <= QUOTE_CHARS:
        return sentence
    room = max(QUOTE_CHARS - 2 * len(CUT_MARK), mention.end - mention.start)
    before = (room - (mention.end - mention.start)) // 2
    left = max(start, min(mention.start - before, end - room))
    right = min(end, left + room)
    return _word_start(text, left, mention.start, start), _word_end(text, right, mention.end, end)


def _word_start(text: str, left: int, mention_start: int, sentence_start: int) -> int:
    if left == sentence_start:
        return left
    space = text.find(" ", left - 1, mention_start)
    return space + 1 if space >= 0 else left


def _word_end(text: str, right: int, mention_end: int, sentence_end: int) -> int:
    if right == sentence_end:
        return right
    space = text.rfind(" ", mention_end, right + 1)
    return space if space >= 0 else right


def _quote(
    piece: Piece, sentence: Range, shown: Range, mentions: list[_Mention], kind: SpanKind
) -> Evidence:
    start, end = shown
    before = CUT_MARK if start > sentence[0] else ""
    after = CUT_MARK if end < sentence[1] else ""
    shift = len(before) - start
    return Evidence(
        field=piece.field,
        quote=f"{before}{piece.text[start:end]}{after}",
        highlights=tuple(
            (mention.start + shift, mention.end + shift) for mention in _within(mentions, shown)
        ),
        kind=kind,
    )


def _within(mentions: list[_Mention], part: Range) -> Iterator[_Mention]:
    """Those that a part of the text holds whole, found without a look at all others: a text may
    have thousands."""
    start, end = part
    first = bisect_left(mentions, start, key=attrgetter("start"))
    return takewhile(lambda mention: mention.end <= end, islice(mentions, first, None))
