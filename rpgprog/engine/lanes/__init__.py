"""Many campaigns at once: a balance is an array, and a pass runs on the rows (campaigns) it concerns.

What lane i holds is what a ``Book`` gives for lane i's events alone, exactly.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from attrs import evolve, fields

from ...ledger.accounts import Key
from .time import LaneTime
from .values import NOWHERE, LaneCurve, is_array

__all__ = ["LaneCurve", "Lanes"]


@cache
def _names(event_class: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(event_class) if field.init)


def _arrays(event: Any) -> list[tuple[str, Any]]:
    """The fields of an event with a number for each campaign; rules never see how often it happens."""
    fields = ((name, getattr(event, name)) for name in _names(event.__class__))
    return [(name, value) for name, value in fields if is_array(value)]


class Lanes(LaneTime):
    """``size`` campaigns in step: ``step`` says in which of them the event was refused."""

    # A step: in each row whole or not at all.

    def step(self, event: Any, rows: Any = None) -> Any:
        """Handle one event wherever its ``times`` says so, or in some rows once.

        The rows in which it was refused: they are unchanged.
        """
        self.refused, self.override, done = np.zeros(self.size, bool), event.override, 0
        remaining, times = (rows, event.times) if rows is not None else self._wanted(event.times)
        arrays = [(name, value) for name, value in _arrays(event) if name != "times"]
        while self._cut_to(remaining):
            narrow = self._narrow(event, arrays)
            self.whole_pass, self.pass_rows = self.width, self.rows
            if not done and event.day is not None:
                self.by = "clock"
                self.advance(narrow.day, event.absent)
            self._handle(narrow)
            self.react()
            done += 1
            remaining, times = self._left(remaining, times, done)
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
            return (rows[~self.refused[rows]] if times > done else NOWHERE), times
        again = times > done
        if self.refused.any():
            again &= ~self.refused[rows]
        some = again.nonzero()[0]
        return rows.take(some), times.take(some)

    def _end(self) -> None:
        self.rows, self.whole_pass, self.pass_rows = None, self.size, None
        if self.refused.any():
            self._take_back()
        self.receipts.clear()
        for _, _, changed in self.after:
            changed.clear()

    def _narrow(self, event: Any, arrays: list[tuple[str, Any]]) -> Any:
        if self.rows is None or not arrays:
            return event
        return evolve(event, **{name: value.take(self.rows) for name, value in arrays})

    def _take_back(self) -> None:
        for account, rows, amount in self.receipts:
            gone = np.flatnonzero(self.refused if rows is None else self.refused[rows])
            taken = amount[gone] if is_array(amount) else amount
            account.add(gone if rows is None else rows[gone], -taken)

    def sheet(self, lane: int) -> dict[Key, int]:
        """All balances of one campaign that are not 0."""
        accounts: list[Any] = [*self.accounts.values()]
        held = ((account.key, account.full) for account in accounts)
        balances = ((key, int(full[lane]) if is_array(full) else full) for key, full in held)
        return {key: balance for key, balance in balances if balance}
