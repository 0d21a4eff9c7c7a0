"""The search for the number with which a goal is reached in time, by playing campaigns with numbers tried."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import NoReturn

from attrs import Factory, evolve, field, frozen

from ...problems import Mistakes, Problem
from ...reader.goals import Goal
from ...ruleset.overrides import at
from ..jobs.job import Job, Variant, play_piece

STEP = Fraction(1, 1000)
MOST = Fraction(10**6)
EACH = 4096  # campaigns for a try
DOUBLINGS = 8
FINE = 200  # the answer is found to so small a part of itself
_TWO_SIGMA = 2


@frozen
class Target:
    """A goal, and the session by which it is to be reached."""

    goal: Goal
    session: int


def refuse(message: str) -> NoReturn:
    """Raise Mistakes with this message."""
    raise Mistakes([Problem(None, message)])


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
            refuse(f"--target: {self.path} makes no difference to {goal}: choose another number with --path")
        limits = f"from {_text(min(chances))} to {_text(max(chances))}"
        reached = "is reached in time" if first else "is not reached in time"
        refuse(f"--target: {goal} {reached} whatever {self.path} is, {limits}")

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
