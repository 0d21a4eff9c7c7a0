"""How fast builds are simulated, as ratios: python tests/bench/simulate.py [--json] [--quick] [--profile]

One build at a table of 40 sessions under five rules (see `simulate_peers`). Ours is `play_piece` as for a
million campaigns, every event through the shipped policies, all statistics included; the peers keep none.
All sides must first come to the same sheets from the same dice. A speed is campaign events per second of
processor time of ours over the peer's: above 1 we are faster. All speeds are those of one core.

speed_vs_handwritten    a loop over one campaign at a time as most people would write it
speed_vs_numpy          arrays over campaigns, for exactly these rules
speed_vs_numba          the loop over numbers and arrays, compiled; compiling is not counted
speed_vs_engine         the engine replaying the same campaigns one by one, from events made beforehand
two_processes_vs_one    campaigns per second of two worker processes over those of one
cost_growth_1k_1m       a campaign's cost among 1,000,000, merged, over its cost among 1,000
memory_growth_100k_1m   the peak memory of a process that simulates 1,000,000 over that for 100,000

--quick takes fewer slices, and 131,072 campaigns, in smaller pieces, instead of a million; names say so.
--profile prints where our time goes instead, --only NAME takes one of the measurements by a part of its name.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from simulate_check import ENGINE, check, count, replay  # noqa: E402  (found beside this file)
from simulate_growth import QUICK, growth, two_against_one  # noqa: E402
from simulate_numpy import Scouts, numpy_dice  # noqa: E402
from simulate_ours import MOST, events_of, job, play, ready  # noqa: E402
from simulate_peers import Dice, Scout  # noqa: E402
from timing import Side, cut, emit, paired, table  # noqa: E402

from rpgprog.engine.book import PLAIN  # noqa: E402
from rpgprog.simulate.chance import BLOCK  # noqa: E402

try:
    from simulate_numba import CompiledScouts, seeded
except ImportError:  # not installed
    CompiledScouts = None

BARE = "ours without statistics"
ALIKE = 0.02  # what the events of a campaign may differ by from their own dice


class Counted:
    """A side that works off lots of so many campaigns and counts their events; items are the lots' numbers."""

    def __init__(self, work: Callable[[int], int], size: int) -> None:
        self.work, self.size, self.events, self.campaigns = work, size, 0, 0

    def run(self, lots: Sequence[int]) -> None:
        """Play some lots."""
        for lot in lots:
            self.events += self.work(lot)
            self.campaigns += self.size

    @property
    def per_campaign(self) -> float:
        """The events of a campaign."""
        return self.events / self.campaigns


def our_lots(campaigns: int = MOST) -> Counted:
    """Ours, as a simulation of so many campaigns plays them."""
    return Counted(partial(events_of, campaigns=campaigns), job(campaigns).pieces[0][1])


def bare_lots(campaigns: int = MOST) -> Counted:
    """Ours without its statistics."""
    size = job(campaigns).pieces[0][1]
    return Counted(lambda _lot: play(size).events, size)


def hand_lots(size: int = 500) -> Counted:
    """Campaigns of the loop by hand."""

    def work(lot: int) -> int:
        dice, events = Dice(lot), 0
        for _ in range(size):
            scout = Scout()
            scout.play(dice)
            events += scout.events
        return events

    return Counted(work, size)


def numpy_lots() -> Counted:
    """Campaigns of the arrays."""

    def work(lot: int) -> int:
        scouts = Scouts(BLOCK)
        scouts.play(numpy_dice(BLOCK, lot))
        return int(scouts.events.sum())

    return Counted(work, BLOCK)


def numba_lots() -> Counted:
    """Campaigns of the compiled loop."""

    def work(lot: int) -> int:
        seeded(lot)
        scouts = CompiledScouts(BLOCK)
        scouts.play()
        return int(scouts.events)

    return Counted(work, BLOCK)


def engine_lots(size: int = 100) -> Counted:
    """Campaigns replayed, the same in every lot; the rules are first written out as for long runs."""
    campaigns = list(play(size, range(size)).written.values())
    events = sum(map(count, campaigns))

    def work(_lot: int) -> int:
        for campaign in campaigns:
            replay(campaign)
        return events

    while ready().ruleset.rules.handled < PLAIN:
        work(0)
    return Counted(work, size)


def against(peer: Counted, ours: Counted, lots: int) -> tuple[float, float, float]:
    """A peer's time per event over ours, lot by lot; and the nanoseconds of each per event."""
    for side in peer, ours:
        side.run([0])  # whatever is read, compiled or written out on first use
    numbers = range(1, lots + 1)
    sides = Side("peer", lambda: peer, numbers), Side("ours", lambda: ours, numbers)
    found = paired(*sides, cut(lots, 1), rounds=1, warmup=0)
    if abs(peer.per_campaign / ours.per_campaign - 1) > ALIKE:
        raise SystemExit(f"{peer.per_campaign:.1f} events a campaign, but {ours.per_campaign:.1f} of ours")
    per_peer, per_ours = peer.per_campaign * peer.size, ours.per_campaign * ours.size
    return found.ratio * per_ours / per_peer, found.ns_a / per_peer, found.ns_b / per_ours


def speeds(quick: bool, only: str) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """The speeds against all peers, and nanoseconds per event."""
    peers = {"handwritten": hand_lots, "numpy": numpy_lots, "numba": numba_lots, ENGINE: engine_lots}
    if CompiledScouts is None:
        del peers["numba"]
        print("numba is not installed: left out", file=sys.stderr)
    campaigns, lots = (QUICK, 3) if quick else (MOST, 5)
    ratios, costs, ours = {}, [], []
    for name, make in {**peers, BARE: partial(bare_lots, campaigns)}.items():
        if only in f"speed_vs_{name}":
            ratio, ns_peer, ns_ours = against(make(), our_lots(campaigns), lots)
            ratios[f"speed_vs_{name}"] = ratio
            costs.append((name, ns_peer))
            ours.append(ns_ours)
    bare = ratios.pop(f"speed_vs_{BARE}", None)
    if bare is not None:
        costs[-1] = BARE, bare * median(ours)
    return ratios, [("ours", median(ours)), *costs] if ours else []


def profile() -> None:
    """Where the time of one piece goes."""
    events_of(0)
    with cProfile.Profile() as found:
        events_of(1)
    pstats.Stats(found).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Check, measure, print."""
    parser = argparse.ArgumentParser()
    for option in "--json", "--quick", "--profile":
        parser.add_argument(option, action="store_true")
    parser.add_argument("--only", default="")
    said = parser.parse_args()
    if said.profile:
        return profile()
    check()
    ratios, costs = speeds(said.quick, said.only)
    if costs and not said.json:
        print(table([("nanoseconds per event", "ns"), *costs]), end="\n\n", flush=True)
    if said.only in "two_processes_vs_one":
        ratios["two_processes_vs_one"] = two_against_one(1 if said.quick else 5)
    if any(said.only in name for name in ("cost_growth_1k_1m", "memory_growth_100k_1m")):
        ratios |= growth(said.quick)
    if said.quick:
        print("quick: fewer slices, and 131,072 campaigns instead of 1,000,000", file=sys.stderr)
    return emit(ratios, said.json)


if __name__ == "__main__":
    main()
