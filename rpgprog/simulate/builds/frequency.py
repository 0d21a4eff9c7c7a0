"""How often something happens in a game session: 2, 0.5, 1 in 20 sessions, exactly 3, 1-4, 2d6."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from attrs import evolve, field, frozen

from ...problems.wording import quoted
from ...reader import Reader, described
from ...source import Node
from ..chance import Numbers

MOST = 100  # times in one session
LONGEST = 60  # characters that say how often
MOST_DAYS = 10**7
_DIGITS = Context(prec=50)

FORMS = "2 (on average), 0.5, 1 in 20 sessions, 3 per month, exactly 2, 1-4 or 1d6"

Calendar = Mapping[str, int]


class Odd(Exception):
    """Text that does not say how often, or an impossible number; the message says why."""


@frozen
class Often:
    """How often, as it was written; ``per`` is the span in days of a rate that is not one of sessions."""

    text: str
    kind: str  # mean, odds, or the chances of each number from ``first`` on
    mean: Fraction = Fraction(0)
    per: int = 0
    chances: tuple[Fraction, ...] = ()
    first: int = 0
    place: Any = field(default=None, eq=False, repr=False)

    def numbers(self, days: Fraction) -> Numbers:
        """The chance of each number in a session, given the days between sessions."""
        thinned = self.thinned(Fraction(1), days)
        return Numbers(self.chances, self.first) if thinned is None else thinned

    def thinned(self, part: Fraction, days: Fraction) -> Numbers | None:
        """The same for a part of what happens by chance alone; None where the number is not."""
        return _table(self.rate(days) * part) if self.kind == "mean" else None

    def rate(self, days: Fraction) -> Fraction:
        """The average per session, given the days between sessions."""
        if self.kind != "mean":
            return sum((n * chance for n, chance in enumerate(self.chances, self.first)), Fraction(0))
        return self.mean * days / self.per if self.per else self.mean


@cache
def _table(mean: Fraction) -> Numbers:
    return Numbers(poisson(mean))


def poisson(mean: Fraction) -> tuple[Fraction, ...]:
    """How likely 0, 1, 2, ... of something are that happens by chance, so often on average.

    >>> [round(float(chance), 4) for chance in poisson(Fraction(1, 2))[:3]]
    [0.6065, 0.3033, 0.0758]
    """
    rate = _DIGITS.divide(Decimal(mean.numerator), Decimal(mean.denominator))
    chance, n, chances, total = _DIGITS.exp(-rate), 0, [], Decimal(0)
    while total < Decimal("0.99999999999999") or n < rate:
        chances.append(Fraction(chance))
        total = _DIGITS.add(total, chance)
        n += 1
        chance = _DIGITS.divide(_DIGITS.multiply(chance, rate), Decimal(n))
    return tuple(chances)


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


def read_often(reader: Reader, node: Node, label: str) -> Often | None:
    """Read how often something happens; mistakes are reported at their place."""
    often: Often | None = read_words(reader, node, label, lambda text: often_of(text, reader.names.calendar))
    return often


def read_absence(reader: Reader, node: Node, label: str) -> Often | None:
    """Read how often somebody is missing; twice in a session is once."""
    often: Often | None = read_words(reader, node, label, _absence_of)
    return often


def read_words(reader: Reader, node: Node, label: str, read: Callable[[str], Any]) -> Any:
    """What a text says, with its place; None, and told at that place, where it is odd."""
    text = " ".join(getattr(node, "text", "").split())
    try:
        return evolve(read("" if len(text) > LONGEST else text), place=reader.source.place(node))
    except Odd as odd:
        reader.problem(node, f"{label}: {str(odd).replace('{here}', described(node))}")
        return None


def often_of(text: str, calendar: Calendar) -> Often:
    """How often something happens, from its text. Raises Odd."""
    for pattern, read in _READERS:
        if match := pattern.fullmatch(text):
            return read(match, calendar)
    raise Odd(f"takes {FORMS}, not {{here}}")


def _odds(match: re.Match[str], _: Calendar) -> Often:
    hits, of = int(match[1]), int(match[2])
    if not of or hits > of:
        raise Odd(f"{quoted(match[0])} is not a chance: write 1 in 20 sessions")
    return _chance(match[0], Fraction(hits, of))


def _chance(text: str, chance: Fraction) -> Often:
    return Often(text, "odds", chances=(1 - chance, chance))


def _exactly(match: re.Match[str], _: Calendar) -> Often:
    return Often(match[0], "chances", first=_few(match, int(match[1])), chances=(Fraction(1),))


def _range(match: re.Match[str], _: Calendar) -> Often:
    first, last = int(match[1]), int(match[2])
    if first > last:
        raise Odd(f"{quoted(match[0])} runs backwards: write {last}-{first}")
    _few(match, last)
    return Often(match[0], "chances", chances=_evenly(first, last), first=first)


def _thrown(match: re.Match[str], _: Calendar) -> Often:
    dice, sides, bonus = int(match[1] or 1), int(match[2]), int(match[3] or 0)
    if not dice or not sides:
        raise Odd(f"{quoted(match[0])} are not dice: write 1d6")
    _few(match, dice * sides + bonus)
    return Often(match[0], "chances", chances=_dice(dice, sides), first=dice + bonus)


def _rate(match: re.Match[str], calendar: Calendar) -> Often:
    """So often on average: in a session, in several, or in a span of time."""
    mean, span = _few(match, number_of(match[1])), match[2] or "session"
    if sessions := _SESSIONS.fullmatch(span):
        return Often(match[0], "mean", mean=mean / _some(sessions[1], span, calendar, ("session",)))
    return Often(match[0], "mean", mean=mean, per=days_of(span, calendar, ("session",)))


def _negative(match: re.Match[str], _: Calendar) -> Often:
    raise Odd(f"how often cannot be below 0, as {match[0]} is")


def _few(match: re.Match[str], number: Any) -> Any:
    if number > MOST:
        raise Odd(f"{quoted(match[0])} is more than {MOST} times in a session")
    return number


def number_of(text: str) -> Fraction:
    """The number that digits say: 2, 0.5, 1/3. Raises Odd."""
    over, _, under = text.partition("/")
    if under and not int(under):
        raise Odd(f"{quoted(text)} divides by 0")
    return Fraction(over) / int(under or 1)


def days_of(span: str, calendar: Calendar, units: tuple[str, ...] = ()) -> int:
    """The days of a span such as month or 2 weeks. Raises Odd; ``more`` are other allowed words."""
    match = _SPAN.fullmatch(span)
    unit = match[2] if match else ""
    known = {"day": 1, **calendar}
    days = known.get(unit, known.get(unit.removesuffix("s"), 0))
    if match is None or not days or days * int(match[1] or 1) > MOST_DAYS:
        raise _no_span(span, calendar, units)
    return days * _some(match[1], span, calendar, units)


def _some(digits: str | None, span: str, calendar: Calendar, units: tuple[str, ...]) -> int:
    number = int(digits or 1)
    if not number:
        raise _no_span(span, calendar, units)
    return number


def _no_span(span: str, calendar: Calendar, units: tuple[str, ...]) -> Odd:
    spans = ", ".join(dict.fromkeys((*units, "day", *calendar)))
    return Odd(f"{quoted(span)} is not a span of time: write per {spans}")


def _absence_of(text: str) -> Often:
    """1 in 8 sessions, 0.1, 10%. Raises Odd."""
    if match := _ODDS.fullmatch(text):
        return _odds(match, {})
    match = _PART.fullmatch(text)
    chance = number_of(match[1]) / (100 if match[2] else 1) if match else None
    if chance is None or chance > 1:
        raise Odd("takes 1 in 8 sessions, or a chance such as 0.1, not {here}")
    return _chance(text, chance)


NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:/[0-9]+)?"
_SESSIONS = re.compile(r"(?:([0-9]+) )?sessions?")
_SPAN = re.compile(r"(?:([0-9]+) )?(\S+)")
_ODDS = re.compile(r"([0-9]+) in ([0-9]+)(?: sessions?)?")
_PART = re.compile(rf"({NUMBER}) ?(%)?")
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], Often]], ...] = (
    (_ODDS, _odds),
    (re.compile(r"exactly ([0-9]+)"), _exactly),
    (re.compile(r"([0-9]+) ?- ?([0-9]+)"), _range),
    (re.compile(r"([0-9]*)d([0-9]+)(?:\+([0-9]+))?"), _thrown),
    (re.compile(rf"({NUMBER})(?: (?:per|a) (.+))?"), _rate),
    (re.compile(r"(?:exactly )?- ?[0-9.].*"), _negative),
)
PATTERNS = tuple(pattern.pattern for pattern, read in _READERS if read is not _negative)
ABSENCES = (_ODDS.pattern, _PART.pattern)
