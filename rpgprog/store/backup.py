"""Backups: a whole database into an SQLite file, while others write; and from there into an empty one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from .connect import plainly, refused
from .database import Database
from .lookup import find, names
from .results import Head
from .tables import campaigns, metadata

BATCH = 5000


def backup(store: Database, path: str) -> dict[str, Head]:
    """Copy all campaigns, as they are at one moment, into a new SQLite file; the head of each.

    Raises Mistakes when there is such a file already, or it cannot be written: then there is none.
    """
    if os.path.exists(path):
        raise refused(f'there is a file "{path}" already: a backup overwrites nothing')
    try:
        if store.engine.dialect.name == "sqlite":
            _pages(store, path)
        else:
            _rows(store, path)
        return _heads(path)
    except BaseException:
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(path + ending):
                os.unlink(path + ending)
        raise


def _pages(store: Database, path: str) -> None:
    """SQLite's own copy, which holds nobody up and sees one moment."""
    with store.reading() as connection:
        there: Any = connection.connection.driver_connection
        with plainly(path):
            copy = sqlite3.connect(path)
            try:
                there.backup(copy)
            finally:
                copy.close()


def _rows(store: Database, path: str) -> None:
    with Database.at(f"sqlite:{path}") as copy, store.reading() as old, copy.writing() as new:
        _copy(old, new)


def _heads(path: str) -> dict[str, Head]:
    with Database.at(f"sqlite:{path}", create=False) as store:
        heads = _all_heads(store)
        with store.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return heads


def _all_heads(store: Database) -> dict[str, Head]:
    with store.reading() as connection:
        found = [find(store, connection, name) for name in names(connection)]
    return {stored.name: stored.head for stored in found}


def restore(path: str, store: Database) -> dict[str, Head]:
    """Copy a backup into a database without campaigns; the head of each.

    Raises Mistakes when there are campaigns in it, or the file is no backup.
    """
    if _all_heads(store):
        raise refused(f"{store.address} holds campaigns already: restore into an empty database")
    with Database.at(f"sqlite:{path}", create=False) as kept:
        with kept.reading() as old, store.writing() as new:
            _copy(old, new)
        return _all_heads(store)


def _copy(old: Connection, new: Connection) -> None:
    """All rows of all tables, each after those that it names."""
    if new.execute(select(campaigns.c.id)).first() is not None:
        raise refused("there are campaigns already")
    for table in metadata.sorted_tables:
        for rows in _batches(old, table):
            new.execute(insert(table), rows)


def _batches(connection: Connection, table: Any) -> Iterator[list[dict[str, Any]]]:
    result = connection.execution_options(yield_per=BATCH).execute(select(table)).mappings()
    for rows in result.partitions(BATCH):
        yield [dict(row) for row in rows]
