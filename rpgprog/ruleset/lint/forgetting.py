"""Forgetting, relearning and repetition: where a rule gives back what it takes, or never gives anything."""

from __future__ import annotations

from typing import Any

from ...ledger.numbers import NEVER
from ...policy import Policy
from ...policy.traits import TAKES_RANKS
from ...problems.wording import quoted
from .house import Finding, Findings, House
from .numbers import say
from .tables import NEAR, SEEN

_PRICES = ("purchase", "relearning", "instalments")  # the last for talents only


def forgetting_pays(house: House) -> Findings:
    """D7 with a bonus that rises from rank to rank: the forgotten ranks leave more than they brought."""
    for rule in house.of("rank-bonus"):
        if rule.after_decay == "reverse" and _loses(house, rule):
            better = _left_better(rule)
            if better:
                peak, rank, left, kept_ranks, whom = better
                finding = f"rank {rank} left of {peak} is worth {say(left)}, but {whom} {say(kept_ranks)}"
                how = "forgetting pays; let per_rank fall or stay, or write after_decay: forward"
                message = f"{quoted(rule.name)}: {finding}: {how}"
                yield Finding("forgetting-pays", house.place(rule, "after_decay"), message)


def _loses(house: House, rule: Any) -> bool:
    """Whether some rule takes ranks of its skills."""
    return any(house.shared(rule, taker) for taker in house.doing(TAKES_RANKS))


def _left_better(rule: Any) -> tuple[int, int, int, int, str] | None:
    """A peak and what is left of it, worth more than the peak itself or than the same rank never exceeded."""
    bonus = [rule.per_rank[n] for n in range(1, NEAR + 2)]
    for peak in range(1, NEAR + 1):
        for rank in range(1, peak):
            remaining = bonus[peak] - bonus[peak - rank]
            if remaining > bonus[peak]:
                return peak, rank, remaining, bonus[peak], f"rank {peak} itself only"
            if remaining > bonus[rank]:
                return peak, rank, remaining, bonus[rank], f"rank {rank} learned and kept"
    return None


def relearning_dearer_than_new(house: House) -> Findings:
    """Relearning never costs more than a new rank, and where it never costs less it does nothing."""
    for rule in house.of("relearning"):
        sellers = house.meeting(rule, "purchase")
        charged = house.written(rule, "cost") or rule.faster == 1
        if (
            sellers
            and charged
            and not any(_cheaper(rule, seller) for seller in sellers)
            and _sold_by_one(house)
        ):
            price = sellers[0].cost if sellers[0].favoured is None else sellers[0].favoured
            old, new = say(rule.cost.exact(1)), say(price.exact(1))
            finding = f"a lost rank costs {old} and a new one {new}, and higher ranks are no better"
            message = (
                f"{quoted(rule.name)}: {finding}: relearning never costs less; lower cost, or leave it out"
            )
            yield Finding("relearning-dearer-than-new", house.place(rule, "cost"), message)


def _cheaper(rule: Any, seller: Any) -> bool:
    prices = [curve for curve in (seller.cost, seller.favoured) if curve is not None]
    return any(rule.cost[rank] < price[rank] for rank in range(1, SEEN + 1) for price in prices)


def _sold_by_one(house: House) -> bool:
    """Whether nothing but purchase and relearning makes the price of a rank."""
    ours = house.of(*_PRICES)
    return all(policy in ours or not _prices(policy) for policy in house.policies)


def _prices(policy: Policy) -> bool:
    return any(mark.how == "figure" and mark.what == ("price",) for _, mark in policy.marked())


def step_back_beyond(house: House) -> Findings:
    """N4 under N3: half of so many is still too many."""
    for rule in house.of("novelty"):
        if rule.unusual == "step back" and rule.worthless_at < NEVER:
            far = 2 * rule.worthless_at
            message = (
                f"{quoted(rule.name)}: something unusual counts as half as many met before, worthless_at is"
                f" {rule.worthless_at}: after {far} even that pays nothing; write unusual: full or floor"
            )
            yield Finding("step-back-beyond", house.place(rule, "unusual"), message)


CHECKS = (forgetting_pays, relearning_dearer_than_new, step_back_beyond)
