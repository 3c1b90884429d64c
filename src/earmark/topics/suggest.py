"""What somebody who has typed this far may mean: topics that the library holds, and shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from earmark.keys import title_key
from earmark.model import Phrase, Suggestion
from earmark.text.stopwords import ALL_STOPWORDS
from earmark.text.tokens import as_words, is_spaceless, token_spans, tokens
from earmark.topics.asked import Asked
from earmark.topics.marks import PhraseTokens
from earmark.topics.stories import StoredStory

MOST_WORDS = 8
COUNTED = 40
"""Completions whose stories are counted: those that most stories hold."""
LOOKED_AT = 200_000
"""Words that start with what was typed."""
SHOWS = 3
SHORTEST = 2
"""Letters of a single word that is completed: too much starts with one."""
SHORTEST_IN_TITLES = 3


def suggest(asked: Asked, text: str, *, limit: int) -> tuple[Suggestion, ...]:
    """At most ``limit``: topics, what was typed first, then those of most stories; then shows
    whose title holds the text."""
    words = tuple(tokens(text).split())
    if not words or len(words) > MOST_WORDS:
        return ()
    shows = tuple(_shows(asked, text))[:limit]
    counted = _counted(asked, words)
    best = sorted(counted, key=lambda phrase: (phrase != words, -counted[phrase], phrase))
    return (*_topics(asked, best[: limit - len(shows)], counted), *shows)


def _counted(asked: Asked, words: PhraseTokens) -> dict[PhraseTokens, int]:
    """Phrases that what was typed may become, with their stories; only those that have some."""
    if len(words) == 1 and len(words[0]) < SHORTEST and not is_spaceless(words[0]):
        return {}
    lasts = (words[-1],) if is_spaceless(words[-1]) else _completions(asked, words[-1])
    phrases = [(*words[:-1], last) for last in lasts]
    counts = {phrase: asked.reader.count(asked.within(Phrase(phrase))) for phrase in phrases}
    return {phrase: stories for phrase, stories in counts.items() if stories}


def _completions(asked: Asked, start: str) -> tuple[str, ...]:
    """The commonest words that start so."""
    known = asked.reader.terms(start, LOOKED_AT)
    telling = ((-stories, word) for word, stories in known if word not in ALL_STOPWORDS)
    return tuple(word for _, word in nsmallest(COUNTED, telling))


def _topics(
    asked: Asked, phrases: Sequence[PhraseTokens], counted: Mapping[PhraseTokens, int]
) -> Iterator[Suggestion]:
    """Each phrase as its newest story spells it: tokens have lost their accents."""
    newest = {
        phrase: hit
        for phrase in phrases
        for hit in asked.reader.newest(asked.within(Phrase(phrase)), 1)
    }
    stories = asked.stories(newest.values())
    for phrase in phrases:
        story = stories.get(newest[phrase].id)
        spelled = _spelled(phrase, story) if story else None
        yield Suggestion("topic", spelled or as_words(phrase), counted[phrase])


def _spelled(phrase: PhraseTokens, story: StoredStory) -> str | None:
    """The phrase in small letters as the beginning of a story's text has it, if it does."""
    for piece in story.excerpt():
        spans = token_spans(piece.text)
        words = [word for word, _, _ in spans]
        for at in range(len(words) - len(phrase) + 1):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return piece.text[spans[at][1] : spans[at + len(phrase) - 1][2]].lower()
    return None


def _shows(asked: Asked, text: str) -> Iterator[Suggestion]:
    if len(title_key(text)) < SHORTEST_IN_TITLES and text.isascii():
        return
    for show in asked.store.podcasts_like(text, SHOWS, visible=asked.visible):
        stories = asked.reader.count(asked.of_show(show.id))
        yield Suggestion("podcast", show.title, stories, show.id)
