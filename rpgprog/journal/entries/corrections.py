"""Entries about the ledger itself: reverting, allowing, checking, adopting rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import Factory, evolve, frozen

from ...events import Adopted, Checked, Event, Passed
from ...ledger.accounts import COINS, EARNED, LEVEL, POINTS, RANK, TALENT, XP
from ...reader import Reader
from ...source import Node
from .base import MOST_RANKS, Entry, Everybody, Shared, may, must, people, read_who
from .character import Character, read_character


def _renamed(reader: Reader, node: Node, key: str) -> dict[str, str]:
    """Old names of policies, each with the new one."""
    return {
        old: name
        for old, (_, value) in reader.entries(node, key).items()
        if (name := reader.text(value, f"{key}, {old}"))
    }


@frozen(kw_only=True, eq=False, repr=False)
class RevertedEntry(Entry):
    """An earlier entry is taken back, as if it had never been. Taking back a reverted: restores."""

    word: ClassVar[str] = "reverted"
    event: str = must("the id of the entry, or the number of one event (rpgprog log --numbers)")
    was: str | None = may("the entry under that number, to notice when numbers have moved")
    by: str = must("who decided", reads="person")
    why: str = must("the reason, for the record")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [Passed(**shared)]


@frozen(kw_only=True, eq=False, repr=False)
class AllowedEntry(RevertedEntry):
    """An earlier entry that a rule refuses, or would now, is let pass. What it is short of is given."""

    word: ClassVar[str] = "allowed"
    debt: bool = may("leave what is missing as a debt instead of granting it", default=False)
    rules: tuple[str, ...] = may(
        "the rules set aside [default: whichever refuses]", reads="policies", default=()
    )


@frozen(kw_only=True, eq=False, repr=False)
class CheckedEntry(Entry):
    """A number as it stands on paper: where the ledger has another, `check` says so."""

    word: ClassVar[str] = "checked"
    who: tuple[str, ...] = must("whose number", reads=read_who)
    skill: str | None = may("of which skill (with ranks: or xp:)", reads="skill")
    talent: str | None = may("a talent that they have", reads="talent")
    ranks: int | None = may("ranks in that skill", least=0, most=MOST_RANKS)
    xp: int | None = may("XP on the way to the next rank of it", unit="xp", least=0)
    points: int | None = may("unspent points", unit="points")
    earned: int | None = may("all points ever earned", unit="points", least=0)
    coins: int | None = may("coins", unit="coins")
    level: int | None = may("the level", least=0, most=MOST_RANKS)

    def numbers(self) -> list[tuple[str, str, int]]:
        """The accounts and what should be in them: (kind, of, amount)."""
        all_of = [
            (RANK, self.skill or "", self.ranks),
            (XP, self.skill or "", self.xp),
            (POINTS, "", self.points),
            (EARNED, "", self.earned),
            (COINS, "", self.coins),
            (LEVEL, "", self.level),
            (TALENT, self.talent or "", 1 if self.talent else None),
        ]
        return [(kind, of, amount) for kind, of, amount in all_of if amount is not None]

    def missing(self) -> str:
        """What no single field can say."""
        of_skill = self.ranks is not None or self.xp is not None
        if not self.numbers():
            return 'checked needs a number: "ranks", "xp", "points", "earned", "coins", "level" or "talent"'
        if of_skill and self.skill is None:
            return 'checked needs "skill" to say which skill the ranks or XP are of'
        return "" if of_skill or self.skill is None else 'checked has a skill, but no "ranks" or "xp" of it'

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        return [
            Checked(who=who, kind=kind, of=of, amount=amount, **shared)
            for who in people(self.who, everybody)
            for kind, of, amount in self.numbers()
        ]


@frozen(kw_only=True, eq=False, repr=False)
class AdoptedEntry(Entry):
    """From here on other rules hold."""

    word: ClassVar[str] = "adopted"
    ruleset: str = must("a pack's name, or the path of a file")
    keep: str = may(
        "what stays: ranks (XP are scaled), or the effort behind them (ranks are bought again)",
        choices=("ranks", "effort"),
        default="ranks",
    )
    renamed: Mapping[str, str] = may(
        "policies with a new name, so that they keep their memory: {old: new}",
        reads=_renamed,
        default=Factory(dict),
    )
    digest: str | None = may("the digest of the rules that were adopted, to notice when the file changes")
    accepts: str = may(
        "a digest of all the rules so far as this version reads them, which are accepted for the past too",
        default="",
    )
    by: str = must("who decided", reads="person")
    why: str = must("the reason, for the record")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """The events it stands for; which rules these are is known when the ruleset is read."""
        fields: dict[str, Any] = {"keep": self.keep, "renamed": self.renamed, "accepts": self.accepts}
        return [Adopted(rules="", by=self.by, why=self.why, **fields, **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class JoinedEntry(Entry):
    """Somebody joins the party, with what they bring along: an opening balance."""

    word: ClassVar[str] = "joined"
    name: str = must("who joins: the name that all other entries use", key="who")
    brings: Character | None = may(
        "what they bring, as a character of the file says it", reads=read_character, within=Character
    )

    def character(self, day: int) -> Character:
        """As they begin."""
        about = self.brings or Character()
        return about if about.joined is not None else evolve(about, joined=day)

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        joined = self.character(shared["day"]).joins(self.name, shared["day"])
        return [evolve(joined, **{**shared, "day": joined.day})]


CORRECTING: tuple[type[Entry], ...] = (RevertedEntry, AllowedEntry, CheckedEntry, AdoptedEntry, JoinedEntry)
