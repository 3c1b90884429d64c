"""A query of ours as a query of the engine's.

Filters that hold for every story of the index (all visibilities, "until today") are left out, and
those that hold for nearly all become what they exclude: walking a list of all stories costs more
than the topic itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from earmark.model import AllOf, Among, AnyOf, Every, Phrase, Published, Query, Transcribed, Without
from earmark.search.schema import clean


@dataclass(frozen=True, slots=True)
class Extent:
    """What the whole index holds, as of one refresh."""

    stories: int = 0
    dated: int = 0
    first_s: int = 0
    latest_s: int = 0
    highest_id: int = -1
    highest_podcast: int = 0
    visibilities: Mapping[int, int] = field(default_factory=dict)
    """Visibility -> stories."""
    languages: Mapping[str, int] = field(default_factory=dict)
    """Language -> stories."""


@dataclass(slots=True)
class _Clauses:
    """What a story must match and what it must not."""

    must: list[tantivy.Query] = field(default_factory=list)
    must_not: list[tantivy.Query] = field(default_factory=list)

    def add(self, other: _Clauses) -> None:
        self.must += other.must
        self.must_not += other.must_not

    def as_query(self) -> tantivy.Query:
        """One engine query. What only excludes needs something to exclude from."""
        must = self.must or [tantivy.Query.all_query()]
        if len(must) == 1 and not self.must_not:
            return must[0]
        return tantivy.Query.boolean_query(
            [(Occur.Must, query) for query in must]
            + [(Occur.MustNot, query) for query in self.must_not]
        )


class Translator:
    """Makes engine queries over an index of this extent. ``scored`` queries rank by their phrases
    alone: filters add nothing to a score."""

    def __init__(self, schema: tantivy.Schema, extent: Extent, *, scored: bool = False) -> None:
        self._schema = schema
        self._extent = extent
        self._scored = scored

    def query(self, query: Query) -> tantivy.Query:
        """The engine's query for the same stories."""
        return self._clauses(query).as_query()

    def _clauses(self, query: Query) -> _Clauses:
        match query:
            case Phrase():
                return _Clauses([self._phrase(query)])
            case AllOf(parts):
                return self._all_of(parts)
            case AnyOf(parts):
                return _Clauses([self._any_of(parts)])
            case Without(keep, drop):
                clauses = self._clauses(keep)
                clauses.must_not.append(self.query(drop))
                return clauses
            case Every():
                return _Clauses()
            case Among():
                return self._among(query)
            case Published():
                return self._published(query)
            case Transcribed():
                return _Clauses([self.between("has_transcript", 1, None)])

    def _phrase(self, phrase: Phrase) -> tantivy.Query:
        words = [clean(token) for token in phrase.tokens]
        if len(words) == 1:  # the engine panics on a phrase of one word
            found = tantivy.Query.term_query(self._schema, phrase.field, words[0])
        else:
            found = tantivy.Query.phrase_query(self._schema, phrase.field, list(words))
        if self._scored and phrase.boost != 1.0:
            return tantivy.Query.boost_query(found, phrase.boost)
        return found

    def _all_of(self, parts: Iterable[Query]) -> _Clauses:
        clauses = _Clauses()
        for part in parts:
            clauses.add(self._clauses(part))
        return clauses

    def _any_of(self, parts: Iterable[Query]) -> tantivy.Query:
        choices = [(Occur.Should, self.query(part)) for part in parts]
        if len(choices) == 1:
            return choices[0][1]
        return tantivy.Query.boolean_query(choices) if choices else tantivy.Query.empty_query()

    def _filter(self, query: tantivy.Query) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, 0.0) if self._scored else query

    def _one_of(self, name: str, values: Iterable[int] | Iterable[str]) -> tantivy.Query:
        return self._filter(tantivy.Query.term_set_query(self._schema, name, sorted(values)))

    def _among(self, query: Among) -> _Clauses:
        if query.field == "visibility":
            return self._among_known(query, self._extent.visibilities)
        if query.field == "language":
            return self._among_known(query, self._extent.languages)
        if not query.values:
            return _Clauses([tantivy.Query.empty_query()])
        return _Clauses([self._one_of(query.field, query.values)])

    def _among_known(self, query: Among, known: Mapping[Any, int]) -> _Clauses:
        """For a column of few values, all known: keep, or exclude, whichever is fewer stories."""
        wanted = {value: many for value, many in known.items() if value in query.values}
        others = {value: many for value, many in known.items() if value not in query.values}
        if not wanted:
            return _Clauses([tantivy.Query.empty_query()])
        if not others:
            return _Clauses()
        if sum(others.values()) < sum(wanted.values()):
            return _Clauses([], [self._one_of(query.field, others)])
        return _Clauses([self._one_of(query.field, wanted)])

    def _published(self, query: Published) -> _Clauses:
        extent = self._extent
        low = query.low_s if query.low_s is not None and query.low_s > extent.first_s else None
        high = (
            query.high_s if query.high_s is not None and query.high_s <= extent.latest_s else None
        )
        if query.undated:
            early = [] if low is None else [self.between("ts", None, low)]
            late = [] if high is None else [self.between("ts", high, None)]
            return _Clauses([], early + late)
        if low is None and high is None:
            return self._dated()
        return _Clauses([self.between("ts", low, high)])

    def _dated(self) -> _Clauses:
        if self._extent.dated == self._extent.stories:
            return _Clauses()
        return _Clauses([self._filter(tantivy.Query.exists_query("ts"))])

    def between(self, name: str, low: int | None, high: int | None) -> tantivy.Query:
        """Stories whose column is in ``[low, high)``; those without a value are not."""
        return self._filter(
            tantivy.Query.range_query(
                self._schema,
                name,
                FieldType.Integer,
                lower_bound=low,
                upper_bound=high,
                include_upper=high is None,
            )
        )


def both(one: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
    """Stories of both engine queries."""
    return tantivy.Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])
