"""What somebody who has typed this far may mean: topics that the library holds, and shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from earmark.model import Phrase, Suggestion
from earmark.ports import SearchReader
from earmark.text.stopwords import ALL_STOPWORDS
from earmark.text.tokens import as_words, is_spaceless, tokens
from earmark.topics.asked import Asked

MOST_WORDS = 8
COUNTED = 40
"""Completions whose stories are counted: those that most stories hold."""
LOOKED_AT = 20_000
"""Words that start with what was typed."""
SHOWS = 3
SHORTEST = 2
"""Letters that a word must have before it is completed: too much starts with one."""


def suggest(asked: Asked, text: str, *, limit: int) -> tuple[Suggestion, ...]:
    """At most ``limit``: topics of most stories first, then shows whose title holds the text."""
    words = tokens(text).split()
    if not words or len(words) > MOST_WORDS:
        return ()
    shows = tuple(_shows(asked, text))
    topics = _topics(asked, words)
    return (*topics[: max(0, limit - len(shows))], *shows)[:limit]


def _topics(asked: Asked, words: list[str]) -> list[Suggestion]:
    found = []
    for last in _completions(words[-1], asked.reader):
        phrase = (*words[:-1], last)
        stories = asked.reader.count(asked.within(Phrase(phrase)))
        if stories:
            found.append(Suggestion("topic", as_words(phrase), stories))
    return sorted(found, key=lambda topic: (-topic.episodes, topic.phrase))


def _completions(start: str, reader: SearchReader) -> Iterable[str]:
    """The commonest words that start so; a character of a script without spaces is whole."""
    if is_spaceless(start):
        return (start,)
    if len(start) < SHORTEST:
        return ()
    known = [
        (-stories, word)
        for word, stories in reader.terms(start, LOOKED_AT)
        if word not in ALL_STOPWORDS
    ]
    return (word for _, word in sorted(known)[:COUNTED])


def _shows(asked: Asked, text: str) -> Iterator[Suggestion]:
    for show in asked.store.podcasts_by_title(SHOWS, named=text, visible=asked.visible):
        stories = asked.reader.count(asked.of_show(show.id))
        yield Suggestion("podcast", show.title, stories, show.id)
