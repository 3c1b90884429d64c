"""The page of an episode: what it is, what it could be filed under, where else it was heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from earmark.errors import NotFound
from earmark.model import (
    Boilerplate,
    Duplicate,
    Episode,
    EpisodeId,
    EpisodePage,
    EpisodeRef,
    EpisodeText,
    Phrase,
    Podcast,
    Variant,
)
from earmark.text.keywords import best_keywords
from earmark.text.searchable import searchable
from earmark.text.tokens import tokens
from earmark.topics.asked import Asked
from earmark.topics.leads import lead
from earmark.topics.licence import is_open
from earmark.topics.stories import StoredStory, stored_stories

KEYWORDS = 12
EXCERPT_CHARS = 900
"""A list without full stops is a single sentence."""


def episode_page(asked: Asked, episode_id: EpisodeId) -> EpisodePage:
    """The page of any episode of a story. Raises ``NotFound``, also where its show is not for the
    asker to see."""
    episode, show, story = _seen(asked, episode_id)
    at = [member.id for member in story.members].index(episode.id)
    whole = asked.visible is None or is_open(show.license)
    before, after = asked.store.beside(episode.id, until=_end_of(asked.as_of))
    return EpisodePage(
        as_of=asked.as_of,
        generation=asked.generation,
        episode=episode,
        podcast=show,
        language=story.language,
        canonical=EpisodeRef(story.canonical.id, story.canonical.title),
        duplicates=_duplicates(asked, story, episode),
        keywords=_keywords(asked, story),
        notes=story.texts[at].notes if whole else "",
        excerpt=_excerpt(story.texts[at], story.boilerplate[at]),
        whole=whole,
        before=before,
        after=after,
    )


def _excerpt(text: EpisodeText, boilerplate: Boilerplate) -> str:
    notes = replace(text, title="", keywords=(), people=(), chapters=(), transcript=None)
    return lead(searchable(notes, boilerplate), EXCERPT_CHARS)


def _seen(asked: Asked, episode_id: EpisodeId) -> tuple[Episode, Podcast, StoredStory]:
    episode = asked.store.episode(episode_id)
    show = asked.store.podcast(episode.podcast_id) if episode else None
    if episode is not None and show is not None and asked.may_see(show):
        found = stored_stories(asked.store, (episode.story_id,), visible=asked.visible)
        for story in found.values():  # none, if it was removed just now
            return episode, show, story
    raise NotFound("There is no such episode here.", str(episode_id))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _duplicates(asked: Asked, story: StoredStory, episode: Episode) -> tuple[Duplicate, ...]:
    """The other members that the asker may see. Why one that isn't canonical was joined is told
    by itself; why the canonical one is here, by the episode."""
    shows = asked.store.podcasts({member.podcast_id for member in story.members})
    seen = {show.id: show.title for show in shows.values() if asked.may_see(show)}
    reason = episode.fold_reason or "same recording"
    return tuple(
        Duplicate(
            member.id, member.podcast_id, member.fold_reason or reason, seen[member.podcast_id]
        )
        for member in story.members
        if member.id != episode.id and member.podcast_id in seen
    )


def _keywords(asked: Asked, story: StoredStory) -> tuple[Variant, ...]:
    """As many as tell something, each with the stories that hold it."""

    @cache
    def df(phrase: tuple[str, ...]) -> int:
        return asked.reader.count(asked.within(Phrase(phrase)))

    found = story.key_phrases().weights
    best = best_keywords(found, df, asked.base.facts.stories, KEYWORDS)
    return tuple(Variant(word, df(tuple(tokens(word).split())), on=False) for word in best)
