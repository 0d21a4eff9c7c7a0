"""What in a campaign deserves a second look: idle entries, dates that go back, doubled sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ..engine.replay import Folded, dated
from ..events import (
    Awarded,
    Event,
    Joined,
    Met,
    Released,
    Returned,
    SessionEnded,
    SessionStarted,
    Trained,
    Used,
)
from ..ledger.accounts import RANK
from ..policy import Policy, Stage
from ..policy.traits import (
    ASKS_FOR_USES,
    AWAITS_ANSWERS,
    PAYS_ENCOUNTERS,
    PAYS_POINTS,
    PAYS_USES,
    TAKES_UNUSED,
    TRAINS,
)
from ..problems import Problem
from ..problems.wording import listing, quoted
from ..reader import Names

_TAKERS: dict[type[Event], tuple[str, ...]] = {
    Awarded: (PAYS_POINTS,),
    Met: (PAYS_ENCOUNTERS, PAYS_POINTS),
    Used: (PAYS_USES, TAKES_UNUSED, ASKS_FOR_USES, AWAITS_ANSWERS),
    Trained: (TRAINS, TAKES_UNUSED),
    Released: ("holds points for something (earmark)",),  # whichever acts on it
}


def doubts(folded: Sequence[Folded], policies: Iterable[Policy], names: Names) -> tuple[Problem, ...]:
    """Warnings and notes, each at the first entry concerned."""
    counting = [step for step in folded if not step.reverted and step.refused is None]
    sessions = [step for step in counting if isinstance(step.recorded.event, SessionStarted)]
    sessions.sort(key=lambda step: step.recorded.position)
    early, elsewhere = _lost_early(counting, names), _not_there(counting)
    dates = (*_dates_back(sessions), *_twice(sessions), *_other_spans(names))
    return (*early, *_unpaid(counting, tuple(policies)), *elsewhere, *dates)


def _lost_early(folded: Iterable[Folded], names: Names) -> Iterator[Problem]:
    """Ranks that characters brought along and lost before the first session."""
    first = next((step for step in folded if not isinstance(step.recorded.event, Joined)), None)
    if first is None or not isinstance(first.recorded.event, SessionStarted):
        return
    lost = sum(
        -amount for _, _, own, (account, amount, *_) in dated([first]) if not own and account.kind == RANK
    )
    if lost > 0:
        ranks = "1 rank is" if lost == 1 else f"{lost:,} ranks are"
        begin = f"to begin with it, write start: {names.day(first.recorded.event.day or 0)}"
        yield Problem(first.recorded.place, f"{ranks} lost before the first session: {begin}", "warning")


def _unpaid(folded: Iterable[Folded], policies: Sequence[Policy]) -> Iterator[Problem]:
    """Entries on which no rule acts: they change nothing but memories."""
    own = [policy for policy in policies if not policy.always]
    for event, deeds in _TAKERS.items():
        steps = [step for step in folded if isinstance(step.recorded.event, event) and _is_idle(step)]
        if steps and not any(_takes(policy, event, deeds) for policy in own):
            word = steps[0].recorded.word
            entries = "1 entry changes" if len(steps) == 1 else f"{len(steps):,} entries change"
            message = f"{word}: no rule in this ruleset {deeds[0]}: {entries} nothing"
            worth = [step for step in steps if _says_its_worth(step.recorded.event)]
            level = "warning" if worth else "note"
            yield Problem((worth or steps)[0].recorded.place, message, level)


def _says_its_worth(event: Any) -> bool:
    """Whether somebody meant it to pay; other encounters and uses may be there for the chronicle."""
    worth = getattr(event, "points", getattr(event, "xp", None))
    return worth is not None or not isinstance(event, Met | Used)


def _is_idle(step: Folded) -> bool:
    event: Any = step.recorded.event
    if isinstance(event, Awarded) and event.coins is not None:
        return False  # coins need no rule
    return bool(event.times) and all(policy in ("bookkeeping", "clock") for _, _, policy, *_ in step.receipts)


def _takes(policy: Policy, event: type[Event], deeds: Iterable[str]) -> bool:
    """Whether a rule acts on an event; one that does not say what it does may."""
    if policy.does is None or not policy.doing().isdisjoint(deeds):
        return True
    if event is Awarded:  # levels act on awards of a level alone
        return False
    marks = [mark for _, mark in policy.marked() if event in mark.what]
    if event in (Used, Trained):
        return bool(marks)
    return any(mark.how == "on" and mark.stage == Stage.ACT for mark in marks)


def _not_there(folded: Iterable[Folded]) -> Iterator[Problem]:
    """Uses of skills in a session by those who were not there: in each session the first of everybody."""
    there: set[str] = set()
    session = ""
    for step in folded:
        event: Any = step.recorded.event
        if isinstance(event, SessionStarted):
            session, there = step.recorded.session, set(event.present)
        elif isinstance(event, SessionEnded):
            session = ""
        elif isinstance(event, Joined | Returned):
            there.add(event.who)
        elif isinstance(event, Used) and session == step.recorded.session != "" and event.who not in there:
            there.add(event.who)
            message = f"{step.recorded.word}: {event.who} was not there when {quoted(session)} was played"
            yield Problem(step.recorded.place, f"{message} (present:)", "warning")


def _dates_back(sessions: Iterable[Folded]) -> Iterator[Problem]:
    """Sessions whose real date is before that of a session before them."""
    latest: Any = None
    for step in sessions:
        event: Any = step.recorded.event
        if step.recorded.late:
            continue
        if latest is not None and 0 < event.date < latest.date:
            day, before = (date.fromordinal(int(e.date)).isoformat() for e in (event, latest))
            message = f"date: {quoted(event.name)} is dated {day}, before {quoted(latest.name)} on {before}"
            yield Problem(step.recorded.place, message, "warning")
        if event.date and (latest is None or event.date >= latest.date):
            latest = event


def _twice(sessions: Iterable[Folded]) -> Iterator[Problem]:
    """Sessions of the same name on the same day, in the game or at the table."""
    first: dict[tuple[str, str, int], Folded] = {}
    for step in sessions:
        event: Any = step.recorded.event
        keys = [("day", event.name, event.day), *([("date", event.name, event.date)] if event.date else [])]
        before = next((first[key] for key in keys if key in first), None)
        if before is not None:
            place = before.recorded.place
            message = f"session: {quoted(event.name)} is there already, on line {place.line}: entered twice?"
            yield Problem(step.recorded.place, message, "warning")
        for key in keys:
            first.setdefault(key, step)


def _other_spans(names: Names) -> Iterator[Problem]:
    """Spans of time that the ruleset counts otherwise than the campaign's calendar has them."""
    if names.dates is None:
        return
    differ = [
        f"{word} {names.calendar[word]} (by the calendar {_ends(*days)})"
        for word, days in names.dates.spans().items()
        if word in names.calendar and not days[0] <= names.calendar[word] <= days[1]
    ]
    if differ:
        spans = listing(differ)
        message = f"calendar: spans such as 2 weeks are the ruleset's, and count other days: {spans}"
        yield Problem(None, message, "note")


def _ends(shortest: int, longest: int) -> str:
    return str(shortest) if shortest == longest else f"{shortest} to {longest}"
