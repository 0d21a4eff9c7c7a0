"""Events: facts in the past tense that somebody records.

Amounts are whole numbers of the smallest unit (points, XP and hours: thousandths). Dice are already rolled.
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
from .base import Event, Override
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
    "Trained",
    "Used",
]
