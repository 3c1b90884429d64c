"""Sources in, catalog out: read and parse in worker processes, decide, store, in the order given.

One bad source costs one report. Stopped at any moment and run again, it does the rest: what is in
the catalog already is recognised and not written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from earmark.errors import EarmarkError, InvalidInput, SourceError, TooLarge
from earmark.ingest.addresses import URL_SCHEMES, addresses_in
from earmark.ingest.identify import feed_url_of
from earmark.ingest.lists import (
    FIRST_POLLS_A_SECOND,
    record_address,
    record_answer,
    record_dump,
    record_list,
)
from earmark.ingest.plan import plan_refresh
from earmark.ingest.prepare import Caps, document_hash, prepare
from earmark.ingest.progress import OnProgress, silent
from earmark.ingest.recognise import feed_of
from earmark.ingest.reports import attempted, failed_report, known_report, stored_report
from earmark.ingest.schedule import spread_first
from earmark.ingest.sources import Source, find_sources, kind_of_file, read_file
from earmark.ingest.subscribe import Subscribing
from earmark.ingest.worker import Outcome, Workers
from earmark.model import AddOptions, AddReport, PreparedFeed
from earmark.parse.refuse import words_for
from earmark.parse.sniff import looks_like
from earmark.ports import FeedDump, Fetcher, Store

PASTED = "the pasted text"
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
    """How sources are added to one catalog. ``fetcher`` gives the door to the network, and
    ``open_dump`` opens a directory's database."""

    def __init__(
        self,
        store: Store,
        workers: Workers,
        caps: Caps,
        now: Callable[[], datetime],
        *,
        fetcher: Callable[[], Fetcher],
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
        self._most = options.wanted.limit or caps.outlines
        self._asked: set[str] = set()
        self._delays: Iterator[timedelta] = iter(())
        self._subscribing = Subscribing(
            store, fetcher, workers, caps, now, outlines=self._most, say=say
        )

    def add(self, given: Sequence[str]) -> Iterator[AddReport]:
        """One report a source, in order. Raises ``StoreError`` where the catalog itself fails."""
        with self._fetching([each for each in given if each.lower().startswith(URL_SCHEMES)]):
            tasks = (_task(source, self._store, self._caps) for source in _sources(given))
            for outcome in self._workers.map(_read_or_pass, tasks):
                yield self._stored(outcome)

    def add_text(self, text: str | bytes) -> Iterator[AddReport]:
        """What a person pasted: an OPML list, or addresses in lines, of which each has a report.
        Raises ``StoreError`` where the catalog itself fails."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        kind = looks_like(data)
        if kind == "opml":
            record = partial(record_answer, most=self._most, now=self._now(), say=self._say)
            yield attempted(PASTED, partial(record, PASTED, data, self._store))
        elif kind in ("feed", "html", "xml", "empty"):
            yield failed_report(PASTED, _no_addresses(data))
        else:
            addresses = addresses_in(data.decode("utf-8", "replace"))
            with self._fetching(addresses):
                for given in addresses[: self._most]:
                    yield attempted(given, partial(self._follow, given, self._now()))
            if len(addresses) > self._most:
                yield failed_report(PASTED, _too_many(len(addresses), self._most))

    @contextmanager
    def _fetching(self, addresses: Sequence[str]) -> Iterator[None]:
        """The first of these are asked for at once."""
        first = addresses[: self._options.fetched]
        self._asked = set(first)
        self._delays = spread_first(len(addresses), FIRST_POLLS_A_SECOND)
        try:
            self._subscribing.begin(first)
            yield
        finally:
            self._subscribing.close()

    def _stored(self, outcome: Outcome[ReadTask | AddReport, Document | None]) -> AddReport:
        task = outcome.task
        if isinstance(task, AddReport):
            return task
        name = task.source.name
        if outcome.error is not None:
            return failed_report(name, outcome.error)
        return attempted(name, partial(self._store_document, task, outcome.value))

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
            return self._follow(name, now)
        if document.kind == "list":
            return record_list(name, self._store, most=self._most, now=now, say=self._say)
        if dump:
            return self._record_dump(name, now)
        with self._store.steady(self._incarnation):
            return store_document(task, document, self._store, now)

    def _follow(self, given: str, now: datetime) -> AddReport:
        """The first addresses are fetched at once, the others recorded, spread like any import."""
        if given in self._asked:
            return self._subscribing.report(given)
        return record_address(given, self._store, now + next(self._delays, timedelta(0)))

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
            yield failed_report(name, error)


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
    return known_report(task.source.name, read[0], store)


def _store_feed(
    task: ReadTask, document: Document, prepared: PreparedFeed, store: Store, now: datetime
) -> AddReport:
    uri = _uri(task.source)
    parsed = prepared.feed
    read = store.document_read(uri) if parsed.unchanged else None
    feed = read[0] if read else feed_of(prepared, uri, store)
    known = store.known(feed.id) if feed else ()
    plan = plan_refresh(prepared, known, now=now)
    url = feed.url if feed else feed_url_of(parsed, uri)
    feed, new = store.apply(url, parsed, plan, document_hash=document.hash, now=now)
    store.add_alias(feed.id, feed_url_of(parsed, uri))
    store.note_document(uri, feed.id, document.hash)
    return stored_report(task.source.name, feed, parsed, plan=plan, known=known, new=new)


def _no_addresses(data: bytes) -> SourceError:
    message, remedy = words_for(data, "a list of addresses")
    return SourceError(message, remedy=remedy)


def _too_many(count: int, most: int) -> TooLarge:
    return TooLarge(
        f"Only the first {most:,} of {count:,} addresses were taken.",
        remedy="Give the others in another list.",
    )


def _uri(source: Source) -> str:
    return Path(source.name).resolve().as_uri()
