"""A session that was forgotten, put into the past: what it changes, and what stands in its way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from attrs import frozen

from ..engine.replay import Folded
from ..events.describe import event_in_words
from ..journal.edit import items_from
from ..journal.insertion import place_of, rows_by_item, with_session
from ..journal.recorded import Recorded
from ..journal.typed_entry import Entry, TypedEntry, read_entry, typed_entry
from ..problems import Mistakes, Problem
from ..problems.wording import did_you_mean, quoted
from ..reader import Reader
from ..source import Scalar, Source, parse_source
from .campaign import Campaign, open_campaign
from .decisions import inside
from .effect import Effect


@frozen(eq=False)
class Insertion:
    """A session with its events, the entry after which it goes, and why it is entered late."""

    entries: Sequence[Entry]
    after: str = ""
    late: str = ""

    def session(self, campaign: Campaign) -> TypedEntry:
        """The session as one entry, with its day, and with why it is late. Raises Mistakes."""
        entries = [read_entry(entry, lambda: campaign.today) for entry in self.entries]
        if not entries or entries[0].begins != "session" or any(entry.begins for entry in entries[1:]):
            example = 'such as "{session: The ferry, day: 30}", and what happened in it'
            raise _mistake(
                f"what is inserted is one session, {example}; a single entry is recorded with late:"
            )
        (lines,) = items_from(entries)
        lines = [line for line in lines if self.late == "" or not line.startswith("late:")]
        more = [] if "day" in entries[0].root.entries or not self.after else [f"day: {self._last(campaign)}"]
        more += [f"late: {json.dumps(self.late, ensure_ascii=False)}"] if self.late else []
        at = next((at for at, line in enumerate(lines) if line.startswith("events:")), len(lines))
        return typed_entry("\n".join([*lines[:at], *more, *lines[at:]]))

    def target(self, campaign: Campaign) -> Recorded | None:
        """The entry after which it goes: named by its id, its number or a session's title."""
        if not self.after:
            return None
        name, ledger = self.after.removeprefix("#"), campaign.journal.ledger
        for recorded in sorted(ledger, key=lambda recorded: recorded.position):
            is_session = recorded.word == "session" and recorded.session.casefold() == name.casefold()
            is_numbered = name.isdecimal() and recorded.position + 1 == int(name)
            if recorded.id == name or is_numbered or is_session:
                return recorded
        known = {word for r in ledger for word in (r.id, r.session) if word}
        raise _mistake(
            f"there is no entry {quoted(self.after)} to insert it after{did_you_mean(name, known)}"
        )

    def _last(self, campaign: Campaign) -> int:
        """The last day of the entry after which it goes."""
        target = self.target(campaign)
        assert target is not None
        rows = (target, *inside(campaign.journal.ledger, target.position))
        return max(recorded.event.day or 0 for recorded in rows)


def day_of(session: TypedEntry, campaign: Campaign) -> int:
    """The day that a session says. Raises Mistakes."""
    reader = Reader(session.source, [], campaign.names)
    node = session.root.entries.get("day", (None, None))[1]
    if not isinstance(node, Scalar):
        raise _mistake("a session of the past needs its day: or --after with an entry")
    day = reader.day(node, "day")
    if day is None:
        raise Mistakes(reader.problems)
    return day


def late_session(campaign: Campaign, insertion: Insertion) -> str:
    """The entry by which a database records a session late. Raises Mistakes."""
    session = insertion.session(campaign)
    day_of(session, campaign)
    if "late" not in session.root.entries:
        raise _mistake("a database records what is past as late: say why (--late)")
    return session.text


def in_file(source: Source, insertion: Insertion) -> Effect:
    """What a session does that is put into the text of a campaign file. Raises Mistakes."""
    before = open_campaign(source)
    session = insertion.session(before)
    day, late = day_of(session, before), "late" in session.root.entries
    rows = rows_by_item(source, before.journal.ledger)
    at, target = place_of(rows, day), insertion.target(before)
    if target is not None:
        at = next((n + 1 for n, recorded in enumerate(rows) if target in recorded), 0)
    elif late:  # where its day is over already
        at = min(at + 1, len(rows))
    elif at < len(rows) and rows[at] and (rows[at][0].event.day or 0) < day:
        raise _mistake(_within(before, rows[at], day))
    first = min((r.position for recorded in rows[at:] for r in recorded), default=len(before.journal.ledger))
    text = with_session(source, at, session.lines, first + 1, 0)
    added = len(open_campaign(parse_source(text, source.file)).journal.ledger) - len(before.journal.ledger)
    text = with_session(source, at, session.lines, first + 1, max(added, 0))
    after = open_campaign(parse_source(text, source.file))
    return _effect(before, after, first, added)


def _within(campaign: Campaign, rows: Sequence[Recorded], day: int) -> str:
    names, begins = campaign.names, rows[0]
    what = quoted(begins.session) if begins.session else f"{begins.word} of {names.on(begins.event.day or 0)}"
    return f"{names.on(day)} lies within {what}: say why it is entered late (--late)"


def _effect(before: Campaign, after: Campaign, first: int, added: int) -> Effect:
    """The effect of an insertion: what it adds, and what it breaks."""
    known = {problem.message for problem in before.problems}
    unreadable = [problem for problem in after.journal.problems if problem.message not in known]
    refused = {s.recorded.position for s in before.folded if s.refused}
    return Effect(
        before,
        after,
        folded=[step for step in after.folded if first <= step.recorded.position < first + added],
        refused=[s for s in after.folded if s.refused and _before(s, first, added) not in refused],
        unreadable=unreadable or _moved(before, after, first, added),
        false_rolls=[problem for problem in after.false_rolls if problem.message not in known],
    )


def _before(step: Folded, first: int, added: int) -> int:
    """The position that an entry had; -1 for one that is new."""
    position = step.recorded.position
    return position if position < first else position - added if position >= first + added else -1


def _moved(before: Campaign, after: Campaign, first: int, added: int) -> list[Problem]:
    """Entries that would be of another day, or correct another entry, than they did."""
    now = {recorded.position: recorded for recorded in after.journal.ledger}

    def shifted(positions: Iterable[int]) -> set[int]:
        return {position if position < first else position + added for position in positions}

    problems = []
    for was in before.journal.ledger:
        (at,) = shifted((was.position,))
        becomes = now.get(at)
        if becomes is None or becomes.event.day != was.event.day:
            problems.append(Problem(was.place, _other_day(before, was, becomes)))
        elif {*becomes.reverts, *becomes.allows} != shifted((*was.reverts, *was.allows)):
            problems.append(Problem(was.place, f"{was.word}: would be of another entry than it is"))
    return problems[:1]  # all that follow move with it


def _other_day(before: Campaign, was: Recorded, becomes: Recorded | None) -> str:
    words = event_in_words(was.event, before.names.dates)
    to = "" if becomes is None else f" to {before.names.on(becomes.event.day or 0)}"
    return f"{words}: it would move{to}; write its day:, or insert the session late (--late)"


def _mistake(message: str) -> Mistakes:
    return Mistakes([Problem(None, message)])
