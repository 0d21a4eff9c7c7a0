"""Parts of a whole are exact: a third is a third, in every rule that takes a part."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import bonus, holds, play, ranks

from rpgprog.problems import Mistakes
from rpgprog.reader import readable
from rpgprog.ruleset.registry import own_kinds, policy_class

PART_OPTIONS = [
    (kind, key)
    for kind in own_kinds()
    for key, field in readable(policy_class(kind)).items()
    if field.metadata.get("unit") == "part"
]


@pytest.mark.parametrize("part", ["1/3", "2/7", "15/16", "1/11", "0.333", "12.5%"])
@pytest.mark.parametrize(("kind", "key"), PART_OPTIONS)
def test_every_rule_takes_a_third_exactly(kind: str, key: str, part: str) -> None:
    assert play(
        f"awards: on\n{kind}: {{{key}: {part}}}" if kind != "awards" else f"awards: {{{key}: {part}}}", "[]"
    )


def test_too_fine_a_part_is_refused_in_words() -> None:
    with pytest.raises(Mistakes, match='part: "1/17" is too fine a part: write thousandths, or a fraction'):
        play("rank-bonus: on\nedge: {part: 1/17}", "[]")


def test_d8_a_third_of_a_bonus_of_thirty_is_ten() -> None:
    rules = "rank-bonus: {per_rank: 5}\nedge: {part: 1/3, after: 90}"
    assert bonus(play(rules, "- passed: 91", "kessa: {ranks: {climb: 6}}"), "climb") == 20


def test_d11_a_third_of_a_peak_of_nine_is_three() -> None:
    rules = "decay: {period: 10, floor_of_peak: 1/3}"
    assert ranks(play(rules, "- passed: 400", "kessa: {ranks: {climb: 9}}"), "climb") == [3]


@pytest.mark.parametrize(
    ("rules", "kind", "amount"),
    [
        ("awards: {absent: 1/3}", "points", 3),
        ("awards: {absent: 1/3, division: split}", "points", 3),
    ],
)
def test_a_third_for_whoever_was_away(rules: str, kind: str, amount: Any) -> None:
    """Of 9 points 3; shared out, of 12 points a share of a third beside a whole one: 3."""
    points = 12 if "split" in rules else 9
    journal = f"- session: One\n  day: 0\n  present: [bram]\n  events: [{{awarded: {{points: {points}}}}}]"
    assert holds(play(rules, journal, "kessa: {}\nbram: {}"), kind) == amount


def test_a_third_of_a_refund_is_kept() -> None:
    rules = "awards: on\npurchase: {cost: 9}\nrefunds: {fee: 1/3}"
    journal = "- awarded: {points: 9}\n- bought: {who: kessa, skill: climb}\n- refunded: {who: kessa, skill: climb, by: GM, why: a mistake}"
    assert holds(play(rules, journal), "points") == 6


def test_a_third_is_bound_to_what_earned_it() -> None:
    journal = "- awarded: {points: 9, skills: [climb]}"
    played = play("awards: on\npurchase: on\nbound-points: {part: 1/3, round: up}", journal)
    assert holds(played, "bound", "climb") == 3
