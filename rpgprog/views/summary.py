"""What postings mean for one character, in a few words for the table: "climbing 4 (bought, 2 dp)"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..engine.award import Award
from ..engine.book import Receipt
from ..ledger.accounts import (
    CERTIFICATE,
    EARNED,
    HELD,
    LEVEL,
    OVERRULED,
    POINTS,
    RANK,
    RELEARNED,
    SPECIALITY,
    SPENT,
    TALENT,
)
from ..reader import Names
from .wording import amount, reason

_THINGS = {TALENT: "talent ", CERTIFICATE: "certificate ", SPECIALITY: "speciality "}
BOUGHT = "bought"


def deeds(receipts: Sequence[Receipt], now: Mapping[tuple[str, str], int], names: Names) -> list[str]:
    """What these postings to one character's accounts did; ``now`` are the ranks and levels after them."""
    sums: dict[tuple[str, str], int] = {}
    whys: dict[tuple[str, str], dict[str, None]] = {}
    for account, number, _, why in receipts:
        if not number:  # an award that paid nothing
            continue
        key = account.kind, account.of
        sums[key] = sums.get(key, 0) + number
        what_for = why.why if isinstance(why, Award) and account.kind == EARNED else why
        whys.setdefault(key, {})[reason(what_for, names)] = None
    reasons = {key: "; ".join(texts) for key, texts in whys.items()}
    return [*_points(sums, reasons, names), *_things(sums, reasons, now, names)]


def _points(
    sums: Mapping[tuple[str, str], int], reasons: Mapping[tuple[str, str], str], names: Names
) -> Iterator[str]:
    earned, spent = sums.get((EARNED, ""), 0), _spent(sums)
    if earned:
        yield f"{_amount(earned, names)} for {reasons[EARNED, '']}"
    other = sums.get((POINTS, ""), 0) - earned + spent
    if other:
        yield f"{_amount(other, names)} ({reasons.get((POINTS, ''), '')})"
    for (kind, of), number in sums.items():
        if kind == HELD and number:
            how = "set aside" if number > 0 else "no longer set aside"
            yield f"{amount(POINTS, abs(number), names)} {how} for {of}"


def _things(
    sums: Mapping[tuple[str, str], int],
    reasons: Mapping[tuple[str, str], str],
    now: Mapping[tuple[str, str], int],
    names: Names,
) -> Iterable[str]:
    paid = amount(POINTS, _spent(sums), names) if _spent(sums) else ""
    for (kind, of), number in sums.items():
        why = reasons[kind, of]
        how, down = f"{why}, {paid}" if why == BOUGHT and paid else why, "" if number > 0 else "down to "
        if kind == RANK and number:
            name = names.skills[of].name if of in names.skills else ""
            yield f"{name or of} {down}{now[kind, of]} ({how})"
        elif kind == LEVEL and number:
            yield f"{down}level {now[kind, of]}{f' ({why})' if down else ''}"
        elif kind in _THINGS and number:
            yield f"{_THINGS[kind]}{of}{'' if number > 0 else ' lost'} ({how})"
        elif kind == OVERRULED:
            yield why


def _spent(sums: Mapping[tuple[str, str], int]) -> int:
    return sums.get((SPENT, ""), 0) + sums.get((RELEARNED, ""), 0)


def _amount(number: int, names: Names) -> str:
    return amount(POINTS, number, names, signed=True)
