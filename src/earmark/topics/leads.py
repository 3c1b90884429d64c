"""How an episode's notes begin: a few plain sentences of its own, to show in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import category

from earmark.model import LEAD_CHARS, QUOTED_SENTENCES, Piece
from earmark.text.sentences import sentences

CUT_MARK = "…"
_JOINER = "\N{ZERO WIDTH JOINER}"
_TRAILING = " ,;:·–—-("


def lead(pieces: Sequence[Piece], most: int = LEAD_CHARS) -> str:
    """The first sentences of the notes that hold no ad, boilerplate or address; where each holds
    some, the words between them. At most ``QUOTED_SENTENCES`` and ``most`` characters."""
    notes = next((piece for piece in pieces if piece.field == "notes"), None)
    if notes is None:
        return ""
    chosen = list(_own_sentences(notes)) or list(_own_stretches(notes))
    return cut_at_word(" ".join(chosen), most)


def cut_at_word(text: str, most: int) -> str:
    """The text, or its beginning of at most ``most`` characters with a mark; no word is halved
    where words have spaces, and no character from its marks."""
    if len(text) <= most:
        return text
    room = most - len(CUT_MARK)
    space = text.rfind(" ", 0, room + 1)
    # a script without spaces may be cut anywhere, and a space far back is none of its words
    end = space if space >= room // 2 else _character_end(text, room)
    return text[:end].rstrip(_TRAILING) + CUT_MARK


def _own_sentences(piece: Piece) -> Iterator[str]:
    others = [(span.start, span.end) for span in piece.spans if span.kind != "own"]
    found = 0
    for start, end in sentences(piece.text):
        own = not any(low < end and start < high for low, high in others)
        if own and any(map(str.isalnum, piece.text[start:end])):
            yield piece.text[start:end]
            found += 1
        if found == QUOTED_SENTENCES:
            return


def _own_stretches(piece: Piece) -> Iterator[str]:
    stretches = (piece.text[span.start : span.end] for span in piece.spans if span.kind == "own")
    worded = (text for text in stretches if any(map(str.isalnum, text)))
    for text, _ in zip(worded, range(QUOTED_SENTENCES), strict=False):
        yield " ".join(text.split())


def _character_end(text: str, end: int) -> int:
    while end > 1 and (category(text[end])[0] == "M" or _JOINER in text[end - 1 : end + 1]):
        end -= 1
    return end
