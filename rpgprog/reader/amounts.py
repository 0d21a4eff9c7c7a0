"""Amounts and spans of time: 3, 1.5 dp, 30 xp, 6 months."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import define

from ..ledger.accounts import UNIT
from ..problems.wording import did_you_mean, quoted
from ..source import Node, Scalar
from .scalars import NUMBER, Values

MOST_POINTS = 10**6  # in one event: sums and products of such amounts still fit 62 bits
MOST_DAYS = 10**7  # some 27,000 years

_AMOUNT = re.compile(r"([+-]?[0-9./%]+)\s*([^\s0-9](?:.*\S)?)?")
_SPAN = re.compile(r"(\S+)\s+([^\W\d_]+)")
_COUNTED_IN = {  # options that are no points, and what they are counted in
    "hours": "hours",
    "training_hours": "hours",
    "regain_hours": "hours",
    "hours_per_skill": "hours",
    "budget": "hours",
    "weeks": "weeks",
    "coins": "coins",
    "xp": "xp",
    "xp_per_week": "xp",
    "share": "",
    "floor_of_peak": "",
    "min_share": "",
    "part": "",
}


@define(eq=False, repr=False)
class Units(Values):
    """Reads amounts in the smallest unit and spans in days."""

    def amount(self, node: Node, what: str, unit: int = UNIT) -> int | None:
        """An amount in the smallest unit: 3, 1.5, 3 dp, 30 xp."""
        match = _AMOUNT.fullmatch(node.text) if isinstance(node, Scalar) and node.plain else None
        if match is None or not NUMBER.fullmatch(match[1]):
            example = " ".join(filter(None, ("1.5", next(iter(self._units(what)), ""))))
            return self.refuse(node, what, f"an amount such as 3 or {example}")
        number = self.exact(node, match[1], what)
        worth = self._worth(node, match[2] or "", what)
        if number is None or worth is None:
            return None
        return self._in_units(node, what, number * worth * unit, unit)

    def _in_units(self, node: Node, what: str, exact: Fraction, unit: int) -> int | None:
        if exact.denominator != 1:
            return self._no(node, f"{what}: {quoted(_text(node))} is finer than a thousandth")
        if abs(exact) > MOST_POINTS * unit:
            return self._no(node, f"{what}: {quoted(_text(node))} is beyond {MOST_POINTS:,}")
        return int(exact)

    def _units(self, what: str) -> dict[str, Fraction]:
        """The units that an option may name, and what each is worth."""
        name = what.partition(",")[0]
        if name in _COUNTED_IN:
            return {word: Fraction(1) for word in (_COUNTED_IN[name],) if word}
        return {self.names.points: Fraction(1), "points": Fraction(1), "xp": Fraction(1, self.names.xp)}

    def _worth(self, node: Node, word: str, what: str) -> Fraction | None:
        units = self._units(what)
        same = {"": Fraction(1), **units, **{name.removesuffix("s"): worth for name, worth in units.items()}}
        if word not in same:
            self.problem(node, f"{what}: {quoted(word)} is no unit here{did_you_mean(word, units)}")
        return same.get(word)

    def days(self, node: Node, what: str) -> int | None:
        """A span of game time in days: 90, 6 months, 2 weeks."""
        match = _SPAN.fullmatch(node.text) if isinstance(node, Scalar) and node.plain else None
        if match is None or not NUMBER.fullmatch(match[1]):
            number = self.number(node, what, "a span of time such as 6 months or 90")
            return None if number is None else self._whole_days(node, number, what)
        number, each = self.exact(node, match[1], what), self._each(node, match[2], what)
        return None if number is None or each is None else self._whole_days(node, number * each, what)

    def _each(self, node: Node, word: str, what: str) -> int | None:
        calendar = self.names.calendar
        each = calendar.get(word, calendar.get(word.removesuffix("s")))
        if each is None:
            known = [name if name.endswith("s") else f"{name}s" for name in calendar]
            self.problem(node, f"{what}: {quoted(word)} is no span of time{did_you_mean(word, known)}")
        return each

    def _whole_days(self, node: Node, days: Fraction, what: str) -> int | None:
        if days.denominator != 1 or days < 0:
            return self.refuse(node, what, "a span of whole days")
        if days > MOST_DAYS:
            return self._no(node, f"{what}: {quoted(_text(node))} is more than {MOST_DAYS:,} days")
        return int(days)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
