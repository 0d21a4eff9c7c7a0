"""From a file to entries, and from what the rules refuse back to its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from ...problems import Mistakes, Place, Problem
from ..home import Home
from .cells import read_lines
from .entries import Found, How, New, Reading
from .headings import find_headings
from .values import COMMA

MOST_REFUSED = 20  # lines that are looked for: each takes a few trials


def read_spreadsheet(
    home: Home, path: str, how: How, chosen: Mapping[str, str] | None = None, sheet: str = ""
) -> Found:
    """What a table says that the campaign does not have yet.

    ``chosen`` says what columns mean: ``{"who": "Hero", "points": "D"}``. Raises Mistakes when the file
    cannot be read or has no headings; what is wrong in single lines stands in ``problems``.
    """
    campaign = home.open()
    lines = read_lines(path, "," if how.decimal == COMMA else ".", sheet)
    at, columns = find_headings(path, lines, campaign.ruleset.names.points, chosen or {})
    return Reading(path, campaign, columns, how).read(lines[at + 1 :])


def refused_lines(home: Home, path: str, entries: Sequence[New]) -> list[Problem]:
    """Why the entries cannot be recorded, line by line: each is tried after those before it that can."""
    left, problems = list(entries), list[Problem]()
    while len(problems) < MOST_REFUSED and (found := _first_refused(home, left)):
        at, mistakes = found
        place = Place(path, left[at].line, 1)
        problems += [evolve(problem, place=place) for problem in mistakes.problems[:1]]
        del left[at : _end(left, at)]
    return problems


def _end(entries: Sequence[New], at: int) -> int:
    """Behind an entry; behind all of its session where that begins with it."""
    end = at + 1
    while entries[at].text.startswith("{session") and end < len(entries) and entries[end].text[0] != "{":
        end += 1
    return end


def _first_refused(home: Home, entries: Sequence[New]) -> tuple[int, Mistakes] | None:
    """The first entry that cannot be recorded, and why: the shortest beginning of them with a mistake."""
    mistakes = _refused(home, entries)
    if mistakes is None:
        return None
    fine, wrong = 0, len(entries)  # so many can be recorded, so many cannot
    while wrong - fine > 1:
        middle = (fine + wrong) // 2
        if (found := _refused(home, entries[:middle])) is None:
            fine = middle
        else:
            wrong, mistakes = middle, found
    return wrong - 1, mistakes


def _refused(home: Home, entries: Sequence[New]) -> Mistakes | None:
    try:
        home.preview(*(entry.text for entry in entries))
    except Mistakes as mistakes:
        return mistakes
    return None
