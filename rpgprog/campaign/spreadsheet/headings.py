"""What the columns of a table mean, by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...problems import Mistakes, Place, Problem
from ...problems.wording import did_you_mean, listing, quoted
from .cells import Line

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "when", "game night", "night", "played", "played on", "session date"),
    "day": ("day", "game day", "in-game day", "day of the campaign"),
    "session": ("session", "adventure", "episode", "evening", "chapter"),
    "gm": ("gm", "dm", "game master", "dungeon master", "referee", "keeper"),
    "who": ("who", "character", "characters", "pc", "pcs", "hero", "player", "players", "name"),
    "points": ("points", "award", "amount", "dp", "cp"),
    "xp": ("xp", "exp", "experience"),
    "coins": ("coins", "gold", "gp", "money"),
    "what": ("what", "reason", "for", "why", "description", "what for"),
    "skill": ("skill", "skills"),
    "talent": ("talent", "feat"),
    "ranks": ("ranks", "rank"),
    "hours": ("hours", "hours trained"),
    "times": ("times", "how often"),
    "outcome": ("outcome", "result"),
    "note": ("note", "notes", "comment", "remark"),
    "ref": ("ref", "reference", "link"),
    "entry": ("entry", "event"),
}
WORTH = ("points", "xp", "coins", "skill", "talent", "entry")  # without one of these a table says nothing
_SEARCHED = 10  # lines at the top, among titles, where the headings may be

Columns = Mapping[int, str]  # what stands in a column, by its place


def find_headings(
    path: str, lines: Sequence[Line], points: str, chosen: Mapping[str, str]
) -> tuple[int, Columns]:
    """The place of the line with the headings, and what each column means.

    ``points`` is what the ruleset calls its points, ``chosen`` what somebody says: a meaning by the heading
    of its column, or by its letter. Raises Mistakes where no line has headings.
    """
    known = {word: meaning for meaning, words in MEANINGS.items() for word in words}
    known[points.casefold()] = "points"
    for at, line in enumerate(lines[:_SEARCHED]):
        columns = _columns(line, known, chosen)
        if _is_enough(columns):
            _check_chosen(path, line, columns, chosen)
            return at, columns
    line = lines[0] if lines else Line(1, ())
    here = f": it has {listing(quoted(cell) for cell in line.cells if cell)}" if any(line.cells) else ""
    wanted = "a column for who, and one for points, xp, coins, a skill, a talent or the whole entry"
    message = f"no line has headings for {wanted}{here}; --columns says what a column means"
    raise Mistakes([Problem(Place(path, line.number, 1), message)])


def _columns(line: Line, known: Mapping[str, str], chosen: Mapping[str, str]) -> Columns:
    """What each column means; of two with the same meaning it is the first."""
    wanted = {heading.casefold(): meaning for meaning, heading in chosen.items()}
    columns: dict[int, str] = {}
    for by_choice in (True, False):
        for at, cell in enumerate(line.cells):
            word = cell.casefold().rstrip(":")
            picked = wanted.get(word) or wanted.get(letters(at).casefold())
            meaning = picked if by_choice else known.get(word)
            if meaning and at not in columns and meaning not in columns.values():
                columns[at] = meaning
    return columns


def _is_enough(columns: Columns) -> bool:
    meanings = set(columns.values())
    return "entry" in meanings or ("who" in meanings and not meanings.isdisjoint(WORTH))


def _check_chosen(path: str, line: Line, columns: Columns, chosen: Mapping[str, str]) -> None:
    places = {meaning: at for at, meaning in columns.items()}
    missing = [
        heading
        for meaning, heading in chosen.items()
        if meaning not in places or not _is_called(line, places[meaning], heading)
    ]
    if missing:
        near = did_you_mean(missing[0], [cell for cell in line.cells if cell])
        message = f"there is no column {quoted(missing[0])}{near}"
        raise Mistakes([Problem(Place(path, line.number, 1), message)])


def _is_called(line: Line, at: int, heading: str) -> bool:
    """Whether a column has that heading or that letter."""
    return heading.casefold() in (line.cells[at].casefold().rstrip(":"), letters(at).casefold())


def letters(at: int) -> str:
    """The letters of a column: A for the first, AA after Z.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(at, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
