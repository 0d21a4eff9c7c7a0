"""What later entries say of earlier ones: taken back by number, let pass, checked against paper."""

from __future__ import annotations

import pytest
from catalogue.worked import play

from rpgprog.events.describe import event_in_words
from rpgprog.ledger.accounts import OVERRULED

RULES = """
awards: {encounter: 2}
purchase: {cost: 4, talents: {attunement: 10}}
levels: {step: 10}
"""
JOURNAL = """
- session: One
  day: 5
  events:
    - awarded: {id: dragon, points: 12, for: the dragon}
    - bought: {who: kessa, skill: climb, ranks: 2}
    - bought: {who: kessa, skill: swim}
- session: Two
  day: 9
  events:
    - awarded: {points: 1, for: tea}
"""
# 1 joined, 2 session, 3 awarded, 4 and 5 bought, 6 session ended, 7 session, 8 awarded, 9 session ended


def after(more: str, journal: str = JOURNAL, refused: bool = False):  # type: ignore[no-untyped-def]
    return play(RULES, f"{journal.strip()}\n    {more}\n", refused=refused)


def ranks(campaign) -> dict[str, int]:  # type: ignore[no-untyped-def]
    return {row.skill: row.rank for row in campaign.sheet("kessa").skills if row.rank}


# Taken back by number.


def test_one_event_is_taken_back_by_its_number() -> None:
    campaign = after("- reverted: {event: 4, by: Ann, why: a dream}")
    assert ranks(campaign) == {"swim": 1}
    assert campaign.sheet("kessa").free == 9000
    (gone,) = (step for step in campaign.folded if step.reverted)
    assert (gone.recorded.position, gone.reverted.by, gone.reverted.why) == (3, "Ann", "a dream")


def test_a_number_says_what_it_was() -> None:
    was = event_in_words(after("- left: {who: kessa, why: rest}").journal.ledger[3].event)
    assert was == "bought: kessa, climb, 2 times, day 5"
    assert after(f'- reverted: {{event: 4, was: "{was}", by: Ann, why: x}}').problems == ()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            'event: 4, was: "bought: kessa, swim, day 5"',
            'number 4 is "bought: kessa, climb, 2 times, day 5": the journal was changed before it',
        ),
        ("event: 0", "there is no event number 0 before this entry, which is number 9"),
        ("event: 9", "there is no event number 9 before this entry, which is number 9"),
        ("event: 10", "there is no event number 10 before this entry, which is number 9"),
    ],
)
def test_a_number_that_cannot_be(said: str, why: str) -> None:
    campaign = after(f"- reverted: {{{said}, by: Ann, why: x}}", refused=True)
    assert [problem.message for problem in campaign.problems] == [f"reverted: {why}"]


def test_the_last_number_before_it_can_be() -> None:
    assert after("- reverted: {event: 8, by: Ann, why: x}").sheet("kessa").earned == 12_000


def test_a_number_may_be_written_as_the_log_shows_it() -> None:
    assert ranks(after('- reverted: {event: "#4", by: Ann, why: a dream}')) == {"swim": 1}


def test_an_id_that_looks_like_a_number_is_an_id() -> None:
    journal = JOURNAL.replace("id: dragon", "id: 7")
    assert (
        after("- reverted: {event: 7, by: Ann, why: x}", journal, refused=True).sheet("kessa").earned == 1000
    )


def test_taking_back_a_revert_by_number_restores() -> None:
    twice = "- reverted: {event: 4, by: Ann, why: x}\n    - reverted: {event: 9, by: Bo, why: y}"
    assert ranks(after(twice)) == {"climb": 2, "swim": 1}


# Let pass.


def test_entries_that_no_longer_hold_are_refused_and_reported() -> None:
    campaign = after("- reverted: {event: dragon, by: Ann, why: x}", refused=True)
    assert len(campaign.problems) == 2
    assert ranks(campaign) == {}


def test_kept_by_the_game_master_what_it_was_short_of_is_given() -> None:
    more = "- reverted: {event: dragon, by: Ann, why: x}\n"
    more += "    - allowed: {event: 4, by: Ann, why: y}\n    - allowed: {event: 5, by: Ann, why: y}"
    campaign = after(more)
    assert ranks(campaign) == {"climb": 2, "swim": 1}
    assert campaign.sheet("kessa").free == 1000  # the tea
    assert campaign.book["kessa", OVERRULED, "purchase"].balance == 3


def test_left_as_a_debt_it_is_paid_off_later() -> None:
    more = "- reverted: {event: dragon, by: Ann, why: x}\n"
    more += "    - allowed: {event: 4, by: Ann, why: y, debt: true}\n"
    more += "    - reverted: {event: 5, by: Ann, why: y}"
    campaign = after(more)
    assert ranks(campaign) == {"climb": 2}
    assert campaign.sheet("kessa").free == -7000  # 8 short, and the tea
    assert campaign.sheet("kessa").earned == 1000


def test_only_the_rules_that_are_named_are_set_aside() -> None:
    journal = "- bought: {who: kessa, skill: climb}\n- allowed: {event: 2, by: A, why: b, rules: [levels]}"
    assert play(RULES, journal, refused=True).problems
    assert not play(RULES, journal.replace("levels", "purchase")).problems


def test_its_own_override_and_a_later_one_hold_together() -> None:
    bought = "- bought: {who: kessa, skill: climb, override: {by: A, why: b, rules: [levels]}}\n"
    allowed = "- allowed: {event: 2, by: A, why: b, rules: [purchase], debt: true}"
    assert play(RULES, bought + allowed).sheet("kessa").free == -4000


def test_a_permission_that_is_taken_back_no_longer_holds() -> None:
    journal = "- bought: {who: kessa, skill: climb}\n- allowed: {event: 2, by: A, why: b}\n"
    assert not play(RULES, journal).problems
    assert play(RULES, journal + "- reverted: {event: 3, by: A, why: c}", refused=True).problems


# Checked against paper.


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        ("skill: climb, ranks: 2", None),
        ("skill: climb, ranks: 3", "rank climb of kessa is 3 on paper and 2 here"),
        ("skill: climb, ranks: 1", "rank climb of kessa is 1 on paper and 2 here"),
        ("points: 1", None),
        ("points: 1.5", "points of kessa is 1.5 on paper and 1 here"),
        ("earned: 13", None),
        ("level: 2", None),
        ("level: 1", "level of kessa is 1 on paper and 2 here"),
        ("talent: attunement", "talent attunement of kessa is 1 on paper and 0 here"),
        ("coins: 0", None),
    ],
)
def test_paper_and_ledger(checked: str, told: str | None) -> None:
    campaign = after(f"- checked: {{who: kessa, {checked}}}", refused=told is not None)
    expected = (
        []
        if told is None
        else [f"checked (kessa): refused by bookkeeping: {told}: they have differed since an earlier entry"]
    )
    assert [problem.message for problem in campaign.problems] == expected


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        ("who: kessa", 'checked needs a number: "ranks", "xp", "points", "earned", "coins", "level"'),
        ("who: kessa, ranks: 2", 'checked needs "skill" to say which skill the ranks or XP are of'),
        ("who: kessa, skill: climb, points: 2", 'checked has a skill, but no "ranks" or "xp" of it'),
    ],
)
def test_what_a_check_needs(checked: str, told: str) -> None:
    (problem,) = after(f"- checked: {{{checked}}}", refused=True).problems
    assert told in problem.message


# Somebody who comes from elsewhere.


def test_ranks_and_points_on_paper_enter_as_an_opening_balance() -> None:
    more = "- joined: {who: mara, brings: {ranks: {climb: 7}, points: 4.5, name: Mara Wells}}\n"
    more += "    - bought: {who: mara, skill: climb}\n"
    more += "    - checked: {who: mara, skill: climb, ranks: 8}"
    campaign = after(more)
    sheet = campaign.sheet("Mara Wells")
    assert (sheet.free, sheet.skills[0].rank) == (500, 8)
    assert [step.recorded.event.day for step in campaign.folded if step.recorded.word == "joined"] == [0, 9]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("kessa", 'who: there is already a character "kessa"'),
        ("party", 'who: "party" is reserved: choose another name'),
        ("campaign", 'who: "campaign" is reserved: choose another name'),
    ],
)
def test_who_cannot_join(who: str, told: str) -> None:
    (problem,) = after(f"- joined: {{who: {who}}}", refused=True).problems
    assert problem.message == told


def test_whoever_joins_cannot_have_been_there_before() -> None:
    journal = "- used: {who: mara, skill: climb}\n- joined: {who: mara}"
    assert 'no character "mara"' in play(RULES, journal, refused=True).problems[0].message


def test_who_was_away_may_stand_in_the_entry_itself() -> None:
    rules = "decay: {period: 100}"
    for absent, rank in (("[]", 1), ("[kessa]", 2)):
        journal = f"- used: {{who: bram, skill: climb, day: 150, absent: {absent}}}"
        campaign = play(rules, journal, "kessa: {ranks: {swim: 2}}\nbram: {}")
        assert campaign.sheet("kessa").skills[0].rank == rank
