"""What a campaign comes to after some row: its balances, the rules that hold, its timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import Factory, define

from ..campaign.refusals import refusals
from ..engine.book import Book
from ..engine.replay import Corrections, Folded, fold
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline
from ..ledger.accounts import Key
from ..ruleset import Ruleset

NOTHING = Corrections({}, {})


@define(eq=False)
class State:
    """The campaign after its last row."""

    seq: int
    hash: bytes
    book: Book
    ruleset: Ruleset  # that holds now
    timeline: Timeline
    refused: dict[int, str] = Factory(dict)  # by number: why a row does not count
    base: int = 0  # the number of the row that the fold began after
    spaced: list[dict[str, Any]] = Factory(list)  # snapshots on the way, not yet kept
    refusals: dict[int, Folded] = Factory(dict)  # of the rows folded here

    def note(self, folded: Folded) -> None:
        """Keep what is to be told of an entry."""
        recorded = folded.recorded
        for problem in refusals([folded], self.ruleset.names):
            self.refused[recorded.position + 1] = problem.message
            self.refusals[recorded.position + 1] = folded
        if recorded.adopts is not None and not folded.reverted and not folded.refused:
            self.ruleset = recorded.adopts

    def goes_on(self, recorded: Sequence[Recorded], timeline: Timeline) -> bool:
        """Whether these entries only go on from here. The ``timeline`` took them in."""
        day = self.book.today.balance
        for one in recorded:
            if one.event.day < day or one.reverts or one.allows or one.adopts is not None:
                return False
            day = one.event.day
        return self.timeline.agrees(timeline, self.book.today.balance)

    def fold_on(self, recorded: Iterable[Recorded], timeline: Timeline) -> Iterator[Folded]:
        """Fold entries that only go on from here."""
        for entry in recorded:
            passes = entry.event.day > self.book.today.balance  # or else it does not matter who is away
            yield fold(self.book, timeline.with_absent(entry) if passes else entry, NOTHING)

    def moved_on(self, timeline: Timeline) -> Timeline:
        """The timeline that took in the entries since, without what will not be asked for any more."""
        more = len(timeline.absences.absences) > len(self.timeline.absences.absences)
        return timeline.copy(self.book.today.balance) if more else timeline

    def in_order(self) -> dict[Key, int]:
        """The balances, of whoever joined first before those of others."""
        order = {who: at for at, who in enumerate(self.timeline.members.names())}
        sheet = self.book.sheet().items()
        return dict(sorted(sheet, key=lambda item: order.get(item[0][0], len(order))))
