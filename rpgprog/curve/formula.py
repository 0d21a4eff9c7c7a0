"""Formulas that a game master writes: arithmetic over documented names, and nothing else.

``20 + 2 * (rank - 1)``, ``1 / 2 ** (n - 1)``, ``floor(level / 2) + 3``.
A formula is checked when it is read and works in decimals of 50 digits; it cannot reach a name,
an attribute, a function or a text beyond those it was given.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from typing import Any

from ..problems.wording import did_you_mean, listing, quoted
from .decimals import BOUNDS, EXACT, Arithmetic, Range, Unclear, fraction
from .proof import Numbers, Unproved

LONGEST = 200  # characters: a rule nobody can read is no rule
_OPERATIONS: Mapping[type[ast.AST], int] = {ast.Pow: 100}  # how many simple ones a slow one takes

UNPROVED = (
    "cannot be shown to have a number for every count: keep divisors and roots above 0 with max(1, ...)"
)

Term = Callable[[Mapping[str, Any]], Any]


class FormulaError(ValueError):
    """A formula that cannot be read or has no value; the message is for the author of the file."""


class Formula:
    """A function of its names: ``formula(n=3)``. ``bounds(n=(1, 100))`` says between what it stays."""

    def __init__(self, text: str, exact: Term, bounds: Term) -> None:
        self.text, self._exact, self._bounds = text, exact, bounds
        self.uses: frozenset[str] = frozenset()  # the names that occur in it
        self.cost = 1  # of working it out once, in simple operations

    def __call__(self, **values: int) -> Fraction:
        """Its number. Raises FormulaError where there is none."""
        at = ", ".join(f"{name} = {value}" for name, value in values.items())
        try:
            return fraction(self._exact({name: Decimal(value) for name, value in values.items()}))
        except DivisionByZero:
            raise FormulaError(f"{quoted(self.text)} divides by zero at {at}") from None
        except Overflow:
            raise FormulaError(f"{quoted(self.text)} grows too large at {at}") from None
        except InvalidOperation:
            raise FormulaError(f"{quoted(self.text)} has no value at {at}") from None

    def proved(self, **ranges: tuple[int, int]) -> Range:
        """Two numbers it stays between while its names do. Raises FormulaError if it has none somewhere."""
        box = {name: ends for name, ends in ranges.items() if name in self.uses}
        try:
            return self.numbers().reach(box)
        except Unproved:
            raise FormulaError(f"{quoted(self.text)} {UNPROVED}") from None

    def numbers(self) -> Numbers:
        """What proofs about it start from."""
        return Numbers(lambda box: self.bounds(**box), lambda point: self(**point), self.cost)

    def bounds(self, **ranges: tuple[int, int]) -> Range | None:
        """Two numbers it stays between while its names do; None: it may have no value somewhere."""
        try:
            low, high = self._bounds({n: (Decimal(a), Decimal(b)) for n, (a, b) in ranges.items()})
            return fraction(low), fraction(high)
        except (ArithmeticError, Unclear):
            return None


def read_formula(text: str, names: Iterable[str]) -> Formula:
    """A function of the names: ``read_formula("2 * n", ["n"])(n=3)`` is 6.

    Refused with FormulaError: what is not arithmetic, names that are not offered,
    and (when called) a division by zero, a root of a negative number or a number too large to compute.
    """
    names, text = tuple(names), text.strip()
    if len(text) > LONGEST:
        raise FormulaError(f"a formula of {len(text)} characters; at most {LONGEST} are allowed")
    tree = _parsed(text, names)
    formula = Formula(text, *(_Reader(text, names, arithmetic).read(tree) for arithmetic in (EXACT, BOUNDS)))
    formula.uses = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)) & {*names}
    formula.cost = sum(_OPERATIONS.get(type(node), 1) for node in ast.walk(tree))
    return formula


def _parsed(text: str, names: tuple[str, ...]) -> ast.expr:
    try:
        with warnings.catch_warnings():  # Python's own remarks on odd program text are none for a game master
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        example = f'write arithmetic such as "20 + 2 * {next(iter(names), "3")}"'
        raise FormulaError(f"{quoted(text)} is not a formula: {example}") from None


class _Reader:
    """Turns the pieces of one formula into terms; whatever is not listed here is refused."""

    def __init__(self, text: str, names: tuple[str, ...], arithmetic: Arithmetic) -> None:
        self.text, self.names, self.arithmetic = text, names, arithmetic

    def read(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=value) if type(value) in (int, float):
                return self._number(node)
            case ast.Name(id=name):
                return self._name(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in self.arithmetic.binary:
                act, a, b = self.arithmetic.binary[type(op)], self.read(left), self.read(right)
                return lambda values: act(a(values), b(values))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                negate, inner = self.arithmetic.negate, self.read(operand)
                return lambda values: negate(inner(values))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(name, args)
        raise FormulaError(f"{quoted(self._piece(node))} is not arithmetic: {self._allowed()}")

    def _number(self, node: ast.expr) -> Term:
        piece = self._piece(node)
        if not set(piece) <= set("0123456789."):
            raise FormulaError(f"{quoted(piece)} is not a number here: write it out in plain digits")
        number = self.arithmetic.number(Decimal(piece))
        return lambda _: number

    def _name(self, name: str) -> Term:
        if name not in self.names:
            near = did_you_mean(name, self.names) if len(self.names) > 1 else ""
            raise FormulaError(f"{quoted(name)} is not known here: {self._allowed()}{near}")
        return lambda values: values[name]

    def _call(self, name: str, args: list[ast.expr]) -> Term:
        functions = self.arithmetic.functions
        if name not in functions:
            raise FormulaError(f'"{name}(...)" is not known here: {self._allowed()}')
        act, takes = functions[name]
        if len(args) != (takes or max(len(args), 2)):
            raise FormulaError(f'"{name}" takes {"one number" if takes else "two numbers or more"}')
        terms = [self.read(arg) for arg in args]
        return lambda values: act(*(term(values) for term in terms))

    def _piece(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text, node) or self.text

    def _allowed(self) -> str:
        known = f"a formula is numbers, + - * / // % **, {', '.join(self.arithmetic.functions)}"
        many = "s" * (len(self.names) > 1)
        return f"{known}, and the name{many} {listing(self.names)}" if self.names else known
