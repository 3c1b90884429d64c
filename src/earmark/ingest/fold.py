"""Which episodes are the same recording: rows in, stories out. Pure.

Two episodes fold when they have (a) the same media file, and the same title or dates within two
days; (b) the same title within a day and durations within two seconds; (c) the same title within a
day and the same length in bytes, where that length is that title's alone. Never on the title
alone, never against a part or episode number, never between public and unlisted. Nearer pairs go
first and a join that would bring two parts into one story is left out, so the order of rows
decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from earmark.ingest.titles import contradict, marks_of
from earmark.model import EpisodeId, FoldedStory, FoldRow, PodcastId, StoryId

KeyTitles = Mapping[tuple[PodcastId, str], int]
LengthTitles = Mapping[tuple[PodcastId, int, str], int]

SAME_FILE_WITHIN = timedelta(hours=48)
SAME_TITLE_WITHIN = timedelta(hours=24)
SAME_DURATION_MS = 2_000
LEAST_LENGTH = 100_000
"""Bytes; publishers write small constants where they don't know."""
LEAST_TITLE = 12
"""Characters; shorter titles ("Trailer", "Part 2") are common to many shows."""
NEIGHBOURS = 40
"""Rows of one key that each row is compared with, in order of date; repeats beyond are chained."""
REPEATED = 3
"""As many recordings of one title of one show within days are a daily title, not uploads of one."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Evidence that two rows (by their places in canonical order) are one recording."""

    rule: int
    apart: timedelta
    one: int
    other: int
    reason: str

    @property
    def order(self) -> tuple[int, timedelta, int, int]:
        return self.rule, self.apart, self.one, self.other


def fold(
    rows: Sequence[FoldRow], *, key_titles: KeyTitles, length_titles: LengthTitles
) -> tuple[FoldedStory, ...]:
    """The rows as a partition into stories, by id of the story.

    ``key_titles`` counts the titles that share an enclosure key in a podcast, ``length_titles``
    the episodes of each (podcast, length, title). Rows are a neighbourhood: all that share a key,
    or a title within days, with one of them.
    """
    return Folding(rows, key_titles=key_titles, length_titles=length_titles).stories()


class Folding:
    """The evidence between some rows, and what follows from it. Takes what ``fold`` takes."""

    def __init__(
        self, rows: Sequence[FoldRow], *, key_titles: KeyTitles, length_titles: LengthTitles
    ):
        evidence = _Evidence(rows, key_titles, length_titles)
        self._rows = evidence.rows
        self._edges = sorted(evidence.edges(), key=lambda edge: edge.order)

    def linked(self, core: Iterable[EpisodeId]) -> set[EpisodeId]:
        """The ids that evidence ties to one of ``core``, over any number of steps, itself among
        them. A row whose own neighbours are missing among the rows has evidence too much, never
        too little."""
        sets = _Sets(len(self._rows))
        for edge in self._edges:
            sets.join(edge.one, edge.other)
        wanted = set(core)
        roots = {sets.find(place) for place, row in enumerate(self._rows) if row.id in wanted}
        return {row.id for place, row in enumerate(self._rows) if sets.find(place) in roots}

    def stories(self) -> tuple[FoldedStory, ...]:
        """The rows as a partition, by id of the story."""
        stories = _Stories(self._rows)
        for edge in self._edges:
            stories.join(edge)
        return tuple(sorted(stories.folded(), key=lambda story: story.id))


def _canonical_order(row: FoldRow) -> tuple[object, ...]:
    """Earliest first, undated last; ties by feed, guid, file, title, and the id last, which
    depends on the order of adding."""
    return (
        row.published_at or _NEVER,
        row.feed_url,
        row.guid or "",
        row.enclosure_key or "",
        row.title_key,
        row.duration_ms or 0,
        row.id,
    )


# ---------------------------------------------------------------- evidence between two rows


class _Evidence:
    """All pairs that rules (a) to (c) join, each found under the key that its rule compares."""

    def __init__(self, rows: Sequence[FoldRow], key_titles: KeyTitles, length_titles: LengthTitles):
        self.rows = sorted(rows, key=_canonical_order)
        self.daily = _daily(self.rows)
        self.marks = [marks_of(row.title_key) for row in self.rows]
        self.key_titles = key_titles
        self.length_titles = length_titles
        self.titles_of_length: dict[tuple[PodcastId, int], int] = defaultdict(int)
        for podcast, length, _title in length_titles:
            self.titles_of_length[podcast, length] += 1

    def edges(self) -> Iterator[_Edge]:
        for one, other in self._near(self._blocks(self._file_and_title), None):
            yield from self._edge(0, one, other, "same audio file, same title")
        for one, other in self._near(self._blocks(self._file), SAME_FILE_WITHIN):
            yield from self._edge(1, one, other, "same audio file within two days")
        for one, other in self._near(self._blocks(self._title), SAME_TITLE_WITHIN):
            yield from self._title_edge(one, other)

    def _file(self, row: FoldRow) -> Hashable:
        key = row.enclosure_key
        if not key or self.key_titles.get((row.podcast_id, key), 1) > 2:
            return None
        return row.visibility, key

    def _file_and_title(self, row: FoldRow) -> Hashable:
        key = self._file(row)
        return key and row.title_key and (key, row.title_key)

    @staticmethod
    def _title(row: FoldRow) -> Hashable:
        return row.title_key and (row.visibility, row.title_key)

    def _blocks(self, key_of: Callable[[FoldRow], Hashable]) -> Iterable[list[int]]:
        blocks: dict[Hashable, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            key = key_of(row)
            if key:
                blocks[key].append(place)
        return blocks.values()

    def _near(
        self, blocks: Iterable[list[int]], span: timedelta | None
    ) -> Iterator[tuple[int, int]]:
        """Pairs of a block within ``span``; blocks are in order of date, undated rows last."""
        for block in blocks:
            for at, one in enumerate(block):
                for other in block[at + 1 : at + 1 + NEIGHBOURS]:
                    if span is not None and self._apart(one, other) > span:
                        break
                    yield one, other

    def _apart(self, one: int, other: int) -> timedelta:
        earlier, later = self.rows[one].published_at, self.rows[other].published_at
        return timedelta.max if earlier is None or later is None else abs(later - earlier)

    def _edge(self, rule: int, one: int, other: int, reason: str) -> Iterator[_Edge]:
        if not contradict(self.marks[one], self.marks[other]):
            yield _Edge(rule, self._apart(one, other), one, other, reason)

    def _title_edge(self, one: int, other: int) -> Iterator[_Edge]:
        if one in self.daily or other in self.daily:
            return
        first, second = self.rows[one], self.rows[other]
        across = first.podcast_id != second.podcast_id
        if _durations_agree(first, second) and not (across and len(first.title_key) < LEAST_TITLE):
            durations = _durations(first.duration_ms or 0, second.duration_ms or 0)
            yield from self._edge(2, one, other, f"same title within a day, {durations}")
        elif self._length_agrees(first, second):
            reason = f"same title within a day, same length of {first.length:,} bytes"
            yield from self._edge(3, one, other, reason)

    def _length_agrees(self, one: FoldRow, other: FoldRow) -> bool:
        """Equal lengths are evidence where, in each show, they are this title's alone."""
        if one.length is None or one.length != other.length or one.length <= LEAST_LENGTH:
            return False
        allowed = 2 if one.podcast_id == other.podcast_id else 1
        return all(
            self.titles_of_length[row.podcast_id, one.length] <= 1
            and self.length_titles.get((row.podcast_id, one.length, row.title_key), 1) <= allowed
            for row in (one, other)
        )


def _durations_agree(one: FoldRow, other: FoldRow) -> bool:
    if not one.duration_ms or not other.duration_ms:
        return False
    return abs(one.duration_ms - other.duration_ms) <= SAME_DURATION_MS


def _durations(one_ms: int, other_ms: int) -> str:
    if one_ms == other_ms:
        return f"both {_clock(one_ms)} long"
    return f"durations {_clock(one_ms)} and {_clock(other_ms)}"


def _clock(duration_ms: int) -> str:
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


# ---------------------------------------------------------------- daily titles


def _daily(rows: Sequence[FoldRow]) -> set[int]:
    """Places of rows whose title their show gives to three or more files within two days of
    theirs: a bulletin has the same title, and often the same length, every day, so neither is
    evidence. ``rows`` are in order of date."""
    shows: dict[Hashable, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.published_at is not None:
            shows[row.podcast_id, row.visibility, row.title_key].append(place)
    return {
        places[at]
        for places in shows.values()
        if len(places) >= REPEATED
        for at in range(len(places))
        if _files_around(places, at, rows) >= REPEATED
    }


def _files_around(places: Sequence[int], at: int, rows: Sequence[FoldRow]) -> int:
    """Distinct files within two days of the one at ``at``; no more are counted than matter."""
    centre = rows[places[at]].published_at or _NEVER
    files: set[Hashable] = set()
    for side in (range(at, -1, -1), range(at + 1, len(places))):
        for near in side:
            row = rows[places[near]]
            if len(files) >= REPEATED or abs((row.published_at or _NEVER) - centre) > (
                SAME_FILE_WITHIN
            ):
                break
            files.add(row.enclosure_key or row.id)
    return len(files)


class _Sets:
    """Disjoint sets of places."""

    def __init__(self, size: int):
        self.parent = list(range(size))

    def find(self, place: int) -> int:
        while self.parent[place] != place:
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place

    def join(self, one: int, other: int) -> None:
        """The smaller place becomes the root, so that the root is the canonical row."""
        low, high = sorted((self.find(one), self.find(other)))
        self.parent[high] = low


# ---------------------------------------------------------------- stories


class _Stories:
    """Stories as they grow. Each remembers the numbers its members claim, so that two parts are
    not joined through a third episode that claims none."""

    def __init__(self, rows: Sequence[FoldRow]):
        self.rows = rows
        self.sets = _Sets(len(rows))
        self.claims = [_claims(row) for row in rows]
        self.edges: dict[int, list[_Edge]] = defaultdict(list)

    def join(self, edge: _Edge) -> None:
        one, other = self.sets.find(edge.one), self.sets.find(edge.other)
        if one == other or _clash(self.claims[one], self.claims[other]):
            return
        self.sets.join(one, other)
        low, high = sorted((one, other))
        self.claims[low] |= self.claims[high]
        for place in (edge.one, edge.other):
            self.edges[place].append(edge)

    def folded(self) -> Iterator[FoldedStory]:
        members: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self.rows)):
            members[self.sets.find(place)].append(place)
        for root, places in members.items():
            ids = tuple(self.rows[place].id for place in places)
            yield FoldedStory(StoryId(min(ids)), self.rows[root].id, ids, self._reasons(root))

    def _reasons(self, root: int) -> dict[EpisodeId, str]:
        """For each member, the evidence by which it was reached from the canonical one."""
        reasons: dict[EpisodeId, str] = {}
        reached, ahead = {root}, [root]
        for place in ahead:
            for edge in self.edges[place]:
                new = edge.other if edge.one == place else edge.one
                if new not in reached:
                    reached.add(new)
                    ahead.append(new)
                    reasons[self.rows[new].id] = edge.reason
        return reasons


_Claims = dict[tuple[str, Hashable], Hashable]


def _claims(row: FoldRow) -> _Claims:
    """Part and number of the title, which hold for any show, and the numbers of the publisher's
    own fields, which count within a show."""
    marks = marks_of(row.title_key)
    claims: _Claims = {}
    if marks.part is not None:
        claims["part", 0] = marks.part
    if marks.number is not None:
        claims["title number", 0] = marks.number
    if marks.shape is not None:
        claims["shape", marks.shape] = marks.digits
    if row.number is not None:
        claims["number", row.podcast_id] = row.number
    if row.season is not None:
        claims["season", row.podcast_id] = row.season
    return claims


def _clash(one: _Claims, other: _Claims) -> bool:
    if len(one) > len(other):
        one, other = other, one
    return any(other.get(what, value) != value for what, value in one.items())
