"""Look up and begin campaigns by name."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, func, select

from ..problems import Mistakes, Problem
from ..problems.wording import did_you_mean, listing, quoted
from .campaign import Stored
from .database import Database
from .failures import refused
from .people import People
from .queries import Reading
from .tables import campaigns
from .upsert import insert_new


class NameTaken(Mistakes):
    """There is a campaign of this name."""


def names(connection: Connection) -> list[str]:
    """Names of all campaigns, oldest first."""
    return list(connection.execute(select(campaigns.c.name).order_by(campaigns.c.id)).scalars())


def find(store: Database, connection: Connection, name: str = "") -> Stored:
    """Find a campaign; the name may be omitted if there is only one. Raises Mistakes."""
    rows = connection.execute(select(campaigns.c.id, campaigns.c.name, campaigns.c.uid)).all()
    known = {row.name: row for row in rows}
    if not known:
        raise refused(f"{store.address} holds no campaigns: begin with rpgprog import")
    if not name and len(known) > 1:
        names = listing(known)
        raise refused(f"{store.address} holds {len(known)} campaigns: add # and one of {names}")
    if name and name not in known:
        near = did_you_mean(name, known)
        raise refused(f"{store.address} holds no campaign {quoted(name)}{near}")
    row = known[name] if name else rows[0]
    return _stored(store, row.id, row.name, row.uid)


def _stored(store: Database, number: int, name: str, uid: str) -> Stored:
    reading = Reading(number, uid, store.address, People(number), store.rulesets)
    return Stored(store, name, reading)


def begin(
    store: Database, connection: Connection, name: str, about: str, document: str, uid: str = ""
) -> Stored:
    """Begin a campaign without rows. Raises NameTaken."""
    uid = uid or secrets.token_hex(16)
    row = {"name": name, "uid": uid, "about": about, "document": document, "documented": 0}
    while name not in names(connection):
        number = _next_number(connection)
        if insert_new(connection, campaigns, {"id": number, **row}):
            return _stored(store, number, name, uid)
        # somebody else took the name or, restoring a backup, the number at this moment
    raise NameTaken([Problem(None, f"{store.address} already holds a campaign {quoted(name)}")])


def _next_number(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return int(connection.execute(select(func.max(campaigns.c.id))).scalar() or 0) + 1
    return int(connection.exec_driver_sql("SELECT nextval('campaign_numbers')").scalar_one())


def count_on(connection: Connection) -> None:
    """Let new campaigns be numbered after those that were copied in."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT setval('campaign_numbers', max(id)) FROM campaigns")
