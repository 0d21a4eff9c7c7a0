"""Questions, certificates and upkeep: C6 to C9."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from catalogue import worked
from catalogue.worked import fact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.problems import Mistakes

few = settings(max_examples=30)

ASKED = """
    ask-on-use: {after: $after}
    decay: {period: $period, clock: when asked}
"""
SWIMMER = "kessa: {ranks: {swim: 10}}"
SWIMS = "- used: {who: kessa, skill: swim}\n"
AFTER = option("C6", "ask_if_unknown_or_older_than_days")


def asked(journal: str, period: int = 180, refused: bool = False, roster: str = SWIMMER, **more: Any) -> Any:
    """Play it by the catalogue's numbers."""
    return play(ASKED, journal, roster, refused=refused, after=AFTER, period=period, **more)


def answer(ago: int) -> str:
    """So many days before today."""
    return f"- answered: {{who: kessa, skill: swim, ago: {ago}}}\n"


def test_c6_when_was_the_last_time_you_did_this() -> None:
    """The last use is not known: a question is open. 200 days, and a rank is lost; the question is closed."""
    case = fact("C6", use="swim")
    assert case["last_use"] is None and case["event"].startswith("question")
    played = asked("- passed: 400\n" + SWIMS)
    assert (holds(played, "question", "swim"), ranks(played, "swim")) == (401, [10])
    played = asked("- passed: 400\n" + SWIMS + answer(case["answer_days"]))
    assert (holds(played, "question", "swim"), ranks(played, "swim")) == (0, [9])


@pytest.mark.parametrize(
    ("ago", "left"), [(0, 10), (179, 10), (180, 9), (359, 9), (360, 8), (1799, 1), (1800, 0), (3000, 0)]
)
def test_c6_a_rank_for_every_whole_period(ago: int, left: int) -> None:
    """To the day, and never more than there is."""
    assert ranks(asked("- passed: 4000\n" + SWIMS + answer(ago)), "swim") == [left]


def test_c6_to_the_day_of_the_question_not_of_the_answer() -> None:
    """Asked on day 400 and answered on day 500: last used on day 220 is a rank, on day 221 none."""
    journal = "- passed: 400\n" + SWIMS + "- passed: 100\n"
    for day, left in ((220, 9), (221, 10)):
        told = f"- answered: {{who: kessa, skill: swim, last_used: {day}}}"
        assert ranks(asked(journal + told), "swim") == [left]


@pytest.mark.parametrize("gap", [1, 4])
@pytest.mark.parametrize(("away", "left"), [(160, 10), (20, 9), (0, 9)])
def test_c6_days_on_which_the_player_was_away_are_not_held_against_a_skill(
    away: int, left: int, gap: int
) -> None:
    """She was away in one stretch or in several; of 164 days those at the table count."""
    pieces = "".join(f"- downtime: {away // gap}\n  absent: [kessa]\n" for _ in range(gap if away else 0))
    swum = SWIMS + pieces + f"- passed: {164 - away}\n" + SWIMS
    told = "- answered: {who: kessa, skill: swim, last_used: 0}"
    assert ranks(asked(swum + told, period=100), "swim") == [left]
    since = f"- answered: {{who: kessa, skill: swim, last_used: {away}}}"
    assert ranks(asked(swum + since, period=100), "swim") == [10 - (164 - away) // 100]


@pytest.mark.parametrize(("at_the_table", "left"), [(119, 10), (120, 9)])
def test_c6_an_absence_that_begins_on_the_day_of_the_last_use_counts_whole(
    at_the_table: int, left: int
) -> None:
    """All its 20 days, and of the rest 120 take a rank."""
    swum = SWIMS + "- downtime: 20\n  absent: [kessa]\n" + f"- passed: {at_the_table}\n" + SWIMS
    told = "- answered: {who: kessa, skill: swim, last_used: 0}"
    assert ranks(asked(swum + told, period=120), "swim") == [left]


@pytest.mark.parametrize(("days", "opens"), [(0, False), (90, False), (91, True)])
def test_c6_asked_again_after_ninety_days(days: int, opens: bool) -> None:
    """The last use is known to lie 90 days back: no question. 91: one more."""
    played = asked(SWIMS + answer(0) + "- passed: $days\n" + SWIMS, days=days)
    assert holds(played, "question", "swim") == (days + 1) * opens


@pytest.mark.parametrize(("last_used", "opens"), [(10, False), (9, True)])
def test_c6_what_a_newcomer_remembers_needs_no_question(last_used: int, opens: bool) -> None:
    """Whose last use is on the sheet is asked only if that is long ago."""
    roster = f"kessa: {{joined: 100, ranks: {{swim: 10}}, last_used: {{swim: {last_used}}}}}"
    assert holds(asked("- passed: 100\n" + SWIMS, roster=roster), "question", "swim") == 101 * opens


def test_c6_nobody_is_asked_about_skills_they_never_learned() -> None:
    """There is nothing to lose. Nor about skills the rule is not for."""
    assert holds(asked("- used: {who: kessa, skill: climb}"), "question", "climb") == 0
    rules = "ask-on-use: {only: [climb]}"
    assert holds(play(rules, SWIMS, SWIMMER), "question", "swim") == 0


@few
@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=6))
def test_c6_unanswered_nothing_is_lost(uses: list[tuple[int, bool]]) -> None:
    """Whatever is used and whenever: without an answer no rank goes."""
    journal = "".join(f"- passed: {days}\n" + SWIMS * swims for days, swims in uses)
    assert ranks(asked(journal + "- passed: 1000\n"), "swim") == [10]


@pytest.mark.parametrize(
    ("journal", "why"),
    [
        ("- answered: {who: kessa, skill: swim, ago: 0}", "no question about swim is open"),
        (SWIMS + answer(0) + answer(0), "no question about swim is open"),
        (
            SWIMS + "- passed: 5\n" + "- answered: {who: kessa, skill: swim, last_used: 1}",
            "the last use comes after the question: needed day 0, had day 1, short by 1 day",
        ),
    ],
)
def test_c6_answers_that_are_refused(journal: str, why: str) -> None:
    """Nobody asked, or it lies after the question."""
    assert why in refusal(asked(journal, refused=True))


def test_c6_without_the_question_there_is_no_answer() -> None:
    """A table that asks nothing has no use for one; and then nothing is lost by itself."""
    rules = "decay: {period: 30, clock: when asked}"
    assert ranks(play(rules, "- passed: 1000\n" + SWIMS, SWIMMER), "swim") == [10]
    assert "no question about" in refusal(play("ask-on-use: on", answer(0), SWIMMER, refused=True))
    told = refusal(play(rules, SWIMS + answer(0), SWIMMER, refused=True))
    assert "no question about swim is open" in told


def test_c6_floors_hold_and_each_skill_has_its_own_rule() -> None:
    """A quarter of the peak stays; what decays by another rule is not asked for here."""
    rules = """
        ask-on-use: on
        decay: {period: 180, clock: when asked, floor_of_peak: 1/4}
        strokes: {kind: decay, only: [swim], period: 100, clock: when asked}
    """
    climbs = (SWIMS + answer(1000)).replace("swim", "climb")
    played = play(
        rules, "- passed: 1000\n" + climbs + SWIMS + answer(300), "kessa: {ranks: {swim: 10, climb: 6}}"
    )
    assert ranks(played, "swim", "climb") == [7, 2]


def test_c6_with_another_clock_the_answer_only_closes_the_question() -> None:
    """Two ranks are gone by the ledger's own days; the answer takes no third."""
    rules = "ask-on-use: on\ndecay: {period: 180}"
    played = play(rules, "- passed: 400\n" + SWIMS + answer(200), SWIMMER)
    assert (ranks(played, "swim"), holds(played, "question", "swim")) == ([8], 0)


CERTIFIED = """
    certificates: {skills: {welder: cooking, diver: swim, lifeguard: swim}, valid: $valid}
"""
WELDS = "- used: {who: kessa, skill: cooking, outcome: $outcome}\n"
TEST = "- certified: {who: kessa, as: welder, why: the test}\n"


def welder(journal: str, refused: bool = False, outcome: str = "success", **more: Any) -> Any:
    """Play it by the catalogue's numbers."""
    valid = option("C7", "valid_days")
    return play(CERTIFIED, journal, refused=refused, valid=valid, outcome=outcome, **more)


@facts("C7")
def test_c7_a_certificate_lapses_after_ninety_days(case: dict[str, Any]) -> None:
    """The last job on day 10: valid on day 100, lapsed on day 101. A test restores it."""
    assert case["today"] - case["last_job_day"] == case["days"]
    journal = TEST + f"- passed: {case['last_job_day']}\n" + WELDS + f"- passed: {case['days']}\n"
    assert holds(welder(journal), "certificate", "welder") == case["valid"]
    restored = journal + TEST + "- passed: $more"
    assert holds(welder(restored, more=90), "certificate", "welder") == 1
    assert holds(welder(restored, more=91), "certificate", "welder") == 0


@pytest.mark.parametrize(
    ("outcome", "valid"), [("success", 1), ("critical", 1), ("failure", 0), ("fumble", 0)]
)
def test_c7_a_job_is_what_did_not_fail(outcome: str, valid: int) -> None:
    """A use of that skill prolongs it, but not one that failed."""
    journal = TEST + "- passed: 90\n" + WELDS + "- passed: 1\n"
    assert holds(welder(journal, outcome=outcome), "certificate", "welder") == valid
    unsaid = journal.replace(", outcome: $outcome", "")
    assert holds(welder(unsaid), "certificate", "welder") == 1


def test_c7_a_job_does_not_restore_it_nor_give_the_first() -> None:
    """That takes a test; and each certificate is for its own skill."""
    assert holds(welder(WELDS), "certificate", "welder") == 0
    lapsed = welder(TEST + "- passed: 91\n" + WELDS)
    assert [holds(lapsed, kind, "welder") for kind in ("certificate", "certificates.last job")] == [0, 1]
    other = WELDS.replace("cooking", "swim")
    assert holds(welder(TEST + "- passed: 90\n" + other + "- passed: 1\n"), "certificate", "welder") == 0


def test_c7_a_skill_may_carry_two_certificates() -> None:
    """A swim prolongs the one that is valid; the other is none of theirs."""
    journal = "- certified: {who: kessa, as: diver}\n- passed: 90\n" + SWIMS + "- passed: 90\n"
    played = welder(journal)
    assert [holds(played, "certificate", name) for name in ("diver", "lifeguard")] == [1, 0]
    assert holds(welder(journal + "- passed: 1"), "certificate", "diver") == 0


def test_c7_it_does_not_lapse_while_the_player_is_away() -> None:
    """200 days of absence are no disuse."""
    away = "- downtime: 90\n  events: []\n- downtime: 200\n  absent: [kessa]\n  events: []\n"
    assert holds(welder(TEST + away), "certificate", "welder") == 1
    assert holds(welder(TEST + away + "- passed: 1"), "certificate", "welder") == 0


def test_c7_unknown_certificates_are_refused() -> None:
    """With those there are."""
    told = refusal(welder("- certified: {who: kessa, as: smith}", refused=True))
    assert "there is no certificate as smith; there are: welder, diver, lifeguard" in told
    told = refusal(play("certificates: on", TEST, refused=True))
    assert "there are: none" in told


def test_c7_a_misspelt_skill_is_reported() -> None:
    """With the nearest right one."""
    with pytest.raises(Mistakes, match='skills, welder: there is no skill "coking"; did you mean "cooking"'):
        play("certificates: {skills: {welder: coking}}", "- passed: 1")


UPKEEP = """
    upkeep: {hours_per_skill: 1, budget: $budget}
    decay: {period: $period}
"""
BUDGET = option("C9", "weekly_hours")
CLIMBER = "kessa: {ranks: {climb: 10, swim: 10}}"


def kept(journal: str, roster: str = CLIMBER, refused: bool = False, rules: str = UPKEEP, **more: Any) -> Any:
    """Play it by the catalogue's numbers, with a rank lost every 90 days."""
    return play(rules, journal, roster, refused=refused, **{"budget": BUDGET, "period": 90, **more})


def order(*skills: str, hours: Any = 1) -> str:
    """A standing order."""
    return f"- keeps_up: {{who: kessa, skills: [{', '.join(skills)}], hours: {hours}}}\n"


@facts("C8")
def test_c8_an_hour_a_week_keeps_a_skill(case: dict[str, Any]) -> None:
    """An hour a week keeps climbing for a year; half an hour does not."""
    assert option("C8", "hours_per_skill_week") == 1
    played = kept(order(case["skill"], hours=case["hours_per_week"]) + "- passed: 1 year")
    assert ranks(played, "climb", "swim") == [6 if case["decay"] else 10, 6]


def test_c8_the_clock_starts_again_when_it_ends() -> None:
    """Kept up from day 89 to day 589: the first rank is lost on day 679, ninety days later."""
    journal = (
        "- passed: 89\n" + order("climb") + "- passed: 500\n" + order("climb", hours=0) + "- passed: $days\n"
    )
    for days, left in ((0, 10), (89, 10), (90, 9), (180, 8)):
        assert ranks(kept(journal, days=days), "climb") == [left]


def test_c8_what_was_lost_before_stays_lost() -> None:
    """It keeps what there is."""
    journal = "- passed: 200\n" + order("climb") + "- passed: 200\n"
    assert ranks(kept(journal), "climb", "swim") == [8, 6]


def test_c8_the_forecast_takes_it_into_account() -> None:
    """The sheet says when a rank will be lost, and of what is kept up that it never will."""
    played = kept("- passed: 10\n" + order("climb"))
    losses = {row.skill: row.loses_on for row in played.sheet("kessa").skills}
    assert losses == {"climb": None, "swim": 90}


@pytest.mark.parametrize("clock", ["sessions attended", "real time"])
def test_c8_by_the_other_clocks_as_well(clock: str) -> None:
    """A session every fortnight: a rank for every third or every thirty days, but none of what is kept up."""
    rules = "upkeep: on\ndecay: {period: $period, clock: $clock}"
    period, first_loss = (3, 3) if clock == "sessions attended" else (30, 2)

    def sessions(first: int, last: int) -> str:
        many = range(first, last + 1)
        dates = [f"2024-{1 + n // 2:02}-{1 + n % 2 * 14:02}" for n in many]
        heads = zip(many, dates, strict=True)
        return "".join(f"- session: {n}\n  date: {date}\n  day: {n}\n  events: []\n" for n, date in heads)

    journal = sessions(1, 2) + order("climb") + sessions(3, 9)
    played = kept(journal, rules=rules, period=period, clock=clock)
    climb, swim = ranks(played, "climb", "swim")
    assert climb == 10 and swim < 9
    ended = journal + order("climb", hours=0)
    for more, left in ((first_loss - 1, 10), (first_loss, 9)):
        played = kept(ended + sessions(10, 9 + more), rules=rules, period=period, clock=clock)
        assert ranks(played, "climb") == [left]


def test_c8_an_answer_takes_nothing_from_skills_kept_up() -> None:
    """Where decay asks on use."""
    rules = "upkeep: on\nask-on-use: on\ndecay: {period: $period, clock: when asked}"
    journal = (
        "- passed: 400\n"
        + order("climb")
        + (SWIMS + answer(200)).replace("swim", "climb")
        + SWIMS
        + answer(200)
    )
    assert ranks(kept(journal, rules=rules), "climb", "swim") == [10, 8]


def test_c8_where_everything_fades_it_fades_too() -> None:
    """Upkeep is against disuse."""
    rules = "upkeep: on\nglobal-decay: {every: $period}"
    assert ranks(kept(order("climb") + "- passed: 90", rules=rules), "climb", "swim") == [9, 9]


def test_c8_a_skill_learned_meanwhile_has_its_whole_period() -> None:
    """An order for a skill one has no rank in starts no clock for it."""
    gift = "- ruled: {who: kessa, skill: sword, ranks: 1, by: GM, why: a gift}\n"
    journal = order("sword") + order("climb") + "- passed: 50\n" + gift + "- passed: $days\n"
    assert [ranks(kept(journal, days=days), "sword") for days in (89, 90)] == [[1], [0]]


MANY = [f"trade{n}" for n in range(1, 13)]


def test_c9_upkeep_has_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve skills and ten hours: the first ten in the player's order are kept, two decay."""
    case = fact("C9", skills=12)
    assert option("C9", "order") == "player priority" and len(MANY) == case["skills"]
    more = "".join(f"  {name}: trade\n" for name in MANY)
    monkeypatch.setattr(worked, "RULESET", worked.RULESET.replace("policies:", more + "policies:"))
    roster = f"kessa: {{ranks: {{{', '.join(f'{name}: 5' for name in MANY)}}}}}"
    for names in (MANY, MANY[::-1]):
        played = kept(order(*names, hours=BUDGET) + "- passed: 90\n", roster)
        assert ranks(played, *names) == [5] * case["kept"] + [4] * case["left_to_decay"]


def test_c9_more_than_the_budget_is_refused() -> None:
    """Eleven hours of ten."""
    told = refusal(kept(order("climb", hours=11), refused=True))
    assert "more hours a week than there are for upkeep: needed 10, had 11, short by 1" in told
    assert ranks(kept(order("climb", hours=10)), "climb") == [10]


def test_c9_hours_are_hours() -> None:
    """So an option may say; points they are not."""
    rules = "upkeep: {hours_per_skill: 2 hours, budget: 4 hours}\ndecay: {period: 90}"
    journal = order("swim", "climb", hours="3.999") + "- passed: 90\n"
    assert ranks(kept(journal, rules=rules), "climb", "swim") == [9, 10]
    with pytest.raises(Mistakes, match='budget: "dp" is not a unit here'):
        kept(journal, rules="upkeep: {budget: 4 dp}")


def test_c9_part_of_an_hour_keeps_nothing_and_a_skill_counts_once() -> None:
    """Two and a half hours keep two; naming one twice does not cost twice."""
    journal = order("climb", "climb", "swim", "sword", hours="2.5") + "- passed: 90\n"
    roster = "kessa: {ranks: {climb: 10, swim: 10, sword: 10}}"
    assert ranks(kept(journal, roster), "climb", "swim", "sword") == [10, 10, 9]


def test_c9_a_new_order_takes_the_place_of_the_old_for_that_character() -> None:
    """What is not named any more decays from then on; Bram's order is his own."""
    roster = f"{CLIMBER}\nbram: {{ranks: {{climb: 10}}}}"
    journal = (
        order("climb").replace("kessa", "bram")
        + order("climb")
        + "- passed: 80\n"
        + order("swim")
        + "- passed: 90\n"
    )
    played = kept(journal, roster)
    assert ranks(played, "climb", "swim") + ranks(played, "climb", who="bram") == [9, 10, 10]


@pytest.mark.slow
@few
@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["climb", "swim", ""])), max_size=6))
def test_c8_time_in_pieces_keeps_and_loses_the_same(orders: list[tuple[int, str]]) -> None:
    """However time is cut between the orders; and nothing is lost while it is kept up."""
    whole, parts, before = "", "", {"climb": 10, "swim": 10}
    for days, skill in orders:
        given = order(skill) if skill else "- keeps_up: {who: kessa, skills: [], hours: 0}\n"
        whole += given + f"- passed: {days}\n"
        parts += given + f"- passed: {days // 3}\n- passed: {days - days // 3}\n"
        after = dict(zip(before, ranks(kept(whole), *before), strict=True))
        assert after.get(skill) == before.get(skill)
        before = after
    assert kept(whole + "- passed: 0\n").book.sheet() == kept(parts + "- passed: 0\n").book.sheet()


def test_c6_cases_follow_each_other() -> None:
    """Periods are counted from each last use to its own question."""
    journal = "- passed: 1000\n" + SWIMS + answer(200) + "- passed: 200\n" + SWIMS + answer(180)
    left = [
        ranks(asked(part), "swim")[0] for part in (journal, journal + "- passed: 500\n" + SWIMS + answer(360))
    ]
    assert left == [8, 6]
    assert all(before > after for before, after in pairwise(left))
