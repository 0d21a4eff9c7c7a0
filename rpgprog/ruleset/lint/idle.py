"""Rules that can never act, because what they would act on is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from ...problems.wording import quoted
from ..registry import own_kinds
from .caps import cap, dear_rank, talents
from .fights import meets_rising_cost
from .house import MOVES_LEVEL, PAYS_POINTS, TAKES_RANKS, Finding, Findings, House


@frozen(eq=False, repr=False)
class Need:
    """What a kind of rule cannot act without: any of these kinds, for some of the same skills."""

    kind: str
    kinds: tuple[str, ...]
    lack: str
    where: Any = None  # which rules of those kinds will do
    when: Any = None  # which rules of this kind need it


def _has(option: str, value: Any) -> Callable[[Any], bool]:
    return lambda policy: bool(getattr(policy, option) == value)


def _sells_talents(purchase: Any) -> bool:
    return bool(purchase.talents)


def _pays_uses(policy: Any) -> bool:
    return policy.kind == "practice" or bool(policy.outcomes)


def _no_limits(cap: Any) -> bool:
    return not (cap.capped or cap.at_most or cap.column or cap.needs == "use")


_USES, _NO_USES = ("practice", "awards"), "no rule pays for uses (practice)"
_NO_ENCOUNTERS, _NO_POINTS = "no rule pays for encounters (awards)", "no rule pays points (awards)"
_NO_LEVELS, _NO_RANKS = "no rule raises levels (levels)", "no rule sells ranks (purchase)"
_NO_TURNING = "XP from training become ranks by practice, which is not there"
_TIME, _XP = _has("model", "time"), _has("model", "xp")
NEEDS = (
    Need("relearning", TAKES_RANKS, "no rule takes ranks away (decay, global-decay, level-atrophy)"),
    Need("upkeep", ("decay", "edge"), "no rule takes what is unused (decay, edge)"),
    Need("decay", ("ask-on-use",), "nobody asks (ask-on-use)", when=_has("clock", "when asked")),
    Need("ask-on-use", ("decay",), "no rule waits for answers (decay: {clock: when asked})",
         where=_has("clock", "when asked")),
    Need("repetition", _USES, _NO_USES, where=_pays_uses),
    Need("check-list", _USES, _NO_USES, where=_pays_uses),
    Need("grain", PAYS_POINTS, _NO_POINTS),
    Need("bound-points", PAYS_POINTS, _NO_POINTS),
    Need("bound-points", ("purchase",), _NO_RANKS),
    Need("challenge", ("awards",), _NO_ENCOUNTERS),
    Need("first-contact", ("awards",), _NO_ENCOUNTERS),
    Need("novelty", ("awards",), _NO_ENCOUNTERS, when=_has("of", "encounters")),
    Need("novelty", _USES, _NO_USES, where=_pays_uses, when=_has("of", "uses")),
    Need("novelty", _USES, "no rule pays for encounters or uses (awards, practice)", when=_has("of", "both")),
    Need("rank-cap", ("purchase",), f"{_NO_RANKS}, and what comes by itself has no cap"),
    Need("rank-cap", (), "it has no cap and none of the other limits", when=_no_limits),
    Need("earmark", ("purchase",), "nothing is for sale (purchase) that points could be held for"),
    Need("instalments", ("purchase",), "no talent is for sale (purchase)", where=_sells_talents),
    Need("certificates", (), "it names no skills", when=_has("skills", {})),
    Need("stale-training", ("training",), "nobody trains (training)"),
    Need("mixed-learning", ("training",), "no training earns XP (model: xp)", where=_XP),
    Need("mixed-learning", ("practice",), "no use earns XP (practice)"),
    Need("training-queue", ("training",), "no training takes time (model: time)", where=_TIME),
    Need("training", ("practice",), _NO_TURNING, when=_XP),
    Need("edge", ("rank-bonus", "level-benefits"), "there is no bonus to lose (rank-bonus)"),
    Need("level-benefits", MOVES_LEVEL, _NO_LEVELS),
    Need("level-atrophy", MOVES_LEVEL, _NO_LEVELS),
    Need("global-decay", MOVES_LEVEL, f"it counts levels, and {_NO_LEVELS}", when=_has("unit", "level")),
    Need("global-decay", PAYS_POINTS, f"it counts points, and {_NO_POINTS}", when=_has("unit", "points")),
)  # fmt: skip


def never_acts(house: House) -> Findings:
    """Each rule whose partners are not there."""
    for policy, lack in _lacking(house):
        message = f"{quoted(policy.name)} never acts: {lack}; leave it out, or add what it takes"
        yield Finding("never-acts", house.place(policy), message)


def _lacking(house: House) -> Iterator[tuple[Any, str]]:
    if any(policy.kind not in own_kinds() for policy in house.policies):  # another package's may do anything
        return
    for need in NEEDS:
        for policy in house.of(need.kind):
            if need.when is None or need.when(policy):
                partners = house.meeting(policy, *need.kinds)
                if not any(need.where is None or need.where(partner) for partner in partners):
                    yield policy, need.lack
    for policy in house.of("earmark"):
        if house.of("purchase") and not _worth_saving(house):
            yield policy, "there are no talents, and no rank costs more than one may keep"
    for policy in house.of("stacking"):
        if policy.mode == "strongest only" and not meets_rising_cost(house):
            yield (
                policy,
                "no novelty lessens the XP of uses (of: uses) while the ranks they make cost more and more",
            )


def _worth_saving(house: House) -> bool:
    return bool(talents(house)) or any(
        dear_rank(house, cap(house, limit)) for limit in house.of("hoard-limit")
    )


CHECKS = (never_acts,)
