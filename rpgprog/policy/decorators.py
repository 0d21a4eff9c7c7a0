"""When a policy's methods act: a decorator marks each with its event or account and its stage.

The decorators are typed: a method must take what it will be handed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar, overload

from attrs import frozen

from ..ledger.numbers import Whole
from .protocols import Account, Award, Book


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

Method = TypeVar("Method", bound=Callable[..., object])
Self = TypeVar("Self")  # the policy
E1 = TypeVar("E1")
E2 = TypeVar("E2")
E3 = TypeVar("E3")
Event = TypeVar("Event")

OnEvent = Callable[[Self, Event, Book], None]
OnAward = Callable[[Self, Award[Event], Book], None]
OnAccount = Callable[[Self, Account, Book], None]
Reading = Callable[[Self, Whole, Account, Book], Whole]
Due = Callable[[Self, Account, Book], Whole]  # the day it names

Kinds = tuple[str, ...]
KindsOf = Callable[[Any], Kinds]  # of the policy: for kinds of account that depend on an option
Given = Callable[[Any], object]  # a test on the policy: without it the method is left out


@frozen(eq=False, repr=False)
class Mark:
    """What a decorator wrote on a method: how it acts, on what, when."""

    how: str
    what: tuple[Any, ...]  # classes of events, kinds of accounts, or the name of a reading
    stage: Stage
    order: int = 0
    when: Callable[..., Whole] | None = None
    given: Given | None = None


def _mark(mark: Mark, stages: tuple[Stage, ...]) -> Callable[[Method], Method]:
    if mark.stage not in stages:
        raise TypeError(f"@{mark.how} acts in {', '.join(s.name for s in stages)}, not in {mark.stage.name}")

    def decorate(method: Method) -> Method:
        method.__dict__.setdefault("acts when", []).append(mark)
        return method

    return decorate


Decorator = Callable[[Method], Method]


@overload
def on(
    event: type[E1], /, *, stage: Stage = ..., order: int = ..., given: Given | None = ...
) -> Callable[[OnEvent[Self, E1]], OnEvent[Self, E1]]: ...


@overload
def on(
    event: type[E1], other: type[E2], /, *, stage: Stage = ..., order: int = ..., given: Given | None = ...
) -> Callable[[OnEvent[Self, E1 | E2]], OnEvent[Self, E1 | E2]]: ...


@overload
def on(
    event: type[E1],
    other: type[E2],
    third: type[E3],
    /,
    *more: type,
    stage: Stage = ...,
    order: int = ...,
    given: Given | None = ...,
) -> Callable[[OnEvent[Self, Any]], OnEvent[Self, Any]]: ...


def on(*events: type, stage: Stage = Stage.ACT, order: int = 0, given: Given | None = None) -> Any:
    """The method ``(self, event, book)`` acts when such an event is handled."""
    return _mark(Mark("on", events, stage, order, given=given), _FOR_EVENTS)


@overload
def award(
    event: type[E1], /, *, stage: Stage, given: Given | None = ...
) -> Callable[[OnAward[Self, E1]], OnAward[Self, E1]]: ...


@overload
def award(
    event: type[E1], other: type[E2], /, *more: type, stage: Stage, given: Given | None = ...
) -> Callable[[OnAward[Self, E1 | E2]], OnAward[Self, E1 | E2]]: ...


def award(*events: type, stage: Stage, given: Given | None = None) -> Any:
    """The method ``(self, award, book)`` acts on each award that such an event opened."""
    return _mark(Mark("award", events, stage, given=given), _FOR_AWARDS)


def after(
    *kinds: str | KindsOf, stage: Stage, given: Given | None = None
) -> Callable[[OnAccount[Self]], OnAccount[Self]]:
    """The method ``(self, account, book)`` acts once for each account of these kinds that changed.

    A kind may be a function of the policy, for kinds that depend on an option.
    """
    return _mark(Mark("after", kinds, stage, given=given), _FOR_ACCOUNTS)


def due(
    kind: str | KindsOf, *, when: Due[Self], given: Given | None = None
) -> Callable[[OnAccount[Self]], OnAccount[Self]]:
    """The method ``(self, account, book)`` acts automatically on the day that ``when`` names.

    ``when(self, account, book)`` is asked for each account of that kind that holds something, and again
    whenever it changes.
    For any other reason the day it names may only move later, never earlier; ``NEVER`` is a day.
    """
    return _mark(Mark("due", (kind,), Stage.DECAY, when=when, given=given), _FOR_ACCOUNTS)


def figure(name: str, order: int = 0, given: Given | None = None) -> Callable[[Reading[Self]], Reading[Self]]:
    """The method ``(self, number, account, book)`` is a step of a reading: it posts nothing."""
    return _mark(Mark("figure", (name,), Stage.CHECK, order, given=given), _FOR_EVENTS)
