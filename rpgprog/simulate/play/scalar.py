"""Campaigns one by one, for a house rule that cannot act on many at once: the same answers, later.

It looks from outside like lanes: balances are arrays, one number for each campaign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import evolve, fields

from ...engine.lanes.values import is_array
from ...ledger.accounts import Key
from ...ledger.refusals import Refused
from .instrumented import MeasuredBook, Reason


def event_of(event: Any, lane: int) -> Any:
    """What happens in one campaign."""
    values = {f.name: getattr(event, f.name) for f in fields(type(event)) if f.init}
    scalars = {name: value[lane].item() for name, value in values.items() if is_array(value)}
    return evolve(event, **scalars) if scalars else event


class View:
    """An account in all campaigns."""

    def __init__(self, key: Key, campaigns: OneByOne) -> None:
        self.key, self.campaigns = key, campaigns
        self.who, self.kind, self.of = key

    @property
    def balance(self) -> Any:
        """What it holds in the campaigns at hand."""
        return np.array([book[self.key].balance for book in self.campaigns.at_hand()], "int64")

    def everywhere(self) -> Any:
        """What it holds in every campaign."""
        return np.array([book[self.key].balance for book in self.campaigns.books], "int64")


class OneByOne:
    """So many campaigns, each a book of its own."""

    def __init__(self, rules: Any, size: int, who: str, sheet: Any = None) -> None:
        self.rules, self.size, self.rows = rules, size, None
        self.books = [MeasuredBook(rules, who, sheet) for _ in range(size)]
        self.figures = rules.figures
        self.reasons: dict[Reason, list[int]] = {}  # of the last step

    rows: Any

    def at_hand(self) -> Iterable[MeasuredBook]:
        """The campaigns at hand."""
        return self.books if self.rows is None else [self.books[row] for row in self.rows]

    def __getitem__(self, key: Key) -> View:
        return View(key, self)

    def all(self, kind: str) -> list[View]:
        """The accounts of that kind that any campaign has, in the order of their names."""
        keys = {account.key for book in self.books for account in book.all(kind)}
        return [View(key, self) for key in sorted(keys)]

    def figure(self, name: str, account: View, start: Any = 0) -> Any:
        """A reading of an account, in the campaigns at hand."""
        return np.array([book.figure(name, book[account.key], start) for book in self.at_hand()], "int64")

    def step(self, event: Any, rows: Any = None) -> Any:
        """Handle one event wherever its ``times`` says so, or in some rows once; where it was refused."""
        refused = np.zeros(self.size, bool)
        self.reasons.clear()
        for lane in range(self.size) if rows is None else rows.tolist():
            try:
                self.books[lane].step(event_of(event, lane))
            except Refused as error:
                refused[lane] = True
                reason = Reason(error.policy, error.code, error.why)
                self.reasons.setdefault(reason, []).append(lane)
        return refused

    def first_refusals(self) -> list[tuple[Reason, Any]]:
        """Which rule refused the last event, and why; in which campaigns."""
        return [(reason, np.array(rows)) for reason, rows in self.reasons.items()]

    @property
    def offered(self) -> int:
        """Thousandths of points, before any rule scaled them."""
        return sum(book.offered for book in self.books)

    @property
    def forfeited_cuts(self) -> int:
        """What was forfeited of that."""
        return sum(book.forfeited_cuts for book in self.books)

    @property
    def taken(self) -> Counter[str]:
        """What each rule took off."""
        taken: Counter[str] = Counter()
        for book in self.books:
            for rule, amount in book.taken.items():
                taken[rule] += amount
        return taken

    def sheet(self, lane: int) -> dict[Key, int]:
        """All balances of one campaign that are not 0."""
        return self.books[lane].sheet()

    def free(self) -> None:
        """Let go of all balances."""
        self.books.clear()
