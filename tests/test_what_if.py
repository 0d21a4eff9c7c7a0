"""A campaign's past under other rules: what would differ, where the two part, what would be refused."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from test_plots import opened, parts, rows_of

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.cli.app import run
from rpgprog.cli.commands.what_if import compared
from rpgprog.cli.rule_changes import otherwise
from rpgprog.engine.replay import replay
from rpgprog.events import Bought
from rpgprog.plots.branches import Compared, charts, report
from rpgprog.plots.style import COLOURS, DASHES
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.overrides import varied
from rpgprog.ruleset.packs import packs
from rpgprog.views.compare import Branch, compare

ROOT = Path(__file__).parent.parent
RULES = """\
ruleset: the-house
points: dp
skills: {climb: athletics, swim: athletics, sword: arms}
policies:
  awards: {}
  purchase: {cost: 2}
  levels: {step: 10}
  decay: {period: 100 days}
"""
DEARER = ("policies.purchase.cost", "4")
FILE = """\
campaign: The past
ruleset: rules.yaml
skills: {rowing: {category: athletics}}
characters:
  Kessa: {ranks: {climb: 3}}
  Bram: {}
journal:
  - session: One
    day: 10
    gm: Ann
    events:
      - awarded: {points: 6 dp, for: a start}
      - bought: {who: Kessa, skill: climb}
      - bought: {who: Kessa, skill: rowing}
      - bought: {who: Kessa, skill: sword}
  - session: Two
    day: 20
    events:
      - awarded: {who: Bram, points: 4 dp, for: a deed}
      - bought: {who: Bram, skill: swim, ranks: 5}
"""
# 1 Kessa, 2 Bram, 3 session, 4 awarded, 5 6 7 bought, 8 ended, 9 session, 10 awarded, 11 bought, 12 ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "past.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def ask(file: Path, capsys: Any) -> Any:
    def asked(*args: object) -> tuple[int, str, str]:
        code = run(["what-if", str(file), *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def under(file: Path, *changes: tuple[str, str], ruleset: str | None = None, everything: bool = False) -> Any:
    campaign = open_campaign(file)
    return compared(campaign, otherwise(campaign, ruleset, changes).campaign, everything)


def numbers(found: Any, who: str = "") -> dict[tuple[str, str, str], tuple[int, int, int]]:
    return {
        (row.who, row.kind, row.of): (row.was, row.becomes, row.difference)
        for row in found.rows
        if who in ("", row.who)
    }


# What differs.


def test_dearer_ranks_leave_points_and_refuse_what_cannot_be_paid(file):
    found = under(file, DEARER)
    assert numbers(found, "Kessa") == {
        ("Kessa", "free", ""): (0, 2000, 2000),
        ("Kessa", "rank", "rowing"): (1, 0, -1),
        ("Kessa", "rank", "sword"): (1, 0, -1),
    }
    told = [(one.number, one.day, one.session, one.who, one.event) for one in found.refused]
    assert told == [
        (6, 10, "One", ("Kessa",), "bought: Kessa, rowing, day 10"),
        (7, 10, "One", ("Kessa",), "bought: Kessa, sword, day 10"),
        (11, 20, "Two", ("Bram",), "bought: Bram, swim, 5 times, day 20"),
    ]
    assert (
        "purchase: rowing costs more than they have: needed 4 dp, had 2 dp, short by 2 dp"
        in found.refused[0].why
    )
    assert found.passed == ()


def test_cheaper_ranks_let_pass_what_was_refused(file):
    file.write_text(FILE.replace("ranks: 5", "ranks: 6"))
    found = under(file, ("policies.purchase.cost", "1"))
    assert [(one.number, one.why) for one in found.passed] == [
        (11, "purchase: swim costs more than they have: needed 2 dp, had 0 dp, short by 2 dp (after 5 of 6)")
    ]
    assert found.refused == ()
    assert numbers(found)["Bram", "rank", "swim"] == (0, 6, 6)


def test_all_rows_hold_the_sheets_numbers(file):
    campaign = open_campaign(file)
    other = otherwise(campaign, None, (DEARER,)).campaign
    rows = numbers(compared(campaign, other, everything=True))
    for branch, at in ((campaign, 0), (other, 1)):
        for sheet in branch.sheets():
            assert rows[sheet.who, "level", ""][at] == sheet.level
            assert rows[sheet.who, "earned", ""][at] == sheet.earned
            assert rows.get((sheet.who, "free", ""), (0, 0, 0))[at] == sheet.free
            for skill in sheet.skills:
                assert rows.get((sheet.who, "rank", skill.skill), (0, 0, 0))[at] == skill.rank
                assert rows.get((sheet.who, "xp", skill.skill), (0, 0, 0))[at] == skill.xp
    differing = {key for key, (was, becomes, _) in rows.items() if was != becomes}
    assert differing == numbers(under(file, DEARER)).keys()


def test_points_that_are_set_aside_are_not_free(file):
    rules = file.parent / "rules.yaml"
    rules.write_text(RULES + "  earmark: {}\n")
    file.write_text(
        FILE.replace(
            "bought: {who: Bram, skill: swim, ranks: 5}",
            "saved: {who: Bram, for: swim, points: 3 dp, why: the lake}",
        )
    )
    campaign = open_campaign(file)
    assert campaign.problems == ()
    found = {(one.who, one.kind): one.becomes for one in campaign.at(0).diff(campaign)}
    assert found["Bram", "free"] == campaign.sheet("Bram").free == 7000


# Where they part.


def test_they_part_at_the_first_event_that_makes_a_difference(file):
    found = under(file, DEARER)
    told = [(one.who, one.number, one.day, one.session, one.event) for one in found.partings]
    assert told == [
        ("Kessa", 5, 10, "One", "bought: Kessa, climb, day 10"),
        ("Bram", 11, 20, "Two", "bought: Bram, swim, 5 times, day 20"),
    ]
    assert (found.parted.who, found.parted.number) == ("Kessa", 5)


def test_they_part_at_the_very_first_event(file):
    rules = file.parent / "other.yaml"
    rules.write_text(RULES.replace("levels: {step: 10}", "levels: {step: 10, start: 0}"))
    found = under(file, ruleset=str(rules))
    assert [(one.who, one.number, one.day) for one in found.partings] == [("Kessa", 1, 0), ("Bram", 2, 0)]
    assert (found.parted.number, found.parted.event) == (1, "joined: Kessa, day 0")


def test_they_part_together_at_an_event_of_both(file):
    found = under(file, ("policies.levels.step", "6"))
    assert (found.parted.who, found.parted.number, found.parted.session) == ("Kessa, Bram", 4, "One")


def test_they_part_by_themselves_on_the_day_a_rank_is_lost(file):
    """On the day on which it is due, though the next event is later."""
    file.write_text(FILE + "  - downtime: 60 days\n    events: []\n")
    found = under(file, ("policies.decay.period", "50 days"))
    told = [(one.who, one.number, one.day, one.session, one.event) for one in found.partings]
    assert told == [
        ("Kessa", 0, 60, "", "time passed"),
        ("Bram", 0, 70, "", "time passed"),
    ]
    assert (found.parted.who, found.parted.day) == ("Kessa", 60)


def test_a_refused_event_does_not_hide_that_time_passed_for_both(file):
    """The purchase on day 200 is refused under one of the rules: time passes later there, to the same day."""
    late = "  - passed: 180 days\n  - bought: {who: Kessa, skill: swim, ranks: 9}\n"
    file.write_text(
        FILE.replace("  - session: Two", late + "  - session: Two").replace("day: 20", "day: 200")
    )
    found = under(file, ("policies.purchase.cost", "0.001"))
    assert all(one.number for one in found.partings)


def test_the_last_event_refused_in_one_branch_both_end_on_the_same_day(file):
    """What is refused moves no day: the ranks that are lost until then are lost in both."""
    campaign = open_campaign(file)
    last = campaign.journal.ledger[-1]
    late = evolve(
        last, event=Bought(who="Kessa", skill="climb", day=300), position=len(campaign.journal.ledger)
    )
    free = evolve(late, event=Bought(who="Bram", skill="climb", day=250), position=late.position + 1)
    journal = evolve(campaign.journal, ledger=(*campaign.journal.ledger, free, late))
    poor = Campaign(journal, *replay(journal.began.rules, journal.ledger))
    rich = poor.what_if(varied(poor.ruleset, {"policies.purchase.cost": "0.001"}))
    assert (poor.book.today.balance, rich.book.today.balance) == (20, 300)
    for one, other in ((poor, rich), (rich, poor)):
        found = compared(one, other)
        ends = {(one.branch, one.who): one.day for one in found.by_day}
        assert len(ends) == 4 and set(ends.values()) == {300}
        lost = {
            row.of: (row.was, row.becomes)
            for row in compared(one, other, True).rows
            if row.kind == "rank" and row.who == "Kessa"
        }
        assert lost["climb"] in ((2, 3), (3, 2))


def test_entries_refused_on_both_sides_are_reported_for_neither(file):
    file.write_text(FILE.replace("ranks: 5", "ranks: 9"))
    found = under(file, ("policies.purchase.cost", "3"))
    assert 11 not in [one.number for one in (*found.refused, *found.passed)]
    assert [one.number for one in found.refused] == [7]


# The same rules.


def test_the_same_rules_say_so(ask, file):
    code, out, err = ask("--ruleset", file.parent / "rules.yaml")
    assert (code, err) == (0, "")
    assert "The campaign was played by these very rules: nothing would change." in out
    assert "At the end" not in out
    told = json.loads(ask("--ruleset", file.parent / "rules.yaml", "--format", "json")[1])
    assert (told["same_rules"], told["rows"], told["parted"]) == (True, [], None)


def test_other_rules_that_change_nothing_say_that(ask):
    out = ask("--set", "policies.levels.step=1000", "Kessa")[1]
    assert "nothing would be otherwise" not in out and "Nothing would change." in out


# Skills, adoptions.


def test_skills_that_the_other_rules_do_not_know_are_kept(ask, file):
    """The campaign's own and those of its ruleset, with their category; all that is in use is told."""
    campaign = open_campaign(file)
    branch = campaign.what_if(load_ruleset("dp-forty"))
    assert {skill: branch.ruleset.names.skills[skill].category for skill in ("rowing", "climb")} == {
        "rowing": "athletics",
        "climb": "athletics",
    }
    out = ask("--ruleset", "dp-forty")[1]
    assert "dp-forty lacks these skills, which the campaign keeps:" in out
    assert (
        "climb (athletics)" in out
        and "rowing (athletics)" in out
        and "sword" not in out.split("campaign keeps:")[1].split(".")[0]
    )
    assert numbers(under(file, ruleset="dp-forty", everything=True))["Kessa", "rank", "climb"][1] >= 3


def test_own_skills_may_be_named_in_a_change(file):
    found = under(file, ("policies.decay.only", "[rowing]"))
    assert found.parted is None
    assert under(file, ("policies.decay.only", "[rowing]"), ruleset="dp-forty").parted is not None


ADOPTING = FILE.replace(
    "  - session: Two", "  - adopted: {ruleset: dearer.yaml, by: Ann, why: too cheap}\n  - session: Two"
)


@pytest.fixture
def adopting(file: Path) -> Path:
    (file.parent / "dearer.yaml").write_text(
        RULES.replace("cost: 2", "cost: 4").replace("the-house", "dearer")
    )
    file.write_text(ADOPTING.replace("ranks: 5", "ranks: 2"))
    return file


def test_what_was_adopted_meanwhile_is_left_aside(adopting, ask):
    """The other rules hold from the start to the end, and the note says what was left aside."""
    found = under(adopting, ruleset=str(adopting.parent / "rules.yaml"))
    assert numbers(found) == {("Bram", "free", ""): (2000, 6000, 4000)}
    assert found.parted.number == 12
    out = ask("--ruleset", adopting.parent / "rules.yaml")[1]
    assert "the-house, dearer from day 10, or what if the-house" in out
    assert "Rules adopted along the way are ignored: dearer on day 10." in out
    assert "These are the rules" not in out
    told = json.loads(ask("--ruleset", adopting.parent / "rules.yaml", "--format", "json")[1])
    assert told["same_rules"] is False


def test_numbers_are_changed_in_the_rules_of_today(adopting):
    found = under(adopting, ("policies.levels.step", "10"))
    assert found.parted.number == 5  # dearer from the start


def test_nothing_is_written(file, ask):
    before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    ask("--set", "policies.purchase.cost=4")
    assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == before


# Curves.


def test_curves_are_what_the_campaign_was_on_each_day_and_after_each_session(file):
    found = under(file, DEARER)
    campaign = open_campaign(file)
    branches = {
        "was": campaign,
        "would be": campaign.what_if(otherwise(campaign, None, (DEARER,)).campaign.ruleset),
    }
    assert {one.day for one in found.by_day} == {0, 10, 20}
    for one in found.by_day:
        sheet = branches[one.branch].at(one.day).sheet(one.who)
        assert (one.level, one.earned, one.free) == (sheet.level, sheet.earned, sheet.free)
        assert one.ranks == sum(skill.rank for skill in sheet.skills)
    ends = [(one.who, one.session, one.day, one.earned) for one in found.by_session if one.branch == "was"]
    assert ends == [
        ("Kessa", 1, 10, 6000),
        ("Bram", 1, 10, 6000),
        ("Kessa", 2, 20, 6000),
        ("Bram", 2, 20, 10000),
    ]


@pytest.mark.parametrize("pack", packs())
def test_every_packs_campaign_under_every_packs_rules(pack):
    """None fails; each number is that of the branch; under its own rules nothing differs."""
    path = ROOT / "rulesets" / pack / "campaign.yaml"
    if not path.is_file():
        pytest.skip("no campaign")
    campaign = open_campaign(path)
    for other in (pack, "dp-forty", "use-xp", "gated-circles", "basic-fantasy"):
        branch = campaign.what_if(load_ruleset(other))
        found = compared(campaign, branch)
        assert (found.parted is None) == (not found.rows and not any(_curves(found)))
        if campaign.journal.began.digest == branch.journal.began.digest:
            assert not found.rows and not found.refused and not found.passed
        for row in found.rows:
            assert row.difference == row.becomes - row.was != 0


def _curves(found: Any) -> Any:
    was, other = ([one for one in found.by_session if one.branch == name] for name in ("was", "would be"))
    return [
        a
        for a, b in zip(was, other, strict=True)
        if (a.level, a.earned, a.ranks) != (b.level, b.earned, b.ranks)
    ]


class Lazy:
    """A sequence that can be gone through, counted and indexed, and no more."""

    def __init__(self, of: Any) -> None:
        self.of = list(of)

    def __len__(self) -> int:
        return len(self.of)

    def __getitem__(self, at: int) -> Any:
        return self.of[at]

    def __iter__(self) -> Any:
        return iter(self.of)


def test_lazy_ledgers_and_folds_do_as_well(file):
    campaign = open_campaign(file)
    lazy = Campaign(
        evolve(campaign.journal, ledger=Lazy(campaign.journal.ledger)), campaign.book, Lazy(campaign.folded)
    )
    rules = otherwise(lazy, None, (DEARER,)).campaign.ruleset
    assert compared(lazy, lazy.what_if(rules)) == under(file, DEARER)
    assert lazy.after(5).sheet("Kessa") == campaign.after(5).sheet("Kessa")
    assert lazy.log() == campaign.log()


# As people ask.


@pytest.mark.parametrize("form", ["table", "md"])
def test_as_text(ask, form):
    code, out, err = ask("--set", "policies.purchase.cost=4", "--format", form)
    assert (code, err) == (0, "")
    golden = ROOT / "tests" / "golden" / f"what-if.{'md' if form == 'md' else 'txt'}"
    if os.environ.get("RPGPROG_REWRITE"):
        golden.write_text(out, encoding="utf-8")
    assert out == golden.read_text(encoding="utf-8")


def test_of_one_character_only(ask):
    out = ask("bram", "--set", "policies.purchase.cost=4")[1]
    assert "Kessa" not in out
    assert "They first differ at #11 (bought: Bram, swim, 5 times, day 20), in Two." in out
    told = json.loads(ask("Bram", "--set", "policies.purchase.cost=4", "--format", "json")[1])
    assert {one["who"] for one in told["curves"]["by_day"]} == {"Bram"}
    assert [one["number"] for one in told["refused"]] == [11]


def test_as_csv_json_and_markdown(ask):
    rows = list(csv.DictReader(io.StringIO(ask("--set", "policies.purchase.cost=4", "--format", "csv")[1])))
    assert (rows[0]["kind"], rows[0]["becomes"]) == ("free", "2")
    told = json.loads(ask("--set", "policies.purchase.cost=4", "--format", "json")[1])
    assert told["rows"][0]["becomes"] == 2000
    assert (told["was"], told["becomes"]) == ("the-house", "the-house (purchase.cost = 4)")
    assert {one["code"] for one in told["refused"]} == {"funds"}
    assert told["curves"]["by_session"][0].keys() >= {"branch", "who", "day", "session", "level", "earned"}
    assert "| Kessa | rowing | 1 | 0 | -1 |" in ask("--set", "policies.purchase.cost=4", "--format", "md")[1]
    assert (
        "| Kessa | climb | 4 | 4 |  |"
        in ask("--set", "policies.purchase.cost=4", "--format", "md", "--all")[1]
    )


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "name the other rules: --ruleset NAME, or --set"),
        (
            ["Kesa", "--set", "policies.purchase.cost=4"],
            2,
            'there is no character "Kesa"; did you mean "Kessa"?',
        ),
        (["--ruleset", "dp-fourty"], 1, 'there is no ruleset "dp-fourty"; did you mean "dp-forty"?'),
        (["--set", "policies.decai.period=3"], 1, "decay"),
        (["--set", "policies.decay.period=soon"], 1, "policies.decay.period=soon"),
        (["--set", "policies.decay.period"], 2, "takes PATH=VALUE such as policies.decay.period=90"),
        (["--ruleset", "dp-forty", "--out", "x.pdf"], 2, "must end in one of .html, .svg, .png"),
        (["--ruleset", "dp-forty", "--out", "nowhere/x.svg"], 2, 'there is no directory "nowhere"'),
        (["--ruleset", "dp-forty", "--format", "yaml"], 2, "is not one of"),
    ],
)
def test_wrong_usage(ask, args, code, said):
    found = ask(*args)
    assert (found[0], found[1]) == (code, "")
    assert said in found[2]


def test_the_campaigns_own_mistakes_are_reported_too(ask, file):
    file.write_text(FILE.replace("skill: sword", "skill: swrod"))
    code, out, err = ask("--set", "policies.purchase.cost=4")
    assert code == 1
    assert "At the end" in out and 'did you mean "sword"?' in err


# Charts.


def past(file: Path, **how: str) -> Compared:
    return Compared(under(file, DEARER), "T", how.get("was", "a"), "b", "dp")


def test_charts_hold_the_curves_numbers(file):
    compared = past(file)
    specs = {plot.name: plot.spec for plot in charts(compared)}
    assert list(specs) == [
        f"{what}_by_{by}" for what in ("level", "earned", "ranks") for by in ("day", "session")
    ]
    for name, spec in specs.items():
        what, by = name.split("_by_")
        told = compared.found.by_day if by == "day" else compared.found.by_session
        unit = 1000 if what == "earned" else 1
        shown = {
            (row["build"], row["who"], row["day"], row["session"], row["value"]) for row in rows_of(spec)
        }
        assert shown == {
            (compared.called(one), one.who, one.day, one.session, getattr(one, what) / unit) for one in told
        }


@pytest.mark.slow
def test_the_two_differ_in_colour_and_without_it(file):
    compared = past(file)
    for plot in charts(compared):
        encodings = [part["encoding"] for part in parts(plot.spec) if "encoding" in part]
        dashes = [one["strokeDash"]["scale"] for one in encodings if "strokeDash" in one]
        colours = [one["color"]["scale"] for one in encodings if "color" in one]
        assert dashes and all(
            scale == {"domain": list(compared.branches), "range": list(DASHES[:2])} for scale in dashes
        )
        assert all(scale["range"] == list(COLOURS[:2]) for scale in colours)
        assert "facet" in plot.spec


@pytest.mark.slow
def test_a_browser_draws_the_page_and_requests_nothing(file, tmp_path):
    (tmp_path / "browser").mkdir()
    text = report(past(file, was='</script><b>&"'), ".html").decode()
    dom, said = opened(text, tmp_path / "browser")
    assert said == ""
    for plot in charts(past(file)):
        section = dom[dom.index(f'<section id="{plot.name}">') :].split("</section>")[0]
        assert 'data-drawn="yes"' in section, plot.name
    assert "Kessa first differs at #5: bought: Kessa, climb, day 10" in text
    assert "3 events would have been refused." in text


@pytest.mark.slow
def test_out_writes_a_page_or_a_picture(ask, tmp_path):
    for name, begins in (("a.html", b"<!DOCTYPE html>"), ("a.svg", b"<svg"), ("a.png", b"\x89PNG")):
        code, _, err = ask("--set", "policies.purchase.cost=4", "--out", tmp_path / name)
        assert (code, err) == (0, f"{tmp_path / name} written\n")
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_without_the_extra_it_says_what_to_install(ask, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "altair", None)
    code, out, err = ask("--set", "policies.purchase.cost=4", "--out", tmp_path / "a.svg")
    assert (code, out) == (2, "")
    assert 'pip install "rpgprog[plot]"' in err


@pytest.mark.slow
def test_numpy_is_not_needed(file, tmp_path):
    import subprocess

    code = (
        "import sys; sys.modules['numpy'] = None; from rpgprog.cli.app import run;"
        f"run(['what-if', {str(file)!r}, '--set', 'policies.purchase.cost=4', '--out', {str(tmp_path / 'n.html')!r}])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    assert (tmp_path / "n.html").is_file()


def test_from_python(file):
    """The same by hand."""
    campaign = open_campaign(file)
    other = campaign.what_if(load_ruleset(file.parent / "rules.yaml"))
    assert campaign.diff(other) == []
    branches = (Branch(one.folded, one.book, one.ruleset.names) for one in (campaign, other))
    assert compare(*branches).parted is None
    with pytest.raises(Mistakes, match="there is no ruleset"):
        campaign.what_if(load_ruleset("nothing"))
