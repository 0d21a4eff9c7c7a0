"""Options that say something in a mode that does not read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from ...problems.wording import quoted
from .house import TAKES_RANKS, Finding, Findings, House


@frozen(eq=False, repr=False)
class Unread:
    """An option, the options that decide whether it is read, and what they would have to be."""

    kind: str
    option: str
    modes: tuple[str, ...]
    needs: str
    read: Callable[[Any], object]


def _in_xp(levels: Any) -> bool:
    return bool(levels.thresholds == "xp" or levels.count == "earned and practised")


_XP_NEEDS = "thresholds: xp, or count: earned and practised"
UNREAD = (
    Unread("training", "xp_per_week", ("model",), "model: xp", lambda p: p.model == "xp"),
    Unread("training", "weeks", ("model",), "model: time", lambda p: p.model == "time"),
    Unread("training", "per_known", ("model",), "model: time", lambda p: p.model == "time"),
    Unread("training", "limit", ("model",), "model: xp", lambda p: p.model == "xp"),
    Unread("training", "season", ("sources",), "sources: above 0", lambda p: p.sources),
    Unread("training", "master_times", ("coins",), "coins: above 0", lambda p: p.coins),
    Unread("training", "cover", ("coins",), "coins: above 0", lambda p: p.coins),
    Unread("novelty", "floor", ("unusual",), "unusual: floor", lambda p: p.unusual == "floor"),
    Unread("novelty", "beyond_most", ("band",), "band: and a stat", lambda p: p.band),
    Unread("novelty", "bands", ("band",), "band: and a stat", lambda p: p.band),
    Unread("levels", "xp_per_point", ("thresholds", "count"), _XP_NEEDS, _in_xp),
    Unread("levels", "excess", ("at_most",), "at_most: 1 or more", lambda p: p.at_most),
    Unread("levels", "per", ("at_most",), "at_most: 1 or more", lambda p: p.at_most),
    Unread("decay", "training_hours", ("refreshes",), "refreshes: any", lambda p: p.refreshes == "any"),
    Unread("decay", "absent", ("clock",), "clock: game time", lambda p: p.clock == "game time"),
    Unread("edge", "after", ("every",), "every: 0", lambda p: not p.every),
    Unread("edge", "penalty", ("part",), "part: 0", lambda p: not p.part),
    Unread("rank-cap", "cap", ("capped",), "capped: true", lambda p: p.capped),
    Unread("rank-cap", "per", ("at_most",), "at_most: 1 or more", lambda p: p.at_most),
    Unread("awards", "remainder", ("division",), "division: split", lambda p: p.division == "split"),
    Unread("level-benefits", "every", ("bonus",), "bonus: above 0", lambda p: p.bonus),
    Unread("level-benefits", "cap", ("bonus",), "bonus: above 0", lambda p: p.bonus),
    Unread("level-benefits", "favoured_only", ("bonus",), "bonus: above 0", lambda p: p.bonus),
)  # fmt: skip


def unread_options(house: House) -> Findings:
    """Each of them that a file says, unless a file above it chose the mode: that one cannot take it back."""
    for row in UNREAD:
        for policy in house.of(row.kind):
            chosen = max(house.layer(policy, mode) for mode in row.modes)
            if 0 <= house.layer(policy, row.option) >= chosen and not row.read(policy):
                yield _unread(house, policy, row.option, f"it is read only with {row.needs}")


def lonely_options(house: House) -> Findings:
    """Options about something that another rule would have to do."""
    for rule in house.of("relearning"):
        if house.written(rule, "cost") and not house.meeting(rule, "purchase"):
            yield _unread(house, rule, "cost", "no rule sells ranks (purchase)")
        if rule.faster > 1 and not house.meeting(rule, "practice", "training"):
            yield _unread(house, rule, "faster", "ranks come neither by practice nor by training")
    for rule in house.of("rank-bonus"):
        if rule.after_decay == "reverse" and not house.meeting(rule, *TAKES_RANKS):
            yield _unread(house, rule, "after_decay", "no rule takes ranks away")


def _unread(house: House, policy: Any, option: str, why: str) -> Finding:
    message = f"{option} of {quoted(policy.name)} has no effect: {why}; leave it out, or change that"
    return Finding("never-acts", house.place(policy, option), message)


CHECKS = (unread_options, lonely_options)
