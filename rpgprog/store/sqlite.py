"""An SQLite file: how it is opened, created by the first write, and removed again if that fails."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from .failures import refused

MEMORY = ":memory:"
WAIT = 10  # seconds for which a writer waits for another


def sqlite_engine(path: str, create: bool, keep: bool) -> Engine:
    """Make an engine for a file. Raises Mistakes if there is none, or if none can be created there."""
    if path != MEMORY:
        _check_path(path, create)
        path = os.path.abspath(path)
    pool: dict[str, Any] = {"poolclass": StaticPool if path == MEMORY else QueuePool if keep else NullPool}
    engine = create_engine(f"sqlite:///{path}", creator=lambda: _connect(path, create), **pool)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _check_path(path: str, create: bool) -> None:
    if os.path.isdir(path):
        raise refused(f'"{path}" is a folder, not a database')
    if not create and not os.path.isfile(path):
        raise refused(f'there is no database "{path}": begin one with rpgprog import')
    if not Path(path).resolve().parent.is_dir():
        raise refused(f'there is no folder "{Path(path).resolve().parent}"')


def _connect(path: str, create: bool) -> sqlite3.Connection:
    """Connect to a file; one that was deleted meanwhile is not created by reading it."""
    address = path if path == MEMORY else f"{Path(path).as_uri()}?mode={'rwc' if create else 'rw'}"
    return sqlite3.connect(address, uri=path != MEMORY, timeout=WAIT, check_same_thread=False)


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin and end where we say
    for line in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {line}")


def ask_sqlite(connection: Connection, sql: str, values: Sequence[object] = ()) -> Any:
    """Run a statement directly on SQLite: SQLAlchemy would take longer than the disk."""
    return connection.connection.dbapi_connection.execute(sql, values)  # type: ignore[union-attr]


def write_sqlite(connection: Connection, sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Write rows directly to SQLite."""
    connection.connection.dbapi_connection.executemany(sql, rows)  # type: ignore[union-attr]


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options()
    if not how.get("begun"):
        ask_sqlite(connection, "BEGIN" if how.get("reads") else "BEGIN IMMEDIATE")


def file_number(path: str) -> int | None:
    """What tells this file from another at the same path; None if there is none."""
    try:
        return os.stat(path).st_ino
    except OSError:
        return None


def remove_if_empty(path: str) -> None:
    """Remove a database without campaigns. Whoever waits to write into it sees that it is gone."""
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'campaigns'")
        if not tables.fetchone()[0] or not connection.execute("SELECT count(*) FROM campaigns").fetchone()[0]:
            for ending in ("", "-wal", "-shm"):
                Path(path + ending).unlink(missing_ok=True)
    finally:
        connection.close()


def clean_file(connection: Any) -> list[str]:
    """Empty the log into the file, and rewrite the file without what it no longer holds; what is left."""
    left = []
    connection.execute("PRAGMA busy_timeout = 1000")
    try:
        connection.execute("VACUUM")
    except sqlite3.Error:
        left.append("unused pages of the file, while others write")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return [*left, "the write-ahead log, while others read"] if busy else left
