"""Rules that are sound alone and fight each other: double penalties, abilities for some, unseen uses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...curve import Curve
from ...events import Used
from ...policy import Policy
from ...policy.traits import RAISES_LEVELS
from ...problems.wording import listing, quoted
from .house import Finding, Findings, House
from .numbers import ordinal, say, times
from .tables import SEEN

_FAR = 11  # the rank that an example shows, the first of a new ten


def double_penalty(house: House) -> Findings:
    """N1 and U6: what one gets falls, and what it pays for rises; the one multiplies the other."""
    for policy, message in penalties(house):
        yield Finding("double-penalty", house.place(policy, "factor"), f"{message}; flatten one of them")


def penalties(house: House) -> Iterator[tuple[Policy, str]]:
    """Each novelty that is a second penalty, and what it comes to in numbers."""
    modes = {rule.mode for rule in house.of("stacking")}
    for novelty in house.of("novelty"):
        paths = [("encounters", "purchase", {"allow"}), ("uses", "practice", {"allow", "strongest only"})]
        for of, kind, silent in paths:
            lessened = _lessened(novelty) if novelty.of in (of, "both") else None
            if lessened and not modes & silent and (dearer := _dearer(house, kind)):
                yield novelty, _slowed(novelty, lessened, *dearer)
                break


def meets_rising_cost(house: House) -> bool:
    """Whether a novelty lessens the XP of uses, and the ranks that these make cost more and more."""
    lessens = any(novelty.of in ("uses", "both") and _lessened(novelty) for novelty in house.of("novelty"))
    return lessens and _dearer(house, "practice") is not None


def _lessened(novelty: Any) -> tuple[int, Fraction] | None:
    """An encounter that pays less than the first, and which part of it; the third if it is one."""
    last, first = (novelty.bands if novelty.band else SEEN), novelty.factor.exact(1)
    factors = ((n, novelty.factor.exact(n)) for n in range(2, last + 1))
    lower = {n: factor / first for n, factor in factors if factor < first}
    n = 3 if 3 in lower else min(lower, default=0)
    return (n, lower[n]) if n else None


def _dearer(house: House, kind: str) -> tuple[Policy, int, Fraction] | None:
    """A rank that costs more than the first, and how many times as much; the eleventh if it is one."""
    curves = (
        (policy, getattr(policy, option)) for policy in house.of(kind) for option in ("cost", "favoured")
    )
    for policy, curve in curves:
        risen = _risen(curve) if isinstance(curve, Curve) else {}
        if risen:
            rank = _FAR if _FAR in risen else min(risen)
            return policy, rank, risen[rank]
    return None


def _risen(curve: Curve) -> dict[int, Fraction]:
    first = curve.exact(1)
    ranks = ((rank, curve.exact(rank)) for rank in range(2, SEEN + 1))
    return {rank: cost / first for rank, cost in ranks if cost > first > 0}


def _slowed(novelty: Any, lessened: tuple[int, Fraction], policy: Policy, rank: int, dearer: Fraction) -> str:
    n, part = lessened
    effect = f"band {n} pays" if novelty.band else f"the {ordinal(n)} of the same pays"
    pays = f"{say(part)} of the first" if part else "nothing"
    slow = f", together {times(dearer / part)} times as slow" if part else ""
    conflict = f"{quoted(novelty.name)} and {quoted(policy.name)} are a double penalty"
    return f"{conflict}: {effect} {pays} and rank {rank} costs {times(dearer)} times rank 1{slow}"


def casters_never_gain(house: House) -> Findings:
    """I4 for melee alone, I5: whoever has their ranks elsewhere stays where they began."""
    for ability in house.of("ability"):
        uses = frozenset(getattr(ability.compiled, "uses", ()))
        categories = {_word(name): name for name in house.names.categories()}
        skills = {_word(name) for name in house.names.skills}
        grows = uses & {"level", "best", "own", *categories, *skills}
        left_out = _left_out(house, {categories[word] for word in grows if word in categories})
        if grows and grows <= categories.keys() and left_out and not ability.base:
            only = listing(sorted(categories[word] for word in grows))
            who = (
                f"characters good at {house.few(left_out)} never gain; add best, own or level to the formula"
            )
            message = f"{quoted(ability.name)} grows with {only} only: {who}"
            yield Finding("casters-never-gain", house.place(ability, "formula"), message)


def _left_out(house: House, covered: set[str]) -> list[str]:
    """The categories that no name of the formula stands for, or the skills that have none."""
    about = house.names.skills.items()
    return list(
        dict.fromkeys(skill.category or name for name, skill in about if skill.category not in covered)
    )


def _word(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def two_ladders(house: House) -> Findings:
    """Points, skills and percentages each raise the level, and it goes up for all of them."""
    first, *others = house.doing(RAISES_LEVELS) or [None]
    for rule in others:
        message = (
            f"{quoted(first.name)} and {quoted(rule.name)} raise the same level, each as if it were the only"
            " one: levels come from both, or one blocks the other; leave one of them out"
        )
        yield Finding("two-ladders", house.place(rule), message)


def no_source(house: House) -> Findings:
    """D4: what is not used is lost, and nothing makes anybody write down what was used."""
    seen = {skill for policy in house.policies if _rewards_use(policy) for skill in house.shared(policy)}
    for decay in house.of("decay"):
        unseen = [skill for skill in house.shared(decay) if skill not in seen and decay.clock != "when asked"]
        if unseen and (unseen != [""] or not house.names.skills):
            finding = f"{quoted(decay.name)} takes ranks of {house.few(unseen)} when unused"
            how = "switch on practice or ask-on-use, or record used: after skill rolls"
            message = f"{finding}, but no rule gives a reason to record uses; {how}"
            yield Finding("no-source", house.place(decay), message)


def _rewards_use(policy: Policy) -> bool:
    if policy.always or not policy.rewards_use:
        return False
    marks = (mark for _, mark in policy.marked() if mark.how == "on" and Used in mark.what)
    return any(mark.given is None or mark.given(policy) for mark in marks)


CHECKS = (double_penalty, casters_never_gain, two_ladders, no_source)
