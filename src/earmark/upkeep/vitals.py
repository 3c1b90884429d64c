"""What a monitor and a probe ask of a library that is in use: cheap, and harmless to ask often."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from earmark.condition import Check, Health, Vitals
from earmark.errors import EarmarkError
from earmark.polls import CrawlState
from earmark.ports import SearchIndex, Store

LEAST_FREE_BYTES = 64 * 1024 * 1024
"""A disk with less room is full: a step of indexing takes about that much."""
_MIB = 1024 * 1024


def vitals(store: Store, folder: Path, now: datetime) -> Vitals:
    """Raises ``StoreError``."""
    podcasts, episodes = store.counts()
    return Vitals(
        podcasts=podcasts,
        episodes=episodes,
        generation=store.generation(),
        changed_at=store.changed_at(),
        pending=sum(store.pending_count()),
        crawl=store.polls.state(now),
        outcomes=store.polls.outcomes(),
        disk_free_bytes=free_bytes(folder),
    )


def free_bytes(folder: Path) -> int:
    """Of the disk that a folder lies on, for who isn't root."""
    return shutil.disk_usage(folder).free


def health(store: Store, index: SearchIndex, folder: Path, now: datetime) -> Health:
    """Raises nothing that is foreseeable: what can't be read is what is told."""
    try:
        generation, state = store.generation(), store.polls.state(now)
    except EarmarkError as error:
        return Health((Check("catalog", False, error.message), _disk(folder)))
    catalog = Check("catalog", True, f"It can be read; generation {generation}.")
    return Health((catalog, _index(index, generation), _disk(folder), _round(state, now)))


def _index(index: SearchIndex, generation: int) -> Check:
    if index.usable():
        return Check("index", True, "It can be read.")
    if not generation and not index.exists():
        return Check("index", True, "There is none yet: nothing was added.")
    return Check("index", False, "It can't be used; `earmark index rebuild` makes it anew.")


def _disk(folder: Path) -> Check:
    free = free_bytes(folder)
    return Check("disk", free >= LEAST_FREE_BYTES, f"{free // _MIB:,} MiB are free.")


def _round(state: CrawlState, now: datetime) -> Check:
    """A library that nobody keeps up to date answers all the same."""
    last = state.last
    if last is None:
        said = "Nothing was polled yet."
        return Check("round", not state.late, said, needed=False)
    if last.ended_at is None:
        said = f"One goes on since {_whole(now - last.started_at)}."
    else:
        said = f"The last one ended {_whole(now - last.ended_at)} ago."
    if state.late:
        said = f"{said} {state.late:,} feeds wait for more than a day."
    return Check("round", not state.late, said, needed=False)


def _whole(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
