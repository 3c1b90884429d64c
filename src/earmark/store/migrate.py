"""Brings a library to this version's tables when it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from earmark.errors import NewerLibrary, StoreError
from earmark.store.engine import writing
from earmark.store.schema import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Make or migrate the tables; a library of this version costs one query.

    Raises ``NewerLibrary`` where this version doesn't know the library's revision, ``StoreError``
    where the file is another program's database.
    """
    with engine.connect() as connection:
        found = _revision(connection)
        if found == REVISION:
            return
        _check(connection, found, path)  # before anything is written
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")  # the journal mode can't change in a transaction
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN")
    with writing(engine).begin() as connection:
        found = _revision(connection)  # another process may have been quicker
        if found != REVISION:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _check(connection: Connection, revision: str | None, path: Path) -> None:
    if revision is None:
        if inspect(connection).get_table_names():
            raise StoreError(
                "This file is a database of another program.",
                str(path),
                remedy="Use another --data folder.",
            )
        return
    if not list(MIGRATIONS.glob(f"versions/r{revision}_*.py")):
        raise NewerLibrary(
            "This library was written by a newer version.",
            str(path),
            remedy="Upgrade Earmark or use another --data folder.",
        )


def _upgrade(connection: Connection) -> None:
    # Imported here: it takes longer to load than all the rest of opening a library.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
