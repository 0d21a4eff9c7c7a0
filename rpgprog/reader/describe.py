"""What an option or a field takes, in words: for manuals and for the schemas that editors read.

It is made from the same metadata that the reader of files goes by, so it cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from ..curve import Curve
from ..curve.option import names_of
from ..ledger.units import COINS, DAYS, HOURS, PART, PERCENT, POINTS, TIMES, WEEKS, XP, scale_of, unit_of
from ..problems.wording import listing
from .fields import bare_type, takes_formula, value_type

_READS = {
    "text": "a text",
    "stat": "a stat",
    "skill": "a skill",
    "talent": "a talent",
    "talents": "a talent, or a list of talents",
    "profession": "a profession",
    "person": "a name",
    "target": "a talent or a skill",
    "skills": "a skill or a category, or a list of them",
    "policies": "the name of a house rule, or a list of names",
}
_UNITS = {
    POINTS: "points such as 3, 1.5 or 30 xp",
    XP: "XP such as 4 or 2.5",
    COINS: "coins such as 25 or 2.5",
    HOURS: "hours such as 40 or 1.5",
    WEEKS: "weeks such as 6 or 1.5",
    PART: "a part such as 1/2 or 25%",
    TIMES: "a factor such as 2 or 1.25",
    DAYS: "a span of time such as 6 months, or a number of days",
}
_IN = {POINTS: "points", XP: "XP", COINS: "coins", HOURS: "hours", WEEKS: "weeks"}


def described(field: Any, default: str = "") -> list[str]:
    """All about an option or a field, in sentences: what it does, takes, defaults to, and when it is read."""
    parts = [
        field.metadata.get("help", ""),
        f"takes {takes(field)}" if takes(field) else "",
        f"if left out: {default}" if default else "",
        formula_names(field),
        read_only_with(field),
    ]
    return [f"{text[:1].upper()}{text[1:]}." for text in parts if text]


def code(text: str) -> str:
    """Text as written in a file."""
    return f"`{text}`"


def takes(field: Any) -> str:
    """The allowed values; empty where only the option's own reader knows."""
    how, reads = field.metadata, field.metadata.get("reads")
    if how.get("takes"):
        return str(how["takes"])
    if reads is not None:
        return _READS.get(reads, "") if isinstance(reads, str) else ""
    kind = bare_type(field.type)
    if get_origin(kind) is tuple:
        return f"any of {_words(how)}, as a list" if how.get("choices") else "a text, or a list of texts"
    if get_origin(kind) is not None:
        return f"a map, each name with {_one(value_type(field), how)}"
    return _one(kind, how)


def formula_names(field: Any) -> str:
    """Which names a formula may use there, each with what it stands for; empty: no formula is taken."""
    if not takes_formula(field):
        return ""
    names = [f"{code(name)} ({about})" for name, about in names_of(field.metadata).items()]
    extra = field.metadata.get("more_names")
    return f"a formula may use {listing(names)}{f', and {extra}' if extra else ''}"


def read_only_with(field: Any) -> str:
    """What other options must say for this one to be read; empty: it always is."""
    condition = field.metadata.get("only_with")
    return f"read only with {condition.words}" if condition else ""


def _one(kind: Any, how: Mapping[str, Any]) -> str:
    """What a single value may be."""
    if how.get("choices"):
        return _words(how)
    text = _curve(how) if kind is Curve else _plain(kind, how)
    bounds = _bounds(how) if kind in (int, Curve) and not how.get("date") else ""
    return f"{text}{bounds}" + "".join(f", or {code(word)}" for word in how.get("words", ()))


def _plain(kind: Any, how: Mapping[str, Any]) -> str:
    if "names" in how:
        return "a formula"
    if how.get("date"):
        return "a day such as 12, or a date of the campaign's calendar"
    unit = unit_of(how)
    if unit and (scale_of(how) > 1 or unit == DAYS):
        return _UNITS.get(unit, f"{unit} such as 3 or 1.5")
    if unit == PERCENT:
        return "a whole percentage"
    if kind is int:
        return "a whole number" + (f" of {_IN.get(unit, unit)}" if unit and unit != TIMES else "")
    return {bool: "true or false", str: "a text"}.get(kind, "")


def _curve(how: Mapping[str, Any]) -> str:
    unit = unit_of(how)
    contents = "factors" if how.get("factor") else _IN.get(unit, unit) or "numbers"
    if how.get("chart"):
        return f"a list of totals in {contents} such as [0, 400, 800]"
    return f"a curve of {contents} by {next(iter(names_of(how)))}"


def _bounds(how: Mapping[str, Any]) -> str:
    least, most, above = how.get("least"), how.get("most"), how.get("above")
    if least is not None and most is not None:
        return f", from {least:,} to {most:,}"
    bounds = {"at least": least or None, "at most": most, "more than": above}  # who would write less than 0?
    return "".join(f", {word} {number:,}" for word, number in bounds.items() if number is not None)


def _words(how: Mapping[str, Any]) -> str:
    """The only words there are."""
    *most, last = map(code, how["choices"])
    return f"{', '.join(most)} or {last}" if most else last
