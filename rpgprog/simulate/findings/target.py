"""A3 reversed: what an encounter has to be worth so that level 10 comes by session 40."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import evolve, frozen

from ...problems.wording import quoted
from ...reader import Names
from ...reader.goals import SESSION, BadGoal, parse_goal
from ..jobs.job import Job, prepared
from ..jobs.job_request import chosen
from .target_search import EACH, Search, Target, refuse

AWARD = "policies.awards.encounter"
TRIES = 3  # searches, each with more dice, while the fresh dice deny the answer
_AT = re.compile(r"(.+) (?:at|by) session ([0-9]+)")


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
        refuse(f'--target: takes a goal and a session such as "level 10 at session 40", not {quoted(text)}')
    try:
        goal, session = parse_goal(match[1], names), int(match[2])
    except BadGoal as mistake:
        refuse(f"--target: {mistake}")
    if goal.kind == SESSION or not 1 <= session <= 1000:
        refuse(f"--target: {quoted(text)}: the session must be between 1 and 1,000")
    return Target(goal, session)


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
