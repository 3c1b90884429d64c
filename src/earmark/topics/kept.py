"""Answers worth keeping: a small cache that several threads may ask at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """The answers that were asked for last. What they depend on is part of their key, the
    generation of the index too: an old one is never asked for again, and falls out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._answers: dict[Hashable, Answer] = {}

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer to ``key``, made if it isn't kept. Threads that ask for the same at once may
        each make it; none waits for another."""
        with self._lock:
            found = self._answers.get(key)
        answer = make() if found is None else found
        with self._lock:
            self._answers.pop(key, None)  # the newest stand last
            self._answers[key] = answer
            while len(self._answers) > self._most:
                del self._answers[next(iter(self._answers))]
        return answer
