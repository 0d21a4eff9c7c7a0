"""A7. Whether a game master gives, or a player gets, more than others: points by the hour, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median

from attrs import define, field, frozen

from ...engine.replay import Folded
from ...events import Joined, Ruled, SessionEnded, SessionStarted
from ...ledger.accounts import EARNED, UNIT
from ...problems.wording import listing
from ..columns import column, decimal, many, number, percent, ratio
from .table import Asked, Played, Report

SCALE = Fraction("0.6745")  # makes a robust z of what a z is where the spread is that of a bell curve
FLAG = 2  # a z so far from 0 is worth a look
FEWEST = 3  # of two, each is as far from the middle as the other
GM, PLAYER = "game master", "player"


@frozen
class Standing:
    """How far one is from the middle of all: in parts of it, and as ``z``, None where most are alike."""

    off: Fraction | None
    z: Fraction | None
    flagged: bool
    differs: bool


def outliers(rates: Mapping[str, Fraction]) -> dict[str, Standing]:
    """Who stands out: 0.6745 times the distance from the median, over the median distance, is 2 or more.

    >>> found = outliers({"G1": Fraction(2), "G2": Fraction("2.1"), "G3": Fraction("1.9"), "G4": Fraction(4)})
    >>> [name for name, standing in found.items() if standing.flagged], float(found["G4"].z)
    (['G4'], 13.15275)
    """
    if not rates:
        return {}
    middle = median(rates.values())
    spread = median(abs(rate - middle) for rate in rates.values())
    return {name: _standing(rate - middle, middle, spread) for name, rate in rates.items()}


def _standing(distance: Fraction, middle: Fraction, spread: Fraction) -> Standing:
    z = SCALE * distance / spread if spread else None
    return Standing(
        distance / middle if middle else None,
        z,
        z is not None and abs(z) >= FLAG,
        z is None and distance != 0,
    )


@frozen(kw_only=True)
class Rate:
    """What one gave or got: points for each character and hour at the table."""

    of: str = column("As")
    name: str = column("Who")
    sessions: int = number("Sessions")
    hours: Fraction = number("Character-hours")
    points: Fraction = number("Points")
    rate: Fraction = ratio("Per hour")
    off: Fraction | None = percent("From the median", signed=True)
    z: Fraction | None = ratio("z", signed=True)
    flagged: bool
    note: str = column("")


@define(eq=False)
class Sitting:
    """A session: who ran it, who was there, what each of them was awarded."""

    gm: str
    day: int
    hours: Fraction
    present: tuple[str, ...]
    paid: dict[str, Fraction] = field(factory=lambda: defaultdict(Fraction))

    @property
    def counts(self) -> bool:
        """Whether it says how long it was, and somebody was there."""
        return bool(self.hours and self.present)


def sittings(folded: Sequence[Folded]) -> Iterator[Sitting]:
    """The sessions in journal order, whatever the day of an entry; rulings are not awards."""
    sitting: Sitting | None = None
    for step in sorted(folded, key=lambda step: step.recorded.position):
        event, done = step.recorded.event, step.refused is None and not step.reverted
        if isinstance(event, SessionStarted):
            hours = Fraction(int(event.hours), UNIT)
            sitting = Sitting(step.recorded.gm, event.day, hours, event.present) if done else None
        if sitting is None or not done:
            continue
        for account, amount, *_ in step.receipts[step.own :]:
            if account.kind == EARNED and not isinstance(event, Joined | Ruled):
                sitting.paid[account.who] += Fraction(amount, UNIT)
        if isinstance(event, SessionEnded):
            yield sitting
            sitting = None


def awards(played: Played, filters: Asked) -> Report:
    """Points for each character and hour, by game master and by player."""
    chosen = [sitting for sitting in sittings(played.folded) if filters.covers(sitting.day)]
    timed = [sitting for sitting in chosen if sitting.counts]
    rows = [*_rates(GM, timed, _by_gm), *_rates(PLAYER, timed, lambda who, _: _player(who, played))]
    return Report(
        title=f"{played.names.points} for each character and hour, by game master and by player",
        row=Rate,
        rows=rows,
        notice=_notice(rows, chosen, played.names.points),
        remarks=tuple(filter(None, (_untimed(chosen, timed), _absent(timed, played.names.points)))),
    )


def _by_gm(_: str, sitting: Sitting) -> str:
    return sitting.gm or "nobody named"


def _player(who: str, played: Played) -> str:
    return played.characters[who].player or played.called(who)


def _rates(of: str, chosen: Sequence[Sitting], name_of: Callable[[str, Sitting], str]) -> list[Rate]:
    hours: dict[str, Fraction] = defaultdict(Fraction)
    points: dict[str, Fraction] = defaultdict(Fraction)
    sessions: dict[str, set[int]] = defaultdict(set)
    for at, sitting in enumerate(chosen):
        for who in sitting.present:
            name = name_of(who, sitting)
            hours[name] += sitting.hours
            points[name] += sitting.paid.get(who, 0)
            sessions[name].add(at)
    rates = {name: points[name] / hours[name] for name in hours}
    standing = outliers(rates)
    return [
        Rate(
            of=of,
            name=name,
            sessions=len(sessions[name]),
            hours=hours[name],
            points=points[name],
            rate=rate,
            off=at.off,
            z=at.z,
            flagged=at.flagged,
            note=_note(at),
        )
        for name, rate in sorted(rates.items(), key=lambda item: (-item[1], item[0]))
        for at in [standing[name]]
    ]


def _note(standing: Standing) -> str:
    if standing.flagged:
        return "stands out"
    return "differs; no spread to compare with" if standing.differs else ""


def _notice(rows: Sequence[Rate], chosen: Sequence[Sitting], points: str) -> str:
    if not chosen:
        return "No sessions yet."
    if not rows:
        return "No session gives its hours:, so there is nothing to compare."
    return " ".join(_among(of, [row for row in rows if row.of == of], points) for of in (GM, PLAYER))


def _among(of: str, rows: Sequence[Rate], points: str) -> str:
    if len(rows) < FEWEST:
        return f"{many(len(rows), of)}: too few to compare; it takes {FEWEST}."
    out = [row for row in rows if row.note]
    if not out:
        return f"No {of} stands out."
    names_ = listing(f"{row.name} with {decimal(row.rate)} {points} an hour{_off(row)}" for row in out)
    return f"Among the {of}s, look at {names_}."


def _off(row: Rate) -> str:
    if row.off is None:
        return ""
    return f" ({decimal(abs(row.off) * 100, 1)} % {'above' if row.off > 0 else 'below'} the median)"


def _untimed(chosen: Sequence[Sitting], timed: Sequence[Sitting]) -> str:
    missing = sum(not sitting.hours for sitting in chosen)
    if not missing or not timed:
        return ""
    return f"{missing} of {many(len(chosen), 'session')} give no hours: and are left out."


def _absent(timed: Sequence[Sitting], points: str) -> str:
    away = sum(
        (amount for s in timed for who, amount in s.paid.items() if who not in s.present), start=Fraction()
    )
    return (
        f"{decimal(away)} {points} went to characters who were not there, and are not counted."
        if away
        else ""
    )
