"""Where the text of a new entry goes in a campaign file, in the file's own manner of writing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..problems import Mistakes, Place, Problem
from ..source import Items, Mapping, Node, Source, parse_source
from .file import ITEMS


def appended(source: Source, entries: Sequence[str]) -> str:
    """The file's text with more entries at its end, in the file's own manner of writing.

    Events join the session or down-time that is last; ``session:``, ``downtime:`` and ``passed:`` begin
    something new. Raises Mistakes when an entry cannot be read, or the file has no place for it.
    """
    if not entries:
        return source.text
    new = [_entry_lines(entry) for entry in entries]
    begins = next((at for at, lines in enumerate(new) if _begins_item(lines)), len(new))
    events, items = new[:begins], _items(new[begins:])
    journal = _journal(source)
    if journal is None:
        return _begun(source, events, items)
    last = journal.items[-1]
    if not _takes_events(last):
        events, items = [], [*events, *items]
    text = _insert(source.text, _last_line(journal), items, journal.column - 1)
    return _into_item(source, text, last, events)


def _journal(source: Source) -> Items | None:
    """The list of the journal's entries; None while it is empty. Raises Mistakes if it is in brackets."""
    root = source.root
    journal = root.entries.get("journal", (None, None))[1] if isinstance(root, Mapping) else None
    if not isinstance(journal, Items):
        return None
    if journal.flow:
        raise _brackets(source, journal)
    return journal


def _begins_item(lines: Sequence[str]) -> bool:
    return lines[0].split(":")[0].strip(" \"'{") in ITEMS


def _items(entries: Iterable[Sequence[str]]) -> list[list[str]]:
    """Whole entries of a journal: each with its events, one to a line."""
    items: list[list[str]] = []
    takes_events = False
    for lines in entries:
        if _begins_item(lines):
            items.append([*lines])
            takes_events = not lines[0].startswith("passed")
        elif takes_events:
            events = [] if "events:" in items[-1] else ["events:"]
            items[-1] += [*events, *_listed([lines], 2)]
        else:
            items.append([*lines])
    return items


def _takes_events(item: Node) -> bool:
    return isinstance(item, Mapping) and not {"session", "downtime"}.isdisjoint(item.entries)


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
    events = item.entries.get("events", (None, None))[1]
    if not isinstance(events, Items):
        indent = next(iter(item.entries.values()))[0].column - 1
        return _insert_lines(text, _last_line(item), [f"{' ' * indent}events:", *_listed(new, indent + 2)])
    if events.flow:
        raise _brackets(source, events)
    return _insert(text, _last_line(events), new, events.column - 1)


def _brackets(source: Source, node: Node) -> Mistakes:
    message = "this list is written in brackets: write it with one - a line to add to it"
    return Mistakes([Problem(source.place(node), message)])


def entry_text(event: str) -> str:
    """An entry as it would stand in a file, without the dash before it. Raises Mistakes if it is none."""
    return "\n".join(_entry_lines(event)) + "\n"


def _entry_lines(event: str) -> list[str]:
    text = event.strip()
    if text.startswith("- "):
        text = "\n".join(line.removeprefix("- ").removeprefix("  ") for line in text.splitlines())
    node = parse_source(text, "the new event").root
    if isinstance(node, Mapping):
        return _block_lines(node) if node.flow else text.splitlines()
    example = "word: {...}, such as used: {who: Kessa, skill: climbing}"
    raise Mistakes([Problem(Place("the new event", 1, 1), f"an event is written as {example}")])


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


def _last_line(node: Node) -> int:
    """The last line of a node that holds something of it: a block ends where the next thing begins."""
    if isinstance(node, Mapping) and not node.flow:
        return max(_last_line(value) for entry in node.entries.values() for value in entry)
    if isinstance(node, Items) and not node.flow:
        return max(_last_line(item) for item in node.items)
    is_block_text = not isinstance(node, Items | Mapping) and node.text.endswith("\n")
    return node.line + node.text.count("\n") if is_block_text else node.end_line  # type: ignore[union-attr]


def _listed(entries: Iterable[Sequence[str]], indent: int) -> list[str]:
    """The lines of a list of entries, so far from the left."""
    return [
        f"{' ' * indent}{'- ' if at == 0 else '  '}{line}"
        for lines in entries
        for at, line in enumerate(lines)
    ]


def _insert(text: str, after: int, entries: Iterable[Sequence[str]], indent: int) -> str:
    return _insert_lines(text, after, _listed(entries, indent))


def _insert_lines(text: str, after: int, new: Sequence[str]) -> str:
    if not new:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    old = text.splitlines()
    return ending.join([*old[:after], *new, *old[after:]]) + ending
