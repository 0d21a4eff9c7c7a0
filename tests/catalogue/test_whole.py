"""The catalogue as a whole: no rule without a test, none without a policy, no manual whose example fails."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from catalogue.worked import FACTS, play

from rpgprog.policy import Policy
from rpgprog.registry import own_kinds, policy_class

COVERED = [
    *("L1", "L2", "L3", "L5", "L6", "L7", "L8", "L10", "A1", "A2", "A6", "A8"),
    *("N1a", "N1b", "N1c", "N1d", "N2", "N3", "N4", "N5", "N7", "U1", "U2", "U3", "U4", "U5", "U6"),
    *("S1", "S2", "S3", "S7", "S8", "R1", "R2", "R3", "R6"),
    *("D2", "D3", "D4", "D7", "D9", "D10", "D11", "D12", "D13", "D14", "D15", "D16", "G1"),
]

POLICIES = [policy_class(kind) for kind in own_kinds()]
NAMED = re.compile(r"^def test_([a-z]+\d+[a-d]?)_", re.MULTILINE)
EXAMPLE = re.compile(r"^ {8}([a-z][a-z-]*: .+)$", re.MULTILINE)


@cache
def modules_by_rule() -> dict[str, str]:
    """The text of the module that has the tests named after each rule."""
    texts = [path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py"))]
    return {rule: text for text in texts for rule in NAMED.findall(text)}


@pytest.mark.parametrize("rule", COVERED)
def test_every_rule_has_a_test_that_names_it(rule: str) -> None:
    """A rule of the list has tests of its own, and they take what cases the catalogue gives."""
    text = modules_by_rule().get(rule.lower(), "")
    assert text, f"no test is named test_{rule.lower()}_..."
    assert rule not in FACTS or f'"{rule}"' in text, f"the cases of {rule} are not used"


def test_only_rules_of_the_list_are_tested_by_name() -> None:
    """A new rule gets into the list when it gets its tests; N1 as a whole stands for its four shapes."""
    assert set(modules_by_rule()) == {rule.lower() for rule in COVERED} | {"n1"}


def test_policies_say_what_they_cover() -> None:
    """Every policy names rules of the catalogue, and together they name the whole list."""
    covers = {policy.__name__: set(policy.covers.split()) for policy in POLICIES}
    assert [name for name, rules in covers.items() if not rules] == []
    together = set().union(*covers.values())
    missing = [rule for rule in COVERED if not {rule, rule.rstrip("abcd")} & together]
    assert missing == []
    known = {*FACTS, *(rule.rstrip("abcd") for rule in FACTS), "U1", "D1", "D3", "G1"}
    assert together - known == set()


def examples(policy: type[Policy]) -> list[str]:
    """The lines of a policy's manual that can stand in a ruleset."""
    return EXAMPLE.findall(policy.__doc__ or "")


LINES = [(policy, line) for policy in POLICIES for line in examples(policy)]


@pytest.mark.parametrize(("policy", "line"), LINES, ids=[line for _, line in LINES])
def test_the_examples_in_the_manuals_load(policy: Any, line: str) -> None:
    """Each stands alone under its own name in a ruleset, loads without a problem, and gives that policy."""
    kind = line.partition(":")[0]
    played = play(line, "- passed: 1 week")
    found = {p.kind: p for p in played.ruleset.policies}
    assert type(found[kind]) is policy


@pytest.mark.parametrize("policy", [p for p in POLICIES if not p.always], ids=lambda p: p.__name__)
def test_every_manual_has_an_example_and_plain_defaults(policy: Any) -> None:
    """A rule that is not always on shows how it is written, and works when nothing is said."""
    assert examples(policy), "its docstring has no line such as: rule: {option: value}"
    kind = policy.__module__.rpartition(".")[2].replace("_", "-")
    assert play(f"{kind}: on", "- passed: 1 week").ruleset.policies
