"""Many campaigns at once: a balance is an array, and a pass runs on the rows (campaigns) it concerns.

What lane i holds is what a ``Book`` gives for lane i's events alone, exactly.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from attrs import evolve, fields

from ..accounts import ABSENT, OVERRULED, Account, Key
from ..arith import NEVER, Whole, minimum
from .lane_values import LaneAccount, LaneCurve, cut_all, is_array, with_lane_curves
from .rules import Rules
from .step import Step

__all__ = ["LaneCurve", "Lanes"]

_EVERYWHERE = slice(None)


@cache
def _names(event_class: type) -> tuple[str, ...]:
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
        self.nothing = np.zeros(size, "int64")
        self.nothing.flags.writeable = False
        super().__init__(Rules(with_lane_curves(policy) for policy in rules.policies), sheet)

    rows: Any

    @property
    def width(self) -> int:
        """How many campaigns the pass at hand runs on."""
        return self.size if self.rows is None else len(self.rows)

    def _new(self, who: str, kind: str, of: str, watchers: Any) -> Account:
        return LaneAccount(who, kind, of, watchers, self)

    def _open_with(self, account: Any, amount: Any) -> None:
        account.full = np.empty(self.size, "int64")
        account.full[:] = amount

    def post(self, account: Any, amount: Any, why: Any = "") -> None:
        """Add to an account in the rows at hand; the reasons stay with the single campaign."""
        rows, same = self.rows, not is_array(amount)
        if not amount if same else not amount.any():
            return
        if account.full is None:
            account.full = np.zeros(self.size, "int64")
        account.add(rows, amount)
        self.receipts.append((account, rows, amount))
        if account.watchers:
            where = True if same else amount != 0
            for changed in account.watchers:
                mask = changed.get(account)
                if mask is None:
                    mask = changed[account] = np.zeros(self.size, bool)
                mask[_EVERYWHERE if rows is None else rows] |= where

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
        for account, mask in accounts:
            if self._cut_to(self._here(mask, before)):
                act(account, self)
            self._keep_elsewhere(changed, account, mask, before)
        self.rows = before

    @staticmethod
    def _here(mask: Any, rows: Any) -> Any:
        return np.flatnonzero(mask) if rows is None else rows[mask[rows]]

    @staticmethod
    def _keep_elsewhere(changed: dict[Account, Any], account: Account, mask: Any, rows: Any) -> None:
        """Changes in rows that this pass does not run on wait for theirs."""
        if rows is not None:
            mask[rows] = False
            if mask.any():
                changed[account] = changed[account] | mask if account in changed else mask

    def _forget_changes(self) -> None:
        rows = _EVERYWHERE if self.rows is None else self.rows
        for _, _, changed in self.after:
            for mask in changed.values():
                mask[rows] = False

    def _cut_to(self, rows: Any) -> bool:
        self.rows = rows if len(rows) < self.size else None
        return len(rows) > 0

    def require(
        self, ok: Any, why: str, kind: str = "", needed: Any = None, had: Any = None, who: str = ""
    ) -> None:
        """Mark the rows where it is not ok as refused and go on: nothing of them will stay."""
        if ok is True or (is_array(ok) and ok.all()):
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
        before = self.rows
        if self._cut(test):
            act(*cut_all(test, args), self)
        self.rows = before

    def each(self, kind: str, act: Any, *args: Any, who: str | None = None) -> None:
        """Act for every account of that kind, in the rows where it holds something."""
        for account in self.all(kind):
            if who is None or account.who == who:
                self.only(account.balance != 0, act, account, *args)

    def repeat(self, act: Any, *args: Any) -> None:
        """Act again in the rows where it says that it did something."""
        before, again = self.rows, act(*args, self)
        while self._cut(again):
            args = cut_all(again, args)
            again = act(*args, self)
        self.rows = before

    def number(self, number: Any, act: Any, *args: Any) -> None:
        """Act once for each number that occurs, in the rows where it does."""
        if is_array(number):
            for n in np.unique(number):
                self.only(number == n, act, int(n), *args)
        else:
            act(number, *args, self)

    def _cut(self, test: Any) -> bool:
        if test is True or test is False:
            return bool(test)
        if not test.all():
            some = np.flatnonzero(test)
            self.rows = some if self.rows is None else self.rows[some]
            return len(some) > 0
        return True

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
        self.by = by

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
        day = np.where(account.balance != 0, rule.when(account, self), NEVER)
        return np.maximum(day, self.today.balance)

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

    def step(self, event: Any) -> Any:
        """Handle one event wherever its ``times`` says so; the rows in which it was refused, unchanged."""
        self.refused, self.override, done = np.zeros(self.size, bool), event.override, 0
        left = np.flatnonzero(np.broadcast_to(event.times, (self.size,)) > 0)
        while self._cut_to(left):
            narrow, self.whole_pass = self._narrow(event), self.width
            if not done and event.day is not None:
                self.by = "clock"
                self.advance(narrow.day, event.absent)
            self._handle(narrow)
            self.react()
            done += 1
            left = self._left(left, event.times, done)
        self._end()
        return self.refused

    def _left(self, rows: Any, times: Any, done: int) -> Any:
        """Of these rows those in which it happens once more."""
        more = times[rows] > done if is_array(times) else np.full(len(rows), times > done)
        return rows[more & ~self.refused[rows]]

    def _end(self) -> None:
        self.rows, self.whole_pass = None, self.size
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
        full = ((account.key, account.full) for account in accounts if account.full is not None)
        return {key: int(balances[lane]) for key, balances in full if balances[lane]}
