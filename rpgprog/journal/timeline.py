"""The course of a campaign: the day, who is in play, who is there, who is away, what is open.

It takes in each entry in the order recorded, and answers for the next one. A file and a database ask the same
timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define, evolve, field, frozen

from ..engine.replay import corrections
from ..events import (
    DowntimeStarted,
    Event,
    Joined,
    Left,
    Override,
    Passed,
    Returned,
    SessionEnded,
    SessionStarted,
    Trained,
)
from ..problems import Place
from .absences import Absence, Absences
from .membership import Members
from .recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded

ENDING = ("passed", DOWNTIME_ENDED, SESSION_ENDED)  # after these nothing is open


@define(eq=False)
class Setting:
    """Where entries stand: in a session or down-time that is not over, or between them.

    Entries may have days from ``since`` on; without one they are of day ``today``.
    """

    since: int
    today: int
    present: tuple[str, ...] = ()  # when a session began
    missing: tuple[str, ...] = ()  # who is in play, but is not there
    session: str = ""
    gm: str = ""
    downtime: bool = False
    trained: dict[str, int] = field(factory=dict)  # hours in this down-time, by who trained
    late: str = ""  # why the session was entered after its day
    began: int = -1  # the position of the entry with which a session or down-time begins


@frozen(eq=False)
class Correction:
    """An entry that reverts others which matter here."""

    position: int
    reverts: tuple[int, ...]
    allows: tuple[int, ...] = ()
    answer: Override | None = None


@define(eq=False)
class Timeline:
    """What the entries so far say of time and of people."""

    today: int = 0
    members: Members = field(factory=Members)
    absences: Absences = field(factory=Absences)
    reverts: dict[int, Correction] = field(factory=dict)  # by position: those that matter here
    open: Setting | None = None
    _away: dict[int, tuple[str, ...]] = field(factory=dict, init=False)  # by day, as far as asked for

    def __attrs_post_init__(self) -> None:
        """Leave out what was reverted."""
        if self.reverts:
            self._count()

    def copy(self, after: int = 0) -> Timeline:
        """Return a copy that may take in more; it need not know who was away before a day."""
        setting, absences = self.open, self.absences.copy(after)
        if setting is not None and setting.downtime:  # in which hours are counted
            setting = evolve(setting, trained=dict(setting.trained))
        return Timeline(self.today, self.members.copy(), absences, dict(self.reverts), setting)

    def extended(self, entries: Iterable[Recorded]) -> Timeline:
        """Return a copy that took in these entries as well."""
        longer = self.copy()
        for recorded in entries:
            longer.add(recorded)
        return longer

    def add(self, recorded: Recorded) -> None:
        """Take in one more entry. It is its day then, unless somebody is to join on a day to come."""
        event = recorded.event
        if not isinstance(event, Joined):
            self.move_to(event.day)
        take = _TAKEN_IN.get(event.__class__)
        if take is not None:
            take(self, recorded, event)
        if recorded.reverts:
            self._revert(recorded)

    def move_to(self, day: int) -> None:
        """Let it be that day; time never goes back."""
        self.today = max(self.today, day)

    # Who is there, who is away.

    def there(self, day: int) -> tuple[str, ...]:
        """Whom "all" means on a day: those at the session that is open, or else everybody who plays along."""
        setting = self.open
        if setting is None or setting.downtime:
            return self.members.party(day)
        party = dict.fromkeys(self.members.party(day))
        there = (who for who in dict.fromkeys((*setting.present, *party)) if who in party)
        return tuple(who for who in there if who not in setting.missing)

    def absent_on(self, day: int) -> tuple[str, ...]:
        """Who is away while time passes up to a day, as far as is known.

        Whoever has left is away until they return. Besides, whoever misses a session was away since the
        session or down-time before it, and a down-time says who is away while it lasts.
        """
        if day not in self._away:
            self._away[day] = self.members.away(day, self._missing(self.absences.before(day)))
        return self._away[day]

    def _missing(self, absence: Absence | None) -> tuple[str, ...]:
        """Who was away by an absence, as far as the entries that count say who played along then."""
        if absence is None or absence.present is None:
            return absence.away if absence is not None else ()
        party, here = self.members.party_then(absence.until, absence.position), frozenset(absence.present)
        return tuple(who for who in party if who not in here)

    def with_absent(self, recorded: Recorded) -> Recorded:
        """Return an entry with those who were away until its day, unless it says so itself."""
        absent = self.absent_on(recorded.event.day)
        if recorded.absent_stated or absent == recorded.event.absent:
            return recorded
        return evolve(recorded, event=evolve(recorded.event, absent=absent))

    def agrees(self, later: Timeline, day: int) -> bool:
        """Whether more entries leave it as it was who was away until a day.

        More entries can only decide about days that are not yet decided here: late ones and those that
        revert change the past, and are for whoever asks to look for.
        """
        decided = self.absences.until
        if decided >= day:
            return True
        days = {day, *self.members.days(), *later.members.days()}
        return all(self.absent_on(at) == later.absent_on(at) for at in days if decided < at <= day)

    # What is open.

    @property
    def setting(self) -> Setting:
        """Where the next entry stands."""
        return self.open or Setting(self.today, self.today)

    def closing(self, place: Place, position: int) -> Recorded | None:
        """Return what will be recorded when what is open is over; None if nothing is open."""
        setting = self.open
        if setting is None:
            return None
        beside: dict[str, Any] = {"place": place, "position": position}
        if setting.downtime:
            return Recorded(event=Passed(day=setting.today), word=DOWNTIME_ENDED, **beside)
        ended = SessionEnded(present=self.there(setting.today), day=setting.today)
        beside |= {"session": setting.session, "gm": setting.gm, "late": setting.late}
        return Recorded(event=ended, word=SESSION_ENDED, **beside)

    # Each kind of entry that matters here.

    def _session(self, recorded: Recorded, event: SessionStarted) -> None:
        day, there = event.day, event.present
        here = frozenset(there)
        missing = tuple(who for who in self.members.party(day) if who not in here)
        self._decide(Absence(recorded.position, day, (), present=there if missing else None))
        session, gm, began = recorded.session, recorded.gm, recorded.position
        self.open = Setting(day, day, there, missing, session, gm, late=recorded.late, began=began)

    def _downtime(self, recorded: Recorded, event: DowntimeStarted) -> None:
        away = tuple(who for who in event.away if not self.members.has_left(who, event.day))
        self._decide(Absence(recorded.position, event.until, away, after=event.day))
        self.open = Setting(event.day, event.until, downtime=True, began=recorded.position)
        self.move_to(event.until)

    def _decide(self, absence: Absence) -> None:
        self.absences.add(absence)
        self._away.clear()

    def _over(self, recorded: Recorded, _: SessionEnded | Passed) -> None:
        if recorded.word in ENDING:
            self.open = None

    def _member(self, recorded: Recorded, event: Joined | Left | Returned) -> None:
        self.members.add(recorded.position, event)
        self._away.clear()
        if self.open is not None and not isinstance(event, Left):  # who returns is there from then on
            missing = tuple(who for who in self.open.missing if who != event.who)
            self.open = evolve(self.open, missing=missing)

    def _trained(self, _: Recorded, event: Trained) -> None:
        if self.open is not None and self.open.downtime:
            trained = self.open.trained
            trained[event.who] = trained.get(event.who, 0) + event.hours * event.times

    def _revert(self, recorded: Recorded) -> None:
        if self.open is not None and self.open.began in recorded.reverts:  # what is reverted is not open
            self.open = None
        registers = (self.members.memberships, self.absences.absences, self.reverts)
        if any(position in entries for position in recorded.reverts for entries in registers):
            self.reverts[recorded.position] = Correction(recorded.position, recorded.reverts)
            self._count()

    def _count(self) -> None:
        """Leave out what was reverted."""
        gone = corrections(self.reverts.values()).gone
        self.members.revert(gone)
        self.absences.revert(gone)
        self._away.clear()


Take = Callable[[Timeline, Recorded, Any], None]
_TAKEN_IN: dict[type[Event], Take] = {
    Joined: Timeline._member,
    Left: Timeline._member,
    Returned: Timeline._member,
    SessionStarted: Timeline._session,
    SessionEnded: Timeline._over,
    DowntimeStarted: Timeline._downtime,
    Passed: Timeline._over,
    Trained: Timeline._trained,
}
