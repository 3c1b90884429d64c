"""Lists of feeds -> feeds recorded as due: OPML files and dumps of a directory, of any length.

Read twice: to count, then to record in short transactions. Nothing is kept but the piece at hand.
Stopped at any moment and run again, what is recorded already is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from earmark.ingest.addresses import web_address_of
from earmark.ingest.progress import OnProgress, Progress
from earmark.ingest.schedule import AT_ONCE, spread_first
from earmark.ingest.sources import open_file
from earmark.model import AddReport, FeedFilter
from earmark.parse.opml import parse_opml, say_cut, stream_opml
from earmark.parse.problems import Problems
from earmark.parse.values import Values
from earmark.ports import FeedDump, Store

MOST_RECORDED_TOGETHER = 500
"""They are due together: some 10 s of the hour or more that an import is spread over."""
FIRST_POLLS_A_SECOND = 50.0
"""That an import asks for (P11): 4.5 million feeds in a day."""
STAGE = "record"
_TOLD_EVERY = 10_000
"""Lines that are counted between two words of progress."""


def record_list(name: str, store: Store, *, most: int, now: datetime, say: OnProgress) -> AddReport:
    """Record the first ``most`` feeds of an OPML file. Raises ``SourceError``, ``NotOpml`` and
    ``StoreError``."""
    problems = Problems()
    with open_file(name) as file:
        named = _counted(stream_opml(file, problems), say)
    count = min(named, most)
    if named > count:
        say_cut(problems, count, named - count)
    with open_file(name) as file:
        outlines = islice(stream_opml(file, Problems()), count)
        feeds = ((outline.url, outline.title) for outline in outlines)
        recorded = _recorded(feeds, count, store, now, say)
    return AddReport(name, feeds=recorded, named=named, problems=problems.listed())


def record_answer(
    source: str, body: bytes, store: Store, *, most: int, now: datetime, say: OnProgress
) -> AddReport:
    """Record the first ``most`` feeds of an OPML list that came from elsewhere, of 10 MiB at most.
    Raises ``NotOpml``, ``TooLarge`` and ``StoreError``."""
    listed = parse_opml(body, max_outlines=most)
    feeds = ((outline.url, outline.title) for outline in listed.outlines)
    count = len(listed.outlines)
    recorded = _recorded(feeds, count, store, now, say)
    return AddReport(source, feeds=recorded, named=count, problems=listed.problems)


def record_address(given: str, store: Store, due_at: datetime) -> AddReport:
    """Record an address as a feed that is due, unseen. Raises ``SourceError``."""
    recorded = store.record_feeds([(web_address_of(given), "")], due_at=due_at)
    return AddReport(given, feeds=recorded)


def record_dump(
    name: str,
    dump: FeedDump,
    store: Store,
    *,
    wanted: FeedFilter,
    now: datetime,
    say: OnProgress,
) -> AddReport:
    """Record the wanted feeds of a dump. Raises ``SourceError``, ``InvalidInput`` and
    ``StoreError``."""
    say(Progress(STAGE, 0, note="feeds: counting"))
    count = dump.count(wanted)
    problems = Problems()
    values = Values(problems, dirty=True)
    named = ((values.url(url.strip()), values.title(title)) for url, title in dump.feeds(wanted))
    feeds = ((url, title) for url, title in named if url)
    recorded = _recorded(feeds, count, store, now, say)
    return AddReport(name, feeds=recorded, named=count, problems=problems.listed())


def _counted(lines: Iterable[object], say: OnProgress) -> int:
    count = 0
    for count, _ in enumerate(lines, 1):
        if count % _TOLD_EVERY == 0:
            say(Progress(STAGE, count, note="feeds counted"))
    return count


def _recorded(
    feeds: Iterator[tuple[str, str]], count: int, store: Store, now: datetime, say: OnProgress
) -> int:
    """How many of ``count`` feeds were new."""
    together = max(AT_ONCE, min(MOST_RECORDED_TOGETHER, count // 200))
    delays = spread_first(count, FIRST_POLLS_A_SECOND)
    new = done = 0
    while batch := list(islice(feeds, together if done else AT_ONCE)):
        delay, *_ = islice(delays, len(batch))
        new += store.record_feeds(batch, due_at=now + delay)
        done += len(batch)
        say(Progress(STAGE, done, count, f"feeds, {new:,} new"))
    return new
