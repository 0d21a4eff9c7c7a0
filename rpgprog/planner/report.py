"""A gap in plain sentences, and its steps as rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..ledger.accounts import LEVEL, RANK, TALENT, UNIT
from ..problems.wording import listing
from ..reader import Names
from ..views.columns import column, decimal, many, number
from ..views.wording import plain
from .learning import Learning
from .levels import Gate
from .unlocks import Step


@frozen(kw_only=True)
class Row:
    """One step as a table shows it; points in whole ones."""

    step: int = number("Step")
    what: str = column("What")
    price: Fraction | None = number("Price")
    total: Fraction | None = number("In all")
    earn: Fraction | None = number("To earn")
    why: str = column("Why")


def rows(steps: tuple[Step, ...], names: Names) -> list[Row]:
    """The steps in order, each with what was paid so far."""
    told, total = [], 0
    for at, step in enumerate(steps, 1):
        total += step.price
        pays = step.what in (RANK, TALENT, "spend")
        told.append(
            Row(
                step=at,
                what=_what(step, names),
                price=Fraction(step.price, UNIT) if pays else None,
                total=Fraction(total, UNIT) if pays else None,
                earn=Fraction(step.earn, UNIT) if step.what == "level" and step.earn else None,
                why=step.why,
            )
        )
    return told


def _what(step: Step, names: Names) -> str:
    of = (names.skills[step.of].name or step.of) if step.of in names.skills else step.of
    return {
        RANK: f"{of} {step.number}",
        TALENT: of,
        "level": f"reach level {step.number}",
        "spend": f"level {step.number}, by spending",
        "session": "wait for the next session",
        "use": f"use or train {of}" if step.number == 1 else f"use {of} {step.number} times",
    }[step.what]


def sentences(gap: Any, names: Names) -> list[str]:
    """What a player wants to know of a gap, most important first."""
    if gap.reached:
        now = "" if gap.kind == TALENT else f" ({gap.called} is {gap.now})"
        return [f"Reached already{now}."]
    told = [_where(gap), *_points(gap, names)]
    told += [_gate(gap.gate, gap.target, names)] if gap.gate and gap.steps is None else []
    told += _learning(gap.learning) if gap.learning else []
    told += _meanwhile(gap)
    told += [] if gap.possible else [_never(gap)]
    return [*told, *gap.notes]


def _where(gap: Any) -> str:
    if gap.kind == TALENT:
        return "Not theirs yet."
    peak = f" (peak {gap.peak})" if gap.peak > gap.now else ""
    unit = "rank" if gap.kind == RANK else "level"
    return f"Now {gap.now}{peak}, goal {gap.target}: {many(gap.difference, unit)} to go."


def _points(gap: Any, names: Names) -> Iterator[str]:
    if gap.steps is None:
        if gap.kind != LEVEL and gap.refused and gap.possible:
            yield f"Not by {names.points}: {_why(gap)}."
        if gap.level_first is not None:
            yield f"Level {gap.level_first} brings or allows it, and skills make the levels."
        return
    levels = [step for step in gap.steps if step.what == "level"]
    if gap.kind == LEVEL and len(levels) == len(gap.steps):
        yield _levels(gap, names)
        return
    yield _price(gap, names)
    if levels:
        yield _first(levels, names)


def _levels(gap: Any, names: Names) -> str:
    if not gap.missing:
        return f"{gap.steps[0].why}." if gap.steps[0].why else "Nothing is missing."
    return f"{plain(gap.missing)} {names.points} to earn: {_sessions(gap, names)}."


def _price(gap: Any, names: Names) -> str:
    known = [step.price for step in gap.steps if step.why.startswith("relearned")]
    new = [step.price for step in gap.steps if step.what in (RANK, TALENT, "spend")]
    whole = f"{plain(gap.points)} {names.points}"
    parts = f" (relearn {plain(sum(known))}, learn {plain(sum(new) - sum(known))})" if known else ""
    best = "" if gap.cheapest else ", perhaps not the cheapest way"
    hand = f"{plain(gap.at_hand)} at hand"
    if not gap.missing:
        then = "enough, now" if not gap.sessions else f"enough, in {many(gap.sessions, 'session')}"
        return f"By points: {whole}{parts}{best}; {hand}: {then}."
    return f"By points: {whole}{parts}{best}; {hand}, {plain(gap.missing)} to earn: {_sessions(gap, names)}."


def _first(levels: list[Step], names: Names) -> str:
    last, earn = levels[-1].number, sum(step.earn for step in levels)
    takes = f"{plain(earn)} {names.points} more to earn" if earn else levels[-1].why
    return f"Level {last} first: {takes}."


def _sessions(gap: Any, names: Names) -> str:
    if gap.sessions is None:
        return "in how many sessions is not known"
    pace = decimal(Fraction(gap.points_a_session or 0) / UNIT)
    return f"{many(gap.sessions, 'session')} at {pace} {names.points} a session"


def _gate(gate: Gate, target: int, names: Names) -> str:
    called = [(names.skills[skill].name or skill) for skill in gate.skills]
    text = f"Level {target} asks for {many(gate.missing, 'more skill')} at rank {gate.rank}"
    if len(called) < gate.missing:
        return f"{text}, and there are not as many."
    ways = [_ways(learned) for learned in gate.learning]
    each = [f"{skill}{f' ({way})' if way else ''}" for skill, way in zip(called, ways, strict=True)]
    return f"{text}; nearest: {listing(each)}."


def _ways(learned: Learning) -> str:
    parts = [many(learned.uses, "use")] if learned.uses is not None else []
    parts += [f"{_weeks(learned)} of training"] if learned.weeks is not None else []
    return " or ".join(parts)


def _weeks(learned: Learning) -> str:
    hours = Fraction(learned.hours or 0, UNIT)
    weeks, rest = divmod(hours, learned.hours_a_week)
    parts = [many(int(weeks), "week")] if weeks else []
    parts += [f"{decimal(rest)} hour{'' if rest == 1 else 's'}"] if rest or not weeks else []
    return " and ".join(parts)


def _learning(learned: Learning) -> Iterator[str]:
    if learned.xp is not None:
        uses = f", {many(learned.uses, 'use')} at what a use gives" if learned.uses is not None else ""
        yield f"By use: {plain(learned.xp)} XP{uses}."
    if learned.weeks is not None:
        teacher = ""
        if learned.teacher_from is not None:
            teacher = f"; for rank {learned.teacher_from} and on: {learned.refused}"
        yield f"By training: {_weeks(learned)}{teacher}."
    if learned.dice:
        yield "By rolls: how soon is up to the dice."


def _meanwhile(gap: Any) -> Iterator[str]:
    ahead = gap.ahead
    if ahead is None or not ahead.ranks:
        return
    kept = "using it every session prevents that"
    if ahead.with_use:
        kept = f"with a use every session it is {many(ahead.with_use, 'rank')}"
    first = f", the first on day {ahead.first}" if ahead.ranks > 1 else f" on day {ahead.first}"
    yield f"Unused until then (day {ahead.until}) it loses {many(ahead.ranks, 'rank')}{first}; {kept}."


def _why(gap: Any) -> str:
    """The refusal; that something is not for sale is said by no house rule."""
    return str(gap.refused).removeprefix("bookkeeping: ")


def _never(gap: Any) -> str:
    if gap.kind == LEVEL:
        return "No rule here leads there." if not gap.gate else "It cannot be reached as the rules stand."
    why = f": {_why(gap)}" if gap.refused else ""
    return f"It cannot be reached under these rules{why}."
