"""A campaign, opened: what the command line, Python and others ask of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from ..engine.book import Book
from ..engine.replay import Folded, replay
from ..events import Passed
from ..journal import Journal, Recorded, read_journal
from ..ledger.accounts import ABILITY, CAMPAIGN, REAL_DAY
from ..ledger.refusals import Refused
from ..planner.gap import Gap, gap
from ..problems import Problem
from ..problems.wording import did_you_mean, quoted
from ..reader import Names, in_order
from ..reader.goals import PLANNABLE, BadGoal, parse_goal
from ..reader.naming import form
from ..ruleset import Ruleset
from ..source import Source
from ..views import log as logs
from ..views.compare import Difference, differences
from ..views.forecast import ahead
from ..views.sheet import Sheet, sheet
from ..views.why import Posting, Why, why_account, why_reading
from .doubts import doubts
from .pending import Pending, pending
from .questions import READINGS, Unknown, asked_for, counts, why_figure
from .refusals import perhaps_following, refusals
from .rolls import false_rolls


@frozen(eq=False, repr=False)
class Campaign:
    """A journal and its fold. It never changes: recording gives a new one.

    >>> campaign = open_campaign("tests/road.yaml")
    >>> campaign.sheet("Kessa").free  # thousandths: 4 dp
    4000
    >>> [posting.reason for posting in campaign.why("Kessa", "climbing").postings]
    ['brought along', 'bought', 'unused for 180 days']
    >>> campaign.at(100).sheet("Kessa").skills[0].rank
    4
    >>> [(row.who, row.of, row.difference) for row in campaign.after(6).diff(campaign.after(7)) if row.of]
    [('Kessa', 'climbing', 1)]
    """

    journal: Journal
    book: Book
    folded: Sequence[Folded]
    found: tuple[Problem, ...] | None = None  # its problems, where they are known already
    notices: tuple[str, ...] = ()  # what a game master should know before going on

    @property
    def ruleset(self) -> Ruleset:
        """The rules it is played under."""
        return self.journal.ruleset

    @property
    def names(self) -> Names:
        """The words of its rules, and its calendar."""
        return self.journal.names

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the order of lines: what cannot be read, and what a rule refuses."""
        if self.found is not None:
            return self.found
        refused = perhaps_following(refusals(self.folded, self.names), self.journal.problems)
        return tuple(in_order((*self.journal.problems, *refused, *self.false_rolls)))

    @cached_property
    def doubts(self) -> tuple[Problem, ...]:
        """Warnings: entries that no rule acts on, dates that go back, sessions entered twice."""
        return doubts(self.folded, self.ruleset.policies, self.names)

    @property
    def last_date(self) -> date | None:
        """The real date of the last session, where sessions say theirs."""
        day = int(self.book[CAMPAIGN, REAL_DAY, ""].balance)
        return date.fromordinal(day) if day else None

    @cached_property
    def false_rolls(self) -> tuple[Problem, ...]:
        """Recorded rolls that its seed does not give, and that nobody says were made by hand."""
        return tuple(false_rolls(self.journal.seed, self.folded, self.book))

    @property
    def today(self) -> int:
        """The day to which the campaign has come."""
        return int(self.book.today.balance)

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What the table still owes: answers that a rule asks for, and rolls that are due."""
        return pending(self.sheets())

    def at(self, day: int) -> Campaign:
        """The campaign as it was, or will be if nothing happens, at the end of a day.

        Raises Unknown where that takes more postings than one entry may make.
        """
        ledger = tuple(recorded for recorded in self.journal.ledger if recorded.event.day <= day)
        book, folded = replay(self.journal.began.rules, ledger)
        if day > book.today.balance:
            last = Recorded(
                word="time passed",
                event=Passed(day=day, absent=self.journal.timeline.absent_on(day)),
                place=self.journal.source.place(self.journal.source.root),
                position=len(ledger),
            )
            try:
                folded.append(Folded(last, book.step(last.event)))
            except Refused as refused:
                raise Unknown(f"{self.names.on(day)} is too far ahead: {refused.why}") from None
        return Campaign(evolve(self.journal, ledger=ledger, now=None), book, folded)

    def after(self, number: int) -> Campaign:
        """The campaign right after an event, in the order of recording. Raises Unknown if there is none."""
        last = max((recorded.position + 1 for recorded in self.journal.ledger), default=0)
        if not 1 <= number <= last:
            known = f"this campaign has #1 to #{last}" if last else "this campaign has none"
            raise Unknown(f"there is no event #{number}: {known}")
        ledger = tuple(recorded for recorded in self.journal.ledger if recorded.position < number)
        book, folded = replay(self.journal.began.rules, ledger)
        return Campaign(evolve(self.journal, ledger=ledger, now=None), book, folded)

    def what_if(self, ruleset: Ruleset) -> Campaign:
        """The whole past under other rules; its own skills come along. Raises Mistakes if they do not fit."""
        skills = {**self.journal.began.names.skills, **self.ruleset.names.skills}
        own = {skill: about for skill, about in skills.items() if skill not in ruleset.names.skills}
        began = ruleset.with_skills(own)
        ledger = tuple(evolve(r, adopts=None) if r.adopts is not None else r for r in self.journal.ledger)
        book, folded = replay(began.rules, ledger)
        return Campaign(evolve(self.journal, began=began, ledger=ledger, problems=(), now=None), book, folded)

    def diff(self, other: Campaign) -> list[Difference]:
        """What another moment, or another branch, has that this one has not: level, ranks, points, ..."""
        first, second = sorted((self.book, other.book), key=id)
        with first.lock, second.lock:
            return differences(self.book, other.book)

    def who(self, name: str) -> str:
        """A character by id or by what they are called, in capitals or not. Raises Unknown."""
        called = {(about.name or who): who for who, about in self.journal.characters.items()}
        called |= {who: who for who in self.journal.characters}
        ids = {form(word): who for word, who in called.items()}.get(form(name))
        if ids is None:
            raise Unknown(f"there is no character {quoted(name)}{did_you_mean(name, called)}")
        return ids

    def display_name(self, who: str) -> str:
        """What a character is called; any other holder, such as the party, is called by its id."""
        about = self.journal.characters.get(who)
        return who if about is None else about.name or who

    def sheets(self, who: Iterable[str] = ()) -> list[Sheet]:
        """The sheets of these characters, or of all. Raises Unknown."""
        people = [self.who(name) for name in who] or list(self.journal.characters)
        book, about, names = self.book, self.journal.characters, self.names
        with book.lock:
            further = ahead(book), self.abilities, self.counts
            return [sheet(book, who, about[who], names, *further) for who in people]

    def sheet(self, who: str) -> Sheet:
        """The sheet of one character. Raises Unknown."""
        return self.sheets([who])[0]

    def why(self, who: str, what: str) -> Why:
        """How a number came to be: "points", "level", "climbing", "climbing bonus", "climbing xp".

        Its postings add up to it; a reading (a bonus, a price) has terms instead. Raises Unknown.
        """
        with self.book.lock:
            return self._why(self.who(who), what)

    def _why(self, who: str, what: str) -> Why:
        if what in self.abilities:
            return why_reading(self.book, who, ABILITY, self.book[who, ABILITY, what])
        kind, of = asked_for(self.book, self.names, self.counts, who, what)
        if kind in READINGS:
            return why_figure(self.book, self.names, who, kind, of)
        called = next((words for words, shown in self.counts.items() if shown == kind), "")
        return why_account(self.folded, who, kind, of, self.names, called)

    def gap(self, who: str, goal: str) -> Gap:
        """How far somebody is from "climbing 12", "far sight" or "level 8", and the way. Raises Unknown."""
        return self.gaps(who, goal)[0]

    def gaps(self, who: str | None = None, goal: str | None = None) -> list[Gap]:
        """The gap of this goal, or of those in the file, of one character or of all. Raises Unknown."""
        people = self.journal.characters
        wanted = [self.who(who)] if who is not None else [*people]
        try:
            goals = None if goal is None else (parse_goal(goal, self.names, PLANNABLE),)
        except BadGoal as mistake:
            raise Unknown(str(mistake)) from None
        with self.book.lock:
            return [
                gap(
                    self.folded, self.book, character, people[character].name or character, target, self.names
                )
                for character in wanted
                for target in goals or people[character].goals
            ]

    @cached_property
    def abilities(self) -> tuple[str, ...]:
        """What is worked out from level, ranks and stats under these rules: "initiative"."""
        return tuple(name for policy in self.ruleset.policies for name in policy.abilities())

    @cached_property
    def counts(self) -> dict[str, str]:
        """What rules keep and show: for each its words, and the kind of account that holds it.

        Where two rules use the same words, each has its name behind them.
        """
        return counts(self.ruleset.policies)

    def item(self, name: str) -> str:
        """A skill or talent by its name. Raises Unknown."""
        known = [*self.ruleset.names.skills, *self.ruleset.names.talents]
        if name not in known:
            raise Unknown(f"there is no skill or talent {quoted(name)}{did_you_mean(name, known)}")
        return name

    def log(self, who: Iterable[str] = (), **filters: Any) -> list[Posting]:
        """What was earned, spent, gained and lost. Raises Unknown."""
        return logs.log(self.folded, self.names, [self.who(name) for name in who], **filters)


def open_campaign(path: str | os.PathLike[str] | Source) -> Campaign:
    """Open a campaign file.

    Raises Mistakes when its ruleset or its characters cannot be read. What is wrong further on
    stands in ``problems``, and the rest is folded all the same.

    >>> open_campaign("tests/road.yaml").journal.title
    'The Long Road'
    """
    journal = read_journal(path)
    book, folded = replay(journal.began.rules, journal.ledger)
    return Campaign(journal, book, folded)
