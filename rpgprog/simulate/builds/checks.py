"""What no single word of a file of builds can say about itself: builds and table against the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve

from ...engine.book import Book
from ...events import Bought, SessionEnded, SessionStarted
from ...journal.entries.base import LAST_DAY, MOST_RANKS
from ...ledger.accounts import EARNED, LEVEL, PEAK, POINTS, RANK, TALENT, XP
from ...ledger.refusals import Code, Refused
from ...problems import Problem
from ...problems.wording import listing, quoted
from ...reader import Reader, described
from ...ruleset import Ruleset
from ...source import Mapping as Map
from ...source import Node, Scalar
from .frequency import MOST, Often
from .plan import Wish
from .table import PLANNED, Build, Table

WHO = "build"
_OWN = re.compile(r"campaign|party|all|companion [0-9]+|\s*")  # names that mean something else
_LEVELS = (MOST_RANKS, 0, 1, 2, 3, 5, 10, 20, 50, 100, 1000)  # at which a cap is looked at
_PROGRESS = (POINTS, EARNED, LEVEL, RANK, XP)


def check_build(reader: Reader, key: Scalar, node: Node, build: Build | None) -> bool:
    """Check a build's name and beginning; mistakes are reported."""
    name = key.text
    if _OWN.fullmatch(name):
        reader.problem(key, f"builds: {quoted(name)} is reserved: choose another name")
        return False
    entries = node.entries if isinstance(node, Map) else {}
    known = reader.names.professions
    fits = isinstance(node, Map) or described(node) == "nothing"
    if known and fits and "profession" not in entries:
        reader.problem(node, f'{name} needs "profession": one of {listing(known)}')
    if "start" in entries and "ranks" in entries:
        reader.problem(entries["start"][0], f"{name}: use either start: or ranks:, not both")
    for skill, used in build.last_used.items() if build else ():
        if used > 0:
            message = f"last_used, {skill}: {name} begins on day 0, before day {used:,}"
            reader.problem(reader.entries(entries["last_used"][1], name)[skill][1], message)
    return True


# Wishes.


def possible(reader: Reader, build: Build, rules: Ruleset, table: Table) -> tuple[Wish, ...]:
    """The wishes that can be fulfilled at all; the others are reported."""
    learned = {*(build.uses or table.uses), *(build.training or table.training)}
    possible_wishes = []
    for wish in build.plan:
        why = _never(wish, build, rules, learned)
        if why:
            reader.problems.append(Problem(wish.place, f"plan, {wish.text}: {why}"))
        else:
            possible_wishes.append(wish)
    return tuple(possible_wishes)


def _never(wish: Wish, build: Build, rules: Ruleset, learned: set[str]) -> str:
    """Why a wish can never be fulfilled, in words."""
    kind = TALENT if wish.goal and wish.goal.kind == TALENT else RANK
    items = (wish.goal.of,) if wish.goal else (*wish.share, *wish.relearn)
    unsold = [item for item in items if not _sold(rules, kind, item)]
    if PLANNED in learned and kind == RANK:
        return ""
    if unsold and (wish.share or len(unsold) == len(items)):
        hint = f": let it be used or trained (training: {{{PLANNED}: 10 hours per week}})"
        none_sold = len(unsold) == len(rules.names.skills)
        which = "no skill can" if none_sold else f"{listing(unsold)} cannot"
        return f"{which} be bought under {rules.name}{hint if kind == RANK else ''}"
    if wish.goal and kind == RANK and wish.goal.of not in learned:
        had = {**build.start, **build.ranks}.get(wish.goal.of, 0)
        return beyond(wish.goal.of, wish.goal.target, rules) if had < wish.goal.target else ""
    return ""


def _sold(rules: Ruleset, kind: str, item: str) -> bool:
    book = Book(rules.rules)
    return bool(book.figure("sold", book[WHO, kind, item]))


def beyond(skill: str, rank: int, rules: Ruleset) -> str:
    """Why no level lets anybody buy that rank, in words; "" if one does."""
    highest = 0
    for level in _LEVELS:
        cap = _cap(skill, rank, level, rules)
        if cap is None:
            return ""
        highest = max(cap, highest)
    return f"no rank beyond {highest} can ever be bought under {rules.name}"


class _Shop(Book):
    """A book that refuses nothing, and notes which rank it should not have gone beyond."""

    cap: int | None = None

    def require(self, ok: bool, *about: Any, **keywords: Any) -> None:
        """Note a cap of ranks."""
        try:
            super().require(ok, *about, **keywords)
        except Refused as refused:
            if refused.code in (Code.RANK_CAP, Code.PRACTICE) and refused.have is not None:
                self.cap = refused.have if self.cap is None else min(refused.have, self.cap)


def _cap(skill: str, rank: int, level: int, rules: Ruleset) -> int | None:
    """The highest rank at a level, if that rank lies beyond it."""
    holds = {(WHO, RANK, skill): rank - 1, (WHO, PEAK, skill): rank - 1, (WHO, LEVEL, ""): level}
    shop = _Shop(rules.rules, holds)
    shop.step(Bought(who=WHO, skill=skill))
    return shop.cap


# The table.


def check_table(
    reader: Reader, node: Node, rules: Ruleset, table: Table, builds: Mapping[str, Build]
) -> None:
    """Whether anything happens at it, and nothing too often."""
    mistakes = len(reader.problems)
    entries = node.entries if isinstance(node, Map) else {}
    days = sum(table.gap(session) for session in range(1, table.sessions))
    if days > LAST_DAY:
        message = f"every: {table.sessions:,} sessions take {days:,} days; at most {LAST_DAY:,} are allowed"
        reader.problem(entries["every"][1], message)
    all_oftens = [*_oftens(table), *(often for build in builds.values() for often in _oftens(build))]
    for often in all_oftens:
        _check_rate(reader, often, table.usual_gap)
    trained = [table.training, *(build.training for build in builds.values())]
    paces = [training.pace for part in trained for training in part.values()]
    active = any(often.rate(table.usual_gap) for often in all_oftens)
    learning = table.usual_gap and any(pace and (pace.hours or pace.course) for pace in paces)
    if mistakes or len(reader.problems) > mistakes or active or learning:
        return
    if not any(_by_itself(rules, table, build) for build in builds.values()):
        message = "nothing ever happens at this table: add encounters:, awards:, uses: or training:"
        reader.problem(node, message)


def _oftens(holder: Any) -> list[Often]:
    """How often things happen, at the table or to a build."""
    parts = [getattr(holder, name, {}) for name in ("encounters", "awards", "uses")]
    entries: Iterable[Any] = (entry.often for part in parts for entry in part.values())
    return [often for often in entries if often is not None]


def _check_rate(reader: Reader, often: Often, days: Fraction) -> None:
    """A rate per span of time, per session."""
    message = ""
    if often.rate(days) > MOST:
        message = f"{quoted(often.text)} is more than {MOST} times from one session to the next"
    elif often.per and often.mean and not days:
        message = f"{quoted(often.text)} never happens: no time passes from session to session (every:)"
    if message:
        reader.problems.append(Problem(often.place, message))


def _by_itself(rules: Ruleset, table: Table, build: Build) -> bool:
    """Whether something comes of it that a session passes, or time."""
    if rules.rules.due and (build.start or build.ranks or build.points):
        return True
    book = Book(rules.rules)
    try:
        book.step(evolve(build, ranks=dict(build.ranks) or dict(build.start)).joins(WHO, 0))
        begun = len(book.receipts)
        book.step(SessionStarted(name="a session", present=(WHO,), hours=table.hours, day=0))
        book.step(SessionEnded(present=(WHO,), day=0))
    except Refused:
        return False
    return any(account.kind in _PROGRESS for account, *_ in book.receipts[begun:])
