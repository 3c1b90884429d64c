"""How a story is about a topic: one rule, told once of texts and once as queries.

``subject``: a phrase stands where a story says what it is about (title, keywords, twice in the
lead, all through the transcript). ``discussed``: else in the lead or chapters, or often.
``mentioned``: else anywhere. ``ad``: only in ads, boilerplate or addresses. Which field holds
what is decided by ``text.document``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earmark.model import AnyOf, Grade, IndexField, Phrase, Query, StoryFields, Without

Tokens = tuple[str, ...]


def grade(fields: StoryFields, phrases: Sequence[Tokens]) -> Grade | None:
    """The grade of a story for a topic and its variants; None where none of them stands in it."""
    if _holds(fields.subject, phrases):
        return "subject"
    if _holds(fields.discussed, phrases):
        return "discussed"
    if _holds(fields.text, phrases):
        return "mentioned"
    return "ad" if _holds(fields.aside, phrases) else None


def grade_queries(phrases: Sequence[Tokens]) -> Mapping[Grade, Query]:
    """For each grade the query of exactly its stories. All that is in ``subject`` or
    ``discussed`` is in ``text`` too, so the four are disjoint."""
    subject, discussed = _any("subject", phrases), _any("discussed", phrases)
    text, aside = _any("text", phrases), _any("aside", phrases)
    return {
        "subject": subject,
        "discussed": Without(discussed, subject),
        "mentioned": Without(text, AnyOf((subject, discussed))),
        "ad": Without(aside, text),
    }


def _holds(field: str, phrases: Sequence[Tokens]) -> bool:
    padded = f" {field} "
    return any(f" {' '.join(phrase)} " in padded for phrase in phrases)


def _any(field: IndexField, phrases: Sequence[Tokens]) -> Query:
    return AnyOf(tuple(Phrase(phrase, field) for phrase in phrases))
