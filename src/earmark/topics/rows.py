"""The rows behind a topic's figures, one a story, streamed: what its CSV holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from earmark.model import (
    OWNER,
    Episode,
    Grade,
    Hit,
    Podcast,
    StoryId,
    TopicRequest,
    TopicRow,
)
from earmark.ports import SearchReader, Store
from earmark.topics.query import read_topic
from earmark.topics.scope import LibraryFacts, Sight, complete, graded, library_facts, within
from earmark.topics.stories import grades_of

ROWS_AT_ONCE = 500


def topic_rows(
    request: TopicRequest,
    *,
    reader: SearchReader,
    store: Store,
    today: date,
    base: LibraryFacts | None = None,
) -> Iterator[TopicRow]:
    """One row for each story that the figures of the same request count, newest first; stories
    without a date stand where they were first seen. ``limit`` and ``cursor`` are not looked at.
    ``base``: ``library_facts`` of the request, where they are known.

    Raises ``InvalidQuery`` and ``InvalidInput`` at once, not at the first row.
    """
    request = complete(request, today)
    _, phrases = read_topic(request.phrase, request.also)
    known = base or library_facts(reader, request)
    query = within(graded(phrases, request.grade), known.filters)

    def pages() -> Iterator[tuple[Hit, ...]]:
        before = None
        while hits := reader.newest(query, ROWS_AT_ONCE, before=before):
            yield hits
            before = hits[-1].seq

    def rows() -> Iterator[TopicRow]:
        for hits in pages():
            stories = [hit.id for hit in hits]
            yield from _rows(stories, grades_of(reader, stories, phrases), store, known.sight)

    return rows()


def _rows(
    stories: Sequence[StoryId], grades: dict[StoryId, Grade], store: Store, sight: Sight
) -> Iterator[TopicRow]:
    members = store.members(stories)
    languages = store.languages(stories)
    transcribed = _transcribed(store, members)
    shows = store.podcasts({found[0].podcast_id for found in members.values()})
    for story in stories:
        show = shows.get(members[story][0].podcast_id) if story in members else None
        if show is None or not sight.shows(show):
            continue  # taken down, or hidden, since the index was made
        yield _row(
            story,
            members[story],
            grade=grades[story],
            language=languages.get(story) or "und",
            has_transcript=story in transcribed,
            show=show,
        )


def _transcribed(store: Store, members: dict[StoryId, tuple[Episode, ...]]) -> set[StoryId]:
    spoken = store.transcribed(member.id for found in members.values() for member in found)
    return {
        story for story, found in members.items() if any(member.id in spoken for member in found)
    }


def _row(
    story: StoryId,
    members: tuple[Episode, ...],
    *,
    grade: Grade,
    language: str,
    has_transcript: bool,
    show: Podcast,
) -> TopicRow:
    """Addresses of a private show are secrets, which belong in no export."""
    episode = members[0]
    tells = show.visibility < OWNER
    return TopicRow(
        story_id=story,
        podcast_id=episode.podcast_id,
        podcast=show.title,
        episode_id=episode.id,
        title=episode.title,
        published_at=episode.published_at,
        duration_ms=episode.duration_ms,
        language=language,
        grade=grade,
        listed_episodes=len(members),
        has_transcript=has_transcript,
        link=episode.link if tells else None,
        enclosure_url=episode.enclosure.url if tells and episode.enclosure else None,
    )
