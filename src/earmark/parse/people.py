"""Names of people, from ``podcast:person`` and from the author fields."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from earmark.model import Person
from earmark.parse.values import Values


def person(element: etree._Element, values: Values) -> Person | None:
    """``podcast:person``; the role is lower case, "host" where none is said."""
    name = values.name(element.text or "")
    if not name:
        return None
    group = element.get("group")
    return Person(
        name,
        values.name(element.get("role") or "").lower() or "host",
        values.name(group).lower() or None if group else None,
        values.url(element.get("href")),
        values.url(element.get("img")),
    )


@lru_cache(maxsize=1_024)
def author(text: str) -> tuple[Person, ...]:
    """The author as a person, or nobody."""
    name = author_name(text)
    return (Person(name, "author"),) if name else ()


def author_name(text: str) -> str:
    """RSS asks for ``mail@example.org (Name)``: the name alone, if there is one."""
    before, _, after = text.partition("(")
    if "@" in before and after.endswith(")") and " " not in before.strip():
        return after[:-1].strip() or before.strip()
    return text
