"""Open a database of campaigns, and everything that can be done with a campaign in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from attrs import define, evolve

from ..campaign.campaign import Campaign
from ..campaign.decisions import Answers, Decision, entry
from ..campaign.effect import Change, Effect
from ..campaign.home import Home
from ..journal import read_journal
from ..journal.typed_entry import Entry
from ..problems import Problem
from ..problems.wording import quoted
from ..ruleset import Ruleset, find_ruleset, load_ruleset
from ..ruleset.packs import find_in_packs
from . import backup as copying
from . import export as exporting
from . import json_lines
from .append import Terms, append, record
from .begin import head_of, known
from .campaign import Stored
from .database import Database, split_address
from .end import Entries, effect, lock
from .entries import StoredEntry, Wanted, entries
from .erase import Erased, erase_everywhere
from .failures import refused
from .import_file import bring, bring_journal
from .imported import Brought
from .lookup import find, names
from .notices import notices
from .results import Appended, Head
from .revert import revert
from .revised import to_accept
from .snapshots import forget
from .verify import verify


@define(eq=False)
class StoredCampaign(Stored, Home):
    """One campaign of a database."""

    shared: ClassVar[bool] = True

    @classmethod
    def of(cls, stored: Stored) -> StoredCampaign:
        """Turn a Stored into a StoredCampaign."""
        return cls(stored.store, stored.name, stored.reading, stored.state)

    def open(self) -> Campaign:
        """Open the campaign as it is now. Sheets are ready; the past is read on first use.

        ``notices`` says whether its rules have a newer edition or give different results now.
        """
        campaign = super().open()
        return evolve(campaign, notices=notices(self))

    def append(self, *events: Entry, by: str = "", key: str = "", expected: int | None = None) -> Appended:
        """Record events at the end, durably: all of them or none.

        An event is text as in a campaign file (``"used: {who: Kessa, skill: climbing}"``), JSON, a mapping
        (``{"used": {"who": "Kessa", "skill": "climbing"}}``) or one of ``rpgprog.events``, perhaps
        ``Noted`` with an id: all are read and checked alike. ``by`` says who records. ``key`` makes it safe
        to try again: the same under the same key is recorded once. ``expected`` is the last row number that
        the caller has seen.

        Raises Mistakes when an event cannot be read or is refused by a rule, Conflict when something else
        came in since ``expected``, KeyTaken when something else was recorded under the key.
        """
        return append(self, events, Terms(by, key, expected))

    def effect(self, entries: Entries) -> Effect:
        """Preview entries at the end; nothing is written, and no dice are thrown."""
        return effect(self, entries)

    def record(self, *entries: Entry, by: str = "", key: str = "", expected: int | None = None) -> Change:
        """Record like ``append``, and return the change: empty if recorded before under the key."""
        return record(self, entries, Terms(by, key, expected))

    def accepting(self, by: str, why: str) -> str:
        """The entry that accepts the results which the rules give now; nothing if they are as recorded.

        It adopts the rules that hold already, by the name that its file gives them.
        """
        with self.lock, self.store.reading() as connection:
            ruleset = self.refresh(connection).ruleset
            accepts = to_accept(self, connection)
        if not accepts:
            return ""
        folder, _, file = ruleset.file.rpartition("/")
        self.offered[folder or file] = self.store.rulesets.base(ruleset)
        fields = {"ruleset": folder or file, "digest": ruleset.digest[:12], "accepts": accepts}
        return entry("adopted", **fields, by=by, why=why)

    def ruleset_reference(self, ruleset: str) -> str:
        """Hand it a ruleset that an entry is to adopt: a pack's name, or a file's path.

        Returns the name by which the entry refers to it; entries themselves reach no files. A database
        stores the text of the rules that it adopts. Raises Mistakes when a file cannot be read.
        """
        path = find_ruleset(ruleset)
        if path is None or find_in_packs(ruleset) == path:
            return ruleset
        self.offered[path.name] = load_ruleset(path)
        return path.name

    def entries(
        self, *, by: str = "", ref: str = "", id: str = "", since: int = 0, limit: int | None = None
    ) -> list[StoredEntry]:
        """Recorded entries, the oldest first: those that ``by`` recorded, with this ``ref`` or ``id``.

        ``since`` is the number of the last row that the caller has seen, ``limit`` how many at most.
        """
        return entries(self, Wanted(by, ref, id, since, limit))

    def revert(
        self,
        *events: int | str,
        by: str,
        why: str,
        answers: Mapping[int, str] = MappingProxyType({}),
        others: str = "",
        keep_levels: Iterable[str] = (),
        key: str = "",
    ) -> Decision:
        """Revert entries, by number or id, if nothing is left to decide.

        An entry that no longer holds needs an answer: "revert", "keep" or "debt", by number in ``answers``,
        or ``others`` for all without one. The decision says what would change, what is ``open``, and whether
        it was ``recorded``. Raises Unknown for a number that there is not, Mistakes as ``append`` does.
        """
        decided = Answers(by, why, answers, others, tuple(keep_levels))
        return revert(self, events, decided, key, self.head.seq)

    def verify(self, head: Head | None = None) -> list[Problem]:
        """List what was changed, removed or inserted from outside since it was recorded."""
        return verify(self, head)

    def erase(self, name: str, preview: bool = False) -> Erased:
        """Erase the name of a real person in all campaigns of the database. Hashes stay valid.

        Says where it was erased, and where it is left because the chain covers it; true if it was anywhere.
        A later import does not bring it back. With ``preview`` nothing is written.
        """
        with self.lock:
            return erase_everywhere(self.store, name, preview)

    def forget_snapshots(self) -> int:
        """Delete the snapshots; return their number. They are only a cache, and made again."""
        with self.lock, self.store.writing() as connection:
            lock(self, connection)
            self.state = None
            return forget(self.reading, connection)

    def as_yaml(self) -> str:
        """Export as a campaign file. Raises Mistakes when a row cannot be written as YAML."""
        with self.lock:
            return exporting.as_yaml(self)

    def as_lines(self) -> Iterable[str]:
        """Export as JSON lines: what stands beside the ledger, then every row."""
        return json_lines.as_lines(self)

    def as_csv(self) -> str:
        """Export every row as CSV."""
        with self.lock:
            return exporting.as_csv(self)


@define(eq=False)
class Store(Database):
    """A database of campaigns. Close it, or use it in ``with``."""

    def names(self) -> list[str]:
        """Names of all campaigns, oldest first."""
        if not self.exists:
            return []
        with self.reading() as connection:
            return names(connection)

    def campaign(self, name: str = "") -> StoredCampaign:
        """Open a campaign; the name may be omitted if there is only one. Raises Mistakes."""
        with self.reading() as connection:
            return StoredCampaign.of(find(self, connection, name))

    def begin(
        self,
        title: str,
        ruleset: str | os.PathLike[str] | Ruleset,
        characters: Mapping[str, Any],
        *,
        by: str = "",
        start: int | str | None = None,
        seed: int | None = None,
        calendar: Mapping[str, Any] | None = None,
    ) -> StoredCampaign:
        """Begin a campaign without a file.

        ``ruleset`` is a pack's name, a path or a Ruleset; ``characters`` are as in a campaign file:
        ``{"kessa": {"ranks": {"climbing": 3}}}``. ``start`` is its first day, ``seed`` that of its dice;
        ``calendar`` as in a file: ``{"months": {"Snow": 30, "Rain": 30}}``, and then days may be dates.
        Raises Mistakes when something in it cannot be read, or there is a campaign of that title.
        """
        if title in self.names():
            raise refused(f"{self.address} already holds a campaign {quoted(title)}")
        source = head_of(title, ruleset, characters, calendar=calendar, start=start, seed=seed)
        journal = read_journal(source, known(ruleset))
        return StoredCampaign.of(bring_journal(self, journal, title, by).campaign)

    def bring(self, path: str | os.PathLike[str], name: str = "", by: str = "", yes: bool = False) -> Brought:
        """Import a campaign file, or what is new in a file imported before.

        Where the past of the file was edited nothing is written without ``yes``, and ``differences`` says
        what differs. Raises Mistakes when the file cannot be read as a whole.
        """
        brought = bring(self, path, name, by, yes)
        return evolve(brought, campaign=StoredCampaign.of(brought.campaign))

    def bring_lines(self, lines: Iterable[str], name: str = "") -> StoredCampaign:
        """Import a campaign from JSON lines, hashes included. Raises Mistakes when one was changed."""
        return StoredCampaign.of(json_lines.from_lines(self, lines, name))

    def backup(self, path: str) -> dict[str, Head]:
        """Copy it into a new SQLite file while others write; return each campaign's head. Raises Mistakes."""
        return copying.backup(self, path)

    def restore(self, path: str) -> dict[str, Head]:
        """Restore a backup into this database, which must hold no campaigns. Raises Mistakes."""
        return copying.restore(path, self)


def open_store(address: str, create: bool = True) -> Store:
    """Open the database at ``sqlite:PATH`` or ``postgresql://user:password@host/database``.

    With ``create`` the first write creates a database where there is none; until then no file is made.
    Raises Mistakes when it cannot be opened, or was written by a newer version.
    """
    return Store.at(address, create)


def find_campaign(address: str) -> StoredCampaign:
    """Open the campaign at an address such as ``sqlite:road.db#The Long Road``. Raises Mistakes."""
    database, name = split_address(address)
    return Store.at(database, create=False, keep=False).campaign(name)
