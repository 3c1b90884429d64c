"""The index on disk: opens readers and writers of it, and rebuilds it beside the live one."""

from __future__ import annotations

from pathlib import Path

import tantivy

from earmark.errors import EarmarkError, IndexDamaged, SearchError
from earmark.search.faults import engine_faults
from earmark.search.folder import IndexFolder
from earmark.search.reader import MAX_BUCKETS, TantivyReader, open_engine
from earmark.search.schema import build_schema
from earmark.search.writer import TantivyWriter

HEAP = 32_000_000
"""Bytes that a writer of increments gathers before it writes a segment."""
BULK_HEAP = 256_000_000
"""The same for a rebuild: so few segments for a million stories that none is merged on the way,
which takes a fifth less CPU than half of it in two threads."""


class TantivyIndex:
    """``ports.SearchIndex`` in a folder on a local disk.

    ``text_version`` is that of the function that makes tokens; an index of another is not usable.
    ``threads`` and ``heap`` (bytes) are for rebuilding; increments use one thread. Nobody else
    writes while a writer is open: the library's index lock sees to that, and the engine's own
    lock raises ``Busy``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        text_version: int,
        threads: int = 1,
        heap: int = BULK_HEAP,
        max_buckets: int = MAX_BUCKETS,
    ) -> None:
        self._folder = IndexFolder(folder, text_version)
        self._threads = threads
        self._heap = heap
        self._max_buckets = max_buckets
        self._rebuilt: Path | None = None

    def reader(self) -> TantivyReader:
        return TantivyReader(self._folder, max_buckets=self._max_buckets)

    def writer(self) -> TantivyWriter:
        with engine_faults(self._folder.root):
            if self._folder.live() is None:
                self._folder.point_to(self._create())
            live = self._folder.checked()
        return TantivyWriter(live, threads=1, heap=HEAP)

    def rebuild(self) -> TantivyWriter:
        with engine_faults(self._folder.root):
            self._rebuilt = self._create()
        return TantivyWriter(self._rebuilt, threads=self._threads, heap=self._heap)

    def _create(self) -> Path:
        folder = self._folder.create()
        tantivy.Index(build_schema(), path=str(folder), reuse=False)
        return folder

    def swap(self) -> None:
        if self._rebuilt is None:
            raise SearchError("there is no rebuilt index to swap in", str(self._folder.root))
        with engine_faults(self._folder.root):
            self._folder.point_to(self._rebuilt)
            self._rebuilt = None
            self._folder.clear()

    def discard(self) -> None:
        with engine_faults(self._folder.root):
            self._folder.point_nowhere()

    def exists(self) -> bool:
        try:
            with engine_faults(self._folder.root):
                return self._folder.live() is not None
        except IndexDamaged:
            return True

    def usable(self) -> bool:
        try:
            with engine_faults(self._folder.root):
                open_engine(self._folder.checked()).searcher()
        except EarmarkError:
            return False
        return True
