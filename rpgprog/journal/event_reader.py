"""The events of a session, a down-time or the time between: read, dated, and written into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define

from ..events import Event, Joined, Returned, Trained
from ..ledger.accounts import UNIT
from ..problems.wording import did_you_mean, quoted
from ..reader import Reader, described
from ..source import Mapping as Map
from ..source import Node
from .entries.base import EVERYBODY, Entry
from .entries.corrections import JoinedEntry
from .entries.optional import StartedEntry
from .entries.play import KINDS, TrainedEntry
from .ledger_builder import Ledger, pieces_of, spread
from .timeline import Setting, Timeline

T = TypeVar("T")

DATABASES = ("sqlite:", "postgresql:")  # whose rows have numbers instead of lines
MOST_ROWS = 10_000  # of the ledger that one entry may make


def hours(amount: int) -> str:
    """Hours as people write them."""
    return f"{amount / UNIT:,.10g}"


@define(eq=False, repr=False)
class Happenings:
    """Reads events of one file and writes them into a ledger."""

    reader: Reader
    ledger: Ledger

    @property
    def timeline(self) -> Timeline:
        """What the entries so far say of time and of people."""
        return self.ledger.timeline

    def _reject(self, node: Node, message: str) -> T | None:
        """Report a mistake; returns None."""
        self.reader.problem(node, message)
        return None

    @staticmethod
    def _entries(node: Node) -> Mapping[str, tuple[Node, Node]]:
        return node.entries if isinstance(node, Map) else {}

    def _event(self, item: Node) -> None:
        setting = self.timeline.setting
        parts = self._word(item)
        entry = self.reader.fill(KINDS[parts[0]], parts[2], parts[0]) if parts else None
        if parts is None or entry is None:
            return
        word, key, body = parts
        self._register(entry.id, self._entries(body))
        missing, day = entry.missing(), self._day(entry, body, setting)
        if missing:
            self._reject(body, missing)
        elif day is not None and self._span_fits(entry, body, setting):
            self._write(entry, word, key, body, day, setting)

    def _word(self, item: Node) -> tuple[str, Node, Node] | None:
        """The one word of an event, its key and what stands under it."""
        entries = self._entries(item)
        if not entries:
            example = "a word and its details, such as met: {what: goblin}"
            return self._reject(item, f"an event is {example}, not {described(item)}")
        unknown = [word for word in entries if word not in KINDS]
        if len(entries) > 1 and (len(unknown) < len(entries) - 1 or not unknown):
            second = list(entries)[1]
            message = f"an event has one word: give {quoted(second)} a line of its own"
            return self._reject(entries[second][0], message)
        word = next(iter(entries))
        bare = word.partition("{")[0].strip()
        if word not in KINDS and "{" in word and bare in KINDS:
            return self._reject(entries[word][0], f'a ":" is missing after {bare}: write {bare}: {{...}}')
        if word not in KINDS:
            return self._reject(
                entries[word][0], f"{quoted(word)} is not an event{did_you_mean(word, KINDS)}"
            )
        if len(entries) > 1:
            stray = unknown[0]
            message = f"{quoted(stray)} is beside {word}:, not in it: indent it further"
            return self._reject(entries[stray][0], message)
        return word, *entries[word]

    def _day(self, entry: Entry, body: Node, setting: Setting) -> int | None:
        entries, names = self._entries(body), self.reader.names
        if entry.day is None:
            if entry.late:
                return self._reject(entries["late"][0], "late: needs the day: on which it happened")
            return setting.since if isinstance(entry, StartedEntry) else setting.today
        if entry.day < self.ledger.start:
            begins = f"the campaign begins on {names.on(self.ledger.start)} (start:)"
            return self._reject(entries["day"][1], f"day: {begins}")
        if entry.day < setting.since and not entry.late:
            message = f"day: {names.on(entry.day)} is in the past (today is {names.day(setting.since)})"
            return self._reject(entries["day"][1], f"{message}: add late: with a reason")
        if entry.day > setting.today and setting.downtime:
            message = f"day: the down-time ends on {names.on(setting.today)}, before {names.on(entry.day)}"
            return self._reject(entries["day"][1], message)
        if not isinstance(entry, JoinedEntry):  # who joins on a day to come is awaited until then
            self.ledger.move_to(entry.day)
        return entry.day

    def _span_fits(self, entry: Entry, body: Node, setting: Setting) -> bool:
        """Whether from: and to: lie within the down-time."""
        entries, days = self._entries(body), setting.today - setting.since
        limits = [word for word in ("from", "to") if word in entries]
        if not isinstance(entry, TrainedEntry) or not limits:
            return True
        if not setting.downtime or entry.day is not None:
            self._reject(entries[limits[0]][0], f"{limits[0]}: is for training spread over a down-time")
        elif (entry.begins or 1) > (entry.ends or days):
            self._reject(entries[limits[-1]][1], "from: comes after to:, or after the end of the down-time")
        elif (entry.ends or days) > days:
            self._reject(entries["to"][1], f"to: the down-time has {days:,} days")
        else:
            return True
        return False

    def _write(self, entry: Entry, word: str, key: Node, body: Node, day: int, setting: Setting) -> None:
        if not self._prepared(entry, body, day):
            return
        everybody = self.timeline.there(day), self.timeline.members.party(day)
        shared = {"day": day, "times": entry.times, "override": entry.override, "absent": entry.absent or ()}
        events = entry.events(shared, dict(zip(EVERYBODY, everybody, strict=True)))
        if not self._can_be(events, body, day):
            return
        self._count_hours(events, body, setting)
        if not self._few(events, entry, body, setting):
            return
        beside: dict[str, Any] = {"id": entry.id, "note": entry.note, "ref": entry.ref, "late": entry.late}
        beside |= {"word": word, "session": setting.session, "gm": setting.gm}
        beside |= {"absent_stated": entry.absent is not None, **self._decided(entry, body, events)}
        for event in events:
            for piece in self._pieces(event, entry, setting):
                self.ledger.write(piece, self.reader.source.place(key), **beside)

    def _count_hours(self, events: Iterable[Event], body: Node, setting: Setting) -> None:
        """Check that training fits into the hours of a down-time."""
        days, week = setting.today - setting.since, self.reader.names.hours_per_week
        if not setting.downtime or not days or not self.reader.names.trains:
            return
        trained = dict(setting.trained)
        for event in events:
            if isinstance(event, Trained):
                before = trained.get(event.who, 0)
                trained[event.who] = after = before + event.hours * event.times
                if before * 7 <= days * week * UNIT < after * 7:
                    has = f"the down-time has {hours(days * week * UNIT // 7)} hours"
                    instead = "write started: to train one after the other"
                    self._reject(body, f"{has}, and {hours(after)} are entered for {event.who}: {instead}")

    def _can_be(self, events: Sequence[Event], body: Node, day: int) -> bool:
        """Whether those it happens to are there at all."""
        who = [getattr(event, "who", None) for event in events]
        if not who or () in who:
            self._reject(body, "nobody is present: name somebody with who:")
            return False
        people = [name for names in who if names for name in ((names,) if isinstance(names, str) else names)]
        wrong = next(filter(None, (self._not_there(name, events, day) for name in dict.fromkeys(people))), "")
        if wrong:
            self._reject(body, f"who: {wrong}")
        return not wrong

    def _not_there(self, name: str, events: Sequence[Event], day: int) -> str:
        """Why it cannot happen to somebody on a day."""
        members = self.timeline.members
        joins = [event.day for event in events if isinstance(event, Joined)]
        back = bool(events) and all(isinstance(event, Returned) for event in events)
        first = joins[0] if joins else members.first_day(name)
        if first is not None and first > day:
            return f"{name} joins only on {self.reader.names.on(first)} (joined:)"
        if members.has_left(name, day) and not back and not joins:
            return f"{name} has left: if they are back, add returned: first"
        if members.never_joined(name) and not joins:
            return f"{name} never joined, since that was reverted: add joined: again"
        return ""

    def _few(self, events: Sequence[Event], entry: Entry, body: Node, setting: Setting) -> bool:
        """Whether an entry makes no more rows of the ledger than one may."""
        rows = len(events)
        if events and isinstance(events[0], Trained) and (days := self._spread_over(entry, setting)):
            rows *= pieces_of(events[0], *days)
        if rows > MOST_ROWS:
            self._reject(body, f"this makes {rows:,} rows of the ledger, one entry at most {MOST_ROWS:,}")
        return rows <= MOST_ROWS

    @staticmethod
    def _spread_over(entry: Entry, setting: Setting) -> tuple[int, int] | None:
        """The days of a down-time over which training is spread, if it is."""
        days = setting.today - setting.since
        if not isinstance(entry, TrainedEntry) or not setting.downtime or entry.day is not None or not days:
            return None
        return entry.begins or 1, entry.ends or days

    def _pieces(self, event: Event, entry: Entry, setting: Setting) -> list[Event]:
        days = self._spread_over(entry, setting)
        if not isinstance(event, Trained) or days is None:
            return [event]
        return spread(event, setting.since, *days)

    def _prepared(self, entry: Entry, body: Node, day: int) -> bool:  # noqa: ARG002
        """Whether what an entry speaks of can be had, before it is written."""
        return True

    def _decided(self, entry: Entry, body: Node, events: list[Event]) -> dict[str, Any]:  # noqa: ARG002
        """What an entry decides about others, or about the rules."""
        return {}

    # Names of entries.

    def _register(self, name: str | None, entries: Mapping[str, tuple[Node, Node]]) -> None:
        if not name:
            return
        place = self.reader.source.place(entries["id"][1])
        first = self.ledger.register(name, place)
        if first != place:
            is_new = first.file != self.reader.source.file and first.file.startswith("event ")
            row = first.file.startswith(DATABASES)
            by = f"by {first.file}" if is_new else f"by #{first.line}" if row else f"on line {first.line}"
            self._reject(entries["id"][1], f"id: {quoted(name)} is taken {by}")
