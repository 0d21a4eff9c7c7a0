"""What was earned, spent, gained and lost, with day, game master and running balance; what was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..engine.replay import Folded
from ..ledger.accounts import (
    BANKED,
    COINS,
    FORFEITED,
    HELD,
    LEVEL,
    OVERRULED,
    POINTS,
    RANK,
    TALENT,
    UNDIVIDED,
    XP,
    Account,
)
from ..reader import Names
from .entries import people, things, words
from .real_dates import RealDates
from .why import Posting, dated_as, one_by_one

REVERTED = "reverted"  # the kind of a row of an event that was taken back
SHOWN = (POINTS, RANK, LEVEL, TALENT, HELD, FORFEITED, BANKED, UNDIVIDED, OVERRULED, REVERTED)
KINDS = (*SHOWN, XP, COINS)


def log(
    folded: Sequence[Folded],
    names: Names,
    who: Iterable[str] = (),
    *,
    kinds: Iterable[str] = (),
    of: str = "",
    since: int | None = None,
    until: int | None = None,
    gm: str = "",
    session: str = "",
) -> list[Posting]:
    """The postings that matter at the table, and the events that were taken back; all filters must hold.

    An event that was taken back changed nothing: where ``kinds`` are named it is shown if "reverted" is one
    of them. It is of the skills and talents that it names.
    """
    people, shown = set(who), set(kinds) or set(SHOWN)
    return [
        row
        for row in _rows(folded, names, people, shown, of)
        if (since is None or row.day >= since)
        and (until is None or row.day <= until)
        and (not gm or row.gm == gm)
        and (not session or row.session == session)
    ]


def _rows(
    folded: Sequence[Folded], names: Names, who: set[str], shown: set[str], of: str
) -> Iterable[Posting]:
    rows: list[Posting] = []
    dates = RealDates.of(folded)

    def going_by() -> Iterator[Folded]:
        """The steps, one at a time; where one was taken back, that is noted between the postings."""
        for step in folded:
            if step.reverted is not None and REVERTED in shown and _is_about(step, who, of):
                rows.append(_taken_back(step, names, dates))
            yield step

    def wanted(account: Account) -> bool:
        return account.kind in shown and (not who or account.who in who)

    for row in one_by_one(going_by(), wanted, names, dates):
        if row.amount and (not of or row.of == of):
            rows.append(row)
    return rows


def _is_about(step: Folded, who: set[str], of: str) -> bool:
    recorded = step.recorded
    return (not who or bool(who.intersection(people(recorded)))) and (not of or of in things(recorded))


def _taken_back(step: Folded, names: Names, dates: RealDates) -> Posting:
    recorded, by = step.recorded, step.reverted
    return Posting(
        number=recorded.position + 1,
        day=recorded.event.day,
        session=recorded.session,
        gm=recorded.gm,
        who=", ".join(people(recorded)),
        kind=REVERTED,
        of="",
        amount=0,
        balance=0,
        policy="",
        event=recorded.word,
        line=recorded.place.line,
        reason=words(recorded, names),
        note=recorded.note,
        late=recorded.late,
        reverted_by=by.by,
        reverted_on=by.event.day,
        reverted_why=by.why,
        **dated_as(recorded.event.day or 0, recorded, names, dates),
    )
