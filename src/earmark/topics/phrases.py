"""The key phrases of texts, found once as long as they are asked for: the same stories stand
behind many topics, and reading them costs more than all else on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from earmark.model import KeyPhrase, Piece
from earmark.text.keywords import candidates
from earmark.text.tokens import is_spaceless
from earmark.topics.kept import Kept

LONGEST = 3
TEXTS_KEPT = 2_048
"""Some 6 kB each."""

PhraseTokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPhrases:
    """Those of a text, the weightiest first."""

    found: tuple[KeyPhrase, ...]

    @property
    def weights(self) -> dict[str, float]:
        """Phrases as written, in the same order."""
        return {written: weight for _, written, weight in self.found}

    @property
    def marks(self) -> Iterator[tuple[PhraseTokens, str]]:
        """Those of 1 to 3 words: (tokens, as written)."""
        for key, written, _ in self.found:
            phrase = tuple(key.split(" "))
            if _short(phrase):
                yield phrase, written


def key_phrases(pieces: Sequence[Piece], language: str) -> KeyPhrases:
    """What ``text.keywords.candidates`` finds in these pieces."""
    return _KEPT.get(_digest(pieces, language), lambda: KeyPhrases(candidates(pieces, language)))


_KEPT: Kept[KeyPhrases] = Kept(TEXTS_KEPT)


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
