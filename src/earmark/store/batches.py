"""Work in pieces: lists for ``IN``, and writes in short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")

ROWS_A_TRANSACTION = 500
"""A writer holds the catalog no longer than this takes, a few milliseconds."""
VALUES_A_QUERY = 500

Step = Callable[[Connection], None]
"""Part of a write that must not be cut."""


def batches(values: Iterable[T], size: int = VALUES_A_QUERY) -> Iterator[list[T]]:
    """Lists of at most ``size``."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def weighed(
    values: Iterable[T], weight: Callable[[T], int], limit: int = ROWS_A_TRANSACTION
) -> Iterator[tuple[int, list[T]]]:
    """(weight, values) of batches of at most ``limit`` in weight; a heavier value stands alone."""
    batch: list[T] = []
    total = 0
    for value in values:
        heavy = weight(value)
        if batch and total + heavy > limit:
            yield total, batch
            batch, total = [], 0
        batch.append(value)
        total += heavy
    if batch:
        yield total, batch


def run_steps(engine: Engine, steps: Iterable[tuple[int, Step]]) -> None:
    """Carry out steps of (rows, step) in order, as many in a transaction as its rows allow."""
    for _, group in weighed(steps, lambda step: step[0]):
        with engine.begin() as connection:
            for _, step in group:
                step(connection)
