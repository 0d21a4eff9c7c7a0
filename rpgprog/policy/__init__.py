"""What a policy is: a frozen set of options, and methods that say when they act.

    @on(Bought)                     when such an event is handled
    @award(Met)                     on each award that such an event opened
    @after(RANK)                    once for each account of that kind that changed
    @due(RANK, when=runs_out)       by itself, on the day that ``runs_out`` names
    @figure("price", order=1)       a reading: takes the number so far, gives the number

A policy has no state of its own; what it must remember it posts to an account of a private kind (``memory``).
No ``if``, ``for`` or ``while`` on a balance: ``book.only``, ``book.each`` and ``book.repeat`` are those,
so that the same text runs on one campaign and on many at once. What they call reads for itself what it needs.
``book.require(ok, Code.FUNDS, "a sentence", kind, need, have, who)`` refuses the event unless ok; the codes
stand in ``rpgprog.ledger.refusals``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from typing import Any, ClassVar, TypeVar

import attrs
from attrs import frozen

from .options import Condition, memory, option, some, when
from .traits import Brought, Deeds, Misfit, Need, Steps

__all__ = [
    "Brought",
    "Condition",
    "Mark",
    "Misfit",
    "Need",
    "Policy",
    "SkillPolicy",
    "Stage",
    "Steps",
    "after",
    "award",
    "due",
    "figure",
    "memory",
    "on",
    "option",
    "some",
    "when",
]


class Stage(IntEnum):
    """When in the handling of one event a method acts. A game master cannot get the order wrong."""

    CHECK = 1  # may it be? the normal place to refuse; posts nothing
    CLOCK = 2  # memories of a session are cleared
    ACT = 3  # awards opened, prices paid, hours worked
    ELIGIBLE = 4  # each award: does it count at all?
    SCALE = 5  # ... times what? (factors commute)
    STACK = 6  # ... which of the factors hold together?
    ROUND = 7  # ... in whole grains
    CAP = 8  # ... how much of it may be had?
    CLAIM = 9  # ... what is it bound to?
    REMEMBER = 10  # counts and dates, after all who read them
    RANKS = 11  # each changed account: XP becomes ranks
    DECAY = 12
    MARKS = 13  # peaks
    LEVELS = 14
    BENEFITS = 15
    LIMITS = 16


_FOR_EVENTS = (Stage.CHECK, Stage.CLOCK, Stage.ACT, Stage.REMEMBER)
_FOR_AWARDS = (Stage.ELIGIBLE, Stage.SCALE, Stage.STACK, Stage.ROUND, Stage.CAP, Stage.CLAIM)
_FOR_ACCOUNTS = (Stage.RANKS, Stage.DECAY, Stage.MARKS, Stage.LEVELS, Stage.BENEFITS, Stage.LIMITS)

Method = TypeVar("Method", bound=Callable[..., Any])
Kinds = tuple[str, ...]


@frozen(eq=False, repr=False)
class Mark:
    """What a decorator wrote on a method: how it acts, on what, when."""

    how: str
    what: tuple[Any, ...]
    stage: Stage
    order: int = 0
    when: Callable[..., Any] | None = None
    given: Callable[[Any], Any] | None = None


def _mark(mark: Mark, stages: tuple[Stage, ...]) -> Callable[[Method], Method]:
    if mark.stage not in stages:
        raise TypeError(f"@{mark.how} acts in {', '.join(s.name for s in stages)}, not in {mark.stage.name}")

    def decorate(method: Method) -> Method:
        method.__dict__.setdefault("acts when", []).append(mark)
        return method

    return decorate


Given = Callable[[Any], Any]  # a test on the policy's options: without it the method is left out


def on(
    *events: type, stage: Stage = Stage.ACT, order: int = 0, given: Given | None = None
) -> Callable[[Method], Method]:
    """The method ``(self, event, book)`` acts when such an event is handled."""
    return _mark(Mark("on", events, stage, order, given=given), _FOR_EVENTS)


def award(*events: type, stage: Stage, given: Given | None = None) -> Callable[[Method], Method]:
    """The method ``(self, award, book)`` acts on each award that such an event opened."""
    return _mark(Mark("award", events, stage, given=given), _FOR_AWARDS)


def after(
    *kinds: str | Callable[[Any], Kinds], stage: Stage, given: Given | None = None
) -> Callable[[Method], Method]:
    """The method ``(self, account, book)`` acts once for each account of these kinds that changed.

    A kind may be a function of the policy, for kinds that depend on an option.
    """
    return _mark(Mark("after", kinds, stage, given=given), _FOR_ACCOUNTS)


def due(
    kind: str | Callable[[Any], Kinds], *, when: Callable[..., Any], given: Given | None = None
) -> Callable[[Method], Method]:
    """The method ``(self, account, book)`` acts by itself on the day that ``when`` names.

    ``when(self, account, book)`` is asked for each account of that kind that holds something, and again
    whenever it changes.
    For any other reason the day it names may only move later, never earlier; ``NEVER`` is a day.
    """
    return _mark(Mark("due", (kind,), Stage.DECAY, when=when, given=given), _FOR_ACCOUNTS)


def figure(name: str, order: int = 0, given: Given | None = None) -> Callable[[Method], Method]:
    """The method ``(self, number, account, book)`` is a step of a reading: it posts nothing."""
    return _mark(Mark("figure", (name,), Stage.CHECK, order, given=given), _FOR_EVENTS)


def _module(policy: Any) -> str:
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

    def fitted(self, names: Any) -> Policy:  # noqa: ARG002
        """The policy, knowing the words of its ruleset. Raises Misfit where an option does not fit them."""
        return self

    def abilities(self) -> tuple[str, ...]:
        """What characters can do by it: names of the readings that a sheet shows."""
        return ()

    def explain(self, step: str, account: Any, book: Any) -> str:  # noqa: ARG002
        """How a step of a reading came about, in words; empty: the first line of the method says it."""
        return ""

    @classmethod
    def marked(cls) -> Iterator[tuple[str, Mark]]:
        """The methods that act, and what their decorators say, in the order of the text."""
        for attribute in dir(cls):
            for mark in getattr(getattr(cls, attribute), "__dict__", {}).get("acts when", ()):
                yield attribute, mark


class _Everything(frozenset[str]):
    def __contains__(self, skill: object) -> bool:
        return True


@frozen(kw_only=True, slots=False)
class SkillPolicy(Policy):
    """A house rule about skills: among those of one kind, the narrowest ``only`` governs a skill."""

    only: tuple[str, ...] = option((), help="the skills or categories it is for; empty: all", reads="skills")
    governs: frozenset[str] = attrs.field(default=_Everything(), repr=False, metadata={"given": True})
