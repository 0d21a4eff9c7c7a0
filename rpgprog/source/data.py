"""Values of a program, or JSON text, as nodes: each found again by its JSON Pointer."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping as AnyMapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..problems import Mistakes, Place, Problem
from . import messages
from .builder import MAX_DEPTH, MAX_NODES
from .nodes import Items, Mapping, Node, Scalar

_AMOUNT = re.compile(r"[+-]?[0-9.]")  # text that begins so is a number, a span or dice, quoted or not
_DIGITS = 30  # of a number that is written out; a longer one is shown as it is, and refused by its reader


class _Pairs(list[tuple[str, Any]]):
    """A JSON object, in order, with keys that stand twice."""


class DataReader:
    """Turns values into nodes; ``pointers`` has each node's JSON Pointer by its line, which counts nodes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.pointers: dict[int, str] = {0: ""}
        self.problems: list[Problem] = []

    def root(self, data: Any) -> Node:
        """The nodes. Raises Mistakes with all that cannot be a value."""
        node = self._node(data, "", 0)
        if self.problems:
            raise Mistakes(self.problems)
        return node

    def _node(self, data: Any, pointer: str, depth: int) -> Node:
        line = len(self.pointers)
        self.pointers[line] = pointer
        if line > MAX_NODES:
            self._stop(pointer, messages.too_many_values(MAX_NODES))
        if depth > MAX_DEPTH:
            self._stop(pointer, messages.too_deep(MAX_DEPTH))
        if isinstance(data, _Pairs | AnyMapping):
            return self._mapping(data, pointer, line, depth)
        if isinstance(data, list | tuple):
            items = [self._node(item, f"{pointer}/{at}", depth + 1) for at, item in enumerate(data)]
            return Items(items, True, line, 1, line)
        return Scalar(*self._text(data, pointer), line, 1, line)

    def _mapping(self, data: Any, pointer: str, line: int, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in data if isinstance(data, _Pairs) else data.items():
            below = f"{pointer}/{_escaped(key)}"
            if not isinstance(key, str):
                self._problem(pointer, f"a key is text, not {_type(key)}")
            elif key in entries:
                self._problem(below, f'"{key}" appears twice')
            else:
                node = self._node(value, below, depth + 1)
                entries[key] = Scalar(key, False, node.line, 1, node.line), node
        return Mapping(entries, True, line, 1, line)

    def _text(self, data: Any, pointer: str) -> tuple[str, bool]:
        """The text of a plain value, and whether it may mean more than text."""
        if data is None or isinstance(data, bool):
            return {None: "null", True: "true", False: "false"}[data], True
        if isinstance(data, str):
            return self._checked(str(data), pointer), bool(_AMOUNT.match(data))
        if isinstance(data, int | Fraction):
            return _digits(data), True
        if isinstance(data, float | Decimal) and math.isfinite(data):
            return _decimal(Decimal(str(data))), True
        self._problem(pointer, f"takes text, a number, true, false, a list or a map, not {_type(data)}")
        return "", True

    def _checked(self, text: str, pointer: str) -> str:
        if re.search("[\ud800-\udfff]", text):
            self._problem(pointer, "half of a character of two halves (a lone surrogate) is not text")
        return text

    def _problem(self, pointer: str, message: str) -> None:
        self.problems.append(Problem(Place(self.file, len(self.pointers), 1, pointer or "/"), message))

    def _stop(self, pointer: str, message: str) -> None:
        self._problem(pointer, message)
        raise Mistakes(self.problems)


def read_json(text: str, file: str) -> Any:
    """The value of JSON text, numbers exact, objects with keys that stand twice. Raises Mistakes."""
    try:
        return json.loads(text, object_pairs_hook=_Pairs, parse_float=Decimal, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise Mistakes([Problem(Place(file, error.lineno, error.colno), f"not JSON: {error.msg}")]) from None
    except RecursionError:
        raise Mistakes([Problem(Place(file, 1, 1), messages.too_deep(MAX_DEPTH))]) from None


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _DIGITS else Decimal(digits)


def _digits(number: int | Fraction) -> str:
    """A whole number or fraction; one that no rule could count is only named by its length."""
    if abs(number.numerator).bit_length() + number.denominator.bit_length() > 8 * _DIGITS:
        return "a number of very many digits"
    return str(number)


def _decimal(number: Decimal) -> str:
    _, digits, exponent = number.normalize().as_tuple()
    if len(digits) + abs(int(exponent)) > _DIGITS:
        return str(number)
    return format(number.normalize(), "f")


def _escaped(key: object) -> str:
    """A key as JSON Pointer has it (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _type(data: object) -> str:
    return str(data) if isinstance(data, float | Decimal) else type(data).__name__
