"""The page of all house rules is what the manuals say, and has every mechanism with a line and a test.

``RPGPROG_REWRITE=1`` writes the page anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from house_rules import modules_by_mechanism, page

from rpgprog.ruleset.catalogue import MECHANISMS, TOOLS

PAGE = Path(__file__).parent.parent / "rulesets" / "house-rules.md"


def test_the_page_is_what_the_manuals_say() -> None:
    made = page()
    if os.environ.get("RPGPROG_REWRITE"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_has_a_line_and_a_test(mechanism: str) -> None:
    """The line switches it on or is a command; the test module is there and has tests named after it."""
    row = next(r for r in PAGE.read_text(encoding="utf-8").splitlines() if r.startswith(f"| {mechanism} |"))
    _, _, words, line, tests, _ = re.split(r"(?<!\\) ?\| ?", row)
    assert words == MECHANISMS[mechanism]
    assert (
        mechanism in TOOLS
        or line == "`always on`"
        or isinstance(yaml.safe_load(line.strip("`").replace("\\|", "|")), dict)
    )
    modules = modules_by_mechanism()[mechanism.lower()]
    assert all(f"(../tests/{module})" in tests for module in modules)
    assert tests


def test_every_example_on_the_page_is_yaml() -> None:
    for example in re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for line in example.splitlines():
            assert yaml.safe_load(line) is not None, line
