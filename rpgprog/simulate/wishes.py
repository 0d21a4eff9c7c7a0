"""A plan: what a player wants, in order. A wish is what stands first among what is not yet fulfilled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from ..accounts import RANK, TALENT
from ..codec import described
from ..journal.entry import may, read_weights
from ..source import Mapping as Map
from ..source import Node, Scalar
from ..words import did_you_mean, quoted
from .goals import Goal, read_goal

_WORDS = ("buy", "then", "save", "share", "relearn")
_EXAMPLE = "climbing 10, save: {for: far sight}, share: {stealth: 2, climbing: 1} or relearn: [climbing]"
ALL = "all"  # relearn whatever was forgotten
DEEPEST = 20  # then: within then:


@frozen(kw_only=True)
class Wish:
    """One wish of a plan.

    ``goal`` is a rank or a talent; ``share`` divides points among skills by weights, without an end;
    ``relearn`` are skills whose forgotten ranks come back. ``saves``: the points are set aside for it,
    where a rule lets them be. It counts from ``when`` on and until ``until``.
    """

    text: str
    place: Any = field(default=None, eq=False, repr=False)
    goal: Goal | None = None
    share: Mapping[str, int] = field(factory=dict)
    relearn: tuple[str, ...] = ()
    saves: bool = False
    when: Goal | None = None
    until: Goal | None = None

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills it may buy."""
        own = (self.goal.of,) if self.goal and self.goal.kind == RANK else ()
        return (*own, *self.share, *self.relearn)


@frozen(kw_only=True, eq=False, repr=False)
class Saving:
    """What is saved for."""

    target: Goal | None = may("a talent, or a rank: climbing 12", key="for", reads=lambda *a: _bought(*a))


def read_plan(reader: Any, node: Node, what: str) -> tuple[Wish, ...]:
    """The wishes of a plan, in order."""
    return tuple(wish for item in reader.items(node, what) for wish in _wishes(reader, item, what, 0))


def _wishes(reader: Any, node: Node, what: str, depth: int) -> list[Wish]:
    if isinstance(node, Scalar):
        goal = _bought(reader, node, what)
        return [Wish(text=goal.text, goal=goal, place=reader.source.place(node))] if goal else []
    if isinstance(node, Map):
        return _worded(reader, node, what, depth)
    reader.problem(node, f"{what}: a wish is {_EXAMPLE}, not {described(node)}")
    return []


def _bought(reader: Any, node: Node, what: str) -> Goal | None:
    """A rank or a talent: what can be bought."""
    goal = read_goal(reader, node, what)
    if goal is not None and goal.kind not in (RANK, TALENT):
        message = f"{what}: {quoted(goal.text)} cannot be bought: it belongs under when: or until:"
        reader.problem(node, message)
        return None
    return goal


def _worded(reader: Any, node: Map, what: str, depth: int) -> list[Wish]:
    """A wish with its word and perhaps conditions."""
    words = [word for word in node.entries if word in _WORDS]
    stray = [word for word in node.entries if word not in (*_WORDS, "when", "until")]
    for word in stray:
        reader.problem(node.entries[word][0], f"{what}: a wish has no {quoted(word)}{did_you_mean(word, [*_WORDS, 'when', 'until'])}")
    if not stray and len(words) != 1:
        reader.problem(node, f"{what}: a wish has one of {', '.join(_WORDS)}, not {len(words)} of them")
    if stray or len(words) != 1:
        return []
    conditions = {
        word: read_goal(reader, node.entries[word][1], f"{what}, {word}")
        for word in ("when", "until")
        if word in node.entries
    }
    made = _made(reader, words[0], node.entries[words[0]][1], what, depth)
    place = reader.source.place(node.entries[words[0]][0])
    return [_conditioned(evolve(wish, place=wish.place or place), conditions) for wish in made]


def _conditioned(wish: Wish, conditions: Mapping[str, Goal | None]) -> Wish:
    told = "".join(f", {word} {goal.text}" for word, goal in conditions.items() if goal)
    outer = {word: goal for word, goal in conditions.items() if getattr(wish, word) is None}
    return evolve(wish, text=wish.text + told, **outer)


def _made(reader: Any, word: str, value: Node, what: str, depth: int) -> list[Wish]:
    if word in ("buy", "then"):
        items = reader.items(value, word) if not isinstance(value, Map) else [value]
        if depth > DEEPEST:
            return []
        return [wish for item in items for wish in _wishes(reader, item, f"{what}, {word}", depth + 1)]
    if word == "save":
        return _saving(reader, value, f"{what}, save")
    if word == "share":
        weights = read_weights(reader, value, f"{what}, share")
        text = "share " + ", ".join(f"{skill} {weight}" for skill, weight in weights.items())
        return [Wish(text=text, share=weights)] if weights else []
    everything = getattr(value, "text", "") == ALL
    skills = tuple(reader.names.skills) if everything else reader.skills(value, f"{what}, relearn")
    text = "relearn " + (ALL if everything else ", ".join(skills))
    return [Wish(text=text, relearn=skills)] if skills else []


def _saving(reader: Any, value: Node, what: str) -> list[Wish]:
    saving = reader.fill(Saving, value, what) if isinstance(value, Map) else None
    goal = saving.target if saving else None if isinstance(value, Map) else _bought(reader, value, what)
    if saving is not None and goal is None:
        reader.problem(value, f'{what} needs "for": a talent, or a rank such as climbing 12')
    return [Wish(text=f"save for {goal.text}", goal=goal, saves=True)] if goal else []
