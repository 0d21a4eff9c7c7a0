"""`check` points at entries that no rule acts on, at dates that go back, and at sessions entered twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog import open_campaign

HEAD = "campaign: The road\nruleset: rules.yaml\ncharacters: {kessa: {}}\njournal:\n"
SESSION = "  - session: One\n    day: 5\n    events:\n"
RULES = "ruleset: road\nskills: {climb: athletics}\npolicies:\n"


def doubts(folder: Path, rules: str, journal: str) -> list[str]:
    (folder / "rules.yaml").write_text(RULES + rules)
    path = folder / "road.yaml"
    path.write_text(HEAD + journal)
    campaign = open_campaign(path)
    assert campaign.problems == ()
    return [f"{problem.place.line}: {problem.message}" for problem in campaign.doubts if problem.place]


LEVELS = "  levels: {step: 10}\n"


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ("awarded: {points: 5000}", "  awards: on\n"),
        ("met: {what: goblin}", "  awards: {encounter: 2}\n"),
        ("used: {who: kessa, skill: climb}", "  practice: {xp: 4, cost: 5}\n"),
        ("used: {who: kessa, skill: climb}", "  decay: {period: 3 months}\n"),
        ("trained: {who: kessa, skill: climb, hours: 9}", "  training: {weeks: 1}\n"),
    ],
)
def test_entries_that_no_rule_acts_on_do_not_vanish_silently(entry: str, rules: str, tmp_path: Path) -> None:
    journal = SESSION + f"      - {entry}\n" * 2
    (doubt,) = doubts(tmp_path, LEVELS, journal)
    word = entry.partition(":")[0]
    assert doubt.startswith(f"8: {word}: no rule in this ruleset")
    assert doubt.endswith("2 entries change nothing")
    assert doubts(tmp_path, LEVELS + rules, journal) == []


def test_released_that_no_rule_pays_is_said(tmp_path: Path) -> None:
    """Nothing is ever held where no rule holds points, so nothing can be released."""
    released = "      - released: {who: kessa, for: climb}\n"
    journal = SESSION + "      - awarded: {points: 5}\n" + released
    assert doubts(tmp_path, LEVELS + "  awards: on\n", journal) == [
        "9: released: no rule in this ruleset holds points for something (earmark): 1 entry changes nothing"
    ]
    held = "      - saved: {who: kessa, for: climb, points: 1, why: a rope}\n"
    rules = "  awards: on\n  earmark: on\n  hoard-limit: {cap: 3}\n  purchase: {cost: 9}\n"
    assert doubts(tmp_path, rules, SESSION + "      - awarded: {points: 2}\n" + held + released) == []


def test_what_is_worth_nothing_just_now_is_no_doubt(tmp_path: Path) -> None:
    """A rule acts on it; times: 0 and what was reverted are none either."""
    repeated = SESSION + "      - met: {what: goblin, times: 9}\n      - met: {what: goblin}\n"
    assert doubts(tmp_path, "  awards: {encounter: 1}\n  novelty: {factor: [1, 0]}\n", repeated) == []
    assert doubts(tmp_path, LEVELS, SESSION + "      - awarded: {points: 1, times: 0}\n") == []
    undone = SESSION + "      - awarded: {points: 1, id: a}\n      - reverted: {event: a, by: GM, why: x}\n"
    assert doubts(tmp_path, LEVELS, undone) == []


def session(name: str, day: int, date: str = "") -> str:
    return f"  - session: {name}\n    day: {day}\n" + (f"    date: {date}\n" if date else "")


def test_a_date_that_goes_back_is_noticed(tmp_path: Path, ask: Any) -> None:
    journal = session("One", 5, "2026-05-21") + session("Two", 9, "2026-05-14") + session("Three", 9)
    assert doubts(tmp_path, LEVELS, journal + session("Four", 10, "2026-05-22")) == [
        '8: date: "Two" is dated 2026-05-14, before "One" on 2026-05-21'
    ]
    code, out, err = ask("check", tmp_path / "road.yaml")
    assert (code, "last played on 2026-05-22" in out) == (0, True)
    assert "warning: date:" in err


def test_encounters_for_the_chronicle_are_a_note_and_those_with_points_a_warning(
    tmp_path: Path, ask: Any
) -> None:
    doubts(tmp_path, LEVELS, SESSION + "      - met: {what: goblin}\n")
    code, out, err = ask("check", tmp_path / "road.yaml")
    assert (code, "  met: no rule in this ruleset" in out, err) == (0, True, "")
    doubts(tmp_path, LEVELS, SESSION + "      - met: {what: goblin, points: 3}\n")
    assert "8:9: warning: met: no rule in this ruleset" in ask("check", tmp_path / "road.yaml")[2]


@pytest.mark.parametrize(
    ("first", "second", "is_doubt"),
    [
        (("One", 5), ("One", 5), True),
        (("One", 5, "2026-05-21"), ("One", 9, "2026-05-21"), True),
        (("One", 5), ("One", 6), False),
        (("One", 5, "2026-05-21"), ("Two", 5, "2026-05-21"), False),
    ],
)
def test_a_session_entered_twice_is_noticed(first: Any, second: Any, is_doubt: bool, tmp_path: Path) -> None:
    warnings = doubts(tmp_path, LEVELS, session(*first) + session(*second))
    assert [line.partition(": ")[2] for line in warnings] == (
        ['session: "One" is there already, on line 5: entered twice?'] if is_doubt else []
    )


def test_a_date_is_compared_with_the_latest_before_it(tmp_path: Path) -> None:
    """Two that go back are both reported; one that comes after the latest is not."""
    dates = ("2026-05-10", "2026-05-03", "2026-05-05", "2026-05-11")
    journal = "".join(session(f"Evening {n}", n, date) for n, date in enumerate(dates, 1))
    assert [doubt.partition(" is dated")[0] for doubt in doubts(tmp_path, LEVELS, journal)] == [
        '8: date: "Evening 2"',
        '11: date: "Evening 3"',
    ]


@pytest.mark.parametrize(
    ("present", "entries", "named"),
    [
        ("[kessa]", ["used: {who: bram, skill: climb}"], ["bram"]),
        ("[kessa]", ["used: {who: kessa, skill: climb}"], []),
        (
            "[kessa]",
            ["used: {who: [kessa, bram, bram], skill: climb}", "used: {who: bram, skill: climb}"],
            ["bram"],
        ),
        ("[kessa]", ["used: {who: all, skill: climb}"], []),
        ("[kessa]", ["joined: {who: odo}", "used: {who: odo, skill: climb}"], []),
        ("[kessa]", ["used: {who: bram, skill: climb, day: 3, late: forgotten}"], []),
        (
            "[kessa, bram]",
            ["left: {who: bram}", "returned: {who: bram}", "used: {who: bram, skill: climb}"],
            [],
        ),
    ],
)
def test_who_acts_in_a_session_without_being_there_is_pointed_out(
    present: str, entries: list[str], named: list[str], tmp_path: Path
) -> None:
    """Once in each session; what happens after it is no matter of who was there."""
    lines = "".join(f"      - {entry}\n" for entry in entries)
    head = HEAD.replace("{kessa: {}}", "{kessa: {}, bram: {}}")
    path = tmp_path / "road.yaml"
    (tmp_path / "rules.yaml").write_text(RULES + "  practice: {xp: 4, cost: 5}\n")
    after = "  - passed: 3\n  - used: {who: bram, skill: climb}\n"
    path.write_text(
        f"{head}  - session: One\n    day: 5\n    present: {present}\n    events:\n{lines}{after}"
    )
    campaign = open_campaign(path)
    assert campaign.problems == ()
    told = [problem.message for problem in campaign.doubts]
    assert told == [f'used: {who} was not there when "One" was played (present:)' for who in named]


FADING = "  decay: {period: 100}\n"


@pytest.mark.parametrize(
    ("start", "day", "lost"),
    [("", 99, ""), ("", 100, "2 ranks are"), ("", 214, "4 ranks are"), ("start: 214\n", 214, "")],
)
def test_starting_ranks_that_fade_before_the_first_session_are_said(
    start: str, day: int, lost: str, tmp_path: Path
) -> None:
    """And with `start:` as it says they are kept."""
    (tmp_path / "rules.yaml").write_text(RULES + FADING)
    text = f"campaign: The road\nruleset: rules.yaml\n{start}characters: {{kessa: {{ranks: {{climb: 3}}}}, bram: {{ranks: {{climb: 3}}}}}}\n"
    (tmp_path / "road.yaml").write_text(f"{text}journal:\n  - session: One\n    day: {day}\n")
    campaign = open_campaign(tmp_path / "road.yaml")
    messages = [problem.message for problem in campaign.doubts]
    assert messages == [f"{lost} lost before the first session: to begin with it, write start: {day}"] * bool(
        lost
    )
    assert campaign.sheet("kessa").skills[0].rank == 3 - (0 if start else day // 100)
