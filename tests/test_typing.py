"""The public API as a type checker sees it: the samples in tests/typing, each line right or wrong as it says.

A line that ``mypy --strict`` must refuse ends in ``# E:`` and a part of the message; no other line may be refused.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "tests" / "typing").glob("*.py"))
EXPECTED = re.compile(r"# E: (.+)$")
REFUSED = re.compile(r"^(.+?):(\d+): error: (.+)$")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed"),
]


@cache
def refused() -> dict[str, dict[int, list[str]]]:
    """What mypy refuses, by sample and line: one run for all of them."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-pretty",
        "--no-error-summary",
        *map(str, SAMPLES),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    by_sample: dict[str, dict[int, list[str]]] = {}
    for match in filter(None, map(REFUSED.match, done.stdout.splitlines())):
        by_sample.setdefault(Path(match[1]).name, {}).setdefault(int(match[2]), []).append(match[3])
    return by_sample


def expected(sample: Path) -> Iterator[tuple[int, str]]:
    """The lines that say what is wrong with them."""
    for number, line in enumerate(sample.read_text(encoding="utf-8").splitlines(), 1):
        if match := EXPECTED.search(line):
            yield number, match[1]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_mypy_refuses_what_the_sample_says(sample: Path) -> None:
    """With the message of that line, and nothing else in the file."""
    messages = dict(refused().get(sample.name, {}))
    for line, part in expected(sample):
        assert any(part in message for message in messages.pop(line, [])), f"line {line}: expected {part!r}"
    assert messages == {}


def test_samples_of_both_kinds_are_there() -> None:
    """Otherwise nothing would be tested."""
    kinds = {bool([*expected(sample)]) for sample in SAMPLES}
    assert kinds == {True, False}
