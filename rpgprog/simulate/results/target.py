"""A3 turned round: what an encounter has to be worth so that level 10 comes by session 40."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import NoReturn

from attrs import evolve, frozen

from ...problems import Mistakes, Problem
from ...problems.wording import quoted
from ...reader import Names
from ...reader.goals import SESSION, BadGoal, Goal, parse_goal
from ...ruleset.overrides import at
from ..run.job import Job, Variant, play_piece, prepared
from ..run.job_request import chosen

AWARD = "policies.awards.encounter"
STEP = Fraction(1, 1000)
MOST = Fraction(10**6)
EACH = 4096  # campaigns for a try
DOUBLINGS = 8
NEAR = Fraction(1, 20)  # so much more and less shows how fast the chance rises there
FINE = 200  # the answer is found to so small a part of itself
_AT = re.compile(r"(.+) (?:at|by) session ([0-9]+)")
_TWO_SIGMA = 2


@frozen
class Target:
    """A goal, and the session by which it is to be reached."""

    goal: Goal
    session: int


@frozen(kw_only=True)
class Solved:
    """The number that gets there; in 19 cases of 20 the true one lies from ``low`` to ``high``.

    ``chance`` is that of reaching the goal in time with it, in campaigns that the search has not seen, and
    the true chance lies from ``chance_low`` to ``chance_high`` as often.
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


def target_of(names: Names, text: str) -> Target:
    """A target from its text: "level 10 at session 40". Raises Mistakes."""
    match = _AT.fullmatch(" ".join(text.split()))
    if match is None:
        _refuse(f'--target: takes a goal and a session such as "level 10 at session 40", not {quoted(text)}')
    try:
        goal, session = parse_goal(match[1], names), int(match[2])
    except BadGoal as mistake:
        _refuse(f"--target: {mistake}")
    if goal.kind == SESSION or not 1 <= session <= 1000:
        _refuse(f"--target: {quoted(text)}: the session must be between 1 and 1,000")
    return Target(goal, session)


def _refuse(message: str) -> NoReturn:
    raise Mistakes([Problem(None, message)])


def solve(
    job: Job,
    text: str,
    build: str | None = None,
    path: str = AWARD,
    wanted: Fraction = Fraction(1, 2),
) -> Solved:
    """The least award (or other number at a path) with which the goal is reached in time.

    Half of all campaigns have to, or the part that is ``wanted``. Where more of the number is less of the
    goal (a dearer level) it is the greatest. Raises Mistakes where no number gets there, or any does.
    """
    target = target_of(prepared(job).first.ruleset.names, text)
    name = chosen(prepared(job).first.builds, build)
    job = evolve(job, sessions=target.session, goals=(target.goal.text,), campaigns=EACH, only=name)
    search = _Search(job, name, target, path, wanted)
    value = search.between(*search.bracket())
    fresh = evolve(job, seed=job.seed + 1)
    chance = evolve(search, job=fresh).chance(value)
    off = search.off(value)
    around = _sigma(chance, fresh.campaigns) * _TWO_SIGMA
    return Solved(
        build=search.build,
        goal=target.goal.text,
        session=target.session,
        wanted=wanted,
        path=path,
        value=value,
        low=max(value - off, Fraction(0)),
        high=value + off,
        chance=chance,
        chance_low=max(chance - around, Fraction(0)),
        chance_high=min(chance + around, Fraction(1)),
        campaigns=fresh.campaigns,
    )


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
        text = f"{_text(value)} {self._begin()[1]}".strip()
        changed = Variant(first.label, first.files, (*first.changes, (self.path, text)))
        job = evolve(self.job, variants=(changed,))
        tally = play_piece(job, job.pieces[0]).tallies[first.label, self.build]
        never = dict(tally.reached[self.target.goal.text].items()).get(0, 0)
        return 1 - Fraction(never, tally.campaigns)

    def bracket(self) -> tuple[Fraction, Fraction]:
        """A number that is too little and one that is enough, one of them twice the other."""
        begin = self._begin()[0]
        chances = {begin: self.chance(begin)}
        first = chances[begin] >= self.wanted
        for n in range(1, DOUBLINGS + 1):
            for value, last in ((begin * 2**n, begin * 2 ** (n - 1)), (begin / 2**n, begin / 2 ** (n - 1))):
                chance = self._tried(value)
                if chance is not None and (chance >= self.wanted) != first:
                    return (value, last) if first else (last, value)
                chances |= {} if chance is None else {value: chance}
        goal = f"{self.target.goal.text} by session {self.target.session}"
        if len({*chances.values()}) == 1 and 0 < chances[begin] < 1:
            _refuse(f"--target: {self.path} makes no difference to {goal}: choose another number with --path")
        limits = f"from {_text(min(chances))} to {_text(max(chances))}"
        reached = "is reached in time" if first else "is not reached in time"
        _refuse(f"--target: {goal} {reached} whatever {self.path} is, {limits}")

    def _begin(self) -> tuple[Fraction, str]:
        """The number as it is, and its unit; 1 where it is none, or 0."""
        number, _, unit = at(self.job.variants[0].ruleset(), self.path).partition(" ")
        try:
            return max(Fraction(number), Fraction(0)) or Fraction(1), unit
        except ValueError:
            return Fraction(1), ""

    def _tried(self, value: Fraction) -> Fraction | None:
        """The chance with a number; None where the rules cannot have it so."""
        try:
            return self.chance(value) if 0 <= value <= MOST else None
        except Mistakes:
            return None

    def between(self, little: Fraction, enough: Fraction) -> Fraction:
        """The number nearest to too little that is enough."""
        while abs(enough - little) > max(STEP, max(enough, little) / FINE):
            middle = round((enough + little) / 2 / STEP) * STEP
            chance = self._tried(middle)
            if chance is None:  # finer than the rules have it
                break
            little, enough = (little, middle) if chance >= self.wanted else (middle, enough)
        return enough

    def off(self, value: Fraction) -> Fraction:
        """How far the number may be off, by how much chance itself may be and how fast it changes there."""
        near = max(value * NEAR, STEP)
        above, less = self._tried(value + near), self._tried(value - near)
        if above is None or less is None or above == less:
            return near
        doubt = _sigma(self.wanted, self.job.campaigns) * _TWO_SIGMA
        return Fraction(round(doubt * 2 * near / abs(above - less) / STEP)) * STEP


def _text(value: Fraction) -> str:
    """A number as a ruleset file says it, in thousandths."""
    whole, rest = divmod(round(value / STEP), 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
