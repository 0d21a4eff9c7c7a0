"""A rule's own count on the sheet, and why it is what it is."""

from __future__ import annotations

from typing import ClassVar

import pytest
from attrs import frozen

from rpgprog.campaign.campaign import Campaign
from rpgprog.campaign.questions import Unknown
from rpgprog.events import Met, Used
from rpgprog.ledger.accounts import POINTS
from rpgprog.policy import Book, Policy, memory, on
from rpgprog.testing import play, rule


@frozen(eq=False, repr=False)
class Befriends(Policy):
    """Goblins are befriended, and skills make friends."""

    several: ClassVar[bool] = True
    friends: str = memory("friends", shown="goblins befriended")
    fans: str = memory("fans", shown="fans")
    secret: str = memory("secret")

    @on(Met)
    def befriend(self, event: Met, book: Book) -> None:
        for who in event.who:
            book.post(book[who, self.friends, ""], 1, "a friend")
            book.post(book[who, self.secret, ""], 1)

    @on(Used)
    def impress(self, event: Used, book: Book) -> None:
        book.post(book[event.who, self.fans, event.skill], 2, "what a climb")


JOURNAL = """
skills: {lore: learning}
characters: {ada: {ranks: {lore: 1}}, ben: {}}
journal:
  - session: One
    day: 1
    present: [ada]
    events:
      - met: {what: goblin, times: 3}
      - used: {who: ada, skill: lore}
"""


@pytest.fixture(scope="module")
def played() -> Campaign:
    return play(rule(Befriends), JOURNAL)


def test_the_sheet_has_what_a_rule_shows(played: Campaign) -> None:
    """With the skill it is of; nothing of a memory that is not shown, nothing that is 0."""
    assert played.sheet("ada").counts == {"goblins befriended": 3, "fans (lore)": 2}
    assert played.sheet("ben").counts == {}


def test_why_explains_it_by_its_words(played: Campaign) -> None:
    """Its postings add up to it."""
    why = played.why("ada", "goblins befriended")
    assert (why.what, why.number) == ("goblins befriended", 3)
    assert [(p.amount, p.reason, p.event) for p in why.postings] == [(1, "a friend", "met")] * 3
    why = played.why("ada", "lore fans")
    assert (why.what, why.number, len(why.postings)) == ("lore fans", 2, 1)
    assert played.why("ben", "goblins befriended").number == 0


def test_a_question_nearly_right_is_answered_with_the_words(played: Campaign) -> None:
    with pytest.raises(Unknown, match='did you mean "goblins befriended"'):
        played.why("ada", "goblin befriended")


def test_two_rules_with_the_same_words_can_be_told_apart() -> None:
    """By their names."""
    first, other = Befriends(name="first"), Befriends(name="other")
    counts = play([first, other], JOURNAL).sheet("ada").counts
    assert counts["goblins befriended (first)"] == counts["goblins befriended (other)"] == 3
    assert "goblins befriended" not in counts


def test_points_are_as_they_were(played: Campaign) -> None:
    """A count is no points."""
    assert played.book["ada", POINTS, ""].balance == 0
