"""What else is worth knowing on the way to a goal: saving beyond a limit, instalments."""

from __future__ import annotations

from collections.abc import Iterator

from ..events import Saved, SessionEnded
from ..ledger.accounts import FORFEITED, HELD, POINTS, TALENT
from ..ledger.refusals import Refused
from ..reader import Names
from ..reader.goals import Goal
from ..views.wording import plain
from .sandbox import Trial
from .search import Found


def notes(trial: Trial, who: str, goal: Goal, found: Found, names: Names) -> Iterator[str]:
    """Sentences; none where there is nothing to say."""
    dearest = max(found.steps or (), key=lambda step: step.price, default=None)
    if dearest is not None and dearest.price:
        yield from _hoarding(trial, who, dearest.price, dearest.of, names)
    if goal.kind == TALENT and found.steps and trial.figure("instalments", trial[who, TALENT, goal.of]):
        yield f"{goal.of} may also be paid for in instalments (paid_in:)."


def _hoarding(trial: Trial, who: str, price: int, item: str, names: Names) -> Iterator[str]:
    """What a limit on unspent points says to saving for the dearest step."""
    said = _judged(trial, who, price, "")
    if said:
        held = item and not _judged(trial, who, price, item)
        how = "; set it aside in time (saved:) and the limit lets it be" if held else ""
        yield f"Saving {plain(price)} {names.points} for {item or 'it'} goes beyond the limit: {said}{how}."


def _judged(trial: Trial, who: str, price: int, target: str) -> str:
    """What happens to so many points when a session ends."""
    mark = len(trial.receipts)
    _save(trial, who, price, target)
    trial.give(who, POINTS, price - trial.holds(who, POINTS))
    _save(trial, who, price - trial.holds(who, HELD, target), target)
    lost, said = trial.holds(who, FORFEITED), ""
    trial.step(SessionEnded(present=(who,)))
    if trial.holds(who, FORFEITED) > lost:
        said = "what is above it is forfeited when a session ends"
    elif trial.figure("above the limit", trial[who, POINTS, ""]) > 0:
        said = "what is above it is pointed out when a session ends"
    trial.take_back(mark)
    return said


def _save(trial: Trial, who: str, amount: int, target: str) -> None:
    """Set aside what is there; a rule may have none of it."""
    amount = min(amount, trial.holds(who, POINTS))
    if target and amount > 0:
        try:
            trial.step(Saved(who=who, target=target, points=amount, why="what if"))
        except Refused:
            return
