"""What goes on beside a crawl, each on a thread of its own: hubs are asked, announcements read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from earmark.errors import EarmarkError

LOOKS_EVERY_S = 3.0
"""Hive makes a block in that time."""
AFTER_FAULT_S = 60.0
ENDS_WITHIN_S = 5.0
"""One that waits for a slow answer longer is left: closing the network ends it."""

Turn = Callable[[Callable[[], bool]], bool]
"""``turn(stop)`` does some of the work; whether there is more to do at once."""

log = logging.getLogger(__name__)


@contextmanager
def aside(turns: Sequence[Turn], *, every_s: float = LOOKS_EVERY_S) -> Iterator[None]:
    """Take turns beside the block, again and again. What fails is logged and tried again."""
    over = Event()
    threads = [
        Thread(target=_go_on, args=(turn, over, every_s), name=f"aside-{number}", daemon=True)
        for number, turn in enumerate(turns)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(ENDS_WITHIN_S)


def _go_on(turn: Turn, over: Event, every_s: float) -> None:
    while not over.is_set():
        wait = every_s
        try:
            if turn(over.is_set):
                continue
        except EarmarkError as error:
            log.warning("beside the crawl: %s", error.message, extra={"event": error.code})
            wait = AFTER_FAULT_S
        over.wait(wait)


def finish(turns: Sequence[Turn], stop: Callable[[], bool]) -> None:
    """Take turns until none has more to do."""
    for turn in turns:
        while not stop() and turn(stop):
            pass
