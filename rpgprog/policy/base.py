"""Policy: a frozen set of options, with methods that say when they act."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import ClassVar

import attrs
from attrs import frozen

from .decorators import Mark
from .options import option
from .protocols import Account, Book, Names
from .traits import Brought, Deeds, Need

NOT_IN_FORCE = "the rule is no longer in force"


def _module(policy: Policy) -> str:
    """The kind of a policy that no ruleset named: as the module it is in is called."""
    return type(policy).__module__.rpartition(".")[2].replace("_", "-")


@frozen(kw_only=True, slots=False)
class Policy:
    """One house rule: its options are its fields, its methods say when they act."""

    revision: ClassVar[int] = 1  # part of the ruleset's digest: raise it when the rule's results change
    always: ClassVar[bool] = False  # bookkeeping that every campaign has
    several: ClassVar[bool] = False  # whether a ruleset may have more than one of them, by different names
    asks: ClassVar[tuple[str, ...] | None] = (
        None  # what it asks to be written down, if its methods do not say
    )
    finer: ClassVar[int] = 1  # by how much it makes the factors of an award finer
    covers: ClassVar[Mapping[str, str]] = {}  # catalogue ids, each with a line that switches it on

    does: ClassVar[Deeds | None] = None  # what it does for other rules; None: it does not say
    useless_without: ClassVar[tuple[Need, ...]] = ()  # what it has nothing to act on without
    rewards_use: ClassVar[bool] = True  # whether a use that it acts on is worth writing down for it

    name: str = attrs.field(default="", metadata={"given": True})
    kind: str = attrs.field(default=attrs.Factory(_module, takes_self=True), metadata={"given": True})

    def doing(self) -> frozenset[str]:
        """What it does for other rules, its options being what they are."""
        deeds = (self.does or {}).items()
        return frozenset(deed for deed, test in deeds if test is None or test(self))

    def brings(self) -> Brought:
        """Words and figures that it adds to those of its ruleset."""
        return Brought()

    def fitted(self, names: Names) -> Policy:  # noqa: ARG002
        """The policy, knowing the words of its ruleset. Raises Misfit where an option does not fit them."""
        return self

    def abilities(self) -> tuple[str, ...]:
        """What characters can do by it: names of the readings that a sheet shows."""
        return ()

    def counts(self) -> dict[str, str]:
        """The counts that a sheet shows: for each its words, and the kind of account that holds it."""
        fields = attrs.fields(type(self))
        return {f.metadata["shown_as"]: getattr(self, f.name) for f in fields if "shown_as" in f.metadata}

    def explain(self, step: str, account: Account, book: Book) -> str:  # noqa: ARG002
        """How a step of a reading came about, in words; empty: the first line of the method says it."""
        return ""

    def restart(self, skills: Container[str], book: Book) -> None:
        """Start its clocks for these skills today: it is new or was changed, or they are new to it."""

    def hand_back(self, skills: Container[str], book: Book) -> None:
        """Give back what it holds of these skills, and forget the rest: it no longer governs them."""
        for field in attrs.fields(type(self)):
            if not field.init:
                self.empty(getattr(self, field.name), skills, book)

    def empty(self, kind: str, skills: Container[str], book: Book) -> None:
        """Set to 0 what accounts of a kind hold of these skills."""
        book.each(kind, _empty, skills)

    @classmethod
    def marked(cls) -> Iterator[tuple[str, Mark]]:
        """The methods that act, and what their decorators say, in the order of the text."""
        for attribute in dir(cls):
            for mark in getattr(getattr(cls, attribute), "__dict__", {}).get("acts when", ()):
                yield attribute, mark


def _empty(account: Account, skills: Container[str], book: Book) -> None:
    if account.of.partition(", ")[0] in skills:
        book.set(account, 0, NOT_IN_FORCE)


class _Everything(frozenset[str]):
    def __contains__(self, skill: object) -> bool:
        return True


EVERYTHING = _Everything()


@frozen(kw_only=True, slots=False)
class SkillPolicy(Policy):
    """A house rule about skills: among those of one kind, the narrowest ``only`` governs a skill."""

    only: tuple[str, ...] = option((), help="the skills or categories it is for", shown="all", reads="skills")
    governs: frozenset[str] = attrs.field(default=EVERYTHING, repr=False, metadata={"given": True})
