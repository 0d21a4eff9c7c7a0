"""What can be reached: climbing 10, level 5, far sight, 30 points earned, session 20."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen

from ...journal.entries.base import MOST_RANKS
from ...ledger.accounts import EARNED, LEVEL, RANK, TALENT, UNIT
from ...problems.wording import did_you_mean, quoted
from ...reader import described
from ...source import Mapping as Map
from ...source import Node, Scalar

SESSION = "session"  # no account: so many sessions are over
_COUNTED = {"level": LEVEL, "points": EARNED, SESSION: SESSION}
_NUMBERED = re.compile(r"(.+?) ([0-9]+)")
_DIGITS = 9  # of a number that needs no second look
_LIKELY = 10  # ranks, in an example


@frozen
class Goal:
    """At least so much of something: ranks, a level, points earned (in thousandths), a talent."""

    text: str
    kind: str
    of: str = ""
    least: int = 1


def read_goal(reader: Any, node: Node, what: str) -> Goal | None:
    """A goal from its text."""
    text = " ".join(getattr(node, "text", "").split())
    if not text:
        reader.problem(node, f"{what}: takes a goal such as climbing 10 or level 5, not {_shown(node)}")
        return None
    goal = goal_of(reader.names, text)
    if isinstance(goal, str):
        reader.problem(node, f"{what}: {goal}")
        return None
    return goal


def _shown(node: Node) -> str:
    """What stands there; of a map with one number, how it is written here."""
    if isinstance(node, Map) and len(node.entries) == 1:
        [(name, (_, value))] = node.entries.items()
        if isinstance(value, Scalar) and value.text.isdecimal():
            return f"a map: write {name} {value.text}, without the colon"
    return described(node)


def goal_of(names: Any, text: str) -> Goal | str:
    """The goal that a text names, or what is wrong with it."""
    text = " ".join(text.split())
    bare = text.removeprefix("talent/").removeprefix("skill/")
    if bare in names.talents and not text.startswith("skill/"):
        return Goal(bare, TALENT, bare)
    of, least = _parted(bare)
    if of in _COUNTED and of not in names.skills:
        return least if isinstance(least, str) else Goal(bare, _COUNTED[of], "", _counted(of, least))
    if of not in names.skills:
        return _unknown(names, bare, of)
    return least if isinstance(least, str) else Goal(bare, RANK, of, least)


def _counted(of: str, least: int) -> int:
    return least * UNIT if of == "points" else least


def _parted(text: str) -> tuple[str, int | str]:
    """What is to be reached and how much of it, or what is wrong with the number."""
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return text, f"{quoted(text)}: how much? Say {text} {_LIKELY}"
    of, digits = match[1], match[2]
    if len(digits) > _DIGITS or not 1 <= int(digits) <= MOST_RANKS:
        return of, f"{quoted(text)}: must be between 1 and {MOST_RANKS:,}"
    return of, int(digits)


def _unknown(names: Any, text: str, of: str) -> str:
    """Why there is no such goal; the way to write it, if it is plain what is meant."""
    first, _, after = text.partition(" ")
    known = [*names.skills, *names.talents, *_COUNTED]
    if first.isdecimal() and after in (*names.skills, *_COUNTED):
        return f"{quoted(text)}: the number comes last: {after} {first}"
    before, _, last = text.rpartition(" ")
    if before in (*names.skills, *_COUNTED):
        return f"{quoted(text)}: how much is a whole number, not {quoted(last)}: say {before} {_LIKELY}"
    if of in names.talents:
        return f"{quoted(text)}: a talent has no ranks: say {of}"
    kind = "skill or talent" if of == text else "skill"
    return f"there is no {kind} {quoted(of)}{did_you_mean(of, known)}"


def read_goals(reader: Any, node: Node, what: str) -> tuple[Goal, ...]:
    """A list of goals, or as a campaign has them: ranks by skill."""
    if isinstance(node, Map):
        found = [_ranked(reader, key, value, what) for key, value in node.entries.values()]
    else:
        found = [read_goal(reader, item, what) for item in reader.items(node, what)]
    return tuple(goal for goal in found if goal is not None)


def _ranked(reader: Any, key: Any, value: Node, what: str) -> Goal | None:
    skill, rank = reader.skill(key, what), reader.whole(value, f"{what}, {key.text}")
    if rank is not None and not 1 <= rank <= MOST_RANKS:
        reader.problem(value, f"{what}, {key.text}: must be between 1 and {MOST_RANKS:,}, not {rank:,}")
        return None
    return Goal(f"{skill} {rank}", RANK, skill, rank) if skill and rank else None
