"""Key phrases of stories are kept, once they were read ahead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("stories", sa.Column("phrases", sa.LargeBinary()))
    op.create_index("ix_stories_unread", "stories", ["id"], sqlite_where=sa.text("phrases IS NULL"))
