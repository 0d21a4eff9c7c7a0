"""Whole classes: the fields of a map, each read as its metadata says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import attrs
from attrs import define

from ..curve import Curve
from ..ledger.units import DAYS, scale_of, unit_of
from ..problems.wording import did_you_mean, nearest, quoted
from ..source import Node, Scalar
from .curves import Curves
from .scalars import described, is_nothing

T = TypeVar("T")
Found = tuple["Reader", Node, Node]  # of an option: the reader of its file, its key, its value


@define(eq=False, repr=False)
class Reader(Curves):
    """Reads the nodes of one file; mistakes go to ``problems``."""

    def fill(self, cls: type[T], node: Node, label: str, salvage: bool = False) -> T | None:
        """An instance of an attrs class from a map; None when anything in it is wrong.

        With ``salvage`` what is wrong is left out instead, and what must be there is None without it.
        """
        mistakes = len(self.problems)
        entries = self.entries(node, label)
        if len(self.problems) > mistakes and not salvage:
            return None
        written = {key: (self, key_node, value) for key, (key_node, value) in entries.items()}
        values = self.options(cls, written, node, label)
        if not salvage:
            return cls(**values) if len(self.problems) == mistakes else None
        fields = readable(cast(Any, cls)).values()
        needed = {field.alias: None for field in fields if field.default is attrs.NOTHING}
        return cls(**{**needed, **values})

    def options(self, cls: Any, written: Mapping[str, Found], node: Node, label: str) -> dict[str, Any]:
        """The values of the fields that are there and right, each read by the reader of its own file."""
        fields = readable(cls)
        mistaken: set[str | None] = set()
        before: tuple[str, Node] | None = None
        for key, (reader, key_node, value) in written.items():
            if key not in fields:
                hint = _slip(key, value, before, fields) or did_you_mean(key, fields)
                reader.problem(key_node, f"{label} has no {quoted(key)}{hint}")
                mistaken.update((nearest(key, fields), key.partition(":")[0]))
            before = key, value
        for key, field in fields.items():
            if field.default is attrs.NOTHING and key not in written and key not in mistaken:
                self.problem(node, f'{label} needs "{key}": {field.metadata["help"]}')
        present = [(key, field, *written[key]) for key, field in fields.items() if key in written]
        read = {
            field.alias: reader._what_is_right(node, key, field) for key, field, reader, _, node in present
        }
        return {name: value for name, value in read.items() if value is not None}

    def _what_is_right(self, node: Node, key: str, field: Any) -> Any:
        """The value of a field; of a list or map with mistakes what is right in it, if anything is."""
        mistakes = len(self.problems)
        value = self.value(node, key, field)
        return value if value or len(self.problems) == mistakes else None

    def value(self, node: Node, label: str, field: Any) -> Any:
        """One value, read as its field says."""
        how, kind = field.metadata, bare_type(field.type)
        read = how.get("reads")
        if callable(read):
            return read(self, node, label)
        if isinstance(read, str):
            return getattr(self, read)(node, label)
        if kind is Curve:
            return self.curve(node, label, how)
        if get_origin(kind) is not None:
            return self._container(node, label, kind, how)
        return self._bounded(node, label, kind, how)

    def _bounded(self, node: Node, label: str, kind: Any, how: Mapping[str, Any]) -> Any:
        value = self._scalar(node, label, kind, how)
        beyond = _beyond(value, how)
        return self._reject(node, f"{label}: {beyond}, not {described(node)}") if beyond else value

    def _scalar(self, node: Node, label: str, kind: Any, how: Mapping[str, Any]) -> Any:
        if isinstance(node, Scalar) and node.text in how.get("words", ()):
            return node.text
        if how.get("choices"):
            return self.choice(node, label, how["choices"])
        if how.get("date"):
            return self.day(node, label)
        if unit := unit_of(how):
            return self._in_unit(node, label, unit, scale_of(how))
        plain: dict[Any, Callable[[Node, str], Any]] = {bool: self.flag, int: self.whole, str: self.text}
        return plain[kind](node, label)

    def _in_unit(self, node: Node, label: str, unit: str, scale: int) -> int | None:
        if unit == DAYS:
            return self.days(node, label)
        return self.amount(node, label, unit, scale) if scale > 1 else self.count(node, label, unit)

    def _container(self, node: Node, label: str, kind: Any, how: Mapping[str, Any]) -> Any:
        if get_origin(kind) is tuple:
            values = (self._scalar(item, label, str, how) for item in self.items(node, label))
            return tuple(value for value in values if value is not None)
        inner = bare_type(get_args(kind)[1])
        read = self.curve if inner is Curve else lambda value, key, _: self._bounded(value, key, inner, how)
        entries = self.entries(node, label).items()
        by_key = {key: read(value, f"{label}, {key}", how) for key, (_, value) in entries}
        return {key: value for key, value in by_key.items() if value is not None}


def _slip(key: str, value: Node, before: tuple[str, Node] | None, fields: Mapping[str, Any]) -> str:
    """What to write where a colon without a space, or a comma within a value, made a key; else nothing."""
    word, colon, text = key.partition(":")
    if colon and word.strip() in fields:
        return f': write "{word.strip()}: {text.strip()}", with a space after the ":"'
    if not is_nothing(value) or before is None or not isinstance(before[1], Scalar):
        return ""
    option, first = before[0], before[1].text
    if first.replace(".", "").isdigit() and key.isdigit():
        return f": a comma ends a value, write {option}: {first.replace('.', '')}.{key}"
    if " " not in key and option in fields and " " not in first:
        return f": several go in brackets, {option}: [{first}, {key}]"
    return ": a comma ends a value, put its text in quotes" if " " in key else ""


def _beyond(value: Any, how: Mapping[str, Any]) -> str:
    """Which bound of its field a number breaks, in words."""
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    scale = scale_of(how)
    if "least" in how and value < how["least"] * scale:
        return f"must be at least {how['least']:,}"
    if "most" in how and value > how["most"] * scale:
        return f"must be at most {how['most']:,}"
    if "above" in how and value <= how["above"] * scale:
        return f"must be more than {how['above']:,}"
    return ""


@cache
def readable(cls: Any) -> dict[str, Any]:
    """The fields of a class that a file may give, by their word in the file."""
    attrs.resolve_types(cls)
    return {
        field.metadata.get("key", field.name): field
        for field in attrs.fields(cls)
        if field.init and not field.metadata.get("given")
    }


def value_type(field: Any) -> Any:
    """The type of an option's value; of a map or a list, of each value in it."""
    kind = bare_type(field.type)
    return bare_type(get_args(kind)[-1]) if get_origin(kind) is Mapping else kind


def takes_formula(field: Any) -> bool:
    """Whether a formula is allowed: in most curves, and where names for one are declared."""
    how = field.metadata
    return "names" in how or (value_type(field) is Curve and not how.get("chart"))


def bare_type(kind: Any) -> Any:
    """The type without ``| None`` and other words."""
    if get_origin(kind) in (Union, UnionType):
        return next((part for part in get_args(kind) if part is not type(None) and part is not str), str)
    return kind
