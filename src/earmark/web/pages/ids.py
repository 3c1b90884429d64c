"""Ids in addresses of pages."""

from __future__ import annotations

from earmark.errors import InvalidInput, NotFound
from earmark.web.asked import number


def id_in_path(text: str) -> int:
    """The id that an address names. Raises ``NotFound`` for what can't be one: a wrong address is
    a page that isn't there."""
    try:
        return number(text)
    except InvalidInput as error:
        raise NotFound(
            "There is no such page.", text[:40], remedy="Check the address, or search instead."
        ) from error
