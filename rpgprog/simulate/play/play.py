"""A block of campaigns of one build under one ruleset, played session by session in lanes.

Every event goes through the ruleset's own policies. What is refused in a campaign did not happen in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import evolve

from ...engine.lanes.values import is_array
from ...events import Event, Rolled, SessionEnded, SessionStarted, Started, Trained
from ...journal.ledger_builder import spread
from ...ledger.accounts import CAMPAIGN, DAY, MARKED, MEMBER, RANK
from ..builds.file import Builds
from ..builds.table import PLANNED, Training, Use
from ..chance import Draws
from .instrumented import MeasuredLanes
from .scalar import OneByOne, event_of
from .spending import Spending

_WORDS = {SessionStarted: "session", SessionEnded: "session's end"}
Refusals = tuple[str, str, str, str]  # the event's word, then policy, code and sentence of the reason
FIRST_DATE = 737_791  # 2021-01-01: of the first session, where real time counts


class Play:
    """The campaigns of a block, for one build. ``watched`` are those whose events are written down.

    They are played all at once, or ``one_by_one`` where a house rule cannot do otherwise.
    """

    def __init__(
        self,
        builds: Builds,
        who: str,
        draws: Draws,
        watched: Iterable[int] = (),
        past: Iterable[Any] = (),
        one_by_one: bool = False,
    ) -> None:
        self.ruleset, self.table, self.build = builds.ruleset, builds.table, builds.builds[who]
        self.who, self.draws = who, draws
        self.uses: Mapping[str, Use] = self.build.uses or self.table.uses
        self.training: Mapping[str, Training] = self.build.training or self.table.training
        sheet = {(holder, kind, of): balance for holder, kind, of, balance in past}
        make: Any = OneByOne if one_by_one else MeasuredLanes
        self.lanes = make(self.ruleset.rules, draws.size, who, sheet)
        self.refused: Counter[Refusals] = Counter()  # events of the table
        self.written: dict[int, list[Event]] = {lane: [] for lane in watched}
        self.session, self.events = 0, 0
        self.day = sheet.get((CAMPAIGN, DAY, ""), 0)
        self.here: Any = None  # where the player is there; None: everywhere
        self._gap = self.table.usual_gap
        self.party = self._party(sheet)
        if not sheet:
            self._join()
        self.spending = Spending(self, self.build.plan)
        self.spending.spend()

    def _party(self, sheet: Mapping[Any, int]) -> tuple[str, ...]:
        """Who is present: those of the past, or companions without a name."""
        if sheet:
            members = (who for who, kind, _ in sheet if kind == MEMBER and who != self.who)
            return (self.who, *sorted(members))
        return (self.who, *(f"companion {n}" for n in range(2, self.table.party + 1)))

    # Events.

    def do(self, event: Event, times: Any = None) -> Any:
        """Handle an event, ``times`` in each campaign; returns where it was refused."""
        if times is not None:
            if not times.any():
                return np.zeros(self.draws.size, bool)
            event = evolve(event, times=times)
        refused = self.lanes.step(event)
        happened = event.times if is_array(event.times) else np.full(self.draws.size, event.times)
        self.events += int(happened[~refused].sum() if refused.any() else happened.sum())
        for lane, events in self.written.items():
            if happened[lane] and not refused[lane]:
                events.append(event_of(event, lane))
        return refused

    def do_once(self, event: Event, rows: Any) -> Any:
        """Let it happen once in some campaigns; where it was refused."""
        refused = self.lanes.step(event, rows)
        self.events += len(rows) - int(np.count_nonzero(refused))
        for lane, events in self.written.items():
            if lane in rows and not refused[lane]:
                events.append(event_of(event, lane))
        return refused

    def _happens(self, event: Event, times: Any = None) -> None:
        """The same for what the table brings: what a rule refuses is counted."""
        if self.do(event, times).any():
            word = _WORDS.get(type(event), type(event).__name__.lower())
            for reason, rows in self.lanes.first_refusals():
                self.refused[word, *reason] += len(rows)

    def _join(self) -> None:
        for who in self.party:
            build = evolve(self.build, ranks=dict(self.build.ranks) or dict(self.build.start))
            self.do(build.joins(who, 0))

    def free(self) -> None:
        """Break the reference cycle, so that the balances are freed now."""
        self.lanes.free()
        del self.spending

    # A session.

    def play(self) -> None:
        """One session, the time before it and the spending after it."""
        self.session += 1
        if self.session > 1 or self.day:
            self._pass(self.table.gap(self.session - 1))
        else:
            self._who_is_there()
        self._start()
        self._meet()
        self._use()
        self._award()
        self._end()
        self._roll()
        self.spending.spend()

    def _who_is_there(self) -> None:
        if self.table.absent is not None:
            away = self.table.absent.numbers(self._gap).at(self.draws.raw("absent", self.session))
            self.here = away == 0

    def _where(self, times: Any = None) -> Any:
        """So many times, where the player is there."""
        if self.here is None:
            return times
        return self.here.astype("int64") if times is None else times * self.here

    def _pass(self, days: int) -> None:
        """The time between sessions, in which those train who will be there."""
        since, self.day = self.day, self.day + days
        self._who_is_there()
        aims = self.spending.aims() if PLANNED in self.training else {}
        pieces = []
        for aim, training in self.training.items():
            for skill, rows in aims.items() if aim == PLANNED else [(aim, None)]:
                pieces += self._train(skill, training, self._where(rows), since, days)
        for piece, times in sorted(pieces, key=lambda pair: pair[0].day):
            self._happens(piece, times)

    def _train(self, skill: str, training: Training, times: Any, since: int, days: int) -> list[Any]:
        """Training in pieces, week by week; a course begins at once."""
        trainer, pace = training.trainer, training.pace
        taught: dict[str, Any] = {"trainer": trainer.name, "trainer_rank": trainer.rank} if trainer else {}
        if pace is None or not days:
            return []
        if pace.course:
            self.do(Started(who=self.who, skill=skill, day=since, **taught), times)
            return []
        details: dict[str, Any] = {"text": training.text or "", "within": training.within or "", **taught}
        hours = pace.between(days)
        event = Trained(who=self.who, skill=skill, hours=hours, xp=training.xp, **details)
        return [(piece, times) for piece in spread(event, since, 1, days)] if hours or training.xp else []

    def _start(self) -> None:
        shared = {"name": f"Session {self.session}", "hours": self.table.hours, "day": self.day}
        if self.table.meets:
            shared["date"] = FIRST_DATE + (self.session - 1) * self.table.meets
        self._happens(SessionStarted(present=self.party, **shared), self._where())
        if self.here is not None:
            away = (~self.here).astype("int64")
            present, absent = self.party[1:], (self.who,)
            self._happens(SessionStarted(present=present, absent=absent, **shared), away)

    def _end(self) -> None:
        self._happens(SessionEnded(present=self.party), self._where())
        if self.here is not None:
            self._happens(SessionEnded(present=self.party[1:]), (~self.here).astype("int64"))

    def _often(self, often: Any, *about: str) -> Any:
        return often.numbers(self._gap).at(self.draws.raw(*about, self.session))

    def _meet(self) -> None:
        for name, encounter in self.table.encounters.items():
            named = encounter if encounter.what or encounter.missing() == "" else evolve(encounter, what=name)
            self._for_all(named, self._often(encounter.often, "met", name))

    def _award(self) -> None:
        for name, award in self.table.awards.items():
            named = award if award.why else evolve(award, why=name)
            self._for_all(named, self._often(award.often, "awarded", name))

    def _for_all(self, entry: Any, times: Any) -> None:
        """An event of the whole party, with or without the simulated character."""
        everybody = {"all": self.party, "party": self.party}
        for event in entry.events({}, everybody):
            self._happens(event, self._where(times))
        if self.here is not None and self.party[1:]:
            for event in entry.events({}, {**everybody, "all": self.party[1:]}):
                self._happens(event, times * ~self.here)

    def _use(self) -> None:
        aims = self.spending.aims() if PLANNED in self.uses else {}
        for aim, use in self.uses.items():
            for outcome, times in self._outcomes(aim, use):
                for skill, rows in aims.items() if aim == PLANNED else [(aim, None)]:
                    event = evolve(use, skill=(skill,), outcome=outcome, who=(self.who,)).events({}, {})[0]
                    self._happens(event, self._where(times if rows is None else times * rows))

    def _outcomes(self, name: str, use: Use) -> list[tuple[str | None, Any]]:
        """How often it goes well and how often not."""
        if use.success is None or use.often is None:
            return [(None, self._often(use.often, "used", name))]
        well, badly = use.often.thinned(use.success, self._gap), use.often.thinned(1 - use.success, self._gap)
        if well is not None and badly is not None:
            good = well.at(self.draws.raw("success", name, self.session))
            return [("success", good), ("failure", badly.at(self.draws.raw("failure", name, self.session)))]
        times = self._often(use.often, "used", name)
        good = sum(
            (times > n) & self.draws.happens(use.success, "success", name, self.session, n)
            for n in range(int(times.max()))
        ) * np.ones(self.draws.size, "int64")
        return [("success", good), ("failure", times - good)]

    def _roll(self) -> None:
        """The dice for skills that were marked."""
        if Rolled not in self.ruleset.rules.taken:
            return
        for marked in self.lanes.all(MARKED):
            if (
                marked.who == self.who
                and (due := self._where((marked.everywhere() > 0).astype("int64"))).any()
            ):
                rank = self.lanes[self.who, RANK, marked.of]
                die, gain = self.lanes.figure("die", rank), self.lanes.figure("gain die", rank)
                about = marked.of, self.session
                roll = self.draws.die(die, "roll", *about)
                self.do(
                    Rolled(
                        who=self.who, skill=marked.of, roll=roll, gain=self.draws.die(gain, "gain", *about)
                    ),
                    due,
                )
