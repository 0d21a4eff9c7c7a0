"""A ruleset written out as program text: for ledgers of so many events that this pays.

What it is for: a policy costs a call for every event, every award, every change. In a long ledger most of
the time goes into these calls, not into the rules.

How it works: the policies' methods are read as text (`text`), their options put in as numbers, tests on
options decided, helpers and postings written in place (`inline`, `expression`, `offers`); what comes out is
one function for each class of events (`fuse`), bound to the accounts of one book (`tables`).

What it never changes: postings, their order and reasons, refusals. Whatever is not understood stays the call
that it was; whatever fails while writing leaves the policies to act as they are.

How to do without: ``Book(rules, plain=NEVER)``, or delete this folder and the lines in ``Book._handler`` that
import it. Nothing else knows of it, and no ledger shorter than ``book.PLAIN`` events loads it.
"""
