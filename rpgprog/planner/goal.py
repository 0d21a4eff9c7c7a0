"""What somebody asks for: a rank, a talent, a level."""

from __future__ import annotations

import re

from attrs import frozen

from ..ledger.accounts import LEVEL, RANK, TALENT
from ..problems.wording import did_you_mean, quoted
from ..reader import Names

MOST = 10_000  # as a rank or a level in a campaign file
_NUMBERED = re.compile(r"(?P<name>.*?)[ /:]\s*(?P<number>[0-9]{1,9})")


class NoGoal(Exception):
    """A goal that nobody knows; the message says what is near."""


@frozen
class Goal:
    """A rank, a talent or a level that somebody wants to have."""

    kind: str  # of account
    of: str
    target: int

    def text(self, names: Names) -> str:
        """As it is asked for: "climbing 12", "far sight", "level 8"."""
        if self.kind == TALENT:
            return self.of
        return f"{called(self, names)} {self.target}"


def called(goal: Goal, names: Names) -> str:
    """What it is called."""
    if goal.kind == LEVEL:
        return "level"
    return (names.skills[goal.of].name if goal.kind == RANK else "") or goal.of


def read_goal(text: str, names: Names) -> Goal:
    """A goal in words: "climbing 12", "far sight" or "talent/far sight", "level 8". Raises NoGoal."""
    text = " ".join(text.split())
    word = text.casefold()
    talents = {talent.casefold(): talent for talent in names.talents}
    if word.removeprefix("talent/") in talents:
        return Goal(TALENT, talents[word.removeprefix("talent/")], 1)
    if word.startswith("talent/"):
        name = text[len("talent/") :]
        raise NoGoal(f"there is no talent {quoted(name)}{did_you_mean(name, names.talents)}")
    found = _NUMBERED.fullmatch(text)
    skills = _skills(names)
    if found is None:
        raise NoGoal(_unnumbered(text, skills, names))
    name, number = found["name"].casefold().removeprefix("rank/"), int(found["number"])
    if number > MOST or number < 1:
        raise NoGoal(f"{quoted(text)}: a goal is from 1 to {MOST:,}")
    if name == "level":
        return Goal(LEVEL, "", number)
    if name not in skills:
        near = did_you_mean(found["name"], [*skills.values(), "level"])
        raise NoGoal(f"there is no skill {quoted(found['name'])}{near}")
    return Goal(RANK, skills[name], number)


def _skills(names: Names) -> dict[str, str]:
    """By what they are called and by their ids, which win."""
    by_name = {about.name.casefold(): skill for skill, about in names.skills.items() if about.name}
    return by_name | {skill.casefold(): skill for skill in names.skills}


def _unnumbered(text: str, skills: dict[str, str], names: Names) -> str:
    if text.casefold() in skills or text.casefold() == "level":
        return f'{quoted(text)}: which one? say "{text} 5", for example'
    near = did_you_mean(text, [*names.talents, *skills.values()])
    return f"there is no goal {quoted(text)}{near or '; a goal is a skill and a rank, a talent, or level 5'}"
