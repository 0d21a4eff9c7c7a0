"""Formulas that a game master writes: arithmetic over documented names, and nothing else.

``20 + 2 * (rank - 1)``, ``1 / 2 ** (n - 1)``, ``floor(level / 2) + 3``.
A formula is checked when it is read and works in decimals of 50 digits; it cannot reach a name,
an attribute, a function or a text beyond those it was given.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN
from fractions import Fraction

from .words import did_you_mean, listing

LONGEST = 200  # characters: a rule nobody can read is no rule
_EXACT = Context(prec=50, Emax=100_000, Emin=-100_000, traps=[InvalidOperation, DivisionByZero, Overflow])

Term = Callable[[Mapping[str, Decimal]], Decimal]


class FormulaError(ValueError):
    """A formula that cannot be read or has no value; the message is for the author of the file."""


_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _EXACT.add,
    ast.Sub: _EXACT.subtract,
    ast.Mult: _EXACT.multiply,
    ast.Div: _EXACT.divide,
    ast.FloorDiv: lambda a, b: _EXACT.divide(a, b).to_integral_value(ROUND_FLOOR),
    ast.Mod: lambda a, b: _EXACT.subtract(
        a, _EXACT.multiply(b, _EXACT.divide(a, b).to_integral_value(ROUND_FLOOR))
    ),
    ast.Pow: lambda a, b: Decimal(1) if b == 0 else _EXACT.power(a, b),
}

FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "floor": lambda a: a.to_integral_value(ROUND_FLOOR),
    "ceil": lambda a: a.to_integral_value(ROUND_CEILING),
    "round": lambda a: a.to_integral_value(ROUND_HALF_EVEN),
    "min": min,
    "max": max,
    "abs": abs,
    "sqrt": _EXACT.sqrt,
}
_ARGUMENTS = {"floor": 1, "ceil": 1, "round": 1, "abs": 1, "sqrt": 1}


def read_formula(text: str, names: Iterable[str]) -> Callable[..., Fraction]:
    """A function of the names: ``read_formula("2 * n", ["n"])(n=3)`` is 6.

    Refused with FormulaError: what is not arithmetic, names that are not offered,
    and (when called) a division by zero, a root of a negative number or a number beyond all measure.
    """
    names = tuple(names)
    if len(text) > LONGEST:
        raise FormulaError(f"a formula of {len(text)} characters; at most {LONGEST} are allowed")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(f'"{text}" is not a formula: write arithmetic such as "20 + 2 * {names[0]}"') from None
    term = _Reader(text.strip(), names).read(tree.body)
    return lambda **values: _value(text, term, values)


def _value(text: str, term: Term, values: Mapping[str, int]) -> Fraction:
    at = ", ".join(f"{name} = {value}" for name, value in values.items())
    try:
        return Fraction(term({name: Decimal(value) for name, value in values.items()}))
    except DivisionByZero:
        raise FormulaError(f'"{text}" divides by zero at {at}') from None
    except Overflow:
        raise FormulaError(f'"{text}" grows beyond all measure at {at}') from None
    except InvalidOperation:
        raise FormulaError(f'"{text}" has no value at {at}') from None


def power(base: Fraction, exponent: int, most: int) -> Fraction:
    """``base ** exponent`` in fifty digits, but never more than ``most``."""
    exact = _EXACT.divide(Decimal(base.numerator), Decimal(base.denominator))
    try:
        return min(Fraction(_BINARY[ast.Pow](exact, Decimal(exponent))), Fraction(most))
    except Overflow:
        return Fraction(most)


class _Reader:
    """Turns the pieces of one formula into terms; whatever is not listed here is refused."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        self.text, self.names = text, names

    def read(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=value) if type(value) in (int, float):
                return self._number(node)
            case ast.Name(id=name):
                return self._name(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                act, a, b = _BINARY[type(op)], self.read(left), self.read(right)
                return lambda values: act(a(values), b(values))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.read(operand)
                return lambda values: -inner(values)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(name, args)
        raise FormulaError(f'"{self._piece(node)}" is not arithmetic: {self._allowed()}')

    def _number(self, node: ast.expr) -> Term:
        try:
            number = Decimal(self._piece(node).replace("_", ""))
        except InvalidOperation:
            raise FormulaError(f'"{self._piece(node)}" is not a number: {self._allowed()}') from None
        return lambda values: number

    def _name(self, name: str) -> Term:
        if name not in self.names:
            raise FormulaError(f'"{name}" is not known here: {self._allowed()}{did_you_mean(name, self.names)}')
        return lambda values: values[name]

    def _call(self, name: str, args: list[ast.expr]) -> Term:
        if name not in FUNCTIONS:
            raise FormulaError(f'"{name}(...)" is not known here: {self._allowed()}{did_you_mean(name, FUNCTIONS)}')
        if len(args) != _ARGUMENTS.get(name, len(args) or 1):
            raise FormulaError(f'"{name}" takes one number')
        act, terms = FUNCTIONS[name], [self.read(arg) for arg in args]
        return lambda values: act(*(term(values) for term in terms))

    def _piece(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text, node) or self.text

    def _allowed(self) -> str:
        return f"a formula is numbers, + - * / // % **, {', '.join(FUNCTIONS)}, and the name {listing(self.names)}"
