"""Worked examples: the facts of the catalogue, and a table's ruleset and journal written from them and played."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from string import Template
from textwrap import dedent, indent
from typing import Any

import pytest

from rpgprog.campaign.campaign import Campaign
from rpgprog.ledger.accounts import IN_UNITS, UNIT
from rpgprog.testing.campaign import opened

FACTS: dict[str, Any] = json.loads((Path(__file__).parent.parent / "vectors" / "thread.json").read_text())[
    "rules"
]

RULESET = """\
ruleset: the-house
points: dp
xp_per_point: 10
skills:
  climb: athletics
  swim: athletics
  stealth: subterfuge
  sword: arms
  axe: arms
  cooking: learning
  languages: learning
  healing: magic
policies:
"""


def facts(rule: str, **having: Any) -> Any:
    """The cases of one rule that have these values (``...``: whatever the value), each by its content."""
    cases = [case for case in FACTS[rule]["cases"] if all(_has(case, *item) for item in having.items())]
    assert cases, f"{rule} has no such case"
    return pytest.mark.parametrize("case", cases, ids=_label)


def fact(rule: str, **having: Any) -> Any:
    """The one case of a rule that has these values."""
    (case,) = (case for case in FACTS[rule]["cases"] if all(_has(case, *item) for item in having.items()))
    return case


def option(rule: str, name: str) -> Any:
    """A parameter of a rule."""
    return FACTS[rule]["params"][name]


def _has(case: dict[str, Any], key: str, value: Any) -> bool:
    return key in case and value in (..., case[key])


def _label(case: Any) -> str:
    return " ".join(f"{key} {value}" for key, value in case.items() if isinstance(value, int | float | str))[
        :60
    ]


def play(
    rules: str, journal: str, characters: str = "kessa: {}", *, refused: bool = False, **numbers: Any
) -> Campaign:
    """Open a campaign with this journal under a ruleset with these policies.

    ``$name`` in a text stands for a number. Nothing may be wrong or refused, unless that is what is expected.
    """
    head = "campaign: Worked example\nruleset: the-house\ncharacters:\n"
    file = head + _lines(characters, numbers) + "journal:\n" + _lines(journal, numbers)
    played = opened(RULESET + _lines(rules, numbers), file)
    assert bool(played.problems) is refused, [str(problem) for problem in played.problems]
    return played


def _lines(text: str, numbers: dict[str, Any]) -> str:
    return indent(Template(dedent(text)).substitute(numbers).strip() + "\n", "  ")


def holds(played: Campaign, kind: str, of: str = "", who: str = "kessa") -> Fraction:
    """What an account holds, in the author's unit: points, XP, coins, hours, ranks."""
    balance = played.book.sheet().get((who, kind, of), 0)
    return Fraction(balance, UNIT if kind in IN_UNITS or kind.endswith((".carried", ".over")) else 1)


def ranks(played: Campaign, *skills: str, who: str = "kessa") -> list[int]:
    """The ranks of these skills."""
    return [int(holds(played, "rank", skill, who)) for skill in skills]


def bonus(played: Campaign, skill: str, who: str = "kessa") -> int:
    """The bonus of a skill, whether it was ever learned or not."""
    return played.why(who, f"{skill} bonus").number


def dp(amount: int | None) -> Fraction:
    """Points as the catalogue counts them, from those on a sheet."""
    assert amount is not None
    return Fraction(amount, UNIT)


def paid(played: Campaign, who: str = "kessa") -> list[Fraction]:
    """The points of each award, in order; an award of nothing is not among them."""
    postings = played.why(who, "earned").postings
    return [dp(posting.amount) for posting in postings if posting.event != "joined"]


def refusal(played: Campaign) -> str:
    """The one refusal or mistake, in words."""
    (problem,) = played.problems
    return str(problem)


def exact(number: Any) -> Fraction:
    """A number of the catalogue, also one written 25/6, as it is meant."""
    return Fraction(str(number))
