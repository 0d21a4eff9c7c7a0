"""Where two rules meet: each keeps to its own, and neither undoes or misses what the other did."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from catalogue.worked import bonus, holds, play, ranks
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.cli.app import run
from rpgprog.ledger.accounts import Key

RULING = "- ruled: {who: kessa, skill: climb, ranks: 1, by: Ann, why: a gift}\n"


@pytest.mark.parametrize("unit", ["session", "day", "points", "level"])
def test_a_level_falls_with_ranks_that_fade_at_any_stage(unit: str) -> None:
    """Climbing fades from 5 to 3, whatever makes it fade, and the level with it."""
    rules = f"""
        awards: on
        gated-levels: {{skills: 1, on_loss: drop}}
        global-decay: {{every: 1, unit: {unit}}}
    """
    journal = (
        "- {session: One, day: 1}\n- awarded: {points: 1}\n- {session: Two, day: 2}\n- awarded: {points: 1}"
    )
    roster = "kessa: {ranks: {climb: 5}}"
    if unit == "level":
        journal, roster = (
            "- ruled: {who: kessa, skill: swim, ranks: 5, by: Ann, why: x}",
            "kessa: {ranks: {swim: 1}}",
        )
        assert (
            play(rules, journal, roster).sheet("kessa").level
            == ranks(play(rules, journal, roster), "swim")[0]
        )
        return
    played = play(rules, journal, roster)
    assert (played.sheet("kessa").level, ranks(played, "climb")) == (3, [3])


def test_a_level_falls_with_ranks_that_a_level_takes() -> None:
    """At level 4 what was neglected loses half of its ranks, and two skills at rank 4 are one."""
    rules = "gated-levels: {skills: 2, on_loss: drop}\nlevel-atrophy: {percent: 50}"
    journal = "- ruled: {who: kessa, skill: climb, ranks: 1, by: Ann, why: a gift}"
    played = play(rules, journal, "kessa: {ranks: {climb: 3, swim: 4}}")
    assert (played.sheet("kessa").level, ranks(played, "climb", "swim")) == (2, [4, 2])


@pytest.mark.parametrize("talent", ["earmark", "instalments"])
def test_what_was_put_aside_for_a_talent_is_free_when_a_level_brings_it(talent: str) -> None:
    rules = """
        awards: on
        earmark: on
        instalments: {activity: false}
        purchase: {talents: {sight: 20}}
        levels: {step: 10}
        level-benefits: {bonus: 0, talents: {sight: 2}}
    """
    aside = {
        "earmark": "- saved: {who: kessa, for: sight, points: 6, why: far}",
        "instalments": "- paid_in: {who: kessa, for: sight, points: 6}",
    }
    played = play(rules, f"{aside[talent]}\n- awarded: {{points: 10}}", "kessa: {points: 8}")
    assert (
        holds(played, "talent", "sight"),
        holds(played, "held", "sight"),
        holds(played, "paid in", "sight"),
    ) == (
        1,
        0,
        0,
    )


def test_a_rank_that_a_ruling_gave_swallows_no_use() -> None:
    """Ten uses are a rank: with a gift in between, twenty uses and the gift are three."""
    rules = "volume: {ranks: uses / 10}"
    uses = "- used: {who: kessa, skill: climb, times: 10}\n"
    assert ranks(play(rules, uses + RULING + uses), "climb") == [3]


@pytest.mark.parametrize(("options", "paid"), [("floor: 1", 1), ("floor: 1/10", "1/5")])
def test_a_floor_holds_beyond_the_last_band(options: str, paid: object) -> None:
    """What is unusual pays its floor, even where at most a fifth of a point is paid otherwise."""
    rules = f"awards: {{encounter: 8}}\nnovelty: {{factor: [1, 1/2], bands: 2, band: wits, unusual: floor, {options}}}"
    journal = "- met: {what: goblin, times: 9}\n- met: {what: goblin, unusual: alone}"
    played = play(rules, journal, "kessa: {stats: {wits: 1}}")
    last = played.log()[-1].amount
    assert last == {1: 1000, "1/5": 200}[paid]  # type: ignore[index]


@pytest.mark.parametrize("excess", ["forfeit", "bank"])
def test_an_award_that_makes_no_level_is_not_held_back(excess: str) -> None:
    """Levels that count what is spent limit no award, however large."""
    rules = f"awards: on\npurchase: {{cost: 20}}\nlevels: {{step: 40, count: spent, at_most: 1, excess: {excess}}}"
    bought = "\n- bought: {who: kessa, skill: climb, ranks: 5}"
    played = play(rules, "- awarded: {points: 100}" + bought)
    assert (holds(played, "earned"), holds(played, "forfeited"), holds(played, "banked")) == (100, 0, 0)
    assert played.sheet("kessa").level == 3


SHOP = """
    purchase: {cost: 2}
    relearning: {cost: 1}
    refunds: on
    decay: {period: 10}
    levels: {step: 8, count: spent}
    level-benefits: {bonus: 0, coins: 50}
"""
BUY = "- bought: {who: kessa, skill: climb, ranks: 4}\n"
BACK = "- refunded: {who: kessa, skill: climb, by: Ann, why: respec}\n"


@pytest.mark.parametrize("again", [BUY, BUY + BACK + BUY, BUY + BACK + BUY + BACK + BUY])
def test_whoever_relearns_gives_back_and_buys_again_is_no_level_ahead(again: str) -> None:
    """Four ranks bought, forgotten and bought back are one level and its coins, however often they go back."""
    played = play(SHOP, BUY + "- passed: 40\n" + again, "kessa: {points: 100}")
    sheet = played.sheet("kessa")
    free = 92_000 - (8_000 if BACK in again else 4_000)
    assert (sheet.level, holds(played, "coins"), sheet.free, ranks(played, "climb")) == (2, 50, free, [4])


@pytest.mark.parametrize("days", [7, 30, 31, 90])
def test_training_loses_no_xp_however_it_is_cut(days: int) -> None:
    """A week at five XP is a rank that costs five, whatever down-time it is spread over."""
    rules = "training: {model: xp, xp_per_week: 5, hours_per_week: 42, coins: 0}\npractice: {cost: 5}"
    week = "- trained: {who: kessa, skill: climb, weeks: 1}"
    assert ranks(play(rules, f"- downtime: {days}\n  events:\n    {week}"), "climb") == [1]


def test_c10_the_nth_skill_earns_what_the_sum_of_halves_gives() -> None:
    """Eight skills beyond the free ones: 255/256 of a use, to a thousandth of an XP."""
    skills = ["climb", "swim", "stealth", "sword", "axe", "cooking", "languages", "healing"]
    uses = "".join(f"- used: {{who: kessa, skill: {skill}, xp: 1000}}\n" for skill in skills)
    played = play("practice: {cost: 100000}\ncheck-list: {free: 0}", "- {session: One, day: 1}\n" + uses)
    total = sum(holds(played, "xp", skill) for skill in skills)
    assert abs(total - Fraction(255_000, 256)) <= Fraction(1, 1000)


def test_d5_an_untrained_attempt_after_an_absence_is_dated_by_the_players_own_time() -> None:
    """Away for 100 days, then tried once and learned: 91 days later 91 days of theirs have passed."""
    rules = "rank-bonus: {per_rank: 5, unskilled: 0}\nedge: {after: 90, penalty: 5}"
    journal = """
        - downtime: 100
          absent: [kessa]
        - used: {who: kessa, skill: swim}
        - ruled: {who: kessa, skill: swim, ranks: 3, by: GM, why: a gift}
        - passed: $days
    """
    assert [bonus(play(rules, journal, days=days), "swim") for days in (90, 91)] == [15, 10]


def test_level_0_has_a_line_on_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where levels begin at 0, the way to the first is shown as any other."""
    rules = (
        "{ruleset: zero, skills: {climb: athletics}, policies: {awards: on, levels: {step: 10, start: 0}}}"
    )
    (tmp_path / "zero.yaml").write_text(rules)
    (tmp_path / "c.yaml").write_text(
        "{campaign: C, ruleset: zero.yaml, characters: {kessa: {ranks: {climb: 1}}}}"
    )
    assert run(["sheet", str(tmp_path / "c.yaml")]) == 0
    assert "Level 0, 10 points to level 1" in capsys.readouterr().out


@settings(max_examples=40)
@given(
    parts=st.lists(st.integers(0, 90_000), min_size=1, max_size=8),
    numbers=st.tuples(st.integers(1, 60), st.integers(20, 30), st.integers(7, 60)),
    model=st.sampled_from(["xp", "time"]),
)
def test_training_costs_the_same_however_it_is_cut(
    parts: list[int], numbers: tuple[int, int, int], model: str
) -> None:
    """To the thousandth of a coin, and of an hour; halves as well."""
    coins, trainer, week = numbers
    rules = f"training: {{model: {model}, coins: {coins / 8}, hours_per_week: {week}}}"
    rules += "\npractice: {cost: 5}" if model == "xp" else ""

    def trained(*pieces: int) -> dict[Key, int]:
        events = "".join(
            "- trained: {who: kessa, skill: climb, "
            f"trainer: {{name: Orm, rank: {trainer}}}, hours: {n / 1000:.3f}}}\n"
            for n in pieces
        )
        return play(rules, events, "kessa: {coins: 100}").book.sheet()

    assert trained(*parts) == trained(sum(parts))


def test_a_fee_in_pieces_of_a_month_is_the_fee_of_the_week() -> None:
    """Five pieces of a week of 42 hours, 1 coin for each hour and a rank: each rounded apart costs more."""
    rules = "training: {model: xp, coins: 1, hours_per_week: 42}\npractice: {cost: 5}"
    week = "- trained: {who: kessa, skill: climb, weeks: 1, trainer: {name: Orm, rank: 5}}"
    for days in (7, 30, 31, 90):
        played = play(rules, f"- downtime: {days}\n  events:\n    {week}", "kessa: {coins: 5}")
        assert holds(played, "coins") == 0
        why = [row.reason for row in played.why("kessa", "coins").postings[1:]]
        assert all("hours at 5 for a week of 42, with a trainer of rank 5" in reason for reason in why)
