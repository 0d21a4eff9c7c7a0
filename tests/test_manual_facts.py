"""What the pages of the manual state as fact is so in the code."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

from rpgprog import events
from rpgprog.campaign.decisions import Decision
from rpgprog.campaign.effect import Change
from rpgprog.ledger import accounts
from rpgprog.ledger.refusals import Code
from rpgprog.planner.gap import Gap
from rpgprog.policy import Stage, option, payments
from rpgprog.problems import Problem
from rpgprog.ruleset.about import About
from rpgprog.ruleset.registry import own_kinds, policy_class
from rpgprog.ruleset.warning_names import WARNINGS
from rpgprog.store.entries import StoredEntry
from rpgprog.store.results import Appended
from rpgprog.testing.house_rules import rules_of
from rpgprog.testing.run import fold
from rpgprog.testing.strategies import ledgers, roster, rulesets
from rpgprog.views.compare import Difference
from rpgprog.views.sheet import Sheet, SkillRow
from rpgprog.views.why import Posting, Why

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "rpgprog" / "manual"


def page(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text(encoding="utf-8")


def table_under(heading: str, text: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its own heading."""
    section = text.partition(f"{heading}\n")[2]
    rows = re.findall(r"^ *\| (.*) \|$", section.partition("\n## ")[0], re.M)
    return [row.split(" | ") for row in rows[1:]]


def test_the_floors_are_those_that_imports_keep() -> None:
    """From the top, the same rooms on each floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    enforced = [sorted(floor.split(" | ")) for floor in layers if floor not in ("__main__", "manual")]
    drawn = [
        sorted(re.findall(r"`(\w+)`", row[1])) for row in table_under("## The floors", page("architecture"))
    ]
    assert drawn == enforced


def test_the_stages_stand_in_their_order() -> None:
    """None left out."""
    text = page("architecture").partition("## The way of one event")[2]
    named = [word for word in re.findall(r"`([A-Z]+)`", text) if word in Stage.__members__]
    assert named == [stage.name for stage in Stage]


def test_every_warning_is_explained() -> None:
    """With the words that the code has for it."""
    rows = [row for row in table_under("## Check it", page("rules")) if row[0].strip("`") in WARNINGS]
    assert {row[0].strip("`"): row[1] for row in rows} == WARNINGS


def test_every_key_of_a_rulesets_head_is_explained() -> None:
    """And no other."""
    rows = table_under("## The head", page("rules"))
    explained = {key for row in rows for key in re.findall(r"`(\w+)`", row[0])}
    assert explained == {field.name for field in About.__attrs_attrs__}  # type: ignore[attr-defined]


def first_cells(heading: str) -> list[str]:
    """The words in code in the first column of a table of the page on policies."""
    return [
        word for row in table_under(heading, page("policies")) for word in re.findall(r"`([^`]+)`", row[0])
    ]


def test_the_authors_guide_has_every_event() -> None:
    """But for what all of them share."""
    assert {*first_cells("## Events")} == {*events.__all__} - {
        "Event",
        "Noted",
        "Override",
        "Thousandths",
        "thousandths",
    }


def account_kinds() -> dict[str, str]:
    """The kind of account that each name stands for."""
    return {
        name: value
        for name, value in vars(accounts).items()
        if name.isupper() and isinstance(value, str) and name not in ("CAMPAIGN", "PARTY")
    }


def test_the_authors_guide_has_every_account_and_its_unit() -> None:
    """By the name that a rule imports."""
    units = {row[0].strip("`"): row[2] for row in table_under("## Accounts", page("policies"))}
    assert units == {
        name: "thousandths" if kind in accounts.IN_UNITS else "whole"
        for name, kind in account_kinds().items()
    }


def posters() -> dict[str, set[str]]:
    """For each account in the author's guide, the rules it names as posting there."""
    return {
        row[0].strip("`"): {*re.findall(r"`([^`]+)`", row[3])}
        for row in table_under("## Accounts", page("policies"))
    }


def test_every_rule_named_for_an_account_posts_there() -> None:
    """Its module names the account, or takes from the one that knows how a purchase was paid for."""
    for account, kinds in posters().items():
        for kind in kinds:
            modules = {inspect.getmodule(part) for part in policy_class(kind).__mro__}
            of_rule = [m for m in modules if m and m.__name__.startswith("rpgprog.policies")]
            assert of_rule
            text = "".join(map(inspect.getsource, of_rule))
            text += inspect.getsource(payments) if "policy.payments import" in text else ""
            assert re.search(rf"\b{account}\b", text), (kind, account)


@pytest.mark.slow
@given(rulesets(), roster(), ledgers())
def test_no_rule_posts_where_the_authors_guide_does_not_say_so(
    ruleset: str, joined: Any, ledger: Any
) -> None:
    """But for exceptions, which any rule may make, and rules' own counts."""
    rules = rules_of(ruleset)
    names = {kind: name for name, kind in account_kinds().items()}
    kinds = {policy.name: policy.kind for policy in rules.policies}
    named = posters()
    book, _ = fold(rules, joined, ledger)
    for account, _, policy, _ in book.receipts:
        name = names.get(account.kind, "OVERRULED")
        if name not in ("OVERRULED", "DAY", "ABSENT"):
            assert kinds[policy] in named[name], (policy, account.kind)


def test_the_authors_guide_says_what_readings_are_asked_of() -> None:
    """By the names that a rule imports."""
    for row in table_under("## Readings", page("policies")):
        assert {*re.findall(r"`(\w+)`", row[1])} <= {*vars(accounts)}, row


def test_the_authors_guide_has_every_reading_and_who_takes_part() -> None:
    """Each once, in the order in which they first do."""
    steps: dict[str, list[tuple[int, str]]] = {}
    for kind in own_kinds():
        for _, mark in policy_class(kind).marked():
            if mark.how == "figure":
                steps.setdefault(mark.what[0], []).append((mark.order, kind))
    shown = {
        row[0].strip("`"): re.findall(r"`([^`]+)`", row[3])
        for row in table_under("## Readings", page("policies"))
    }
    assert shown == {
        name: [*dict.fromkeys(kind for _, kind in sorted(takes_part))] for name, takes_part in steps.items()
    }


def test_the_authors_guide_has_every_code() -> None:
    """With what it means."""
    rows = {row[1].strip("`"): row[2] for row in table_under("## Refusing", page("policies"))}
    assert rows == {str(code): code.meaning for code in Code}


def test_the_authors_guide_has_every_keyword_of_an_option() -> None:
    """But for what only curves take."""
    keywords = {
        name
        for name, about in inspect.signature(option).parameters.items()
        if about.kind == about.KEYWORD_ONLY
    }
    assert {*first_cells("## Options")} == keywords


def test_the_authors_guide_has_every_stage() -> None:
    """And what may be done at each."""
    rows = re.findall(r"^\| ((?:`[A-Z]+`(?:, )?)+) \| (?:events|awards|accounts) ", page("policies"), re.M)
    assert [word for row in rows for word in re.findall(r"`(\w+)`", row)] == [stage.name for stage in Stage]


def test_no_page_shows_where_it_was_made() -> None:
    """Output is the same on any machine."""
    for file in (ROOT / "README.md", *MANUAL.iterdir()):
        if file.suffix in (".md", ".svg"):
            assert str(ROOT) not in file.read_text(encoding="utf-8"), file.name
            assert not re.search(
                r"(?<![\w.~])/(tmp|home|root|Users|work)/\S", file.read_text(encoding="utf-8")
            ), file.name


RESULTS = {
    cls.__name__: cls
    for cls in (
        Sheet,
        SkillRow,
        Why,
        Posting,
        Gap,
        Difference,
        Change,
        Appended,
        StoredEntry,
        Decision,
        Problem,
    )
}


def test_the_library_page_has_every_result_with_its_fields() -> None:
    """In their order."""
    rows = table_under("## What comes back", page("library"))
    shown = {row[1].strip("`"): re.findall(r"`(\w+)`", row[2]) for row in rows}
    assert shown == {name: [field.name for field in attrs.fields(cls)] for name, cls in RESULTS.items()}


def test_the_authors_guide_has_every_field_of_an_event() -> None:
    """But for what all of them share."""
    shared = {field.name for field in attrs.fields(events.Event)}
    for row in table_under("## Events", page("policies")):
        fields = attrs.fields(getattr(events, row[0].strip("`")))
        own = [field.name for field in fields if field.init and field.name not in shared]
        assert re.findall(r"`(\w+)`", row[2]) == own, row[0]


def test_an_order_of_nine_comes_after_every_rule_that_comes_with_rpgprog() -> None:
    """As the author's guide says, with the range that they use."""
    orders = {mark.order for kind in own_kinds() for _, mark in policy_class(kind).marked()}
    assert (min(orders), max(orders)) == (-1, 3)
    assert "The rules that come with rpgprog use -1 to 3" in " ".join(page("policies").split())
