"""Taking a podcast down. The feed is marked first and its row stays: it keeps the show out. The
podcast's row goes last, so that a removal cut short can be done again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.model import EpisodeId, FeedId, PodcastId, StoryId
from earmark.store import feeds
from earmark.store.batches import Step, batches, run_steps
from earmark.store.engine import writing
from earmark.store.schema import (
    boilerplate,
    change_log,
    episodes,
    guids,
    notes,
    podcasts,
    stale_stories,
    transcripts,
)
from earmark.store.schema import feeds as feeds_table

_ROWS_AN_EPISODE = 5
"""The episode, its notes and transcript, a log entry, a stale story or a member of its story."""


def remove(engine: Engine, podcast_id: PodcastId) -> int:
    """``ports.Store.remove``."""
    with writing(engine).begin() as connection:
        _mark_feed(connection, podcast_id)  # from here on no refresh adds an episode
    with engine.begin() as connection:
        of_podcast = select(episodes.c.id).where(episodes.c.podcast_id == podcast_id)
        ids = list(connection.execute(of_podcast.order_by(episodes.c.id)).scalars())
    run_steps(writing(engine), _steps(podcast_id, [EpisodeId(id_) for id_ in ids]))
    return len(ids)


def _steps(podcast_id: PodcastId, ids: list[EpisodeId]) -> Iterator[tuple[int, Step]]:
    for batch in batches(ids, 100):
        yield _ROWS_AN_EPISODE * len(batch), _episodes_step(podcast_id, batch)
    yield 500, lambda connection: _remove_podcast(connection, podcast_id)


def _mark_feed(connection: Connection, podcast_id: PodcastId) -> None:
    feed = select(feeds_table.c.id).where(feeds_table.c.podcast_id == podcast_id)
    for feed_id in connection.execute(feed).scalars().all():
        feeds.mark_removed(connection, FeedId(feed_id))


def _episodes_step(podcast_id: PodcastId, ids: Sequence[EpisodeId]) -> Step:
    def step(connection: Connection) -> None:
        found = connection.execute(
            select(episodes.c.story_id).where(episodes.c.id.in_(ids)).distinct()
        )
        stories = [StoryId(story) for story in found.scalars()]
        for table in (notes, transcripts, guids):
            connection.execute(delete(table).where(table.c.episode_id.in_(ids)))
        connection.execute(delete(episodes).where(episodes.c.id.in_(ids)))
        _log_rest(connection, podcast_id, ids, stories)

    return step


def _log_rest(
    connection: Connection,
    podcast_id: PodcastId,
    gone: Sequence[EpisodeId],
    stories: Sequence[StoryId],
) -> None:
    rest = connection.execute(
        select(episodes.c.id, episodes.c.podcast_id, episodes.c.story_id).where(
            episodes.c.story_id.in_(stories)
        )
    ).all()
    logged = [{"episode_id": id_, "podcast_id": podcast_id} for id_ in gone]
    logged += [{"episode_id": row.id, "podcast_id": row.podcast_id} for row in rest]
    if logged:
        connection.execute(insert(change_log), logged)
    empty = set(stories) - {row.story_id for row in rest}
    if empty:
        rows = [{"story_id": story} for story in sorted(empty)]
        connection.execute(insert(stale_stories).on_conflict_do_nothing(), rows)


def _remove_podcast(connection: Connection, podcast_id: PodcastId) -> None:
    of_podcast = update(feeds_table).where(feeds_table.c.podcast_id == podcast_id)
    connection.execute(of_podcast.values(podcast_id=None, document_hash=None))
    connection.execute(delete(boilerplate).where(boilerplate.c.podcast_id == podcast_id))
    connection.execute(delete(podcasts).where(podcasts.c.id == podcast_id))
