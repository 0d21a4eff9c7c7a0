"""The front door: a database of campaigns, and what may be done with one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import ClassVar

from attrs import define, evolve

from ..campaign.campaign import Campaign
from ..campaign.effect import Change, Effect
from ..campaign.home import Home
from ..events import Event
from ..problems import Problem
from . import backup as copying
from . import export as exporting
from .append import Terms, append, record
from .campaign import Stored
from .database import Database, parted
from .end import Entries, effect
from .erase import erase
from .import_file import Brought, bring
from .lookup import find, names
from .notices import notices
from .results import Appended, Head
from .snapshots import forget
from .verify import verify


@define(eq=False)
class StoredCampaign(Stored, Home):
    """One campaign of a database."""

    shared: ClassVar[bool] = True

    @classmethod
    def of(cls, stored: Stored) -> StoredCampaign:
        """The same, with everything that may be done."""
        return cls(stored.store, stored.name, stored.reading, stored.state)

    def open(self) -> Campaign:
        """The campaign as it is now: sheets at once; its past is read when it is asked for.

        ``notices`` tells of rules that have a newer edition or give different results since.
        """
        campaign = super().open()
        return evolve(campaign, notices=notices(self))

    def append(
        self, *events: str | Event, by: str = "", key: str = "", expected: int | None = None
    ) -> Appended:
        """Record events at its end: all of them, on disk, or none.

        An event is a text as in a campaign file (``"used: {who: Kessa, skill: climbing}"``) or one of
        ``rpgprog.events``. ``by`` says who records. ``key`` makes it safe to try again: the same under the
        same key is recorded once. ``expected`` is the number of the last row one knows of.

        Raises Mistakes when an event cannot be read or is refused by a rule, Conflict when something else
        came in since ``expected``, KeyTaken when something else was recorded under the key.
        """
        return append(self, events, Terms(by, key, expected))

    def effect(self, entries: Entries) -> Effect:
        """What these entries do at its end; nothing is written, and no dice are thrown."""
        return effect(self, entries)

    def record(
        self, *entries: str | Event, by: str = "", key: str = "", expected: int | None = None
    ) -> Change:
        """The same as ``append``; what it changed: nothing, if it was recorded before under the key."""
        return record(self, entries, Terms(by, key, expected))

    def ruleset_reference(self, ruleset: str) -> str:
        """A pack's name, or a path from this folder: a database keeps the whole text of the rules."""
        return ruleset

    def verify(self, head: Head | None = None) -> list[Problem]:
        """What was changed, taken out or put in from outside since it was recorded."""
        return verify(self, head)

    def erase(self, name: str) -> bool:
        """Erase the name of a real person; whether there was one. Hashes hold as before."""
        with self.store.writing() as connection:
            self.state = None
            return erase(self, connection, name)

    def forget_snapshots(self) -> int:
        """Delete its snapshots; how many there were. Nothing is lost: they are made again."""
        with self.store.writing() as connection:
            self.state = None
            return forget(self.reading, connection)

    def as_yaml(self) -> str:
        """The campaign as a campaign file. Raises Mistakes where a row cannot be said in one."""
        return exporting.as_yaml(self)

    def as_lines(self) -> Iterable[str]:
        """Every row as a line of JSON, after one with what stands beside the ledger."""
        return exporting.as_lines(self)

    def as_csv(self) -> str:
        """Every row for a spreadsheet."""
        return exporting.as_csv(self)


@define(eq=False)
class Store(Database):
    """A database of campaigns. Close it, or use it in ``with``."""

    def names(self) -> list[str]:
        """The campaigns in it."""
        with self.reading() as connection:
            return names(connection)

    def campaign(self, name: str = "") -> StoredCampaign:
        """One campaign; it need not be named where there is only one. Raises Mistakes."""
        with self.reading() as connection:
            return StoredCampaign.of(find(self, connection, name))

    def bring(self, path: str | os.PathLike[str], name: str = "", by: str = "", yes: bool = False) -> Brought:
        """Bring a campaign file into it, or what is new in one that was brought before.

        Where the past of the file was edited nothing is written without ``yes``, and ``differences`` says
        what differs. Raises Mistakes when the file cannot be read as a whole.
        """
        brought = bring(self, path, name, by, yes)
        return evolve(brought, campaign=StoredCampaign.of(brought.campaign))

    def bring_lines(self, lines: Iterable[str], name: str = "") -> StoredCampaign:
        """A campaign from JSON lines, the same to the last hash. Raises Mistakes where one was changed."""
        return StoredCampaign.of(exporting.from_lines(self, lines, name))

    def backup(self, path: str) -> dict[str, Head]:
        """Copy it into a new SQLite file while others write; the head of each campaign. Raises Mistakes."""
        return copying.backup(self, path)

    def restore(self, path: str) -> dict[str, Head]:
        """Copy a backup into it; it must hold no campaigns yet. Raises Mistakes."""
        return copying.restore(path, self)


def open_store(address: str, create: bool = True) -> Store:
    """The database at ``sqlite:PATH`` or ``postgresql://user:password@host/database``.

    With ``create`` tables are made where there are none. Raises Mistakes when it cannot be opened, or was
    written by a newer version.
    """
    return Store.at(address, create)


def find_campaign(address: str) -> StoredCampaign:
    """The campaign at an address, such as ``sqlite:road.db#The Long Road``. Raises Mistakes."""
    database, name = parted(address)
    return Store.at(database, create=False, keep=False).campaign(name)
