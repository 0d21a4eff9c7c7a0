"""What has to happen before something may be bought: a level, another session, uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from ..curve import LARGEST
from ..events import SessionStarted, Used
from ..ledger.accounts import EARNED, LEVEL, POINTS, PROGRESS, RANK, SPENT, UNIT
from ..ledger.refusals import Refused
from .sandbox import Item, Trial

MOST_LEVELS = 60  # that are looked ahead
MOST_USES = 2000
MOST_LIFTS = 12  # reasons one after the other that stand in the way of one purchase


@frozen(kw_only=True)
class Step:
    """One step of the way: a rank or talent bought, a level reached, a session or uses waited for.

    ``price`` is in thousandths of a point, for a rank or talent; ``earn`` for a level. ``why`` says how the
    price came about, or what the step makes possible.
    """

    what: str  # "rank", "talent", "level", "session", "use", "spend"
    of: str = ""
    number: int = 0  # the rank, the level; how many uses
    price: int = 0
    earn: int = 0
    lent: int = 0
    why: str = ""


def next_level(trial: Trial, who: str, spend: bool = False) -> Step | None:
    """Bring somebody to the next level as the rules have it; None: points bring none."""
    level, mark = trial.holds(who, LEVEL), len(trial.receipts)
    for what, kind, amount in _level_ways(trial, who, spend):
        trial.give(who, kind, amount)
        if trial.holds(who, LEVEL) > level:
            earn = amount if kind != PROGRESS else 0
            price = earn if what == "spend" else 0
            number = trial.holds(who, LEVEL)
            lent = max(price - trial.holds(who, POINTS), 0)
            trial.give(who, POINTS, lent - price)
            earn = 0 if what == "spend" else earn
            return Step(what=what, number=number, price=price, earn=earn, lent=lent, why=_part(kind, amount))
        trial.take_back(mark)
    return None


def _part(kind: str, amount: int) -> str:
    return f"{amount * 100 // UNIT} % of a level are missing" if kind == PROGRESS else ""


def _level_ways(trial: Trial, who: str, spend: bool) -> Iterator[tuple[str, str, int]]:
    if "next level" in trial.figures:
        missing: int = trial.figure("next level", trial[who, LEVEL, ""])
        if 0 < missing < LARGEST // 2:
            yield "level", EARNED, missing
            if spend:
                yield "spend", SPENT, missing
    if "level progress" in trial.figures:
        yield "level", PROGRESS, UNIT - trial.holds(who, PROGRESS)


Reached = Callable[[], bool]


def lifted(trial: Trial, who: str, item: Item, refused: Refused, reached: Reached) -> list[Step] | None:
    """Lift what stands in the way of a purchase, with no points if possible; None: it cannot be lifted.

    What was done stays in the book; when nothing helps, the book is as it was.
    """
    case = (item, *_alike(refused), refused.need, refused.have)
    if case in trial.hopeless:
        return None
    for lift in (_use, _session, _session_and_use, _levels):
        mark = len(trial.receipts)
        steps = lift(trial, who, item, refused, reached)
        if steps is not None:
            return steps
        trial.take_back(mark)
    trial.hopeless.add(case)
    return None


def _still(trial: Trial, who: str, item: Item, refused: Refused) -> Refused | None:
    """The same refusal again, or None."""
    mark = len(trial.receipts)
    try:
        trial.buy(who, item)
    except Refused as again:
        return again if _alike(again) == _alike(refused) else None
    trial.take_back(mark)
    return None


def _alike(refused: Refused) -> tuple[str, str, str]:
    """What two refusals share if they stand for the same obstacle."""
    return refused.policy, refused.code, refused.kind


def _use(trial: Trial, who: str, item: Item, refused: Refused, _: Reached) -> list[Step] | None:
    if item[0] != RANK or not _counts_uses(trial, refused.policy):
        return None
    for uses in range(1, MOST_USES + 1 if refused.need is not None else 2):
        try:
            trial.step(Used(who=who, skill=item[1], xp=0))
        except Refused:
            return None
        if _still(trial, who, item, refused) is None:
            return [Step(what="use", of=item[1], number=uses, why=refused.why)]
    return None


def _counts_uses(trial: Trial, name: str) -> bool:
    """Whether that rule takes note of uses at all."""
    return any(
        mark.how == "on" and Used in mark.what and (mark.given is None or mark.given(policy))
        for policy in trial.rules.policies
        if policy.name == name
        for _, mark in policy.marked()
    )


def _session(trial: Trial, who: str, item: Item, refused: Refused, _: Reached) -> list[Step] | None:
    trial.step(SessionStarted(name="", present=(who,)))
    if _still(trial, who, item, refused) is None:
        return [Step(what="session", why=refused.why)]
    return None


def _session_and_use(
    trial: Trial, who: str, item: Item, refused: Refused, reached: Reached
) -> list[Step] | None:
    trial.step(SessionStarted(name="", present=(who,)))
    used = _use(trial, who, item, refused, reached) if refused.need is None else None
    return [Step(what="session", why=refused.why), *used] if used else None


def _levels(trial: Trial, who: str, item: Item, refused: Refused, reached: Reached) -> list[Step] | None:
    steps: list[Step] = []
    for _ in range(MOST_LEVELS):
        step = next_level(trial, who)
        if step is None:
            return None
        steps.append(step)
        if reached() or _still(trial, who, item, refused) is None:
            return steps
    return None
