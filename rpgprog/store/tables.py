"""The tables. Recorded rows are append-only; names of real people and snapshots are kept apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

VERSION = "0004"  # of the schema: the last migration

NOTED = (
    "Adopted",
    "DowntimeStarted",
    "Joined",
    "Left",
    "Passed",
    "Returned",
    "SessionEnded",
    "SessionStarted",
)  # events that are asked for by their kind

metadata = MetaData()
integer = BigInteger().with_variant(Integer(), "sqlite")  # a strict table of SQLite knows no other


def _table(name: str, *columns: Any) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def _text(name: str, **how: Any) -> Column[str]:
    return Column(name, Text, nullable=False, **how)


def _of_campaign(**how: Any) -> Column[int]:
    return Column("campaign", integer, ForeignKey("campaigns.id"), nullable=False, **how)


campaigns = _table(
    "campaigns",
    Column("id", integer, primary_key=True, autoincrement=False),
    _text("name", unique=True),
    _text("uid"),  # the chain of hashes begins with it
    _text("about"),  # title, planned scenes, the dice's seed
    _text("document"),  # the file it was brought from, verbatim
    Column("documented", integer, nullable=False),  # so many rows are in the document
)

rulesets = _table(
    "rulesets",
    _text("digest", primary_key=True),
    _text("name"),
    _text("texts"),  # of the files it is made of, the deepest first
    _text("skills"),  # the campaign's own
    _text("revisions"),  # of its policies and of the engine, at that time
    _text("packages"),  # that its policies come from, with their versions
)

events = _table(
    "events",
    _of_campaign(primary_key=True),
    Column("seq", integer, primary_key=True, autoincrement=False),
    _text("kind"),
    Column("day", integer, nullable=False),
    _text("event"),
    _text("word"),
    _text("session"),
    _text("gm"),
    _text("entry"),  # the name that its entry was given
    _text("ref"),
    _text("note"),
    _text("late"),
    _text("decider"),
    _text("why"),
    _text("corrects"),  # what it takes back or lets pass
    _text("rules"),
    _text("recorder"),
    _text("at"),  # in real time
    _text("beside", server_default=""),  # digests of what came with it and stands beside the rows
    Column("hash", LargeBinary, nullable=False),
    Index("events_by_day", "campaign", "day", "seq"),
)


def _partial_index(name: str, where: Any, *columns: Any) -> None:
    """Add an index over only the rows that a query needs."""
    Index(name, events.c.campaign, *columns, sqlite_where=where, postgresql_where=where)


_partial_index("events_by_entry", events.c.entry != "", events.c.entry, events.c.seq)
_partial_index("events_correcting", events.c.corrects != "", events.c.seq)
_partial_index("events_sealing", events.c.beside != "", events.c.seq)
_partial_index("events_by_kind", events.c.kind.in_(NOTED), events.c.kind, events.c.seq)

entries = _table(
    "entries",
    _of_campaign(primary_key=True),
    Column("seq", integer, primary_key=True, autoincrement=False),
    Column("last", integer, nullable=False),  # of the rows that it made
    _text("text"),  # as it was typed
)

keys = _table(
    "keys",
    _of_campaign(primary_key=True),
    _text("key", primary_key=True),
    Column("first", integer, nullable=False),
    Column("last", integer, nullable=False),
    _text("asked"),  # a digest of what was to be recorded
)

imports = _table(
    "imports",
    _of_campaign(primary_key=True),
    Column("first", integer, primary_key=True, autoincrement=False),
    Column("last", integer, nullable=False),  # these rows stand in the imported file
)

characters = _table(
    "characters",
    _of_campaign(primary_key=True),
    _text("who", primary_key=True),
    _text("about"),  # as they began, with their players and goals
)

people = _table(
    "people",
    _of_campaign(primary_key=True),
    _text("token", primary_key=True),
    _text("name"),
)

erased = _table(
    "erased",
    _text("salt", primary_key=True),
    _text("digest"),  # of a name that was erased
)

snapshots = _table(
    "snapshots",
    _of_campaign(primary_key=True),
    Column("seq", integer, primary_key=True, autoincrement=False),
    _text("rules", primary_key=True),
    Column("day", integer, nullable=False),
    _text("lineage"),  # a digest of all rules so far, as this version of the program reads them
    Column("state", LargeBinary, nullable=False),
    Column("sum", LargeBinary, nullable=False),
)

APPEND_ONLY = ("events", "keys", "rulesets")
COLUMNS = tuple(column.name for column in events.columns)
