"""Why a rule refuses an event: a code that programs go by, a sentence for people, and the numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """The codes of refusals. They stay as they are; sentences may be reworded at any time.

    A rule of your own takes one of these where it fits, so that the planner knows what would help.
    ``book.require(had >= price, Code.FUNDS, "climbing costs more than there is", POINTS, price, had)``.
    """

    # What it takes.
    FUNDS = "funds"  # points: more of them would do
    RESERVED = "reserved"  # points are there, but held for or bound to something else
    FEE = "fee"  # coins
    HOURS = "hours"  # hours of a week
    TRAINER = "trainer"  # a trainer, or a better one
    PRACTICE = "practice"  # use or training
    PREREQUISITE = "prerequisite"  # something else comes first
    AGREEMENT = "agreement"  # what the table has agreed on
    REASON = "reason"  # a reason (why:)

    # Limits.
    RANK_CAP = "rank-cap"  # the highest rank at this level
    LEVEL_CAP = "level-cap"  # the highest level
    PERIOD_CAP = "period-cap"  # so many in a session, a season, at a level
    EXCESS = "excess"  # more than is due, than was paid, than a balance holds
    TOO_LATE = "too-late"  # the time for it is over
    BUSY = "busy"  # something else is under way

    # Nothing to act on.
    OWNED = "owned"  # they have it already
    NOT_FOR_SALE = "not-for-sale"  # no rule sells it
    NOT_PAID = "not-paid"  # nothing was paid for it
    NOTHING_OPEN = "nothing-open"  # no question, mark, course or earmark of that name
    NO_RULE = "no-rule"  # no rule of this ruleset handles that
    NEVER_JOINED = "never-joined"  # a character of that name is not in the campaign

    # Mistakes in what was recorded.
    UNKNOWN = "unknown"  # a rating, a certificate that the rule does not list
    DAY_ORDER = "day-order"  # a day before another that must come first
    ROLL = "roll"  # a roll is missing, or no such die can show it
    MISMATCH = "mismatch"  # paper and ledger differ


class Refused(Exception):
    """An event that a policy refuses: it changed nothing.

    ``policy`` names the rule, ``code`` the kind of refusal (one of ``Code``, or a word of a rule's own),
    ``why`` is a sentence for people. ``need`` and ``have`` are in the smallest unit of ``kind``, or None;
    ``short`` is the difference.

    >>> raise Refused("purchase", Code.FUNDS, "climbing costs more than there is", "points", 2000, 1500)
    Traceback (most recent call last):
    rpgprog.ledger.refusals.Refused: purchase: climbing costs more than there is
    """

    def __init__(
        self, policy: str, code: str, why: str, kind: str = "", need: Any = None, have: Any = None
    ) -> None:
        super().__init__(f"{policy}: {why}")
        self.policy, self.code, self.why = policy, code, why
        self.kind, self.need, self.have = kind, need, have
        self.done, self.times = 0, 1  # of an event that is so many in a row, what would have passed

    @property
    def short(self) -> Any:
        """What is missing; None where no numbers are compared."""
        return None if self.need is None or self.have is None else abs(self.need - self.have)
