"""``rpgprog pace`` and ``rpgprog report``: what is typed, and what is printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from catalogue.worked import fact, option

ROAD = Path(__file__).parent / "road.yaml"
TABLE = """\
campaign: The Table
ruleset: dp-forty
planned: {the cliff: [climbing], the court: [persuasion]}
characters:
  kessa: {name: Kessa Fell, player: Ines, goals: {swimming: 3, climbing: 4}, ranks: {climbing: 3}}
  bram: {player: Jonas, ranks: {sword: 1}}
journal:
  - session: One
    day: 1
    gm: Marit
    hours: 4
    events:
      - met: {what: goblin, challenge: 1}
      - awarded: {points: 8}
      - bought: {who: kessa, skill: climbing}
      - used: {who: kessa, skill: climbing, times: 3}
  - session: Two
    day: 5
    gm: Ruben
    events:
      - awarded: {points: 20}
      - bought: {who: bram, skill: swimming, ranks: 2}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A campaign with goals, planned scenes and a session without hours."""
    path = tmp_path / "table.yaml"
    path.write_text(TABLE)
    return path


# pace


def test_pace_divides_a_level(ask: Any) -> None:
    """Exactly, and in whole points."""
    case = fact("A3", encounters=12)
    code, out, err = ask("pace", "--points", option("A3", "level_dp"), "--encounters", case["encounters"])
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "50 points over 12 encounters: 25/6 (about 4.1667) each.",
        "In whole points: 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 5.",
    ]
    told = json.loads(ask("pace", "--points", "50", "--encounters", "12", "--format", "json")[1])
    assert told == {"points": 50, "encounters": 12, "each": 4.166667, "schedule": case["schedule"]}


def test_pace_the_other_way_round(ask: Any) -> None:
    """How many encounters make a level."""
    assert ask("pace", "--points", 50, "--each", 1.5)[1] == "50 points at 1.5 each: 34 encounters a level.\n"
    assert ask("pace", "--points", 1_000_000, "--each", 1_000_000)[1].endswith("1 encounter a level.\n")
    told = json.loads(ask("pace", "--points", "50", "--each", "25/6", "--format", "json")[1])
    assert told == {"points": 50, "each": 4.166667, "encounters": 12}


def test_pace_tells_what_a_level_buys(ask: Any) -> None:
    """Alone, or instead of --points."""
    buys = ["--rank-cost", 2, "--ranks", 20, "--talent-cost", 10]
    line = "A level buys 20 ranks at 2 and a talent at 10: 20 x 2 + 10 = 50 points.\n"
    assert ask("pace", *buys) == (0, line, "")
    assert ask("pace", *buys, "--encounters", 50)[1].startswith(
        f"{line}50 points over 50 encounters: 1 each.\n"
    )
    assert ask("pace", *buys, "--points", 50, "--each", 5)[1].endswith(
        "50 points at 5 each: 10 encounters a level.\n"
    )
    told = json.loads(ask("pace", *buys, "--format", "json")[1])
    assert told == {"ranks": 20, "rank_cost": 2, "talent_cost": 10, "points": fact("A4")["dp"]}
    assert (
        "A level buys 1 rank at 2.5: 1 x 2.5 = 2.5 points."
        in ask("pace", "--rank-cost", 2.5, "--ranks", 1)[1]
    )


def test_pace_of_a_level_that_is_no_whole_number(ask: Any) -> None:
    """No schedule in whole points can make it."""
    out = ask("pace", "--points", 12.5, "--encounters", 4)[1]
    assert out.splitlines() == [
        "12.5 points over 4 encounters: 3.125 each.",
        "In whole points: the total is not a whole number, so the parts cannot be either.",
    ]
    told = json.loads(ask("pace", "--points", 12.5, "--encounters", 4, "--format", "json")[1])
    assert told["schedule"] is None


def test_pace_by_level(ask: Any) -> None:
    """A table of ten levels, or as many as one asks for."""
    growing = ["pace", "--points", 50, "--encounters", 20, "--growth", "1.15"]
    lines = ask(*growing)[1].splitlines()
    assert lines[0] == "50 points a level, each level 1.15 times the encounters:"
    assert [line.split() for line in (lines[2], lines[3], lines[6], lines[-1])] == [
        ["1", "20", "2.5000"],
        ["2", "23", "2.1739"],
        ["5", "35", "1.4286"],
        ["10", "71", "0.7042"],
    ]
    assert len(ask(*growing, "--levels", 3)[1].splitlines()) == 5
    assert ask(*growing, "--levels", 1, "--format", "md")[1].splitlines()[1:] == [
        "",
        "| Level | Encounters | Points each |",
        "| ---: | ---: | ---: |",
        "| 1 | 20 | 2.5000 |",
    ]
    told = json.loads(ask(*growing, "--levels", 2, "--format", "json")[1])
    assert told["levels"][1] == {"level": 2, "encounters": 23, "each": 2.173913}


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        ((), "give --points (for a level), or name a campaign FILE"),
        (("--points", "50"), "use --encounters (how many for a level) or --each (points for one)"),
        (("--points", "50", "--encounters", "5", "--each", "1"), "not both"),
        (("--points", "0", "--each", "1"), 'takes a number above 0 such as 50, 1.5 or 25/6, not "0"'),
        (("--points", "-3", "--each", "1"), 'takes a number above 0 such as 50, 1.5 or 25/6, not "-3"'),
        (("--points", "0/5", "--each", "1"), "takes a number above 0"),
        (("--points", "5/0", "--each", "1"), "takes a number above 0"),
        (("--points", "many", "--each", "1"), "takes a number above 0"),
        (("--points", "1e9", "--each", "1"), "takes a number above 0"),
        (("--points", "100000001", "--each", "1"), "must be at most 100,000,000, not 100000001"),
        (("--points", "50", "--encounters", "0"), "--encounters"),
        (("--points", "50", "--encounters", "-1"), "--encounters"),
        (("--points", "50", "--each", "2", "--growth", "1.1"), "--growth needs --encounters"),
        (("--points", "50", "--encounters", "2", "--levels", "3"), "--levels needs --growth"),
        (("--ranks", "20", "--each", "2"), "--ranks needs both --rank-cost and --ranks"),
        (("--talent-cost", "20", "--points", "2", "--each", "1"), "--talent-cost needs both"),
        (
            ("--points", "40", "--rank-cost", "2", "--ranks", "15", "--talent-cost", "5", "--each", "1"),
            "--points 40, but 15 x 2 + 5 are 35: leave one out",
        ),
        ((ROAD, "--points", "40"), "--points is not for a campaign: its rules say what a level takes"),
        ((ROAD, "--rank-cost", "2"), "--rank-cost is not for a campaign"),
        ((ROAD, "--growth", "2"), "--growth needs --encounters"),
    ],
)
def test_pace_explains_wrong_usage(ask: Any, args: tuple[str, ...], answer: str) -> None:
    """Exit code 2, nothing on the output."""
    code, out, err = ask("pace", *args)
    assert (code, out) == (2, "")
    assert answer in err


def test_pace_of_a_campaign(ask: Any, file: Path) -> None:
    """Level, encounters, what each was worth, and what is still to come."""
    code, out, err = ask("pace", file)
    assert (code, err) == (0, "")
    assert [line.rstrip() for line in out.splitlines()] == [
        "The Table, day 5 (dp-forty)",
        "Who         Level  Takes  Encounters  Points   Each  To the next  Encounters to go  Sessions to go",
        "Kessa Fell      1     40           1      30  30.00           10                 1               1",
        "bram            1     40           1      30  30.00           10                 1               1",
        "the party                          1      30  30.00",
        "At this pace the next level is Kessa Fell's, 1 encounter or 1 session away.",
    ]


def test_pace_of_a_campaign_against_a_plan(ask: Any, file: Path) -> None:
    """The drift, as numbers and in words."""
    out = ask("pace", file, "--encounters", 2, "--format", "md")[1].splitlines()
    assert out[0] == "## The Table, day 5 (dp-forty)"
    assert "| Planned | Planned each | Drift | Drift % |" in out[2]
    assert out[4].endswith("| 2 | 20.00 | +10.00 | +50.0 % |")
    said = "Encounters are worth 10 dp more than planned (+50 %): levels come sooner than planned."
    assert out[-1] == said
    told = json.loads(ask("pace", file, "--encounters", 2, "--growth", 1.5, "--format", "json")[1])
    assert (told["points"], told["notice"]) == ("dp", said)
    kessa = told["rows"][0]
    assert (kessa["who"], kessa["each"], kessa["planned"], kessa["drift_share"]) == ("kessa", 30, 20, 0.5)
    assert (kessa["sessions"], kessa["encounters_a_level"]) == (2, None)


def test_pace_of_a_missing_file_and_of_one_with_problems(ask: Any, file: Path) -> None:
    """Exit code 1; what could be read is shown all the same."""
    assert ask("pace", "nowhere.yaml") == (1, "", 'there is no file "nowhere.yaml"\n')
    file.write_text(TABLE + "      - bought: {who: bram, skill: sword, ranks: 90}\n")
    code, out, err = ask("pace", file)
    assert code == 1
    assert "the party" in out and "refused by" in err


# report


def test_report_shows_all_of_them(ask: Any, file: Path) -> None:
    """Each with a heading and a sentence of what to notice."""
    code, out, err = ask("report", file)
    assert (code, err) == (0, "")
    assert [block.splitlines()[0] for block in out.split("\n\n")] == [
        "dp for each character and hour, by game master and by player",
        "What the scenarios call for, and what is bought",
        "dp spent on skills that have not been used",
        "What players want to learn, and the scenes to come",
        "How the dp spent are spread",
        "What will be lost within 180 days if left unused",
    ]


def test_report_awards_says_what_it_omits(ask: Any, file: Path) -> None:
    """A session without hours is counted in words."""
    assert [line.rstrip() for line in ask("report", file, "awards")[1].splitlines()] == [
        "dp for each character and hour, by game master and by player",
        "As           Who    Sessions  Character-hours  Points  Per hour  From the median",
        "game master  Marit         1                8      20      2.50            0.0 %",
        "player       Ines          1                4      10      2.50            0.0 %",
        "player       Jonas         1                4      10      2.50            0.0 %",
        "1 game master: too few to compare; it takes 3. 2 players: too few to compare; it takes 3.",
        "1 of 2 sessions give no hours: and are left out.",
    ]


def test_report_several_in_the_order_given(ask: Any, file: Path) -> None:
    """Each once."""
    out = ask("report", file, "goals", "demand", "goals")[1]
    assert [line.rstrip() for line in out.splitlines()] == [
        "What players want to learn, and the scenes to come",
        "Who         Skill     Now  Goal  Missing  Planned scenes",
        "Kessa Fell  swimming    0     3        3                  no planned scene calls for it",
        "Kessa Fell  climbing    4     4        0  the cliff       reached",
        "No planned scene calls for swimming.",
        "These scenes call only for skills nobody wants to learn: the cliff and the court.",
        "",
        "What the scenarios call for, and what is bought",
        "Skill     Uses   of all  Ranks bought  of all",
        "climbing     3  100.0 %             1  33.3 %",
        "swimming     0    0.0 %             2  66.7 %  bought, never called for",
        "Bought, but never called for: swimming (2 ranks).",
    ]


def test_report_as_markdown_json_and_csv_hold_the_same(ask: Any, file: Path) -> None:
    """For a wiki, for programs, for a spreadsheet."""
    shown = ask("report", file, "concentration", "--format", "md")[1].splitlines()
    assert shown[:5] == [
        "## How the dp spent are spread",
        "",
        "| Who | Spent | Things bought | Concentration | Most of it on | Share |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
        "| Kessa Fell | 4 | 1 | 1.00 | climbing | 100.0 % |",
    ]
    told = json.loads(ask("report", file, "demand", "losses", "--format", "json")[1])
    assert list(told) == ["demand", "losses"]
    assert [row["bought_share"] for row in told["demand"]["rows"]] == [0.333333, 0.666667]
    assert told["demand"]["notice"] == "Bought, but never called for: swimming (2 ranks)."
    rows = list(csv.DictReader(io.StringIO(ask("report", file, "demand", "--format", "csv")[1])))
    assert [row["bought_share"] for row in rows] == ["0.333333", "0.666667"]
    goals = list(csv.DictReader(io.StringIO(ask("report", file, "goals", "--format", "csv")[1])))
    assert [(row["who"], row["skill"], row["scenes"]) for row in goals] == [
        ("kessa", "swimming", ""),
        ("kessa", "climbing", "the cliff"),
    ]


def test_report_options_reach_their_report(ask: Any, file: Path) -> None:
    """From a day, up to a day, since, and how far ahead."""
    assert "Marit" not in ask("report", file, "awards", "--from", 2)[1]
    assert "swimming" not in ask("report", file, "demand", "--to", 4)[1]
    assert "climbing" in ask("report", file, "demand", "--from", 1, "--to", 1)[1]
    assert "the start" in ask("report", file, "unused", "--since", "start")[1]
    assert ask("report", file, "losses", "--days", 175)[1].count("\n") == 4
    assert "within 176 days" in ask("report", file, "--days", 176)[1]
    assert ask("report", file, "losses", "--days", 176)[1].splitlines()[2:4] == [
        "180      175  bram        sword        1   0  decay  unused for 180 days",
        "181      176  Kessa Fell  climbing     4   3  decay  unused for 180 days",
    ]


def test_report_that_has_nothing_to_show_says_so(ask: Any) -> None:
    """In words, without an empty table."""
    assert ask("report", ROAD, "goals")[1].splitlines() == [
        "What players want to learn, and the scenes to come",
        "Nobody wants to learn a skill yet: under a character, write goals: [swimming 3].",
    ]
    assert ask("report", ROAD, "goals", "--format", "md")[1].splitlines()[1:] == [
        "",
        "Nobody wants to learn a skill yet: under a character, write goals: [swimming 3].",
    ]


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("award",), 'there is no report "award"; did you mean "awards"?'),
        (("gold",), 'there is no report "gold"; did you mean "goals"?'),
        (("awards", "--days", "4"), "--days is for losses"),
        (("losses", "--from", "4"), "--from is for awards, demand and concentration"),
        (("goals", "--to", "4"), "--to is for awards, demand and concentration"),
        (("awards", "--since", "level"), "--since is for unused"),
        (("awards", "--from", "5", "--to", "4"), "--from 5 comes after --to 4"),
        (("losses", "--days", "0"), "--days"),
        (("--format", "csv"), "csv holds one report: name one of awards, demand, unused, goals"),
        (("awards", "--format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_report_explains_wrong_usage(ask: Any, file: Path, args: tuple[str, ...], answer: str) -> None:
    """Exit code 2, nothing on the output."""
    code, out, err = ask("report", file, *args)
    assert (code, out) == (2, "")
    assert answer in err


def test_report_of_a_campaign_with_problems_tells_them(ask: Any, file: Path) -> None:
    """Exit code 1, as with every command that shows a campaign."""
    file.write_text(TABLE + "      - bought: {who: bram, skill: sword, ranks: 90}\n")
    code, out, err = ask("report", file, "concentration")
    assert code == 1
    assert "bram" in out and "refused by" in err
    assert ask("report", "nowhere.yaml") == (1, "", 'there is no file "nowhere.yaml"\n')


@pytest.mark.slow
@pytest.mark.parametrize(
    "pack", ["basic-fantasy", "classless-dp", "dp-forty", "fifth-edition-srd", "forgetful", "use-xp"]
)
def test_pace_and_report_work_for_every_pack(ask: Any, pack: str) -> None:
    """With levels by steps, by charts, by profession, or none at all."""
    campaign = Path(__file__).parent.parent / "rulesets" / pack / "campaign.yaml"
    for args in (("pace", campaign), ("pace", campaign, "--encounters", 10), ("report", campaign)):
        _, out, _ = ask(*args)
        assert len(out.splitlines()) > 3
        told = json.loads(ask(*args, "--format", "json")[1])
        assert told
