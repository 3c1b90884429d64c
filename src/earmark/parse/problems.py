"""Faults of a document, each kind said once, in words, with how many items have it."""

from __future__ import annotations

from earmark.model import Problem

_LONGEST_EXAMPLE = 80

_WORDS: dict[str, str] = {
    "date-unreadable": "{n} date{s} that cannot be read",
    "duration-unreadable": "{n} duration{s} that cannot be read",
    "number-unreadable": "{n} season or episode number{s} that cannot be read",
    "length-unreadable": "{n} enclosure length{s} that cannot be read",
    "url-refused": "{n} link{s} that cannot be followed (only http and https are kept)",
    "url-too-long": "{n} link{s} longer than 2,048 characters, dropped",
    "title-cut": "{n} title{s} or name{s} longer than 1,000 characters, cut",
    "text-cut": "{n} text{s} longer than the cap on notes, cut",
    "list-cut": "{n} list{s} of more than 200 entries (categories, persons, links), cut",
    "tags-cut": "{n} tag{s} after the first 2,000 of an item or channel, dropped",
    "depth-cut": "{n} tag{s} nested deeper than 12 or with more than 2,000 parts, cut",
}
"""Kinds that are counted; every other problem brings its own words."""


class Problems:
    """Collects faults while a document is read. Not thread-safe; one per document."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}
        self._said: dict[str, str] = {}

    def count(self, code: str, example: str = "") -> None:
        """Note one more fault of a counted kind; the first example is kept."""
        self._counts[code] = self._counts.get(code, 0) + 1
        self._examples.setdefault(code, example)

    def say(self, code: str, message: str) -> None:
        """Note a fault of the whole document; the first message of a code stays."""
        self._said.setdefault(code, message)

    def forget(self) -> None:
        """The document is read again from its start."""
        self._counts.clear()
        self._examples.clear()
        self._said.clear()

    def listed(self) -> tuple[Problem, ...]:
        """Every kind once: those of the document first, then the counted ones."""
        said = [Problem(code, message) for code, message in self._said.items()]
        return (*said, *(Problem(code, self._counted(code)) for code in self._counts))

    def _counted(self, code: str) -> str:
        n = self._counts[code]
        words = _WORDS[code].format(n=f"{n:,}", s="" if n == 1 else "s")
        example = " ".join(self._examples[code].split())
        if len(example) > _LONGEST_EXAMPLE:
            example = example[:_LONGEST_EXAMPLE] + "…"
        return f"{words}: first “{example}”" if example else words
