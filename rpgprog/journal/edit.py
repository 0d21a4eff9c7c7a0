"""Where the text of a new entry goes in a campaign file, in the file's own manner of writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..problems import Mistakes, Problem
from ..source import Items, Mapping, Node, Source
from .room import with_room
from .typed_entry import TypedEntry


def appended(source: Source, entries: Sequence[TypedEntry]) -> str:
    """The file's text with more entries at its end, in the file's own manner of writing.

    Events join the session or down-time that is last; ``session:``, ``downtime:`` and ``passed:`` begin
    something new. Raises Mistakes when the file has no place for an entry.
    """
    if not entries:
        return source.text
    source = with_room(source)
    begins = next((at for at, entry in enumerate(entries) if entry.begins), len(entries))
    events, items = [entry.lines for entry in entries[:begins]], items_from(entries[begins:])
    journal = journal_of(source)
    if journal is None:
        return _begun(source, events, items)
    last = journal.items[-1]
    if not _takes_events(last):
        events, items = [], [*events, *items]
    text = _insert(source.text, last_line(journal), items, journal.column - 1)
    return _into_item(source, text, last, events)


def journal_of(source: Source) -> Items | None:
    """The list of the journal's entries; None while it is empty. Raises Mistakes if it is in brackets."""
    root = source.root
    journal = root.entries.get("journal", (None, None))[1] if isinstance(root, Mapping) else None
    if not isinstance(journal, Items):
        return None
    if journal.flow:
        raise _brackets(source, journal)
    return journal


def items_from(entries: Iterable[TypedEntry]) -> list[Sequence[str]]:
    """Whole entries of a journal: each with its events, one to a line."""
    items: list[list[str]] = []
    indent: int | None = None  # of the events of the last one, if it takes any
    for entry in entries:
        if entry.begins or indent is None:
            items.append([*entry.lines])
            indent = _begin_events(items[-1], entry.root)
        else:
            items[-1] += listed([entry.lines], indent)
    return [item[:-1] if item[-1] == "events:" else item for item in items]


def _begin_events(lines: list[str], item: Node) -> int | None:
    """How far from the left the events of an entry stand, once they are begun; None if it takes none."""
    if not isinstance(item, Mapping) or not _takes_events(item):
        return None
    events = item.entries.get("events", (None, None))[1]
    if isinstance(events, Items) and events.items:
        return 2 if events.flow or events.line == item.line else events.column - 1
    if events is not None:  # an empty list
        lines[:] = [line for line in lines if not line.startswith("events:")]
    lines.append("events:")
    return 2


def _takes_events(item: Node) -> bool:
    begins = isinstance(item, Mapping) and not {"session", "downtime"}.isdisjoint(item.entries)
    return begins and "late" not in item.entries  # type: ignore[union-attr]


def _begun(source: Source, events: Sequence[object], items: Sequence[Sequence[str]]) -> str:
    """The text of a file whose journal begins with these entries."""
    root, text = source.root, source.text
    key, value = root.entries.get("journal", (None, None)) if isinstance(root, Mapping) else (None, None)
    if events or (value is not None and getattr(value, "text", None) != ""):
        message = "there is no session to add to yet: begin with a session: entry"
        raise Mistakes([Problem(source.place(root), message)])
    if key is not None:
        return _insert(text, key.line, items, 2)
    text = f"{text.rstrip()}\njournal:\n"
    return _insert(text, len(text.splitlines()), items, 2)


def _into_item(source: Source, text: str, item: Node, new: Sequence[Sequence[str]]) -> str:
    """The text with more events in the entry of the journal that is last in the source."""
    if not new or not isinstance(item, Mapping):
        return text
    key, events = item.entries.get("events", (None, None))
    if not isinstance(events, Items):
        indent = next(iter(item.entries.values()))[0].column - 1
        if key is not None:
            return _insert(text, key.line, new, indent + 2)
        return insert_lines(text, last_line(item), [f"{' ' * indent}events:", *listed(new, indent + 2)])
    if events.flow:
        raise _brackets(source, events)
    return _insert(text, last_line(events), new, events.column - 1)


def _brackets(source: Source, node: Node) -> Mistakes:
    message = "this list is written in brackets: write it with one - a line to add to it"
    return Mistakes([Problem(source.place(node), message)])


def last_line(node: Node) -> int:
    """The last line of a node that holds something of it: a block ends where the next thing begins."""
    if isinstance(node, Mapping) and not node.flow:
        return max(last_line(value) for entry in node.entries.values() for value in entry)
    if isinstance(node, Items) and not node.flow:
        return max(last_line(item) for item in node.items)
    is_block_text = not isinstance(node, Items | Mapping) and node.text.endswith("\n")
    return node.line + node.text.count("\n") if is_block_text else node.end_line  # type: ignore[union-attr]


def listed(entries: Iterable[Sequence[str]], indent: int) -> list[str]:
    """The lines of a list of entries, so far from the left."""
    return [
        f"{' ' * indent}{'- ' if at == 0 else '  '}{line}"
        for lines in entries
        for at, line in enumerate(lines)
    ]


def _insert(text: str, after: int, entries: Iterable[Sequence[str]], indent: int) -> str:
    return insert_lines(text, after, listed(entries, indent))


def insert_lines(text: str, after: int, new: Sequence[str]) -> str:
    """The text with new lines after so many of its own."""
    if not new:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    old = text.splitlines()
    return ending.join([*old[:after], *new, *old[after:]]) + ending
