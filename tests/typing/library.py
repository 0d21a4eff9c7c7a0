"""The nine names, typed: what an application sees of a campaign."""

from pathlib import Path
from typing import assert_type

import rpgprog
from rpgprog import (
    Campaign,
    Mistakes,
    Refused,
    Ruleset,
    Unknown,
    load_ruleset,
    open_campaign,
    preview,
    record,
)
from rpgprog.campaign.effect import Change
from rpgprog.planner.gap import Gap
from rpgprog.problems import Problem
from rpgprog.views.compare import Difference
from rpgprog.views.sheet import Sheet
from rpgprog.views.why import Posting, Why


def asks(campaign: Campaign) -> None:
    """Every question has an answer of its own type."""
    assert_type(campaign.sheet("Kessa"), Sheet)
    assert_type(campaign.sheets(), list[Sheet])
    assert_type(campaign.why("Kessa", "climbing"), Why)
    assert_type(campaign.why("Kessa", "climbing").postings, tuple[Posting, ...])
    assert_type(campaign.log(), list[Posting])
    assert_type(campaign.gap("Kessa", "climbing 12"), Gap)
    assert_type(campaign.at(100), Campaign)
    assert_type(campaign.after(7).diff(campaign), list[Difference])
    assert_type(campaign.problems, tuple[Problem, ...])
    assert_type(campaign.what_if(load_ruleset("use-xp")), Campaign)
    assert_type(campaign.ruleset, Ruleset)


def opens(path: Path) -> Campaign:
    """A path or a text opens a file; an address opens a database."""
    assert_type(rpgprog.open_campaign("sqlite:road.db"), Campaign)
    assert_type(load_ruleset(path), Ruleset)
    return open_campaign(path)


def records(path: Path) -> None:
    """A preview is what a recording gives."""
    assert_type(preview(path, "awarded: {points: 2}"), Change)
    assert_type(record("sqlite:road.db", "awarded: {points: 2}", by="Ann", key="1", expected=7), Change)


def fails(path: Path) -> str:
    """Everything that can go wrong says what."""
    try:
        record(path, "bought: {who: Kessa, skill: climbing}")
    except Mistakes as mistakes:
        assert_type(mistakes.problems, tuple[Problem, ...])
        return str(mistakes)
    except Refused as refused:
        assert_type(refused.policy, str)
    except Unknown as unknown:
        return str(unknown)
    return ""
