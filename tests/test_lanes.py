"""What lanes refuse, and what they leave as it was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import frozen

from rpgprog.engine.lanes import Lanes
from rpgprog.events import Passed, Used
from rpgprog.ledger.accounts import EARNED, POINTS, RANK
from rpgprog.policy import Policy, on
from rpgprog.testing.house_rules import rules_of


@frozen
class Tips(Policy):
    """A point for a use by who has no rank: opened where it is due, or in all campaigns alike."""

    everywhere: bool = False

    @on(Used)
    def tip(self, event: Used, book: Any) -> None:
        novice = book[event.who, RANK, event.skill].balance == 0
        if self.everywhere:
            self._open(event, novice * 1000, book)
        else:
            book.only(novice, self._open, event, 1000)

    @staticmethod
    def _open(event: Used, amount: Any, book: Any) -> None:
        book.award(event, book[event.who, POINTS, ""], book[event.who, EARNED, ""], amount, "a tip")


def lanes(everywhere: bool) -> Lanes:
    """Three campaigns; in the second ann knows how to climb."""
    return Lanes(rules_of(Tips(everywhere=everywhere)), 3, {("ann", RANK, "climb"): np.array([0, 1, 0])})


def points(of: Lanes) -> list[int]:
    """Ann's points in each campaign."""
    return [of.sheet(lane).get(("ann", POINTS, ""), 0) for lane in range(3)]


def test_an_award_is_opened_in_every_row_of_the_pass() -> None:
    """It would be paid on all of them, so one opened on fewer is refused in words."""
    with pytest.raises(TypeError, match="tips opens an award in 2 of 3 campaigns: open it in all"):
        lanes(everywhere=False).step(Used(who="ann", skill="climb"))


def test_an_award_of_nothing_in_some_rows() -> None:
    """That is how it is said instead."""
    three = lanes(everywhere=True)
    three.step(Used(who="ann", skill="climb"))
    assert points(three) == [1000, 0, 1000]


def test_a_pass_on_some_rows_may_open_awards() -> None:
    """What counts is the pass at hand, not the number of campaigns; the next one begins anew."""
    three = lanes(everywhere=False)
    three.step(Used(who="ann", skill="climb", times=np.array([2, 0, 1])))
    assert points(three) == [2000, 0, 1000]
    three.step(Used(who="bob", skill="climb"))
    assert [three.sheet(lane)["bob", POINTS, ""] for lane in range(3)] == [1000] * 3


def test_time_passing_leaves_the_current_policy_unchanged() -> None:
    """What a policy posts after it moved time is its own."""
    three = lanes(everywhere=True)
    three.by = "tips"
    three.advance(np.array([3, 0, 5]))
    assert three.by == "tips"
    three.step(Passed(days=1))
    assert [three.sheet(lane)["campaign", "day", ""] for lane in range(3)] == [4, 1, 6]


def test_shared_balances_are_one_number_until_campaigns_differ() -> None:
    """And what was read of it before is not what it holds after."""
    three = lanes(everywhere=True)
    day = three["campaign", "day", ""]
    some = np.array([0, 2])
    for until in (3, 5):
        three.step(Passed(days=1), some)
        three.step(Passed(day=until))
        assert [three.sheet(lane)["campaign", "day", ""] for lane in range(3)] == [until] * 3
        assert day.full == until
