"""Whether every side comes to the same sheets as ours from the same dice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

from simulate_numpy import Scouts
from simulate_ours import BUILD, SEED, play, ready
from simulate_peers import MEANS, Numbers, Scout, State, What

from rpgprog.engine.book import Book
from rpgprog.events import Event
from rpgprog.simulate.chance import Draws
from rpgprog.simulate.play.play import Play

try:
    from simulate_numba import CompiledScouts
except ImportError:  # not installed
    CompiledScouts = None

CHECKED = 100  # campaigns
KEPT = ("level", "points", "earned", "rank", "peak", "xp")


def our_dice(size: int) -> Numbers:
    """How often what happens in the first campaigns of ours."""
    at, draws = ready().table, Draws(SEED, 0, size)

    def often(what: What) -> Any:
        kind, of = what
        if kind in ("success", "failure"):
            use = at.uses[of]
            return use.often.thinned(use.success if kind == "success" else 1 - use.success, at.usual_gap)
        return (at.encounters if kind == "met" else at.awards)[of].often.numbers(at.usual_gap)

    tables = {what: often(what) for what in MEANS}
    return cache(lambda what, session: tables[what].at(draws.raw(*what, session)))


def kept(sheet: Any) -> State:
    """Of one of our sheets what the peers keep as well."""
    return {(kind, of): amount for (who, kind, of), amount in sheet.items() if who == BUILD and kind in KEPT}


def hand_ends(dice: Numbers, size: int) -> tuple[list[State], int]:
    """Where the campaigns of the loop by hand end, and how many events they took."""
    scouts = [Scout() for _ in range(size)]
    for campaign, scout in enumerate(scouts):
        scout.play(partial(_one, dice, campaign))
    return [scout.state() for scout in scouts], sum(scout.events for scout in scouts)


def _one(dice: Numbers, campaign: int, what: What, session: int) -> int:
    return int(dice(what, session)[campaign])


def numpy_ends(dice: Numbers, size: int) -> tuple[list[State], int]:
    """The same of the arrays."""
    scouts = Scouts(size)
    scouts.play(dice)
    return [scouts.state(campaign) for campaign in range(size)], int(scouts.events.sum())


def numba_ends(dice: Numbers, size: int) -> tuple[list[State], int]:
    """The same of the compiled loop."""
    scouts = CompiledScouts(size)
    scouts.play(dice)
    return [scouts.state(campaign) for campaign in range(size)], scouts.events


PEERS = {"handwritten": hand_ends, "numpy": numpy_ends}
if CompiledScouts is not None:
    PEERS["numba"] = numba_ends
ENGINE = "engine"
SIDES = (*PEERS, ENGINE)


def count(events: Sequence[Event]) -> int:
    """Campaign events: one that happens three times is three."""
    return sum(event.times for event in events)


def replay(campaign: Sequence[Event]) -> Book:
    """A campaign in the engine: a book of its own under rules that all books share."""
    book = Book(ready().ruleset.rules)
    for event in campaign:
        book.step(event)
    return book


def engine_ends(ours: Play) -> tuple[list[State], int]:
    """The same of the engine, from the events that were written down."""
    campaigns = list(ours.written.values())
    return [kept(replay(campaign).sheet()) for campaign in campaigns], sum(map(count, campaigns))


@cache
def played(size: int) -> tuple[Play, Numbers]:
    """The first campaigns of ours, with all their events, and the dice they were played with."""
    return play(size, range(size)), our_dice(size)


def differing(size: int, names: Iterable[str] = SIDES) -> list[str]:
    """Which sides do not come to our ends in as many events as ours."""
    ours, dice = played(size)
    expected = [kept(ours.lanes.sheet(lane)) for lane in range(size)], ours.events
    return [
        name
        for name in names
        if (engine_ends(ours) if name == ENGINE else PEERS[name](dice, size)) != expected
    ]


def check(size: int = CHECKED) -> None:
    """Stop unless all sides come to the same ends in the same number of events."""
    if wrong := differing(size):
        raise SystemExit(f"not the same ends, or not as many events: {', '.join(wrong)}")
