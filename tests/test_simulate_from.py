"""A campaign goes on: training that its own past shows is what is trained."""

from __future__ import annotations

from rpgprog.campaign.campaign import open_campaign
from rpgprog.simulate.builds.estimate import builds_from
from rpgprog.simulate.results.results import results
from rpgprog.simulate.run.job_request import Request, job_from
from rpgprog.simulate.run.run import simulate


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
