"""Three episodes to start a topic with: most about it, newest, shortest.

Each is looked for among the stories whose subject the topic is, and among all of the topic's
where none of those will do: a starter can be played, and no two are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import get_args
from urllib.parse import urlsplit

from earmark.model import AllOf, Enclosure, Episode, Hit, Published, Query, StarterKind, StoryId
from earmark.ports import SearchReader
from earmark.topics.scope import Phrases, holds

MIN_STORIES = 5
"""Among fewer nobody needs help to choose."""
SHORTEST_MS = 180_000
"""What is shorter is a trailer or a notice."""
TRIED = 8
"""Candidates of each kind, in case the first is taken or cannot be played."""
KINDS: tuple[StarterKind, ...] = get_args(StarterKind)
Canonical = Callable[[StoryId], Episode | None]
"""The episode that stands for a story."""
_READ = ("text", "image")
_DOCUMENTS = ("application/pdf", "application/epub+zip")


@dataclass(slots=True)
class StarterPools:
    """Where starters are looked for: stories of ``query``, each list asked for once."""

    query: Query
    phrases: Phrases
    reader: SearchReader
    _lists: dict[tuple[StarterKind, bool], tuple[Hit, ...]] = field(default_factory=dict)

    def likely(self) -> tuple[Hit, ...]:
        """Those that will be chosen if they can be played, which is told by their episodes."""
        firsts: dict[StoryId, Hit] = {}
        for kind in KINDS:
            fresh = (hit for hit in self._list(kind, about=True) if hit.id not in firsts)
            firsts |= {hit.id: hit for hit in islice(fresh, 1)}
        return tuple(firsts.values())

    def chosen(self, canonical: Canonical) -> dict[StarterKind, Hit]:
        """At most one of each kind."""
        chosen: dict[StarterKind, Hit] = {}
        for kind in KINDS:
            taken = {hit.id for hit in chosen.values()}
            lists = chain.from_iterable(self._list(kind, about=about) for about in (True, False))
            fresh = (hit for hit in lists if hit.id not in taken)
            hit = next((hit for hit in fresh if _plays(canonical(hit.id))), None)
            if hit is not None:
                chosen[kind] = hit
        return chosen

    def _list(self, kind: StarterKind, *, about: bool) -> tuple[Hit, ...]:
        if (kind, about) not in self._lists:
            subject = AllOf((self.query, holds(self.phrases, "subject")))
            pool = subject if about else self.query
            self._lists[kind, about] = _first(kind, pool, self.reader)
        return self._lists[kind, about]


def is_playable(enclosure: Enclosure | None) -> bool:
    """Whether there is something on the web that a player may be given."""
    if enclosure is None:
        return False
    try:
        address = urlsplit(enclosure.url)
    except ValueError:
        return False
    kind = (enclosure.type or "audio").partition(";")[0].strip().casefold()
    if kind.partition("/")[0] in _READ or kind in _DOCUMENTS:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc)


def _first(kind: StarterKind, pool: Query, reader: SearchReader) -> tuple[Hit, ...]:
    match kind:
        case "most":
            return reader.best(pool, TRIED)
        case "newest":
            return reader.newest(AllOf((pool, Published())), TRIED)
        case "shortest":
            return reader.shortest(pool, TRIED, at_least_ms=SHORTEST_MS)


def _plays(episode: Episode | None) -> bool:
    return episode is not None and is_playable(episode.enclosure)
