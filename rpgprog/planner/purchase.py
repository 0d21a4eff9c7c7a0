"""One purchase, after everything the rules ask for first."""

from __future__ import annotations

from attrs import frozen

from ..ledger.accounts import FAVOURED, PEAK, RANK
from ..ledger.refusals import Code, Refused
from .sandbox import Item, Sandbox
from .steps import Obstacle, PriceChange, Step, StepKind
from .unlocks import MOST_OBSTACLES, Reached, lift

_TOO_MUCH = Obstacle("", Code.PREREQUISITE, "too much stands in the way")


@frozen
class Stuck(Exception):
    """Nothing leads to a purchase: the last obstacle."""

    obstacle: Obstacle


def buy(sandbox: Sandbox, who: str, item: Item, reached: Reached) -> list[Step]:
    """Buy one rank or a talent, after whatever has to come first.

    Stops early once ``reached`` holds. Raises Stuck; then everything is as before.
    """
    start, steps = len(sandbox.receipts), list[Step]()
    for _ in range(MOST_OBSTACLES):
        relearned = item[0] == RANK and sandbox.holds(who, *item) < sandbox.holds(who, PEAK, item[1])
        changes = price_changes(sandbox, who, item)
        favoured = not changes and _favoured(sandbox, who, item)
        try:
            price, short = sandbox.buy(who, item)
        except Refused as refused:
            lifts = lift(sandbox, who, item, refused, reached)
            if lifts is None:
                sandbox.take_back(start)
                raise Stuck(Obstacle.of(refused)) from None
            steps += lifts
            if reached():
                return steps
            continue
        step = Step(
            kind=StepKind(item[0]),
            of=item[1],
            number=sandbox.holds(who, *item),
            price=price,
            short=short,
            relearned=relearned,
            favoured=favoured,
            price_changes=changes,
        )
        return [*steps, step]
    sandbox.take_back(start)
    raise Stuck(_TOO_MUCH)


def price_changes(sandbox: Sandbox, who: str, item: Item) -> tuple[PriceChange, ...]:
    """The rules that changed the price of the next rank, after the one that named it."""
    account, price, changes = sandbox[who, *item], 0, list[PriceChange]()
    with sandbox.unwatched():
        for at, (act, policy) in enumerate(sandbox.figures.get("price", ())):
            before, price = price, act(price, account, sandbox)
            if at and before and price != before:
                changes.append(PriceChange(policy, before, price))
    return tuple(changes)


def _favoured(sandbox: Sandbox, who: str, item: Item) -> bool:
    """Whether it would cost something else if it were not favoured."""
    favours = sandbox.holds(who, FAVOURED, item[1])
    if not favours:
        return False
    with sandbox.unwatched(), sandbox.undone():
        account = sandbox[who, *item]
        price = sandbox.figure("price", account)
        sandbox.give(who, FAVOURED, -favours, item[1])
        return bool(sandbox.figure("price", account) != price)
