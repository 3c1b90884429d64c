"""The small cache that threads share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from earmark.topics.kept import Kept


def test_answer_is_made_once_and_the_least_asked_for_falls_out() -> None:
    kept: Kept[str] = Kept(2)
    made: list[str] = []

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return kept.get(key, make)

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert "".join(made) == "abcb"


def test_threads_that_ask_at_once_get_their_answers() -> None:
    kept: Kept[int] = Kept(3)
    threads = 8
    together = Barrier(threads)

    def work(start: int) -> list[int]:
        together.wait()
        return [kept.get(n % 7, lambda n=n: n % 7 * 10) for n in range(start, start + 500)]  # type: ignore[misc]

    with ThreadPoolExecutor(threads) as pool:
        for start, answers in enumerate(pool.map(work, range(threads))):
            assert answers == [n % 7 * 10 for n in range(start, start + 500)]
