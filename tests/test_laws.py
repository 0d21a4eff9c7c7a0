"""The laws, over generated rulesets and ledgers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.engine.award import Award
from rpgprog.engine.lanes import Lanes
from rpgprog.engine.replay import dated as of_days
from rpgprog.engine.replay import replay
from rpgprog.events import Bought, DowntimeStarted, Passed, Refunded, SessionStarted, Trained
from rpgprog.journal.timeline import Timeline
from rpgprog.ledger.accounts import ABSENT, DAY
from rpgprog.ledger.refusals import Refused
from rpgprog.ruleset import packs
from rpgprog.testing import journals, play, same_everywhere
from rpgprog.testing.house_rules import rules_of
from rpgprog.testing.run import dated, fold
from rpgprog.testing.strategies import EVENTS, events, ledgers, roster, rulesets

pytestmark = pytest.mark.filterwarnings("error")


@given(rulesets(), roster(), ledgers())
def test_replaying_gives_the_same_postings(ruleset: str, joined: Any, ledger: Any) -> None:
    """Law 1: the same rules and events give the same postings and sheet."""
    rules = rules_of(ruleset)
    _, first = fold(rules, joined, ledger)
    _, second = fold(rules, joined, ledger)
    assert first == second


@given(rulesets(), roster(), ledgers())
def test_balances_are_the_sum_of_their_postings(ruleset: str, joined: Any, ledger: Any) -> None:
    """Law 2, and law 12: what adds up to 0 is not on the sheet."""
    book, _ = fold(rules_of(ruleset), joined, ledger)
    sums: Counter[Any] = Counter()
    for account, amount, policy, why in book.receipts:
        sums[account.key] += amount
        assert policy and why
        assert amount or isinstance(why, Award)  # an award that paid nothing is explained too
    assert {key: total for key, total in sums.items() if total} == book.sheet()


@given(rulesets(), roster(), ledgers(12), st.lists(st.integers(0, 60), min_size=2, max_size=4), ledgers(4))
def test_time_may_be_recorded_in_pieces(
    ruleset: str, joined: Any, ledger: Any, pieces: Any, rest: Any
) -> None:
    """Law 3: 30 days and then 60 are 90, in balances and in dated postings."""
    rules = rules_of(ruleset)
    _, whole = fold(rules, joined, ledger, [Passed(days=sum(pieces), absent=("bob",))], rest)
    _, parts = fold(rules, joined, ledger, [Passed(days=days, absent=("bob",)) for days in pieces], rest)
    assert whole.sheet == parts.sheet
    assert whole.posted == parts.posted


@given(rulesets(), roster(), ledgers(12), events(), st.integers(0, 5))
def test_n_times_is_n_in_a_row(ruleset: str, joined: Any, ledger: Any, event: Any, times: int) -> None:
    """Law 4: times n is n events in a row of which none is refused, or nothing."""
    rules, refused = rules_of(ruleset), False
    book, _ = fold(rules, joined, ledger)
    before = book.sheet()
    single, _ = fold(rules, joined, ledger)
    for _ in range(times):
        try:
            single.step(evolve(event, times=1))
        except Refused:
            refused = True
            break
    try:
        book.step(evolve(event, times=times))
        assert book.sheet() == single.sheet()
        assert dated(book.receipts) == dated(single.receipts)
    except Refused:
        assert refused
        assert book.sheet() == before


@given(rulesets(), roster(), ledgers(), st.sampled_from(["ann", "bob"]), st.sampled_from(["climb", "lore"]))
def test_a_refused_event_changes_nothing(
    ruleset: str, joined: Any, ledger: Any, who: str, skill: str
) -> None:
    """Law 6: neither the sheet nor anything that comes later."""
    rules = rules_of(ruleset)
    book, _ = fold(rules, joined, ledger)
    plain, _ = fold(rules, joined, ledger)
    with pytest.raises(Refused):
        book.step(Bought(who=who, skill=skill, times=9999, day=book.today.balance + 400))
    assert book.sheet() == plain.sheet()
    later = Passed(days=500)
    assert dated(book.step(later)) == dated(plain.step(later))
    assert book.sheet() == plain.sheet()


@given(rulesets(), roster(), ledgers(), events())
def test_a_preview_is_what_happens(ruleset: str, joined: Any, ledger: Any, event: Any) -> None:
    """Law 7: a preview tells the postings that the step makes, and leaves no trace (law 12)."""
    book, _ = fold(rules_of(ruleset), joined, ledger)
    before = book.sheet()
    try:
        told = dated(book.preview(event))
        assert book.sheet() == before
        assert dated(book.step(event)) == told
    except Refused:
        assert book.sheet() == before


@given(rulesets(), roster(), ledgers(), st.data())
def test_a_replay_may_start_at_any_snapshot(ruleset: str, joined: Any, ledger: Any, data: Any) -> None:
    """Law 8."""
    at = data.draw(st.integers(0, len(ledger)))
    rules = rules_of(ruleset)
    _, whole = fold(rules, joined, ledger)
    _, early = fold(rules, joined, ledger[:at])
    book, late = fold(rules, ledger[at:], sheet=early.sheet)
    assert late.sheet == whole.sheet
    assert [r - at for r in whole.refused if r >= at + len(joined)] == [r + len(joined) for r in late.refused]
    sums = Counter(early.sheet)
    for account, amount, _, _ in book.receipts:
        sums[account.key] += amount
    assert {key: total for key, total in sums.items() if total} == whole.sheet


LANES = 4
ON_LANES = EVENTS.keys() - {Refunded}
COUNTS = st.lists(st.sampled_from([0, 1, 1, 2]), min_size=LANES, max_size=LANES).map(
    lambda n: np.array(n, "int64")
)


@given(rulesets(), roster(), st.lists(events(ON_LANES, COUNTS), min_size=3, max_size=20), st.data())
def test_each_lane_is_its_own_campaign(ruleset: str, joined: Any, ledger: Any, data: Any) -> None:
    """Law 9: exactly, and the same events are refused."""
    ledger = [_vary(event, data) for event in ledger]
    rules = rules_of(ruleset)
    lanes = Lanes(rules, LANES)
    for event in joined:
        lanes.step(event)
    refused = [lanes.step(event) for event in ledger]
    for lane in range(LANES):
        _, alone = fold(rules, joined, [_of_lane(event, lane) for event in ledger])
        assert lanes.sheet(lane) == alone.sheet
        refused_here = [at for at, rows in enumerate(refused) if rows[lane]]
        assert refused_here == [at - len(joined) for at in alone.refused]


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


@given(rulesets(), roster(), ledgers(12), st.data())
def test_after_a_revert_all_is_as_without_the_event(
    ruleset: str, joined: Any, ledger: Any, data: Any
) -> None:
    """Law 5, the engine's side: and reverting the revert restores it; what no longer holds is told."""
    at, rules = data.draw(st.integers(0, len(ledger) - 1)), rules_of(ruleset)
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


EVERYBODY = ("ann", "bob", "cid")
OF_PEOPLE = (
    "joined",
    "left",
    "returned",
    "session",
    "downtime",
)  # who plays along, who is there, who is away


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(st.data())
def test_after_who_was_there_is_reverted_all_is_as_without_that_entry(data: Any) -> None:
    """Law 5 for memberships, sessions and down-times, and law 14: nothing else knows who was away."""
    ruleset = data.draw(rulesets())
    played = play(ruleset, data.draw(journals(ruleset)), refusals=True).journal
    entries = as_stated(played.ledger)
    gone = data.draw(st.sampled_from([entry.position for entry in entries if entry.word in OF_PEOPLE]))
    end, today = len(entries), max(entry.event.day for entry in entries)
    slip = evolve(entries[-1], event=Passed(day=today), position=end, word="reverted", reverts=(gone,))
    again = evolve(slip, position=end + 1, reverts=(end,))
    nothing = evolve(slip, reverts=())
    rules = played.began.rules
    without = [entry for entry in entries if entry.position != gone]
    assert sheet_of(rules, [*entries, slip]) == sheet_of(rules, [*without, nothing])
    assert sheet_of(rules, [*entries, slip, again]) == sheet_of(rules, [*entries, nothing])


def as_stated(ledger: Any) -> list[Any]:
    """Entries with no more than was stated: nobody has worked out yet who was away before them.

    A session that nobody missed is of everybody; a down-time names nobody who has left.
    """
    timeline, entries = Timeline(), []
    for recorded in sorted(ledger, key=lambda entry: entry.position):
        event, members = recorded.event, timeline.members
        stated = {} if recorded.absent_stated else {"absent": ()}
        if isinstance(event, DowntimeStarted):
            stated["away"] = tuple(who for who in event.away if not members.has_left(who, event.day))
        if isinstance(event, SessionStarted) and set(event.present) >= set(members.party(event.day)):
            stated["present"] = EVERYBODY
        timeline.add(recorded)
        entries.append(evolve(recorded, event=evolve(event, **stated)))
    return entries


def sheet_of(rules: Any, entries: Any) -> Any:
    """The balances at the end of these entries, in the order of recording, for one timeline."""
    timeline = Timeline().extended(sorted(entries, key=lambda entry: entry.position))
    ledger = sorted(map(timeline.with_absent, entries), key=lambda entry: entry.order)
    return replay(rules, ledger)[0].sheet()


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(st.data())
def test_an_earlier_day_is_read_as_it_was(data: Any) -> None:
    """Law 3 and law 14: the balances at the end of a day are the postings dated until then."""
    ruleset = data.draw(rulesets())
    campaign = play(ruleset, data.draw(journals(ruleset)), refusals=True)
    day = data.draw(st.integers(0, campaign.book.today.balance))
    sums: Counter[Any] = Counter()
    for posted, _, _, (account, amount, *_) in of_days(campaign.folded):
        sums[account.key] += amount if posted <= day and account.kind != ABSENT else 0
    sheet = campaign.at(day).book.sheet()
    expected = {key: total for key, total in sums.items() if total}
    assert {key: total for key, total in sheet.items() if key[1] not in (DAY, ABSENT)} == expected


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(st.data())
def test_drawn_journals_give_the_same_everywhere(data: Any) -> None:
    """All of these in one, for what can be written in a file."""
    ruleset = data.draw(rulesets())
    same_everywhere(ruleset, data.draw(journals(ruleset)))


@pytest.mark.slow
@pytest.mark.parametrize("pack", packs())
def test_packs_give_the_same_everywhere(pack: str) -> None:
    """Whatever happens at their tables."""

    @settings(max_examples=max(1, settings.default.max_examples // 10))
    @given(journals(pack))
    def holds(journal: str) -> None:
        same_everywhere(pack, journal)

    holds()
