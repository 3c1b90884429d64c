"""Stored episodes of a story -> its document in the index. Pure; runs in worker processes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from earmark.model import (
    Boilerplate,
    Episode,
    EpisodeId,
    EpisodeText,
    KeyPhrase,
    PodcastId,
    StoryDoc,
    StoryId,
)
from earmark.text.document import digest, story_fields
from earmark.text.keywords import candidates
from earmark.text.searchable import searchable, shortened
from earmark.text.sentences import sentence_keys

_LOG = logging.getLogger("earmark")


@dataclass(frozen=True, slots=True)
class StorySource:
    """A story as stored: member episodes and their texts, the canonical first."""

    id: StoryId
    visibility: int
    members: tuple[Episode, ...]
    texts: tuple[EpisodeText, ...]


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """Stories to make documents of, with the boilerplate of the shows in them."""

    stories: tuple[StorySource, ...]
    boilerplate: Mapping[PodcastId, Boilerplate]


def keys_of_notes(notes: Mapping[EpisodeId, str]) -> dict[EpisodeId, bytes]:
    """The work of a worker process: sentence hashes of each episode's notes."""
    return {episode: sentence_keys(text) for episode, text in notes.items()}


def make_documents(task: DocumentTask) -> tuple[StoryDoc, ...]:
    """The work of a worker process."""
    return tuple(_make_or_bare(story, task.boilerplate) for story in task.stories)


def _make_or_bare(story: StorySource, boilerplate: Mapping[PodcastId, Boilerplate]) -> StoryDoc:
    """A story whose text a fault of ours cannot read is indexed without text, and said so: it
    must not keep all others out of the index."""
    try:
        return make_document(story, boilerplate)
    except Exception:
        _LOG.exception("story %d is indexed without text", story.id)
        bare = [replace(text, title="", notes="", transcript=None) for text in story.texts]
        empty = [replace(text, keywords=(), people=(), chapters=()) for text in bare]
        return make_document(replace(story, texts=tuple(empty)), boilerplate)


def find_phrases(
    task: DocumentTask, languages: Mapping[StoryId, str]
) -> dict[StoryId, tuple[KeyPhrase, ...]]:
    """The key phrases of each story's canonical episode."""
    return {
        story.id: _phrases_or_none(
            story, task.boilerplate[story.texts[0].podcast_id], languages.get(story.id) or "und"
        )
        for story in task.stories
    }


def _phrases_or_none(
    story: StorySource, boilerplate: Boilerplate, language: str
) -> tuple[KeyPhrase, ...]:
    """No fault of ours in one text may keep all others waiting."""
    try:
        return candidates(searchable(shortened(story.texts[0]), boilerplate), language)
    except Exception:
        _LOG.exception("story %d has no key phrases", story.id)
        return ()


def make_document(story: StorySource, boilerplate: Mapping[PodcastId, Boilerplate]) -> StoryDoc:
    canonical = story.members[0]
    published = canonical.published_at
    seen = min(member.first_seen_at for member in story.members)
    fields = story_fields([(text, boilerplate[text.podcast_id]) for text in story.texts])
    document = StoryDoc(
        id=story.id,
        podcast=canonical.podcast_id,
        any_podcast=tuple(sorted({member.podcast_id for member in story.members})),
        language=fields.language,
        published_s=_seconds(published) if published else None,
        sort_s=_seconds(published or seen),
        duration_ms=canonical.duration_ms,
        members=len(story.members),
        visibility=story.visibility,
        has_transcript=any(text.transcript for text in story.texts),
        people=_people(story.members),
        fields=fields,
        digest=0,
    )
    return replace(document, digest=digest(document))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _people(members: tuple[Episode, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(one.role, one.name) for member in members for one in member.persons}))
