"""What goes on beside a crawl: it fails by itself, and ends with the crawl."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest

from earmark.errors import StoreError
from earmark.ingest import aside as module
from earmark.ingest.aside import aside, finish

LONG_S = 20.0


def test_turns_are_taken_until_the_block_ends() -> None:
    thrice, over = Event(), Event()
    taken = [0]

    def turn(stop: Callable[[], bool]) -> bool:
        taken[0] += 1
        if taken[0] == 3:
            thrice.set()
            while not stop():
                pass
            over.set()
        return True

    with aside([turn]):
        assert thrice.wait(LONG_S)
    assert over.is_set()
    assert taken == [3]


def test_what_fails_is_said_and_tried_again_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "AFTER_FAULT_S", 0.0)
    failed, again, other = [0], Event(), Event()

    def failing(_: Callable[[], bool]) -> bool:
        failed[0] += 1
        if failed[0] > 1:
            again.set()
            return False
        raise StoreError("The disk is full.", "catalog.db")

    def fine(_: Callable[[], bool]) -> bool:
        other.set()
        return False

    with aside([failing, fine]):
        assert again.wait(LONG_S)
        assert other.wait(LONG_S)
    assert "The disk is full." in caplog.text


def test_one_that_waits_for_a_slow_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENDS_WITHIN_S", 0.01)
    begun, answer = Event(), Event()

    def slow(_: Callable[[], bool]) -> bool:
        begun.set()
        answer.wait(LONG_S)
        return False

    with aside([slow]):
        assert begun.wait(LONG_S)
    assert not answer.is_set()
    answer.set()


def test_finish_takes_turns_until_nothing_is_left() -> None:
    left = [3, 2]

    def turn_of(number: int) -> Callable[[Callable[[], bool]], bool]:
        def turn(_: Callable[[], bool]) -> bool:
            left[number] -= 1
            return left[number] > 0

        return turn

    finish([turn_of(0), turn_of(1)], lambda: False)
    assert left == [0, 0]
    finish([turn_of(0)], lambda: True)
    assert left == [0, 0]
