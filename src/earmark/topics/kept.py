"""Answers worth keeping as long as the index says the same: a small cache for several threads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """The last few answers of one generation. Two threads that ask for the same at once may both
    make it; neither waits for the other."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._lock = Lock()
        self._generation = -1
        self._answers: dict[Hashable, Answer] = {}

    def get(self, generation: int, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this generation to ``key``, made if it isn't kept."""
        with self._lock:
            if generation == self._generation and key in self._answers:
                return self._answers[key]
        made = make()
        with self._lock:
            if generation != self._generation:
                self._generation, self._answers = generation, {}
            self._answers.pop(key, None)
            self._answers[key] = made
            for oldest in list(self._answers)[: -self._most]:
                del self._answers[oldest]
        return made
