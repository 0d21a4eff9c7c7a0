"""Small input, large cost: what a few words ask for is bounded, refused whole, and the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from databases import KINDS, fresh
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.cli.app import run
from rpgprog.cli.commands import gap
from rpgprog.engine import rules as engine
from rpgprog.journal import event_reader
from rpgprog.journal.entries import base
from rpgprog.problems import Mistakes
from rpgprog.reader import goals, references
from rpgprog.source import MAX_BYTES
from rpgprog.source.builder import MAX_ALIASES, MAX_DEPTH, MAX_NODES
from rpgprog.store import open_store
from rpgprog.store.store import find_campaign
from rpgprog.testing import play

RULES = """\
ruleset: small
skills: {climb: athletics, lore: learning}
most_postings: 2000
policies:
  levels: {step: 1}
  awards: {encounter: 1}
  practice: {xp: 4, cost: 1}
  purchase: {cost: 1}
"""
HEAD = "campaign: The well\nruleset: rules.yaml\ncharacters: {kessa: {points: 3}, bram: {}}\njournal:\n"
SESSION = "  - session: One\n    day: 1\n    events:\n"


def campaign(folder: Path, *entries: str, rules: str = RULES) -> Campaign:
    (folder / "rules.yaml").write_text(rules)
    (folder / "well.yaml").write_text(HEAD + SESSION + "".join(f"      - {entry}\n" for entry in entries))
    return open_campaign(folder / "well.yaml")


def messages(told: Campaign) -> list[str]:
    return [f"{problem.place.line}: {problem.message}" for problem in told.problems if problem.place]


TOO_MUCH = "refused by most_postings: this takes more than 2,000 postings: write it as several entries"


@pytest.mark.parametrize(
    "entry",
    [
        "used: {who: kessa, skill: climb, xp: 1000000}",
        "used: {who: kessa, skill: climb, xp: 1000000, times: 10000}",
        "used: {who: kessa, skill: climb, xp: 1, times: 10000}",
        "awarded: {points: 1000000}",
        "met: {what: a rat, times: 10000}",
        "bought: {who: kessa, skill: climb, ranks: 10000, override: {by: Ann, why: a gift}}",
    ],
)
def test_an_entry_that_takes_too_many_postings_is_refused_whole(entry: str, tmp_path: Path) -> None:
    told = campaign(tmp_path, entry, "awarded: {who: bram, points: 2}")
    (message,) = messages(told)
    assert message.startswith(f"8: {entry.partition(':')[0]}") and f": {TOO_MUCH}" in message
    assert told.sheet("kessa").earned == 3000
    assert told.sheet("kessa").skills == ()
    assert told.sheet("bram").earned == 2000


def test_time_that_takes_too_many_postings_is_refused_whole(tmp_path: Path) -> None:
    """A rank is lost each day: that of the first 600 days is too much for one entry, of 300 it is not."""
    rules = RULES + "  decay: {period: 1, floor: 0}\n"
    learned = [f"used: {{who: kessa, skill: {skill}, xp: 600}}" for skill in ("climb", "lore")]
    for days, refused in ((600, True), (300, False)):
        campaign(tmp_path, *learned, rules=rules)
        with (tmp_path / "well.yaml").open("a") as file:
            file.write(f"  - passed: {days}\n")
        told = open_campaign(tmp_path / "well.yaml")
        assert messages(told) == ([f"10: passed: {TOO_MUCH}"] if refused else [])
        assert told.book.today.balance == (1 if refused else 301)
        assert [skill.rank for skill in told.sheet("kessa").skills] == [600 if refused else 300] * 2


@pytest.mark.parametrize(("most", "refused"), [(1004, True), (1005, True), (1006, False)])
def test_the_limit_is_met_exactly(most: int, refused: bool, tmp_path: Path) -> None:
    """335 XP of a rank each: three postings for each of them, and one for the use."""
    rules = RULES.replace("2000", str(most))
    told = campaign(tmp_path, "used: {who: kessa, skill: climb, xp: 1}", rules=rules)
    once = len(told.folded[-2].receipts)
    told = campaign(tmp_path, "used: {who: kessa, skill: climb, xp: 2}", rules=rules)
    twice = len(told.folded[-2].receipts)
    each = twice - once
    ranks = (1006 - once) // each + 1
    assert once + (ranks - 1) * each == 1006
    told = campaign(tmp_path, f"used: {{who: kessa, skill: climb, xp: {ranks}}}", rules=rules)
    assert bool(told.problems) is refused


def test_a_ruleset_raises_the_limit(tmp_path: Path) -> None:
    entry = "used: {who: kessa, skill: climb, xp: 1000}"
    assert campaign(tmp_path, entry).problems
    assert not campaign(tmp_path, entry, rules=RULES.replace("2000", "20000")).problems


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_refuses_what_its_file_refuses(kind: str, tmp_path: Path) -> None:
    entry = "met: {what: a rat, times: 10000}"
    file = campaign(tmp_path, entry, "awarded: {points: 2}")
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(tmp_path / "well.yaml", yes=True)
        stored = find_campaign(address)
        assert [stored.open().sheet(who) for who in ("kessa", "bram")] == [
            file.sheet(who) for who in ("kessa", "bram")
        ]
        with pytest.raises(Mistakes, match="more than 2,000 postings"):
            stored.append(entry)


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_of_much_work_leaves_a_snapshot(kind: str, tmp_path: Path) -> None:
    """The next opening does not fold thousands of occurrences again."""
    campaign(tmp_path, "awarded: {points: 1}", rules=RULES.replace("2000", "90000"))
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(tmp_path / "well.yaml", yes=True)
        stored = find_campaign(address)
        stored.append("used: {who: kessa, skill: climb, xp: 1, times: 3000}")
        before = stored.open().sheet("kessa")
        assert stored.snapshots()[-1][0] == stored.head.seq
        assert find_campaign(address).open().sheet("kessa") == before


@pytest.mark.parametrize("command", ["sheet", "report losses --days 900", "gap", "sheet --at 900", "check"])
def test_a_look_far_ahead_never_fails(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two ranks are lost each day: 900 days of them are too much, 112 are not."""
    rules = RULES + "  decay: {period: 1, floor: 0}\n"
    learned = [f"used: {{who: kessa, skill: {skill}, xp: 600}}" for skill in ("climb", "lore")]
    campaign(tmp_path, *learned, rules=rules)
    name, *options = command.split()
    asked = [str(tmp_path / "well.yaml"), *options]
    status = run([name, *asked])
    out, err = capsys.readouterr()
    if "--at" in command:
        assert (status, "day 900 is too far ahead: this takes more than 2,000 postings" in err) == (2, True)
    else:
        assert status == 0 and err == ""
    if name == "report":
        assert "within 225 days" in out and "900 days are too much to work out at once" in out


# What changes nothing more is cut short, and nobody can tell.


@given(times=st.integers(1, 60), most=st.integers(0, 12), xp=st.integers(0, 3))
def test_occurrences_cut_short_are_as_if_each_were_written(times: int, most: int, xp: int) -> None:
    rules = (
        f"{{practice: {{xp: {xp}, cost: 3, most: {most}}}}}"
        if most
        else f"{{practice: {{xp: {xp}, cost: 3}}}}"
    )
    rules = f"{{practice: {{xp: {xp}, cost: 3}}, rank-cap: {{at_most: {most}}}}}"
    head = (
        "skills: {climb: athletics}\ncharacters: {kessa: {}}\njournal:\n  - {session: One, day: 1, events: ["
    )
    use = "used: {who: kessa, skill: climb"
    at_once = play(rules, head + f"{{{use}, times: {times}}}}}]}}\n")
    apart = play(rules, head + ", ".join(f"{{{use}}}}}" for _ in range(times)) + "]}\n")
    assert at_once.sheet("kessa") == apart.sheet("kessa")


# Rows.


@pytest.mark.parametrize(
    ("hours", "span", "problem"),
    [
        ("1000000", "27000 years", "this makes 1,000,000 rows of the ledger, one entry at most 10,000"),
        ("10001", "70007 days", "this makes 10,001 rows of the ledger, one entry at most 10,000"),
        ("10000", "70007 days", ""),
        ("10001", "70000 days", ""),
    ],
)
def test_training_is_spread_over_so_many_weeks(hours: str, span: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    entry = f"      - trained: {{who: kessa, skill: climb, hours: {hours}}}\n"
    (tmp_path / "well.yaml").write_text(HEAD + f"  - downtime: {span}\n    events:\n{entry}")
    told = open_campaign(tmp_path / "well.yaml")
    assert [problem.message for problem in told.problems] == ([problem] if problem else [])


def test_several_skills_for_many_people_are_counted_together(tmp_path: Path) -> None:
    people = ", ".join(f"p{n}: {{}}" for n in range(5001))
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "well.yaml").write_text(
        HEAD.replace("bram: {}", people) + "  - used: {who: party, skill: [climb, lore]}\n"
    )
    assert messages(open_campaign(tmp_path / "well.yaml")) == [
        "5: this makes 10,004 rows of the ledger, one entry at most 10,000"
    ]


# Words.


def test_of_many_mistakes_the_first_get_a_suggestion(tmp_path: Path) -> None:
    told = messages(campaign(tmp_path, *["used: {who: kesa, skill: climb}"] * 120))
    assert [message.endswith('did you mean "kessa"?') for message in told] == [True] * 100 + [False] * 20


@pytest.mark.parametrize("digits", [18, 19, 4301])
def test_the_number_of_an_entry_may_have_any_length(digits: int, tmp_path: Path) -> None:
    (problem,) = campaign(tmp_path, f"reverted: {{event: '{'9' * digits}', by: Ann, why: a slip}}").problems
    assert "there is no e" in problem.message


def test_a_long_way_is_shown_in_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign(tmp_path, "awarded: {points: 1}")
    assert run(["gap", str(tmp_path / "well.yaml"), "kessa", "climb 300"]) == 0
    out = capsys.readouterr().out
    assert "270 steps before the last are left out; --format json has all." in out
    assert len(out.splitlines()) < 45
    assert run(["gap", str(tmp_path / "well.yaml"), "kessa", "climb 30"]) == 0
    assert "left out" not in capsys.readouterr().out


# The table in the manual.

STATED = {
    "`times:` of an entry": 10_000,
    "ranks bought with one entry": base.MOST_RANKS,
    "postings that one entry makes, until `most_postings:` of the ruleset says otherwise": engine.MOST_POSTINGS,
    "rows of the ledger that one entry makes: each character, each skill, each week of training": (
        event_reader.MOST_ROWS
    ),
    "a day, or the days of a down-time": base.LAST_DAY,
    "a rank or level as a goal": goals.MOST,
    "the level of an award": base.MOST_LEVEL,
    "weight of a skill that earned an award": base.MOST_WEIGHT,
    "size of a file, in bytes": MAX_BYTES,
    "values in a file": MAX_NODES,
    "aliases (`*name`) in a file": MAX_ALIASES,
    "depth of maps and lists within each other": MAX_DEPTH,
    "mistakes in a file for which the nearest right word is looked for": references.MOST_HINTS,
    "steps on the way to a goal that `gap` shows": gap.MOST_STEPS,
}


def test_the_manual_has_every_limit() -> None:
    page = (Path(base.__file__).parents[2] / "manual" / "gm.md").read_text(encoding="utf-8")
    section = page.partition("\n## Limits\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| ([\d,]+) \|$", section, re.MULTILINE)
    assert {what: int(most.replace(",", "")) for what, most in rows} == STATED
