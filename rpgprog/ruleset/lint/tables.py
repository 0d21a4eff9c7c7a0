"""Costs, steps and times as tables: what the n-th is, and up to where somebody said something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, cast

import attrs
from attrs import frozen

from ...curve import Curve, units
from ...policy import Condition, Policy, Steps
from ...reader import readable
from ...reader.scalars import NUMBER
from ...source import Items, Mapping, Node, Scalar
from .house import House

SEEN = 100  # ranks or levels that a table plays through; what comes later is told as a tail
RANKS = Steps("rank")
TAIL = 2000  # how far what goes on by itself is looked at
NEAR = 50  # ranks whose price somebody may want to save for


@frozen(eq=False, repr=False)
class Table:
    """One curve of a rule. ``last`` is the last n of which something is said."""

    policy: Policy
    option: str
    of: str  # the profession that a chart is for
    steps: Steps
    at: Callable[[int], Fraction]
    total: Callable[
        [int], Fraction
    ]  # of levels what the n-th step and those before it make; of ranks the same
    last: int
    goes_on: bool  # by a formula, or by growth: nobody wrote its numbers down
    formula: bool
    unit: int
    nodes: Callable[[int], Node | None]

    @property
    def counts(self) -> str:
        """What is counted: ranks, levels or sessions."""
        return self.steps.counts

    def level(self, n: int) -> int:
        """Of what levels take: the level to which the n-th step leads."""
        return n + self.steps.start(self.policy)

    def label(self) -> str:
        """What it is called."""
        return f"{self.option}, {self.of}" if self.of else self.option

    def units(self, n: int) -> int:
        """The n-th as the accounts have it: what is finer makes no difference."""
        return units(self.at(n) * self.unit)

    def seen(self, most: int = SEEN) -> int:
        """How far a table plays: through all that is written, or so far into what goes on by itself."""
        return min(self.last, most) if self.goes_on else self.last

    def falls(self, first: int, last: int) -> Iterator[tuple[int, Fraction, Fraction]]:
        """Each n whose number is below the one before, and both numbers."""
        numbers = (self.units(n) for n in range(first, last + 1))
        for n, (before, after) in enumerate(pairwise(numbers), first + 1):
            if after < before:
                yield n, self.at(n - 1), self.at(n)


def costs(house: House) -> Iterator[Table]:
    """What ranks cost, in points, XP and time, and what levels take; only what is read at all."""
    return _stepped(house, cost=True)


def limits(house: House) -> Iterator[Table]:
    """What is allowed at each level or session; whether it is read or not."""
    return _stepped(house, cost=False)


def _stepped(house: House, cost: bool) -> Iterator[Table]:
    for policy in house.policies:
        for option, field in readable(cast(Any, type(policy))).items():
            steps: Steps | None = field.metadata.get("steps")
            if steps is not None and steps.cost == cost and not (cost and _unread(policy, field.metadata)):
                yield from tables(house, policy, option, steps)


def _unread(policy: Policy, how: Any) -> bool:
    condition: Condition | None = how.get("only_with")
    return condition is not None and not condition.holds(policy)


def tables(house: House, policy: Policy, option: str, steps: Steps = RANKS) -> Iterator[Table]:
    """The curve of an option, if a file says one; for a map of curves each of them."""
    node = house.node(policy, option)
    if node is None:
        return
    value = getattr(policy, option)
    if isinstance(value, Curve):
        yield _table(house, policy, option, "", node, value, steps)
    elif isinstance(node, Mapping) and isinstance(value, dict):
        for of, (_, inner) in node.entries.items():
            yield _table(house, policy, option, of, inner, value[of], steps)


def _table(
    house: House, policy: Policy, option: str, of: str, node: Node, curve: Curve, steps: Steps
) -> Table:
    how, last, shift = readable(cast(Any, type(policy)))[option].metadata, _last(node), 0
    goes_on = last == TAIL
    at: Callable[[int], Fraction] = cache(curve.exact)
    total = _after(curve) if how.get("chart") or how.get("totals") else at
    if how.get("chart"):
        at, last, shift = _step_of(curve), _totals(node) - 1, 1
    elif how.get("totals"):  # each step as it was written, not as the rounded sums have it
        reader = house.given[policy.name].options[option][0]
        single = attrs.evolve(reader, problems=[]).curve(node, option, {**how, "totals": False})
        written = curve if single is None else single
        first = steps.start(policy) if written.named else 1
        at = cache(lambda n: written.exact(n + first - 1))
    last = min(last, steps.last(policy) or last)
    nodes = _nodes(node, shift)
    return Table(
        policy,
        option,
        of,
        steps,
        at,
        total,
        last,
        goes_on,
        goes_on and isinstance(node, Scalar),
        curve.unit,
        nodes,
    )


def _after(totals: Curve) -> Callable[[int], Fraction]:
    return lambda n: totals.exact(n + 1)


def _step_of(chart: Curve) -> Callable[[int], Fraction]:
    return lambda n: chart.exact(n + 1) - chart.exact(n)


def _last(node: Node) -> int:
    """The last n of which something is said; TAIL where it goes on by itself."""
    if isinstance(node, Items):
        return len(node.items)
    if isinstance(node, Scalar):
        return 1 if _is_number(node) else TAIL
    if "list" in node.entries:
        listed = node.entries["list"][1]
        return (len(listed.items) if isinstance(listed, Items) else 0) + ("then" in node.entries)
    if "start" in node.entries:
        return TAIL
    return max((_band(key) for key in node.entries if key[:1].isdigit()), default=1) + 1


def _totals(chart: Node) -> int:
    """How many totals a chart lists."""
    listed = chart.entries["list"][1] if isinstance(chart, Mapping) else chart
    return len(listed.items) if isinstance(listed, Items) else 0


def _is_number(node: Scalar) -> bool:
    return bool(NUMBER.fullmatch(node.text))


def _band(key: str) -> int:
    return int(key.replace("+", "").rpartition("-")[2].strip())


def _nodes(node: Node, shift: int = 0) -> Callable[[int], Node | None]:
    """Where the n-th number stands."""

    def at(n: int) -> Node | None:
        listed: Any = node
        if isinstance(node, Mapping):
            if "list" not in node.entries:
                return next((key for key, _ in node.entries.values() if _begins(key.text) == n), node)
            listed = node.entries["list"][1]
            if n + shift > len(listed.items) and "then" in node.entries:
                return node.entries["then"][1]
        return (
            listed.items[n + shift - 1]
            if isinstance(listed, Items) and n + shift <= len(listed.items)
            else node
        )

    return at


def _begins(key: str) -> int:
    first = key.replace("+", "").partition("-")[0].strip()
    return int(first) if first.isdigit() else 0
