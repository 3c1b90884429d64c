"""The columns and text fields of the tantivy index, and how a story becomes one document.

Fields are by evidential role, so that a topic is one phrase query over one field. Nothing is
stored: the catalog holds the texts. All integers are signed, since deleting by an unsigned term
silently deletes nothing (tantivy 0.27). People are counted by number, because counting text costs
more than all other figures together; the ``person`` field says who a number is.
"""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import version
from typing import Any, get_args

import tantivy

from earmark.model import IndexField, Period, StoryDoc
from earmark.search.columns import period_of, seq_of

SCHEMA_VERSION = 2
"""Raise it with every change of this file that an index on disk would not survive."""
ENGINE_VERSION = version("tantivy")
TEXT_FIELDS: tuple[IndexField, ...] = get_args(IndexField)
PERIODS: tuple[Period, ...] = get_args(Period)
PODCAST_BITS = 32
"""A period's column holds ``period << 32 | podcast``, so that one flat list of its values counts
stories, shows and periods at once; a month makes it less than 2**50, which survives the engine's
floating point. The period of an undated story is 0."""

_SEARCHED = ("id", "podcast", "any_podcast", "visibility")
_COUNTED = ("ts", "seq", "duration", "members", "has_transcript", "digest", "person_key")
_ROLE_END = "\t"


def show_column(by: Period) -> str:
    """The column of a period and a show."""
    return f"show_{by}"


def build_schema() -> tantivy.Schema:
    """The schema, the same at every call."""
    builder = tantivy.SchemaBuilder()
    for name in _SEARCHED:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (*_COUNTED, *map(show_column, PERIODS)):
        builder.add_integer_field(name, fast=True)
    for name, fast in (("language", True), ("person", False)):
        builder.add_text_field(name, fast=fast, tokenizer_name="raw", index_option="basic")
    for field in TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def clean(text: str) -> str:
    """The text as UTF-8 can hold it: the engine refuses lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def person_key(role: str, name: str) -> int:
    """63 bits that stand for a person in the ``person_key`` column."""
    digest = blake2b(f"{role}{_ROLE_END}{name}".encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1


def person_prefix(key: int) -> str:
    """How the one value of the ``person`` field that has this key starts."""
    return f"{key:016x}{_ROLE_END}"


def person_term(role: str, name: str) -> str:
    """(role, name) as a value of the ``person`` field, found by its key."""
    return clean(f"{person_prefix(person_key(role, name))}{role}{_ROLE_END}{name}")


def person_of(term: str) -> tuple[str, str]:
    """The (role, name) of a value of the ``person`` field."""
    _, role, name = term.split(_ROLE_END, 2)
    return role, name


def _times(doc: StoryDoc) -> dict[str, int]:
    """The columns that follow from the date."""
    shows: dict[str, int] = {show_column(by): doc.podcast for by in PERIODS}
    if doc.published_s is None:
        return shows
    for by in PERIODS:
        shows[show_column(by)] |= period_of(doc.published_s, by) << PODCAST_BITS
    return shows | {"ts": doc.published_s}


def document(doc: StoryDoc, schema: tantivy.Schema) -> tantivy.Document:
    """The story as the engine takes it; raises ``SearchError`` as ``seq_of`` does."""
    values: dict[str, Any] = {
        "id": doc.id,
        "podcast": doc.podcast,
        "any_podcast": list(doc.any_podcast),
        "visibility": doc.visibility,
        "seq": seq_of(doc),
        "members": doc.members,
        "has_transcript": int(doc.has_transcript),
        "digest": doc.digest,
        "language": clean(doc.language),
        "person": sorted({person_term(role, name) for role, name in doc.people}),
        "person_key": sorted({person_key(role, name) for role, name in doc.people}),
        **_times(doc),
        **{field: clean(getattr(doc.fields, field)) for field in TEXT_FIELDS},
    }
    if doc.duration_ms is not None:
        values["duration"] = doc.duration_ms
    return tantivy.Document.from_dict(values, schema)
