"""One grammar of goals: the command line, campaign files and files of builds read the same texts."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import open_campaign
from rpgprog.campaign.questions import Unknown
from rpgprog.ledger.accounts import EARNED, LEVEL, RANK, TALENT
from rpgprog.problems import Mistakes
from rpgprog.reader import Names, Skill
from rpgprog.reader.goals import ALL_RANKS, EVERY_KIND, MOST, PLANNABLE, SESSION, BadGoal, Goal, parse_goal
from rpgprog.simulate.builds.file import read_builds
from rpgprog.source import parse_source

NAMES = Names(
    points="dp",
    skills={"climb": Skill(name="Climbing"), "first aid": Skill(), "lore": Skill(), "level head": Skill()},
    talents=("far sight", "Second Wind"),
)


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("climb 12", Goal(RANK, "climb", 12)),
        ("Climbing 12", Goal(RANK, "climb", 12)),
        ("  CLIMB   12 ", Goal(RANK, "climb", 12)),
        ("climb: 12", Goal(RANK, "climb", 12)),
        ("climb/12", Goal(RANK, "climb", 12)),
        ("rank/climb 12", Goal(RANK, "climb", 12)),
        ("skill/First Aid 3", Goal(RANK, "first aid", 3)),
        ("level head 2", Goal(RANK, "level head", 2)),
        ("far sight", Goal(TALENT, "far sight")),
        ("Far Sight", Goal(TALENT, "far sight")),
        ("talent/second wind", Goal(TALENT, "Second Wind")),
        ("level 8", Goal(LEVEL, "", 8)),
        ("Level 8", Goal(LEVEL, "", 8)),
        ("points 30", Goal(EARNED, "", 30_000)),
        ("points earned 30", Goal(EARNED, "", 30_000)),
        ("dp 30", Goal(EARNED, "", 30_000)),
        ("dp earned 30", Goal(EARNED, "", 30_000)),
        ("ranks in all 40", Goal(ALL_RANKS, "", 40)),
        ("ranks 40", Goal(ALL_RANKS, "", 40)),
        ("session 20", Goal(SESSION, "", 20)),
        ("climb 10000", Goal(RANK, "climb", MOST)),
    ],
)
def test_a_goal_in_words(text: str, goal: Goal) -> None:
    assert parse_goal(text, NAMES) == goal


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a goal is a skill and a rank (climbing 12), a talent, or level 8"),
        ("climb", '"climb": how much? Say "climb 10"'),
        ("Level", '"Level": how much? Say "Level 10"'),
        ("12 climbing", '"12 climbing": the number comes last: say "climbing 12"'),
        ("climbing >= 4", '"climbing >= 4": a goal is reached at its number or above: say "climbing 4"'),
        ("climing>3", '"climing>3": a goal is reached at its number or above: say "climb 3"'),
        ("level = 8", '"level = 8": a goal is reached at its number or above: say "level 8"'),
        ("climb ten", '"climb ten": needs a whole number, not "ten": say "climb 10"'),
        ("climb 2.5", '"climb 2.5": needs a whole number, not "2.5": say "climb 10"'),
        ("climb -3", '"climb -3": needs a whole number, not "-3": say "climb 10"'),
        ("climb 0", '"climb 0": must be between 1 and 10,000'),
        ("climb 10001", '"climb 10001": must be between 1 and 10,000'),
        (f"climb {'9' * 40}", f'"climb {"9" * 40}": must be between 1 and 10,000'),
        ("clim 5", 'there is no skill "clim"; did you mean "climb"?'),
        ("levle 5", 'there is no skill "levle"; did you mean "level"?'),
        ("skill/level 5", 'there is no skill "level"; did you mean "level head"?'),
        ("far sight 2", '"far sight 2": a talent has no ranks: say "far sight"'),
        ("far site", 'there is no skill or talent "far site"; did you mean "far sight"?'),
        ("talent/far site", 'there is no talent "far site"; did you mean "far sight"?'),
    ],
)
def test_what_is_wrong_and_what_to_write(text: str, says: str) -> None:
    with pytest.raises(BadGoal) as mistake:
        parse_goal(text, NAMES)
    assert str(mistake.value) == says


def test_a_long_list_of_words_is_not_shown() -> None:
    many = Names(skills={f"skill{n}": Skill() for n in range(20)})
    with pytest.raises(BadGoal, match=r"there is no skill \"xyzzy\"; a goal is a skill and a rank"):
        parse_goal("xyzzy 5", many)


@given(
    st.one_of(
        st.builds(Goal, st.just(RANK), st.sampled_from([*NAMES.skills]), st.integers(1, MOST)),
        st.builds(Goal, st.just(TALENT), st.sampled_from(NAMES.talents)),
        st.builds(Goal, st.sampled_from([LEVEL, SESSION, ALL_RANKS]), st.just(""), st.integers(1, MOST)),
        st.builds(Goal, st.just(EARNED), st.just(""), st.integers(1, MOST).map(lambda n: n * 1000)),
    )
)
def test_a_goal_written_out_is_read_back(goal: Goal) -> None:
    assert parse_goal(goal.text, NAMES) == goal
    assert parse_goal(goal.text.upper(), NAMES) == goal


@given(st.text(max_size=40))
def test_any_text_is_a_goal_or_a_mistake(text: str) -> None:
    """Never a traceback, and always of a kind that was asked for."""
    for kinds in (EVERY_KIND, PLANNABLE):
        with suppress(BadGoal):
            assert parse_goal(text, NAMES, kinds).kind in kinds


# The same texts in files and on the command line.

CAMPAIGN = """\
campaign: The Long Road
ruleset: dp-forty
characters:
  kessa: {{goals: {goals}}}
journal: []
"""
BUILDS = """\
ruleset: dp-forty
builds:
  kessa: {{profession: scout, goals: {goals}}}
table: {{encounters: {{goblin: 2}}}}
"""
GOOD = "[Climbing 12, FAR SIGHT, level 8]"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.yaml"


@pytest.mark.parametrize("goals", [GOOD, "{climbing: 12, far sight: , level: 8}"])
def test_campaigns_builds_and_questions_agree(goals: str, file: Path) -> None:
    file.write_text(CAMPAIGN.format(goals=goals))
    campaign = open_campaign(file)
    expected = (Goal(RANK, "climbing", 12), Goal(TALENT, "far sight"), Goal(LEVEL, "", 8))
    assert not campaign.problems
    assert campaign.journal.characters["kessa"].goals == expected
    builds = read_builds(parse_source(BUILDS.format(goals=goals), "builds.yaml"))
    assert builds.builds["kessa"].goals == expected
    asked = [campaign.gap("kessa", text) for text in ("Climbing 12", "FAR SIGHT", "level 8")]
    assert asked == campaign.gaps("kessa")


@pytest.mark.parametrize("text", ["clim 5", "climbing", "far site", "5 level", "climbing 0", "climbing x"])
def test_all_say_the_same_of_a_mistake(text: str, file: Path) -> None:
    with pytest.raises(Mistakes) as in_builds:
        read_builds(parse_source(BUILDS.format(goals=f"[{text}]"), "builds.yaml"))
    file.write_text(CAMPAIGN.format(goals=f"[{text}]"))
    (in_campaign,) = open_campaign(file).problems
    file.write_text(CAMPAIGN.format(goals="[]"))
    with pytest.raises(Unknown) as asked:
        open_campaign(file).gap("kessa", text)
    (problem,) = in_builds.value.problems
    assert problem.message == in_campaign.message == f"goals: {asked.value}"


def test_what_a_campaign_cannot_plan(file: Path) -> None:
    """Points and sessions are for simulations."""
    file.write_text(CAMPAIGN.format(goals="[points 30, session 20, ranks 9]"))
    assert [problem.message for problem in open_campaign(file).problems] == [
        'goals: "points 30": a goal here is a rank, a talent or a level',
        'goals: "session 20": a goal here is a rank, a talent or a level',
        'goals: "ranks in all 9": a goal here is a rank, a talent or a level',
    ]
