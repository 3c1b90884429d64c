"""What the doctor looks at: folder, files, clock, catalog, index, and the network if asked. Changes
nothing, migrates nothing, and goes on where something can't be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from earmark.condition import CatalogFacts
from earmark.errors import EarmarkError
from earmark.polls import Fetched, FetchRequest
from earmark.ports import Fetcher, SearchIndex, Store
from earmark.settings import Settings
from earmark.upkeep.archive import CATALOG, Examine
from earmark.upkeep.doctor import IndexState, Seen
from earmark.upkeep.restore import ASIDE
from earmark.upkeep.vitals import free_bytes

RELEASED_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right says an earlier day."""
TRIED = "https://example.com/"
"""Asked for nothing but an answer: a host that is kept for examples (RFC 2606), no feed's."""
_LEFT = (".earmark-*", ".restore-*", ASIDE)


def look(
    settings: Settings,
    now: datetime,
    *,
    examine: Examine,
    open_store: Callable[[Path], Store],
    index: SearchIndex,
    lock: Callable[[], AbstractContextManager[bool]],
    fetcher: Callable[[Store | None], Fetcher] | None,
) -> Seen:
    """``open_store`` is called for a catalog of this version only; ``fetcher`` opens the door to
    the network, None leaves it shut; ``lock`` tries for the index lock."""
    folder = settings.data
    seen = Seen(settings, now, RELEASED_AT, exists=(folder / CATALOG).exists())
    if folder.is_dir():
        seen = _files(seen, folder)
    facts: CatalogFacts | None = None
    if seen.exists:
        try:
            facts = examine(folder / CATALOG)
        except EarmarkError as error:
            seen = replace(seen, catalog_error=f"{error.message}")
        seen = replace(seen, catalog=facts, indexed_now=_is_held(lock, seen))
        seen = _index(seen, index)
    if facts is None or facts.standing != "current" or facts.faults or not seen.writable:
        return replace(seen, fetched=_tried(fetcher, None))
    with closing(open_store(folder / CATALOG)) as store:
        seen = replace(
            seen,
            pending=sum(store.pending_count()),
            changed_at=store.changed_at(),
            crawl=store.polls.state(now),
        )
        return replace(seen, fetched=_tried(fetcher, store))


def _files(seen: Seen, folder: Path) -> Seen:
    files = [folder, *(path for path in folder.glob("catalog.db*") if path.is_file())]
    catalog = folder / CATALOG
    status = catalog.stat() if catalog.exists() else None
    through = folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH)
    readable = status is not None and status.st_mode & (stat.S_IRGRP | stat.S_IROTH)
    return replace(
        seen,
        writable=all(os.access(path, os.W_OK) for path in files),
        foreign_owner=status is not None and status.st_uid != os.geteuid(),
        open_to_others=bool(through and readable),
        free_bytes=free_bytes(folder),
        leftovers=tuple(sorted(path.name for left in _LEFT for path in folder.glob(left))),
    )


def _is_held(lock: Callable[[], AbstractContextManager[bool]], seen: Seen) -> bool:
    if not seen.writable:
        return False
    with lock() as held:
        return not held


def _index(seen: Seen, index: SearchIndex) -> Seen:
    state: IndexState = "none" if not index.exists() else "unusable"
    stories = None
    if index.usable():
        state, stories = "usable", index.reader().info().stories
    return replace(seen, index=state, index_stories=stories)


def _tried(
    fetcher: Callable[[Store | None], Fetcher] | None, store: Store | None
) -> Fetched | None:
    """None, too, where the settings let no request be made: that is a finding of its own."""
    if fetcher is None:
        return None
    try:
        with closing(fetcher(store)) as door:
            return door.fetch(FetchRequest(TRIED, kind="page"))
    except EarmarkError:
        return None
