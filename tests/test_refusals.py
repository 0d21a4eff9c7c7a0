"""Refusals: each has a code of the list, and no code of the list is without a use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rpgprog
from rpgprog.cli.app import run
from rpgprog.ledger.refusals import Code, Refused

SOURCE = Path(rpgprog.__file__).parent
CALLS = {"require": 1, "Refused": 1}  # where the code stands among the arguments


def refusals() -> Iterator[tuple[str, ast.expr]]:
    """Every place that refuses, and what stands there as its code."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                func = node.func
                name = getattr(func, "attr", getattr(func, "id", ""))
                if name in CALLS and (file.parent.name == "policies" or not _handed_on(node.args)):
                    yield f"{file.relative_to(SOURCE)}:{node.lineno}", node.args[CALLS[name]]


def _handed_on(args: list[ast.expr]) -> bool:
    """Whether another book is asked with the same arguments: ``super().require(ok, code, ...)``."""
    return isinstance(args[1], ast.Name | ast.Starred)


@pytest.mark.parametrize(("place", "code"), list(refusals()))
def test_every_refusal_has_a_code_of_the_list(place: str, code: ast.expr) -> None:
    """Written as ``Code.SOMETHING``: a sentence in its place would be found here."""
    assert isinstance(code, ast.Attribute), place
    assert ast.unparse(code.value) == "Code", place
    assert code.attr in Code.__members__, place


@pytest.mark.slow
def test_every_code_is_used() -> None:
    """A code that nothing raises would be a promise that nothing keeps."""
    used = {code.attr for _, code in refusals() if isinstance(code, ast.Attribute)}
    assert {*Code.__members__} - used == {"NEVER_JOINED"}  # of decisions about the past


def test_codes_are_short_words() -> None:
    """What programs compare with: lower case, words joined by hyphens."""
    for code in Code:
        assert all(part.isalpha() and part.islower() for part in code.value.split("-")), code


def test_the_codes_are_listed_for_authors(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what it means, and no two mean the same."""
    assert run(["policies", "--codes"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["Code", "Meaning"]
    assert [line.split(maxsplit=1) for line in lines] == [[code.value, code.meaning] for code in Code]
    assert len({code.meaning for code in Code}) == len(Code)


def test_a_refusal_says_what_is_missing() -> None:
    """The difference, whichever way round; nothing where no numbers are compared."""
    assert Refused("rank-cap", Code.RANK_CAP, "too high", "rank", need=5, have=3).short == 2
    assert Refused("upkeep", Code.HOURS, "too many", "hours", need=10, have=12).short == 2
    assert Refused("purchase", Code.OWNED, "theirs already").short is None
