"""The state of a campaign after a row: balances, current rules, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import Factory, define, evolve

from ..campaign.refusals import refusals
from ..engine.book import Book
from ..engine.replay import Corrections, Folded, fold
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline
from ..ledger.accounts import Key
from ..ledger.calendar import Calendar
from ..reader import Names
from ..ruleset import Ruleset

NOTHING = Corrections({}, {})


@define(eq=False)
class State:
    """Balances, rules and timeline of a campaign after its last row."""

    seq: int
    hash: bytes
    book: Book
    ruleset: Ruleset  # that holds now
    timeline: Timeline
    refused: dict[int, str] = Factory(dict)  # by number: why a row does not count
    base: int = 0  # the number of the row that the fold began after
    spaced: list[dict[str, Any]] = Factory(list)  # snapshots on the way, not yet kept
    refusals: dict[int, Folded] = Factory(dict)  # of the rows folded here
    work: int = 0  # postings since then
    calendar: Calendar | None = None

    @property
    def names(self) -> Names:
        """The words of its rules, and its calendar."""
        return evolve(self.ruleset.names, dates=self.calendar)

    def note(self, folded: Folded) -> None:
        """Note an entry's refusal, or the rules that it adopts."""
        recorded = folded.recorded
        for problem in refusals([folded], self.names):
            self.refused[recorded.position + 1] = problem.message
            self.refusals[recorded.position + 1] = folded
        if recorded.adopts is not None and not folded.reverted and not folded.refused:
            self.ruleset = recorded.adopts

    def forget_receipts(self) -> None:
        """What was posted is in the balances; only how much it was still matters."""
        self.work += len(self.book.receipts)
        self.book.receipts.clear()

    def goes_on(self, recorded: Sequence[Recorded], timeline: Timeline) -> bool:
        """Whether these entries can be folded from here. The ``timeline`` includes them."""
        day = self.book.today.balance
        for entry in recorded:
            if entry.event.day < day or entry.reverts or entry.allows or entry.adopts is not None:
                return False
            day = entry.event.day
        return self.timeline.agrees(timeline, self.book.today.balance)

    def fold_on(self, recorded: Iterable[Recorded], timeline: Timeline) -> Iterator[Folded]:
        """Fold entries from here."""
        for entry in recorded:
            passes = entry.event.day > self.book.today.balance  # or else it does not matter who is away
            yield fold(self.book, timeline.with_absent(entry) if passes else entry, NOTHING)

    def moved_on(self, timeline: Timeline) -> Timeline:
        """The new timeline, without absences too old to matter."""
        longer = len(timeline.absences.absences) > len(self.timeline.absences.absences)
        return timeline.copy(self.book.today.balance) if longer else timeline

    def in_order(self) -> dict[Key, int]:
        """The balances, in the order in which the characters joined."""
        order = {who: at for at, who in enumerate(self.timeline.members.names())}
        sheet = self.book.sheet().items()
        return dict(sorted(sheet, key=lambda item: order.get(item[0][0], len(order))))
