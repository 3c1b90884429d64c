"""The first catalog: shows, episodes and what is derived of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _shows()
    _documents()
    _episodes()
    _texts()
    _derived()
    op.execute(
        "INSERT INTO meta (name, value)"
        " VALUES ('generation', 0), ('last_episode_id', 0), ('synced', 0)"
    )


def _shows() -> None:
    op.create_table(
        "podcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("link_key", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("relog_after", sa.Integer(), nullable=True),
        sa.Column("categories", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_podcasts_title_key"), "podcasts", ["title_key"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("podcast_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("refreshed_at", sa.BigInteger(), nullable=True),
        sa.Column("document_hash", sa.BigInteger(), nullable=True),
        sa.Column("removed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("removed_title_key", sa.Text(), nullable=True),
        sa.Column("removed_link_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["podcast_id"],
            ["podcasts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("podcast_id"),
        sa.UniqueConstraint("url_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feed_aliases",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feeds.id"],
        ),
        sa.PrimaryKeyConstraint("url_key"),
    )
    op.create_index(op.f("ix_feed_aliases_feed_id"), "feed_aliases", ["feed_id"], unique=False)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("document_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"]),
        sa.PrimaryKeyConstraint("url_key"),
    )


def _episodes() -> None:
    op.create_table(
        "episodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("podcast_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("story_position", sa.SmallInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_in_feed_at", sa.BigInteger(), nullable=True),
        sa.Column("in_feed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("item_hash", sa.BigInteger(), nullable=False),
        sa.Column("media_version", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("season", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("enclosure_key", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fold_reason", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("sentence_keys", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["podcast_id"],
            ["podcasts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_episodes_enclosure_key"), "episodes", ["enclosure_key"], unique=False)
    op.create_index(op.f("ix_episodes_guid"), "episodes", ["guid"], unique=False)
    op.create_index(op.f("ix_episodes_link"), "episodes", ["link"], unique=False)
    op.create_index(
        "ix_episodes_podcast_id_item_hash", "episodes", ["podcast_id", "item_hash"], unique=False
    )
    op.create_index(
        "ix_episodes_podcast_id_length_title_key",
        "episodes",
        ["podcast_id", "length", "title_key"],
        unique=False,
    )
    op.create_index(op.f("ix_episodes_story_id"), "episodes", ["story_id"], unique=False)
    op.create_index(
        "ix_episodes_title_key_published_at",
        "episodes",
        ["title_key", "published_at"],
        unique=False,
    )


def _texts() -> None:
    op.create_table(
        "guids",
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"],
            ["episodes.id"],
        ),
        sa.PrimaryKeyConstraint("guid", "episode_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_guids_episode_id"), "guids", ["episode_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("notes_z", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"],
            ["episodes.id"],
        ),
        sa.PrimaryKeyConstraint("episode_id"),
    )
    op.create_table(
        "transcripts",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("text_z", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"],
            ["episodes.id"],
        ),
        sa.PrimaryKeyConstraint("episode_id"),
    )


def _derived() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "change_log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("podcast_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stale_stories",
        sa.Column("story_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("story_id"),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "boilerplate",
        sa.Column("podcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sentences", sa.LargeBinary(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("podcast_id"),
    )
