"""The manual of a house rule, in Markdown: what it does, each option, and the mechanisms it carries.

The text is the rule's docstring; all about its options is made from what they declare.
"""

from __future__ import annotations

import inspect
from typing import Any

import attrs

from ..curve import Curve
from ..reader import Names, readable, takes_formula
from ..reader.describe import code, described
from ..views.workload import asked
from .catalogue import MECHANISMS
from .overrides.defaults import default_text, first_numbers
from .registry import policy_class

CURVES = "`rpgprog manual curves` says how curves and formulas may be written."
_EMPTY = ("", "{}", "[]")


def manual(kind: str, level: int = 1) -> str:
    """The manual of a kind of policy; its heading is of that level. Raises KeyError when there is none."""
    cls: Any = policy_class(kind)
    parts = [f"{'#' * level} {kind}", _prose(inspect.getdoc(cls) or ""), *_options(cls)]
    carries = [_carried(mechanism, line) for mechanism, line in cls.covers.items()]
    if carries:
        parts.append("\n".join(["Mechanisms:", "", *carries]))
    parts.append(f"To write down: {', '.join(asked(cls(name=kind))) or 'nothing'}.")
    return "\n\n".join(parts) + "\n"


def first_sentence(kind: str) -> str:
    """What a kind of policy does, in a line."""
    return " ".join((inspect.getdoc(policy_class(kind)) or "").split("\n\n")[0].split())


def default_of(cls: Any, key: str) -> str:
    """What holds when an option or a field is left out, as a file says it; empty if nothing."""
    field = readable(cls)[key]
    if field.default is attrs.NOTHING:
        return ""
    if shown := field.metadata.get("shown"):
        return str(shown)
    text = default_text(cls, key, Names())
    if text is None and isinstance(field.default, Curve):
        return first_numbers(cls, key)
    return "" if text is None or text in _EMPTY else code(text)


def _options(cls: Any) -> list[str]:
    fields = readable(cls)
    lines = [f"- `{key}`: {_option(cls, key)}" for key in fields]
    curves = [CURVES] if any(takes_formula(field) for field in fields.values()) else []
    return ["\n".join(["Options:", "", *lines]), *curves] if lines else []


def _option(cls: Any, key: str) -> str:
    """What the option does, and below it all else there is to know."""
    field = readable(cls)[key]
    required = field.default is attrs.NOTHING
    first, *rest = described(field, "" if required else default_of(cls, key) or "nothing")
    return "\n  ".join([first, " ".join(rest)])


def _carried(mechanism: str, line: str) -> str:
    words = MECHANISMS.get(mechanism, "")
    return f"- {mechanism}{f' ({words})' if words else ''}: {f'`{line}`' if line else 'always on'}"


def _prose(manual: str) -> str:
    """A manual's text, its examples fenced."""
    lines, example = [], False
    for line in manual.splitlines():
        if line.startswith("    ") != example:
            lines.append("```" if example else "```yaml")
            example = not example
        lines.append(line.removeprefix("    "))
    return "\n".join([*lines, *(["```"] if example else [])])
