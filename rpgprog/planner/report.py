"""A gap in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..ledger.accounts import LEVEL, RANK, TALENT, UNIT
from ..ledger.refusals import Code
from ..ledger.units import plain
from ..problems.wording import listing
from ..reader import Names
from ..views.columns import decimal, many
from ..views.wording import shortfall
from .forecast import Losses
from .gap import Gap
from .learning import Learning
from .levels import Gate
from .savings import OverLimit
from .step_rows import called, reason
from .steps import Obstacle, Step, StepKind

_BY_NO_RULE = (Code.NOT_FOR_SALE, Code.NO_RULE)  # refused because no house rule provides for it


def sentences(gap: Gap, names: Names) -> list[str]:
    """What a player wants to know of a gap, most important first."""
    if gap.reached:
        now = "" if gap.kind == TALENT else f" ({gap.called} is {gap.now})"
        return [f"Already reached{now}."]
    parts = (
        _distance(gap),
        _points(gap, names),
        _gate(gap.gate, gap.target, names) if gap.gate and gap.steps is None else (),
        _learning(gap.learning, names) if gap.learning else (),
        _losses(gap.losses, names) if gap.losses else (),
        () if gap.possible else _impossible(gap, names),
        _over_limit(gap.over_limit, names) if gap.over_limit else (),
        (f"{gap.called} can also be paid in instalments (paid_in:).",) if gap.instalments else (),
    )
    return [sentence for part in parts for sentence in part]


def _distance(gap: Gap) -> Iterator[str]:
    if gap.kind == TALENT:
        yield "Not theirs yet."
        return
    peak = f" (peak {gap.peak})" if gap.peak > gap.now else ""
    unit = "rank" if gap.kind == RANK else "level"
    yield f"Now {gap.now}{peak}, goal {gap.target}: {many(gap.difference, unit)} to go."


def _points(gap: Gap, names: Names) -> Iterator[str]:
    if gap.steps is None:
        if gap.kind != LEVEL and gap.refused and gap.possible:
            yield f"Not by {names.points}: {_obstacle(gap.refused, names)}."
        if gap.level_first is not None:
            yield f"Level {gap.level_first} grants or unlocks it; skills make the levels."
        return
    levels = [step for step in gap.steps if step.kind is StepKind.LEVEL]
    if gap.kind == LEVEL and len(levels) == len(gap.steps):
        yield _level_price(gap, gap.steps[0], names)
        return
    yield _price(gap, gap.steps, names)
    if levels:
        yield _levels_first(levels, names)


def _level_price(gap: Gap, first: Step, names: Names) -> str:
    if gap.missing:
        return f"{plain(gap.missing)} {names.points} to earn: {_sessions(gap, names)}."
    return f"{reason(first)}." if first.progress else "Nothing is missing."


def _price(gap: Gap, steps: Sequence[Step], names: Names) -> str:
    relearned = [step.price for step in steps if step.relearned]
    learned = sum(step.price for step in steps) - sum(relearned)
    by_points = f"By points: {plain(gap.points or 0)} {names.points}"
    parts = f" (relearn {plain(sum(relearned))}, learn {plain(learned)})" if relearned else ""
    best = "" if gap.cheapest else ", perhaps not the cheapest way"
    price = f"{by_points}{parts}{best}; {plain(gap.at_hand)} at hand"
    if gap.missing:
        return f"{price}, {plain(gap.missing)} to earn: {_sessions(gap, names)}."
    when = f"in {many(gap.sessions, 'session')}" if gap.sessions else "now"
    return f"{price}: enough {when}."


def _levels_first(levels: Sequence[Step], names: Names) -> str:
    earn = sum(step.earn for step in levels)
    needed = f"{plain(earn)} {names.points} more to earn" if earn else reason(levels[-1])
    return f"Level {levels[-1].number} first: {needed}."


def _sessions(gap: Gap, names: Names) -> str:
    if gap.sessions is None:
        return "number of sessions unknown"
    pace = decimal(Fraction(gap.points_a_session or 0) / UNIT)
    return f"{many(gap.sessions, 'session')} at {pace} {names.points} a session"


def _gate(gate: Gate, target: int, names: Names) -> Iterator[str]:
    needed = f"Level {target} needs {many(gate.missing, 'more skill')} at rank {gate.rank}"
    if not gate.passable:
        yield f"{needed}, and there are not enough skills."
        return
    nearest = []
    for skill, learned in zip(gate.skills, gate.learning, strict=True):
        effort = _effort(learned, names)
        nearest.append(f"{called(skill, names)} ({effort})" if effort else called(skill, names))
    yield f"{needed}; nearest: {listing(nearest)}."


def _effort(learned: Learning, names: Names) -> str:
    parts = [many(learned.uses, "use")] if learned.uses is not None else []
    parts += [f"{_weeks(learned)} of training"] if learned.weeks is not None else []
    if learned.course and not parts:
        parts = [f"in training until {names.on(learned.course.until)}"]
    return " or ".join(parts)


def _weeks(learned: Learning) -> str:
    weeks, rest = divmod(Fraction(learned.hours or 0, UNIT), learned.hours_a_week)
    parts = [many(int(weeks), "week")] if weeks else []
    parts += [f"{decimal(rest)} hour{'' if rest == 1 else 's'}"] if rest or not weeks else []
    return " and ".join(parts)


def _learning(learned: Learning, names: Names) -> Iterator[str]:
    further = ""
    if learned.course is not None:
        course, further = learned.course, " after that"
        when = f"on {names.on(course.until)}, in {many(course.days, 'day')}"
        yield f"Training under way brings rank {course.rank} {when}."
    if learned.xp is not None:
        uses = f", {many(learned.uses, 'use')} at the XP for a use" if learned.uses is not None else ""
        yield f"By use{further}: {plain(learned.xp)} XP{uses}."
    if learned.weeks is not None:
        trainer = ""
        if learned.trainer_why is not None:
            trainer = f"; rank {learned.trainer_from} and above: {learned.trainer_why.why}"
        yield f"By training{further}: {_weeks(learned)}{trainer}."
    if learned.rolls:
        yield "By rolls: the dice decide when."


def _losses(losses: Losses, names: Names) -> Iterator[str]:
    if not losses.ranks or losses.first is None:
        return
    remedy = "using it every session prevents that"
    if losses.with_use:
        remedy = f"with a use every session it loses {many(losses.with_use, 'rank')}"
    on = names.on(losses.first)
    first = f", the first on {on}" if losses.ranks > 1 else f" on {on}"
    until = names.on(losses.until)
    yield f"Unused until then ({until}) it loses {many(losses.ranks, 'rank')}{first}; {remedy}."


def _impossible(gap: Gap, names: Names) -> Iterator[str]:
    if gap.kind == LEVEL:
        yield "It cannot be reached under these rules." if gap.gate else "No rule here leads there."
        return
    why = f": {_obstacle(gap.refused, names)}" if gap.refused else ""
    yield f"It cannot be reached under these rules{why}."


def _obstacle(obstacle: Obstacle, names: Names) -> str:
    """The rule, what it says and what is short; that no rule provides for it is said by none."""
    rule = "" if obstacle.code in _BY_NO_RULE or not obstacle.policy else f"{obstacle.policy}: "
    return f"{rule}{obstacle.why}{shortfall(obstacle, names)}"


def _over_limit(over: OverLimit, names: Names) -> Iterator[str]:
    saving = f"Saving {plain(over.price)} {names.points} for {over.item or 'it'} exceeds the limit"
    excess = "forfeited" if over.forfeited else "flagged"
    earmark = "; to avoid that, earmark it in time (saved:)" if over.earmark else ""
    yield f"{saving}: the excess is {excess} when a session ends{earmark}."
