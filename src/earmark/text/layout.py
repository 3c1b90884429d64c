"""How notes are laid out: what is prose, what is a list of chapters, what is a list of links.

A name in running text tells more of an episode than the same name in the thirtieth link below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from earmark.model import Piece
from earmark.text.tokens import tokens

PROSE_TOKENS = 12
"""A line without the end of a sentence is prose from this many tokens on."""

_TIMED = re.compile(r"\W{0,3}\d{1,2}:\d{2}(?!\d)|.{0,200}[\s(\[]\d{1,2}:\d{2}(?::\d{2})?\W{0,3}\Z")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]{0,2}(?:\s|\Z)|[。！？؟।]")


@dataclass
class Layout:
    """Token strings of the own runs of notes, in order."""

    prose: list[str] = field(default_factory=list)
    timed: list[str] = field(default_factory=list)
    """Lines with a time: chapters that the publisher wrote into the notes."""


def layout_of(piece: Piece) -> Layout:
    """Sort the own text of notes by the kind of line that it stands in. The first line is always
    prose; short lines without a sentence (links, names, credits) are in neither list."""
    found = Layout()
    kind: list[str] | None = found.prose
    line_end = 0
    for start, end in _own_lines(piece):
        if start >= line_end:
            line_start, line_end = _line_around(piece.text, start)
            kind = _kind(found, piece.text[line_start:line_end], first=line_start == 0)
        if kind is not None and (run := tokens(piece.text[start:end])):
            kind.append(run)
    return found


def _kind(found: Layout, line: str, *, first: bool) -> list[str] | None:
    if _TIMED.match(line):
        return found.timed
    if first or _SENTENCE_END.search(line) or tokens(line).count(" ") >= PROSE_TOKENS - 1:
        return found.prose
    return None


def _own_lines(piece: Piece) -> Iterator[tuple[int, int]]:
    """[start, end) of the own text, cut at line ends."""
    for span in piece.spans:
        if span.kind != "own":
            continue
        start = span.start
        for line in piece.text[span.start : span.end].split("\n"):
            if line.strip():
                yield start, start + len(line)
            start += len(line) + 1


def _line_around(text: str, position: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return start, len(text) if end < 0 else end
