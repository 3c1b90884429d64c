"""The commonest people of a query: counted by number, then named."""

from __future__ import annotations

from typing import Any

import tantivy

from earmark.search.columns import PEOPLE_LIMIT, commonest
from earmark.search.schema import person_of, person_prefix
from earmark.search.tally import by_value, values_of

_LISTED = 2 * PEOPLE_LIMIT
"""People in an answer: enough that ties at the end of the list are put in order."""
_KEPT = 200_000
"""Names kept, some 30 MB; beyond, they are looked up anew."""


def people_asked() -> dict[str, Any]:
    """The aggregation that ``People.commonest`` names."""
    return values_of("person_key", _LISTED)


class People:
    """Knows who a number is; asks the index once for each."""

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, str]] = {}

    def commonest(
        self, answer: dict[str, Any], searcher: tantivy.Searcher
    ) -> dict[tuple[str, str], int]:
        """(role, name) -> stories, of an answer to ``people_asked``."""
        counted = by_value(answer["buckets"])
        if len(counted) > PEOPLE_LIMIT:
            floor = sorted(counted.values(), reverse=True)[PEOPLE_LIMIT - 1]
            counted = {key: stories for key, stories in counted.items() if stories >= floor}
        if len(self._names) > _KEPT:
            self._names.clear()
        return commonest({self._name(key, searcher): many for key, many in counted.items()})

    def _name(self, key: int, searcher: tantivy.Searcher) -> tuple[str, str]:
        known = self._names.get(key)
        if known is None:
            terms = searcher.terms_with_prefix("person", person_prefix(key))
            known = self._names[key] = person_of(terms[0][0])
        return known
