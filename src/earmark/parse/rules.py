"""Which element goes where: a table from the usual name to a text slot or a function.

A rule is looked up by the tag exactly as libxml2 gives it, in a memo that learns each spelling
once: one dictionary access per element is what makes reading fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from lxml import etree

from earmark.parse.namespaces import usual_name

D = TypeVar("D")
Rule = str | Callable[[etree._Element, D], None]
"""A slot whose first text is kept, or a function that puts the element into the draft."""

_MOST_LEARNED = 5_000


class Rules(Generic[D]):
    """The rules of one kind of element (item, channel); ``other`` is for tags without one."""

    def __init__(
        self, table: Mapping[str, Rule[D]], other: Callable[[etree._Element, D], None]
    ) -> None:
        self._table = table
        self._other = other
        self._memos: dict[str, dict[str, Rule[D]]] = {"": {}}

    def memo(self, home: str) -> dict[str, Rule[D]]:
        """The rules learned for documents whose own elements are in the namespace ``home``."""
        if home not in self._memos and len(self._memos) > 50:
            return {}
        return self._memos.setdefault(home, {})

    def learn(self, tag: object, memo: dict[str, Rule[D]], home: str) -> Rule[D]:
        """The rule of a tag that the memo does not hold yet; names are matched case-blind."""
        if not isinstance(tag, str):
            return ignore
        rule = self._table.get(usual_name(tag, home).lower(), self._other)
        if len(memo) < _MOST_LEARNED:
            memo[tag] = rule
        return rule


def ignore(element: etree._Element, draft: object) -> None:
    """For entity references, which nothing expands."""
