"""Improvement by check: marks, rolls that stand in the ledger, and dice that a seed decides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from catalogue.worked import play, ranks, refusal
from hypothesis import given
from hypothesis import strategies as st

from rpgprog import Mistakes, open_campaign, preview, record
from rpgprog.campaign.rolls import fallen

USED = "- used: {who: kessa, skill: climb, outcome: $outcome}"
ROLLED = "- rolled: {who: kessa, skill: climb, roll: $roll}"


def rolled(
    rank: int, roll: int, rules: str = "{bonus: INT}", more: str = "", outcome: str = "success"
) -> Any:
    """Somebody with that rank and an INT of 13 used the skill well and rolls for it."""
    line = ROLLED.replace("}", more + "}")
    character = f"kessa: {{stats: {{INT: 13}}, ranks: {{climb: {rank}}}}}"
    played = play(f"improvement: {rules}", f"{USED}\n{line}", character, roll=roll, outcome=outcome)
    return ranks(played, "climb")[0] - rank


def marked(played: Any) -> set[str]:
    """The skills that are to be rolled for."""
    return {of for who, kind, of in played.book.sheet() if kind == "marked"}


@pytest.mark.parametrize(
    ("rank", "roll", "gain"),
    [
        (45, 39, 3),  # 39 + 7 = 46 is over 45
        (45, 38, 0),  # 45 is not
        (1, 1, 3),
        (98, 92, 3),
        (98, 91, 0),  # 98 is not over 98
        (99, 93, 3),  # 100 is
        (100, 93, 3),  # from 100 on a total of 100 is enough
        (100, 92, 0),
        (130, 93, 3),
        (130, 92, 0),
    ],
)
def test_o1_the_roll_has_to_be_over_the_rank(rank: int, roll: int, gain: int) -> None:
    assert rolled(rank, roll) == gain


def test_o1_from_the_top_on_it_may_have_to_be_more() -> None:
    assert rolled(100, 93, "{bonus: INT, at_top: over}") == 0
    assert rolled(100, 94, "{bonus: INT, at_top: over}") == 3
    assert rolled(19, 20, "{die: 20, top: 20, fixed: 1}") == 1
    assert rolled(20, 19, "{die: 20, top: 20, fixed: 1}") == 0


def test_o1_a_gain_that_was_rolled_counts_instead_of_the_fixed_one() -> None:
    assert rolled(45, 60, more=", gain: 6") == 6
    assert rolled(45, 20, more=", gain: 6") == 0
    assert rolled(45, 60, "{fixed: 0}") == 0


def test_o1_only_a_success_with_something_at_stake_marks_and_only_once() -> None:
    used = """
    - used: {who: kessa, skill: climb, outcome: failure}
    - used: {who: kessa, skill: swim}
    - used: {who: kessa, skill: stealth, outcome: success, stakes: false}
    - used: {who: kessa, skill: sword, outcome: critical, times: 3}
    """
    rolled = "- rolled: {who: kessa, skill: sword, roll: 50}\n    "
    assert marked(play("improvement: on", used)) == {"sword"}
    assert marked(play("improvement: {marks: any}", used)) == {"climb", "swim", "sword"}
    assert ranks(play("improvement: on", used + rolled), "sword") == [3]
    again = play("improvement: on", used + rolled + rolled, refused=True)
    assert "improvement: sword is not marked" in refusal(again)
    assert ranks(again, "sword") == [3]


@pytest.mark.parametrize(
    ("dice", "told"),
    [
        ("roll: 101", "a die has 100 sides"),
        ("roll: 50, gain: 7", "the gain is rolled with 6 sides"),
        ("roll: 50, gain: 0", "gain: must be at least 1, not 0"),
        ("roll: 50, gain: lots", "gain: takes a whole number, not"),
    ],
)
def test_o1_dice_have_a_number_of_sides(dice: str, told: str) -> None:
    journal = f"{USED}\n- rolled: {{who: kessa, skill: climb, {dice}}}"
    assert told in refusal(play("improvement: on", journal, outcome="success", refused=True))


def test_a_roll_where_no_rule_rolls_is_refused() -> None:
    assert "no rule here rolls for climb (improvement)" in refusal(
        play("decay: on", ROLLED, roll=3, refused=True)
    )
    for_others = refusal(play("improvement: {only: [arms]}", ROLLED, roll=3, refused=True))
    assert "no rule here rolls for climb (improvement)" in for_others


# Dice from a seed.

TABLE = """\
campaign: A table
ruleset: d100
seed: 7
characters:
  Ada: {ranks: {climbing: 20, sword: 95}}
journal:
  - session: One
    day: 1
    events:
      - used: {who: Ada, skill: climbing, outcome: success}
      - used: {who: Ada, skill: sword, outcome: success}
"""
THROW = "rolled: {who: Ada, skill: climbing}"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A campaign whose dice are kept."""
    rules = "ruleset: d100\nskills: {climbing: body, sword: arms}\npolicies: {improvement: on}\n"
    (tmp_path / "d100").write_text(rules)
    file = tmp_path / "table.yaml"
    file.write_text(TABLE)
    return file


def test_record_throws_what_the_seed_says_and_writes_it_down(table: Path) -> None:
    first = record(table, THROW)
    event = first.folded[-1].recorded.event
    assert f"      - rolled: {{who: Ada, skill: climbing, roll: {event.roll}" in table.read_text()
    assert not open_campaign(table).problems
    table.write_text(TABLE)
    assert record(table, THROW).folded[-1].recorded.event.roll == event.roll


def test_what_else_happens_changes_no_roll(table: Path) -> None:
    """Neither other rolls nor other events before it."""
    sword = record(table, "rolled: {who: Ada, skill: sword}").folded[-1].recorded.event.roll
    table.write_text(TABLE)
    record(table, "used: {who: Ada, skill: sword, outcome: success, times: 4}", THROW)
    later = record(table, "rolled: {who: Ada, skill: sword}").folded[-1].recorded.event.roll
    assert later == sword


def test_each_occasion_has_its_own_dice_and_a_revert_gives_the_same_again(table: Path) -> None:
    again = "used: {who: Ada, skill: climbing, outcome: success}"
    rolls = [record(table, THROW, again).folded[0].recorded.event.roll for _ in range(6)]
    assert len(set(rolls)) > 3
    table.write_text(TABLE)
    record(table, THROW.replace("}", ", id: first}"))
    undone = record(table, "reverted: {event: first, by: GM, why: a slip}", THROW)
    assert undone.folded[-1].recorded.event.roll == rolls[0]
    assert not open_campaign(table).problems


def test_a_fixed_gain_is_chosen_before_the_roll(table: Path) -> None:
    """And stands in the entry."""
    table.write_text(TABLE.replace("climbing: 20", "climbing: 1"))
    event = record(table, "rolled: {who: Ada, skill: climbing, gain: fixed}").folded[-1].recorded.event
    assert event.gain is None
    assert f"rolled: {{who: Ada, skill: climbing, gain: fixed, roll: {event.roll}}}" in table.read_text()
    assert open_campaign(table).sheet("Ada").skills[0].rank == 1 + 3


def test_a_preview_tells_the_odds_and_throws_nothing(table: Path) -> None:
    change = preview(table, THROW)
    (odds,) = change.odds
    assert (odds.needed, odds.die, odds.percent) == (21, 100, 80)
    assert (change.folded, table.read_text()) == ([], TABLE)


def test_a_false_roll_is_reported_unless_it_was_made_by_hand(table: Path) -> None:
    roll = record(table, THROW).folded[-1].recorded.event.roll
    honest = table.read_text()
    table.write_text(honest.replace(f"roll: {roll}", f"roll: {roll % 100 + 1}"))
    (problem,) = open_campaign(table).problems
    assert f"the campaign's seed gives {roll} for climbing of Ada, not {roll % 100 + 1}" in str(problem)
    assert problem.place is not None and problem.place.line == 12
    by_hand = f"roll: {roll % 100 + 1}, by_hand: the power was out"
    table.write_text(honest.replace(f"roll: {roll}", by_hand))
    assert not open_campaign(table).problems


def test_a_false_gain_is_reported_too(table: Path) -> None:
    """The gain of a success; a roll that fails has none."""
    table.write_text(TABLE.replace("climbing: 20", "climbing: 1"))
    event = record(table, THROW).folded[-1].recorded.event
    assert 1 <= event.gain <= 6
    table.write_text(table.read_text().replace(f"gain: {event.gain}", f"gain: {event.gain % 6 + 1}"))
    (problem,) = open_campaign(table).problems
    assert f"gives a gain of {event.gain}, not {event.gain % 6 + 1}" in str(problem)


@pytest.mark.parametrize(
    ("text", "event", "told"),
    [
        (TABLE.replace("seed: 7\n", ""), THROW, "the campaign has no dice: write seed:"),
        (TABLE, "rolled: {who: Ada, skill: swimming}", "no roll is due for swimming of Ada"),
        (TABLE, "rolled: {skill: climbing}", "no roll is due for climbing of nobody"),
        (TABLE, "rolled: {who: Ada, skill: climbing, gain: 4}", "the dice are thrown here"),
        (TABLE, "rolled: {who: Ada}", "no roll is due for no skill of Ada"),
    ],
)
def test_impossible_dice_are_reported(table: Path, text: str, event: str, told: str) -> None:
    table.write_text(text)
    with pytest.raises(Mistakes, match=told):
        record(table, event)
    assert table.read_text() == text


FIRST = [55, 68, 88, 65, 87]


def test_dice_are_fair_and_never_change() -> None:
    """Every side about as often; and the first throws of a seed are these, on any machine."""
    assert [fallen(7, 100, "Ada", "climbing", n, "roll") for n in range(5)] == FIRST
    sides = Counter(fallen(1, 6, "x", n) for n in range(6000))
    assert sorted(sides) == [1, 2, 3, 4, 5, 6]
    assert all(900 < often < 1100 for often in sides.values())


@given(st.integers(0, 2**62), st.integers(2, 10_000), st.text(max_size=5), st.integers(0, 99))
def test_a_die_has_a_number_of_sides(seed: int, die: int, who: str, n: int) -> None:
    assert 1 <= fallen(seed, die, who, n) <= die
