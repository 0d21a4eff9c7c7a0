"""What is counted of one build in many campaigns, and how the counts of two lots of campaigns are one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from attrs import define, field

from ...ledger.accounts import (
    BANKED,
    EARNED,
    FORFEITED,
    LEVEL,
    PAID,
    PEAK,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    UNIT,
)
from ...reader.goals import Goal
from .counts import Counts
from .play import Play, Refusals
from .spending import Obstacle

BONUS, TOTAL = "bonus", "total ranks"
Measure = tuple[str, str]  # what, and of which skill

SUMMED = (EARNED, POINTS, SPENT, RELEARNED, FORFEITED, BANKED)


@define(eq=False, repr=False)
class Tally:
    """One build under one ruleset. ``bands`` has counts for each session; ``reached`` the sessions in
    which a goal was first reached, 0 for never; ``sums`` are thousandths over all campaigns, at the end.
    """

    campaigns: int = 0
    bands: dict[Measure, list[Counts]] = field(factory=dict)
    reached: dict[str, Counts] = field(factory=dict)
    held: Counter[Obstacle] = field(factory=Counter)
    refused: Counter[Refusals] = field(factory=Counter)
    taken: Counter[str] = field(factory=Counter)
    sums: Counter[str] = field(factory=Counter)

    def merge(self, other: Tally) -> None:
        """Add the counts of another block of campaigns."""
        self.campaigns += other.campaigns
        for measure, bands in other.bands.items():
            own_counts = self.bands.setdefault(measure, [Counts() for _ in bands])
            for counts, counts_there in zip(own_counts, bands, strict=True):
                counts.merge(counts_there)
        for goal, counts_there in other.reached.items():
            self.reached.setdefault(goal, Counts()).merge(counts_there)
        for name in ("held", "refused", "taken", "sums"):
            for key, number in getattr(other, name).items():
                getattr(self, name)[key] += number


@define(eq=False, repr=False)
class Duel:
    """How often one build was ahead of another after each session: behind, level with it, ahead."""

    sessions: list[Any] = field(factory=list)

    def add(self, own: Any, other: Any) -> None:
        """Count the campaigns of one more session."""
        self.sessions.append(np.bincount(np.sign(own - other) + 1, minlength=3))

    def merge(self, other: Duel) -> None:
        """Add the counts of another block of campaigns."""
        if not self.sessions:
            self.sessions = [counts.copy() for counts in other.sessions]
            return
        self.sessions = [a + b for a, b in zip(self.sessions, other.sessions, strict=True)]


class Watch:
    """Looks at a block while it is played, after each session."""

    def __init__(self, play: Play, skills: tuple[str, ...], goals: tuple[Goal, ...]) -> None:
        self.play, self.skills, self.goals = play, skills, goals
        self.lanes, self.who = play.lanes, play.who
        self.tally = Tally(campaigns=play.lanes.size)
        self.first = {goal.text: np.zeros(play.lanes.size, "int64") for goal in goals}
        self.now: dict[Measure, Any] = {}
        self.before = self._sums()
        self.held_before = play.spending.held_back.copy()  # shares are of sessions: the start is none

    def look(self) -> None:
        """Count where every campaign stands."""
        self.now = self._measures()
        for measure, values in self.now.items():
            counts = Counts()
            counts.add(values)
            self.tally.bands.setdefault(measure, []).append(counts)
        for goal in self.goals:
            first = self.first[goal.text]
            open_rows = np.flatnonzero(first == 0)
            first[open_rows[self.play.spending.reached(goal, open_rows)]] = self.play.session

    def _measures(self) -> dict[Measure, Any]:
        book: Any = self.lanes
        who = self.who
        measures = {
            (LEVEL, ""): book[who, LEVEL, ""].everywhere(),
            (EARNED, ""): book[who, EARNED, ""].everywhere() // UNIT,
        }
        total = np.zeros(book.size, "int64")
        for skill in self.skills:
            rank = book[who, RANK, skill]
            measures[RANK, skill] = ranks = rank.everywhere()
            total += ranks
            if "bonus" in book.figures:
                bonus = book.figure("bonus", rank)
                measures[BONUS, skill] = np.broadcast_to(np.asarray(bonus, "int64"), (book.size,))
        measures[TOTAL, ""] = total
        return measures

    def done(self) -> Tally:
        """All that was counted."""
        tally = self.tally
        for goal in self.goals:
            tally.reached[goal.text] = counts = Counts()
            counts.add(self.first[goal.text])
        tally.held = self.play.spending.held_back - self.held_before
        tally.refused = self.play.refused
        tally.taken = self.lanes.taken
        tally.sums = self._sums()
        tally.sums.subtract(self.before)
        return tally

    def _sums(self) -> Counter[str]:
        """Over all campaigns: what came in, where it went, what was forgotten."""
        book: Any = self.lanes
        who = self.who
        sums = Counter({kind: self._sum(book[who, kind, ""]) for kind in SUMMED})
        sums[FORFEITED] -= self.lanes.forfeited_cuts
        sums["offered"], sums["forgotten"] = self.lanes.offered, self._forgotten()
        lost = (self._sum(peak) - self._sum(book[who, RANK, peak.of]) for peak in self._all(PEAK))
        sums["ranks forgotten"] = sum(lost)
        return sums

    def _all(self, kind: str) -> list[Any]:
        return [account for account in self.lanes.all(kind) if account.who == self.who]

    @staticmethod
    def _sum(account: Any) -> int:
        return int(account.everywhere().sum())

    def _forgotten(self) -> int:
        """Points paid for ranks that are no longer held."""
        total = 0
        for paid in self._all(PAID):
            skill, _, rank = paid.of.rpartition(" ")
            rank_now: Any = self.lanes[self.who, RANK, skill]
            lost = rank_now.everywhere() < int(rank)
            total += int((paid.everywhere() * lost).sum())
        return total
