"""Room in a campaign file for more entries: where nothing stands yet, and where all stands in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from ..problems import Mistakes
from ..reader.scalars import is_nothing
from ..source import Items, Mapping, Node, Scalar, Source, parse_source
from .typed_entry import block_lines, event_line


def with_room(source: Source) -> Source:
    """The source with an empty journal, or empty events of the last session, left blank (``[]``, ``~``).

    A last session in braces, or its events in brackets, stand on lines of their own. What takes more lines
    than one is left as it is.
    """
    lines = source.text.splitlines(keepends=True)
    journal = _value(source.root, "journal")
    last = journal.items[-1] if isinstance(journal, Items) and journal.items and not journal.flow else None
    events = _value(last, "events")
    for empty in (journal, events):
        if empty is not None and _stands_for_nothing(empty):
            lines[empty.line - 1] = _without(empty, lines[empty.line - 1])
    if isinstance(last, Mapping) and last.flow and last.line == last.end_line:
        lines[last.line - 1] = _on_lines(last, lines[last.line - 1], block_lines(last))
    elif isinstance(events, Items) and events.items and events.flow and events.line == events.end_line:
        indent = last.column - 1 if last is not None else 0
        listed = [f"{' ' * (indent + 2)}- {event_line(event)}" for event in events.items]
        lines[events.line - 1] = _on_lines(events, lines[events.line - 1], ["", *listed], 0)
    text = "".join(lines)
    return source if text == source.text else with_room(parse_source(text, source.file))


def _value(node: Node | None, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, Mapping) and key in node.entries else None


def _stands_for_nothing(node: Node) -> bool:
    if isinstance(node, Scalar):
        return is_nothing(node) and node.text != ""
    values = node.items if isinstance(node, Items) else node.entries
    return node.flow and not values and node.line == node.end_line


def _without(node: Node, line: str) -> str:
    """A line without the empty value on it."""
    before, behind = line[: node.column - 1].rstrip(), line[node.column - 1 :]
    pattern = re.escape(node.text) if isinstance(node, Scalar) else r"[\[{]\s*[\]}]"
    return before + re.sub(f"^{pattern}", "", behind)


def _on_lines(node: Items | Mapping, line: str, new: Sequence[str], indent: int | None = None) -> str:
    """A line with a node in brackets rewritten over several lines; a comment stays on the first."""
    start = node.column - 1
    end = _end(line, start)
    first, *others = new
    ending = "\r\n" if line.endswith("\r\n") else "\n"
    before = " " * (start if indent is None else indent)
    lines = (line[:start] + first).rstrip() + line[end:].rstrip("\r\n"), *(before + other for other in others)
    return "".join(text + ending for text in lines)


def _end(line: str, start: int) -> int:
    """Behind the bracket that closes what begins there: the first with which it can be read."""
    for bracket in re.finditer(r"[\]}]", line[start:]):
        with suppress(Mistakes):
            parse_source(line[start : start + bracket.end()], "an entry")
            return start + bracket.end()
    return len(line.rstrip())
