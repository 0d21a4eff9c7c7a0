"""Time for many campaigns: it moves in each from its own due day to its own due day."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ledger.accounts import ABSENT, Account
from ...ledger.numbers import NEVER, maximum, minimum, where
from ...ledger.refusals import Code
from .rows import LaneRows
from .values import is_array


class LaneTime(LaneRows):
    """Everything due happens on its day, in the rows where it is due."""

    def advance(self, day: Any, absent: tuple[str, ...] = ()) -> None:
        """Move time on, in each row from its own due day to its own due day. The absent do not age."""
        days, by = day - self.today.balance, self.by
        self.require(days >= 0, Code.DAY_ORDER, "the day goes backwards")
        self.by = "clock"
        for who in absent:
            self.post(self[who, ABSENT, ""], np.maximum(days, 0))
        if absent:
            self.react()
            self.by = "clock"
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
    def _pass_days(day: Any, self: LaneTime) -> None:
        self.repeat(self._to_next_due, day)

    @staticmethod
    def _to_next_due(target: Any, self: LaneTime) -> Any:
        """One sweep over what is due next, in the rows where that is not after the target."""
        nearest: Any = np.full(self.width, NEVER)
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
    def _sweep(nearest: Any, self: LaneTime) -> None:
        due = [(rule, account, self._day(rule, account) == nearest) for rule, account in self._watched()]
        self.by = "clock"
        self.post(self.today, nearest - self.today.balance)
        for rule, account, today in due:
            self.only(today, self._still, rule, account)

    @staticmethod
    def _still(rule: Any, account: Account, self: LaneTime) -> None:
        self.only(self._day(rule, account) == self.today.balance, self._act, rule, account)

    @staticmethod
    def _act(rule: Any, account: Account, self: LaneTime) -> None:
        self.by = rule.by
        rule.act(account, self)
        self.react()
