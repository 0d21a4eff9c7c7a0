"""Specialities: C1 to C5."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import bonus, fact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.problems import Mistakes

few = settings(max_examples=30)

RULES = """
    rank-bonus: on
    specialisation: {window: $window, min_share: $min_share, auto_follow: $follow}
"""
FENCER = "kessa: {ranks: {sword: 8}}"
NUMBERS = {"window": option("C1", "window_days"), "min_share": option("C2", "min_share_to_challenge")}


def used(within: str, times: int = 1) -> str:
    """So many uses with that."""
    return f"- used: {{who: kessa, skill: sword, with: {within}, times: {times}}}\n"


def picks(within: str) -> str:
    """A player's choice."""
    return f"- specialised: {{who: kessa, skill: sword, in: {within}}}\n"


def trains(within: str, hours: Any) -> str:
    """So many hours with that."""
    return f"- trained: {{who: kessa, skill: sword, with: {within}, hours: {hours}}}\n"


def has(played: Any, skill: str = "sword") -> list[str]:
    """What Kessa specialises in."""
    found = [of for who, kind, of in played.book.sheet() if (who, kind) == ("kessa", "speciality")]
    return [of.removeprefix(f"{skill}, ") for of in found]


def follow(journal: str, auto: bool = False, refused: bool = False, **numbers: Any) -> Any:
    """Play it by the catalogue's numbers."""
    given = {**NUMBERS, "follow": str(auto).lower(), **numbers}
    return play(RULES, journal, FENCER, refused=refused, **given)


def held_then(current: str | None, uses: dict[str, int]) -> str:
    """Hold one from before the window on, by a week of training, and then use these."""
    before = trains(current, 40) + picks(current) + "- passed: 90\n" if current else ""
    return before + "".join(used(within, times) for within, times in uses.items())


@facts("C1")
def test_c1_the_speciality_is_what_a_character_mostly_does(case: dict[str, Any]) -> None:
    """7 of 10 with the longsword: it is offered, or comes by itself. Five and five: the axe stays, or one picks."""
    uses, current = case["uses"], case["current"]
    assert option("C1", "tie") == "keep current, else player picks"
    journal = held_then(current, uses)
    assert has(follow(journal)) == [current] * bool(current)  # nothing by itself
    if "offer longsword" in case["result"]:
        assert has(follow(journal, auto=True)) == ["longsword"]
        assert has(follow(journal + picks("longsword"))) == ["longsword"]
    elif current:
        assert has(follow(held_then(current, {"axe": 5, "longsword": 5}), auto=True)) == [current]
    else:
        tied = follow(used("longsword") + used("axe", 5) + used("longsword", 4))
        assert has(tied) == []
        for pick in uses:
            assert has(follow(journal + picks(pick))) == [pick]


@pytest.mark.parametrize(("days", "counts"), [(0, True), (89, True), (90, False)])
def test_c1_a_use_counts_on_ninety_days_its_own_among_them(days: int, counts: bool) -> None:
    """Six with the longsword, then, five with the axe: the axe is most of it once the six are out."""
    journal = used("longsword", 6) + "- passed: $days\n" + used("axe", 5) + picks("axe")
    played = follow(journal, refused=counts, days=days)
    assert has(played) == [] if counts else ["axe"]


def test_c1_the_share_can_be_read() -> None:
    """In thousandths, by what is left in the window; what was never used has none."""
    played = follow(used("longsword", 2) + "- passed: 30\n" + used("axe"))
    shares = [share(played, within) for within in ("longsword", "axe", "pike")]
    assert shares == [666, 333, 0]
    assert [share(played.at(119), within) for within in ("longsword", "axe")] == [0, 1000]
    assert [share(played.at(120), within) for within in ("longsword", "axe")] == [0, 0]


def share(played: Any, within: str) -> int:
    """Its part of the uses in the window."""
    number: int = played.book.figure(
        "speciality share", played.book["kessa", "speciality", f"sword, {within}"]
    )
    return number


def test_c1_uses_that_name_nothing_and_other_skills_do_not_count() -> None:
    """Two with the longsword are all that is known of."""
    other = "- used: {who: kessa, skill: axe, with: pike, times: 9}\n- used: {who: kessa, skill: sword, times: 9}\n"
    assert has(follow(other + used("longsword", 2) + picks("longsword"))) == ["longsword"]


def test_c1_days_away_do_not_move_the_window() -> None:
    """200 days of absence: the six uses still count."""
    away = "- downtime: 200\n  absent: [kessa]\n  events: []\n- passed: $days\n"
    journal = used("longsword", 6) + away + used("axe", 5) + picks("axe")
    assert has(follow(journal, refused=True, days=89)) == []
    assert has(follow(journal, days=90)) == ["axe"]


@facts("C2")
def test_c2_several_uses_keep_or_pick(case: dict[str, Any]) -> None:
    """4, 3 and 3: b stays, for none is half of it. 6 and 4: a may be picked instead."""
    journal = held_then(case["current"], case["uses"])
    may = "may be picked" in case["result"]
    played = follow(journal + picks("a"), refused=not may)
    assert has(played) == (["a"] if may else ["b"])
    if not may:
        assert "needed 0.5, had 0.4, short by 0.1" in refusal(played)


@pytest.mark.parametrize(("min_share", "picked"), [("0.6", True), ("0.601", False)])
def test_c2_exactly_the_share_is_enough(min_share: str, picked: bool) -> None:
    """Six of ten are 0.6."""
    journal = used("axe", 4) + used("longsword", 6)
    played = follow(journal + picks("longsword"), refused=not picked, min_share=min_share)
    assert has(played) == ["longsword"] * picked
    by_itself = follow(journal, auto=True, min_share=min_share)
    assert has(by_itself) == (["longsword"] if picked else ["axe"])


def test_c2_it_follows_only_more_than_half() -> None:
    """Four of eight are the most, but not more than half; five of nine are."""
    mixed = held_then("b", {"b": 2, "c": 2, "a": 4})
    assert has(follow(mixed, auto=True)) == ["b"]
    assert has(follow(mixed + used("a"), auto=True)) == ["a"]


def test_c2_one_per_skill_and_character() -> None:
    """A second one within the sword takes the place of the first; that of the axe stays."""
    axe = "- used: {who: kessa, skill: axe, with: pike}\n- specialised: {who: kessa, skill: axe, in: pike}\n"
    journal = axe + used("a") + picks("a") + used("b", 2) + picks("b")
    assert sorted(has(follow(journal))) == ["axe, pike", "b"]
    both = play(
        RULES,
        (used("a") + picks("a") + used("b", 2)).replace("kessa", "bram") + used("b") + picks("b"),
        "kessa: {ranks: {sword: 8}}\nbram: {}",
        **NUMBERS,
        follow="false",
    )
    assert holds(both, "speciality", "sword, a", "bram") == holds(both, "speciality", "sword, b") == 1


@pytest.mark.parametrize(
    ("journal", "why"),
    [
        (picks("pike"), "too few of the uses were with pike"),
        (used("a") + picks("a") + picks("a"), "a is already their speciality"),
        (
            "- specialised: {who: kessa, skill: swim, in: rivers}\n",
            "nobody specialises in a kind of swim here",
        ),
    ],
)
def test_c2_what_cannot_be_picked(journal: str, why: str) -> None:
    """What one never used, what one has, and where the rule is for other skills."""
    rules = "specialisation: {only: [arms]}"
    assert why in refusal(play(rules, journal, FENCER, refused=True))


def test_c2_each_skill_by_its_own_rule() -> None:
    """Two rules, for axes and for all else: one pick, one bonus, lost on its own day."""
    rules = """
        specialisation: {bonus: 10}
        axes: {kind: specialisation, only: [axe], bonus: 3, lost_after: 90}
    """
    journal = used("a") + picks("a") + (used("b") + picks("b")).replace("skill: sword", "skill: axe")
    played = play(rules, journal, FENCER)
    assert [extra(played, skill) for skill in ("sword", "axe", "swim")] == [10, 3, 0]
    assert [extra(played.at(90), skill) for skill in ("sword", "axe")] == [10, 0]
    assert [extra(played.at(120), skill) for skill in ("sword", "axe")] == [0, 0]


@facts("C3")
def test_c3_about_a_week_of_training_switches(case: dict[str, Any]) -> None:
    """Six days do not, seven do, at forty hours a week; whatever one uses."""
    assert option("C3", "days") == 7
    hours = case["days_trained"] * 40 * 1000 // 7 / 1000
    journal = used("axe", 9) + picks("axe") + trains("longsword", hours) + picks("longsword")
    played = follow(journal, refused=not case["switched"])
    assert has(played) == (["longsword"] if case["switched"] else ["axe"])


def test_c3_training_counts_from_the_last_switch() -> None:
    """Hours add up; what was trained before a switch is used up, for all of that skill; others keep theirs."""
    start = used("a", 9) + picks("a") + trains("b", 20) + "- passed: 1 week\n"
    assert has(follow(start + trains("b", 20) + picks("b"))) == ["b"]
    assert has(follow(start + trains("b", 19.999) + picks("b"), refused=True)) == ["a"]
    back = start + trains("c", 39) + trains("b", 20) + picks("b") + trains("c", 1) + picks("c")
    assert has(follow(back, refused=True)) == ["b"]
    other = "- trained: {who: kessa, skill: axe, with: pike, hours: 40}\n"
    pike = "- specialised: {who: kessa, skill: axe, in: pike}\n"
    assert sorted(has(follow(other + used("a") + picks("a") + pike))) == ["a", "axe, pike"]


def test_c3_using_the_speciality_does_not_undo_it() -> None:
    """Uses of the speciality leave the hours with another one as they are; so do other people's switches."""
    journal = used("a") + trains("b", 39) + used("a", 3) + trains("b", 1) + picks("b")
    assert has(follow(journal, auto=True)) == ["b"]
    brams = (trains("b", 40) + used("a")).replace("kessa", "bram") + used("a") + picks("a")
    journal = brams + picks("b").replace("kessa", "bram")
    both = play(RULES, journal, FENCER + "\nbram: {}", **NUMBERS, follow="false")
    assert [holds(both, "speciality", "sword, b", who) for who in ("kessa", "bram")] == [0, 1]
    assert [holds(both, "speciality", "sword, a", who) for who in ("kessa", "bram")] == [1, 0]
    fencers = [
        both.book.figure("speciality bonus", both.book[who, "rank", "sword"])
        for who in ("kessa", "bram", "x")
    ]
    assert fencers == [10, 10, 0]


def test_c3_training_with_the_speciality_is_not_saved_up() -> None:
    """Forty hours with the longsword while it is the speciality do not bring it back after a switch."""
    journal = used("a") + picks("a") + trains("a", 40) + used("b", 9) + picks("b") + picks("a")
    assert has(follow(journal, refused=True)) == ["b"]


KEPT = used("longsword") + picks("longsword") + "- passed: $days\n"


@facts("C4")
def test_c4_lost_after_four_months_unused(case: dict[str, Any]) -> None:
    """119 days kept, 120 lost; the ranks stay."""
    assert (option("C4", "lose_after_days"), option("C4", "compare")) == (120, ">=")
    played = follow(KEPT, days=case["days"])
    assert has(played) == ["longsword"] * case["kept"]
    assert ranks(played, "sword") == [8]


@pytest.mark.parametrize("practice", [used("longsword"), trains("longsword", 1)])
def test_c4_practice_starts_the_clock_again(practice: str) -> None:
    """A use or an hour of training with it on day 119; with something else it does not help."""
    more = "- passed: $more\n"
    journal = KEPT + practice + more
    assert has(follow(journal, days=119, more=119)) == ["longsword"]
    assert has(follow(journal, days=119, more=120)) == []
    other = KEPT + practice.replace("longsword", "axe") + more
    assert has(follow(other, days=119, more=1)) == []


def test_c4_the_clock_starts_with_the_pick_and_stands_still_while_away() -> None:
    """Trained on day 0 and picked on day 100, lost on day 220; 200 days of absence are no disuse."""
    journal = trains("a", 40) + "- passed: 100\n" + picks("a") + "- passed: $days\n"
    assert has(follow(journal, days=119)) == ["a"]
    assert has(follow(journal, days=120)) == []
    away = "- downtime: 200\n  absent: [kessa]\n  events: []\n"
    there = KEPT.replace("passed: $days", "downtime: 119\n  events: []")
    assert has(follow(there + away)) == ["longsword"]
    assert has(follow(there + away + "- passed: 1\n")) == []


def test_c4_training_for_no_hours_is_not_practice() -> None:
    """An entry without hours keeps nothing."""
    assert has(follow(KEPT + trains("longsword", 0) + "- passed: 1\n", days=119)) == []


def test_c4_what_was_lost_takes_training_to_regain() -> None:
    """Uses do not bring it back, neither picked nor by themselves; a week of training since then does."""
    lost = KEPT + used("longsword", 9)
    played = follow(lost + picks("longsword"), refused=True, days=120)
    assert has(played) == []
    assert "longsword was lost, and takes training to regain: needed 40, had 0" in refusal(played)
    assert has(follow(lost + trains("longsword", 40) + picks("longsword"), days=120)) == ["longsword"]
    kept_up = used("longsword") + picks("longsword") + trains("longsword", 40) + "- passed: 120\n"
    assert has(follow(kept_up + picks("longsword"), refused=True)) == []
    early = trains("longsword", 39) + KEPT + trains("longsword", 1) + picks("longsword")
    assert has(follow(early, refused=True, days=120)) == []
    again = used("a") + "- passed: 120\n" + trains("a", 40) + picks("a") + used("b", 2) + used("a", 2)
    assert has(follow(again, auto=True)) == ["b"]
    assert has(follow(again + used("a"), auto=True)) == ["a"]  # regained, it follows use as any other


def test_c4_another_speciality_may_be_picked_by_use() -> None:
    """What was never lost needs no training."""
    assert has(follow(KEPT + used("axe") + picks("axe"), days=120)) == ["axe"]
    assert has(follow(used("longsword") + "- passed: 120\n" + used("longsword", 9), auto=True)) == []
    assert has(follow(used("longsword") + "- passed: 120\n" + used("axe"), auto=True)) == ["axe"]


@pytest.mark.parametrize("days", [89, 181])
def test_c4_three_to_six_months(days: int) -> None:
    """Not less, not more."""
    assert option("C4", "allowed_range") == [90, 180]
    with pytest.raises(Mistakes, match="lost_after: must be at"):
        play("specialisation: {lost_after: $days}", "- passed: 1", days=days)
    for allowed in (90, 180):
        assert play("specialisation: {lost_after: $days}", "- passed: 1", days=allowed)


def extra(played: Any, skill: str = "sword") -> int:
    """What the speciality adds."""
    number: int = played.book.figure("speciality bonus", played.book["kessa", "rank", skill])
    return number


def test_c5_general_knowledge_survives() -> None:
    """8 ranks are 40, with the speciality 50, and after its loss 40 again, for 8 ranks."""
    case = fact("C5", ranks=8)
    assert option("C5", "specialisation_bonus") == 10
    played = follow(KEPT, days=1)
    assert bonus(played, "sword") == case["bonus"]
    assert bonus(played, "sword") + extra(played) == case["with_spec"]
    lost = follow(KEPT, days=120)
    assert bonus(lost, "sword") + extra(lost) == case["after_loss"]
    assert ranks(lost, "sword") == [case["ranks_after"]]
    assert extra(played, "axe") == 0


@few
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc"), st.integers(1, 4)), max_size=8))
def test_c1_the_window_holds_what_was_used_within_it(uses: list[tuple[int, str, int]]) -> None:
    """Shares are those of the last ninety days, counted by hand; and there is never more than one speciality."""
    journal = "".join(f"- passed: {days}\n" + used(within, times) for days, within, times in uses)
    played = follow(journal + "- passed: 0\n", auto=True)
    today = sum(days for days, _, _ in uses)
    dates = [sum(days for days, _, _ in uses[: at + 1]) for at in range(len(uses))]
    recent = [(w, n) for day, (_, w, n) in zip(dates, uses, strict=True) if today - day < 90]
    whole = sum(n for _, n in recent)
    for within in "abc":
        mine = sum(n for w, n in recent if w == within)
        assert share(played, within) == mine * 1000 // max(whole, 1)
    assert len(has(played)) <= 1
