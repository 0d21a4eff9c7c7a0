"""I1 to I8: what follows from level, ranks and stats, and why."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import FACTS, fact, facts, option, play
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign
from rpgprog.campaign.questions import Unknown

LEVELS = "levels: {step: 40}"


def has(rules: str, character: str, name: str = "initiative") -> int:
    """An ability of a character who joins like this."""
    return play(f"{LEVELS}\n{rules}", "- passed: 1 week", f"kessa: {character}").why("kessa", name).number


def initiative(formula: str, character: str) -> int:
    return has(f'initiative: {{kind: ability, stats: [quickness], formula: "{formula}"}}', character)


@facts("I1")
def test_i1_initiative_grows_with_the_level(case: dict[str, int]) -> None:
    character = f"{{level: {case['level']}, stats: {{quickness: {case['stat']}}}}}"
    assert initiative("quickness + level", character) == case["init"]


@facts("I2")
def test_i2_initiative_grows_with_the_ranks_in_the_act(case: dict[str, int]) -> None:
    character = f"{{ranks: {{sword: {case['ranks']}}}, stats: {{quickness: {case['stat']}}}}}"
    assert initiative("quickness + sword", character) == case["init"]


@facts("I3")
def test_i3_level_and_ranks_are_summed_or_averaged(case: dict[str, int]) -> None:
    character = (
        f"{{level: {case['level']}, ranks: {{sword: {case['ranks']}}}, stats: {{quickness: {case['stat']}}}}}"
    )
    if "sum" in case:
        assert initiative("quickness + level + sword", character) == case["sum"]
    assert initiative("quickness + (level + sword) / 2", character) == case["average"]


@facts("I4", best_melee=...)
def test_i4_one_more_for_every_five_ranks_of_the_best_weapon(case: dict[str, int]) -> None:
    """A second weapon, not as good, changes nothing."""
    best = case["best_melee"]
    character = f"{{ranks: {{axe: {best}, sword: {best // 2}}}, stats: {{quickness: {case.get('stat', 0)}}}}}"
    expected = case["init"] if "init" in case else case["bonus"]
    assert initiative(f"quickness + floor(arms / {option('I4', 'per')})", character) == expected


def test_i5_mages_get_faster_where_other_groups_count() -> None:
    case = fact("I5")
    fighting, magic = case["ranks"]["melee"], case["ranks"]["spellcraft"]
    mage = f"{{ranks: {{sword: {fighting}, healing: {magic}}}, favoured: [magic]}}"
    assert initiative("floor(arms / 5)", mage) == case["melee_only"]
    assert initiative("floor(best / 5)", mage) == case["any"]
    assert initiative("floor(own / 5)", mage) == case["any"]
    assert initiative("floor(max(arms, magic) / 5)", mage) == case["any"]
    assert (
        initiative("own", f"{{ranks: {{sword: {fighting}, healing: {magic}}}, favoured: [arms]}}") == fighting
    )


CASTING = "casting: {{kind: ability, formula: {formula}, round: {round}, base: {{spell: {cost}}}}}"


@pytest.mark.parametrize("case", FACTS["I6"]["cases"], ids=str)
def test_i6_casting_costs_less_at_higher_levels(case: dict[str, Any]) -> None:
    """One less for every two levels and at least one; or 2 % a level, at most half."""
    params, character = FACTS["I6"]["params"], f"{{level: {case['level']}}}"
    flat = f'"max({params["min_cost"]}, base - floor(level / {params["per_levels"]}))"'
    percent = (
        f'"base * (100 - min({params["alt_cap_percent"]}, {params["alt_percent_per_level"]} * level)) / 100"'
    )
    line = CASTING.format(formula=flat, round="down", cost=case["cost"])
    assert has(line, character, "casting spell") == case["flat"]
    if "percent_ceil" in case:
        line = CASTING.format(formula=percent, round="up", cost=case["cost"])
        assert has(line, character, "casting spell") == case["percent_ceil"]


@facts("I7", level=6)
def test_i7_resistance_awareness_and_initiative_grow_steadily(case: dict[str, int]) -> None:
    growth, talents = option("I7", "per_level"), "[iron will]" if "talent" in case else "[]"
    rules = "\n".join(
        f"{name}: {{kind: ability, formula: {each} * level, talents: {{iron will: {case.get('talent', 0)}}}}}"
        for name, each in growth.items()
    )
    played = play(f"{LEVELS}\n{rules}", "- passed: 1 week", f"kessa: {{level: 6, talents: {talents}}}")
    found = played.sheet("kessa").abilities
    assert found["resistance"] == case.get("total", case["resistance"])
    if "talent" not in case:
        assert found == {name: case[name] for name in growth}


@facts("I8")
def test_i8_experience_outweighs_the_stat(case: dict[str, int]) -> None:
    weights = FACTS["I8"]["params"]
    character = f"{{stats: {{quickness: {case['stat']}}}, level: {case['experience']}}}"
    assert (
        initiative(f"{weights['w_stat']} * quickness + {weights['w_experience']} * level", character)
        == case["init"]
    )


# What the cases do not say.

TWO = """
initiative: {kind: ability, stats: [quickness], formula: "quickness + floor(arms / 5)"}
casting: {kind: ability, formula: base - level, round: nearest, base: {fireball: 10, light: 2}, talents: {calm: -1}}
"""


def two(character: str = "{level: 1, ranks: {sword: 7}, stats: {quickness: 5}}") -> Campaign:
    return play(f"{LEVELS}\n{TWO}", "- passed: 1 week", f"kessa: {character}")


def test_why_shows_the_formula_and_its_numbers() -> None:
    assert two().why("kessa", "initiative").terms == (
        ("initiative", "quickness + floor(arms / 5), with arms 7, quickness 5", 6),
    )
    calm = two("{level: 3, talents: [calm]}").why("kessa", "casting fireball")
    assert calm.terms == (("casting", "base - level, with level 3, base 10", 7), ("casting", "talents", 6))


def test_an_ability_with_a_base_is_named_by_what_it_is_for() -> None:
    assert two().sheet("kessa").abilities == {"casting fireball": 9, "casting light": 1, "initiative": 6}
    with pytest.raises(Unknown):
        two().why("kessa", "casting")


def test_an_unknown_word_in_a_formula_is_reported_at_its_place() -> None:
    from rpgprog.problems import Mistakes

    with pytest.raises(Mistakes, match=r'rules:14:40: formula: "armz" is not known .*did you mean "arms"'):
        play('initiative: {kind: ability, formula: "level + armz"}', "- passed: 1 week")


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("1 / (level - 1)", "divides by zero at level = 1"),
        ("100 / arms", "divides by zero at arms = 0"),
        ("sqrt(quickness)", "has no value at quickness = "),
        ("2 ** (level % 3) / (sword - 7)", "divides by zero at level = 0, sword = 7"),
        ("10 ** (10 ** best)", "grows too large at best = "),
    ],
)
def test_abilities_without_a_value_somewhere_are_refused_with_the_ruleset(formula: str, why: str) -> None:
    """Not when somebody has that level, those ranks or that stat, and wants to see a sheet."""
    from rpgprog.problems import Mistakes

    with pytest.raises(Mistakes) as caught:
        initiative(formula, "{level: 1}")
    assert why in str(caught.value)


def test_abilities_that_are_held_above_0_are_read() -> None:
    assert initiative("60 / max(1, level - 1)", "{level: 3}") == 30
    assert initiative("sqrt(max(0, quickness)) + quickness", "{stats: {quickness: -4}}") == -4


def test_a_ranks_loss_lowers_what_follows_from_it() -> None:
    """Nothing is stored: with the third month the fifth rank is gone, and what it was good for."""
    rules = f"{LEVELS}\n{TWO}\ndecay: {{period: 30}}"
    played = play(rules, "- passed: 3 months", "kessa: {ranks: {sword: 7}}")
    assert played.why("kessa", "initiative").number == 0
    assert played.at(0).why("kessa", "initiative").number == 1


@given(st.integers(1, 30), st.integers(0, 40), st.integers(0, 40))
def test_more_of_anything_never_makes_worse(level: int, sword: int, axe: int) -> None:
    def works(**values: int) -> int:
        character = "{{level: {level}, ranks: {{sword: {sword}, axe: {axe}}}}}".format(**values)
        return initiative("level + floor(arms / 5)", character)

    here = works(level=level, sword=sword, axe=axe)
    assert here == level + max(sword, axe) // 5
