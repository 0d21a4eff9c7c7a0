"""Policies are found: one file each here, and packages that bring more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rpgprog.policy import Policy
from rpgprog.ruleset.registry import kinds, own_kinds, policy_class

BROUGHT = '''
"""A house rule from another package."""
from typing import Any, ClassVar
from attrs import frozen
from rpgprog.ledger.accounts import EARNED, POINTS
from rpgprog.events import SessionEnded
from rpgprog.policy import Policy, Stage, on, option

@frozen
class Supper(Policy):
    """Whoever stays to the end of a session gets points for the washing-up.

        supper: {points: 1}
    """
    covers: ClassVar[Any] = {}
    points: int = option(1000, unit="points", help="points for staying")

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: Any, book: Any) -> None:
        for who in event.present:
            book.post(book[who, POINTS, ""], self.points, "the washing-up")
            book.post(book[who, EARNED, ""], self.points, "the washing-up")
'''


@pytest.mark.parametrize("kind", own_kinds())
def test_every_kind_is_the_name_of_its_module(kind: str) -> None:
    """And its class says so."""
    cls = policy_class(kind)
    assert issubclass(cls, Policy)
    assert cls(name="x", **({"cap": None} if kind == "rank-cap" else {})).kind == kind


def test_a_kind_that_is_not_there() -> None:
    """KeyError, for who asks."""
    with pytest.raises(KeyError):
        policy_class("no-such-rule")
    assert "no-such-rule" not in kinds()


@pytest.mark.slow
def test_another_package_brings_a_policy(tmp_path: Path) -> None:
    """Announced under the entry-point group, used from YAML like any other, mistakes and all."""
    (tmp_path / "tablefood.py").write_text(BROUGHT)
    info = tmp_path / "tablefood-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tablefood\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[rpgprog.policies]\nsupper = tablefood:Supper\n")
    (tmp_path / "rules.yaml").write_text("ruleset: ours\npolicies:\n  supper: {points: 2}\n")
    (tmp_path / "game.yaml").write_text(
        "campaign: Game\nruleset: rules.yaml\ncharacters: {Ada: {}}\njournal:\n  - {session: One, day: 1}\n"
    )
    (tmp_path / "bad.yaml").write_text("ruleset: ours\npolicies:\n  supper: {point: 2}\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}

    def asked(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "rpgprog", *args]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert "2 points earned" in asked("sheet", "game.yaml").stdout
    assert "the washing-up" in asked("why", "game.yaml", "Ada", "points").stdout
    assert (
        asked("check", "bad.yaml").stderr == 'bad.yaml:3:12: supper has no "point"; did you mean "points"?\n'
    )
    assert "washing-up" in asked("policies", "supper").stdout
