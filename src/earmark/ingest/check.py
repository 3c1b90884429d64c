"""Index against catalog: every difference, by name."""

from __future__ import annotations

from collections.abc import Iterator

from earmark.ingest.indexing import STORIES_A_COMMIT, Indexing
from earmark.model import DifferenceKind, IndexDifference, IndexReport, StoryId
from earmark.ports import SearchReader, Store


def check_index(store: Store, reader: SearchReader, indexing: Indexing | None) -> IndexReport:
    """Compare story ids and digests; with ``indexing``, make each document anew as well.

    Memory: one dictionary of the index's digests, some 100 bytes a story.
    """
    differences = list(_pending(store))
    waiting = set(_stale(store))
    indexed: dict[StoryId, int] = {}
    for story, digest in reader.digests():
        if story in indexed:
            differences.append(_difference("stray", story, "is in the index twice"))
        indexed[story] = digest
    stories = len(indexed)
    compared = _compared(store, indexed)
    differences.extend(each for each in compared if each.story_id not in waiting)
    if indexing is not None:
        differences.extend(_underived(indexing))
    return IndexReport(stories, store.generation(), tuple(differences))


def _pending(store: Store) -> Iterator[IndexDifference]:
    changes, stale = store.pending_count()
    if changes or stale:
        yield IndexDifference(
            "pending",
            0,
            f"{changes:,} changed episodes and {stale:,} stories wait to be indexed; "
            "the next `earmark add` does it.",
        )


def _stale(store: Store) -> Iterator[StoryId]:
    """Stories that wait for a new document: what the index says of them is no fault."""
    last: StoryId | None = None
    while stories := store.stale(STORIES_A_COMMIT, after=last):
        yield from stories
        last = stories[-1]


def _compared(store: Store, indexed: dict[StoryId, int]) -> Iterator[IndexDifference]:
    """``indexed`` is used up."""
    for story, digest in store.indexed():
        found = indexed.pop(story, None)
        if found is None:
            yield _difference("missing", story, "is in the catalog but not in the index")
        elif found != digest:
            yield _difference("stale", story, "is indexed with other text than the catalog's")
    for story in indexed:
        yield _difference("stray", story, "is in the index but not in the catalog")


def _underived(indexing: Indexing) -> Iterator[IndexDifference]:
    for story, digest, fresh in indexing.derived_again():
        if digest != fresh:
            yield _difference("underived", story, "would be indexed otherwise if made anew")


def _difference(kind: DifferenceKind, story: StoryId, what: str) -> IndexDifference:
    return IndexDifference(kind, story, f"story {story} {what}")
