"""An entry as somebody typed it, beside a file or a database: parsed once."""

from __future__ import annotations

import json

from attrs import frozen

from ..problems import Mistakes, Place, Problem
from ..source import Items, Mapping, Node, Source, parse_source
from .file import ITEMS

NEW = "the new event"  # what it is called in messages


@frozen(eq=False, repr=False)
class TypedEntry:
    """An entry: its text as it would stand in a file, without the dash before it, and what it says."""

    lines: tuple[str, ...]
    source: Source
    root: Mapping

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines) + "\n"

    @property
    def begins(self) -> str:
        """The word with which it begins an entry of the journal; nothing for an event."""
        return next((word for word in ITEMS if word in self.root.entries), "")


def typed_entry(text: str) -> TypedEntry:
    """Parse an entry. Raises Mistakes when it cannot be read as one."""
    text = text.strip()
    if text.startswith("- "):
        text = "\n".join(line.removeprefix("- ").removeprefix("  ") for line in text.splitlines())
    source = parse_source(text, NEW)
    root = source.root
    if isinstance(root, Mapping):
        return TypedEntry(tuple(_block_lines(root) if root.flow else text.splitlines()), source, root)
    example = "word: {...}, such as used: {who: Kessa, skill: climbing}"
    raise Mistakes([Problem(Place(NEW, 1, 1), f"an event is written as {example}")])


def _block_lines(node: Mapping) -> list[str]:
    """``{session: Two, day: 8}`` with a line for each key, so that events can be added to it later."""
    return [f"{key}: {in_brackets(value)}" for key, (_, value) in node.entries.items()]


def in_brackets(node: Node) -> str:
    """A node's text on one line."""
    if isinstance(node, Mapping):
        return f"{{{', '.join(f'{key}: {in_brackets(value)}' for key, (_, value) in node.entries.items())}}}"
    if isinstance(node, Items):
        return f"[{', '.join(map(in_brackets, node.items))}]"
    return node.text if node.plain else json.dumps(node.text, ensure_ascii=False)
