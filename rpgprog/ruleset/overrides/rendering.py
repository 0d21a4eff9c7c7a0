"""Values and numbers as a person writes them in a file, and copies of nodes with a piece replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction

from ...problems import Mistakes
from ...problems.wording import LONGEST_QUOTE
from ...reader.scalars import NUMBER
from ...source import Items, Node, Scalar, parse_source
from ...source import Mapping as Map

Step = str | int  # a key of a map, or a position in a list from 0

IN_FORMULA = re.compile(r"(?<![\w.])(?:[0-9]+\.?[0-9]*|\.[0-9]+)")  # the 20, 2 and 1 of "20 + 2 * (rank - 1)"
_NOT_TEXT = ("", "~", "null", "true", "false", "on", "off")  # what a text of these letters needs quotes for


def decimal(value: Fraction) -> str | None:
    """The number in digits: 0.35; None where they would never end, as those of 1/3."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        places = max(places, times)
    if rest != 1:
        return None
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}}"
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' * (value < 0)}{whole}{'.' * bool(part)}{part}"


def number_text(value: Fraction, like: str = "") -> str:
    """The number, written like another: as 27/20, as 135%, or as 1.35 where its digits end."""
    if "/" in like:
        return str(value)
    if like.endswith("%") and (percent := decimal(value * 100)) is not None:
        return f"{percent}%"
    return decimal(value) or str(value)


def exact_number(text: str) -> Fraction:
    """The number that a text says, one that ``NUMBER`` fits. Raises ZeroDivisionError for 1/0."""
    top, _, bottom = text.rstrip("%").partition("/")
    return Fraction(top) / Fraction(bottom or 1) / (100 if text.endswith("%") else 1)


def shown(text: str) -> str:
    """What somebody typed, on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}..."


def written(node: Node, inside: bool = False) -> str:
    """The text of a value, on one line; read again it is the same value."""
    if isinstance(node, Items):
        return f"[{', '.join(written(item, inside=True) for item in node.items)}]"
    if isinstance(node, Map):
        pairs = (f"{written(key, True)}: {written(value, True)}" for key, value in node.entries.values())
        return f"{{{', '.join(pairs)}}}"
    if node.plain and not node.text:
        return "~" if inside else ""
    odd = not node.plain and (NUMBER.fullmatch(node.text) or node.text in _NOT_TEXT)
    return json.dumps(node.text, ensure_ascii=False) if odd or not _plain(node.text, inside) else node.text


def _plain(text: str, inside: bool) -> bool:
    """Whether a text means itself without quotes; ``inside`` brackets fewer do."""
    try:
        root = parse_source(f"{{{text}: {text}}}" if inside else text, "").root
    except Mistakes:
        return False
    if isinstance(root, Map) and inside:
        root = root.entries[text][1] if list(root.entries) == [text] else root
    return isinstance(root, Scalar) and root.text == text and root.plain


def placed(node: Node, line: int, column: int = 1) -> Node:
    """A copy of a value, all of it at this place."""
    where = (line, column, line)
    if isinstance(node, Items):
        return Items([placed(item, line, column) for item in node.items], True, *where)
    if isinstance(node, Map):
        inner = {
            key: (Scalar(key, at.plain, *where), placed(value, line, column))
            for key, (at, value) in node.entries.items()
        }
        return Map(inner, True, *where)
    return Scalar(node.text, node.plain, *where)


def piece(node: Node, steps: Sequence[Step]) -> Node:
    """What stands at the end of these steps into a value."""
    for step in steps:
        if isinstance(node, Items) and isinstance(step, int):
            node = node.items[step]
        elif isinstance(node, Map) and isinstance(step, str):
            node = node.entries[step][1]
    return node


def replaced(node: Node, steps: Sequence[Step], new: Node) -> Node:
    """A copy of a value, with another one at the end of these steps."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    where = (node.line, node.column, node.end_line)
    if isinstance(node, Items):
        items = [replaced(item, rest, new) if at == step else item for at, item in enumerate(node.items)]
        return Items(items, node.flow, *where)
    if isinstance(node, Map):
        entries = node.entries.items()
        inner = {
            key: (at, replaced(value, rest, new) if key == step else value) for key, (at, value) in entries
        }
        return Map(inner, node.flow, *where)
    return node


def with_number(formula: str, nth: int, number: str) -> str:
    """The formula with another number instead of its nth; what is no plain number comes in brackets."""
    match = [*IN_FORMULA.finditer(formula)][nth - 1]
    number = number if IN_FORMULA.fullmatch(number) else f"({number})"
    return formula[: match.start()] + number + formula[match.end() :]
