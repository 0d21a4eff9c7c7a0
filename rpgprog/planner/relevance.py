"""Which other purchases matter to a goal: those that touch what the rules look at when it is bought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from ..events import Bought
from ..ledger.accounts import Key
from ..policy import Policy, Stage
from ..policy.traits import SELLS_RANKS, SELLS_TALENTS
from .purchase import Stuck, buy
from .sandbox import ANY, Item, Sandbox, Seen, is_about, is_irrelevant


@define
class Relevance:
    """The accounts that decide about a goal, as far as they were seen; it only grows.

    ``deciders`` are the rules that may refuse the purchase or set its price.
    """

    who: str
    goal: Item
    deciders: frozenset[str]
    keys: set[Key] = field(factory=set)

    def grow(self, seen: Seen) -> None:
        """Add what the deciders looked at, and whatever may move what they looked at."""
        for by in self.deciders:
            self.keys |= seen.get(by, set())
        growing = True
        while growing:
            foreign = {k for k in self.keys if not is_about(k, self.goal) and not is_irrelevant(k)}
            reached = {
                key
                for by, keys in seen.items()
                if by not in self.deciders and any(_meets(key, foreign) for key in keys)
                for key in keys
            }
            growing = not reached <= self.keys
            self.keys |= reached

    def touched_by(self, keys: Iterable[Key]) -> bool:
        """Whether any of these accounts is among them."""
        return any(not is_irrelevant(key) and key[0] == self.who and _meets(key, self.keys) for key in keys)

    def covers(self, key: Key) -> bool:
        """Whether that account is looked at, by its name or among all of its kind."""
        return key in self.keys or (ANY, key[1], ANY) in self.keys


def _meets(key: Key, keys: set[Key]) -> bool:
    if key[0] == ANY:
        return any(kind == key[1] for _, kind, _ in keys)
    return key in keys or (ANY, key[1], ANY) in keys


def deciders(policies: Iterable[Policy]) -> frozenset[str]:
    """The rules that may refuse a purchase, or set its price."""
    return frozenset(
        policy.name
        for policy in policies
        for _, mark in policy.marked()
        if (mark.how == "on" and mark.stage is Stage.CHECK and Bought in mark.what)
        or (mark.how == "figure" and mark.what[0] in ("price", "sold"))
        or (mark.how == "on" and Bought in mark.what and {SELLS_RANKS, SELLS_TALENTS} & policy.doing())
    )


def relevant_items(
    sandbox: Sandbox, who: str, goal: Item, for_sale: Sequence[Item], target: int
) -> tuple[Relevance, list[Item]]:
    """What decides about the goal, and the other things for sale whose purchase may matter to it."""
    relevance = Relevance(who, goal, deciders(sandbox.rules.policies))
    tried = {
        item: _try(sandbox, who, item, target if item == goal else 1)
        for item in {goal: 0} | dict.fromkeys(for_sale)
    }
    relevance.grow(tried.pop(goal)[1])
    items: list[Item] = []
    while further := [
        item for item in tried if item not in items and _matters(relevance, item, tried[item][0])
    ]:
        items += further
        for item in further:
            relevance.grow(tried[item][1])
    return relevance, [item for item in for_sale if item in items]


def _matters(relevance: Relevance, item: Item, changed: set[Key]) -> bool:
    """A purchase that is refused matters if its ranks would."""
    return relevance.touched_by(changed or {(relevance.who, *item)})


def _try(sandbox: Sandbox, who: str, item: Item, times: int) -> tuple[set[Key], Seen]:
    """Buy it as far as it goes: the accounts that changed, and those that were looked at."""
    before = sandbox.holds(who, *item)
    with sandbox.undone() as mark, sandbox.watched() as seen:
        try:
            while sandbox.holds(who, *item) < max(times, before + 1):
                buy(sandbox, who, item, lambda: False)
        except Stuck:
            pass
        return {account.key for account, *_ in sandbox.receipts[mark:]}, seen
