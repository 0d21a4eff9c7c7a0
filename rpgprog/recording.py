"""Appending to a campaign file: previewed first, its text and comments kept, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from .campaign import Campaign, open_campaign
from .engine.replay import Folded
from .problems import Mistakes, Place, Problem
from .source import Items, Mapping, Node, Source, parse_source, read_source

ITEMS = (
    "session",
    "downtime",
    "passed",
)  # words that begin an entry of the journal, not an event of a session


@frozen(eq=False, repr=False)
class Change:
    """What recording does: the campaign after it, the new events' postings, all balances that moved."""

    before: Campaign
    after: Campaign
    folded: Sequence[Folded]
    moved: Sequence[tuple[tuple[str, str, str], int, int]]
    text: str


def preview(path: str | os.PathLike[str], *events: str) -> Change:
    """What these events would do at the end of a campaign file; nothing is written.

    Each event is a text as it would stand in the file: ``"used: {who: Kessa, skill: climbing}"``.
    Raises Mistakes when one cannot be read or is refused by a rule.

    >>> change = preview("tests/road.yaml", "used: {who: Kessa, skill: climbing}")
    >>> [folded.recorded.word for folded in change.folded]
    ['used']
    """
    source = read_source(path)
    before = open_campaign(source)
    text = source.text
    for event in events:
        text = _appended(parse_source(text, source.file), event)
    after = open_campaign(parse_source(text, source.file))
    _refuse_new_problems(before, after)
    return Change(before, after, _new(before, after), _moved(before, after), text)


def record(path: str | os.PathLike[str], *events: str) -> Change:
    """Append events to a campaign file, all of them or none.

    Raises Mistakes as ``preview`` does, and when the file changed meanwhile.

    >>> record("tests/road.yaml", "used: {who: Kessa, skill: knitting}")
    Traceback (most recent call last):
    rpgprog.problems.Mistakes: tests/road.yaml:19:34: skill: there is no skill "knitting"
    """
    bytes_before = Path(path).read_bytes() if os.path.isfile(path) else b""
    change = preview(path, *events)
    mark = b"\xef\xbb\xbf" if bytes_before.startswith(b"\xef\xbb\xbf") else b""
    _write(Path(path), mark + change.text.encode(), bytes_before)
    return change


def _write(path: Path, data: bytes, expected: bytes) -> None:
    """Replace the file in one go: a reader sees the old text or the new one."""
    path = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o7777)
        if path.read_bytes() != expected:
            raise Mistakes(
                [Problem(None, f'"{path.name}" was changed meanwhile: nothing was written, try again')]
            )
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _refuse_new_problems(before: Campaign, after: Campaign) -> None:
    known = {(problem.message, problem.place and problem.place.line) for problem in before.problems}
    new = [p for p in after.problems if (p.message, p.place and p.place.line) not in known]
    if new:
        raise Mistakes(new)


def _new(before: Campaign, after: Campaign) -> list[Folded]:
    old = {(r.place.line, r.place.column, r.word) for r in before.journal.ledger}
    added = [
        f
        for f in after.folded
        if (f.recorded.place.line, f.recorded.place.column, f.recorded.word) not in old
    ]
    return [folded for folded in added if folded.recorded.word != "session ended"]


def _moved(before: Campaign, after: Campaign) -> list[tuple[tuple[str, str, str], int, int]]:
    old, new = before.book.sheet(), after.book.sheet()
    return [
        (key, old.get(key, 0), new.get(key, 0))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]


# Where the text goes.


def _appended(source: Source, event: str) -> str:
    """The file's text with one more entry, in the file's own manner of writing."""
    lines = _entry_lines(event)
    root = source.root
    journal = root.entries.get("journal", (None, None))[1] if isinstance(root, Mapping) else None
    if not isinstance(journal, Items) or not journal.items:
        raise Mistakes(
            [Problem(source.place(root), "there is no session yet to add to: begin the journal by hand")]
        )
    begins_item = lines[0].split(":")[0].strip(" \"'{") in ITEMS
    if journal.flow:
        raise _brackets(source, journal)
    if begins_item:
        return _insert(source.text, _last_line(journal), lines, journal.column - 1)
    return _into_item(source, journal.items[-1], lines)


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
    return [f"{key}: {_in_brackets(value)}" for key, (_, value) in node.entries.items()]


def _in_brackets(node: Node) -> str:
    if isinstance(node, Mapping):
        return f"{{{', '.join(f'{key}: {_in_brackets(value)}' for key, (_, value) in node.entries.items())}}}"
    if isinstance(node, Items):
        return f"[{', '.join(map(_in_brackets, node.items))}]"
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
    ending = "\r\n" if "\r\n" in text else "\n"
    old = text.splitlines()
    first, rest = ("- ", "  ") if dash else ("", "")
    new = [f"{' ' * indent}{first if n == 0 else rest}{line}" for n, line in enumerate(lines)]
    return ending.join([*old[:after], *new, *old[after:]]) + ending
