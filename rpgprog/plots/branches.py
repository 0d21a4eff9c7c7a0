"""A campaign's past under two rules: level, points and ranks of each character, by day and by session."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import altair as alt
from attrs import frozen

from ..ledger.accounts import UNIT
from ..ledger.calendar import Calendar, day_in_words
from ..views.columns import column, many, number
from ..views.compare import Comparison, Parting
from ..views.timeline import Standing
from .bands import marks, wrapped_panels
from .needed import require_plotting
from .page import whole_page
from .pictures import drawn
from .plot import Plot
from .rows import MARKED, MOST_PANELS, Row
from .style import coloured, dashed, panels, picked, styled, zoomed

HOW = "A panel per character. Plain line, circles: what happened; dashed line, squares: what would have."
_MEASURES = (("level", "Level"), ("earned", "{points} earned"), ("ranks", "Ranks in all"))
_MOST_ROWS = 400  # of a table


@frozen
class Compared:
    """What charts show: a comparison, and what things are called."""

    found: Comparison
    title: str
    was: str
    becomes: str
    points: str
    calendar: Calendar | None = None
    played: tuple[str, ...] = ()  # the real dates of the sessions

    @property
    def branches(self) -> tuple[str, str]:
        """What the two are called."""
        return f"was: {self.was}", f"would be: {self.becomes}"

    def called(self, standing: Standing) -> str:
        """The branch of a row."""
        return self.branches[standing.branch != "was"]


@frozen
class Number:
    """One number of one character."""

    branch: str = column("Rules")
    who: str = column("Who")
    day: int | str = number("Day")
    session: int = number("Sessions")
    value: Fraction = number("Number", places=3)


def report(compared: Compared, suffix: str) -> bytes:
    """The page, or the picture that the suffix names. Raises Mistakes without the extra for plots."""
    require_plotting()
    plots = charts(compared)
    if suffix != ".html":
        return drawn(plots, suffix)
    about = f"What happened: {compared.was}. What would have: {compared.becomes}."
    return whole_page(
        f"{compared.title}: what if", compared.title, about, _findings(compared), plots
    ).encode()


def _findings(compared: Compared) -> list[str]:
    comparison = compared.found
    texts = [_parting(parting, compared.calendar) for parting in comparison.partings] or [
        "The two never differ."
    ]
    texts += (
        [f"{many(len(comparison.refused), 'event')} would have been refused."] if comparison.refused else []
    )
    return texts + (
        [f"{many(len(comparison.passed), 'event')} would no longer be refused."] if comparison.passed else []
    )


def _parting(parting: Parting, calendar: Calendar | None) -> str:
    on = day_in_words(parting.day, calendar)
    at = f"#{parting.number}: {parting.event}" if parting.number else f"{on} (time passing)"
    return f"{parting.who} first differs at {at}"


def charts(compared: Compared) -> tuple[Plot, ...]:
    """A chart for each measure, over the days and over the sessions."""
    comparison = compared.found
    return tuple(
        plot
        for name, axis in _MEASURES
        for by, standings in (("day", comparison.by_day), ("session", comparison.by_session))
        for plot in _chart(compared, name, axis.format(points=compared.points), by, standings)
    )


def _chart(
    compared: Compared, name: str, axis: str, by: str, standings: Sequence[Standing]
) -> Iterator[Plot]:
    """The chart, unless there is nothing in it; the level is always shown over the days."""
    people = list(dict.fromkeys(standing.who for standing in standings))
    if not any(getattr(standing, name) for standing in standings) and (name, by) != ("level", "day"):
        return
    shown = people[:MOST_PANELS]
    rows = [row for who in shown for row in _rows(compared, [s for s in standings if s.who == who], name)]
    title = f"{axis} by {by}"
    columns = min(3, len(shown))
    most = max((row["value"] for row in rows), default=0), max((row[by] for row in rows), default=0)
    chart = _lines(compared, f"{name}_{by}", axis, by, most).properties(
        width=panels(shown[:columns]), height=170
    )
    omitted = f" Not shown: {', '.join(people[MOST_PANELS:])}." if people[MOST_PANELS:] else ""
    numbers = [_number(compared, standing, name) for standing in standings]
    yield Plot(
        name=f"{name}_by_{by}",
        title=title,
        caption=HOW + omitted,
        chart=styled(wrapped_panels(chart, rows, "who", shown, columns), title),
        table=numbers[:_MOST_ROWS],
        about=f"The first {_MOST_ROWS} of {len(numbers)}." if len(numbers) > _MOST_ROWS else "",
    )


def _lines(compared: Compared, name: str, axis: str, by: str, most: tuple[float, int]) -> Any:
    pick, builds = picked(name), compared.branches
    calendar = compared.calendar if by == "day" else None
    x, y = _axis(by, by.capitalize(), most[1], calendar), _axis("value", axis, most[0])
    faint = alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.12))
    base = alt.Chart().encode(x=x, y=y, color=coloured(builds), opacity=faint)
    line = base.mark_line(interpolate="step-after", strokeWidth=2.2).encode(strokeDash=dashed(builds))
    tooltip = [
        alt.Tooltip("build:N", title="rules"),
        alt.Tooltip("who:N"),
        alt.Tooltip("day:Q") if compared.calendar is None else alt.Tooltip("date:N"),
        alt.Tooltip("session:Q", title="sessions"),
        *([alt.Tooltip("played:N")] if any(compared.played) else ()),
        alt.Tooltip("value:Q", title=axis),
    ]
    points = marks(base, builds, "value:Q", tooltip, pick).add_params(pick)
    return alt.layer(line, points).add_params(zoomed(name))


def _axis(field: str, title: str, most: float, calendar: Calendar | None = None) -> Any:
    """An axis from 0 on, with whole numbers, or dates, beside it and some room beyond the last."""
    top = max(most, 1)
    step = next(n for n in (m * 10**e for e in range(9) for m in (1, 2, 5)) if n * 6 >= top)
    values = [*range(0, int(top) + 1, step)]
    scale = alt.Scale(domain=[0, round(top * 1.06, 3)], nice=False)
    how: dict[str, Any] = {"title": title, "values": values, "format": ",d", "grid": field == "value"}
    how |= {} if calendar is None else _dates(values, calendar)
    return (alt.Y if field == "value" else alt.X)(f"{field}:Q", scale=scale, axis=alt.Axis(**how))


def _dates(days: Sequence[int], calendar: Calendar) -> Row:
    """How the days of an axis are labelled by a calendar."""
    texts = {str(day): calendar.text(day) for day in days}
    return {"labelExpr": f"{json.dumps(texts)}[datum.value]", "labelAngle": -40, "format": "d"}


def _rows(compared: Compared, standings: Sequence[Standing], name: str) -> Iterator[Row]:
    """The rows of one character; the markers of the two lines stand apart, so that none hides another."""
    for at, branch in enumerate(compared.branches):
        branch_standings = [standing for standing in standings if compared.called(standing) == branch]
        every = max(1, len(branch_standings) // MARKED)
        for n, standing in enumerate(branch_standings):
            yield {
                "build": branch,
                "who": standing.who,
                "day": standing.day,
                "session": standing.session,
                "value": float(_value(standing, name)),
                "marked": int(n % every == (at * every) // 2),
            } | _dates_of(compared, standing)


def _dates_of(compared: Compared, standing: Standing) -> Row:
    """The day as a date, and when the last session was played."""
    calendar, played = compared.calendar, compared.played[: standing.session][-1:]
    date = {} if calendar is None else {"date": calendar.text(standing.day)}
    return {**date, **({"played": played[0]} if played and any(compared.played) else {})}


def _value(standing: Standing, name: str) -> Fraction:
    return Fraction(getattr(standing, name), UNIT if name == "earned" else 1)


def _number(compared: Compared, standing: Standing, name: str) -> Number:
    calendar = compared.calendar
    day = standing.day if calendar is None else calendar.text(standing.day)
    return Number(compared.called(standing), standing.who, day, standing.session, _value(standing, name))
