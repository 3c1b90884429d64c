"""Stale stories in, the index out (``docs/why/one-writer.md``).

Every step can be cut short and done again: the change log names episodes to fold (``folding``),
which marks stories stale; stale stories get new documents here; the index commits; only then are
they acknowledged.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

from earmark.ingest.documents import (
    DocumentTask,
    StorySource,
    find_phrases,
    keys_of_notes,
    make_documents,
)
from earmark.ingest.folding import fold_pending
from earmark.ingest.lock import try_lock
from earmark.ingest.progress import OnProgress, Progress, silent
from earmark.ingest.worker import Outcome, WorkerDied, Workers
from earmark.model import Boilerplate, EpisodeId, StoryDoc, StoryId
from earmark.ports import SearchIndex, SearchWriter, Store

T = TypeVar("T")
R = TypeVar("R")

STORIES_A_COMMIT = 5_000
STORIES_A_TASK = 250


def never() -> bool:
    """Nobody asks to stop."""
    return False


class Indexing:
    """Everything that writes the index. Holds no state between calls but its parts."""

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        workers: Workers,
        lock: Path,
        now: Callable[[], datetime],
    ):
        self._store = store
        self._index = index
        self._workers = workers
        self._lock = lock
        self._now = now

    def pending(self) -> int:
        """Episodes and stories that wait."""
        return sum(self._store.pending_count())

    def index_pending(
        self, on_progress: OnProgress = silent, *, stop: Callable[[], bool] = never
    ) -> bool:
        """Do what waits, or leave it to the process that holds the lock; whether it was us.

        The holder looks again after letting go: whoever wrote the log meanwhile found the lock
        taken and left, and nothing is stranded. ``stop`` is asked after each commit.
        """
        ours = False
        while not stop() and (self.pending() or not self._index.usable()):
            with try_lock(self._lock) as held:
                if not held:
                    return ours
                ours = True
                if self._first() or self._index.usable():
                    self._drain(on_progress, stop)
                else:
                    self._rebuild(on_progress)
        return ours

    def _first(self) -> bool:
        """Nothing was ever indexed: the first writer makes the index."""
        return self._store.generation() == 0 and not self._index.exists()

    def read_ahead(self) -> int:
        """Find the key phrases of some stories before a page asks for them; how many. Nothing
        depends on it, so it is for whoever has nothing else to do.

        Only the holder of the lock does it: what is found belongs to what was indexed last, and
        nobody else indexes, or puts a backup in its place, meanwhile. Who came in vain for the
        lock left the work to us.
        """
        if self.pending() or not self._index.usable():
            return 0
        with try_lock(self._lock) as held:
            stories = self._store.unread(STORIES_A_TASK) if held else ()
            if stories:
                languages = self._store.languages(stories)
                found = find_phrases(self.task(stories), languages)
                self._store.set_phrases({story: found.get(story, ()) for story in stories})
        if held:
            self.index_pending()
        return len(stories)

    def rebuild(self, on_progress: OnProgress = silent) -> bool:
        """Make the index anew from the catalog beside the live one, then swap. False where
        another process holds the lock."""
        with try_lock(self._lock) as held:
            if held:
                self._rebuild(on_progress)
        return held

    def derived_again(self) -> Iterator[tuple[StoryId, int, int]]:
        """(story, digest as indexed, digest of a document made now) of every story."""
        for chunk in chunks(self._store.indexed(), STORIES_A_COMMIT):
            known = dict(chunk)
            for document in self._documents(tuple(known)):
                yield document.id, known[document.id], document.digest

    def _fold_all(self, on_progress: OnProgress) -> None:
        total, done = self._store.pending_count()[0], 0
        while folded := fold_pending(self._store):
            done += folded
            on_progress(Progress("fold", done, max(done, total)))

    def _drain(self, on_progress: OnProgress, stop: Callable[[], bool]) -> None:
        """Bring the live index up to date: fold some changes, index what they made stale, and
        so on, so that neither list grows while the other is worked on."""
        done = 0
        writer = self._index.writer()
        try:
            while not stop():
                folded = fold_pending(self._store)
                stories = self._store.stale(STORIES_A_COMMIT)
                if not folded and not stories:
                    break
                self._index_stories(writer, stories)
                done += len(stories)
                on_progress(Progress("index", done, done + self.pending()))
        finally:
            writer.close()

    def _index_stories(self, writer: SearchWriter, stories: Sequence[StoryId]) -> None:
        made = self._write(writer, stories)
        writer.delete(story for story in stories if story not in made)
        self._store.sync()
        writer.commit()
        self._acknowledge(stories, made)

    def _rebuild(self, on_progress: OnProgress) -> None:
        """Acknowledged only after the swap, from a spool: stopped before, the live index is as
        stale as it was and the catalog knows it."""
        self._renew_sentence_keys()
        self._store.log_everything()
        self._fold_all(on_progress)
        writer = self._index.rebuild()
        with TemporaryFile(dir=self._lock.parent) as spool:
            try:
                for stories in self._stale(on_progress):
                    pickle.dump((stories, self._write(writer, stories)), spool)
                self._store.sync()
                writer.commit()
            finally:
                writer.close()
            self._index.swap()
            spool.seek(0)
            while spool.peek(1):
                self._acknowledge(*pickle.load(spool))  # noqa: S301 - our own file, just written

    def _renew_sentence_keys(self) -> None:
        """What was derived when episodes came may be of an older version of the rules."""
        for chunk in chunks(self._store.indexed(), STORIES_A_COMMIT):
            tasks = (self._notes_of(stories) for stories in chunks(chunk, STORIES_A_TASK))
            for outcome in self._workers.map(keys_of_notes, tasks):
                keys = self._good(outcome)
                self._store.set_sentence_keys(keys)

    def _notes_of(self, stories: Iterable[tuple[StoryId, int]]) -> dict[EpisodeId, str]:
        members = self._store.members(story for story, _ in stories)
        texts = self._store.texts(episode.id for found in members.values() for episode in found)
        return {episode: text.notes for episode, text in texts.items()}

    def _stale(self, on_progress: OnProgress) -> Iterator[tuple[StoryId, ...]]:
        """Stale stories by id, a commit's worth at a time."""
        total, done = self._store.pending_count()[1], 0
        last: StoryId | None = None
        while stories := self._store.stale(STORIES_A_COMMIT, after=last):
            yield stories
            last = stories[-1]
            done += len(stories)
            on_progress(Progress("index", done, max(done, total)))

    def _write(
        self, writer: SearchWriter, stories: Sequence[StoryId]
    ) -> dict[StoryId, tuple[int, str]]:
        """New documents for these stories; (digest, language) of each that has members.

        One that seems the same as the indexed one is written too: a run that died between the
        index's commit and its acknowledgement left the index ahead of what the catalog knows.
        """
        made: dict[StoryId, tuple[int, str]] = {}

        def noted() -> Iterator[StoryDoc]:
            for document in self._documents(stories):
                made[document.id] = (document.digest, document.language)
                yield document

        writer.upsert(noted())
        return made

    def _acknowledge(
        self, stories: Sequence[StoryId], made: Mapping[StoryId, tuple[int, str]]
    ) -> None:
        gone = (story for story in stories if story not in made)
        self._store.acknowledge(made, gone, at=self._now())

    def _documents(self, stories: Sequence[StoryId]) -> Iterator[StoryDoc]:
        tasks = (self.task(chunk) for chunk in chunks(stories, STORIES_A_TASK))
        for outcome in self._workers.map(make_documents, tasks):
            yield from self._good(outcome)

    @staticmethod
    def _good(outcome: Outcome[T, R]) -> R:
        """Text of ours that cannot be read is a fault to be told, not to be passed over."""
        if outcome.error is not None or outcome.value is None:
            raise outcome.error or WorkerDied("The process that prepared texts died.")
        return outcome.value

    def task(self, stories: Sequence[StoryId]) -> DocumentTask:
        members = self._store.members(stories)
        episodes = [episode.id for found in members.values() for episode in found]
        texts = self._store.texts(episodes)
        shows = {episode.podcast_id for found in members.values() for episode in found}
        podcasts = self._store.podcasts(shows)
        return DocumentTask(
            tuple(
                StorySource(
                    story,
                    podcasts[found[0].podcast_id].visibility,
                    found,
                    tuple(texts[episode.id] for episode in found),
                )
                for story, found in members.items()
            ),
            {show: Boilerplate(*found) for show, found in self._store.boilerplate(shows).items()},
        )


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    iterator = iter(items)
    while chunk := tuple(islice(iterator, size)):
        yield chunk
