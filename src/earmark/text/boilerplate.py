"""What a show says in so many of its stories that it marks none of them.

A sentence is boilerplate when it stands in at least 5 stories and in 20 % of the show's stories. A
published keyword needs half of them: a show about emigrants files a third of its stories under
"America" and means it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from earmark.model import Boilerplate
from earmark.text.tokens import tokens

MIN_STORIES = 5
SENTENCE_SHARE = 0.2
KEYWORD_SHARE = 0.5


def boilerplate_of(
    sentences: Iterable[tuple[int, bytes]],
    keywords: Iterable[tuple[int, tuple[str, ...]]],
    stories: int,
) -> Boilerplate:
    """The boilerplate of one show. ``sentences`` are (story, ``sentences.sentence_keys``) and
    ``keywords`` (story, published keywords) of each episode, in any order; ``stories`` is how
    many stories the show has."""
    return Boilerplate(
        boilerplate_sentences(sentences, stories), boilerplate_keywords(keywords, stories)
    )


def boilerplate_sentences(rows: Iterable[tuple[int, bytes]], stories: int) -> frozenset[int]:
    """Keys that stand in enough of the show's stories; a story counts once."""
    by_story: dict[int, bytes] = {}
    for story, packed in rows:
        by_story[story] = by_story.get(story, b"") + packed
    if len(by_story) < MIN_STORIES:
        return frozenset()
    each = [np.unique(np.frombuffer(packed, ">u8")) for packed in by_story.values()]
    keys, counts = np.unique(np.concatenate(each), return_counts=True)
    return frozenset(keys[counts >= _needed(stories, SENTENCE_SHARE)].tolist())


def boilerplate_keywords(
    rows: Iterable[tuple[int, tuple[str, ...]]], stories: int
) -> frozenset[str]:
    """Token strings of keywords that stand in enough of the show's stories."""
    by_story: dict[int, set[str]] = {}
    for story, words in rows:
        by_story.setdefault(story, set()).update(tokens(word) for word in words)
    counts = Counter(word for words in by_story.values() for word in words)
    return frozenset(
        word for word, n in counts.items() if word and n >= _needed(stories, KEYWORD_SHARE)
    )


def _needed(stories: int, share: float) -> float:
    return max(MIN_STORIES, share * stories)
