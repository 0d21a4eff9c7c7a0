"""How often something happens in a game session: 2, 0.5, 1 in 20 sessions, exactly 3, 1-4, 2d6."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from attrs import frozen

from ..codec import described
from ..words import quoted
from .chance import Numbers

MOST = 100  # times in one session
_DIGITS = Context(prec=50)

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?"
_RATE = re.compile(rf"({_NUMBER})(?: (?:per|a) (.+))?")
_ODDS = re.compile(r"([0-9]+) in ([0-9]+)(?: sessions?)?")
_EXACT = re.compile(r"exactly ([0-9]+)")
_RANGE = re.compile(r"([0-9]+) ?- ?([0-9]+)")
_DICE = re.compile(r"([0-9]*)d([0-9]+)(?:\+([0-9]+))?")
FORMS = "2 (on average), 0.5, 1 in 20 sessions, 3 per month, exactly 2, 1-4 or 1d6"


@frozen
class Often:
    """How often, as it was written; ``per`` is the span in days of a rate that is not one of sessions."""

    text: str
    kind: str  # mean, odds, or the chances of each number from ``first`` on
    mean: Fraction = Fraction(0)
    per: int = 0
    chances: tuple[Fraction, ...] = ()
    first: int = 0

    def numbers(self, days: Fraction) -> Numbers:
        """How likely each number is in a session, with so many days from one to the next."""
        found = self.thinned(Fraction(1), days)
        return Numbers(self.chances, self.first) if found is None else found

    def thinned(self, part: Fraction, days: Fraction) -> Numbers | None:
        """The same for a part of what happens by chance alone; None where the number is not."""
        if self.kind != "mean":
            return None
        mean = self.mean * days / self.per if self.per else self.mean
        return _table(mean * part)


@cache
def _table(mean: Fraction) -> Numbers:
    return Numbers(poisson(mean))


def poisson(mean: Fraction) -> tuple[Fraction, ...]:
    """How likely 0, 1, 2, ... of something are that happens by chance, so often on average.

    >>> [round(float(chance), 4) for chance in poisson(Fraction(1, 2))[:3]]
    [0.6065, 0.3033, 0.0758]
    """
    rate = _DIGITS.divide(Decimal(mean.numerator), Decimal(mean.denominator))
    chance, n, found, total = _DIGITS.exp(-rate), 0, [], Decimal(0)
    while total < Decimal("0.99999999999999") or n < rate:
        found.append(Fraction(chance))
        total = _DIGITS.add(total, chance)
        n += 1
        chance = _DIGITS.divide(_DIGITS.multiply(chance, rate), Decimal(n))
    return tuple(found)


def _evenly(first: int, last: int) -> tuple[Fraction, ...]:
    return (Fraction(1, last - first + 1),) * (last - first + 1)


def _dice(dice: int, sides: int) -> tuple[Fraction, ...]:
    """How likely each total of some dice is, from the lowest on."""
    chances: tuple[Fraction, ...] = (Fraction(1),)
    for _ in range(dice):
        longer = [Fraction(0)] * (len(chances) + sides - 1)
        for (at, chance), side in product(enumerate(chances), range(sides)):
            longer[at + side] += chance / sides
        chances = tuple(longer)
    return chances


def read_often(reader: Any, node: Any, what: str) -> Often | None:
    """How often something happens, from its text; what is wrong with it is told at its place."""
    text = " ".join(getattr(node, "text", "").split())
    found = _often(reader, node, what, text) if text else None
    if found is None:
        if text.startswith("-") and _RATE.fullmatch(text[1:].strip()):
            return no(reader, node, f"{what}: how often cannot be below 0, as {text} is")
        return no(reader, node, f"{what}: takes {FORMS}, not {described(node)}")
    return found if isinstance(found, Often) else None


def no(reader: Any, node: Any, message: str) -> None:
    """Note a mistake."""
    reader.problem(node, message)


def _often(reader: Any, node: Any, what: str, text: str) -> Often | bool | None:
    """None where the text is of no form, False where that was told already."""
    if match := _ODDS.fullmatch(text):
        return _odds(reader, node, what, text, int(match[1]), int(match[2]))
    if match := _EXACT.fullmatch(text):
        return _within(reader, node, what, Often(text, "chances", first=int(match[1]), chances=(Fraction(1),)))
    if match := _RANGE.fullmatch(text):
        return _range(reader, node, what, text, int(match[1]), int(match[2]))
    if match := _DICE.fullmatch(text):
        return _thrown(reader, node, what, text, int(match[1] or 1), int(match[2]), int(match[3] or 0))
    if match := _RATE.fullmatch(text):
        return _rate(reader, node, what, text, match[1], match[2] or "session")
    return None


def _odds(reader: Any, node: Any, what: str, text: str, hits: int, of: int) -> Often | bool:
    if not 0 <= hits <= of or not of:
        reader.problem(node, f"{what}: {quoted(text)} is no chance: say 1 in 20 sessions")
        return False
    return Often(text, "odds", chances=(1 - Fraction(hits, of), Fraction(hits, of)))


def _range(reader: Any, node: Any, what: str, text: str, first: int, last: int) -> Often | bool:
    if first > last:
        reader.problem(node, f"{what}: {quoted(text)} runs backwards: say {last}-{first}")
        return False
    if last > MOST:
        return _too_many(reader, node, what, text)
    return Often(text, "chances", chances=_evenly(first, last), first=first)


def _thrown(reader: Any, node: Any, what: str, text: str, dice: int, sides: int, more: int) -> Often | bool:
    if not dice or not sides:
        reader.problem(node, f"{what}: {quoted(text)} are no dice: say 1d6")
        return False
    if dice * sides + more > MOST:
        return _too_many(reader, node, what, text)
    return Often(text, "chances", chances=_dice(dice, sides), first=dice + more)


def _rate(reader: Any, node: Any, what: str, text: str, number: str, per: str) -> Often | bool:
    over, _, under = number.partition("/")
    if under and not int(under):
        reader.problem(node, f"{what}: {quoted(text)} divides by 0")
        return False
    mean = Fraction(over) / (int(under) if under else 1)
    days = 0 if per in ("session", "sessions") else days_of(reader, node, what, per)
    if days is None:
        return False
    if mean > MOST:
        return _too_many(reader, node, what, text)
    return Often(text, "mean", mean=mean, per=days)


def days_of(reader: Any, node: Any, what: str, span: str) -> int | None:
    """The days of a span such as month or 2 weeks; None, and told, if it is none."""
    words = span.split()
    number, unit = (words[0], words[1]) if len(words) == 2 else ("1", span)
    calendar = reader.names.calendar
    days = calendar.get(unit, calendar.get(unit.removesuffix("s"), 1 if unit in ("day", "days") else None))
    if days is None or not number.isdigit() or not int(number):
        spans = ", ".join(("session", "day", *calendar))
        return no(reader, node, f"{what}: {quoted(span)} is no span: say per {spans}")
    return int(number) * int(days)


def _within(reader: Any, node: Any, what: str, often: Often) -> Often | bool:
    return _too_many(reader, node, what, often.text) if often.first > MOST else often


def _too_many(reader: Any, node: Any, what: str, text: str) -> bool:
    reader.problem(node, f"{what}: {quoted(text)} is more than {MOST} times in a session")
    return False
