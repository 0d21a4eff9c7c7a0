"""What a replay tells of each entry: what it did, and what had happened by itself until its day."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from rpgprog.engine.replay import dated, replay
from rpgprog.engine.rules import Rules
from rpgprog.events import Bought, Joined, Met, Used
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.decay import Decay
from rpgprog.policies.purchase import Purchase

RULES = Rules([Bookkeeping(name="bookkeeping"), Purchase(name="purchase"), Decay(name="decay")])


@frozen
class Entry:
    """As much of an entry as a replay needs."""

    event: Any
    position: int = 0
    reverts: tuple[int, ...] = ()
    allows: tuple[int, ...] = ()
    adopts: Any = None


def test_what_was_due_until_the_day_of_an_entry_is_not_its_doing() -> None:
    """Not even what was due on that very day."""
    ledger = [
        Entry(Joined(who="ann", ranks={"climb": 2, "swim": 1}, day=0)),
        Entry(Used(who="ann", skill="swim", day=180)),
        Entry(Used(who="ann", skill="climb", day=180)),
        Entry(Met(who=("ann",), day=600, times=0)),
        Entry(Bought(who="ann", skill="climb", day=900)),
    ]
    _, folded = replay(RULES, ledger)
    assert [step.own for step in folded] == [0, 5, 0, 0, 0]
    assert folded[4].refused is not None
    told = [
        (day, account.of, amount, own)
        for day, step, own, (account, amount, _, _) in dated(folded[:2])
        if account.kind == "rank"
    ]
    assert told == [
        (0, "climb", 2, True),
        (0, "swim", 1, True),
        (180, "climb", -1, False),
        (180, "swim", -1, False),
    ]
    late = [(policy, own) for _, step, own, (_, _, policy, _) in dated(folded) if step is folded[1]]
    assert late[:4] == [("decay", False)] * 4
    assert {own for policy, own in late if policy == "bookkeeping"} == {True}
