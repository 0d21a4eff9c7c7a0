"""A table from a spreadsheet becomes entries: read by its headings, checked like any entry, counted once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, fresh
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.campaign.spreadsheet import How, read_spreadsheet
from rpgprog.campaign.spreadsheet.headings import letters
from rpgprog.campaign.spreadsheet.values import (
    COMMA,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    Unclear,
    amount,
    real_date,
)
from rpgprog.cli.app import run
from rpgprog.problems import Mistakes
from rpgprog.store import open_store
from rpgprog.store.store import find_campaign

RULES = """\
ruleset: ferry
points: dp
xp_per_point: 10
skills: {climb: athletics, lore: learning}
policies: {awards: {encounter: 2}, practice: {xp: 4, cost: 20}, purchase: {cost: 2, talents: {far sight: 3}}, training: {weeks: 1}}
"""
TABLE = """\
campaign: The ferry  # ours
ruleset: rules.yaml
characters:
  kessa: {name: Kessa Fell, player: Ines, points: 9}
  bram: {}
  odo: {player: Max}
journal:
"""
EVENINGS = """\
Our XP;;;;

Date;Character;XP;Reason;GM
01.05.2026;Kessa Fell;15;the bell is silent;Marit
;bram & odo;1,5;"the rope; at night";
;;;;
15.05.2026;all;20;the bridge;Marit
;Ines;5 XP;a plan;Bo
;Total;41,5;;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "ferry.yaml"
    path.write_text(TABLE)
    return path


def table(file: Path, text: str, name: str = "xp.csv") -> Path:
    path = file.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def imported(file: Path, text: str, *options: str) -> Campaign:
    """The campaign after the import of a table, which must succeed."""
    assert run(["import", str(table(file, text)), str(file), "--yes", *options]) == 0
    return open_campaign(file)


def earned(campaign: Campaign) -> list[float]:
    return [campaign.sheet(who).earned / 1000 for who in ("kessa", "bram", "odo")]


# A game master's own table.


def test_a_table_with_titles_blank_lines_and_a_sum_is_read(file: Path, capsys: Any) -> None:
    campaign = imported(file, EVENINGS, "--decimal", "comma", "--every", "2 weeks")
    assert campaign.problems == ()
    assert earned(campaign) == [9 + 1.5 + 2 + 0.5, 0.15 + 2, 0.15 + 2]
    assert (campaign.today, str(campaign.last_date)) == (14, "2026-05-15")
    sessions = [entry for entry in campaign.journal.ledger if entry.word == "session"]
    assert [(entry.session, entry.gm) for entry in sessions] == [
        ("2026-05-01", "Marit"),
        ("2026-05-15", "Marit"),
    ]
    out = capsys.readouterr().out
    assert "5 lines; 6 new entries." in out and "Left out: line 9: nobody is named" in out
    assert file.read_text().startswith("campaign: The ferry  # ours\n")


def test_nothing_is_recorded_without_a_yes(file: Path, capsys: Any) -> None:
    path = table(file, "who,points,for\nbram,3,the rope\n")
    assert run(["import", str(path), str(file)]) == 0
    out = capsys.readouterr().out
    assert "bram  points  0 dp     3 dp" in out and "Nothing recorded: add --yes to record it." in out
    assert file.read_text() == TABLE


def test_a_table_that_was_imported_counts_once_and_one_that_grew_adds_what_is_new(file: Path) -> None:
    """Also where a line is put among the old ones: the day of its session is over by then."""
    how = ("--decimal", "comma", "--every", "2 weeks")
    first = imported(file, EVENINGS, *how)
    text = file.read_text()
    assert earned(imported(file, EVENINGS, *how)) == earned(first)
    assert file.read_text() == text
    grown = (
        EVENINGS.replace("15.05", "01.05.2026;bram;10;forgotten;Marit\n15.05", 1)
        + "22.05.2026;odo;10;late;Bo\n"
    )
    campaign = imported(file, grown, *how)
    assert campaign.problems == ()
    assert earned(campaign) == [13, 3.15, 3.15]
    (late,) = [entry for entry in campaign.journal.ledger if entry.late]
    assert (late.event.day, late.late) == (0, "entered in xp.csv")
    assert earned(imported(file, grown, *how)) == [13, 3.15, 3.15]


def test_equal_lines_are_as_many_entries_as_there_are(file: Path) -> None:
    twice = "date,who,points\n2026-05-01,bram,2\n2026-05-01,bram,2\n"
    assert earned(imported(file, twice))[1] == 4
    assert earned(imported(file, twice))[1] == 4
    assert earned(imported(file, twice + "2026-05-01,bram,2\n"))[1] == 6


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_takes_the_same_table(kind: str, file: Path, tmp_path: Path) -> None:
    whole = imported(file, EVENINGS, "--decimal", "comma", "--every", "2 weeks")
    file.write_text(TABLE)
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(file, yes=True)
        how = ["--decimal", "comma", "--every", "2 weeks", "--yes", "--by", "Marit"]
        for _ in range(2):
            assert run(["import", str(tmp_path / "xp.csv"), address, *how]) == 0
        stored = find_campaign(address)
        assert earned(stored.open()) == earned(whole)
        assert stored.entries(by="Marit")


# Which columns, in which order.


@pytest.mark.parametrize(
    "text",
    [
        "who,points\nbram,3\n",
        "Points\tWho\n3\tbram\n",
        "PC;dp\nbram;3\n",
        "Character|Award|GM\nBram|3 dp|Ann\n",
        "\ufeffName,XP\nbram,30\n",
        'Who,"Points"\n"bram","3"\n',
        "Hero,Pts,Junk\nbram,3,x\n",
        "GM,Junk,X,Pts\n,x,bram,3\n",
    ],
)
def test_columns_stand_in_any_order_under_the_words_of_the_table(text: str, file: Path) -> None:
    options = ["--columns", "who=Hero, points=Pts"] if "Hero" in text else []
    options = ["--columns", "who=C,points=d"] if ",X," in text else options
    session = "  - {session: One, day: 1}\n"
    file.write_text(TABLE + session)
    assert earned(imported(file, text, *options)) == [9, 3, 0]


def test_each_kind_of_line_is_an_entry_of_its_kind(file: Path) -> None:
    file.write_text(TABLE + "  - {session: One, day: 1}\n")
    text = """\
who,points,coins,skill,talent,ranks,hours,times,outcome,what,note,gm
kessa,,,climb,,2,,,,by the river,,
kessa,,,lore,,,,2,success,old maps,hers,
bram,,,lore,,,40,,,with Mirra,,
odo,,25,,,,,,,the purse,,
kessa,,,,far sight,,,,,,,
kessa,-1,,,,,,,,the tax,,Marit
"""
    campaign = imported(file, text)
    assert campaign.problems == ()
    assert [entry.word for entry in campaign.journal.ledger if entry.id] == [
        "bought", "used", "trained", "awarded", "bought", "ruled", "ruled",
    ]  # fmt: skip
    sheet = campaign.sheet("kessa")
    assert (sheet.spent, sheet.free, sheet.talents) == (7000, 1000, ("far sight",))
    assert campaign.sheet("odo").coins == 25000
    assert campaign.why("kessa", "points").postings[-1].reason == "ruled by Marit: the tax"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "who,points\nbramm,3\n",
            'xp.csv:2:1: who: "bramm" names nobody: there is no character "bramm"; did you mean "bram"?',
        ),
        ("who,points\nbram and kesa,3\n", '"kesa"; did you mean "kessa"?'),
        ("who,points\nbram,3 gp\n", 'xp.csv:2:1: points: "3 gp" is no number of points'),
        ("who,points\nbram,lots\n", 'points: "lots" is no number'),
        ('who,points\nbram,"1,5"\n', "say --decimal comma"),
        ("who,points\nbram,-3\n", "a GM must say so"),
        ("who,points\nall,-3\n", "points are taken from one character at a time"),
        ("who,points,xp\nbram,3,30\n", "both points and XP"),
        ("who,points,for\nbram,,tea\n", "nothing that was earned or done stands in this line"),
        ("who,skill\nbram,climbing\n", 'there is no skill "climbing"; did you mean "climb"?'),
        ("who,skill,ranks\nbram,climb,2\n", "climb costs more than they have"),
        ("date,who,points\n5/1/2026,bram,3\n", "may be day or month first: say --dates"),
        ("date,who,points\n2026-02-30,bram,3\n", "is no date that there is"),
        ("date,who,points\nsoon,bram,3\n", "is no date such as 2026-05-21"),
        ("entry\nused: {who: bram\n", "is missing"),
    ],
)
def test_what_cannot_be_read_is_said_by_line_and_nothing_is_recorded(
    text: str, problem: str, file: Path, capsys: Any
) -> None:
    file.write_text(TABLE + "  - {session: One, day: 1}\n")
    before = file.read_text()
    status = run(["import", str(table(file, text)), str(file), "--yes"])
    out, err = capsys.readouterr()
    assert (status, "Nothing recorded" in out) == (1, True)
    assert problem in err.replace(f"{file.parent}/", "")
    assert file.read_text() == before


def test_all_mistakes_come_at_once(file: Path, capsys: Any) -> None:
    text = "who,points\nbramm,3\nbram,lots\nbram,3\nkessa,few\n"
    assert run(["import", str(table(file, text)), str(file), "--yes"]) == 1
    err = capsys.readouterr().err
    assert [line.split(":")[1] for line in err.splitlines()] == ["2", "3", "5"]


def test_every_line_that_the_rules_refuse_is_named(file: Path, capsys: Any) -> None:
    """Kessa has 9 points, for 4 ranks; the others are tried without those before."""
    file.write_text(TABLE + "  - {session: One, day: 1}\n")
    text = "who,skill,ranks\nbram,climb,1\nkessa,climb,3\nkessa,lore,2\nkessa,lore,1\nodo,lore,1\n"
    assert run(["import", str(table(file, text)), str(file), "--yes"]) == 1
    err = capsys.readouterr().err
    assert [line.split(":")[1] for line in err.splitlines()] == ["2", "4", "6"]


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("a,b\n1,2\n", [], "no line has headings for a column for who"),
        ("", [], "no line has headings"),
        ("who,points\nbram,3\n", ["--columns", "who=Hero"], 'there is no column "Hero"'),
    ],
)
def test_a_table_without_headings_is_refused(
    text: str, options: list[str], message: str, file: Path, capsys: Any
) -> None:
    assert run(["import", str(table(file, text)), str(file), *options]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--columns", "hero=A"], ["--columns", "who"], ["--columns", "who="], ["--decimal", "dot"]]
)
def test_wrong_usage_is_told(options: list[str], file: Path) -> None:
    assert run(["import", str(table(file, "who,points\nbram,3\n")), str(file), *options]) == 2


def test_options_for_a_table_are_for_a_table(file: Path, capsys: Any) -> None:
    assert run(["import", str(file), f"sqlite:{file.with_name('x.db')}", "--decimal", "comma"]) == 2
    assert "are for a .csv or .xlsx" in capsys.readouterr().err


def test_days_of_the_game_are_numbers_or_dates_of_its_calendar(file: Path, capsys: Any) -> None:
    text = "day,who,points\n12,bram,2\n30,odo,1\n"
    campaign = imported(file, text)
    assert (earned(campaign), campaign.today) == ([9, 2, 1], 30)
    assert run(["import", str(table(file, "day,who,points\nsoon,bram,2\n")), str(file)]) == 1
    assert 'day: "soon" is no day of the game, such as 12' in capsys.readouterr().err
    calendar = "calendar: {months: {Snow: 30, Rain: 30}, day_0: 1 Snow 412}\n"
    file.write_text(TABLE.replace("characters:", f"{calendar}characters:"))
    campaign = imported(file, "day,who,points\n3 Rain 412,bram,2\n2 rain 412,odo,1\n")
    assert campaign.problems == ()
    assert (earned(campaign), campaign.today) == ([9, 2, 1], 32)
    assert earned(imported(file, "day,who,points\n3 Rain 412,bram,2\n2 rain 412,odo,1\n")) == [9, 2, 1]


# A workbook.


def workbook(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("XP")
    for row in (
        ["Date", "Who", "Points", "Reason"],
        [datetime(2026, 5, 1), "bram", 1.5, "the rope"],  # noqa: DTZ001
        [None, "odo", 2, "=1+1"],
        [],
        [None, None, 3.5, "sum"],
    ):
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("decimal", [[], ["--decimal", "comma"], ["--decimal", "point"]])
def test_a_workbook_is_read_like_a_table_of_text(decimal: list[str], file: Path) -> None:
    path = file.with_name("xp.xlsx")
    workbook(path)
    assert run(["import", str(path), str(file), "--sheet", "XP", "--yes", *decimal]) == 0
    campaign = open_campaign(file)
    assert (earned(campaign), str(campaign.last_date)) == ([9, 1.5, 2], "2026-05-01")


@pytest.mark.parametrize(
    ("sheet", "message"),
    [("Xp", 'there is no sheet "Xp"; there are "Notes" and "XP"'), ("", "no line has headings")],
)
def test_a_sheet_that_is_not_there_or_says_nothing(sheet: str, message: str, file: Path, capsys: Any) -> None:
    path = file.with_name("xp.xlsx")
    workbook(path)
    assert run(["import", str(path), str(file), "--sheet", sheet]) == 1
    assert message in capsys.readouterr().err


def test_a_damaged_workbook_is_a_mistake_not_a_traceback(file: Path, capsys: Any) -> None:
    path = file.with_name("xp.xlsx")
    path.write_bytes(b"PK\x03\x04 nonsense")
    assert run(["import", str(path), str(file)]) == 1
    assert "this is no workbook that can be read" in capsys.readouterr().err


# The way back.


@pytest.mark.parametrize("kind", KINDS)
def test_what_export_wrote_is_read_again_to_the_same_campaign(kind: str, file: Path, tmp_path: Path) -> None:
    journal = """\
  - session: One
    day: 3
    gm: Marit
    date: 2026-05-01
    present: [kessa, bram]
    events:
      - met: {what: a rat, note: "=SUM(A1)"}
      - used: {who: [kessa, bram], skill: [climb, lore], outcome: success, id: climbed}
      - awarded: {points: 2, for: "gold, and \\"more\\"", id: wrong}
      - reverted: {event: wrong, by: Marit, why: a slip}
  - downtime: 2 weeks
    events:
      - trained: {who: bram, skill: lore, hours: 40}
  - passed: 3
  - bought: {who: kessa, skill: climb, ranks: 2, override: {by: Marit, why: a gift}}
"""
    file.write_text(TABLE + journal)
    whole = open_campaign(file)
    assert whole.problems == ()
    out = tmp_path / "back.csv"
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(file, yes=True)
        assert run(["export", address, "--format", "csv", "--out", str(out)]) == 0
    file.write_text(TABLE)
    for _ in range(2):
        assert run(["import", str(out), str(file), "--yes"]) == 0
        again = open_campaign(file)
        assert again.problems == ()
        assert again.sheets() == whole.sheets()
        assert again.today == whole.today == 20


# Numbers and dates.


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("3", "", "3"),
        ("+3", "", "3"),
        ("- 3", "", "-3"),
        ("1.5", "", "1.5"),
        ("1.5", POINT, "1.5"),
        ("1,5", COMMA, "1.5"),
        ("1.250", COMMA, "1250"),
        ("1.250", POINT, "1.250"),
        ("1,250", POINT, "1250"),
        ("1,250.5", POINT, "1250.5"),
        ("1.250.000,25", COMMA, "1250000.25"),
        ("1 250", "", "1250"),
        ("1'250", "", "1250"),
        ("1.5", COMMA, None),
        ("1,5", POINT, None),
        ("1,5", "", None),
        ("12,50", POINT, None),
        ("1.2.3", POINT, None),
        ("1,2,3", COMMA, None),
        ("5.", POINT, None),
        (".5", POINT, None),
        ("five", "", None),
        ("", "", None),
    ],
)
def test_amounts_as_people_type_them(text: str, decimal: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(Unclear):
            amount(text, decimal)
    else:
        assert amount(text, decimal) == (number, "")


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_an_amount_with_either_mark_is_the_same(whole: int, part: int) -> None:
    american, german = f"{whole:,}.{part:03}", f"{whole:,}".replace(",", ".") + f",{part:03}"
    assert amount(american, POINT) == amount(german, COMMA) == (f"{whole}.{part:03}", "")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-05-01", "", "2026-05-01"),
        ("2026/5/1", MONTH_FIRST, "2026-05-01"),
        ("1.5.2026", "", "2026-05-01"),
        ("01.05.26", "", "2026-05-01"),
        ("31/12/2026", "", "2026-12-31"),
        ("12/31/2026", "", "2026-12-31"),
        ("1/5/2026", DAY_FIRST, "2026-05-01"),
        ("5/1/2026", MONTH_FIRST, "2026-05-01"),
        ("1/5/2026", "", None),
        ("31/12/2026", MONTH_FIRST, None),
        ("May 1", "", None),
    ],
)
def test_dates_as_people_type_them(text: str, order: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(Unclear):
            real_date(text, order)
    else:
        assert real_date(text, order) == expected


def test_letters_of_columns() -> None:
    assert [letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_from_python(file: Path) -> None:
    home = FileCampaign(file)
    path = table(file, "date,who,points,for\n2026-05-01,bram,2,the rope\n")
    found = read_spreadsheet(home, str(path), How())
    assert [entry.line for entry in found.entries] == [2, 2]
    home.record(*(entry.text for entry in found.entries))
    assert read_spreadsheet(home, str(path), How()).known == 1
    with pytest.raises(Mistakes, match="cannot be read"):
        read_spreadsheet(home, str(file.with_name("none.csv")), How())
