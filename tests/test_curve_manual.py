"""The page on curves tells the truth: each example is read by the real reader, and has the numbers it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rpgprog.curve import END, FINEST, LARGEST, Curve
from rpgprog.curve.formula import LONGEST
from rpgprog.curve.option import names_of
from rpgprog.curve.shapes import LAST_BAND, STEEPEST
from rpgprog.ledger.accounts import UNIT
from rpgprog.ledger.numbers import NEVER
from rpgprog.manual import page
from rpgprog.problems import Mistakes, Problem
from rpgprog.reader import MOST_POINTS, Reader, readable, takes_formula
from rpgprog.reader.scalars import LONGEST as LONGEST_NUMBER
from rpgprog.reader.scalars import MOST
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.registry import own_kinds, policy_class
from rpgprog.source import parse_source

PAGE = page("curves")


def tables(heading: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """The tables whose first column has this heading: the other headings, and the rows."""
    for table in re.findall(rf"^\| {heading} \|.*\n(?:\|.*\n)+", PAGE, re.M):
        head, _, *rows = [re.split(r" *\| *", line.strip("| ")) for line in table.splitlines()]
        yield head[1:], rows


def read(text: str, **how: Any) -> tuple[Curve | None, list[str]]:
    """The curve of a text, and what is said about it."""
    problems: list[Problem] = []
    source = parse_source(text, "page.yaml")
    curve = Reader(source, problems).curve(source.root, "", how)
    return curve, [problem.message.removeprefix(": ") for problem in problems]


def number(text: str) -> Fraction:
    return Fraction(LARGEST) if text == "never" else Fraction(text.replace(",", ""))


EXAMPLES = [
    (row[0], int(count), said, head == "Chart")
    for head in ("Written", "Chart")
    for counts, rows in tables(head)
    if counts != ["Answer"]
    for row in rows
    for count, said in zip(counts, row[1:], strict=True)
]


@pytest.mark.parametrize(("written", "count", "said", "chart"), EXAMPLES)
def test_each_number_of_an_example_is_what_the_page_says(
    written: str, count: int, said: str, chart: bool
) -> None:
    """To as many digits as the page shows."""
    curve, wrong = read(written.strip("`"), chart=chart)
    assert wrong == []
    assert curve is not None
    exact = curve.exact(count)
    if "." in said:
        exact = round(exact, len(said.partition(".")[2]))
    assert number(said) == exact if said != "never" else exact >= LARGEST


def test_there_are_examples_of_every_shape() -> None:
    """As many as the reader knows."""
    assert len(EXAMPLES) > 120
    written = " ".join(example[0] for example in EXAMPLES)
    for word in ("then", "below", "above", "start", "growth", "add", "midpoint", "scale", "ceiling", "+:"):
        assert word in written
    for act in ("+", "-", "*", "/", "**", "//", "%", "floor", "round", "max", "abs", "sqrt"):
        assert act in " ".join(text for text in written.split('"'))


@pytest.mark.parametrize(
    "row", [row for head, rows in tables("Written") if head == ["Answer"] for row in rows]
)
def test_what_is_refused_is_refused_in_these_words(row: list[str]) -> None:
    """Exactly."""
    written, answer = row
    assert read(written.strip("`")) == (None, [answer])


def test_every_option_and_every_name_is_on_the_page() -> None:
    """As its metadata has it, and no other."""
    [(_, rows)] = tables("Option")
    declared = [
        [f"`{kind}: {key}`", f"`{name}`", about]
        for kind in own_kinds()
        for key, field in readable(policy_class(kind)).items()
        if takes_formula(field)
        for name, about in names_of(field.metadata).items()
    ]
    assert rows == declared
    more = readable(policy_class("ability"))["formula"].metadata["more_names"]
    assert more in " ".join(PAGE.split())


def test_the_limits_are_those_of_the_program() -> None:
    """In the order of the table."""
    [(_, rows)] = tables("What")
    assert [number(most) for _, most in rows] == [
        LONGEST,
        END,
        LAST_BAND,
        MOST_POINTS,
        MOST,
        LARGEST // UNIT,
        STEEPEST,
    ]
    assert f"at most {LONGEST_NUMBER}\ncharacters" in PAGE
    assert f"go on to the {END:,}th" in PAGE
    assert f"a common denominator of up to {FINEST:,}" in PAGE
    assert NEVER > LARGEST


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'"{"n+" * 100}n"', "a formula of 201 characters; at most 200 are allowed"),
        ("{1-10001: 5}", '"1-10001" is not a band: it reaches beyond 10,000'),
        ("1000000000001", '"1000000000001" is beyond 1,000,000,000,000'),
        ("{midpoint: 1001, scale: 1, ceiling: 1}", "scale: must be at least 1.001 for that midpoint, not 1"),
        ("1e3", '"1e3" is not a number here: write it out in plain digits'),
    ],
)
def test_above_a_limit_is_refused(text: str, message: str) -> None:
    """One more than there may be."""
    assert read(text) == (None, [message])


def test_at_a_limit_is_not_refused() -> None:
    """And what a curve comes to is cut there."""
    assert read(f'"{"n+" * 99}n "')[1] == []
    assert read("{1-10000: 5}")[1] == []
    curve, _ = read("1000000000000", unit="points")
    assert curve is not None
    assert curve[1] == LARGEST == 10**9 * UNIT


def test_amounts_have_a_limit_of_their_own(tmp_path: Path) -> None:
    """Where no curve stands."""
    rules = tmp_path / "rules.yaml"
    rules.write_text("ruleset: ours\npolicies:\n  awards: {encounter: 1000000}\n")
    load_ruleset(rules)
    rules.write_text("ruleset: ours\npolicies:\n  awards: {encounter: 1000001}\n")
    with pytest.raises(Mistakes, match='"1000001" is beyond 1,000,000'):
        load_ruleset(rules)


@pytest.mark.parametrize(
    ("text", "how", "numbers"),
    [
        ("[0.0005, 0.0015, 0.0025]", {"unit": "points"}, [0, 2, 2]),  # half to even
        ("[0.5, 1.5, 2.5]", {"unit": "ranks"}, [0, 2, 2]),
        ("0.4", {"unit": "points", "totals": True}, [0, 0, 1000, 1000, 2000, 2000]),  # 0, .4, .8, 1.2, 1.6, 2
        ("[1/3, 1/4]", {"factor": True}, [4, 3]),  # twelfths
        ('"n / 3"', {"factor": True}, [333_333, 666_667]),
    ],
)
def test_numbers_are_rounded_as_the_page_says(text: str, how: dict[str, Any], numbers: list[int]) -> None:
    """Thousandths, whole ranks, sums before they are rounded, exact factors."""
    curve, wrong = read(text, **how)
    assert wrong == []
    assert curve is not None
    assert [curve[n] for n in range(1, len(numbers) + 1)] == numbers


@pytest.mark.parametrize(
    ("text", "first", "below"),
    [("[3, 4]", 1, 0), ("7", 1, 7), ("{1+: 3, below: 5}", 1, 5), ('"n + 3"', 0, 3), ('"n + 3"', 1, 0)],
)
def test_what_comes_before_the_first(text: str, first: int, below: int) -> None:
    """Nothing, unless something is said."""
    curve, _ = read(text, first=first)
    assert curve is not None
    assert curve.exact(0) == below
    assert curve.exact(END + 1) == curve.exact(END)
