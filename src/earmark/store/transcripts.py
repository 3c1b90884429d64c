"""Texts of audio."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from earmark.model import EpisodeId, PodcastId
from earmark.store import codec
from earmark.store.episode_writes import log
from earmark.store.schema import episodes, transcripts


def set_transcript(connection: Connection, episode_id: EpisodeId, text: str) -> bool:
    """Store it with its change-log entry; False where there is no such episode."""
    query = select(episodes.c.podcast_id).where(episodes.c.id == episode_id)
    podcast_id = connection.execute(query).scalar()
    if podcast_id is None:
        return False
    packed = codec.pack_text(text)
    new = insert(transcripts).values(episode_id=episode_id, text_z=packed)
    connection.execute(
        new.on_conflict_do_update(index_elements=["episode_id"], set_={"text_z": packed})
    )
    log(connection, PodcastId(podcast_id), [episode_id])
    return True
