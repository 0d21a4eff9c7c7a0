"""A campaign in a file: entries join its text, which is previewed first and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from attrs import evolve, frozen

from ..engine.replay import corrections
from ..journal import read_journal
from ..journal.edit import appended
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED
from ..journal.typed_entry import Entry, TypedEntry
from ..problems import Mistakes, Problem
from ..ruleset import find_ruleset
from ..source import Source, parse_source, read_source
from ..source.write import write_whole
from .campaign import Campaign, open_campaign
from .effect import Change, Effect
from .home import Home, RecordedEntry
from .insertion import Insertion, in_file
from .roll_entry import complete

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@frozen(eq=False)
class FileCampaign(Home):
    """A campaign in a YAML file that people write and keep in git."""

    path: str | os.PathLike[str]
    shared: ClassVar[bool] = False

    @property
    def address(self) -> str:
        """Its path."""
        return os.fspath(self.path)

    def open(self) -> Campaign:
        """The campaign as the file says it. Raises Mistakes when its head cannot be read."""
        return open_campaign(self.path)

    def effect(self, entries: Sequence[Entry]) -> Effect:
        """What these entries do at the file's end; nothing is written, and no dice are thrown."""
        end = _End(read_source(self.path))
        filled, odds = complete(entries, end.read, throw=False)
        return evolve(end.effect(filled), odds=tuple(odds))

    def record(
        self,
        *entries: Entry,
        by: str = "",  # noqa: ARG002
        key: str = "",
        expected: int | None = None,
    ) -> Change:
        """Append entries to the file, all of them or none, with the dice that they leave out.

        A file does not keep who records (``by``). Raises Mistakes as ``preview`` does, when the file changed
        meanwhile or cannot be written, and for a ``key`` or a number ``expected``, which need a database.
        """
        if key or expected is not None:
            message = f"{self.address}: key and expected are for a database; a file is compared as a whole"
            raise Mistakes([Problem(None, message)])
        bytes_before = Path(self.path).read_bytes() if os.path.isfile(self.path) else b""
        end = _End(read_source(self.path))
        completed, _ = complete(entries, end.read, throw=True)
        change = end.effect(completed).change()
        self._write(change, bytes_before)
        return change

    def insert(
        self,
        *entries: Entry,
        after: str = "",
        late: str = "",
        by: str = "",  # noqa: ARG002
        preview: bool = False,
    ) -> Change:
        """Put a session of the past into the text, in its place. See ``Home.insert``."""
        bytes_before = Path(self.path).read_bytes() if os.path.isfile(self.path) else b""
        change = in_file(read_source(self.path), Insertion(entries, after, late)).change()
        if not preview:
            self._write(change, bytes_before)
        return change

    def _write(self, change: Change, bytes_before: bytes) -> None:
        """Write what the file is after a change, if nobody else changed it meanwhile."""
        mark = BYTE_ORDER_MARK if bytes_before.startswith(BYTE_ORDER_MARK) else b""
        text = change.after.journal.source.text
        write_whole(self.path, [mark, text.encode()], unchanged=bytes_before)

    def entry(self, number: int) -> RecordedEntry | None:
        """The entry with that number, if there is one."""
        ledger = read_journal(self.path).ledger
        corrected = corrections(ledger)
        entries = (recorded for recorded in ledger if recorded.position == number - 1)
        return next((RecordedEntry.of(entry, corrected) for entry in entries), None)

    def accepting(self, by: str, why: str) -> str:  # noqa: ARG002
        """Nothing: a file is read as it is, and keeps no earlier numbers."""
        return ""

    def ruleset_reference(self, ruleset: str) -> str:
        """A pack by its name, a file by its path from the campaign's file."""
        path = find_ruleset(ruleset)
        if path is None or find_ruleset(ruleset, os.sep) == path:
            return ruleset
        return os.path.relpath(path, os.path.dirname(os.path.abspath(self.path)))


class _End:
    """The end of a campaign file, with entries that are to follow."""

    def __init__(self, source: Source) -> None:
        self.source, self.before = source, open_campaign(source)

    def read(self, entries: Sequence[TypedEntry]) -> Campaign:
        """The campaign with these entries at its end. Raises Mistakes when one cannot be read."""
        after = self._after(entries)
        if unreadable := _new(self.before.journal.problems, after.journal.problems):
            raise Mistakes(unreadable)
        return after

    def _after(self, entries: Sequence[TypedEntry]) -> Campaign:
        if not entries:
            return self.before
        return open_campaign(parse_source(appended(self.source, entries), self.source.file))

    def effect(self, entries: Sequence[TypedEntry]) -> Effect:
        """What becomes of it."""
        before, after = self.before, self._after(entries)
        first = _number_recorded(before)
        refused_before = {
            s.recorded.position for s in before.folded if s.refused and s.recorded.position < first
        }
        return Effect(
            before,
            after,
            folded=[step for step in after.folded if step.recorded.position >= first],
            refused=[s for s in after.folded if s.refused and s.recorded.position not in refused_before],
            unreadable=_new(before.journal.problems, after.journal.problems),
            false_rolls=_new(before.false_rolls, after.false_rolls),
        )


def _number_recorded(campaign: Campaign) -> int:
    """The number of entries in a file; a session's own end has none."""
    last = max(campaign.journal.ledger, key=lambda recorded: recorded.position, default=None)
    if last is None:
        return 0
    return last.position + (last.word not in (SESSION_ENDED, DOWNTIME_ENDED))


def _new(before: Sequence[Problem], after: Sequence[Problem]) -> list[Problem]:
    """The problems that were not there before."""
    known = {(problem.message, problem.place and problem.place.line) for problem in before}
    return [p for p in after if (p.message, p.place and p.place.line) not in known]
