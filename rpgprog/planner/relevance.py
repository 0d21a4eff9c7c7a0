"""Which purchases matter to a goal: those that touch what the rules look at when the goal is bought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from ..events import Bought
from ..ledger.accounts import Key
from ..policy import Policy, Stage
from ..policy.traits import SELLS_RANKS, SELLS_TALENTS
from .purchase import Stuck, buy
from .sandbox import ANY, Item, Trial, apart, own

Seen = dict[str, set[Key]]  # by rule: the accounts it looked at


@define
class Looks:
    """What decides about a goal, as far as it was seen: it only grows."""

    who: str
    goal: Item
    deciders: frozenset[str]
    keys: set[Key] = field(factory=set)

    def grow(self, all_seen: Seen) -> None:
        """Whatever may refuse or price that purchase, and whatever may move what that looks at."""
        for by in self.deciders:
            self.keys |= all_seen.get(by, set())
        grown = True
        while grown:
            foreign = {key for key in self.keys if not own(key, self.goal) and not apart(key)}
            more = {
                key
                for by, seen in all_seen.items()
                if by not in self.deciders and any(_meets(key, foreign) for key in seen)
                for key in seen
            }
            grown = not more <= self.keys
            self.keys |= more

    def matter(self, keys: Iterable[Key]) -> bool:
        """Whether any of these accounts is looked at."""
        return any(not apart(key) and key[0] == self.who and _meets(key, self.keys) for key in keys)


def _meets(key: Key, keys: set[Key]) -> bool:
    if key[0] == ANY:
        return any(kind == key[1] for _, kind, _ in keys)
    return key in keys or (ANY, key[1], ANY) in keys


def deciders(policies: Iterable[Policy]) -> frozenset[str]:
    """The rules that may refuse a purchase, or say what it costs."""
    return frozenset(
        policy.name
        for policy in policies
        for _, mark in policy.marked()
        if (mark.how == "on" and mark.stage is Stage.CHECK and Bought in mark.what)
        or (mark.how == "figure" and mark.what[0] in ("price", "sold"))
        or (mark.how == "on" and Bought in mark.what and {SELLS_RANKS, SELLS_TALENTS} & policy.doing())
    )


def others(trial: Trial, who: str, goal: Item, sold: Sequence[Item], target: int) -> tuple[Looks, list[Item]]:
    """The other things for sale whose purchase may matter to the goal."""
    looks = Looks(who, goal, deciders(trial.rules.policies))
    tried = {
        item: _try(trial, who, item, target if item == goal else 1)
        for item in {goal: 0} | dict.fromkeys(sold)
    }
    looks.grow(tried.pop(goal)[1])
    found: list[Item] = []
    while more := [item for item in tried if item not in found and _matters(looks, item, tried[item][0])]:
        found += more
        for item in more:
            looks.grow(tried[item][1])
    return looks, [item for item in sold if item in found]


def _matters(looks: Looks, item: Item, posted: set[Key] | None) -> bool:
    """One that is refused itself matters if its ranks would."""
    return looks.matter(posted if posted is not None else {(looks.who, *item)})


def _try(trial: Trial, who: str, item: Item, times: int) -> tuple[set[Key] | None, Seen]:
    """Buy it as far as it goes: the accounts that changed (None: it does not go), and those looked at."""
    mark, before = len(trial.receipts), trial.holds(who, *item)
    trial.seen, trial.watching = {}, True
    try:
        while trial.holds(who, *item) < max(times, before + 1):
            buy(trial, who, item, lambda: False)
    except Stuck:
        pass
    seen, trial.watching = trial.seen, False
    keys = {account.key for account, *_ in trial.receipts[mark:]}
    trial.take_back(mark)
    return keys or None, seen
