"""The peers of the simulator come to its sheets from its dice, and one that does not is found out."""

from __future__ import annotations

from typing import Any

import pytest
import simulate
import simulate_check
import simulate_numpy
import simulate_ours
import simulate_peers
from simulate_check import our_dice
from simulate_numpy import Scouts, numpy_dice
from simulate_ours import play
from simulate_peers import CREATURES, MEANS, REWARDS, SESSIONS, Dice, Scout, chances

from rpgprog.events import Bought, Joined, SessionEnded, SessionStarted
from rpgprog.simulate.jobs.job import play_piece

pytestmark = pytest.mark.slow

FEW = 40  # campaigns
CREATURE = "goblinoid"


@pytest.mark.parametrize("side", simulate_check.SIDES)
def test_a_side_gives_the_same_sheets(side: str) -> None:
    assert simulate_check.differing(FEW, [side]) == []


def test_the_check_stops_and_says_who_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate_numpy, "GOAL", 2999)
    monkeypatch.setattr(simulate_peers, "GOAL", 2999)
    with pytest.raises(SystemExit, match=r"not the same ends, .*: handwritten, numpy$"):
        simulate_check.check(FEW)


def test_a_piece_has_as_many_events_as_its_campaigns() -> None:
    assert play_piece(simulate_ours.job(FEW), (0, FEW)).events == play(FEW).events


def test_everything_occurs() -> None:
    """Levels, ranks by use and by purchase, lost and relearned ones, encounters that are old."""
    ours, _ = simulate_check.played(FEW)
    sheets = [ours.lanes.sheet(lane) for lane in range(FEW)]
    assert {sheet["scout", "level", ""] for sheet in sheets} >= {3, 4}
    assert all(sheet["scout", "met", "creature goblinoid"] > 30 for sheet in sheets)
    assert all(sheet["scout", "spent", ""] > 0 for sheet in sheets)
    assert any(sheet.get(("scout", "relearned", "")) for sheet in sheets)
    for skill in "stealth", "tracking", "sword":  # one that is bought as well, two by use alone
        assert any(sheet.get(("scout", "peak", skill)) for sheet in sheets)
    assert any(_lost(sheet, "tracking") for sheet in sheets)
    assert any(_lost(sheet, "sword") for sheet in sheets)
    assert 300 < ours.events / FEW < 600


def _lost(sheet: Any, skill: str) -> bool:
    return bool(sheet.get(("scout", "rank", skill), 0) < sheet.get(("scout", "peak", skill), 0))


# --- a fault is found out --------------------------------------------------------------------------

FAULTS = [
    ("PERIOD", 43),
    ("GAP", 13),
    ("GOAL", 3001),
    ("LEVEL_STEP", 43_000),
    ("REWARDS", [*REWARDS[:20], REWARDS[20] + 1, *REWARDS[21:]]),
    ("XP_PER_USE", 4001),
    ("XP_PER_RANK", {**simulate_peers.XP_PER_RANK, "stealth": 24_000}),
    ("PRICE", {"climbing": 4000, "stealth": 2001}),
    ("WANTED", {"climbing": 10, "stealth": 9}),
    ("WANTED", {"stealth": 8, "climbing": 10}),
    ("SHARES", {"stealth": 1, "climbing": 1}),
    ("SHARES", {"climbing": 1, "stealth": 2}),
    ("START", {"climbing": 1}),
]


@pytest.mark.parametrize(("module", "peer"), [(simulate_peers, "handwritten"), (simulate_numpy, "numpy")])
@pytest.mark.parametrize(("name", "wrong"), FAULTS)
def test_a_fault_is_found_out(
    module: Any, peer: str, name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, wrong)
    assert simulate_check.differing(FEW, [peer]) == [peer]


@pytest.mark.parametrize("peer", simulate_check.PEERS)
def test_one_encounter_more_is_found_out(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = simulate_check.PEERS[peer]

    def richer(dice: Any, size: int) -> Any:
        def more(what: Any, session: int) -> Any:
            often = dice(what, session).copy()
            often[size // 2] += what == ("met", CREATURE) and session == SESSIONS
            return often

        return settle(more, size)

    monkeypatch.setitem(simulate_check.PEERS, peer, richer)
    assert simulate_check.differing(FEW, [peer]) == [peer]


@pytest.mark.parametrize("peer", simulate_check.PEERS)
def test_an_event_that_is_not_counted_is_found_out(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = simulate_check.PEERS[peer]

    def fewer(dice: Any, size: int) -> Any:
        ends, events = settle(dice, size)
        return ends, events - 1

    monkeypatch.setitem(simulate_check.PEERS, peer, fewer)
    assert simulate_check.differing(FEW, [peer]) == [peer]


def test_an_event_that_the_engine_misses_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    replay = simulate_check.replay

    def without_purchases(events: Any) -> Any:
        return replay([event for event in events if not isinstance(event, Bought)])

    monkeypatch.setattr(simulate_check, "replay", without_purchases)
    assert simulate_check.differing(FEW, ["engine"]) == ["engine"]


# --- worked out by hand ----------------------------------------------------------------------------


def test_rewards() -> None:
    assert REWARDS[:6] == [2000, 1000, 667, 500, 400, 333]


def test_nothing_happens() -> None:
    """The ranks of the beginning go, on days 42 and 84."""
    scout = Scout()
    scout.play(lambda _what, _session: 0)
    assert scout.events == 1 + 2 * SESSIONS
    assert scout.state() == {("level", ""): 1, ("peak", "climbing"): 2}


def test_each_campaign_has_its_beginning_and_its_sessions() -> None:
    ours, _ = simulate_check.played(FEW)
    for events in ours.written.values():
        framing = [event for event in events if isinstance(event, Joined | SessionStarted | SessionEnded)]
        assert len(framing) == 1 + 2 * SESSIONS


@pytest.mark.parametrize(("earned", "level"), [(39_999, 1), (40_000, 2), (79_999, 2), (80_000, 3)])
def test_levels(earned: int, level: int) -> None:
    scout, scouts = Scout(), Scouts(1)
    scout.earn(earned)
    scouts.earn(1, earned)
    assert (scout.level, scouts.level[0]) == (level, level)


def test_points_are_shared_by_weight() -> None:
    """84 points at once: 32 for climbing to rank 10, 16 for stealth to rank 8, the rest 2 to 1."""
    scout = Scout()
    scout.play(lambda what, session: 28 if what == ("awarded", "a goal") and session == 1 else 0)
    assert (scout.earned, scout.points, scout.level) == (84_000, 0, 3)
    assert scout.share == {"stealth": 24_000, "climbing": 12_000}
    assert dict(scout.peak) == {"climbing": 10 + 3, "stealth": 8 + 12}


# --- the peers' own dice ---------------------------------------------------------------------------


def test_chances_are_those_of_chance() -> None:
    assert chances(2.0)[:3] == pytest.approx([0.135335, 0.406006, 0.676676], abs=1e-6)
    assert chances(2.0)[-1] == pytest.approx(1)


@pytest.mark.parametrize("what", MEANS, ids=" ".join)
def test_dice_are_right_on_average(what: Any) -> None:
    dice, numbers = Dice(1), numpy_dice(4000, 1)
    assert sum(dice(what, 1) for _ in range(4000)) / 4000 == pytest.approx(MEANS[what], abs=0.1)
    assert numbers(what, 1).mean() == pytest.approx(MEANS[what], abs=0.1)
    assert our_dice(4000)(what, 1).mean() == pytest.approx(MEANS[what], abs=0.1)


@pytest.mark.parametrize("lots", [simulate.hand_lots(200), simulate.numpy_lots()])
def test_peers_play_as_many_events_with_their_own_dice(lots: simulate.Counted) -> None:
    lots.run([1])
    assert lots.per_campaign == pytest.approx(play(200).events / 200, rel=simulate.ALIKE)


def test_every_creature_of_the_table_is_met() -> None:
    assert set(simulate_ours.ready().table.encounters) == set(CREATURES)
