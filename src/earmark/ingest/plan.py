"""What a new document of a feed means for the catalog: rules I3 to I8
(``docs/why/same-episode.md``). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from earmark.ingest.matching import Item, Matches, match_items
from earmark.model import (
    EpisodeId,
    EpisodeWrite,
    KnownEpisode,
    PreparedEpisode,
    PreparedFeed,
    Problem,
    RefreshPlan,
)

FIRST_DATE = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
EMPTIED = 5
"""A document without items, where at least this many were, is a fault of the host."""
REWRITTEN_LEAST = 3
"""One edit among two episodes is no rewrite of the show."""
LENGTH_NOISE = 0.01
"""Advertisements and tags move a file's length by less than this share."""


def plan_refresh(
    prepared: PreparedFeed, known: Sequence[KnownEpisode], *, now: datetime
) -> RefreshPlan:
    """What to write so that the catalog says what the document says.

    Ids never change: an episode is recognised by rules I3 to I5, its old guids stay as aliases.
    What the document no longer has is kept and named in ``vanished``. Items that the caller left
    unparsed (``feed.unchanged``) are present and written by nobody. What comes after the place
    where a document was cut off hasn't vanished.
    """
    problem = _emptied(prepared, known)
    if problem:
        return RefreshPlan((), problems=(problem,))
    unchanged = set(prepared.feed.unchanged)
    present = [episode for episode in known if episode.item_hash in unchanged]
    absent = [episode for episode in known if episode.item_hash not in unchanged]
    told = [_item(episode, now) for episode in whole_items(prepared)]
    items = without_doubles(told, present, absent)
    matches = match_items(items, present, absent)
    writes = tuple(_write(item, matches.known.get(at)) for at, item in enumerate(items))
    here = {episode.id for episode in [*present, *matches.known.values()]}
    return RefreshPlan(
        writes,
        returned=tuple(e.id for e in known if e.id in here and not e.in_feed),
        vanished=tuple(
            e.id for e in known if e.id not in here and e.in_feed and not prepared.feed.cut_off
        ),
        rehosted=matches.rehosted,
        rewritten=_is_rewritten(items, matches, len(here)),
        problems=tuple(_problems(told, len(told) - len(items))),
    )


def whole_items(prepared: PreparedFeed) -> Sequence[PreparedEpisode]:
    """The items but the one that a document was cut off in: half an episode would be another one
    than the whole, which comes with the next document. Where there is no other, it must do."""
    alone = len(prepared.prepared) + len(prepared.feed.unchanged) == 1
    return prepared.prepared[:-1] if prepared.feed.cut_off and not alone else prepared.prepared


def _emptied(prepared: PreparedFeed, known: Sequence[KnownEpisode]) -> Problem | None:
    if prepared.prepared or prepared.feed.unchanged:
        return None
    there = sum(episode.in_feed for episode in known)
    if there < EMPTIED:
        return None
    message = f"The document has no items, where there were {there}: nothing was changed."
    return Problem("no-items", message)


def _item(prepared: PreparedEpisode, now: datetime) -> Item:
    guid = (prepared.episode.guid or "").strip() or None
    return Item(prepared, guid, plausible_date(prepared.episode.published_at, now))


def plausible_date(published_at: datetime | None, now: datetime) -> datetime | None:
    """The date to count with: None outside 1995 to two days ahead of ``now``."""
    if published_at is None or not FIRST_DATE <= published_at <= now + AHEAD:
        return None
    return published_at


# ---------------------------------------------------------------- doubles in one document (I4)

_Sameness = tuple[str, datetime | None, str | None, str | None]


def without_doubles(
    items: Sequence[Item], present: Sequence[KnownEpisode], absent: Sequence[KnownEpisode]
) -> list[Item]:
    """Items that say file, title and date of an earlier one (or of an unchanged one) are dropped,
    their guids kept as aliases. Items without a file, or without a date, also need the same guid.
    Guids of two episodes that are known already stay two.
    """
    owners = {guid: k.id for k in [*absent, *present] for guid in k.guids}
    kept: list[Item | None] = []
    groups: dict[_Sameness, dict[EpisodeId | None, int]] = defaultdict(dict)
    for known in present:
        for guid in known.guids or (None,):
            same = _sameness(known.title_key, known.published_at, known.enclosure_key, guid)
            groups[same][known.id] = len(kept)
            kept.append(None)
    for item in items:
        group = groups[_sameness(item.title, item.published_at, item.key, item.guid)]
        owner = owners.get(item.guid) if item.guid else None
        at = _place(group, owner)
        if at is None:
            group[owner] = len(kept)
            kept.append(item)
        elif (first := kept[at]) is not None and item.guid not in (None, first.guid):
            kept[at] = replace(first, aliases=tuple(dict.fromkeys((*first.aliases, item.guid))))
    return [item for item in kept if item is not None]


def _sameness(
    title: str, published_at: datetime | None, key: str | None, guid: str | None
) -> _Sameness:
    return title, published_at, key, None if key and published_at else guid


def _place(group: dict[EpisodeId | None, int], owner: EpisodeId | None) -> int | None:
    """Where the earlier item stands that this one repeats."""
    if owner in group:
        return group[owner]
    if owner is None:
        return min(group.values(), default=None)
    if None in group:
        group[owner] = group.pop(None)
        return group[owner]
    return None


# ---------------------------------------------------------------- writes


def _write(item: Item, known: KnownEpisode | None) -> EpisodeWrite:
    if known is None:
        return EpisodeWrite(None, item.prepared, item.published_at, item.guid, item.aliases)
    earlier = dict.fromkeys((*known.guids, *item.aliases))
    earlier.pop(item.guid or "", None)
    return EpisodeWrite(
        known.id,
        item.prepared,
        item.published_at,
        item.guid,
        aliases=tuple(earlier),
        media_version=known.media_version + is_other_media(item, known),
        changed=item.prepared.item_hash != known.item_hash
        or item.published_at != known.published_at
        or set(earlier) - set(known.guids) != set(),
    )


def is_other_media(item: Item, known: KnownEpisode) -> bool:
    """Whether the audio was replaced (I7): another file name, or a length that moved by more than
    noise. A new token, tracker or host of the same file is no other audio, nor is a file that
    appears for the first time."""
    if item.key is None or known.enclosure_key is None:
        return False
    enclosure = item.prepared.episode.enclosure
    length = enclosure.length if enclosure else None
    if length and known.length:
        return abs(length - known.length) > LENGTH_NOISE * max(length, known.length)
    return item.key != known.enclosure_key and _file(item.key) != _file(known.enclosure_key)


def _file(key: str) -> tuple[str, ...]:
    """The last two steps of a path: many hosts call every file ``media.mp3``."""
    return tuple(key.split("/")[1:][-2:])


def _is_rewritten(items: Sequence[Item], matches: Matches, here: int) -> bool:
    """Whether over half of the known episodes of the document changed title or date (I8)."""
    changed = sum(
        items[at].title != known.title_key or items[at].published_at != known.published_at
        for at, known in matches.known.items()
    )
    return changed >= REWRITTEN_LEAST and 2 * changed > here


# ---------------------------------------------------------------- problems


def _problems(told: Sequence[Item], doubles: int) -> list[Problem]:
    problems = []
    if doubles:
        problems.append(
            Problem("duplicate-item", f"{_items(doubles)} repeated word for word: kept once.")
        )
    odd = sum(
        item.published_at is None and item.prepared.episode.published_at is not None
        for item in told
    )
    if odd:
        problems.append(
            Problem(
                "implausible-date",
                f"{_items(odd)} dated before 1995 or more than two days ahead: kept, undated.",
            )
        )
    return problems


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count} items are"
