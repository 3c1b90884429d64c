"""Shows are listed by title, and counted by language, without reading their rows."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_podcasts_title_key", "podcasts")
    op.create_index(
        "ix_podcasts_title_key_visibility_language",
        "podcasts",
        ["title_key", "visibility", "language"],
    )
