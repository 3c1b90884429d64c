"""Stories as rows of a page: quotes, keywords, duplicates, the canonical episode's own facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from earmark.model import (
    Duplicate,
    Evidence,
    Grade,
    Hit,
    Podcast,
    PodcastId,
    PodcastRef,
    StoryId,
    TopicEpisode,
)
from earmark.ports import Store
from earmark.text.keywords import best_keywords
from earmark.topics.leads import lead
from earmark.topics.licence import is_open, quotable
from earmark.topics.match import evidence
from earmark.topics.scope import Phrases, Sight
from earmark.topics.stories import StoredStory, stored_stories

KEYWORDS_TRIED = 10
"""Candidates of an episode whose stories are counted; they come weightiest first."""


def listed_episodes(
    hits: Sequence[Hit],
    phrases: Phrases,
    grades: Mapping[StoryId, Grade],
    *,
    store: Store,
    sight: Sight,
) -> tuple[TopicEpisode, ...]:
    """``listed_by_story``, in the order of the hits."""
    return tuple(listed_by_story(hits, phrases, grades, store=store, sight=sight).values())


def listed_by_story(
    hits: Sequence[Hit],
    phrases: Phrases,
    grades: Mapping[StoryId, Grade],
    *,
    store: Store,
    sight: Sight,
    known: Mapping[StoryId, StoredStory] | None = None,
) -> dict[StoryId, TopicEpisode]:
    """A row for each hit, in their order; a story without a grade in ``grades`` has none. What
    may not be seen is in no row, nor in the frequencies that keywords are chosen by. ``known``
    are stories that were read already, as this asker may see them."""
    stories = dict(known or {})
    others = [hit.id for hit in hits if hit.id not in stories]
    if others:
        stories |= stored_stories(store, others, visible=sight.visible, transcripts=bool(phrases))
    shows = store.podcasts(
        {
            member.podcast_id
            for hit in hits
            if hit.id in stories
            for member in stories[hit.id].members
        }
    )
    return {
        hit.id: _row(
            stories[hit.id],
            grades.get(hit.id),
            phrases=phrases,
            shows=shows,
            sight=sight,
        )
        for hit in hits
        if hit.id in stories
    }


def story_evidence(
    story: StoredStory, phrases: Phrases, grade: Grade | None
) -> tuple[tuple[Evidence, ...], int]:
    """Quotes of a story and the number of its mentions; those in chapters know their time."""
    if not phrases:
        return (), 0
    quotes, total = evidence(story.pieces(), phrases, aside=grade == "ad")
    starts = {
        chapter.title.strip(): chapter.start_ms
        for text in reversed(story.texts)
        for chapter in text.chapters
    }
    return tuple(_timed(quote, starts) for quote in quotes), total


def _timed(quote: Evidence, starts: Mapping[str, int]) -> Evidence:
    if quote.field != "chapters" or quote.quote not in starts:
        return quote
    return replace(quote, start_ms=starts[quote.quote])


def _row(
    story: StoredStory,
    grade: Grade | None,
    *,
    phrases: Phrases,
    shows: Mapping[PodcastId, Podcast],
    sight: Sight,
) -> TopicEpisode:
    episode = story.canonical
    excerpt = story.excerpt()
    quotes, mentions = story_evidence(story, phrases, grade)
    if sight.visible is not None and not _is_open(episode.podcast_id, shows):
        quotes = tuple(quotable(quotes))
    return TopicEpisode(
        id=episode.id,
        podcast=_ref(episode.podcast_id, shows),
        title=episode.title,
        published_at=episode.published_at,
        duration_ms=episode.duration_ms,
        language=story.language,
        grade=grade,
        evidence=quotes,
        mentions=mentions,
        keywords=_keywords(story, sight),
        enclosure=episode.enclosure,
        duplicates=_duplicates(story, shows),
        link=episode.link,
        lead=lead(excerpt),
    )


def _ref(podcast: PodcastId, shows: Mapping[PodcastId, Podcast]) -> PodcastRef:
    show = shows.get(podcast)
    return PodcastRef(podcast, show.title, show.image_url) if show else PodcastRef(podcast, "")


def _title(podcast: PodcastId, shows: Mapping[PodcastId, Podcast]) -> str:
    return shows[podcast].title if podcast in shows else ""


def _is_open(podcast: PodcastId, shows: Mapping[PodcastId, Podcast]) -> bool:
    return podcast in shows and is_open(shows[podcast].license)


def _keywords(story: StoredStory, sight: Sight) -> tuple[str, ...]:
    found = islice(story.key_phrases().weights.items(), KEYWORDS_TRIED)
    return best_keywords(dict(found), sight.frequency, sight.stories)


def _duplicates(story: StoredStory, shows: Mapping[PodcastId, Podcast]) -> tuple[Duplicate, ...]:
    return tuple(
        Duplicate(
            member.id,
            member.podcast_id,
            member.fold_reason or "same recording",
            _title(member.podcast_id, shows),
        )
        for member in story.members[1:]
    )
