"""A house rule from elsewhere that cannot act on many campaigns at once: played alone, and told so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import frozen

from rpgprog.events import SessionEnded
from rpgprog.ledger.accounts import EARNED, POINTS
from rpgprog.policy import Policy, Stage, on
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.portable import texts
from rpgprog.simulate.builds.file import Builds, read_builds
from rpgprog.simulate.chance import Draws
from rpgprog.simulate.findings.summary import results
from rpgprog.simulate.jobs.job import Job, Prepared, Variant, play_piece, prepared
from rpgprog.simulate.jobs.work import simulate
from rpgprog.simulate.play.lane_safety import in_the_way
from rpgprog.simulate.play.play import Play
from rpgprog.simulate.play.tally import Watch
from rpgprog.source import parse_source

FILE = """
builds:
  scout: {favoured: [climbing], plan: [climbing 4, save: {for: far sight}], uses: {climbing: 2, success: 0.5}}
  mage: {plan: [{share: {lore: 1, healing: 2}}]}
table:
  sessions: 6
  every: [2 weeks, 8 months]
  absent: 1 in 4 sessions
  encounters: {goblin: 1.5, ghost: 0.5}
  training: {planned: 5 hours per week}
"""


@frozen
class Supper(Policy):
    """Whoever has fewer than ten points gets one for the washing-up: written as a newcomer would."""

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            if book[who, POINTS, ""].balance < 10_000:
                book.post(book[who, POINTS, ""], 1000, "the washing-up")
                book.post(book[who, EARNED, ""], 1000, "the washing-up")


@frozen
class Lottery(Policy):
    """Never raises on arrays, and is wrong on them: it looks at the first campaign alone."""

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            first = int(np.ravel(book[who, EARNED, ""].balance)[0])
            book.post(book[who, EARNED, ""], first % 7000, "luck")


@frozen
class Tithe(Policy):
    """Written as house rules are: it runs on many campaigns at once."""

    @on(SessionEnded, stage=Stage.ACT)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            book.post(book[who, POINTS, ""], -(book[who, POINTS, ""].balance // 10), "a tenth")


def with_rule(*policies: Policy) -> Builds:
    """The table under dp-forty and such rules."""
    rules = load_ruleset("dp-forty")
    return read_builds(parse_source(FILE, "builds.yaml"), rules.with_policies(*policies))


def test_a_rule_that_branches_on_a_balance_is_found_out() -> None:
    """With what it said."""
    told = in_the_way(with_rule(Supper(name="supper")))
    assert told.startswith(
        "supper cannot act on many campaigns at once (ValueError: The truth value of an array"
    )
    assert told.endswith("): each campaign is played alone, which takes about a hundred times as long")


def test_a_rule_that_is_silently_wrong_is_found_out() -> None:
    """By its numbers."""
    assert "(its numbers differ)" in in_the_way(with_rule(Lottery(name="lottery")))


def test_rules_that_can_are_left_alone() -> None:
    """And so are those that come along."""
    assert in_the_way(with_rule(Tithe(name="tithe"))) == ""
    assert in_the_way(with_rule()) == ""


@pytest.mark.parametrize("who", ["scout", "mage"])
def test_alone_as_at_once(who: str) -> None:
    """The same balances, the same counts: of losses, of what held wishes back, of events."""
    builds, seen = with_rule(Tithe(name="tithe")), []
    for alone in (False, True):
        play = Play(builds, who, Draws(3, 0, 20), one_by_one=alone)
        watch = Watch(play, ("climbing", "lore", "healing"), ())
        for _ in range(6):
            play.play()
            watch.look()
        sheets = [play.lanes.sheet(lane) for lane in range(20)]
        done = watch.done()
        bands = {key: [sorted(c.items()) for c in counts] for key, counts in done.bands.items()}
        seen.append(
            (sheets, bands, dict(done.held), dict(done.refused), +done.taken, +done.sums, play.events)
        )
    assert seen[0] == seen[1]
    assert any(seen[0][2].values())
    assert seen[0][4]["novelty"] > 0


def test_it_is_reported_with_the_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the campaigns are played all the same."""
    job = Job("builds.yaml", FILE, (Variant("ours", texts(load_ruleset("dp-forty"))),), 30, 3)
    builds = with_rule(Supper(name="supper"))
    ready = Prepared({"ours": builds}, job, {"ours": in_the_way(builds)})
    prepared.cache_clear()
    for module in ("jobs.job", "findings.summary", "jobs.work"):
        monkeypatch.setattr(f"rpgprog.simulate.{module}.prepared", lambda job: ready)
    found = results(simulate(job, workers=1))
    assert [note for note in found.notes if note.startswith("Under ours supper cannot act")]
    ends = [band for band in found.bands if band.session == 6 and band.what == "points earned"]
    assert len(ends) == 2 and all(band.p10 >= 1 for band in ends)
    assert play_piece(job, (0, 30)).events == found.events
