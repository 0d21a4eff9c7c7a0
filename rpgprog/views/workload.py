"""What the rules ask a game master to write down, and how much of it a campaign has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from ..engine.replay import Folded
from ..events import (
    Agreed,
    Answered,
    Awarded,
    Bought,
    Certified,
    Event,
    KeptUp,
    Met,
    PaidIn,
    Rolled,
    Saved,
    SessionStarted,
    Specialised,
    Started,
    Trained,
    Used,
)
from ..policy import Policy, Stage

FIELDS: dict[type[Event], str] = {
    Met: "points earned",
    Awarded: "points earned",
    Used: "skills used",
    Trained: "skills trained",
    Bought: "purchases",
    Saved: "savings",
    PaidIn: "instalments",
    Started: "courses begun",
    Agreed: "agreements",
    Specialised: "specialities picked",
    Answered: "questions asked",
    Certified: "tests passed",
    KeptUp: "upkeep planned",
    Rolled: "rolls",
}


@frozen
class Field:
    """Something to write down per character and session, and the rules that ask for it."""

    field: str
    rules: tuple[str, ...]


@frozen
class Kept:
    """How much of something was written down in a campaign, for each character and session."""

    field: str
    entries: int
    each: Fraction


def asked(policy: Policy) -> tuple[str, ...]:
    """What a rule asks to be written down: what it acts on, not what it merely takes notice of."""
    if policy.always:
        return ()
    if policy.asks is not None:
        return policy.asks
    marks = [mark for _, mark in policy.marked() if mark.given is None or mark.given(policy)]
    needed = {
        event
        for mark in marks
        for event in mark.what
        if event in FIELDS and (event is Used or mark.how == "award" or mark.stage == Stage.ACT)
    }
    return tuple(dict.fromkeys(field for event, field in FIELDS.items() if event in needed))


def meter(policies: Iterable[Policy]) -> list[Field]:
    """What a ruleset asks to be written down per character and session."""
    pairs = [(field, policy.name) for policy in policies for field in asked(policy)]
    fields = [field for field in dict.fromkeys(FIELDS.values()) if any(field == asks for asks, _ in pairs)]
    return [Field(field, tuple(name for asks, name in pairs if asks == field)) for field in fields]


def kept(folded: Sequence[Folded], characters: int) -> list[Kept]:
    """What a campaign's game masters wrote down so far."""
    entries = {(step.recorded.place, step.recorded.word): step.recorded.event for step in folded}
    sessions = sum(isinstance(event, SessionStarted) for event in entries.values())
    counted = Counter(FIELDS[type(event)] for event in entries.values() if type(event) in FIELDS)
    shares = max(sessions * characters, 1)
    return [Kept(field, number, Fraction(number, shares)) for field, number in counted.most_common()]
