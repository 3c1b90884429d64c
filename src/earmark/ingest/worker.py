"""Worker processes: pure functions over many inputs on all cores, in order, one bad input costing
only itself."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar

from earmark.errors import EarmarkError

T = TypeVar("T")
R = TypeVar("R")


class WorkerDied(EarmarkError):
    """The worker process that did this died: out of memory, or a fault in a library."""

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


class Workers:
    """``count`` processes, started at the first need; 0 does the work in this process.

    Processes are spawned, not forked: the index engine has threads of its own, and a forked
    child of a threaded process may hang.
    """

    def __init__(self, count: int):
        self.count = count
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
        under_way: deque[tuple[T, Future[Outcome[T, R]]]] = deque()
        for task in tasks:
            under_way.append((task, self._submit(work, task)))
            if len(under_way) > 2 * self.count:
                yield self._collect(work, *under_way.popleft())
        while under_way:
            yield self._collect(work, *under_way.popleft())

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _submit(self, work: Callable[[T], R], task: T) -> Future[Outcome[T, R]]:
        if self._pool is None:
            self._pool = _pool(self.count)
        try:
            with interrupts_held():
                return self._pool.submit(_attempt, work, task)
        except BrokenProcessPool:  # its other tasks keep their futures, which say so
            self._pool.shutdown(wait=False)
            self._pool = None
            return self._submit(work, task)

    def _collect(
        self, work: Callable[[T], R], task: T, future: Future[Outcome[T, R]]
    ) -> Outcome[T, R]:
        """A task whose pool broke, by its fault or another's, is done once more by itself."""
        try:
            return future.result()
        except BrokenProcessPool:
            return _alone(work, task)


def _attempt(work: Callable[[T], R], task: T) -> Outcome[T, R]:
    try:
        return Outcome(task, work(task))
    except EarmarkError as error:
        return Outcome(task, error=error)
    except Exception as error:
        return Outcome(task, error=Unforeseen(f"{type(error).__name__}: {error}"))


def _alone(work: Callable[[T], R], task: T) -> Outcome[T, R]:
    """Once more in a process of its own: a broken pool doesn't tell which of its tasks broke it."""
    with _pool(1) as pool:
        try:
            return pool.submit(_attempt, work, task).result()
        except BrokenProcessPool:
            return Outcome(task, error=WorkerDied("The process that read it died."))


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
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


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that asked for the work stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
