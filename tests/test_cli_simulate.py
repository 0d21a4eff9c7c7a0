"""``rpgprog simulate`` and ``rpgprog pace --target``: what is typed, and what is printed.

``RPGPROG_REWRITE=1 pytest tests/test_cli_simulate.py`` writes ``tests/golden`` anew: read the difference first.
"""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from rpgprog.campaign.campaign import open_campaign
from rpgprog.cli.app import run

PACKS = Path(__file__).parent.parent / "rulesets"
GOLDEN = Path(__file__).parent / "golden"
RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 3}
  levels: {step: 12}
  purchase: {cost: 4}
  novelty: {factor: [1, 1]}
"""
BUILDS = """\
ruleset: rules.yaml
builds:
  ann: {plan: [climb 3, swim 10]}
  bob: {points: 4, plan: [share: {swim: 1, lore: 1}]}
table:
  sessions: 4
  encounters: {goblin: 1 in 2 sessions, troll: exactly 1}
"""


@pytest.fixture
def ask(capsys: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    """Run a command beside the files; its exit code, what it printed, what it complained about."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "builds.yaml").write_text(BUILDS)

    def asked(*args: object) -> tuple[int, str, str]:
        code = run([str(arg) for arg in args])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def tried(ask: Any, *args: object, campaigns: int = 40) -> str:
    """What simulate prints when all is well."""
    code, out, err = ask("simulate", "builds.yaml", "--campaigns", campaigns, "--workers", 1, *args)
    assert (code, err) == (0, "")
    return str(out)


def bare(text: str) -> list[str]:
    """Its lines without the spaces at their ends."""
    return [line.rstrip() for line in text.splitlines()]


# What is shown.


@pytest.mark.slow
@pytest.mark.parametrize("pack", ["dp-forty", "forgetful"])
@pytest.mark.parametrize("form", ["table", "md"])
def test_the_shipped_builds(ask: Any, pack: str, form: str, monkeypatch: Any) -> None:
    """As ever, to the last digit: the same seed, the same dice."""
    monkeypatch.chdir(PACKS.parent)
    file = f"rulesets/{pack}/builds.yaml"
    args = ("--campaigns", 30, "--sessions", 8, "--seed", 7, "--workers", 1, "--format", form)
    code, out, err = ask("simulate", file, *args)
    assert (code, err) == (0, "")
    golden = GOLDEN / f"simulate-{pack}.{'md' if form == 'md' else 'txt'}"
    text = "\n".join(bare(out)) + "\n"
    if os.environ.get("RPGPROG_REWRITE"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_all_formats_say_the_same(ask: Any) -> None:
    """The rows of the spreadsheet are the bands of the JSON; the tables show their medians."""
    told = json.loads(tried(ask, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(tried(ask, "--format", "csv"))))
    assert [{key: str(value) for key, value in band.items()} for band in told["bands"]] == rows
    assert (told["campaigns"], told["asked"], told["sessions"], told["seed"]) == (40, 40, 4, 0)
    assert {row["code"] for row in told["held"]} >= {"funds"}
    last = {(b["build"], b["what"], b["skill"]): b for b in told["bands"] if b["session"] == 4}
    found = last["ann", "points earned", ""]
    shown = f"{found['median']} ({found['p10']}-{found['p90']})"
    for form in ("table", "md"):
        line = next(line for line in bare(tried(ask, "--format", form)) if "dp earned" in line)
        assert line.rstrip(" |").endswith(shown)


def test_the_same_seed_the_same_answer(ask: Any) -> None:
    """And another seed another."""
    one, two = (tried(ask, "--format", "json", "--seed", 5) for _ in range(2))
    assert one == two != tried(ask, "--format", "json", "--seed", 6)


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_report_is_written_whole(ask: Any, tmp_path: Path, suffix: str) -> None:
    """It holds what --format prints, and nothing is left beside it."""
    code, _, err = ask(
        "simulate", "builds.yaml", "--campaigns", 40, "--workers", 1, "--out", f"told.{suffix}"
    )
    assert (code, err) == (0, f"told.{suffix} written\n")
    text, printed = (tmp_path / f"told.{suffix}").read_text(), tried(ask, "--format", suffix)
    if suffix == "json":
        assert json.loads(text) == {**json.loads(printed), "effects": []}
    else:
        assert list(csv.reader(io.StringIO(text)))[1:] == list(csv.reader(io.StringIO(printed)))[1:]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["builds.yaml", "rules.yaml", f"told.{suffix}"]


def test_a_report_that_fails_leaves_nothing(ask: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """What stood there before stays as it was."""
    (tmp_path / "told.json").write_text("before")

    def breaks(*_: Any) -> bytes:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("rpgprog.cli.report_file.report", breaks)
    with pytest.raises(RuntimeError):
        ask("simulate", "builds.yaml", "--campaigns", 2, "--workers", 1, "--out", "told.json")
    assert (tmp_path / "told.json").read_text() == "before"
    assert not list(tmp_path.glob(".*"))


# Other rules.


def test_a_sweep(ask: Any) -> None:
    """A line for each build under each value; the dearer a level the lower."""
    out = bare(tried(ask, "--sweep", "policies.levels.step=3,12,24", "--goal", "level 2"))
    assert out[1] == "At the end: for each goal its chance, and the session by which half have reached it"
    assert any(line.startswith("ann    levels.step = 3") for line in out)
    told = json.loads(
        tried(ask, "--sweep", "policies.levels.step=3,12,24", "--goal", "level 2", "--format", "json")
    )
    rows = [row for row in told["reaches"] if (row["build"], row["goal"]) == ("ann", "level 2")]
    assert rows[0]["chance"] == 1 > rows[2]["chance"]
    names = list(dict.fromkeys(band["rules"] for band in told["bands"]))
    assert names == ["levels.step = 3", "levels.step = 12", "levels.step = 24"]
    earned = [
        [b["mean"] for b in told["bands"] if b["rules"] == n and b["what"] == "points earned"] for n in names
    ]
    assert earned[0] == earned[1] == earned[2]


def test_a_number_is_set(ask: Any) -> None:
    """It is named, and counts."""
    told = json.loads(tried(ask, "--set", "policies.awards.encounter=6", "--format", "json"))
    plain = json.loads(tried(ask, "--format", "json"))
    assert {band["rules"] for band in told["bands"]} == {"tiny (awards.encounter = 6)"}
    means = [
        [b["mean"] for b in one["bands"] if (b["build"], b["what"]) == ("ann", "points earned")]
        for one in (told, plain)
    ]
    assert means[0] == [2 * mean for mean in means[1]]


def test_against_other_rules(ask: Any, tmp_path: Path) -> None:
    """Both in full; what the others do not know is told."""
    other = RULES.replace("ruleset: tiny", "ruleset: other").replace("encounter: 3", "encounter: 6")
    (tmp_path / "other.yaml").write_text(other)
    out = tried(ask, "--against", "other.yaml")
    assert "tiny: half of all campaigns reach at least this (8 of 10 are in the range)" in out
    assert "other: half of all campaigns reach at least this (8 of 10 are in the range)" in out
    assert "Under other" not in out
    (tmp_path / "other.yaml").write_text(other.replace("ruleset: other", "ruleset: tiny"))
    told = json.loads(tried(ask, "--against", "other.yaml", "--format", "json"))
    assert list(dict.fromkeys(band["rules"] for band in told["bands"])) == ["tiny", "tiny (2)"]
    (tmp_path / "other.yaml").write_text(other + "  rank-cap: {capped: true, cap: 2}\n")
    text = BUILDS.replace("plan: [climb 3,", "plan: [sight, climb 3,")
    (tmp_path / "builds.yaml").write_text(text)
    (tmp_path / "rules.yaml").write_text(RULES.replace("cost: 4", "cost: 4, talents: {sight: 3}"))
    notes = [line for line in bare(tried(ask, "--against", "other.yaml")) if line.startswith("Under other: ")]
    assert notes[0].startswith("Under other: ")
    assert "sight" in notes[0]


@pytest.mark.slow
def test_goals_and_sensitivity(ask: Any) -> None:
    """Each goal has its line; the numbers that it depends on, the strongest first."""
    out = bare(tried(ask, "--goal", "level 2", "--goal", "swim 2", "--sensitivity"))
    assert sum("level 2" in line for line in out) >= 2
    assert "What the goals depend on: each number of the rules a step lower and higher" in out
    assert out[-1] == "Session: when it is reached on average; never counts as one after the last."
    told = json.loads(tried(ask, "--goal", "level 2", "--sensitivity", "--format", "json"))
    assert {row["path"] for row in told["effects"]} >= {"policies.awards.encounter", "policies.levels.step"}


def test_sensitivity_without_a_goal(ask: Any, tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "builds.yaml").write_text(BUILDS.replace("plan: [climb 3, swim 10]", "plan: []"))
    out = bare(tried(ask, "--sensitivity"))
    assert out[-1] == "No number of the rules makes a difference here."


# One campaign, and a table's own past.


def test_one_campaign_is_a_file_that_holds(ask: Any, tmp_path: Path) -> None:
    """It opens, it is checked, and its sheet is that of the build; without --out it is printed."""
    args = ("simulate", "builds.yaml", "--campaign", 17, "--build", "bob")
    assert ask(*args, "--out", "one.yaml") == (0, "one.yaml: campaign 17 of bob\n", "")
    text = (tmp_path / "one.yaml").read_text()
    assert ask(*args) == (0, text, "")
    assert text.startswith("campaign: bob, campaign 17\nruleset: rules.yaml\n")
    (tmp_path / "one.yaml").write_text(text.replace("ruleset: tiny", "ruleset: rules.yaml"))
    assert ask("check", "one.yaml")[0] == 0
    assert "bob" in ask("sheet", "one.yaml")[1]


def test_a_shipped_campaign_is_a_file_that_holds(ask: Any, tmp_path: Path) -> None:
    """Under a pack's name it needs nothing else; without --build it is the first build's."""
    file = PACKS / "dp-forty" / "builds.yaml"
    code, out, _ = ask("simulate", file, "--sessions", 5, "--campaign", 3, "--out", "one.yaml")
    assert (code, out) == (0, "one.yaml: campaign 3 of scout\n")
    assert ask("check", "one.yaml")[0] == 0


@pytest.mark.slow
def test_from_a_campaign(ask: Any) -> None:
    """Its characters are the builds, and its past is the table."""
    file = PACKS / "dp-forty" / "campaign.yaml"
    code, out, err = ask(
        "simulate", "--from", file, "--campaigns", 5, "--sessions", 2, "--workers", 1, "--format", "json"
    )
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["sessions"] == 2
    assert len({band["build"] for band in told["bands"]}) >= 4


# pace --target.


@pytest.mark.slow
def test_pace_to_a_target(ask: Any) -> None:
    """Three lines for people; the same numbers for programs. The chance is that of simulate with the number."""
    args = ("pace", "builds.yaml", "--target", "level 2 at session 4", "--build", "bob", "--chance", "60%")
    code, out, err = ask(*args)
    assert (code, err) == (0, "")
    told = json.loads(ask(*args, "--format", "json")[1])
    assert 1.333 < told["value"] < 1.342  # the 8 points that bob lacks: of four trolls and two goblins
    assert (told["build"], told["goal"], told["session"], told["wanted"]) == ("bob", "level 2", 4, 0.6)
    lines = out.splitlines()
    assert lines[0] == (
        f"policies.awards.encounter = {told['value']:g} brings bob to level 2 by session 4 in at least 60 % of campaigns."
    )
    assert lines[1].startswith("19 times in 20 the right number is between ")
    assert lines[2].startswith("In 4,096 fresh campaigns it was 6")
    again = ("--set", f"policies.awards.encounter={told['value']}", "--goal", "level 2", "--seed", 1)
    rows = json.loads(tried(ask, *again, "--format", "json", campaigns=4096))["reaches"]
    (chance,) = [row["chance"] for row in rows if (row["build"], row["goal"]) == ("bob", "level 2")]
    assert chance == told["chance"]


def test_pace_to_a_target_of_a_campaign(ask: Any, tmp_path: Path) -> None:
    """A campaign goes on from where it stands."""
    journal = "journal: [{session: One, day: 1, events: [met: {what: troll, times: 2}]}]"
    (tmp_path / "played.yaml").write_text(
        f"campaign: x\nruleset: rules.yaml\ncharacters: {{kessa: {{}}}}\n{journal}\n"
    )
    code, out, err = ask("pace", "played.yaml", "--target", "level 2 at session 3", "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["build"] == "kessa"
    assert 0.85 <= told["value"] <= 1.21  # 6 more points of some six encounters


# Wrong usage.

HOLD = "name a file of builds or, with --from, a campaign; not both"
ENDS = ".html, .png, .svg, .json, .csv"
ONE = "--out with .yaml is for one campaign (--campaign), other reports are for all"


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        ((), HOLD),
        (("builds.yaml", "--from", "builds.yaml"), HOLD),
        (("builds.yaml", "--sweep", "a=1", "--against", "dp-forty"), "use either --sweep or --against"),
        (
            ("builds.yaml", "--out", "told.pdf"),
            f"Invalid value for '--out': \"told.pdf\" must end in one of {ENDS}",
        ),
        (("builds.yaml", "--out", "told"), f"Invalid value for '--out': \"told\" must end in one of {ENDS}"),
        (("builds.yaml", "--out", "no/told.csv"), "Invalid value for '--out': there is no directory \"no\""),
        (("builds.yaml", "--out", "one.yaml"), ONE),
        (("builds.yaml", "--campaign", "1", "--out", "one.csv"), ONE),
        (
            ("builds.yaml", "--set", "policies.x"),
            "Invalid value for '--set': takes PATH=VALUE such as policies.decay.period=90, not \"policies.x\"",
        ),
        (("builds.yaml", "--campaigns", "0"), "Invalid value for '--campaigns': 0 is not in the range"),
        (("builds.yaml", "--sessions", "1001"), "Invalid value for '--sessions': 1001 is not in the range"),
        (("builds.yaml", "--campaign", "0"), "Invalid value for '--campaign': 0 is not in the range"),
        (("builds.yaml", "--seed", "-1"), "Invalid value for '--seed': -1 is not in the range"),
        (("builds.yaml", "--format", "xml"), "Invalid value for '--format': 'xml' is not one of"),
    ],
)
def test_wrong_usage(ask: Any, args: tuple[str, ...], answer: str) -> None:
    """Exit code 2, nothing on the output."""
    code, out, err = ask("simulate", *args)
    assert (code, out) == (2, "")
    last = err.splitlines()[-1]
    assert (
        last == f"Error: {answer}"
        or last == f"Error: {answer}."
        or (answer.endswith(("range", "one of")) and last.startswith(f"Error: {answer}"))
    )


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("simulate", "builds.yaml", "--campaign", 1, "--build", "anne"), 'there is no build "anne"; did you mean "ann"?'),
        (("simulate", "builds.yaml", "--goal", "clim 3"), '--goal: there is no skill "clim"; did you mean "climb"?'),
        (
            ("simulate", "builds.yaml", "--sweep", "policies.levels.stp=1,2"),
            'there is no policies.levels.stp; did you mean "policies.levels.step"?',
        ),
        (
            ("simulate", "builds.yaml", "--set", "policies.awards.encounter=-1"),
            "policies.awards.encounter=-1: must be at least 0, not \"-1\"",
        ),
        (("simulate", "nowhere.yaml"), 'there is no file "nowhere.yaml"'),
        (("simulate", "--from", "nowhere.yaml"), 'there is no file "nowhere.yaml"'),
        (("pace", "builds.yaml", "--target", "level 2"), '--target: takes a goal and a session such as "level 10 at session 40", not "level 2"'),
        (("pace", "builds.yaml", "--target", "level 2 at session 3", "--build", "bo"), 'there is no build "bo"; did you mean "bob"?'),
        (
            ("pace", "builds.yaml", "--target", "level 2 at session 3", "--path", "policies.awards.encountr"),
            'there is no policies.awards.encountr; did you mean "policies.awards.encounter"?',
        ),
    ],
)  # fmt: skip
def test_mistakes_are_reported(ask: Any, args: tuple[object, ...], answer: str) -> None:
    """Exit code 1, one line, nothing on the output."""
    assert ask(*args) == (1, "", f"{answer}\n")


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("--target", "level 2 at session 3"), "--target needs a FILE of builds or a campaign"),
        (
            ("builds.yaml", "--target", "level 2 at session 3", "--points", "4"),
            "--target needs a FILE of builds or a campaign, and not --points",
        ),
        (("builds.yaml", "--chance", "0.5"), "--chance needs --target"),
        (("builds.yaml", "--build", "ann"), "--build needs --target"),
        (
            ("builds.yaml", "--target", "x", "--chance", "often"),
            "Invalid value for '--chance': takes a chance such as 0.5 or 50%, not \"often\"",
        ),
        (
            ("builds.yaml", "--target", "x", "--chance", "1"),
            "Invalid value for '--chance': a chance is between 0 and 1, not 1",
        ),
        (
            ("builds.yaml", "--target", "x", "--chance", "0%"),
            "Invalid value for '--chance': a chance is between 0 and 1, not 0%",
        ),
    ],
)
def test_pace_to_a_target_wrong_usage(ask: Any, args: tuple[str, ...], answer: str) -> None:
    """Exit code 2."""
    code, out, err = ask("pace", *args)
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {answer}")


def test_several_mistakes_at_once(ask: Any) -> None:
    """Each on its line."""
    code, out, err = ask("simulate", "builds.yaml", "--goal", "clim 3", "--set", "policies.levels.stp=1")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 2


def test_the_help_names_every_option(ask: Any) -> None:
    """Exit code 0."""
    code, out, _ = ask("simulate", "--help")
    assert code == 0
    for name in (
        "from",
        "ruleset",
        "sweep",
        "against",
        "set",
        "goal",
        "sensitivity",
        "out",
        "campaign",
        "build",
    ):
        assert f"--{name}" in out


def test_one_campaign_under_your_own_rules(ask: Any, tmp_path: Path) -> None:
    """It names the ruleset file by its path, wherever it stands itself."""
    (tmp_path / "elsewhere").mkdir()
    tried(ask, "--campaign", "2", "--out", "elsewhere/one.yaml")
    assert "ruleset: ../rules.yaml" in (tmp_path / "elsewhere" / "one.yaml").read_text()
    opened = open_campaign(tmp_path / "elsewhere" / "one.yaml")
    assert opened.problems == ()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--set", "policies.awards.encounter=9"),
            "--campaign writes no rules: put what --set or --sweep changes",
        ),
        (
            ("--sweep", "policies.awards.encounter=1,9"),
            "--campaign writes no rules: put what --set or --sweep",
        ),
    ],
)
def test_a_campaign_that_a_file_would_not_be_true_of(ask: Any, options: tuple[str, ...], told: str) -> None:
    """Is not written."""
    code, out, err = ask("simulate", "builds.yaml", *options, "--campaign", 2)
    assert (code, out) == (2, "") and told in err


def test_a_campaign_under_way_is_not_written_as_if_it_began(ask: Any) -> None:
    """The file would lack the past."""
    code, out, err = ask("simulate", "--from", PACKS / "dp-forty" / "campaign.yaml", "--campaign", 2)
    assert (code, out) == (2, "") and "with --from the file would lack the past" in err
