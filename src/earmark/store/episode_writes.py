"""Episodes in: what a publisher says of them replaced, what we know of them left alone.

Adding a library is mostly this, so rows go in by ``executemany`` and nothing is
asked of the catalog for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.model import EpisodeId, EpisodeWrite, PodcastId
from earmark.store import codec
from earmark.store.schema import change_log, episodes, guids, meta, notes

NEAR_US = 48 * 3600 * 1_000_000
"""Episodes of one title further apart than this are no neighbours."""


def rows_of(write: EpisodeWrite) -> int:
    """Rows that a write touches: episode, notes, log entry, old guids."""
    return 3 + len(write.aliases) if write.changed or write.id is None else 1


def store(
    connection: Connection,
    podcast_id: PodcastId,
    writes: Sequence[EpisodeWrite],
    *,
    now_us: int,
    own: Sequence[EpisodeId],
) -> list[EpisodeId]:
    """Insert and replace episodes, each with its change-log entry. ``own``: what this refresh
    inserted before. Returns the ids of the inserted."""
    new = [write for write in writes if write.id is None]
    new = _not_stored_meanwhile(connection, podcast_id, new, own)
    inserted = _insert(connection, podcast_id, new, now_us)
    changed = [write for write in writes if write.id is not None and write.changed]
    _replace(connection, podcast_id, changed)
    moved = [
        {"b_id": write.id, "item_hash": write.prepared.item_hash}
        for write in writes
        if write.id is not None and not write.changed
    ]
    if moved:
        connection.execute(_SET_HASH, moved)
    return inserted


_SET_HASH = (
    update(episodes)
    .where(episodes.c.id == bindparam("b_id"))
    .values(item_hash=bindparam("item_hash"))
)


def _not_stored_meanwhile(
    connection: Connection,
    podcast_id: PodcastId,
    new: list[EpisodeWrite],
    inserted: Sequence[EpisodeId],
) -> list[EpisodeWrite]:
    """Without those that another process, adding the same document, stored since the plan was
    made: the same bytes under the same guid and title."""
    hashes = [write.prepared.item_hash for write in new]
    found = connection.execute(
        select(episodes.c.id, episodes.c.item_hash, episodes.c.guid, episodes.c.title_key).where(
            episodes.c.podcast_id == podcast_id, episodes.c.item_hash.in_(hashes)
        )
    ).all()
    if not found:
        return new
    own = set(inserted)
    stored = {tuple(marks) for id_, *marks in found if id_ not in own}
    return [write for write in new if _marks(write) not in stored]


def _marks(write: EpisodeWrite) -> tuple[int, str | None, str]:
    return write.prepared.item_hash, write.guid, write.prepared.title_key


def _insert(
    connection: Connection, podcast_id: PodcastId, writes: Sequence[EpisodeWrite], now_us: int
) -> list[EpisodeId]:
    if not writes:
        return []
    ids = _take_ids(connection, len(writes))
    rows = [
        {
            **_published_values(write),
            "id": id_,
            "podcast_id": podcast_id,
            "story_id": id_,
            "story_position": 0,
            "first_seen_at": now_us,
        }
        for id_, write in zip(ids, writes, strict=True)
    ]
    connection.execute(_INSERT, rows)
    texts = [
        {"episode_id": id_, "notes_z": write.prepared.notes_z}
        for id_, write in zip(ids, writes, strict=True)
        if write.prepared.notes_z
    ]
    if texts:
        connection.execute(_INSERT_NOTES, texts)
    _store_aliases(connection, ids, writes)
    log(connection, podcast_id, ids)
    return ids


_INSERT = insert(episodes)
_INSERT_NOTES = insert(notes)
_INSERT_LOG = insert(change_log)


def _take_ids(connection: Connection, count: int) -> list[EpisodeId]:
    counter = meta.c.name == "last_episode_id"
    last = connection.execute(select(meta.c.value).where(counter)).scalar_one()
    connection.execute(update(meta).where(counter).values(value=last + count))
    return [EpisodeId(id_) for id_ in range(last + 1, last + count + 1)]


def _published_values(write: EpisodeWrite) -> dict[str, Any]:
    """The columns of an episode's row that its publisher decides."""
    prepared, episode = write.prepared, write.prepared.episode
    enclosure = episode.enclosure
    return {
        "published_at": codec.to_us(write.published_at),
        "last_in_feed_at": None,
        "in_feed": True,
        "item_hash": prepared.item_hash,
        "media_version": write.media_version,
        "duration_ms": episode.duration_ms,
        "length": enclosure.length if enclosure else None,
        "season": episode.season,
        "number": episode.number,
        "guid": write.guid,
        "title_key": prepared.title_key,
        "enclosure_key": prepared.enclosure_key,
        "media_type": enclosure.type if enclosure else None,
        "language": episode.language,
        "published_raw": episode.published_raw,
        "title": episode.title,
        "link": episode.link,
        "keywords": codec.pack_list(episode.keywords),
        "details": codec.pack_episode(episode, published_at=write.published_at, guid=write.guid),
        "sentence_keys": prepared.sentence_keys,
    }


def _replace(connection: Connection, podcast_id: PodcastId, writes: Sequence[EpisodeWrite]) -> None:
    """First seen, story and fold stay as they are: they are no publisher's word."""
    if not writes:
        return
    ids = [write.id for write in writes if write.id is not None]
    loosened = list(_loosened(connection, podcast_id, writes))
    connection.execute(
        _REPLACE, [{**_published_values(write), "b_id": write.id} for write in writes]
    )
    texts = [
        {"episode_id": write.id, "notes_z": write.prepared.notes_z}
        for write in writes
        if write.prepared.notes_z
    ]
    if texts:
        connection.execute(_REPLACE_NOTES, texts)
    emptied = [write.id for write in writes if not write.prepared.notes_z]
    connection.execute(delete(notes).where(notes.c.episode_id.in_(emptied)))
    _store_aliases(connection, ids, writes)
    log(connection, podcast_id, dict.fromkeys([*ids, *loosened]))


_PUBLISHED_COLUMNS = (
    "published_at",
    "last_in_feed_at",
    "in_feed",
    "item_hash",
    "media_version",
    "duration_ms",
    "length",
    "season",
    "number",
    "guid",
    "title_key",
    "enclosure_key",
    "media_type",
    "language",
    "published_raw",
    "title",
    "link",
    "keywords",
    "details",
    "sentence_keys",
)
_REPLACE = (
    update(episodes)
    .where(episodes.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in _PUBLISHED_COLUMNS})
)
_notes_upsert = insert(notes)
_REPLACE_NOTES = _notes_upsert.on_conflict_do_update(
    index_elements=["episode_id"], set_={"notes_z": _notes_upsert.excluded.notes_z}
)


def _store_aliases(
    connection: Connection, ids: Sequence[EpisodeId], writes: Sequence[EpisodeWrite]
) -> None:
    rows = [
        {"guid": guid, "episode_id": id_}
        for id_, write in zip(ids, writes, strict=True)
        for guid in write.aliases
    ]
    if rows:
        connection.execute(insert(guids).on_conflict_do_nothing(), rows)


def _loosened(
    connection: Connection, podcast_id: PodcastId, writes: Sequence[EpisodeWrite]
) -> Iterator[EpisodeId]:
    """Episodes of this podcast that share a media file, a length, or a title at the time with
    what these writes may give up. A file shared by three titles is no evidence, one shared by
    two is: what stays behind may fold now, and nothing it has itself tells so any more."""
    ids = [write.id for write in writes]
    old = connection.execute(
        select(
            episodes.c.enclosure_key,
            episodes.c.length,
            episodes.c.title_key,
            episodes.c.published_at,
        ).where(episodes.c.id.in_(ids))
    ).all()
    own = select(episodes.c.id).where(episodes.c.podcast_id == podcast_id)
    keys = {row.enclosure_key for row in old if row.enclosure_key}
    lengths = {row.length for row in old if row.length}
    yield from connection.execute(own.where(episodes.c.enclosure_key.in_(keys))).scalars()
    yield from connection.execute(own.where(episodes.c.length.in_(lengths))).scalars()
    for title, published in {(row.title_key, row.published_at) for row in old if row.published_at}:
        near = episodes.c.published_at.between(published - NEAR_US, published + NEAR_US)
        query = own.where(episodes.c.title_key == title, near)
        yield from connection.execute(query).scalars()


def log(connection: Connection, podcast_id: PodcastId, ids: Iterable[EpisodeId]) -> None:
    """Put episodes of a podcast into the change log."""
    rows = [{"episode_id": id_, "podcast_id": podcast_id} for id_ in ids]
    if rows:
        connection.execute(_INSERT_LOG, rows)
