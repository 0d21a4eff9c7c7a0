"""What the journal tells a game master: A7 S8 U7 U8 U9, and what will be forgotten."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from catalogue.worked import RULESET, exact, facts, option
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.views.columns import decimal
from rpgprog.views.reports import REPORTS, Asked, Played, Report
from rpgprog.views.reports.awards import outliers
from rpgprog.views.reports.concentration import hhi

SKILLS = "  perception: senses\n  persuasion: influence\npolicies:\n"


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """Write a ruleset with these policies and a campaign with this journal, and open it."""

    def written(rules: str, journal: str, characters: str = "kessa: {}", more: str = "") -> Campaign:
        texts = [indent(dedent(text).strip() + "\n", "  ") for text in (rules, characters, journal)]
        (tmp_path / "ruleset.yaml").write_text(RULESET.replace("policies:\n", SKILLS) + texts[0])
        head = f"campaign: Worked example\nruleset: ruleset.yaml\n{dedent(more)}characters:\n"
        (tmp_path / "campaign.yaml").write_text(f"{head}{texts[1]}journal:\n{texts[2]}")
        played = open_campaign(tmp_path / "campaign.yaml")
        assert not played.problems, [str(problem) for problem in played.problems]
        return played

    return written


def report(name: str, campaign: Campaign, **asked: Any) -> Report:
    journal, names = campaign.journal, campaign.ruleset.names
    played = Played(campaign.folded, campaign.book, journal.characters, journal.planned, names)
    return REPORTS[name].make(played, Asked(**asked))


# A7: awards, compared.


@facts("A7")
def test_a7_a_game_master_who_gives_twice_as_much_stands_out(case: dict[str, Any]) -> None:
    """Three game masters about two points an hour, one four: z is 13.15."""
    rates = {name: exact(rate) for name, rate in case["gm_rates"].items()}
    found = outliers(rates)
    assert decimal(found["G4"].z or 0) == str(case["robust_z_G4"])
    assert [name for name, standing in found.items() if standing.flagged] == case["flag"]
    assert found["G4"].off == (4 - exact(case["median"])) / exact(case["median"])
    spread = sorted(abs(rate - exact(case["median"])) for rate in rates.values())
    assert (spread[1] + spread[2]) / 2 == exact(case["mad"])


@pytest.mark.parametrize(
    ("far", "flagged"), [(20_000, True), (19_999, False), (-20_000, True), (-19_999, False)]
)
def test_a7_two_is_the_border(far: int, flagged: bool) -> None:
    """A z of exactly 2, above or below, is worth a look."""
    found = outliers(
        {"a": Fraction(0), "b": Fraction(6745), "c": Fraction(-6745), "d": Fraction(far), "e": -Fraction(far)}
    )
    assert found["d"].flagged is found["e"].flagged is flagged
    assert found["d"].z == Fraction(far, 10_000)
    assert not any(found[name].flagged for name in "abc")


def test_a7_without_a_spread_there_is_no_z() -> None:
    """Where most are alike, whoever is not differs, by how much of nothing nobody can say."""
    found = outliers({"a": Fraction(2), "b": Fraction(2), "c": Fraction(2), "d": Fraction(3)})
    assert [(standing.z, standing.flagged, standing.differs) for standing in found.values()] == [
        (None, False, False),
        (None, False, False),
        (None, False, False),
        (None, False, True),
    ]
    assert outliers({}) == {}
    assert outliers({"a": Fraction(0)})["a"].off is None


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=9), st.fractions(min_value="1/100", max_value=100))
def test_a7_the_unit_does_not_matter(rates: list[Fraction], times: Fraction) -> None:
    """In dp or in XP the same stand out, and never more than half of them."""
    found = outliers({str(n): rate for n, rate in enumerate(rates)})
    assert outliers({str(n): rate * times for n, rate in enumerate(rates)}) == found
    assert 2 * sum(standing.flagged or standing.differs for standing in found.values()) <= len(rates)


def session(
    gm: str, day: int, points: str, hours: str = "hours: 4", present: str = "", more: str = ""
) -> str:
    there = f"\n  present: [{present}]" if present else ""
    gm = f"gm: {gm}" if gm else "note: nobody said who ran it"
    return f"- session: On day {day}\n  day: {day}\n  {gm}\n  {hours}{there}\n  events:\n    - awarded: {{points: {points}}}\n{more}"


PARTY = "kessa: {name: Kessa Fell, player: Ines}\nbram: {player: Jonas}"


@facts("A7")
def test_a7_points_for_each_character_and_hour(case: dict[str, Any], table: Any) -> None:
    """The case of the list played: a session of ten hours each, whoever was there."""
    present = ["", "kessa", "bram", ""]
    journal = "\n".join(
        session(gm, day, str(exact(rate) * 10), "hours: 10", there)
        for day, ((gm, rate), there) in enumerate(zip(case["gm_rates"].items(), present, strict=True))
    )
    found = report("awards", table("awards: on", journal, PARTY))
    masters = {row.name: row for row in found.rows if row.of == "game master"}
    assert {name: row.rate for name, row in masters.items()} == {
        k: exact(v) for k, v in case["gm_rates"].items()
    }
    assert [(row.name, decimal(row.z)) for row in masters.values() if row.flagged] == [("G4", "13.15")]
    assert [row.hours for row in masters.values()] == [20, 10, 20, 10]
    assert "Among the game masters, look at G4 with 4 dp an hour (95.1 % above the median)." in found.notice
    players = {row.name: (row.sessions, row.hours, row.points) for row in found.rows if row.of == "player"}
    assert players == {"Ines": (3, 30, 81), "Jonas": (3, 30, 79)}
    assert "2 players: too few to compare; it takes 3." in found.notice
    assert option("A7", "compare") == "mean DP per session-hour per GM, per player; flag |z| >= 2"


def test_a7_sessions_without_hours_are_counted_and_left_out(table: Any) -> None:
    """What they gave would count for no time at all."""
    journal = "\n".join([session("A", 1, "8"), session("A", 2, "99", "note: long"), session("A", 3, "8")])
    found = report("awards", table("awards: on", journal, PARTY))
    assert found.remarks == ("1 of 3 sessions give no hours: and are left out.",)
    assert {(row.of, row.name): (row.sessions, row.points, row.rate) for row in found.rows} == {
        ("game master", "A"): (2, 32, 2),
        ("player", "Ines"): (2, 16, 2),
        ("player", "Jonas"): (2, 16, 2),
    }
    none = report("awards", table("awards: on", session("A", 2, "99", "note: long"), PARTY))
    assert (none.rows, none.remarks) == ([], ())
    assert none.notice == "No session gives its hours:, so there is nothing to compare."
    assert report("awards", table("awards: on", "- passed: 3")).notice == "No sessions yet."


def test_a7_points_from_elsewhere_do_not_count(table: Any) -> None:
    """Rulings, what is awarded between sessions, what was taken back, what somebody absent was given."""
    more = """\
    - met: {what: goblin}
    - ruled: {who: kessa, points: 50, why: a prize, by: A}
    - awarded: {points: 70, id: twice}
    - awarded: {who: bram, points: 5, for: a letter}
    - reverted: {event: twice, by: A, why: counted before}
- awarded: {who: kessa, points: 30}
"""
    found = report("awards", table("awards: on", session("A", 1, "8", present="kessa", more=more), PARTY))
    assert [(row.of, row.name, row.points, row.rate) for row in found.rows] == [
        ("game master", "A", 10, Fraction(5, 2)),
        ("player", "Ines", 10, Fraction(5, 2)),
    ]
    assert found.remarks == ("5 dp went to characters who were not there, and are not counted.",)


def test_a7_a_late_entry_belongs_to_the_session_it_stands_in(table: Any) -> None:
    """Who recorded it gave it, whatever day it happened on."""
    late = "    - awarded: {points: 4, day: 0, late: forgotten}\n"
    journal = session("A", 1, "8") + session("B", 2, "8", more=late)
    found = report("awards", table("awards: on", journal, PARTY))
    assert {row.name: row.rate for row in found.rows if row.of == "game master"} == {"A": 2, "B": 3}


def test_a7_a_session_that_was_taken_back_is_none(table: Any) -> None:
    """Its hours were not played."""
    journal = session("A", 1, "8") + session("B", 2, "8", "hours: 4\n  id: second")
    back = f"{journal}- reverted: {{event: second, by: A, why: it was a dream}}"
    found = report("awards", table("awards: on", back, PARTY))
    assert {row.name: row.sessions for row in found.rows} == {"A": 1, "Ines": 1, "Jonas": 1}


def test_a7_one_player_with_two_characters(table: Any) -> None:
    """Hours count for each character, so that two of them are no advantage."""
    found = report(
        "awards", table("awards: on", session("", 1, "8"), "kessa: {player: Ines}\nsecond: {player: Ines}")
    )
    assert [(row.name, row.sessions, row.hours, row.rate) for row in found.rows] == [
        ("nobody named", 1, 8, 2),
        ("Ines", 1, 8, 2),
    ]


@pytest.mark.parametrize(
    ("begin", "end", "points"),
    [(None, None, 21), (2, None, 14), (2, 2, 7), (None, 1, 7), (3, None, 7), (4, None, None)],
)
def test_a7_from_one_day_to_another(
    begin: int | None, end: int | None, points: int | None, table: Any
) -> None:
    """Both days are meant as well."""
    journal = "\n".join(session("A", day, "7") for day in (1, 2, 3))
    found = report("awards", table("awards: on", journal), begin=begin, end=end)
    assert [row.points for row in found.rows[:1]] == ([points] if points else [])


def test_a7_the_only_game_master_who_differs(table: Any) -> None:
    """It is said, without a number."""
    journal = "\n".join(
        session(gm, day, points) for day, (gm, points) in enumerate(zip("ABCD", "8884", strict=True))
    )
    found = report("awards", table("awards: on", journal))
    differs = [row for row in found.rows if row.note]
    assert [(row.name, row.z, row.note) for row in differs] == [
        ("D", None, "differs; no spread to compare with")
    ]
    assert found.notice.startswith(
        "Among the game masters, look at D with 1 dp an hour (50 % below the median)."
    )
    alike = "\n".join(session(gm, day, "8") for day, gm in enumerate("ABC"))
    assert report("awards", table("awards: on", alike)).notice.startswith(
        "No game master stands out. 1 player:"
    )


# U7: demand.


@facts("U7")
def test_u7_scenarios_need_more_than_purchases(case: dict[str, Any], table: Any) -> None:
    """Nobody ever had to swim, and three ranks of it were bought."""
    uses = "\n".join(
        f"- used: {{who: kessa, skill: {skill}, times: {n}}}" for skill, n in case["rolls"].items()
    )
    bought = "\n".join(
        f"- bought: {{who: kessa, skill: {skill}, ranks: {n}}}" for skill, n in case["bought_ranks"].items()
    )
    found = report("demand", table("purchase: {cost: 0}", f"{bought}\n{uses}"))
    assert {row.skill: row.uses for row in found.rows} == case["rolls"]
    assert {row.skill: row.bought for row in found.rows} == case["bought_ranks"]
    assert {row.skill: float(decimal(row.uses_share, 3)) for row in found.rows} == case["demand_share"]
    assert [row.bought_share for row in found.rows] == [Fraction(1, 2), Fraction(1, 8), Fraction(3, 8)]
    assert [row.skill for row in found.rows if row.flagged] == ["swim"]
    assert found.notice == "Bought, but never called for: swim (3 ranks)."


def test_u7_only_what_happened_in_that_time(table: Any) -> None:
    """Refused purchases and what was taken back are no demand; a skill that is only used is no fault."""
    journal = """
        - bought: {who: kessa, skill: swim}
        - used: {who: [kessa, bram], skill: climb, times: 2, id: mistaken}
        - reverted: {event: mistaken, by: GM, why: a dream}
        - passed: 5
        - used: {who: [kessa, bram], skill: sword, times: 2}
    """
    played = table("purchase: {cost: 0}", journal, "kessa: {}\nbram: {}")
    assert [(row.skill, row.uses, row.bought) for row in report("demand", played).rows] == [
        ("sword", 4, 0),
        ("swim", 0, 1),
    ]
    later = report("demand", played, begin=5)
    assert [(row.skill, row.uses, row.bought_share) for row in later.rows] == [("sword", 4, None)]
    assert later.notice == "Everything bought was also called for, most of all sword."
    assert [row.skill for row in report("demand", played, end=4).rows] == ["swim"]
    assert report("demand", played, begin=6).notice == "Nothing was used, and no ranks were bought."


# U8: bought and never used.


@facts("U8")
def test_u8_the_part_that_went_into_what_was_not_used(case: dict[str, Any], table: Any) -> None:
    """Eight points on perception, used; six on swimming, not: 6 of 14. Nothing else counts."""
    spent = case["spent_dp"]
    journal = "- awarded: {points: 40}\n" + "\n".join(
        f"- bought: {{who: kessa, skill: {skill}, ranks: {points // 2}}}" for skill, points in spent.items()
    )
    journal += "\n" + "\n".join(f"- used: {{who: kessa, skill: {skill}}}" for skill in case["used"])
    rules = "awards: on\npurchase: {cost: 2, talents: {far sight: 10}}\nlevels: {step: 40}"
    played = table(rules, f"{journal}\n- bought: {{who: kessa, talent: far sight}}")
    found = report("unused", played)
    (row,) = found.rows
    assert (row.spent, row.unused, row.skills) == (14, 6, ("swim",))
    assert decimal(row.share, 4) == str(case["unused_share"])
    assert found.notice == "kessa spent most on skills unused since level 2, day 0: 6 of 14 dp, on swim."


def test_u8_since_the_last_level_or_since_the_start(table: Any) -> None:
    """What was used before the level was gained is not used since."""
    assert option("U8", "window") == "since last level"
    journal = """
        - awarded: {points: 30}
        - bought: {who: kessa, skill: climb, ranks: 2}
        - used: {who: kessa, skill: swim}
        - awarded: {points: 10, day: 7}
        - bought: {who: kessa, skill: swim, ranks: 3}
        - used: {who: kessa, skill: climb}
        - trained: {who: kessa, skill: swim, hours: 8}
    """
    played = table("awards: on\npurchase: {cost: 2}\nlevels: {step: 40}", journal)
    (row,) = report("unused", played).rows
    assert (row.since, row.spent, row.unused, row.skills) == ("level 2, day 7", 6, 6, ("swim",))
    (row,) = report("unused", played, since="start").rows
    assert (row.since, row.spent, row.unused, row.skills) == ("the start", 10, 0, ())


def test_u8_without_levels_it_is_since_the_start(table: Any) -> None:
    """Each for themselves: what Bram used is no use to Kessa. What was regained was paid for too."""
    journal = """
        - awarded: {points: 10}
        - bought: {who: [kessa, bram], skill: climb}
        - used: {who: bram, skill: climb}
    """
    roster = "kessa: {peaks: {climb: 3}}\nbram: {}\ntollin: {}"
    found = report("unused", table("awards: on\npurchase: {cost: 2}", journal, roster))
    assert [(row.since, row.spent, row.unused, row.share) for row in found.rows] == [
        ("the start", 2, 2, 1),
        ("the start", 2, 0, 0),
        ("the start", 0, 0, None),
    ]
    assert found.notice == "kessa spent most on skills unused since the start: 2 of 2 dp, on climb."
    used = table(
        "awards: on\npurchase: {cost: 2}", f"{dedent(journal)}- used: {{who: kessa, skill: climb}}", roster
    )
    assert report("unused", used).notice == "Everybody used whatever they bought."
    idle = report("unused", table("awards: on", "- awarded: {points: 10}"))
    assert idle.notice == "Nobody has spent anything on skills in that time."


def test_u8_the_entry_that_brought_the_level_is_before_it(table: Any) -> None:
    """Who begins at level 3 and buys the fourth starts anew; who gained none counts from the start."""
    journal = """
        - awarded: {points: 100}
        - bought: {who: kessa, skill: climb, ranks: 2, day: 3}
        - bought: {who: [kessa, bram], skill: swim}
        - used: {who: [kessa, bram], skill: swim, times: 0}
    """
    rules = "awards: on\npurchase: {cost: 2}\nlevels: {step: 4, count: spent}"
    found = report("unused", table(rules, journal, "kessa: {level: 3}\nbram: {}"))
    assert [(row.since, row.spent, row.unused) for row in found.rows] == [
        ("level 4, day 3", 2, 2),
        ("the start", 2, 2),
    ]
    assert [row.uses for row in report("demand", table(rules, journal, "kessa: {}\nbram: {}")).rows] == [0, 0]


# U9: goals.

SCENES = "planned: {cliff: [climb], court: [persuasion]}\n"


@facts("U9")
def test_u9_a_goal_that_no_planned_scene_serves(case: dict[str, Any], table: Any) -> None:
    """Kessa wants to swim and to climb; a cliff and a court are planned."""
    goals = ", ".join(f"{skill}: {target}" for skill, target in case["goals"].items())
    played = table("awards: on", "- passed: 1", f"kessa: {{goals: {{{goals}}}}}", SCENES)
    assert list(played.journal.planned) == case["planned_scenes"]
    found = report("goals", played)
    assert {row.skill: row.target for row in found.rows} == case["goals"]
    assert [row.skill for row in found.rows if row.uncovered] == case["uncovered"]
    assert {row.skill: row.scenes for row in found.rows} == {"swim": (), "climb": ("cliff",)}
    assert found.notice == "No planned scene calls for swim."
    assert found.remarks == ("These scenes call only for skills nobody wants to learn: court.",)


@pytest.mark.parametrize(
    ("rank", "missing", "note"),
    [(2, 1, "no planned scene calls for it"), (3, 0, "reached"), (4, 0, "reached")],
)
def test_u9_a_goal_that_is_reached_needs_no_scene(rank: int, missing: int, note: str, table: Any) -> None:
    """And one rank short of it does."""
    (row,) = report(
        "goals",
        table("awards: on", "- passed: 1", f"kessa: {{ranks: {{swim: {rank}}}, goals: {{swim: 3}}}}", SCENES),
    ).rows
    assert (row.rank, row.target, row.missing, row.note, row.uncovered) == (
        rank,
        3,
        missing,
        note,
        missing > 0,
    )


def test_u9_in_words(table: Any) -> None:
    """Goals of who has left are nobody's; without goals there is a hint how to write them."""
    roster = "kessa: {}\nbram: {goals: {swim: 3}}"
    left = report("goals", table("awards: on", "- left: {who: bram}", roster, SCENES))
    assert (left.rows, left.remarks) == ([], ())
    assert left.notice == "Nobody wants to learn a skill yet: under a character, write goals: [swimming 3]."
    roster = "kessa: {ranks: {climb: 1}, goals: {climb: 1}}"
    assert (
        report("goals", table("awards: on", "- passed: 1", roster, SCENES)).notice
        == "Every goal has been reached."
    )
    reached = report("goals", table("awards: on", "- passed: 1", roster, SCENES))
    assert reached.remarks == ("These scenes call only for skills nobody wants to learn: cliff and court.",)
    wanted = report("goals", table("awards: on", "- passed: 1", "kessa: {goals: {climb: 1}}", SCENES))
    assert wanted.notice == "Every open goal has a planned scene."


def test_u9_a_mistake_in_the_plans_costs_no_more_than_itself(tmp_path: Path) -> None:
    """The rest of them is read."""
    file = tmp_path / "campaign.yaml"
    head = "campaign: A\nruleset: dp-forty\nplanned: {cliff: [climbing], pond: [swiming]}\n"
    file.write_text(f"{head}characters: {{kessa: {{goals: {{climbing: 2}}}}}}\njournal: []\n")
    played = open_campaign(file)
    assert ['"swiming"' in str(problem) for problem in played.problems] == [True]
    assert played.journal.planned["cliff"] == ("climbing",)
    file.write_text("campaign: A\nruleset: dp-forty\nplanned: no\ncharacters: {kessa: {}}\njournal: []\n")
    assert open_campaign(file).journal.planned == {}


# S8: concentration.


@facts("S8")
def test_s8_everything_on_one_skill_is_reported_and_never_forbidden(case: dict[str, Any], table: Any) -> None:
    """Forty points on the sword: allowed, and as concentrated as can be."""
    assert option("S8", "diversity_rule") == "none"
    (skill, points), *_ = case["spend"].items()
    journal = (
        f"- awarded: {{points: {points}}}\n- bought: {{who: kessa, skill: {skill}, ranks: {points // 2}}}"
    )
    played = table("awards: on\npurchase: {cost: 2}\nlevels: on", journal)
    assert case["ok"] is True and played.problems == ()
    found = report("concentration", played)
    (row,) = found.rows
    assert row.hhi == case["report"]["concentration_hhi"]
    assert (row.spent, row.on, row.most, row.share) == (points, 1, skill, 1)
    assert found.notice == "kessa is the most specialised: 100 % on sword. Nothing forbids it."


def test_s8_skills_and_talents_are_things_alike(table: Any) -> None:
    """Ten points on a talent, six and four on skills, some of it what was regained: 0.38."""
    journal = """
        - awarded: {points: 10}
        - bought: {who: kessa, talent: far sight}
        - awarded: {points: 10, day: 3}
        - bought: {who: kessa, skill: climb, ranks: 3}
        - bought: {who: kessa, skill: swim, ranks: 2}
    """
    rules = "awards: on\npurchase: {cost: 2, talents: {far sight: 10}}"
    played = table(rules, journal, "kessa: {peaks: {climb: 2}}\nbram: {}")
    kessa, bram = report("concentration", played).rows
    assert (kessa.spent, kessa.on, kessa.hhi, kessa.most) == (20, 3, Fraction(38, 100), "far sight")
    assert (bram.spent, bram.on, bram.hhi, bram.most, bram.share) == (0, 0, None, "", None)
    assert report("concentration", played, begin=3).rows[0].hhi == Fraction(52, 100)
    assert report("concentration", played, end=2).rows[0].hhi == 1
    assert report("concentration", played, begin=4).notice == "Nobody has spent anything yet."


def test_s8_what_costs_nothing_is_not_spent_on(table: Any) -> None:
    """A rank for nothing is no thing that points went into."""
    rules = "awards: on\npurchase: {cost: [0, 2]}"
    journal = "- awarded: {points: 2}\n- bought: {who: kessa, skill: swim}\n- bought: {who: kessa, skill: climb, ranks: 2}"
    (row,) = report("concentration", table(rules, journal)).rows
    assert (row.spent, row.on, row.hhi) == (2, 1, 1)


@given(st.lists(st.fractions("1/1000", 1000), min_size=1, max_size=9))
def test_s8_between_one_thing_and_all_things_alike(amounts: list[Fraction]) -> None:
    """Never above 1, never below 1 divided by the number of things; one thing more never raises it past 1."""
    found = hhi(amounts)
    assert found is not None
    assert Fraction(1, len(amounts)) <= found <= 1
    assert (found == 1) is (len(amounts) == 1)
    assert hhi([2 * amount for amount in amounts]) == found
    assert hhi([amounts[0]] * len(amounts)) == Fraction(1, len(amounts))


# What will be forgotten.


def lost(found: Report) -> list[tuple[Any, ...]]:
    return [(row.day, row.who, row.skill, row.rank, row.left) for row in found.rows]


def test_losses_are_all_of_them_in_order(table: Any) -> None:
    """Not only the first of each skill, and nobody forgets what they do not have."""
    journal = "- passed: 30\n- used: {who: bram, skill: sword}\n- passed: 10"
    roster = "kessa: {ranks: {climb: 2}}\nbram: {name: Bram Ottery, ranks: {sword: 1}}"
    found = report("losses", table("decay: {period: 90}", journal, roster), days=500)
    assert lost(found) == [
        (90, "kessa", "climb", 2, 1),
        (120, "bram", "sword", 1, 0),
        (180, "kessa", "climb", 1, 0),
    ]
    assert [row.days for row in found.rows] == [50, 80, 140]
    assert (found.rows[1].name, found.rows[1].policy, found.rows[1].why) == (
        "Bram Ottery",
        "decay",
        "unused for 90 days",
    )
    assert found.title == "What will be lost within 500 days if left unused"
    assert found.notice == "3 ranks of 2 characters; the first to go is kessa's climb, on day 90."


@pytest.mark.parametrize(("days", "ranks"), [(49, 0), (50, 1), (139, 1), (140, 2)])
def test_losses_within_so_many_days(days: int, ranks: int, table: Any) -> None:
    """The last day is meant too."""
    found = report(
        "losses", table("decay: {period: 90}", "- passed: 40", "kessa: {ranks: {climb: 2}}"), days=days
    )
    assert len(found.rows) == ranks
    if not ranks:
        assert found.notice == "No ranks will be lost within 49 days."


def test_losses_stand_still_for_characters_who_left(table: Any) -> None:
    """And looking ahead changes nothing."""
    played = table(
        "decay: {period: 90}", "- left: {who: bram}", "kessa: {ranks: {climb: 1}}\nbram: {ranks: {climb: 1}}"
    )
    before = played.book.sheet()
    assert lost(report("losses", played)) == [(90, "kessa", "climb", 1, 0)]
    assert played.book.sheet() == before


def test_losses_are_what_then_happens(table: Any) -> None:
    """The forecast is the log of the days that follow, of all rules of forgetting together."""
    rules = "decay: {period: 40, only: [athletics, learning]}\nfade: {kind: global-decay, every: 70, loss: 2, only: [arms]}"
    played = table(rules, "- passed: 10", "kessa: {ranks: {climb: 9, sword: 3, cooking: 5}}")
    rows = [
        (row.day, row.who, row.of, row.balance - row.amount, row.balance)
        for row in played.at(10 + 180).log(kinds=["rank"])
        if row.amount < 0
    ]
    assert lost(report("losses", played)) == rows
    assert len(rows) > 9
