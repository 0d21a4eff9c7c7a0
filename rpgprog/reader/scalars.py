"""Plain values: texts, flags and exact numbers, none taken for another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

from attrs import define

from ..problems import Problem
from ..problems.wording import quoted
from ..source import Items, Node, Scalar, Source
from ..source import Mapping as Map
from .names import Names

T = TypeVar("T")

MOST = 10**12  # a number in a file: whatever it is multiplied with still fits 62 bits
PLAIN_DIGITS = 9  # a number that needs no second look
LONGEST = 30  # characters of a number

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)(/[0-9]+|%)?")
POWER_OF_TEN = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")  # 1e3: refused, and not for its unit
_TRUE, _FALSE = ("true", "yes", "on", "y"), ("false", "no", "off", "n")


def is_nothing(node: Node) -> bool:
    """Whether the value is missing: no text at all, or null."""
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")


def described(node: Node) -> str:
    """The value found, as a message shows it."""
    if isinstance(node, Items):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Map):
        return "a map" if node.entries else "an empty map"
    return "nothing" if is_nothing(node) or not node.text.strip() else quoted(node.text)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, file by file, in the order of their places."""
    unique = list(dict.fromkeys(problems))
    files = list(dict.fromkeys(problem.place.file for problem in unique if problem.place))

    def order(problem: Problem) -> tuple[int, ...]:
        place = problem.place
        return (files.index(place.file), place.line, place.column) if place else (-1,)

    return sorted(unique, key=order)


@define(eq=False, repr=False)
class Values:
    """Reads single values; mistakes go to ``problems``."""

    source: Source
    problems: list[Problem]
    names: Names = Names()

    def problem(self, node: Node, message: str, level: str = "error") -> None:
        """Note a mistake at this place."""
        self.problems.append(Problem(self.source.place(node), message, level))

    def refuse(self, node: Node, label: str, needs: str) -> T | None:
        """Note that something else belongs here; None."""
        self.problem(node, f"{label}: takes {needs}, not {described(node)}{_hint(node, needs)}")
        return None

    def text(self, node: Node, label: str) -> str | None:
        """A text, quoted or not; never empty."""
        if not isinstance(node, Scalar) or is_nothing(node) or not node.text.strip():
            return self.refuse(node, label, "a text")
        return node.text

    def flag(self, node: Node, label: str) -> bool | None:
        """True or false, and nothing that merely looks like it."""
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return self.refuse(node, label, "true or false")

    def number(self, node: Node, label: str, needs: str = "a number", share: bool = True) -> Fraction | None:
        """A number as it is written: 3, 0.5, 1/4, and 50% where it may be a ``share`` of something."""
        if not isinstance(node, Scalar) or not node.plain or not NUMBER.fullmatch(node.text):
            return self.refuse(node, label, needs)
        return self.exact(node, node.text, label, share)

    def exact(self, node: Node, text: str, label: str, share: bool) -> Fraction | None:
        """The number that a text says, unless it is odd, too long or too large, or no share in percent."""
        if text.isdigit() and text[0] != "0" and len(text) < PLAIN_DIGITS:
            return Fraction(int(text))
        if re.match(r"[+-]?0[0-9]", text):
            right = re.sub(r"^([+-]?)0+(?=[0-9])", r"\1", text)
            return self._reject(node, f"{label}: {quoted(text)} begins with 0: write {right}")
        if len(text) > LONGEST:
            return self._reject(node, f"{label}: a number of {len(text)} characters; at most {LONGEST}")
        percent, text = text.endswith("%"), text.rstrip("%")
        if percent and not share:
            return self._reject(node, f"{label}: {text}% is a percentage: write a plain number here")
        top, _, bottom = text.partition("/")
        if bottom and not int(bottom):
            return self._reject(node, f"{label}: {quoted(text)} divides by zero")
        number = Fraction(top) / Fraction(bottom or 1) / (100 if percent else 1)
        if abs(number) > MOST:
            return self._reject(node, f"{label}: {quoted(text)} is beyond {MOST:,}")
        return number

    def whole(self, node: Node, label: str) -> int | None:
        """A whole number."""
        number = self.number(node, label, "a whole number", share=False)
        if number is None:
            return None
        return int(number) if number.denominator == 1 else self.refuse(node, label, "a whole number")

    def _reject(self, node: Node, message: str) -> T | None:
        self.problem(node, message)
        return None


def _hint(node: Node, needs: str) -> str:
    """What to write instead, where it is plain to see."""
    if isinstance(node, Map) and needs == "a list":
        return ': begin each entry with "- "'
    if not isinstance(node, Scalar):
        return ""
    if any(word in needs for word in ("number", "amount", "span")):
        return _number_hint(node)
    word = node.text.lower()
    if needs == "true or false" and word in (*_TRUE, *_FALSE):
        return f": write {'true' if word in _TRUE else 'false'}"
    return ""


def _number_hint(node: Scalar) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
        return ": days are counted from the start of the game; a real date goes in date: of the session"
    if not node.plain and NUMBER.fullmatch(node.text):
        return ": write it without the quotes"
    if POWER_OF_TEN.fullmatch(node.text):
        return ": write it out in full"
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", node.text):
        return f": write {node.text.replace(',', '.')} or {node.text.replace(',', '')}"
    return ""
