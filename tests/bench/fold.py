"""How fast the engine folds events, as ratios: python tests/bench/fold.py [--json]

Five rules (see `fold_peers`), 20 characters, receipts kept; our side is the shipped policies through `Book`.
All sides must first come to the same balances. A speed is a peer's time over ours: above 1 we are faster.

speed_vs_receipts             a loop written by hand over dicts that keeps a tuple for every change
speed_vs_handwritten          the same loop without receipts
speed_vs_receipts_tuned       the first of them tuned: short lists, each looked up once, only the held decay
speed_vs_handwritten_tuned    the second tuned in the same way
speed_vs_eventsourcing        that library's `repository.get`, as its users write it
speed_vs_eventsourcing_tuned  that library's event objects mutating an aggregate, no recorder, no decoding
cost_growth_1k_100k           an event's cost around the 100,000th event over that around the 1,000th

Loops are compared slice by slice (see `timing`). What cannot be sliced is compared in whole runs of
2,000 events, in turns. For the growth, a campaign that has 1,000 events behind it and one that has 96,000
work off the same 2,000 events in turns, in slices. These lead into a region that neither knows, so that
the same encounters are new to both and pay the same: only what lies behind them differs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from fold_eventsourcing import Tables  # noqa: E402  (found beside this file)
from fold_flat import FlatLoop, FlatReceiptLoop  # noqa: E402
from fold_peers import (  # noqa: E402
    CHARACTER_KINDS,
    CHARACTERS,
    SKILL_KINDS,
    Balances,
    BareLoop,
    EsReplay,
    Event,
    ReceiptLoop,
    es_balances,
    es_record,
    es_replay,
    hand_balances,
    make_stream,
    summed,
)
from timing import Side, cut, emit, paired  # noqa: E402

from rpgprog import events  # noqa: E402
from rpgprog.curve import constant  # noqa: E402
from rpgprog.engine.book import Book  # noqa: E402
from rpgprog.engine.rules import Rules  # noqa: E402
from rpgprog.ledger.refusals import Refused  # noqa: E402
from rpgprog.policies.awards import Awards  # noqa: E402
from rpgprog.policies.bookkeeping import Bookkeeping  # noqa: E402
from rpgprog.policies.decay import Decay  # noqa: E402
from rpgprog.policies.levels import Levels  # noqa: E402
from rpgprog.policies.novelty import Novelty  # noqa: E402
from rpgprog.policies.practice import Practice  # noqa: E402
from rpgprog.policies.purchase import Purchase  # noqa: E402
from rpgprog.policies.relearning import Relearning  # noqa: E402

EVENTS, WHOLE, WHOLE_ROUNDS = 20_000, 2000, 15
EARLY, LATE = 1000, 96_000  # regions are of 4,000 events: the next one begins here
KINDS = {"decay.since": "since"}  # what the peers call differently
SHARED = {*CHARACTER_KINDS, *SKILL_KINDS, "met", "day"}

RULES = Rules(
    [
        Bookkeeping(name="bookkeeping"),
        Awards(name="awards"),
        Novelty(name="novelty", key="family"),
        Practice(name="practice", cost=constant(20, 1000)),
        Purchase(name="purchase"),
        Relearning(name="relearning"),
        Decay(name="decay"),
        Levels(name="levels"),
    ]
)


def to_event(event: Event) -> events.Event:
    """An event of the peers' stream as ours."""
    kind, *details = event
    if kind == "met":
        return events.Met(who=details[0], family=details[1])
    if kind == "passed":
        return events.Passed(days=details[0])
    make = events.Used if kind == "used" else events.Bought
    return make(who=details[0], skill=details[1])


class Ours:
    """A campaign of ours in which everybody has joined."""

    def __init__(self) -> None:
        self.book = Book(RULES)
        for who in CHARACTERS:
            self.book.step(events.Joined(who=who))

    def run(self, chunk: Sequence[events.Event]) -> None:
        """Work off the events of `chunk`."""
        step = self.book.step
        for event in chunk:
            try:  # as a replay does
                step(event)
            except Refused:
                continue

    def balances(self) -> Balances:
        """Our balances under the peers' names, without what only we keep."""
        found: Balances = {}
        for (who, kind, of), amount in self.book.sheet().items():
            kind = KINDS.get(kind, kind)
            if kind in SHARED and who != "party":
                found[who, kind, of.removeprefix("family ") if kind == "met" else of] = amount
        return found


def check(stream: Sequence[Event]) -> None:
    """Stop unless all sides come to the same balances."""
    ours, receipts, bare, tables = Ours(), ReceiptLoop(), BareLoop(), Tables()
    flat, flat_receipts = FlatLoop(), FlatReceiptLoop()
    ours.run([to_event(event) for event in stream])
    for loop in (receipts, bare, flat, flat_receipts):
        loop.run(stream)
    expected = ours.balances()
    table = tables.replay(tables.record(stream))
    others = [hand_balances(receipts), hand_balances(bare), es_balances(table)]
    others += [flat.balances(), flat_receipts.balances(), summed(flat_receipts.receipts)]
    others.append(es_balances(es_replay(es_record(stream))))
    if any(balances != expected for balances in others):
        raise SystemExit("the sides do not come to the same balances")


def against(peer: Callable[[], Any], stream: Sequence[Event], items: Sequence[Any] | None = None) -> float:
    """A peer's time over ours, slice by slice."""
    ours = Side("ours", Ours, [to_event(event) for event in stream])
    return paired(Side("peer", peer, stream if items is None else items), ours).ratio


def against_repository(stream: Sequence[Event]) -> float:
    """The time of the library's `repository.get` over ours, in whole runs."""
    tables, ours = Tables(), [to_event(event) for event in stream]
    campaign = tables.record(stream)
    return median(
        _time(lambda: tables.replay(campaign)) / _time(lambda: Ours().run(ours)) for _ in range(WHOLE_ROUNDS)
    )


def _time(run: Callable[[], Any]) -> float:
    before = process_time()
    run()
    return process_time() - before


def growth(stream: Sequence[Event], rounds: int = 3) -> float:
    """What an event costs late in a long campaign over what it costs early in one."""
    ours = [to_event(event) for event in stream]
    ratios = []
    for seed in range(rounds):
        early, late = Ours(), Ours()
        late.run(ours[EARLY:LATE])
        early.run(ours[:EARLY])
        ratios += _growth_of(late, early, ours[LATE:], random.Random(seed))
    return median(ratios)


def _growth_of(late: Ours, early: Ours, ours: Sequence[events.Event], rng: random.Random) -> list[float]:
    ratios = []
    for start, end in cut(len(ours)):
        times, chunk, order = {}, ours[start:end], [late, early]
        rng.shuffle(order)
        for side in order:
            times[side] = _time(partial(side.run, chunk))
        ratios.append(times[late] / times[early])
    return ratios


def main() -> None:
    """Check, measure, print."""
    stream = make_stream(EVENTS, 1)
    check(stream)
    created, *recorded = es_record(stream)
    ratios = {
        "speed_vs_receipts": against(FlatReceiptLoop, stream),
        "speed_vs_handwritten": against(FlatLoop, stream),
        "speed_vs_receipts_tuned": against(ReceiptLoop, stream),
        "speed_vs_handwritten_tuned": against(BareLoop, stream),
        "speed_vs_eventsourcing": against_repository(stream[:WHOLE]),
        "speed_vs_eventsourcing_tuned": against(lambda: EsReplay(created), stream, recorded),
        "cost_growth_1k_100k": growth(make_stream(LATE + WHOLE, 2)),
    }
    emit(ratios, "--json" in sys.argv[1:])


if __name__ == "__main__":
    main()
