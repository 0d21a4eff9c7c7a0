"""Reasons in words: a text, or a template and its numbers, or an award with its factors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

from ..engine.award import Award
from ..ledger.accounts import COINS, DAY, HOURS, IN_UNITS, PRACTISED, SHARE, TRAINED, UNIT, XP
from ..ledger.refusals import Refused
from ..ledger.units import plain
from ..reader import Names
from .columns import many


class Number(int):
    """A whole number as templates write it: {:u} in units, {:nth}, {:times}, {:+d}, {:d}."""

    def __format__(self, spec: str) -> str:
        if spec == "u":
            return plain(self, UNIT)
        if spec == "nth":
            return ordinal(self)
        if spec == "times":
            return {0: "never", 1: "once", 2: "twice"}.get(int(self), f"{int(self)} times")
        return format(int(self), spec)


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{int(n)}{ending}"


def amount(kind: str, number: int, names: Names, signed: bool = False) -> str:
    """A number with its unit: 3 dp, 20 XP, 2 ranks."""
    text = plain(number) if kind in IN_UNITS else names.on(number) if kind == DAY else str(number)
    text = f"+{text}" if signed and number > 0 else text
    if kind in (XP, PRACTISED):
        return f"{text} XP"
    if kind in IN_UNITS and kind not in (COINS, HOURS, TRAINED, SHARE):
        return f"{text} {names.points}"
    return text


def reason(why: Any, names: Names) -> str:
    """The reason of a posting in words."""
    if isinstance(why, Award):
        return _award(why, names)
    if isinstance(why, tuple):
        template, *values = why
        return str(template).format(*(_value(value, names) for value in values))
    return str(why)


def _value(value: Any, names: Names) -> Any:
    if isinstance(value, Refused):
        return refusal(value, names)
    if isinstance(value, tuple):  # a ratio
        return _factor(Fraction(int(value[0]), int(value[1])))
    return Number(value) if isinstance(value, int) else value


def refusal(refused: Refused, names: Names) -> str:
    """A refusal in words: the policy, what it needed, what there was, what was short."""
    text = f"{refused.policy}: {refused.why}{shortfall(refused, names)}"
    return f"{text} (after {refused.done} of {refused.times})" if refused.done else text


class Measured(Protocol):
    """Something that was needed, in the smallest unit of its kind."""

    @property
    def kind(self) -> str:
        """The kind of account."""

    @property
    def need(self) -> Any:
        """How much was needed."""

    @property
    def have(self) -> Any:
        """How much there was."""

    @property
    def short(self) -> Any:
        """How much was missing; None where no numbers are compared."""


def shortfall(refused: Measured, names: Names) -> str:
    """What was needed, what there was and what was short, to stand behind a sentence; perhaps nothing."""
    if refused.short is None:
        return ""
    need, have = (amount(refused.kind, number, names) for number in (refused.need, refused.have))
    short = many(refused.short, "day") if refused.kind == DAY else amount(refused.kind, refused.short, names)
    return f": needed {need}, had {have}, short by {short}"


def _award(award: Award, names: Names) -> str:
    """The amount, its factors, what it is rounded to, and what was added or taken off: it adds up."""
    words = [f"{plain(award.amount)} for {reason(award.why, names)}" if award.why else plain(award.amount)]
    if award.raised:
        words.append(f"(raised from {plain(award.amount - award.raised)}: powers unknown)")
    exact = Fraction(award.amount)
    for num, over, why in award.factors:
        if num != over:
            exact *= Fraction(int(num), over)
            words.append(f"x {_factor(Fraction(int(num), over))} ({reason(why, names)})")
    words += [f"({reason(why, names)})" for why in award.notes]
    return " ".join(words) + _bounded(award, exact, names) + _changed(award, names)


def _bounded(award: Award, exact: Fraction, names: Names) -> str:
    """What holds after all factors, by which rule, and what is paid if that is not the exact product."""
    least, most, worth = award.least, award.most, award.worth()
    text = (
        f", at most {plain(most)}{_because(most, award.caps, names)}"
        if most is not None and exact > most
        else ""
    )
    if least is not None and (exact < least or (text and most < least)):
        text += f", at least {plain(least)}{_because(least, award.floors, names)}"
    return f"{text}, rounded to {plain(worth)}" if not text and exact != worth else text


def _because(bound: int, bounds: Sequence[tuple[int, Any]], names: Names) -> str:
    """Which rule says so; nothing where none did."""
    return next((f" ({reason(why, names)})" for number, why in bounds if number == bound), "")


def _changed(award: Award, names: Names) -> str:
    return "".join(
        f" {'+' if number > 0 else '-'} {plain(abs(number))} ({reason(why, names)})"
        for number, why in award.changes
        if number
    )


def _factor(factor: Fraction) -> str:
    """A factor as a person writes it: 1/2, 1/3, 2, 0.8."""
    simple = factor.limit_denominator(1000)
    if abs(simple - factor) < Fraction(1, 10**6) or simple == factor:
        return str(simple)
    return f"{float(factor):g}"
