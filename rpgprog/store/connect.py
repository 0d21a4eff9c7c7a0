"""Connect to databases: addresses, transactions, and failures in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any

from msgspec import DecodeError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from .failures import DAMAGED, LOST, meaning, refused
from .sqlite import WAIT, ask_sqlite, sqlite_engine


def engine_for(address: str, create: bool = False, keep: bool = True) -> Engine:
    """Make an engine for ``sqlite:PATH`` or ``postgresql://...``; nothing is connected yet.

    Raises Mistakes if the file is missing and not to be created.
    """
    if address.startswith("sqlite:"):
        return sqlite_engine(address.removeprefix("sqlite:"), create, keep)
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except ValueError:
        raise refused("the port in a database's address is a number") from None
    wait = {"connect_timeout": WAIT, "options": f"-c lock_timeout={WAIT}s"}
    pool: dict[str, Any] = {"pool_pre_ping": True} if keep else {"poolclass": NullPool}
    engine = create_engine(url, connect_args=wait, **pool)
    event.listen(engine, "begin", _begin_postgres)
    return engine


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
