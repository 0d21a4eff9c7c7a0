"""The documents hold: examples run, every public thing is explained, the front door is true."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import resolve_name
from itertools import pairwise
from pathlib import Path

import pytest

import rpgprog
from rpgprog.policy import Stage
from rpgprog.ruleset.catalogue import MECHANISMS
from rpgprog.ruleset.registry import GROUP, own_kinds, policy_class

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", rpgprog.__all__)
def test_public_names_have_examples_that_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reader of help() would try them, from the project's folder."""
    monkeypatch.chdir(ROOT)
    value = getattr(rpgprog, name)
    module = import_module(value.__module__)
    tests = [
        t
        for t in doctest.DocTestFinder(recurse=False).find(value, name, module=False, globs=vars(module))
        if t.examples
    ]
    assert tests, f"{name} has no example"
    for test in tests:
        report: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
        assert runner.run(test, out=report.append).failed == 0, "".join(report)


MODULES = (
    "api",
    "campaign.decisions",
    "events.describe",
    "ruleset.portable",
    "store",
    "store.erased_text",
    "testing.campaign",
    "testing.drawn",
    "testing.everywhere",
    "testing.house_rules",
    "testing.run",
)  # whose examples are run, beside those of the public names


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_examples_of_modules_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the project's folder as well."""
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(import_module(f"rpgprog.{name}"), optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_fewer_than_ten_public_names() -> None:
    """Few enough to keep in mind."""
    assert len(rpgprog.__all__) < 10
    for name in rpgprog.__all__:
        assert name in (rpgprog.__doc__ or "")
    with pytest.raises(AttributeError, match="no attribute 'load_rules'"):
        _ = rpgprog.load_rules  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", own_kinds())
def test_every_policy_is_its_own_manual(kind: str) -> None:
    """What it does, a help for each option, the mechanisms it covers, an example."""
    cls = policy_class(kind)
    manual = inspect.getdoc(cls) or ""
    assert cls.covers
    assert cls.covers.keys() <= MECHANISMS.keys()
    for field in cls.__attrs_attrs__:  # type: ignore[attr-defined]
        if field.init and not field.metadata.get("given"):
            assert field.metadata.get("help"), field.name
    assert cls.always or re.search(rf"^    {kind}: ", manual, re.M), "no example"


def test_importing_rpgprog_imports_nothing_but_itself() -> None:
    """Names come when they are used."""
    code = "import sys; before = set(sys.modules); import rpgprog; print(sorted(m for m in set(sys.modules) - before if not m.startswith('rpgprog')))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_the_library_needs_neither_the_command_lines_packages_nor_numpy() -> None:
    """attrs, cattrs and PyYAML are enough to open a campaign."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['click', 'rich', 'numpy', 'sqlalchemy']));"
        "import rpgprog; print(rpgprog.open_campaign('tests/road.yaml').sheet('Kessa').earned)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert shown.strip() == "6000"


@pytest.mark.slow
def test_a_database_says_which_extra_it_needs() -> None:
    """In one line, without a traceback."""
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from rpgprog.cli.app import run; sys.exit(run(['sheet', 'sqlite:none.db']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr == 'a database needs "sqlalchemy": pip install "rpgprog[store]"\n'


def test_stages_are_explained() -> None:
    """Each stage has a place in the policy module's text."""
    text = inspect.getsource(Stage)
    for stage in Stage:
        assert stage.name in text


def test_dir_and_help_show_the_public_names() -> None:
    """Before any of them was used, and nothing else."""
    code = "import pydoc, rpgprog; print(dir(rpgprog)); print(pydoc.plain(pydoc.render_doc(rpgprog)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    listed, help_text = shown.split("\n", 1)
    assert listed == str(sorted([*rpgprog.__all__, "__version__"]))
    for name in rpgprog.__all__:
        kind = "class " if inspect.isclass(getattr(rpgprog, name)) else ""
        assert re.search(rf"^    {kind}{name}\(", help_text, re.MULTILINE), name


def test_a_star_import_brings_the_public_names() -> None:
    """All of them."""
    space: dict[str, object] = {}
    exec("from rpgprog import *", space)
    assert space.keys() - {"__builtins__"} == set(rpgprog.__all__)


def test_what_a_simulation_needs_comes_from_one_package() -> None:
    """Before any of it was used, and a misspelt name is one that is not there."""
    simulate = import_module("rpgprog.simulate")
    assert dir(simulate) == simulate.__all__
    for name in simulate.__all__:
        assert callable(getattr(simulate, name))
    with pytest.raises(AttributeError, match=r"module 'rpgprog\.simulate' has no attribute 'simulat'"):
        _ = simulate.simulat


STABILITY = (ROOT / "rpgprog" / "manual" / "stability.md").read_text(encoding="utf-8")


def test_the_page_on_stability_names_what_is_there() -> None:
    """All public names, and modules that can be imported."""
    for name in rpgprog.__all__:
        assert f"`{name}`" in STABILITY
    modules = {name for name in re.findall(r"`(rpgprog\.[a-z.]+)`", STABILITY) if name != GROUP}
    assert {import_module(name).__name__ for name in modules} == modules
    for name in import_module("rpgprog.testing").__all__:
        assert f"`{name}`" in STABILITY or name == "HouseRules"


READS_ITS_OWN_TEXT = {"rpgprog.reader", "rpgprog.source"}  # an option with a reader of its own


@pytest.mark.parametrize("kind", own_kinds())
def test_shipped_policies_need_only_what_is_public(kind: str) -> None:
    """So that a package can bring any rule that comes along."""
    module = import_module(policy_class(kind).__module__)
    imports = [
        n for n in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(n, ast.ImportFrom) and n.level
    ]
    names = [
        resolve_name("." * node.level + (node.module or ""), module.__package__ or "") for node in imports
    ]
    packages = {".".join(name.split(".")[:2]) for name in names} - READS_ITS_OWN_TEXT - {"rpgprog.policies"}
    assert all(f"`{package}`" in STABILITY for package in packages), packages


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_contributing_has_the_map_of_the_floors() -> None:
    """Every package, in the order that import-linter holds."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    order = [name for layer in layers for name in sorted(layer.split(" | ")) if name != "__main__"]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", CONTRIBUTING.split("## The map")[1], re.MULTILINE)
    floors = [sorted(re.findall(r"`(\w+)`", row)) for row in rows]
    assert sorted(name for floor in floors for name in floor) == sorted(order)
    positions = [[order.index(name) for name in floor] for floor in floors]
    assert all(max(upper) < min(lower) for upper, lower in pairwise(positions))


def test_contributing_names_every_session_of_nox() -> None:
    """What is run by name."""
    sessions = re.findall(
        r"^@nox\.session\ndef (\w+)", (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE
    )
    default = {"quick": "| `nox` |"}
    for session in sessions:
        assert default.get(session, f"nox -s {session}") in CONTRIBUTING
    assert set(sessions) == {"setup", "test", "quick", "lint", "docs", "bench"}
    quick = re.search(r"PYTEST, (.+), \*session", (ROOT / "noxfile.py").read_text("utf-8"))
    assert quick is not None
    words = " ".join(word if " " not in word else f'"{word}"' for word in ast.literal_eval(f"[{quick[1]}]"))
    assert f"pytest -n auto {words}" in CONTRIBUTING
