"""Back from a backup, into a library that may be in use (``store.copies``).

First the backup is read whole and found good; until then nothing is touched. Then, under the index
lock, the index is discarded, so that no page is ever made of one catalog and the index of another,
and the catalog is replaced in one step. Last the index is made anew. Killed in between, the library
is the old one or the new one, without an index that the next run makes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from earmark.condition import CatalogFacts
from earmark.errors import Busy, InvalidInput, StoreError
from earmark.ports import SearchIndex, Store
from earmark.settings import read_settings
from earmark.upkeep.archive import CATALOG, SETTINGS, Examine, Unpacked

ASIDE = "catalog.before-restore.db"
PATIENCE_S = 60.0
"""How long another process may hold the index before we give up."""
_LOOKS_EVERY_S = 0.1


def prepare(found: Unpacked, folder: Path, examine: Examine, *, replace: bool) -> None:
    """Refuse what must not be done; a catalog that can't be read at all is set aside, for nothing
    can be put into it. Raises ``InvalidInput``, ``StoreError``."""
    if found.settings is not None:
        read_settings(found.settings.parent)
    facts, damage = _here(folder / CATALOG, examine)
    if damage is None and facts is not None and not (facts.feeds or facts.episodes):
        return
    if not replace:
        raise InvalidInput(
            "There is a library here already." if damage is None else "The catalog is damaged.",
            str(folder),
            remedy="--replace puts the backup in its place; --data names another folder.",
        )
    if damage is not None or (facts is not None and facts.faults):
        _set_aside(folder / CATALOG)


def _here(catalog: Path, examine: Examine) -> tuple[CatalogFacts | None, StoreError | None]:
    try:
        return examine(catalog), None
    except StoreError as error:
        return None, error


def _set_aside(catalog: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        part = catalog.with_name(catalog.name + ending)
        if part.exists():
            part.replace(catalog.with_name(f"{catalog.name}.damaged{ending}"))


def put_back(
    found: Unpacked,
    *,
    store: Store,
    index: SearchIndex,
    lock: Callable[[], AbstractContextManager[bool]],
    folder: Path,
    now: datetime,
) -> None:
    """Put a good backup in the place of what is here. ``lock`` tries for the index lock. Raises
    ``Busy``, ``StoreError``."""
    until = time.monotonic() + PATIENCE_S
    while True:
        with lock() as held:
            if held:
                _replace(found, store=store, index=index, folder=folder, now=now)
                return
        if time.monotonic() > until:
            raise Busy(
                "Another process is writing the index.",
                remedy="Nothing was changed. Wait until it is done, then run this again.",
            )
        time.sleep(_LOOKS_EVERY_S)


def _replace(
    found: Unpacked, *, store: Store, index: SearchIndex, folder: Path, now: datetime
) -> None:
    aside = folder / ASIDE
    aside.unlink(missing_ok=True)  # of a run that was killed
    store.copy_to(aside)
    index.discard()
    store.replace_with(found.catalog, at=now)
    if store.counts() != (found.report.podcasts, found.report.episodes):
        raise StoreError(
            "What was put back isn't what the backup holds.",
            str(folder),
            remedy=f"The catalog from before is {ASIDE}; restore again.",
        )
    if found.settings is not None:
        _set_settings(found.settings, folder / SETTINGS)
    aside.unlink()


def _set_settings(new: Path, place: Path) -> None:
    """Those that were here stay beside."""
    if place.exists():
        if place.read_bytes() == new.read_bytes():
            return
        place.replace(place.with_name(f"{place.name}.before-restore"))
    new.replace(place)
