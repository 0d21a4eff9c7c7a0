"""Compare an imported file with the rows of its campaign: common, new, edited, or only in the database."""

from __future__ import annotations

from collections.abc import Container, Sequence
from difflib import SequenceMatcher
from itertools import dropwhile

from attrs import Factory, define, frozen

from ..events.describe import event_in_words
from ..journal.recorded import Recorded
from ..ledger.calendar import Calendar
from .file_rows import comparable, is_closing, is_head_join
from .rows import encoded_entry


@frozen
class Difference:
    """A line of a diff: "-" is no longer in the file, "+" stands there instead, "" is a remark."""

    sign: str
    text: str

    def __str__(self) -> str:
        """The line as printed."""
        return f"{self.sign} {self.text}".lstrip()


@define(eq=False)
class Alignment:
    """How the entries of a file correspond to the rows of its campaign.

    ``numbers`` maps positions in the file to positions in the ledger, for entries that are in both.
    ``new`` are entries of the file without a row, ``edited`` rows that the file no longer has as they were,
    ``outside`` rows that somebody recorded in the database and that the file never had.
    """

    numbers: dict[int, int] = Factory(dict)
    new: list[Recorded] = Factory(list)
    edited: list[Recorded] = Factory(list)
    outside: list[Recorded] = Factory(list)

    @property
    def common(self) -> int:
        """How many of the first rows stand in the file, in its order; -1 if it has all that holds."""
        if not self.outside:
            return -1
        return min(entry.position for entry in (*self.edited, *self.outside))


def align(rows: Sequence[Recorded], in_file: Container[int], file: Sequence[Recorded]) -> Alignment:
    """Align the rows of a campaign with the entries of its file; ``in_file`` has positions of rows."""
    aligned = Alignment()
    first_edited = _match_joins(aligned, rows, in_file, file)
    entries = iter([entry for entry in file if not is_closing(entry) and not is_head_join(entry)])
    wanted = next(entries, None)
    for row in rows:
        if is_closing(row) or is_head_join(row) or row.position >= first_edited:
            continue
        if wanted is not None and comparable(row) == comparable(wanted):
            aligned.numbers[wanted.position] = row.position
            wanted = next(entries, None)
        elif row.position in in_file:
            first_edited = row.position
    _sort_out(aligned, rows, in_file, file, first_edited)
    return aligned


def _match_joins(
    aligned: Alignment, rows: Sequence[Recorded], in_file: Container[int], file: Sequence[Recorded]
) -> float:
    """Match characters in the head wherever they joined; the first row that the file no longer has."""
    joins = {comparable(entry): entry for entry in file if is_head_join(entry)}
    first_edited = float("inf")
    for row in filter(is_head_join, rows):
        entry = joins.pop(comparable(row), None)
        if entry is not None:
            aligned.numbers[entry.position] = row.position
        elif row.position in in_file:
            first_edited = min(first_edited, row.position)
    return first_edited


def _sort_out(
    aligned: Alignment,
    rows: Sequence[Recorded],
    in_file: Container[int],
    file: Sequence[Recorded],
    first_edited: float,
) -> None:
    """Divide what has no counterpart. From the first edited row on, all of the file is recorded again."""
    aligned.numbers = {at: position for at, position in aligned.numbers.items() if position < first_edited}
    aligned.new = _after_common(aligned, file)
    kept = [row for row in rows if row.position < first_edited]
    if kept and is_closing(kept[-1]):  # what comes before is over already
        aligned.new = [*dropwhile(is_closing, aligned.new)]
    again = [comparable(entry) for entry in aligned.new]
    matched = set(aligned.numbers.values())
    stands = False
    for row in reversed(rows):  # whether a closing stands in the file is decided by what it makes room for
        if not is_closing(row):
            stands = row.position in in_file or row.position in matched
            if row.position >= first_edited and not stands and comparable(row) in again:
                again.remove(comparable(row))  # recorded in the database, exported, then edited in the file
                stands = True
        if stands and row.position >= first_edited:
            aligned.edited.insert(0, row)
        elif not stands and not is_closing(row):
            aligned.outside.insert(0, row)


def _after_common(aligned: Alignment, file: Sequence[Recorded]) -> list[Recorded]:
    """The entries of the file without a row, closings between them included; new characters last."""
    played = [e.position for e in file if e.position in aligned.numbers and not is_head_join(e)]
    last = max(played, default=-1)
    new = [entry for entry in file if entry.position > last and entry.position not in aligned.numbers]
    joins = [entry for entry in file if is_head_join(entry) and entry.position not in aligned.numbers]
    return [*(entry for entry in new if entry not in joins), *joins]


def differences(
    old: Sequence[Recorded], new: Sequence[Recorded], calendar: Calendar | None = None
) -> list[Difference]:
    """Diff lines: what is no longer in the file, and what stands there instead."""
    left, right = [comparable(entry) for entry in old], [comparable(entry) for entry in new]
    alike = {_words(entry, calendar) for entry in old} & {_words(entry, calendar) for entry in new}
    lines: list[Difference] = []
    for operation, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if operation != "equal":
            lines += [
                Difference("-", f"#{entry.position + 1} {_words(entry, calendar, alike)}")
                for entry in old[a:b]
            ]
            lines += [
                Difference("+", f"{_words(entry, calendar, alike)} ({entry.place})") for entry in new[c:d]
            ]
    return lines


def _words(entry: Recorded, calendar: Calendar | None, alike: Container[str] = ()) -> str:
    """An entry in a few words, with its full JSON if the words would be ambiguous."""
    words = event_in_words(entry.event, calendar)
    words += f" [{', '.join(filter(None, (entry.note, entry.why)))}]" if entry.note or entry.why else ""
    return f"{words} {encoded_entry(entry, str)}" if words in alike else words
