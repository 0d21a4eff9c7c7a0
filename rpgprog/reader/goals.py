"""Goals in words: climbing 12, far sight, level 8, points earned 30, ranks in all 40, session 20.

Capitals do not count, a skill may be written by its id or by what it is called, and before the
number may stand a space, a colon or a slash. ``parse_goal`` is the grammar; the command line, campaign
files and files of builds all go through it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from attrs import frozen

from ..ledger.accounts import EARNED, LEVEL, RANK, TALENT, UNIT
from ..problems.wording import did_you_mean, listing, nearest, quoted
from ..source import Mapping as Map
from ..source import Node, Scalar
from .fields import Reader
from .names import Names
from .scalars import described

SESSION, ALL_RANKS = "session", "ranks in all"  # goals that no single account holds
EVERY_KIND = (RANK, TALENT, LEVEL, EARNED, ALL_RANKS, SESSION)
PLANNABLE = (RANK, TALENT, LEVEL)  # what a character keeps; the planner finds the way there
MOST = 10_000  # as a rank or a level in a campaign file
FORMS = "a goal is a skill and a rank (climbing 12), a talent, or level 8"

_WORDS = {LEVEL: "level", EARNED: "points", ALL_RANKS: "ranks in all", SESSION: "session"}
_COUNTED = {word: kind for kind, word in _WORDS.items()} | {"points earned": EARNED, "ranks": ALL_RANKS}
_CALLED = {
    RANK: "a rank",
    TALENT: "a talent",
    LEVEL: "a level",
    EARNED: "points earned",
    ALL_RANKS: "ranks in all",
    SESSION: "a session",
}
_PREFIXES = {"talent/": TALENT, "skill/": RANK, "rank/": RANK}
_COMPARED = re.compile(r"(?P<name>.+?) *(?:[<>]=?|=+|≥|≤) *(?P<number>[0-9]+)")
_NUMBERED = re.compile(r"(?P<name>.*?)\s*[ /:]\s*(?P<number>[0-9]+)")
_DIGITS = 9  # of a number that needs no second look
_EXAMPLE = 10


class BadGoal(ValueError):
    """Text that does not name a goal. The message says why, and what to write instead."""


@frozen
class Goal:
    """At least so much of something.

    ``kind`` is the kind of account that must reach ``target``: rank, talent, level or earned (then in
    thousandths of a point), or one of ``SESSION`` and ``ALL_RANKS``. ``of`` is the skill or talent.
    """

    kind: str
    of: str = ""
    target: int = 1

    @property
    def text(self) -> str:
        """As a file says it; ``parse_goal`` reads it back."""
        if self.kind == TALENT:
            return self.of
        word = self.of or _WORDS[self.kind]
        return f"{word} {self.target // UNIT if self.kind == EARNED else self.target}"


def parse_goal(text: str, names: Names, kinds: Collection[str] = EVERY_KIND) -> Goal:
    """The goal that a text names, if it is of one of these kinds. Raises BadGoal.

    >>> parse_goal("Level 8", Names())
    Goal(kind='level', of='', target=8)
    """
    goal = _Grammar(names).goal(" ".join(text.split()))
    if goal.kind not in kinds:
        allowed = listing([_CALLED[kind] for kind in EVERY_KIND if kind in kinds], "or")
        raise BadGoal(f"{quoted(goal.text)}: a goal here is {allowed}")
    return goal


class _Grammar:
    """The words of one ruleset, by how they may be written; an id wins over what another is called."""

    def __init__(self, names: Names) -> None:
        called = {about.name: skill for skill, about in names.skills.items() if about.name}
        called |= {skill: skill for skill in names.skills}
        points = {names.points: EARNED, f"{names.points} earned": EARNED}
        self.skills = {word.casefold(): skill for word, skill in called.items()}
        self.talents = {talent.casefold(): talent for talent in names.talents}
        self.counted = {word.casefold(): kind for word, kind in (points | _COUNTED).items()}
        self.known = [*called, *names.talents, *_WORDS.values()]
        self.names = names

    def goal(self, text: str) -> Goal:
        """The goal. Raises BadGoal."""
        prefix = next((start for start in _PREFIXES if text.casefold().startswith(start)), "")
        kind, bare = _PREFIXES.get(prefix, ""), text[len(prefix) :]
        if kind == TALENT or (not kind and bare.casefold() in self.talents):
            return self._talent(bare)
        if compared := _COMPARED.fullmatch(bare):
            say = f"{prefix}{self._nearest(compared['name'])} {compared['number']}"
            raise BadGoal(f'{quoted(text)}: a goal is reached at its number or above: say "{say}"')
        match = _NUMBERED.fullmatch(bare)
        if match is None:
            raise BadGoal(self._unnumbered(bare))
        name, number = match["name"], match["number"]
        if name.casefold() in self.skills:
            return Goal(RANK, self.skills[name.casefold()], _whole(text, number))
        if not kind and name.casefold() in self.counted:
            kind = self.counted[name.casefold()]
            return Goal(kind, "", _whole(text, number) * (UNIT if kind == EARNED else 1))
        if name.casefold() in self.talents:
            raise BadGoal(f'{quoted(text)}: a talent has no ranks: say "{self.talents[name.casefold()]}"')
        known = self.names.skills if kind else self.known
        raise BadGoal(f"there is no skill {quoted(name)}{did_you_mean(name, known) or f'; {FORMS}'}")

    def _talent(self, name: str) -> Goal:
        talent = self.talents.get(name.casefold())
        if talent is None:
            raise BadGoal(f"there is no talent {quoted(name)}{did_you_mean(name, self.names.talents)}")
        return Goal(TALENT, talent)

    def _unnumbered(self, text: str) -> str:
        """What is wrong with a text that ends in no number, or what it would have to be."""
        if not text:
            return FORMS
        if self._takes_a_number(text):
            return f'{quoted(text)}: how much? Say "{text} {_EXAMPLE}"'
        first, _, after = text.partition(" ")
        if first.isdecimal() and self._takes_a_number(after):
            return f'{quoted(text)}: the number comes last: say "{after} {first}"'
        before, _, last = text.rpartition(" ")
        if self._takes_a_number(before):
            return f'{quoted(text)}: needs a whole number, not {quoted(last)}: say "{before} {_EXAMPLE}"'
        near = did_you_mean(text, self.known)
        return f"there is no skill or talent {quoted(text)}{near or f'; {FORMS}'}"

    def _nearest(self, word: str) -> str:
        """What a word means, or may mean."""
        if self._takes_a_number(word):
            return word
        near = nearest(word, self.known) or word
        return self.skills.get(near.casefold(), near)

    def _takes_a_number(self, word: str) -> bool:
        return word.casefold() in self.skills or word.casefold() in self.counted


def _whole(text: str, digits: str) -> int:
    if len(digits) > _DIGITS or not 1 <= int(digits) <= MOST:
        raise BadGoal(f"{quoted(text)}: must be between 1 and {MOST:,}")
    return int(digits)


# Goals in files.


def read_goal(reader: Reader, node: Node, label: str, kinds: Collection[str] = EVERY_KIND) -> Goal | None:
    """A goal from its text; mistakes go to the reader."""
    if not isinstance(node, Scalar) or not node.text.strip():
        reader.problem(node, f"{label}: takes a goal such as climbing 10 or level 5, not {_shown(node)}")
        return None
    return _parsed(reader, node, node.text, label, kinds)


def read_lasting_goals(reader: Reader, node: Node, label: str) -> tuple[Goal, ...]:
    """The goals of a character in a campaign: ranks, talents and levels."""
    return read_goals(reader, node, label, PLANNABLE)


def read_goals(
    reader: Reader, node: Node, label: str, kinds: Collection[str] = EVERY_KIND
) -> tuple[Goal, ...]:
    """A list of goals, or a map: ``[climbing 12, far sight]``, ``{climbing: 12, level: 8}``."""
    if isinstance(node, Map):
        texts = [(key, f"{key.text} {getattr(value, 'text', '')}") for key, value in node.entries.values()]
        goals = [_parsed(reader, key, text, label, kinds) for key, text in texts]
    else:
        goals = [read_goal(reader, item, label, kinds) for item in reader.items(node, label)]
    return tuple(dict.fromkeys(goal for goal in goals if goal is not None))


def _parsed(reader: Reader, node: Node, text: str, label: str, kinds: Collection[str]) -> Goal | None:
    try:
        return parse_goal(text, reader.names, kinds)
    except BadGoal as mistake:
        reader.problem(node, f"{label}: {mistake}")
        return None


def _shown(node: Node) -> str:
    """The text found; for a map with one number, how to write it here."""
    if isinstance(node, Map) and len(node.entries) == 1:
        [(name, (_, value))] = node.entries.items()
        if isinstance(value, Scalar) and value.text.isdecimal():
            return f'a map: write "{name} {value.text}", without the colon'
    return described(node)
