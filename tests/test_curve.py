"""Curves: every shape, its boundaries, exact sums, and the same numbers in lanes."""

from __future__ import annotations

from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from math import exp
from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.curve import (
    END,
    FINEST,
    LARGEST,
    Curve,
    CurveError,
    constant,
    factor_over,
    read_chart,
    read_curve,
    units,
)
from rpgprog.curve.formula import FormulaError, read_formula
from rpgprog.curve.shapes import LAST_BAND as FAR
from rpgprog.engine.lanes import LaneCurve


def numbers(curve: Curve, *at: int) -> list[int]:
    return [curve[n] for n in at]


def bands(**given: Any) -> dict[str, Fraction]:
    return {key.strip("_").replace("__", "-"): Fraction(number) for key, number in given.items()}


# The shapes.


def test_a_number_is_the_same_whatever_the_count() -> None:
    assert numbers(read_curve(Fraction(3), unit=1000), -5, 0, 1, 2, FAR, 10**9) == [3000] * 6
    assert numbers(constant(Fraction(3, 2), 1000), 0, 1, FAR) == [1500] * 3


def test_a_list_continues_with_its_last_number() -> None:
    assert numbers(
        read_curve([Fraction(5), Fraction(2), Fraction(1, 2)], unit=10), -1, 0, 1, 2, 3, 4, FAR
    ) == [
        0,
        0,
        50,
        20,
        5,
        5,
        5,
    ]


def test_a_list_may_say_what_follows() -> None:
    assert numbers(read_curve({"list": [Fraction(5), Fraction(2)], "then": Fraction(0)}), 1, 2, 3, FAR) == [
        5,
        2,
        0,
        0,
    ]
    assert numbers(read_curve({"list": [Fraction(5), Fraction(2)], "then": "repeat"}), 2, 3) == [2, 2]
    assert numbers(read_curve({"list": [Fraction(5), Fraction(2)]}), 2, 3) == [2, 2]


def test_bands_hold_from_their_first_to_their_last() -> None:
    curve = read_curve(bands(_1__10=5, _11__20=2) | {"21+": Fraction(1)})
    assert numbers(curve, -1, 0, 1, 10, 11, 20, 21, 22, FAR, FAR + 1) == [0, 0, 5, 5, 2, 2, 1, 1, 1, 1]


def test_bands_may_stand_in_any_order() -> None:
    curve = read_curve({"21+": Fraction(1), "11-20": Fraction(2), "1-10": Fraction(5)})
    assert numbers(curve, 1, 10, 11, 21) == [5, 5, 2, 1]


def test_bands_may_begin_below_zero_and_say_what_lies_above() -> None:
    curve = read_curve(
        {
            "-2": Fraction(1, 2),
            "-1": Fraction(3, 4),
            "0": Fraction(1),
            "below": Fraction(1, 4),
            "above": Fraction(4),
        },
        factor=True,
    )
    assert curve.over == 4
    assert numbers(curve, -FAR, -3, -2, -1, 0, 1, FAR) == [1, 1, 2, 3, 4, 16, 16]
    assert numbers(read_curve({"-10--5": Fraction(1), "-4+": Fraction(2)}), -11, -10, -5, -4) == [0, 1, 1, 2]
    assert numbers(read_curve({"-10 - 5": Fraction(1), "6 +": Fraction(2)}), -10, 5, 6) == [1, 1, 2]


def test_bands_may_end_with_the_table() -> None:
    assert numbers(read_curve({f"1-{FAR}": Fraction(3)}), 1, FAR, FAR + 1) == [3, 3, 3]


@pytest.mark.slow
def test_growth_multiplies_and_adds() -> None:
    assert numbers(read_curve({"start": Fraction(40), "growth": Fraction(5, 4)}, unit=100), 0, 1, 2, 3) == [
        0,
        4000,
        5000,
        6250,
    ]
    assert numbers(read_curve({"start": Fraction(20), "add": Fraction(2)}), 1, 2, 11) == [20, 22, 40]
    assert numbers(
        read_curve({"start": Fraction(8), "growth": Fraction(1, 2), "add": Fraction(1)}), 1, 2, 3, 4
    ) == [8, 5, 4, 4]
    assert numbers(read_curve({"start": Fraction(3), "growth": Fraction(0)}), 1, 2, 9) == [3, 0, 0]


def test_growth_stops_at_the_largest_number() -> None:
    curve = read_curve({"start": Fraction(1), "growth": Fraction(10)})
    assert numbers(curve, 12, 13, 14, FAR, FAR + 5) == [10**11, LARGEST, LARGEST, LARGEST, LARGEST]


S = {"midpoint": Fraction(200), "scale": Fraction(60), "ceiling": Fraction(10)}


def test_an_s_is_slow_then_fast_then_slow_again() -> None:
    """Logistic, shifted to 0 at 0; to six places."""
    curve = read_curve(S, unit=FINEST)
    assert numbers(curve, -1, 0, 1, 50, 200, 400) == [0, 0, 5786, 428904, 4821630, 9643260]
    assert numbers(curve, FAR, FAR + 1) == [10 * FINEST] * 2
    steps = [curve[n + 1] - curve[n] for n in (0, 100, 200, 300, 400)]
    assert steps[0] < steps[1] < steps[2] > steps[3] > steps[4] > 0


def test_an_s_without_a_slow_beginning() -> None:
    """From a midpoint at 0 it only levels off: by symmetry 1 - e ** -1 over 1 + e ** -1."""
    curve = read_curve(S | {"midpoint": Fraction(0)}, unit=FINEST)
    assert numbers(curve, 0, 60) == [0, 4621172]


POSITIVE = st.fractions(0, 10**6, max_denominator=1000).filter(bool)


@given(st.fractions(0, 1000, max_denominator=1000), POSITIVE, POSITIVE)
def test_an_s_rises_to_its_ceiling_whatever_its_numbers(
    mid: Fraction, scale: Fraction, top: Fraction
) -> None:
    """From a midpoint of no to a thousand times the scale."""
    curve = read_curve({"midpoint": mid * scale, "scale": scale, "ceiling": top})
    numbers = [curve.exact(n) for n in (1, 2, 10, 500, FAR)]
    assert numbers == sorted(numbers)
    assert numbers[0] >= 0 and numbers[-1] <= round(top, 6)


@pytest.mark.parametrize("n", [1, 7, 60, 199, 200, 201, 1000, 5000])
def test_an_s_is_what_the_textbook_says(n: int) -> None:
    """The shifted logistic function, in floats."""
    low, here = (1 / (1 + exp(-(at - 200) / 60)) for at in (0, n))
    assert abs(float(read_curve(S).exact(n)) - 10 * (here - low) / (1 - low)) < 1e-6


def test_a_formula_counts_from_one_unless_stated() -> None:
    assert numbers(read_curve("20 + 2 * (rank - 1)", ("rank",)), 0, 1, 2, FAR, FAR + 1) == [
        0,
        20,
        22,
        20018,
        20020,
    ]
    assert numbers(read_curve("level + 3", ("level",), first=0), -1, 0, 1) == [3, 3, 4]
    assert numbers(read_curve("1 + d / 4", ("d",), first=-4, factor=True), -9, -4, -2) == [0, 0, FINEST // 2]


# Units, factors, sums.


def test_halves_go_to_the_even_number() -> None:
    assert [units(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]
    assert numbers(read_curve([Fraction(1, 2), Fraction(3, 2)]), 1, 2) == [0, 2]


def test_no_number_is_beyond_the_largest() -> None:
    assert (units(Fraction(10**30)), units(Fraction(-(10**30)))) == (LARGEST, -LARGEST)
    assert numbers(read_curve("10 ** (10 * n)"), 1, 2, FAR) == [10**10, LARGEST, LARGEST]


@pytest.mark.parametrize(
    ("factors", "over"),
    [
        ([Fraction(1)], 1),
        ([Fraction(1, 2), Fraction(3, 8)], 8),
        ([Fraction(1, 2), Fraction(1, 3)], 6),
        ([Fraction(1, 999_983)], 999_983),
        ([Fraction(1, 10**6 + 3)], FINEST),
    ],
)
def test_factors_have_one_denominator(factors: list[Fraction], over: int) -> None:
    assert factor_over(factors) == over
    assert read_curve(factors, factor=True).over == over


def test_the_factors_of_a_formula_are_kept_to_a_millionth() -> None:
    curve = read_curve("1 / 3 ** (n - 1)", factor=True)
    assert (curve.over, numbers(curve, 1, 2, 3, 30)) == (FINEST, [FINEST, 333_333, 111_111, 0])


def test_only_factors_have_denominators() -> None:
    assert read_curve([Fraction(1, 2)]).over == 1


def test_each_sum_of_steps_is_rounded_not_each_step() -> None:
    """L7: steps of 40, 50, 62.5, 78.125, 97.65625 as sums in whole points."""
    curve = read_curve({"start": Fraction(40), "growth": Fraction(5, 4)}, unit=1000).totals(1000)
    assert [curve[n] // 1000 for n in range(7)] == [0, 0, 40, 90, 152, 231, 328]
    assert all(curve[n] % 1000 == 0 for n in range(50))


@given(
    st.lists(st.fractions(0, 50, max_denominator=9), min_size=1, max_size=30), st.sampled_from([1, 10, 1000])
)
def test_parts_add_up_to_the_whole(steps: list[Fraction], whole: int) -> None:
    curve = read_curve(list(steps), unit=1000).totals(whole)
    parts = [curve[n + 1] - curve[n] for n in range(1, len(steps) + 1)]
    assert sum(parts) == round(sum(steps) * 1000 / whole) * whole
    assert all(part >= 0 for part in parts)


def test_factors_may_be_rounded_so_that_they_add_up() -> None:
    """Thirds kept to a millionth: three of them are a whole, or so many as their sum says."""
    third = read_curve("1 / 3", factor=True).parts(FINEST)
    assert (numbers(third, -1, 0, 1, 2, 3, 4), third.over) == ([0, 0, 333333, 333334, 333333, 333333], FINEST)
    halves = read_curve("1 / 2 ** n", factor=True)
    assert sum(halves.parts(FINEST)[n] for n in range(1, 31)) == FINEST
    assert sum(halves[n] for n in range(1, 31)) != FINEST


@given(st.sampled_from(["1 / 7", "0.9 ** n", "1 / n"]), st.integers(1, 60), st.sampled_from([7, FINEST]))
def test_parts_add_up_to_the_rounded_sum(text: str, count: int, over: int) -> None:
    """And none is further than one from the factor itself."""
    curve = read_curve(text, factor=True)
    parts = curve.parts(over)
    exact = sum(curve.exact(n) for n in range(1, count + 1))
    assert sum(parts[n] for n in range(1, count + 1)) == round(exact * over)
    assert all(abs(parts[n] - curve.exact(n) * over) <= 1 for n in range(1, count + 1))
    agree(parts, LaneCurve(parts), [*range(-3, 70)])


def test_parts_stay_between_their_bounds() -> None:
    """Those of the factors, and a little more."""
    for raw in ("1 / 7", [Fraction(1), Fraction(1, 3)]):
        parts = read_curve(raw, factor=True).parts(100)
        low, high = parts.reach()
        assert (low, high) == parts.bounds or low == 0
        assert all(low <= parts.exact(n) <= high for n in range(1, 100))


def test_parts_go_on_to_the_end_and_begin_where_the_factors_do() -> None:
    half = read_curve([Fraction(1), Fraction(1, 2)], factor=True).parts(2)
    assert numbers(half, 1, 2, FAR - 1, FAR, FAR + 1, 10**6) == [2, 1, 1, 1, 1, 1]
    late = read_curve({"3+": Fraction(1, 2), "below": Fraction(1, 4)}, factor=True).parts(4)
    assert numbers(late, -1, 0, 1, 2, 3, 4) == [1, 1, 1, 1, 2, 2]


def test_sums_are_the_same_in_any_order() -> None:
    curve, other = (read_curve("n", unit=10).totals() for _ in range(2))
    assert numbers(curve, 50, 3, 51, 1) == [12250, 30, 12750, 0]
    assert numbers(other, 1, 3, 50, 51) == [0, 30, 12250, 12750]


# Charts.


def test_a_chart_ends_with_its_last_total() -> None:
    curve = read_chart([Fraction(0), Fraction(400), Fraction(800)], unit=10)
    assert numbers(curve, -1, 0, 1, 2, 3, 4, FAR) == [0, 0, 0, 4000, 8000, LARGEST, LARGEST]


def test_a_chart_may_go_on() -> None:
    curve = read_chart({"list": [Fraction(0), Fraction(400), Fraction(900)], "then": "repeat"})
    assert numbers(curve, 3, 4, 5, FAR) == [900, 1400, 1900, 900 + 500 * (FAR - 3)]


def test_equal_totals_do_not_fall() -> None:
    assert numbers(read_chart([Fraction(0), Fraction(0), Fraction(5)]), 1, 2, 3) == [0, 0, 5]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ([Fraction(0), Fraction(5), Fraction(4)], "totals must not fall, and 5 is followed by 4"),
        ([Fraction(5), Fraction(4)], "totals must not fall, and 5 is followed by 4"),
        ([], "a list needs at least one number, such as list: [5, 2, 1]"),
        ({"list": [Fraction(4)], "then": "repeat"}, "one total alone has no step to repeat"),
        (
            {"list": [Fraction(4), Fraction(5)], "then": Fraction(1)},
            'then: takes "stop" or "repeat", not "1"',
        ),
        ({"lst": [Fraction(4), Fraction(5)]}, '"lst" does not belong here; did you mean "list"?'),
        ("40 * n", "takes a list of totals, such as [0, 400, 800]"),
        (Fraction(3), "takes a list of totals, such as [0, 400, 800]"),
    ],
)
def test_a_chart_that_cannot_be(raw: Any, why: str) -> None:
    with pytest.raises(CurveError) as caught:
        read_chart(raw)
    assert str(caught.value) == why


# What is no curve.


@pytest.mark.parametrize(
    ("raw", "key", "why"),
    [
        ([], "list", "a list needs at least one number, such as list: [5, 2, 1]"),
        ({}, "", "bands need at least one line such as 1-10: 5"),
        ({"below": Fraction(1)}, "", "bands need at least one line such as 1-10: 5"),
        ({"list": Fraction(5)}, "list", "a list needs at least one number, such as list: [5, 2, 1]"),
        ({"list": [Fraction(5), "n"]}, "list", "a list holds numbers only"),
        ({"then": Fraction(5)}, "list", "a list needs at least one number, such as list: [5, 2, 1]"),
        ({"list": [Fraction(5)], "then": "stop"}, "then", 'then: takes a number or "repeat", not "stop"'),
        (
            {"start": Fraction(5), "grwth": Fraction(2)},
            "grwth",
            '"grwth" does not belong here; did you mean "growth"?',
        ),
        ({"start": Fraction(5), "growth": Fraction(-1)}, "growth", "growth: must be at least 0, not -1"),
        ({"start": "n"}, "start", 'start: takes a number, not "n"'),
        ({"start": [Fraction(1)]}, "start", "start: takes a number, not a list or map"),
        ({"growth": Fraction(2)}, "", "start: is missing, the number of the first"),
        (S | {"scale": Fraction(0)}, "scale", "scale: must be more than 0, not 0"),
        (
            S | {"scale": Fraction(1, 10)},
            "scale",
            "scale: must be at least 0.2 for that midpoint, not 0.1",
        ),
        (S | {"ceiling": Fraction(-1)}, "ceiling", "ceiling: must be more than 0, not -1"),
        (S | {"midpoint": Fraction(-1)}, "midpoint", "midpoint: must be at least 0, not -1"),
        (S | {"scale": "n"}, "scale", 'scale: takes a number, not "n"'),
        ({"midpoint": Fraction(9)}, "", "scale: is missing; an S takes midpoint:, scale: and ceiling:"),
        ({"scale": Fraction(9)}, "", "midpoint: is missing; an S takes midpoint:, scale: and ceiling:"),
        ({"ceiling": Fraction(9)}, "", "midpoint: is missing; an S takes midpoint:, scale: and ceiling:"),
        (S | {"ceilng": Fraction(1)}, "ceilng", '"ceilng" does not belong here; did you mean "ceiling"?'),
        ({"1-10": Fraction(5)}, "1-10", "nothing is said about what follows 10: add 11+: or above:"),
        ({"1-10": Fraction(5), "12+": Fraction(2)}, "12+", "the bands leave a gap: nothing is said about 11"),
        (
            {"1-10": Fraction(5), "20+": Fraction(2)},
            "20+",
            "the bands leave a gap: nothing is said about 11 to 19",
        ),
        ({"1-10": Fraction(5), "10+": Fraction(2)}, "10+", 'the bands "1-10" and "10+" overlap at 10'),
        ({"5": Fraction(5), "5+": Fraction(2)}, "5+", 'the bands "5" and "5+" overlap at 5'),
        ({"1+": Fraction(5), "5+": Fraction(2)}, "5+", 'the bands "1+" and "5+" overlap at 5'),
        (
            {"1+": Fraction(5), "above": Fraction(2)},
            "above",
            '"1+" goes on for ever: above: is never reached',
        ),
        ({"1+": "n"}, "1+", '1+: takes a number, not "n"'),
        ({"below": "n", "1+": Fraction(2)}, "below", 'below: takes a number, not "n"'),
        ({"9-1": Fraction(5)}, "9-1", '"9-1" is not a band: 1 comes before 9'),
        ({"one": Fraction(5)}, "one", '"one" is not a band: write 1-10, 7, or 21+'),
        ({"01-10": Fraction(5)}, "01-10", '"01-10" is not a band: 01 must not begin with 0'),
        ({"1-10001": Fraction(5)}, "1-10001", '"1-10001" is not a band: it reaches beyond 10,000'),
        (
            {"-999999999-1": Fraction(5)},
            "-999999999-1",
            '"-999999999-1" is not a band: it reaches beyond 10,000',
        ),
        ({"10001+": Fraction(5)}, "10001+", '"10001+" is not a band: it reaches beyond 10,000'),
        ({"١-٣": Fraction(5)}, "١-٣", '"١-٣" is not a band: write 1-10, 7, or 21+'),
    ],
)
def test_a_curve_that_cannot_be(raw: Any, key: str, why: str) -> None:
    with pytest.raises(CurveError) as caught:
        read_curve(raw)
    assert (str(caught.value), caught.value.key) == (why, key)


@pytest.mark.parametrize("at", [1, 3, 100, 101, 5000, FAR])
def test_a_formula_has_a_value_for_every_count_or_is_refused(at: int) -> None:
    with pytest.raises(FormulaError, match=f"divides by zero at n = {at}$"):
        read_curve(f"1 / (n - {at})")
    with pytest.raises(FormulaError, match=f"divides by zero at n = {END}$"):
        read_curve(f"1 / (n - {END})")
    assert read_curve(f"1 / (n - {END + 1})")[END] == -1


def test_the_first_number_below_the_least_is_found() -> None:
    assert read_curve("200 - n").first_below(0) == 201
    assert read_curve("9999 - n").first_below(0) == FAR
    assert read_curve("999999 - n").first_below(0) == END
    assert read_curve("n").first_below(1) is None
    assert read_curve([Fraction(3), Fraction(2), Fraction(1)]).first_below(2) == 3
    assert read_curve({"start": Fraction(5), "add": Fraction(-1)}).first_below(0) == 7


@pytest.mark.parametrize("text", ["20 + 2 * (n - 1)", "(n - 1) ** 1.95 + 500", "40 * 1.25 ** (n - 1)"])
def test_curves_and_formulas_go_on_beyond_ten_thousand(text: str) -> None:
    """A curve that rises does not go flat on the way."""
    curve = read_curve(text)
    assert curve.exact(FAR) <= curve.exact(FAR + 1) <= curve.exact(END)
    grown = read_curve({"start": Fraction(3), "add": Fraction(2)})
    assert numbers(grown, FAR + 1, END) == [2 * FAR + 3, 2 * END + 1]


TOWER = "((n+0.1)**0.3)**((n+0.2)**0.3)"


@pytest.mark.parametrize(
    ("text", "reach"),
    [("(n - 1) ** 1.95 + 500", True), (f"{TOWER}+{TOWER}", True), (f"1+{TOWER}+{TOWER}-2*{TOWER}", False)],
)
def test_formulas_with_fractional_powers_are_read_at_once(text: str, reach: bool) -> None:
    """Whatever they are made of, a proof takes a bounded number of operations or the formula is refused."""
    before = process_time()
    with nullcontext() if reach else pytest.raises(CurveError, match="cannot be shown to be at least 0"):
        read_curve(text).first_below(0)
    assert process_time() - before < 3


@pytest.mark.parametrize("text", ["(10**52 + 0.1) % 7 - 3", "10**60 * n % 7", "-(10**55) % n"])
def test_formulas_with_a_remainder_beyond_fifty_digits_are_refused(text: str) -> None:
    """Nobody knows the last digit of such a number: it gave negative prices."""
    with pytest.raises(FormulaError, match="grows too large at n = "):
        read_curve(text)


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals("0.001", 1000, places=3), st.sampled_from([1, -1]))
def test_remainders_stay_below_the_divisor(a: Decimal, b: Decimal, sign: int) -> None:
    text = f"({'0' if a < 0 else ''}{a:f}) {{}} ({'0' if sign < 0 else ''}{sign * b:f})"
    rest, quotient = (read_formula(text.format(act), ())() for act in ("%", "//"))
    assert rest == Fraction(a) % Fraction(sign * b)
    assert quotient == Fraction(a) // Fraction(sign * b)


SHAPES: list[Any] = [
    Fraction(7, 2),
    [Fraction(5), Fraction(2), Fraction(1, 2)],
    {"list": [Fraction(5), Fraction(2)], "then": Fraction(0)},
    {"1-10": Fraction(5), "11-20": Fraction(2), "21+": Fraction(1)},
    {"-4--2": Fraction(1), "-1": Fraction(2), "0": Fraction(3), "below": Fraction(9), "above": Fraction(4)},
    {f"{FAR}+": Fraction(3)},
    {f"{-FAR}-{FAR}": Fraction(3), "below": Fraction(1)},
    {"start": Fraction(40), "growth": Fraction(5, 4)},
    {"start": Fraction(20), "add": Fraction(-2)},
    S,
    "20 + 2 * (n - 1)",
    "1 / 2 ** (n - 1)",
    "n ** 3",
]
FAR_SUMMED = ([Fraction(5), Fraction(2), Fraction(1, 2)],)
EVERYWHERE = [*range(-12, 30), -FAR - 1, -FAR, -FAR + 1, *(FAR + n for n in (-1, 0, 1, 2)), 10**6]


def agree(curve: Curve, lanes: LaneCurve, at: list[int]) -> None:
    assert [int(n) for n in lanes[np.array(at)]] == numbers(curve, *at)
    assert all(int(lanes[np.array([n])][0]) == curve[n] for n in at)


@pytest.mark.slow
@pytest.mark.parametrize("raw", SHAPES, ids=str)
@pytest.mark.parametrize("unit", [1, 1000])
def test_lanes_have_the_same_numbers_everywhere(raw: Any, unit: int) -> None:
    """Below the first, at each boundary, at the end and beyond it, in any order; sums and charts too."""
    curve = read_curve(raw, unit=unit)
    agree(curve, LaneCurve(curve), EVERYWHERE)
    agree(curve, LaneCurve(curve), EVERYWHERE[::-1])
    summed = [n for n in EVERYWHERE if n < 10**6 or raw in FAR_SUMMED]  # a million sums take many seconds
    agree(curve.totals(unit), LaneCurve(curve.totals(unit)), summed)


def test_lanes_have_the_same_charts_and_factors() -> None:
    for chart in (
        [Fraction(0), Fraction(400), Fraction(800)],
        {"list": [Fraction(0), Fraction(400), Fraction(900)], "then": "repeat"},
    ):
        agree(read_chart(chart, unit=10), LaneCurve(read_chart(chart, unit=10)), EVERYWHERE)
    factors = read_curve("1 / 3 ** (n - 1)", factor=True)
    agree(factors, LaneCurve(factors), EVERYWHERE)
    assert LaneCurve(factors).over == factors.over


@given(st.sampled_from(SHAPES), st.lists(st.integers(-FAR - 5, FAR + 5), min_size=1, max_size=6))
def test_lanes_are_the_same_in_any_order(raw: Any, at: list[int]) -> None:
    curve = read_curve(raw, unit=10)
    lanes = LaneCurve(curve)
    for n in at:
        agree(curve, lanes, [n])


@given(st.sampled_from(SHAPES), st.integers(-FAR - 5, FAR + 5))
def test_every_number_is_between_the_bounds(raw: Any, n: int) -> None:
    curve = read_curve(raw)
    low, high = curve.reach()
    assert low <= curve.exact(n) <= high
