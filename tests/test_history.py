"""A character's story as a handout, session by session."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from rpgprog.campaign.campaign import open_campaign
from rpgprog.cli.app import run
from rpgprog.views.history import history

ROOT = Path(__file__).parent.parent
FILE = """\
campaign: The long way
ruleset: dp-forty
characters:
  Kessa: {name: Kessa Fell, player: Ines, profession: scout, favoured: [athletics], ranks: {climbing: 3}, points: 2 dp}
  Bram: {joined: 12}
journal:
  - session: The pass
    day: 12
    gm: Ann
    present: [Kessa, Bram]
    events:
      - met: {what: goblin, challenge: 1, times: 2, who: [Kessa]}
      - awarded: {who: Kessa, points: 40 dp, for: The snow, note: at last}
      - awarded: {id: twice, who: Kessa, points: 7 dp, for: The snow}
      - bought: {who: Kessa, skill: climbing, ranks: 2}
      - bought: {who: Kessa, talent: second wind}
      - awarded: {who: Bram, points: 1 dp, for: his own}
      - used: {who: Kessa, skill: climbing, times: 3}
  - downtime: 3 weeks
    events:
      - trained: {who: Kessa, skill: lore, hours: 40, trainer: {name: Old Mirra, rank: 9}}
  - session: Without her
    after: 10 days
    gm: Bo
    present: [Bram]
    events:
      - awarded: {who: Bram, points: 1 dp, for: his own}
      - reverted: {event: twice, by: Bo, why: typed twice}
  - session: She listens
    after: 1 day
    present: [Kessa]
  - session: Home
    after: 1 year
    present: [Kessa]
    events:
      - ruled: {who: Kessa, coins: 5, by: Ann, why: found}
      - left: {who: Kessa, why: The sea}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "long.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def ask(file: Path, capsys: Any) -> Any:
    def asked(*args: object) -> tuple[int, str, str]:
        code = run(["history", str(file), *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def test_as_a_handout(ask):
    """RPGPROG_REWRITE=1 writes it anew: read it first, as somebody at the table would."""
    code, out, err = ask("kessa fell")
    assert (code, err) == (0, "")
    golden = ROOT / "tests" / "golden" / "history.md"
    if os.environ.get("RPGPROG_REWRITE"):
        golden.write_text(out, encoding="utf-8")
    assert out == golden.read_text(encoding="utf-8")


def test_sessions_in_their_order_without_those_they_missed(file):
    found = history(open_campaign(file).folded, "Kessa", open_campaign(file).ruleset.names)
    assert [(one.kind, one.session, one.gm, one.there) for one in found] == [
        ("session", "The pass", "Ann", True),
        ("downtime", "", "", False),
        ("session", "She listens", "", True),
        ("between", "", "", False),
        ("session", "Home", "", True),
    ]


def test_all_earnings_and_each_rank_are_in_the_story_once(file):
    """What the lines say adds up to the sheet."""
    campaign = open_campaign(file)
    found = history(campaign.folded, "Kessa", campaign.ruleset.names)
    told = [line.text for chapter in found for line in chapter.lines if line.reverted_on is None]
    assert told[:5] == [
        "+3 dp for goblin",
        "+40 dp for The snow",
        "level 2",
        "climbing 5 (bought, 4 dp)",
        "talent second wind (bought, 20 dp)",
    ]
    assert sum("The snow" in text for text in told) == 1
    assert found[0].practised == {"climbing": 12000}
    assert found[1].trained == {"lore": 40000}
    lost = [line for line in found[-2].lines if "down to" in line.text]
    assert all(line.number == 0 and "unused for 180 days" in line.text for line in lost)
    assert len(lost) > 1
    assert len(lost) == sum(row.amount < 0 for row in campaign.log(["Kessa"], kinds=["rank"]))


def test_what_was_taken_back_says_by_whom_when_and_why(file):
    found = history(open_campaign(file).folded, "Kessa", open_campaign(file).ruleset.names)
    (line,) = [line for chapter in found for line in chapter.lines if line.reverted_on is not None]
    assert line in found[0].lines
    assert (line.number, line.reverted_by, line.reverted_on, line.reverted_why) == (
        6,
        "Bo",
        43,
        "typed twice",
    )


def test_others_do_not_stand_in_it(ask):
    out = ask("Kessa")[1]
    assert "his own" not in out and "Bram" not in out and "Without her" not in out
    bram = ask("Bram")[1]
    assert "# Bram" in bram and "Joined on day 12." in bram and bram.count("+1 dp for his own") == 2
    assert "The snow" not in bram and "goblin" not in bram


def test_as_json(ask):
    told = json.loads(ask("Kessa", "--format", "json")[1])
    assert (told["name"], told["player"], told["joined"]["ranks"]) == ("Kessa Fell", "Ines", {"climbing": 3})
    assert told["sheet"]["coins"] == open_coins(told)
    assert [one["kind"] for one in told["chapters"]] == [
        "session",
        "downtime",
        "session",
        "between",
        "session",
    ]


def open_coins(told: Any) -> int:
    """What training cost, and what was found by hand."""
    found: int = sum(one["coins"] for one in told["chapters"]) + 5000
    return found


def test_a_text_of_several_lines_stays_one_bullet(ask, file):
    file.write_text(
        FILE.replace("for: The snow, note: at last", 'for: "The\\n\\n# snow", note: "at\\n- last"')
    )
    assert "- +40 dp for The # snow [at - last]" in ask("Kessa", "--notes")[1].splitlines()


def test_the_game_masters_notes_are_not_in_the_players_handout(ask, file):
    file.write_text(FILE.replace("why: typed twice", "why: typed twice, note: so careless"))
    for form in ("md", "json"):
        out = ask("Kessa", "--format", form)[1]
        assert "at last" not in out and "so careless" not in out
        out = ask("Kessa", "--format", form, "--notes")[1]
        assert "at last" in out


def test_a_handout_of_a_file_with_mistakes_says_so(ask, file):
    file.write_text(FILE.replace("talent: second wind", "talent: third wind"))
    code, out, err = ask("Kessa")
    assert code == 1 and "third wind" in err
    assert "**Provisional: 1 mistake in the campaign, left out here.**" in out
    assert json.loads(ask("Kessa", "--format", "json")[1])["problems"] == 1


def test_a_sheet_as_markdown_of_a_file_with_mistakes_says_so(file, capsys):
    file.write_text(FILE.replace("talent: second wind", "talent: third wind"))
    assert run(["sheet", str(file), "--format", "md"]) == 1
    assert "**Provisional: 1 mistake in the campaign, left out here.**" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["Kesa"], 'there is no character "Kesa"; did you mean "Kessa"?'),
        ([], "Missing argument 'WHO'"),
        (["Kessa", "--format", "csv"], "is not one of"),
    ],
)
def test_wrong_usage(ask, args, said):
    code, out, err = ask(*args)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("pack", ["dp-forty", "gated-circles", "d100-checks", "sworn-quests"])
def test_every_rank_and_level_of_the_packs_campaigns_is_in_the_story(pack):
    """The last word about each skill is its rank now."""
    campaign = open_campaign(ROOT / "rulesets" / pack / "campaign.yaml")
    names = campaign.ruleset.names
    for sheet in campaign.sheets():
        lines = [line.text for one in history(campaign.folded, sheet.who, names) for line in one.lines]
        for skill in sheet.skills:
            said = [
                text.removeprefix(f"{skill.name} ") for text in lines if text.startswith(f"{skill.name} ")
            ]
            said = [text.removeprefix("down to ").split()[0] for text in said if text.endswith(")")]
            assert not said or said[-1] == str(skill.rank), (sheet.who, skill.skill)
        levels = [text for text in lines if text.removeprefix("down to ").startswith("level ")]
        assert not levels or levels[-1].removeprefix("down to ").split()[1] == str(sheet.level)
