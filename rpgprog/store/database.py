"""An open database: read-only snapshots and all-or-nothing writes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import RLock
from typing import Self

from attrs import define, field
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from .connect import begin_writing, commit, engine_for, plainly
from .failures import refused
from .rulesets import Rulesets
from .schema import create_tables, is_ready
from .sqlite import MEMORY, clean_file, file_number, remove_if_empty
from .wal import wal_damage


def split_address(address: str) -> tuple[str, str]:
    """Split ``sqlite:road.db#The Long Road`` into database and campaign."""
    database, _, name = address.partition("#")
    return database.replace("postgres://", "postgresql://", 1), name


def without_password(address: str) -> str:
    """Return an address without its password."""
    if "://" not in address or "@" not in address:
        return address
    scheme, _, location = address.partition("://")
    user, _, server = location.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}@{server}"


@define(eq=False)
class Database:
    """An open database. Close it, or use it in ``with``. The first write creates it where there is none."""

    address: str
    engine: Engine = field(repr=False)
    rulesets: Rulesets = field(factory=Rulesets, repr=False)
    damage: str = field(default="", init=False, repr=False)  # to its log, found when it was opened
    _ready: bool = field(default=True, repr=False)
    _file: int | None = field(default=None, repr=False)  # tells the file from another at the same path
    _memory: RLock = field(factory=RLock, init=False, repr=False)
    _kept: list[Connection] = field(factory=list, init=False, repr=False)  # for the next write

    @classmethod
    def at(cls, address: str, create: bool = True, keep: bool = True) -> Self:
        """Open the database at an address; ``keep`` pools connections. Raises Mistakes.

        With ``create`` the first write creates what is not there; nothing else does.
        """
        database, _ = split_address(address)
        shown = without_password(database)
        with plainly(shown):
            engine = engine_for(database, create, keep)
        opened = cls(shown, engine)
        try:
            opened._open(create)
        except BaseException:
            engine.dispose()
            raise
        return opened

    @property
    def path(self) -> str | None:
        """The file of an SQLite database; None for a server, or in memory."""
        path = self.address.removeprefix("sqlite:")
        return None if path in (self.address, MEMORY) else path

    def _open(self, create: bool) -> None:
        missing = self.path is not None and not os.path.exists(self.path)
        if self.path and not missing:
            self.damage = wal_damage(self.engine, self.path)
        self._ready = not missing and is_ready(self.engine, self.address, create)
        if self.address.endswith(MEMORY):
            self._create()
        self._file = file_number(self.path) if self.path else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        while self._kept:
            self._kept.pop().close()
        self.engine.dispose()

    @property
    def exists(self) -> bool:
        """Whether it has been created; until then it holds nothing."""
        if not self._ready:
            self._open(create=True)
        return self._ready

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only connection that sees the database at one moment. Raises Mistakes if there is none."""
        if not self.exists:
            raise refused(f"{self.address} holds no campaigns: begin with rpgprog import")
        with self._alone(), plainly(self.address), self.engine.connect() as connection:
            connection = connection.execution_options(reads=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, or rolled back whole.

        What it creates is removed again if it fails.
        """
        with self._alone(), self._transaction() as connection:
            yield connection

    def _alone(self) -> AbstractContextManager[object]:
        """A database in memory has a single connection: one thread at a time."""
        return self._memory if self.address.endswith(MEMORY) else nullcontext()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        connection, created = None, False
        try:
            created = not self.exists and self._create()
            connection = self._connected()
            begin_writing(connection)
            self._check_file()
            yield connection
            commit(connection)
        except BaseException:
            if connection is not None:
                connection.close()
            if created:
                self._remove()
            with plainly(self.address):
                raise
        self._keep(connection)

    def _create(self) -> bool:
        """Create the tables; whether that made a new file."""
        path = self.path
        new = path is not None and not os.path.exists(path)
        with plainly(self.address):
            create_tables(self.engine)
        self._ready, self._file = True, file_number(path) if path else None
        return new

    def _remove(self) -> None:
        """Remove the file that a failed write created, unless somebody else wrote into it."""
        self.close()
        self._ready = False
        with suppress(sqlite3.Error, OSError):
            remove_if_empty(self.path or "")

    def _check_file(self) -> None:
        """Write into no file that is no longer there: it would be lost. Raises Mistakes."""
        if self.path and file_number(self.path) != self._file:
            raise refused(f'"{self.path}" was moved, removed or replaced while it was open: open it again')

    def clean_up(self) -> list[str]:
        """Overwrite what was deleted or changed, in the file and its log; where that could not be done."""
        while self._kept:
            self._kept.pop().close()
        if self.engine.dialect.name != "sqlite":
            with suppress(DBAPIError), self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
            return ["the server's own logs and archives"]
        raw = self.engine.raw_connection()
        try:
            return clean_file(raw.driver_connection)
        finally:
            raw.close()

    def _connected(self) -> Connection:
        with suppress(IndexError):  # another thread may have taken it
            return self._kept.pop()
        return self.engine.connect()

    def _keep(self, connection: Connection) -> None:
        """Keep an SQLite connection for the next write; a server's goes back to its pool, which tests it."""
        if connection.dialect.name == "sqlite" and not self._kept:
            self._kept.append(connection)
        else:
            connection.close()
