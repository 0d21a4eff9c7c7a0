"""The rows behind the charts: what is shown of a simulation's results, and no more of it than can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import frozen

from ..simulate.findings.rows import Ahead, Band, Reach, Results

SEEN = 200  # points of a line; more cannot be told apart
MARKED = 5  # markers on a line
MOST_PANELS = 12
MOST_VARIANTS = 4  # side by side

Row = dict[str, Any]


def share(of: Fraction) -> float:
    """A share as charts take it, to a millionth."""
    return round(float(of), 6)


def percent(of: Fraction) -> str:
    """A share in words: in whole percent, and 0 and 100 only where it is that.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 999)), percent(Fraction(998, 999)), percent(Fraction(1))
    ('33 %', 'under 1 %', 'over 99 %', '100 %')
    """
    if 0 < of < Fraction(1, 100):
        return "under 1 %"
    if Fraction(99, 100) < of < 1:
        return "over 99 %"
    return f"{round(of * 100)} %"


def sampled(sessions: int, most: int = SEEN, also: Iterable[int] = ()) -> tuple[int, ...]:
    """The sessions that are shown: all, or evenly some of them; the first and the last always.

    >>> sampled(7), sampled(10, most=3)
    ((1, 2, 3, 4, 5, 6, 7), (1, 4, 8, 10))
    """
    step = -(-sessions // most)
    return tuple(sorted({1, sessions, *range(step, sessions + 1, step), *also} if sessions else ()))


def spread(items: Sequence[Any], most: int) -> tuple[Any, ...]:
    """At most ``most`` of the items, the first and the last among them."""
    if len(items) <= most:
        return tuple(items)
    return tuple(items[n * (len(items) - 1) // (most - 1)] for n in range(most))


@frozen(slots=False)
class Shown:
    """A simulation's results as charts show them: which variants, and what these are called there."""

    results: Results
    most: int = MOST_VARIANTS

    @cached_property
    def builds(self) -> tuple[str, ...]:
        """The builds."""
        return self.results.builds

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """All variants."""
        return self.results.variants

    @cached_property
    def swept(self) -> str:
        """The path of the value that was varied; empty where whole rulesets were compared."""
        return self.results.swept.removeprefix("policies.")

    @cached_property
    def called(self) -> dict[str, str]:
        """What a variant is called: under a sweep its value alone."""
        return {label: self.results.values.get(label, label) for label in self.labels}

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The variants that have a panel of their own."""
        return spread(self.labels, self.most)

    @cached_property
    def panels(self) -> list[str]:
        """What those are called."""
        return [self.called[label] for label in self.variants]

    @cached_property
    def sessions(self) -> tuple[int, ...]:
        """The sessions that are shown."""
        return sampled(self.results.sessions)

    def bands(self, measure: str) -> list[Row]:
        """The bands of one measure, each row with the number of sessions and whether it has a marker."""
        at = set(self.sessions)
        rows = [band for band in self.results.bands if band.what == measure and band.rules in self.variants]
        return [self._band(band) for band in rows if band.session in at]

    def _band(self, band: Band) -> Row:
        row: Row = {"rules": self.called[band.rules], "build": band.build, "session": band.session}
        row |= {"skill": band.skill} if band.skill else {}
        return row | quantiles(band) | {"marked": int(band.session in self.marked[band.build])}

    @cached_property
    def marked(self) -> dict[str, set[int]]:
        """Where each build's line has its markers: each elsewhere, so that none hides another's."""
        number, sessions = len(self.builds), self.sessions
        every = Fraction(len(sessions), MARKED)
        return {
            build: {sessions[int(every * (n + Fraction(2 * at + 1, 2 * number)))] for n in range(MARKED)}
            for at, build in enumerate(self.builds)
        }

    def ends(self, measure: str) -> list[Row]:
        """The bands of one measure after the last session, by variant."""
        last = self.results.sessions
        bands = (band for band in self.results.bands if band.what == measure and band.session == last)
        return [
            {"rules": self.called[band.rules], "build": band.build, "marked": 1} | quantiles(band)
            for band in bands
        ]

    def chances(self, goals: Sequence[str]) -> list[Row]:
        """The chance to have reached each goal, session by session."""
        reaches = (
            reach for reach in self.results.reaches if reach.goal in goals and reach.rules in self.variants
        )
        return [row for reach in reaches for row in self._chances(reach)]

    def _chances(self, reach: Reach) -> list[Row]:
        sessions = sampled(self.results.sessions, also=[reach.median] if reach.median else [])
        head: Row = {"rules": self.called[reach.rules], "build": reach.build, "goal": reach.goal}
        by = {"10 % by": reach.p10, "half by": reach.median, "90 % by": reach.p90}
        quantiles = {name: session if session is not None else "none" for name, session in by.items()}
        return [
            head
            | {"session": session, "chance": share(reach.chances[session - 1])}
            | {"marked": int(session == reach.median)}
            | quantiles
            for session in sessions
        ]


def quantiles(band: Band) -> Row:
    """The five numbers of a band."""
    return {"p10": band.p10, "p25": band.p25, "median": band.median, "p75": band.p75, "p90": band.p90}


def gridded(
    rows: Sequence[Row], panels: Sequence[str], field: str, values: Sequence[str], empty: Row
) -> list[Row]:
    """The rows in the order of their panels, and an empty one for each panel that has none.

    A grid of panels is filled in the order of its rows: with a gap all that follow would stand wrong.
    """
    by: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by.setdefault((row["rules"], row[field]), []).append(row)
    places = [(rules, value) for rules in panels for value in values]
    return [row for at in places for row in by.get(at) or [{"rules": at[0], field: at[1]} | empty]]


def moves(aheads: Iterable[Ahead]) -> bool:
    """Whether one of two builds is ever ahead of the other."""
    return any(row.level != 1 for row in aheads)
