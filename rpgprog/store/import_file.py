"""Import campaign files into a database."""

from __future__ import annotations

import os

from attrs import evolve
from sqlalchemy import Connection

from ..journal import Journal, read_journal
from ..journal.timeline import Timeline
from ..problems import Mistakes
from ..source import Source, read_source
from .database import Database
from .draft import Draft
from .erased_names import ErasedNames
from .failures import refused
from .file_rows import save_imported
from .import_again import grow
from .imported import Brought, about_json, in_order, save_document
from .lookup import NameTaken, begin, find
from .write import write


def bring(
    store: Database, path: str | os.PathLike[str] | Source, name: str = "", by: str = "", yes: bool = False
) -> Brought:
    """Import a campaign file into a database.

    A campaign of that name that is there already grows by what is new in the file; where its past was
    edited, that takes ``yes``. Raises Mistakes when the file cannot be read as a whole.
    """
    source = path if isinstance(path, Source) else read_source(path)
    if store.exists:
        with store.reading() as connection:
            source = ErasedNames.read(connection).source(source)
    return bring_journal(store, read_journal(source), name, by, yes)


def bring_journal(store: Database, journal: Journal, name: str, by: str, yes: bool = False) -> Brought:
    """Import a campaign file that was read. Raises Mistakes when it was not read as a whole."""
    if journal.problems:
        raise Mistakes(journal.problems)
    if not journal.ledger:
        raise refused(f"{journal.source.file}: a campaign begins with at least one character")
    name = name or journal.title
    with store.writing() as connection:
        try:
            brought = _begin(store, connection, journal, name, by)
        except NameTaken:
            brought = grow(find(store, connection, name), connection, journal, by, yes)
    brought.campaign.state = None
    return evolve(brought, head=brought.campaign.head)


def _begin(store: Database, connection: Connection, journal: Journal, name: str, by: str) -> Brought:
    text = journal.source.text
    stored = begin(store, connection, name, about_json(journal), text)
    recorded = in_order(journal)
    rules = {journal.began.digest: journal.began}
    rules |= {entry.adopts.digest: entry.adopts for entry in recorded if entry.adopts is not None}
    for _, ruleset in sorted(rules.items()):  # in one order, whoever else saves the same at this moment
        stored.reading.rulesets.save(connection, ruleset)
    draft = Draft(recorded, Timeline(journal.start).extended(recorded), joined=dict(journal.characters))
    _, before = stored.reading.head(connection)
    write(stored, connection, draft, before, by, journal.began)
    save_imported(stored, connection, range(len(recorded)))
    save_document(stored, connection, text, len(recorded))
    return Brought(stored, begun=True, recorded=len(recorded))
