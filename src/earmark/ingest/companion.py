"""Processes beside the main one: one that indexes while another adds, one that crawls while another
serves. Nothing depends on them: what one of them leaves undone is still written down, and whoever
does that work next does it.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from threading import Event as ThreadEvent
from threading import Thread

from earmark import logs
from earmark.ingest.worker import interrupts_held

BEGUN_AGAIN_S = 5.0
"""After the process ended by itself; doubled each time, up to ``SELDOM_S``."""
SELDOM_S = 300.0

Meanwhile = Callable[[Callable[[], bool], Callable[[float], None]], None]
"""``work(over, pause)`` works and pauses (seconds), and goes on so until ``over()``; made to be
sent to a process."""

log = logging.getLogger(__name__)


@contextmanager
def companion(work: Meanwhile, name: str = "earmark-index") -> Iterator[None]:
    """Run ``work`` beside the block, in a process of its own. Where it dies, it is gone."""
    stop = multiprocessing.get_context("spawn").Event()
    process = None
    try:
        process = _started(work, stop, name)
        yield
    finally:
        stop.set()
        if process is not None:
            process.join()


@contextmanager
def kept_companion(work: Meanwhile, name: str) -> Iterator[None]:
    """As ``companion``; where the process ends, by a fault or a kill, another one is started, the
    sooner the longer it lived."""
    stop = multiprocessing.get_context("spawn").Event()
    over = ThreadEvent()
    keeper = Thread(target=_keep, args=(work, stop, over, name), name=name, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        stop.set()
        keeper.join()


def _keep(work: Meanwhile, stop: Event, over: ThreadEvent, name: str) -> None:
    wait = BEGUN_AGAIN_S
    while not over.is_set():
        process = _started(work, stop, name)
        process.join()
        if over.wait(0):
            return
        log.error(
            "%s ended (exit status %s); started again in %.0f s", name, process.exitcode, wait
        )
        over.wait(wait)
        wait = min(2 * wait, SELDOM_S)


def _started(work: Meanwhile, stop: Event, name: str) -> SpawnProcess:
    context = multiprocessing.get_context("spawn")
    task = (work, stop, name, logs.chosen())
    process = context.Process(target=_look_after, args=task, name=name)
    with interrupts_held():
        process.start()
    return process


def _look_after(
    work: Meanwhile, stop: Event, name: str, logged: tuple[logs.Form, logs.Level] | None
) -> None:
    """Ends with the process that asked for it, also where that was killed."""
    if logged:
        logs.configure(*logged)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def over() -> bool:
        return stop.is_set() or parent is None or not parent.is_alive()

    def pause(seconds: float) -> None:
        stop.wait(seconds)

    try:
        work(over, pause)
    except Exception:
        # Whoever does this work next meets the same fault, and tells it.
        log.debug("%s failed", name, exc_info=True)
        sys.exit(1)
