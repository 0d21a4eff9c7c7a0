"""An award on its way: opened once for each character, changed by policies, rounded once, posted."""

from __future__ import annotations

from typing import Any

from ..ledger.numbers import maximum, minimum
from ..policy import Account, Factor, Reason


class Award:
    """A draft: an amount and the factors that policies put on it, each with its reason.

    ``to`` is the account it is paid into, ``tally`` the one that counts what was ever paid.
    It is the reason of its posting: the amount, what for, each factor and each change with its own reason.
    ``least`` and ``most`` hold after all factors, and ``least`` where both do; ``floors`` and ``caps`` are
    the numbers that they come from, each with its reason. ``raised`` is the part of ``amount`` that a policy
    added, and ``notes`` say what else was weighed and changes no number.
    ``paid`` is set once it has been rounded; ``changes`` are what policies added to it or took off since.
    """

    __slots__ = (
        "amount",
        "by",
        "caps",
        "changes",
        "event",
        "factors",
        "floors",
        "least",
        "most",
        "notes",
        "paid",
        "raised",
        "tally",
        "to",
        "who",
        "why",
    )

    def __init__(self, event: Any, by: str, to: Account, tally: Account, amount: Any, why: Reason) -> None:
        self.event, self.by, self.to, self.tally, self.amount, self.why = event, by, to, tally, amount, why
        self.who = to.who
        self.factors: list[Factor] = []
        self.least: Any = None
        self.most: Any = None
        self.paid: Any = None
        self.raised: Any = 0
        self.changes: tuple[tuple[Any, Reason], ...] = ()
        self.floors: tuple[tuple[Any, Reason], ...] = ()
        self.caps: tuple[tuple[Any, Reason], ...] = ()
        self.notes: tuple[Reason, ...] = ()

    def scale(self, num: Any, over: int, why: Reason) -> None:
        """Put a factor ``num / over`` on it."""
        self.factors.append((num, over, why))

    def at_least(self, amount: Any, why: Reason) -> None:
        """Pay no less than this after all factors, whatever else holds."""
        self.least = amount if self.least is None else maximum(self.least, amount)
        self.floors = (*self.floors, (amount, why))

    def at_most(self, amount: Any, why: Reason) -> None:
        """Pay no more than this after all factors."""
        self.most = amount if self.most is None else minimum(self.most, amount)
        self.caps = (*self.caps, (amount, why))

    def note(self, why: Reason) -> None:
        """Add a remark that changes no number."""
        self.notes = (*self.notes, why)

    def change(self, amount: Any, why: Reason) -> None:
        """Pay this much more, or less, than it was rounded to."""
        self.paid = self.paid + amount
        self.changes = (*self.changes, (amount, why))

    def worth(self) -> Any:
        """The amount times all factors, to the nearest unit, at most ``most``, but never below ``least``."""
        worth = self.amount
        if self.factors:
            over = 1
            for num, den, _ in self.factors:
                worth, over = worth * num, over * den
            twice, over = 2 * worth + over, 2 * over  # to the nearest unit, halves to even
            quotient = twice // over
            worth = quotient - ((twice == quotient * over) & quotient)
        if self.most is not None:
            worth = minimum(worth, self.most)
        return worth if self.least is None else maximum(worth, self.least)
