"""Reads a journal item by item: mistakes are reported, and the rest is recorded all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve

from ..events import DowntimeStarted, Passed, SessionStarted
from ..problems import Place
from ..problems.wording import did_you_mean, quoted
from ..reader import described
from ..source import Node
from .arrivals import arrivals
from .decision_reader import Deciding
from .entries.base import LAST_DAY
from .entries.play import KINDS
from .file import ITEMS, DowntimeItem, PassedItem, SessionItem


@define(eq=False, repr=False)
class Walk(Deciding):
    """Goes through the journal of one file and writes into a ledger."""

    place: Place | None = None  # of the session or down-time that is not over yet

    def read(self, journal: Node) -> None:
        """Read the whole journal."""
        for item in self.reader.items(journal, "journal"):
            self.item(item)
        self.close()
        self.end()

    def item(self, item: Node, then: Iterable[Node] = ()) -> None:
        """Read an entry of the journal. A session or down-time stays open until the next entry begins.

        ``then`` are events of it that will be read later.
        """
        entries = self._entries(item)
        word = next((word for word in ITEMS if word in entries), next(iter(entries), ""))
        self.close()
        if not entries:
            self._reject(item, f"an entry of the journal begins with session:, not {described(item)}")
        elif word in ITEMS:
            self._begin(word, item, then)
        elif word in KINDS:
            self._event(item)
        else:
            near = did_you_mean(word, [*ITEMS, *KINDS])
            self._reject(entries[word][0], f"no entry of the journal begins with {quoted(word)}{near}")

    def event(self, item: Node) -> None:
        """Read an event of the session or down-time that is open, or else of today."""
        self._event(item)

    def close(self) -> None:
        """The session or down-time is over."""
        if self.place is not None:
            self.ledger.close(self.place)

    def _begin(self, word: str, item: Node, then: Iterable[Node]) -> None:
        self.place = self.reader.source.place(item)
        events = self._entries(item).get("events", (None, None))[1]
        inside = self.reader.items(events, "events") if events is not None and word != "passed" else []
        is_late = word == "session" and "late" in self._entries(item)
        begin = {"session": self._session, "downtime": self._downtime, "passed": self._passed}[word]
        if begin(item, arrivals([*inside, *(() if is_late else then)])):
            for event in inside:
                self._event(event)
        if is_late:  # it holds what stands in it: nothing that comes later joins it
            self.close()

    def _session(self, item: Node, later: Sequence[str]) -> bool:
        session = self._fill_session(item, later)
        if session is None:
            return False
        entries = self._entries(item)
        day = self._session_day(session, entries, item)
        started = SessionStarted(
            name=session.session or "",
            present=self._present(session, entries, day, later),
            hours=session.hours,
            date=self._date(session.date, entries),
            day=day,
        )
        self._register(session.id, entries)
        where = {"session": started.name, "gm": session.gm or ""}
        beside = {"id": session.id, "note": session.note, "ref": session.ref, "late": session.late, **where}
        self.ledger.write(started, self.reader.source.place(item), word="session", **beside)
        return True

    def _fill_session(self, item: Node, later: Sequence[str]) -> SessionItem | None:
        """Allow those who join in a session to be named as present."""
        names = self.reader.names
        new = (who for who in later if who not in names.people)
        self.reader.names = evolve(names, people=(*names.people, *new))
        session = self.reader.fill(SessionItem, item, "a session", salvage=True)
        self.reader.names = names
        return session

    def _session_day(self, session: SessionItem, entries: Mapping[str, Any], item: Node) -> int:
        """The day of a session; if it has none that can be, today."""
        today, after = self.timeline.today, session.after
        name = quoted(session.session or "")
        if "day" in entries and "after" in entries:
            self._reject(entries["after"][0], "use either day: or after:, not both")
        elif "day" not in entries and "after" not in entries:
            self._reject(item, f"the session {name} needs a day:, or after: and a span of time")
        day = today + (after or 0) if session.day is None else session.day
        if session.late and session.day is None:
            self._reject(entries["late"][0], "late: needs the day: on which it was played")
        elif session.late and day < self.ledger.start:
            begins = f"the campaign begins on {self.reader.names.on(self.ledger.start)} (start:)"
            self._reject(entries["day"][1], f"day: {begins}")
        elif session.late:
            self.ledger.move_to(day)
            return day
        elif day < today:
            on = self.reader.names.on
            message = f"day: the session is on {on(day)}, but it is already {on(today)}"
            self._reject(entries["day"][1], f"{message}: sessions must be in order")
        elif not self.ledger.move_to(day):
            self._reject(entries["after"][1], f"after: no campaign goes past day {LAST_DAY:,}")
        return self.timeline.today

    def _present(
        self, session: SessionItem, entries: Mapping[str, Any], day: int, later: Sequence[str]
    ) -> tuple[str, ...]:
        """Who is there when a session begins; whoever joins or returns in it is there from then on."""
        members = self.timeline.members
        if session.present is None:
            return members.party(day)
        for who in session.present:
            if who not in later and (why := self._not_there(who, (), day)):
                self._reject(entries["present"][1], f"present: {why}")
        return tuple(who for who in session.present if members.plays(who, day))

    def _date(self, text: str | None, entries: Mapping[str, Any]) -> int:
        try:
            return date.fromisoformat(text).toordinal() if text else 0
        except ValueError:
            self._reject(
                entries["date"][1], f"date: takes a date such as 2026-05-21, not {quoted(text or '')}"
            )
            return 0

    def _downtime(self, item: Node, _: Sequence[str]) -> bool:
        downtime = self.reader.fill(DowntimeItem, item, "a down-time", salvage=True)
        if downtime is None:
            return False
        first = self.timeline.today
        self._let_pass(downtime.downtime, item, "downtime")
        away = tuple(dict.fromkeys((*downtime.absent, *self.timeline.members.left_by(first))))
        self._register(downtime.id, self._entries(item))
        beside = {"id": downtime.id, "note": downtime.note, "ref": downtime.ref}
        started = DowntimeStarted(day=first, until=self.timeline.today, away=away)
        self.ledger.write(started, self.reader.source.place(item), word="downtime", **beside)
        return True

    def _passed(self, item: Node, _: Sequence[str]) -> bool:
        passed = self.reader.fill(PassedItem, item, "time that passed", salvage=True)
        if passed is not None and passed.passed is not None:
            self._let_pass(passed.passed, item, "passed")
            place = self.reader.source.place(item)
            self.ledger.write(Passed(day=self.timeline.today), place, word="passed")
        return False

    def _let_pass(self, days: int | None, item: Node, word: str) -> None:
        if not self.ledger.move_to(self.timeline.today + (days or 0)):
            self._reject(self._entries(item)[word][1], f"{word}: no campaign goes past day {LAST_DAY:,}")
