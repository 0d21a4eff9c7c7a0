"""What can be reached: climbing 10, level 5, far sight, 30 points earned, session 20."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen

from ..accounts import EARNED, LEVEL, RANK, TALENT, UNIT
from ..codec import described
from ..journal.entry import MOST_RANKS
from ..source import Mapping as Map
from ..source import Node
from ..words import did_you_mean, quoted

SESSION = "session"  # no account: so many sessions are over
_COUNTED = {"level": LEVEL, "points": EARNED, SESSION: SESSION}
_NUMBERED = re.compile(r"(.+?) ([0-9]+)")


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
        reader.problem(node, f"{what}: takes a goal such as climbing 10 or level 5, not {described(node)}")
        return None
    goal = goal_of(reader.names, text)
    if isinstance(goal, str):
        reader.problem(node, f"{what}: {goal}")
        return None
    return goal


def goal_of(names: Any, text: str) -> Goal | str:
    """The goal that a text names, or what is wrong with it."""
    talent = text.removeprefix("talent/")
    if talent in names.talents:
        return Goal(talent, TALENT, talent)
    match = _NUMBERED.fullmatch(text)
    known = [*names.skills, *names.talents, *_COUNTED]
    if match is None:
        if text in names.skills or text in _COUNTED:
            return f"say how much: {text} 10"
        return f"there is no skill or talent {quoted(text)}{did_you_mean(text, known)}"
    of, least = match[1], int(match[2])
    if of not in names.skills and of not in _COUNTED:
        return f"there is no skill {quoted(of)}{did_you_mean(of, known)}"
    if not 1 <= least <= MOST_RANKS:
        return f"{quoted(text)}: must be between 1 and {MOST_RANKS:,}"
    if of in names.skills:
        return Goal(text, RANK, of, least)
    return Goal(text, _COUNTED[of], "", least * UNIT if of == "points" else least)


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
