"""An open database: read-only snapshots and all-or-nothing writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

from attrs import define, field
from sqlalchemy import Connection, Engine

from .connect import MEMORY, begin_writing, commit, engine_for, plainly, prepare
from .rulesets import Rulesets


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
    """An open database. Close it, or use it in ``with``."""

    address: str
    engine: Engine = field(repr=False)
    rulesets: Rulesets = field(factory=Rulesets, repr=False)
    _kept: list[Connection] = field(factory=list, init=False, repr=False)  # for the next who writes

    @classmethod
    def at(cls, address: str, create: bool = True, keep: bool = True) -> Self:
        """Open the database at an address; ``keep`` pools connections. Raises Mistakes."""
        database, _ = split_address(address)
        shown = without_password(database)
        with plainly(shown):
            engine = engine_for(database, create, keep)
        try:
            prepare(engine, shown, create or database.endswith(MEMORY))
        except BaseException:
            engine.dispose()
            raise
        return cls(shown, engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        while self._kept:
            self._kept.pop().close()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only connection that sees the database at one moment."""
        with plainly(self.address), self.engine.connect() as connection:
            connection = connection.execution_options(reads=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, or rolled back whole."""
        connection = None
        try:
            connection = self._connected()
            begin_writing(connection)
            yield connection
            commit(connection)
        except BaseException:
            if connection is not None:
                connection.close()
            with plainly(self.address):
                raise
        self._keep(connection)

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
