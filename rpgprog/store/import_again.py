"""Import a campaign file again: add what is new in it, or, if agreed, record how its past was edited."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import cattrs
from attrs import define, evolve
from sqlalchemy import Connection

from ..events import Adopted, Passed
from ..journal import Journal, read_journal
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline
from ..problems import Mistakes, Place, Problem
from ..source import parse_source
from .campaign import Stored
from .draft import BEGINNING, Draft
from .end import lock
from .file_diff import Alignment, Difference, align, differences
from .file_rows import IMPORT, comparable, imported, is_closing, live, rules_of_file, save_imported
from .imported import Brought, about_json, in_order, save_document
from .roster import character_json
from .snapshots import forget
from .state import State
from .write import write

WHY = "the file was edited"
RULES_CHANGED = "the rules it begins with were changed: they would hold from here on (adopted)"


@define(eq=False)
class Again:
    """A file that is imported again, beside the rows of its campaign."""

    stored: Stored
    connection: Connection
    journal: Journal
    by: str
    aligned: Alignment
    rules_changed: bool
    state: State

    @classmethod
    def of(cls, stored: Stored, connection: Connection, journal: Journal, by: str) -> Again:
        """Lock the campaign, and compare it with the file."""
        lock(stored, connection)
        state = stored.refresh(connection)
        rows = live(stored, connection)
        aligned = align(rows, imported(stored, connection), in_order(journal))
        rules = stored.reading.rules(connection, rules_of_file(stored, connection))
        return cls(stored, connection, journal, by, aligned, rules.digest != journal.began.digest, state)

    def differences(self) -> tuple[Difference, ...]:
        """Edits of what is recorded, and changed rules; new entries are none."""
        edited = self.aligned.edited
        lines = differences(edited, self.aligned.new, self.journal.calendar) if edited else []
        return (*lines, Difference("", RULES_CHANGED)) if self.rules_changed else tuple(lines)

    def record(self) -> Brought:
        """Record how the file was edited and what is new in it."""
        state, aligned = self.state, self.aligned
        self._check_edited()
        rows = self._edit_rows()
        timeline = state.timeline.extended(rows)
        rows += self._renumbered(self._new(timeline, state.seq + len(rows)), state.seq + len(rows))
        people, about = self._new_people(), self._new_about()
        if not rows and (people or about):  # only the head of the file is new: a row says so
            rows = [
                self._row(Passed(day=state.timeline.today), state.seq, word="imported", **self._edit_fields)
            ]
        if self.journal.calendar != state.calendar:
            forget(self.stored.reading, self.connection)  # their words for refusals name other dates
        draft = Draft(rows, state.timeline.extended(rows), joined=people, about=about)
        write(self.stored, self.connection, draft, state.hash, self.by, state.ruleset)
        self._save_file_rows(rows)
        return Brought(self.stored, begun=False, recorded=len(rows), taken_back=len(aligned.edited))

    def _check_edited(self) -> None:
        """Refuse to move a session of the file that somebody went on from. Raises Mistakes."""
        beginning = [row for row in self.aligned.outside if isinstance(row.event, BEGINNING)]
        if self.aligned.edited and beginning:
            number = beginning[0].position + 1
            message = f"#{number} was recorded here and is not in the file, whose past was edited before it"
            raise Mistakes([Problem(None, f"{message}: export the campaign, edit that file, and import it")])

    @property
    def _edit_fields(self) -> dict[str, Any]:
        return {"ref": IMPORT, "by": self.by, "why": WHY}

    def _edit_rows(self) -> list[Recorded]:
        """Rows that record how the file was edited."""
        rows: list[Recorded] = []
        edited, day, seq = self.aligned.edited, self.state.timeline.today, self.state.seq
        fields = self._edit_fields
        if edited:
            event = Passed(day=min(day, edited[0].event.day))
            reverts = tuple(entry.position for entry in edited)
            rows.append(self._row(event, seq, word="reverted", reverts=reverts, **fields))
        if self.rules_changed:
            rules = self.journal.began
            adopted = Adopted(rules=rules.digest, day=day, by=self.by, why=WHY)
            rows.append(self._row(adopted, seq + len(rows), word="adopted", adopts=rules, **fields))
        return rows

    def _row(self, event: Any, position: int, **fields: Any) -> Recorded:
        place = Place(self.stored.reading.file, position + 1, 1)
        return Recorded(event=event, place=place, position=position, **fields)

    def _new(self, timeline: Timeline, position: int) -> list[Recorded]:
        """The new entries, each after the end of what it brings to an end."""
        if not self.aligned.outside:
            return self.aligned.new
        return list(self._with_closings(timeline, position))

    def _with_closings(self, timeline: Timeline, position: int) -> Iterator[Recorded]:
        """The new entries after those that only the database has: it knows what is open there."""
        timeline, edited = timeline.copy(), bool(self.aligned.edited)
        for entry in self.aligned.new:
            if is_closing(entry) and not edited and not entry.late:
                continue
            closing = timeline.closing(entry.place, -position) if isinstance(entry.event, BEGINNING) else None
            for added in filter(None, (None if edited else closing, entry)):
                timeline.add(added)
                position += 1
                yield added

    def _renumbered(self, new: Sequence[Recorded], seq: int) -> list[Recorded]:
        """The new entries with this database's numbers, also where they refer to others."""
        numbers = {**self.aligned.numbers, **{entry.position: seq + at for at, entry in enumerate(new)}}
        return [
            evolve(
                entry,
                position=numbers[entry.position],
                reverts=tuple(numbers[position] for position in entry.reverts),
                allows=tuple(numbers[position] for position in entry.allows),
            )
            for entry in new
        ]

    def _new_people(self) -> dict[str, Character]:
        """The characters whose heads are new or were edited."""
        before = {
            who: character_json(about) for who, about in self.stored.characters(self.connection).items()
        }
        people = self.journal.characters.items()
        return {who: about for who, about in people if before.get(who) != character_json(about)}

    def _new_about(self) -> str:
        """What the file says of its campaign, if that was edited."""
        about = about_json(self.journal)
        before = cattrs.unstructure(self.stored.about(self.connection))
        return about if json.loads(about) != json.loads(json.dumps(before)) else ""

    # The text of the file.

    def _save_file_rows(self, rows: Sequence[Recorded]) -> None:
        """Keep which rows stand in the file, and as much of its text as the first rows come from."""
        before = imported(self.stored, self.connection)
        matched = set(self.aligned.numbers.values()) - before
        save_imported(self.stored, self.connection, {*matched, *(row.position for row in rows)})
        end = self.aligned.common
        if end < 0:
            text, end = self.journal.source.text, self.state.seq + len(rows)
        else:
            text = self._text_of_first(end)
        if text:
            save_document(self.stored, self.connection, text, end)

    def _text_of_first(self, end: int) -> str:
        """The file's text, cut after the entries that are the first rows; "" where that cannot be done."""
        file = [entry for entry in in_order(self.journal) if not is_closing(entry)]
        numbers = self.aligned.numbers
        first = [entry for entry in file if numbers.get(entry.position, end) < end]
        rest = [entry for entry in file if entry not in first]
        if not rest:
            return self.journal.source.text
        lines = self.journal.source.text.splitlines(keepends=True)[: rest[0].place.line - 1]
        while lines and lines[-1].strip() in ("", "events:"):
            lines.pop()
        text = "".join(lines)
        journal = read_journal(parse_source(text, self.journal.source.file))
        read = [comparable(entry) for entry in in_order(journal) if not is_closing(entry)]
        same = not journal.problems and read == [comparable(entry) for entry in first]
        return text if same else ""


def grow(stored: Stored, connection: Connection, journal: Journal, by: str, yes: bool) -> Brought:
    """Add what is new in a file; with ``yes``, also record how its past was edited."""
    again = Again.of(stored, connection, journal, by)
    lines = again.differences()
    if lines and not yes:
        return Brought(stored, begun=False, differences=lines)
    return again.record()
