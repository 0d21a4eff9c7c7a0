"""What gives something back, as a journal says it: refunds, and characters that are given up."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen

from ...events import Event, Refunded
from ...reader import Reader
from ...source import Node
from .base import MOST_RANKS, Entry, Everybody, Shared, may, must, people, read_who
from .rulings import LeftEntry


def _category(reader: Reader, node: Node, key: str) -> tuple[str, ...] | None:
    """The skills of a category."""
    name = reader.known(node, key, "category", reader.names.categories())
    return None if name is None else tuple(reader.names.members(name))


@frozen(kw_only=True, eq=False, repr=False)
class RefundedEntry(Entry):
    """What was bought is given back for the points that were paid."""

    word: ClassVar[str] = "refunded"
    who: tuple[str, ...] = must("whose it is", reads=read_who)
    skill: str | None = may("which skill", reads="skill")
    ranks: int | None = may(
        "how many ranks of the skill [default: all that were paid for]", least=1, most=MOST_RANKS
    )
    category: tuple[str, ...] | None = may("all skills of a category, instead", reads=_category)
    talent: str | None = may("a talent, instead", reads="talent")
    everything: bool = may("everything ever paid for, instead", default=False)
    by: str = must("who decided", reads="person")
    why: str = must("the reason, for the record")

    def missing(self) -> str:
        """What no single field can say."""
        named = (self.skill, self.category, self.talent, self.everything or None)
        if sum(kind is not None for kind in named) != 1:
            return 'refunded needs exactly one of "skill", "category", "talent" and "everything: true"'
        return "ranks: goes with skill:" if self.ranks is not None and self.skill is None else ""

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        skills = self.category or ((self.skill,) if self.skill else ())
        fields: dict[str, Any] = {"skills": skills, "talents": (self.talent,) if self.talent else ()}
        fields |= {"ranks": self.ranks, "by": self.by, "why": self.why}
        return [Refunded(who=who, **fields, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True, eq=False, repr=False)
class RetiredEntry(LeftEntry):
    """Somebody is played no longer."""

    word: ClassVar[str] = "retired"


GIVING_BACK: tuple[type[Entry], ...] = (RefundedEntry, RetiredEntry)
