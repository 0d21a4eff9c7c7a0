"""Many campaigns at once: what is posted in which of them, and what follows on it there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from ...ledger.accounts import OVERRULED, Account
from ...policy import Account as AnyAccount
from ...policy import Reason
from ..base import BaseBook
from ..rules import Rules
from .values import NOWHERE, LaneAccount, cut_all, is_array, with_lane_curves

_SMALL, _MOST_SMALL = "uint16", 2**16  # numbers that are sorted fastest


class LaneRows(BaseBook):
    """Accounts with a number for each campaign, and the rows that a pass runs on."""

    keeps_due = False  # every account is asked: arrays gain nothing from a heap

    def __init__(self, rules: Rules, size: int, sheet: Any = None) -> None:
        self.size, self.rows, self.refused = size, None, np.zeros(size, bool)
        self.whole_pass = size  # how many campaigns the pass began with
        self.pass_rows: Any = None  # and which
        super().__init__(Rules(with_lane_curves(policy) for policy in rules.policies), sheet)

    rows: Any

    @property
    def width(self) -> int:
        """How many campaigns the pass at hand runs on."""
        return self.size if self.rows is None else len(self.rows)

    def _new(self, who: str, kind: str, of: str, watchers: Any) -> Account:
        return LaneAccount(who, kind, of, watchers, self)

    def _open_with(self, account: Any, amount: Any) -> None:
        account.full = np.array(amount, "int64") if is_array(amount) else int(amount)

    def post(self, account: Any, amount: Any, why: Any = "") -> None:
        """Add to an account in the rows at hand; the reasons stay with the single campaign."""
        rows, count = self.rows, np.count_nonzero(amount)
        if not count:
            return
        array = is_array(amount)
        account.add(rows, amount if array else int(amount))
        self.receipts.append((account, rows, amount))
        if account.watchers:
            where = rows if not array or count == len(amount) else self._nonzero(amount)
            for changed in account.watchers:
                before = changed.get(account, where)
                changed[account] = where if before is where else self._both(before, where)

    def _nonzero(self, amount: Any) -> Any:
        """The rows in which an amount is not 0."""
        some = amount.nonzero()[0]
        return some if self.rows is None else self.rows.take(some)

    def _both(self, some: Any, others_: Any) -> Any:
        """Rows that are among the one or the other."""
        if some is None or others_ is None:
            return None
        mask = np.zeros(self.size, bool)
        mask[some] = mask[others_] = True
        return mask.nonzero()[0]

    def award(self, event: Any, to: AnyAccount, tally: AnyAccount, amount: Any, why: Reason = "") -> None:
        """Open an award in all rows that the pass runs on, where it is paid. Raises TypeError in fewer."""
        if self.width != self.whole_pass:
            raise TypeError(
                f"{self.by} opens an award in {self.width} of {self.whole_pass} campaigns: open it in all "
                "of them, outside book.only, with an amount of 0 where there is none"
            )
        super().award(event, to, tally, amount, why)

    def _follow(self, act: Any, changed: dict[Account, Any]) -> None:
        before, accounts = self.rows, tuple(changed.items())
        changed.clear()
        for account, among in accounts:
            here, elsewhere = self._parted(among)
            if here is None or len(here):
                self.rows = here
                act(account, self)
                self.rows = before
            if len(elsewhere):  # changes in rows that this pass does not run on wait for theirs
                changed[account] = self._both(changed.get(account, elsewhere), elsewhere)

    def _parted(self, among: Any) -> tuple[Any, Any]:
        """Of some rows those that are at hand, and the others."""
        rows = self.rows
        if rows is None or rows is self.pass_rows:  # nothing is posted beside a pass
            return among, NOWHERE
        mask = np.zeros(self.size, bool)
        mask[rows] = True
        if among is None:
            return rows, np.flatnonzero(~mask)
        inside = mask[among]
        return among[inside], among[~inside]

    def _forget_changes(self) -> None:
        for _, _, changed in self.after:
            changed_elsewhere = [(account, self._parted(among)[1]) for account, among in changed.items()]
            changed.clear()
            changed.update((account, among) for account, among in changed_elsewhere if len(among))

    def _cut_to(self, rows: Any) -> bool:
        self.rows = rows if len(rows) < self.size else None
        return len(rows) > 0

    def require(
        self,
        ok: Any,
        code: str,
        why: str,
        kind: str = "",
        need: Any = None,
        have: Any = None,
        who: str = "",
    ) -> None:
        """Mark the rows where it is not ok as refused and go on: nothing of them will stay."""
        if ok.all() if is_array(ok) else ok:
            return
        override, bad = self.override, ~np.broadcast_to(ok, (self.width,))
        if override is not None and (not override.rules or self.by in override.rules):
            self.post(self[who, OVERRULED, self.by], bad.astype("int64"))
            return
        rows = np.arange(self.size) if self.rows is None else self.rows
        self.refused[rows[bad]] = True

    # if, for and while on balances cut to the rows, and hand their arguments on cut.

    def only(self, test: Any, act: Any, *args: Any) -> None:
        """Act in the rows where the test holds."""
        before, some = self.rows, self._places(test)
        if some is None:
            act(*args, self)
        elif len(some):
            self._narrow_to(some)
            act(*cut_all(some, args), self)
        self.rows = before

    def each(self, kind: str, act: Any, *args: Any, who: str | None = None) -> None:
        """Act for every account of that kind, in the rows where it holds something."""
        for account in self.all(kind):
            if who is None or account.who == who:
                self.only(account.balance != 0, act, account, *args)

    def repeat(self, act: Any, *args: Any) -> None:
        """Act again in the rows where it says that it did something."""
        before, some = self.rows, self._places(act(*args, self))
        while some is None or len(some):
            if some is not None:
                self._narrow_to(some)
                args = cut_all(some, args)
            some = self._places(act(*args, self))
        self.rows = before

    def number(self, number: Any, act: Any, *args: Any) -> None:
        """Act once for each number that occurs, in the rows where it does."""
        if is_array(number):
            before, low = self.rows, int(number.min(initial=0))
            ends = np.bincount(number - low).cumsum()
            places = (
                (number - low).astype(_SMALL if len(ends) <= _MOST_SMALL else "int64").argsort(kind="stable")
            )
            for n, (start, end) in enumerate(pairwise((0, *ends.tolist())), low):
                if start < end:
                    self._narrow_to(some := places[start:end])
                    act(n, *cut_all(some, args), self)
                    self.rows = before
        else:
            act(number, *args, self)

    @staticmethod
    def _places(test: Any) -> Any:
        """Where a test holds, as places among the rows at hand; None: everywhere."""
        if is_array(test):
            return None if test.all() else test.nonzero()[0]
        return None if test else NOWHERE

    def _narrow_to(self, some: Any) -> None:
        self.rows = some if self.rows is None else self.rows.take(some)
