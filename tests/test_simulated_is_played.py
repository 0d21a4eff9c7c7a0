"""A simulated campaign, written out as a file, comes to the same numbers when it is opened."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import tables

from rpgprog.campaign.campaign import open_campaign
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset, packs
from rpgprog.simulate.builds.file import read_builds
from rpgprog.simulate.chance import Draws
from rpgprog.simulate.play.play import Play
from rpgprog.simulate.play.to_yaml import journal
from rpgprog.source import parse_source
from rpgprog.testing.house_rules import ruleset_of
from rpgprog.testing.run import fold
from rpgprog.testing.strategies import rulesets

pytestmark = pytest.mark.slow

LANES, WATCHED = 9, (0, 4, 8)
RULESETS = {name: load_ruleset(name) for name in packs()}


def played(text: str, ruleset: str, seed: int) -> None:
    """Play a few campaigns of every build, and open some of them as files."""
    builds = read_builds(parse_source(text, "builds.yaml"), RULESETS[ruleset], lenient=True)
    for who in builds.builds:
        play = Play(builds, who, Draws(seed, 0, LANES), WATCHED)
        for _ in range(builds.table.sessions):
            play.play()
        for lane in WATCHED:
            campaign = open_campaign(parse_source(journal(play, lane, builds), "one.yaml"))
            assert [str(problem) for problem in campaign.problems] == []
            assert campaign.book.sheet() == play.lanes.sheet(lane)


@pytest.mark.parametrize("ruleset", RULESETS)
def test_every_campaign_is_what_its_file_gives(ruleset: str) -> None:
    """Under every pack, whatever the table and the builds are: equal to the last unit."""

    @settings(max_examples=20)
    @given(tables(RULESETS[ruleset]), st.integers(0, 2**62))
    def holds(text: str, seed: int) -> None:
        try:
            played(text, ruleset, seed)
        except Mistakes as mistakes:
            raise AssertionError([str(problem) for problem in mistakes.problems]) from None

    holds()


@given(st.data(), st.integers(0, 2**62))
def test_under_any_rules(data: Any, seed: int) -> None:
    """The same under drawn rules: what a lane holds is what the engine makes of its events alone."""
    drawn = ruleset_of(data.draw(rulesets()))
    builds = read_builds(parse_source(data.draw(tables(drawn)), "builds.yaml"), drawn, lenient=True)
    for who in builds.builds:
        play = Play(builds, who, Draws(seed, 0, LANES), WATCHED)
        for _ in range(builds.table.sessions):
            play.play()
        for lane in WATCHED:
            _, alone = fold(drawn.rules, play.written[lane])
            assert alone.refused == []
            assert alone.sheet == play.lanes.sheet(lane)
