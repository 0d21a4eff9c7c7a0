"""What an option's number counts stands with the option; no name of an option has a meaning of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from plug_ins import installed

from rpgprog.journal.json_schema import ruleset_schema
from rpgprog.ledger.units import scale_of, unit_of
from rpgprog.problems import Mistakes
from rpgprog.ruleset import Ruleset, load_ruleset
from rpgprog.ruleset.overrides import numbers, scaled, varied

# Named like options of ours, each in another unit than ours.
MARKET = '''
@frozen
class Market(Policy):
    """A market.

        market: {fee: 2 coins}
    """
    fee: int = option(0, unit="coins", least=0, help="coins for a stall")
    budget: int = option(0, unit="points", help="points to spend there")
    hours: int = option(0, unit="days", help="how long it lasts")
    share: int = option(0, unit="hours", help="hours at the stall")
    weeks: int = option(0, unit="xp", help="XP for haggling")
    coins: int = option(0, unit="part", least=0, most=1, help="the part that is tax")
    xp: int = option(0, unit="favours", least=0, most=9, help="favours owed")
    part: int = option(0, unit="times", help="what a bargain is worth")
    floor_of_peak: int = option(0, help="a bare number")
    training_hours: int = option(0, unit="sacks", scale=4, help="sacks, in quarters")
    talents: str = option("none", help="a text")
    trainer: str = option("nobody", help="a text")
    override: int = option(1, help="a bare number")
    formula: str = option("red", help="a text that is not a formula")
'''


@pytest.fixture(autouse=True)
def market(tmp_path: Path) -> Iterator[None]:
    """A package with such a policy is installed."""
    with installed(tmp_path, "bazaar", MARKET, market="Market"):
        yield


def load(tmp_path: Path, options: str) -> Ruleset:
    file = tmp_path / "rules.yaml"
    file.write_text(f"ruleset: ours\npoints: dp\npolicies:\n  market: {{{options}}}\n", encoding="utf-8")
    return load_ruleset(file)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        ("fee", "2 coins", 2000),
        ("fee", "1 coin", 1000),
        ("budget", "2 dp", 2000),
        ("budget", "30 xp", 3000),
        ("hours", "2 weeks", 14),
        ("share", "1.5 hours", 1500),
        ("weeks", "30 xp", 30_000),
        ("coins", "5%", 50),
        ("xp", "3 favours", 3),
        ("xp", "3", 3),
        ("part", "1.25", 1250),
        ("floor_of_peak", "7", 7),
        ("training_hours", "1.25 sacks", 5),
        ("talents", "all of them", "all of them"),
        ("trainer", "Old Mirra", "Old Mirra"),
        ("formula", "2 + 2", "2 + 2"),
    ],
)
def test_another_packages_option_is_read_as_it_declares(
    tmp_path: Path, option: str, text: str, value: Any
) -> None:
    """Whatever it is called: its unit is its own."""
    policy: Any = load(tmp_path, f"{option}: {text}").policies[0]
    assert getattr(policy, option) == value
    jsonschema.validate({"ruleset": "ours", "policies": {"market": {option: plain(text)}}}, ruleset_schema())


def plain(text: str) -> Any:
    return int(text) if text.isdigit() else float(text) if text == "1.25" else text


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("fee", "2 dp", 'fee: "dp" is not a unit here; allowed: coins'),
        ("fee", "-1", 'fee: must be at least 0, not "-1"'),
        ("budget", "2 hours", 'budget: "hours" is not a unit here; allowed: dp, points, xp'),
        ("budget", "many", 'budget: takes an amount such as 3 or 1.5 dp, not "many"'),
        ("hours", "2 hours", 'hours: "hours" is not a span of time; allowed: days, weeks, months, years'),
        ("share", "half", 'share: takes an amount such as 3 or 1.5 hours, not "half"'),
        ("weeks", "1 week", 'weeks: "week" is not a unit here; allowed: xp'),
        ("coins", "1/2 coins", 'coins: "coins" is not a unit here: write the number alone'),
        ("coins", "3/2", 'coins: must be at most 1, not "3/2"'),
        ("coins", "half", 'coins: takes a part such as 1/2 or 25%, not "half"'),
        ("xp", "3 xp", 'xp: "xp" is not a unit here; allowed: favours'),
        ("xp", "1.5 favours", 'xp: takes a whole number, not "1.5 favours"'),
        ("xp", "many", 'xp: takes a whole number, not "many"'),
        ("xp", "10", 'xp: must be at most 9, not "10"'),
        ("part", "double", 'part: takes a factor such as 2 or 1.25, not "double"'),
        ("training_hours", "1.1", 'training_hours: "1.1" is finer than 1/4'),
    ],
)
def test_other_units_are_refused(tmp_path: Path, option: str, text: str, message: str) -> None:
    """In the words of the option's own unit."""
    with pytest.raises(Mistakes) as caught:
        load(tmp_path, f"{option}: {text}")
    assert [problem.message for problem in caught.value.problems] == [message]


def test_its_numbers_can_be_varied(tmp_path: Path) -> None:
    """In their own units, and what is a text is no number."""
    ruleset = load(tmp_path, "fee: 2 coins, weeks: 30 xp, hours: 2 weeks, xp: 3 favours, formula: 2 + 2")
    found = {number.path.rpartition(".")[2]: number for number in numbers(ruleset)}
    assert "formula" not in found
    assert "formula~1" not in found
    half = {
        name: scaled(found[name], found[name].value.__class__(1, 2))
        for name in ("fee", "weeks", "hours", "xp")
    }
    assert half == {"fee": "1 coins", "weeks": "15 xp", "hours": "1 week", "xp": "2 favours"}
    changed: Any = varied(ruleset, {"policies.market.fee": "3 coins"}).policies[0]
    assert changed.fee == 3000


def test_a_unit_that_is_misspelt_is_the_authors_mistake() -> None:
    """Told as soon as the option is read; a number is no unit."""
    with pytest.raises(TypeError, match='unit="hour": write unit="hours"'):
        unit_of({"unit": "hour"})
    with pytest.raises(TypeError, match='unit=1000: name the unit, such as unit="points"'):
        scale_of({"unit": 1000})
