"""What a goal depends on: each number of the rules a step lower and higher, one at a time, same dice.

A step is 10 %, or as little more as the number can change by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from fractions import Fraction

from attrs import evolve, frozen

from ...problems import Mistakes
from ...ruleset import Ruleset
from ...ruleset.overrides import Number, numbers, scaled, varied, worth
from ...views.columns import column, percent, ratio
from ..jobs.job import Job, Outcome, Variant, play_piece, prepared
from ..play.tally import Tally

BY = Fraction(1, 10)
ENOUGH = 4096  # campaigns for each number: with the same dice differences show early


@frozen(kw_only=True)
class Effect:
    """What a number does to a goal: the chance to reach it and the session by which, on average.

    Never reaching it counts as one session after the last. The steps are parts of the number: -1/10 is a
    tenth less, 1 is twice as much; None where the rules do not take the step.
    """

    build: str = column("Build")
    goal: str = column("Goal")
    path: str = column("Number")
    value: str = column("Now")
    lower: str = column("Lower")
    upper: str = column("Higher")
    step_lower: Fraction | None = percent("Step down", default=None)
    step_upper: Fraction | None = percent("Step up", default=None)
    chance: Fraction = percent("Chance now")
    chance_lower: Fraction | None = percent("Chance, lower")
    chance_upper: Fraction | None = percent("Chance, higher")
    session: Fraction = ratio("Session now", places=1)
    session_lower: Fraction | None = ratio("Session, lower", places=1)
    session_upper: Fraction | None = ratio("Session, higher", places=1)

    @property
    def size(self) -> Fraction:
        """By how much it changes the session at most."""
        sessions = (self.session_lower, self.session_upper)
        return max(
            (abs(session - self.session) for session in sessions if session is not None), default=Fraction(0)
        )


Progress = Callable[[int, int], None]
Found = dict[tuple[str, str], tuple[Fraction, Fraction]]  # by build and goal: chance, session


def effects(job: Job, pool: Executor | None = None, progress: Progress | None = None) -> list[Effect]:
    """All numbers that matter for a goal of a build, the strongest first. Raises Mistakes."""
    first = job.variants[0]
    small = evolve(job, campaigns=min(job.campaigns, ENOUGH), variants=(first,))
    tried = _nudged(first)
    changed = [step.variant for _, pair in tried for step in pair if step is not None]
    played = iter(_played([evolve(small, variants=(variant,)) for variant in changed], pool, progress))
    rows: list[Effect] = []
    now = _read(small, _play(small))
    for number, pair in tried:
        lower, upper = (None if step is None else next(played) for step in pair)
        rows += _rows(number, pair, now, lower, upper)
    return sorted(rows, key=lambda row: (row.build, row.goal, -row.size, row.path))


@frozen
class _Step:
    """The rules with a number changed, and by what part of itself."""

    variant: Variant
    part: Fraction

    @property
    def text(self) -> str:
        """The changed number."""
        return self.variant.changes[-1][1]


_Pair = list[_Step | None]  # lower, higher


def _nudged(first: Variant) -> list[tuple[Number, _Pair]]:
    """Each number of the rules, and the rules with it a step lower and higher, where they take it."""
    rules, tried = first.ruleset(), []
    for number in numbers(rules):
        pair = [_variant(first, rules, number, factor) for factor in (1 - BY, 1 + BY)]
        if pair != [None, None]:
            tried.append((number, pair))
    return tried


def _variant(first: Variant, rules: Ruleset, number: Number, factor: Fraction) -> _Step | None:
    text = scaled(number, factor)
    if text is None:
        return None
    try:
        changed = varied(rules, {number.path: text})
    except Mistakes:  # the rules do not fit together with it
        return None
    now = next(entry for entry in numbers(changed) if entry.path == number.path)
    variant = evolve(first, changes=(*first.changes, (number.path, text)))
    return _Step(variant, worth(now) / worth(number) - 1)


def _played(jobs: list[Job], pool: Executor | None, progress: Progress | None) -> Iterator[Found]:
    outcomes = (pool.map if pool else map)(_play, jobs)
    for done, (job, outcome) in enumerate(zip(jobs, outcomes, strict=True), 1):
        if progress:
            progress(done, len(jobs))
        yield _read(job, outcome)


def _play(job: Job) -> Outcome:
    """All campaigns of a job that is one piece."""
    return play_piece(job, (0, job.campaigns))


def _read(job: Job, outcome: Outcome) -> Found:
    ready = prepared(job)
    return {
        (build, goal): _reached(tally, goal, ready.first.table.sessions)
        for (_, build), tally in outcome.tallies.items()
        for goal in tally.reached
    }


def _reached(tally: Tally, goal: str, sessions: int) -> tuple[Fraction, Fraction]:
    """The chance to reach it, and the session by which, on average; never is one after the last."""
    never = sessions + 1
    counts = [(session or never, n) for session, n in tally.reached[goal].items()]
    reached = sum(n for session, n in counts if session < never)
    average = Fraction(sum(session * n for session, n in counts), tally.campaigns)
    return Fraction(reached, tally.campaigns), average


def _rows(
    number: Number, steps: _Pair, now: Found, lower: Found | None, upper: Found | None
) -> Iterator[Effect]:
    texts = ["-" if step is None else step.text for step in steps]
    parts = [None if step is None else step.part for step in steps]
    for (build, goal), (chance, session) in now.items():
        down, up = (result[build, goal] if result else None for result in (lower, upper))
        if any(result is not None and result != (chance, session) for result in (down, up)):
            yield Effect(
                build=build,
                goal=goal,
                path=number.path,
                value=number.text,
                lower=texts[0],
                upper=texts[1],
                step_lower=parts[0],
                step_upper=parts[1],
                chance=chance,
                chance_lower=down[0] if down else None,
                chance_upper=up[0] if up else None,
                session=session,
                session_lower=down[1] if down else None,
                session_upper=up[1] if up else None,
            )
