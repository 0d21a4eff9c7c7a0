"""Rules that fight each other, word for word, and the same rules one step before they do.

Each file in ``fighting`` is named after the warning it is about and is beside a text with all that is said.
``RPGPROG_REWRITE=1 pytest tests/test_lint.py`` writes the texts anew: read what changed before you keep it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from test_wrong_files import RULES, mutated

from rpgprog.cli.app import run
from rpgprog.journal.json_schema import ruleset_schema
from rpgprog.problems import Mistakes, Problem
from rpgprog.ruleset import load_ruleset, packs
from rpgprog.ruleset.lint import WARNINGS
from rpgprog.ruleset.warning_names import NEEDLESS

FIGHTING = Path(__file__).parent / "fighting"
FILES = sorted(path.stem for path in FIGHTING.glob("*.yaml"))
LONGEST = 230  # characters of a message: a line that is still read


def about(name: str) -> str:
    """The warning that a file is named after."""
    return max((known for known in WARNINGS if name.startswith(known)), key=len, default="")


def text(name: str) -> str:
    return (FIGHTING / f"{name}.yaml").read_text(encoding="utf-8")


def told(path: Path) -> list[str]:
    lines = (str(problem) for problem in load_ruleset(path).warnings)
    return [line.replace(f"{path.parent}{os.sep}", "") for line in lines]


def names(problems: Any) -> list[str]:
    """The warnings by the names that would silence them."""
    return [problem.message.rpartition("accepted: {")[2].partition(":")[0] for problem in problems]


@pytest.fixture
def warned(tmp_path: Path) -> Any:
    """The names of the warnings about a ruleset, given by its text."""

    def of(text: str) -> list[str]:
        file = tmp_path / "rules.yaml"
        file.write_text(text, encoding="utf-8")
        return names(load_ruleset(file).warnings)

    return of


def rules(*lines: str, head: str = "") -> str:
    """A ruleset of these rules."""
    policies = "".join(f"\n  {line}" for line in lines)
    skills = "skills: {climb: athletics, swim: athletics, sword: arms, magic lore: magic}"
    return f"ruleset: house\n{head}\n{skills}\npolicies:{policies}\n"


# What is told.


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_each_conflict_is_reported_at_its_place(name: str) -> None:
    expected, found = (
        FIGHTING / f"{name}.txt",
        "".join(f"{line}\n" for line in told(FIGHTING / f"{name}.yaml")),
    )
    if os.environ.get("RPGPROG_REWRITE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert about(name) in names(load_ruleset(FIGHTING / f"{name}.yaml").warnings)


def test_every_warning_has_a_file_and_a_sentence() -> None:
    assert {about(name) for name in FILES} == set(WARNINGS) - {
        "same-name"
    }  # this needs two packages: test_registry
    for sentence in WARNINGS.values():
        assert sentence
        assert sentence[-1] != "."


@pytest.mark.parametrize("name", FILES)
def test_a_warning_is_one_line_that_says_how_to_silence_it(name: str) -> None:
    for problem in load_ruleset(FIGHTING / f"{name}.yaml").warnings:
        assert problem.level == "warning"
        assert problem.place is not None
        assert "\n" not in problem.message
        assert len(problem.message) <= LONGEST
        assert names([problem])[0] in WARNINGS


# What is accepted.


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FILES if about(name) != NEEDLESS])
def test_accepted_warnings_are_silent_and_the_rest_are_not(name: str, warned: Any) -> None:
    before = warned(text(name))
    accepted = f"accepted: {{{about(name)}: it is meant so}}\n"
    assert warned(text(name) + accepted) == [other for other in before if other != about(name)]


def test_a_needless_acceptance_may_be_accepted_too(warned: Any) -> None:
    kept = "accepted:\n  needless-acceptance: prices may rise again\n"
    assert warned(text(NEEDLESS)) == [NEEDLESS]
    assert warned(text(NEEDLESS).replace("accepted:\n", kept)) == []


def test_accepting_needless_acceptances_may_be_needless_itself(warned: Any) -> None:
    assert warned(rules("awards: on", head=f"accepted: {{{NEEDLESS}: who knows}}")) == [NEEDLESS]
    fighting = text("double-penalty")
    assert warned(fighting + f"accepted: {{double-penalty: slow, {NEEDLESS}: who knows}}\n") == [NEEDLESS]


def mistakes(file: Path, text: str) -> list[str]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Mistakes) as caught:
        load_ruleset(file)
    return [str(problem).replace(f"{file.parent}{os.sep}", "") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("accepted", "why"),
    [
        (
            "{duble-penalty: slow growth}",
            '2:12: accepted: there is no warning "duble-penalty"; did you mean "double-penalty"?',
        ),
        ("{double-penalty: }", "2:28: accepted, double-penalty: takes a text, not nothing"),
        ('{double-penalty: " "}', "2:28: accepted, double-penalty: takes a text, not nothing"),
        ("[double-penalty]", "2:11: accepted: takes a map such as {key: value}, not a list"),
    ],
)
def test_accepted_warnings_must_exist_and_have_a_reason(tmp_path: Path, accepted: str, why: str) -> None:
    [message] = mistakes(tmp_path / "rules.yaml", rules("awards: on", head=f"accepted: {accepted}"))
    assert message == f"rules.yaml:{why}"


# Files that build on each other.


def test_an_acceptance_holds_for_the_files_that_extend_it(tmp_path: Path, warned: Any) -> None:
    base = text("double-penalty") + "accepted: {double-penalty: slow growth is what we want}\n"
    (tmp_path / "base.yaml").write_text(base)
    assert warned("ruleset: own\nextends: base.yaml\n") == []
    assert warned("ruleset: own\nextends: base.yaml\npolicies: {novelty: off}\n") == []
    assert (
        warned("ruleset: own\nextends: base.yaml\npolicies: {grain: on, awards: off}\n") == ["never-acts"] * 2
    )


def test_a_warning_stands_where_the_option_does(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(text("double-penalty"))
    own = tmp_path / "own.yaml"
    own.write_text("ruleset: own\nextends: base.yaml\npolicies:\n  purchase: {favoured: 3}\n")
    told_of = [(Path(w.place.file).name, w.place.line) for w in load_ruleset(own).warnings if w.place]
    assert told_of == [("base.yaml", 6), ("own.yaml", 4)]
    assert names(load_ruleset(own).warnings) == ["double-penalty", "favoured-dearer"]


BASE = rules(
    "awards: {division: split, remainder: carry}",
    "levels: {step: 40, thresholds: xp, xp_per_point: 10}",
    "practice: on",
    "training: {model: time, weeks: rank}",
)


def test_a_mode_chosen_in_a_file_above_leaves_options_below_unread(tmp_path: Path, warned: Any) -> None:
    """It cannot take them back; but an option beside the mode, or above it, is a mistake of that file."""
    (tmp_path / "base.yaml").write_text(BASE)
    own = "ruleset: own\nextends: base.yaml\npolicies:\n"
    assert warned(own + "  training: {model: xp}\n  levels: {thresholds: points}\n") == []
    assert warned(own + "  training: {model: xp, weeks: 3}\n") == ["never-acts"]
    assert warned(own + "  training: {xp_per_week: 5}\n") == ["never-acts"]


def test_a_chart_may_replace_the_steps_of_the_file_it_extends(tmp_path: Path, warned: Any) -> None:
    own = "ruleset: own\nextends: base.yaml\npolicies:\n"
    (tmp_path / "base.yaml").write_text(BASE)
    assert warned(own + "  levels: {chart: [0, 40, 80]}\n") == []
    (tmp_path / "base.yaml").write_text(rules("awards: on", "levels: {chart: [0, 40, 80]}"))
    assert warned(own + "  levels: {step: 40}\n") == ["step-and-chart"]


# One step before it is a fight.

NEAR = [
    ("double-penalty", '"1/2 ** (n - 1)"', "[1]"),
    ("double-penalty", '"1/2 ** (n - 1)"', "{1-100: 1, 101+: 1/2}"),
    ("double-penalty", "11+: 4", "11+: 2"),
    ("double-penalty", "1-10: 2, 11+: 4", "1-100: 2, 101+: 4"),
    ("double-penalty", "  awards:", "  stacking: {mode: allow}\n  awards:"),
    ("double-penalty-of-uses", "of: uses", "of: encounters"),
    ("double-penalty-of-uses", "20 + 2 * (rank - 1)", "20 + 0 * rank"),
    ("double-penalty-of-uses", "  novelty:", "  stacking: {mode: allow}\n  novelty:"),
    ("double-penalty-of-uses", "  novelty:", "  stacking: {mode: strongest only}\n  novelty:"),
    ("double-penalty-in-bands", "bands: 2", "bands: 1"),
    ("double-penalty-in-bands", "2+: 2", "2+: 1"),
    ("casters-never-gain", "dark_arts)", "dark_arts, magic)"),
    ("casters-never-gain", "dark_arts)", "best)"),
    ("casters-never-gain", "dark_arts)", "own)"),
    ("casters-never-gain", "/ 5)", "/ 5) + level"),
    ("casters-never-gain", "dark_arts)", "spells)"),
    ("casters-never-gain", "floor(max(arms, dark_arts) / 5)", "1"),
    ("casters-never-gain", "formula:", "base: {parry: 1}, formula:"),
    ("unreachable-talent", "cap: 5", "cap: 30"),
    ("unreachable-talent", "{keen ear: 5, far sight: 30, second wind: 6}", "{keen ear: 5}"),
    ("unreachable-talent", "  awards:", "  earmark: on\n  awards:"),
    ("unreachable-talent", "  awards:", "  instalments: on\n  awards:"),
    ("unreachable-talent-mildly", "cap: 5", "cap: dearest"),
    ("cap-no-price-fits", "cap: 5", "cap: 6"),
    ("cap-no-price-fits", "1-20: 3, 21+: 6", "1-50: 3, 51+: 6"),
    ("cap-no-price-fits", "  awards:", "  earmark: on\n  awards:"),
    ("two-caps", "purchase: on", "purchase: {talents: {far sight: 1}}"),
    ("two-caps", "cap: dearest", "cap: 0"),
    ("no-source", "{only: [swimming]}", "on"),
    ("no-source", "period: 6 months", "only: [swimming]"),
    ("no-source", "period: 6 months", "clock: when asked"),
    ("no-source", "  purchase:", "  ask-on-use: on\n  purchase:"),
    ("no-source", "  purchase:", "  awards: {outcomes: {failure: 1}}\n  purchase:"),
    ("nobody-reaches", "1000400", "1000399"),
    ("nobody-reaches", "hard: 10", "hard: 10.001"),
    ("nobody-reaches", "chart: [", "thresholds: xp, chart: ["),
    ("nobody-reaches", "chart: [0, 400, 1000400]", "chart: {list: [0, 400, 800], then: stop}"),
    ("nobody-reaches", "chart: [", "highest: 2, chart: ["),
    ("nobody-reaches-in-numbers", "growth: 2", "growth: 1.5"),
    ("nobody-reaches-the-gate", "offset: 3", "offset: 2"),
    ("nobody-reaches-the-gate", "level + 3", "level + 4"),
    ("nobody-reaches-the-gate", '"level + 3"', "{1-50: 60, 51+: 10}"),
    ("nobody-reaches-the-gate", "{cap:", "{capped: false, at_most: 1, cap:"),
    ("nobody-reaches-the-gate", "  purchase:", "  practice: on\n  purchase:"),
    ("table-falls", "1135000", "1300000"),
    ("table-falls", "chart: [", "highest: 4, chart: ["),
    ("tail-breaks", '"2 + rank % 150", favoured: "max(0, 2 - rank // 120)"', "2"),
    ("tail-breaks-of-a-bonus", '"5 - rank"', '"10000 - rank"'),
    ("tail-breaks-of-a-bonus", '"5 - rank"', '"max(0, 5 - rank)"'),
    ("tail-breaks-of-a-bonus", '"5 - rank"', "{1-5: 1, 6+: -1}"),
    ("forgetting-pays", "1: 2, 2+: 5", "1: 5, 2+: 5"),
    ("forgetting-pays", "1: 2, 2+: 5", "1-50: 5, 51+: 9"),
    ("forgetting-pays", "1: 2, 2+: 5", "1+: 0"),
    ("forgetting-pays", "after_decay: reverse", "after_decay: forward"),
    ("forgetting-pays", "  decay: on\n", ""),
    ("forgetting-pays-twice", "1: -5", "1: 5"),
    ("relearning-dearer-than-new", "{cost: {1-5: 2, 6+: 3}, faster", "{cost: {1-99: 9, 100+: 1}, faster"),
    ("relearning-dearer-than-new", "{cost: {1-5: 2, 6+: 3}, faster", "{cost: {1: 1.999, 2+: 3}, faster"),
    ("step-back-beyond", "worthless_at: 20, ", ""),
    ("step-back-beyond", "step back", "full"),
    ("step-and-chart", "step: 40, ", ""),
    ("step-and-chart", ", chart: [0, 30, 90]", ""),
    ("two-ladders", "  gated-levels: {skills: 1}\n", ""),
    ("xp-differs", "xp_per_point: 20", "xp_per_point: 10"),
    ("xp-differs", "thresholds: xp", "thresholds: xp, xp_per_point: 20"),
    ("xp-differs", "thresholds: xp", "thresholds: points"),
    ("no-notice", "CC-BY-4.0", "MIT"),
    ("no-notice", "policies:", "attribution: [by Ann]\nsource: [her page]\npolicies:"),
    ("no-notice-of-a-source", "policies:", "source: [her page]\npolicies:"),
    ("needless-acceptance", "cost: 2", "cost: {1: 2, 2+: 3}"),
]


@pytest.mark.parametrize(("name", "old", "new"), NEAR)
def test_one_step_earlier_there_is_no_conflict(name: str, old: str, new: str, warned: Any) -> None:
    assert old in text(name)
    assert about(name) not in warned(text(name).replace(old, new))


OVER = [
    ("double-penalty", "1-10: 2, 11+: 4", "1-99: 2, 100+: 4"),
    ("double-penalty", '"1/2 ** (n - 1)"', "{1-99: 1, 100+: 1/2}"),
    ("double-penalty", "  awards:", "  stacking: {mode: warn}\n  awards:"),
    ("double-penalty", "  awards:", "  stacking: {mode: strongest only}\n  awards:"),
    ("no-source", "  purchase:", "  awards: on\n  purchase:"),
    ("no-source", "  purchase:", "  repetition: on\n  purchase:"),
    ("unreachable-talent", "cap: 5", "cap: 29.999"),
    ("cap-no-price-fits", "1-20: 3, 21+: 6", "1-49: 3, 50+: 6"),
    ("nobody-reaches-in-numbers", "growth: 2", "growth: 1.53"),
    ("nobody-reaches", "chart: [0, 400, 1000400]", "step: {list: [1], then: 1000000}"),
    ("nobody-reaches", "chart: [0, 400, 1000400]", "chart: [0, 1000000000]"),
    ("nobody-reaches", "chart: [0, 400, 1000400]", 'step: "40 + max(0, level - 19) * 1000000"'),
    ("nobody-reaches", "chart: [", "highest: 3, chart: ["),
    ("nobody-reaches-the-gate", '"level + 3"', "{1-49: 60, 50+: 10}"),
    ("table-falls", "1135000", "1299999"),
    ("forgetting-pays", "1: 2, 2+: 5", "1-49: 5, 50+: 9"),
    ("relearning-dearer-than-new", "{cost: {1-5: 2, 6+: 3}, faster", "{cost: {1-100: 9, 101+: 1}, faster"),
    ("table-falls-in-many-places", "3, 6-9: 2, above: 1}", "1, 6-9: 2, above: 1}"),
    ("tail-breaks-of-a-bonus", 'per_rank: "5 - rank"', 'per_rank: "9999 - rank"'),
]


@pytest.mark.parametrize(("name", "old", "new"), OVER)
def test_where_the_fight_begins(name: str, old: str, new: str, warned: Any) -> None:
    assert old in text(name)
    assert about(name) in warned(text(name).replace(old, new))


FEEDS = [
    ("ask-on-use: on", "decay: {clock: when asked}"),
    ("bound-points: on", "awards: on\n  purchase: on"),
    ("certificates: {skills: {lifeguard: swim}}", ""),
    ("challenge: on", "awards: on"),
    ("check-list: on", "practice: on"),
    ("check-list: on", "awards: {outcomes: {failure: 1}}"),
    ("decay: {clock: when asked}", "ask-on-use: on"),
    ("earmark: on", "purchase: {talents: {far sight: 5}}"),
    ("earmark: on", "purchase: {cost: 6}\n  hoard-limit: {cap: 5}"),
    ("edge: on", "rank-bonus: on\n  practice: on"),
    ("first-contact: on", "awards: on"),
    ("global-decay: {every: 2, unit: level}", "levels: on\n  awards: on"),
    ("global-decay: {every: 2, unit: points}", "awards: on"),
    ("grain: on", "awards: on"),
    ("grain: on", "rising-cap: on"),
    ("grain: on", "percent-levels: on"),
    ("instalments: on", "purchase: {talents: {far sight: 5}}"),
    ("level-atrophy: on", "levels: on"),
    ("level-benefits: on", "percent-levels: on"),
    ("level-benefits: on", "gated-levels: on"),
    ("mixed-learning: on", "practice: on\n  training: {model: xp}"),
    ("novelty: {factor: 1}", "awards: on"),
    ("novelty: {factor: 1, of: uses}", "practice: on"),
    ("novelty: {factor: 1, of: both}", "practice: on"),
    ("novelty: {factor: 1, of: both}", "awards: on"),
    ("rank-cap: on", "purchase: on"),
    ("rank-cap: {capped: false, at_most: 1}", "purchase: on"),
    ("rank-cap: {capped: false, column: true}", "purchase: on"),
    ("rank-cap: {capped: false, needs: use}", "purchase: on"),
    ("rank-bonus: {after_decay: reverse}", "practice: on\n  decay: on"),
    ("relearning: {faster: 3}", "decay: {only: [climb]}\n  practice: on"),
    ("relearning: {cost: 1}", "global-decay: on\n  purchase: on"),
    ("relearning: {faster: 3}", "level-atrophy: on\n  levels: on\n  training: on"),
    ("repetition: on", "practice: {only: [sword]}"),
    (
        "stacking: {mode: strongest only}",
        "novelty: {of: uses, factor: [1, 1/2]}\n  practice: {cost: [20, 22]}",
    ),
    ("stale-training: on", "training: on"),
    ("training-queue: on", "training: on"),
    ("training: {model: xp}", "practice: on"),
    ("upkeep: on", "decay: on\n  practice: on"),
]


@pytest.mark.parametrize(("rule", "food"), FEEDS)
def test_a_rule_that_has_something_to_act_on_is_not_useless(rule: str, food: str, warned: Any) -> None:
    """And without it, it is."""
    assert "never-acts" not in warned(rules(rule, *map(str.strip, food.splitlines())))
    without = {"certificates": "certificates: on"}.get(rule.partition(":")[0], rule)
    assert "never-acts" in warned(rules(without))


READ = [
    ("never-acts-options", "{remainder: carry}", "{division: split, remainder: carry}", "awards"),
    ("never-acts-options", "floor: 2", "unusual: floor, floor: 2", "floor of"),
    ("never-acts-options", "bands: 3", "bands: 3, band: agility", "bands of"),
    ("never-acts-options", "bands: 3", "bands: 3, band: agility", "beyond_most of"),
    ("never-acts-options", "xp_per_point: 10", "xp_per_point: 10, thresholds: xp", "xp_per_point of"),
    (
        "never-acts-options",
        "xp_per_point: 10",
        "xp_per_point: 10, count: earned and practised",
        "xp_per_point of",
    ),
    ("never-acts-options", "excess: bank", "excess: bank, at_most: 1", "excess of"),
    ("never-acts-options", "excess: bank", "excess: bank, at_most: 1", 'per of "levels"'),
    ("never-acts-options", "capped: false", "capped: true", 'cap of "rank-cap"'),
    ("never-acts-options", "per: level", "per: level, at_most: 1", 'per of "rank-cap"'),
    ("never-acts-options", "coins: 0", "coins: 0.001", "master_times of"),
    ("never-acts-options", "coins: 0", "coins: 0.001", "cover of"),
    ("never-acts-options", "coins: 0", "model: xp", "xp_per_week of"),
    ("never-acts-options", "coins: 0", "model: xp", "limit of"),
    ("never-acts-options", "season: 60", "season: 60, sources: 1", "season of"),
    ("never-acts-options", "refreshes: use", "refreshes: any", "training_hours of"),
    ("never-acts-options", "clock: sessions attended", "clock: game time", "absent of"),
    ("never-acts-options", "every: 90", "every: 0", "after of"),
    ("never-acts-options", "part: 5%", "part: 0", "penalty of"),
    ("never-acts-options", "bonus: 0", "bonus: 1", 'of "level-benefits"'),
    ("never-acts-training-in-weeks", "model: xp", "model: time", "weeks of"),
    ("never-acts-training-in-weeks", "model: xp", "model: time", "per_known of"),
]


@pytest.mark.parametrize(("name", "old", "new", "silent"), READ)
def test_an_option_that_is_read_is_not_reported(
    name: str, old: str, new: str, silent: str, tmp_path: Path
) -> None:
    file = tmp_path / "rules.yaml"
    assert silent in (FIGHTING / f"{name}.txt").read_text()
    assert old in text(name)
    file.write_text(text(name).replace(old, new))
    assert silent not in "".join(told(file))


@pytest.mark.parametrize(
    "lines",
    [
        ("levels: {step: 1.5}", "awards: on"),
        ('levels: {step: "40 + level / 3"}', "awards: on"),
        ("levels: {step: {start: 40, growth: 1.25}}", "awards: on"),
        ("levels: {chart: {list: [0, 40, 80], then: repeat}}", "awards: on"),
        ("percent-levels: {points: 63}",),
        ('purchase: {cost: "1 + rank / 3"}',),
        ("purchase: {cost: [1, 2, 3], favoured: [1, 1, 3]}", "rank-cap: {cap: [4, 4, 5]}"),
        ("training: {model: time, weeks: {1-5: 1, 6+: 2}}",),
        (
            "practice: {cost: 9}",
            "training: {model: xp}",
            "decay: {refreshes: use}",
            "relearning: {faster: 2}",
        ),
        ("rank-bonus: on", "decay: on", "practice: on"),
        ("purchase: {cost: 1}", "decay: on", "practice: on", "relearning: {faster: 3}"),
    ],
)
def test_sound_rules_are_left_in_peace(lines: tuple[str, ...], warned: Any) -> None:
    """Sums that are rounded, growth, tables that stay level, defaults."""
    assert warned(rules(*lines)) == []


@pytest.mark.slow
def test_a_formula_is_looked_at_to_its_end(warned: Any) -> None:
    """It falls at its last rank, or costs nothing from there on; what falls early is not told twice."""
    assert warned(rules('purchase: {cost: "max(1, 101 - rank)"}')) == ["table-falls"]
    assert warned(rules('purchase: {cost: "2 - min(1, rank // 101)"}')) == ["tail-breaks"]
    assert warned(rules('purchase: {cost: "2 - min(1, rank // 100)"}')) == ["table-falls"]


def test_a_last_band_that_falls_is_seen(warned: Any) -> None:
    assert warned(rules("training: {weeks: {1-5: 3, above: 1}}")) == ["table-falls"]
    assert warned(rules("training: {weeks: {1-5: 3, above: 3}}")) == []


def test_relearning_at_full_price_is_a_warning_unless_it_saves_time(warned: Any) -> None:
    one = ("purchase: {cost: 1}", "decay: on", "practice: on")
    assert warned(rules(*one, "relearning: on")) == ["relearning-dearer-than-new"]
    assert warned(rules(*one, "relearning: {cost: 1, faster: 3}")) == ["relearning-dearer-than-new"]


def test_each_talent_rule_and_cap_is_seen_with_all_that_is_sold(warned: Any) -> None:
    two = ("purchase: {only: [arms]}", "secrets: {kind: purchase, only: [magic], talents: {far sight: 9}}")
    assert warned(rules(*two, "hoard-limit: {cap: 8}")) == ["unreachable-talent"]
    assert warned(rules(*two, "hoard-limit: {cap: dearest}")) == []


# What is refused outright.


def test_double_penalties_may_be_forbidden(tmp_path: Path, warned: Any) -> None:
    forbidden = text("double-penalty-of-uses").replace("policies:", "policies:\n  stacking: {mode: forbid}")
    [message] = mistakes(tmp_path / "rules.yaml", forbidden)
    assert message == (
        'rules.yaml:5:3: "novelty" and "practice" are a double penalty: the 3rd of the same pays 1/2 of the first'
        ' and rank 11 costs 2 times rank 1, together 4 times as slow, which "stacking" forbids'
    )
    assert warned(forbidden.replace("[1, 1/2]", "1")) == []


def test_decay_counted_twice_is_refused(tmp_path: Path) -> None:
    [message] = mistakes(tmp_path / "rules.yaml", rules("decay: {only: [arms]}", "global-decay: on"))
    assert '"decay" and "global-decay" both take ranks of sword: switch one off, or say only:' in message


def test_two_limits_are_refused(tmp_path: Path) -> None:
    two = rules("hoard-limit: {cap: 5}", "talent-limit: {kind: hoard-limit, cap: dearest}")
    [message] = mistakes(tmp_path / "rules.yaml", two)
    assert '"talent-limit" does the same as "hoard-limit": one of them must go' in message


def test_a_gap_between_bands_is_refused(tmp_path: Path) -> None:
    [message] = mistakes(tmp_path / "rules.yaml", rules("purchase: {cost: {1-5: 2, 7+: 3}}"))
    assert "cost: the bands leave a gap: nothing is said about 6" in message


# When it is looked for.


def test_loading_a_ruleset_looks_for_none(tmp_path: Path) -> None:
    code = (
        "import sys; from rpgprog import load_ruleset; ruleset = load_ruleset('forgetful');"
        "assert 'rpgprog.ruleset.lint' not in sys.modules; assert ruleset.warnings is ruleset.warnings"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("pack", packs())
def test_packs_say_what_they_mean(pack: str) -> None:
    """Nothing is warned of that a pack does not accept with a reason, and nothing is accepted for nothing."""
    assert [str(warning) for warning in load_ruleset(pack).warnings] == []


CAMPAIGN = "campaign: Ours\nruleset: rules.yaml\ncharacters: {Ann: {}}\njournal:\n"


def checked(capsys: Any, *files: Path) -> tuple[int, list[str], list[str]]:
    code = run(["check", *map(str, files)])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def test_check_tells_warnings_and_finds_no_fault(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "rules.yaml").write_text(text("double-penalty"))
    (tmp_path / "one.yaml").write_text(CAMPAIGN + "  - session: One\n    day: 1\n")
    (tmp_path / "two.yaml").write_text(CAMPAIGN + "  - session: Two\n    day: soon\n")
    code, out, err = checked(capsys, tmp_path / "rules.yaml")
    assert (code, len(err)) == (0, 1)
    assert out[0].endswith("fine: ruleset a-long-way, 4 policies, 1 skills; 1 warning")
    assert checked(capsys, tmp_path / "one.yaml")[1][0].endswith(
        "1 session, day 1, rules a-long-way; 1 warning"
    )
    code, out, err = checked(capsys, tmp_path / "two.yaml", tmp_path / "one.yaml", tmp_path / "rules.yaml")
    assert code == 1
    assert out[0].endswith("1 problem; 1 warning")
    assert ["two.yaml" in line for line in err] == [True, False]
    assert "rules.yaml:6:13: warning: " in err[1]


def test_check_says_nothing_of_warnings_where_there_are_none(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "rules.yaml").write_text(rules("awards: on"))
    code, out, err = checked(capsys, tmp_path / "rules.yaml")
    assert (code, err) == (0, [])
    assert out[0].endswith("4 skills")


def test_a_campaigns_own_skills_count(tmp_path: Path) -> None:
    """Who brings a skill that no rule of an ability sees, is told."""
    from rpgprog.campaign.campaign import open_campaign

    (tmp_path / "rules.yaml").write_text(
        "ruleset: r\nskills: {sword: arms}\npolicies:\n  speed: {kind: ability, formula: arms}\n"
    )
    road = tmp_path / "road.yaml"
    road.write_text("campaign: Ours\nruleset: rules.yaml\nskills: {spells: magic}\ncharacters: {Ann: {}}\n")
    assert load_ruleset(tmp_path / "rules.yaml").warnings == ()
    assert names(open_campaign(road).ruleset.warnings) == ["casters-never-gain"]


def test_a_warning_is_a_problem_of_its_own_level() -> None:
    assert str(Problem(None, "this is odd", "warning")) == "warning: this is odd"


def test_accepting_a_warning_changes_no_result(tmp_path: Path) -> None:
    plain, accepting = tmp_path / "plain.yaml", tmp_path / "accepting.yaml"
    plain.write_text(text("double-penalty"))
    accepting.write_text(text("double-penalty") + "accepted: {double-penalty: slow}\n")
    assert load_ruleset(plain).digest == load_ruleset(accepting).digest


@pytest.mark.slow
@settings(max_examples=50)
@given(mutated(RULES))
def test_whatever_can_be_read_can_be_looked_at(text: str) -> None:
    """However odd the rules are: there is a word about them, or none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rules.yaml")
        file.write_text(text, encoding="utf-8")
        try:
            ruleset = load_ruleset(file)
        except Mistakes:
            return
        for warning in ruleset.warnings:
            assert "\n" not in str(warning)
            assert names([warning])[0] in WARNINGS


@pytest.mark.slow
def test_editors_know_what_may_be_accepted() -> None:
    jsonschema.validate({"ruleset": "r", "accepted": {"double-penalty": "slow"}}, ruleset_schema())
    for wrong in (["double-penalty"], {"double-penalty": ["slow"]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"ruleset": "r", "accepted": wrong}, ruleset_schema())


PAYING = """ruleset: t
%s
policies:
  awards: on
  levels: {step: 40}
  calm: {kind: level-benefits, bonus: 0, coins: 10%s}
  deep: {kind: level-benefits, bonus: 0, coins: 10%s}
  wide: {kind: level-benefits, bonus: 0, coins: 10%s}
"""
WHOLE = [
    ("", "", "", ""),
    ("skills: {climb: a, swim: b}", ", only: {skills: [climb]}", ", only: {skills: [swim]}", ""),
]


@pytest.mark.parametrize("texts", WHOLE, ids=["no skills yet", "all skills are governed by others"])
def test_rules_that_pay_the_whole_character_are_not_said_to_never_act(tmp_path: Path, texts: Any) -> None:
    """Each of them pays its coins with every level, whatever skills it governs."""
    (tmp_path / "ours.yaml").write_text(PAYING % texts)
    assert [str(w) for w in load_ruleset(tmp_path / "ours.yaml").warnings if "never acts" in str(w)] == []
