"""A database that is open: connections that read one moment, and such that write all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

from attrs import define, field
from sqlalchemy import Connection, Engine

from .connect import MEMORY, begin_writing, commit, engine_for, plainly, prepare
from .rulesets import Rulesets


def parted(address: str) -> tuple[str, str]:
    """The database and the campaign of ``sqlite:road.db#The Long Road``."""
    database, _, name = address.partition("#")
    return database.replace("postgres://", "postgresql://", 1), name


def without_password(address: str) -> str:
    """An address without its password."""
    if "://" not in address or "@" not in address:
        return address
    scheme, _, rest = address.partition("://")
    who, _, where = rest.rpartition("@")
    return f"{scheme}://{who.partition(':')[0]}@{where}"


@define(eq=False)
class Database:
    """A database that is open. Close it, or use it in ``with``."""

    address: str
    engine: Engine = field(repr=False)
    rulesets: Rulesets = field(factory=Rulesets, repr=False)
    _kept: list[Connection] = field(factory=list, init=False, repr=False)  # for the next who writes

    @classmethod
    def at(cls, address: str, create: bool = True, keep: bool = True) -> Self:
        """The database at an address; ``keep`` keeps connections open between uses. Raises Mistakes."""
        database, _ = parted(address)
        told = without_password(database)
        with plainly(told):
            engine = engine_for(database, create, keep)
        try:
            prepare(engine, told, create or database.endswith(MEMORY))
        except BaseException:
            engine.dispose()
            raise
        return cls(told, engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        while self._kept:
            self._kept.pop().close()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the database as it is now and writes nothing."""
        with plainly(self.address), self.engine.connect() as connection:
            connection = connection.execution_options(reads=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection on which nobody else writes; all of it is written at the end, or nothing."""
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
        """Keep it for the next who writes; a server's goes back to the pool, which looks whether it lives."""
        if connection.dialect.name == "sqlite" and not self._kept:
            self._kept.append(connection)
        else:
            connection.close()
