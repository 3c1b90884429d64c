"""The tables of the catalog. What they look like in an older library is in ``migrations``.

Points in time are whole microseconds since 1970, UTC, so that they compare and subtract in SQL and
come back as they went in. Text that is only shown or searched is packed (``codec``); a column of
its own is for what a query asks for. Long columns stand last: SQLite reads a row from its start
and leaves the rest on disk.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

REVISION = "0005"
"""The newest migration: what a library of this version says of itself."""

FARTHEST = timedelta(days=45)
"""Nothing is due later: what says so was written under a clock that ran ahead."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Counters: ``generation``, ``changed_at`` (when it was raised last), ``synced`` (``engine.sync``),
``incarnation`` (grows when all of it is replaced, ``copies``), ``last_episode_id`` (ids are never
used twice, or the id of a story would change its meaning) and ``podping_block`` (the last one of
Hive that was read)."""

podcasts = Table(
    "podcasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("link", Text),
    Column("link_key", Text),
    Column("language", Text),
    Column("author", Text),
    Column("image_url", Text),
    Column("visibility", Integer, nullable=False),
    Column("complete", Boolean(create_constraint=False), nullable=False),
    Column("relog_after", Integer),
    Column("categories", Text),
    Column("description", Text, nullable=False),
    Column("details", LargeBinary),
    Index("ix_podcasts_title_key_visibility_language", "title_key", "visibility", "language"),
    sqlite_autoincrement=True,
)
"""``relog_after``: all its episodes must enter the change log, and those up to this id have."""

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False, unique=True),
    Column("podcast_id", ForeignKey("podcasts.id"), unique=True),
    Column("title", Text, nullable=False),
    Column("due_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("refreshed_at", BigInteger),
    Column("document_hash", BigInteger),
    Column("removed", Boolean(create_constraint=False), nullable=False),
    Column("removed_title_key", Text),
    Column("removed_link_key", Text),
    Column("host", Text, nullable=False, server_default=""),
    Index("ix_feeds_due_at", "due_at", "lease_until", "host"),
    sqlite_autoincrement=True,
)
"""``refreshed_at``: when a document was last stored whole. The keys of a removed show stay, so that
it is known under another address. ``due_at``: None for a feed that isn't polled (it came as a
file). ``lease_until``: until then a crawler has it."""

polls = Table(
    "polls",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("polls", Integer, nullable=False),
    Column("not_modified", Integer, nullable=False),
    Column("asked_at", BigInteger),
    Column("answered_at", BigInteger),
    Column("changed_at", BigInteger),
    Column("newest_at", BigInteger),
    Column("failing_since", BigInteger),
    Column("gap", BigInteger),
    Column("validated_url", Text),
    Column("etag", LargeBinary),
    Column("last_modified", LargeBinary),
    Column("parser", Integer, nullable=False),
    Column("details", Text),
    Index("ix_polls_state", "state", "feed_id"),
)
"""What is known of a feed between two polls; a feed without a row was never asked. ``gap`` is
microseconds; ``details`` JSON of the rest of ``polls.Poll`` that differs from its default."""

pushes = Table(
    "pushes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False, index=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("token", Text, nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
    Column("asked_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("delivered_at", BigInteger),
    Column("failures", Integer, nullable=False),
)
"""Subscriptions of feeds at hubs: ``pushes.Push``. Of a feed, one at most isn't ``leaving``."""

wakes = Table(
    "wakes",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("waiting", Boolean(create_constraint=False), nullable=False),
)
"""When pushes woke a feed in the hour up to the last time (``at``: JSON of points in time)."""

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("strikes", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
)
"""Hosts that asked for rest, or are about to."""

answers = Table(
    "answers",
    metadata,
    Column("host", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How often a host answered how: the HTTP status, or the code of a failure."""

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("asked", Integer, nullable=False),
    Column("not_modified", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("new_episodes", Integer, nullable=False),
    Column("wire_bytes", BigInteger, nullable=False),
)
"""Runs of the crawler over all that was due, the newest last."""

feed_aliases = Table(
    "feed_aliases",
    metadata,
    Column("url_key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False, index=True),
)

documents = Table(
    "documents",
    metadata,
    Column("url_key", Text, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("document_hash", BigInteger, nullable=False),
)
"""What was last read from a place that isn't polled (a file), and which feed it was."""

episodes = Table(
    "episodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("podcast_id", ForeignKey("podcasts.id"), nullable=False),
    Column("story_id", Integer, nullable=False, index=True),
    Column("story_position", SmallInteger, nullable=False),
    Column("published_at", BigInteger),
    Column("first_seen_at", BigInteger, nullable=False),
    Column("last_in_feed_at", BigInteger),
    Column("in_feed", Boolean(create_constraint=False), nullable=False),
    Column("item_hash", BigInteger, nullable=False),
    Column("media_version", Integer, nullable=False),
    Column("duration_ms", BigInteger),
    Column("length", BigInteger),
    Column("season", BigInteger),
    Column("number", BigInteger),
    Column("guid", Text, index=True),
    Column("title_key", Text, nullable=False),
    Column("enclosure_key", Text, index=True),
    Column("media_type", Text),
    Column("language", Text),
    Column("published_raw", Text),
    Column("title", Text, nullable=False),
    Column("fold_reason", Text),
    Column("link", Text, index=True),
    Column("keywords", Text),
    Column("details", LargeBinary),
    Column("sentence_keys", LargeBinary, nullable=False),
    Index("ix_episodes_podcast_id_item_hash", "podcast_id", "item_hash"),
    Index("ix_episodes_podcast_id_length_title_key", "podcast_id", "length", "title_key"),
    Index("ix_episodes_title_key_published_at", "title_key", "published_at"),
)
"""``story_position``: 0 for the canonical episode of its story, then as the fold ordered them.
``last_in_feed_at``: set while ``in_feed`` is false."""

guids = Table(
    "guids",
    metadata,
    Column("guid", Text, primary_key=True),
    Column("episode_id", ForeignKey("episodes.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Guids that an episode had before."""

notes = Table(
    "notes",
    metadata,
    Column("episode_id", ForeignKey("episodes.id"), primary_key=True),
    Column("notes_z", LargeBinary, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("episode_id", ForeignKey("episodes.id"), primary_key=True),
    Column("text_z", LargeBinary, nullable=False),
)

change_log = Table(
    "change_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("episode_id", Integer, nullable=False),
    Column("podcast_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""Episodes to fold again. No foreign keys: the removed are in it."""

stale_stories = Table(
    "stale_stories",
    metadata,
    Column("story_id", Integer, primary_key=True, autoincrement=False),
)
"""Stories to index again; one that has no members leaves the index."""

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("phrases", LargeBinary),
)
"""What the index holds of each story. A story's members are the episodes of its ``story_id``.
``phrases``: key phrases, found after it was indexed (``codec.pack_phrases``); None until then."""

Index("ix_stories_unread", stories.c.id, sqlite_where=stories.c.phrases.is_(None))

boilerplate = Table(
    "boilerplate",
    metadata,
    Column("podcast_id", Integer, primary_key=True, autoincrement=False),
    Column("sentences", LargeBinary, nullable=False),
    Column("keywords", Text, nullable=False),
)
