"""What lanes are made of: accounts, curves and arguments that hold a number for each campaign."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from attrs import evolve, fields

from ...curve import Curve
from ...ledger.accounts import Account
from ...policy import Policy

LONGEST_TABLE = 10_000
NOWHERE = np.zeros(0, "int64")  # no rows


class Rows(Protocol):
    """The campaigns that a pass runs on: ``rows`` by their numbers, None for all of them."""

    rows: Any
    size: int

    @property
    def width(self) -> int:
        """How many they are."""


class LaneCurve:
    """A curve over arrays: the same numbers, looked up in a table that grows on demand."""

    def __init__(self, curve: Curve) -> None:
        self.curve, self.over, self.low = curve, curve.over, curve.first - 1
        self.table = np.array([curve[self.low]], "int64")
        self.sums = None if curve.sums is None else LaneCurve(curve.sums)

    def before(self, n: Any) -> Any:
        """Of factors that add up: the sum of those before the n-th, in parts of ``over``."""
        assert self.sums is not None
        return self.sums[n]

    def __getitem__(self, n: Any) -> Any:
        if not is_array(n):
            return self.curve[int(n)]
        at = n - self.low
        most = int(at.max(initial=0))
        if most >= LONGEST_TABLE:  # so far out there are few that differ
            counts, where = np.unique(n, return_inverse=True)
            return np.array([self.curve[int(count)] for count in counts], "int64").take(where)
        if most >= len(self.table):
            upto = max(most + 1, 2 * len(self.table))
            further = [self.curve[self.low + i] for i in range(len(self.table), upto)]
            self.table = np.append(self.table, np.array(further, "int64"))
        return self.table.take(at, mode="clip")


class LaneAccount(Account):
    """An account with one balance for each campaign; ``balance`` is cut to the rows at hand.

    As long as all campaigns hold the same, ``full`` is that number, and so is the balance. An array that
    was handed out whole is never written to again: ``lent`` says that the next change needs a copy.
    """

    __slots__ = ("full", "lanes", "lent", "seen", "seen_in")

    def __init__(self, who: str, kind: str, of: str, watchers: Any, lanes: Rows) -> None:
        self.who, self.kind, self.of, self.watchers = who, kind, of, watchers
        self.lanes, self.lent = lanes, False
        self.full: Any = 0
        self.seen: Any = None  # what was read last, and in which rows: until it changes
        self.seen_in: Any = None

    @property
    def balance(self) -> Any:  # type: ignore[override]  # read by policies, never written
        """What it holds in the rows at hand."""
        full, rows = self.full, self.lanes.rows
        if full.__class__ is int:
            return full
        if rows is None:
            self.lent = True
            return full
        if rows is not self.seen_in:
            self.seen, self.seen_in = full.take(rows), rows
        return self.seen

    def add(self, rows: Any, amount: Any) -> None:
        """Add to it in some rows; None for all."""
        if rows is None:
            self.full, self.lent, self.seen_in = self.full + amount, False, None
            return
        if self.full.__class__ is int:
            self.full, self.seen_in = np.full(self.lanes.size, self.full), None
        elif self.lent:
            self.full = self.full.copy()
        self.lent = False
        self.seen = (self.seen if rows is self.seen_in else self.full.take(rows)) + amount
        self.seen_in = rows
        self.full[rows] = self.seen

    def everywhere(self) -> Any:
        """The balance of every campaign, as an array."""
        return np.full(self.lanes.size, self.full) if self.full.__class__ is int else self.full


def is_array(value: Any) -> bool:
    """Whether it has a number for each row."""
    return value.__class__ is np.ndarray and value.ndim > 0


def cut_all(some: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments cut to some of the rows at hand, by their places; None for all."""
    if some is None:
        return args
    return tuple(arg.take(some) if is_array(arg) else arg for arg in args)


def with_lane_curves(policy: Policy) -> Policy:
    """The same policy, its curves over arrays."""
    values = {f.name: getattr(policy, f.name) for f in fields(type(policy)) if f.init}
    swapped = {name: _for_lanes(value) for name, value in values.items()}
    changed = {name: value for name, value in swapped.items() if value is not values[name]}
    return evolve(policy, **changed) if changed else policy


def _for_lanes(value: Any) -> Any:
    if isinstance(value, Curve):
        return LaneCurve(value)
    if isinstance(value, dict) and any(isinstance(curve, Curve) for curve in value.values()):
        return {key: _for_lanes(curve) for key, curve in value.items()}
    return value
