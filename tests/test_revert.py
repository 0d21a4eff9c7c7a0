"""Taking back, as a game master does it: first what would change, an answer for each, then all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rpgprog.api import home, open_campaign
from rpgprog.campaign.decisions import Answers, decide, entry

FILE = """\
campaign: Small
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 2}}
journal:
  - session: One
    day: 5
    gm: Ann
    events:
      - awarded: {id: dragon, points: 12, for: the dragon}   # well done
      - bought: {who: kessa, skill: climb, ranks: 2}
      - bought: {who: kessa, talent: flight}
  - session: Two
    day: 9
    events:
      - awarded: {points: 1, for: tea}
"""
RULES = """\
ruleset: tiny
skills: {climb: athletics, swim: athletics}
policies:
  awards: {encounter: 2}
  purchase: {cost: 4, talents: {flight: 4}}
  levels: {step: 10}
"""
BY = ("--by", "Ann", "--why", "a dream")


@pytest.fixture(params=["file", "sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same campaign as a file and in each kind of database."""
    from databases import fresh

    from rpgprog.store import open_store

    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "small.yaml").write_text(FILE)
    if request.param == "file":
        yield str(tmp_path / "small.yaml")
        return
    with fresh(request.param, tmp_path) as address:
        with open_store(address) as store:
            store.bring(tmp_path / "small.yaml")
        yield address


def numbers(where: str) -> tuple[int, int, int, int]:
    sheet = open_campaign(where).sheet("kessa")
    return sheet.free, sheet.earned, sheet.level, sum(skill.rank for skill in sheet.skills)


def test_first_it_is_shown_and_nothing_is_written(where: str, ask: Any) -> None:
    before = numbers(where)
    code, out, _ = ask("revert", where, "dragon", *BY)
    assert code == 1
    assert "kessa falls from level 2 to 1 (keep it with --keep-level kessa)." in out
    lines = out.splitlines()
    at = lines.index("These entries no longer hold:")
    assert [line.split()[0] for line in lines[at + 2 : -1]] == ["#4", "#5"]
    assert lines[at + 2].split("short by")[1].split() == ["4", "points", "revert,", "keep,", "debt"]
    assert lines[-1] == "Nothing recorded: #4 and #5 need a decision (--answer, --others)."
    assert numbers(where) == before


def test_an_event_that_nothing_hangs_on(where: str, ask: Any) -> None:
    code, out, _ = ask("revert", where, "#4", *BY)
    assert (code, out.splitlines()[0]) == (0, "Undoes #4 bought: kessa, climb, 2 times, day 5.")
    assert out.splitlines()[-1] == "Nothing recorded yet: add --yes to record it."
    code, out, _ = ask("revert", where, "#4", *BY, "--yes")
    assert (code, out.splitlines()[-1]) == (0, f"Recorded in {where}.")
    assert numbers(where) == (9000, 13_000, 2, 2)
    code, _, err = ask("revert", where, "4", *BY, "--yes")
    assert code == 2
    last = len(open_campaign(where).journal.ledger) - 1
    assert f"#4 is already reverted: to restore it, revert #{last}" in err
    _, out, _ = ask("revert", where, str(last), *BY)
    assert out.splitlines()[0] == f"Undoes #{last} (which reverted #4)."


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("--others", "revert"), (1000, 1000, 1, 2)),
        (("--others", "keep"), (1000, 1000, 1, 4)),
        (("--others", "debt"), (-11_000, 1000, 1, 4)),
        (("--answer", "4=debt", "--answer", "#5=revert"), (-7000, 1000, 1, 4)),
        (("--answer", "4=revert", "--others", "keep"), (1000, 1000, 1, 2)),
        (("--others", "revert", "--keep-level", "kessa"), (1000, 1000, 2, 2)),
    ],
)
def test_each_answer_holds(where: str, ask: Any, answers: tuple[str, ...], expected: Any) -> None:
    code, out, err = ask("revert", where, "dragon", *BY, *answers, "--yes")
    assert (code, err) == (0, ""), out
    assert numbers(where) == expected
    assert open_campaign(where).problems == ()


def test_a_revert_taken_back_restores_all(where: str, ask: Any) -> None:
    before = numbers(where)
    last = len(open_campaign(where).journal.ledger)
    ask("revert", where, "4", *BY, "--yes")
    code, _, _ = ask("revert", where, str(last), *BY, "--yes")
    assert code == 0
    assert numbers(where) == before


def test_nothing_disappears(where: str, ask: Any) -> None:
    ask("revert", where, "4", *BY, "--yes")
    _, out, _ = ask("log", where, "--numbers")
    assert "~~bought: kessa, climb, 2 times, day 5~~ taken back by Ann on day 9: a dream" in out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("99",), "there is no event #99: rpgprog log --numbers lists them"),
        (("drgon",), 'there is no entry with the id "drgon"'),
        (("4", "--answer", "5:keep"), "write 23=revert, 23=keep or 23=debt"),
        (("4", "--keep-level", "nobody"), 'there is no character "nobody"'),
    ],
)
def test_what_cannot_be_taken_back(where: str, ask: Any, args: tuple[str, ...], told: str) -> None:
    code, out, err = ask("revert", where, *args, *BY)
    assert code in (1, 2)
    assert told in err, out


CAPPED = RULES + '  rank-cap: {cap: "2 * level"}\n'


def test_a_rule_that_is_not_about_points_is_let_pass_or_not(tmp_path: Path) -> None:
    """A debt is of points: where a cap refuses, the answer debt lets it pass."""
    (tmp_path / "rules.yaml").write_text(CAPPED)
    (tmp_path / "small.yaml").write_text(FILE)
    answers = Answers("Ann", "x", others="debt")
    reverted = [entry("reverted", event="dragon", by="Ann", why="x")]
    plain = decide(home(tmp_path / "small.yaml").attempt, reverted, Answers("Ann", "x"))
    assert [one.choices for one in plain.open] == [("revert", "keep"), ("revert", "keep", "debt")]
    decision = decide(home(tmp_path / "small.yaml").attempt, reverted, answers)
    assert decision.open == ()
    assert sum("debt: true" in text for text in decision.entries) == 1


def test_that_somebody_joined_is_taken_back(where: str, ask: Any) -> None:
    """Then nothing of what only they did holds."""
    code, out, _ = ask("revert", where, "#1", *BY)
    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if "kessa never joined" in line] == [
        "#3",
        "#4",
        "#5",
        "#8",
    ]
    code, _, _ = ask("revert", where, "#1", *BY, "--others", "revert", "--yes")
    assert code == 0
    assert numbers(where)[3] == 0
    assert open_campaign(where).problems == ()


def test_refunds_of_somebody_who_never_joined(where: str, ask: Any) -> None:
    """Restoring one entry of theirs asks again, wherever the campaign is."""
    assert ask("revert", where, "#1", *BY, "--others", "revert", "--yes")[0] == 0
    ledger = sorted(open_campaign(where).journal.ledger, key=lambda one: one.position)
    restoring = next(one.position + 1 for one in ledger if 3 in one.reverts)  # took back #4
    code, out, _ = ask("revert", where, f"#{restoring}", *BY)
    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if "kessa never joined" in line] == ["#4"]


def test_an_entry_as_text() -> None:
    assert entry("allowed", event=3, debt=None, why='a "joke"') == 'allowed: {event: 3, why: "a \\"joke\\""}'
