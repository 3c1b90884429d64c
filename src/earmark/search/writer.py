"""Changes to a tantivy index: one writer, committed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import tantivy

from earmark.errors import EarmarkError, SearchError
from earmark.model import StoryDoc, StoryId
from earmark.search.faults import engine_faults
from earmark.search.folder import sweep
from earmark.search.reader import measure, open_engine
from earmark.search.schema import build_schema, document

_BATCH = 500
"""Documents, and deletes, handed to the engine at once."""


def _batches(docs: Iterable[StoryDoc]) -> Iterator[list[StoryDoc]]:
    rest = iter(docs)
    while batch := list(islice(rest, _BATCH)):
        yield batch


class TantivyWriter:
    """``ports.SearchWriter`` over the index in ``path``, opened afresh: a writer that outlives
    others' commits leaks files. ``threads`` is one for increments, since each makes a segment a
    commit. Raises ``Busy``, ``DiskFull``, ``IndexDamaged``."""

    def __init__(self, path: Path, *, threads: int, heap: int) -> None:
        self._path = path
        self._schema = build_schema()
        self._dirty = False
        self._failed = False
        self._engine: tantivy.IndexWriter | None = None
        with engine_faults(path):
            index = open_engine(path)
            self._engine = index.writer(heap_size=heap, num_threads=threads)
            self._engine.garbage_collect_files()
            sweep(path)
            index.reload()
            self._highest = measure(index.searcher()).highest_id
        # No story of a higher id is in the index, so adding one needs no delete before it.

    def _open(self) -> tantivy.IndexWriter:
        if self._engine is None:
            raise SearchError("the writer is closed", str(self._path))
        return self._engine

    def upsert(self, docs: Iterable[StoryDoc]) -> int:
        many = 0
        for batch in _batches(docs):
            self._replace({doc.id: doc for doc in batch})
            many += len(batch)
        return many

    def _replace(self, docs: dict[StoryId, StoryDoc]) -> None:
        documents = [document(doc, self._schema) for doc in docs.values()]
        self.delete(story for story in docs if story <= self._highest)
        engine = self._open()
        with self._changing():
            for each in documents:
                engine.add_document(each)
        self._highest = max(self._highest, *docs)

    def delete(self, stories: Iterable[StoryId]) -> None:
        engine = self._open()
        gone = sorted(stories)
        with self._changing():
            for start in range(0, len(gone), _BATCH):
                some = gone[start : start + _BATCH]
                engine.delete_documents_by_query(
                    tantivy.Query.term_set_query(self._schema, "id", some)
                )

    def commit(self) -> None:
        engine = self._open()
        with self._changing():
            engine.commit()
        self._dirty = False

    @contextmanager
    def _changing(self) -> Iterator[None]:
        self._dirty = True
        try:
            with engine_faults(self._path):
                yield
        except EarmarkError:
            self._failed = True
            raise

    def close(self) -> None:
        if self._engine is None:
            return
        engine, self._engine = self._engine, None
        if self._failed:  # it already said why, and may say it again
            with suppress(EarmarkError), engine_faults(self._path):
                engine.rollback()
            return
        with engine_faults(self._path):
            if self._dirty:
                engine.rollback()
            engine.wait_merging_threads()
