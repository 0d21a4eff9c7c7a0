"""Rulesets varied by path: other values, the value at a path, every number, a little more or less, sweeps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rpgprog.problems import Mistakes
from rpgprog.reader import Skill
from rpgprog.ruleset import Ruleset, load_ruleset, packs
from rpgprog.ruleset.overrides import MOST_VALUES, Number, at, numbers, scaled, sweep, varied

RULES = """\
ruleset: sample
licence: MIT
points: dp
xp_per_point: 20
calendar: {month: 28}
skills:
  climbing: {category: athletics, stat: strength}
  swimming: {category: athletics, stat: strength}
  lore: learning
policies:
  awards: {encounter: 30 xp, rated: {easy: 1, 1.5 hard: 2 dp}, catch_up: [1, 3/2, 2], absent: 50%}
  purchase: {cost: {1-6: 3, 7+: 5}, favoured: "2 + floor(rank / 3)", talents: {far sight: 30}}
  decay: {period: 6 months, floor: 2, only: {skills: [climbing, lore]}}
  sea-legs: {kind: decay, only: swimming, period: 90}
  levels: {step: {start: 20, growth: 1.25}, highest: 20}
  rank-cap: {cap: level + 3, capped: true}
  hoard-limit: {cap: dearest}
  grain: on
"""
UP, DOWN = Fraction(11, 10), Fraction(9, 10)


@pytest.fixture
def rules(tmp_path: Path) -> Ruleset:
    (tmp_path / "sample.yaml").write_text(RULES)
    return load_ruleset(tmp_path / "sample.yaml")


def rule(ruleset: Ruleset, name: str) -> Any:
    [policy] = [policy for policy in ruleset.policies if policy.name == name]
    return policy


def told_of(ruleset: Ruleset, changes: dict[str, str]) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        varied(ruleset, changes)
    return [str(problem) for problem in caught.value.problems]


def number(ruleset: Ruleset, path: str) -> Number:
    [found] = [number for number in numbers(ruleset) if number.path == f"policies.{path}"]
    return found


def times(ruleset: Ruleset, path: str, factor: Fraction = UP) -> str | None:
    """The number scaled; what comes out must load."""
    found = number(ruleset, path)
    text = scaled(found, factor)
    if text is not None:
        varied(ruleset, {found.path: text})
    return text


# Other values.


def test_an_option_takes_another_value(rules: Ruleset) -> None:
    own = varied(rules, {"policies.decay.period": "3 months", "policies.decay.floor": "0"})
    assert (rule(own, "decay").period, rule(own, "decay").floor) == (84, 0)
    assert (rule(rules, "decay").period, rule(rules, "decay").floor) == (168, 2)
    assert rule(own, "sea-legs").period == 90
    assert (own.name, own.title, own.file) == (rules.name, rules.title, rules.file)
    assert own.digest != rules.digest


def test_a_piece_of_a_map_and_of_a_list_counted_from_one(rules: Ruleset) -> None:
    own = varied(rules, {"policies.purchase.cost.1-6": "4", "policies.awards.catch_up.2": "1.25"})
    assert [rule(own, "purchase").cost[n] for n in (1, 6, 7)] == [4000, 4000, 5000]
    assert [rule(own, "awards").catch_up.exact(n) for n in (1, 2, 3)] == [1, Fraction(5, 4), 2]


def test_a_key_may_have_a_dot_and_spaces(rules: Ruleset) -> None:
    own = varied(rules, {"policies.awards.rated.1.5 hard": "3", "policies.purchase.talents.far sight": "1/2"})
    assert rule(own, "awards").rated == {"easy": 1000, "1.5 hard": 3000}
    assert rule(own, "purchase").talents == {"far sight": 500}


def test_of_keys_that_begin_alike_the_longest_is_meant(rules: Ruleset) -> None:
    rules = varied(rules, {"policies.awards.rated": "{1: 1, 1.5: 2, 1.5.2: 3}"})
    own = varied(rules, {"policies.awards.rated.1.5": "7", "policies.awards.rated.1.5.2": "8"})
    assert at(own, "policies.awards.rated") == "{1: 1, 1.5: 7, 1.5.2: 8}"


def test_a_number_of_a_formula(rules: Ruleset) -> None:
    own = varied(rules, {"policies.purchase.favoured~2": "4", "policies.rank-cap.cap~1": "5"})
    assert at(own, "policies.purchase.favoured") == "2 + floor(rank / 4)"
    assert [rule(own, "purchase").favoured[n] for n in (3, 4)] == [2000, 3000]
    assert rule(own, "rank-cap").cap[2] == 7
    for text, formula in (("1/3", "level + (1/3)"), ("-3", "level + (-3)"), ("0.5", "level + 0.5")):
        assert at(varied(rules, {"policies.rank-cap.cap~1": text}), "policies.rank-cap.cap") == formula


def test_a_rule_is_switched_off_and_on(rules: Ruleset) -> None:
    own = varied(rules, {"policies.hoard-limit": "off", "policies.relearning": "on"})
    names = [policy.name for policy in own.policies]
    assert "hoard-limit" not in names and "relearning" in names
    own = varied(rules, {"policies.relearning": "on", "policies.relearning.faster": "7"})
    assert rule(own, "relearning").faster == 7


def test_a_whole_rule_is_overridden_one_option_at_a_time(rules: Ruleset) -> None:
    own = varied(rules, {"policies.rank-cap": "{cap: level + 4}", "policies.decay": "{floor: 1}"})
    assert rule(own, "rank-cap").cap[1] == 5
    assert (rule(own, "decay").period, rule(own, "decay").floor) == (168, 1)


def test_a_rule_named_by_its_author_comes_with_its_kind(rules: Ruleset) -> None:
    own = varied(rules, {"policies.dust": "{kind: relearning, faster: 2}", "policies.dust.faster": "3"})
    assert rule(own, "dust").faster == 3
    told = told_of(rules, {"policies.zz": "{faster: 3}"})
    assert told == ['policies.zz={faster: 3}: there is no policy "zz" (a name of your own needs kind:)']


def test_text_in_pieces_can_be_changed_until_it_is_written(rules: Ruleset) -> None:
    own = varied(rules, {"policies.rank-bonus": "on", "policies.rank-bonus.per_rank.11-20": "3"})
    assert at(own, "policies.rank-bonus.per_rank") == "{1-10: 5, 11-20: 3, 21+: 1}"
    assert rule(own, "rank-bonus").per_rank[12] == 53


def test_changes_pile_up(rules: Ruleset) -> None:
    one = {"policies.purchase.cost.1-6": "4", "policies.purchase.cost.7+": "6"}
    twice = rules
    for path, text in one.items():
        twice = varied(twice, {path: text})
    assert twice.digest == varied(rules, one).digest
    assert at(twice, "policies.purchase.cost") == "{1-6: 4, 7+: 6}"


def test_no_change_is_the_same_ruleset(rules: Ruleset) -> None:
    assert varied(rules, {}).digest == rules.digest
    assert [p.name for p in varied(rules, {}).policies] == [p.name for p in rules.policies]


def test_a_campaigns_skills_survive(rules: Ruleset) -> None:
    more = {"sailing": Skill(category="sea"), "lore": Skill(category="books")}
    with_skills = rules.with_skills(more)
    own = varied(with_skills, {"policies.sea-legs.only": "sea"})
    assert own.names.skills == with_skills.names.skills
    assert rule(own, "sea-legs").only == ("sailing",)
    assert varied(rules, {"policies.sea-legs.only": "sea"}, more).digest == own.digest
    assert told_of(rules, {"policies.sea-legs.only": "sea"}) == [
        'policies.sea-legs.only=sea: there is no skill or category "sea"; '
        "allowed: climbing, swimming, lore, athletics, learning"
    ]
    kept = varied(rules, {"policies.decay.period": "3"}).with_skills(more)
    assert rule(kept, "decay").period == 3 and "sailing" in kept.names.skills


def test_warnings_are_those_of_the_varied_rules(rules: Ruleset) -> None:
    own = varied(rules, {"policies.levels.chart": "[0, 10]", "policies.levels.step": "20"})
    new = [str(warning) for warning in own.warnings if warning not in rules.warnings]
    assert any(line.startswith("--set:2:1: warning: ") and "a step and a chart" in line for line in new)


@pytest.mark.parametrize("pack", packs())
def test_the_value_that_is_written_changes_no_digest(pack: str) -> None:
    ruleset = load_ruleset(pack)
    given = {path: at(ruleset, path) for path in written_paths(ruleset)}
    assert varied(ruleset, given).digest == ruleset.digest
    assert [p.name for p in varied(ruleset, given).policies] == [p.name for p in ruleset.policies]
    whole = {f"policies.{p.name}": at(ruleset, f"policies.{p.name}") for p in ruleset.policies[:-1]}
    assert varied(ruleset, whole).digest == ruleset.digest


def written_paths(ruleset: Ruleset) -> list[str]:
    """Of each option that is written its path, and that of its first and last number."""
    found: dict[str, list[str]] = {}
    for n in numbers(ruleset):
        if n.spot.said:
            found.setdefault(f"policies.{n.spot.policy}.{n.spot.option}", []).append(n.path)
    return [path for option, paths in found.items() for path in {option: 0, paths[0]: 0, paths[-1]: 0}]


# Wrong paths and values.


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("policies.deccay.period", 'there is no policies.deccay; did you mean "policies.decay"?'),
        ("policies.decay.perod", 'there is no policies.decay.perod; did you mean "policies.decay.period"?'),
        (
            "policies.purchase.talents.far sigt",
            'there is no policies.purchase.talents.far sigt; did you mean "policies.purchase.talents.far sight"?',
        ),
        ("policies.purchase.cost.1-9", 'there is no policies.purchase.cost.1-9; did you mean "policies.purchase.cost.1-6"?'),
        ("policies.purchase.cost.12", "there is no policies.purchase.cost.12; allowed: 1-6, 7+"),
        (
            "policies.zz.period",
            "there is no policies.zz",
        ),
        ("policies.decay.zz", "there is no policies.decay.zz; allowed: only, period, floor, floor_of_peak, clock, absent, refreshes, training_hours"),
        ("decay.period", 'there is no decay.period; did you mean "policies.decay.period"?'),
        ("polices.decay.period", 'there is no polices.decay.period; did you mean "policies.decay.period"?'),
        ("xp_per_point", 'there is no xp_per_point: a path begins with "policies.", such as policies.awards'),
        ("policies", 'there is no policies: a path begins with "policies.", such as policies.awards'),
        ("", 'there is no path: a path begins with "policies.", such as policies.awards'),
        ("policies.relearning.faster", "policies.relearning is off here: policies.relearning=on switches it on"),
        ("policies.relearnin", 'there is no policies.relearnin; did you mean "policies.relearning"?'),
        ("policies.awards.catch_up.0", "there is no policies.awards.catch_up.0: policies.awards.catch_up has items 1 to 3"),
        ("policies.awards.catch_up.4", "there is no policies.awards.catch_up.4: policies.awards.catch_up has items 1 to 3"),
        ("policies.awards.catch_up.x", "there is no policies.awards.catch_up.x: policies.awards.catch_up has items 1 to 3"),
        ("policies.awards.catch_up.2.1", "there is no policies.awards.catch_up.2.1: policies.awards.catch_up.2 is one value, 3/2"),
        ("policies.decay.only.skills.3", "there is no policies.decay.only.skills.3: policies.decay.only.skills has items 1 to 2"),
        ("policies.levels.chart.2", "there is no policies.levels.chart.2: policies.levels.chart is not given here"),
        ("policies.purchase.favoured~0", 'there is no policies.purchase.favoured~0: "2 + floor(rank / 3)" has numbers 1 to 2'),
        ("policies.purchase.favoured~3", 'there is no policies.purchase.favoured~3: "2 + floor(rank / 3)" has numbers 1 to 2'),
        ("policies.rank-cap.cap~2", 'there is no policies.rank-cap.cap~2: "level + 3" has one number'),
        ("policies.decay.period~1", "there is no policies.decay.period~1: policies.decay.period is not a formula"),
        ("policies.decay~1", "there is no policies.decay~1: policies.decay is not a formula"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere(rules: Ruleset, path: str, message: str) -> None:
    assert told_of(rules, {path: "1"}) == [message]
    with pytest.raises(Mistakes) as caught:
        at(rules, path)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("decay.period", "0", 'must be at least 1, not "0"'),
        ("decay.period", "3 moons", '"moons" is not a span of time; did you mean "months"?'),
        ("decay.period", '"90"', 'takes a span of time such as 6 months or 90, not "90": write it without the quotes'),
        ("decay.period", "[3", 'a "," is missing, or the "[" on line 1 is not closed'),
        ("decay.period", "&a", "the value is empty"),
        ("decay.clock", "gametime", 'takes game time, sessions attended, real time or when asked, not "gametime"; did you mean "game time"?'),
        ("decay.floor", "1.5", 'takes a whole number, not "1.5"'),
        ("awards.absent", "1.01", 'must be at most 1, not "1.01"'),
        ("awards.encounter", "-1", 'must be at least 0, not "-1"'),
        ("awards.rated.easy", "many", 'takes an amount such as 3 or 1.5 dp, not "many"'),
        ("awards.catch_up.2", "x", 'takes a number, not "x"'),
        ("purchase.cost.1-6", "x", 'takes a number, not "x"'),
        ("purchase.cost.1-6", "-1", "must be at least 0, but for 1 it is -1"),
        ("purchase.cost", "{1-6: 3, 8+: 5}", "the bands leave a gap: nothing is said about 7"),
        ("purchase.cost", "{1-6: x, 7+: 5}", '1-6: takes a number, not "x"'),
        ("purchase.cost", "2 * ranks", '"ranks" is not known here: a formula is numbers, + - * / // % **, floor, ceil, round, min, max, abs, sqrt, and the name rank'),
        ("purchase.favoured~1", "x", 'takes a number such as 3, 0.5 or 1/4, not "x"'),
        ("purchase.favoured~1", "50%", 'takes a number such as 3, 0.5 or 1/4, not "50%"'),
        ("purchase.favoured~1", "", "takes a number such as 3, 0.5 or 1/4, not nothing"),
        ("purchase.favoured~2", "0", '"2 + floor(rank / 0)" divides by zero at rank = 1'),
        ("decay.only.skills.2", "lor", 'there is no skill "lor"; did you mean "lore"?'),
        ("hoard-limit", "of", 'takes on, off or a map of options, not "of"'),
        ("relearning", "off", 'there is no policy "relearning" to switch off; allowed: awards, purchase, decay, sea-legs, levels, rank-cap, hoard-limit, grain'),
        ("bookkeeping", "off", '"bookkeeping" is always on and has no options'),
        ("dust", "{kind: decai}", 'kind: there is no kind of policy "decai"; did you mean "decay"?'),
        ("decay", "{flor: 2}", 'decay has no "flor"; did you mean "floor"?'),
    ],
)  # fmt: skip
def test_a_value_is_checked_as_in_a_file(rules: Ruleset, path: str, text: str, message: str) -> None:
    assert told_of(rules, {f"policies.{path}": text}) == [f"policies.{path}={text}: {message}"]


def test_all_mistakes_come_at_once(rules: Ruleset) -> None:
    changes = {"policies.decay.period": "x", "policies.zz.y": "1", "policies.decay.floor": "-1"}
    assert told_of(rules, changes) == [
        "there is no policies.zz",
        'policies.decay.period=x: takes a span of time such as 6 months or 90, not "x"',
        'policies.decay.floor=-1: must be at least 0, not "-1"',
    ]


def test_a_mistake_of_pieces_together_names_them_all(rules: Ruleset) -> None:
    changes = {
        "policies.purchase.cost.1-6": "2",
        "policies.decay.floor": "1",
        "policies.purchase.cost.7+": "-4",
    }
    assert told_of(rules, changes) == [
        "policies.purchase.cost.1-6=2, policies.purchase.cost.7+=-4: must be at least 0, but for 7 it is -4"
    ]


def test_pieces_may_be_right_only_together(rules: Ruleset) -> None:
    rules = varied(rules, {"policies.levels.chart": "[0, 10, 20]"})
    changes = {"policies.levels.chart.2": "30", "policies.levels.chart.3": "40"}
    assert at(varied(rules, changes), "policies.levels.chart") == "[0, 30, 40]"
    assert told_of(rules, {"policies.levels.chart.2": "21"}) == [
        "policies.levels.chart.2=21: totals must not fall, and 21 is followed by 20"
    ]


def test_rules_that_no_longer_fit_together(rules: Ruleset) -> None:
    [told] = told_of(rules, {"policies.decay.only": "[swimming]"})
    both = '"sea-legs" and "decay" both govern swimming, and neither is narrower: say only: in one of them'
    assert told == f"{rules.file}:14:3: {both} (with policies.decay.only=[swimming])"
    once = varied(rules, {"policies.decay.floor": "1"})
    both = '"sea-legs" and "decay" both govern climbing, and neither is narrower: say only: in one of them'
    assert told_of(rules, {"policies.sea-legs.only": "[climbing, lore]"}) == [
        f"policies.sea-legs.only=[climbing, lore]: {both}"
    ]
    assert told_of(once, {"policies.decay.only": "swimming", "policies.grain": "off"}) == [
        f"{rules.file}:14:3: {both.replace('climbing', 'swimming')} "
        "(with policies.decay.only=swimming, policies.grain=off)"
    ]
    assert told_of(varied(rules, {"policies.sea-legs.period": "9"}), {"policies.decay.only": "swimming"}) == [
        f"policies.sea-legs.period=9: {both.replace('climbing', 'swimming')} (with policies.decay.only=swimming)"
    ]


# The value at a path.


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("decay.period", "6 months"),
        ("sea-legs.period", "90"),
        ("awards.encounter", "30 xp"),
        ("awards.absent", "50%"),
        ("awards.rated", "{easy: 1, 1.5 hard: 2 dp}"),
        ("awards.rated.1.5 hard", "2 dp"),
        ("awards.catch_up", "[1, 3/2, 2]"),
        ("awards.catch_up.2", "3/2"),
        ("purchase.favoured", "2 + floor(rank / 3)"),
        ("purchase.favoured~2", "3"),
        ("decay.only", "{skills: [climbing, lore]}"),
        ("decay.only.skills.1", "climbing"),
        ("rank-cap", "{cap: level + 3, capped: true}"),
        ("sea-legs", "{kind: decay, only: swimming, period: 90}"),
        ("grain", "on"),
        ("decay.training_hours", "1"),
        ("decay.clock", "game time"),
        ("decay.floor_of_peak", "0"),
        ("rank-cap.at_most", "0"),
        ("rank-cap.column", "false"),
        ("awards.outcomes", "{}"),
        ("grain.size", "1"),
    ],
)
def test_the_value_at_a_path(rules: Ruleset, path: str, text: str) -> None:
    assert at(rules, f"policies.{path}") == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("edge.after", "90 days"),
        ("edge.regain_hours", "40"),
        ("edge.every", "0 days"),
        ("novelty.factor", "{start: 1, growth: 0.5}"),
        ("novelty.worthless_at", "never"),
        ("challenge.factor", "{-4: 1/4, -3: 3/8, -2: 1/2, -1: 3/4, 0: 1, 1: 3/2, 2: 2, 3: 3, 4+: 4}"),
        ("rank-bonus.per_rank", "{1-10: 5, 11-20: 2, 21+: 1}"),
        ("rank-bonus.unskilled", "-25"),
        ("training.weeks", "rank"),
        ("practice.cost", "40"),
        ("rising-cap.cap", "7 * n + 14"),
        ("mixed-learning.factor", "1.25"),
        ("stale-training.reset", "[new trainer, new text, use]"),
        ("volume.ranks", "0.005786, 0.011662, 0.017629, 0.02369, 0.029845, ..."),
    ],
)
def test_what_holds_where_nothing_is_written(rules: Ruleset, path: str, text: str) -> None:
    name, _, option = path.partition(".")
    own = varied(rules, {f"policies.{name}": "on"})
    assert at(own, f"policies.{path}") == text
    if "..." not in text and text != "never":
        before, now = rule(own, name), rule(varied(own, {f"policies.{path}": text}), name)
        same = getattr(before, option), getattr(now, option)
        if hasattr(same[0], "exact"):
            same = tuple([curve.exact(n) for n in range(-5, 40)] for curve in same)  # type: ignore[assignment]
        assert same[0] == same[1]


def test_an_option_without_a_value_is_reported(rules: Ruleset) -> None:
    with pytest.raises(Mistakes) as caught:
        at(rules, "policies.levels.chart")
    message = "policies.levels.chart is not given in sample: totals at which levels begin, from level 1 on; instead of a `step`"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('"90"', '"90"'),
        ('"on"', '"on"'),
        ('"~"', '"~"'),
        ('"a, b"', '"a, b"'),
        ('"#1"', '"#1"'),
        ('"x: y"', '"x: y"'),
        ('"[1]"', '"[1]"'),
        ("'*'", '"*"'),
        ("'it''s'", "it's"),
        ('"far sight"', "far sight"),
        ("90", "90"),
    ],
)
def test_a_text_that_needs_its_quotes_keeps_them(rules: Ruleset, typed: str, shown: str) -> None:
    own = varied(rules, {"policies.purchase.talents": f"{{{typed}: 3}}"})
    assert at(own, "policies.purchase.talents") == f"{{{shown}: 3}}"
    again = varied(own, {"policies.purchase.talents": f"{{{shown}: 3}}"})
    assert again.digest == own.digest
    assert rule(again, "purchase").talents == rule(own, "purchase").talents


# Every number.


def test_every_number_is_found(rules: Ruleset) -> None:
    written = {n.path.removeprefix("policies."): n.text for n in numbers(rules) if n.spot.said}
    assert written == {
        "awards.encounter": "30 xp",
        "awards.rated.easy": "1",
        "awards.rated.1.5 hard": "2 dp",
        "awards.catch_up.1": "1",
        "awards.catch_up.2": "3/2",
        "awards.catch_up.3": "2",
        "awards.absent": "50%",
        "purchase.cost.1-6": "3",
        "purchase.cost.7+": "5",
        "purchase.favoured~1": "2",
        "purchase.favoured~2": "3",
        "purchase.talents.far sight": "30",
        "decay.period": "6 months",
        "decay.floor": "2",
        "sea-legs.period": "90",
        "levels.step.start": "20",
        "levels.step.growth": "1.25",
        "levels.highest": "20",
        "rank-cap.cap~1": "3",
    }
    left_out = {n.path.removeprefix("policies."): n.text for n in numbers(rules) if not n.spot.said}
    assert left_out == {
        "decay.floor_of_peak": "0",
        "decay.training_hours": "1",
        "sea-legs.floor": "0",
        "sea-legs.floor_of_peak": "0",
        "sea-legs.training_hours": "1",
        "levels.xp_per_point": "10",
        "levels.start": "1",
        "levels.at_most": "0",
        "rank-cap.at_most": "0",
        "grain.size": "1",
    }


def test_a_number_has_its_value_and_its_unit(rules: Ruleset) -> None:
    found = {n.path.removeprefix("policies."): (n.value, n.unit) for n in numbers(rules)}
    assert found["decay.period"] == (6, "months")
    assert found["awards.encounter"] == (30, "xp")
    assert found["awards.rated.1.5 hard"] == (2, "dp")
    assert found["awards.absent"] == (Fraction(1, 2), "")
    assert found["awards.catch_up.2"] == (Fraction(3, 2), "")
    assert found["levels.step.growth"] == (Fraction(5, 4), "")
    assert found["sea-legs.period"] == (90, "")


def test_a_rule_that_is_off_has_no_numbers(rules: Ruleset) -> None:
    own = varied(rules, {"policies.levels": "off", "policies.purchase.cost": "4"})
    paths = [n.path for n in numbers(own)]
    assert not any(path.startswith("policies.levels") for path in paths)
    assert "policies.purchase.cost" in paths and "policies.purchase.cost.1-6" not in paths


def test_formulas_of_abilities_have_numbers(rules: Ruleset) -> None:
    own = varied(
        rules, {"policies.dodge": '{kind: ability, formula: "climbing - 3 * floor(climbing / 3.5)"}'}
    )
    texts = [n.text for n in numbers(own) if n.path.startswith("policies.dodge")]
    assert texts == ["3", "3.5"]
    assert times(own, "dodge.formula~1") == "3.3"


# A little more or less.


@pytest.mark.parametrize(
    ("path", "less", "more"),
    [
        ("awards.encounter", "27 xp", "33 xp"),
        ("awards.rated.1.5 hard", "1.8 dp", "2.2 dp"),
        ("awards.absent", "45%", "55%"),
        ("awards.catch_up.2", "27/20", "33/20"),
        ("awards.catch_up.1", "0.9", "1.1"),
        ("purchase.cost.1-6", "2.7", "3.3"),
        ("purchase.favoured~1", "1.8", "2.2"),
        ("purchase.talents.far sight", "27", "33"),
        ("decay.period", "151 days", "185 days"),
        ("sea-legs.period", "81", "99"),
        ("decay.floor", "1", "3"),
        ("levels.step.growth", "1.125", "1.375"),
        ("levels.highest", "18", "22"),
        ("levels.start", "0", "2"),
        ("rank-cap.cap~1", "2", "4"),
        ("grain.size", "0.9", "1.1"),
        ("decay.floor_of_peak", None, None),
    ],
)
def test_a_tenth_less_and_more(rules: Ruleset, path: str, less: str | None, more: str | None) -> None:
    assert (times(rules, path, DOWN), times(rules, path, UP)) == (less, more)


@pytest.mark.parametrize(
    ("path", "text", "factor", "scaled"),
    [
        ("decay.period", "1 month", Fraction(2), "2 months"),
        ("decay.period", "2 months", Fraction(1, 2), "1 month"),
        ("decay.period", "1 day", UP, "2 days"),
        ("decay.period", "1 day", DOWN, None),
        ("decay.period", "1/2 month", Fraction(3, 2), "21 days"),
        ("decay.floor", "1", DOWN, "0"),
        ("decay.floor", "0", UP, None),
        ("decay.floor", "20", Fraction(101, 100), "21"),
        ("decay.floor", "20", Fraction(99, 100), "19"),
        ("decay.floor_of_peak", "1", UP, None),
        ("decay.floor_of_peak", "1/2", Fraction(2), "1"),
        ("decay.floor_of_peak", "1/2", Fraction(3), None),
        ("awards.encounter", "0.001", UP, "0.002"),
        ("awards.encounter", "0.001", DOWN, "0"),
        ("awards.encounter", "0.02 xp", UP, "0.04 xp"),
        ("awards.encounter", "1", Fraction(1, 3), "0.333"),
        ("awards.encounter", "900000", UP, "990000"),
        ("awards.encounter", "950000", UP, None),
        ("grain.size", "0.001", DOWN, None),
        ("rank-cap.cap", "3", UP, "4"),
        ("rank-cap.cap", "1", DOWN, "0"),
        ("rank-cap.cap", "2.5", UP, "2.75"),
        ("purchase.cost", "4", Fraction(1, 3), "4/3"),
        ("levels.highest", "20", Fraction(1), "20"),
    ],
)
def test_at_the_edges_of_what_an_option_takes(
    rules: Ruleset, path: str, text: str, factor: Fraction, scaled: str | None
) -> None:
    assert times(varied(rules, {f"policies.{path}": text}), path, factor) == scaled


def test_a_negative_number_grows_away_from_zero(rules: Ruleset) -> None:
    own = varied(rules, {"policies.rank-bonus": "{unskilled: -2}"})
    assert (times(own, "rank-bonus.unskilled", UP), times(own, "rank-bonus.unskilled", DOWN)) == ("-3", "-1")


def test_the_terms_of_a_count_stay_whole_and_its_factors_do_not(rules: Ruleset) -> None:
    own = varied(rules, {"policies.rank-cap.cap": "3 + floor(level / 2) - 1"})
    assert [times(own, f"rank-cap.cap~{nth}") for nth in (1, 2, 3)] == ["4", "2.2", "2"]
    own = varied(rules, {"policies.rank-cap.cap": "{start: 3, growth: 2}"})
    assert times(own, "rank-cap.cap.growth") == "2.2"
    own = varied(rules, {"policies.rank-cap.cap": "{list: [3, 4], then: 5}"})
    assert (times(own, "rank-cap.cap.list.2"), times(own, "rank-cap.cap.then", DOWN)) == ("5", "4")


def test_a_calendar_of_your_own(tmp_path: Path) -> None:
    text = "ruleset: odd\ncalendar: {day: 2, season: 30}\npolicies: {decay: {period: 1 season}}\n"
    (tmp_path / "odd.yaml").write_text(text)
    own = load_ruleset(tmp_path / "odd.yaml")
    assert times(own, "decay.period") == "33"
    assert times(own, "decay.period", Fraction(3)) == "3 seasons"


@pytest.mark.parametrize("factor", [DOWN, UP])
@pytest.mark.parametrize("pack", packs())
def test_the_numbers_of_every_pack_scale_and_load(pack: str, factor: Fraction) -> None:
    """One number of each option, all at once: a pack of charts takes a fifth of a second to load."""
    ruleset = load_ruleset(pack)
    some = {(n.spot.policy, n.spot.option): n for n in numbers(ruleset) if n.value}
    changes = {n.path: text for n in some.values() if (text := scaled(n, factor)) is not None}
    assert len(changes) > 0.6 * len(some)
    now = {n.path: n for n in numbers(varied(ruleset, changes))}
    for n in some.values():
        assert at(ruleset, n.path) == n.text
        if n.path in changes:
            assert now[n.path].text == changes[n.path]
            moved = days(ruleset, now[n.path]) - days(ruleset, n)
            assert moved * n.value * (factor - 1) > 0


def days(ruleset: Ruleset, number: Number) -> Fraction:
    """The number's value, of a span in days."""
    calendar = ruleset.names.calendar
    return number.value * calendar.get(number.unit, calendar.get(number.unit.removesuffix("s"), 1))


# Sweeps.


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.3..0.9:7", "0.3 0.4 0.5 0.6 0.7 0.8 0.9"),
        ("2..6", "2 3 4 5 6"),
        ("6..2", "6 5 4 3 2"),
        ("-1..1", "-1 0 1"),
        ("3..3", "3"),
        ("1..2:1", "1"),
        ("1..2:3", "1 1.5 2"),
        ("0..1:4", "0 1/3 2/3 1"),
        ("1/4..3/4:3", "1/4 1/2 3/4"),
        ("50%..100%:3", "50% 75% 100%"),
        ("50%..1:2", "0.5 1"),
        (" 1 .. 3 : 3 ", "1 2 3"),
        ("a,b,c", "a b c"),
        ("5", "5"),
        ("off", "off"),
    ],
)
def test_a_sweep(text: str, values: str) -> None:
    assert sweep(f"policies.novelty.factor={text}") == ("policies.novelty.factor", tuple(values.split()))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 month..6 months:6", ("1 month", "2 months", "3 months", "4 months", "5 months", "6 months")),
        ("1 month..3 months", ("1 month", "2 months", "3 months")),
        ("3 months..1 month", ("3 months", "2 months", "1 month")),
        ("1..2 months:3", ("1 month", "1.5 months", "2 months")),
        ("2 dp..3 dp:3", ("2 dp", "2.5 dp", "3 dp")),
        ("1 / n, max(1, 2 - n), {1-6: 2, 7+: 3}, [1, 2]", ("1 / n", "max(1, 2 - n)", "{1-6: 2, 7+: 3}", "[1, 2]")),
        ("'a, b', it's, \"x\"", ("'a, b'", "it's", '"x"')),
        ("3 months, 6 months", ("3 months", "6 months")),
    ],
)  # fmt: skip
def test_a_sweep_with_units_and_texts(text: str, values: tuple[str, ...]) -> None:
    assert sweep(f"policies.decay.period={text}")[1] == values


FORM = "write PATH=0.3..0.9:7 for 7 values, PATH=2..6 for whole numbers, or PATH=a,b,c"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("p", f'"p" has no values: {FORM}'),
        ("p=", f'"p=" has no values: {FORM}'),
        ("=1", f'"=1" has no path: {FORM}'),
        ("p=a,,b", f'"p=a,,b" has an empty value: {FORM}'),
        ("p=a,", f'"p=a," has an empty value: {FORM}'),
        ("p=0.3..0.9", '"p=0.3..0.9" does not say how many values: add :7 for 7 of them'),
        ("p=0.5..1.5", '"p=0.5..1.5" does not say how many values: add :7 for 7 of them'),
        ("p=0.3..x:7", f'"p=0.3..x:7": "0.3..x:7" is not a range: {FORM}'),
        ("p=1..3:", f'"p=1..3:": "1..3:" is not a range: {FORM}'),
        ("p=1..3,5", f'"p=1..3,5": "1..3" is not a range: {FORM}'),
        ("p=1.2.3..4:2", f'"p=1.2.3..4:2": "1.2.3" is not a number: {FORM}'),
        ("p=1/0..2:3", '"p=1/0..2:3": "1/0" divides by zero'),
        ("p=1..2:0", '"p=1..2:0" has no values: there must be at least 1'),
        ("p=1..2:1001", '"p=1..2:1001" asks for too many values: at most 1,000'),
        ("p=1..1001", '"p=1..1001" asks for too many values: at most 1,000'),
        ("p=1..2:99999999999999", '"p=1..2:99999999999999" asks for too many values: at most 1,000'),
        ("p=1 month..6 weeks:6", '"p=1 month..6 weeks:6": both ends need the same unit, such as 1 month..6 months:6'),
        ("p=1 month..6:6", '"p=1 month..6:6": both ends need the same unit, such as 1 month..6 months:6'),
    ],
)  # fmt: skip
def test_a_wrong_sweep_shows_the_right_form(text: str, message: str) -> None:
    with pytest.raises(Mistakes) as caught:
        sweep(text)
    assert str(caught.value) == message


def test_as_many_values_as_are_allowed() -> None:
    assert len(sweep("p=1..2:1000")[1]) == len(sweep("p=1..1000")[1]) == MOST_VALUES
    assert len(sweep(f"p={','.join('x' * MOST_VALUES)}")[1]) == MOST_VALUES
    with pytest.raises(Mistakes, match="too many values: at most 1,000"):
        sweep(f"p={','.join('x' * (MOST_VALUES + 1))}")
    with pytest.raises(Mistakes, match="is not a number"):
        sweep(f"p=1..{'9' * 5000}:3")


def test_what_a_sweep_says_can_be_tried(rules: Ruleset) -> None:
    path, values = sweep("policies.decay.period=1 month..6 months:11")
    periods = [rule(varied(rules, {path: value}), "decay").period for value in values]
    assert periods == [28, 42, 56, 70, 84, 98, 112, 126, 140, 154, 168]
