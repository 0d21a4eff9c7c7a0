"""A ruleset with other values at some paths, and the value at a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from ...curve import Curve
from ...problems import Mistakes, Place, Problem
from ...problems.wording import nearest, quoted
from ...reader import Skill
from ...reader.scalars import NUMBER
from ...source import Mapping as Map
from ...source import Node, Scalar, Source, parse_source
from .. import Ruleset, _assembled
from ..about import About
from ..file import Given, Layer, merged, names_of
from ..registry import kinds
from .defaults import first_numbers
from .paths import ROOT, NoSuchPath, Spot, find, find_rule
from .rendering import IN_FORMULA, placed, replaced, shown, with_number, written

PSEUDO = "--set"  # stands for a file in the places of what was changed
NEW, AROUND = 1, 2  # columns in it: what was typed, and what stood around it before


@frozen(eq=False, repr=False)
class _Change:
    """One value to change; ``line`` is its number in the pseudo file."""

    line: int
    path: str
    text: str

    def __str__(self) -> str:
        return shown(f"{self.path}={self.text}")


def varied(ruleset: Ruleset, changes: Mapping[str, str], extra: Mapping[str, Skill] | None = None) -> Ruleset:
    """The same ruleset with other values at these paths, each written as in a ruleset file.

    They are a layer over its files, so that every check of a file holds, and later changes see the
    earlier ones. Skills that a campaign brought along stay; ``more`` are such skills, too.
    Raises Mistakes, all at once, which name path and value: for a path that leads nowhere, for a value
    that its option refuses, for rules that no longer fit together.
    """
    skills = {**ruleset.names.skills, **(extra or {})}
    layers, listed = [*ruleset.layers], [_Change(n, *pair) for n, pair in enumerate(changes.items(), 1)]
    source = _pseudo_source(layers, listed)
    problems: list[Problem] = []
    whats = [_lay(layers, ruleset, source, change, problems) for change in listed]
    try:
        names = evolve(names_of(layers), skills=skills)
        names, policies, digest = _assembled(layers, names, problems, ruleset.added)
    except Mistakes as mistakes:
        words = _Words(source, layers, listed, whats)
        raise Mistakes(words.reworded(problem) for problem in mistakes.problems) from None
    return evolve(ruleset, names=names, policies=policies, digest=digest, layers=tuple(layers))


def at(ruleset: Ruleset, path: str) -> str:
    """The value at a path as a ruleset file says it, or as it would where the option is left out.

    A whole rule is the map of what is written, or "on". Of the few curves that no short text says, the first
    numbers. Raises Mistakes for a path that leads nowhere and for an option that has no value.

    >>> from rpgprog.ruleset import load_ruleset
    >>> at(load_ruleset("dp-forty"), "policies.decay.period")
    '6 months'
    """
    try:
        spot = find(merged(ruleset.layers, ruleset.names, []), path, ruleset.names)
    except NoSuchPath as nowhere:
        raise Mistakes([Problem(None, str(nowhere))]) from None
    if not spot.option:
        return _rule(spot)
    node = spot.value
    if spot.nth and isinstance(node, Scalar):
        return IN_FORMULA.findall(node.text)[spot.nth - 1]  # type: ignore[no-any-return]
    if node is not None:
        return written(node)
    if isinstance(spot.field.default, Curve):
        return first_numbers(spot.cls, spot.option)
    about = spot.field.metadata.get("help", "")
    raise Mistakes([Problem(None, f"{spot.path} is not given in {ruleset.name}: {about}")])


def _rule(spot: Spot) -> str:
    kind = {} if spot.given.kind == spot.policy else {"kind": _scalar(spot.given.kind, 1)}
    options = {option: node for option, (_, _, node) in spot.given.options.items()}
    return written(_map({**kind, **options}, 1)) if kind or options else "on"


def _scalar(text: str, line: int, plain: bool = True) -> Scalar:
    return Scalar(text, plain, line, 1, line)


def _map(entries: Mapping[str, Node], line: int) -> Map:
    return Map({key: (_scalar(key, line), value) for key, value in entries.items()}, True, line, 1, line)


def _pseudo_source(layers: Sequence[Layer], changes: Sequence[_Change]) -> Source:
    before = len({source.file for source, _ in layers if source.file.startswith(PSEUDO)})
    name = f"{PSEUDO} ({before + 1})" if before else PSEUDO
    return Source(name, "\n".join(map(str, changes)), _map({}, 1))


def _lay(
    layers: list[Layer], ruleset: Ruleset, source: Source, change: _Change, problems: list[Problem]
) -> list[str]:
    """Lay a change over the rest; what messages about its value begin with."""
    rules, prefixes = merged(layers, ruleset.names, []), []
    try:
        new = _parsed(change)
        name = find_rule(rules, change.path) or _new_rule(change.path, new, rules)
        spot = None if name else find(rules, change.path, ruleset.names)
        prefixes = spot.what() if spot else [f"{name}: "]
        rule = _overlay(spot, new, source, change) if spot else new
        policies = _map({spot.policy if spot else name or "": rule}, change.line)
        layers.append((source, About(ruleset=ruleset.name, policies=policies)))
    except NoSuchPath as nowhere:
        problems.append(Problem(None, str(nowhere)))
    except Mistakes as mistakes:
        place = Place(source.file, change.line, 1)
        messages = (problem.message.replace("the file is", "the value is") for problem in mistakes.problems)
        problems += [Problem(place, message) for message in messages]
    return prefixes


def _parsed(change: _Change) -> Node:
    if not change.text.strip() or change.text.lstrip().startswith("#"):
        return _scalar("", change.line)
    return placed(parse_source(change.text, PSEUDO).root, change.line)


def _new_rule(path: str, new: Node, rules: Mapping[str, Given]) -> str | None:
    """The name of a new rule; one that is like no other may lack its kind, which is reported."""
    name = path.removeprefix(f"{ROOT}.")
    is_new = name not in ("", path) and "." not in name and name not in rules
    near = nearest(name, {*rules, *kinds()})
    return name if is_new and isinstance(new, Map) and ("kind" in new.entries or not near) else None


def _overlay(spot: Spot, new: Node, source: Source, change: _Change) -> Node:
    """What the rule now says: the option, of a piece the whole option around it."""
    if not spot.option:
        return new
    if spot.nth:
        new = _formula(spot, change)
    node = spot.node
    if node is not None and not (spot.said and spot.given.options[spot.option][0].source is source):
        node = placed(node, change.line, AROUND)
    return _map({spot.option: new if node is None else replaced(node, spot.steps, new)}, change.line)


def _formula(spot: Spot, change: _Change) -> Scalar:
    node, text = spot.value, change.text.strip()
    if not NUMBER.fullmatch(text) or text.endswith("%"):
        shown = quoted(text) if text else "nothing"
        raise Mistakes([Problem(None, f"takes a number such as 3, 0.5 or 1/4, not {shown}")])
    assert isinstance(node, Scalar)
    return _scalar(with_number(node.text, spot.nth, text), change.line, node.plain)


@frozen(eq=False, repr=False)
class _Words:
    """Tells mistakes in the words of who typed the changes."""

    source: Source
    layers: Sequence[Layer]
    changes: Sequence[_Change]
    whats: Sequence[Sequence[str]]

    def reworded(self, problem: Problem) -> Problem:
        """The mistake with path and value instead of a place in no file; others say what was changed."""
        place, message = problem.place, problem.message
        if place is None:
            return problem
        if place.file == self.source.file:
            return Problem(None, f"{self._who(place)}: {self._bare(message, self.whats[place.line - 1])}")
        few = ", ".join([*map(str, self.changes[:3]), *(["..."] if len(self.changes) > 3 else [])])
        texts = [source.text for source, _ in self.layers if source.file == place.file]
        if place.file.startswith(PSEUDO) and texts:
            return Problem(None, f"{texts[0].splitlines()[place.line - 1]}: {message} (with {few})")
        return Problem(place, f"{message} (with {few})")

    def _who(self, place: Place) -> str:
        """The change; of a mistake that is in no single piece of an option all changes of its pieces."""
        prefix = self.whats[place.line - 1][-1:]
        rule = self.changes[place.line - 1].path.split(".")[:2]
        pairs = zip(self.changes, self.whats, strict=True)
        same = [spot for spot, whats in pairs if whats[-1:] == prefix and spot.path.split(".")[:2] == rule]
        return ", ".join(map(str, same if place.column == AROUND else [self.changes[place.line - 1]]))

    def _bare(self, message: str, whats: Sequence[str]) -> str:
        """The message without the option and the keys that the path names already."""
        message = message.removeprefix(next((prefix for prefix in whats if message.startswith(prefix)), ""))
        key = whats[0].rpartition(", ")[2] if len(whats) > 1 else ""
        return message.removeprefix(key)
