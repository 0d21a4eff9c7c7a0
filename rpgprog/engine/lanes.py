"""Many campaigns at once: a balance is an array, and a pass runs on the rows (campaigns) it concerns.

What lane i holds is what a ``Book`` gives for lane i's events alone, exactly.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from attrs import evolve, fields

from ..accounts import ABSENT, OVERRULED, Account, Key
from ..arith import NEVER, Whole, maximum, minimum, where
from .lane_values import LaneAccount, LaneCurve, cut_all, is_array, with_lane_curves
from .rules import Rules
from .step import Step

__all__ = ["LaneCurve", "Lanes"]

_NOWHERE = np.zeros(0, "int64")


@cache
def _names(event_class: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(event_class) if field.init)


def _arrays(event: Any) -> list[tuple[str, Any]]:
    """What an event says with a number for each campaign. How often it happens no rule is told."""
    said = ((name, getattr(event, name)) for name in _names(type(event)))
    return [(name, value) for name, value in said if is_array(value)]


class Lanes(Step):
    """``size`` campaigns in step: ``step`` says in which of them the event was refused."""

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

    def _both(self, some: Any, more: Any) -> Any:
        """Rows that are among the one or the other."""
        if some is None or more is None:
            return None
        mask = np.zeros(self.size, bool)
        mask[some] = mask[more] = True
        return mask.nonzero()[0]

    def award(self, event: Any, to: Account, tally: Account, amount: Whole, why: str = "") -> None:
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
            return among, _NOWHERE
        mask = np.zeros(self.size, bool)
        mask[rows] = True
        if among is None:
            return rows, np.flatnonzero(~mask)
        inside = mask[among]
        return among[inside], among[~inside]

    def _forget_changes(self) -> None:
        for _, _, changed in self.after:
            left = [(account, self._parted(among)[1]) for account, among in changed.items()]
            changed.clear()
            changed.update((account, among) for account, among in left if len(among))

    def _cut_to(self, rows: Any) -> bool:
        self.rows = rows if len(rows) < self.size else None
        return len(rows) > 0

    def require(
        self, ok: Any, why: str, kind: str = "", needed: Any = None, had: Any = None, who: str = ""
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
            low = int(number.min(initial=0))
            for n in np.flatnonzero(np.bincount(number - low)):
                self.only(number == n + low, act, int(n) + low, *args)
        else:
            act(number, *args, self)

    @staticmethod
    def _places(test: Any) -> Any:
        """Where a test holds, as places among the rows at hand; None: everywhere."""
        if is_array(test):
            return None if test.all() else test.nonzero()[0]
        return None if test else _NOWHERE

    def _narrow_to(self, some: Any) -> None:
        self.rows = some if self.rows is None else self.rows.take(some)

    def advance(self, day: Any, absent: tuple[str, ...] = ()) -> None:
        """Move time on, in each row from its own due day to its own due day. The absent do not age."""
        days, by = day - self.today.balance, self.by
        self.require(days >= 0, "the day goes backwards")
        self.by = "clock"
        for who in absent:
            self.post(self[who, ABSENT, ""], np.maximum(days, 0))
        self.only(days > 0, self._pass_days, day)
        self.by = "clock"
        self.post(self.today, np.maximum(day - self.today.balance, 0))
        self._same_day(day)
        self.by = by

    def _same_day(self, day: Any) -> None:
        """Where it is the same day in all campaigns again, one number says so."""
        if self.rows is None and not is_array(day) and not self.refused.any():
            today: Any = self.today
            today.full = int(day)

    @staticmethod
    def _pass_days(day: Any, self: Lanes) -> None:
        self.repeat(self._to_next_due, day)

    @staticmethod
    def _to_next_due(target: Any, self: Lanes) -> Any:
        """One sweep over what is due next, in the rows where that is not after the target."""
        nearest = np.full(self.width, NEVER)
        for rule, account in self._watched():
            nearest = minimum(nearest, self._day(rule, account))
        again = nearest <= target
        self.only(again, self._sweep, nearest)
        return again

    def _watched(self) -> list[tuple[Any, Any]]:
        return [(rule, account) for rule in self.rules.due for account in self.all(rule.kind)]

    def _day(self, rule: Any, account: Account) -> Any:
        """The day on which it is due: not before today, never where the account holds nothing."""
        return maximum(where(account.balance != 0, rule.when(account, self), NEVER), self.today.balance)

    @staticmethod
    def _sweep(nearest: Any, self: Lanes) -> None:
        due = [(rule, account, self._day(rule, account) == nearest) for rule, account in self._watched()]
        self.by = "clock"
        self.post(self.today, nearest - self.today.balance)
        for rule, account, today in due:
            self.only(today, self._still, rule, account)

    @staticmethod
    def _still(rule: Any, account: Account, self: Lanes) -> None:
        self.only(self._day(rule, account) == self.today.balance, self._act, rule, account)

    @staticmethod
    def _act(rule: Any, account: Account, self: Lanes) -> None:
        self.by = rule.by
        rule.act(account, self)
        self.react()

    # A step: in each row whole or not at all.

    def step(self, event: Any, rows: Any = None) -> Any:
        """Handle one event wherever its ``times`` says so, or in some rows once.

        The rows in which it was refused: they are unchanged.
        """
        self.refused, self.override, done = np.zeros(self.size, bool), event.override, 0
        left, times = (rows, event.times) if rows is not None else self._wanted(event.times)
        while self._cut_to(left):
            narrow, self.whole_pass, self.pass_rows = self._narrow(event), self.width, self.rows
            if not done and event.day is not None:
                self.by = "clock"
                self.advance(narrow.day, event.absent)
            self._handle(narrow)
            self.react()
            done += 1
            left, times = self._left(left, times, done)
        self._end()
        return self.refused

    def _wanted(self, times: Any) -> tuple[Any, Any]:
        """The rows in which it happens, and how often there."""
        if not is_array(times):
            return np.arange(self.size if times > 0 else 0), times
        rows = np.flatnonzero(times)
        return rows, times[rows]

    def _left(self, rows: Any, times: Any, done: int) -> tuple[Any, Any]:
        """Of these rows those in which it happens once more."""
        if not is_array(times):
            return (rows[~self.refused[rows]] if times > done else _NOWHERE), times
        more = times > done
        if self.refused.any():
            more &= ~self.refused[rows]
        some = more.nonzero()[0]
        return rows.take(some), times.take(some)

    def _end(self) -> None:
        self.rows, self.whole_pass, self.pass_rows = None, self.size, None
        if self.refused.any():
            self._take_back()
        self.receipts.clear()
        for _, _, changed in self.after:
            changed.clear()

    def _narrow(self, event: Any) -> Any:
        if self.rows is None:
            return event
        cut = {name: value[self.rows] for name, value in _arrays(event) if name != "times"}
        return evolve(event, **cut) if cut else event

    def _take_back(self) -> None:
        for account, rows, amount in self.receipts:
            gone = np.flatnonzero(self.refused if rows is None else self.refused[rows])
            taken = amount[gone] if is_array(amount) else amount
            account.add(gone if rows is None else rows[gone], -taken)

    def sheet(self, lane: int) -> dict[Key, int]:
        """All balances of one campaign that are not 0."""
        accounts: list[Any] = [*self.values()]
        held = ((account.key, account.full) for account in accounts)
        found = ((key, int(full[lane]) if is_array(full) else full) for key, full in held)
        return {key: balance for key, balance in found if balance}
