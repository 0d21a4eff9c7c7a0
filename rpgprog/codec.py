"""From nodes to checked values: every value is read strictly, every mistake is kept with its place.

What may stand in a file is an attrs class; each field says by its metadata (``option``) how it is read.
A reading method never raises: it notes the mistake and answers None, so that all mistakes come at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs
from attrs import Factory, define, frozen

from .accounts import UNIT
from .curve import Curve, CurveError, read_chart, read_curve
from .formula import FormulaError
from .problems import Problem
from .source import Items, Node, Scalar, Source
from .source import Mapping as Map
from .words import did_you_mean, listing, quoted

T = TypeVar("T")

MOST_POINTS = 10**6  # in one event: sums and products of such amounts still fit 62 bits

_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)(/\d+|%)?")
_AMOUNT = re.compile(r"([+-]?[\d./%]+)\s*(\D*)")
_DURATION = re.compile(r"(\S+)\s+([a-z]+)")


@frozen
class Skill:
    """One skill of a ruleset; ``name`` is what it is called, its key in the file is its id."""

    name: str = attrs.field(default="", metadata={"help": "what it is called; otherwise its key"})
    category: str = attrs.field(default="", metadata={"help": "skills of a category can be named together"})
    stat: str = attrs.field(default="", metadata={"help": "the stat it goes with"})


@frozen
class Names:
    """The words that a ruleset and a campaign bring along, which values may use."""

    points: str = "points"
    xp: int = 10  # XP that a point is worth
    calendar: Mapping[str, int] = Factory(lambda: {"day": 1, "week": 7, "month": 30, "year": 365})
    skills: Mapping[str, Skill] = Factory(dict)
    people: tuple[str, ...] = ()
    talents: tuple[str, ...] = ()

    def categories(self) -> list[str]:
        """The categories of the skills, each once."""
        return sorted({skill.category for skill in self.skills.values() if skill.category})

    def members(self, name: str) -> list[str]:
        """The skills that a skill's or a category's name stands for."""
        if name in self.skills:
            return [name]
        return [skill for skill, about in self.skills.items() if about.category == name]


@define
class Reader:
    """Reads the nodes of one file; mistakes go to ``problems``."""

    source: Source
    problems: list[Problem]
    names: Names = Names()

    def problem(self, node: Node, message: str, level: str = "error") -> None:
        """Note a mistake at this place."""
        self.problems.append(Problem(self.source.place(node), message, level))

    # Plain values.

    def text(self, node: Node, what: str) -> str | None:
        """A text, quoted or not; never empty."""
        if not isinstance(node, Scalar):
            return self._not(node, what, "a text")
        if not node.text.strip() or (node.plain and node.text in ("~", "null")):
            return self._not(node, what, "a text")
        return node.text

    def flag(self, node: Node, what: str) -> bool | None:
        """true or false, and nothing that merely looks like it."""
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return self._not(node, what, "true or false")

    def number(self, node: Node, what: str, needs: str = "a number") -> Fraction | None:
        """A number as it is written: 3, 0.5, 1/4, 50%."""
        if not isinstance(node, Scalar) or not node.plain or not _NUMBER.fullmatch(node.text):
            return self._not(node, what, needs)
        return self._exact(node, node.text, what)

    def _exact(self, node: Node, text: str, what: str) -> Fraction | None:
        if re.match(r"[+-]?0\d", text):
            self.problem(node, f"{what}: a number does not begin with 0, and {quoted(text)} does")
            return None
        percent, text = text.endswith("%"), text.rstrip("%")
        try:
            top, _, bottom = text.partition("/")
            return Fraction(top) / Fraction(bottom or 1) / (100 if percent else 1)
        except (ZeroDivisionError, ValueError):
            return self._not(node, what, "a number")

    def whole(self, node: Node, what: str) -> int | None:
        """A whole number."""
        number = self.number(node, what, "a whole number")
        if number is None:
            return None
        return int(number) if number.denominator == 1 else self._not(node, what, "a whole number")

    def amount(self, node: Node, what: str, unit: int = UNIT) -> int | None:
        """An amount in the smallest unit: 3, 1.5, 3 dp, 30 xp."""
        match = _AMOUNT.fullmatch(node.text) if isinstance(node, Scalar) and node.plain else None
        if match is None or not _NUMBER.fullmatch(match[1]):
            return self._not(node, what, f"an amount such as 3 or 1.5 {self.names.points}")
        number = self._exact(node, match[1], what)
        worth = self._worth(node, match[2].strip(), what)
        if number is None or worth is None:
            return None
        exact = number * worth * unit
        if exact.denominator != 1:
            self.problem(node, f"{what}: {quoted(node.text)} is finer than a thousandth")
            return None
        if abs(exact) > MOST_POINTS * unit:
            self.problem(node, f"{what}: {quoted(node.text)} is more than {MOST_POINTS:,}")
            return None
        return int(exact)

    def _worth(self, node: Node, word: str, what: str) -> Fraction | None:
        worth = {"": Fraction(1), self.names.points: Fraction(1), "hours": Fraction(1), "coins": Fraction(1)}
        xp = Fraction(1) if what in ("xp", "cost", "favoured") else Fraction(1, self.names.xp)
        worth.setdefault("xp", xp)
        if word not in worth:
            self.problem(node, f'{what}: "{word}" is no unit here{did_you_mean(word, [*worth][1:])}')
        return worth.get(word)

    def days(self, node: Node, what: str) -> int | None:
        """A span of game time in days: 90, 6 months, 2 weeks."""
        if isinstance(node, Scalar) and node.plain and (match := _DURATION.fullmatch(node.text)):
            number, unit = match[1], match[2].removesuffix("s")
            if unit not in self.names.calendar:
                known = [f"{name}s" for name in self.names.calendar]
                self.problem(node, f'{what}: "{match[2]}" is no span of time{did_you_mean(match[2], known)}')
                return None
            if _NUMBER.fullmatch(number):
                exact = self._exact(node, number, what)
                return None if exact is None else self._whole_days(node, exact * self.names.calendar[unit], what)
        number = self.number(node, what, "a span of time such as 6 months or 90")
        return None if number is None else self._whole_days(node, number, what)

    def _whole_days(self, node: Node, days: Fraction, what: str) -> int | None:
        if days.denominator == 1 and 0 <= days < 10**7:
            return int(days)
        return self._not(node, what, "a span of whole days")

    def _not(self, node: Node, what: str, needs: str) -> None:
        self.problem(node, f"{what}: takes {needs}, not {described(node)}{_hint(node, needs)}")

    # Lists, maps and choices.

    def items(self, node: Node, what: str) -> list[Node]:
        """The members of a list; one value alone counts as a list of one."""
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar) and node.text:
            return [node]
        self._not(node, what, "a list")
        return []

    def entries(self, node: Node, what: str) -> dict[str, tuple[Scalar, Node]]:
        """The keys and values of a map; nothing at all counts as an empty one."""
        if isinstance(node, Map):
            return node.entries
        if not (isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")):
            self._not(node, what, "a map such as {key: value}")
        return {}

    def choice(self, node: Node, what: str, allowed: Iterable[str]) -> str | None:
        """One of these words."""
        text, allowed = self.text(node, what), list(allowed)
        if text is None or text in allowed:
            return text
        self.problem(node, f"{what}: {quoted(text)} is not one of {listing(allowed)}{did_you_mean(text, allowed)}")
        return None

    def known(self, node: Node, what: str, kind: str, allowed: Iterable[str]) -> str | None:
        """The name of something that must exist."""
        text, allowed = self.text(node, what), list(allowed)
        if text is None or text in allowed:
            return text
        self.problem(node, f"{what}: there is no {kind} {quoted(text)}{did_you_mean(text, allowed)}")
        return None

    def skill(self, node: Node, what: str = "skill") -> str | None:
        """A skill of the ruleset or the campaign."""
        return self.known(node, what, "skill", self.names.skills)

    def talent(self, node: Node, what: str = "talent") -> str | None:
        """A talent that the rules sell."""
        return self.known(node, what, "talent", self.names.talents)

    def target(self, node: Node, what: str) -> str | None:
        """Something to save for: a talent or a skill, also written talent/attunement."""
        text = self.text(node, what)
        bare = None if text is None else text.removeprefix("talent/").removeprefix("skill/")
        if bare is None or bare in self.names.talents or bare in self.names.skills:
            return bare
        return self.known(node, what, "talent or skill", (*self.names.talents, *self.names.skills))

    def skills(self, node: Node, what: str) -> tuple[str, ...]:
        """Skills and categories, written out as skills."""
        if isinstance(node, Map):
            return tuple(name for key, value in node.entries.values() for name in self._group(key, value, what))
        allowed = [*self.names.skills, *self.names.categories()]
        known = [self.known(item, what, "skill or category", allowed) for item in self.items(node, what)]
        return tuple(dict.fromkeys(skill for name in known if name for skill in self.names.members(name)))

    def _group(self, key: Scalar, value: Node, what: str) -> tuple[str, ...]:
        if self.choice(key, what, ("skills", "categories")) is None:
            return ()
        return self.skills(value, what)

    # Curves.

    def curve(self, node: Node, what: str, how: Mapping[str, Any]) -> Curve | None:
        """A number that depends on a count, in any of a curve's shapes."""
        mistakes = len(self.problems)
        raw = self._raw(node, what)
        if len(self.problems) > mistakes:
            return None
        unit, names = how.get("unit", 1), how.get("names", ("n",))
        try:
            if how.get("chart"):
                return read_chart(raw, unit=unit)
            curve = read_curve(raw, names, unit=unit, factor=bool(how.get("factor")))
            self._check_curve(curve, how)
            return curve.totals(unit if unit > 1 else 1) if how.get("totals") else curve
        except (CurveError, FormulaError) as error:
            self.problem(node, f"{what}: {error}")
            return None

    def _raw(self, node: Node, what: str) -> Any:
        if isinstance(node, Items):
            return [self.number(item, what) for item in node.items]
        if isinstance(node, Map):
            return {key: self._raw(value, f"{what}, {key}") for key, (_, value) in node.entries.items()}
        if node.plain and _NUMBER.fullmatch(node.text):
            return self._exact(node, node.text, what)
        if node.text.strip() in ("", "~", "null", "true", "false"):
            return self._not(node, what, "a number, a list, bands or a formula")
        return node.text

    @staticmethod
    def _check_curve(curve: Curve, how: Mapping[str, Any]) -> None:
        least = how.get("least", 0 if how.get("factor") else None)
        for n in range(curve.first, curve.first + 100):
            if least is not None and curve.exact(n) < least:
                raise CurveError(f"must be at least {least}, and for {n} it is {float(curve.exact(n)):g}")

    # Whole classes: what may stand in a map.

    def fill(self, cls: type[T], node: Node, what: str, **given: Any) -> T | None:
        """An instance of an attrs class from a map; None when anything in it is wrong."""
        mistakes = len(self.problems)
        entries = self.entries(node, what)
        values = self.options(cls, {key: (self, k, value) for key, (k, value) in entries.items()}, node, what)
        if len(self.problems) > mistakes:
            return None
        return cls(**values, **given)

    def options(self, cls: Any, found: Mapping[str, tuple[Reader, Node, Node]], node: Node, what: str) -> dict[str, Any]:
        """The values of the fields that are there, each read by the reader of its own file."""
        fields = readable(cls)
        for key, (reader, key_node, _) in found.items():
            if key not in fields:
                reader.problem(key_node, f'{what} has no "{key}"{did_you_mean(key, fields)}')
        for key, field in fields.items():
            if field.default is attrs.NOTHING and key not in found:
                self.problem(node, f'{what} needs "{key}": {field.metadata["help"]}')
        read = {key: found[key][0].value(found[key][2], key, field) for key, field in fields.items() if key in found}
        return {fields[key].alias: value for key, value in read.items()}

    def value(self, node: Node, what: str, field: Any) -> Any:
        """One value, read as its field says."""
        how, kind = field.metadata, _bare(field.type)
        read = how.get("reads")
        if callable(read):
            return read(self, node, what)
        if isinstance(read, str):
            return getattr(self, read)(node, what)
        if kind is Curve:
            return self.curve(node, what, how)
        if get_origin(kind) is not None:
            return self._container(node, what, kind, how)
        value = self._scalar(node, what, kind, how)
        self._check_bounds(node, what, value, how)
        return value

    def _scalar(self, node: Node, what: str, kind: Any, how: Mapping[str, Any]) -> Any:
        if isinstance(node, Scalar) and node.text in how.get("words", ()):
            return node.text
        if how.get("choices"):
            return self.choice(node, what, how["choices"])
        if how.get("unit") == "days":
            return self.days(node, what)
        if "unit" in how:
            return self.amount(node, what, how["unit"])
        plain: dict[Any, Callable[[Node, str], Any]] = {bool: self.flag, int: self.whole, str: self.text}
        return plain[kind](node, what)

    def _container(self, node: Node, what: str, kind: Any, how: Mapping[str, Any]) -> Any:
        if get_origin(kind) is tuple:
            values = (self._scalar(item, what, str, how) for item in self.items(node, what))
            return tuple(value for value in values if value is not None)
        inner = _bare(get_args(kind)[1])
        read = self.curve if inner is Curve else lambda value, key, _: self._scalar(value, key, inner, how)
        return {key: read(value, f"{what}, {key}", how) for key, (_, value) in self.entries(node, what).items()}

    def _check_bounds(self, node: Node, what: str, value: Any, how: Mapping[str, Any]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            return
        unit = how["unit"] if isinstance(how.get("unit"), int) else 1
        if value < how.get("least", value / unit) * unit:
            self.problem(node, f"{what}: must be at least {how['least']}, not {described(node)}")
        if value > how.get("most", value / unit) * unit:
            self.problem(node, f"{what}: must be at most {how['most']}, not {described(node)}")
        if "above" in how and value <= how["above"] * unit:
            self.problem(node, f"{what}: must be more than {how['above']}, not {described(node)}")


@cache
def readable(cls: Any) -> dict[str, Any]:
    """The fields of a class that a file may give, by the word that stands in the file."""
    attrs.resolve_types(cls)
    return {
        field.metadata.get("key", field.name): field
        for field in attrs.fields(cls)
        if field.init and not field.metadata.get("given")
    }


def _bare(kind: Any) -> Any:
    """The type without ``| None`` and other words."""
    if get_origin(kind) in (Union, UnionType):
        return next((part for part in get_args(kind) if part is not type(None) and part is not str), str)
    return kind


def described(node: Node) -> str:
    """What stands there, as a message shows it."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Map):
        return "a map"
    return quoted(node.text) if node.text.strip() and node.text not in ("~", "null") else "nothing"


def _hint(node: Node, needs: str) -> str:
    if not isinstance(node, Scalar):
        return ""
    if "number" in needs or "amount" in needs or "span" in needs:
        if not node.plain and _NUMBER.fullmatch(node.text):
            return ": write it without the quotes"
        if re.fullmatch(r"[\d.]+[eE][+-]?\d+", node.text):
            return ": write it out in full"
    if needs == "true or false" and node.text.lower() in ("yes", "on", "no", "off", "true", "false"):
        return f": write {'true' if node.text.lower() in ('yes', 'on', 'true') else 'false'}"
    return ""
