"""Who is ahead of whom: the shares of the campaigns, one upon the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

import altair as alt

from ..simulate.findings.rows import Ahead, Results
from .bands import wrapped_panels
from .rows import MOST_PANELS, Row, Shown, moves, sampled, share
from .style import COLOURS, INK, panels, styled, whole, zoomed

HOW = (
    "Share of campaigns: plain, the first is ahead; blank, they are level; hatched, the other is ahead. "
    "An upright line marks where the lead changes."
)
_PARTS = ("ahead", "level", "behind")
_HATCHED = 36  # strokes
_ROOM = 0.16  # of the height, for a label
_DECIDED = Fraction(99, 100)

Duel = tuple[str, str, str, str]  # rules, what, build, other


def duels(results: Results) -> dict[Duel, list[Ahead]]:
    """The rows by rules, measure and pair; without those that are always level."""
    grouped = groupby(results.aheads, lambda row: (row.rules, row.what, row.build, row.other))
    pairs = {duel: list(rows) for duel, rows in grouped}
    return {duel: rows for duel, rows in pairs.items() if moves(rows)}


def decided(rows: Sequence[Ahead]) -> str:
    """Who is ahead in all but every hundredth campaign, from the first session to the last."""
    if all(row.ahead >= _DECIDED for row in rows):
        return rows[0].build
    return rows[0].other if all(row.behind >= _DECIDED for row in rows) else ""


def chosen(shown: Shown) -> list[Duel]:
    """The pairs that are shown: undecided ones, and of these first where the lead changes."""
    by = {duel: rows for duel, rows in duels(shown.results).items() if duel[0] in shown.variants}
    undecided = [duel for duel, rows in by.items() if not decided(rows)] or list(by)
    turns = {
        (crossing.rules, crossing.what, crossing.build, crossing.other)
        for crossing in shown.results.crossings
    }
    turns |= {(rules, measure, other, build) for rules, measure, build, other in turns}
    first = [duel for duel in undecided if duel in turns]
    picked = [*first, *(duel for duel in undecided if duel not in turns)][:MOST_PANELS]
    return [duel for duel in undecided if duel in picked]


def over_sessions(shown: Shown, title: str) -> Any:
    """Who is ahead after each session, a panel for each pair."""
    pairs, by = chosen(shown), duels(shown.results)
    rows = [row for duel in pairs for row in _rows(shown, duel, by[duel])]
    names = [_called(shown, duel) for duel in pairs]
    columns = min(2, len(pairs))
    chart = _areas(shown).properties(width=panels(names[:columns]), height=150)
    return styled(wrapped_panels(chart, rows, "panel", names, columns), title)


def _called(shown: Shown, duel: Duel) -> str:
    rules, measure, build, other = duel
    under = f", {shown.called[rules]}" if len(shown.labels) > 1 else ""
    return f"{measure[:1].upper()}{measure[1:]}: {build} against {other}{under}"


def left_out(shown: Shown, pairs: Sequence[Duel]) -> str:
    """The pairs that have no panel, and who is ahead where that never changes."""
    by = duels(shown.results)
    who = {duel: decided(by[duel]) for duel in pairs}
    return "; ".join(
        f"{_called(shown, duel)} ({who[duel]} always ahead)" if who[duel] else _called(shown, duel)
        for duel in pairs
    )


def _areas(shown: Shown) -> Any:
    base = alt.Chart().encode(x=whole("Session", shown.results.sessions))
    y = alt.Y(
        "low:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", title="Share of campaigns")
    )
    builds = shown.builds
    colours = [COLOURS[n % len(COLOURS)] for n in range(len(builds))]
    scale = alt.Scale(domain=[*builds, ""], range=[*colours, "transparent"])
    tooltip = [
        alt.Tooltip("who:N", title="ahead is"),
        alt.Tooltip("session:Q"),
        alt.Tooltip("share:Q", format=".1%"),
    ]
    areas = base.mark_area(opacity=0.45, stroke=INK, strokeWidth=0.7).encode(
        y=y, y2="high:Q", color=alt.Color("who:N", scale=scale, legend=None), detail="part:N"
    )
    hatch = base.mark_rule(strokeWidth=1.1, opacity=0.35, color=INK).encode(y=y, y2="high:Q", tooltip=tooltip)
    turn = base.mark_rule(strokeWidth=2, strokeDash=[5, 3], color=INK).encode(tooltip=tooltip)
    label = base.mark_text(fontSize=11, fontWeight="bold").encode(y="middle:Q", text="label:N")
    unseen = base.mark_rule(strokeWidth=6, opacity=0).encode(y=y, y2="high:Q", tooltip=tooltip)
    layers = (
        areas,
        hatch.transform_filter("datum.hatched == 1"),
        turn.transform_filter("datum.turn == 1"),
        unseen,
        label.transform_filter("datum.label != ''"),
    )
    return alt.layer(*layers).add_params(zoomed("ahead"))


def _rows(shown: Shown, duel: Duel, aheads: Sequence[Ahead]) -> Iterable[Row]:
    rules, measure, build, other = duel
    turns = {
        crossing.session
        for crossing in shown.results.crossings
        if crossing.rules == rules
        and crossing.what == measure
        and {crossing.build, crossing.other} == {build, other}
    }
    sessions = sampled(shown.results.sessions, also=turns)
    hatched = set(sessions[:: -(-len(sessions) // _HATCHED)])
    by = {row.session: row for row in aheads}
    labels = _labels(by, duel)
    for session in sessions:
        low = 0.0
        for part, who in zip(reversed(_PARTS), (other, "", build), strict=True):
            of = share(getattr(by[session], part))
            yield {
                "panel": _called(shown, duel),
                "who": who,
                "part": part,
                "session": session,
                "share": of,
                "low": low,
                "high": min(round(low + of, 6), 1.0),
                "middle": round(low + of / 2, 6),
                "hatched": int(part == "behind" and session in hatched and of > 0),
                "turn": int(part == "ahead" and session in turns),
                "label": labels.get((session, part), ""),
            }
            low = round(low + of, 6)


def _labels(by: dict[int, Ahead], duel: Duel) -> dict[tuple[int, str], str]:
    """Where each part is high enough, in the middle of where it is: what it says."""
    texts = dict(zip(_PARTS, (f"{duel[2]} ahead", "level", f"{duel[3]} ahead"), strict=True))
    last, labels = max(by), {}
    aside = max(1, last // 8)  # sessions that a label is wide to either side
    for part in _PARTS:
        room = {
            session: min(getattr(by[near], part) for near in (session - aside, session, session + aside))
            for session in sampled(last)
            if aside < session <= last - aside
        }
        if room and max(room.values()) >= _ROOM:
            widest = [session for session, high in room.items() if high >= max(room.values()) * 9 / 10]
            labels[widest[len(widest) // 2], part] = texts[part]
    return labels
