"""Starting sets: addresses of public podcast feeds to begin a library with. Addresses only; nothing
is fetched until somebody asks for it, and none of these shows has to do with Earmark.

A set is a plain file, an address a line; lines that begin with ``#`` say something to readers.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

ORDER = ("world", "science", "software", "podcasting", "de", "fr", "es", "ja", "no")
"""The sets as the start page offers them: by subject in English, then those of a language."""


@cache
def starting_sets() -> dict[str, tuple[str, ...]]:
    """Name -> its addresses, in their order."""
    folder = files("earmark.starters")
    return {name: _addresses((folder / f"{name}.txt").read_text("utf-8")) for name in ORDER}


def _addresses(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
