"""Curves as values of options: numbers that depend on a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define

from ..curve import Curve, CurveError
from ..curve.formula import FormulaError
from ..curve.option import made
from ..ledger.units import PART, TIMES
from ..source import Items, Node, Scalar
from ..source import Mapping as Map
from .references import Words
from .scalars import NUMBER, is_nothing

_NEEDS = "a number, a list, bands or a formula"


@define(eq=False, repr=False)
class Curves(Words):
    """Reads a curve in any of its shapes."""

    def curve(self, node: Node, label: str, how: Mapping[str, Any]) -> Curve | None:
        """A number that depends on a count, in any of a curve's shapes."""
        mistakes = len(self.problems)
        is_share = bool(how.get("factor")) or how.get("unit") in (None, "", PART, TIMES)
        raw = self._raw(node, label, is_share)
        if len(self.problems) > mistakes:
            return None
        try:
            return made(raw, how)
        except (CurveError, FormulaError) as error:
            return self._reject(_place(node, getattr(error, "key", "")), f"{label}: {error}")

    def _raw(self, node: Node, label: str, share: bool) -> Any:
        if isinstance(node, Items):
            return [self.number(item, label, share=share) for item in node.items]
        if isinstance(node, Map):
            entries = node.entries.items()
            return {key: self._raw(value, f"{label}, {key}", share) for key, (_, value) in entries}
        if node.plain and NUMBER.fullmatch(node.text):
            return self.exact(node, node.text, label, share)
        if is_nothing(node) or not node.text.strip() or node.text in ("true", "false"):
            return self.refuse(node, label, _NEEDS)
        if NUMBER.fullmatch(node.text):
            return self.refuse(node, label, "a number or a formula")
        return node.text


def _place(node: Node, key: str) -> Scalar | Node:
    """Where in the curve the mistake is: at a key of its map, or at its beginning."""
    if isinstance(node, Map) and key in node.entries:
        return node.entries[key][0]
    return node
