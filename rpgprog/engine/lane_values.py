"""What lanes are made of: accounts, curves and arguments that hold a number for each campaign."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from attrs import evolve, fields

from ..accounts import Account
from ..curve import END, Curve
from ..policy import Policy


class Rows(Protocol):
    """The campaigns that a pass runs on: ``rows`` by their numbers, None for all of them."""

    rows: Any

    @property
    def width(self) -> int:
        """How many they are."""


class LaneCurve:
    """A curve over arrays: the same numbers, looked up in a table that grows on demand."""

    def __init__(self, curve: Curve) -> None:
        self.curve, self.over, self.low = curve, curve.over, curve.first - 1
        self.table = np.array([curve[self.low]], "int64")

    def __getitem__(self, n: Any) -> Any:
        at = np.minimum(np.asarray(n), END) - self.low
        most = int(at.max(initial=0))
        if most >= len(self.table):
            upto = max(most + 1, 2 * len(self.table))
            more = [self.curve[self.low + i] for i in range(len(self.table), upto)]
            self.table = np.append(self.table, np.array(more, "int64"))
        return self.table[np.maximum(at, 0)]


class LaneAccount(Account):
    """An account with one balance for each campaign; ``balance`` is cut to the rows at hand."""

    __slots__ = ("full", "lanes")

    def __init__(self, who: str, kind: str, of: str, watchers: Any, lanes: Rows) -> None:
        self.who, self.kind, self.of, self.watchers = who, kind, of, watchers
        self.lanes, self.full = lanes, None

    @property
    def balance(self) -> Any:
        """What it holds in the rows at hand."""
        rows = self.lanes.rows
        if self.full is None:
            return np.zeros(self.lanes.width, "int64")
        return self.full.copy() if rows is None else self.full[rows]


def is_array(value: Any) -> bool:
    """Whether it has a number for each row."""
    return isinstance(value, np.ndarray)


def cut_all(test: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments cut to the rows where the test holds."""
    if test is True:
        return args
    return tuple(arg[test] if is_array(arg) else arg for arg in args)


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
