"""The peers of the fold agree with each other and with examples worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fold_flat import FlatLoop, FlatReceiptLoop
from fold_peers import (
    CHARACTERS,
    REWARDS,
    Balances,
    BareLoop,
    Event,
    ReceiptLoop,
    es_balances,
    es_record,
    es_replay,
    hand_balances,
    hand_bare,
    hand_receipts,
    make_stream,
    occurrences,
    reward,
    summed,
)
from timing import Side, cut, emit, paired, table

pytestmark = pytest.mark.slow

Settle = Callable[[Sequence[Event]], Balances]


def flat(stream: Sequence[Event], make: Any) -> Any:
    """Work off a whole stream over flat dicts."""
    loop = make()
    loop.run(stream)
    return loop


PEERS: dict[str, Settle] = {
    "bare": lambda stream: hand_balances(hand_bare(stream)),
    "receipts": lambda stream: hand_receipts(stream)[0],
    "summed": lambda stream: summed(hand_receipts(stream)[1]),
    "flat": lambda stream: flat(stream, FlatLoop).balances(),
    "flat with receipts": lambda stream: flat(stream, FlatReceiptLoop).balances(),
    "flat, summed": lambda stream: summed(flat(stream, FlatReceiptLoop).receipts),
    "eventsourcing": lambda stream: es_balances(es_replay(es_record(stream))),
}
PARTY = ("c1", "c4", "c7", "c2")
USED: Event = ("used", "c1", "s4")
BOUGHT: Event = ("bought", "c1", "s4")


@pytest.fixture(params=PEERS)
def settle(request: pytest.FixtureRequest) -> Settle:
    """Each of the peers in turn."""
    return PEERS[request.param]


def met(family: int = 0) -> Event:
    """The usual party meets a family."""
    return "met", PARTY, f"f{family}"


def passed(days: int) -> Event:
    """Days pass."""
    return "passed", days


def of(balances: Balances, kind: str, name: str = "") -> int:
    """A balance of character c1."""
    return balances.get(("c1", kind, name), 0)


# --- on a long stream -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_peers_agree(seed: int) -> None:
    stream = make_stream(20_000, seed)
    found = [settle(stream) for settle in PEERS.values()]
    assert all(balances == found[0] for balances in found[1:])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_occurs(seed: int) -> None:
    stream = make_stream(20_000, seed)
    balances, receipts = hand_receipts(stream)
    counts = occurrences(stream, receipts)
    print(f"\nseed {seed}: {counts}; {len(balances)} balances")
    assert min(counts[kind] for kind in ("refused", "ranks lost", "relearned", "levels")) > 0
    assert counts["purchases"] > counts["relearned"]
    assert 0.02 < counts["refused"] / counts["bought"] < 0.3
    assert len(stream) == 20_000
    assert all(receipt[1] for receipt in receipts)
    assert all(amount > 0 for amount in balances.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_loops_keep_the_same_receipts(seed: int) -> None:
    """The tuned loop and the plain one, but for the order within an event."""
    stream = make_stream(5000, seed)
    assert Counter(flat(stream, FlatReceiptLoop).receipts) == Counter(hand_receipts(stream)[1])


def test_stream_is_the_same_for_the_same_seed() -> None:
    assert make_stream(500, 7) == make_stream(500, 7)
    assert make_stream(500, 7) != make_stream(500, 8)


def test_mix_of_the_stream() -> None:
    stream = make_stream(20_000, 1)
    for kind, share in {"met": 0.40, "used": 0.35, "bought": 0.15, "passed": 0.10}.items():
        assert sum(event[0] == kind for event in stream) / len(stream) == pytest.approx(share, abs=0.02)
    assert {len(set(event[1])) for event in stream if event[0] == "met"} == {4}
    assert {event[1] for event in stream if event[0] == "passed"} == set(range(1, 61))


def balances_of(loop: Any) -> Balances:
    """What a loop came to."""
    return hand_balances(loop) if isinstance(loop, BareLoop | ReceiptLoop) else loop.balances()


@pytest.mark.parametrize("make", [BareLoop, ReceiptLoop, FlatLoop, FlatReceiptLoop])
def test_loops_go_on_from_chunk_to_chunk(make: Callable[[], Any]) -> None:
    stream = make_stream(3000, 4)
    whole, sliced = make(), make()
    whole.run(stream)
    for start, end in cut(len(stream), 70):
        sliced.run(stream[start:end])
    assert balances_of(sliced) == balances_of(whole)


# --- rule by rule ---------------------------------------------------------------------------------


def test_nothing_happened(settle: Settle) -> None:
    assert settle([]) == {(who, "level", ""): 1 for who in CHARACTERS}


def test_rewards() -> None:
    assert REWARDS == (2000, 1000, 500, 250, 125, 62, 31, 16, 8, 4, 2, 1)
    assert reward(12) == 0


def test_encounter(settle: Settle) -> None:
    balances = settle([met(), met(), met()])
    for who in PARTY:
        assert balances[who, "points", ""] == balances[who, "earned", ""] == 2000 + 1000 + 500
        assert balances[who, "met", "f0"] == 3
    assert ("c0", "points", "") not in balances


def test_encounters_count_by_character_and_family(settle: Settle) -> None:
    balances = settle([met(0), met(1), ("met", ("c1", "c5", "c6", "c8"), "f0")])
    assert of(balances, "points") == 2000 + 2000 + 1000
    assert balances["c5", "points", ""] == 2000
    assert (of(balances, "met", "f0"), of(balances, "met", "f1")) == (2, 1)


def test_encounters_without_reward_still_count(settle: Settle) -> None:
    balances = settle([met()] * 20)
    assert of(balances, "points") == 3999
    assert of(balances, "met", "f0") == 20


def test_level(settle: Settle) -> None:
    firsts = [met(family) for family in range(19)]
    below = settle(firsts + [met(0)] * 11)
    assert (of(below, "earned"), of(below, "level")) == (39_999, 1)
    reached = settle([*firsts, met(19)])
    assert (of(reached, "earned"), of(reached, "level")) == (40_000, 2)
    assert of(settle([met(family) for family in range(40)]), "level") == 3


def test_level_stays_when_points_are_spent(settle: Settle) -> None:
    balances = settle([*(met(family) for family in range(20)), BOUGHT])
    assert (of(balances, "points"), of(balances, "earned"), of(balances, "level")) == (38_000, 40_000, 2)


def test_use(settle: Settle) -> None:
    four = settle([USED] * 4)
    assert (of(four, "xp", "s4"), of(four, "rank", "s4"), of(four, "practised")) == (16_000, 0, 16_000)
    five = settle([USED] * 5)
    assert (of(five, "xp", "s4"), of(five, "rank", "s4"), of(five, "practised")) == (0, 1, 20_000)
    eleven = settle([USED] * 11)
    assert (of(eleven, "xp", "s4"), of(eleven, "rank", "s4"), of(eleven, "peak", "s4")) == (4000, 2, 2)


def test_use_counts_by_skill_and_practice_by_character(settle: Settle) -> None:
    balances = settle([USED, ("used", "c1", "s5"), ("used", "c2", "s4")])
    assert (of(balances, "xp", "s4"), of(balances, "xp", "s5")) == (4000, 4000)
    assert of(balances, "practised") == 8000


def test_purchase(settle: Settle) -> None:
    balances = settle([met(), BOUGHT])
    assert (of(balances, "points"), of(balances, "spent"), of(balances, "earned")) == (0, 2000, 2000)
    assert (of(balances, "rank", "s4"), of(balances, "peak", "s4"), of(balances, "since", "s4")) == (1, 1, 1)


def test_purchase_not_covered_changes_nothing(settle: Settle) -> None:
    assert settle([BOUGHT]) == settle([])
    # 1,999 points are left of 3,999 after the first purchase
    before = [*[met()] * 12, BOUGHT, passed(10)]
    assert of(settle(before), "points") == 1999
    assert settle([*before, BOUGHT]) == settle(before)


def test_relearning_costs_half(settle: Settle) -> None:
    # the rank bought for 2 of 3 points is lost, and bought again for the last one
    balances = settle([met(), met(), BOUGHT, passed(180), BOUGHT])
    assert (of(balances, "points"), of(balances, "spent"), of(balances, "relearned")) == (0, 2000, 1000)
    assert (of(balances, "rank", "s4"), of(balances, "peak", "s4")) == (1, 1)


def test_relearning_not_covered_changes_nothing(settle: Settle) -> None:
    before = [met(), BOUGHT, passed(180)]
    assert settle([*before, BOUGHT]) == settle(before)
    rewards = [("met", PARTY, "f0")] * 11  # 1,999 points more, of which the first relearning leaves 999
    assert of(settle([*before, *rewards, BOUGHT]), "points") == 999
    short = [*before, *rewards, BOUGHT, passed(180)]
    assert settle([*short, BOUGHT]) == settle(short)


def test_relearning_up_to_the_peak_of_ranks_by_use(settle: Settle) -> None:
    # two ranks by use, both lost; two relearned at 1 point, the third is new and costs 2
    balances = settle([*[USED] * 10, passed(360), met(0), met(1), BOUGHT, BOUGHT, BOUGHT])
    assert (of(balances, "relearned"), of(balances, "spent"), of(balances, "points")) == (2000, 2000, 0)
    assert (of(balances, "rank", "s4"), of(balances, "peak", "s4")) == (3, 3)


def test_rank_by_use_below_the_peak_leaves_the_peak(settle: Settle) -> None:
    balances = settle([*[USED] * 10, passed(360), *[USED] * 5])
    assert (of(balances, "rank", "s4"), of(balances, "peak", "s4")) == (1, 2)


@pytest.mark.parametrize(
    ("days", "rank", "since"),
    [(0, 2, 1), (179, 2, 1), (180, 1, 181), (359, 1, 181), (360, 0, 361), (540, 0, 361), (2000, 0, 361)],
)
def test_decay(settle: Settle, days: int, rank: int, since: int) -> None:
    at_once = settle([*[USED] * 10, passed(days)])
    in_steps = settle([*[USED] * 10, *[passed(1)] * days])
    for balances in (at_once, in_steps):
        assert (of(balances, "rank", "s4"), of(balances, "since", "s4")) == (rank, since)
        assert of(balances, "peak", "s4") == 2
        assert balances.get(("campaign", "day", ""), 0) == days


@pytest.mark.parametrize("renewal", [USED, BOUGHT])
def test_use_and_purchase_renew_the_clock(settle: Settle, renewal: Event) -> None:
    start = [met(0), met(1), BOUGHT, passed(179), renewal]
    ranks = 2 if renewal == BOUGHT else 1
    assert of(settle(start), "since", "s4") == 180
    assert of(settle([*start, passed(179)]), "rank", "s4") == ranks
    assert of(settle([*start, passed(180)]), "rank", "s4") == ranks - 1


def test_refused_purchase_does_not_renew_the_clock(settle: Settle) -> None:
    assert of(settle([met(), BOUGHT, passed(179), BOUGHT, passed(1)]), "rank", "s4") == 0


def test_time_without_a_rank_is_not_owed_later(settle: Settle) -> None:
    # the clock stands still at rank 0, and starts anew with the next rank
    balances = settle([met(), met(), BOUGHT, passed(1000), BOUGHT, passed(179)])
    assert (of(balances, "rank", "s4"), of(balances, "since", "s4")) == (1, 1001)


def test_experience_does_not_decay(settle: Settle) -> None:
    balances = settle([*[USED] * 4, passed(1000), USED])
    assert (of(balances, "rank", "s4"), of(balances, "since", "s4")) == (1, 1001)


# --- receipts and records -------------------------------------------------------------------------


def test_receipts_say_what_changed_and_why() -> None:
    _, receipts = hand_receipts([met(), BOUGHT, BOUGHT, passed(180)])
    mine = [receipt for receipt in receipts if receipt[0][0] in ("c1", "campaign")]
    assert mine == [
        (("c1", "level", ""), 1, "start", None),
        (("c1", "met", "f0"), 1, "encounter", met()),
        (("c1", "points", ""), 2000, "encounter", met()),
        (("c1", "earned", ""), 2000, "encounter", met()),
        (("c1", "points", ""), -2000, "purchase", BOUGHT),
        (("c1", "spent", ""), 2000, "purchase", BOUGHT),
        (("c1", "peak", "s4"), 1, "purchase", BOUGHT),
        (("c1", "rank", "s4"), 1, "purchase", BOUGHT),
        (("c1", "since", "s4"), 1, "purchase", BOUGHT),
        (("campaign", "day", ""), 180, "time", passed(180)),
        (("c1", "rank", "s4"), -1, "decay", passed(180)),
        (("c1", "since", "s4"), 180, "decay", passed(180)),
    ]


def test_one_recorded_event_for_each_of_the_stream() -> None:
    stream = make_stream(300, 5)
    events = es_record(stream)
    assert [type(event).__name__.lower() for event in events] == ["created", *(event[0] for event in stream)]


# --- timing ---------------------------------------------------------------------------------------


class Noting:
    """A state that notes the chunks it was given."""

    def __init__(self) -> None:
        self.chunks: list[list[int]] = []

    def run(self, chunk: Sequence[int]) -> None:
        """Note the chunk."""
        self.chunks.append(list(chunk))


def noting_side(made: list[Noting], items: Sequence[int]) -> Side:
    """A side that keeps each state it makes in `made`."""

    def make() -> Noting:
        made.append(Noting())
        return made[-1]

    return Side("noting", make, items)


def test_paired_gives_both_sides_every_slice_in_order() -> None:
    made: list[Noting] = []
    result = paired(noting_side(made, range(7)), noting_side(made, range(7)), cut(7, 3), rounds=2, warmup=1)
    assert len(made) == 2 * (2 + 1)
    assert all(state.chunks == [[0, 1, 2], [3, 4, 5], [6]] for state in made)
    assert result.slices == 3 * 2
    assert 0 < result.low <= result.ratio <= result.high


def test_paired_of_one_slice() -> None:
    result = paired(noting_side([], range(3)), noting_side([], range(3)), rounds=1)
    assert result.low == result.ratio == result.high


def test_paired_wants_sides_of_the_same_length() -> None:
    with pytest.raises(ValueError, match="noting has 2 items, noting 3"):
        paired(noting_side([], range(2)), noting_side([], range(3)))
    with pytest.raises(ValueError, match="nothing to time"):
        paired(noting_side([], []), noting_side([], []))


def test_table() -> None:
    assert table([]) == ""
    assert table([("name", "ns"), ("a", 12.5), ("long", 3.0)]).splitlines() == [
        "name      ns",
        "a     12.500",
        "long   3.000",
    ]


def test_emit(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"a": 1.5}, json=True)
    assert json.loads(capsys.readouterr().out) == {"a": 1.5}
    emit({"a": 1.5})
    assert capsys.readouterr().out.splitlines() == ["ratio  median", "a       1.500"]
