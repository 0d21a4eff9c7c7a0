"""Calendars of one's own: dates wherever a day may stand, in a file and in a database alike; days inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from attrs import evolve
from databases import KINDS, fresh
from hypothesis import given
from hypothesis import strategies as st

import rpgprog
from rpgprog.campaign.campaign import open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.cli.app import run as run_command
from rpgprog.journal.entries.base import LAST_DAY
from rpgprog.journal.json_schema import campaign_schema
from rpgprog.ledger.calendar import Calendar, Date, Leap, Month
from rpgprog.plots.branches import _axis
from rpgprog.problems import Mistakes
from rpgprog.reader.dates import NoDate, day_of
from rpgprog.source import parse_source
from rpgprog.store import StoredCampaign, open_store

FILE = """\
campaign: The Long Road
ruleset: dp-forty
calendar:
  months:
    Snow: 30
    Rain: 30
    Midsummer: {days: 1, in_week: false}
    Leaf: {days: 29, leap: {days: 30, every: 4}}
  weekdays: [Oneday, Twoday, Threeday]
  day_0: 1 Snow 412
  era: AC
start: 2 Snow 412
characters:
  Kessa: {ranks: {climbing: 3}, last_used: {climbing: 2 Snow 412}}
  Bram: {joined: 10 Snow 412}
journal:
  - session: One
    day: 3 Rain 412
    date: 2026-01-03
    gm: Marit
    events:
      - used: {who: Kessa, skill: climbing}
      - awarded: {points: 3, day: 4 Rain 412}
"""
HEAD = FILE[: FILE.index("start:")]
REST = "characters: {Kessa: {}}\njournal: []\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "road.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture(params=KINDS)
def stored(request: Any, tmp_path: Path, file: Path) -> Iterator[StoredCampaign]:
    with fresh(request.param, tmp_path) as address, open_store(address) as store:
        store.bring(file)
        yield store.campaign()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*args: object, code: int = 0) -> str:
        assert run_command([*map(str, args)]) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    return ran


def problems(text: str) -> list[str]:
    try:
        return [problem.message for problem in open_campaign(parse_source(text, "road.yaml")).problems]
    except Mistakes as mistakes:
        return [problem.message for problem in mistakes.problems]


def calendar_of(text: str) -> Calendar:
    calendar = open_campaign(parse_source(text, "road.yaml")).journal.calendar
    assert calendar is not None
    return calendar


# Dates where days may stand, and days inside.


def test_dates_may_be_written_wherever_a_day_may_and_days_are_recorded(file: Path) -> None:
    campaign = open_campaign(file)
    assert campaign.problems == ()
    assert campaign.journal.start == 1
    assert campaign.journal.characters["Bram"].joined == 9
    assert campaign.journal.characters["Kessa"].last_used == {"climbing": 1}
    assert [(r.word, r.event.day) for r in campaign.journal.ledger if r.word in ("session", "awarded")] == [
        ("session", 32),
        ("awarded", 33),
    ]
    assert campaign.today == 33


def test_a_number_of_days_is_the_same_as_its_date(file: Path) -> None:
    numbers = FILE.replace("day: 3 Rain 412", "day: 32").replace("day: 4 Rain 412", "day: 33")
    assert open_campaign(parse_source(numbers, "x.yaml")).book.sheet() == open_campaign(file).book.sheet()


@pytest.mark.parametrize(
    "date", ["3 rain 412", "3  Rain  412 AC", "Threeday, 3 Rain 412", "threeday, 3 RAIN 412 ac"]
)
def test_a_date_may_have_its_week_day_and_era_in_capitals_or_not(date: str) -> None:
    assert open_campaign(parse_source(FILE.replace("3 Rain 412", f'"{date}"'), "x")).today == 33


def test_events_are_dated_too(file: Path) -> None:
    home = FileCampaign(file)
    home.record("used: {who: Kessa, skill: climbing, day: Midsummer 412}")
    home.record("{session: Two, day: 29 Leaf 412}")
    assert home.open().today == 30 + 30 + 1 + 28
    home.record({"session": "Three", "day": "1 Snow 413"})
    assert home.open().today == 91  # 412 is a leap year


def test_dates_go_on_after_other_rules_are_adopted(stored: StoredCampaign, file: Path) -> None:
    entries = (
        "adopted: {ruleset: forgetful, by: M, why: a change}",
        "{session: Two, day: 1 Leaf 412}",
        "used: {who: Kessa, skill: climbing, day: 2 Leaf 412}",
    )
    for home in (FileCampaign(file), stored):
        home.record(*entries)
        assert home.open().names.on(home.open().today) == "2 Leaf 412 AC"


# Errors.


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("3 Rian 412", 'day: there is no month "Rian"; did you mean "Rain"?'),
        ("31 Rain 412", "day: Rain 412 has 30 days: there is no day 31"),
        ("0 Rain 412", "day: Rain 412 has 30 days: there is no day 0"),
        ("30 Leaf 413", "day: Leaf 413 has 29 days (30 in leap years): there is no day 30"),
        ("Rain 412", "day: say which day of Rain: 1 Rain 412"),
        ("2 Midsummer 412", "day: Midsummer 412 has 1 day: there is no day 2"),
        ("3 Rain 412 BC", 'day: the era is AC, not "BC"'),
        ("Twoday, 3 Rain 412", "day: 3 Rain 412 AC falls on Threeday, not on Twoday"),
        ("Twosday, 3 Rain 412", 'day: there is no weekday "Twosday"; did you mean "Twoday"?'),
        ("Oneday, Midsummer 412", "day: Midsummer 412 AC is outside the week, not on Oneday"),
        ("3 Rain 411", 'day: "3 Rain 411" is before the calendar\'s day 0, 1 Snow 412 AC (day_0:)'),
        ("3 Rain", 'day: takes a date such as 1 Snow 412 AC, or a number of days, not "3 Rain"'),
        ("soon", 'day: takes a date such as 1 Snow 412 AC, or a number of days, not "soon"'),
        ("3 Rain 900000", 'day: must be at most 10,000,000, not "3 Rain 900000"'),
        ("3 Rain 9000000", "day: no calendar goes past the year 1,000,000"),
        ("-3", 'day: must be at least 0, not "-3"'),
    ],
)
def test_a_date_that_is_none_says_why_and_what_is_near(date: str, message: str) -> None:
    assert (
        problems(FILE.replace("day: 3 Rain 412", f"day: {date if ',' not in date else json.dumps(date)}"))[0]
        == message
    )


def test_without_a_calendar_a_date_is_refused_with_what_to_do() -> None:
    assert problems("campaign: X\nruleset: dp-forty\nstart: 3 Rain 412\n" + REST) == [
        'start: "3 Rain 412" is a date, and this campaign has no calendar: write a number of days, '
        "or give it one (rpgprog manual calendars)"
    ]


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ("{}", 'calendar needs "months": the months in order, each with its days: {Snow: 30, Thaw: 31}'),
        ("{months: {}}", "months: at least one month needs days in every year"),
        ("{months: {Snow: 0}}", "Snow: must be between 1 and 1,000, not 0"),
        ("{months: {Snow: 9999}}", "Snow: must be between 1 and 1,000, not 9,999"),
        (
            "{months: {Snow: {days: 0, leap: {days: 1, every: 4}}}}",
            "months: at least one month needs days in every year",
        ),
        ("{months: {Snow: 30, snow: 31}}", 'months: "snow" appears twice'),
        ("{months: {7: 30}}", 'months: a month has a name of at most 40 letters, not "7"'),
        ("{months: {Snow: {days: 30, leap: {days: 31}}}}", 'leap: needs either "every" or "cycle"'),
        (
            "{months: {Snow: {days: 30, leap: {days: 31, cycle: 4, years: [5]}}}}",
            "leap: years: lists the leap years of the cycle, from 1 to 4",
        ),
        (
            "{months: {Snow: {days: 30, leap: {days: 31, every: 4, years: [2]}}}}",
            "leap: years: is for a cycle:",
        ),
        (
            "{months: {Snow: {days: 30, leap: {days: 31, every: 1999, except: 1998}}}}",
            "months: the leap years of all months repeat only after 3,994,002 years; at most 2,000 are allowed",
        ),
        ("{months: {Snow: 30}, day_0: 1 Snwo 412}", 'day_0: there is no month "Snwo"; did you mean "Snow"?'),
        ("{months: {Snow: 30}, day_0: soon}", 'day_0: takes a date such as 1 Snow 412, not "soon"'),
        (
            "{months: {Snow: 30}, weekdays: [One, Two], weekday: Tow}",
            'weekday: there is no weekday "Tow"; did you mean "Two"?',
        ),
        (
            "{months: {Snow: 30}, weekdays: [One, 2]}",
            'calendar: a weekday or an era is a name of at most 40 letters, not "2"',
        ),
        (
            f"{{months: {{{'Snow' * 11}: 30}}}}",
            f'months: a month has a name of at most 40 letters, not "{"Snow" * 11}"',
        ),
        (
            f"{{months: {{Snow: 30}}, weekdays: [{', '.join(['Day'] * 101)}]}}",
            "calendar: a week has at most 100 days, not 101",
        ),
        ("{mnths: {Snow: 30}}", 'calendar has no "mnths"; did you mean "months"?'),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_at_its_place(calendar: str, message: str) -> None:
    assert message in problems(f"campaign: X\nruleset: dp-forty\ncalendar: {calendar}\n{REST}")


# Shown.


def test_dates_are_shown_by_every_command(file: Path, run: Any) -> None:
    assert run("sheet", file).startswith(
        "The Long Road, Oneday, 4 Rain 412 AC, last played on 2026-01-03 (dp-forty)"
    )
    assert "3 Rain 412 AC, 1 day ago" in run("sheet", file, "Kessa")
    log = run("log", file)
    assert "4 Rain 412 AC  Kessa" in log
    assert "One (2026-01-03)" in log
    history = run("history", file, "Kessa")
    assert "Joined on 2 Snow 412 AC with" in history
    assert "## Threeday, 3 Rain 412 AC: One (2026-01-03, GM: Marit)" in history
    assert "## Now, Oneday, 4 Rain 412 AC, last played on 2026-01-03" in history
    assert "4 Rain 412 AC" in run("why", file, "Kessa", "points")
    assert "4 Rain 412 AC, rules" in run("check", file)
    assert "on 2 Rain 414 AC" in run("report", file, "losses")
    assert "(A)" in run("diff", file, "1 Rain 412", "now")
    assert run("diff", file, "30", "now").startswith("The Long Road: 1 Rain 412 AC (A) and now (B)")


def test_a_moment_may_be_a_date(file: Path, run: Any) -> None:
    assert run("sheet", file, "--at", "1 Leaf 416").startswith("The Long Road, Oneday, 1 Leaf 416 AC")
    assert run("log", file, "--from", "5 Rain 412") == "No entries match.\n"
    assert "Kessa" in run("log", file, "--from", "4 Rain 412", "--to", "4 Rain 412")
    assert 'there is no month "Lef"; did you mean "Leaf"?' in run("sheet", file, "--at", "1 Lef 416", code=2)
    assert "no campaign goes past" in run("sheet", file, "--at", "1 Leaf 900000", code=2)
    file.write_text("campaign: X\nruleset: dp-forty\n" + REST, encoding="utf-8")
    assert "this campaign has no calendar" in run("sheet", file, "--at", "1 Leaf 416", code=2)


def test_programs_get_days_as_numbers_and_the_dates_beside_them(file: Path, run: Any) -> None:
    row = json.loads(run("log", file, "--format", "json"))[-1]
    assert (row["day"], row["on"], row["played"]) == (33, "4 Rain 412 AC", "2026-01-03")


def test_a_sheet_for_programs_says_its_date(file: Path, run: Any) -> None:
    sheet = json.loads(run("sheet", file, "--format", "json"))[0]
    assert (sheet["day"], sheet["on"]) == (33, "4 Rain 412 AC")


def test_check_notes_spans_that_are_not_those_of_the_calendar(file: Path, run: Any) -> None:
    note = "calendar: spans such as 2 weeks are the ruleset's, and count other days: "
    days = "week 7 (by the calendar 3) and year 365 (by the calendar 90 to 91)"
    assert note + days in run("check", file)
    file.write_text("campaign: X\nruleset: dp-forty\n" + REST, encoding="utf-8")
    assert "calendar" not in run("check", file)


def test_a_what_if_page_shows_both_kinds_of_dates(file: Path, run: Any, tmp_path: Path) -> None:
    run("what-if", file, "--set", "policies.awards.encounter=9", "--out", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"date":"4 Rain 412 AC"' in page.replace(": ", ":").replace('\\"', '"')
    assert "2026-01-03" in page


def test_a_chart_over_days_is_labelled_with_dates(file: Path) -> None:
    axis = _axis("day", "Day", 33, open_campaign(file).names.dates).to_dict()["axis"]
    assert '"30": "1 Rain 412 AC"' in axis["labelExpr"]


def test_refusals_name_dates(file: Path) -> None:
    with pytest.raises(Mistakes, match="2 Rain 412 AC is in the past"):
        FileCampaign(file).record("used: {who: Kessa, skill: climbing, day: 2 Rain 412}")
    with pytest.raises(Mistakes, match=r"the session is on 1 Rain 412 AC, but it is already 4 Rain 412 AC"):
        FileCampaign(file).record("{session: Two, day: 1 Rain 412}")
    early = FILE.replace("joined: 10 Snow 412", "joined: 1 Snow 412")
    assert problems(early) == ["joined: the campaign begins on 2 Snow 412 AC (start:)"]


def test_a_campaign_without_a_calendar_stays_as_it_is(file: Path, run: Any) -> None:
    numbers = FILE.replace(FILE[FILE.index("calendar:") : FILE.index("characters:")], "start: 1\n")
    for date, day in {"2 Snow 412": "1", "10 Snow 412": "9", "3 Rain 412": "32", "4 Rain 412": "33"}.items():
        numbers = numbers.replace(date, day)
    file.write_text(numbers, encoding="utf-8")
    assert run("sheet", file).startswith("The Long Road, day 33, last played on 2026-01-03 (dp-forty)")
    assert "## Day 32: One (2026-01-03, GM: Marit)" in run("history", file, "Kessa")


# In a database.


def test_a_database_answers_as_the_file(stored: StoredCampaign, file: Path, run: Any) -> None:
    entries = "{session: Two, day: Midsummer 412}", "used: {who: Kessa, skill: climbing, day: 2 Leaf 412}"
    FileCampaign(file).record(*entries)
    stored.append(*entries)
    here, there = FileCampaign(file).open(), stored.open()
    assert here.book.sheet() == there.book.sheet()
    assert here.journal.calendar == there.journal.calendar
    for command in (["sheet"], ["history", "Kessa"], ["log"], ["why", "Kessa", "points"]):
        name, *more = command
        shown = [_without_lines(run(name, where, *more)) for where in (file, stored.address)]
        assert shown[0] == shown[1]
    for wrong in ("used: {who: Kessa, skill: climbing, day: 3 Rian 412}", "{session: 3, day: 1 Snow 412}"):
        refusals = []
        for home in (FileCampaign(file), stored):
            with pytest.raises(Mistakes) as mistakes:
                home.record(wrong)
            refusals.append([problem.message for problem in mistakes.value.problems])
        assert refusals[0] == refusals[1]


def _without_lines(text: str) -> str:
    """What is shown, without where it stands in the file or the database."""
    return re.sub(r" \((line |#)[0-9]+\) *|^ +| {2,}", " ", text, flags=re.MULTILINE)


def test_words_for_programs_and_conflicts_name_dates(stored: StoredCampaign) -> None:
    assert stored.entries(limit=4)[2].words == "session: One, 3 Rain 412 AC"
    known = stored.head.seq
    stored.append("{session: Two, day: 1 Leaf 412}")
    with pytest.raises(Mistakes, match="#7 session: Two, 1 Leaf 412 AC"):
        stored.append("{session: Three, day: 2 Leaf 412}", expected=known)
    stored.append('reverted: {event: 5, was: "awarded: Kessa, Bram, 3 points, 4 Rain 412 AC", by: M, why: x}')
    assert stored.open().book["Kessa", "points", ""].balance == 0


def test_a_long_text_is_no_date(file: Path) -> None:
    """And it takes no time to say so."""
    assert "takes a date such as" in problems(FILE.replace("3 Rain 412", "1 a" * 50_000))[0]


def test_export_and_import_keep_the_calendar_and_write_dates(stored: StoredCampaign, tmp_path: Path) -> None:
    from rpgprog.events import Used

    stored.append(Used(who="Kessa", skill="climbing", day=stored.open().today + 1))
    text = stored.as_yaml()
    assert 'used: {"who": "Kessa", "skill": "climbing", "day": "5 Rain 412 AC"}' in text
    again = open_campaign(parse_source(text, "again.yaml"))
    assert again.book.sheet() == stored.open().book.sheet()
    with open_store(f"sqlite:{tmp_path / 'other.db'}") as other:
        copy = other.bring_lines(stored.as_lines())
        assert copy.open().names.dates == stored.open().names.dates
        assert copy.verify() == []
    header, *_, last = stored.as_csv().splitlines()
    assert header.endswith(",at,on,played,entry")
    assert ",5 Rain 412 AC,2026-01-03," in last


def test_erasing_a_name_leaves_the_calendar(stored: StoredCampaign) -> None:
    assert stored.erase("Marit")
    assert stored.open().names.on(32) == "3 Rain 412 AC"
    assert stored.verify() == []
    assert "Marit" not in stored.as_yaml()


def test_importing_another_calendar_shows_which_days_it_moves(stored: StoredCampaign, file: Path) -> None:
    file.write_text(FILE.replace("Snow: 30", "Snow: 40"), encoding="utf-8")
    brought = stored.store.bring(file)  # type: ignore[attr-defined]
    assert any("session: One, 3 Rain 412 AC" in str(line) for line in brought.differences)
    assert stored.open().today == 33
    stored.store.bring(file, yes=True)  # type: ignore[attr-defined]
    assert stored.open().today == 43
    assert stored.open().names.on(43) == "4 Rain 412 AC"
    assert stored.verify() == []


def test_a_campaign_begun_without_a_file_may_have_a_calendar(tmp_path: Path) -> None:
    with open_store(f"sqlite:{tmp_path / 'new.db'}") as store:
        calendar = yaml.safe_load(HEAD)["calendar"]
        new = store.begin("New", "dp-forty", {"Kessa": {}}, start="5 Snow 412", calendar=calendar)
        new.append("{session: One, day: 1 Rain 412}")
        assert new.open().names.today(new.open().today) == "Oneday, 1 Rain 412 AC"


# The schema.


def test_the_schema_takes_a_calendar_and_dates() -> None:
    schema = campaign_schema()
    data = yaml.safe_load(FILE.replace("2026-01-03", '"2026-01-03"'))
    jsonschema.validate(data, schema)
    for wrong in (
        FILE.replace("Snow: 30", "Snow: many"),
        FILE.replace("day: 3 Rain 412", "day: soon"),
        FILE.replace("in_week", "in_wek"),
        FILE.replace("every: 4", "evry: 4"),
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(wrong.replace("2026-01-03", '"2026-01-03"')), schema)


# Arithmetic.

GREGORIAN = Calendar(
    tuple(
        Month(name, days, Leap(29, every=4, skipped=100, kept=400) if name == "February" else None)
        for name, days in (
            ("January", 31), ("February", 28), ("March", 31), ("April", 30), ("May", 31), ("June", 30),
            ("July", 31), ("August", 31), ("September", 30), ("October", 31), ("November", 30), ("December", 31),
        )
    ),
    zero=Date(1, 0, 1),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)  # fmt: skip


@given(st.integers(0, 3_000_000))
def test_the_gregorian_calendar_is_that_of_pythons_dates(day: int) -> None:
    from datetime import date

    real = date.fromordinal(day + 1)
    assert GREGORIAN.date(day) == Date(real.year, real.month - 1, real.day)
    assert GREGORIAN.long_text(day) == f"{real:%A}, {real.day} {real:%B} {real.year}"


@pytest.mark.parametrize(
    "text", ["28 February 1900", "29 February 2000", "1 March 1900", "31 December 2000", "1 January 2001"]
)
def test_boundaries_of_the_gregorian_calendar(text: str) -> None:
    assert GREGORIAN.text(day_of(text, GREGORIAN)) == text


def test_a_leap_day_in_a_common_year_is_refused() -> None:
    with pytest.raises(NoDate, match=r"February 1900 has 28 days \(29 in leap years\): there is no day 29"):
        day_of("29 February 1900", GREGORIAN)


def test_a_month_of_leap_years_only_says_when_it_comes_next() -> None:
    festival = Calendar((Month("Sun", 30), Month("Shieldmeet", 0, Leap(1, every=4))), zero=Date(1372, 0, 1))
    assert festival.text(30) == "Shieldmeet 1372"
    assert festival.text(31) == "1 Sun 1373"
    with pytest.raises(NoDate, match="there is no Shieldmeet in 1373; the next is in 1376"):
        day_of("Shieldmeet 1373", festival)


NAMES = ("Snow", "Rain", "High Sun", "L'Été", "Leaf-fall", "Midwinter", "Yule")


@st.composite
def leaps(draw: st.DrawFn) -> Leap:
    days = draw(st.integers(0, 40))
    if draw(st.booleans()):
        cycle = draw(st.integers(1, 30))
        years = draw(st.sets(st.integers(1, cycle), min_size=1))
        return Leap(days, cycle=cycle, of_cycle=tuple(sorted(years)))
    every = draw(st.integers(1, 8))
    skipped = draw(st.sampled_from((0, every * 3, every * 5)))
    return Leap(days, every=every, skipped=skipped, kept=skipped * draw(st.integers(0, 3)))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    number = draw(st.integers(1, len(NAMES)))
    months = [Month(NAMES[0], draw(st.integers(1, 60)))] + [
        Month(name, draw(st.integers(0, 60)), draw(st.none() | leaps()), draw(st.booleans()))
        for name in NAMES[1:number]
    ]
    weekdays = ("Oneday", "Twoday", "Rest day")[: draw(st.integers(0, 3))]
    zero = Date(draw(st.integers(0, 3000)), 0, draw(st.integers(1, months[0].days)))
    first = draw(st.integers(0, max(0, len(weekdays) - 1)))
    era = draw(st.sampled_from(("", "AC", "of the Owl")))
    return Calendar(tuple(months), zero=zero, weekdays=weekdays, first_weekday=first, era=era)


@given(calendars(), st.integers(0, LAST_DAY - 1))
def test_day_to_text_to_day_is_the_identity(calendar: Calendar, day: int) -> None:
    for text in (calendar.text(day), calendar.long_text(day)):
        assert day_of(text, calendar) == day
    assert calendar.day_of(calendar.date(day)) == day
    assert calendar.text(day) != calendar.text(day + 1)


@given(calendars(), st.integers(0, 5000))
def test_days_in_a_row_are_dates_in_a_row(calendar: Calendar, day: int) -> None:
    """The next day is the next of the month, or the first of the next month that has one."""
    today, tomorrow = calendar.date(day), calendar.date(day + 1)
    if today.day < calendar.months[today.month].length(today.year):
        assert tomorrow == evolve(today, day=today.day + 1)
    else:
        assert tomorrow.day == 1
        assert (tomorrow.year, tomorrow.month) > (today.year, today.month)
        assert tomorrow.year - today.year in (0, 1)


@given(calendars(), st.integers(0, LAST_DAY - 1))
def test_week_days_follow_each_other_over_days_outside_the_week(calendar: Calendar, day: int) -> None:
    days = (calendar.weekday(calendar.date(day + n)) for n in range(80))
    inside = [name for name in days if name]
    for name, following in pairwise(inside):
        at = calendar.weekdays.index(name)
        assert following == calendar.weekdays[(at + 1) % len(calendar.weekdays)]


# One place words a day.

SHOWN = ("campaign", "cli", "journal", "planner", "plots", "store", "views")
ALLOWED = ("LAST_DAY", "which cannot be read")  # a bound of all campaigns; a row that was damaged


def test_one_place_words_a_day() -> None:
    """Nothing else puts a number behind the word "day": it would be no date where there is a calendar."""
    lines = [
        f"{path}: {line.strip()}"
        for floor in SHOWN
        for path in (Path(rpgprog.__file__).parent / floor).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b[Dd]ays? \{", line) and not any(word in line for word in ALLOWED)
    ]
    assert [line for line in lines if "Days {" not in line] == []


@pytest.mark.parametrize("kind", ["gregorian", "plain"])
def test_new_writes_a_calendar(tmp_path: Path, run: Any, kind: str) -> None:
    path = tmp_path / "new.yaml"
    run("new", path, "--calendar", kind)
    assert open_campaign(path).problems == ()
    assert (
        open_campaign(path).names.today(1)
        == {
            "gregorian": "Sunday, 2 January 2000",
            "plain": "Fireday, 2 First Moon 1",
        }[kind]
    )
