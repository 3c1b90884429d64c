"""Feeds are polled: when, with which validators, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from earmark.keys import host_of

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("lease_until", sa.BigInteger()))
    op.add_column("feeds", sa.Column("host", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_feeds_due_at", "feeds", ["due_at", "lease_until", "host"])
    _name_hosts()
    _polls()
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("host", sa.Text(), primary_key=True),
        sa.Column("outcome", sa.Text(), primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("not_modified", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("new_episodes", sa.Integer(), nullable=False),
        sa.Column("wire_bytes", sa.BigInteger(), nullable=False),
    )


def _name_hosts() -> None:
    connection = op.get_bind()
    named = [
        {"id": id_, "host": host_of(url)}
        for id_, url in connection.execute(sa.text("SELECT id, url FROM feeds"))
    ]
    if named:
        connection.execute(sa.text("UPDATE feeds SET host = :host WHERE id = :id"), named)


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column(
            "feed_id",
            sa.Integer(),
            sa.ForeignKey("feeds.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("polls", sa.Integer(), nullable=False),
        sa.Column("not_modified", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("changed_at", sa.BigInteger()),
        sa.Column("newest_at", sa.BigInteger()),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("gap", sa.BigInteger()),
        sa.Column("validated_url", sa.Text()),
        sa.Column("etag", sa.LargeBinary()),
        sa.Column("last_modified", sa.LargeBinary()),
        sa.Column("parser", sa.Integer(), nullable=False),
        sa.Column("details", sa.Text()),
    )
    op.create_index("ix_polls_state", "polls", ["state", "feed_id"])
