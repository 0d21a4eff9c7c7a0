"""What no policy can know about itself: whether the policies of a ruleset fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import prod

import attrs
from attrs import evolve

from ..curve import Curve
from ..ledger.accounts import UNIT
from ..policy import Misfit, Policy, SkillPolicy
from ..policy.faults import fault
from ..policy.traits import FORBIDS_PENALTIES, TAKES_RANKS_BY_TIME
from ..problems import Place, Problem
from ..problems.wording import listing, quoted
from ..reader import Names
from .file import Given

LARGEST_PRODUCT = 2**62
LARGEST_AWARD = 10**9  # units: rules that do not fit so large an award are refused
FURTHEST_AWARD = 10**11  # units: no entry says more, however simple its rules are
ENTRIES = 10**4  # of the largest award in one account: their sum in XP still fits


def check(
    policies: Sequence[Policy], rules: Mapping[str, Given], names: Names, problems: list[Problem]
) -> list[Policy]:
    """The policies, each with the skills it governs; what does not fit together is told."""
    governing = list(_governing(list(_fitted(policies, names, rules, problems)), names, rules, problems))
    _check_doubles(governing, rules, problems)
    _check_decays(governing, rules, names, problems)
    _check_products(governing, rules, problems)
    _check_penalties(governing, rules, names, problems)
    return governing


def _fitted(
    policies: Sequence[Policy], names: Names, rules: Mapping[str, Given], problems: list[Problem]
) -> Iterator[Policy]:
    """The policies, those with formulas over the ruleset's own words with these."""
    for policy in policies:
        try:
            yield policy.fitted(names)
        except Misfit as misfit:
            place = _place(rules, policy.name, misfit.option)
            problems.append(Problem(place, f"{misfit.option}: {misfit}"))
            yield policy
        except Exception as error:
            failed = fault(error, policy)
            if failed is None:
                raise
            problems.append(Problem(_place(rules, policy.name), ": ".join(failed)))


def _governing(
    policies: Sequence[Policy], names: Names, rules: Mapping[str, Given], problems: list[Problem]
) -> Iterator[Policy]:
    """Among the policies of one kind the narrowest ``only`` governs a skill; equals are a mistake."""
    for policy in policies:
        rivals = [p for p in policies if isinstance(p, SkillPolicy) and type(p) is type(policy)]
        if not isinstance(policy, SkillPolicy) or (len(rivals) == 1 and not policy.only):
            yield policy
            continue
        governs = set()
        for skill in policy.only or names.skills:
            first, *others = _narrowest(skill, rivals, names)
            if first is policy:
                governs.add(skill)
                for other in others:
                    clash = f'"{other.name}" and "{policy.name}" both govern {skill}, and neither is narrower'
                    _report(rules, problems, other.name, f"{clash}: say only: in one of them")
        yield evolve(policy, governs=frozenset(governs))


def _narrowest(skill: str, rivals: Sequence[SkillPolicy], names: Names) -> list[SkillPolicy]:
    """Those for the fewest skills, among those for this one; more than one if they are equals."""
    fit = [p for p in rivals if not p.only or skill in p.only]
    closest = min(len(p.only or names.skills) for p in fit)
    return [p for p in fit if len(p.only or names.skills) == closest]


def _place(rules: Mapping[str, Given], name: str, option: str = "") -> Place | None:
    """Where a policy stands, or the value of one of its options; None: it was made in Python."""
    if name not in rules:
        return None
    rule = rules[name]
    reader, _, node = rule.options.get(option, (rule.reader, rule.node, rule.node))
    return reader.source.place(node)


def _report(rules: Mapping[str, Given], problems: list[Problem], name: str, message: str) -> None:
    place = _place(rules, name)
    if place is None or not any(problem.place == place for problem in problems):
        problems.append(Problem(place, message))


def _check_doubles(policies: Sequence[Policy], rules: Mapping[str, Given], problems: list[Problem]) -> None:
    for policy in policies:
        first = next(p for p in policies if type(p) is type(policy))
        if policy is not first and not isinstance(policy, SkillPolicy) and not policy.several:
            message = f'"{policy.name}" does the same as "{first.name}": one of them must go'
            _report(rules, problems, policy.name, message)


def _check_decays(
    policies: Sequence[Policy], rules: Mapping[str, Given], names: Names, problems: list[Problem]
) -> None:
    """D2 and D4 on one skill: which took the last rank would depend on how time is cut."""
    takers = (p for p in policies if TAKES_RANKS_BY_TIME in p.doing())
    for first, other in combinations(sorted(takers, key=lambda policy: policy.kind), 2):
        shared = [skill for skill in names.skills if _governs(first, skill) and _governs(other, skill)]
        if shared and first.kind != other.kind:
            few = listing(shared if len(shared) < 4 else [*shared[:3], "others"])
            message = f'"{first.name}" and "{other.name}" both take ranks of {few}'
            _report(rules, problems, first.name, f"{message}: switch one off, or say only:")


def _governs(policy: Policy, skill: str) -> bool:
    return not isinstance(policy, SkillPolicy) or skill in policy.governs


def _check_penalties(
    policies: Sequence[Policy], rules: Mapping[str, Given], names: Names, problems: list[Problem]
) -> None:
    """N8: what is only a warning elsewhere is refused where the ruleset itself forbids it."""
    for policy in policies:
        if FORBIDS_PENALTIES in policy.doing():
            from .lint import House
            from .lint.fights import penalties

            for _, message in penalties(House(policies, rules, names, ())):
                _report(rules, problems, policy.name, f"{message}, which {quoted(policy.name)} forbids")


def _check_products(policies: Sequence[Policy], rules: Mapping[str, Given], problems: list[Problem]) -> None:
    """The largest award times all factors that meet must fit 62 bits: whole numbers in lanes wrap."""
    for meeting in _meeting(policies):
        factors = [(policy.name, curve) for policy in meeting for curve in _factors(policy)]
        if not _fits(meeting, [curve for _, curve in factors]):
            names = list(dict.fromkeys(name for name, _ in factors))
            message = (
                f"the factors of {listing(names)} are too fine or too large{' together' * (len(names) > 1)}"
            )
            _report(rules, problems, names[-1], f"{message}: write them as lists of numbers with few digits")


def _fits(policies: Sequence[Policy], factors: Sequence[Curve]) -> bool:
    return _largest_award(policies, factors) >= LARGEST_AWARD


def _largest_award(policies: Sequence[Policy], factors: Sequence[Curve]) -> int:
    """The most units whose product with all factors fits, while it is worked out."""
    finer, fits = prod(policy.finer for policy in policies), 0
    for exactly in (False, True):  # the bounds of a formula are quickly found, but wide
        largest = prod(_largest(curve, exactly) for curve in factors)
        fits = (LARGEST_PRODUCT - 1) // (finer * max(largest, prod(curve.over for curve in factors)))
        if fits >= LARGEST_AWARD:
            break
    return fits


def most_points(policies: Sequence[Policy], names: Names) -> int:
    """How many points, XP or coins one entry may say: the proof of ``check`` holds for that many."""
    awards = (
        _largest_award(meeting, [curve for policy in meeting for curve in _factors(policy)])
        for meeting in _meeting(policies)
    )
    sums = LARGEST_PRODUCT // (names.xp * ENTRIES)
    return max(LARGEST_AWARD, min(sums, FURTHEST_AWARD, *awards)) // UNIT


def _meeting(policies: Sequence[Policy]) -> Iterator[list[Policy]]:
    """For each kind of event the policies that may change its awards; who never says so may change any."""
    changes = {policy.name: _changed_awards(policy) for policy in policies}
    events = dict.fromkeys(event for changed in changes.values() for event in changed or ())
    for event in events or (object,):
        yield [
            policy
            for policy in policies
            if (changed := changes[policy.name]) is None or any(issubclass(event, kind) for kind in changed)
        ]


def _changed_awards(policy: Policy) -> list[type] | None:
    """The kinds of events whose awards a policy changes; None: it marks no method as doing so."""
    marks = [mark for _, mark in policy.marked() if mark.how == "award"]
    active = [mark for mark in marks if mark.given is None or mark.given(policy)]
    return [kind for mark in active for kind in mark.what] if marks else None


def _factors(policy: Policy) -> list[Curve]:
    fields = (f for f in attrs.fields(type(policy)) if f.metadata.get("factor"))
    return [curve for f in fields if isinstance(curve := getattr(policy, f.name), Curve)]


def _largest(curve: Curve, exactly: bool) -> int:
    return max(1, *(abs(round(number * curve.unit * curve.over)) for number in curve.reach(exactly)))
