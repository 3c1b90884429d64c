"""What the body of an answer turned out to be, summed up for the decision about the feed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from earmark.model import KnownEpisode, ParsedFeed, PreparedFeed, RefreshPlan

NEWEST = 10
"""Episodes whose gaps say how often one comes (P10)."""
TOGETHER = timedelta(hours=1)
"""Episodes within it came in one go: a season at once, a feed's first upload."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the body of a 200 turned out to be. ``feed`` is None where it can't be read (then
    ``error`` says why) and where its hash is that of the document that is stored."""

    hash: int
    feed: ParsedFeed | None = None
    error: str = ""
    """Code of the error of parsing."""
    items: int = 0
    known: int = 0
    """Episodes of the podcast that were in the feed when it was last read."""
    shared: int = 0
    """Items that are known episodes."""
    new: int = 0
    """Episodes that come as news: none of a feed that was re-hosted (I5)."""
    newest_at: datetime | None = None
    gap: timedelta | None = None
    rehosted: bool = False
    rewritten: bool = False


def document_of(
    document_hash: int,
    prepared: PreparedFeed,
    known: Sequence[KnownEpisode],
    plan: RefreshPlan,
    now: datetime,
) -> Document:
    """Sum up a document that could be read. ``known`` and ``plan`` are what ``plan_refresh`` was
    given and gave."""
    unchanged = set(prepared.feed.unchanged)
    written = {write.id for write in plan.writes}
    kept = (each.published_at for each in known if each.id not in written)
    newest_at, gap = history([*kept, *(write.published_at for write in plan.writes)], now)
    new = sum(write.id is None for write in plan.writes)
    return Document(
        document_hash,
        prepared.feed,
        items=len(plan.writes) + len(unchanged),
        known=sum(each.in_feed for each in known),
        shared=len(plan.writes) - new + len(unchanged),
        new=0 if plan.rehosted else new,
        newest_at=newest_at,
        gap=gap,
        rehosted=plan.rehosted,
        rewritten=plan.rewritten,
    )


def history(
    dates: Iterable[datetime | None], now: datetime
) -> tuple[datetime | None, timedelta | None]:
    """The newest date up to ``now``, and the median gap between the newest ten; what came within
    an hour counts once. None where there are too few dates."""
    past = sorted((date for date in dates if date is not None and date <= now), reverse=True)
    newest = past[:1]
    for date in past[1:]:
        if len(newest) == NEWEST:
            break
        if newest[-1] - date >= TOGETHER:
            newest.append(date)
    gaps = sorted(later - earlier for later, earlier in pairwise(newest))
    return (newest[0] if newest else None), (gaps[len(gaps) // 2] if gaps else None)
