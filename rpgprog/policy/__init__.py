"""What the author of a house rule needs: a policy, its options, when its methods act, what they are handed.

A policy is a frozen set of options, and methods that say when they act:

    @on(Bought)                     when such an event is handled
    @award(Met, stage=Stage.SCALE)  on each award that such an event opened
    @after(RANK, stage=Stage.MARKS) once for each account of that kind that changed
    @due(RANK, when=runs_out)       by itself, on the day that ``runs_out`` names
    @figure("price", order=1)       a reading: takes the number so far, gives the number

A policy has no state of its own; what it must remember it posts to an account of a private kind (``memory``).
No ``if``, ``for`` or ``while`` on a balance: ``book.only``, ``book.each`` and ``book.repeat`` are those,
so that the same text runs on one campaign and on many at once. What is called reads for itself what it needs.
``book.require(ok, Code.FUNDS, "a sentence", kind, need, have, who)`` refuses the event unless ok;
``rpgprog policies --codes`` lists the codes.

Numbers of a book are of type ``Whole`` (every ``int`` is one), comparisons of them of type ``Truth`` (every
``bool`` is one). ``int(balance)`` is for rules that are only ever asked of one campaign.
"""

from ..ledger.numbers import NEVER, Truth, Whole, maximum, minimum, positive, share, up, where
from ..ledger.refusals import Code
from .base import Policy, SkillPolicy
from .decorators import Stage, after, award, due, figure, on
from .options import Condition, memory, option, some, when
from .protocols import Account, Award, Balances, Book, Factor, Names, Reason
from .traits import Brought, Misfit, Need, Steps

__all__ = [
    "NEVER",
    "Account",
    "Award",
    "Balances",
    "Book",
    "Brought",
    "Code",
    "Condition",
    "Factor",
    "Misfit",
    "Names",
    "Need",
    "Policy",
    "Reason",
    "SkillPolicy",
    "Stage",
    "Steps",
    "Truth",
    "Whole",
    "after",
    "award",
    "due",
    "figure",
    "maximum",
    "memory",
    "minimum",
    "on",
    "option",
    "positive",
    "share",
    "some",
    "up",
    "when",
    "where",
]
