"""Back up a whole database into an SQLite file while others write, and restore it into an empty one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from .connect import plainly
from .database import Database
from .failures import refused
from .lookup import count_on, find, names
from .results import Head
from .tables import campaigns, metadata

BATCH = 5000


def backup(store: Database, path: str) -> dict[str, Head]:
    """Copy all campaigns as of one moment into a new SQLite file; return the head of each.

    Raises Mistakes when the file exists or cannot be written; no partial file is left.
    """
    if os.path.exists(path):
        raise refused(f'there is a file "{path}" already: a backup overwrites nothing')
    try:
        if store.engine.dialect.name == "sqlite":
            _copy_pages(store, path)
        else:
            _copy_rows(store, path)
        return _check_and_read_heads(path)
    except BaseException:
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(path + ending):
                os.unlink(path + ending)
        raise


def _copy_pages(store: Database, path: str) -> None:
    """Copy page by page with SQLite's backup, which blocks nobody and sees one moment."""
    with store.reading() as connection:
        source: Any = connection.connection.driver_connection
        with plainly(path):
            copy = sqlite3.connect(path)
            try:
                source.backup(copy)
            finally:
                copy.close()


def _copy_rows(store: Database, path: str) -> None:
    with Database.at(f"sqlite:{path}") as copy, store.reading() as old, copy.writing() as new:
        _copy_tables(old, new)


def _check_and_read_heads(path: str) -> dict[str, Head]:
    with Database.at(f"sqlite:{path}", create=False) as store:
        heads = _all_heads(store)
        with store.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return heads


def _all_heads(store: Database) -> dict[str, Head]:
    with store.reading() as connection:
        stored_campaigns = [find(store, connection, name) for name in names(connection)]
    return {stored.name: stored.head for stored in stored_campaigns}


def restore(path: str, store: Database) -> dict[str, Head]:
    """Copy a backup into a database without campaigns; return the head of each.

    Raises Mistakes when the database holds campaigns or the file is not a backup.
    """
    if store.exists and _all_heads(store):
        raise refused(f"{store.address} holds campaigns already: restore into an empty database")
    with Database.at(f"sqlite:{path}", create=False) as copy:
        with copy.reading() as old, store.writing() as new:
            _copy_tables(old, new)
        return _all_heads(store)


def _copy_tables(old: Connection, new: Connection) -> None:
    """Copy all rows of all tables, referenced tables first."""
    if new.dialect.name != "sqlite":  # nobody begins a campaign meanwhile
        new.exec_driver_sql("LOCK TABLE campaigns IN SHARE ROW EXCLUSIVE MODE")
    if new.execute(select(campaigns.c.id)).first() is not None:
        raise refused("there are campaigns already")
    for table in metadata.sorted_tables:
        for rows in _batches(old, table):
            new.execute(insert(table), rows)
    count_on(new)


def _batches(connection: Connection, table: Any) -> Iterator[list[dict[str, Any]]]:
    result = connection.execution_options(yield_per=BATCH).execute(select(table)).mappings()
    for rows in result.partitions(BATCH):
        yield [dict(row) for row in rows]
