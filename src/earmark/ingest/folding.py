"""Change log -> stories and boilerplate: the first half of indexing.

Only the holder of the index lock calls this. What it stores marks stories stale in the same
transaction, so a crash at any line leaves the rest of the work written down.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypedDict

from earmark.ingest.fold import Folding
from earmark.model import Boilerplate, EpisodeId, FoldedStory, FoldRow, PodcastId, StoryId
from earmark.ports import Store
from earmark.text.boilerplate import boilerplate_of

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
    """The stories that these episodes, or a moved neighbour, are in now; and their shows.

    The neighbourhood grows until every episode that evidence ties to a neighbour has its own
    neighbours there, so that a fold never depends on what was asked first.
    """
    rows = {row.id: row for row in store.fold_neighbours(sorted(episodes))}
    core, complete = set(rows), set(episodes)
    while True:
        folding = Folding(tuple(rows.values()), **_shared(store, rows.values()))
        certain = folding.linked(core)
        missing = certain - complete
        if not missing:
            break
        rows |= {row.id: row for row in store.fold_neighbours(sorted(missing))}
        complete |= missing
    before = store.stories_of(rows)
    touched = [
        story
        for story in folding.stories()
        if story.canonical in certain and _touched(story, episodes, before)
    ]
    return touched, {rows[member].podcast_id for story in touched for member in story.members}


class _Shared(TypedDict):
    key_titles: dict[tuple[PodcastId, str], int]
    length_titles: dict[tuple[PodcastId, int, str], int]


def _shared(store: Store, rows: Collection[FoldRow]) -> _Shared:
    """What shows do with the keys and lengths of these rows."""
    keys = {row.enclosure_key for row in rows if row.enclosure_key}
    lengths = {(row.podcast_id, row.length) for row in rows if row.length}
    return _Shared(key_titles=store.key_titles(keys), length_titles=store.length_titles(lengths))


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
    new = boilerplate_of(
        ((story, packed) for _, story, packed in sentences),
        ((story, words) for _, story, words in keywords),
        stories,
    )
    old = Boilerplate(*store.boilerplate([show])[show])
    if new == old:
        return
    stale = set(_holders(sentences, new.sentences ^ old.sentences))
    if new.keywords != old.keywords:
        stale.update(story for _, story, _ in keywords)
    store.set_boilerplate(show, new.sentences, new.keywords, stale)


def _holders(
    sentences: Iterable[tuple[EpisodeId, StoryId, bytes]], flipped: frozenset[int]
) -> Iterator[StoryId]:
    """Stories with a sentence whose verdict changed."""
    if flipped:
        for _, story, packed in sentences:
            if not flipped.isdisjoint(struct.unpack(f">{len(packed) // 8}Q", packed)):
                yield story
