"""One purchase with all that has to happen first, in the words of a step."""

from __future__ import annotations

from attrs import evolve, frozen

from ..ledger.accounts import FAVOURED, PEAK, RANK
from ..ledger.refusals import Code, Refused
from ..views.wording import plain
from .sandbox import Item, Trial
from .unlocks import MOST_LIFTS, Reached, Step, lifted


@frozen
class Stuck(Exception):
    """Nothing leads there: why, as a rule says it."""

    refused: Refused


def buy(trial: Trial, who: str, item: Item, reached: Reached) -> list[Step]:
    """Buy one rank or a talent, after whatever the rules ask for. Raises Stuck; then all is as before."""
    start, steps = len(trial.receipts), list[Step]()
    for _ in range(MOST_LIFTS):
        known, why = trial.holds(who, PEAK, item[1]), reason(trial, who, item)
        try:
            price, lent, _posted = trial.buy(who, item)
        except Refused as refused:
            lifts = lifted(trial, who, item, refused, reached)
            if lifts is None:
                trial.take_back(start)
                raise Stuck(refused) from None
            steps += lifts
            if reached():
                return steps
            continue
        return [*steps, _bought(item, trial.holds(who, *item), known, price, lent, why)]
    trial.take_back(start)
    raise Stuck(Refused("", Code.PREREQUISITE, "too much stands in the way"))


def _bought(item: Item, number: int, known: int, price: int, lent: int, why: str) -> Step:
    kind, of = item
    step = Step(what=kind, of=of, number=number, price=price, lent=lent, why=why)
    if kind == RANK and number <= known:
        return evolve(step, why=f"relearned{f', {why}' if why else ''}")
    return step


def reason(trial: Trial, who: str, item: Item) -> str:
    """How the price of the next rank came about, if by more than one rule."""
    account, price, words = trial[who, *item], 0, list[str]()
    watched, trial.watching = trial.watching, False
    for at, (act, policy) in enumerate(trial.figures.get("price", ())):
        before, price = price, act(price, account, trial)
        if price != before and before and at:
            words.append(f"{plain(price)} instead of {plain(before)} ({policy})")
    favoured = not words and _favoured(trial, who, item, price)
    trial.watching = watched
    return ", ".join(["favoured"] if favoured else words)


def _favoured(trial: Trial, who: str, item: Item, price: int) -> bool:
    """Whether it would cost something else if it were not favoured."""
    mark, favours = len(trial.receipts), trial.holds(who, FAVOURED, item[1])
    if not favours:
        return False
    trial.give(who, FAVOURED, -favours, item[1])
    otherwise = trial.figure("price", trial[who, *item])
    trial.take_back(mark)
    return bool(otherwise != price)
