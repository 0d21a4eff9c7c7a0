"""Events: facts in the past tense that somebody records.

Amounts are whole numbers of the smallest unit (points, XP and hours: thousandths). Dice are already rolled.
"""

from .base import Event, Override
from .growth import Agreed, Answered, Certified, KeptUp, PaidIn, Rolled, Specialised, Started, Stopped
from .play import Awarded, Bought, Met, Released, Saved, Trained, Used
from .table import Joined, Left, Passed, Returned, Ruled, SessionEnded, SessionStarted

__all__ = [
    "Agreed",
    "Answered",
    "Awarded",
    "Bought",
    "Certified",
    "Event",
    "Joined",
    "KeptUp",
    "Left",
    "Met",
    "Override",
    "PaidIn",
    "Passed",
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
