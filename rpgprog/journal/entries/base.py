"""What any entry of a journal may say, and how the words of one are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import Factory, field, frozen

from ...events import Event, Override
from ...reader import Reader
from ...source import Mapping as Map
from ...source import Node, Scalar

LAST_DAY = 10**7  # some 27,000 years
MOST_RANKS = 10_000  # in one entry
MOST_LEVEL = 1000
MOST_WEIGHT = 1000
NOTHING: Any = Factory(dict)
EVERYBODY = ("all", "party")  # those present, and all who play along

Shared = dict[str, Any]
Everybody = Mapping[str, Iterable[str]]


def may(help: str, **how: Any) -> Any:
    """A field that an entry may have."""
    default = how.pop("default", None)
    return field(default=default, metadata={"help": help, **how})


def must(help: str, **how: Any) -> Any:
    """A field that an entry must have."""
    return field(metadata={"help": help, **how})


def read_who(reader: Reader, node: Node, key: str) -> tuple[str, ...]:
    """Names of characters, "all" or "party"; at least one."""
    mistakes = len(reader.problems)
    names = reader.people(node, key, EVERYBODY)
    if not names and len(reader.problems) == mistakes:
        reader.problem(node, f"{key}: nobody is named")
    return names


def read_people(reader: Reader, node: Node, key: str) -> tuple[str, ...]:
    """Names of characters; perhaps none."""
    return reader.people(node, key)


def read_one(reader: Reader, node: Node, key: str) -> str | None:
    """The name of one character."""
    return reader.known(node, key, "character", reader.names.people)


def read_skills(reader: Reader, node: Node, key: str) -> tuple[str, ...] | None:
    """A skill, or a list of skills, each once; at least one."""
    mistakes = len(reader.problems)
    known = [reader.skill(item, key) for item in reader.items(node, key)]
    skills = tuple(dict.fromkeys(skill for skill in known if skill))
    if not skills and len(reader.problems) == mistakes:
        reader.problem(node, f"{key}: no skill is named")
    return skills or None


def read_weights(reader: Reader, node: Node, key: str) -> dict[str, int]:
    """Skills with weights: ``{stealth: 3, climbing: 1}``; a list of skills weighs them alike."""
    if isinstance(node, Map):
        weights = {skill: _weight(reader, key, name, value) for skill, (name, value) in node.entries.items()}
        return {skill: weight for skill, weight in weights.items() if weight is not None}
    return dict.fromkeys(reader.skills(node, key), 1)


def _weight(reader: Reader, label: str, name: Scalar, value: Node) -> int | None:
    weight = reader.whole(value, f"{label}, {name.text}")
    if reader.skill(name, label) is None or weight is None:
        return None
    if not 1 <= weight <= MOST_WEIGHT:
        reader.problem(value, f"{label}, {name.text}: must be between 1 and {MOST_WEIGHT}, not {weight:,}")
        return None
    return weight


def others(who: tuple[str, ...], everybody: Everybody) -> tuple[str, ...]:
    """Members of the party who were not there, where an entry says "all"."""
    there = set(everybody["all"])
    return tuple(name for name in everybody["party"] if name not in there) if "all" in who else ()


def people(who: tuple[str, ...], everybody: Everybody) -> tuple[str, ...]:
    """Names, with "all" and "party" written out."""
    return tuple(dict.fromkeys(name for part in who for name in everybody.get(part, (part,))))


@frozen(kw_only=True, eq=False, repr=False)
class OverrideEntry:
    """A game master lets it pass although a rule refuses it."""

    by: str = must("who decided", reads="person")
    why: str = must("the reason, for the record")
    rules: tuple[str, ...] = may(
        "the rules set aside [default: whichever refuses]", reads="policies", default=()
    )


def _overridden(reader: Reader, node: Node, key: str) -> Override | None:
    filled = reader.fill(OverrideEntry, node, key)
    return None if filled is None else Override(by=filled.by, why=filled.why, rules=filled.rules)


@frozen(kw_only=True, eq=False, repr=False)
class Entry:
    """The fields of every entry."""

    word: ClassVar[str] = ""

    day: int | None = may("the day it happened, if not the session's", date=True, least=0, most=LAST_DAY)
    late: str | None = may("why it is entered only now; needs a day")
    absent: tuple[str, ...] | None = may(
        "who was away until then, where sessions and down-times do not say so", reads=read_people
    )
    times: int = may("how many times in a row", default=1, least=0, most=10_000)
    override: Override | None = may(
        "a game master's exception, so that it passes", reads=_overridden, within=OverrideEntry
    )
    id: str | None = may("a name for this entry, so that others can refer to it")
    note: str | None = may("a remark; it changes nothing")
    ref: str | None = may("an outside reference: a chat message, a scene number")

    def missing(self) -> str:
        """What no single field can say about itself: what is still needed, in words."""
        return ""

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """The events it stands for. ``everybody`` says who "all" and "party" are."""
        raise TypeError("an entry is of one kind")
