"""The key phrases of texts, found once as long as they are asked for: the same stories stand
behind many topics, and reading them costs more than all else on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from earmark.model import Piece
from earmark.text.keywords import candidates
from earmark.text.tokens import is_spaceless
from earmark.topics.kept import Kept

LONGEST = 3
TEXTS_KEPT = 2_048
"""Some 6 kB each."""

PhraseTokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPhrases:
    weights: Mapping[str, float]
    """Candidates as written, the weightiest first."""
    marks: Mapping[PhraseTokens, str]
    """Those of 1 to 3 words, as tokens -> as written."""


def key_phrases(pieces: Sequence[Piece], language: str) -> KeyPhrases:
    """What ``text.keywords.candidates`` finds in these pieces."""
    return _KEPT.get(_digest(pieces, language), lambda: _found(pieces, language))


_KEPT: Kept[KeyPhrases] = Kept(TEXTS_KEPT)


def _found(pieces: Sequence[Piece], language: str) -> KeyPhrases:
    found = candidates(pieces, language)
    phrases = [(tuple(each.key.split(" ")), each.written) for each in found]
    return KeyPhrases(
        weights={each.written: each.weight for each in found},
        marks={phrase: written for phrase, written in phrases if _short(phrase)},
    )


def _digest(pieces: Sequence[Piece], language: str) -> bytes:
    """Of all that the phrases depend on: own words, and which field has them."""
    found = blake2b(language.encode(), digest_size=16)
    for piece in pieces:
        for span in piece.spans:
            if span.kind == "own":
                own = f"\0{piece.field}\0{piece.text[span.start : span.end]}"
                found.update(own.encode("utf-8", "surrogatepass"))
    return found.digest()


def _short(phrase: PhraseTokens) -> bool:
    """Words of scripts without spaces are as many tokens as characters."""
    return len(phrase) <= LONGEST or all(map(is_spaceless, phrase))
