"""`rpgprog record FILE` without an entry asks: what is answered is recorded as if it had been typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from databases import KINDS, fresh

from rpgprog.campaign.campaign import open_campaign
from rpgprog.cli.app import run
from rpgprog.store import open_store
from rpgprog.store.store import find_campaign

RULES = """\
ruleset: ferry
skills: {climb: athletics, lore: learning}
policies: {awards: {encounter: 2}, practice: {xp: 4, cost: 20}, purchase: {cost: 2}}
"""
TABLE = """\
campaign: The ferry  # ours
ruleset: rules.yaml
seed: 7
characters:
  kessa: {name: Kessa Fell, points: 9}
  bram: {}
journal:
  - session: One
    day: 3
    events: []
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "ferry.yaml"
    path.write_text(TABLE)
    return path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """Run the command with these answers, one a line; what it printed."""

    def ask(where: object, text: str, *options: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        status = run(["record", str(where), *options])
        return status, capsys.readouterr().out

    return ask


def journal(file: Path) -> list[str]:
    return file.read_text().partition("journal:\n")[2].splitlines()[3:]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ("used\nkessa\nclimb\n\n\ny", ["- used: {who: kessa, skill: climb}"]),
        ("used\nkessa, bram\nclimb, lore\n\n\n\n", ["- used: {who: [kessa, bram], skill: [climb, lore]}"]),
        (
            "used\nkessa\nclimb\noutcome\nsuccess\ntimes: 2\n\n\n\n",
            ["- used: {who: kessa, skill: climb, outcome: success, times: 2}"],
        ),
        (
            "awarded\npoints: 1/2\nfor: the rope, cut\n\n\n\n",
            ['- awarded: {points: 1/2, for: "the rope, cut"}'],
        ),
        ("awarded\npoints: 3\nfor: yes\n\n\n\n", ['- awarded: {points: 3, for: "yes"}']),
        (
            "awarded\npoints: 2\nfor: 12: at last # now\n\n\n\n",
            ['- awarded: {points: 2, for: "12: at last # now"}'],
        ),
        ("met\nwhat: goblins\nskills: {climb: 2}\n\n\n\n", ["- met: {what: goblins, skills: {climb: 2}}"]),
        ("met: {what: a rat}\n\ny\n", ["- met: {what: a rat}"]),
        (
            "bought\nkessa\nskill: lore\nranks: 9\nranks: 1\nnote: hers\nnote\n\n\n\n\n",
            ["- bought: {who: kessa, skill: lore, ranks: 1}"],
        ),
    ],
)
def test_answers_become_the_entry_that_one_would_type(
    given: str, lines: list[str], file: Path, answers: object
) -> None:
    status, out = answers(file, given)  # type: ignore[operator]
    assert status == 0, out
    assert [line.strip() for line in file.read_text().splitlines()[-len(lines) :]] == lines
    assert "Recorded in" in out
    assert open_campaign(file).problems == ()
    assert file.read_text().startswith("campaign: The ferry  # ours\n")


def test_a_new_session_and_what_happened_in_it(file: Path, answers: object) -> None:
    given = "session\nTwo\nday: 9\npresent: kessa\ngm: Ann\n\nawarded\npoints: 2\n\n\ny\n"
    status, out = answers(file, given)  # type: ignore[operator]
    assert status == 0, out
    campaign = open_campaign(file)
    assert [campaign.sheet(who).earned for who in ("kessa", "bram")] == [11000, 0]
    assert campaign.today == 9
    assert "Record these 2 entries?" in out


@pytest.mark.parametrize("given", ["passed\n3 weeks\n\n\n\n", "downtime\n3 weeks\n\n\n\n"])
def test_time_passes_in_a_word(given: str, file: Path, answers: object) -> None:
    answers(file, given)  # type: ignore[operator]
    assert open_campaign(file).today == 24


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("usd\n", '"usd" is not an entry; did you mean "used"?'),
        ("used\nkesa\nclimb\n\n-\n\n", 'who: there is no character "kesa"; did you mean "kessa"?'),
        (
            "used\nkessa\nclimb\noutcom: success\n-\n\n",
            '"outcom" does not belong here; did you mean "outcome"?',
        ),
        ("awarded\n\n-\n\n", 'awarded needs "points", "percent", "level" or "coins"'),
        ("bought\nbram\nskill: climb\n\n-\n\n", "costs more than"),
        ("used\n\nkessa\nclimb\n-\n\n", "This is needed."),
        ("used: {who: kessa\n\n", "is missing"),
    ],
)
def test_a_mistake_is_told_at_once_and_asked_again(
    given: str, message: str, file: Path, answers: object
) -> None:
    status, out = answers(file, given)  # type: ignore[operator]
    assert message in out
    assert (status, "Nothing recorded." in out) == (0, True)
    assert file.read_text() == TABLE


def test_what_was_wrong_can_be_put_right(file: Path, answers: object) -> None:
    given = "used\nkesa\nclimb\n\nwho: kessa\n\n\ny\n"
    answers(file, given)  # type: ignore[operator]
    assert file.read_text().splitlines()[-1].strip() == "- used: {who: kessa, skill: climb}"


@pytest.mark.parametrize(
    "given", ["", "\n", "used\nkessa\n", "met: {what: a rat}\n\nn\n", "met: {what: a rat}\n"]
)
def test_who_stops_before_the_end_records_nothing(given: str, file: Path, answers: object) -> None:
    """Nothing to say, an end of input in the middle, or no at the end."""
    status, out = answers(file, given)  # type: ignore[operator]
    assert (status, "Nothing recorded." in out) == (0, True)
    assert file.read_text() == TABLE


def test_a_preview_asks_and_records_nothing(file: Path, answers: object) -> None:
    _, out = answers(file, "met: {what: a rat}\n\n", "--preview")  # type: ignore[operator]
    assert "+2 points" in out and "Nothing recorded." in out and "Record this entry?" not in out
    assert file.read_text() == TABLE


def test_each_entry_is_tried_after_those_before_it(file: Path, answers: object) -> None:
    """Bram has nothing, until he is awarded 2 points."""
    given = "awarded: {who: bram, points: 2}\nbought: {who: bram, skill: lore}\nbought: {who: bram, skill: lore}\n\ny\n"
    _, out = answers(file, given)  # type: ignore[operator]
    assert out.count("costs more than") == 1
    assert open_campaign(file).sheet("bram").spent == 2000


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_is_asked_about_as_well(kind: str, file: Path, tmp_path: Path, answers: object) -> None:
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(file, yes=True)
        _, out = answers(f"{address}", "used\nkessa\nclimb\ntimes: 2\n\n\ny\n", "--by", "Ann")  # type: ignore[operator]
        stored = find_campaign(address).open()
    assert "Recorded in" in out
    assert [skill.xp for skill in stored.sheet("kessa").skills] == [8000]


def test_json_asks_nothing(file: Path, answers: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", str(file), "--format", "json"]) == 2
    assert "takes an EVENT" in capsys.readouterr().err
