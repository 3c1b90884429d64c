"""Reading in the order of a shelf: shows by title, and the episodes beside one in its show."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select, tuple_

from earmark.keys import title_key
from earmark.model import EpisodeId, EpisodeRef, Podcast, PodcastId, Visible
from earmark.store import codec
from earmark.store.feeds import PODCAST, podcast_of
from earmark.store.schema import episodes, podcasts


def podcasts_by_title(
    connection: Connection,
    limit: int,
    *,
    after: PodcastId | None,
    languages: Collection[str | None] | None,
    named: str | None,
    visible: Visible,
) -> tuple[Podcast, ...]:
    chosen = [*_seen(visible), *_named(named)]
    if languages is not None:
        chosen.append(_declaring(languages))
    titled = podcasts.c.title_key != ""
    last = None if after is None else _place(connection, after)
    found: list[Podcast] = []
    if after is not None and last is None:
        return ()
    if last is None or last[0]:
        found += _in_order(connection, [*chosen, titled], last, limit)
        last = None
    if len(found) < limit:
        found += _in_order(connection, [*chosen, ~titled], last, limit - len(found))
    return tuple(found)


def _place(connection: Connection, podcast: PodcastId) -> tuple[str, int] | None:
    query = select(podcasts.c.title_key, podcasts.c.id).where(podcasts.c.id == podcast)
    row = connection.execute(query).first()
    return None if row is None else (row.title_key, row.id)


def _in_order(
    connection: Connection,
    chosen: list[ColumnElement[bool]],
    last: tuple[str, int] | None,
    limit: int,
) -> list[Podcast]:
    title, number = podcasts.c.title_key, podcasts.c.id
    past = [] if last is None else [tuple_(title, number) > tuple_(*map(literal, last))]
    rows = connection.execute(PODCAST.where(*chosen, *past).order_by(title, number).limit(limit))
    return [podcast_of(row) for row in rows]


def podcasts_like(
    connection: Connection, text: str, limit: int, *, visible: Visible
) -> tuple[Podcast, ...]:
    key = title_key(text)
    if not key:
        return ()
    title = podcasts.c.title_key
    of_title = title.startswith(key, autoescape=True)
    of_word = title.contains(f" {key}", autoescape=True)
    likest_first = PODCAST.where(*_seen(visible), *_named(text)).order_by(
        of_title.desc(), of_word.desc(), title, podcasts.c.id
    )
    return tuple(map(podcast_of, connection.execute(likest_first.limit(limit))))


def podcast_languages(
    connection: Connection, *, named: str | None, visible: Visible
) -> dict[str | None, int]:
    query = select(podcasts.c.language, func.count()).where(*_seen(visible), *_named(named))
    counted = connection.execute(query.group_by(podcasts.c.language))
    return dict(counted.all())


def _seen(visible: Visible) -> list[ColumnElement[bool]]:
    return [] if visible is None else [podcasts.c.visibility.in_(sorted(visible))]


def _declaring(languages: Collection[str | None]) -> ColumnElement[bool]:
    named = podcasts.c.language.in_([language for language in languages if language is not None])
    return named | podcasts.c.language.is_(None) if None in languages else named


def _named(text: str | None) -> list[ColumnElement[bool]]:
    key = title_key(text or "")
    return [podcasts.c.title_key.contains(key, autoescape=True)] if key else []


# ---------------------------------------------------------------- beside an episode

_AT = func.coalesce(episodes.c.published_at, episodes.c.first_seen_at)


def beside(
    connection: Connection, episode_id: EpisodeId, until: datetime
) -> tuple[EpisodeRef | None, EpisodeRef | None]:
    place = select(episodes.c.podcast_id, episodes.c.story_id, _AT.label("at"), episodes.c.id)
    here = connection.execute(place.where(episodes.c.id == episode_id)).first()
    if here is None:
        return None, None
    others = select(episodes.c.id, episodes.c.title).where(
        episodes.c.podcast_id == here.podcast_id,
        episodes.c.story_id != here.story_id,
        codec.to_us(until) > _AT,
    )
    older = or_(here.at > _AT, and_(here.at == _AT, episodes.c.id < here.id))
    newer = or_(here.at < _AT, and_(here.at == _AT, episodes.c.id > here.id))
    before = others.where(older).order_by(_AT.desc(), episodes.c.id.desc()).limit(1)
    after = others.where(newer).order_by(_AT, episodes.c.id).limit(1)
    return _ref(connection.execute(before).first()), _ref(connection.execute(after).first())


def _ref(row: Any) -> EpisodeRef | None:
    return None if row is None else EpisodeRef(EpisodeId(row[0]), row[1])
