"""What a campaign comes to after some row: its balances, the rules that hold, where it stands."""

from __future__ import annotations

from typing import Any

from attrs import Factory, define

from ..campaign.refusals import refusals
from ..engine.book import Book
from ..engine.replay import Corrections, Folded
from ..ledger.accounts import Key
from ..ruleset import Ruleset
from .timeline import Standing

NOTHING = Corrections({}, {})


@define(eq=False)
class State:
    """The campaign after its last row."""

    seq: int
    hash: bytes
    book: Book
    ruleset: Ruleset  # that holds now
    standing: Standing
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

    def in_order(self) -> dict[Key, int]:
        """The balances, of whoever joined first before those of others."""
        order = {who: at for at, who in enumerate(self.standing.joined)}
        sheet = self.book.sheet().items()
        return dict(sorted(sheet, key=lambda item: order.get(item[0][0], len(order))))
