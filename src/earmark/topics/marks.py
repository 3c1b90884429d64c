"""Phrases that mark stories: candidates from a sample, for pages that name topics unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from earmark.model import PodcastId
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
        """As it is mostly written."""
        return min(self.spelled, key=lambda word: (-self.spelled[word], word))

    @property
    def is_plain(self) -> bool:
        """A single word in small letters: mostly a word of daily use."""
        return len(self.phrase) == 1 and self.written[:1].islower()


def marks_of(stories: Iterable[StoredStory]) -> tuple[Mark, ...]:
    """Phrases of 1 to 3 words that mark these stories, those of most shows and stories first."""
    found: dict[PhraseTokens, Mark] = {}
    for story in stories:
        for phrase, written in _phrases(story):
            mark = found.setdefault(phrase, Mark(phrase))
            mark.stories += 1
            mark.podcasts.add(story.canonical.podcast_id)
            mark.spelled[written] += 1
    order = sorted(found.values(), key=lambda mark: (-mark.stories, -len(mark.phrase), mark.phrase))
    return tuple(sorted(order, key=lambda mark: -len(mark.podcasts)))


def _phrases(story: StoredStory) -> Iterator[tuple[PhraseTokens, str]]:
    """Each phrase once, though it may stand there in more than one spelling."""
    once = {
        tuple(tokens(written).split()): written
        for written in weighted(story.excerpt(), story.language)
    }
    return ((phrase, written) for phrase, written in once.items() if _short(phrase))


def _short(phrase: PhraseTokens) -> bool:
    """Words of scripts without spaces are as many tokens as characters."""
    return len(phrase) <= LONGEST or all(map(is_spaceless, phrase))
