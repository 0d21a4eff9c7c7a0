"""What every event may say. In a simulation any number may be an array with one entry for each campaign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from attrs import frozen


@frozen(kw_only=True, repr=False)
class Override:
    """A game master lets something pass that a rule refuses."""

    by: str
    why: str
    rules: tuple[str, ...] = ()  # the rules set aside; empty: whichever refuses
    forgive: bool = False  # what was short is given; otherwise it stands as a debt


@frozen(kw_only=True, repr=False)
class Event:
    """What every event may say: its day, how often in a row, who was away while time passed."""

    day: Any = None  # this and times are the engine's: policies read book.today, and act once for each
    times: Any = 1
    absent: tuple[str, ...] = ()
    override: Override | None = None


@frozen(repr=False)
class Noted:
    """An event with what an entry may say beside it: a name for it, an outside reference, a remark.

    ``late`` is the reason why something is recorded after its day.
    """

    event: Event
    id: str = ""
    ref: str = ""
    note: str = ""
    late: str = ""


class Thousandths(int):
    """A whole number of thousandths: of points, XP, hours or coins."""


def thousandths(amount: int) -> Thousandths:
    """An amount as the engine counts it, for an event that is recorded: ``points=thousandths(2500)``.

    A bare number there would be ambiguous, and is refused. Raises TypeError if it is not a whole number.
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"thousandths are whole, not {amount!r}")
    return Thousandths(amount)


class _About(Protocol):
    """An event that says what it was about."""

    @property
    def what(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def situation(self) -> str: ...
    @property
    def tag(self) -> str: ...


def memories(event: _About, before: str = "") -> Mapping[str, str]:
    """What an event is remembered as: a creature without a family is a family of its own."""
    keys = {
        "creature": event.what,
        "family": event.family or event.what,
        "situation": event.situation,
        "tag": event.tag,
    }
    return {key: f"{before}{key} {value}" for key, value in keys.items() if value}
