"""Tests for house rules: play a journal, and check that it gives the same results everywhere.

A rule and its test::

    # washing_up.py
    from attrs import frozen
    from rpgprog.events import SessionEnded
    from rpgprog.ledger.accounts import EARNED, POINTS
    from rpgprog.policy import Book, Policy, on, option

    @frozen
    class WashingUp(Policy):
        points: int = option(1000, unit="points", help="points for staying to the end")

        @on(SessionEnded)
        def pay(self, event: SessionEnded, book: Book) -> None:
            for who in event.present:
                book.post(book[who, POINTS, ""], self.points, "the washing-up")
                book.post(book[who, EARNED, ""], self.points, "the washing-up")

    # test_washing_up.py
    from rpgprog.testing import rule, same_everywhere
    from washing_up import WashingUp

    def test_whoever_stays_is_paid() -> None:
        campaign = same_everywhere(rule(WashingUp, "points: 2"), '''
            characters: {ada: {}, ben: {}}
            journal:
              - {session: One, day: 1, present: [ada]}
        ''')
        assert campaign.sheet("ada").free == 2000  # thousandths
        assert campaign.sheet("ben").free == 0

``play``              a journal under house rules: a Campaign
``same_everywhere``   the same, and in every other way the engine has; reports the first difference
``rule``              a policy with its options read from YAML
``rulesets``, ``journals``   Hypothesis strategies: the texts of rulesets, and of journals under any rules
"""

from .campaign import play
from .drawn import journals, rulesets
from .everywhere import same_everywhere
from .house_rules import HouseRules, rule

__all__ = ["HouseRules", "journals", "play", "rule", "rulesets", "same_everywhere"]
