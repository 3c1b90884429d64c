"""Phrases that mark stories: candidates from a sample, for pages that name topics unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from earmark.model import PodcastId
from earmark.topics.phrases import PhraseTokens
from earmark.topics.stories import StoredStory

__all__ = ["Mark", "PhraseTokens", "is_plain", "marks_of", "nested", "usual"]


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
        for phrase, written in story.key_phrases().marks:
            mark = found.setdefault(phrase, Mark(phrase))
            mark.stories += 1
            mark.podcasts.add(story.canonical.podcast_id)
            mark.spelled[written] += 1
    return tuple(sorted(found.values(), key=_order))


def _order(mark: Mark) -> tuple[int, int, int, PhraseTokens]:
    return -len(mark.podcasts), -mark.stories, -len(mark.phrase), mark.phrase


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
