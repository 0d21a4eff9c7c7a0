"""The catalogue as a whole: no rule without a test, none without a policy, no manual whose example fails."""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from catalogue.worked import FACTS, play

from rpgprog.policy import Policy
from rpgprog.ruleset.catalogue import MECHANISMS, TOOLS
from rpgprog.ruleset.registry import own_kinds, policy_class

# What the catalogue has beside its worked cases, and the mechanisms that have none of their own.
COVERED = list(MECHANISMS)

POLICIES = [policy_class(kind) for kind in own_kinds()]
NAMED = re.compile(r"^def test_([a-z]+\d+[a-d]?)_", re.MULTILINE)
EXAMPLE = re.compile(r"^ {4}([a-z][a-z-]*: .+)$", re.MULTILINE)


@cache
def modules_by_rule() -> dict[str, str]:
    """The text of the modules that have the tests named after each rule."""
    texts: dict[str, str] = {}
    for path in (*Path(__file__).parent.glob("test_*.py"), Path(__file__).parent.parent / "test_dice.py"):
        text = path.read_text()
        for rule in set(NAMED.findall(text)):
            texts[rule] = texts.get(rule, "") + text
    return texts


@pytest.mark.parametrize("rule", COVERED)
def test_every_rule_has_a_test_that_names_it(rule: str) -> None:
    """A rule of the list has tests of its own, and they take what cases the catalogue gives."""
    text = modules_by_rule().get(rule.lower(), "")
    assert text, f"no test is named test_{rule.lower()}_..."
    assert rule not in FACTS or f'"{rule}"' in text, f"the cases of {rule} are not used"


def test_only_rules_of_the_list_are_tested_by_name() -> None:
    """N1 as a whole stands for its four shapes."""
    assert set(modules_by_rule()) - {rule.lower() for rule in COVERED} <= {"n1"}


def test_the_list_is_the_catalogue() -> None:
    """Every rule of the catalogue with worked cases is on it, and nothing unheard of."""
    without_cases = {"U1", "D1", "D3", "G1", "R5"}
    of_other_games = {rule for rule in MECHANISMS if rule.startswith("O")}
    assert set(MECHANISMS) == {*FACTS, *without_cases, *of_other_games}


def test_every_rule_is_carried_by_a_policy_or_a_command() -> None:
    """And by no more than one of each."""
    carried = [rule for policy in POLICIES for rule in policy.covers]
    assert sorted({*carried, *TOOLS}) == sorted(MECHANISMS)
    assert len(carried) == len(set(carried))
    assert [policy.__name__ for policy in POLICIES if not policy.covers] == []


SWITCHES = [(rule, line) for policy in POLICIES for rule, line in policy.covers.items() if line]


@pytest.mark.parametrize(("rule", "line"), SWITCHES, ids=[f"{rule} {line}" for rule, line in SWITCHES])
def test_the_lines_that_switch_a_rule_on_load(rule: str, line: str) -> None:
    """Each stands alone in a ruleset and loads without a problem."""
    assert play(line, "- passed: 1 week").ruleset.policies


def examples(policy: type[Policy]) -> list[str]:
    """The lines of a policy's manual that can stand in a ruleset."""
    return EXAMPLE.findall(inspect.getdoc(policy) or "")


LINES = [(policy, line) for policy in POLICIES for line in examples(policy)]


@pytest.mark.parametrize(("policy", "line"), LINES, ids=[line for _, line in LINES])
def test_the_examples_in_the_manuals_load(policy: Any, line: str) -> None:
    """Each stands alone under its own name in a ruleset, loads without a problem, and gives that policy."""
    name = line.partition(":")[0]
    found = {p.name: p for p in play(line, "- passed: 1 week").ruleset.policies}
    assert type(found[name]) is policy


@pytest.mark.parametrize("policy", [p for p in POLICIES if not p.always], ids=lambda p: p.__name__)
def test_every_manual_has_an_example_and_plain_defaults(policy: Any) -> None:
    """A rule that is not always on shows how it is written, and works when nothing is said."""
    assert examples(policy), "its docstring has no line such as: rule: {option: value}"
    kind = policy.__module__.rpartition(".")[2].replace("_", "-")
    assert play(f"{kind}: on", "- passed: 1 week").ruleset.policies
