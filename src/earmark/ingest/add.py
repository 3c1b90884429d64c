"""Sources in, catalog out: read and parse in worker processes, decide, store, in the order given.

One bad source costs one report. Stopped at any moment and run again, it does the rest: what is in
the catalog already is recognised and not written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from earmark.errors import EarmarkError, InvalidInput, SourceError, StoreError
from earmark.ingest.identify import choose_feed, feed_url_of, newest_marks, taken_down
from earmark.ingest.lists import record_dump, record_list
from earmark.ingest.plan import plan_refresh
from earmark.ingest.prepare import Caps, document_hash, prepare
from earmark.ingest.progress import OnProgress, silent
from earmark.ingest.sources import Source, find_sources, kind_of_file, read_file
from earmark.ingest.worker import Outcome, Workers
from earmark.model import AddOptions, AddReport, Feed, PreparedFeed, Problem, RefreshPlan
from earmark.ports import FeedDump, Store

DocumentKind = Literal["feed", "list", "dump"]


@dataclass(frozen=True, slots=True)
class ReadTask:
    source: Source
    caps: Caps
    document: int | None = None
    """Hash of the document that this file held when it was last stored."""
    known: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Document:
    """What a worker made of a file: a feed, or nothing where it is as it was. Lists and dumps,
    which may be longer than memory, are only recognised."""

    hash: int
    feed: PreparedFeed | None = None
    kind: DocumentKind = "feed"


def read(task: ReadTask) -> Document:
    """The work of a worker process."""
    kind = kind_of_file(task.source.name)
    if kind in ("opml", "database"):
        return Document(0, kind="list" if kind == "opml" else "dump")
    data = read_file(task.source.name, task.caps.feed_bytes)
    hashed = document_hash(data)
    if hashed == task.document:
        return Document(hashed)
    return Document(hashed, prepare(data, task.caps, task.known))


class Adding:
    """How sources are added to one catalog. ``open_dump`` opens a directory's database."""

    def __init__(
        self,
        store: Store,
        workers: Workers,
        caps: Caps,
        now: Callable[[], datetime],
        *,
        open_dump: Callable[[str], FeedDump],
        options: AddOptions,
        say: OnProgress = silent,
    ):
        self._store = store
        self._workers = workers
        self._caps = caps
        self._now = now
        self._open_dump = open_dump
        self._options = options
        self._say = say
        self._incarnation = store.incarnation()

    def add(self, given: Iterable[str]) -> Iterator[AddReport]:
        """One report a source, in order. Raises ``StoreError`` where the catalog itself fails."""
        tasks = (_task(source, self._store, self._caps) for source in _sources(given))
        for outcome in self._workers.map(_read_or_pass, tasks):
            yield self._stored(outcome)

    def _stored(self, outcome: Outcome[ReadTask | AddReport, Document | None]) -> AddReport:
        task = outcome.task
        if isinstance(task, AddReport):
            return task
        name = task.source.name
        if outcome.error is not None:
            return AddReport(name, error=problem_of(outcome.error))
        try:
            return self._store_document(task, outcome.value)
        except StoreError as error:
            if error.code != "removed":
                raise
            return AddReport(name, error=problem_of(error))
        except EarmarkError as error:
            return AddReport(name, error=problem_of(error))

    def _store_document(self, task: ReadTask, document: Document | None) -> AddReport:
        """None is an address."""
        name, now = task.source.name, self._now()
        dump = document is not None and document.kind == "dump"
        if self._options.wanted.narrows() and not dump:
            raise InvalidInput(
                "Only a Podcast Index dump can be asked for a language, activity or category.",
                remedy="Leave these options out, or give podcastindex_feeds.db.",
            )
        if document is None:
            return AddReport(name, feeds=self._store.record_feeds([(name, "")], due_at=now))
        if document.kind == "list":
            most = self._options.wanted.limit or self._caps.outlines
            return record_list(name, self._store, most=most, now=now, say=self._say)
        if dump:
            return self._record_dump(name, now)
        with self._store.steady(self._incarnation):
            return store_document(task, document, self._store, now)

    def _record_dump(self, name: str, now: datetime) -> AddReport:
        dump = self._open_dump(name)
        wanted = self._options.wanted
        try:
            return record_dump(name, dump, self._store, wanted=wanted, now=now, say=self._say)
        finally:
            dump.close()


def _sources(given: Iterable[str]) -> Iterator[Source | AddReport]:
    for name in given:
        try:
            yield from find_sources(name)
        except EarmarkError as error:
            yield AddReport(name, error=problem_of(error))


def _task(source: Source | AddReport, store: Store, caps: Caps) -> ReadTask | AddReport:
    if isinstance(source, AddReport):
        return source
    read = store.document_read(_uri(source)) if source.kind == "file" else None
    if read is None or read[0].removed:
        return ReadTask(source, caps)
    feed, document = read
    # An episode without a date is read again: the date may have lain in the future.
    known = frozenset(episode.item_hash for episode in store.known(feed.id) if episode.published_at)
    return ReadTask(source, caps, document, known)


def _read_or_pass(task: ReadTask | AddReport) -> Document | None:
    """Reports of sources that can't be read, and addresses, only pass by, to keep the order."""
    if isinstance(task, AddReport) or task.source.kind == "url":
        return None
    return read(task)


def store_document(task: ReadTask, document: Document, store: Store, now: datetime) -> AddReport:
    """Put a feed that a worker read into the catalog."""
    if document.feed is None:
        return _unchanged(task, store)
    return _store_feed(task, document, document.feed, store, now)


def _unchanged(task: ReadTask, store: Store) -> AddReport:
    read = store.document_read(_uri(task.source))
    if read is None:
        raise SourceError("Its feed was removed meanwhile.", task.source.name)
    feed, _ = read
    episodes = sum(episode.in_feed for episode in store.known(feed.id))
    return AddReport(task.source.name, feed.podcast_id, feed.title, episodes)


def _store_feed(
    task: ReadTask, document: Document, prepared: PreparedFeed, store: Store, now: datetime
) -> AddReport:
    uri = _uri(task.source)
    parsed = prepared.feed
    read = store.document_read(uri) if parsed.unchanged else None
    feed = read[0] if read else _feed_of(prepared, uri, store)
    known = store.known(feed.id) if feed else ()
    plan = plan_refresh(prepared, known, now=now)
    url = feed.url if feed else feed_url_of(parsed, uri)
    feed, new = store.apply(url, parsed, plan, document_hash=document.hash, now=now)
    store.add_alias(feed.id, feed_url_of(parsed, uri))
    store.note_document(uri, feed.id, document.hash)
    return AddReport(
        task.source.name,
        podcast=feed.podcast_id,
        title=parsed.title,
        episodes=sum(episode.in_feed for episode in known) + _net(plan, len(new)),
        new=len(new),
        changed=sum(write.id is not None and write.changed for write in plan.writes),
        problems=parsed.problems + plan.problems,
    )


def _net(plan: RefreshPlan, new: int) -> int:
    """By how much the feed's present episodes grew."""
    return new + len(plan.returned) - len(plan.vanished)


def _feed_of(prepared: PreparedFeed, uri: str, store: Store) -> Feed | None:
    """The known feed that this document is a version of."""
    parsed = prepared.feed
    same_url = store.feed_at(feed_url_of(parsed, uri))
    if same_url is not None or not store.feeds_titled(parsed.title):
        return same_url  # without a feed of that title there is none to compare episodes with
    same_channel = store.feeds_of_channel(parsed.title, parsed.link)
    removed = taken_down(parsed, same_channel)
    if removed is not None:
        return removed
    sharing = store.feeds_sharing(*newest_marks(prepared.prepared))
    return choose_feed(
        parsed,
        prepared.prepared,
        same_url=None,
        same_channel=same_channel,
        sharing=sharing,
        feeds=store.feeds_of(sharing),
        sizes={feed: len(store.known(feed)) for feed in sharing},
    )


def _uri(source: Source) -> str:
    return Path(source.name).resolve().as_uri()


def problem_of(error: EarmarkError) -> Problem:
    remedy = f" {error.remedy}" if error.remedy else ""
    return Problem(error.code, f"{error.message}{remedy}")
