"""Feeds, their aliases and podcasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.keys import holds_secret, host_of, title_key, url_key
from earmark.model import (
    OWNER,
    PUBLIC,
    UNLISTED,
    Feed,
    FeedId,
    ParsedFeed,
    Podcast,
    PodcastId,
)
from earmark.store import codec, pushes
from earmark.store.batches import batches
from earmark.store.schema import documents, episodes, feed_aliases, feeds, guids, podcasts

# ---------------------------------------------------------------- feeds


_FEED = select(
    feeds.c.id,
    feeds.c.url,
    feeds.c.podcast_id,
    feeds.c.title,
    feeds.c.due_at,
    feeds.c.document_hash,
    feeds.c.removed,
)
_FEED_AT = _FEED.where(feeds.c.url_key == bindparam("key"))
_FEED_OF_ALIAS = _FEED.join(feed_aliases, feed_aliases.c.feed_id == feeds.c.id).where(
    feed_aliases.c.url_key == bindparam("key")
)


def _feed(row: Any) -> Feed:
    id_, url, podcast_id, title, due_at, document_hash, removed = row
    return Feed(
        FeedId(id_),
        url,
        None if podcast_id is None else PodcastId(podcast_id),
        title,
        codec.from_us(due_at),
        document_hash,
        removed,
    )


def feed_at(connection: Connection, url: str) -> Feed | None:
    """A feed's own address goes before another feed's alias."""
    key = {"key": url_key(url)}
    row = connection.execute(_FEED_AT, key).first()
    if row is None:
        row = connection.execute(_FEED_OF_ALIAS, key).first()
    return None if row is None else _feed(row)


def feed_by_id(connection: Connection, feed_id: FeedId) -> Feed | None:
    row = connection.execute(_FEED.where(feeds.c.id == feed_id)).first()
    return None if row is None else _feed(row)


def feeds_by_id(connection: Connection, ids: Iterable[FeedId]) -> tuple[Feed, ...]:
    rows = (
        row
        for batch in batches(ids)
        for row in connection.execute(_FEED.where(feeds.c.id.in_(batch)))
    )
    return tuple(sorted(map(_feed, rows), key=lambda feed: feed.id))


def all_feeds(connection: Connection) -> tuple[Feed, ...]:
    return tuple(map(_feed, connection.execute(_FEED.order_by(feeds.c.id))))


def feeds_titled(connection: Connection, title: str) -> tuple[Feed, ...]:
    key = title_key(title)
    return _feeds_where(connection, podcasts.c.title_key == key, feeds.c.removed_title_key == key)


def feeds_of_channel(connection: Connection, title: str, link: str | None) -> tuple[Feed, ...]:
    key, link_key = title_key(title), _link_key(link)
    return _feeds_where(
        connection,
        (podcasts.c.title_key == key) & podcasts.c.link_key.is_not_distinct_from(link_key),
        (feeds.c.removed_title_key == key)
        & feeds.c.removed_link_key.is_not_distinct_from(link_key),
    )


def _feeds_where(
    connection: Connection, present: ColumnElement[bool], removed: ColumnElement[bool]
) -> tuple[Feed, ...]:
    """Feeds of a podcast, and removed ones of which the podcast is gone."""
    stored = _FEED.join(podcasts, podcasts.c.id == feeds.c.podcast_id).where(present)
    found = stored.union(_FEED.where(feeds.c.removed, removed))
    return tuple(sorted(map(_feed, connection.execute(found)), key=lambda feed: feed.id))


def feeds_sharing(
    connection: Connection, wanted_guids: Sequence[str], enclosure_keys: Sequence[str]
) -> dict[FeedId, int]:
    by_guid = _marks_by_podcast(connection, _guid_marks(wanted_guids))
    by_key = _marks_by_podcast(connection, _key_marks(enclosure_keys))
    found = {
        podcast: max(len(by_guid[podcast]), len(by_key[podcast]))
        for podcast in sorted(by_guid.keys() | by_key.keys())
    }
    rows = (
        row
        for batch in batches(found)
        for row in connection.execute(
            select(feeds.c.id, feeds.c.podcast_id).where(feeds.c.podcast_id.in_(batch))
        )
    )
    return {FeedId(feed): found[podcast] for feed, podcast in rows}


def _guid_marks(wanted: Sequence[str]) -> Iterator[Select[int, str | None]]:
    for batch in batches(wanted):
        yield (
            select(episodes.c.podcast_id, episodes.c.guid)
            .where(episodes.c.guid.in_(batch))
            .distinct()
        )
        yield (
            select(episodes.c.podcast_id, guids.c.guid)
            .join(guids, guids.c.episode_id == episodes.c.id)
            .where(guids.c.guid.in_(batch))
            .distinct()
        )


def _key_marks(wanted: Sequence[str]) -> Iterator[Select[int, str | None]]:
    for batch in batches(wanted):
        yield (
            select(episodes.c.podcast_id, episodes.c.enclosure_key)
            .where(episodes.c.enclosure_key.in_(batch))
            .distinct()
        )


def _marks_by_podcast(
    connection: Connection, queries: Iterable[Select[int, str | None]]
) -> defaultdict[int, set[str | None]]:
    marks: defaultdict[int, set[str | None]] = defaultdict(set)
    for query in queries:
        for podcast, mark in connection.execute(query):
            marks[podcast].add(mark)
    return marks


def record(connection: Connection, wanted: Sequence[tuple[str, str]], due_us: int | None) -> int:
    """Insert those of (URL, title) that no feed or alias has; how many. A known one that came as a
    file is polled from now on."""
    by_key = {url_key(url): (url, title) for url, title in reversed(wanted) if url.strip()}
    taken = {
        key
        for column in (feeds.c.url_key, feed_aliases.c.url_key)
        for key in connection.execute(select(column).where(column.in_(by_key))).scalars()
    }
    new = [
        _new_feed(url, title, due_us) for key, (url, title) in by_key.items() if key not in taken
    ]
    if new:
        connection.execute(insert(feeds), new[::-1])
    unpolled = feeds.c.url_key.in_(by_key) & feeds.c.due_at.is_(None) & ~feeds.c.removed
    connection.execute(update(feeds).where(unpolled).values(due_at=due_us))
    return len(new)


def _new_feed(url: str, title: str, due_us: int | None) -> dict[str, object]:
    return {
        "url": url,
        "url_key": url_key(url),
        "title": title,
        "due_at": due_us,
        "removed": False,
        "host": host_of(url),
    }


def make_feed(connection: Connection, url: str, title: str) -> Feed:
    connection.execute(insert(feeds), _new_feed(url, title, None))
    feed = feed_at(connection, url)
    assert feed is not None  # noqa: S101 - just inserted
    return feed


def has_alias(connection: Connection, feed_id: FeedId, url: str) -> bool:
    """Whether ``url`` leads to this feed already."""
    key = url_key(url)
    own = select(feeds.c.id).where(feeds.c.url_key == key, feeds.c.id == feed_id)
    alias = select(feed_aliases.c.feed_id).where(
        feed_aliases.c.url_key == key, feed_aliases.c.feed_id == feed_id
    )
    return connection.execute(own.union_all(alias)).first() is not None


def add_alias(connection: Connection, feed_id: FeedId, url: str) -> None:
    new = insert(feed_aliases).values(url_key=url_key(url), url=url, feed_id=feed_id)
    connection.execute(
        new.on_conflict_do_update(index_elements=["url_key"], set_={"url": url, "feed_id": feed_id})
    )


def document_read(connection: Connection, url: str) -> tuple[Feed, int] | None:
    query = (
        _FEED.add_columns(documents.c.document_hash.label("read_hash"))
        .join(documents, documents.c.feed_id == feeds.c.id)
        .where(documents.c.url_key == url_key(url))
    )
    row = connection.execute(query).first()
    return None if row is None else (_feed(row[:-1]), row.read_hash)


def note_document(connection: Connection, url: str, feed_id: FeedId, document_hash: int) -> None:
    read = {"feed_id": feed_id, "document_hash": document_hash}
    new = insert(documents).values(url_key=url_key(url), **read)
    connection.execute(new.on_conflict_do_update(index_elements=["url_key"], set_=read))


def mark_removed(connection: Connection, feed_id: FeedId) -> None:
    """What its podcast is called is kept, since the podcast's row goes."""
    of_feed = podcasts.c.id == feeds.c.podcast_id
    title = select(podcasts.c.title_key).where(of_feed).scalar_subquery()
    link = select(podcasts.c.link_key).where(of_feed).scalar_subquery()
    keys = {
        "removed_title_key": func.coalesce(title, feeds.c.removed_title_key),
        "removed_link_key": func.coalesce(link, feeds.c.removed_link_key),
    }
    marked = update(feeds).where(feeds.c.id == feed_id)
    connection.execute(marked.values(removed=True, due_at=None, **keys))
    pushes.leave(connection, [feed_id])


# ---------------------------------------------------------------- podcasts

PODCAST = select(
    podcasts.c.id,
    feeds.c.url,
    podcasts.c.title,
    podcasts.c.link,
    podcasts.c.description,
    podcasts.c.language,
    podcasts.c.author,
    podcasts.c.image_url,
    podcasts.c.categories,
    podcasts.c.visibility,
    podcasts.c.complete,
    podcasts.c.details,
).join(feeds, feeds.c.podcast_id == podcasts.c.id)


_PODCAST_COLUMNS = tuple(PODCAST.selected_columns.keys())


def podcast_of(row: Any) -> Podcast:
    """A row of ``PODCAST``."""
    values = dict(zip(_PODCAST_COLUMNS, row, strict=True))
    details = codec.unpack_only(values.pop("details"), "license")
    return Podcast(
        id=PodcastId(values.pop("id")),
        feed_url=values.pop("url"),
        categories=codec.unpack_list(values.pop("categories")),
        license=details.get("license"),
        **values,
    )


def podcasts_by_id(connection: Connection, ids: Iterable[PodcastId]) -> dict[PodcastId, Podcast]:
    found = {}
    for batch in batches(dict.fromkeys(ids)):
        for row in connection.execute(PODCAST.where(podcasts.c.id.in_(batch))).all():
            podcast = podcast_of(row)
            found[podcast.id] = podcast
    return found


def podcasts_named(connection: Connection, text: str) -> tuple[Podcast, ...]:
    key = title_key(text)
    if not key:
        return ()
    named = PODCAST.where(podcasts.c.title_key.contains(key, autoescape=True))
    exact_first = named.order_by(podcasts.c.title_key != key, podcasts.c.title_key, podcasts.c.id)
    return tuple(map(podcast_of, connection.execute(exact_first)))


def count_podcasts(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(podcasts)).scalar_one()


def podcast_values(url: str, parsed: ParsedFeed) -> dict[str, object]:
    """The columns of a podcast's row that its publisher decides."""
    return {
        "title": parsed.title,
        "title_key": title_key(parsed.title),
        "link": parsed.link,
        "link_key": _link_key(parsed.link),
        "language": parsed.language,
        "author": parsed.author,
        "image_url": parsed.image_url,
        "visibility": visibility(url, parsed),
        "complete": parsed.complete,
        "categories": codec.pack_list(parsed.categories),
        "description": parsed.description,
        "details": codec.pack_feed(parsed),
    }


def visibility(url: str, parsed: ParsedFeed) -> int:
    """A feed whose address holds a secret is the owner's alone; a blocked one is unlisted."""
    if holds_secret(url):
        return OWNER
    return UNLISTED if parsed.block else PUBLIC


def _link_key(link: str | None) -> str | None:
    return url_key(link) if link else None
