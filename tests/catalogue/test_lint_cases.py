"""Policy-conflict lint: every pair of rules that the catalogue names, and what settles each."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue.worked import fact, facts, option, play

from rpgprog.problems import Mistakes

QUIET = "- passed: 1 week"

# By what the catalogue calls the finding: rules that are each fine, and a word of what is told.
FIGHTS = {
    "double penalty": (
        'novelty: {of: both, factor: "1/2 ** (n - 1)"}',
        'practice: {cost: "20 + 2 * (rank - 1)"}',
    ),
    "decay counted twice": ("global-decay: {every: 1 year}", "decay: {period: 6 months}"),
    "casters never gain": ('melee-speed: {kind: ability, formula: "floor(arms / 5)"}', ""),
    "talent dearer than the hoard cap needs earmark or instalments": (
        "hoard-limit: {cap: $cap, mode: block}",
        "purchase: {talents: {far sight: $price}}",
    ),
    "two hoard caps": ("hoard-limit: {cap: 5}", "talent-limit: {kind: hoard-limit, cap: dearest}"),
    "needs a last-use source": ("decay: {period: 6 months}", ""),
}
TOLD = {
    "double penalty": "double-penalty",
    "decay counted twice": "both take ranks of climb, swim, stealth and others",
    "casters never gain": "casters-never-gain",
    "talent dearer than the hoard cap needs earmark or instalments": "unreachable-talent",
    "two hoard caps": '"talent-limit" does the same as "hoard-limit"',
    "needs a last-use source": "no-source",
}
SETTLED = {
    "double penalty": "stacking: {mode: allow}",
    "casters never gain": "",
    "talent dearer than the hoard cap needs earmark or instalments": "earmark: on",
    "needs a last-use source": "ask-on-use: on",
}


def told(*rules: str, **numbers: Any) -> str:
    """Everything that is said of a ruleset with these rules."""
    try:
        ruleset = play("\n".join(filter(None, rules)), QUIET, **numbers).ruleset
    except Mistakes as mistakes:
        return str(mistakes)
    return "\n".join(map(str, ruleset.warnings))


@pytest.mark.slow
@facts("G2")
def test_g2_each_pair_is_reported(case: Any) -> None:
    """And neither rule alone is; what the catalogue says resolves it does."""
    finding, example = case["finding"], case.get("example", {"cap": 0, "price": 0})
    first, second = FIGHTS[finding]
    assert TOLD[finding] in told(first, second, **example)
    if second:
        assert TOLD[finding] not in told(first, **example)
        assert TOLD[finding] not in told(second, **example)
    if finding in SETTLED:
        settled = SETTLED[finding] or first.replace("arms", "best")
        assert TOLD[finding] not in told(*((first, second) if SETTLED[finding] else ()), settled, **example)


def test_g2_the_finding_is_settled_by_what_the_catalogue_names() -> None:
    """A feed of rolls is used: entries, which practice rewards; asking on use is C6."""
    assert fact("G2", finding="needs a last-use source")["resolved_by"] == ["VTT roll feed", "C6"]
    assert "no-source" not in told("decay: {period: 6 months}", "practice: on")
    assert "no-source" not in told("decay: {period: 6 months, clock: when asked}", "ask-on-use: on")


@facts("N8", slowdown_allow=...)
def test_g2_a_double_penalty_is_reported_with_its_numbers(case: Any) -> None:
    """Half the award for a rank of twice the price is four times as slow."""
    factor, cost = Fraction(str(case["novelty_mult"])), Fraction(str(case["cost_factor"]))
    rules = (f"novelty: {{factor: [1, {factor}]}}", "awards: on", "purchase: {cost: {1-10: 2, 11+: $dear}}")
    said = told(*rules, dear=2 * cost)
    assert f"pays {factor} of the first and rank 11 costs {cost} times rank 1" in said
    assert f"together {case['slowdown_allow']:g} times as slow" in said


@pytest.mark.parametrize("mode", option("N8", "stacking"))
def test_g2_what_a_table_says_of_stacking_holds(mode: str) -> None:
    """Allowed and mended are silent, warned of is told, forbidden is refused."""
    mode = mode.replace("_", " ")
    said = told(*FIGHTS["double penalty"], f"stacking: {{mode: {mode}}}")
    expected = {"warn": "to keep it, accepted: {double-penalty: why}", "forbid": 'which "stacking" forbids'}
    assert said.endswith(expected[mode]) if mode in expected else said == ""
