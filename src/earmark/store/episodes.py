"""Reading episodes and their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, null, or_, select

from earmark.keys import enclosure_key
from earmark.model import (
    Episode,
    EpisodeId,
    EpisodeText,
    KnownEpisode,
    PodcastId,
    StoryId,
)
from earmark.store import codec
from earmark.store.batches import batches
from earmark.store.schema import episodes, guids, notes, podcasts, transcripts

_EPISODE = select(
    episodes.c.id,
    episodes.c.podcast_id,
    episodes.c.story_id,
    episodes.c.guid,
    episodes.c.title,
    episodes.c.published_at,
    episodes.c.published_raw,
    episodes.c.first_seen_at,
    episodes.c.duration_ms,
    episodes.c.in_feed,
    episodes.c.fold_reason,
    episodes.c.link,
    episodes.c.season,
    episodes.c.number,
    episodes.c.language,
    episodes.c.keywords,
    episodes.c.details,
)
_FROM_DETAILS = (
    "enclosure",
    "image_url",
    "type",
    "explicit",
    "persons",
    "chapters",
    "chapters_url",
    "transcripts",
    "soundbites",
    "tags",
)


_EPISODE_COLUMNS = tuple(_EPISODE.selected_columns.keys())


def _episode(row: Any) -> Episode:
    values = dict(zip(_EPISODE_COLUMNS, row, strict=True))
    details = codec.unpack(values.pop("details"))
    values["published_at"] = codec.from_us(values["published_at"])
    values["first_seen_at"] = codec.from_us(values["first_seen_at"])
    values["keywords"] = codec.unpack_list(values["keywords"])
    values.update((name, details[name]) for name in _FROM_DETAILS if name in details)
    return Episode(**values)


def episode(connection: Connection, episode_id: EpisodeId) -> Episode | None:
    row = connection.execute(_EPISODE.where(episodes.c.id == episode_id)).first()
    return None if row is None else _episode(row)


def episodes_called(connection: Connection, text: str) -> tuple[Episode, ...]:
    old = select(guids.c.episode_id).where(guids.c.guid == text)
    called = _EPISODE.where(
        or_(episodes.c.guid == text, episodes.c.link == text, episodes.c.id.in_(old))
    )
    found = {one.id: one for one in map(_episode, connection.execute(called))}
    key = enclosure_key(text)
    if key is not None:
        sharing = map(_episode, connection.execute(_EPISODE.where(episodes.c.enclosure_key == key)))
        found.update((one.id, one) for one in sharing if _plays(one, text))
    return tuple(found[id_] for id_ in sorted(found))


def _plays(found: Episode, url: str) -> bool:
    return found.enclosure is not None and found.enclosure.url == url


def members(
    connection: Connection, wanted: Iterable[StoryId]
) -> dict[StoryId, tuple[Episode, ...]]:
    """In the order of ``wanted``, without those that have no members."""
    order = list(dict.fromkeys(wanted))
    found: defaultdict[StoryId, list[Episode]] = defaultdict(list)
    for batch in batches(order):
        of_these = _EPISODE.where(episodes.c.story_id.in_(batch))
        ordered = of_these.order_by(episodes.c.story_position, episodes.c.id)
        for row in connection.execute(ordered).all():
            one = _episode(row)
            found[one.story_id].append(one)
    return {story: tuple(found[story]) for story in order if story in found}


def canonical(connection: Connection, wanted: Iterable[StoryId]) -> dict[StoryId, EpisodeId]:
    found: dict[StoryId, EpisodeId] = {}
    query = select(episodes.c.story_id, episodes.c.id)
    for batch in batches(dict.fromkeys(wanted)):
        of_these = query.where(episodes.c.story_id.in_(batch))
        ordered = of_these.order_by(episodes.c.story_position, episodes.c.id)
        for story, id_ in connection.execute(ordered).all():
            found.setdefault(story, id_)
    return found


_UNSPOKEN = (
    select(
        episodes.c.id,
        episodes.c.podcast_id,
        episodes.c.title,
        notes.c.notes_z,
        episodes.c.keywords,
        episodes.c.details,
        func.coalesce(episodes.c.language, podcasts.c.language),
        null(),
    )
    .join(podcasts, podcasts.c.id == episodes.c.podcast_id)
    .outerjoin(notes, notes.c.episode_id == episodes.c.id)
)
_TEXT = _UNSPOKEN.with_only_columns(
    *tuple(_UNSPOKEN.selected_columns)[:-1], transcripts.c.text_z
).outerjoin(transcripts, transcripts.c.episode_id == episodes.c.id)


def _text(row: Any) -> EpisodeText:
    id_, podcast_id, title, notes_z, keywords, packed, language, text_z = row
    details = codec.unpack_only(packed, "persons", "chapters")
    return EpisodeText(
        episode_id=id_,
        podcast_id=podcast_id,
        title=title,
        notes=codec.unpack_text(notes_z),
        keywords=codec.unpack_list(keywords),
        people=details.get("persons", ()),
        chapters=details.get("chapters", ()),
        transcript=None if text_z is None else codec.unpack_text(text_z),
        language=language,
    )


def texts(
    connection: Connection, wanted: Iterable[EpisodeId], *, spoken: bool
) -> dict[EpisodeId, EpisodeText]:
    """In the order of ``wanted``, without those that don't exist."""
    order = list(dict.fromkeys(wanted))
    found: dict[EpisodeId, EpisodeText] = {}
    query = _TEXT if spoken else _UNSPOKEN
    for batch in batches(order):
        for row in connection.execute(query.where(episodes.c.id.in_(batch))).all():
            found[row[0]] = _text(row)
    return {id_: found[id_] for id_ in order if id_ in found}


def transcribed(connection: Connection, wanted: Iterable[EpisodeId]) -> set[EpisodeId]:
    query = select(transcripts.c.episode_id)
    return {
        EpisodeId(id_)
        for batch in batches(dict.fromkeys(wanted))
        for id_ in connection.execute(query.where(transcripts.c.episode_id.in_(batch))).scalars()
    }


def count_episodes(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(episodes)).scalar_one()


_KNOWN = select(
    episodes.c.id,
    episodes.c.guid,
    episodes.c.title_key,
    episodes.c.enclosure_key,
    episodes.c.published_at,
    episodes.c.duration_ms,
    episodes.c.media_type,
    episodes.c.length,
    episodes.c.item_hash,
    episodes.c.media_version,
    episodes.c.in_feed,
)


def known(connection: Connection, podcast_id: PodcastId) -> tuple[KnownEpisode, ...]:
    of_podcast = episodes.c.podcast_id == podcast_id
    old: defaultdict[int, list[str]] = defaultdict(list)
    aliases = (
        select(guids.c.episode_id, guids.c.guid)
        .join(episodes, episodes.c.id == guids.c.episode_id)
        .where(of_podcast)
        .order_by(guids.c.guid)
    )
    for episode_id, guid in connection.execute(aliases):
        old[episode_id].append(guid)
    rows = connection.execute(_KNOWN.where(of_podcast).order_by(episodes.c.id))
    return tuple(_known(row, old) for row in rows)


def _known(row: Any, old: dict[int, list[str]]) -> KnownEpisode:
    id_, guid, title, key, published, *rest = tuple(row)
    guids_of_it = (guid, *old.get(id_, ())) if guid is not None else tuple(old.get(id_, ()))
    return KnownEpisode(id_, guids_of_it, title, key, codec.from_us(published), *rest)


def sentence_keys(
    connection: Connection, podcast_id: PodcastId
) -> Iterator[tuple[EpisodeId, StoryId, bytes]]:
    query = select(episodes.c.id, episodes.c.story_id, episodes.c.sentence_keys)
    return _tuples(connection, query, podcast_id)


def keyword_sets(
    connection: Connection, podcast_id: PodcastId
) -> Iterator[tuple[EpisodeId, StoryId, tuple[str, ...]]]:
    query = select(episodes.c.id, episodes.c.story_id, episodes.c.keywords)
    for id_, story, packed in _tuples(
        connection, query.where(episodes.c.keywords.is_not(None)), podcast_id
    ):
        yield id_, story, codec.unpack_list(packed)


def _tuples(connection: Connection, query: Select[Any], podcast_id: PodcastId) -> Iterator[Any]:
    of_podcast = query.where(episodes.c.podcast_id == podcast_id)
    return iter(connection.execute(of_podcast.order_by(episodes.c.id)).all())
