"""A table's own past as the model: how often what happened in a campaign, as a table of a file of builds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import yaml
from attrs import define, field

from ...campaign.campaign import Campaign
from ...engine.replay import Folded
from ...events import Awarded, Bought, Met, SessionStarted, Started, Trained, Used
from ...ledger.accounts import FAVOURED, MEMBER, RANK, TALENT, UNIT
from ...problems import Mistakes, Problem
from ...reader.goals import Goal
from ...ruleset.portable import added_skills

_MET = ("what", "family", "situation", "tag", "challenge", "rating", "points", "unknown", "skills")
_WELL = ("success", "critical")
ROUGHLY = 1000  # a rate is told in thousandths
MOST_SHARED = 6  # skills that somebody goes on to buy


@define(eq=False)
class Past:
    """What happened, counted: encounters of the party by kind, awards, uses and hours of each character."""

    met: Counter[Any] = field(factory=Counter)
    awarded: Counter[int] = field(factory=Counter)
    used: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    well: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    judged: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    trained: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    studied: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))  # XP
    courses: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    trainers: dict[tuple[str, str], Counter[tuple[str, int]]] = field(factory=lambda: defaultdict(Counter))
    attended: Counter[str] = field(factory=Counter)
    started: list[int] = field(factory=list)
    hours: list[int] = field(factory=list)


def builds_from(campaign: Campaign, sessions: int | None = None) -> str:
    """A file of builds from a campaign: its table as it was, its characters as they are now.

    Rates are what happened, divided by the sessions. Each character wants what its ``goals`` say, or else
    goes on as before: the skills it bought, in the proportion of the ranks bought. Raises Mistakes where
    no session was played.
    """
    past = _past(campaign.folded)
    if not past.started:
        problem = "no session has been played yet: there is nothing to estimate from"
        raise Mistakes([Problem(campaign.journal.source.place(campaign.journal.source.root), problem)])
    there = [who for who in campaign.journal.characters if campaign.book[who, MEMBER, ""].balance]
    file: dict[str, Any] = {
        "about": f"estimated from {campaign.journal.title}, {len(past.started)} sessions",
        "skills": added_skills(campaign.ruleset),
        "builds": {who: _build(campaign, past, who) for who in there},
        "table": _table(past, len(there), sessions),
    }
    return yaml.safe_dump(
        {k: v for k, v in file.items() if v}, sort_keys=False, allow_unicode=True, width=100
    )


def _past(folded: Iterable[Folded]) -> Past:
    past = Past()
    for step in folded:
        if step.refused is None and not step.reverted:
            _count(past, step.recorded.event)
    return past


def _count(past: Past, event: Any) -> None:
    if isinstance(event, SessionStarted):
        past.started.append(event.day)
        past.hours.append(int(event.hours))
        past.attended.update(event.present)
    elif isinstance(event, Met):
        details = tuple((name, _plain(getattr(event, name))) for name in _MET)
        past.met[details] += event.times
    elif isinstance(event, Awarded) and event.in_points:
        past.awarded[int(event.points)] += event.times
    elif isinstance(event, Used):
        past.used[event.who][event.skill] += event.times
        past.judged[event.who][event.skill] += event.times * bool(event.outcome)
        past.well[event.who][event.skill] += event.times * (event.outcome in _WELL)
    elif isinstance(event, Trained):
        past.trainers[event.who, event.skill][event.trainer, int(event.trainer_rank)] += (
            event.hours * event.times
        )
        past.trained[event.who][event.skill] += event.hours * event.times
        past.studied[event.who][event.skill] += (event.xp or 0) * event.times
    elif isinstance(event, Started):
        past.trainers[event.who, event.skill][event.trainer, int(event.trainer_rank)] += event.times
        past.courses[event.who][event.skill] += event.times


def _plain(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


def _rate(number: int, sessions: int) -> float | int:
    """Times a session, in thousandths; never rounded down to nothing."""
    rate = max(round(Fraction(number * ROUGHLY, sessions)), 1)
    return rate // ROUGHLY if rate % ROUGHLY == 0 else rate / ROUGHLY


def _table(past: Past, party: int, sessions: int | None) -> dict[str, Any]:
    played, first = len(past.started), past.started[0]
    gaps = [after - before for before, after in zip(past.started, past.started[1:], strict=False)]
    met = {
        _called(dict(details), at): _often(dict(details), n, played)
        for at, (details, n) in enumerate(past.met.items())
    }
    awards = {
        f"an award of {_number(points)}": {"often": _rate(n, played), "points": _number(points)}
        for points, n in past.awarded.items()
        if points
    }
    hours = sum(past.hours)
    table = {
        "sessions": sessions or played,
        "every": gaps if any(gaps) else max(first, 7),
        "party": min(max(party, 1), 12),
        "hours": _number(hours // played) if hours else None,
        "encounters": met,
        "awards": awards,
    }
    return {key: value for key, value in table.items() if value}


def _called(details: dict[str, Any], at: int) -> str:
    name = details["what"] or details["family"] or details["situation"] or details["tag"]
    measures = [f"{details[word]}" for word in ("challenge", "rating") if details[word] not in (None, "")]
    return " ".join(
        [name, *measures, *([f"({at + 1})"] if details["points"] is not None or details["skills"] else [])]
    )


def _often(details: dict[str, Any], times: int, sessions: int) -> dict[str, Any]:
    present = {name: value for name, value in details.items() if value not in (None, "", False, ())}
    if "points" in present:
        present["points"] = _number(present["points"])
    if "skills" in present:
        present["skills"] = dict(present["skills"])
    return {"often": _rate(times, sessions), **present}


def _number(amount: int) -> int | float:
    return amount // UNIT if amount % UNIT == 0 else amount / UNIT


def _build(campaign: Campaign, past: Past, who: str) -> dict[str, Any]:
    sheet, about, book = campaign.sheet(who), campaign.journal.characters[who], campaign.book
    sessions = past.attended[who] or 1
    days = max(past.started[-1] - past.started[0], 1)
    favoured = [account.of for account in book.all(FAVOURED) if account.who == who and account.balance]
    ranks = {skill.skill: skill.rank for skill in sheet.skills if skill.rank}
    build = {
        "profession": about.profession,
        "favoured": favoured,
        "stats": dict(about.stats),
        "share": _number(about.share) if about.share != UNIT else None,
        "level": sheet.level or None,
        "points": _number(max(sheet.free, 0)),
        "earned": _number(sheet.earned),
        "start": ranks,
        "talents": list(sheet.talents),
        "goals": [goal.text for goal in about.goals],
        "plan": _plan(campaign, who),
        "uses": {skill: _use(past, who, skill, n, sessions) for skill, n in past.used[who].items() if n},
        "training": _training(past, who, days),
    }
    return {key: value for key, value in build.items() if value}


def _training(past: Past, who: str, days: int) -> dict[str, Any]:
    """Hours and XP as they were, spread over all the time; courses one after the other."""
    gaps = max(len(past.started) - 1, 1)
    trained: dict[str, dict[str, Any]] = {}
    for skill, hours in past.trained[who].items():
        xp = past.studied[who][skill] // gaps
        if hours * 30 // days or xp:
            study: dict[str, Any] = {"often": f"{_number(hours * 30 // days)} hours per 30 days"}
            study |= {"xp": _number(xp)} if xp else {}
            trained[skill] = study | _trainer(past, who, skill)
    courses = {skill: {"often": "course", **_trainer(past, who, skill)} for skill in past.courses[who]}
    return {**trained, **courses}


def _trainer(past: Past, who: str, skill: str) -> dict[str, Any]:
    """Whoever taught them most of it."""
    ((name, rank), _), *_ = past.trainers[who, skill].most_common(1)
    return {"trainer": {"name": name, "rank": rank}} if name else {}


def _use(past: Past, who: str, skill: str, times: int, sessions: int) -> dict[str, Any]:
    judged = past.judged[who][skill]
    well = {"success": f"{past.well[who][skill]}/{judged}"} if judged else {}
    return {"often": _rate(times, sessions), **well}


def _plan(campaign: Campaign, who: str) -> list[Any]:
    """The goals that can be bought, then whatever was bought before."""
    goals = campaign.journal.characters[who].goals
    bought: Counter[str] = Counter()
    for step in campaign.folded:
        event = step.recorded.event
        if (
            isinstance(event, Bought)
            and event.who == who
            and event.skill
            and not (step.refused or step.reverted)
        ):
            bought[event.skill] += event.times
    top = dict(bought.most_common(MOST_SHARED))
    wanted = [goal.text for goal in goals if goal.kind in (RANK, TALENT) and _sold(campaign, who, goal)]
    return [*wanted, *([{"share": top}] if top else [])]


def _sold(campaign: Campaign, who: str, goal: Goal) -> bool:
    return bool(campaign.book.figure("sold", campaign.book[who, goal.kind, goal.of]))
