"""The version of the tables in a database: looked up, created, brought up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from .connect import plainly
from .failures import refused
from .tables import VERSION

SCHEMA = "rpgprog_schema"


def is_ready(engine: Engine, address: str, create: bool) -> bool:
    """Bring the tables up to date; whether there are any yet. The first write creates them.

    Raises Mistakes if there are none and none are to be created, or if they are of a newer version.
    """
    with plainly(address):
        version = _version_in(engine)
        if version is None and not create:
            raise refused(f"{address} holds no campaigns: begin with rpgprog import")
        if version is not None and version > VERSION:
            message = f"{address} was written by a newer rpgprog (tables {version}, known here {VERSION})"
            raise refused(f"{message}: update rpgprog")
        if version is not None and version < VERSION:
            create_tables(engine)
        return version is not None


def _version_in(engine: Engine) -> str | None:
    with engine.connect() as connection:
        connection = connection.execution_options(reads=True)
        with connection.begin():
            return _version(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(SCHEMA):
        return None
    version = connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA}").scalar()
    return None if version is None else str(version)


def create_tables(engine: Engine) -> None:
    """Create the tables, or migrate those of an earlier version."""
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(723105)")  # one at a time
        if _version(connection) == VERSION:
            return
        config.attributes["connection"] = connection
        upgrade(config, "head")
