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
