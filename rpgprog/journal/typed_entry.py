"""An entry as somebody wrote it, beside a file or a database: as text, as JSON or as values, parsed once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import asdict, evolve, frozen

from ..events import DowntimeStarted, Event, Joined, Noted, Passed, SessionStarted
from ..problems import Mistakes, Place, Problem
from ..source import Items, Mapping, Node, Source, data_source, json_source, parse_source
from .event_data import Today, data_of
from .file import ITEMS
from .quoting import on_one_line

NEW = "the new event"  # what it is called in messages
Entry: TypeAlias = str | AnyMapping[str, Any] | Event | Noted  # in whichever form it is handed over


@frozen(eq=False, repr=False)
class TypedEntry:
    """An entry: its text as it would stand in a file, without the dash before it, and what it says.

    ``typed`` is false for an event object, unless it has what its row has not: its text is only one way to
    write it.
    """

    lines: tuple[str, ...]
    source: Source
    root: Mapping
    typed: bool = True

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines) + "\n"

    @property
    def begins(self) -> str:
        """The word with which it begins an entry of the journal; nothing for an event."""
        return next((word for word in ITEMS if word in self.root.entries), "")


def is_dated_by_today(entry: Entry) -> bool:
    """Whether what an event object says depends on the day on which it is recorded."""
    event = entry.event if isinstance(entry, Noted) else entry
    return isinstance(event, SessionStarted | DowntimeStarted | Passed)


def values_of(entry: Entry) -> Any:
    """What an entry that is not text consists of, to recognise it again."""
    if isinstance(entry, AnyMapping):
        return entry
    return [type(entry).__name__, asdict(entry, value_serializer=_plain_value)]  # type: ignore[arg-type]


def read_entry(entry: Entry, today: Today = lambda: 0, name: str = NEW) -> TypedEntry:
    """Parse an entry, in whichever form. Raises Mistakes when it cannot be read as one."""
    if isinstance(entry, str):
        return typed_entry(entry, name)
    if isinstance(entry, AnyMapping):
        return _entry(data_source(entry, name))
    event = entry.event if isinstance(entry, Noted) else entry
    typed = isinstance(event, Joined) and event.player != ""  # only text has the name
    return evolve(_entry(data_source(data_of(entry, today, name), name)), typed=typed)


def typed_entry(text: str, name: str = NEW) -> TypedEntry:
    """Parse the text of an entry: YAML, or a JSON object. Raises Mistakes when it cannot be read as one."""
    text = text.strip().removeprefix("\ufeff").strip()
    if _is_json(text):
        return _entry(json_source(text, name))
    if text.startswith("- "):
        text = "\n".join(line.removeprefix("- ").removeprefix("  ") for line in text.splitlines())
    source = parse_source(text, name)
    root = source.root
    lines = text.splitlines()
    if isinstance(root, Mapping) and not root.flow and _stays(root, lines):
        return TypedEntry(tuple(lines), source, root)
    return _entry(source)


def _stays(root: Mapping, lines: Sequence[str]) -> bool:
    """Whether lines say the same as an item of a list, with more behind them: there "---" ends nothing."""
    events = root.entries.get("events", (None, None))[1]
    if isinstance(events, Items) and events.flow:
        return False
    if len(lines) == 1:
        return not lines[0].startswith(("---", "..."))
    listed = "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines))
    try:
        items = parse_source(f"{listed}\n- end\n", "the entry in a list").root
    except Mistakes:
        return False
    return isinstance(items, Items) and len(items.items) == 2 and _value(items.items[0]) == _value(root)


def _value(node: Node) -> Any:
    """What a node says, wherever it stands."""
    if isinstance(node, Mapping):
        return {key: _value(value) for key, (_, value) in node.entries.items()}
    return [*map(_value, node.items)] if isinstance(node, Items) else (node.text, node.plain)


def _plain_value(_: object, __: object, value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | Fraction) else value


def _is_json(text: str) -> bool:
    """Whether text is a JSON object, not YAML: its first key is in double quotes, and no comment follows."""
    if not re.match(r'\{\s*"', text) or not text.endswith("}"):
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _entry(source: Source) -> TypedEntry:
    root = source.root
    if isinstance(root, Mapping) and root.entries:
        return TypedEntry(tuple(block_lines(root)), source, root)
    example = "word: {...}, such as used: {who: Kessa, skill: climbing}"
    raise Mistakes([Problem(Place(source.file, 1, 1), f"an event is written as {example}")])


def block_lines(node: Mapping) -> list[str]:
    """``{session: Two, day: 8}`` with a line for each key and event: more events may follow."""
    lines: list[str] = []
    for key, (_, value) in node.entries.items():
        if key == "events" and isinstance(value, Items) and value.items:
            lines += ["events:", *(f"  - {event_line(item)}" for item in value.items)]
        else:
            lines.append(f"{_key(key)}: {in_brackets(value)}")
    return lines


def event_line(node: Node) -> str:
    """An event on one line: ``met: {what: goblin}``."""
    return block_lines(node)[0] if isinstance(node, Mapping) and len(node.entries) == 1 else in_brackets(node)


def in_brackets(node: Node) -> str:
    """A node's text on one line."""
    if isinstance(node, Mapping):
        inside = (f"{_key(key)}: {in_brackets(value)}" for key, (_, value) in node.entries.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(node, Items):
        return f"[{', '.join(map(in_brackets, node.items))}]"
    is_plain = node.plain and not re.search(r"[,\[\]{}\n]", node.text)
    return node.text if is_plain else on_one_line(node.text)


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w .-]*(?<! )", text) else on_one_line(text)
