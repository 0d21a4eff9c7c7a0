"""What some house rules want to be told: agreements, instalments, courses, specialities, refunds."""

from __future__ import annotations

from attrs import frozen

from ..ledger.numbers import Whole
from .base import Event


@frozen(kw_only=True, eq=False, repr=False)
class Agreed(Event):
    """The game master agrees to something a rule asks for: to hoarding, to working towards a talent.

    With ``holds=False`` the agreement ends.
    """

    who: str
    to: str
    by: str = ""
    why: str = ""
    holds: bool = True


@frozen(kw_only=True, eq=False, repr=False)
class PaidIn(Event):
    """An instalment was paid for a talent."""

    who: str
    talent: str
    points: Whole


@frozen(kw_only=True, eq=False, repr=False)
class Refunded(Event):
    """What was bought is given back: ranks of these skills, these talents; neither named: everything.

    ``ranks`` are taken off each of the skills; None: all that were paid for.
    """

    who: str
    skills: tuple[str, ...] = ()
    talents: tuple[str, ...] = ()
    ranks: Whole | None = None
    by: str = ""
    why: str = ""


@frozen(kw_only=True, eq=False, repr=False)
class Started(Event):
    """A course of training began: paid now, finished when its time has passed."""

    who: str
    skill: str
    trainer: str = ""
    trainer_rank: Whole = 0


@frozen(kw_only=True, eq=False, repr=False)
class Stopped(Event):
    """Training was broken off: one course, or all of them. What was done is kept."""

    who: str
    skill: str = ""
    why: str = ""


@frozen(kw_only=True, eq=False, repr=False)
class Specialised(Event):
    """A player picks what a character specialises in, within a skill."""

    who: str
    skill: str
    within: str


@frozen(kw_only=True, eq=False, repr=False)
class Answered(Event):
    """An open question is answered: when a skill was last used before (a day + 1; 0 is never)."""

    who: str
    skill: str
    last_used: Whole


@frozen(kw_only=True, eq=False, repr=False)
class Certified(Event):
    """A test or an assessed job was passed: a certificate is valid again."""

    who: str
    certificate: str
    why: str = ""


@frozen(kw_only=True, eq=False, repr=False)
class KeptUp(Event):
    """From now on so many hours a week go into keeping up these skills, in this order."""

    who: str
    skills: tuple[str, ...]
    hours: Whole


@frozen(kw_only=True, eq=False, repr=False)
class Rolled(Event):
    """The dice fell for a skill that was marked: what was rolled, and the gain if it was a success.

    ``gain`` is None where a fixed gain was chosen before the roll; ``by_hand`` says why the campaign's own
    dice were not used.
    """

    who: str
    skill: str
    roll: Whole
    gain: Whole | None = None
    by_hand: str = ""
