"""Events: facts in the past tense that somebody records.

In an event that the engine handles, amounts are whole numbers of the smallest unit (points, XP, coins and
hours: thousandths). In one that is handed over to be recorded they are text as in a file ("2 dp", "1/2"), a
Decimal or Fraction, or ``thousandths(2500)``; a bare number there is refused. Dice are already rolled.

>>> Awarded(who=("kessa",), points="2 dp")  # doctest: +ELLIPSIS
<rpgprog.events.play.Awarded object at ...>
>>> thousandths(2500)
2500
"""

from .admin import (
    Adopted,
    Checked,
    DowntimeStarted,
    Joined,
    Left,
    Passed,
    Returned,
    Ruled,
    SessionEnded,
    SessionStarted,
)
from .base import Event, Noted, Override, Thousandths, thousandths
from .optional import (
    Agreed,
    Answered,
    Certified,
    KeptUp,
    PaidIn,
    Refunded,
    Rolled,
    Specialised,
    Started,
    Stopped,
)
from .play import Awarded, Bought, Met, Released, Saved, Trained, Used

__all__ = [
    "Adopted",
    "Agreed",
    "Answered",
    "Awarded",
    "Bought",
    "Certified",
    "Checked",
    "DowntimeStarted",
    "Event",
    "Joined",
    "KeptUp",
    "Left",
    "Met",
    "Noted",
    "Override",
    "PaidIn",
    "Passed",
    "Refunded",
    "Released",
    "Returned",
    "Rolled",
    "Ruled",
    "Saved",
    "SessionEnded",
    "SessionStarted",
    "Specialised",
    "Started",
    "Stopped",
    "Thousandths",
    "Trained",
    "Used",
    "thousandths",
]
