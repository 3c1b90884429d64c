"""What was typed, read: a topic is a phrase; anything with operators is a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earmark.errors import InvalidQuery
from earmark.model import Note, TopicName
from earmark.text.tokens import as_words, is_spaceless, topic_key
from earmark.topics.lexer import Lexeme, legible, lexemes
from earmark.topics.operators import SearchQuery, phrase_tokens, read_search
from earmark.topics.scope import Phrases

__all__ = ["SearchQuery", "phrase_notes", "read_search", "read_topic"]

_USE_SEARCH = (
    'For operators use `earmark search`; to look for the text itself, put all of it in "".'
)

_SUBSTRING_COUNTS = (
    "In Japanese, Chinese, Korean and Thai a substring counts as a match: "
    "words have no spaces between them there."
)
_COMMON_WORDS = "The phrase is made only of very common words, so it says little."


def read_topic(
    phrase: str, also: Sequence[str] = ()
) -> tuple[TopicName, tuple[tuple[str, ...], ...]]:
    """A topic's name and the token phrases that match it: its own, then those of ``also``.

    Quotation marks around the whole are allowed. Raises ``InvalidQuery`` for operators, a phrase
    without a letter or digit, and one of more than ``MAX_PHRASE_TOKENS`` words.
    """
    words, own = _read_phrase(phrase)
    others = (_read_phrase(other)[1] for other in also)
    phrases = tuple(dict.fromkeys((own, *others)))
    name = TopicName(phrase=words, query=_echo(phrases), key=topic_key(own))
    return name, phrases


def phrase_notes(phrases: Phrases, stop_words: Iterable[str] = ()) -> tuple[Note, ...]:
    """What a reader should know about how these phrases match: codes ``substring-counts`` and
    ``common-words``."""
    notes = []
    if any(is_spaceless(token) for phrase in phrases for token in phrase):
        notes.append(Note("substring-counts", _SUBSTRING_COUNTS))
    common = frozenset(stop_words)
    if any(common.issuperset(phrase) for phrase in phrases):
        notes.append(Note("common-words", _COMMON_WORDS))
    return tuple(notes)


def _read_phrase(text: str) -> tuple[str, tuple[str, ...]]:
    text = legible(text)
    found = list(lexemes(text))
    position = len(text) - len(text.lstrip())
    if len(found) == 1 and found[0].kind == "phrase":
        words = found[0].text
    else:
        words = text
        _refuse_operators(text, found)
    phrase = phrase_tokens(words, text, position)
    if not phrase:
        raise InvalidQuery(
            "The topic has no letter and no digit.",
            text,
            position=position,
            remedy="Write a word or a phrase.",
        )
    return " ".join(words.split()), phrase


def _refuse_operators(text: str, found: Iterable[Lexeme]) -> None:
    for lexeme in found:
        if lexeme.kind in ("phrase", "operator", "or", "minus"):
            said = f"{lexeme.name}:" if lexeme.kind == "operator" else lexeme.text
            what = "quotation marks" if lexeme.kind == "phrase" else said
            raise InvalidQuery(
                f"A topic is a plain phrase; this one has {what} at character "
                f"{lexeme.position + 1}.",
                text,
                position=lexeme.position,
                remedy=_USE_SEARCH,
            )


def _echo(phrases: Phrases) -> str:
    return " or ".join(f'"{as_words(phrase)}"' for phrase in phrases)
