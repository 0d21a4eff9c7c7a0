"""A3 turned round: what an encounter has to be worth so that level 10 comes by session 40."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import Executor
from fractions import Fraction
from math import isqrt
from typing import Any

from attrs import evolve, frozen

from ..problems import Mistakes, Problem
from ..ruleset.variation import at
from ..words import quoted
from .asked import chosen
from .goals import SESSION, Goal, goal_of
from .job import Job, Variant, play_piece, prepared

AWARD = "policies.awards.encounter"
STEP = Fraction(1, 1000)
MOST = Fraction(10**6)
EACH = 2048  # campaigns for a try
DOUBLINGS = 8
FINE = 200  # the answer is found to so small a part of itself
SEARCHES = 5  # with other dice each: how far they lie apart says how sure the answer is
_AT = re.compile(r"(.+) (?:at|by) session ([0-9]+)")
_TWO_SIGMA = 2


@frozen
class Target:
    """A goal, and the session by which it is to be reached."""

    goal: Goal
    session: int


@frozen(kw_only=True)
class Solved:
    """The number that gets there. ``low`` and ``high``: where searches with other dice ended.

    ``chance`` is that of reaching the goal in time with it, in campaigns that the search has not seen,
    and ``chance_low`` to ``chance_high`` where the true chance lies in 19 cases of 20.
    """

    build: str
    goal: str
    session: int
    wanted: Fraction
    path: str
    value: Fraction
    low: Fraction
    high: Fraction
    chance: Fraction
    chance_low: Fraction
    chance_high: Fraction
    campaigns: int


def target_of(names: Any, text: str) -> Target:
    """A target from its text: "level 10 at session 40". Raises Mistakes."""
    match = _AT.fullmatch(" ".join(text.split()))
    if match is None:
        _no(f'--target: takes a goal and a session such as "level 10 at session 40", not {quoted(text)}')
    goal, session = goal_of(names, match[1]), int(match[2])
    if isinstance(goal, str):
        _no(f"--target: {goal}")
    if goal.kind == SESSION or not 1 <= session <= 1000:
        _no(f"--target: {quoted(text)}: the session must be between 1 and 1,000")
    return Target(goal, session)


def _no(message: str) -> Any:
    raise Mistakes([Problem(None, message)])


def solve(
    job: Job,
    text: str,
    build: str | None = None,
    path: str = AWARD,
    wanted: Fraction = Fraction(1, 2),
    pool: Executor | None = None,
) -> Solved:
    """The least award (or other number at a path) with which the goal is reached in time.

    Half of all campaigns have to, or the part that is ``wanted``. Where more of the number is less of the
    goal (a dearer level) it is the greatest. Raises Mistakes where no number gets there, or any does.
    """
    target = target_of(prepared(job).first.ruleset.names, text)
    name = chosen(prepared(job).first.builds, build)
    asked = {"sessions": target.session, "goals": (target.goal.text,), "campaigns": EACH, "only": name}
    job = evolve(job, **asked)
    search = _Search(job, name, target, path, wanted)
    low, high = search.bracket()
    found = sorted((pool.map if pool else map)(search.between, *_seeds(job, low, high)))
    value = found[len(found) // 2]
    fresh = evolve(job, seed=job.seed + SEARCHES, campaigns=4 * EACH)
    chance = evolve(search, job=fresh).chance(value)
    around = _sigma(chance, fresh.campaigns) * _TWO_SIGMA
    return Solved(
        build=search.build,
        goal=target.goal.text,
        session=target.session,
        wanted=wanted,
        path=path,
        value=value,
        low=found[0],
        high=found[-1],
        chance=chance,
        chance_low=max(chance - around, Fraction(0)),
        chance_high=min(chance + around, Fraction(1)),
        campaigns=fresh.campaigns,
    )


def _seeds(job: Job, low: Fraction, high: Fraction) -> tuple[Iterable[Any], ...]:
    return [low] * SEARCHES, [high] * SEARCHES, [job.seed + n for n in range(SEARCHES)]


def _sigma(chance: Fraction, campaigns: int) -> Fraction:
    """How far a share of so many campaigns is off, as a rule; never nothing."""
    exact = max(chance * (1 - chance) / campaigns, Fraction(1, campaigns**2))
    return Fraction(isqrt(int(exact * 10**12)), 10**6)


@frozen
class _Search:
    """Looks for the number between one that is too little and one that is enough."""

    job: Job
    build: str
    target: Target
    path: str
    wanted: Fraction

    def chance(self, value: Fraction) -> Fraction:
        """The part of all campaigns that reach the goal in time with this number."""
        first = self.job.variants[0]
        changed = Variant(first.label, first.files, (*first.changes, (self.path, _text(value))))
        job = evolve(self.job, variants=(changed,))
        tally = play_piece(job, job.pieces[0]).tallies[first.label, self.build]
        never = dict(tally.reached[self.target.goal.text].items()).get(0, 0)
        return 1 - Fraction(never, tally.campaigns)

    def _enough(self, value: Fraction) -> bool:
        return self.chance(value) >= self.wanted

    def bracket(self) -> tuple[Fraction, Fraction]:
        """A number that is too little and one that is enough, one of them twice the other."""
        begin = self._begin()
        first = self._enough(begin)
        for n in range(1, DOUBLINGS + 1):
            for this, last in ((begin * 2**n, begin * 2 ** (n - 1)), (begin / 2**n, begin / 2 ** (n - 1))):
                if STEP <= this <= MOST and self._enough(this) != first:
                    return (last, this) if not first else (this, last)
        least, most = self.chance(begin / 2**DOUBLINGS), self.chance(begin * 2**DOUBLINGS)
        goal = f"{self.target.goal.text} by session {self.target.session}"
        if least == most:
            _no(f"--target: {self.path} does not matter for {goal}: name another number with --path")
        what = "is reached in time whatever" if first else "is not reached in time whatever"
        _no(f"--target: {goal} {what} {self.path} is, up to {_text(begin * 2**DOUBLINGS)}")
        return begin, begin

    def _begin(self) -> Fraction:
        """The number as it is; 1 where it is none, or 0."""
        text = at(self.job.variants[0].ruleset(), self.path).split()[0]
        try:
            return max(Fraction(text), Fraction(0)) or Fraction(1)
        except ValueError:
            return Fraction(1)

    def between(self, little: Fraction, enough: Fraction, seed: int) -> Fraction:
        """The number nearest to too little that is enough, with the dice of a seed."""
        search = evolve(self, job=evolve(self.job, seed=seed))
        while abs(enough - little) > max(STEP, max(enough, little) / FINE):
            middle = round((enough + little) / 2 / STEP) * STEP
            if search._enough(middle):
                enough = middle
            else:
                little = middle
        return enough


def _text(value: Fraction) -> str:
    """A number as a ruleset file says it, in thousandths."""
    whole, rest = divmod(round(value / STEP), 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
