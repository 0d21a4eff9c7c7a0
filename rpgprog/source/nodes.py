"""Nodes: pieces of YAML with the line and column of every value.

Lines and columns count from 1. A node's `end_line` is the line it ends on; for a block (text after "|"
or ">", a list or mapping without brackets) it is the line of whatever comes next.
"""

from typing import TypeAlias

from attrs import define


@define(eq=False)
class Scalar:
    """One value as written; only a `plain` one, without quotes, may mean a number or true."""

    text: str
    plain: bool
    line: int
    column: int
    end_line: int


@define(eq=False)
class Items:
    """A list; `flow` is with brackets."""

    items: list["Node"]
    flow: bool
    line: int
    column: int
    end_line: int


@define(eq=False)
class Mapping:
    """Keys and values in file order, by the text of the key; `flow` is with braces."""

    entries: dict[str, tuple[Scalar, "Node"]]
    flow: bool
    line: int
    column: int
    end_line: int


Node: TypeAlias = Scalar | Items | Mapping


def size_and_height(node: Node) -> tuple[int, int]:
    """Return how many values a node holds, itself included, and how deep they go."""
    if isinstance(node, Scalar):
        return 1, 0
    values = node.items if isinstance(node, Items) else [value for _, value in node.entries.values()]
    below = [size_and_height(value) for value in values]
    keys = len(values) if isinstance(node, Mapping) else 0
    return 1 + keys + sum(size for size, _ in below), 1 + max((height for _, height in below), default=0)
