"""Hubs are asked to tell of news, and feeds are woken."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from earmark.keys import holds_secret

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "pushes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("feed_id", sa.Integer(), sa.ForeignKey("feeds.id"), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("delivered_at", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
    op.create_index("ix_pushes_feed_id", "pushes", ["feed_id"])
    op.create_index("ix_pushes_due_at", "pushes", ["due_at"])
    op.create_index("ix_pushes_token", "pushes", ["token"])
    op.create_table(
        "wakes",
        sa.Column(
            "feed_id",
            sa.Integer(),
            sa.ForeignKey("feeds.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(create_constraint=False), nullable=False),
    )
    _ask_known_hubs()


def _ask_known_hubs() -> None:
    """Of what feeds said before, where that may be told to a hub."""
    connection = op.get_bind()
    polled = sa.text(
        "SELECT polls.feed_id, feeds.url, polls.details FROM polls JOIN feeds ON"
        " feeds.id = polls.feed_id WHERE NOT feeds.removed AND feeds.due_at IS NOT NULL"
        " AND polls.details LIKE '%\"hub\"%'"
    )
    rows = []
    for feed_id, url, details in connection.execute(polled):
        said = json.loads(details)
        hub, topic = said.get("hub"), said.get("topic")
        if hub and topic and not (holds_secret(url) or holds_secret(topic)):
            rows.append({"feed_id": feed_id, "hub": hub, "topic": topic})
    if rows:
        new = sa.text(
            "INSERT INTO pushes (feed_id, hub, topic, state, token, secret, due_at, failures)"
            " VALUES (:feed_id, :hub, :topic, 'new', '', '', 0, 0)"
        )
        connection.execute(new, rows)
