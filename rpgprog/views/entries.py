"""A recorded event in words: what it was, whom and what it is about."""

from __future__ import annotations

from typing import Any

from ..events.describe import event_in_words
from ..reader import Names


def words(recorded: Any, names: Names) -> str:
    """An entry in words; for a correction, the events that it reverts or allows."""
    corrects = recorded.reverts or recorded.allows
    if not corrects:
        return event_in_words(recorded.event, names.dates)
    numbers = ", ".join(f"#{position + 1}" for position in corrects)
    return f"{recorded.word}: {numbers}, {names.on(recorded.event.day)}"


def people(recorded: Any) -> tuple[str, ...]:
    """Whom it is about; of a session those who were there."""
    event = recorded.event
    who: str | tuple[str, ...] = getattr(event, "who", "") or getattr(event, "present", ())
    return (who,) if isinstance(who, str) else who


def things(recorded: Any) -> frozenset[str]:
    """The skills and talents it is about."""
    event = recorded.event
    named = (getattr(event, name, "") for name in ("skill", "talent", "target", "of", "to"))
    many = (of for name in ("skills", "talents") for of in getattr(event, name, ()))
    return frozenset(filter(None, (*named, *many)))
