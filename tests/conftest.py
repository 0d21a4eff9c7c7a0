"""Settings for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, fresh
from hypothesis import HealthCheck, settings

from rpgprog.cli.app import run
from rpgprog.store import Store, open_store

HUNT = "RPGPROG_EXAMPLES" in os.environ  # by hand: so many examples of each law, new ones every time
EXAMPLES = int(os.environ.get("RPGPROG_EXAMPLES", "100"))
QUICK = 5  # examples of each law in the quick run, `--hypothesis-profile quick`

settings.register_profile(
    "rpgprog",
    max_examples=EXAMPLES,
    derandomize=not HUNT,  # the same examples on every machine: what passed once passes again
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("rpgprog"), max_examples=QUICK)
settings.load_profile("rpgprog")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update``: examples of the README and the manual show what is printed now."""
    parser.addoption("--update", action="store_true", help="rewrite the outputs shown in the manual")


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: each test runs on both kinds."""
    with fresh(request.param, tmp_path) as where:
        yield where


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command: its exit code, what it printed, what it complained about."""

    def asked(*args: object) -> tuple[int, str, str]:
        code = run([str(arg) for arg in args])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return asked


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store in that database."""
    with open_store(address) as opened:
        yield opened
