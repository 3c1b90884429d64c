"""Which stored episode each item of a new document is: rules I3 and I5
(``docs/why/same-episode.md``). Pure.

Inside one podcast, the first rule that joins wins: the guid; a repeated guid with the media file;
the media file with date or title; the title with the date; when a show has moved to another host,
the title alone. Each rule looks at all items before the next one starts, and nearer pairs go
first, so that the order of the document decides nothing. All of it is dictionary look-ups; where
more than ``MAX_PAIRS`` pairs compete for one key, only exact agreement joins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from earmark.ingest.titles import similarity
from earmark.model import EpisodeId, KnownEpisode, PreparedEpisode

MAX_PAIRS = 400
SAME_FILE_WITHIN = timedelta(hours=48)
SAME_TITLE_WITHIN = timedelta(hours=24)
SAME_MINUTE = timedelta(minutes=10)
"""Titles that several episodes carry ("News") tell them apart only together with the hour."""
ALIKE, UNLIKE = 0.8, 0.5
MOVED_ITEMS = 3
"""A show of fewer new guids than this has not moved; an owner has edited."""

_Fits = Callable[["Item", KnownEpisode, bool], bool]
"""(item, known, whether they are the only two of their key) -> may be one episode."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the document, its guid stripped, its date judged (``plan.plausible_date``)."""

    prepared: PreparedEpisode
    guid: str | None
    published_at: datetime | None
    aliases: tuple[str, ...] = ()
    """Guids of items that said the same and were dropped."""

    @property
    def title(self) -> str:
        return self.prepared.title_key

    @property
    def key(self) -> str | None:
        return self.prepared.enclosure_key


@dataclass(frozen=True, slots=True)
class Matches:
    """What each item (by its place among the items) is; items not named are new."""

    known: dict[int, KnownEpisode]
    rehosted: bool


def match_items(
    items: Sequence[Item], present: Sequence[KnownEpisode], absent: Sequence[KnownEpisode]
) -> Matches:
    """``present`` are known episodes whose items stand in the document unchanged, so that they
    are taken; ``absent`` the others, which the items may be."""
    pairing = _Pairing(items, absent)
    everyone = _Census(items, present, absent)
    _match_guids(pairing, everyone)
    by_guid = len(pairing.found)
    _match_files(pairing, everyone)
    _match_titles(pairing, everyone)
    rehosted = _has_moved(items, present, absent, len(pairing.found) - by_guid)
    if rehosted:
        pairing.run(
            lambda item: [item.title] if everyone.titles_once(item.title) else [],
            lambda known: [known.title_key],
            lambda _item, _known, sole: sole,
        )
    return Matches(pairing.found, rehosted)


class _Census:
    """How often guids, titles and files occur, in the document and among known episodes."""

    def __init__(
        self,
        items: Sequence[Item],
        present: Sequence[KnownEpisode],
        absent: Sequence[KnownEpisode],
    ):
        known = [*present, *absent]
        self.guids = Counter(item.guid for item in items if item.guid)
        self.guids.update(episode.guids[0] for episode in present if episode.guids)
        self._titles = Counter(item.title for item in items)
        self._titles.update(episode.title_key for episode in present)
        self._known_titles = Counter(episode.title_key for episode in known)
        self._file_titles: dict[str, set[str]] = defaultdict(set)
        for key, title in [(i.key, i.title) for i in items] + [
            (k.enclosure_key, k.title_key) for k in known
        ]:
            if key:
                self._file_titles[key].add(title)

    def titles_once(self, title: str) -> bool:
        """Whether at most one item and at most one known episode has this title."""
        return bool(title) and self._titles[title] <= 1 and self._known_titles[title] <= 1

    def names_one_file(self, key: str) -> bool:
        """A file that more than two titles share (a stream, a script) names no episode."""
        return len(self._file_titles[key]) <= 2


class _Pairing:
    """Items and known episodes that no rule has joined yet, and the pairs found so far."""

    def __init__(self, items: Sequence[Item], known: Sequence[KnownEpisode]):
        self.items = dict(enumerate(items))
        self.known = {episode.id: episode for episode in known}
        self.found: dict[int, KnownEpisode] = {}

    def run(
        self,
        item_keys: Callable[[Item], Iterable[Hashable]],
        known_keys: Callable[[KnownEpisode], Iterable[Hashable]],
        fits: _Fits,
    ) -> None:
        """Join the nearest of all pairs that share a key and fit."""
        ours: dict[Hashable, list[int]] = defaultdict(list)
        theirs: dict[Hashable, list[KnownEpisode]] = defaultdict(list)
        for at, item in self.items.items():
            for key in item_keys(item):
                ours[key].append(at)
        for known in self.known.values():
            for key in known_keys(known):
                if key in ours:
                    theirs[key].append(known)
        pairs = [pair for key in theirs for pair in self._pairs(ours[key], theirs[key], fits)]
        for _distance, at, known_id in sorted(pairs):
            if at in self.items and known_id in self.known:
                del self.items[at]
                self.found[at] = self.known.pop(known_id)

    def _pairs(
        self, places: list[int], known: list[KnownEpisode], fits: _Fits
    ) -> Iterable[tuple[tuple[object, ...], int, EpisodeId]]:
        if len(places) * len(known) > MAX_PAIRS:
            return
        sole = len(places) == len(known) == 1
        for at in places:
            item = self.items[at]
            for episode in known:
                if fits(item, episode, sole):
                    yield _distance(item, episode), at, episode.id


def _distance(item: Item, known: KnownEpisode) -> tuple[object, ...]:
    """Orders pairs, nearest first: present guid, title, file, then date and duration apart."""
    apart = _apart(item, known)
    return (
        item.guid != (known.guids[0] if known.guids else None),
        item.title != known.title_key,
        item.key != known.enclosure_key,
        timedelta.max if apart is None else apart,
        abs((item.prepared.episode.duration_ms or 0) - (known.duration_ms or 0)),
    )


def _apart(item: Item, known: KnownEpisode) -> timedelta | None:
    """Between the two dates; None where one is unknown."""
    if item.published_at is None or known.published_at is None:
        return None
    return abs(item.published_at - known.published_at)


def _dated_within(item: Item, known: KnownEpisode, span: timedelta) -> bool:
    apart = _apart(item, known)
    return apart is not None and apart <= span


def _alike(item: Item, known: KnownEpisode) -> bool:
    return similarity(item.title, known.title_key) >= ALIKE


# ---------------------------------------------------------------- (a) and (b): the guid


def _match_guids(pairing: _Pairing, everyone: _Census) -> None:
    pairing.run(
        lambda item: [item.guid] if item.guid and everyone.guids[item.guid] == 1 else [],
        lambda known: known.guids,
        lambda item, known, _sole: not _is_another(item, known),
    )
    _peel(pairing, lambda item: [(item.guid, item.key)] if item.guid else [], _guids_with_file)
    pairing.run(
        lambda item: [(item.guid, item.key)] if item.guid else [],
        _guids_with_file,
        # A publisher who writes one guid and one file for all items says nothing by them.
        lambda item, known, sole: sole or item.published_at == known.published_at,
    )


def _guids_with_file(known: KnownEpisode) -> list[tuple[str, str | None]]:
    return [(guid, known.enclosure_key) for guid in known.guids]


def _is_another(item: Item, known: KnownEpisode) -> bool:
    """Whether nothing but the guid is the same: a publisher who uses one again, or swaps two."""
    if item.key is None or known.enclosure_key is None or item.key == known.enclosure_key:
        return False
    apart = _apart(item, known)
    if apart is None or apart <= SAME_FILE_WITHIN:
        return False
    return similarity(item.title, known.title_key) < UNLIKE


def _peel(
    pairing: _Pairing,
    item_keys: Callable[[Item], Iterable[Hashable]],
    known_keys: Callable[[KnownEpisode], Iterable[Hashable]],
) -> None:
    """Join what agrees in title and date as well, then in title, so that large groups shrink
    without comparing all pairs."""
    pairing.run(
        lambda item: [(key, item.title, item.published_at) for key in item_keys(item)],
        lambda known: [(key, known.title_key, known.published_at) for key in known_keys(known)],
        lambda _item, _known, _sole: True,
    )
    pairing.run(
        lambda item: [(key, item.title) for key in item_keys(item)],
        lambda known: [(key, known.title_key) for key in known_keys(known)],
        lambda _item, _known, _sole: True,
    )


# ---------------------------------------------------------------- (c): the media file


def _match_files(pairing: _Pairing, everyone: _Census) -> None:
    def keys_of(item: Item) -> list[str]:
        return [item.key] if item.key else []

    def known_keys(known: KnownEpisode) -> list[str]:
        return [known.enclosure_key] if known.enclosure_key else []

    def fits(item: Item, known: KnownEpisode, _sole: bool) -> bool:
        if item.key is None or not everyone.names_one_file(item.key):
            return False
        return _dated_within(item, known, SAME_FILE_WITHIN) or _alike(item, known)

    _peel(pairing, keys_of, known_keys)
    pairing.run(keys_of, known_keys, fits)


# ---------------------------------------------------------------- (d): title and date


def _match_titles(pairing: _Pairing, everyone: _Census) -> None:
    def fits(item: Item, known: KnownEpisode, _sole: bool) -> bool:
        once = everyone.titles_once(item.title)
        return (
            _dated_within(item, known, SAME_TITLE_WITHIN if once else SAME_MINUTE)
            and _durations_agree(item, known)
            and _media_agree(item, known)
        )

    pairing.run(
        lambda item: _title_days(item.title, item.published_at, (0,)),
        lambda known: _title_days(known.title_key, known.published_at, (-1, 0, 1)),
        fits,
    )
    # What has neither guid nor file nor date is told by its title, where that is the only one.
    pairing.run(
        lambda item: [item.title] if item.title and item.published_at is None else [],
        lambda known: [known.title_key] if known.published_at is None else [],
        lambda item, known, _sole: everyone.titles_once(item.title) and _media_agree(item, known),
    )


def _title_days(
    title: str, published_at: datetime | None, shifts: tuple[int, ...]
) -> list[tuple[str, int]]:
    if not title or published_at is None:
        return []
    day = published_at.toordinal()
    return [(title, day + shift) for shift in shifts]


def _durations_agree(item: Item, known: KnownEpisode) -> bool:
    one, other = item.prepared.episode.duration_ms, known.duration_ms
    if not one or not other:
        return True
    return abs(one - other) <= max(600_000, max(one, other) // 10)


def _media_agree(item: Item, known: KnownEpisode) -> bool:
    enclosure = item.prepared.episode.enclosure
    one = media_class(enclosure.type if enclosure else None)
    other = media_class(known.media_type)
    return one is None or other is None or one == other


def media_class(media_type: str | None) -> str | None:
    """``audio`` or ``video``; None where the type says neither."""
    kind = (media_type or "").partition("/")[0].strip().lower()
    return kind if kind in ("audio", "video") else None


# ---------------------------------------------------------------- I5: another host


def _has_moved(
    items: Sequence[Item],
    present: Sequence[KnownEpisode],
    absent: Sequence[KnownEpisode],
    matched: int,
) -> bool:
    """At least four fifths of the guids unknown, and half of what was in the feed (or of the
    document, where that is shorter) found by file or title."""
    known_guids = {guid for known in absent for guid in known.guids}
    unknown = sum(item.guid is not None and item.guid not in known_guids for item in items)
    total = len(items) + len(present)
    old = len(present) + sum(known.in_feed for known in absent)
    return unknown >= max(MOVED_ITEMS, 0.8 * total) and matched >= 0.5 * min(old, total) and old > 0
