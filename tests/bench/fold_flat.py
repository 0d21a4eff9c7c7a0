"""The five rules of `fold_peers` by hand as most people would write them: flat dicts, one per kind of balance.

``FlatLoop`` keeps balances only, ``FlatReceiptLoop`` one tuple for every change as well.  Both work off the
same stream as the tuned loops of `fold_peers`, which keep short lists instead and look each up once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from fold_peers import (
    CHARACTERS,
    DECAY_DAYS,
    FULL_PRICE,
    LEVEL_STEP,
    RELEARN_PRICE,
    REWARDS,
    XP_PER_RANK,
    XP_PER_USE,
    Balances,
    Event,
    Receipt,
)

BY_CHARACTER = ("points", "earned", "level", "practised", "spent", "relearned")
BY_NAME = ("xp", "rank", "peak", "since", "met")  # of a skill, or of a family


class FlatState:
    """A dict for each kind of balance: by (who, skill), by (who, family), or by who."""

    def __init__(self) -> None:
        self.day = 0
        self.points = dict.fromkeys(CHARACTERS, 0)
        self.earned = dict.fromkeys(CHARACTERS, 0)
        self.level = dict.fromkeys(CHARACTERS, 1)
        self.practised = dict.fromkeys(CHARACTERS, 0)
        self.spent = dict.fromkeys(CHARACTERS, 0)
        self.relearned = dict.fromkeys(CHARACTERS, 0)
        self.xp: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.rank: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.peak: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.since: defaultdict[tuple[str, str], int] = defaultdict(int)
        """The day plus one; 0 means never."""
        self.met: defaultdict[tuple[str, str], int] = defaultdict(int)

    def balances(self) -> Balances:
        """The balances by account, without those that are zero."""
        found: Balances = {("campaign", "day", ""): self.day}
        for kind in BY_CHARACTER:
            found |= {(who, kind, ""): amount for who, amount in getattr(self, kind).items()}
        for kind in BY_NAME:
            found |= {(who, kind, name): amount for (who, name), amount in getattr(self, kind).items()}
        return {account: amount for account, amount in found.items() if amount}


class FlatLoop(FlatState):
    """The five rules as one loop over flat dicts."""

    def run(self, chunk: Iterable[Event]) -> None:
        """Work off the events of `chunk`."""
        points, earned, level, practised = self.points, self.earned, self.level, self.practised
        spent, relearned, met = self.spent, self.relearned, self.met
        xp, rank, peak, since = self.xp, self.rank, self.peak, self.since
        for event in chunk:
            kind = event[0]
            if kind == "met":
                _, party, family = event
                for who in party:
                    prior = met[who, family]
                    met[who, family] += 1
                    if prior < len(REWARDS):
                        points[who] += REWARDS[prior]
                        earned[who] += REWARDS[prior]
                        level[who] = max(level[who], 1 + earned[who] // LEVEL_STEP)
            elif kind == "used":
                _, who, skill = event
                key = who, skill
                practised[who] += XP_PER_USE
                since[key] = self.day + 1
                xp[key] += XP_PER_USE
                while xp[key] >= XP_PER_RANK:
                    xp[key] -= XP_PER_RANK
                    rank[key] += 1
                    peak[key] = max(peak[key], rank[key])
            elif kind == "bought":
                _, who, skill = event
                key = who, skill
                had_before = rank[key] < peak[key]
                price = RELEARN_PRICE if had_before else FULL_PRICE
                if points[who] < price:
                    continue
                points[who] -= price
                if had_before:
                    relearned[who] += price
                else:
                    spent[who] += price
                rank[key] += 1
                peak[key] = max(peak[key], rank[key])
                since[key] = self.day + 1
            else:
                self.day += event[1]
                overdue = self.day + 1 - DECAY_DAYS
                for key, held in rank.items():
                    while held and since[key] <= overdue:
                        rank[key] = held = held - 1
                        since[key] += DECAY_DAYS


class FlatReceiptLoop(FlatState):
    """The same loop, which also keeps a tuple for every change: the account, the amount, the rule, the event."""

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = [((who, "level", ""), 1, "start", None) for who in CHARACTERS]

    def run(self, chunk: Iterable[Event]) -> None:
        """Work off the events of `chunk`."""
        points, earned, level, practised = self.points, self.earned, self.level, self.practised
        spent, relearned, met = self.spent, self.relearned, self.met
        xp, rank, peak, since = self.xp, self.rank, self.peak, self.since
        post = self.receipts.append
        for event in chunk:
            kind = event[0]
            if kind == "met":
                _, party, family = event
                for who in party:
                    prior = met[who, family]
                    met[who, family] += 1
                    post(((who, "met", family), 1, "encounter", event))
                    if prior < len(REWARDS):
                        amount = REWARDS[prior]
                        points[who] += amount
                        post(((who, "points", ""), amount, "encounter", event))
                        earned[who] += amount
                        post(((who, "earned", ""), amount, "encounter", event))
                        levels = 1 + earned[who] // LEVEL_STEP - level[who]
                        if levels > 0:
                            level[who] += levels
                            post(((who, "level", ""), levels, "level", event))
            elif kind == "used":
                _, who, skill = event
                key = who, skill
                practised[who] += XP_PER_USE
                post(((who, "practised", ""), XP_PER_USE, "use", event))
                if since[key] != self.day + 1:
                    post(((who, "since", skill), self.day + 1 - since[key], "use", event))
                    since[key] = self.day + 1
                xp[key] += XP_PER_USE
                post(((who, "xp", skill), XP_PER_USE, "use", event))
                while xp[key] >= XP_PER_RANK:
                    xp[key] -= XP_PER_RANK
                    post(((who, "xp", skill), -XP_PER_RANK, "use", event))
                    rank[key] += 1
                    post(((who, "rank", skill), 1, "use", event))
                    if rank[key] > peak[key]:
                        peak[key] += 1
                        post(((who, "peak", skill), 1, "use", event))
            elif kind == "bought":
                _, who, skill = event
                key = who, skill
                had_before = rank[key] < peak[key]
                price = RELEARN_PRICE if had_before else FULL_PRICE
                if points[who] < price:
                    continue
                points[who] -= price
                post(((who, "points", ""), -price, "purchase", event))
                if had_before:
                    relearned[who] += price
                    post(((who, "relearned", ""), price, "purchase", event))
                else:
                    spent[who] += price
                    post(((who, "spent", ""), price, "purchase", event))
                rank[key] += 1
                post(((who, "rank", skill), 1, "purchase", event))
                if rank[key] > peak[key]:
                    peak[key] += 1
                    post(((who, "peak", skill), 1, "purchase", event))
                if since[key] != self.day + 1:
                    post(((who, "since", skill), self.day + 1 - since[key], "purchase", event))
                    since[key] = self.day + 1
            else:
                self.day += event[1]
                post((("campaign", "day", ""), event[1], "time", event))
                overdue = self.day + 1 - DECAY_DAYS
                for (who, skill), held in rank.items():
                    while held and since[who, skill] <= overdue:
                        rank[who, skill] = held = held - 1
                        post(((who, "rank", skill), -1, "decay", event))
                        since[who, skill] += DECAY_DAYS
                        post(((who, "since", skill), DECAY_DAYS, "decay", event))
