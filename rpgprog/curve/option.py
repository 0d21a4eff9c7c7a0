"""Options of a policy that are curves: read in one way, whether from a file or as what holds when left out.

``names`` says which names a formula may use and what each stands for; the reader of files, the manual and
the messages all take them from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, overload

from ..ledger.units import scale_of
from ..policy import option
from . import Curve, CurveError, read_chart, read_curve
from .shapes import plain

Names = Mapping[str, str]  # of a formula: each name with what it stands for

COUNT: Names = {"n": "1 for the first, 2 for the second, and so on"}


def names_of(how: Mapping[str, Any]) -> Names:
    """The names that a formula of this option may use, each with its meaning."""
    names: Names = how.get("names", COUNT)
    return names


@overload
def curve_option(
    default: None, *, help: str, names: Names = ..., least: int | None = ..., **how: Any
) -> Curve | None: ...


@overload
def curve_option(
    default: object, *, help: str, names: Names = ..., least: int | None = ..., **how: Any
) -> Curve: ...


def curve_option(
    default: object, *, help: str, names: Names = COUNT, least: int | None = None, **how: Any
) -> Any:
    """An option that is a curve. ``default`` is what a file would say; None: there is none.

    ``names``  what a formula may use; the first of them is what lists and bands count
    ``unit``   what its numbers are in; with ``factor=True`` they are factors instead
    ``first``  the first count there is: 1, unless a formula begins elsewhere
    ``least``  no number may be below this; a factor never is below 0
    ``totals`` what is written are steps, what is used are their sums
    ``chart``  totals are written, by a list alone
    ``parts``  factors are rounded so that they add up, to so many parts of 1
    """
    options = {"names": None if how.get("chart") else names, "least": least, **how}
    how = {key: value for key, value in options.items() if value is not None}
    value = None if default is None else made(_exact(default), how)
    return option(value, help=help, **how)


def made(raw: Any, how: Mapping[str, Any]) -> Curve:
    """The curve that an option makes of what stands in a file.

    Refused with CurveError or FormulaError: whatever is no curve, and numbers below the least.
    """
    if how.get("chart"):
        curve = read_chart(raw, unit=scale_of(how))
        _check_least(curve, how.get("least", 0))
        return curve
    unit, factor = scale_of(how), bool(how.get("factor"))
    curve = read_curve(raw, tuple(names_of(how)), unit=unit, factor=factor, first=how.get("first", 1))
    _check_least(curve, how.get("least", 0 if factor else None))
    if how.get("totals"):
        return curve.totals(unit)
    return curve.parts(min(curve.over, how["parts"])) if "parts" in how else curve


def _exact(raw: Any) -> Any:
    if isinstance(raw, Mapping):
        return {key: _exact(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_exact(value) for value in raw]
    return raw if isinstance(raw, str) else Fraction(raw)


def _check_least(curve: Curve, least: int | None) -> None:
    if least is None:
        return
    n = curve.first_below(least)
    if n is not None:
        raise CurveError(f"must be at least {least}, but for {n} it is {plain(curve.exact(n))}")
    if curve.below < min(least, 0):
        clash = f"below {curve.first} it is {plain(curve.below)}"
        raise CurveError(f"must be at least {least}, and {clash}", "below")
