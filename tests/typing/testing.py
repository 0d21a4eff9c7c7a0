"""rpgprog.testing, typed: for authors of house rules."""

from typing import assert_type

from attrs import frozen

from rpgprog import Campaign, load_ruleset
from rpgprog.events import SessionEnded
from rpgprog.policy import Book, Policy, on, option
from rpgprog.testing import play, rule, same_everywhere


@frozen
class WashingUp(Policy):
    """Points for staying to the end."""

    points: int = option(1000, unit="points", help="points for staying")

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Book) -> None:
        """Pay them."""


def plays(journal: str) -> None:
    """Rules may be given in several ways."""
    assert_type(rule(WashingUp, "points: 2"), WashingUp)
    assert_type(play(WashingUp(), journal), Campaign)
    assert_type(play("dp-forty", journal, refusals=True), Campaign)
    assert_type(same_everywhere(["dp-forty", WashingUp()], journal), Campaign)
    assert_type(same_everywhere(load_ruleset("dp-forty"), journal), Campaign)
