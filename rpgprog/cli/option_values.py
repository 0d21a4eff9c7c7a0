"""The values of a house rule's options as they would stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..curve import Curve
from ..ledger.numbers import NEVER
from ..ledger.units import plain, scale_of

FIRST = 5  # numbers of a curve that are shown when it has no bands
FAR = 100  # steps that are searched for bands
MOST_BANDS = 6


def written(value: Any, how: Mapping[str, Any]) -> str:
    """One value, read as its option's metadata says; of a curve its bands or its first numbers."""
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
    flat_after_last = curve.proof is None and not totals and curve.last <= FAR
    far = max(FIRST, curve.last) if flat_after_last else FAR
    numbers = [_step(curve, n, totals) for n in range(1, far + 1)]
    starts = [n for n in range(1, far + 1) if n == 1 or numbers[n - 1] != numbers[n - 2]]
    if far > FIRST and 1 < len(starts) <= min(MOST_BANDS, far // 2):
        ends = [*(start - 1 for start in starts[1:]), None if flat_after_last else far]
        bands = [f"{_band(*band)}: {numbers[band[0] - 1]}" for band in zip(starts, ends, strict=True)]
        return f"{{{', '.join(bands)}}}{'' if flat_after_last else ', ...'}"
    if len(set(numbers[:FIRST])) > 1:
        return f"{', '.join(numbers[:FIRST])}, ..."
    least, most = curve.reach()
    return numbers[0] if totals or least == most else f"{numbers[0]}, ..."


def _step(curve: Curve, n: int, totals: bool) -> str:
    step = curve.exact(n + 1) - curve.exact(n) if totals else curve.exact(n)
    return str(step) if step.denominator < 100 else f"{float(step):g}"


def _band(low: int, high: int | None) -> str:
    return f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
