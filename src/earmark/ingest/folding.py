"""Change log -> stories and boilerplate: the first half of indexing.

Only the holder of the index lock calls this. What it stores marks stories stale in the same
transaction, so a crash at any line leaves the rest of the work written down.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from earmark.ingest.fold import fold
from earmark.model import EpisodeId, FoldedStory, PodcastId, StoryId
from earmark.ports import Store
from earmark.text.boilerplate import common_keys, common_keywords

T = TypeVar("T")

CHANGES_AT_ONCE = 5_000


def fold_pending(store: Store) -> int:
    """Fold the oldest changes and renew the boilerplate of their shows; how many changes."""
    changes = store.pending(CHANGES_AT_ONCE)
    if not changes:
        return 0
    touched, shows = _refold(store, {change.episode_id for change in changes})
    store.set_stories(touched)
    for show in sorted(shows | {change.podcast_id for change in changes}):
        renew_boilerplate(store, show)
    store.folded(changes[-1].seq)
    return len(changes)


def _refold(store: Store, episodes: set[EpisodeId]) -> tuple[list[FoldedStory], set[PodcastId]]:
    """The stories that these episodes, or a moved neighbour, are in now; and their shows."""
    rows = store.fold_neighbours(sorted(episodes))
    stories = fold(
        rows,
        key_titles=store.key_titles({row.enclosure_key for row in rows if row.enclosure_key}),
        length_titles=store.length_titles(
            {(row.podcast_id, row.length) for row in rows if row.length}
        ),
    )
    before = store.stories_of([row.id for row in rows])
    touched = [story for story in stories if _touched(story, episodes, before)]
    members = {member for story in touched for member in story.members}
    return touched, {row.podcast_id for row in rows if row.id in members}


def _touched(
    story: FoldedStory, episodes: set[EpisodeId], before: Mapping[EpisodeId, StoryId]
) -> bool:
    return any(member in episodes or before.get(member) != story.id for member in story.members)


def renew_boilerplate(store: Store, show: PodcastId) -> None:
    """Count a show's sentences and keywords anew; stories that a change of verdict touches
    become stale."""
    sentences = list(store.sentence_keys(show))
    keywords = list(store.keyword_sets(show))
    stories = len({story for _, story, _ in sentences})
    common = common_keys(
        _by_story((story, _keys(packed)) for _, story, packed in sentences), stories
    )
    words = common_keywords(_by_story((story, found) for _, story, found in keywords), stories)
    old_common, old_words = store.boilerplate(show)
    if (common, words) == (old_common, old_words):
        return
    flipped = common ^ old_common
    stale = {story for _, story, packed in sentences if not flipped.isdisjoint(_keys(packed))}
    if words != old_words:
        stale |= {story for _, story, _ in keywords}
    store.set_boilerplate(show, common, words, stale)


def _keys(packed: bytes) -> frozenset[int]:
    return frozenset(struct.unpack(f">{len(packed) // 8}Q", packed))


def _by_story(found: Iterable[tuple[StoryId, Iterable[T]]]) -> list[frozenset[T]]:
    """A story of two episodes says a sentence once."""
    stories: defaultdict[StoryId, set[T]] = defaultdict(set)
    for story, keys in found:
        stories[story].update(keys)
    return [frozenset(keys) for keys in stories.values()]
