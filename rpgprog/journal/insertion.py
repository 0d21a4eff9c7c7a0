"""Where a session of the past goes in a campaign file, with everything around it left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..problems import Mistakes, Problem
from ..source import Items, Mapping, Node, Scalar, Source
from .edit import insert_lines, journal_of, last_line, listed
from .recorded import Recorded

CORRECTIONS = ("reverted", "allowed")  # entries that name others, perhaps by number


def items_of(source: Source) -> Sequence[Node]:
    """The entries of the journal. Raises Mistakes if it is in brackets."""
    journal = journal_of(source)
    return journal.items if journal is not None else ()


def rows_by_item(source: Source, ledger: Iterable[Recorded]) -> list[list[Recorded]]:
    """What each entry of the journal recorded."""
    items = items_of(source)
    rows: list[list[Recorded]] = [[] for _ in items]
    for recorded in sorted(ledger, key=lambda recorded: recorded.position):
        line = recorded.place.line
        at = sum(item.line <= line for item in items) - 1
        if at >= 0:
            rows[at].append(recorded)
    return rows


def place_of(rows: Sequence[Sequence[Recorded]], day: int) -> int:
    """After how many entries of the journal a session of that day goes: before the first that ends later."""
    for at, recorded in enumerate(rows):
        days = [row.event.day or 0 for row in recorded if not row.late]
        if days and max(days) > day:
            return at
    return len(rows)


def with_session(source: Source, at: int, lines: Sequence[str], number: int, rows: int) -> str:
    """The text with a session after so many entries of the journal.

    Corrections further on that name an entry by its number go on naming it: the session adds so many
    ``rows`` to the ledger, from that ``number`` on.
    """
    journal = journal_of(source)
    if journal is None:
        message = "the journal has no entries yet: record the session (rpgprog record)"
        raise Mistakes([Problem(source.place(source.root), message)])
    text = "\n".join(_renumbered(source, journal.items[at:], number, rows))
    text = f"{text}\n" if source.text.endswith("\n") else text
    text = text.replace("\n", "\r\n") if "\r\n" in source.text else text
    after = _end_of(source, journal, at)
    lines_of_file = source.text.splitlines()
    is_spaced = 0 < after < len(lines_of_file) and not lines_of_file[after].strip() and at > 0
    new = listed([lines], journal.column - 1)
    return insert_lines(text, after, ["", *new] if is_spaced else new)


def _end_of(source: Source, journal: Items, at: int) -> int:
    """The last line of the entry before, with comments that are indented further than an entry is."""
    lines = source.text.splitlines()
    if at == 0:
        end = journal.items[0].line - 1
        while end > 0 and lines[end - 1].strip().startswith("#"):  # it belongs to the first entry
            end -= 1
        return end
    end = last_line(journal.items[at - 1])
    while end < len(lines) and re.match(rf"\s{{{journal.column},}}#", lines[end]):
        end += 1
    return end


def _renumbered(source: Source, items: Sequence[Node], number: int, rows: int) -> list[str]:
    lines = source.text.splitlines()
    for node in (event for item in items for event in _named(item)):
        named = int(node.text.removeprefix("#"))
        if named >= number:
            line, at = lines[node.line - 1], node.column - 1
            changed = line[at:].replace(str(named), str(named + rows), 1)
            lines[node.line - 1] = line[:at] + changed
    return lines


def _named(item: Node) -> Iterator[Scalar]:
    """The numbers by which the corrections in an entry name others, the last of a line first."""
    entries = item.entries if isinstance(item, Mapping) else {}
    events = entries["events"][1] if "events" in entries else None
    inside = events.items if isinstance(events, Items) else []
    nodes = []
    for event in (item, *inside):
        for word in CORRECTIONS:
            body = event.entries[word][1] if isinstance(event, Mapping) and word in event.entries else None
            node = body.entries["event"][1] if isinstance(body, Mapping) and "event" in body.entries else None
            if isinstance(node, Scalar) and node.text.removeprefix("#").isdecimal():
                nodes.append(node)
    yield from sorted(nodes, key=lambda node: (node.line, -node.column))
