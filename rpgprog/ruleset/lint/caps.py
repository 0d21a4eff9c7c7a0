"""S1, S3, S6: limits on what one may keep, against what one would save for."""

from __future__ import annotations

from typing import Any

from ...curve import units
from ...ledger.accounts import UNIT
from ...policy.traits import SAVES_FOR_RANKS, SAVES_FOR_TALENTS
from ...problems.wording import quoted
from .house import Finding, Findings, House
from .numbers import points
from .tables import NEAR


def unreachable_talent(house: House) -> Findings:
    """A talent dearer than the cap needs an earmark or instalments."""
    for limit in house.of("hoard-limit"):
        dear = [f"{name} ({points(price)})" for name, price in _dear_talents(house, limit)]
        if dear and house.known and not house.doing(SAVES_FOR_TALENTS):
            message = (
                f"{_keeps(house, limit)}, but {house.few(dear)} {'costs' if len(dear) == 1 else 'cost'} more"
            )
            how = f"{_saver(limit)}; add earmark or instalments, or raise cap"
            yield Finding("unreachable-talent", house.place(limit, "cap"), f"{message}: {how}")


def _dear_talents(house: House, limit: Any) -> list[tuple[str, int]]:
    return [(name, price) for name, price in talents(house).items() if price > cap(house, limit)]


def cap_no_price_fits(house: House) -> Findings:
    """A rank dearer than the cap, too: there are no instalments for ranks."""
    for limit in house.of("hoard-limit"):
        saves = not house.known or house.doing(SAVES_FOR_RANKS)
        if not saves and (dear := dear_rank(house, cap(house, limit))):
            policy, rank = dear
            price = points(units(policy.cost.exact(rank) * UNIT))
            message = f"{_keeps(house, limit)}, but {quoted(policy.name)} charges {price} for rank {rank}"
            how = f"{_saver(limit)}; add earmark, or raise cap"
            yield Finding("cap-no-price-fits", house.place(limit, "cap"), f"{message}: {how}")


def two_caps(house: House) -> Findings:
    """A limit as high as the dearest talent, and no talents."""
    for limit in house.of("hoard-limit"):
        if limit.cap == "dearest" and not cap(house, limit):
            finding = f"{quoted(limit.name)} goes by the dearest talent, but none is for sale"
            how = "give purchase talents, or write cap: and a number"
            message = f"{finding}: the limit is 0, so every unspent point is over it; {how}"
            yield Finding("two-caps", house.place(limit, "cap"), message)


def talents(house: House) -> dict[str, int]:
    """What each talent costs."""
    return {name: price for policy in house.of("purchase") for name, price in policy.talents.items()}


def cap(house: House, limit: Any) -> int:
    """The most points that one may keep."""
    return max(talents(house).values(), default=0) if limit.cap == "dearest" else int(limit.cap)


def dear_rank(house: House, most: int) -> tuple[Any, int] | None:
    """The first rank that costs more than so much, of the ranks that anybody plans for."""
    if not most:  # then nothing fits, and that is told once
        return None
    ranks = ((policy, rank) for policy in house.of("purchase") for rank in range(1, NEAR + 1))
    return next(((policy, rank) for policy, rank in ranks if policy.cost[rank] > most), None)


def _keeps(house: House, limit: Any) -> str:
    most = points(cap(house, limit))
    if limit.mode == "warn":
        return f"{quoted(limit.name)} flags anyone who keeps more than {most}"
    return f"{quoted(limit.name)} lets nobody keep more than {most}"


def _saver(limit: Any) -> str:
    if limit.mode == "warn":
        return "anyone saving up is flagged every session"
    return "nobody can save up without an agreement"


CHECKS = (unreachable_talent, cap_no_price_fits, two_caps)
