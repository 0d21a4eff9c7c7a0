"""Where the text of a new entry goes in a campaign file, in the file's own manner of writing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..problems import Mistakes, Place, Problem
from ..source import Items, Mapping, Node, Source, parse_source
from .file import ITEMS


def appended(source: Source, event: str) -> str:
    """The file's text with one more entry, in the file's own manner of writing."""
    lines = _entry_lines(event)
    root = source.root
    journal = root.entries.get("journal", (None, None))[1] if isinstance(root, Mapping) else None
    if not isinstance(journal, Items) or not journal.items:
        raise Mistakes(
            [Problem(source.place(root), "there is no session yet to add to: begin the journal by hand")]
        )
    if journal.flow:
        raise _brackets(source, journal)
    if _begins_item(lines):
        return _insert(source.text, _last_line(journal), lines, journal.column - 1)
    return _into_item(source, journal.items[-1], lines)


def appended_all(source: Source, entries: Sequence[str]) -> str:
    """The file's text with more entries, as ``appended`` one after the other would give it."""
    text, rest = source.text, list(entries)
    while rest and not _begins_item(_entry_lines(rest[0])):
        text = appended(parse_source(text, source.file), rest.pop(0))
    if not rest:
        return text
    root = parse_source(text, source.file).root
    journal = root.entries.get("journal", (None, None))[1] if isinstance(root, Mapping) else None
    blocks = _blocks(rest)
    if isinstance(journal, Items) and journal.items:
        if journal.flow:
            raise _brackets(source, journal)
        return _insert_all(text, _last_line(journal), blocks, journal.column - 1)
    if journal is None:
        return _insert_all(f"{text.rstrip()}\njournal:\n", len(text.rstrip().splitlines()) + 1, blocks, 2)
    return _insert_all(text, journal.line, blocks, 2)


def _begins_item(lines: Sequence[str]) -> bool:
    return lines[0].split(":")[0].strip(" \"'{") in ITEMS


def _blocks(entries: Iterable[str]) -> list[list[str]]:
    """Whole entries of a journal: each with its events, one to a line."""
    blocks: list[list[str]] = []
    open_item = False
    for entry in entries:
        lines = _entry_lines(entry)
        if _begins_item(lines):
            blocks.append(lines)
            open_item = not lines[0].startswith("passed")
        elif open_item:
            events = [] if "events:" in blocks[-1] else ["events:"]
            blocks[-1] += [*events, *(f"  {'- ' if n == 0 else '  '}{line}" for n, line in enumerate(lines))]
        else:
            blocks.append(lines)
    return blocks


def _insert_all(text: str, after: int, blocks: Sequence[Sequence[str]], indent: int) -> str:
    new = [
        f"{' ' * indent}{'- ' if n == 0 else '  '}{line}" for block in blocks for n, line in enumerate(block)
    ]
    return _insert_lines(text, after, new)


def _into_item(source: Source, item: Node, lines: list[str]) -> str:
    events = item.entries.get("events", (None, None))[1] if isinstance(item, Mapping) else None
    if isinstance(events, Items):
        if events.flow:
            raise _brackets(source, events)
        return _insert(source.text, _last_line(events), lines, events.column - 1)
    if not isinstance(item, Mapping) or not {"session", "downtime"} & item.entries.keys():
        raise Mistakes(
            [
                Problem(
                    source.place(item),
                    "the last entry is no session: begin one first, with session: and day:",
                )
            ]
        )
    first = next(iter(item.entries.values()))[0]
    text = _insert(source.text, _last_line(item), ["events:"], first.column - 1, dash=False)
    return _insert(text, _last_line(item) + 1, lines, first.column + 1)


def _brackets(source: Source, node: Node) -> Mistakes:
    return Mistakes(
        [
            Problem(
                source.place(node),
                "this list is written in brackets: write it with one - a line to add to it",
            )
        ]
    )


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


def _insert(text: str, after: int, lines: list[str], indent: int, dash: bool = True) -> str:
    if dash:
        return _insert_all(text, after, [lines], indent)
    return _insert_lines(text, after, [f"{' ' * indent}{line}" for line in lines])


def _insert_lines(text: str, after: int, new: Sequence[str]) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    old = text.splitlines()
    return ending.join([*old[:after], *new, *old[after:]]) + ending
