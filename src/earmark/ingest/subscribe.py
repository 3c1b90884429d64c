"""Addresses -> feeds that are followed: of a feed, of a page that names one, of a list.

What answers is used and never asked for again (P4): a feed is stored from the body that came, and
its answer is noted as its first poll. Feeds that a page names beside the one that is taken are
offered; those that a feed names (``podcast:podroll``, ``itunes:new-feed-url``) aren't looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from earmark.errors import EarmarkError, FeedRemoved, NoFeed, NotFetched, ParseError, SourceError
from earmark.ingest.addresses import refuse_directory, web_address_of
from earmark.ingest.answers import WHOLE
from earmark.ingest.crawl import ReadAnswer, read_answer
from earmark.ingest.explain import explain
from earmark.ingest.first_poll import Answer, hold_of, note_failure, poll_of, store_answer
from earmark.ingest.lists import record_answer
from earmark.ingest.prepare import Caps
from earmark.ingest.progress import OnProgress
from earmark.ingest.reports import attempted, known_report
from earmark.ingest.schedule import may_ask_by_hand
from earmark.ingest.sources import SNIFFED_BYTES
from earmark.ingest.worker import Workers
from earmark.keys import url_key
from earmark.model import AddReport, Feed, FeedLink, Problem
from earmark.parse.discover import discover
from earmark.parse.sniff import looks_like
from earmark.polls import Fetched, FetchRequest
from earmark.ports import Fetcher, Store

MOST_TRIED = 5
"""Feeds of one page that are asked for, to find a podcast's among them."""


class Subscribing:
    """Follows addresses; those that were begun are asked for at the same time. Close it."""

    def __init__(
        self,
        store: Store,
        fetcher: Callable[[], Fetcher],
        workers: Workers,
        caps: Caps,
        now: Callable[[], datetime],
        *,
        outlines: int,
        say: OnProgress,
    ):
        """``outlines``: feeds taken of a list that an address turns out to be."""
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._caps = caps
        self._now = now
        self._outlines = outlines
        self._say = say
        self._threads: ThreadPoolExecutor | None = None
        self._begun: dict[str, Future[Fetched]] = {}

    def begin(self, addresses: Sequence[str]) -> None:
        """Ask for these now, but for those that are known; ``report`` waits for each."""
        self._threads = threads = ThreadPoolExecutor(max(1, len(addresses)))
        for given in addresses:
            with suppress(SourceError, FeedRemoved):  # ``report`` will say it
                url = web_address_of(given)
                if url_key(url) not in self._begun and self._followed(url) is None:
                    fetch = self._fetcher().fetch  # opened by this thread, once
                    self._begun[url_key(url)] = threads.submit(fetch, FetchRequest(url))

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def report(self, given: str) -> AddReport:
        """Follow one address. Raises ``StoreError`` where the catalog itself fails."""
        return attempted(given, partial(self._follow, given))

    # -- asking ------------------------------------------------------------------------------------

    def _follow(self, given: str) -> AddReport:
        url = web_address_of(given)
        known = self._followed(url)
        if known is not None:
            return known_report(given, known, self._store)
        begun = self._begun.pop(url_key(url), None)
        return self._answered(given, url, begun.result() if begun else self._fetch(url))

    def _fetch(self, url: str) -> Fetched:
        return self._fetcher().fetch(FetchRequest(url))

    def _followed(self, url: str) -> Feed | None:
        """The feed of this address where it is polled: it is asked for when its time comes. Raises
        ``FeedRemoved``, and ``NotFetched`` where the last try was less than half an hour ago."""
        feed = self._store.feed_at(url)
        if feed is None:
            return None
        if feed.removed:
            raise FeedRemoved(url)
        if feed.podcast_id is not None and feed.due_at is not None:
            return feed
        poll, hold = poll_of(feed.id, self._store), hold_of(url, self._store)
        if not may_ask_by_hand(poll, self._now(), hold):
            raise NotFetched(explain(poll, self._now(), hold), url)
        return None

    # -- answers -----------------------------------------------------------------------------------

    def _answered(self, given: str, url: str, fetched: Fetched) -> AddReport:
        if fetched.failure is not None or fetched.status not in WHOLE:
            raise self._failed(url, fetched, wanted=True)
        refuse_directory(fetched.url)
        kind = looks_like(fetched.body[:SNIFFED_BYTES])
        if kind == "opml":
            record = partial(record_answer, most=self._outlines, now=self._now(), say=self._say)
            return record(given, fetched.body, self._store)
        markup = kind in ("xml", "text") and b"html" in (fetched.header("content-type") or b"")
        if kind == "html" or markup:
            return self._of_page(given, url, fetched)
        return self._stored(given, self._read(url, fetched))

    def _read(self, url: str, fetched: Fetched) -> Answer:
        """Raises ``NotAFeed`` and ``TooLarge``. In a process of its own, for what came from the
        network may bring down its reader."""
        task = ReadAnswer(fetched.body, _content_type(fetched), self._caps, frozenset())
        outcome = self._workers.submit(read_answer, task).outcome()
        if outcome.value is None:
            raise outcome.error or NoFeed("It cannot be read.", url)
        return Answer(url, fetched, outcome.value)

    def _failed(self, url: str, fetched: Fetched, *, wanted: bool) -> NotFetched:
        with self._steady():
            return note_failure(url, fetched, self._store, self._now(), wanted=wanted)

    def _steady(self) -> AbstractContextManager[None]:
        """What is read from here on is still so when it is written."""
        return self._store.steady(self._store.incarnation())

    def _stored(self, given: str, answer: Answer) -> AddReport:
        with self._steady():
            report = store_answer(given, answer, self._store, self._now())
        if answer.has_media:
            return report
        silent = Problem("no-media", "no episode has audio or video: the feed of a blog, perhaps")
        return replace(report, problems=(*report.problems, silent))

    # -- pages -------------------------------------------------------------------------------------

    def _of_page(self, given: str, url: str, page: Fetched) -> AddReport:
        """The first podcast that a page names, else the first feed."""
        links = discover(page.body, page.url, _content_type(page))
        if not links:
            raise NoFeed(
                "This is a web page that names no feed.",
                url,
                remedy='Look on it for a link that says "RSS", and add its address.',
            )
        found = self._first_podcast(url, links)
        if isinstance(found, Answer):
            self._give_place(url, found.url)
            report = self._stored(given, found)
        else:
            report = known_report(given, found, self._store)
        others = (link.url for link in links if url_key(link.url) != url_key(found.url))
        return replace(report, feed_url=found.url, offered=tuple(others))

    def _first_podcast(self, url: str, links: Sequence[FeedLink]) -> Answer | Feed:
        """What is taken: an answer, or a feed that is followed already."""
        silent: Answer | None = None
        fault: EarmarkError | None = None
        for link in links[:MOST_TRIED]:
            try:
                found = self._followed(link.url) or self._feed_at(link.url)
            except (FeedRemoved, NotFetched, ParseError) as error:
                fault = fault or error
                continue
            if isinstance(found, Feed) or found.has_media:
                return found
            silent = silent or found
        if silent is None:
            raise fault or NoFeed("None of the feeds that this page names can be read.", url)
        return silent

    def _give_place(self, page: str, feed: str) -> None:
        """A page that was recorded unseen, as if it were a feed, gives its place to the feed."""
        recorded = self._store.feed_at(page)
        if recorded is not None and recorded.podcast_id is None:
            self._store.polls.move(recorded.id, feed)

    def _feed_at(self, url: str) -> Answer:
        fetched = self._fetch(url)
        if fetched.failure is not None or fetched.status not in WHOLE:
            raise self._failed(url, fetched, wanted=False)
        return self._read(url, fetched)


def _content_type(fetched: Fetched) -> str | None:
    said = fetched.header("content-type")
    return said.decode("latin-1") if said else None
