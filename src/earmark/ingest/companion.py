"""A process that indexes what the main one stores meanwhile: two cores at work while feeds come."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Event

from earmark.ingest.worker import interrupts_held

PAUSE_S = 0.1
"""Between looks at the change log."""

IndexMeanwhile = Callable[[Callable[[], bool], Callable[[], None]], None]
"""``index(over, pause)`` indexes what waits, pauses, and goes on so until ``over()``; made to be
sent to a process."""


@contextmanager
def companion(index: IndexMeanwhile) -> Iterator[None]:
    """Run ``index`` beside the block, in a process of its own.

    Nothing depends on it: where it dies or never starts, what waits is still written down, and
    whoever indexes next does it.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=_look_after, args=(index, stop), name="earmark-index")
    try:
        with interrupts_held():
            process.start()
        yield
    finally:
        stop.set()
        if process.pid is not None:
            process.join()


def _look_after(index: IndexMeanwhile, stop: Event) -> None:
    """Ends with the process that asked for it, also where that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def over() -> bool:
        return stop.is_set() or parent is None or not parent.is_alive()

    def pause() -> None:
        stop.wait(PAUSE_S)

    with suppress(Exception):  # whoever indexes next meets the same fault, and tells it
        index(over, pause)
