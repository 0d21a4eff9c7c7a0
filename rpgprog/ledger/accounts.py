"""Accounts: what is counted, and for whom.

An account is named by its holder, its kind and what it is of: (kessa, rank, climbing).
An account that holds 0 is an account that does not exist.
"""

from __future__ import annotations

from typing import Any

UNIT = 1000  # points, XP, coins and hours are counted in thousandths, as money is in cents

CAMPAIGN, PARTY = "campaign", "party"  # holders beside the characters

DAY = "day"  # today, counted from day 0
POINTS = "points"  # earned and not spent
EARNED = "earned"  # all points ever awarded
SPENT = "spent"  # all points spent on what one never had before
RELEARNED = "relearned"  # points spent on what had been forgotten
FORFEITED = "forfeited"  # points that a limit took
BANKED = "banked"  # points that a limit put aside
UNDIVIDED = "undivided"  # what was left when an award was shared out
HELD = "held"  # of the points: set aside for something
RANK = "rank"
PEAK = "peak"  # the highest rank ever held
XP = "xp"  # on the way to the next rank of that skill
PRACTISED = "practised"  # all XP that use and training ever gave
LEVEL = "level"
TALENT = "talent"
PAID = "paid"  # points ever paid for one rank: of "climbing 7"
PAID_AGAIN = "paid again"  # of these, what stands and was paid for a rank that was held before
PAID_IN_VAIN = "paid in vain"  # of these, what was lost with the rank
HELD_ONCE = "held once"  # 1 for a rank that was bought back and then given back: of "climbing 7"
PAID_FOR = "paid for"  # points paid for a talent that is theirs
PAID_BOUND = "paid bound"  # of what stands, from bound points: of "climbing 7: climbing, stealth"
PAID_HELD = "paid held"  # the same from points that were set aside: of "climbing 7", "far sight"
FEES = "fees"  # points kept when something was given back
LAST_USED = "last used"  # a day + 1: 0 is never
MET = "met"  # how often: of "family goblinoid", "creature goblin"
MEMBER = "member"  # 1 while one plays along
ABSENT = "absent"  # days that passed while the player was away
ATTENDED = "attended"  # sessions
REAL_DAY = "real day"  # of the campaign: the date of the last session
COINS = "coins"
HOURS = "hours"  # in hand for training
TRAINED = "trained"  # hours on the way to the next rank of that skill
FAVOURED = "favoured"
PROFESSION = "profession"
STAT = "stat"
SHARE = "share"  # of an award that is split; thousandths
BOUND = "bound"  # of the points: to be spent on what earned them: of "climbing, stealth"
AGREED = "agreed"  # 1 while the game master agrees: of what
PAID_IN = "paid in"  # instalments for a talent
PROGRESS = "progress"  # of a level, in thousandths
PLAYER = "player"  # 1 for the first character of the player whose character one is
LEGACY = "legacy"  # points left to the player's next character
SPECIALITY = "speciality"  # 1 for what one specialises in: of "sword, longsword"
QUESTION = "question"  # an open one: the day it came up + 1; of the skill
CERTIFICATE = "certificate"  # 1 while it is valid
KEPT_UP = "kept up"  # 1 while some hours a week go into that skill
COURSE = "course"  # hours of training that are paid for and not yet over: of the skill
MARKED = "marked"  # 1 while a roll for that skill is due
ROLLED = "rolled"  # how often the dice fell for that skill
ABILITY = "ability"  # what follows from others: no balance, only a name to ask a reading by
OVERRULED = "overruled"  # how often a rule was set aside for somebody: of the rule

IN_UNITS = {  # kinds whose smallest unit is a thousandth
    POINTS, EARNED, SPENT, RELEARNED, FORFEITED, BANKED, UNDIVIDED, HELD,
    XP, PRACTISED, PAID, COINS, HOURS, TRAINED, SHARE, BOUND, PAID_IN, PROGRESS, LEGACY, COURSE,
    PAID_AGAIN, PAID_IN_VAIN, PAID_FOR, PAID_BOUND, PAID_HELD, FEES,
}  # fmt: skip

Key = tuple[str, str, str]


class Account:
    """One balance of one holder. Read ``balance``; only a posting changes it."""

    __slots__ = ("balance", "kind", "of", "watchers", "who")

    balance: int

    def __init__(self, who: str, kind: str, of: str, watchers: tuple[dict[Any, Any], ...] = ()) -> None:
        self.who, self.kind, self.of, self.watchers = who, kind, of, watchers
        self.balance = 0

    @property
    def key(self) -> Key:
        """Its name: (holder, kind, of)."""
        return self.who, self.kind, self.of

    def __repr__(self) -> str:
        return f"<{self.who} {self.kind} {self.of}: {self.balance}>"


def supposed(who: str, kind: str, of: str, balance: int) -> Account:
    """An account in no book, to ask a reading by: as if somebody held so much."""
    account = Account(who, kind, of)
    account.balance = balance
    return account
