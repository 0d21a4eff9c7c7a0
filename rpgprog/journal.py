"""A campaign as a YAML file that a game master writes: roster, then sessions with events.

What cannot be read is told at its place, and the rest is read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from .accounts import UNIT
from .codec import Names, Reader, Skill
from .entries import KINDS, Entry, RevertedEntry, TrainedEntry, may, must
from .events import Event, Joined, Left, Passed, Returned, SessionEnded, SessionStarted
from .problems import Mistakes, Place, Problem
from .ruleset import Ruleset, find_ruleset, load_ruleset, packs, skills
from .source import Mapping as Map
from .source import Node, Source, read_source
from .words import did_you_mean, listing, quoted


@frozen(kw_only=True)
class Character:
    """A character as they begin; one who comes from another table brings ranks, points and a past."""

    name: str | None = may("what they are called; otherwise the key")
    player: str | None = may("who plays them")
    profession: str | None = may("their profession")
    favoured: tuple[str, ...] = may("skills and categories that cost them less", reads="skills", default=())
    stats: Mapping[str, int] = may("their stats", default=Factory(dict))
    share: int = may("their share of an award that is split", unit=UNIT, default=UNIT, above=0)
    joined: int | None = may("the day they joined, if not at the start", least=0)
    level: int = may("the level they begin with", default=0, least=0)
    points: int = may("unspent points they begin with", unit=UNIT, default=0)
    earned: int | None = may("all points they ever earned", unit=UNIT, least=0)
    coins: int = may("coins they begin with", unit=UNIT, default=0)
    ranks: Mapping[str, int] = may("ranks by skill", reads=lambda r, n, w: _by_skill(r, n, w), default=Factory(dict))
    peaks: Mapping[str, int] = may("highest ranks ever", reads=lambda r, n, w: _by_skill(r, n, w), default=Factory(dict))
    xp: Mapping[str, int] = may("XP on the way to the next rank", reads=lambda r, n, w: _by_skill(r, n, w, UNIT), default=Factory(dict))
    last_used: Mapping[str, int] = may("the day of the last use", reads=lambda r, n, w: _by_skill(r, n, w), default=Factory(dict))
    talents: tuple[str, ...] = may("talents they have", default=())

    def joins(self, who: str, start: int) -> Joined:
        """The event with which they join."""
        day = start if self.joined is None else self.joined
        last_used = {skill: used + 1 for skill, used in self.last_used.items()}
        peaks = {skill: max(peak, self.ranks.get(skill, 0)) for skill, peak in self.peaks.items()}
        earned = max(self.points, 0) if self.earned is None else self.earned
        same = {name: getattr(self, name) for name in ("favoured", "stats", "share", "level", "points", "coins", "ranks", "xp", "talents")}
        return Joined(who=who, day=day, profession=self.profession or "", earned=earned, peaks=peaks, last_used=last_used, **same)


def _by_skill(reader: Reader, node: Node, key: str, unit: int = 0) -> dict[str, int]:
    found = {}
    for skill, (key_node, value) in reader.entries(node, key).items():
        number = reader.amount(value, key, unit) if unit else reader.whole(value, f"{key}, {skill}")
        if reader.skill(key_node, key) is not None and number is not None:
            if number < 0:
                reader.problem(value, f"{key}, {skill}: must be at least 0, not {number}")
            found[skill] = number
    return found


@frozen(kw_only=True)
class SessionItem:
    """A game session: who was there, and what happened."""

    session: str = must("what the session is called")
    day: int | None = may("its day", least=0)
    after: int | None = may("how long after the last entry, instead of a day", unit="days")
    gm: str | None = may("who ran it")
    present: tuple[str, ...] | None = may("who was there; otherwise the whole party", reads=lambda r, n, w: _people(r, n, w))
    hours: int = may("how many hours were played", unit=UNIT, default=0, least=0)
    date: str | None = may("the real date, as 2026-05-21")
    scenes: tuple[str, ...] = may("the scenes, where a rule wants them", default=())
    note: str | None = may("a remark; it changes nothing")
    id: str | None = may("a name of one's own")
    ref: str | None = may("a reference to the outside")
    events: Any = may("what happened", reads=lambda r, n, w: n)


@frozen(kw_only=True)
class DowntimeItem:
    """Time between adventures, and what was done in it."""

    downtime: int = must("how long: 6 months", unit="days")
    absent: tuple[str, ...] = may("whose time stands still", reads=lambda r, n, w: _people(r, n, w), default=())
    note: str | None = may("a remark; it changes nothing")
    id: str | None = may("a name of one's own")
    ref: str | None = may("a reference to the outside")
    events: Any = may("what was done", reads=lambda r, n, w: n)


@frozen(kw_only=True)
class CampaignFile:
    """The whole file."""

    campaign: str = must("what the campaign is called")
    ruleset: str = must("a pack's name, or a path to a file of one's own")
    about: str | None = may("what it is about")
    start: int = may("the day on which the characters begin", default=0, least=0)
    skills: Mapping[str, Skill] = may("skills that the ruleset does not have", reads=lambda r, n, w: skills(r, n), default=Factory(dict))
    characters: Any = must("the characters by name", reads=lambda r, n, w: n)
    journal: Any = may("the sessions and down-times, in order", reads=lambda r, n, w: n)


def _people(reader: Reader, node: Node, key: str) -> tuple[str, ...]:
    names = (reader.known(item, key, "character", reader.names.people) for item in reader.items(node, key))
    return tuple(dict.fromkeys(name for name in names if name))


@frozen(kw_only=True)
class Recorded:
    """One event of the ledger and what was recorded beside it. Ledgers are folded by (day, position)."""

    event: Event
    place: Place
    position: int
    id: str = ""
    word: str = ""
    session: str = ""
    gm: str = ""
    note: str = ""
    ref: str = ""
    late: str = ""
    reverts: str = ""
    by: str = ""

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands in the fold."""
        return self.event.day, self.position


@frozen
class Journal:
    """A campaign file, read: the ledger in the order of the fold, and what could not be read."""

    title: str
    source: Source
    ruleset: Ruleset
    characters: Mapping[str, Character]
    ledger: tuple[Recorded, ...]
    problems: tuple[Problem, ...]


def read_journal(path: str | os.PathLike[str] | Source) -> Journal:
    """A campaign file. Raises Mistakes when not even its ruleset and characters can be read."""
    source = path if isinstance(path, Source) else read_source(path)
    problems: list[Problem] = []
    reader = Reader(source, problems)
    if not isinstance(source.root, Map):
        reader.problem(source.root, "a campaign file begins with campaign:, ruleset: and characters:")
        raise Mistakes(problems)
    ruleset = _ruleset(reader)
    if ruleset is not None:
        reader.names = ruleset.names
    about = reader.fill(CampaignFile, source.root, "a campaign")
    if about is None or ruleset is None:
        raise Mistakes(problems)
    ruleset = ruleset.with_skills(about.skills)
    roster = reader.entries(about.characters, "characters")
    reader.names = evolve(ruleset.names, people=tuple(roster))
    filled = {who: reader.fill(Character, node, who) for who, (_, node) in roster.items()}
    characters = {who: character for who, character in filled.items() if character is not None}
    ledger = _Ledger(reader, ruleset, about, characters)
    ledger.read(about.journal)
    return Journal(about.campaign, source, ruleset, characters, ledger.folded(), tuple(problems))


def _ruleset(reader: Reader) -> Ruleset | None:
    entries = reader.entries(reader.source.root, "a campaign")
    if "ruleset" not in entries:
        return None
    node = entries["ruleset"][1]
    name = reader.text(node, "ruleset")
    path = find_ruleset(name, reader.source.file) if name else None
    if name and path is None:
        reader.problem(node, f"ruleset: there is no ruleset {quoted(name)}{did_you_mean(name, packs())}")
    try:
        return load_ruleset(path) if path else None
    except Mistakes as mistakes:
        reader.problems += mistakes.problems
        return None


@define
class _Ledger:
    """Goes through the journal item by item and writes down events with their days."""

    reader: Reader
    ruleset: Ruleset
    about: CampaignFile
    characters: Mapping[str, Character]
    recorded: list[Recorded] = Factory(list)
    today: int = 0
    gone: list[str] = Factory(list)
    loose: list[int] = Factory(list)  # positions of entries between sessions: the next session says who was away
    ids: dict[str, Place] = Factory(dict)

    def read(self, journal: Node | None) -> None:
        self.today = self.about.start
        for who, character in self.characters.items():
            node = self.reader.entries(self.about.characters, "")[who][0]
            self._write(character.joins(who, self.about.start), node, word="joined")
        for item in self.reader.items(journal, "journal") if journal is not None else ():
            self._item(item)
        self._check_reverts()

    def folded(self) -> tuple[Recorded, ...]:
        return tuple(sorted(self.recorded, key=lambda recorded: recorded.order))

    def _write(self, event: Event, node: Node, **beside: Any) -> None:
        place = self.reader.source.place(node)
        beside = {key: value or "" for key, value in beside.items()}
        self.recorded.append(Recorded(event=event, place=place, position=len(self.recorded), **beside))

    def _item(self, item: Node) -> None:
        words = [word for word in self.reader.entries(item, "an entry of the journal") if word in _ITEMS]
        known = [*_ITEMS, *KINDS]
        entries = self.reader.entries(item, "") if isinstance(item, Map) else {}
        if words:
            _ITEMS[words[0]](self, item)
        elif len(entries) == 1 and next(iter(entries)) in KINDS:
            self._loose_entry(item)
        elif entries:
            word, (key, _) = next(iter(entries.items()))
            self.reader.problem(key, f'"{word}" begins no entry of the journal{did_you_mean(word, known)}')

    def _loose_entry(self, item: Node) -> None:
        before = len(self.recorded)
        self._entry(item, self.today, session="", gm="", present=self._party())
        self.loose += range(before, len(self.recorded))

    def _party(self) -> tuple[str, ...]:
        return tuple(who for who in self.reader.names.people if who not in self.gone and self._has_joined(who))

    def _has_joined(self, who: str) -> bool:
        character = self.characters.get(who)
        return character is None or (character.joined or 0) <= self.today

    def _session(self, item: Node) -> None:
        session = self.reader.fill(SessionItem, item, "a session")
        entries = self.reader.entries(item, "")
        day = self._session_day(session, entries, item) if session else None
        if session is None or day is None:
            return
        self.today = max(day, self.today)
        present = self._party() if session.present is None else session.present
        absent = tuple(who for who in self.reader.names.people if who not in present)
        date = self._date(entries["date"][1]) if "date" in entries else 0
        started = SessionStarted(name=session.session, present=present, hours=session.hours, date=date, day=day, absent=absent)
        beside = {"session": session.session, "gm": session.gm}
        self._between(absent)
        self._write(started, item, word="session", id=session.id, note=session.note, ref=session.ref, **beside)
        for node in self.reader.items(session.events, "events") if session.events is not None else ():
            self._entry(node, day, present=present, **beside)
        self._write(SessionEnded(present=present, day=day), item, word="session ended", **beside)

    def _session_day(self, session: SessionItem, entries: Mapping[str, Any], item: Node) -> int | None:
        if session.day is None and session.after is None:
            return self._no(item, f"the session {quoted(session.session)} needs a day:, or after: and a span of time")
        if session.day is not None and session.after is not None:
            return self._no(entries["after"][1], "after: and day: say the same thing twice: leave one out")
        day = self.today + session.after if session.day is None else session.day  # type: ignore[operator]
        if day < self.today:
            message = f"day: the session is on day {day}, but it is day {self.today} already: sessions stand in order"
            return self._no(entries["day"][1], message)
        return day

    def _no(self, node: Node, message: str) -> None:
        self.reader.problem(node, message)

    def _date(self, node: Node) -> int:
        from datetime import date

        try:
            return date.fromisoformat(self.reader.text(node, "date") or "").toordinal()
        except ValueError:
            self.reader.problem(node, f"date: takes a date such as 2026-05-21, not {quoted(node.text)}")  # type: ignore[union-attr]
            return 0

    def _between(self, absent: tuple[str, ...]) -> None:
        """Who is away from a session was away since the session before."""
        for position in self.loose:
            recorded = self.recorded[position]
            self.recorded[position] = evolve(recorded, event=evolve(recorded.event, absent=absent))
        self.loose.clear()

    def _downtime(self, item: Node) -> None:
        downtime = self.reader.fill(DowntimeItem, item, "a down-time")
        if downtime is None:
            return
        first, self.today = self.today, self.today + downtime.downtime
        absent = tuple(dict.fromkeys((*downtime.absent, *self.gone)))
        self._between(absent)
        before = len(self.recorded)
        for node in self.reader.items(downtime.events, "events") if downtime.events is not None else ():
            self._entry(node, self.today, session="", gm="", present=self._party(), span=(first, downtime.downtime))
        beside = {"id": downtime.id, "note": downtime.note, "ref": downtime.ref}
        self._write(Passed(day=self.today), item, word="downtime", **beside)
        for position in range(before, len(self.recorded)):
            recorded = self.recorded[position]
            self.recorded[position] = evolve(recorded, event=evolve(recorded.event, absent=absent))

    def _passed(self, item: Node) -> None:
        node = self.reader.entries(item, "")["passed"][1]
        days = self.reader.days(node, "passed")
        if days is not None:
            self.today += days
            self._write(Passed(day=self.today, absent=tuple(self.gone)), item, word="passed")

    def _entry(self, item: Node, today: int, *, session: str, gm: str | None, present: Iterable[str], span: Any = None) -> None:
        entries = self.reader.entries(item, "an event")
        word, (key, body) = next(iter(entries.items()), ("", (item, item)))
        if len(entries) != 1 or word not in KINDS:
            more = f": write one event a line, not {listing(entries)}" if len(entries) > 1 else did_you_mean(word, KINDS)
            return self._no(key, f"{quoted(word)} is not an event{more}" if word not in KINDS else f"an event has one word{more}")
        entry = self.reader.fill(KINDS[word], body, word)
        if entry is None or not self._complete(entry, word, body):
            return None
        day = self._day(entry, body, today)
        if day is None:
            return None
        everybody = {"all": tuple(present), "party": self._party()}
        shared = {"day": day, "times": entry.times, "override": entry.override}
        reverts = {"reverts": entry.event, "by": entry.by} if isinstance(entry, RevertedEntry) else {}
        beside = {"word": word, "id": self._id(entry, body), "note": entry.note, "ref": entry.ref, "late": entry.late}
        for event in entry.events(shared, everybody):
            for piece in _spread(event, entry, span):
                self._write(piece, key, session=session, gm=gm, **beside, **reverts)
            self._follow(event)

    def _complete(self, entry: Any, word: str, body: Node) -> bool:
        """What no single field can say about itself."""
        if word == "bought" and (entry.skill is None) == (entry.talent is None):
            self._no(body, 'bought needs "skill" or "talent", and not both')
        elif word == "trained" and (entry.hours is None) == (entry.weeks is None):
            self._no(body, 'trained needs "hours" or "weeks", and not both')
        elif word == "ruled" and not entry.changes():
            self._no(body, 'ruled needs a number to change: "ranks", "xp", "points", "coins", "level" or "talent"')
        elif word == "ruled" and (entry.ranks or entry.xp) and entry.skill is None:
            self._no(body, 'ruled needs "skill" to say which skill the ranks or XP are of')
        elif word == "met" and not (entry.what or entry.family or entry.situation or entry.tag):
            self._no(body, 'met needs "what", "family", "situation" or "tag"')
        else:
            return True
        return False

    def _day(self, entry: Entry, body: Node, today: int) -> int | None:
        if entry.day is None:
            return self._no(body, "late: needs the day on which it happened") if entry.late else today
        if entry.day < today and not entry.late:
            message = f"day {entry.day} is over, it is day {today}: add late: and the reason"
            return self._no(self.reader.entries(body, "")["day"][1], f"day: {message}")
        if entry.day > today:
            self.today = max(self.today, entry.day)
        return entry.day

    def _id(self, entry: Entry, body: Node) -> str | None:
        if entry.id:
            node = self.reader.entries(body, "")["id"][1]
            first = self.ids.setdefault(entry.id, self.reader.source.place(node))
            if first != self.reader.source.place(node):
                self._no(node, f'id: "{entry.id}" is taken on line {first.line}')
        return entry.id

    def _follow(self, event: Event) -> None:
        if isinstance(event, Left) and event.who not in self.gone:
            self.gone.append(event.who)
        if isinstance(event, Returned) and event.who in self.gone:
            self.gone.remove(event.who)

    def _check_reverts(self) -> None:
        for recorded in self.recorded:
            if recorded.reverts and recorded.reverts not in self.ids:
                message = f'reverted: there is no entry with the id "{recorded.reverts}"{did_you_mean(recorded.reverts, self.ids)}'
                self.reader.problems.append(Problem(recorded.place, message))


_ITEMS = {"session": _Ledger._session, "downtime": _Ledger._downtime, "passed": _Ledger._passed}


def _spread(event: Event, entry: Entry, span: tuple[int, int] | None) -> list[Event]:
    """Training in a down-time, spread evenly: one piece a week, of an hour or more each."""
    if span is None or not isinstance(entry, TrainedEntry) or entry.day is not None:
        return [event]
    first, days = span
    begins, ends = entry.begins or 1, min(entry.ends or days, days)
    hours: int = event.hours  # type: ignore[attr-defined]
    pieces = max(1, min((ends - begins + 7) // 7, hours // UNIT))
    cuts = [*(hours * n // pieces // UNIT * UNIT for n in range(pieces)), hours]
    dates = [first + begins - 1 + -(-(ends - begins + 1) * (n + 1) // pieces) for n in range(pieces)]
    return [evolve(event, day=day, hours=b - a) for day, a, b in zip(dates, cuts[:-1], cuts[1:], strict=True)]
