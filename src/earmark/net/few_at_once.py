"""Work that takes long, on few threads: the same thing once, and no host more than its share."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    url: str
    host: str
    over: Future[None]


class FewAtOnce:
    """``work(name, url)`` on up to ``threads`` threads, at most ``of_a_host`` for one host, so that
    a slow one holds up its own; ``most`` wait or run. ``work`` raises nothing."""

    def __init__(
        self,
        work: Callable[[str, str], None],
        host_of: Callable[[str], str],
        *,
        threads: int,
        of_a_host: int,
        most: int,
    ):
        self._work = work
        self._host_of = host_of
        self._threads = threads
        self._of_a_host = of_a_host
        self._most = most
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pictures")
        self._jobs: dict[str, _Job] = {}
        self._waiting: deque[_Job] = deque()
        self._busy: Counter[str] = Counter()
        self._closed = False
        self._lock = Lock()

    def ask(self, name: str, url: str) -> Future[None] | None:
        """What is done when the work on ``name`` is, which may be under way already; None where
        too much waits or all is closed. It can't be cancelled: others may wait for it."""
        with self._lock:
            if name in self._jobs:
                return self._jobs[name].over
            if self._closed or len(self._jobs) >= self._most:
                return None
            over: Future[None] = Future()
            over.set_running_or_notify_cancel()
            job = self._jobs[name] = _Job(name, url, self._host_of(url), over)
            self._waiting.append(job)
            self._start()
            return over

    def close(self) -> None:
        """Nothing new is begun, and what waits is over; what runs ends by itself."""
        with self._lock:
            self._closed = True
            left, self._waiting = self._waiting, deque()
            for job in left:
                del self._jobs[job.name]
        for job in left:
            job.over.set_result(None)
        self._pool.shutdown(wait=True)

    def _start(self) -> None:
        """Begin what may begin, the oldest first. The lock is held."""
        for job in list(self._waiting):
            if self._busy.total() >= self._threads:
                break
            if self._busy[job.host] < self._of_a_host:
                self._waiting.remove(job)
                self._busy[job.host] += 1
                self._pool.submit(self._run, job)

    def _run(self, job: _Job) -> None:
        try:
            self._work(job.name, job.url)
        finally:
            with self._lock:
                del self._jobs[job.name]
                self._busy[job.host] -= 1
                if not self._busy[job.host]:
                    del self._busy[job.host]
                if not self._closed:
                    self._start()
            job.over.set_result(None)
