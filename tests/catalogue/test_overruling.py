"""The game master overrules: G1."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import bonus, holds, paid, play, ranks, refusal

RULES = """
    awards: on
    purchase: {cost: 2, talents: {far sight: 30}}
    rank-cap: {cap: "level + 3"}
    levels: {step: 40}
    rank-bonus: on
"""
BOUGHT = """
    - awarded: {points: $points}
    - bought: {who: kessa, skill: climb, ranks: 4}
    - bought: {who: kessa, skill: climb$override}
"""
OVERRIDE = ", override: {by: Anna, why: raised by goats$rules}"


def fifth_rank(rules: str | None, points: int = 20, **how: Any) -> Any:
    """Four ranks are allowed at the first level; a fifth is bought all the same."""
    override = "" if rules is None else OVERRIDE.replace("$rules", rules)
    return play(RULES, BOUGHT, points=points, override=override, **how)


def test_g1_without_a_word_the_rule_holds() -> None:
    """A fifth rank is refused, with the rule, what it needed, what there was, and what was short."""
    played = fifth_rank(None, refused=True)
    assert "): refused by rank-cap: more ranks than the level allows: needed 5, had 4, short by 1" in refusal(
        played
    )
    assert (ranks(played, "climb"), holds(played, "points")) == ([4], 12)


@pytest.mark.parametrize("rules", ["", ", rules: [rank-cap]", ", rules: [purchase, rank-cap]"])
def test_g1_the_game_master_lets_it_pass_with_a_reason_on_record(rules: str) -> None:
    """With who and why the purchase passes and is paid; log and sheet tell of the rule set aside."""
    played = fifth_rank(rules)
    assert (ranks(played, "climb"), holds(played, "points")) == ([5], 10)
    (told,) = played.log(kinds=["overruled"])
    assert (told.of, told.policy, told.event) == ("rank-cap", "rank-cap", "bought")
    assert told.reason.startswith(
        "Anna let it pass: raised by goats (rank-cap: more ranks than the level allows"
    )
    assert played.sheet("kessa").overruled == 1


def test_g1_only_the_rules_named_are_set_aside() -> None:
    """Setting the cap aside pays no price, and setting aside what does not refuse lifts no cap."""
    short = fifth_rank(", rules: [rank-cap]", points=9, refused=True)
    assert "purchase: climb costs more than they have: needed 2 dp, had 1 dp, short by 1 dp" in refusal(short)
    assert (ranks(short, "climb"), holds(short, "overruled", "rank-cap")) == ([4], 0)
    other = fifth_rank(", rules: [purchase]", refused=True)
    assert "refused by rank-cap" in refusal(other)


def test_g1_whatever_refuses_may_be_set_aside_even_into_debt() -> None:
    """Without names both rules let it pass, and both are counted; the points run into debt."""
    played = fifth_rank("", points=9)
    assert (ranks(played, "climb"), holds(played, "points")) == ([5], -1)
    assert [(row.of, row.balance) for row in played.log(kinds=["overruled"])] == [
        ("rank-cap", 1),
        ("purchase", 1),
    ]
    assert played.sheet("kessa").overruled == 2


def test_g1_an_override_that_nothing_needed_leaves_no_trace() -> None:
    """Where no rule refuses, nothing is overruled; the next event has no override of its own."""
    journal = """
        - awarded: {points: 20}
        - bought: {who: kessa, skill: climb, ranks: 4, override: {by: Anna, why: to be sure}}
        - bought: {who: kessa, skill: climb}
    """
    played = play(RULES, journal, refused=True)
    assert (ranks(played, "climb"), played.sheet("kessa").overruled) == ([4], 0)


def test_g1_an_override_is_taken_back_like_any_event() -> None:
    """Reverted, it is as if it had never been."""
    journal = BOUGHT + "    - reverted: {event: goats, by: Anna, why: it was too much}\n"
    played = play(RULES, journal, points=20, override=OVERRIDE.replace("$rules", "") + ", id: goats")
    assert (ranks(played, "climb"), holds(played, "points"), played.sheet("kessa").overruled) == ([4], 12, 0)
    assert played.log(kinds=["overruled"]) == []


@pytest.mark.parametrize("missing", ["by", "why"])
def test_g1_an_override_says_who_and_why(missing: str) -> None:
    """Without either it is a mistake in the file."""
    said = {"by": "by: Anna", "why": "why: raised by goats"}
    override = ", override: {" + said["why" if missing == "by" else "by"] + "}"
    played = play(RULES, BOUGHT, points=20, override=override, refused=True)
    assert f'override needs "{missing}"' in refusal(played)
    assert ranks(played, "climb") == [4]


RULED = """
    - awarded: {points: 10}
    - ruled: {who: kessa, $change, why: the goddess smiled, by: Anna}
"""


@pytest.mark.parametrize(
    ("change", "kind", "of", "before", "after"),
    [
        ("skill: climb, ranks: 2", "rank", "climb", 3, 5),
        ("skill: climb, ranks: -1", "rank", "climb", 3, 2),
        ("skill: climb, xp: 15", "xp", "climb", 0, 15),
        ("points: 3", "points", "", 10, 13),
        ("points: -3", "points", "", 10, 7),
        ("coins: 5", "coins", "", 0, 5),
        ("level: 1", "level", "", 1, 2),
        ("talent: far sight", "talent", "far sight", 0, 1),
    ],
)
def test_g1_a_number_is_changed_by_hand_and_says_so(
    change: str, kind: str, of: str, before: int, after: int
) -> None:
    """A ruling is a posting like any other: it adds up, and why tells who ruled it and for what reason."""
    roster = "kessa: {ranks: {climb: 3}}"
    assert holds(play(RULES, "- awarded: {points: 10}", roster), kind, of) == before
    played = play(RULES, RULED, roster, change=change)
    assert holds(played, kind, of) == after
    why = played.why("kessa", f"{of} {kind}".strip() if kind not in ("rank", "talent") else of)
    last = why.postings[-1]
    assert (last.policy, last.event, last.reason) == (
        "bookkeeping",
        "ruled",
        "ruled by Anna: the goddess smiled",
    )
    assert sum(posting.amount for posting in why.postings) == why.number


def test_g1_rulings_count_where_earnings_count() -> None:
    """Forty points by ruling are a level; ranks by ruling raise the peak and the bonus."""
    played = play(RULES, RULED, change="skill: climb, ranks: 2, points: 30")
    assert played.sheet("kessa").level == 2
    assert (holds(played, "peak", "climb"), bonus(played, "climb")) == (2, 10)
    assert [int(amount) for amount in paid(played)] == [10, 30]


def test_g1_a_ruling_can_be_taken_back() -> None:
    """Reverted, the number is what it was."""
    journal = (
        RULED.replace("by: Anna", "by: Anna, id: smile")
        + "    - reverted: {event: smile, by: Anna, why: an error}\n"
    )
    assert holds(play(RULES, journal, change="points: 3"), "points") == 10
