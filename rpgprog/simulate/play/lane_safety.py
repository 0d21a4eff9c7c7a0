"""Whether house rules from elsewhere can act on many campaigns at once."""

from __future__ import annotations

from typing import Any

from ...engine.book import Book
from ..builds.file import Builds
from ..chance import Draws
from .play import Play

FEW = 5  # campaigns that are tried both ways
OURS = "rpgprog."


def in_the_way(builds: Builds, past: Any = ()) -> str:
    """Why these rules have to be played campaign by campaign; empty where they need not.

    Rules that come along are known to give the same on many as on one. Any others are tried: a few
    campaigns are played at once, and each is replayed alone.
    """
    foreign = [p for p in builds.ruleset.policies if not type(p).__module__.startswith(OURS)]
    if not foreign:
        return ""
    for who in builds.builds:
        try:
            play = Play(builds, who, Draws(0, 0, FEW), range(FEW), past)
            for _ in range(builds.table.sessions):
                play.play()
        except Exception as error:  # whatever a rule does that arrays cannot
            return _reason(foreign, f"{type(error).__name__}: {error}")
        if any(_alone(builds, play, lane, past) != play.lanes.sheet(lane) for lane in range(FEW)):
            return _reason(foreign, "its numbers differ")
    return ""


def _alone(builds: Builds, play: Play, lane: int, past: Any) -> Any:
    """The sheet of one campaign played alone."""
    book = Book(builds.ruleset.rules, {(who, kind, of): balance for who, kind, of, balance in past})
    for event in play.written[lane]:
        book.step(event)
    return book.sheet()


def _reason(foreign: Any, why: str) -> str:
    names = ", ".join(policy.name for policy in foreign)
    cannot = f"{names} cannot act on many campaigns at once ({why.splitlines()[0]})"
    return f"{cannot}: each campaign is played alone, which takes about a hundred times as long"
