"""Why a rule refuses an event: a code that programs go by, a sentence for people, and the numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """The codes of refusals, each with its ``meaning``. They stay; sentences may be reworded at any time.

    A rule of your own takes one of these where it fits, so that the planner knows what would help:
    ``book.require(had >= price, Code.FUNDS, "climbing costs more than they have", POINTS, price, had)``.
    """

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Code:
        """A word, and what it means."""
        code = str.__new__(cls, word)
        code._value_, code.meaning = word, meaning
        return code

    # What it takes.
    FUNDS = "funds", "not enough points: more would do"
    RESERVED = "reserved", "the points are there, but held for or bound to something else"
    FEE = "fee", "not enough coins"
    HOURS = "hours", "more hours than a week has for it"
    TRAINER = "trainer", "needs a trainer, or a better one"
    PRACTICE = "practice", "needs more use or training first"
    PREREQUISITE = "prerequisite", "something else comes first"
    AGREEMENT = "agreement", "the table has not agreed to it"
    REASON = "reason", "needs a reason (why:)"

    # Limits.
    RANK_CAP = "rank-cap", "above the highest rank allowed at this level"
    LEVEL_CAP = "level-cap", "above the highest level"
    PERIOD_CAP = "period-cap", "as many as a session, a season or a level allows"
    EXCESS = "excess", "more than is due, was paid, or is there"
    TOO_LATE = "too-late", "the time for it is over"
    BUSY = "busy", "something else is under way"

    # Nothing to act on.
    OWNED = "owned", "the character has it"
    NOT_FOR_SALE = "not-for-sale", "no rule sells it"
    NOT_PAID = "not-paid", "nothing was paid for it"
    NOTHING_OPEN = "nothing-open", "no such question, mark, course or earmark is open"
    NO_RULE = "no-rule", "no rule of this ruleset handles it"
    NEVER_JOINED = "never-joined", "no such character is in the campaign"

    # Mistakes in what was recorded.
    UNKNOWN = "unknown", "the rule lists no such rating or certificate"
    DAY_ORDER = "day-order", "a day lies before one that must come first"
    ROLL = "roll", "a roll is missing, or no such die can show it"
    MISMATCH = "mismatch", "paper and ledger differ"

    WORK = "work", "one entry would make more postings than the ruleset allows"
    FAILED = "failed", "a rule of another package failed at it"


class Refused(Exception):
    """An event that a policy refuses: it changed nothing.

    ``policy`` names the rule, ``code`` the kind of refusal (one of ``Code``, or a word of a rule's own),
    ``why`` is a sentence for people. ``need`` and ``have`` are in the smallest unit of ``kind``, or None;
    ``short`` is the difference.

    >>> raise Refused("purchase", Code.FUNDS, "climbing costs more than they have", "points", 2000, 1500)
    Traceback (most recent call last):
    rpgprog.ledger.refusals.Refused: purchase: climbing costs more than they have
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
