"""Connect to databases: addresses, transactions, migrations, and failures in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from msgspec import DecodeError
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from ..problems import Mistakes, Problem
from .failures import DAMAGED, LOST, meaning
from .tables import VERSION

WAIT = 10  # seconds for which a writer waits for another
MEMORY = ":memory:"
SCHEMA = "rpgprog_schema"


def refused(message: str) -> Mistakes:
    """Make Mistakes of one message without a place."""
    return Mistakes([Problem(None, message)])


def engine_for(address: str, create: bool = False, keep: bool = True) -> Engine:
    """Make an engine for ``sqlite:PATH`` or ``postgresql://...``. Raises Mistakes if the file is missing."""
    if address.startswith("sqlite:"):
        return _sqlite(address.removeprefix("sqlite:"), create, keep)
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except ValueError:
        raise refused("the port in a database's address is a number") from None
    wait = {"connect_timeout": WAIT, "options": f"-c lock_timeout={WAIT}s"}
    pool: dict[str, Any] = {"pool_pre_ping": True} if keep else {"poolclass": NullPool}
    engine = create_engine(url, connect_args=wait, **pool)
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _sqlite(path: str, create: bool, keep: bool) -> Engine:
    if path != MEMORY:
        if os.path.isdir(path):
            raise refused(f'"{path}" is a folder, not a database')
        if not create and not os.path.isfile(path):
            raise refused(f'there is no database "{path}": begin one with rpgprog import')
        if not Path(path).resolve().parent.is_dir():
            raise refused(f'there is no folder "{Path(path).resolve().parent}"')
    pool: dict[str, Any] = {"poolclass": StaticPool if path == MEMORY else QueuePool if keep else NullPool}
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": WAIT, "check_same_thread": False}, **pool
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin and end where we say
    for line in ("foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {line}")


def ask_sqlite(connection: Connection, sql: str, values: Sequence[object] = ()) -> Any:
    """Run a statement directly on SQLite: SQLAlchemy would take longer than the disk."""
    return connection.connection.dbapi_connection.execute(sql, values)  # type: ignore[union-attr]


def write_sqlite(connection: Connection, sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Write rows directly to SQLite."""
    connection.connection.dbapi_connection.executemany(sql, rows)  # type: ignore[union-attr]


def _begin_sqlite(connection: Connection) -> None:
    how = connection.get_execution_options()
    if not how.get("begun"):
        ask_sqlite(connection, "BEGIN" if how.get("reads") else "BEGIN IMMEDIATE")


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that keeps other writers out (on PostgreSQL, rows are locked later)."""
    if connection.dialect.name == "sqlite":
        if not connection.get_execution_options().get("begun"):
            connection.execution_options(begun=True)
        ask_sqlite(connection, "BEGIN IMMEDIATE")
    else:
        connection.begin()


def commit(connection: Connection) -> None:
    """Commit to disk."""
    if connection.in_transaction():
        connection.commit()
    else:
        connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def prepare(engine: Engine, address: str, create: bool) -> None:
    """Create or migrate the tables as needed. Raises Mistakes if that cannot be done."""
    with plainly(address):
        with engine.connect() as connection:
            connection = connection.execution_options(reads=True)
            with connection.begin():
                version = _version(connection)
        if version == VERSION:
            return
        if version is None and not create:
            raise refused(f"{address} holds no campaigns: begin with rpgprog import")
        if version is not None and version > VERSION:
            message = f"{address} was written by a newer rpgprog (tables {version}, known here {VERSION})"
            raise refused(f"{message}: update rpgprog")
        _migrate(engine)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(SCHEMA):
        return None
    version = connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA}").scalar()
    return None if version is None else str(version)


def _migrate(engine: Engine) -> None:
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


@contextmanager
def plainly(address: str) -> Iterator[None]:
    """Turn database failures into Mistakes with a message for people."""
    try:
        yield
    except DBAPIError as error:
        message = LOST if error.connection_invalidated else meaning(error.orig, WAIT)
        raise refused(f"{address}: {message}") from error
    except sqlite3.Error as error:  # while the connection was set up
        raise refused(f"{address}: {meaning(error, WAIT)}") from error
    except (UnicodeDecodeError, JSONDecodeError, DecodeError) as error:  # what a damaged file says of itself
        raise refused(f"{address}: {DAMAGED}") from error
    except SQLAlchemyError as error:
        raise refused(f"{address}: {error}") from error
