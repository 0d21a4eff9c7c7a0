"""The numbers of a ruleset that can be tuned, and each of them a little more or less."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, get_origin

from attrs import evolve, field, frozen

from ...curve import Curve
from ...ledger.units import DAYS, POINTS, XP, scale_of, unit_of
from ...problems import Problem
from ...reader import Names, Reader, bare_type, readable, takes_formula, value_type
from ...reader.scalars import NUMBER
from ...source import Items, Node, Scalar, parse_source
from ...source import Mapping as Map
from .. import Ruleset
from ..file import merged
from ..registry import policy_class
from .defaults import NOWHERE
from .paths import Spot, formula_in, number_of, option_spot
from .rendering import IN_FORMULA, exact_number, number_text, replaced, with_number

_AMOUNT = re.compile(r"([+-]?[0-9./]+%?)\s*([^\s0-9].*)?")
_NO_COUNTS = ("growth", "add", "midpoint", "scale", "ceiling", "start")  # keys of curves that are no steps


@frozen
class Number:
    """A number that stands in a ruleset, or holds in it where the option is left out.

    ``value`` is in the ``unit`` that the text names: "6 months" is 6, with the unit "months".
    """

    path: str
    text: str
    value: Fraction
    unit: str = ""
    spot: Spot = field(eq=False, repr=False, kw_only=True)
    names: Names = field(eq=False, repr=False, kw_only=True)


def numbers(ruleset: Ruleset) -> tuple[Number, ...]:
    """Every number of the rules that are on, rule by rule, option by option.

    Those in lists, maps and formulas, too, and those that hold where an option is left out. Not what is
    no value: the limits of bands, words, true and false.
    """
    names = ruleset.names
    rules = merged(ruleset.layers, names, [])
    classes: dict[str, Any] = {name: policy_class(rule.kind) for name, rule in rules.items()}
    spots = (
        option_spot(rules, name, option, names)
        for name, cls in classes.items()
        for option, about in readable(cls).items()
        if value_type(about) in (int, Curve) or takes_formula(about)
    )
    return tuple(number for spot in spots for number in _numbers(spot, names))


def _numbers(spot: Spot, names: Names) -> Iterator[Number]:
    node = spot.value
    if isinstance(node, Items | Map):
        steps = range(len(node.items)) if isinstance(node, Items) else node.entries
        for step in steps:
            yield from _numbers(spot.below(step), names)
    elif isinstance(node, Scalar) and (formula := formula_in(spot)):
        for nth, text in enumerate(IN_FORMULA.findall(formula), 1):
            inner = number_of(spot, nth)
            yield Number(inner.path, text, Fraction(text), spot=inner, names=names)
    elif isinstance(node, Scalar) and (match := _AMOUNT.fullmatch(node.text)) and NUMBER.fullmatch(match[1]):
        unit = (match[2] or "").strip()
        yield Number(spot.path, node.text, exact_number(match[1]), unit, spot=spot, names=names)


def scaled(number: Number, factor: Fraction) -> str | None:
    """The number times a factor, as its option takes it; None: it does not, or nothing would change.

    Where only whole numbers mean something it is the nearest one, but at least one more or less; days are
    whole days, points thousandths. Fractions and percentages stay such; a formula's number is exact.
    """
    if factor == 1:
        return number.text
    if number.value == 0:
        return None
    target, step = number.value * factor, _step(number)
    if step is not None:
        near = round(target / step) * step
        target = near if near != number.value else near + (step if target > number.value else -step)
    text = _text(number, target)
    return text if _takes(number, text) else None


def _step(number: Number) -> Fraction | None:
    """The least by which the number can change, in its own unit; None: by anything."""
    about, spot = number.spot.field, number.spot
    if value_type(about) is Curve:
        return Fraction(1) if _counts(number) else None
    if spot.nth:
        return None
    return 1 / (_worth(number) * scale_of(about.metadata))


def _worth(number: Number) -> Fraction:
    """What one of the number's unit is, in days or points."""
    names, word, unit = number.names, number.unit, unit_of(number.spot.field.metadata)
    if unit == DAYS:
        return Fraction(names.calendar.get(word, names.calendar.get(word.removesuffix("s"), 1)))
    return Fraction(1, names.xp) if unit == POINTS and word == XP != names.points else Fraction(1)


def _counts(number: Number) -> bool:
    """Whether a curve's number is a whole one: of ranks, say, not a factor and not points."""
    how, spot = number.spot.field.metadata, number.spot
    if scale_of(how) != 1 or how.get("factor") or how.get("totals") or how.get("chart"):
        return False
    inside = _texts(spot.node)
    if any(exact_number(text).denominator != 1 for text in inside):
        return False
    if spot.nth:
        return _is_term(formula_in(spot), spot.nth)
    return not (spot.steps and spot.steps[-1] in _NO_COUNTS)


def _texts(node: Node | None) -> list[str]:
    """The numbers that stand anywhere in a value."""
    if isinstance(node, Items):
        return [text for item in node.items for text in _texts(item)]
    if isinstance(node, Map):
        return [text for _, value in node.entries.values() for text in _texts(value)]
    if node is None or NUMBER.fullmatch(node.text):
        return [node.text] if node else []
    return IN_FORMULA.findall(node.text)


def _is_term(formula: str, nth: int) -> bool:
    """Whether a formula's number is only added or taken away: the 3 of "level + 3"."""
    starts = [match.start() for match in IN_FORMULA.finditer(formula)]
    bare = formula.strip()
    return starts[nth - 1] - formula.index(bare) in _terms(ast.parse(bare, mode="eval").body)


def _terms(node: ast.expr) -> list[int]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return _terms(node.left) + _terms(node.right)
    return [node.col_offset] if isinstance(node, ast.Constant) else []


def worth(number: Number) -> Fraction:
    """The number in days, in points, or as it is: to compare it with itself in another unit."""
    return number.value * _worth(number)


def _text(number: Number, target: Fraction) -> str:
    like = number.text.removesuffix(number.unit).strip()
    if number.unit and unit_of(number.spot.field.metadata) == DAYS:
        return _span(number, target)
    return f"{number_text(target, like)} {number.unit}".strip()


def _span(number: Number, target: Fraction) -> str:
    """A span in its own unit where it is whole there, else in days."""
    unit = number.unit
    if target.denominator != 1:
        target, unit = target * _worth(number), "days"
        if number.names.calendar.get("day") != 1:
            return str(target)
    bare = unit if unit in number.names.calendar else unit.removesuffix("s")
    return f"{target} {bare if target == 1 or bare.endswith('s') else f'{bare}s'}"


def _takes(number: Number, text: str) -> bool:
    """Whether the option's own reading takes the value with this number in it."""
    spot, problems = number.spot, list[Problem]()
    if spot.node is None:
        return False
    here, new = spot.value, parse_source(text, "").root
    if spot.nth and isinstance(here, Scalar):
        new = Scalar(with_number(here.text, spot.nth, text), here.plain, 1, 1, 1)
    value = replaced(spot.node, spot.steps, new)
    if isinstance(value, Map) and get_origin(bare_type(spot.field.type)) is not None:
        value = evolve(
            value, entries={str(key): value.entries[str(key)] for key in spot.steps[:1]}
        )  # the rest is as it was
    Reader(NOWHERE, problems, number.names.in_rules()).value(value, spot.option, spot.field)
    return not problems
