"""What somebody who has typed this far may mean: topics that the library really holds, and shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from earmark.model import Phrase, Query, Suggestion, Visible
from earmark.ports import SearchReader, Store
from earmark.text.stopwords import ALL_STOPWORDS
from earmark.text.tokens import as_words, is_spaceless, tokens
from earmark.topics.scope import within
from earmark.topics.shows import stories_of_show

MOST_WORDS = 8
COUNTED = 40
"""Completions whose stories are counted: those that most stories hold."""
LOOKED_AT = 20_000
"""Words that start with what was typed."""
SHOWS = 3
SHORTEST = 2
"""Letters that a word must have before it is completed: too much starts with one."""


def suggest(
    text: str,
    *,
    limit: int,
    reader: SearchReader,
    store: Store,
    filters: Sequence[Query],
    visible: Visible,
) -> tuple[Suggestion, ...]:
    """At most ``limit``: topics of most stories first, then shows whose title holds the text."""
    words = tokens(text).split()
    if not words or len(words) > MOST_WORDS:
        return ()
    shows = tuple(_shows(text, reader, store, filters, visible))
    topics = _topics(words, reader, filters)
    room = max(limit - len(shows), limit - SHOWS, 0)
    return (*topics[:room], *shows)[:limit]


def _topics(words: list[str], reader: SearchReader, filters: Sequence[Query]) -> list[Suggestion]:
    found = []
    for last in _completions(words[-1], reader):
        phrase = (*words[:-1], last)
        stories = reader.count(within(Phrase(phrase), filters))
        if stories:
            found.append(Suggestion("topic", as_words(phrase), stories))
    found.sort(key=lambda topic: (-topic.episodes, topic.phrase))
    return found


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


def _shows(
    text: str,
    reader: SearchReader,
    store: Store,
    filters: Sequence[Query],
    visible: Visible,
) -> Iterator[Suggestion]:
    for show in store.podcasts_by_title(SHOWS, named=text, visible=visible):
        stories = reader.count(stories_of_show(show.id, filters))
        yield Suggestion("podcast", show.title, stories, show.id)
