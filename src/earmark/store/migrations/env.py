"""Alembic's entry: runs the migrations on the connection that ``store.migrate`` hands over.

``alembic -c`` has no use here: a library is brought up to date when it is opened.
"""

from __future__ import annotations

from alembic import context

from earmark.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
