"""Where a campaign lives, and what may be done with it there: a file that people write, or a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from attrs import frozen

from ..engine.replay import Corrections
from ..events.describe import event_in_words
from ..journal.recorded import Recorded
from ..journal.typed_entry import Entry
from .campaign import Campaign
from .decisions import Tried
from .effect import Change, Effect
from .insertion import Insertion, late_session


@frozen(eq=False)
class RecordedEntry:
    """An entry of the ledger, and the number of the entry that reverts it, if any does."""

    recorded: Recorded
    reverted_by: int | None

    @classmethod
    def of(cls, recorded: Recorded, corrected: Corrections) -> RecordedEntry:
        """An entry, by the corrections of the whole ledger."""
        by = corrected.gone.get(recorded.position)
        return cls(recorded, None if by is None else by.position + 1)

    def to_dict(self) -> dict[str, Any]:
        """Its number, day and words, and what reverts it, as values that JSON knows."""
        entry = self.recorded
        when = {"number": entry.position + 1, "day": entry.event.day, "word": entry.word}
        return {**when, "words": event_in_words(entry.event), "reverted_by": self.reverted_by}


class Home(Protocol):
    """A campaign where it is kept.

    An entry is text as it stands in a campaign file, JSON, a mapping of words and values, or one of
    ``rpgprog.events``: all of them are read and checked alike.
    """

    @property
    def address(self) -> str:
        """Its path, or the database and the campaign's name in it."""

    @property
    def shared(self) -> bool:
        """Whether several people may record into it at once: who recorded and under which key is kept."""

    def open(self) -> Campaign:
        """The campaign as it is now.

        Raises Mistakes when its ruleset or its characters cannot be read. What is wrong further on stands in
        ``problems``, and the rest is folded all the same.
        """

    def effect(self, entries: Sequence[Entry]) -> Effect:
        """What these entries do at its end; nothing is written, and no dice are thrown.

        Raises Mistakes when one cannot be read as an entry.
        """

    def record(self, *entries: Entry, by: str = "", key: str = "", expected: int | None = None) -> Change:
        """Append entries, all of them or none, and throw the dice that they leave out.

        Where it is ``shared``, ``by`` says who records, under a ``key`` the same is recorded once, and
        ``expected`` is the number of the last row that is known. Raises Mistakes as ``preview`` does, and
        when somebody else changed the campaign meanwhile.
        """

    def insert(
        self, *entries: Entry, after: str = "", late: str = "", by: str = "", preview: bool = False
    ) -> Change:
        """Put a session of the past, with what happened in it, where it belongs.

        The first of the entries is the session, with its ``day:``; or it is of the day of the entry that it
        comes ``after``: an id, a number or a session's title. A file gets it in its place in the text; a
        database records it late, for which ``late`` says why. Nothing is written in a ``preview``. Raises
        Mistakes when it cannot be read, or breaks what was recorded after it, and says what.
        """
        session = late_session(self.open(), Insertion(entries, after, late))
        return self.preview(session) if preview else self.record(session, by=by)

    def entry(self, number: int) -> RecordedEntry | None:
        """The entry with that number (from 1), if there is one. Raises Mistakes as ``open`` does."""

    def accepting(self, by: str, why: str) -> str:
        """The entry that accepts the results which the rules give now; nothing if they are as recorded."""

    def ruleset_reference(self, ruleset: str) -> str:
        """How its entries refer to a ruleset: a pack's name, or a path from this folder."""

    def preview(self, *entries: Entry) -> Change:
        """What recording these entries would do; nothing is written.

        Dice that they leave out are not thrown: ``odds`` says what they would take.
        Raises Mistakes when an entry cannot be read or is refused by a rule.
        """
        return self.effect(entries).change()

    def attempt(self, entries: Sequence[Entry]) -> Tried:
        """What these entries would change, and what they would break. Raises Mistakes for unreadable ones."""
        return self.effect(entries).tried()
