"""The head of a ruleset file: what it says beside its policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import Factory, field, frozen

from ..problems.wording import did_you_mean, quoted
from ..reader import Reader, Skill
from ..reader.naming import form, unfit
from ..source import Node, Scalar
from .warning_names import WARNINGS


def _text(help: str, default: str = "", **how: Any) -> Any:
    return field(default=default, metadata={"help": help, **how})


def read_skills(reader: Reader, node: Node, label: str = "skills") -> dict[str, Skill]:
    """Skills by id; a skill may be given by its category alone."""
    skills = {}
    for key, (_, value) in reader.entries(node, label).items():
        short = isinstance(value, Scalar) and bool(value.text.strip())
        category = reader.text(value, f"{label}, {key}") if short else None
        about = f"the skill {quoted(key)}"
        skill = Skill(category=category) if category else reader.fill(Skill, value, about, salvage=True)
        if skill is not None:
            skills[key] = skill
    _check_names(reader, node, label, skills)
    return skills


def _check_names(reader: Reader, node: Node, label: str, skills: Mapping[str, Skill]) -> None:
    """Report names that cannot be told apart; capitals do not count."""
    owners: dict[str, str] = {}
    for key, skill in skills.items():
        place, _ = reader.entries(node, label)[key]
        for name in dict.fromkeys((key, skill.name or key)):
            owner = owners.setdefault(form(name), key)
            if wrong := unfit(name):
                reader.problem(place, f"{label}: {wrong}")
            elif owner != key:
                reader.problem(place, f"{label}: {quoted(name)} already means the skill {quoted(owner)}")


def _node(_reader: Reader, node: Node, _what: str) -> Node:
    """Read later, when all words are known."""
    return node


def _accepted(reader: Reader, node: Node, label: str) -> dict[str, str]:
    """Warnings by name, each with a reason."""
    reasons = {}
    for name, (key, value) in reader.entries(node, label).items():
        if name not in WARNINGS:
            reader.problem(key, f"{label}: there is no warning {quoted(name)}{did_you_mean(name, WARNINGS)}")
        elif reason := reader.text(value, f"{label}, {name}"):
            reasons[name] = reason
    return reasons


def _skills(reader: Reader, node: Node, label: str) -> dict[str, Skill]:
    return read_skills(reader, node, label)


@frozen(eq=False, repr=False)
class About:
    """What a ruleset file says beside its policies."""

    ruleset: str = field(metadata={"help": "the name of the ruleset"})
    title: str = _text("what it is called in full")
    about: str = _text("what kind of table it is for")
    extends: str = _text("a pack's name or a path: what this file only changes")
    licence: str = _text("the licence of this file, by its SPDX name")
    attribution: tuple[str, ...] = field(default=(), metadata={"help": "the lines that its sources ask for"})
    source: tuple[str, ...] = field(default=(), metadata={"help": "where its numbers come from"})
    points: str = _text("what points are called", "")
    xp_per_point: int = field(
        default=0, metadata={"help": "XP that a point is worth", "least": 1, "most": 10**6}
    )
    most_postings: int = field(
        default=0,
        metadata={
            "help": "postings that one entry may make; 250,000 if not said",
            "least": 1000,
            "most": 10**8,
        },
    )
    calendar: Mapping[str, int] = field(
        default=Factory(dict), metadata={"help": "days in a week, month, year", "least": 1, "most": 10**6}
    )
    skills: Mapping[str, Skill] = field(
        default=Factory(dict), metadata={"help": "skills with category and stat", "reads": _skills}
    )
    accepted: Mapping[str, str] = field(
        default=Factory(dict),
        metadata={"help": "warnings that are meant so, each with the reason", "reads": _accepted},
    )
    policies: Any = field(default=None, metadata={"help": "the house rules", "reads": _node})
