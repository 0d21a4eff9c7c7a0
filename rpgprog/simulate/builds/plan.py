"""A plan: what a player wants, in order. A wish is what stands first among what is not yet fulfilled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from ...journal.entries.base import must, read_weights
from ...ledger.accounts import RANK, TALENT
from ...problems.wording import did_you_mean, listing, quoted
from ...reader import Names, Reader, described
from ...reader.goals import BadGoal, Goal, parse_goal, read_goal
from ...source import Mapping as Map
from ...source import Node, Scalar

CONDITIONS = ("when", "until")
_EXAMPLE = "climbing 10, save: {for: far sight}, share: {stealth: 2, climbing: 1} or relearn: [climbing]"
ALL = "all"  # relearn whatever was forgotten


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

    target: Goal | None = must(
        "a talent, or a rank such as climbing 12", key="for", reads=lambda *found: _bought(*found)
    )


def read_plan(reader: Reader, node: Node, label: str) -> tuple[Wish, ...]:
    """The wishes of a plan, in order."""
    return tuple(wish for item in reader.items(node, label) for wish in _wishes(reader, item, label))


def _wishes(reader: Reader, node: Node, label: str) -> list[Wish]:
    if isinstance(node, Map):
        return _worded(reader, node, label)
    if isinstance(node, Scalar) and described(node) != "nothing":
        goal = _bought(reader, node, label)
        return [Wish(text=goal.text, goal=goal, place=reader.source.place(node))] if goal else []
    reader.problem(node, f"{label}: a wish is {_EXAMPLE}, not {described(node)}")
    return []


def _bought(reader: Reader, node: Node, label: str) -> Goal | None:
    """A rank or a talent: what can be bought."""
    goal = read_goal(reader, node, label)
    if goal is not None and goal.kind not in (RANK, TALENT):
        message = f"{label}: {quoted(goal.text)} cannot be bought: put it under when: or until:"
        reader.problem(node, message)
        return None
    return goal


def _worded(reader: Reader, node: Map, label: str) -> list[Wish]:
    """A wish with its word and perhaps conditions."""
    words = [word for word in node.entries if word in WORDS]
    stray = [word for word in node.entries if word not in (*WORDS, *CONDITIONS)]
    for word in stray:
        key, value = node.entries[word]
        reader.problem(key, f"{label}: {_why_not(reader.names, word, value)}")
    if not stray and len(words) != 1:
        reader.problem(node, f"{label}: {_how_many(words)}")
    if stray or len(words) != 1:
        return []
    conditions = {
        word: read_goal(reader, node.entries[word][1], f"{label}, {word}")
        for word in CONDITIONS
        if word in node.entries
    }
    wishes = _READERS[words[0]](reader, node.entries[words[0]][1], f"{label}, {words[0]}")
    _check_conditions(reader, node, label, wishes)
    place = reader.source.place(node.entries[words[0]][0])
    return [_conditioned(evolve(wish, place=wish.place or place), conditions) for wish in wishes]


def _why_not(names: Names, word: str, value: Node) -> str:
    """Why a word is not a wish; how to write it, if the meaning is plain."""
    number = value.text if isinstance(value, Scalar) else ""
    if word in names.skills and number.isdecimal():
        return f"a rank is text: write {word} {number}, without the colon"
    if _is_goal(word, names):
        return f"write buy: {word}"
    return f"a wish has no {quoted(word)}{did_you_mean(word, [*WORDS, *CONDITIONS])}"


def _is_goal(text: str, names: Names) -> bool:
    try:
        return bool(parse_goal(text, names))
    except BadGoal:
        return False


def _how_many(words: list[str]) -> str:
    if not words:
        return f"a wish needs one of {', '.join(WORDS)}"
    return f'{listing(words)} are separate wishes: begin each with "- "'


def _check_conditions(reader: Reader, node: Map, label: str, wishes: list[Wish]) -> None:
    """A wish has one when and one until, wherever it stands."""
    for word in CONDITIONS:
        if word in node.entries and any(getattr(wish, word) for wish in wishes):
            message = f"{label}: a wish inside also has {word}: leave one out"
            reader.problem(node.entries[word][0], message)


def _conditioned(wish: Wish, conditions: Mapping[str, Goal | None]) -> Wish:
    conditions_text = "".join(f", {word} {goal.text}" for word, goal in conditions.items() if goal)
    outer: dict[str, Any] = {word: goal for word, goal in conditions.items() if goal}
    return evolve(wish, text=wish.text + conditions_text, **outer)


def _buying(reader: Reader, value: Node, label: str) -> list[Wish]:
    """One wish or several, in their order."""
    items = [value] if isinstance(value, Map) else reader.items(value, label)
    if not items:
        reader.problem(value, f"{label}: takes wishes such as climbing 10, not {described(value)}")
    return [wish for item in items for wish in _wishes(reader, item, label)]


def _saving(reader: Reader, value: Node, label: str) -> list[Wish]:
    if isinstance(value, Scalar) and described(value) != "nothing":
        goal = _bought(reader, value, label)
    else:
        saving = reader.fill(Saving, value, label)
        goal = saving.target if saving else None
    return [Wish(text=f"save for {goal.text}", goal=goal, saves=True)] if goal else []


def _sharing(reader: Reader, value: Node, label: str) -> list[Wish]:
    weights = _some(reader, value, label, read_weights)
    text = "share " + ", ".join(f"{skill} {weight}" for skill, weight in weights.items())
    return [Wish(text=text, share=weights)] if weights else []


def _relearning(reader: Reader, value: Node, label: str) -> list[Wish]:
    everything = getattr(value, "text", "") == ALL
    skills = tuple(reader.names.skills) if everything else _some(reader, value, label, type(reader).skills)
    text = "relearn " + (ALL if everything else ", ".join(skills))
    return [Wish(text=text, relearn=skills)] if skills else []


def _some(reader: Reader, value: Node, label: str, read: Any) -> Any:
    """Skills; an empty list is reported."""
    mistakes = len(reader.problems)
    named = read(reader, value, label)
    if not named and len(reader.problems) == mistakes:
        reader.problem(value, f"{label}: no skill is named")
    return named


_READERS: dict[str, Callable[[Any, Node, str], list[Wish]]] = {
    "buy": _buying,
    "then": _buying,
    "save": _saving,
    "share": _sharing,
    "relearn": _relearning,
}
WORDS = tuple(_READERS)
