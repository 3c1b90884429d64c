"""Sources in, catalog out: read and parse in worker processes, decide, store, in the order given.

One bad source costs one report. Stopped at any moment and run again, it does the rest: what is in
the catalog already is recognised and not written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from earmark.errors import EarmarkError, InvalidInput, SourceError, StoreError
from earmark.ingest.identify import choose_feed, feed_url_of, newest_marks, taken_down
from earmark.ingest.plan import plan_refresh
from earmark.ingest.prepare import Caps, document_hash, prepare
from earmark.ingest.sources import SNIFFED_BYTES, Source, find_sources, read_file
from earmark.ingest.worker import Outcome, Workers
from earmark.model import AddReport, Feed, Outline, PreparedFeed, Problem, RefreshPlan
from earmark.parse.opml import parse_opml
from earmark.parse.sniff import looks_like
from earmark.ports import Store


@dataclass(frozen=True, slots=True)
class ReadTask:
    source: Source
    caps: Caps
    document: int | None = None
    """Hash of the document that this file held when it was last stored."""
    known: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Document:
    """What a worker made of a file: feed or outlines, or neither where nothing changed."""

    hash: int
    feed: PreparedFeed | None = None
    outlines: tuple[Outline, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of a list; a feed brings its own."""


def read(task: ReadTask) -> Document:
    """The work of a worker process."""
    data = read_file(task.source.name, task.caps.feed_bytes)
    hashed = document_hash(data)
    if hashed == task.document:
        return Document(hashed)
    if looks_like(data[:SNIFFED_BYTES]) == "opml":
        listed = parse_opml(data)
        return Document(hashed, outlines=listed.outlines, problems=listed.problems)
    return Document(hashed, feed=prepare(data, task.caps, task.known))


def add_sources(
    given: Iterable[str],
    store: Store,
    workers: Workers,
    caps: Caps,
    now: Callable[[], datetime],
) -> Iterator[AddReport]:
    """One report a source, in order. Raises ``StoreError`` where the catalog itself fails."""
    tasks = (_task(source, store, caps) for source in _sources(given))
    for outcome in workers.map(_read_or_pass, tasks):
        yield _store_outcome(outcome, store, now())


def _sources(given: Iterable[str]) -> Iterator[Source | AddReport]:
    for name in given:
        try:
            yield from find_sources(name)
        except EarmarkError as error:
            yield AddReport(name, error=_problem(error))


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


def _store_outcome(
    outcome: Outcome[ReadTask | AddReport, Document | None], store: Store, now: datetime
) -> AddReport:
    task = outcome.task
    if isinstance(task, AddReport):
        return task
    name = task.source.name
    if outcome.error is not None:
        return AddReport(name, error=_problem(outcome.error))
    try:
        return store_document(task, outcome.value, store, now)
    except StoreError as error:
        if error.code != "removed":
            raise
        return AddReport(name, error=_problem(error))
    except (InvalidInput, SourceError) as error:
        return AddReport(name, error=_problem(error))


def store_document(
    task: ReadTask, document: Document | None, store: Store, now: datetime
) -> AddReport:
    """Put what a worker read into the catalog; None is an address, recorded as due."""
    name = task.source.name
    if document is None:
        recorded = store.record_feeds([(name, "")], due_at=now)
        return AddReport(name, feeds=recorded)
    if document.feed is not None:
        return _store_feed(task, document, document.feed, store, now)
    if document.hash == task.document:
        return _unchanged(task, store)
    outlines = ((outline.url, outline.title) for outline in document.outlines)
    recorded = store.record_feeds(outlines, due_at=now)
    return AddReport(name, feeds=recorded, problems=document.problems)


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


def _problem(error: EarmarkError) -> Problem:
    remedy = f" {error.remedy}" if error.remedy else ""
    return Problem(error.code, f"{error.message}{remedy}")
