"""Output as a page shows it beside what was printed: the same but for "...".

A line ``...`` stands for one or more lines, ``...`` within a line for anything in that line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

GAP = "..."
Lines = Sequence[str]


def same(shown: Lines, printed: Lines) -> bool:
    """Whether a page shows what was printed."""
    first, *rest = _pieces(shown)
    if not rest:
        return len(first) == len(printed) and _fits(first, printed, 0)
    at = len(first) if _fits(first, printed, 0) else len(printed)
    for part in rest[:-1]:
        places = range(at + 1, len(printed) - len(part) + 1)
        at = next((place + len(part) for place in places if _fits(part, printed, place)), len(printed))
    end = len(printed) - len(rest[-1])
    return end > at and _fits(rest[-1], printed, end)


def brought_up_to_date(shown: Lines, printed: Lines) -> list[str]:
    """What was printed, with what the page leaves out left out again."""
    first, *rest = _pieces(shown)
    if not rest:
        return _masked(shown, printed)
    if sum(map(len, (first, *rest))) + len(rest) > len(printed):
        return _masked(shown, printed)
    at, lines = len(first), list(printed[: len(first)])
    for number, part in enumerate(rest, 1):
        behind = sum(map(len, rest[number:])) + len(rest) - number
        places = range(at + 1, len(printed) - len(part) - behind + 1)
        place = _nearest(part, printed, places) if rest[number:] else len(printed) - len(part)
        lines += [GAP, *printed[place : place + len(part)]]
        at = place + len(part)
    return _masked(shown, lines)


def _pieces(shown: Lines) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == GAP:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _fits(part: Lines, printed: Lines, place: int) -> bool:
    there = printed[place : place + len(part)]
    return len(there) == len(part) and all(map(_line_fits, part, there))


def _line_fits(shown: str, printed: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, shown.split(GAP))), printed) is not None


def _nearest(part: Lines, printed: Lines, places: range) -> int:
    """Where these lines stand now, as far as they can be known again."""

    def likeness(place: int) -> float:
        there = printed[place : place + len(part)]
        return sum(SequenceMatcher(None, a, b).ratio() for a, b in zip(part, there, strict=True))

    return max(places, key=likeness)


def _masked(shown: Lines, printed: Lines) -> list[str]:
    """The lines, with words that the page cuts short cut short again, where they can be known again."""
    cut = [line for line in shown if GAP in line and line.strip() != GAP]
    begun = [word for line in cut for word in line.split(" ") if word.endswith(GAP) and word != GAP]

    def word(text: str) -> str:
        return next((mask for mask in begun if text.startswith(mask.removesuffix(GAP))), text)

    return [
        next((mask for mask in cut if _line_fits(mask, line)), " ".join(map(word, line.split(" "))))
        for line in printed
    ]
