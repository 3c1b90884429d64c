"""The crawler: feeds that are due are claimed, asked, parsed in worker processes, planned, stored.

It may be stopped or killed at any line: a document is stored before its poll is noted, so what was
under way is asked again when its lease ends, and recognised. One crawler asks on one thread; any
number of crawlers share a library, since a claimed feed is nobody else's.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from earmark.errors import NotAFeed, StoreError
from earmark.ingest.answers import WHOLE, known_hash, plan_poll, request_for
from earmark.ingest.bodies import Document, document_of
from earmark.ingest.claims import Claims
from earmark.ingest.plan import plan_refresh
from earmark.ingest.prepare import Caps, document_hash, prepare
from earmark.ingest.worker import Job, Workers
from earmark.keys import host_of
from earmark.model import FeedId, FeedLink, PreparedFeed, RefreshPlan
from earmark.parse.discover import discover
from earmark.polls import CrawlProgress, Fetched, HostHold, Noted, Poll, PollPlan, Round
from earmark.ports import Fetcher, Store

LEASE = timedelta(minutes=3)
"""How long a killed crawler keeps its feeds; one that lives renews its leases."""
RENEWED_AFTER_S = 45.0
CLAIMED = 5_000
"""Feeds that are claimed at once: to find what is due looks at all that is."""
CLAIMED_OF_A_HOST = 60
"""A minute's work at one request a second: more would only wait for it."""
WAIT_MS = 100
"""For answers, while there is nothing else to do."""
IDLE_S = 1.0
"""Between looks for what is due, while nothing is."""
LOOKED_UP_S = 15.0
"""Between looks for when something will be."""
WRITTEN_TOGETHER = 120
WRITTEN_AFTER_S = 1.0
"""Polls are noted when there are so many, or the oldest has waited so long."""
TOLD_AFTER_S = 0.25

log = logging.getLogger(__name__)

OnCrawl = Callable[[CrawlProgress], None]
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The task of a worker: the body of an answer, to be parsed."""

    body: bytes
    content_type: str | None
    caps: Caps
    known: frozenset[int]
    page: str = ""
    """The address that answered, of a feed that was never asked for before: what a person gave may
    be that of a page."""


def read_answer(task: ReadAnswer) -> PreparedFeed:
    """The work of a worker process. Raises ``NotAFeed`` and ``TooLarge``."""
    return prepare(task.body, task.caps, task.known, task.content_type)


def read_first(task: ReadAnswer) -> PreparedFeed | FeedLink:
    """``read_answer``; of a page the first feed that it names."""
    try:
        return read_answer(task)
    except NotAFeed:
        named = discover(task.body, task.page, task.content_type) if task.page else ()
        if not named:
            raise
        return named[0]


@dataclass(frozen=True, slots=True)
class _Parsing:
    poll: Poll
    fetched: Fetched
    hash: int
    job: Job[ReadAnswer, PreparedFeed | FeedLink]


@dataclass(frozen=True, slots=True)
class _Write:
    """A document that may be stored."""

    hash: int
    prepared: PreparedFeed
    refresh: RefreshPlan


class Crawler:
    """``under_way`` requests at once. ``now`` is the library's clock, by which feeds are due; the
    time that progress tells is real."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        *,
        caps: Caps,
        now: Callable[[], datetime],
        under_way: int,
    ):
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._caps = caps
        self._now = now
        self._most = under_way
        self._claims = Claims()
        self._holds: dict[str, HostHold] = {}
        self._claim_again_at = 0.0
        self._renew_at = 0.0
        self._look_again_at = 0.0
        self._next: datetime | None = None
        self._due = 0
        self._parsing: deque[_Parsing] = deque()
        self._noted: list[Noted] = []
        self._written_at = time.monotonic()
        self._failures: Counter[str] = Counter()
        self._incarnation = store.incarnation()

    def run(
        self,
        *,
        once: bool,
        stop: Callable[[], bool],
        pause: Pause,
        on_progress: OnCrawl,
        on_stored: Callable[[], None],
    ) -> Round:
        """Rounds until ``stop`` says so, or (``once``) until nothing is due; the last round.

        ``pause`` waits between looks while nothing is due, ``on_stored`` is told after a round
        that stored something. Raises ``StoreError`` where the catalog fails, or was replaced by a
        backup: what was claimed and asked is of another catalog then.
        """
        round_ = Round(self._now())
        try:
            while not stop():
                if not self._fill():
                    on_progress(CrawlProgress(round_, next_at=self._next_at()))
                    if once:
                        return round_
                    pause(IDLE_S)
                    continue
                round_ = self._round(stop, on_progress)
                if round_.new_episodes or round_.asked > round_.not_modified + round_.failed:
                    on_stored()
        finally:
            self._let_go()
        return round_

    def _next_at(self) -> datetime | None:
        """When something is due next; looked up seldom, since it looks at every feed."""
        if time.monotonic() >= self._look_again_at:
            self._look_again_at = time.monotonic() + LOOKED_UP_S
            self._next = self._store.polls.next_due(self._now())
        return self._next

    def _round(self, stop: Callable[[], bool], on_progress: OnCrawl) -> Round:
        """All that is due; its beginning is claimed already."""
        polls, began = self._store.polls, time.monotonic()
        round_ = Round(self._now())
        number = polls.begin_round(round_)
        self._due = polls.state(self._now()).due
        self._look_again_at = 0.0
        self._failures.clear()
        told = 0.0
        while self._fill() and not stop():
            for fetched in self._fetcher.ended(0 if self._parsing else WAIT_MS):
                round_ = self._answered(fetched, round_)
            round_ = self._parsed(round_)
            self._write()
            elapsed = time.monotonic() - began
            if elapsed - told >= TOLD_AFTER_S:
                told = elapsed
                polls.set_round(number, round_)
                on_progress(self._progress(round_, elapsed))
        self._write(at_once=True)
        round_ = replace(round_, ended_at=self._now())
        polls.set_round(number, round_)
        on_progress(self._progress(round_, time.monotonic() - began))
        return round_

    def _progress(self, round_: Round, elapsed_s: float) -> CrawlProgress:
        return CrawlProgress(
            round_,
            under_way=self._claims.started,
            due=max(0, self._due - round_.asked - self._claims.started),
            failures=dict(self._failures),
            elapsed_s=elapsed_s,
        )

    # -- claiming --------------------------------------------------------------------------------

    def _fill(self) -> bool:
        """Claim what is due and start as many as there is room for; whether anything is under
        way."""
        claims = self._claims
        if claims.waiting < self._most and time.monotonic() >= self._claim_again_at:
            self._claim()
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + RENEWED_AFTER_S
            self._renew()
        for poll in claims.start(self._most - claims.started):
            self._fetcher.start(request_for(poll))
        return bool(claims)

    def _claim(self) -> None:
        now = self._now()
        until = now + LEASE
        polls = self._store.polls.claim(
            now, limit=CLAIMED, per_host=CLAIMED_OF_A_HOST, until=until, busy=self._claims.hosts()
        )
        if len(polls) < CLAIMED:
            self._claim_again_at = time.monotonic() + IDLE_S
        new = {poll.host for poll in polls} - self._claims.hosts()
        for poll in polls:
            self._claims.add(poll, until)
        self._holds = {h: hold for h, hold in self._holds.items() if h in self._claims}
        self._holds |= self._store.polls.holds(new)

    def _renew(self) -> None:
        until = self._now() + LEASE
        self._store.polls.renew(self._claims.renewed(until), until)

    def _let_go(self) -> None:
        """What is still claimed is given back; answers that were there are noted."""
        try:
            self._write(at_once=True)
        finally:
            self._release(self._claims.drop_all())

    def _release(self, leases: list[tuple[datetime, list[FeedId]]]) -> None:
        for until, ids in leases:
            self._store.polls.release(ids, until)

    # -- answers -----------------------------------------------------------------------------------

    def _answered(self, fetched: Fetched, round_: Round) -> Round:
        poll = self._claims.asked(FeedId(fetched.request.key))
        round_ = replace(
            round_, asked=round_.asked + 1, wire_bytes=round_.wire_bytes + fetched.wire_bytes
        )
        if fetched.failure is not None or fetched.status not in WHOLE or not fetched.body:
            return self._planned(poll, fetched, None, round_)
        hashed = document_hash(fetched.body)
        if hashed == known_hash(poll):
            return self._planned(poll, fetched, Document(hashed), round_)
        content_type = fetched.header("content-type")
        task = ReadAnswer(
            fetched.body,
            content_type.decode("latin-1") if content_type else None,
            self._caps,
            self._known_items(poll),
            page="" if poll.polls else fetched.url,
        )
        job = self._workers.submit(read_first, task)
        self._parsing.append(_Parsing(poll, replace(fetched, body=b""), hashed, job))
        return round_

    def _known_items(self, poll: Poll) -> frozenset[int]:
        """Items that need not be parsed again; one without a date is, for its date may have lain
        in the future."""
        if known_hash(poll) is None:
            return frozenset()
        known = self._store.known(poll.feed_id)
        return frozenset(each.item_hash for each in known if each.published_at)

    def _parsed(self, round_: Round) -> Round:
        """Store what workers have read. Where more than they can take is waiting, wait for it."""
        most = 4 * max(1, self._workers.count)
        while self._parsing and (self._parsing[0].job.done() or len(self._parsing) > most):
            round_ = self._read(self._parsing.popleft(), round_)
        if self._parsing and len(self._parsing) == self._claims.started:
            round_ = self._read(self._parsing.popleft(), round_)  # nothing else moves meanwhile
        return round_

    def _read(self, parsing: _Parsing, round_: Round) -> Round:
        outcome = parsing.job.outcome()
        poll = parsing.poll
        if outcome.value is None:
            code = outcome.error.code if outcome.error else "unreadable"
            document = Document(parsing.hash, error=code)
            return self._planned(poll, parsing.fetched, document, round_)
        if isinstance(outcome.value, FeedLink):
            return self._named(poll, parsing.fetched, outcome.value.url, round_)
        with self._store.steady(self._incarnation):
            now = self._now()
            known = self._store.known(poll.feed_id)
            refresh = plan_refresh(outcome.value, known, now=now)
            document = document_of(parsing.hash, outcome.value, known, refresh, now)
            write = _Write(parsing.hash, outcome.value, refresh)
            return self._planned(poll, parsing.fetched, document, round_, write)

    def _named(self, poll: Poll, fetched: Fetched, url: str, round_: Round) -> Round:
        """A page names a feed: that is asked for in its place from now on, unless another feed
        here has its address. Only once, since pages may name each other."""
        now = self._now()
        with self._store.steady(self._incarnation):
            moved = self._store.polls.move(poll.feed_id, url)
        asked = replace(poll, asked_at=now, status=fetched.status, polls=1)
        if moved:
            asked = replace(asked, due_at=now)
        else:
            asked = replace(asked, due_at=None, state="gone", failure="not-a-feed", failures=1)
        log.info("a page that names a feed", extra={"feed": poll.feed_id, "moved": moved})
        self._noted.append(Noted(asked, outcome_of(fetched), host_of(fetched.url)))
        self._claims.done(poll)
        self._write(at_once=True)
        self._claim_again_at = 0.0  # the feed is due
        return round_

    # -- what it means -----------------------------------------------------------------------------

    def _planned(
        self,
        poll: Poll,
        fetched: Fetched,
        document: Document | None,
        round_: Round,
        write: _Write | None = None,
    ) -> Round:
        now, host = self._now(), host_of(fetched.url)
        plan = plan_poll(poll, fetched, document, now, hold=self._hold_of(host))
        if plan.hold is not None:
            self._holds[host] = plan.hold
            if plan.hold.until > now:
                self._release(self._claims.drop(host))
        new = 0
        if plan.store and write is not None:
            new = self._store_document(poll, write)
        if plan.move_to is not None:
            with self._store.steady(self._incarnation):
                moved = self._store.polls.move(poll.feed_id, plan.move_to)
            if not moved:
                log.warning(
                    "another feed has the address it moved to", extra={"feed": poll.feed_id}
                )
        for event in plan.events:
            log.info(event.message, extra={"event": event.code, "feed": poll.feed_id, "host": host})
        self._noted.append(Noted(plan.poll, outcome_of(fetched), host, plan.hold))
        self._claims.done(poll)
        return self._counted(plan, fetched, new, round_)

    def _hold_of(self, host: str) -> HostHold | None:
        """What is known of a host, also of one that a redirect led to."""
        if host not in self._claims:
            return self._store.polls.holds([host]).get(host)
        return self._holds.get(host)

    def _store_document(self, poll: Poll, write: _Write) -> int:
        """How many episodes are new; none of a feed that was removed meanwhile."""
        try:
            _, new = self._store.apply(
                poll.url,
                write.prepared.feed,
                write.refresh,
                document_hash=write.hash,
                now=self._now(),
            )
        except StoreError as error:
            if error.code != "removed":
                raise
            return 0
        return len(new)

    def _counted(self, plan: PollPlan, fetched: Fetched, new: int, round_: Round) -> Round:
        failed = bool(plan.poll.failure)
        if failed:
            self._failures[plan.poll.failure] += 1
        return replace(
            round_,
            not_modified=round_.not_modified + (fetched.status == 304),
            failed=round_.failed + failed,
            new_episodes=round_.new_episodes + new,
        )

    def _write(self, *, at_once: bool = False) -> None:
        waited = time.monotonic() - self._written_at
        if at_once or len(self._noted) >= WRITTEN_TOGETHER or waited >= WRITTEN_AFTER_S:
            noted, self._noted = self._noted, []
            with self._store.steady(self._incarnation):
                self._store.polls.note(noted, self._now())
            self._written_at = time.monotonic()


def outcome_of(fetched: Fetched) -> str:
    """What ``Polls.answers`` counts: the status, or the code of the failure."""
    return fetched.failure.code if fetched.failure else str(fetched.status)
