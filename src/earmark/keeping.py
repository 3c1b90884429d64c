"""Keeping: the verbs of a library that keeps itself up to date. ``Library.keeping`` has them.

Feeds are crawled, looked at, and mended by hand where one needs a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Lock

from earmark.errors import Busy, InvalidInput, NotFound
from earmark.ingest.aside import Turn, aside, finish
from earmark.ingest.crawl import Crawler, OnCrawl, Pause
from earmark.ingest.explain import explain
from earmark.ingest.hubs import Callbacks, HubAsker
from earmark.ingest.podping import Podping
from earmark.ingest.prepare import Caps
from earmark.ingest.schedule import earliest_by_hand
from earmark.ingest.worker import Workers
from earmark.keys import without_secrets
from earmark.model import Feed, FeedId
from earmark.polls import (
    CrawlProgress,
    CrawlState,
    FeedPage,
    Poll,
    PollState,
    Round,
    Standing,
)
from earmark.ports import Fetcher, Store

NEED_A_PERSON: tuple[PollState, ...] = ("refused", "moving", "gone", "dead", "failing")
"""What a person can do something about, the likeliest first."""
STANDS_FOR = timedelta(minutes=1)
"""How long ``standing`` is believed; while shows are coming in, a second."""
CLAIMED_AHEAD = 2
"""Requests under way, as a multiple of the connections: the next is there when one ends."""


def untold(_: CrawlProgress) -> None:
    """Nobody listens."""


class Keeping:
    """Verbs raise ``EarmarkError`` and nothing else that is foreseeable."""

    def __init__(
        self,
        store: Store,
        fetcher: Callable[[], Fetcher],
        *,
        caps: Caps,
        workers: int,
        worker_memory: int,
        connections: int,
        now: Callable[[], datetime],
        public_url: str | None = None,
        podping: str | None = None,
    ):
        """``fetcher`` opens the door to the network, once somebody needs it. ``public_url``: where
        hubs reach this installation; without one none is asked. ``podping``: a node of Hive to
        read announcements from."""
        self._store = store
        self._open_fetcher = fetcher
        self._fetcher: Fetcher | None = None
        self._closed = False
        self._opening = Lock()
        self._caps = caps
        self._workers = workers
        self._worker_memory = worker_memory
        self._connections = connections
        self._now = now
        self._stood: tuple[datetime, Standing] | None = None
        self._public_url = public_url
        self._podping = podping
        self.callbacks = Callbacks(store, now)

    @property
    def fetcher(self) -> Fetcher:
        """One for all threads, opened once; a closed one after ``close``. Raises ``InvalidInput``
        where the settings allow none."""
        with self._opening:
            if self._fetcher is None:
                self._fetcher = self._open_fetcher()
                if self._closed:
                    self._fetcher.close()
            return self._fetcher

    def close(self) -> None:
        with self._opening:
            self._closed = True
            if self._fetcher is not None:
                self._fetcher.close()

    def crawl(
        self,
        *,
        once: bool = False,
        stop: Callable[[], bool] = lambda: False,
        pause: Pause | None = None,
        on_progress: OnCrawl = untold,
        on_stored: Callable[[], None] = lambda: None,
    ) -> Round:
        """Ask for what is due, again and again until ``stop`` says so; ``once``: until nothing is
        due. ``on_stored`` is told after each round that stored something. The last round.

        Raises ``StoreError``; what was under way is asked again by the next crawl.
        """
        workers = Workers(self._workers, memory_bytes=self._worker_memory)
        crawler = Crawler(
            self._store,
            self.fetcher,
            workers,
            caps=self._caps,
            now=self._now,
            under_way=CLAIMED_AHEAD * self._connections,
        )
        turns = self._turns()
        try:
            with aside([] if once else turns):
                last = crawler.run(
                    once=once,
                    stop=stop,
                    pause=pause or _wait,
                    on_progress=on_progress,
                    on_stored=on_stored,
                )
            if once:
                finish(turns, stop)
            return last
        finally:
            workers.close()
            self.changed()

    def _turns(self) -> list[Turn]:
        """What goes on beside a crawl."""
        turns: list[Turn] = []
        if self._public_url is not None:
            url = self._public_url
            asker = HubAsker(self._store, self.fetcher, public_url=url, now=self._now)
            turns.append(asker.turn)
        if self._podping is not None:
            follower = Podping(self._store, self.fetcher, node=self._podping, now=self._now)
            turns.append(follower.turn)
        return turns

    # -- looking ---------------------------------------------------------------------------------

    def state(self) -> CrawlState:
        return self._store.polls.state(self._now())

    def feeds(
        self,
        *,
        states: Sequence[PollState] | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> FeedPage:
        """Polled feeds by id, of one of these states. Raises ``InvalidInput`` for a cursor that
        is none."""
        if limit < 1:
            raise InvalidInput("A page has at least one feed.", str(limit))
        if cursor is not None and not (cursor.isascii() and cursor.isdigit()):
            raise InvalidInput("This is no cursor.", cursor, remedy="Start without one.")
        after = FeedId(min(int(cursor or 0), 2**62))
        found = self._store.polls.page(limit + 1, states=states, after=after)
        more = str(found[limit - 1].feed_id) if len(found) > limit else None
        return FeedPage(found[:limit], self.state(), next=more)

    def standing(self) -> Standing:
        """How far the library has come and how old it is; up to a minute old itself, so that
        each page may say it."""
        now, stood = self._now(), self._stood
        if stood is not None:
            at, standing = stood
            believed = timedelta(seconds=1) if standing.waiting else STANDS_FOR
            if timedelta(0) <= now - at < believed:
                return standing
        standing = self._store.polls.standing(now)
        self._stood = now, standing
        return standing

    def changed(self) -> None:
        """Feeds were added or mended by other verbs: look again."""
        self._stood = None

    def poll_of(self, feed: str) -> Poll:
        """The poll of the feed with this address or id. Raises ``NotFound``."""
        found = self._feed(feed)
        return self._store.polls.of([found.id])[0]

    def why(self, feed: str) -> str:
        """One sentence: when the feed with this address or id is asked next, and why then. Raises
        ``NotFound``."""
        poll = self.poll_of(feed)
        hold = self._store.polls.holds([poll.host]).get(poll.host)
        return explain(poll, self._now(), hold)

    def reasons(self, polls: Iterable[Poll]) -> dict[FeedId, str]:
        """``why`` of each of these."""
        polls, now = tuple(polls), self._now()
        holds = self._store.polls.holds({poll.host for poll in polls})
        return {poll.feed_id: explain(poll, now, holds.get(poll.host)) for poll in polls}

    def offers(self, polls: Iterable[Poll]) -> dict[FeedId, tuple[str, ...]]:
        """The addresses that each of these feeds recommends and that the library doesn't know;
        those that recommend none are left out."""
        found = {
            poll.feed_id: tuple(url for url in poll.offered if self._store.feed_at(url) is None)
            for poll in polls
        }
        return {feed: urls for feed, urls in found.items() if urls}

    def _feed(self, feed: str) -> Feed:
        found = self._store.feed_at(feed)
        if found is None and feed.isascii() and feed.isdigit() and len(feed) < 18:
            found = next(iter(self._store.feeds_of([FeedId(int(feed))])), None)
        if found is None or found.removed:
            raise NotFound(
                "There is no such feed in this library.",
                feed,
                remedy="`earmark feeds` lists them; `earmark add URL` adds one.",
            )
        return found

    # -- mending ---------------------------------------------------------------------------------

    def check_now(self, feed: str) -> Poll:
        """Ask for a feed as soon as may be. Raises ``NotFound``, and ``Busy`` where it was asked
        less than half an hour ago (P4)."""
        poll = self.poll_of(feed)
        hold = self._store.polls.holds([poll.host]).get(poll.host)
        free_at = earliest_by_hand(poll, self._now(), hold)
        if free_at > self._now():
            raise Busy(
                "It was asked a short while ago, or its host wants rest.",
                without_secrets(poll.url),
                remedy=f"Try again after {free_at:%H:%M} UTC.",
            )
        self._store.polls.set_due([poll.feed_id], self._now())
        self.changed()
        return replace(poll, due_at=self._now(), reason="by-hand")

    def follow_move(self, feed: str) -> str:
        """Believe the feed that it moved, now; its address from here on. Raises ``NotFound``, and
        ``InvalidInput`` where it names no other address or another feed has that."""
        poll = self.poll_of(feed)
        if poll.move is None:
            raise InvalidInput("This feed names no other address.", poll.url)
        target = poll.move.target
        if not self._store.polls.move(poll.feed_id, target):
            raise InvalidInput(
                "Another feed of this library has the address that it moved to.",
                target,
                remedy="Remove one of the two.",
            )
        self._store.polls.set_due([poll.feed_id], self._now())
        self.changed()
        return target

    def stop_polling(self, feed: str) -> Poll:
        """Keep its episodes and never ask again; adding its address again starts anew."""
        poll = self.poll_of(feed)
        self._store.polls.set_due([poll.feed_id], None)
        self.changed()
        return poll


def _wait(seconds: float) -> None:
    Event().wait(seconds)
