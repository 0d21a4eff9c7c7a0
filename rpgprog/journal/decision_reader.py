"""Entries that decide about others, about the rules, or about who plays: they are looked up and applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from attrs import Factory, define, evolve

from ..events import Adopted, DowntimeStarted, Event, Override, SessionStarted
from ..events.describe import describes, event_in_words
from ..ledger.accounts import CAMPAIGN
from ..problems.wording import quoted
from ..reader import Skill
from ..ruleset import Ruleset
from ..source import Node
from .entries.base import EVERYBODY, Entry
from .entries.character import Character, check_character, wrong_name
from .entries.corrections import AdoptedEntry, AllowedEntry, JoinedEntry, RevertedEntry
from .event_reader import Happenings
from .recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from .ruleset_lookup import Known, Look, named_ruleset

_NUMBER = re.compile(r"#?[0-9]{1,18}")  # of an entry


class Rows(Protocol):
    """A ledger as far as it is written: its rows by position, and the position of the next one."""

    @property
    def position(self) -> int:
        """The position of the next row."""

    def at(self, position: int) -> Recorded:
        """The row at a position."""


def whole(targets: Iterable[int], rows: Rows) -> tuple[int, ...]:
    """Positions to revert: a session or down-time with all that was recorded in it, to its end."""
    positions: list[int] = []
    for target in targets:
        positions.append(target)
        if isinstance(rows.at(target).event, SessionStarted | DowntimeStarted):
            positions += _inside(target, rows)
    return tuple(dict.fromkeys(positions))


def _inside(begins: int, rows: Rows) -> Iterator[int]:
    for position in range(begins + 1, rows.position):
        recorded = rows.at(position)
        if isinstance(recorded.event, SessionStarted | DowntimeStarted) or recorded.word == "passed":
            return
        yield position
        if recorded.word in (SESSION_ENDED, DOWNTIME_ENDED):
            return


@define(eq=False, repr=False)
class Deciding(Happenings):
    """Reads entries that decide something."""

    skills: Mapping[str, Skill] = Factory(dict)  # the campaign's own
    known: Known | None = None  # the rulesets that are adopted, where no file need be there
    look: Look | None = None  # where entries take rulesets from
    adopted: Ruleset | None = None  # by the entry in hand
    unknown: list[tuple[RevertedEntry, Node]] = Factory(list)  # entries that name no entry before them

    def _prepared(self, entry: Entry, body: Node, day: int) -> bool:
        if isinstance(entry, JoinedEntry):
            return self._join(entry, body, day)
        if isinstance(entry, AdoptedEntry):
            self.adopted = self._adopt(entry, body)
            return self.adopted is not None
        return True

    def _decided(self, entry: Entry, body: Node, events: list[Event]) -> dict[str, Any]:
        if isinstance(entry, RevertedEntry):
            return {"by": entry.by, "why": entry.why, **self._corrects(entry, self._entries(body))}
        if isinstance(entry, AdoptedEntry) and self.adopted is not None:
            events[:] = [evolve(e, rules=self.adopted.digest) for e in events if isinstance(e, Adopted)]
            return {"by": entry.by, "why": entry.why, "adopts": self.adopted}
        return {}

    # Who joins.

    def _join(self, entry: JoinedEntry, body: Node, day: int) -> bool:
        who, node = entry.name, self._entries(body)["who"][1]
        if who in (*EVERYBODY, CAMPAIGN) or not who.strip():
            self._reject(node, f"who: {quoted(who)} is reserved: choose another name")
        elif who in self.ledger.characters and not self.timeline.members.never_joined(who):
            self._reject(node, f"who: there is already a character {quoted(who)}")
        elif wrong := self._wrong_name(entry, day):
            self._reject(node, f"who: {wrong}")
        else:
            character = entry.character(day)
            if "brings" in self._entries(body):
                brings = self._entries(body)["brings"][1]
                check_character(self.reader, brings, who, character, self.ledger.start)
            self.add_character(who, character)
            return True
        return False

    def _wrong_name(self, entry: JoinedEntry, day: int) -> str:
        return wrong_name(entry.name, entry.character(day).name, self.ledger.forms_beside(entry.name))

    def add_character(self, who: str, character: Character) -> None:
        """Let a character be known from here on."""
        self.ledger.enrol(who, character)
        people = tuple(self.ledger.characters)
        self.reader.names = evolve(self.reader.names, people=people)

    # Which rules hold from here on.

    def _adopt(self, entry: AdoptedEntry, body: Node) -> Ruleset | None:
        skills = {**self.reader.names.skills, **self.skills}  # what is known here is not forgotten
        node = self._entries(body)["ruleset"][1]
        names = entry.ruleset, skills, self.known, self.look, entry.digest or ""
        ruleset = named_ruleset(self.reader, node, *names)
        if ruleset is None:
            return None
        if entry.digest and not ruleset.digest.startswith(entry.digest):
            message = (
                f"{quoted(entry.ruleset)} was changed since it was adopted: it is {ruleset.digest[:12]} now"
            )
            self._reject(self._entries(body)["digest"][1], f"digest: {message}")
        known = self.reader.names
        self.reader.names = evolve(ruleset.names, people=known.people, dates=known.dates)
        return ruleset

    # What is taken back or let pass.

    def _corrects(self, entry: RevertedEntry, bodies: Mapping[str, tuple[Node, Node]]) -> dict[str, Any]:
        """The entries that this one reverts, or allows and how."""
        targets = self._targets(entry, bodies)
        if not isinstance(entry, AllowedEntry):
            return {"reverts": whole(targets, self.ledger)}
        answer = Override(by=entry.by, why=entry.why, rules=entry.rules, forgive=not entry.debt)
        return {"allows": targets, "answer": answer if targets else None}

    def _targets(self, entry: RevertedEntry, bodies: Mapping[str, tuple[Node, Node]]) -> tuple[int, ...]:
        positions = self.ledger.positions(entry.event)
        if positions:
            return positions
        if _NUMBER.fullmatch(entry.event):
            return self._numbered(entry, bodies)
        self.unknown.append((entry, bodies["event"][1]))
        return ()

    def end(self) -> None:
        """Report entries that revert or allow an id that no entry before them has, once all are read."""
        for entry, node in self.unknown:
            word, name = entry.word, quoted(entry.event)
            if self.ledger.positions(entry.event):
                self._reject(node, f"{word}: {name} does not come before this entry")
            else:
                near = self.reader.hint(entry.event, self.ledger.ids)
                self._reject(node, f"{word}: there is no entry with the id {name}{near}")

    def _numbered(self, entry: RevertedEntry, bodies: Mapping[str, tuple[Node, Node]]) -> tuple[int, ...]:
        number, word, position = int(entry.event.removeprefix("#")), entry.word, self.ledger.position
        if not 0 < number <= position:
            message = (
                f"there is no event number {number:,} before this entry, which is number {position + 1:,}"
            )
            return self._no_target(bodies["event"][1], f"{word}: {message}")
        event = self.ledger.at(number - 1).event
        if entry.was is not None and not describes(entry.was, event, self.reader.names.dates):
            message = f"number {number} is {quoted(event_in_words(event))}: the journal was changed before it"
            return self._no_target(bodies["was"][1], f"{word}: {message}")
        return (number - 1,)

    def _no_target(self, node: Node, message: str) -> tuple[int, ...]:
        self._reject(node, message)
        return ()
