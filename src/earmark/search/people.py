"""The commonest people of a query, exactly, without counting everybody.

Names are text, and adding up the text of every segment's long tail costs more than all other
figures together. So each segment first names its commonest only; what it left out is bounded by
the least it named, and where that settles who can be among the commonest at all, only those are
counted. Where it does not, everybody is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from earmark.search.columns import PEOPLE_LIMIT, commonest
from earmark.search.schema import person_of
from earmark.search.tally import UNCUT, by_value, values_of

NAMED = 4_000
"""People that each segment names at first."""
LISTED = 2_000
"""People in an answer: enough that ties at the end of the list are put in order."""

Ask = Callable[[dict[str, Any]], dict[str, Any]]
"""Gives the answer to one aggregation over the query."""


def first_ask() -> dict[str, Any]:
    """The aggregation whose answer ``commonest_people`` begins with."""
    return {"terms": {"field": "person", "size": LISTED, "segment_size": NAMED}}


def commonest_people(answer: dict[str, Any], ask: Ask) -> dict[tuple[str, str], int]:
    """(role, name) -> stories, exact; ``answer`` is the one to ``first_ask``."""
    unnamed = int(answer["doc_count_error_upper_bound"])
    if unnamed:  # somebody may have more than was counted, by so many at most
        answer = ask(_second_ask(by_value(answer["buckets"]), unnamed))
    counted = by_value(answer["buckets"])
    return commonest({person_of(key): stories for key, stories in counted.items()})


def _second_ask(named: dict[str, int], unnamed: int) -> dict[str, Any]:
    """Count those who can be among the commonest, if others surely can't; else everybody."""
    ranked = sorted(named.values(), reverse=True)
    floor = ranked[PEOPLE_LIMIT - 1] if len(ranked) >= PEOPLE_LIMIT else 0
    if ranked[-1] + unnamed >= floor:
        return values_of("person", LISTED)
    candidates = [key for key, stories in named.items() if stories + unnamed >= floor]
    return {
        "terms": {
            "field": "person",
            "size": len(candidates),
            "segment_size": UNCUT,
            "include": candidates,
        }
    }
