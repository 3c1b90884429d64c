"""Search queries: ``"..."``, ``OR``, ``-``, brackets, ``podcast:``, ``language:``, ``since:``,
``until:``.

Words side by side must all occur. ``OR`` binds looser: ``a b OR c`` is (a and b) or c. ``-`` takes
away what follows it within its part of the ``OR``. Operators with a colon filter the whole query
wherever they stand. The echo says in words how a query was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from earmark.errors import InvalidQuery
from earmark.model import AllOf, AnyOf, Every, Phrase, Query, Without
from earmark.text.tokens import as_words, tokens
from earmark.topics.lexer import Lexeme, legible, lexemes
from earmark.topics.search_filters import SearchFilters, in_words, split_filters

MAX_PHRASE_TOKENS = 20
MAX_PHRASES = 50
MAX_BRACKETS = 20
"""Brackets within brackets; the parser goes down into each."""
_FOREIGN = (
    (re.compile(r"\|+"), "There is no operator {}", "Write OR between the words"),
    (re.compile("&&+"), "There is no operator {}", "Write the words side by side"),
    (
        re.compile(r"\*+$"),
        "There are no wildcards such as {}",
        "Write whole words, OR between them",
    ),
    (re.compile("^~+(?=.)"), "There is no operator {}", "Write similar words, OR between them"),
)
"""Marks that other searches read: what is said of them. ``R&B``, ``M*A*S*H`` are words."""
SUBJECT_BOOST = 2.0
"""A match in the title or the lead says more than one in the small print."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search as it was read."""

    text: str
    query: Query
    """Without the filters."""
    echo: str
    phrases: tuple[tuple[str, ...], ...]
    """What to highlight: every phrase that is asked for."""
    filters: SearchFilters


@dataclass(frozen=True, slots=True)
class _Term:
    words: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _All:
    wanted: tuple[_Node, ...]
    unwanted: tuple[_Node, ...] = ()


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple[_Node, ...]


_Node = _Term | _All | _Any


def read_search(text: str) -> SearchQuery:
    """Read a search query.

    Raises ``InvalidQuery``, with the character where reading stopped, for what cannot be read.
    """
    text = legible(text)
    words, filters = split_filters(text, lexemes(text))
    tree = _Parser(text, words).read()
    filtered = filters != SearchFilters()
    if tree is None and not filtered:
        raise _nothing(text)
    if isinstance(tree, _All) and not tree.wanted and not filtered:
        raise InvalidQuery(
            "The query only says what to leave out.",
            text,
            position=0,
            remedy="Add a word that is wanted.",
        )
    return SearchQuery(
        text=text,
        query=Every() if tree is None else _query(tree),
        echo=_echo(tree, filters),
        phrases=() if tree is None else tuple(dict.fromkeys(_phrases(tree))),
        filters=filters,
    )


def phrase_tokens(text: str, whole: str, position: int) -> tuple[str, ...]:
    """The tokens of one phrase of a query; ``position`` is where it starts in ``whole``.

    Raises ``InvalidQuery`` where there are too many.
    """
    found = tuple(tokens(text).split())
    if len(found) > MAX_PHRASE_TOKENS:
        raise InvalidQuery(
            f"The phrase at character {position + 1} has {len(found)} words.",
            whole,
            position=position,
            remedy=f"Use at most {MAX_PHRASE_TOKENS}.",
        )
    return found


def _nothing(text: str) -> InvalidQuery:
    return InvalidQuery(
        "There is nothing to look for.", text, position=0, remedy="Write a word or a phrase."
    )


# ---------------------------------------------------------------- words, OR, minus, brackets


class _Parser:
    """Recursive descent over lexemes: any = all (OR all)*; all = ([-] part)*."""

    def __init__(self, text: str, found: list[Lexeme]):
        self._text = text
        self._found = found
        self._next = 0
        self._phrases = 0
        self._depth = 0

    def read(self) -> _Node | None:
        tree = self._any()
        if (stray := self._peek()) is not None:
            raise self._error("There is no ( for this )", stray, "Take it away.")
        return tree

    def _peek(self) -> Lexeme | None:
        return self._found[self._next] if self._next < len(self._found) else None

    def _take(self, kind: str) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind != kind:
            return None
        self._next += 1
        return lexeme

    def _any(self) -> _Node | None:
        parts = [self._all()]
        while (operator := self._take("or")) is not None:
            right = self._all()
            if parts[-1] is None or right is None:
                raise self._error("OR needs a word on both sides", operator, "Add it, or write or.")
            parts.append(right)
        if len(parts) == 1:
            return parts[0]
        return _Any(tuple(self._positive(part) for part in parts if part is not None))

    def _positive(self, part: _Node) -> _Node:
        if isinstance(part, _All) and not part.wanted:
            raise InvalidQuery(
                "One side of OR only says what to leave out.",
                self._text,
                position=0,
                remedy="Add a word that is wanted to it.",
            )
        return part

    def _all(self) -> _Node | None:
        wanted: list[_Node] = []
        unwanted: list[_Node] = []
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("or", "close"):
            if self._take("and"):
                continue
            minus = self._take("minus")
            part = self._part()
            if part is not None:
                (unwanted if minus else wanted).append(part)
        if len(wanted) == 1 and not unwanted:
            return wanted[0]
        return _All(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None

    def _part(self) -> _Node | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("or", "close", "and"):
            return None
        if lexeme.kind == "minus":
            raise self._error("Two minus signs in a row", lexeme, "Keep one.")
        self._next += 1
        return self._group(lexeme) if lexeme.kind == "open" else self._term(lexeme)

    def _group(self, opening: Lexeme) -> _Node | None:
        self._depth += 1
        if self._depth > MAX_BRACKETS:
            raise self._error("There are too many brackets in one another", opening, "Use fewer.")
        inner = self._any()
        self._depth -= 1
        if self._take("close") is None:
            raise self._error("There is no ) for this (", opening, "Close it, or take it away.")
        return None if inner is None else self._positive(inner)

    def _term(self, lexeme: Lexeme) -> _Node | None:
        if lexeme.text == "NOT" and lexeme.kind == "word":
            raise self._error("There is no operator NOT", lexeme, "Write - right before the word.")
        if lexeme.kind == "word":
            self._refuse_foreign(lexeme)
        found = phrase_tokens(lexeme.text, self._text, lexeme.position)
        self._phrases += bool(found)
        if self._phrases > MAX_PHRASES:
            raise self._error(f"There are more than {MAX_PHRASES} words", lexeme, "Use fewer.")
        if not found and lexeme.kind == "phrase":
            raise self._error(
                "The quotation marks hold no word", lexeme, "Write one, or drop them."
            )
        return _Term(lexeme.text, found) if found else None

    def _refuse_foreign(self, word: Lexeme) -> None:
        for marks, message, remedy in _FOREIGN:
            found = marks.search(word.text)
            if found:
                place = Lexeme("word", found.group(), word.position + found.start())
                quoted = f"{remedy}; to look for the text itself, put it in quotation marks."
                raise self._error(message.format(found.group()), place, quoted)

    def _error(self, message: str, lexeme: Lexeme, remedy: str) -> InvalidQuery:
        place = f"{message} (character {lexeme.position + 1})."
        return InvalidQuery(place, self._text, position=lexeme.position, remedy=remedy)


def _query(node: _Node) -> Query:
    if isinstance(node, _Term):
        boosted = Phrase(node.tokens, "subject", boost=SUBJECT_BOOST)
        return AnyOf((Phrase(node.tokens), boosted))
    if isinstance(node, _Any):
        return AnyOf(tuple(_query(part) for part in node.parts))
    parts = tuple(_query(part) for part in node.wanted)
    kept: Query = Every() if not parts else parts[0] if len(parts) == 1 else AllOf(parts)
    if not node.unwanted:
        return kept
    return Without(kept, AnyOf(tuple(_query(part) for part in node.unwanted)))


def _phrases(node: _Node) -> list[tuple[str, ...]]:
    if isinstance(node, _Term):
        return [node.tokens]
    parts = node.parts if isinstance(node, _Any) else node.wanted
    return [phrase for part in parts for phrase in _phrases(part)]


# ---------------------------------------------------------------- the echo


def _echo(tree: _Node | None, filters: SearchFilters) -> str:
    words = _in_words(tree, inner=False) if tree is not None else "every episode"
    return "; ".join([words, *in_words(filters)])


def _in_words(node: _Node, *, inner: bool = True) -> str:
    if isinstance(node, _Term):
        return f'"{as_words(node.tokens)}"'
    if isinstance(node, _Any):
        words = " or ".join(_in_words(part) for part in node.parts)
    else:
        wanted = " and ".join(_in_words(part) for part in node.wanted) or "every episode"
        words = " but not ".join([wanted, *(_in_words(part) for part in node.unwanted)])
    return f"({words})" if inner else words
