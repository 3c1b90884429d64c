"""Phrases that mark stories: candidates from a sample, for pages that name topics unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from earmark.model import Piece, PodcastId
from earmark.text.keywords import weighted
from earmark.text.tokens import is_spaceless, tokens
from earmark.topics.stories import StoredStory

LONGEST = 3

PhraseTokens = tuple[str, ...]


@dataclass(slots=True)
class Mark:
    """A phrase of sampled stories."""

    phrase: PhraseTokens
    stories: int = 0
    podcasts: set[PodcastId] = field(default_factory=set)
    spelled: Counter[str] = field(default_factory=Counter)

    @property
    def written(self) -> str:
        return usual(self.spelled)


def marks_of(stories: Iterable[StoredStory]) -> tuple[Mark, ...]:
    """Phrases that mark these stories, those of most shows first, then of most stories."""
    found: dict[PhraseTokens, Mark] = {}
    for story in stories:
        for phrase, written in marking(story.excerpt(), story.language).items():
            mark = found.setdefault(phrase, Mark(phrase))
            mark.stories += 1
            mark.podcasts.add(story.canonical.podcast_id)
            mark.spelled[written] += 1
    return tuple(sorted(found.values(), key=_order))


def _order(mark: Mark) -> tuple[int, int, int, PhraseTokens]:
    return -len(mark.podcasts), -mark.stories, -len(mark.phrase), mark.phrase


def marking(pieces: Sequence[Piece], language: str) -> dict[PhraseTokens, str]:
    """Phrases of 1 to 3 words that mark a story, as tokens -> as written."""
    found = {tuple(tokens(written).split()): written for written in weighted(pieces, language)}
    return {phrase: written for phrase, written in found.items() if _short(phrase)}


def usual(spellings: Counter[str]) -> str:
    """As it is mostly written."""
    return min(spellings, key=lambda written: (-spellings[written], written))


def is_plain(phrase: PhraseTokens, written: str) -> bool:
    """A single word in small letters: mostly a word of daily use."""
    return len(phrase) == 1 and written[:1].islower()


def nested(one: PhraseTokens, other: PhraseTokens) -> bool:
    """Whether one of two phrases is part of the other, or the same."""
    a, b = f" {' '.join(one)} ", f" {' '.join(other)} "
    return a in b or b in a


def _short(phrase: PhraseTokens) -> bool:
    """Words of scripts without spaces are as many tokens as characters."""
    return len(phrase) <= LONGEST or all(map(is_spaceless, phrase))
