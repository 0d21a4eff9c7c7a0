"""What was earned, spent, gained and lost, with day, game master and running balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..accounts import BANKED, COINS, FORFEITED, HELD, LEVEL, OVERRULED, POINTS, RANK, TALENT, UNDIVIDED, XP
from ..codec import Names
from ..engine.replay import Folded
from .why import Posting, postings

SHOWN = (POINTS, RANK, LEVEL, TALENT, HELD, FORFEITED, BANKED, UNDIVIDED, OVERRULED)
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
    """The postings that matter at the table, filtered; all filters must hold."""
    people, shown = set(who), set(kinds) or set(SHOWN)
    rows = postings(
        folded, lambda account: account.kind in shown and (not people or account.who in people), names
    )
    return [
        row
        for row in rows
        if (not of or row.of == of)
        and (since is None or row.day >= since)
        and (until is None or row.day <= until)
        and (not gm or row.gm == gm)
        and (not session or row.session == session)
    ]
