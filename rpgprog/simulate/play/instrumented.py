"""Campaigns that also tell what house rules did: what each took off an award, which one refused."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from ...engine.award import Award
from ...engine.base import BaseBook
from ...engine.book import Book
from ...engine.lanes import Lanes
from ...engine.lanes.values import is_array
from ...ledger.accounts import EARNED, FORFEITED
from ...ledger.numbers import NEVER


class Reason(NamedTuple):
    """Why a rule refuses: its name, a code and a sentence."""

    policy: str
    code: str
    why: str


class Measured(BaseBook):
    """The same postings, and beside them what the rules made of the awards of one character."""

    def measure(self, who: str) -> None:
        """Begin with nothing."""
        self.measured = who
        self.offered = 0  # thousandths, before any rule scaled them
        self.forfeited_cuts = 0  # forfeited, of what the rules took off
        self.taken: Counter[str] = Counter()  # what each rule took off them; below 0 is added

    def _pay(self, scaling: Any, claims: Any) -> None:
        counted = self._stays()
        for opened in self.awards:
            award, mark = Award(*opened), len(self.receipts)
            measured = award.who == self.measured and award.tally.kind == EARNED
            before = award.amount
            for act, self.by in scaling:
                state = _state(award)
                act(award, self)
                if measured and any(now is not then for now, then in zip(_state(award), state, strict=True)):
                    after = award.worth() if award.paid is None else award.paid
                    self.taken[self.by] += self._sum(before, counted) - self._sum(after, counted)
                    before = after
            if award.paid is None:
                award.paid = before if measured else award.worth()
            if measured:
                self.offered += self._sum(award.amount, counted)
                self._forfeits(mark, counted)
            self._settle(award, claims)
        self.awards.clear()

    def _forfeits(self, mark: int, counted: Any) -> None:
        """Points a limit took off the award are counted with its rule, and only once."""
        for receipt in self.receipts[mark:]:
            if receipt[0].kind == FORFEITED:
                self.forfeited_cuts += self._taken_by(receipt, counted)

    def _stays(self) -> Any:
        """Where the event was not refused so far; None: everywhere."""
        return None

    def _sum(self, amount: Any, counted: Any) -> int:  # noqa: ARG002
        return int(amount)

    def _taken_by(self, receipt: Any, counted: Any) -> int:  # noqa: ARG002
        return int(receipt[1])


class MeasuredBook(Measured, Book):
    """One campaign, measured."""

    def __init__(self, rules: Any, who: str, sheet: Any = None) -> None:
        super().__init__(rules, sheet, plain=NEVER)  # written out the rules are quicker, and not measured
        self.measure(who)


class MeasuredLanes(Measured, Lanes):
    """Many campaigns, measured: sums over all of them."""

    def __init__(self, rules: Any, size: int, who: str, sheet: Any = None) -> None:
        super().__init__(rules, size, sheet)
        self.measure(who)
        self.refusals: list[tuple[Reason, Any]] = []  # of the last step: why, and in which campaigns

    def _stays(self) -> Any:
        if not self.refused.any():
            return None
        return ~(self.refused if self.rows is None else self.refused[self.rows])

    def _sum(self, amount: Any, counted: Any) -> int:
        """Over the campaigns of the pass that were not refused."""
        if counted is not None:
            return int(np.broadcast_to(amount, counted.shape)[counted].sum())
        return int(amount.sum()) if is_array(amount) else int(amount) * self.width

    def _taken_by(self, receipt: Any, counted: Any) -> int:
        _, rows, amount = receipt
        return self._sum(amount, counted) if rows is self.rows else 0

    def require(self, ok: Any, code: str, why: str, *numbers: Any, **keywords: Any) -> None:
        """Refuse, and remember which rule did."""
        if ok.all() if is_array(ok) else ok:
            return
        super().require(ok, code, why, *numbers, **keywords)
        bad = np.flatnonzero(~np.broadcast_to(ok, (self.width,)))
        self.refusals.append((Reason(self.by, code, why), bad if self.rows is None else self.rows[bad]))

    def step(self, event: Any, rows: Any = None) -> Any:
        """Handle one event; ``refusals`` says which rule refused it in which campaign."""
        self.refusals.clear()
        return super().step(event, rows)

    def free(self) -> None:
        """Let go of all balances."""
        accounts: list[Any] = [*self.accounts.values()]
        for account in accounts:
            account.full, account.seen, account.seen_in = 0, None, None

    def first_refusals(self) -> list[tuple[Reason, Any]]:
        """Which rule was the first to refuse the last event, and why; in which campaigns."""
        seen, first = np.zeros(self.size, bool), []
        for reason, rows in self.refusals:
            fresh = rows[~seen[rows]]
            seen[fresh] = True
            if len(fresh):
                first.append((reason, fresh))
        return first


def _state(award: Award) -> tuple[Any, ...]:
    """What a rule may change."""
    return len(award.factors), award.least, award.most, award.paid
