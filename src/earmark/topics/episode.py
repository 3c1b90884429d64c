"""The page of an episode: what it is, what it could be filed under, where else it was heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache

from earmark.errors import NotFound
from earmark.model import (
    QUOTED_SENTENCES,
    Boilerplate,
    Duplicate,
    Episode,
    EpisodeId,
    EpisodePage,
    EpisodeRef,
    EpisodeText,
    Phrase,
    Piece,
    Podcast,
    Variant,
    Visible,
)
from earmark.ports import SearchReader, Store
from earmark.text.keywords import best_keywords, weighted
from earmark.text.searchable import searchable
from earmark.text.sentences import sentences
from earmark.text.tokens import tokens
from earmark.topics.licence import is_open
from earmark.topics.scope import LibraryFacts, within
from earmark.topics.shows import may_see
from earmark.topics.stories import StoredStory, stored_stories

KEYWORDS = 12
EXCERPT_CHARS = 900
"""A list without a full stop is a single sentence."""


def episode_page(
    episode_id: EpisodeId,
    *,
    reader: SearchReader,
    store: Store,
    generation: int,
    base: LibraryFacts,
    visible: Visible,
) -> EpisodePage:
    """The page of any episode of a story. Raises ``NotFound``, also where its show is not for the
    asker to see."""
    episode, show = _seen(store, episode_id, visible)
    story = stored_stories(store, (episode.story_id,))[episode.story_id]
    text = next(text for text in story.texts if text.episode_id == episode.id)
    whole = visible is None or is_open(show.license)
    before, after = store.beside(episode.id, until=_end_of(base))
    return EpisodePage(
        as_of=base.as_of,
        generation=generation,
        episode=episode,
        podcast=show,
        language=story.language,
        canonical=EpisodeRef(story.canonical.id, story.canonical.title),
        duplicates=_duplicates(story, episode, store, visible),
        keywords=_keywords(story, reader, base),
        notes=text.notes if whole else "",
        excerpt=excerpt(text, Boilerplate(*store.boilerplate(show.id))),
        whole=whole,
        before=before,
        after=after,
    )


def excerpt(text: EpisodeText, boilerplate: Boilerplate) -> str:
    """How an episode's own notes begin: the first sentences that are neither boilerplate nor an
    advertisement, plain."""
    bare = replace(text, title="", keywords=(), people=(), chapters=(), transcript=None)
    quoted = [
        sentence for piece in searchable(bare, boilerplate) for sentence in _own_sentences(piece)
    ]
    return _cut(" ".join(quoted[:QUOTED_SENTENCES]))


def _own_sentences(piece: Piece) -> Iterator[str]:
    aside = {span.start for span in piece.spans if span.kind in ("ad", "boilerplate")}
    for start, end in sentences(piece.text):
        if start not in aside:
            yield piece.text[start:end]


def _cut(text: str) -> str:
    if len(text) <= EXCERPT_CHARS:
        return text
    kept, _, _ = text[:EXCERPT_CHARS].rpartition(" ")
    return f"{kept or text[:EXCERPT_CHARS]}…"


def _seen(store: Store, episode_id: EpisodeId, visible: Visible) -> tuple[Episode, Podcast]:
    episode = store.episode(episode_id)
    show = store.podcast(episode.podcast_id) if episode else None
    if episode is None or show is None or not may_see(show, visible):
        raise NotFound("There is no such episode here.", str(episode_id))
    return episode, show


def _end_of(base: LibraryFacts) -> datetime:
    return datetime.combine(base.as_of + timedelta(days=1), time(), UTC)


def _duplicates(
    story: StoredStory, episode: Episode, store: Store, visible: Visible
) -> tuple[Duplicate, ...]:
    shows = store.podcasts({member.podcast_id for member in story.members})
    return tuple(
        Duplicate(
            member.id,
            member.podcast_id,
            member.fold_reason or episode.fold_reason or "same recording",
            shows[member.podcast_id].title,
        )
        for member in story.members
        if member.id != episode.id
        and member.podcast_id in shows
        and may_see(shows[member.podcast_id], visible)
    )


def _keywords(story: StoredStory, reader: SearchReader, base: LibraryFacts) -> tuple[Variant, ...]:
    """As many as tell something, each with the stories of the asker's library that hold it."""

    @cache
    def df(phrase: tuple[str, ...]) -> int:
        return reader.count(within(Phrase(phrase), base.filters))

    found = weighted(story.excerpt(), story.language)
    best = best_keywords(found, df, base.facts.stories, KEYWORDS)
    return tuple(Variant(word, df(tuple(tokens(word).split())), on=False) for word in best)
