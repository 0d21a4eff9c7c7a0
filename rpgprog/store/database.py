"""A database and the campaigns in it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import define, field
from sqlalchemy import Connection, Engine, func, insert, select

from ..words import did_you_mean, listing, quoted
from .connect import MEMORY, engine_for, plainly, prepare, refused
from .people import People
from .reading import Reading
from .saved import Rulesets
from .stored import Stored
from .tables import campaigns

if TYPE_CHECKING:
    from .bringing import Brought

_SCHEMES = ("sqlite:", "postgresql:", "postgres:")


def is_address(where: object) -> bool:
    """Whether that names a database, not a file of a campaign.

    >>> is_address("sqlite:road.db"), is_address("road.yaml")
    (True, False)
    """
    return isinstance(where, str) and where.startswith(_SCHEMES)


def parted(address: str) -> tuple[str, str]:
    """The database and the campaign of ``sqlite:road.db#The Long Road``."""
    database, _, name = address.partition("#")
    return database.replace("postgres://", "postgresql://", 1), name


def open_store(address: str, create: bool = True) -> Store:
    """The database at ``sqlite:PATH`` or ``postgresql://user:password@host/database``.

    With ``create`` tables are made where there are none. Raises Mistakes when it cannot be opened, or was
    written by a newer version.
    """
    database, _ = parted(address)
    with plainly(_told(database)):
        engine = engine_for(database, create)
    prepare(engine, _told(database), create or database.endswith(MEMORY))
    return Store(_told(database), engine)


def _told(address: str) -> str:
    """An address without its password."""
    if "://" not in address or "@" not in address:
        return address
    scheme, _, rest = address.partition("://")
    who, _, where = rest.rpartition("@")
    return f"{scheme}://{who.partition(':')[0]}@{where}"


@define(eq=False)
class Store:
    """A database of campaigns. Close it, or use it in ``with``."""

    address: str
    engine: Engine = field(repr=False)
    rulesets: Rulesets = field(factory=Rulesets, repr=False)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
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
        with plainly(self.address), self.engine.begin() as connection:
            yield connection

    def names(self) -> list[str]:
        """The campaigns in it."""
        with self.reading() as connection:
            return list(connection.execute(select(campaigns.c.name).order_by(campaigns.c.id)).scalars())

    def campaign(self, name: str = "") -> Stored:
        """One campaign; it need not be named where there is only one. Raises Mistakes."""
        with self.reading() as connection:
            return self.campaign_in(connection, name)

    def campaign_in(self, connection: Connection, name: str = "") -> Stored:
        """The same, as this connection sees it."""
        rows = connection.execute(select(campaigns.c.id, campaigns.c.name, campaigns.c.uid)).all()
        known = {row.name: row for row in rows}
        if not known:
            raise refused(f"{self.address} holds no campaigns: begin with rpgprog import")
        if not name and len(known) > 1:
            names = listing(known)
            raise refused(f"{self.address} holds {len(known)} campaigns: add # and one of {names}")
        if name and name not in known:
            near = did_you_mean(name, known)
            raise refused(f"{self.address} holds no campaign {quoted(name)}{near}")
        row = known[name] if name else rows[0]
        return self._stored(row.id, row.name, row.uid)

    def bring(self, path: str | os.PathLike[str], name: str = "", by: str = "", yes: bool = False) -> Brought:
        """Bring a campaign file into it, or what is new in one that was brought before. Raises Mistakes."""
        from .bringing import bring

        return bring(self, path, name, by, yes)

    def _stored(self, number: int, name: str, uid: str) -> Stored:
        reading = Reading(number, uid, self.address, People(number), self.rulesets)
        return Stored(self, name, reading)

    def begin(self, connection: Connection, name: str, about: str, document: str) -> Stored:
        """A new campaign, as yet without any row. Raises Mistakes when there is one of that name."""
        there = connection.execute(select(campaigns.c.id).where(campaigns.c.name == name)).first()
        if there is not None:
            raise refused(f"{self.address} holds a campaign {quoted(name)} already")
        number = (connection.execute(select(func.max(campaigns.c.id))).scalar() or 0) + 1
        uid = secrets.token_hex(16)
        row = {"id": number, "name": name, "uid": uid, "about": about, "document": document}
        connection.execute(insert(campaigns), {**row, "documented": 0})
        return self._stored(number, name, uid)


def find_campaign(address: str) -> Stored:
    """The campaign at an address. Raises Mistakes."""
    database, name = parted(address)
    return open_store(database, create=False).campaign(name)
