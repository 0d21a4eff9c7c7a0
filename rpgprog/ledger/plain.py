"""Results as plain values, for JSON and for programs in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

DIGITS = 6  # after the point, of a ratio that has no end


class Plain:
    """A result that gives itself as a dict."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Its fields as values that JSON knows; ratios as numbers with six digits after the point."""
        fields: dict[str, Any] = plain(self)
        return fields


def plain(value: Any) -> Any:
    """Attrs classes as dicts, tuples as lists, ratios as numbers.

    >>> plain((Fraction(5, 2), Fraction(3), {"a": Fraction(1, 3)}))
    [2.5, 3, {'a': 0.333333}]
    """
    if attrs.has(type(value)):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if hasattr(value, "_asdict"):  # a named tuple
        value = value._asdict()
    if isinstance(value, Mapping):
        return {_key(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Fraction):
        rounded = round(value, DIGITS)
        return int(rounded) if rounded.denominator == 1 else float(rounded)
    return str(value) if isinstance(value, Enum) else value


def _key(key: Any) -> str:
    return " ".join(filter(None, key)) if isinstance(key, tuple) else str(key)
