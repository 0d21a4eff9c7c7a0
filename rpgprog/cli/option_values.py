"""The values of a house rule's options as they would stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..curve import Curve
from ..ledger.numbers import NEVER
from ..ledger.units import scale_of
from ..views.wording import plain


def written(value: Any, how: Mapping[str, Any]) -> str:
    """One value, read as its option's metadata says; of a curve its first numbers."""
    if isinstance(value, Curve):
        return _curve(value, bool(how.get("totals")))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(how["shown"]) if "shown" in how and value == NEVER else _number(value, how)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(inner, how)}" for key, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _number(value: int, how: Mapping[str, Any]) -> str:
    scale = scale_of(how)
    return plain(value, scale) if scale > 1 else str(value)


def _curve(curve: Curve, totals: bool) -> str:
    steps = [curve.exact(n + totals) - (curve.exact(n) if totals else 0) for n in range(1, 6)]
    shown = [str(step) if step.denominator < 100 else f"{float(step):g}" for step in steps]
    if len(set(shown)) > 1:
        return f"{', '.join(shown)}, ..."
    least, most = curve.reach()
    return shown[0] if totals or least == most else f"{shown[0]}, ..."
