"""Carrying out a refresh plan in short transactions, so that a run cut short can be done again.

First the feed and podcast rows, then episodes, each with its change-log entry, last the hash of
the document: as long as that is missing, the next run plans the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.model import EpisodeId, EpisodeWrite, Feed, ParsedFeed, PodcastId, RefreshPlan
from earmark.store import codec, feeds
from earmark.store.batches import ROWS_A_TRANSACTION, Step, batches, run_steps, weighed
from earmark.store.engine import writing
from earmark.store.schema import change_log, episodes, guids, meta, notes, podcasts
from earmark.store.schema import feeds as feeds_table

SHARED_KEY_CAP = 50
"""A media file or length that more episodes share is no evidence of anything."""


_NONE_YET = PodcastId(0)


@dataclass(slots=True)
class _Refresh:
    """One call of ``apply`` under way."""

    url: str
    parsed: ParsedFeed
    plan: RefreshPlan
    document_hash: int
    now_us: int
    feed: Feed | None = None
    podcast_id: PodcastId = _NONE_YET
    inserted: list[EpisodeId] = field(default_factory=list)


def apply(
    engine: Engine,
    url: str,
    parsed: ParsedFeed,
    plan: RefreshPlan,
    *,
    document_hash: int,
    now: datetime,
) -> tuple[Feed, tuple[EpisodeId, ...]]:
    """``ports.Store.apply``. Raises ``FeedRemoved``."""
    refresh = _Refresh(url, parsed, plan, document_hash, codec.to_us(now) or 0)
    with engine.begin() as connection:
        feed, to_log = _compare(connection, refresh)
    if feed is not None:
        return feed, ()
    run_steps(writing(engine), _steps(refresh, to_log))
    with engine.begin() as connection:
        feed = _present_feed(connection, url)
    return feed, tuple(refresh.inserted)


def _compare(connection: Connection, refresh: _Refresh) -> tuple[Feed | None, int]:
    """The feed, where all of this is stored already; and how many of its podcast's episodes must
    be indexed again, because its visibility or language changed."""
    feed = feeds.feed_at(connection, refresh.url)
    if feed is None or feed.podcast_id is None:
        return None, 0
    before = _podcast_row(connection, feed.podcast_id)
    differing = _differing(before, feed.url, refresh.parsed)
    plan = refresh.plan
    if before["relog_after"] is not None or differing.keys() & _LOGGED_COLUMNS:
        return None, _count(connection, feed.podcast_id)
    changed = differing or plan.writes or plan.returned or plan.vanished
    same = not changed and feed.document_hash == refresh.document_hash
    return (feed if same else None), 0


_LOGGED_COLUMNS = {"visibility", "language"}


def _count(connection: Connection, podcast_id: PodcastId) -> int:
    of_podcast = episodes.c.podcast_id == podcast_id
    return connection.execute(select(func.count(episodes.c.id)).where(of_podcast)).scalar_one()


def _steps(refresh: _Refresh, to_log: int) -> Iterator[tuple[int, Step]]:
    """Every step makes sure that the feed is still wanted: another process may remove it between
    two transactions."""
    yield 3, lambda connection: _store_podcast(connection, refresh)
    for _ in range(0, to_log, _LOGGED_A_STEP):
        yield ROWS_A_TRANSACTION, _guarded(refresh, _relog, ())
    for rows, writes in weighed(refresh.plan.writes, _rows_of):
        yield rows, _guarded(refresh, _store_episodes, writes)
    for ids in batches(refresh.plan.returned, ROWS_A_TRANSACTION):
        yield len(ids), _guarded(refresh, _mark_returned, ids)
    for ids in batches(refresh.plan.vanished, ROWS_A_TRANSACTION):
        yield len(ids), _guarded(refresh, _mark_vanished, ids)
    yield 1, _guarded(refresh, _finish, ())


def _guarded(refresh: _Refresh, work: Any, values: Sequence[Any]) -> Step:
    def step(connection: Connection) -> None:
        refresh.feed = _present_feed(connection, refresh.url)
        work(connection, refresh, values)

    return step


def _present_feed(connection: Connection, url: str) -> Feed:
    feed = feeds.feed_at(connection, url)
    if feed is None or feed.removed:
        raise feeds.FeedRemoved(url)
    return feed


# ---------------------------------------------------------------- feed and podcast


def _store_podcast(connection: Connection, refresh: _Refresh) -> None:
    feed = feeds.feed_at(connection, refresh.url)
    if feed is None:
        feed = feeds.make_feed(connection, refresh.url, refresh.parsed.title)
    if feed.removed:
        raise feeds.FeedRemoved(refresh.url)
    refresh.feed = feed
    if feed.podcast_id is None:
        _insert_podcast(connection, refresh, feed)
    else:
        _update_podcast(connection, refresh, feed, feed.podcast_id)


def _insert_podcast(connection: Connection, refresh: _Refresh, feed: Feed) -> None:
    values = feeds.podcast_values(feed.url, refresh.parsed)
    new = insert(podcasts).values(values).returning(podcasts.c.id)
    refresh.podcast_id = PodcastId(connection.execute(new).scalar_one())
    _set_feed(connection, feed, podcast_id=refresh.podcast_id, title=refresh.parsed.title)


def _update_podcast(
    connection: Connection, refresh: _Refresh, feed: Feed, podcast_id: PodcastId
) -> None:
    refresh.podcast_id = podcast_id
    before = _podcast_row(connection, podcast_id)
    changed = _differing(before, feed.url, refresh.parsed)
    if changed.keys() & _LOGGED_COLUMNS:
        changed["relog_after"] = 0
    if changed:
        connection.execute(update(podcasts).where(podcasts.c.id == podcast_id).values(changed))
    if feed.title != refresh.parsed.title:
        _set_feed(connection, feed, title=refresh.parsed.title)


def _podcast_row(connection: Connection, podcast_id: PodcastId) -> dict[str, Any]:
    row = connection.execute(select(podcasts).where(podcasts.c.id == podcast_id)).one()
    return dict(row._mapping)


def _differing(before: dict[str, Any], url: str, parsed: ParsedFeed) -> dict[str, Any]:
    after = feeds.podcast_values(url, parsed)
    return {name: value for name, value in after.items() if before[name] != value}


def _set_feed(connection: Connection, feed: Feed, **values: object) -> None:
    connection.execute(update(feeds_table).where(feeds_table.c.id == feed.id).values(**values))


_LOGGED_A_STEP = ROWS_A_TRANSACTION - 1


def _relog(connection: Connection, refresh: _Refresh, _none: Sequence[Any]) -> None:
    """The next of a podcast's episodes into the change log. How far that came stands in the
    podcast's row, so that a run cut short goes on there."""
    podcast = podcasts.c.id == refresh.podcast_id
    after = connection.execute(select(podcasts.c.relog_after).where(podcast)).scalar_one()
    if after is None:  # a run before this one did the first part
        return
    query = (
        select(episodes.c.id)
        .where(episodes.c.podcast_id == refresh.podcast_id, episodes.c.id > after)
        .order_by(episodes.c.id)
        .limit(_LOGGED_A_STEP)
    )
    ids = list(connection.execute(query).scalars())
    log(connection, refresh.podcast_id, ids)
    last = ids[-1] if len(ids) == _LOGGED_A_STEP else None
    connection.execute(update(podcasts).where(podcast).values(relog_after=last))


# ---------------------------------------------------------------- episodes


def _rows_of(write: EpisodeWrite) -> int:
    """Rows that a write touches: episode, notes, log entry, old guids."""
    return 3 + len(write.aliases) if write.changed or write.id is None else 1


def _store_episodes(
    connection: Connection, refresh: _Refresh, writes: Sequence[EpisodeWrite]
) -> None:
    new = [write for write in writes if write.id is None]
    new = _not_stored_meanwhile(connection, refresh, new)
    _insert_episodes(connection, refresh, new)
    changed = [write for write in writes if write.id is not None and write.changed]
    _replace_episodes(connection, refresh, changed)
    moved = [
        {"b_id": write.id, "item_hash": write.prepared.item_hash}
        for write in writes
        if write.id is not None and not write.changed
    ]
    if moved:
        connection.execute(_SET_HASH, moved)


_SET_HASH = (
    update(episodes)
    .where(episodes.c.id == bindparam("b_id"))
    .values(item_hash=bindparam("item_hash"))
)


def _not_stored_meanwhile(
    connection: Connection, refresh: _Refresh, new: list[EpisodeWrite]
) -> list[EpisodeWrite]:
    """Without those that another process, adding the same document, stored since the plan was
    made: the same bytes under the same guid and title."""
    hashes = [write.prepared.item_hash for write in new]
    found = connection.execute(
        select(episodes.c.id, episodes.c.item_hash, episodes.c.guid, episodes.c.title_key).where(
            episodes.c.podcast_id == refresh.podcast_id, episodes.c.item_hash.in_(hashes)
        )
    ).all()
    if not found:
        return new
    own = set(refresh.inserted)
    stored = {tuple(marks) for id_, *marks in found if id_ not in own}
    return [write for write in new if _marks(write) not in stored]


def _marks(write: EpisodeWrite) -> tuple[int, str | None, str]:
    return write.prepared.item_hash, write.guid, write.prepared.title_key


def _insert_episodes(
    connection: Connection, refresh: _Refresh, writes: Sequence[EpisodeWrite]
) -> None:
    if not writes:
        return
    ids = _take_ids(connection, len(writes))
    rows = [
        {
            **_published_values(write),
            "id": id_,
            "podcast_id": refresh.podcast_id,
            "story_id": id_,
            "story_position": 0,
            "first_seen_at": refresh.now_us,
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
    log(connection, refresh.podcast_id, ids)
    refresh.inserted.extend(ids)


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


def _replace_episodes(
    connection: Connection, refresh: _Refresh, writes: Sequence[EpisodeWrite]
) -> None:
    """First seen, story and fold stay as they are: they are no publisher's word."""
    if not writes:
        return
    ids = [write.id for write in writes if write.id is not None]
    loosened = _loosened(connection, refresh, writes)
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
    log(connection, refresh.podcast_id, dict.fromkeys([*ids, *loosened]))


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
    connection: Connection, refresh: _Refresh, writes: Sequence[EpisodeWrite]
) -> list[EpisodeId]:
    """Episodes of this podcast that share the media file or the title and length which a write
    gives up. A file shared by three titles is no evidence, one shared by two is: what stays
    behind may fold now, and nothing it has itself tells so any more."""
    ids = [write.id for write in writes]
    before = {
        row.id: row
        for row in connection.execute(
            select(
                episodes.c.id, episodes.c.enclosure_key, episodes.c.title_key, episodes.c.length
            ).where(episodes.c.id.in_(ids))
        )
    }
    found: list[EpisodeId] = []
    for write in writes:
        old = before.get(write.id)
        if old is not None:
            found.extend(_left_behind(connection, refresh.podcast_id, old, write))
    return found


def _left_behind(
    connection: Connection, podcast_id: PodcastId, old: Any, write: EpisodeWrite
) -> Iterator[EpisodeId]:
    prepared, enclosure = write.prepared, write.prepared.episode.enclosure
    retitled = old.title_key != prepared.title_key
    if old.enclosure_key and (retitled or old.enclosure_key != prepared.enclosure_key):
        yield from _sharing(connection, podcast_id, old.id, enclosure_key=old.enclosure_key)
    length = enclosure.length if enclosure else None
    if old.length and (retitled or old.length != length):
        yield from _sharing(
            connection, podcast_id, old.id, length=old.length, title_key=old.title_key
        )


def _sharing(
    connection: Connection, podcast_id: PodcastId, but: int, **values: object
) -> Sequence[EpisodeId]:
    query = select(episodes.c.id).where(episodes.c.podcast_id == podcast_id, episodes.c.id != but)
    found = connection.execute(query.filter_by(**values).limit(SHARED_KEY_CAP + 1)).scalars().all()
    return found if len(found) <= SHARED_KEY_CAP else ()


def log(connection: Connection, podcast_id: PodcastId, ids: Any) -> None:
    """Put episodes of a podcast into the change log."""
    rows = [{"episode_id": id_, "podcast_id": podcast_id} for id_ in ids]
    if rows:
        connection.execute(_INSERT_LOG, rows)


# ---------------------------------------------------------------- gone, back and done


def _mark_returned(connection: Connection, _refresh: _Refresh, ids: Sequence[EpisodeId]) -> None:
    back = update(episodes).where(episodes.c.id.in_(ids))
    connection.execute(back.values(in_feed=True, last_in_feed_at=None))


def _mark_vanished(connection: Connection, refresh: _Refresh, ids: Sequence[EpisodeId]) -> None:
    """Last seen when the document before this one was stored."""
    before = (
        select(func.coalesce(feeds_table.c.refreshed_at, refresh.now_us))
        .where(feeds_table.c.podcast_id == refresh.podcast_id)
        .scalar_subquery()
    )
    gone = update(episodes).where(episodes.c.id.in_(ids), episodes.c.in_feed)
    connection.execute(gone.values(in_feed=False, last_in_feed_at=before))


def _finish(connection: Connection, refresh: _Refresh, _none: Sequence[Any]) -> None:
    """Where a relog is still to be done (another process began it), the document doesn't count
    as stored."""
    assert refresh.feed is not None  # noqa: S101 - every guarded step reads it
    podcast = _podcast_row(connection, refresh.podcast_id)
    done = refresh.document_hash if podcast["relog_after"] is None else None
    _set_feed(connection, refresh.feed, document_hash=done, refreshed_at=refresh.now_us)
