"""Who plays along, when the table meets, how time passes, and what a game master changes by hand."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from ..ledger.numbers import Whole
from .base import Event


@frozen(kw_only=True, repr=False)
class Joined(Event):
    """A character joins, with whatever they bring along.

    ``player`` is the player's name. In the ledger the player's first character stands for the player, so
    that no name of a real person is in it; it is empty for whoever is the only character of their player.
    """

    who: str
    player: str = ""
    profession: str = ""
    favoured: tuple[str, ...] = ()
    stats: Mapping[str, int] = Factory(dict)
    share: int = 1000
    level: int = 0
    earned: int = 0
    points: int = 0
    coins: int = 0
    ranks: Mapping[str, int] = Factory(dict)
    peaks: Mapping[str, int] = Factory(dict)
    xp: Mapping[str, int] = Factory(dict)
    last_used: Mapping[str, int] = Factory(dict)
    talents: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Left(Event):
    """A character leaves the party, or dies."""

    who: str
    why: str = ""


@frozen(kw_only=True, repr=False)
class Returned(Event):
    """A character who had left plays along again."""

    who: str


@frozen(kw_only=True, repr=False)
class Passed(Event):
    """Days pass."""

    days: Whole = 0


@frozen(kw_only=True, repr=False)
class DowntimeStarted(Event):
    """Time between adventures begins; on day ``until`` it is over. It does not pass for those ``away``."""

    until: int
    away: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class SessionStarted(Event):
    """The table meets."""

    name: str = ""
    present: tuple[str, ...] = ()
    hours: Whole = 0
    date: Whole = 0  # the real date, counted in days


@frozen(kw_only=True, repr=False)
class SessionEnded(Event):
    """The session is over: what is judged at its end is judged now."""

    present: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Ruled(Event):
    """The game master changes a number by hand, for a reason on record."""

    who: str
    kind: str
    of: str = ""
    amount: Whole
    why: str
    by: str = ""


@frozen(kw_only=True, repr=False)
class Checked(Event):
    """What a number is on paper. If the ledger has another, they have differed since an earlier entry."""

    who: str
    kind: str
    of: str = ""
    amount: Whole


@frozen(kw_only=True, repr=False)
class Adopted(Event):
    """From here on other rules hold, those with that digest.

    ``keep`` says what stays as it is: "ranks" (and levels), or the "effort" behind them. ``renamed`` gives
    policies whose memory goes on under a new name. ``accepts`` is a digest of all the rules so far, as they
    are read now: whoever adopts takes what they make of the past.
    """

    rules: str
    keep: str = "ranks"
    renamed: Mapping[str, str] = Factory(dict)
    accepts: str = ""
    by: str = ""
    why: str = ""
