"""A campaign goes on: training that its own past shows is what is trained."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rpgprog.campaign.campaign import open_campaign
from rpgprog.simulate.builds.estimate import builds_from
from rpgprog.simulate.findings.past import beside_past
from rpgprog.simulate.findings.summary import results
from rpgprog.simulate.jobs.job_request import Request, job_from
from rpgprog.simulate.jobs.work import simulate


def test_courses_are_begun_again() -> None:
    """``started:`` in the past is a course whenever none is under way: ranks rise."""
    file = "rulesets/training-weeks/campaign.yaml"
    assert "often: course" in builds_from(open_campaign(file))
    found = results(simulate(job_from(file, Request(campaigns=20, sessions=20)), workers=1))
    totals = {(band.build, band.session): band.median for band in found.bands if band.what == "ranks in all"}
    assert totals["vasq", 20] > totals["vasq", 1]


def test_xp_of_study_is_kept() -> None:
    """What study was worth in all, from one session to the next."""
    text = builds_from(open_campaign("rulesets/seasonal-study/campaign.yaml"))
    assert "xp: " in text and "hours per 30 days" in text


TAUGHT = """\
campaign: x
ruleset: rules.yaml
characters: {kessa: {ranks: {climb: 1}}}
journal:
  - session: One
    day: 1
    events:
      - awarded: {points: 8}
      - trained: {who: kessa, skill: climb, hours: 20, trainer: {name: Odo, rank: 9}}
  - {session: Two, day: 15, events: [awarded: {points: 4}]}
"""


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A campaign in which somebody was taught."""
    (tmp_path / "rules.yaml").write_text(
        "ruleset: r\nskills: {climb: athletics}\npolicies: {awards: {}, training: {weeks: 1}}\n"
    )
    (tmp_path / "played.yaml").write_text(TAUGHT)
    return tmp_path / "played.yaml"


def test_trainers_of_the_past_teach_on(taught: Path) -> None:
    (build,) = yaml.safe_load(builds_from(open_campaign(taught)))["builds"].values()
    assert build["training"]["climb"]["trainer"] == {"name": "Odo", "rank": 9}


def test_past_and_model_stand_side_by_side(taught: Path) -> None:
    """12 points in two sessions; an award of 8 and one of 4, each once in two sessions, are 6 too."""
    simulated = simulate(job_from(taught, Request(campaigns=400, sessions=20)), workers=1)
    (row,) = beside_past(open_campaign(taught), simulated)
    assert (row.build, row.past) == ("kessa", 6)
    assert 5.7 < row.model < 6.3
