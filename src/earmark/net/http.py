"""The one HTTP door: ``ports.Fetcher`` on libcurl.

One thread drives the requests of ``start`` by calling ``ended``; a ``fetch`` is driven by the
thread that waits for it. All stand in one queue for their hosts (``pace``) and pass the same guard
at the same place: the socket that is about to be connected.
"""

from __future__ import annotations

import threading
from time import monotonic

import pycurl

from earmark.net import failures
from earmark.net.engine import Engine
from earmark.net.errands import Errand, errand_for, go_on
from earmark.net.exchange import Answer, Exchange
from earmark.net.guard import Guard
from earmark.net.options import FetchOptions
from earmark.net.pace import Pace
from earmark.polls import Failure, Fetched, FetchRequest

IDLE_S = 0.5
"""A longer pause between two calls of ``ended`` is added to what servers are given."""
SPARES = 8
"""Handles that wait for the next fetch."""


class HttpFetcher:
    """See ``ports.Fetcher``."""

    def __init__(self, options: FetchOptions):
        """Raises ``InvalidInput`` where ``allow`` names what is neither host nor net."""
        self._options = options
        self._guard = Guard(options.allow)
        self._driving = threading.Lock()
        """Held by who drives the engine, and has what is idle or running in it."""
        self._engine = Engine(options)
        self._idle: list[Exchange] = []
        self._running: dict[pycurl.Curl, Exchange] = {}
        self._lock = threading.RLock()
        """Held for moments, around all that follows."""
        self._news = threading.Condition(self._lock)
        """The queue has moved."""
        self._pace: Pace[Errand] = Pace(
            connections=options.connections,
            host_connections=options.host_connections,
            host_rate=options.host_rate,
            feeds_of_host=options.feeds_of_host,
        )
        self._errands: set[Errand] = set()
        """That wait or run."""
        self._granted: list[Errand] = []
        """Whose turn it is, for the engine."""
        self._done: list[Fetched] = []
        self._started = 0
        self._excused: dict[Exchange, float] = {}
        """Those that wait longer, and until when."""
        self._turned_at = monotonic()
        """When the engine had its last turn."""
        self._asleep = False
        """The engine waits."""
        self._spare: list[Exchange] = []
        """Of fetches that are over: each has read the certificates, which takes longer than most
        answers do."""
        self._sleepers = 0
        """Threads that wait for their turn."""
        self._closed = False

    # -- the port ------------------------------------------------------------------------------

    def fetch(self, request: FetchRequest) -> Fetched:
        errand = errand_for(request, self._options)
        if isinstance(errand, Fetched):
            return errand
        errand.blocking = errand.urgent = True
        with self._lock:
            exchange = self._spare.pop() if self._spare else None
        exchange = exchange or self._exchange(blocking=True)
        try:
            while True:
                fetched = self._hop(errand, exchange)
                if fetched is not None:
                    return fetched
        finally:
            self._put_back(exchange)

    def start(self, request: FetchRequest) -> None:
        errand = errand_for(request, self._options)
        with self._lock:
            self._started += 1
            if isinstance(errand, Fetched):
                self._done.append(errand)
            elif self._closed:
                self._done.append(errand.fetched(failures.STOPPED))
            else:
                self._queue(errand)
            self._tell()

    def ended(self, wait_ms: int) -> list[Fetched]:
        with self._driving:
            self._excuse(monotonic() - self._turned_at)
            deadline = monotonic() + wait_ms / 1000
            while not self._closed:
                self._launch()
                ended = self._engine.turn(self._rest(deadline))
                self._asleep = False
                for easy, code in ended:
                    self._land(easy, code)
                self._give_up()
                if self._done or monotonic() >= deadline:
                    self._launch()  # their places are free: others go out while these are read
                    break
            self._turned_at = monotonic()
            with self._lock:
                done, self._done = self._done, []
                self._started -= len(done)
            return done

    def under_way(self) -> int:
        return self._started

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._tell()
        with self._driving:
            for exchange in self._running.values():
                self._engine.remove(exchange.easy)
            for exchange in (*self._running.values(), *self._idle):
                exchange.close()
            self._running.clear()
            self._idle.clear()
            self._engine.close()
        with self._lock:
            while self._spare:
                self._spare.pop().close()
            stopped = [errand for errand in self._errands if not errand.blocking]
            for errand in stopped:
                self._finish(errand, errand.fetched(failures.STOPPED))

    # -- a fetch that somebody waits for -------------------------------------------------------

    def _hop(self, errand: Errand, exchange: Exchange) -> Fetched | None:
        """Wait for its turn, ask, and tell the end, if this is it."""
        if not self._turn_comes(errand):
            return errand.fetched(failures.STOPPED)
        errand.sent_at = monotonic()
        failure = exchange.ask(errand)
        if failure is None:
            answer = exchange.answer(_perform(exchange.easy))
        else:
            answer = Answer(failure=failure)
        with self._lock:
            fetched = self._settle(errand, answer, turned_away=exchange.turned_away)
            self._tell()
        return fetched

    def _turn_comes(self, errand: Errand) -> bool:
        """Wait until it is its turn; False where the door closes."""
        with self._lock:
            if errand not in self._errands:
                self._queue(errand)
            while not (errand.granted or self._closed):
                self._grant()
                at = self._pace.next_at()
                if not errand.granted:
                    self._sleepers += 1
                    self._news.wait(None if at is None else max(0.0, at - monotonic()))
                    self._sleepers -= 1
            return not self._closed

    # -- what the engine runs ------------------------------------------------------------------

    def _launch(self) -> None:
        """Begin what has its turn."""
        with self._lock:
            self._grant()
            granted, self._granted = self._granted, []
        for errand in granted:
            exchange = self._idle.pop() if self._idle else self._exchange()
            errand.sent_at = monotonic()
            failure = exchange.ask(errand)
            if failure is None:
                self._running[exchange.easy] = exchange
                self._engine.add(exchange.easy)
            else:
                self._idle.append(exchange)
                self._end(errand, Answer(failure=failure))

    def _excuse(self, idle_s: float) -> None:
        """Nothing moved while whoever drives was busy: no server is to be told slow for it."""
        if idle_s < IDLE_S:
            return
        for exchange in self._running.values():
            exchange.wait_longer(idle_s)
            if exchange.errand is not None:
                exchange.errand.left_s += idle_s
                self._excused[exchange] = exchange.errand.sent_at + exchange.errand.left_s

    def _give_up(self) -> None:
        """libcurl has forgotten the hour of those that were given more time."""
        for exchange, until in list(self._excused.items()):
            if exchange.easy not in self._running:
                del self._excused[exchange]
            elif monotonic() > until:
                self._land(exchange.easy, pycurl.E_OPERATION_TIMEDOUT)

    def _rest(self, deadline: float) -> float:
        """How long the engine may wait for news, in seconds."""
        with self._lock:
            self._grant()
            if self._done or self._granted or self._closed:
                return 0.0
            at = self._pace.next_at()
            until = deadline if at is None else min(at, deadline)
            until = min(until, *self._excused.values(), until)
            self._asleep = True
        return max(0.0, until - monotonic())

    def _land(self, easy: pycurl.Curl, code: int) -> None:
        exchange = self._running.pop(easy)
        self._excused.pop(exchange, None)
        self._engine.remove(easy)
        self._idle.append(exchange)
        errand = exchange.errand
        if errand is not None:
            self._end(errand, exchange.answer(code), turned_away=exchange.turned_away)

    def _end(self, errand: Errand, answer: Answer, *, turned_away: bool = False) -> None:
        with self._lock:
            fetched = self._settle(errand, answer, turned_away=turned_away)
            if fetched is not None:
                self._finish(errand, fetched)
            if self._sleepers:
                self._news.notify_all()

    # -- the queue; each is called with ``_lock`` held --------------------------------------------

    def _queue(self, errand: Errand) -> None:
        self._errands.add(errand)
        self._pace.add(errand, monotonic())

    def _grant(self) -> None:
        """Hand out turns."""
        told = False
        for errand in self._pace.take(monotonic()):
            errand.granted = told = True
            if not errand.blocking:
                self._granted.append(errand)
        if told:
            self._tell()

    def _settle(self, errand: Errand, answer: Answer, *, turned_away: bool) -> Fetched | None:
        """What an answer makes of an errand: its end, or None where it waits for its next turn."""
        now = monotonic()
        spent = now - errand.sent_at
        errand.elapsed_s += spent
        errand.left_s -= spent
        errand.granted = False
        if turned_away:
            self._pace.again(errand, now)
            return None
        self._pace.end(errand, now)
        failure = answer.failure
        if failure is None and answer.location is not None:
            failure = go_on(errand, answer.status, answer.location, self._options)
            if failure is None:
                self._pace.add(errand, now)
                return None
        if failure is failures.PRIVATE and errand.hops:
            failure = failures.ASTRAY_PRIVATE
        self._errands.discard(errand)
        return _ended(errand, answer, failure)

    def _finish(self, errand: Errand, fetched: Fetched) -> None:
        self._errands.discard(errand)
        self._done.append(fetched)

    def _tell(self) -> None:
        """The queue has moved: whoever waits looks again."""
        if self._sleepers:
            self._news.notify_all()
        if self._asleep:
            self._asleep = False
            self._engine.wake()

    # -- handles -------------------------------------------------------------------------------

    def _exchange(self, *, blocking: bool = False) -> Exchange:
        stopped = self._is_closed if blocking else None
        exchange = Exchange(self._options, self._guard, self._connecting, stopped=stopped)
        if blocking:  # no idle connections beside those of the engine
            exchange.easy.setopt(pycurl.FORBID_REUSE, True)
        return exchange

    def _put_back(self, exchange: Exchange) -> None:
        with self._lock:
            if not self._closed and len(self._spare) < SPARES:
                self._spare.append(exchange)
                return
        exchange.close()

    def _connecting(self, errand: Errand, address: str, first: bool) -> bool:
        with self._lock:
            return self._pace.connecting(errand, address, monotonic(), first=first)

    def _is_closed(self) -> bool:
        return self._closed


def _perform(easy: pycurl.Curl) -> int:
    try:
        easy.perform()
    except pycurl.error as error:
        return int(error.args[0])
    return 0


def _ended(errand: Errand, answer: Answer, failure: Failure | None) -> Fetched:
    if failure is not None:
        return errand.fetched(failure, status=answer.status)
    return errand.fetched(status=answer.status, headers=answer.headers, body=answer.body)
