"""Two moments of a campaign, or two what-ifs, side by side."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from test_what_if import FILE, RULES

from rpgprog.campaign.campaign import open_campaign
from rpgprog.cli.app import run
from rpgprog.views.compare import Difference

MORE = """\
  - reverted: {event: swim, by: Ann, why: not yet}
  - awarded: {who: Bram, points: 2 dp, for: late, day: 10, late: forgotten}
  - passed: 200 days
"""
# ... 11 bought (taken back), 12 ended, 13 reverted, 14 awarded (late, day 10), 15 passed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "past.yaml"
    path.write_text(FILE.replace("bought: {who: Bram,", "bought: {id: swim, who: Bram,") + MORE)
    return path


@pytest.fixture
def ask(file: Path, capsys: Any) -> Any:
    def asked(*args: object) -> tuple[int, str, str]:
        code = run(["diff", str(file), *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


@pytest.fixture
def told(ask: Any) -> Any:
    return lambda *args: json.loads(ask(*args, "--format", "json")[1])


def rows(found: Any) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    return {
        (row["who"], row["kind"], row["of"]): (row["was"], row["becomes"], row["difference"])
        for row in found["rows"]
    }


def test_between_two_events_is_what_the_second_did(told):
    """#5 bought climb 4."""
    assert rows(told("#4", "#5")) == {
        ("Kessa", "free", ""): (6000, 4000, -2000),
        ("Kessa", "rank", "climb"): (3, 4, 1),
    }
    assert told("#4", "#5")["only_b"] == {"number": 1, "refused": 0, "reverted": 0, "words": {"bought": 1}}


def test_backwards_is_the_same_with_other_signs(told):
    there, back = told("9", "now"), told("now", "9")
    assert {key: (b, a, -d) for key, (a, b, d) in rows(there).items()} == rows(back)
    assert (there["only_b"], there["only_a"]) == (back["only_a"], back["only_b"])


def test_an_event_exactly_on_the_day_is_there(told):
    """Day 9 is before the session, day 10 is after it; so is what was entered late for that day."""
    assert rows(told("9", "10"))["Bram", "earned", ""] == (0, 8000, 8000)
    assert told("9", "10")["only_b"]["words"] == {"bought": 3, "awarded": 2, "session": 1, "session ended": 1}


def test_a_late_event_is_only_in_the_one_that_has_it(told):
    """After #12 the late award was not recorded yet; on day 10 it stands, and session Two does not."""
    found = told("#12", "10")
    assert found["only_b"] == {"number": 1, "refused": 0, "reverted": 0, "words": {"awarded": 1}}
    assert found["only_a"]["words"] == {"session": 1, "awarded": 1, "bought": 1, "session ended": 1}


def test_what_counts_for_nothing_is_counted_apart(told, file):
    file.write_text(file.read_text().replace("skill: sword}", "skill: sword, ranks: 9}"))
    found = told("0", "now")["only_b"]
    assert (found["number"], found["refused"], found["reverted"]) == (13, 1, 1)


def test_a_day_to_come_has_no_events_but_what_time_does(told):
    """The ranks that nobody uses are forgotten; the day that was added is no event."""
    found = told("now", "500")
    assert found["only_a"]["number"] == found["only_b"]["number"] == 0
    assert rows(found)["Kessa", "rank", "climb"][2] < 0
    assert told("100", "110")["only_b"]["number"] == 0


def test_the_same_moment_says_that_nothing_differs(ask, told):
    out = ask("now", "now")[1]
    assert out.splitlines() == [
        "The past: now (A) and now (B)",
        "Both have the same events.",
        "",
        "No differences.",
    ]
    assert told("20", "#14")["rows"] == told("20", "20")["rows"] == []


def test_a_talent_and_coins_and_xp_are_shown(capsys):
    file = "rulesets/dp-forty/campaign.yaml"
    assert run(["diff", file, "0", "now"]) == 0
    out = capsys.readouterr().out
    assert "talent second wind" in out and "gained" in out
    assert "coins" in out and "xp climbing" in out and "dp" in out


# Branches.


def test_b_under_other_rules(told):
    found = told("now", "now", "--set", "policies.purchase.cost=4")
    assert (found["a"], found["b"]) == ("now", "now under the-house (purchase.cost = 4)")
    assert rows(found)["Kessa", "free", ""] == (0, 2000, 2000)


def test_two_what_ifs(told, file):
    """A under one change, B under another: each is what it is by itself."""
    found = told(
        "10", "20", "--a-set", "policies.purchase.cost=4", "--set", "policies.purchase.cost=1", "--all"
    )
    campaign = open_campaign(file)
    from rpgprog.ruleset.overrides import varied

    one, two = (
        campaign.what_if(varied(campaign.ruleset, {"policies.purchase.cost": cost})) for cost in ("4", "1")
    )
    for row in found["rows"]:
        if row["kind"] == "free":
            assert row["was"] == one.at(10).sheet(row["who"]).free
            assert row["becomes"] == two.at(20).sheet(row["who"]).free
    swapped = told(
        "20", "10", "--set", "policies.purchase.cost=4", "--a-set", "policies.purchase.cost=1", "--all"
    )
    assert {key: (b, a, -d) for key, (a, b, d) in rows(found).items()} == rows(swapped)


def test_a_ruleset_for_each(told):
    found = told("now", "now", "--a-ruleset", "dp-forty", "--ruleset", "forgetful")
    assert (found["a"], found["b"]) == ("now under dp-forty", "now under forgetful")


def test_an_event_under_other_rules(told):
    found = told("#5", "#5", "--set", "policies.purchase.cost=4")
    assert rows(found) == {("Kessa", "free", ""): (4000, 2000, -2000)}


# As people ask.


def test_as_text(ask):
    code, out, err = ask("#4", "#11")
    assert (code, err) == (0, "")
    said = [line.split() for line in out.splitlines()]
    assert out.splitlines()[:3] == [
        "The past: #4 (A) and #11 (B)",
        "7 events only in B: 4 bought, 1 session ended, 1 session, 1 awarded.",
        "",
    ]
    assert said[3:6] == [
        ["Who", "What", "Was", "Is", "Difference"],
        ["Kessa", "points", "free", "6", "dp", "0", "dp", "-6", "dp"],
        ["Kessa", "climb", "3", "4", "+1"],
    ]
    assert len(said) == 12  # and a line for each number


def test_as_csv_and_markdown(ask):
    found = list(csv.DictReader(io.StringIO(ask("#4", "#5", "--format", "csv")[1])))
    assert [(row["kind"], row["was"], row["becomes"], row["difference"]) for row in found] == [
        ("free", "6", "4", "-2"),
        ("rank", "3", "4", "1"),
    ]
    assert "| Kessa | climb | 3 | 4 | +1 |" in ask("#4", "#5", "--format", "md")[1]
    assert "| Bram | level | 1 | 1 |  |" in ask("#4", "#5", "--format", "md", "--all")[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["now"], "Missing argument"),
        (
            ["soon", "now"],
            'takes a day such as 120, an event such as "#17" (rpgprog log --numbers), or now, not "soon"',
        ),
        (["now", "#99"], "there is no event #99: this campaign has #1 to #15"),
        (["#0", "now"], "there is no event #0"),
        (["now", "now", "--a-set", "x"], "takes PATH=VALUE"),
    ],
)
def test_wrong_usage(ask, args, said):
    code, out, err = ask(*args)
    assert (code, out) == (2, "")
    assert said in err


def test_from_python(file):
    campaign = open_campaign(file)
    assert Difference("Kessa", "rank", "climb", 3, 4, 1) in campaign.after(4).diff(campaign.after(5))
    assert campaign.diff(campaign) == []
