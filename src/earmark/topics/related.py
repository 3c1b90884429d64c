"""Related topics by lift: phrases that stand far oftener beside the topic than in the library.

lift = (co / matching) / (df / total). Candidates come from a sample of the topic's stories; their
counts are exact. The order is by the lower bound of the lift, so that a phrase seen twice, both
times beside the topic, doesn't lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from earmark.model import AllOf, Phrase, Query, RelatedTopic
from earmark.ports import SearchReader
from earmark.topics.marks import is_plain, nested, usual
from earmark.topics.phrases import KeyPhrases
from earmark.topics.ranking import wilson
from earmark.topics.scope import Phrases, within

SHOWN = 12
COUNTED = 40
"""Candidates whose stories are counted."""
MIN_STORIES = 2
MIN_SHARE = 0.01
"""Of the topic's stories, that must hold a related phrase."""
MIN_LIFT = 3.0
MIN_LIFT_OF_PLAIN = 20.0


def related(
    stories: Iterable[KeyPhrases],
    phrases: Phrases,
    query: Query,
    *,
    reader: SearchReader,
    filters: Sequence[Query],
    matching: int,
    total: int,
) -> tuple[RelatedTopic, ...]:
    """At most ``SHOWN`` related topics.

    ``stories`` are those of a sample of the ``matching`` stories of ``query``; ``total``
    stories are in the library under the same ``filters``.
    """
    enough = max(MIN_STORIES, round(MIN_SHARE * matching))
    scored = []
    for phrase, written in candidates(stories, phrases).items():
        beside = AllOf((query, Phrase(phrase)))
        whole = within(Phrase(phrase), filters)
        least = MIN_LIFT_OF_PLAIN if is_plain(phrase, written) else MIN_LIFT
        words = (within(Phrase((word,)), filters) for word in phrase)
        # one so common cannot stand oftener beside the topic; phrases of such are slow to count
        if all(reader.count(word) * least > total for word in words):
            continue
        both = reader.count(beside)
        if both < enough:
            continue
        df = reader.count(whole)
        lift = both * total / (matching * df)
        # what one show alone says is its own habit
        if lift >= least and len(reader.podcasts(beside)) >= MIN_STORIES:
            scored.append((-wilson(both, df), phrase, RelatedTopic(written, both, lift)))
    return _distinct((phrase, topic) for _, phrase, topic in sorted(scored, key=lambda s: s[:2]))


def candidates(stories: Iterable[KeyPhrases], phrases: Phrases) -> dict[tuple[str, ...], str]:
    """Phrases of 1 to 3 words that mark the sampled stories, as tokens -> as mostly written; the
    commonest in the sample, none that holds the topic or is part of it."""
    pairs = Counter(pair for story in stories for pair in story.marks)
    counts: Counter[tuple[str, ...]] = Counter()
    for (phrase, _), found in pairs.items():
        counts[phrase] += found
    often = [phrase for phrase, found in counts.items() if found >= MIN_STORIES]
    order = sorted(often, key=lambda phrase: (-counts[phrase], -len(phrase), phrase))
    fitting = (phrase for phrase in order if not any(nested(phrase, topic) for topic in phrases))
    spelled = {phrase: Counter[str]() for phrase in islice(fitting, COUNTED)}
    for (phrase, written), found in pairs.items():
        if phrase in spelled:
            spelled[phrase][written] += found
    return {phrase: usual(spellings) for phrase, spellings in spelled.items()}


def _distinct(
    found: Iterable[tuple[tuple[str, ...], RelatedTopic]],
) -> tuple[RelatedTopic, ...]:
    chosen: dict[tuple[str, ...], RelatedTopic] = {}
    for phrase, topic in found:
        if len(chosen) < SHOWN and not any(nested(phrase, other) for other in chosen):
            chosen[phrase] = topic
    return tuple(chosen.values())
