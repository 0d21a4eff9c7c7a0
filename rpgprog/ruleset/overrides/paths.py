"""Where a path leads in a ruleset: a rule, an option of it, a piece of the option's value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from ...problems.wording import MOST_LISTED, nearest
from ...reader import Names, readable, takes_formula
from ...reader.scalars import NUMBER
from ...source import Items, Node, Scalar, parse_source
from ...source import Mapping as Map
from ..file import Given
from ..registry import always, kinds, policy_class
from .defaults import default_text
from .rendering import IN_FORMULA, Step, piece, shown, written

ROOT = "policies"
_FORMULA_NUMBER = re.compile(r"(.*)~([0-9]{1,9})", re.DOTALL)


class NoSuchPath(Exception):
    """A path that leads nowhere; the message says where it goes wrong, and what is near."""


@frozen(eq=False, repr=False)
class Spot:
    """The end of a path. ``node`` is the value of the whole option, None where no text says it."""

    path: str
    policy: str
    given: Given
    option: str = ""  # empty: the whole rule
    node: Node | None = None
    steps: tuple[Step, ...] = ()  # from the option's value to the piece
    nth: int = 0  # the number of a formula

    @property
    def cls(self) -> Any:
        """The class of the rule."""
        return policy_class(self.given.kind)

    @property
    def field(self) -> Any:
        """What the rule says about the option."""
        return readable(self.cls)[self.option]

    @property
    def value(self) -> Node | None:
        """What stands here."""
        return None if self.node is None else piece(self.node, self.steps)

    @property
    def said(self) -> bool:
        """Whether a file says the option."""
        return self.option in self.given.options

    def below(self, step: Step) -> Spot:
        """The piece one step further."""
        word = step + 1 if isinstance(step, int) else step
        return evolve(self, path=f"{self.path}.{word}", steps=(*self.steps, step))

    def what(self) -> list[str]:
        """What messages about this value begin with, the longest first."""
        if not self.option:
            return [f"{self.policy}: "]
        keys = [self.option, *(step for step in self.steps if isinstance(step, str))]
        return [f"{', '.join(keys[:end])}: " for end in range(len(keys), 0, -1)]


def option_spot(rules: Mapping[str, Given], name: str, option: str, names: Names) -> Spot:
    """The option of a rule that is on, with its value: as a file says it, else what holds without."""
    rule = rules[name]
    if option in rule.options:
        node: Node | None = rule.options[option][2]
    else:
        text = default_text(policy_class(rule.kind), option, names)
        node = None if text is None else parse_source(text, "").root
    return Spot(f"{ROOT}.{name}.{option}", name, rule, option, node)


def formula_in(spot: Spot) -> str:
    """The formula that stands here; empty: there is none."""
    node = spot.value
    if not takes_formula(spot.field) or not isinstance(node, Scalar) or NUMBER.fullmatch(node.text):
        return ""
    return node.text


def find(rules: Mapping[str, Given], path: str, names: Names) -> Spot:
    """Where a path leads. Raises NoSuchPath."""
    match = _FORMULA_NUMBER.fullmatch(path)
    spot = _found(rules, match[1] if match else path, names)
    return number_of(spot, int(match[2])) if match else spot


def find_rule(rules: Mapping[str, Given], path: str) -> str | None:
    """The name of a rule, if this is the path of one that is off and that there is."""
    name = path.removeprefix(f"{ROOT}.")
    return name if name != path and name in {*kinds()} - {*rules} else None


def _found(rules: Mapping[str, Given], path: str, names: Names) -> Spot:
    rest = path.removeprefix(f"{ROOT}.")
    if rest == path or not rest:
        raise NoSuchPath(f"there is no {shown(path) or 'path'}{_beginning(path, rules)}")
    name = _longest(rest, rules)
    if name is None:
        _refuse_rule(rest, rules)
    rest = rest[len(name) + 1 :]
    if not rest:
        return Spot(f"{ROOT}.{name}", name, rules[name])
    cls: Any = policy_class(rules[name].kind)
    fields = readable(cls)
    option = _longest(rest, fields)
    if option is None:
        raise _missing(f"{ROOT}.{name}", rest, fields)
    return _within(option_spot(rules, name, option, names), rest[len(option) + 1 :])


def _beginning(path: str, rules: Mapping[str, Given]) -> str:
    if _longest(path, rules):
        return f'; did you mean "{ROOT}.{shown(path)}"?'
    head, _, rest = path.partition(".")
    if rest and nearest(head, [ROOT]):
        return f'; did you mean "{ROOT}.{shown(rest)}"?'
    return f': a path begins with "{ROOT}.", such as {ROOT}.{next(iter(rules), "decay")}'


def _refuse_rule(rest: str, rules: Mapping[str, Given]) -> Any:
    others = [kind for kind in kinds() if kind not in always()]
    kind = _longest(rest, others)
    if kind:
        raise NoSuchPath(f"{ROOT}.{kind} is off here: {ROOT}.{kind}=on switches it on")
    choices = list(rules) if nearest(rest.partition(".")[0], rules) else [*rules, *others]
    raise _missing(ROOT, rest, choices)


def _longest(rest: str, keys: Iterable[str]) -> Any:
    """The key that the rest of a path begins with; keys may have dots of their own."""
    return max((key for key in keys if rest == key or rest.startswith(f"{key}.")), key=len, default=None)


def _missing(above: str, rest: str, allowed: Iterable[str]) -> NoSuchPath:
    word, allowed = rest.partition(".")[0], list(allowed)
    near = nearest(word, allowed) or nearest(rest, allowed)
    hint = f'; did you mean "{above}.{near}"?' if near else ""
    if not near and 0 < len(allowed) <= MOST_LISTED:
        hint = f"; allowed: {', '.join(allowed)}"
    return NoSuchPath(f"there is no {above}.{shown(word)}{hint}")


def _within(spot: Spot, rest: str) -> Spot:
    while rest:
        node = spot.value
        if isinstance(node, Map):
            key = _longest(rest, node.entries)
            if key is None:
                raise _missing(spot.path, rest, node.entries)
            spot, rest = spot.below(key), rest[len(key) + 1 :]
        elif isinstance(node, Items):
            word, _, rest = rest.partition(".")
            spot = spot.below(_position(spot, word, len(node.items)))
        else:
            value = f"one value, {shown(written(node))}" if node is not None else "not given here"
            raise NoSuchPath(f"there is no {spot.path}.{shown(rest)}: {spot.path} is {value}")
    return spot


def _position(spot: Spot, word: str, count: int) -> int:
    if re.fullmatch("[1-9][0-9]{0,5}", word) and int(word) <= count:
        return int(word) - 1
    items = f"items 1 to {count}" if count > 1 else "item 1 alone" if count else "no items"
    raise NoSuchPath(f"there is no {spot.path}.{shown(word)}: {spot.path} has {items}")


def number_of(spot: Spot, nth: int) -> Spot:
    """The nth number of the formula that stands here. Raises NoSuchPath."""
    path = f"{spot.path}~{nth}"
    formula = formula_in(spot) if spot.option else ""
    if not formula:
        raise NoSuchPath(f"there is no {path}: {spot.path} is not a formula")
    count = len(IN_FORMULA.findall(formula))
    if not 0 < nth <= count:
        range_ = f"numbers 1 to {count}" if count > 1 else "one number" if count else "no numbers"
        raise NoSuchPath(f'there is no {path}: "{shown(formula)}" has {range_}')
    return evolve(spot, path=path, nth=nth)
