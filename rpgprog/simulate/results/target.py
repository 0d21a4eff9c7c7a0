"""A3 turned round: what an encounter has to be worth so that level 10 comes by session 40."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import NoReturn

from attrs import Factory, evolve, field, frozen

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
TRIES = 3  # searches, each with more dice, while the fresh dice deny the answer
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
    """The least number that gets there; in 19 cases of 20 the true one lies from ``low`` to ``high``.

    ``chance`` is that of reaching the goal in time with it, in campaigns that the search has not seen, and
    the true chance lies from ``chance_low`` to ``chance_high`` as often. Where the chance jumps over what is
    wanted, ``short`` is the nearest number that falls short and ``chance_short`` its chance.
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
    short: Fraction | None = None
    chance_short: Fraction | None = None


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
    search = Search(job, name, target, path, wanted)
    bracket = search.bracket()
    for _ in range(TRIES):
        short, value = search.between(*bracket)
        fresh = search.fresh()
        (low, high), (_, short_high) = fresh.band(value), fresh.band(short)
        if low <= wanted <= high or (short_high < wanted < low):
            break
        search = search.with_more(fresh)  # the fresh dice deny it: they count too, and others check
    return _solved(search, fresh, (short, value), bracket)


def _solved(
    search: Search, fresh: Search, pair: tuple[Fraction, Fraction], bracket: tuple[Fraction, Fraction]
) -> Solved:
    """What was found, checked with fresh dice."""
    short, value = pair
    low, high = fresh.band(value)
    if high < search.wanted:  # denied to the last: what is surely enough
        value = search.edge(*bracket, sure=True)
        low, high = fresh.band(value)
    edges = [search.edge(*bracket, sure=sure) for sure in (False, True)]
    jumps = low > search.wanted
    return Solved(
        build=search.build,
        goal=search.target.goal.text,
        session=search.target.session,
        wanted=search.wanted,
        path=search.path,
        value=value,
        low=min(value, *edges),
        high=max(value, *edges),
        chance=fresh.chance(value),
        chance_low=low,
        chance_high=high,
        campaigns=EACH,
        short=short if jumps else None,
        chance_short=fresh.chance(short) if jumps else None,
    )


def _sigma(chance: Fraction, campaigns: int) -> Fraction:
    """The usual error of a share of that many campaigns; never 0."""
    exact = max(chance * (1 - chance) / campaigns, Fraction(1, campaigns**2))
    return Fraction(isqrt(int(exact * 10**12)), 10**6)


@frozen
class Search:
    """Looks for the number between one that is too little and one that is enough.

    It plays EACH campaigns with each of its seeds and remembers the chances of the numbers it tried.
    """

    job: Job
    build: str
    target: Target
    path: str
    wanted: Fraction
    seeds: tuple[int, ...] = field(default=Factory(lambda self: (self.job.seed,), takes_self=True))
    _chances: dict[tuple[int, Fraction], Fraction] = field(factory=dict, init=False, eq=False, repr=False)

    @property
    def campaigns(self) -> int:
        """How many campaigns a chance is of."""
        return EACH * len(self.seeds)

    def fresh(self) -> Search:
        """The same with dice that were not seen yet."""
        return evolve(self, seeds=(self.seeds[-1] + 1,))

    def with_more(self, fresh: Search) -> Search:
        """The same with the dice of another search as well."""
        search = evolve(self, seeds=(*self.seeds, *fresh.seeds))
        search._chances.update({**self._chances, **fresh._chances})
        return search

    def chance(self, value: Fraction) -> Fraction:
        """The part of all campaigns that reach the goal in time with this number."""
        return sum((self._chance(seed, value) for seed in self.seeds), Fraction(0)) / len(self.seeds)

    def band(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """Where the true chance with a number lies in 19 cases of 20."""
        chance = self.chance(value)
        around = _sigma(chance, self.campaigns) * _TWO_SIGMA
        return max(chance - around, Fraction(0)), min(chance + around, Fraction(1))

    def _chance(self, seed: int, value: Fraction) -> Fraction:
        if (seed, value) not in self._chances:
            first = self.job.variants[0]
            text = f"{_text(value)} {self._begin()[1]}".strip()
            changed = Variant(first.label, first.files, (*first.changes, (self.path, text)))
            job = evolve(self.job, variants=(changed,), seed=seed)
            tally = play_piece(job, (0, EACH)).tallies[first.label, self.build]
            never = dict(tally.reached[self.target.goal.text].items()).get(0, 0)
            self._chances[seed, value] = 1 - Fraction(never, tally.campaigns)
        return self._chances[seed, value]

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

    def between(self, little: Fraction, enough: Fraction) -> tuple[Fraction, Fraction]:
        """The nearest two numbers of which one falls short and the other is enough."""
        return self._narrowed(little, enough, lambda value: self.chance(value) >= self.wanted)

    def edge(self, little: Fraction, enough: Fraction, sure: bool) -> Fraction:
        """The first number that may be enough or, if ``sure``, that is enough by all that its band allows."""

        def test(value: Fraction) -> bool:
            return self.band(value)[not sure] >= self.wanted

        step = enough / little if little else Fraction(2)
        for _ in range(DOUBLINGS):  # the bracket holds the middle of the band, not its edges
            if sure and not test(enough) and self._tried(enough * step) is not None:
                little, enough = enough, enough * step
            elif not sure and test(little) and self._tried(little / step) is not None:
                little, enough = little / step, little
        return self._narrowed(little, enough, test)[sure]

    def _narrowed(
        self, little: Fraction, enough: Fraction, test: Callable[[Fraction], bool]
    ) -> tuple[Fraction, Fraction]:
        while abs(enough - little) > max(STEP, max(enough, little) / FINE):
            middle = round((enough + little) / 2 / STEP) * STEP
            if self._tried(middle) is None:  # finer than the rules have it
                break
            little, enough = (little, middle) if test(middle) else (middle, enough)
        return little, enough


def _text(value: Fraction) -> str:
    """A number as a ruleset file says it, in thousandths."""
    whole, rest = divmod(round(value / STEP), 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
