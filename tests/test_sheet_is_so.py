"""What a sheet and a goal show is so on the day they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog.campaign.campaign import Campaign
from rpgprog.testing import play

SKILLS = "skills: {bow: arms, swim: athletics}\n"


def campaign(
    rules: str, journal: str, characters: str = "{tob: {ranks: {bow: 4}}, ann: {ranks: {bow: 4}}}"
) -> Campaign:
    return play(
        f"ruleset: so\npoints: dp\n{SKILLS}policies:\n{rules}",
        f"characters: {characters}\njournal:\n{journal}",
    )


# A forecast ages nobody who has left.

LEFT = "  - {session: One, day: 10, events: [{left: {who: tob}}]}\n"


@pytest.mark.parametrize(
    "rule", ["decay: {period: 40}", "global-decay: {every: 40, unit: day}", "edge: {after: 40}"]
)
def test_a_forecast_does_not_age_who_left(rule: str) -> None:
    """What it shows of a day to come is what a down-time until then does."""
    now = campaign(f"  rank-bonus: on\n  {rule}\n", LEFT)
    then = campaign(f"  rank-bonus: on\n  {rule}\n", f"{LEFT}  - downtime: 990\n")
    for who in ("tob", "ann"):
        assert now.at(1000).sheet(who) == then.sheet(who), who
    assert then.sheet("tob").skills[0].rank == 4


def test_a_goal_forgets_nothing_of_who_left() -> None:
    """Unused until then it loses nothing: no time passes for them."""
    gone = campaign(
        "  purchase: {cost: 2}\n  awards: on\n  decay: {period: 40}\n",
        f"  - {{session: Zero, day: 5, events: [awarded: {{points: 1}}]}}\n{LEFT}",
    )
    losses = gone.gap("tob", "bow 9").losses
    assert losses is None or losses.ranks == 0


# A goal counts training that is under way.

COURSES = "  training: {weeks: 2, hours_per_week: 40}\n  training-queue: on\n"
TRAINER = "trainer: {name: Old Mirra, rank: 30}"


def trained(days: int, *more: str) -> Campaign:
    events = "".join(
        f"      - started: {{who: tob, skill: {skill}, {TRAINER}}}\n" for skill in ("bow", *more)
    )
    passed = f"  - passed: {days}\n" if days else ""
    return campaign(COURSES, f"  - session: One\n    day: 0\n    events:\n{events}{passed}")


@pytest.mark.parametrize(("days", "left"), [(0, 14), (1, 13), (13, 1)])
def test_a_goal_counts_a_course_under_way(days: int, left: int) -> None:
    """To the day on which the engine ends it."""
    running = trained(days)
    course: Any = running.gap("tob", "bow 5").learning.course  # type: ignore[union-attr]
    assert (course.rank, course.until, course.days) == (5, 14, left)
    assert running.at(13).sheet("tob").skills[0].rank == 4 and running.at(14).sheet("tob").skills[0].rank == 5
    learned: Any = running.gap("tob", "bow 6").learning
    assert (learned.course.rank, learned.weeks) == (5, 2)
    assert trained(days).gap("tob", "swim 1").learning.course is None  # type: ignore[union-attr]


def test_a_goal_counts_courses_that_wait_in_line() -> None:
    learned: Any = trained(3, "swim").gap("tob", "swim 1").learning
    assert (learned.course.rank, learned.course.until) == (1, 28)


def test_a_course_that_is_over_is_no_longer_under_way() -> None:
    learned: Any = trained(14).gap("tob", "bow 6").learning
    assert (learned.course, learned.weeks) == (None, 2)


# The hoard limit agrees with the points beside it.

HOARD = "  awards: on\n  purchase: {cost: 2}\n  hoard-limit: {cap: 5, mode: MODE}\n"
SESSIONS = """
  - {session: One, day: 1, events: [{awarded: {who: tob, points: 7}}]}
  - {session: Two, day: 8}
"""


@pytest.mark.parametrize("mode", ["warn", "block"])
@pytest.mark.parametrize(
    ("event", "free", "above"),
    [
        ("awarded: {who: tob, points: 0}", 7, 2),
        ("ruled: {who: tob, points: 4, why: found, by: GM}", 11, 6),
        ("bought: {who: tob, skill: bow}", 5, 0),
        ("agreed: {who: tob, to: hoarding, by: GM, why: a horse}", 7, 0),
    ],
)
def test_points_above_the_limit_are_those_above_it_now(mode: str, event: str, free: int, above: int) -> None:
    """Not when the last session ended."""
    between = f"{SESSIONS.rstrip()}\n  - passed: 1\n  - {event}\n"  # no session ends after it
    sheet = campaign(HOARD.replace("MODE", mode), between).sheet("tob")
    assert (sheet.free, sheet.above_limit) == (free * 1000, above * 1000)


def test_points_lost_above_the_limit_say_how_many_were_above_it() -> None:
    blocked = campaign(
        HOARD.replace("MODE", "block"),
        f"{SESSIONS.rstrip()[:-1]}, events: [{{awarded: {{who: tob, points: 3}}}}]}}\n",
    )
    (posting,) = blocked.why("tob", "forfeited").postings
    assert posting.amount == 3000 and "3 lost while 2 above the limit" in posting.reason


@pytest.mark.parametrize("command", ["sheet", "check"])
def test_a_question_says_which_day_it_is_about(command: str, tmp_path: Path, ask: Any) -> None:
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\nskills: {climb: athletics}\npolicies:\n  ask-on-use: {after: 90}\n"
        "  decay: {period: 6 months, clock: when asked}\n"
    )
    (tmp_path / "c.yaml").write_text(
        "campaign: C\nruleset: r.yaml\ncharacters: {kessa: {ranks: {climb: 3}}}\njournal:\n"
        "  - {session: One, day: 100, events: [{used: {who: kessa, skill: climb}}]}\n"
        "  - {session: Two, day: 120, events: []}\n"
    )
    assert "When did kessa last use climb before day 100? (answered:)" in ask(command, tmp_path / "c.yaml")[1]
