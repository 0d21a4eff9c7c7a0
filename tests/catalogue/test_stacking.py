"""N8: the same thing slowed down twice, or only once. With N1 on the uses of a skill."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from catalogue.worked import FACTS, exact, holds, play
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.ledger.accounts import UNIT

RULES = """
practice: {xp: 12, cost: {1: 100, 2+: $second}}
novelty: {of: uses, factor: [$novelty]}
stacking: {mode: $mode}
"""
USE = "- used: {who: kessa, skill: climb, what: the cliff}"
RANKED = "kessa: {ranks: {climb: 1}}"


def slowed(case: dict[str, Any], mode: str) -> F:
    """How many times as many uses the second rank takes as the first would, were the cliff new."""
    played = play(
        RULES, USE, RANKED, second=int(100 * case["cost_factor"]), novelty=case["novelty_mult"], mode=mode
    )
    price = F(played.sheet("kessa").skills[0].xp_needed, UNIT)
    return (price / holds(played, "xp", "climb")) / (F(100) / 12)


@pytest.mark.parametrize("case", FACTS["N8"]["cases"], ids=str)
def test_n8_two_penalties_multiply_or_only_the_stronger_counts(case: dict[str, Any]) -> None:
    assert slowed(case, "allow") == exact(case["slowdown_allow"])
    assert slowed(case, "warn") == exact(case["slowdown_allow"])
    assert slowed(case, "strongest only") == exact(case["slowdown_strongest_only"])


@pytest.mark.parametrize(
    ("novelty", "cost", "xp"),
    [
        ("1/2", 100, "6"),  # no dearer: the novelty factor stands
        ("1/2", 199, "11.94"),  # the cost is not quite as strong
        ("1/2", 200, "12"),  # a tie keeps the cost and drops the novelty factor
        ("1/2", 201, "12"),
        ("1", 300, "12"),  # nothing to drop
        ("2", 300, "24"),  # a premium is no penalty
        ("0", 300, "0"),  # what is worth nothing stays so
        ("1/2", 50, "6"),  # a rank that is cheaper than the first one
    ],
)
def test_n8_the_turning_points(novelty: str, cost: int, xp: str) -> None:
    played = play(RULES, USE, RANKED, second=cost, novelty=novelty, mode="strongest only")
    assert holds(played, "xp", "climb") == exact(xp)


def test_n8_the_reason_says_so() -> None:
    played = play(RULES, USE, RANKED, second=200, novelty="1/4", mode="strongest only")
    (posting,) = played.why("kessa", "climb xp").postings
    assert posting.reason == "12 for a use x 1/2 (the stronger of two penalties)"


@given(st.integers(1, 9), st.integers(100, 900))
def test_n8_never_slower_than_the_stronger_one(tenths: int, cost: int) -> None:
    case = {"novelty_mult": F(tenths, 10), "cost_factor": F(cost, 100)}
    stronger = max(1 / case["novelty_mult"], case["cost_factor"])
    assert abs(slowed(case, "strongest only") - stronger) < F(1, 100)


# N1 on uses.


@pytest.mark.parametrize(
    ("of", "xp"), [("uses", [12, 6, 3]), ("both", [12, 6, 3]), ("encounters", [12, 12, 12])]
)
def test_n1_the_same_cliff_again_teaches_less(of: str, xp: list[int]) -> None:
    played = play(f"practice: {{xp: 12, cost: 100}}\nnovelty: {{of: {of}}}", "\n".join([USE] * 3))
    assert [posting.amount // UNIT for posting in played.why("kessa", "climb xp").postings] == xp


def test_n1_another_skill_another_cliff_or_none_is_new() -> None:
    """And what was met does not count as used."""
    played = play(
        "practice: {xp: 12, cost: 100}\nnovelty: {of: both}\nawards: {encounter: 4}",
        """
        - used: {who: kessa, skill: climb, what: the cliff}
        - used: {who: kessa, skill: swim, what: the cliff}
        - used: {who: kessa, skill: climb, what: the tower}
        - used: {who: kessa, skill: climb}
        - used: {who: kessa, skill: climb}
        - met: {what: the cliff, who: kessa}
        - met: {what: the cliff, who: kessa}
        """,
    )
    assert (holds(played, "xp", "climb"), holds(played, "xp", "swim")) == (48, 12)
    assert holds(played, "earned") == 4 + 2
