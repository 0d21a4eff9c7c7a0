"""Policies are found: one file each here, and packages that bring more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from plug_ins import installed

from rpgprog.cli.app import run
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


FAILING = """
@frozen
class Cursed(Policy):
    \"\"\"A rule that fails when a session ends.\"\"\"
    covers: ClassVar[Any] = {}
    works: bool = option(False, help="whether it works")

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: Any, book: Any) -> None:
        if not self.works:
            raise KeyError("the washing-up")
"""
CAMPAIGN = """
campaign: Game
ruleset: rules.yaml
characters: {Ada: {}}
journal:
  - {session: One, day: 1, events: [{awarded: {points: 3}}]}
  - {session: Two, day: 2}
"""


def test_a_rule_of_a_package_that_does_not_load_is_named_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`policies`, `schema` and `check` show all they can, name the package and end with 1."""
    (tmp_path / "rules.yaml").write_text("ruleset: ours\npolicies:\n  torn: on\n  awards: on\n")
    with installed(tmp_path, "tornfood", "import no_such_module\n", torn="Torn", absent="Nothing"):
        for command in (["policies"], ["policies", "--mechanisms"], ["schema", "ruleset"]):
            assert run(command) == 1
            out, err = capsys.readouterr()
            assert "novelty" in out
            assert 'the package tornfood brings the rule "torn", which fails to load: ModuleNotFound' in err
        assert run(["check", str(tmp_path / "rules.yaml")]) == 1
        assert 'rules.yaml:3:3: the package tornfood brings the rule "torn"' in capsys.readouterr().err
        assert run(["policies", "torn"]) == 1
        assert "no_such_module" in capsys.readouterr().err
    with installed(tmp_path, "oddfood", "Odd = 5\n", odd="Odd"):
        assert run(["policies"]) == 1
        assert "oddfood:Odd is not a frozen class derived from Policy" in capsys.readouterr().err


def test_a_rule_of_a_package_that_raises_is_a_problem_of_its_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the campaign stands."""
    (tmp_path / "rules.yaml").write_text("ruleset: ours\npolicies:\n  cursed: on\n  awards: on\n")
    (tmp_path / "game.yaml").write_text(CAMPAIGN)
    with installed(
        tmp_path, "cursedfood", "from rpgprog.events import SessionEnded\n" + FAILING, cursed="Cursed"
    ):
        assert run(["check", str(tmp_path / "game.yaml")]) == 1
        out, err = capsys.readouterr()
        assert "cursed: the package cursedfood failed: KeyError: 'the washing-up'" in out + err
        assert run(["sheet", str(tmp_path / "game.yaml")]) == 1
        assert "3 points" in capsys.readouterr().out


SUPPER = """
@frozen
class Supper(Policy):
    \"\"\"A rule that does nothing.\"\"\"
    covers: ClassVar[Any] = {}
"""


def test_a_name_that_two_packages_bring_is_warned_of_and_says_whose_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where rules are listed, and where a ruleset uses one of them; both work on."""
    for name in ("breakfast", "tablefood"):
        (tmp_path / name).mkdir()
    (tmp_path / "rules.yaml").write_text("ruleset: ours\npolicies:\n  supper: on\n  awards: on\n")
    (tmp_path / "others.yaml").write_text("ruleset: others\npolicies:\n  awards: on\n")
    warning = "breakfast and tablefood each bring a rule \"supper\": breakfast's is used, tablefood's cannot"
    with (
        installed(tmp_path / "tablefood", "tablefood", SUPPER, supper="Supper"),
        installed(tmp_path / "breakfast", "breakfast", SUPPER, supper="Supper"),
    ):
        assert policy_class("supper").__module__ == "breakfast"
        for command in (["policies"], ["policies", "--mechanisms"], ["schema", "ruleset"]):
            assert run(command) == 0
            assert f"warning: {warning}" in capsys.readouterr().err
        assert run(["check", str(tmp_path / "rules.yaml")]) == 0
        assert f"rules.yaml:3:3: warning: {warning}" in "".join(capsys.readouterr())
        assert run(["check", str(tmp_path / "others.yaml")]) == 0
        assert "supper" not in "".join(capsys.readouterr())


def test_a_package_that_brings_a_name_of_ours_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ours is used."""
    (tmp_path / "rules.yaml").write_text("ruleset: ours\npolicies:\n  awards: on\n")
    with installed(tmp_path, "tablefood", SUPPER, awards="Supper"):
        assert policy_class("awards").__module__ == "rpgprog.policies.awards"
        assert run(["check", str(tmp_path / "rules.yaml")]) == 0
        said = "".join(capsys.readouterr())
        assert "rpgprog and tablefood each bring a rule \"awards\": rpgprog's is used, tablefood's" in said
