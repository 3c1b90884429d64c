"""What both engines make of a document before they count it: the order of lists and the periods.

Kept apart so that the two engines agree on definitions, and on nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime

from earmark.errors import SearchError
from earmark.model import Period, StoryDoc, StoryId

ID_BITS = 31
"""A story id takes 31 bits and a time in seconds 32 (to the year 2106): 63 together, so that
``seq`` is a signed 64-bit integer."""
PEOPLE_LIMIT = 1_000
"""``Facts.people`` holds the commonest so many."""


def seq_of(doc: StoryDoc) -> int:
    """The place of a story in every list: by ``sort_s``, ties by id.

    Raises ``SearchError`` for an id or a time outside what 63 bits hold.
    """
    if not (0 <= doc.id < 1 << ID_BITS and 0 <= doc.sort_s < 1 << 32):
        raise SearchError("its id or its time is out of range", f"story {doc.id}")
    return doc.sort_s << ID_BITS | doc.id


def story_of(seq: int) -> StoryId:
    """The story at this place."""
    return StoryId(seq & ((1 << ID_BITS) - 1))


def period_of(published_s: int, by: Period) -> int:
    """The UTC period of a time: 2024, 20241 (quarter) or 202401 (month)."""
    day = datetime.fromtimestamp(published_s, UTC)
    if by == "year":
        return day.year
    if by == "quarter":
        return day.year * 10 + (day.month + 2) // 3
    return day.year * 100 + day.month


def commonest(people: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The commonest (role, name), ties in order of the pair."""
    ranked = sorted(people.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:PEOPLE_LIMIT])
