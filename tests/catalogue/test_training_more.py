"""Training that grows stale, mixes with use, follows in line: N6 R4 R5 R7, and what training may be limited to."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import FACTS, bonus, exact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

STALE = """
    training: {model: xp, xp_per_week: 10, coins: $coins}
    practice: {xp: 0, cost: 1000}
    stale-training: {factor: "$ratio ** (n - 1)", reset: $reset}
"""
ALL = "[new trainer, new text, use]"
WEEK = "- trained: {who: kessa, skill: climb, weeks: 1, trainer: {name: Mirra, rank: 9}}"


def stale(*journal: str, reset: str = ALL, coins: int = 0, **how: Any) -> Any:
    """Weeks that each teach four fifths of the one before."""
    ratio = option("N6", "ratio_per_repeat_week")
    return play(
        STALE, "\n".join(journal), "kessa: {coins: 9000}", ratio=ratio, reset=reset, coins=coins, **how
    )


def learned(*journal: str, **how: Any) -> Any:
    """XP in climbing."""
    return holds(stale(*journal, **how), "xp", "climb")


@facts("N6")
def test_n6_training_repeats_diminish(case: dict[str, Any]) -> None:
    """Ten XP in the first week, then 8, 6.4 and 5.12."""
    weeks = case["week"]
    assert case["xp_base"] == 10
    assert learned(*[WEEK] * weeks) - learned(*[WEEK] * (weeks - 1)) == exact(case["xp"])


def test_r5_the_same_teacher_teaches_less_each_week() -> None:
    """As N6 has it: four weeks with Mirra are 29.52 XP, at once or one by one."""
    in_all = sum(exact(case["xp"]) for case in FACTS["N6"]["cases"])
    assert learned(*[WEEK] * 4) == learned(WEEK.replace("weeks: 1", "weeks: 4")) == in_all
    assert in_all == exact("29.52")


@pytest.mark.parametrize(
    ("between", "word"),
    [
        ("- trained: {who: kessa, skill: climb, hours: 0, trainer: {name: Tom, rank: 9}}", "new trainer"),
        ("- trained: {who: kessa, skill: climb, hours: 0, text: On Ropes}", "new text"),
        ("- used: {who: kessa, skill: climb}", "use"),
    ],
)
def test_n6_something_new_starts_again(between: str, word: str) -> None:
    """A new trainer, a new text or a use in play: the next week is a first week, unless that is switched off."""
    assert learned(WEEK, between, WEEK) == 20
    assert learned(WEEK, between, WEEK, reset=f"[{word}]") == 20
    others = [other for other in ("new trainer", "new text", "use") if other != word]
    assert learned(WEEK, between, WEEK, reset=f"[{', '.join(others)}]") == 18
    assert learned(WEEK, between.replace("climb", "swim"), WEEK) == 18


def test_n6_a_trainer_is_new_only_once() -> None:
    """Mirra, Tom and Mirra again: she is no news, and neither is Tom when he comes back; nor is a text."""
    tom = WEEK.replace("Mirra", "Tom")
    assert learned(WEEK, tom, WEEK, tom) == exact("10") + 10 + 8 + exact("6.4")
    book = WEEK.replace("trainer: {name: Mirra, rank: 9}", "text: On Ropes")
    assert learned(book, book, tom, book) == 10 + 8 + 10 + 8


def test_n6_each_skill_has_its_weeks_and_each_student_too() -> None:
    """Swimming is not climbing, and a new teacher of swimming is none of climbing."""
    played = stale(WEEK, WEEK.replace("climb", "swim"), WEEK)
    assert (holds(played, "xp", "climb"), holds(played, "xp", "swim")) == (18, 10)


def test_n6_the_fee_is_for_all_hours() -> None:
    """Two weeks with a trainer of rank 9 at five coins are 90, whatever they teach."""
    assert holds(stale(WEEK, WEEK, coins=5), "coins") == 9000 - 2 * 9 * 5
    rules = """
        training: {weeks: 1, coins: 5}
        stale-training: {factor: [1, 1/2, 1/4, 0]}
    """
    played = play(rules, WEEK.replace("weeks: 1", "weeks: 4"), "kessa: {coins: 9000}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([1], 30)
    assert holds(played, "coins") == 9000 - 4 * 9 * 5
    nothing = play(rules, "\n".join([WEEK.replace("weeks: 1", "weeks: 4"), WEEK]), "kessa: {coins: 9000}")
    assert holds(nothing, "coins") == 9000 - 5 * 9 * 5
    assert holds(nothing, "trained", "climb") == 30


def test_n6_only_the_hours_that_were_taught_are_paid() -> None:
    """Forty hours at half their worth make a rank of half a week with a trainer who knows no more."""
    rules = """
        training: {weeks: 1/2, coins: 5}
        stale-training: {factor: 1/2}
    """
    played = play(rules, WEEK.replace("weeks: 1", "weeks: 2").replace("9", "1"), "kessa: {coins: 9000}")
    assert (ranks(played, "climb"), holds(played, "coins")) == ([1], 9000 - 5)


def test_n6_a_week_is_as_long_as_training_says() -> None:
    """With twenty hours in a week the second twenty are the second week."""
    rules = """
        training: {model: xp, xp_per_week: 10, hours_per_week: 20}
        practice: {cost: 1000}
        stale-training: on
    """
    played = play(rules, "- trained: {who: kessa, skill: climb, hours: 40}")
    assert holds(played, "xp", "climb") == 18


def test_n6_only_the_skills_it_is_for() -> None:
    """Arms grow stale, athletics do not."""
    rules = """
        training: {model: xp, xp_per_week: 10}
        practice: {cost: 1000}
        stale-training: {only: [arms]}
    """
    weeks = "- trained: {who: kessa, skill: $skill, weeks: 2}"
    for skill, xp in (("climb", 20), ("sword", 18)):
        played = play(rules, weeks, skill=skill)
        assert holds(played, "xp", skill) == xp
        assert any(kind.startswith("stale-training") for _, kind, _ in played.book.sheet()) is (xp == 18)
    taught = (
        weeks.replace("weeks: 2", "weeks: 2, trainer: {name: Mirra, rank: 9}")
        + "\n- used: {who: kessa, skill: climb}"
    )
    sheet = play(rules, taught, skill="climb").book.sheet()
    assert not any(kind.startswith("stale-training") for _, kind, _ in sheet)


@few
@given(parts=st.lists(st.integers(0, 900), min_size=1, max_size=6), thousandths=st.integers(0, 999))
def test_n6_parts_add_up_to_the_whole(parts: list[int], thousandths: int) -> None:
    """However the hours are cut, exactly, to the thousandth."""
    rules = """
        training: {weeks: "rank / 3", coins: 0}
        stale-training: {factor: "1 / n"}
    """
    hours = [f"{part}.{thousandths:03}" for part in parts]
    whole = sum(parts) * 1000 + thousandths * len(parts)
    pieces = "\n".join(f"- trained: {{who: kessa, skill: climb, hours: {part}}}" for part in hours)
    at_once = f"- trained: {{who: kessa, skill: climb, hours: {whole // 1000}.{whole % 1000:03}}}"
    assert play(rules, pieces).book.sheet() == play(rules, at_once).book.sheet()


MIXED = """
    awards: on
    practice: {xp: 20, cost: 1000}
    training: {model: xp, xp_per_week: 4, coins: 0}
    mixed-learning: {factor: 1.25, interval: 10 weeks}
"""
SESSION = "- used: {who: kessa, skill: $skill, day: $day}"
STUDY = "- trained: {who: kessa, skill: climb, weeks: $weeks, day: 3}"
CLOSED = "- passed: {passed}"


def mixed(*journal: str, until: int = 70, **numbers: Any) -> Any:
    """XP in climbing when it is that day."""
    lines = "\n".join([*journal, f"- awarded: {{points: 0, day: {until}}}"])
    return holds(
        play(MIXED, lines, **{"skill": "climb", "day": 9, "weeks": 9, **numbers}),
        "xp",
        "climb",
    )


@facts("R4")
def test_r4_a_mix_is_best(case: dict[str, Any]) -> None:
    """Ten weeks of training are 40 XP, a session 20; nine weeks and a session are 70."""
    assert option("R4", "synergy") == 1.25
    assert mixed(STUDY, weeks=case["weeks"]) == case["all_training"]
    assert mixed(STUDY, SESSION, weeks=case["weeks"] - 1) == exact(case["nine_training_one_session"])
    assert mixed(SESSION) == case["one_session_only"]


@pytest.mark.parametrize(("until", "xp"), [(69, 56), (70, 70), (71, 70), (210, 70)])
def test_r4_the_bonus_comes_when_the_period_closes(until: int, xp: int) -> None:
    """On the first day of the next one, once."""
    assert mixed(STUDY, SESSION, until=until) == xp


@pytest.mark.parametrize(("day", "xp"), [(69, 70), (70, 56)])
def test_r4_both_in_the_same_period(day: int, xp: int) -> None:
    """On its last day it counts; on the first day of the next it does not, nor does what came before then."""
    assert mixed(STUDY, SESSION, day=day, until=140) == xp


def test_r4_both_of_the_same_skill() -> None:
    """Swimming in play does nothing for climbing by the book."""
    assert mixed(STUDY, SESSION, skill="swim") == 36


@pytest.mark.parametrize(
    ("day", "until", "xp"),
    [(0, 69, 56), (0, 70, 70), (69, 69, 56), (69, 70, 70), (70, 139, 56), (70, 140, 70)],
)
def test_r4_a_period_begins_on_its_first_day(day: int, until: int, xp: int) -> None:
    """What was learned on day 69 is paid for on day 70, what was learned on day 70 on day 140."""
    assert mixed(STUDY.replace("day: 3", "day: $day"), SESSION, day=day, until=until) == xp


@pytest.mark.parametrize(("only", "xp"), [("athletics", 70), ("arms", 56)])
def test_r4_only_the_skills_it_is_for(only: str, xp: int) -> None:
    """A mix does nothing for other skills."""
    rules = MIXED.replace("{factor", f"{{only: [{only}], factor")
    played = play(rules, f"{SESSION}\n{STUDY}\n- passed: 70", skill="climb", day=0, weeks=9)
    assert holds(played, "xp", "climb") == xp


def test_r4_each_period_counts_for_itself_and_the_bonus_counts_as_practised() -> None:
    """Two periods of 56 are 140; what the bonus adds makes ranks like any XP."""
    second = [line.replace("$day", "75").replace("3}", "72}") for line in (STUDY, SESSION)]
    assert mixed(STUDY, SESSION, *second, until=140) == 140
    rules = MIXED.replace("cost: 1000", "cost: 35")
    played = play(rules, f"{SESSION}\n{STUDY}\n- passed: 70", skill="climb", day=0, weeks=9)
    assert (ranks(played, "climb"), holds(played, "practised")) == ([2], 70)


QUEUE = """
    training: {weeks: rank, coins: $coins, cover: $cover}
    training-queue: {one_at_a_time: $one, queue: $queue, sessions: $sessions}
"""
PLAN = """
- downtime: $free
  events:
    - started: {who: kessa, skill: sword, trainer: {name: Mirra, rank: 9}}
    - started: {who: kessa, skill: climb, trainer: {name: Mirra, rank: 9}}
"""
BEGINS = """
- session: The pass
  after: 0
  events: []
"""
SKILLED = "kessa: {coins: 1000, ranks: {sword: 5, climb: 2}}"


def queue(*journal: str, roster: str = SKILLED, **numbers: Any) -> Any:
    """Sword from 5 to 6 takes six weeks, climbing from 2 to 3 takes three."""
    options = {
        "coins": 2,
        "cover": "false",
        "one": "true",
        "queue": "wait",
        "sessions": "interrupt",
        "free": 56,
    }
    return play(QUEUE, "\n".join(journal), roster, **{**options, **numbers})


@facts("R7")
def test_r7_training_eats_down_time(case: dict[str, Any]) -> None:
    """Eight weeks for a plan of six and three: the first is done, of the second two of three weeks are stored."""
    (first, six), (second, three) = case["plan"]
    assert (first, second, six + three) == ("sword 5->6", "climb 2->3", case["weeks_needed"])
    weeks = option("R7", "weeks_available")
    played = queue(PLAN, BEGINS, free=weeks * 7)
    assert ranks(played, "sword", "climb") == [6, 2]
    assert case["done"] == [first]
    assert holds(played, "trained", "climb") == case["partial"][second] * 40
    assert not [
        key for key in played.book.sheet() if key[1] == "course" or key[1].startswith("training-queue")
    ]
    enough = queue(PLAN, BEGINS, free=case["weeks_needed"] * 7)
    assert (ranks(enough, "sword", "climb") == [6, 3]) is not case["fits"]
    assert holds(enough, "trained", "climb") == 0


@pytest.mark.parametrize(("free", "done"), [(41, [5, 2]), (42, [6, 2]), (62, [6, 2]), (63, [6, 3])])
def test_r7_each_rank_comes_on_its_day(free: int, done: list[int]) -> None:
    """Six weeks are over on day 42, and three more on day 63."""
    played = queue(PLAN, free=free)
    assert ranks(played, "sword", "climb") == done


def test_r7_the_sheet_knows_the_day() -> None:
    """What is paid and not yet over is seen on the sheet."""
    rows = {row.skill: row for row in queue(PLAN, free=7).sheet("kessa").skills}
    assert [(rows[s].course, rows[s].finished_on) for s in ("sword", "climb")] == [
        (240_000, 42),
        (120_000, 63),
    ]


@pytest.mark.parametrize(("hours", "days"), [(40, 7), (41, 8), (39, 7), (1, 1)])
def test_r7_a_part_of_a_day_is_a_day(hours: int, days: int) -> None:
    """Forty hours are seven days; an hour more is another day."""
    journal = "- started: {who: kessa, skill: swim}\n- passed: $days"
    rules = f"training: {{weeks: {hours}/40, coins: 0}}\ntraining-queue: on"
    assert [ranks(play(rules, journal, days=n), "swim")[0] for n in (days - 1, days)] == [0, 1]


def test_r7_what_takes_no_time_takes_a_day() -> None:
    """And leaves nothing over."""
    journal = "- started: {who: kessa, skill: swim}\n- passed: 1"
    played = play("training: {weeks: 0}\ntraining-queue: on", journal)
    assert (ranks(played, "swim"), holds(played, "trained", "swim")) == ([1], 0)


def test_r7_side_by_side() -> None:
    """Where both may run, six weeks are enough."""
    played = queue(PLAN, one="false", free=42)
    assert ranks(played, "sword", "climb") == [6, 3]
    assert ranks(queue(PLAN, one="false", free=21), "sword", "climb") == [5, 3]


def test_r7_in_the_order_in_which_they_were_started() -> None:
    """Sword waits behind climbing although its name comes later, and axe behind both."""
    skills = ("swim", "axe", "climb")
    journal = "\n".join(f"- started: {{who: kessa, skill: {skill}}}" for skill in skills)
    for days, done in ((6, [0, 0, 0]), (7, [1, 0, 0]), (14, [1, 1, 0]), (21, [1, 1, 1])):
        assert ranks(queue(journal, f"- passed: {days}", roster="kessa: {}"), *skills) == done


def test_r7_a_second_course_may_be_refused() -> None:
    """Where none may wait in line; the same skill twice never can."""
    refused = queue(PLAN, queue="refuse", free=42, refused=True)
    assert "training-queue: one course at a time" in refusal(refused)
    assert (ranks(refused, "sword", "climb"), holds(refused, "coins")) == ([6, 2], 1000 - 6 * 18)
    again = "- started: {who: kessa, skill: sword}\n" * 2
    for one in ("true", "false"):
        assert "sword is already being trained" in refusal(queue(again, one=one, refused=True))
    after = queue(
        "- started: {who: kessa, skill: swim}",
        "- passed: 7",
        "- started: {who: kessa, skill: swim}",
        queue="refuse",
    )
    assert ranks(after, "swim") == [1]


def test_r7_hours_that_were_trained_before_count() -> None:
    """After 200 of 240 hours a course takes a week, and a week's fee."""
    hours = "- trained: {who: kessa, skill: sword, hours: 200}"
    course = "- started: {who: kessa, skill: sword, trainer: {name: Mirra, rank: 9}}"
    played = [queue(hours, course, f"- passed: {days}") for days in (6, 7)]
    assert [ranks(one, "sword") for one in played] == [[5], [6]]
    assert holds(played[1], "coins") == 1000 - 18
    assert holds(played[1], "trained", "sword") == 0


def test_r7_the_fee_is_paid_at_the_start_and_must_be_covered_where_the_table_says_so() -> None:
    """Six weeks at 18 coins are 108."""
    course = "- started: {who: kessa, skill: sword, trainer: {name: Mirra, rank: 9}}"
    for coins, ok in ((108, True), (107, False)):
        roster = f"kessa: {{coins: {coins}, ranks: {{sword: 5}}}}"
        played = queue(course, roster=roster, cover="true", refused=not ok)
        assert holds(played, "coins") == (0 if ok else 107)
        assert ok or "training: the fee is not covered" in refusal(played)
        assert holds(queue(course, roster=roster), "coins") == coins - 108


def test_r7_a_trainer_must_be_better_for_a_course_too() -> None:
    """As for training by the hour; beyond twenty ranks it takes a master."""
    course = "- started: {who: kessa, skill: sword, trainer: {name: Mirra, rank: 5}}"
    assert "training: Mirra must be better than the student" in refusal(queue(course, refused=True))
    alone = queue("- started: {who: kessa, skill: sword}", roster="kessa: {ranks: {sword: 20}}", refused=True)
    assert "takes a master" in refusal(alone)


def test_r7_what_was_not_used_of_the_fee_comes_back() -> None:
    """Of 108 coins for six weeks two weeks are used; the course that waited is given back whole."""
    stops = "- stopped: {who: kessa, why: the raiders come}"
    played = queue(PLAN, stops, free=14)
    assert holds(played, "coins") == 1000 - 2 * 18
    assert (holds(played, "trained", "sword"), holds(played, "trained", "climb")) == (80, 0)
    assert ranks(queue(PLAN, stops, "- passed: 90", free=14), "sword", "climb") == [5, 2]


def test_r7_one_course_is_stopped_and_the_next_begins() -> None:
    """Sword is broken off on day 14: climbing begins that day and is over on day 35."""
    stops = "- stopped: {who: kessa, skill: sword}"
    for days, climb in ((20, 2), (21, 3)):
        played = queue(PLAN, stops, f"- passed: {days}", free=14)
        assert (ranks(played, "sword", "climb"), holds(played, "trained", "sword")) == ([5, climb], 80)


def test_r7_a_waiting_course_may_be_stopped_and_those_behind_move_up() -> None:
    """Of three in line the second is dropped: the third begins when the first is over."""
    journal = [f"- started: {{who: kessa, skill: {skill}}}" for skill in ("swim", "axe", "climb")]
    stops = "- stopped: {who: kessa, skill: axe}"
    played = queue(*journal, stops, "- passed: 14", roster="kessa: {}")
    assert ranks(played, "swim", "axe", "climb") == [1, 0, 1]
    last = queue(*journal, stops.replace("axe", "climb"), "- passed: 14", roster="kessa: {}")
    assert ranks(last, "swim", "axe", "climb") == [1, 1, 0]


def test_r7_nothing_to_stop() -> None:
    """Neither a skill nor anything at all."""
    assert "swim is not being trained" in refusal(queue("- stopped: {who: kessa, skill: swim}", refused=True))
    other = queue(
        "- started: {who: kessa, skill: sword}", "- stopped: {who: kessa, skill: swim}", refused=True
    )
    assert "swim is not being trained" in refusal(other)
    assert "nothing is being trained" in refusal(queue("- stopped: {who: kessa}", refused=True))


def test_r7_a_session_interrupts_the_training_of_those_present() -> None:
    """Bram was not there and trains on; where sessions do not interrupt, so does Kessa."""
    roster = "kessa: {ranks: {sword: 5}}\nbram: {ranks: {sword: 5}}"
    journal = [
        "- started: {who: party, skill: sword}",
        "- passed: 20",
        BEGINS.replace("after: 0", "after: 1\n  present: [kessa]"),
        "- downtime: 41\n  events: []",
    ]
    played = queue(*journal, roster=roster)
    assert ranks(played, "sword") + ranks(played, "sword", who="bram") == [5, 5]
    assert holds(played, "trained", "sword") == 120
    on = queue(*journal, roster=roster, sessions="go on")
    assert ranks(on, "sword") + ranks(on, "sword", who="bram") == [6, 5], "his 21 days away do not count"
    later = queue(*journal, "- passed: 1", roster=roster)
    assert ranks(later, "sword", who="bram") == [6]


def test_r7_a_course_stands_still_while_the_player_is_away() -> None:
    """Thirty days away put it off by thirty days, and are not among those stored."""
    away = "- downtime: 30\n  absent: [kessa]\n  events: []"
    starts = "- started: {who: kessa, skill: sword}"
    for days, sword in ((31, 5), (32, 6)):
        assert ranks(queue(starts, "- downtime: 10\n  events: []", away, f"- passed: {days}"), "sword") == [
            sword
        ]
    stored = queue(starts, "- downtime: 14\n  events: []", away, "- stopped: {who: kessa}")
    assert holds(stored, "trained", "sword") == 80


def test_r7_a_character_who_leaves_stops_training() -> None:
    """What was done is kept for the day they come back."""
    played = queue(PLAN, "- left: {who: kessa}", "- passed: 90", free=14)
    assert (ranks(played, "sword", "climb"), holds(played, "trained", "sword")) == ([5, 2], 80)


def test_r7_a_rank_gained_meanwhile_is_not_given_twice() -> None:
    """Two weeks for the second rank; practice brings it first: the two weeks are stored for the third."""
    rules = """
        training: {weeks: rank}
        training-queue: on
        practice: {xp: 1, cost: 1}
    """
    journal = (
        "- started: {who: kessa, skill: climb}\n- used: {who: kessa, skill: climb, day: 3}\n- passed: 90"
    )
    played = play(rules, journal, "kessa: {ranks: {climb: 1}}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([2], 80)


def test_r7_a_course_for_a_lost_rank_refunds_the_surplus() -> None:
    """Five weeks for the fifth rank, and one is lost meanwhile: four make the fourth again, one is stored."""
    rules = "training: {weeks: rank}\ntraining-queue: on"
    journal = """
    - started: {who: kessa, skill: climb}
    - ruled: {who: kessa, skill: climb, ranks: -1, by: GM, why: a blow on the head, day: 30}
    - passed: 5
    """
    played = play(rules, journal, "kessa: {ranks: {climb: 4}}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([4], 40)


@pytest.mark.parametrize("rules", ["training: {model: xp}", "training: {only: [arms]}", "awards: on"])
def test_r7_a_course_needs_a_rule_that_says_how_long(rules: str) -> None:
    """Where training earns XP, or is for other skills, or is not there, there are no courses."""
    journal = "- started: {who: kessa, skill: climb}"
    told = refusal(play(f"{rules}\ntraining-queue: on", journal, refused=True))
    assert "no rule here says how long climb takes" in told


def test_r7_training_alone_starts_no_course() -> None:
    """Nor is it dropped in silence."""
    told = refusal(play("training: on", "- started: {who: kessa, skill: climb}", refused=True))
    assert "no rule here has a use for this" in told


@few
@given(
    pieces=st.lists(st.integers(0, 40), min_size=2, max_size=5),
    one=st.booleans(),
    sessions=st.sampled_from(["interrupt", "go on"]),
)
def test_r7_time_in_pieces_trains_what_time_at_once_does(pieces: list[int], one: bool, sessions: str) -> None:
    """Wherever the time is cut, ranks come on their days and what is stored is the same."""
    starts = "- started: {who: kessa, skill: sword}\n- started: {who: kessa, skill: climb}"
    parts = "\n".join(f"- passed: {days}" for days in pieces)
    options = {"one": str(one).lower(), "sessions": sessions}
    cut = queue(starts, parts, BEGINS, **options)
    assert cut.book.sheet() == queue(starts, f"- passed: {sum(pieces)}", BEGINS, **options).book.sheet()


HOURS = """
    - downtime: 8 weeks
      events:
        - trained: {who: kessa, skill: sword, weeks: 6}
        - trained: {who: kessa, skill: climb, hours: $hours}
"""


@pytest.mark.parametrize(("hours", "ok"), [("80", True), ("80.001", False), ("120", False)])
def test_r7_a_down_time_has_a_number_of_hours(hours: str, ok: bool) -> None:
    """Six weeks and two are eight; what is more is told where it is entered."""
    played = play("training: on", HOURS, hours=hours, refused=not ok)
    if not ok:
        told = f"the down-time has 320 hours, and {float(hours) + 240:g} are entered for kessa"
        assert "journal:9:" in refusal(played)
        assert f"{told}: write started: to train one after the other" in refusal(played)


def test_r7_the_hours_are_each_ones_own_and_as_many_as_the_table_says() -> None:
    """Two who train have them both; with twenty hours a week there are half as many; without training none count."""
    roster = "kessa: {}\nbram: {}"
    entries = HOURS.replace("sword, weeks: 6", "sword, hours: 240")
    both = entries.replace("kessa, skill: climb", "bram, skill: climb")
    assert not play("training: on", both, roster, hours=300).problems
    short = play("training: {hours_per_week: 20}", entries, hours=1, refused=True)
    assert "has 160 hours, and 240 are entered" in refusal(short)
    assert not play("awards: on", entries, hours=300).problems


KNOWN = """
    training: {weeks: rank, per_known: 1, coins: 0}
"""


@pytest.mark.parametrize(
    ("roster", "skill", "weeks"),
    [("{climb: 1, sword: 2}", "sword", 6), ("{climb: 1, swim: 7}", "climb", 10), ("{}", "climb", 1)],
)
def test_training_may_take_longer_at_higher_ranks(roster: str, skill: str, weeks: int) -> None:
    """All ranks together, and the one that is aimed at: 3 and 3 are six weeks, 8 and 2 are ten."""
    journal = "- trained: {who: kessa, skill: $skill, hours: $hours}"
    for hours, gained in ((weeks * 40 - 1, 0), (weeks * 40, 1)):
        played = play(
            KNOWN,
            journal,
            f"kessa: {{ranks: {roster}}}\nbram: {{ranks: {{climb: 5}}}}",
            skill=skill,
            hours=hours,
        )
        before = play(KNOWN, "[]", f"kessa: {{ranks: {roster}}}")
        assert ranks(played, skill)[0] - ranks(before, skill)[0] == gained


def test_hours_for_a_rank_that_was_lost_are_not_lost_with_it() -> None:
    """Of five weeks for the fifth rank four are done when one is lost: they make the fourth again, unpaid."""
    rules = """
        training: {weeks: rank, coins: 1}
        global-decay: {every: 30}
    """
    journal = """
        - trained: {who: kessa, skill: climb, hours: 170, trainer: {name: Mirra, rank: 10}}
        - passed: 30
        - trained: {who: kessa, skill: climb, hours: 10}
    """
    played = play(rules, journal, "kessa: {coins: 100, ranks: {climb: 4}}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([4], 20)
    assert exact(holds(played, "coins")) == 100 - exact("42.5")


def test_hours_that_are_there_already_cost_nothing_again() -> None:
    """The fourth rank needs no hour more, and its trainer knows no fifth: no fee, and ten hours stay stored."""
    rules = """
        training: {weeks: rank, coins: 1}
        global-decay: {every: 30}
    """
    journal = """
        - trained: {who: kessa, skill: climb, hours: 170}
        - passed: 30
        - trained: {who: kessa, skill: climb, hours: 10, trainer: {name: Mirra, rank: 4}}
    """
    played = play(rules, journal, "kessa: {coins: 100, ranks: {climb: 4}}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([4], 10)
    assert holds(played, "coins") == 100


TWO = """
    training: {weeks: 1, coins: 1, master_from: 5, per_known: 1}
    magic-training:
      {kind: training, only: [magic], weeks: 3, coins: 3, master_from: 9, hours_per_week: 20, sources: 1, cover: true}
    training-queue: {one_at_a_time: false}
"""
TAUGHT = "- trained: {{who: kessa, skill: {skill}, hours: 0, trainer: {{name: {trainer}, rank: 9}}}}\n"


def two(journal: str, roster: str = "kessa: {coins: 100}", **how: Any) -> Any:
    """Magic is trained otherwise than the rest."""
    return play(TWO, journal, roster, **how)


def test_each_skill_is_trained_by_its_own_rule() -> None:
    """A course in climbing is a week and nine coins, one in healing three weeks of twenty hours and 81."""
    starts = "- started: {{who: kessa, skill: {}, trainer: {{name: Mirra, rank: 9}}}}\n"
    for skill, days, fee in (("climb", 7, 9), ("healing", 21, 81)):
        played = [two(f"{starts.format(skill)}- passed: {n}") for n in (days - 1, days)]
        assert [ranks(one, skill) for one in played] == [[0], [1]]
        assert holds(played[0], "coins") == 100 - fee
    known = [
        two(f"- trained: {{who: kessa, skill: climb, hours: {n}}}", "kessa: {ranks: {healing: 3}}")
        for n in (39, 40)
    ]
    assert [ranks(one, "climb") for one in known] == [[0], [1]], (
        "ranks of healing are not among those that count"
    )


def test_each_rule_checks_its_own_skills() -> None:
    """Sources, cover and masters are for magic, or for the rest."""
    poor = "kessa: {ranks: {sword: 5, healing: 5}}"
    starts = "- started: {{who: kessa, skill: {}, trainer: {{name: Mirra, rank: 9}}}}"
    assert holds(two(starts.format("climb"), poor), "coins") == -54
    assert "magic-training: the fee is not covered" in refusal(
        two(starts.format("healing"), poor, refused=True)
    )
    for event in ("trained: {{who: kessa, skill: {}, hours: 1}}", "started: {{who: kessa, skill: {}}}"):
        assert not two(f"- {event.format('healing')}", poor).problems
        told = refusal(two(f"- {event.format('sword')}", poor, refused=True))
        assert "training: from here on it takes a master: needed 6, had 0" in told

    def both(skill: str) -> str:
        return "".join(TAUGHT.format(skill=skill, trainer=name) for name in ("Mirra", "Tom"))

    climbs = two(both("climb"))
    assert not any(kind.startswith(("training", "magic")) for _, kind, _ in climbs.book.sheet())
    assert "magic-training: only one source a season" in refusal(two(both("healing"), refused=True))
    first, other = both("healing").splitlines()[0], both("climb")
    assert not two(f"{first}\n{other}").problems, "climbing has no season"


SEASON = """
    practice: {cost: "5 * rank"}
    training: {model: xp, limit: $limit, sources: $sources, season: 3 months, coins: 0}
"""
STUDIES = "- trained: {who: kessa, skill: climb, hours: 480, xp: $xp, trainer: {name: Mirra, rank: $rank}}"


def test_training_may_be_worth_what_its_source_says() -> None:
    """Nine XP instead of 48; two free ones without an hour; where training makes ranks, XP are a mistake."""
    numbers = {"limit": "none", "sources": 0, "rank": 6}
    assert holds(play(SEASON, STUDIES, xp=4, **numbers), "xp", "climb") == 4
    exposure = "- trained: {who: kessa, skill: climb, xp: 2}"
    assert holds(play(SEASON, exposure, **numbers), "xp", "climb") == 2
    told = refusal(play("training: on", exposure, refused=True))
    assert "training: training makes ranks here and no XP" in told


@pytest.mark.parametrize(
    ("limit", "xp", "climb", "left"),
    [
        ("none", 40, 3, 10),
        ("trainer", 40, 2, 0),
        ("trainer", 14, 1, 9),
        ("trainer", 15, 2, 0),
        ("trainer", 16, 2, 0),
    ],
)
def test_training_may_stop_at_the_trainers_rank(limit: str, xp: int, climb: int, left: int) -> None:
    """Five XP make the first rank and ten the second: with a trainer of rank 2 that is all there is to learn."""
    played = play(SEASON, STUDIES, limit=limit, sources=0, xp=xp, rank=2)
    assert (ranks(played, "climb"), holds(played, "xp", "climb")) == ([climb], left)
    begun = play(SEASON, STUDIES, "kessa: {xp: {climb: 4}}", limit=limit, sources=0, xp=xp, rank=2)
    more = min(15, xp + 4) if limit == "trainer" else xp + 4
    assert 5 * sum(range(ranks(begun, "climb")[0] + 1)) + holds(begun, "xp", "climb") == more


def test_training_alone_has_no_such_limit() -> None:
    """A text may teach whatever it says."""
    text = STUDIES.replace("trainer: {name: Mirra, rank: $rank}", "text: On Ropes")
    assert ranks(play(SEASON, text, limit="trainer", sources=0, xp=30), "climb") == [3]


def test_o7_training_from_one_source_per_season() -> None:
    """The second trainer of a season is refused, the same one is not; the next season is free again."""
    numbers = {"limit": "none", "sources": 1, "xp": 5, "rank": 9}
    tom, later = (
        STUDIES.replace("Mirra", "Tom"),
        STUDIES.replace("{who", "{day: $day, who").replace("Mirra", "Tom"),
    )
    assert holds(play(SEASON, f"{STUDIES}\n{STUDIES}", **numbers), "practised") == 10
    for journal in (f"{STUDIES}\n{tom}", f"{STUDIES}\n{later}"):
        refused = play(SEASON, journal, **numbers, day=89, refused=True)
        assert "training: only one source a season" in refusal(refused)
    assert holds(play(SEASON, f"{STUDIES}\n{later}", **numbers, day=90), "practised") == 10
    two = {**numbers, "sources": 2}
    assert holds(play(SEASON, f"{STUDIES}\n{tom}\n{STUDIES}", **two), "practised") == 15
    alone = (
        "- trained: {who: kessa, skill: climb, hours: 40}\n- trained: {who: kessa, skill: swim, hours: 40}"
    )
    refused = play(SEASON, f"{alone}\n{tom}", **two, refused=True)
    assert "training: only 2 sources a season" in refusal(refused)


def test_o7_each_student_has_a_season_of_their_own() -> None:
    """What Kessa reads does not keep Bram from reading."""
    journal = STUDIES + "\n" + STUDIES.replace("kessa", "bram").replace("Mirra", "Tom")
    played = play(SEASON, journal, "kessa: {}\nbram: {}", limit="none", sources=1, xp=5, rank=9)
    assert holds(played, "practised", who="bram") == 5


BUYING = """
    purchase: {cost: 0}
    levels: {step: 10}
    awards: on
    rank-cap: {capped: false, $limit}
"""


def buying(limit: str, *journal: str, roster: str = "{}", **how: Any) -> Any:
    """Whatever is free may be bought, within the limit."""
    return play(BUYING, "\n".join(journal), f"kessa: {roster}", limit=limit, **how)


def test_o6_at_most_a_number_of_ranks_per_session() -> None:
    """Two of a skill in one session, two more in the next; of another skill two as well."""
    two, swim = (
        "- bought: {who: kessa, skill: climb, ranks: 2}",
        "- bought: {who: kessa, skill: swim, ranks: 2}",
    )
    assert ranks(buying("at_most: 2", two, swim, BEGINS, two), "climb", "swim") == [4, 2]
    third = buying("at_most: 2", two, two, refused=True)
    assert ranks(third, "climb") == [2]
    assert "rank-cap: more ranks of climb than one session allows: needed 3, had 2" in refusal(third)
    assert ranks(buying("at_most: 0", two, two), "climb") == [4]


def test_o6_at_most_a_number_of_ranks_per_level() -> None:
    """A session does not matter then; a level does."""
    one = "- bought: {who: kessa, skill: climb}"
    level = buying("at_most: 1, per: level", one, BEGINS, one, refused=True)
    assert "more ranks of climb than one level allows" in refusal(level)
    assert ranks(buying("at_most: 1, per: level", one, "- awarded: {points: 10}", one), "climb") == [2]
    assert "than one session" in refusal(
        buying("at_most: 1", one, "- awarded: {points: 10}", one, refused=True)
    )


@pytest.mark.parametrize(
    ("roster", "ok"),
    [
        ("{axe: 3, climb: 2, swim: 2, sword: 1, stealth: 1, cooking: 1}", False),
        ("{axe: 3, climb: 2, swim: 2, languages: 2, sword: 1, stealth: 1, cooking: 1}", True),
    ],
)
def test_o6_ranks_rest_on_ranks_below(roster: str, ok: bool) -> None:
    """One skill at 3, two at 2: a second at 3 would rest on one; with a third at 2 it rests on two."""
    climb = "- bought: {who: kessa, skill: climb}"
    played = buying("column: true", climb, roster=f"{{ranks: {roster}}}", refused=not ok)
    assert ranks(played, "climb") == [3 if ok else 2]
    assert ok or "fewer skills would stand at the rank below: needed 2, had 1" in refusal(played)
    other = "kessa: {ranks: {climb: 1}}\nbram: {ranks: {swim: 1, axe: 1}}"
    assert "fewer skills" in refusal(play(BUYING, climb, other, limit="column: true", refused=True))


def test_o6_a_first_rank_rests_on_nothing() -> None:
    """And what holds without the cap holds with it."""
    assert ranks(buying("column: true", "- bought: {who: kessa, skill: climb}"), "climb") == [1]
    capped = play(
        BUYING.replace("false", "true"),
        "- bought: {who: kessa, skill: climb, ranks: 5}",
        limit="at_most: 9",
        refused=True,
    )
    assert "more ranks than the level allows" in refusal(capped)


@pytest.mark.parametrize(
    "what", ["used: {who: kessa, skill: climb}", "trained: {who: kessa, skill: climb, hours: 1}"]
)
def test_o6_only_what_was_used_of_late(what: str) -> None:
    """Used or trained since the last session began; what was before that does not count."""
    buys, limit = "- bought: {who: kessa, skill: climb}", "needs: use"
    assert ranks(buying(limit, f"- {what}", buys, buys), "climb") == [2]
    for journal in ([buys], [f"- {what}", BEGINS, buys], [f"- {what.replace('climb', 'swim')}", buys]):
        refused = buying(limit, *journal, refused=True)
        assert "climb was neither used nor trained since the last session began" in refusal(refused)


@pytest.mark.parametrize("limit", ["at_most: 1", "at_most: 1, per: level", "column: true", "needs: use"])
def test_o6_only_the_skills_it_is_for(limit: str) -> None:
    """Magic is limited; athletics are not, and neither is a talent."""
    climbs = "- bought: {who: kessa, skill: climb, ranks: 2}"
    rules = BUYING.replace("{cost: 0}", "{cost: 0, talents: {far sight: 0}}").replace(
        "{capped", "{only: [magic], capped"
    )
    played = play(rules, f"{climbs}\n- bought: {{who: kessa, talent: far sight}}", limit=limit)
    assert (ranks(played, "climb"), holds(played, "talent", "far sight")) == ([2], 1)
    assert not any(kind.startswith("rank-cap") for _, kind, _ in played.book.sheet())
    magic = play(
        rules, climbs.replace("climb", "healing"), "kessa: {ranks: {climb: 9}}", limit=limit, refused=True
    )
    assert "rank-cap" in refusal(magic)


def test_r2_an_exception_lets_a_trainer_of_the_same_rank_teach_one_rank() -> None:
    """Sixty weeks are for that one rank all the same."""
    trained = "- trained: {who: kessa, skill: climb, weeks: 60, trainer: {name: Mirra, rank: 5}, $gift}"
    gift = "override: {by: Ute, why: she has a book}"
    played = play("training: {coins: 0}", trained, "kessa: {ranks: {climb: 5}}", gift=gift)
    assert ranks(played, "climb") == [6]


def test_o5_skills_in_training_do_not_fade_and_keep_their_edge() -> None:
    """Ten weeks of a course under rules that take a rank in 30 days; the clock starts again at its end."""
    rules = """
        training: {weeks: 10}
        training-queue: on
        decay: {period: 30}
        rank-bonus: on
        edge: {after: 20, penalty: 5}
    """
    course = "- started: {who: kessa, skill: climb}\n"
    known = "kessa: {ranks: {climb: 4, swim: 4}}"
    over = play(rules, f"{course}- passed: 70", known)
    assert (ranks(over, "climb", "swim"), bonus(over, "climb")) == ([5, 2], 25)
    assert ranks(play(rules, f"{course}- passed: 99", known), "climb") == [5]
    assert ranks(play(rules, f"{course}- passed: 100", known), "climb") == [4]
    assert bonus(play(rules, f"{course}- passed: 90", known), "climb") == 25
    assert bonus(play(rules, f"{course}- passed: 91", known), "climb") == 20


def test_r7_an_edge_that_was_lost_before_is_not_found_in_a_course() -> None:
    rules = "training: {weeks: 10}\ntraining-queue: on\nrank-bonus: on\nedge: {every: 20, penalty: 5}"
    begins = "- passed: 25\n- started: {who: kessa, skill: climb}\n"
    known = "kessa: {ranks: {climb: 4}}"
    assert bonus(play(rules, f"{begins}- passed: 69", known), "climb") == 20 - 5
    assert bonus(play(rules, f"{begins}- passed: 84", known), "climb") == 25 - 5
    assert bonus(play(rules, f"{begins}- passed: 85", known), "climb") == 25 - 10


def test_o5_a_course_in_line_takes_what_is_missing_when_it_begins() -> None:
    """A rank more makes every rank take a week more: the second course takes four weeks, and is paid so."""
    rules = "training: {weeks: 2, per_known: 1, coins: 10}\ntraining-queue: on"
    journal = """
    - started: {who: kessa, skill: climb, trainer: {name: Mirra, rank: 5}}
    - started: {who: kessa, skill: swim, trainer: {name: Mirra, rank: 5}}
    - passed: $days
    """
    known = "kessa: {ranks: {climb: 1}}"
    begun = play(rules, journal, known, days=21)
    assert (ranks(begun, "climb", "swim"), holds(begun, "coins")) == ([2, 0], -50 * (3 + 4))
    assert ranks(play(rules, journal, known, days=48), "climb", "swim") == [2, 0]
    assert ranks(play(rules, journal, known, days=49), "climb", "swim") == [2, 1]


def test_skills_a_trainer_cannot_teach_are_reported() -> None:
    """Nine XP would make more than the trainer's rank: the reason says at what they were cut."""
    rules = "training: {model: xp, limit: trainer, coins: 0}\npractice: {cost: 4}"
    journal = "- trained: {who: kessa, skill: climb, hours: 40, xp: 9, trainer: {name: Mirra, rank: 1}}"
    (posting, *_) = play(rules, journal).why("kessa", "climb xp").postings
    assert posting.reason == "9 for training, at most 4 (the trainer has rank 1)"


def test_training_beyond_the_trainer_teaches_nothing_and_takes_nothing() -> None:
    """Where the game master lets it pass although the student is as good: the XP stay what they were."""
    gift = "override: {by: Ute, why: they talk it over}"
    journal = STUDIES.replace("{name", gift + ", trainer: {name").replace("trainer: override", "override")
    played = play(
        SEASON,
        journal,
        "kessa: {ranks: {climb: 2}, xp: {climb: 4}}",
        limit="trainer",
        sources=0,
        xp=9,
        rank=2,
    )
    assert (ranks(played, "climb"), holds(played, "xp", "climb")) == ([2], 4)


def test_xp_are_a_mistake_only_where_training_makes_ranks() -> None:
    """Of a skill that another rule trains they are none."""
    rules = """
        training: {only: [athletics]}
        books: {kind: training, only: [learning], model: xp}
    """
    reads = "- trained: {who: kessa, skill: languages, xp: 5}"
    assert holds(play(rules, reads), "xp", "languages") == 5
    assert "no XP" in refusal(play(rules, reads.replace("languages", "climb"), refused=True))


@pytest.mark.parametrize(("then", "day"), [("passed: 50", 42), ("stopped: {who: kessa, day: 10}", 10)])
def test_r7_a_course_is_the_last_use_of_its_skill(then: str, day: int) -> None:
    """On the day it ended or was broken off; one that never began is no use."""
    played = queue(PLAN.replace("$free", "0"), f"- {then}")
    rows = {row.skill: row.last_used for row in played.sheet("kessa").skills}
    assert rows == {"sword": day, "climb": None}


def test_r7_what_a_course_came_to_cost_comes_back() -> None:
    """It was paid for three weeks and took four when it began: 200 come back on that very day."""
    rules = "training: {weeks: 2, per_known: 1, coins: 10}\ntraining-queue: on"
    starts = "- started: {who: kessa, skill: $skill, trainer: {name: Mirra, rank: 5}}\n"
    journal = "".join(starts.replace("$skill", skill) for skill in ("climb", "swim"))
    played = play(rules, f"{journal}- passed: 21\n- stopped: {{who: kessa}}", "kessa: {ranks: {climb: 1}}")
    assert (ranks(played, "climb", "swim"), holds(played, "coins")) == ([2, 0], -50 * 3)


@pytest.mark.parametrize("days", [5, 6, 7, 8, 20, 30, 33])
def test_o5_a_course_that_was_broken_off_ends_on_the_day_it_would_have(days: int) -> None:
    """Five weeks, wherever they are cut."""
    rules = "training: {weeks: 5}\ntraining-queue: on"
    journal = """
    - started: {who: kessa, skill: climb}
    - stopped: {who: kessa, skill: climb, day: $days}
    - started: {who: kessa, skill: climb, day: $days}
    - passed: $rest
    """
    assert ranks(play(rules, journal, days=days, rest=35 - days), "climb") == [1]
    assert ranks(play(rules, journal, days=days, rest=34 - days), "climb") == [0]
