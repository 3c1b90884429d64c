"""The change log: episodes to fold again, oldest first; and what folding asks of the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from earmark.model import Change, EpisodeId, FoldRow, PodcastId, StoryId
from earmark.store import codec
from earmark.store.batches import ROWS_A_TRANSACTION, batches
from earmark.store.engine import writing
from earmark.store.episode_writes import NEAR_US
from earmark.store.schema import change_log, episodes, feeds, podcasts, stale_stories


def pending(connection: Connection, limit: int) -> tuple[Change, ...]:
    oldest = select(change_log).order_by(change_log.c.seq).limit(limit)
    return tuple(Change(*row) for row in connection.execute(oldest))


def pending_count(connection: Connection) -> tuple[int, int]:
    changes = select(func.count()).select_from(change_log)
    stale = select(func.count()).select_from(stale_stories)
    return connection.execute(changes).scalar_one(), connection.execute(stale).scalar_one()


def log_everything(engine: Engine) -> int:
    """``ports.Store.log_everything``. Each transaction goes on after the last one's episode."""
    after, total = 0, 0
    while True:
        with writing(engine).begin() as connection:
            query = select(episodes.c.id.label("episode_id"), episodes.c.podcast_id)
            following = query.where(episodes.c.id > after).order_by(episodes.c.id)
            found = connection.execute(following.limit(ROWS_A_TRANSACTION)).mappings().all()
            if not found:
                return total
            connection.execute(insert(change_log), [dict(row) for row in found])
        after = found[-1]["episode_id"]
        total += len(found)


def folded(engine: Engine, upto_seq: int) -> None:
    """``ports.Store.folded``."""
    with engine.begin() as connection:
        first = connection.execute(select(func.min(change_log.c.seq))).scalar_one()
    if first is None:
        return
    for start in range(first, upto_seq + 1, ROWS_A_TRANSACTION):
        last = min(start + ROWS_A_TRANSACTION - 1, upto_seq)
        with writing(engine).begin() as connection:
            connection.execute(delete(change_log).where(change_log.c.seq <= last))


# ---------------------------------------------------------------- what folding asks


def fold_neighbours(connection: Connection, wanted: Sequence[EpisodeId]) -> tuple[FoldRow, ...]:
    """``ports.Store.fold_neighbours``: one step along keys from the wanted episodes and their
    stories, then whole stories. A daily show of one title isn't dragged in day by day."""
    near = _with_stories(connection, set(wanted))
    found = set(near)
    for batch in batches(sorted(near)):
        found.update(connection.execute(_near_titles(batch)).scalars())
        found.update(connection.execute(_equal_lengths(batch)).scalars())
        found.update(connection.execute(_equal_keys(batch)).scalars())
    everything = _with_stories(connection, found)
    rows = (row for batch in batches(sorted(everything)) for row in _fold_rows(connection, batch))
    return tuple(rows)


def _with_stories(connection: Connection, ids: Iterable[int]) -> set[int]:
    """These episodes, as far as they exist, and the other members of their stories."""
    stories: set[int] = set()
    for batch in batches(sorted(ids)):
        query = select(episodes.c.story_id).where(episodes.c.id.in_(batch))
        stories.update(connection.execute(query).scalars())
    found: set[int] = set()
    for batch in batches(sorted(stories)):
        query = select(episodes.c.id).where(episodes.c.story_id.in_(batch))
        found.update(connection.execute(query).scalars())
    return found


def _near_titles(batch: list[int]) -> Select[int]:
    asked = _distinct(batch, episodes.c.title_key, episodes.c.published_at)
    return select(episodes.c.id).join(
        asked,
        (episodes.c.title_key == asked.c.title_key)
        & episodes.c.published_at.between(
            asked.c.published_at - NEAR_US, asked.c.published_at + NEAR_US
        ),
    )


def _equal_lengths(batch: list[int]) -> Select[int]:
    asked = _distinct(batch, episodes.c.podcast_id, episodes.c.length)
    return select(episodes.c.id).join(
        asked,
        (episodes.c.podcast_id == asked.c.podcast_id) & (episodes.c.length == asked.c.length),
    )


def _equal_keys(batch: list[int]) -> Select[int]:
    asked = _distinct(batch, episodes.c.enclosure_key)
    return select(episodes.c.id).join(asked, episodes.c.enclosure_key == asked.c.enclosure_key)


def _distinct(batch: list[int], *columns: Any) -> Any:
    return select(*columns).where(episodes.c.id.in_(batch)).distinct().subquery()


_FOLD_ROW = (
    select(
        episodes.c.id,
        episodes.c.podcast_id,
        feeds.c.url,
        episodes.c.guid,
        episodes.c.title_key,
        episodes.c.enclosure_key,
        episodes.c.published_at,
        episodes.c.duration_ms,
        episodes.c.length,
        episodes.c.season,
        episodes.c.number,
        podcasts.c.visibility,
    )
    .join(podcasts, podcasts.c.id == episodes.c.podcast_id)
    .join(feeds, feeds.c.podcast_id == episodes.c.podcast_id)
)


def _fold_rows(connection: Connection, batch: list[int]) -> Iterator[FoldRow]:
    for row in connection.execute(
        _FOLD_ROW.where(episodes.c.id.in_(batch)).order_by(episodes.c.id)
    ):
        values = dict(row._mapping)
        published = codec.from_us(values.pop("published_at"))
        yield FoldRow(feed_url=values.pop("url"), published_at=published, **values)


def key_titles(connection: Connection, keys: Iterable[str]) -> dict[tuple[PodcastId, str], int]:
    found: dict[tuple[PodcastId, str], int] = {}
    for batch in batches(dict.fromkeys(keys)):
        query = (
            select(
                episodes.c.podcast_id,
                episodes.c.enclosure_key,
                func.count(episodes.c.title_key.distinct()),
            )
            .where(episodes.c.enclosure_key.in_(batch))
            .group_by(episodes.c.podcast_id, episodes.c.enclosure_key)
        )
        found.update(
            ((PodcastId(podcast), key or ""), titles)
            for podcast, key, titles in connection.execute(query)
        )
    return found


def length_titles(
    connection: Connection, lengths: Iterable[tuple[PodcastId, int]]
) -> dict[tuple[PodcastId, int, str], int]:
    by_podcast: defaultdict[PodcastId, set[int]] = defaultdict(set)
    for podcast, length in lengths:
        by_podcast[podcast].add(length)
    found: dict[tuple[PodcastId, int, str], int] = {}
    for podcast, wanted in by_podcast.items():
        for batch in batches(sorted(wanted)):
            for row in connection.execute(_length_titles(podcast, batch)):
                length, title, count = row
                found[podcast, length, title] = count
    return found


def _length_titles(podcast: PodcastId, lengths: list[int]) -> Select[Any]:
    return (
        select(episodes.c.length, episodes.c.title_key, func.count())
        .where(episodes.c.podcast_id == podcast, episodes.c.length.in_(lengths))
        .group_by(episodes.c.length, episodes.c.title_key)
    )


def stories_of(connection: Connection, wanted: Iterable[EpisodeId]) -> dict[EpisodeId, StoryId]:
    found: dict[EpisodeId, StoryId] = {}
    for batch in batches(dict.fromkeys(wanted)):
        query = select(episodes.c.id, episodes.c.story_id).where(episodes.c.id.in_(batch))
        found.update((EpisodeId(id_), StoryId(story)) for id_, story in connection.execute(query))
    return found
