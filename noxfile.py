"""What a change needs, by name: `nox -s setup`, then `nox` for the quick run, `nox -l` for the rest.

Every session runs in the environment that nox itself is in; arguments after `--` are passed on.
"""

import os
import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["quick"]

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q", "-n", "auto")
DOCUMENTS = (
    "tests/test_docs.py",
    "tests/test_manual.py",
    "tests/test_manual_words.py",
    "tests/test_house_rules.py",
)
BENCHES = {
    "fold": "tests/bench/fold.py",
    "simulate": "tests/bench/simulate.py",
    "store": "tests/bench/store.py",
    "startup": "tests/bench/startup.py",
}


@nox.session
def setup(session: nox.Session) -> None:
    """Install the project with all that its tests and checks need, and the hooks for commits."""
    session.run(PYTHON, "-m", "pip", "install", "-q", "-e", ".[dev]")
    session.run(PYTHON, "-m", "pre_commit", "install")


@nox.session
def test(session: nox.Session) -> None:
    """All tests, as the README runs them; give files to run only these."""
    session.run(*PYTEST, *session.posargs)


@nox.session
def quick(session: nox.Session) -> None:
    """Tests with few examples of each law, without those marked slow."""
    session.run(*PYTEST, "-m", "not slow", "--hypothesis-profile", "quick", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types and layers."""
    session.run(PYTHON, "-m", "ruff", "check", ".")
    session.run(PYTHON, "-m", "ruff", "format", "--check", ".")
    session.run(PYTHON, "-m", "mypy")
    here = os.pathsep.join([str(Path(PYTHON).parent), os.defpath])
    session.run(shutil.which("lint-imports", path=here) or "lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Run every example of the documents; with `-- --update` write what is printed now into them."""
    env = {"RPGPROG_REWRITE": "1"} if "--update" in session.posargs else {}
    session.run(PYTHON, "-m", "pytest", "-q", *DOCUMENTS, *session.posargs, env=env)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure: `nox -s bench -- fold` (or simulate, store, startup)."""
    name, *options = session.posargs or ["fold"]
    if name not in BENCHES:
        session.error(f'there is no bench "{name}": choose one of {", ".join(BENCHES)}')
    session.run(PYTHON, BENCHES[name], *options)
