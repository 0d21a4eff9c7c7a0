"""Formulas: arithmetic over the names they are given, exactly, and nothing else."""

from __future__ import annotations

import ast
from decimal import getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rpgprog.curve.decimals import power
from rpgprog.curve.formula import LONGEST, FormulaError, read_formula


def value(text: str, **names: int) -> Fraction:
    return read_formula(text, names)(**names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 + 2 * (n - 1)", 32),
        ("1 / 2 ** (n - 1)", Fraction(1, 64)),
        ("floor(n / 2) + 3", 6),
        ("ceil(n / 2)", 4),
        ("round(5 / 2) + round(7 / 2)", 6),  # halves to even
        ("round(-n / 2)", -4),
        ("n // 2", 3),
        ("-n // 2", -4),
        ("-n % 3", 2),
        ("n % 3", 1),
        ("min(n, 3, 9) * max(2, n)", 21),
        ("abs(3 - n)", 4),
        ("sqrt(n + 2)", 3),
        ("-n ** 2", -49),
        ("0 ** (n - 7)", 1),
        ("2 ** -1", Fraction(1, 2)),
        (".5 + 0.25", Fraction(3, 4)),
        ("  n  ", 7),
    ],
)
def test_what_a_formula_is_worth_for_seven(text: str, expected: Fraction | int) -> None:
    assert value(text, n=7) == expected


def test_fifty_digits_are_kept() -> None:
    assert value("n / 3", n=1) == Fraction(int("3" * 50), 10**50)
    assert value("12345678901234567890 * 98765432109876543210", n=1) == 10**30  # cut where no rule can tell


def test_the_precision_of_the_program_does_not_matter() -> None:
    """Nor does a formula change it."""
    before = getcontext().copy()
    with localcontext() as context:
        context.prec = 3
        assert value("-(n / 7) + abs(0 - n / 7)", n=123456789) == 0
        assert value("-n", n=123456789) == -123456789
    assert repr(getcontext()) == repr(before)


def test_a_formula_may_have_several_names_or_none() -> None:
    assert value("level * 10 + rank", level=3, rank=4) == 34
    assert read_formula("7 * 6", ())() == 42


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 / (n - 3)", '"1 / (n - 3)" divides by zero at n = 3'),
        ("0 / (n - 3)", '"0 / (n - 3)" divides by zero at n = 3'),
        ("n // (n - 3)", '"n // (n - 3)" divides by zero at n = 3'),
        ("n % (n - 3)", '"n % (n - 3)" divides by zero at n = 3'),
        ("(n - 3) ** -1", '"(n - 3) ** -1" divides by zero at n = 3'),
        ("sqrt(2 - n)", '"sqrt(2 - n)" has no value at n = 3'),
        ("(0 - n) ** 0.5", '"(0 - n) ** 0.5" has no value at n = 3'),
        ("9**9**9**9", '"9**9**9**9" grows too large at n = 3'),
        ("10 ** 10 ** n ** 2", '"10 ** 10 ** n ** 2" grows too large at n = 3'),
    ],
)
def test_a_formula_without_a_value_says_where(text: str, why: str) -> None:
    with pytest.raises(FormulaError) as caught:
        value(text, n=3)
    assert str(caught.value) == why


REACHING_OUT = [
    *(
        "__import__('os').system('ls')",
        "open(n)",
        "n.real",
        "n.__class__.__mro__",
        "(lambda: 1)()",
        "lambda: 1",
    ),
    *(
        "'5' * n",
        "f'{n}'",
        "b'x'",
        "[1, 2]",
        "{1: 2}",
        "{n}",
        "(1, 2)",
        "[x for x in n]",
        "n[0]",
        "n if n else 1",
    ),
    *(
        "n and 1",
        "not n",
        "~n",
        "+n",
        "n < 2",
        "n == 2",
        "n @ n",
        "n << 2",
        "n | 1",
        "n & 1",
        "n ^ 1",
        "n := 3",
        "(n := 3)",
    ),
    *(
        "True",
        "None",
        "...",
        "1j",
        "1e3",
        "0x10",
        "1_000",
        "0b1",
        "1e999999999",
        "inf",
        "nan",
        "e",
        "pi",
        "rank",
    ),
    *(
        "min(*n)",
        "min(n, key=abs)",
        "max()",
        "min(n)",
        "floor()",
        "floor(n, 2)",
        "round(n, 2)",
        "sqrt(n)(n)",
        "floor",
    ),
    *(
        "",
        "n +",
        "n n",
        "2 n",
        "(n",
        "n; n",
        "n\nn",
        "import os",
        "n = 3",
        "yield",
        "await n",
        "print(n)",
        "eval('n')",
    ),
    *("\0", "\ud800", "n" * 201, "(" * 150, "-" * 199, "**n", "n..n", "²", "٣n", "n, ", "max(n, n, x=1)"),
]


@pytest.mark.parametrize("text", REACHING_OUT, ids=lambda text: ascii(text[:30]))
def test_nothing_else_can_be_reached(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text, ["n"])(n=2)


def test_a_long_formula_is_refused_by_its_length() -> None:
    assert value("+".join("n" * (LONGEST // 2)), n=1) == LONGEST // 2
    with pytest.raises(FormulaError, match=f"a formula of {LONGEST + 1} characters"):
        read_formula("n" * (LONGEST + 1), ["n"])


def test_the_names_offered_are_listed() -> None:
    with pytest.raises(FormulaError, match="and the name rank"):
        read_formula("level", ["rank"])
    with pytest.raises(FormulaError, match='names rank and level; did you mean "level"'):
        read_formula("levle", ["rank", "level"])


PIECES = st.sampled_from(
    [
        "n",
        "2",
        "0",
        "1",
        "0.5",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "(",
        ")",
        ",",
        " ",
        "min(",
        "floor(",
        "sqrt(",
        ".",
    ]
)


@pytest.mark.slow
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=30)), st.integers(-20, 10_000))
@example("9**9**9**9**9", 1)
@example("n" + "**n" * 60, 10_000)
def test_any_text_is_a_number_or_refused(text: str, n: int) -> None:
    try:
        found: object = read_formula(text, ["n"])(n=n)
    except FormulaError as error:
        found = str(error)
    assert isinstance(found, Fraction) or (found and "\n" not in str(found))


@st.composite
def arithmetic(draw: st.DrawFn, depth: int = 3) -> str:
    """A formula that can be read, whether or not it has a value."""
    if not depth or draw(st.booleans()):
        return draw(st.sampled_from(["n", "n", "1", "2", "0.5", "7", "0"]))
    inner = arithmetic(depth - 1)
    if draw(st.booleans()):
        name = draw(st.sampled_from(["floor", "ceil", "round", "abs", "sqrt", "-", "min", "max"]))
        more = f", {draw(inner)}" if name in ("min", "max") else ""
        return f"{name}({draw(inner)}{more})"
    act = draw(st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]))
    return f"({draw(inner)} {act} {draw(inner)})"


@given(arithmetic(), st.integers(1, 50), st.integers(0, 50), st.data())
def test_a_formula_stays_between_its_bounds(text: str, low: int, more: int, data: st.DataObject) -> None:
    """And where bounds are known it has a value everywhere."""
    formula = read_formula(text, ["n"])
    bounds = formula.bounds(n=(low, low + more))
    if bounds is not None:
        found = formula(n=data.draw(st.integers(low, low + more)))
        slack = Fraction(1, 10**30) * (1 + abs(found))  # the ends are rounded too
        assert bounds[0] - slack <= found <= bounds[1] + slack


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("n", (2, 5)),
        ("3 - n", (-2, 1)),
        ("-n * n", (-25, -4)),
        ("(n - 3) * (n - 3)", (-2, 4)),
        ("10 / n", (2, 5)),
        ("10 // n", (2, 5)),
        ("n % 3", (0, 3)),
        ("2 ** n", (4, 32)),
        ("n ** 2", (4, 25)),
        ("abs(n - 3)", (0, 2)),
        ("abs(1 - n)", (1, 4)),
        ("min(n, 4)", (2, 4)),
        ("max(n, 4)", (4, 5)),
        ("floor(n / 2)", (1, 2)),
        (
            "sqrt(n + 14) - 4",
            (0, Fraction("0.3588989435406735522369819838596156")),
        ),
        ("1 / (n - 3)", None),
        ("1 / (n - 2)", None),
        ("n % (n - 3)", None),
        ("(n - 3) ** 2", None),
        ("sqrt(n - 3)", None),
        ("9 ** 9 ** 9 ** n", None),
    ],
)
def test_between_what_a_formula_stays(
    text: str, bounds: tuple[Fraction | int, Fraction | int] | None
) -> None:
    """For n from 2 to 5. None: there may be an n without a value, which has to be looked for."""
    found = read_formula(text, ["n"]).bounds(n=(2, 5))
    assert (found is None) == (bounds is None)
    for end, expected in zip(found or (), bounds or (), strict=True):
        assert abs(end - expected) < Fraction(1, 10**30)


@given(arithmetic(), st.integers(1, 12))
def test_a_formula_is_what_exact_arithmetic_gives(text: str, n: int) -> None:
    """Compared with fractions, wherever they can say it."""
    if "sqrt" in text or "**" in text:
        return
    functions = {
        "min": min,
        "max": max,
        "floor": lambda a: Fraction(a // 1),
        "ceil": lambda a: Fraction(-(-a // 1)),
        "round": lambda a: Fraction(round(a)),
        "abs": abs,
    }
    exact = ast.unparse(_Exact().visit(ast.parse(text, mode="eval")))
    try:
        expected = eval(exact, {"F": Fraction, "n": Fraction(n), **functions})
    except ZeroDivisionError:
        with pytest.raises(FormulaError):
            value(text, n=n)
        return
    try:
        found = value(text, n=n)
    except FormulaError:
        return  # what is 0 only in fifty digits
    jumps = any(word in text for word in ("floor", "ceil", "round", "//", "%"))
    assert jumps or abs(found - expected) <= Fraction(1, 10**40) * (1 + abs(expected)) * 1000


class _Exact(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.parse(f"F('{node.value}')", mode="eval").body


def test_a_power_never_exceeds_the_most() -> None:
    assert power(Fraction(3, 2), 2, 100) == Fraction(9, 4)
    assert power(Fraction(2), 10_000, 100) == 100
    assert power(Fraction(10), 10**6, 100) == 100
    assert power(Fraction(0), 0, 100) == 1
    assert power(Fraction(1, 10), 10**6, 100) == 0
