"""How much one entry may say: as much as the rules are proved for, and whoever says more reads how much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from catalogue.worked import holds, play

from rpgprog import open_campaign
from rpgprog.events import Awarded, Event
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.checks import FURTHEST_AWARD, LARGEST_AWARD, LARGEST_PRODUCT
from rpgprog.store import open_store

WIZARD = """campaign: Late in life
ruleset: basic-fantasy
characters:
  ottoline: {profession: magic-user, earned: 1950000}
journal:
  - session: The tower
    day: 1
    events:
      - awarded: {who: ottoline, points: 1500000}
"""


def test_a_wizard_may_bring_and_get_what_the_chart_takes(tmp_path: Path) -> None:
    """The chart of their own pack goes to 1,950,000."""
    (tmp_path / "late.yaml").write_text(WIZARD)
    campaign = open_campaign(tmp_path / "late.yaml")
    assert not campaign.problems
    assert campaign.sheet("ottoline").earned == (1_950_000 + 1_500_000) * 1000


@pytest.mark.parametrize("entry", ["points: 1500000", "points: 1500000 xp", "coins: 1500000"])
def test_points_xp_and_coins_have_the_same_limit(entry: str) -> None:
    assert play("awards: on", f"- awarded: {{{entry}}}")


@pytest.mark.parametrize(
    "event",
    [Awarded(who=("ottoline",), points="1500000"), {"awarded": {"who": "ottoline", "points": 1500000}}],
)
def test_objects_and_mappings_have_that_limit_too(tmp_path: Path, event: Event | dict[str, Any]) -> None:
    (tmp_path / "late.yaml").write_text(WIZARD)
    with open_store(f"sqlite:{tmp_path / 'late.db'}") as store:
        stored = store.bring(tmp_path / "late.yaml").campaign
        stored.append(event)
        assert stored.open().sheet("ottoline").earned == (1_950_000 + 3_000_000) * 1000


FINE = 'awards: on\nnovelty: {factor: "1 / 3 ** (n - 1)"}\nchallenge: {factor: {-1: 0.99, 0: 1, above: 1.01, below: 0.999}}'


@pytest.mark.parametrize("rules", ["awards: on", FINE])
def test_the_limit_follows_from_the_proof_and_is_named_where_it_is_met(tmp_path: Path, rules: str) -> None:
    """The finer the factors that meet, the less one entry may say; what it may say is played exactly."""
    (tmp_path / "fine.yaml").write_text("ruleset: fine\npolicies:\n  " + rules.replace("\n", "\n  "))
    most = load_ruleset(tmp_path / "fine.yaml").names.most
    assert LARGEST_AWARD <= most * 1000 <= FURTHEST_AWARD
    assert (most * 1000 == FURTHEST_AWARD) is (rules != FINE)
    if rules == FINE:
        assert most * 1000 * 10**6 * 1010 < LARGEST_PRODUCT
    assert holds(play(rules, f"- awarded: {{points: {most}}}"), "points") == most
    with pytest.raises(AssertionError, match=f'points: "{most + 1}" is beyond {most:,}'):
        play(rules, f"- awarded: {{points: {most + 1}}}")


def test_options_of_rules_have_their_own_limit() -> None:
    with pytest.raises(Mistakes, match='encounter: "1000001" is beyond 1,000,000'):
        play("awards: {encounter: 1000001}", "[]")
