"""Amounts and spans of time: 3, 1.5 dp, 30 xp, 6 months."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from attrs import define

from ..ledger.accounts import UNIT
from ..ledger.units import COINS, PART, PARTS, POINTS, SCALES, TIMES, XP
from ..problems.wording import did_you_mean, quoted
from ..source import Node, Scalar
from .scalars import NUMBER, POWER_OF_TEN, Values

MOST_POINTS = 10**6  # in an option of a rule, and at least so many in one entry
MOST_DAYS = 10**7  # some 27,000 years

_AMOUNT = re.compile(r"([+-]?[0-9./%]+)\s*([^\s0-9](?:.*\S)?)?")
_SPAN = re.compile(r"(\S+)\s+([^\W\d_]+)")
_PAID = (POINTS, XP, COINS)
_FINE = {
    UNIT: "has more than three decimal places",
    PARTS: "is too fine a part: write thousandths, or a fraction down to sixteenths",
}
_EXAMPLES = {PART: "a part such as 1/2 or 25%", TIMES: "a factor such as 2 or 1.25"}


@define(eq=False, repr=False)
class Amounts(Values):
    """Reads amounts in the smallest unit and spans in days."""

    def amount(self, node: Node, label: str, unit: str = POINTS, scale: int = 0) -> int | None:
        """An amount in the smallest unit: 3, 1.5, 3 dp, 30 xp.

        ``unit`` says which words may follow the number, ``scale`` how many of the smallest units one is.
        """
        scale = scale or SCALES.get(unit, 1)
        number = self._with_unit(node, label, unit, scale)
        if number is None:
            return None
        exact = number * scale
        if exact.denominator != 1:
            return self._reject(
                node, f"{label}: {quoted(_text(node))} {_FINE.get(scale, f'is finer than 1/{scale}')}"
            )
        most = max(self.names.most if unit in _PAID else 0, MOST_POINTS)
        if abs(exact) > most * scale:
            return self._reject(node, f"{label}: {quoted(_text(node))} is beyond {most:,}")
        return int(exact)

    def count(self, node: Node, label: str, unit: str) -> int | None:
        """A whole number that may name its unit: 3, 3 uses."""
        number = self._with_unit(node, label, unit, 1)
        if number is None:
            return None
        return int(number) if number.denominator == 1 else self.refuse(node, label, "a whole number")

    def _with_unit(self, node: Node, label: str, unit: str, scale: int) -> Fraction | None:
        """The number, in the unit of its option."""
        plain = isinstance(node, Scalar) and node.plain and not POWER_OF_TEN.fullmatch(node.text)
        match, words = _AMOUNT.fullmatch(_text(node)) if plain else None, self._words(unit)
        if match is None or not NUMBER.fullmatch(match[1]):
            return self.refuse(node, label, _needs(unit, words, scale))
        number = self.exact(node, match[1], label, share=unit in (PART, TIMES))
        worth = self._worth(node, match[2] or "", label, words)
        return None if number is None or worth is None else number * worth

    def _words(self, unit: str) -> dict[str, Fraction]:
        """The words that may follow the number, and what each is worth in its unit."""
        if unit == POINTS:
            return {self.names.points: Fraction(1), POINTS: Fraction(1), XP: Fraction(1, self.names.xp)}
        return {} if unit in (PART, TIMES) else {unit: Fraction(1)}

    def _worth(self, node: Node, word: str, label: str, words: Mapping[str, Fraction]) -> Fraction | None:
        same = {"": Fraction(1), **words, **{name.removesuffix("s"): worth for name, worth in words.items()}}
        if word not in same:
            known = did_you_mean(word, words) or ": write the number alone"
            self.problem(node, f"{label}: {quoted(word)} is not a unit here{known}")
        return same.get(word)

    def days(self, node: Node, label: str) -> int | None:
        """A span of game time in days: 90, 6 months, 2 weeks."""
        match = _SPAN.fullmatch(node.text) if isinstance(node, Scalar) and node.plain else None
        if match is None or not NUMBER.fullmatch(match[1]):
            number = self.number(node, label, "a span of time such as 6 months or 90", share=False)
            return None if number is None else self._whole_days(node, number, label)
        number = self.exact(node, match[1], label, share=False)
        each = self._each(node, match[2], label)
        return None if number is None or each is None else self._whole_days(node, number * each, label)

    def _each(self, node: Node, word: str, label: str) -> int | None:
        calendar = self.names.calendar
        each = calendar.get(word, calendar.get(word.removesuffix("s")))
        if each is None:
            known = [name if name.endswith("s") else f"{name}s" for name in calendar]
            self.problem(node, f"{label}: {quoted(word)} is not a span of time{did_you_mean(word, known)}")
        return each

    def _whole_days(self, node: Node, days: Fraction, label: str) -> int | None:
        if days.denominator != 1 or days < 0:
            return self.refuse(node, label, "a span of whole days")
        if days > MOST_DAYS:
            return self._reject(node, f"{label}: {quoted(_text(node))} is more than {MOST_DAYS:,} days")
        return int(days)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _needs(unit: str, words: Mapping[str, Fraction], scale: int) -> str:
    if scale == 1:
        return "a whole number"
    return _EXAMPLES.get(unit, f"an amount such as 3 or 1.5 {next(iter(words), '')}".rstrip())
