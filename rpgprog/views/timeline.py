"""How characters stood as time went on: after each day on which something changed, after each session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import Factory, define, frozen

from ..engine.replay import Folded, dated
from ..events import Event, Joined, SessionEnded
from ..ledger.accounts import EARNED, LEVEL, RANK, Key

FREE = "free"  # points that are neither held nor bound
_RANKS = "ranks"  # of all skills


@frozen
class Standing:
    """A character at the end of a day, or of a session; points in thousandths.

    ``session`` counts those that are over; ``ranks`` are those of all skills.
    """

    branch: str
    who: str
    day: int
    session: int
    level: int
    earned: int
    free: int
    ranks: int


@define(eq=False, repr=False)
class Step:
    """The postings of one event, or of time passing on one day (``number`` 0)."""

    day: int
    number: int
    event: Event | None = None
    postings: list[tuple[Key, int]] = Factory(list)


def steps(was: Iterable[Folded], other: Iterable[Folded]) -> Iterator[tuple[Step, Step]]:
    """The steps of two folds of one ledger, pair by pair, in the order of the fold."""
    first, second = _steps(was), _steps(other)
    for at in sorted({*first, *second}):
        yield first.get(at, Step(*at)), second.get(at, Step(*at))


def _steps(folded: Iterable[Folded]) -> dict[tuple[int, int], Step]:
    by_event: dict[tuple[int, int], Step] = {}

    def going_by() -> Iterator[Folded]:
        for folding in folded:
            recorded = folding.recorded
            at = (recorded.event.day, recorded.position + 1)
            by_event[at] = Step(*at, event=recorded.event if folding.reverted is None else None)
            yield folding

    for day, step, own, (account, amount, _, _) in dated(going_by()):
        at = (day, step.recorded.position + 1 if own else 0)
        by_event.setdefault(at, Step(*at)).postings.append((account.key, amount))
    return by_event


@define(eq=False, repr=False)
class Standings:
    """The numbers of a branch, posting by posting."""

    branch: str
    now: dict[Key, int] = Factory(dict)
    people: dict[str, int] = Factory(dict)  # who has joined, and where they last stand in by_day
    sessions: int = 0
    by_day: list[Standing] = Factory(list)
    by_session: list[Standing] = Factory(list)

    def __getitem__(self, key: Key) -> int:
        return self.now.get(key, 0)

    def add(self, key: Key, amount: int) -> None:
        """Post an amount."""
        who, kind, _ = key
        self.now[key] = self[key] + amount
        if kind == RANK:
            self.now[who, _RANKS, ""] = self[who, _RANKS, ""] + amount

    def pass_by(self, step: Step, changed: Iterable[str]) -> None:
        """Note how they stand after a step that was posted."""
        if isinstance(step.event, Joined) and step.event.who not in self.people:
            self.people[step.event.who] = len(self.by_day)
            self.by_day.append(self._standing(step.event.who, step.day))
        if isinstance(step.event, SessionEnded):
            self.sessions += 1
            self.by_session += [self._standing(who, step.day) for who in self.people]
        for who in changed:
            if who in self.people:
                self._note(who, step.day)

    def end(self, day: int) -> None:
        """Note how everybody stands on the last day."""
        for who in self.people:
            self._note(who, day, always=True)

    def _note(self, who: str, day: int, always: bool = False) -> None:
        """Once for each day on which something changed: the state at its end."""
        last, standing = self.by_day[self.people[who]], self._standing(who, day)
        if last.day == day:
            self.by_day[self.people[who]] = standing
        elif always or _numbers(last) != _numbers(standing):
            self.people[who] = len(self.by_day)
            self.by_day.append(standing)

    def _standing(self, who: str, day: int) -> Standing:
        numbers = {kind: self[who, kind, ""] for kind in (LEVEL, EARNED, FREE, _RANKS)}
        return Standing(branch=self.branch, who=who, day=day, session=self.sessions, **numbers)


def _numbers(standing: Standing) -> tuple[int, ...]:
    return standing.level, standing.earned, standing.free, standing.ranks
