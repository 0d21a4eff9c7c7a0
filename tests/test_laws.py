"""The laws, over generated rulesets and ledgers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from worlds import Refused, events, fold, ledgers, opening, rulesets, words

from rpgprog.engine.lanes import Lanes
from rpgprog.engine.replay import replay
from rpgprog.events import Bought, Passed, Trained

pytestmark = pytest.mark.filterwarnings("error")


@given(rulesets(), opening(), ledgers())
def test_replaying_gives_the_same_postings(rules: Any, joined: Any, ledger: Any) -> None:
    """Law 1: the same rules and events give the same postings and sheet."""
    first, refused = fold(rules, joined, ledger)
    second, refused_again = fold(rules, joined, ledger)
    assert words(first.receipts) == words(second.receipts)
    assert (first.sheet(), refused) == (second.sheet(), refused_again)


@given(rulesets(), opening(), ledgers())
def test_balances_are_the_sum_of_their_postings(rules: Any, joined: Any, ledger: Any) -> None:
    """Law 2, and law 12: what adds up to 0 is not on the sheet."""
    book, _ = fold(rules, joined, ledger)
    sums: Counter[Any] = Counter()
    for account, amount, policy, why in book.receipts:
        sums[account.key] += amount
        assert amount and policy and why
    assert {key: total for key, total in sums.items() if total} == book.sheet()


@given(rulesets(), opening(), ledgers(12), st.lists(st.integers(0, 60), min_size=2, max_size=4), ledgers(4))
def test_time_may_be_recorded_in_pieces(rules: Any, joined: Any, ledger: Any, pieces: Any, rest: Any) -> None:
    """Law 3: 30 days and then 60 are 90, in balances and in dated postings."""
    whole, _ = fold(rules, joined, ledger, [Passed(days=sum(pieces), absent=("bob",))], rest)
    parts, _ = fold(rules, joined, ledger, [Passed(days=days, absent=("bob",)) for days in pieces], rest)
    assert whole.sheet() == parts.sheet()
    assert words(whole.receipts) == words(parts.receipts)


@given(rulesets(), opening(), ledgers(12), events(), st.integers(0, 5))
def test_n_times_is_n_in_a_row(rules: Any, joined: Any, ledger: Any, event: Any, times: int) -> None:
    """Law 4: times n is n events in a row of which none is refused, or nothing."""
    book, _ = fold(rules, joined, ledger)
    before = book.sheet()
    single, refused = fold(rules, joined, ledger)
    for _ in range(times):
        try:
            single.step(evolve(event, times=1))
        except Refused:
            refused = [-1]
            break
    try:
        book.step(evolve(event, times=times))
        assert book.sheet() == single.sheet()
        assert words(book.receipts) == words(single.receipts)
    except Refused:
        assert refused == [-1]
        assert book.sheet() == before


@given(rulesets(), opening(), ledgers(), st.sampled_from(["ann", "bob"]), st.sampled_from(["climb", "lore"]))
def test_a_refused_event_changes_nothing(rules: Any, joined: Any, ledger: Any, who: str, skill: str) -> None:
    """Law 6: neither the sheet nor anything that comes later."""
    book, _ = fold(rules, joined, ledger)
    plain, _ = fold(rules, joined, ledger)
    with pytest.raises(Refused):
        book.step(Bought(who=who, skill=skill, times=9999, day=book.today.balance + 400))
    assert book.sheet() == plain.sheet()
    later = Passed(days=500)
    assert words(book.step(later)) == words(plain.step(later))
    assert book.sheet() == plain.sheet()


@given(rulesets(), opening(), ledgers(), events())
def test_a_preview_is_what_happens(rules: Any, joined: Any, ledger: Any, event: Any) -> None:
    """Law 7: a preview tells the postings that the step makes, and leaves no trace (law 12)."""
    book, _ = fold(rules, joined, ledger)
    before = book.sheet()
    try:
        told = words(book.preview(event))
        assert book.sheet() == before
        assert words(book.step(event)) == told
    except Refused:
        assert book.sheet() == before


@given(rulesets(), opening(), ledgers(), st.data())
def test_a_replay_may_start_at_any_snapshot(rules: Any, joined: Any, ledger: Any, data: Any) -> None:
    """Law 8."""
    at = data.draw(st.integers(0, len(ledger)))
    whole, refused = fold(rules, joined, ledger)
    early, _ = fold(rules, joined, ledger[:at])
    late, refused_late = fold(rules, ledger[at:], sheet=early.sheet())
    assert late.sheet() == whole.sheet()
    assert [r - at for r in refused if r >= at + len(joined)] == [r + len(joined) for r in refused_late]
    sums = Counter(early.sheet())
    for account, amount, _, _ in late.receipts:
        sums[account.key] += amount
    assert {key: total for key, total in sums.items() if total} == whole.sheet()


LANES = 4
COUNTS = st.lists(st.sampled_from([0, 1, 1, 2]), min_size=LANES, max_size=LANES).map(
    lambda n: np.array(n, "int64")
)


@given(rulesets(), opening(), st.lists(events(times=COUNTS), min_size=3, max_size=20), st.data())
def test_each_lane_is_its_own_campaign(rules: Any, joined: Any, ledger: Any, data: Any) -> None:
    """Law 9: exactly, and the same events are refused."""
    ledger = [_vary(event, data) for event in ledger]
    lanes = Lanes(rules, LANES)
    for event in joined:
        lanes.step(event)
    refused = [lanes.step(event) for event in ledger]
    for lane in range(LANES):
        book, refused_here = fold(rules, joined, [_of_lane(event, lane) for event in ledger])
        assert lanes.sheet(lane) == book.sheet()
        assert [at for at, rows in enumerate(refused) if rows[lane]] == [
            r - len(joined) for r in refused_here
        ]


def _vary(event: Any, data: Any) -> Any:
    """Other days and hours in each lane."""
    for kind, name in ((Passed, "days"), (Trained, "hours")):
        if isinstance(event, kind) and data.draw(st.booleans()):
            spread = data.draw(st.lists(st.integers(0, 70), min_size=LANES, max_size=LANES))
            return evolve(event, **{name: np.array(spread, "int64")})
    return event


def _of_lane(event: Any, lane: int) -> Any:
    arrays = {
        name: int(getattr(event, name)[lane])
        for name in ("times", "days", "hours")
        if hasattr(getattr(event, name, None), "shape")
    }
    return evolve(event, **arrays)


@frozen
class Entry:
    """A recorded event, as much of it as a replay needs."""

    event: Any
    position: int
    reverts: tuple[int, ...] = ()
    allows: tuple[int, ...] = ()
    adopts: Any = None


@given(rulesets(), opening(), ledgers(12), st.data())
def test_after_a_revert_all_is_as_without_the_event(rules: Any, joined: Any, ledger: Any, data: Any) -> None:
    """Law 5, the engine's side: and reverting the revert restores it; what no longer holds is told."""
    at = data.draw(st.integers(0, len(ledger) - 1))
    entries = [Entry(event, n) for n, event in enumerate([*joined, *ledger])]
    n = len(joined) + at
    revert = Entry(Passed(), len(entries), reverts=(n,))
    again = Entry(Passed(), len(entries) + 1, reverts=(len(entries),))
    without, _ = replay(rules, [entry for entry in entries if entry.position != n])
    whole, before = replay(rules, entries)
    reverted, steps = replay(rules, [*entries, revert])
    restored, _ = replay(rules, [*entries, revert, again])
    assert reverted.sheet() == without.sheet()
    assert restored.sheet() == whole.sheet()
    assert [step.recorded.position for step in steps if step.reverted] == [n]
    assert len(steps) == len(before) + 1
