"""What every campaign remembers, so that a rule adopted in year five has a memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ...events import (
    Agreed,
    Answered,
    Awarded,
    Bought,
    Certified,
    Checked,
    Joined,
    KeptUp,
    Left,
    Met,
    PaidIn,
    Passed,
    Refunded,
    Returned,
    Rolled,
    Ruled,
    Saved,
    SessionStarted,
    Specialised,
    Started,
    Stopped,
    Trained,
    Used,
)
from ...ledger.accounts import (
    AGREED,
    ATTENDED,
    CAMPAIGN,
    COINS,
    EARNED,
    FAVOURED,
    IN_UNITS,
    LAST_USED,
    LEVEL,
    MEMBER,
    MET,
    PARTY,
    PEAK,
    PLAYER,
    POINTS,
    PROFESSION,
    RANK,
    REAL_DAY,
    SHARE,
    STAT,
    TALENT,
    UNIT,
    XP,
)
from ...ledger.numbers import maximum
from ...ledger.refusals import Code
from ...policy import Account, Book, Stage, after, on
from ...policy.traits import Deeds
from .coins import PaysCoins

_Awaited = (
    Agreed | Answered | Certified | KeptUp | PaidIn | Rolled | Specialised | Started | Stopped
)  # events that have a rule of their own

_TAKERS = {
    Agreed: "hoard-limit or instalments",
    Answered: "ask-on-use",
    Certified: "certificates",
    KeptUp: "upkeep",
    PaidIn: "instalments",
    Rolled: "improvement",
    Specialised: "specialisation",
    Started: "training-queue",
    Stopped: "training-queue",
}  # the rules that wait for such an event


@frozen(eq=False, repr=False)
class Bookkeeping(PaysCoins):
    """Keeps the records that every campaign has: members and what they brought, peaks, uses, encounters,
    days.

    It is always on and has no options. A peak never falls, unless an event is reverted or a purchase
    refunded.
    """

    always: ClassVar[bool] = True
    does: ClassVar[Deeds] = {}
    covers: ClassVar[Mapping[str, str]] = {"D14": "", "D16": "", "G1": ""}

    @on(Joined, stage=Stage.ACT)
    def open_accounts(self, event: Joined, book: Book) -> None:
        who, why = event.who, "brought along"
        amounts = {LEVEL: event.level, POINTS: event.points, EARNED: event.earned, COINS: event.coins}
        for kind, amount in {MEMBER: 1, SHARE: event.share, **amounts}.items():
            book.post(book[who, kind, ""], amount, why)
        tables = {
            RANK: event.ranks,
            PEAK: event.peaks,
            XP: event.xp,
            LAST_USED: event.last_used,
            STAT: event.stats,
        }
        for kind, table in tables.items():
            for of, amount in table.items():
                book.post(book[who, kind, of], amount, why)
        for skill in event.favoured:
            book.set(book[who, FAVOURED, skill], 1, why)
        for talent in event.talents:
            book.set(book[who, TALENT, talent], 1, why)
        if event.profession:
            book.set(book[who, PROFESSION, event.profession], 1, why)
        if event.player:
            book.set(book[who, PLAYER, event.player], 1, "of the same player")

    @on(Left, stage=Stage.ACT)
    def leave(self, event: Left, book: Book) -> None:
        book.set(book[event.who, MEMBER, ""], 0, event.why or "left")

    @on(Returned, stage=Stage.ACT)
    def come_back(self, event: Returned, book: Book) -> None:
        book.set(book[event.who, MEMBER, ""], 1, "came back")

    @on(Passed, stage=Stage.CLOCK)
    def pass_days(self, event: Passed, book: Book) -> None:
        book.advance(book.today.balance + event.days, event.absent)

    @on(SessionStarted, stage=Stage.ACT)
    def attend(self, event: SessionStarted, book: Book) -> None:
        for who in event.present:
            book.post(book[who, ATTENDED, ""], 1, event.name or "a session")
        real = book[CAMPAIGN, REAL_DAY, ""]
        book.post(real, maximum(event.date - real.balance, 0), "the date of the session")

    @on(Bought, stage=Stage.CHECK)
    def check_sold(self, event: Bought, book: Book) -> None:
        """Refuse what no rule sells: nothing is dropped in silence."""
        item = book[event.who, TALENT if event.talent else RANK, event.talent or event.skill]
        book.require(
            book.figure("sold", item) > 0, Code.NOT_FOR_SALE, f"{item.of} is not for sale here", who=event.who
        )

    @on(Saved, stage=Stage.CHECK)
    def check_held(self, event: Saved, book: Book) -> None:
        book.require(
            "set aside" in book.figures, Code.NO_RULE, "no rule here holds points (earmark)", who=event.who
        )

    @on(PaidIn, stage=Stage.CHECK)
    def check_instalment(self, event: PaidIn, book: Book) -> None:
        taken = book.figure("instalments", book[event.who, TALENT, event.talent]) > 0
        book.require(taken, Code.NO_RULE, f"no rule here takes instalments for {event.talent}", who=event.who)

    @on(Refunded, stage=Stage.CHECK)
    def check_refund(self, event: Refunded, book: Book) -> None:
        gives = "refundable" in book.figures
        book.require(gives, Code.NO_RULE, "no rule here gives anything back (refunds)", who=event.who)

    @on(Agreed, Answered, Certified, KeptUp, PaidIn, Rolled, Specialised, Started, Stopped, stage=Stage.CHECK)
    def check_taken(self, event: _Awaited, book: Book) -> None:
        """Refuse an event that no rule waits for."""
        why = f"no rule here has a use for this ({_TAKERS[type(event)]})"
        book.require(type(event) in book.rules.taken, Code.NO_RULE, why, who=event.who)

    @on(Rolled, stage=Stage.CHECK)
    def check_die(self, event: Rolled, book: Book) -> None:
        rolls = book.figure("die", book[event.who, RANK, event.skill]) > 0
        book.require(
            rolls, Code.NO_RULE, f"no rule here rolls for {event.skill} (improvement)", who=event.who
        )

    @on(Awarded, stage=Stage.CHECK)
    def check_level(self, event: Awarded, book: Book) -> None:
        """Refuse a level, or a part of one, where no rule says what it takes."""
        if event.percent is not None:
            taken = "level progress" in book.figures
            book.require(taken, Code.NO_RULE, "no rule here takes percent (percent-levels)", who=event.who[0])
        if event.level is not None:
            taken = "level by points" in book.figures
            why = "no rule here brings levels by points that are earned (levels)"
            book.require(taken, Code.NO_RULE, why, who=event.who[0])

    @on(Agreed, stage=Stage.CHECK)
    def check_agreed(self, event: Agreed, book: Book) -> None:
        """Refuse an agreement that no rule asks for."""
        agreed = book[event.who, AGREED, event.to]
        agreeable = book.figure("agreeable", agreed) > 0
        book.require(
            agreeable, Code.NO_RULE, f"no rule here asks for an agreement to {event.to}", who=event.who
        )
        known = (agreed.balance > 0) | event.holds
        book.require(known, Code.AGREEMENT, f"nothing is agreed about {event.to}", who=event.who)

    @on(Ruled, stage=Stage.CHECK)
    def check_ruling(self, event: Ruled, book: Book) -> None:
        """Points and coins may become a debt; nobody has fewer ranks than none."""
        had = book[event.who, event.kind, event.of].balance
        possible = (had + event.amount >= 0) | (event.kind in (POINTS, EARNED, COINS))
        book.require(
            possible, Code.EXCESS, f"no {event.kind} below 0", event.kind, -event.amount, had, event.who
        )

    @on(Checked, stage=Stage.CHECK)
    def check_paper(self, event: Checked, book: Book) -> None:
        """Refuse a number on paper that differs from the ledger."""
        had = book[event.who, event.kind, event.of].balance
        about = f"{event.kind} {event.of} of {event.who}".replace("  ", " ")
        paper, here = (int(n) / UNIT if event.kind in IN_UNITS else int(n) for n in (event.amount, had))
        why = f"{about} is {paper:g} on paper and {here:g} here: they have differed since an earlier entry"
        book.require(had == event.amount, Code.MISMATCH, why, who=event.who)

    @on(Ruled, stage=Stage.ACT)
    def rule(self, event: Ruled, book: Book) -> None:
        book.post(
            book[event.who, event.kind, event.of], event.amount, ("ruled by {}: {}", event.by, event.why)
        )

    @on(Met, stage=Stage.REMEMBER)
    def remember_encounter(self, event: Met, book: Book) -> None:
        for key in event.memories.values():
            for who in (*event.who, PARTY):
                book.post(book[who, MET, key], 1, "met")

    @on(Used, Trained, stage=Stage.REMEMBER)
    def remember_use(self, event: Used | Trained, book: Book) -> None:
        book.set(book[event.who, LAST_USED, event.skill], book.today.balance + 1, "used")
        if event.memories:
            for key in event.memories.values():
                for who in (event.who, PARTY):
                    book.post(book[who, MET, key], 1, "used on it")

    @after(RANK, stage=Stage.MARKS)
    def keep_peak(self, rank: Account, book: Book) -> None:
        peak = book[rank.who, PEAK, rank.of]
        book.only(rank.balance > peak.balance, self._raise, peak, rank)

    @staticmethod
    def _raise(peak: Account, rank: Account, book: Book) -> None:
        book.post(peak, rank.balance - peak.balance, "never higher before")
