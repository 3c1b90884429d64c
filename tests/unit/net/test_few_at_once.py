"""Few at once: the same thing once, no host more than its share, nothing without an end."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import wait
from threading import Event, Lock

from earmark.net.few_at_once import FewAtOnce

LONG_S = 30
"""Longer than anything here takes: where it passes, the test fails."""


class Work:
    """Takes until it is let go, and writes down what ran beside what."""

    def __init__(self) -> None:
        self.go = Event()
        self.begun = Counter[str]()
        self.running = Counter[str]()
        self.most = Counter[str]()
        self.most_at_once = 0
        self.full = Event()
        self._lock = Lock()

    def __call__(self, name: str, url: str) -> None:
        with self._lock:
            self.begun[name] += 1
            self.running[url] += 1
            self.most[url] = max(self.most[url], self.running[url])
            self.most_at_once = max(self.most_at_once, self.running.total())
            if self.running.total() == 4:
                self.full.set()
        assert self.go.wait(LONG_S)
        with self._lock:
            self.running[url] -= 1


def line(work: Work, most: int = 100) -> FewAtOnce:
    """Whose addresses are hosts."""
    return FewAtOnce(work, lambda url: url, threads=4, of_a_host=2, most=most)


def test_the_same_is_done_once_for_all_who_ask() -> None:
    work = Work()
    few = line(work)
    futures = {few.ask("one", "a") for _ in range(20)}
    work.go.set()
    (future,) = futures
    assert future is not None
    future.result(LONG_S)
    few.close()
    assert work.begun == {"one": 1}


def test_a_slow_host_holds_up_its_own_and_no_more_run_than_may() -> None:
    work = Work()
    few = line(work)
    futures = [few.ask(f"a{number}", "a") for number in range(10)]
    futures += [few.ask(f"{host}{number}", host) for host in "bcd" for number in range(3)]
    assert work.full.wait(LONG_S)  # two of a, and two others though eight of a came before
    work.go.set()
    done = [future for future in futures if future is not None]
    assert len(done) == 19
    assert not wait(done, LONG_S).not_done
    few.close()
    assert set(work.begun.values()) == {1}
    assert len(work.begun) == 19
    assert work.most_at_once == 4
    assert max(work.most.values()) == 2


def test_what_is_too_much_is_not_taken_on() -> None:
    work = Work()
    few = line(work, most=3)
    taken = [few.ask(str(number), "a") for number in range(5)]
    assert [future is None for future in taken] == [False, False, False, True, True]
    assert few.ask("0", "a") is taken[0]
    work.go.set()
    assert not wait([future for future in taken if future], LONG_S).not_done
    assert few.ask("5", "a") is not None
    few.close()


def test_nobody_can_cancel_for_the_others() -> None:
    work = Work()
    few = line(work)
    futures = [few.ask(str(number), "a") for number in range(3)]
    assert [future.cancel() for future in futures if future] == [False] * 3
    work.go.set()
    few.close()


def test_closed_it_is_over_for_all_who_wait() -> None:
    work = Work()
    few = line(work)
    futures = [few.ask(str(number), "a") for number in range(6)]
    work.go.set()
    few.close()
    assert all(future is not None and future.done() for future in futures)
    assert few.ask("7", "a") is None
