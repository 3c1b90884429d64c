"""Worker processes: pure functions over many inputs on all cores, in order, one bad input costing
only itself."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from threading import Thread
from typing import Generic, TypeVar

from earmark import logs
from earmark.errors import EarmarkError

T = TypeVar("T")
R = TypeVar("R")


class WorkerDied(EarmarkError):
    """The worker process that did this died, or ran out of memory, over it."""

    code = "worker-died"
    exit_status = 1
    remedy = "The other sources are unharmed; please report this one."


class Unforeseen(EarmarkError):
    """A fault of ours. It costs this input, not the run."""

    code = "unforeseen"
    exit_status = 1
    remedy = "This is a fault of Earmark; please report it with the source."


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T, R]):
    """What became of one input: a value, or the error that it raised."""

    task: T
    value: R | None = None
    error: EarmarkError | None = None


class Job(Generic[T, R]):
    """Work that was handed over. Nothing waits for it but ``outcome``."""

    def __init__(
        self,
        workers: Workers,
        work: Callable[[T], R],
        task: T,
        future: Future[Outcome[T, R]] | None,
    ):
        self._workers = workers
        self._work = work
        self._task = task
        self._future = future

    def done(self) -> bool:
        return self._future is None or self._future.done()

    def outcome(self) -> Outcome[T, R]:
        """A task whose pool broke, by its fault or another's, is done once more by itself."""
        if self._future is None:
            return _attempt(self._work, self._task)
        try:
            return self._future.result()
        except BrokenProcessPool:
            return self._workers.alone(self._work, self._task)


class Workers:
    """``count`` processes, started at the first need; 0 does the work in this process. None may
    have more than ``memory_bytes`` of address space, nor more than ``task_s`` seconds of processor
    time for one task (0: as much as it likes): one that needs more fails, or dies, over the one
    input that made it.

    Processes are spawned, not forked: the index engine has threads of its own, and a forked
    child of a threaded process may hang.
    """

    def __init__(self, count: int, *, memory_bytes: int = 0, task_s: int = 0):
        self.count = count
        self._task_s = task_s
        self._memory_bytes = memory_bytes
        self._pool: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[Outcome[T, R]]:
        """``work`` over ``tasks``, results in the tasks' order, at most two tasks a process under
        way, so that a million tasks take no more memory than a few. A single task is done here:
        to start a process takes longer than a feed."""
        remaining = iter(tasks)
        first = tuple(islice(remaining, 2))
        if self.count == 0 or len(first) < 2:
            yield from (_attempt(work, task) for task in chain(first, remaining))
        else:
            yield from self._spread(work, chain(first, remaining))

    def _spread(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[Outcome[T, R]]:
        under_way: deque[Job[T, R]] = deque()
        for task in tasks:
            under_way.append(self.submit(work, task))
            if len(under_way) > 2 * self.count:
                yield under_way.popleft().outcome()
        while under_way:
            yield under_way.popleft().outcome()

    def submit(self, work: Callable[[T], R], task: T) -> Job[T, R]:
        """Hand one task over; with no processes it is done when its outcome is asked for."""
        return Job(self, work, task, self._submit(work, task) if self.count else None)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _submit(self, work: Callable[[T], R], task: T) -> Future[Outcome[T, R]]:
        if self._pool is None:
            self._pool = _pool(self.count, self._memory_bytes)
        try:
            with interrupts_held():
                return self._pool.submit(_attempt, work, task, self._task_s)
        except BrokenProcessPool:  # its other tasks keep their futures, which say so
            self._pool.shutdown(wait=False)
            self._pool = None
            return self._submit(work, task)

    def alone(self, work: Callable[[T], R], task: T) -> Outcome[T, R]:
        """In a process of its own: a broken pool doesn't tell which of its tasks broke it."""
        with _pool(1, self._memory_bytes) as pool:
            try:
                return pool.submit(_attempt, work, task, self._task_s).result()
            except BrokenProcessPool:
                return Outcome(task, error=WorkerDied("The process that read it died."))


def _attempt(work: Callable[[T], R], task: T, task_s: int = 0) -> Outcome[T, R]:
    if task_s:
        _limit_time(task_s)
    try:
        return Outcome(task, work(task))
    except EarmarkError as error:
        return Outcome(task, error=error)
    except MemoryError:
        return Outcome(task, error=WorkerDied("It needs more memory than a worker may have."))
    except Exception as error:
        return Outcome(task, error=Unforeseen(f"{type(error).__name__}: {error}"))


def _limit_time(task_s: int) -> None:
    """The time is this task's: what earlier ones took is added to it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + task_s + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _pool(count: int, memory_bytes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(memory_bytes, logs.chosen()),
    )


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes started in the block inherit that Ctrl-C is held back from their first line on,
    while they still load; here it comes after the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(memory_bytes: int, log: tuple[logs.Form, logs.Level] | None) -> None:
    """Ctrl-C reaches every process of a terminal; the one that asked for the work stops it. What a
    worker says is written as that one writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if log is not None:
        logs.configure(*log)
    if memory_bytes:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _end_with_parent() -> None:
    """A process that is killed can't end its workers, and they would wait for work for good."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
