"""A ruleset written out as program text: for ledgers of so many events that this pays.

What it is for: a policy costs a call for every event, every award, every change. In a long ledger most of
the time goes into these calls, not into the rules.

How it works: the policies' methods are read as text (`text`), their options put in as numbers, tests on
options decided, helpers and postings written in place (`inline`, `expression`, `offers`); what comes out is
one function for each class of events (`fuse`), bound to the accounts of one book (`tables`).

What it never changes: postings, their order and reasons, refusals. Whatever is not understood stays the call
that it was; where a whole class of events is unclear, its policies act as they are, and the log says why
(``rpgprog.engine.fused``: a class of events at INFO, a single method at DEBUG).

What stands twice because of it, here and in `engine.base`, `engine.book`, `engine.award`: whoever changes
one of these changes the other.

    offers.post, set_to          Book.post, BaseBook.set
    offers.award, figure         BaseBook.award, BaseBook.figure
    offers.require               the test of Book.require; refusing itself is left to it
    offers.only, number, repeat  the same of Book
    fuse.AWARDS                  BaseBook._pay; LOOSE is Award.__init__
    fuse.REACTION, FORGET        BaseBook._react, Book._follow, BaseBook._forget_changes
    Fused.event                  BaseBook._handle

How to do without: ``Book(rules, plain=NEVER)``, or delete this folder and the lines in ``Book._handler`` that
import it. Nothing else knows of it, and no ledger shorter than ``book.PLAIN`` events loads it.
"""

from .hook import written_out

__all__ = ["written_out"]
