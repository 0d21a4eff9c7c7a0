"""The walk through a journal, item by item: what is wrong is told, and the rest is recorded all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import define

from ..events import DowntimeStarted, Passed, SessionEnded, SessionStarted
from ..problems import Place
from ..problems.wording import did_you_mean, quoted
from ..reader import described
from ..source import Node
from .decision_reader import Deciding
from .entries.base import LAST_DAY
from .entries.play import KINDS
from .event_reader import Setting
from .file import ITEMS, DowntimeItem, PassedItem, SessionItem
from .recorded import DOWNTIME_ENDED, SESSION_ENDED


@define(eq=False, repr=False)
class Walk(Deciding):
    """Goes through the journal of one file and writes into a ledger."""

    open: Setting | None = None  # the session or down-time that is not over yet
    place: Place | None = None  # and where it stands

    def read(self, journal: Node) -> None:
        """Read the whole journal."""
        for item in self.reader.items(journal, "journal"):
            self.item(item)
        self.close()
        self.ledger.away(self.ledger.gone)
        self.correct()

    def item(self, item: Node) -> None:
        """Read an entry of the journal. A session or down-time stays open until the next entry begins."""
        entries = self._entries(item)
        word = next((word for word in ITEMS if word in entries), next(iter(entries), ""))
        self.close()
        if not entries:
            self._no(item, f"an entry of the journal begins with session:, not {described(item)}")
        elif word in ITEMS:
            {"session": self._session, "downtime": self._downtime, "passed": self._passed}[word](item)
        elif word in KINDS:
            self._loose(item)
        else:
            near = did_you_mean(word, [*ITEMS, *KINDS])
            self._no(entries[word][0], f"{quoted(word)} begins no entry of the journal{near}")

    def event(self, item: Node) -> None:
        """Read an event of the session or down-time that is open, or else of today."""
        self._event(item, self.open) if self.open else self._loose(item)

    def close(self) -> None:
        """The session or down-time is over."""
        setting, place, self.open = self.open, self.place, None
        if setting is not None and place is not None:
            where = {"session": setting.session, "gm": setting.gm}
            if setting.downtime:
                self.ledger.write(Passed(day=setting.today), place, word=DOWNTIME_ENDED)
            else:
                ended = SessionEnded(present=setting.present, day=setting.today)
                self.ledger.write(ended, place, word=SESSION_ENDED, **where)

    def _begin(self, setting: Setting, item: Node, events: Node | None) -> None:
        self.open, self.place = setting, self.reader.source.place(item)
        self._events(events, setting)

    def _loose(self, item: Node) -> None:
        today = self.ledger.today
        self._event(item, Setting(today, today, self.ledger.party(today)))

    def _session(self, item: Node) -> None:
        session = self.reader.fill(SessionItem, item, "a session", salvage=True)
        if session is None:
            return
        entries = self._entries(item)
        day = self._session_day(session, entries, item)
        present = self._present(session, entries, day)
        setting = Setting(day, day, present, session.session or "", session.gm or "")
        started = self._started(session, entries, setting)
        self.ledger.away(who for who in self.ledger.there(self.ledger.characters, day) if who not in present)
        self._register(session.id, entries)
        place, where = self.reader.source.place(item), {"session": setting.session, "gm": setting.gm}
        beside = {"id": session.id, "note": session.note, "ref": session.ref, **where}
        self.ledger.write(started, place, word="session", **beside)
        self._begin(setting, item, session.events)

    def _started(self, session: SessionItem, entries: Mapping[str, Any], setting: Setting) -> SessionStarted:
        return SessionStarted(
            name=setting.session,
            present=setting.present,
            hours=session.hours,
            date=self._date(session.date, entries),
            day=setting.today,
        )

    def _session_day(self, session: SessionItem, entries: Mapping[str, Any], item: Node) -> int:
        """The day of a session; if it has none that can be, today."""
        today, after = self.ledger.today, session.after
        name = quoted(session.session or "")
        if "day" in entries and "after" in entries:
            self._no(entries["after"][0], "after: and day: say the same thing twice: leave one out")
        elif "day" not in entries and "after" not in entries:
            self._no(item, f"the session {name} needs a day:, or after: and a span of time")
        day = today + (after or 0) if session.day is None else session.day
        if day < today:
            message = f"day: the session is on day {day:,}, but it is day {today:,} already"
            self._no(entries["day"][1], f"{message}: sessions stand in order")
        elif not self.ledger.move_to(day):
            self._no(entries["after"][1], f"after: no campaign goes beyond day {LAST_DAY:,}")
        return self.ledger.today

    def _present(self, session: SessionItem, entries: Mapping[str, Any], day: int) -> tuple[str, ...]:
        if session.present is None:
            return self.ledger.party(day)
        for who in session.present:
            if (begins := self.ledger.begins(who)) > day:
                node = entries["present"][1]
                self._no(node, f"present: {who} joins only on day {begins:,} (joined:)")
        return self.ledger.there(session.present, day)

    def _date(self, text: str | None, entries: Mapping[str, Any]) -> int:
        try:
            return date.fromisoformat(text).toordinal() if text else 0
        except ValueError:
            self._no(entries["date"][1], f"date: takes a date such as 2026-05-21, not {quoted(text or '')}")
            return 0

    def _downtime(self, item: Node) -> None:
        downtime = self.reader.fill(DowntimeItem, item, "a down-time", salvage=True)
        if downtime is None:
            return
        first = self.ledger.today
        self._let_pass(downtime.downtime, item, "downtime")
        away = tuple(dict.fromkeys((*downtime.absent, *self.ledger.gone)))
        self.ledger.away(away)
        self._register(downtime.id, self._entries(item))
        today, place = self.ledger.today, self.reader.source.place(item)
        beside = {"id": downtime.id, "note": downtime.note, "ref": downtime.ref}
        started = DowntimeStarted(day=first, until=today, away=away)
        self.ledger.write(started, place, word="downtime", **beside)
        setting = Setting(first, today, self.ledger.party(today), downtime=True)
        self._begin(setting, item, downtime.events)

    def _passed(self, item: Node) -> None:
        passed = self.reader.fill(PassedItem, item, "time that passed", salvage=True)
        if passed is not None and passed.passed is not None:
            self._let_pass(passed.passed, item, "passed")
            self.ledger.write(Passed(day=self.ledger.today), self.reader.source.place(item), word="passed")

    def _let_pass(self, days: int | None, item: Node, word: str) -> None:
        if not self.ledger.move_to(self.ledger.today + (days or 0)):
            self._no(self._entries(item)[word][1], f"{word}: no campaign goes beyond day {LAST_DAY:,}")
