"""Nodes: pieces of YAML with the line and column of every value, built from the parser's events.

Lines and columns count from 1. A node's `end_line` is the line it ends on; for a block (text after "|"
or ">", a list or mapping without brackets) it is the line of whatever comes next.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias

import yaml
from attrs import define

from ..problems import Mistakes, Place, Problem
from ..problems.wording import quoted
from .yaml_errors import explain_yaml

MAX_DEPTH = 40  # aliases expanded: whoever reads the nodes may recurse without running out of stack
MAX_ALIASES = 100  # enough to share pieces, few enough for people to follow
MAX_NODES = 500_000  # aliases expanded: ten lines of them can stand for billions of values

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_TEXT = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


def place_after(text: str) -> tuple[int, int]:
    """Line and column (from 1) of what would follow a text."""
    lines = f"{text}.".splitlines()
    return len(lines), len(lines[-1])


class Builder:
    """Builds nodes from PyYAML's events: PyYAML's own builder crashes on deep nesting."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.children: list[Node] = []  # of the innermost list or mapping (key, value, key, value)
        self.open: list[tuple[Any, list[Node]]] = []  # lists and mappings, with the children around each
        self.anchors: dict[str, Node] = {}
        self.found: list[tuple[int, int, str]] = []
        self.count = self.aliases = 0

    def root(self) -> Node:
        """Return the node of the whole text; raises Mistakes as `parse_source` says."""
        try:
            self._read()
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # OverflowError: without libyaml
            self.found.append(_explained(error, self.text))
        if self.found:
            raise self._mistakes()
        return self.children[0]

    def _read(self) -> None:
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._begin_items,
            yaml.SequenceEndEvent: self._end_items,
            yaml.MappingStartEvent: self._begin_mapping,
            yaml.MappingEndEvent: self._end_mapping,
            yaml.DocumentStartEvent: self._begin_document,
            yaml.StreamEndEvent: self._end_stream,
        }
        for event in iter(_LOADER(self.text).get_event, None):  # yaml.parse is slower
            handler = handlers.get(event.__class__)
            if handler is not None:
                handler(event)

    def _begin_document(self, event: Any) -> None:
        if self.children:
            self._stop(event, 'a second document begins here ("---"): a file holds one')

    def _end_stream(self, _: Any) -> None:
        root = self.children[0] if self.children else None
        if root is None or (isinstance(root, Scalar) and root.plain and not root.text):
            self.found.append((1, 1, "the file is empty"))

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        node = Scalar(event.value, not event.style, mark.line + 1, mark.column + 1, event.end_mark.line + 1)
        self.children.append(node)
        self.count += 1
        if self.count > MAX_NODES or event.anchor or event.tag:
            self._inspect(event, node)

    def _begin_items(self, event: Any) -> None:
        items: list[Node] = []
        self._begin(event, Items(items, bool(event.flow_style), *_start(event), 0), items)

    def _begin_mapping(self, event: Any) -> None:
        self._begin(event, Mapping({}, bool(event.flow_style), *_start(event), 0), [])

    def _begin(self, event: Any, node: Items | Mapping, children: list[Node]) -> None:
        self.children.append(node)
        self.open.append((node, self.children))
        self.children = children
        self.count += 1
        if self.count > MAX_NODES or len(self.open) > MAX_DEPTH or event.anchor or event.tag:
            self._inspect(event, node)

    def _end_items(self, event: Any) -> None:
        node, self.children = self.open.pop()
        node.end_line = event.end_mark.line + 1

    def _end_mapping(self, event: Any) -> None:
        entries: dict[str, tuple[Scalar, Node]] = {}
        pairs = iter(self.children)
        for key, value in zip(pairs, pairs, strict=True):
            if isinstance(key, Scalar) and key.text not in entries and (key.text != "<<" or not key.plain):
                entries[key.text] = (key, value)
            else:
                self._refuse_key(key, entries)
        node, self.children = self.open.pop()
        node.end_line = event.end_mark.line + 1
        node.entries = entries

    def _refuse_key(self, key: Node, entries: dict[str, tuple[Scalar, Node]]) -> None:
        message = "a key cannot be a list or mapping: quote it if it is text"
        if isinstance(key, Scalar):
            message = 'merge keys ("<<") are not allowed: write the keys out'
            if key.text in entries:
                first = entries[key.text][0].line
                message = f"the key {quoted(key.text)} is doubled: the first is on line {first}"
        self.found.append((key.line, key.column, message))

    def _alias(self, event: Any) -> None:
        name, node = event.anchor, self.anchors.get(event.anchor)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self._stop(event, f'too many aliases ("*{name}"): allowed are {MAX_ALIASES}')
        if node is None:
            self._stop(event, f'there is no "&{name}" above for "*{name}": quote it if it is text')
        if any(node is around for around, _ in self.open):
            self._stop(event, f'"*{name}" stands inside "&{name}" itself')
        size, height = _size_and_height(node)
        self.count += size
        self._check_limits(event, height)
        self.children.append(node)

    def _inspect(self, event: Any, node: Node) -> None:
        self._check_limits(event)
        if event.anchor:
            self.anchors[event.anchor] = node
        if event.tag:
            tag = quoted(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.found.append(
                (node.line, node.column, f"the tag {tag} is not allowed: quote it if it is text")
            )

    def _check_limits(self, event: Any, height: int = 0) -> None:
        if self.count > MAX_NODES:
            self._stop(event, f"too many values, aliases expanded: allowed are {MAX_NODES:,}")
        if len(self.open) + height > MAX_DEPTH:
            self._stop(event, f"too many lists and mappings inside each other: allowed are {MAX_DEPTH}")

    def _stop(self, event: Any, message: str) -> NoReturn:
        self.found.append((*_start(event), message))
        raise self._mistakes()

    def _mistakes(self) -> Mistakes:
        return Mistakes(Problem(Place(self.file, line, at), words) for line, at, words in sorted(self.found))


def _size_and_height(node: Node) -> tuple[int, int]:
    """Return how many values a node holds, itself included, and how deep they go."""
    if isinstance(node, Scalar):
        return 1, 0
    values = node.items if isinstance(node, Items) else [value for _, value in node.entries.values()]
    below = [_size_and_height(value) for value in values]
    keys = len(values) if isinstance(node, Mapping) else 0
    return 1 + keys + sum(size for size, _ in below), 1 + max((height for _, height in below), default=0)


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _explained(error: Exception, text: str) -> tuple[int, int, str]:
    """Return line, column and plain words for what PyYAML refuses."""
    odd = _NOT_TEXT.search(text)
    if odd is not None:
        return *place_after(text[: odd.start()]), f"this is not a text file (character U+{ord(odd[0]):04X})"
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, 1, f"this cannot be read: {error}"
    return explain_yaml(error, text)
