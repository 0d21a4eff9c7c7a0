"""The file of builds, word by word: what each means once it is read, and what chance makes of it."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_wrong_builds import WRONG

from rpgprog.ledger.accounts import EARNED, LEVEL, RANK, TALENT
from rpgprog.problems import Mistakes
from rpgprog.reader.goals import SESSION, Goal
from rpgprog.simulate.builds.activities import Pace
from rpgprog.simulate.builds.file import Builds, read_builds
from rpgprog.simulate.builds.frequency import Often
from rpgprog.simulate.builds.plan import Wish
from rpgprog.simulate.builds.table import Build, Table
from rpgprog.simulate.chance import Draws, Numbers
from rpgprog.source import parse_source

HALF = Fraction(1, 2)
ALL_DRAWS = 2**32
DAYS = Fraction(14)


def read(text: str) -> Builds:
    return read_builds(parse_source(text, str(WRONG / "asked.yaml")))


def at_table(text: str) -> Table:
    """A table with these words, and something that is met."""
    more = "" if "encounters:" in text else "\n  encounters: {goblin: 2}"
    lines = "\n".join(f"  {line}" for line in text.splitlines())
    return read(f"ruleset: house.yaml\nbuilds: {{scout: }}\ntable:\n{lines}{more}").table


def scout(text: str) -> Build:
    """A build with these words."""
    lines = "\n".join(f"    {line}" for line in text.splitlines())
    file = f"ruleset: house.yaml\nbuilds:\n  scout:\n{lines}\ntable: {{encounters: {{goblin: 2}}}}"
    return read(file).builds["scout"]


def plan(*wishes: str) -> tuple[Wish, ...]:
    return scout("plan:\n" + "\n".join(f"  - {wish}" for wish in wishes)).plan


def often(text: str) -> Often:
    found = at_table(f"encounters: {{goblin: {text}, wolf: 2}}").encounters["goblin"].often
    assert found is not None
    return found


def mistakes(text: str) -> list[str]:
    """What is told about how often goblins are met."""
    with pytest.raises(Mistakes) as told:
        often(text)
    return [problem.message.removeprefix("encounters, goblin: ") for problem in told.value.problems]


def chances(text: str, days: Fraction = DAYS) -> dict[int, Fraction]:
    numbers = often(text).numbers(days)
    return {n: chance for n, chance in enumerate(numbers.chances, numbers.first) if chance}


# How often.


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("0", 0),
        ("2", 2),
        ("100", 100),
        ("0.5", HALF),
        (".5", HALF),
        ("1/3", Fraction(1, 3)),
        ("1.5/3", HALF),
        ("002", 2),
        ("'2'", 2),
        ('"0.5"', HALF),
        ("3 per session", 3),
        ("3 a session", 3),
        ("3   per  session", 3),
        ("3 per sessions", 3),
        ("3 per 2 sessions", Fraction(3, 2)),
    ],
)
def test_a_number_is_the_average_per_session(text: str, mean: Any) -> None:
    found = often(text)
    assert (found.kind, found.mean, found.per) == ("mean", mean, 0)
    assert found.rate(DAYS) == found.rate(Fraction(1)) == mean


@pytest.mark.parametrize(
    ("text", "mean", "days"),
    [
        ("3 per month", 3, 30),
        ("3 a month", 3, 30),
        ("1 per day", 1, 1),
        ("2 per 2 weeks", 2, 14),
        ("0.5 per year", HALF, 365),
        ("1/2 per 3 days", HALF, 3),
        ("5 per 1 weeks", 5, 7),
    ],
)
def test_a_rate_of_time_goes_by_the_days_between_sessions(text: str, mean: Any, days: int) -> None:
    found = often(text)
    assert (found.mean, found.per) == (mean, days)
    assert found.rate(Fraction(2 * days)) == 2 * mean
    assert found.numbers(Fraction(days)).chances == often(f"{mean}").numbers(Fraction(1)).chances


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 in 20 sessions", {0: Fraction(19, 20), 1: Fraction(1, 20)}),
        ("1 in 20", {0: Fraction(19, 20), 1: Fraction(1, 20)}),
        ("3 in 4 sessions", {0: Fraction(1, 4), 1: Fraction(3, 4)}),
        ("1 in 1 session", {1: Fraction(1)}),
        ("0 in 5", {0: Fraction(1)}),
        ("exactly 0", {0: Fraction(1)}),
        ("exactly 3", {3: Fraction(1)}),
        ("exactly 100", {100: Fraction(1)}),
        ("0-0", {0: Fraction(1)}),
        ("1-4", dict.fromkeys((1, 2, 3, 4), Fraction(1, 4))),
        ("1 - 2", {1: HALF, 2: HALF}),
        ("99-100", {99: HALF, 100: HALF}),
        ("d6", dict.fromkeys(range(1, 7), Fraction(1, 6))),
        ("1d1", {1: Fraction(1)}),
        ("1d2+3", {4: HALF, 5: HALF}),
        ("2d2", {2: Fraction(1, 4), 3: HALF, 4: Fraction(1, 4)}),
        ("2d6", {n: Fraction(6 - abs(7 - n), 36) for n in range(2, 13)}),
        ("3d2+1", {n + 4: Fraction(comb(3, n), 8) for n in range(4)}),
    ],
)
def test_odds_numbers_ranges_and_dice_are_exact(text: str, expected: dict[int, Fraction]) -> None:
    assert chances(text) == expected
    assert often(text).rate(DAYS) == sum(n * chance for n, chance in expected.items())


@pytest.mark.parametrize("text", ["1d100", "10d10", "50d2", "4d6+76", "0-100"])
def test_the_chances_of_many_dice_sum_to_one(text: str) -> None:
    numbers = often(text).numbers(DAYS)
    assert sum(numbers.chances) == 1
    assert numbers.first + len(numbers.chances) - 1 == 100
    assert numbers.mean == often(text).rate(DAYS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("101", '"101" is more than 100 times in a session'),
        ("100.001", '"100.001" is more than 100 times in a session'),
        ("exactly 101", '"exactly 101" is more than 100 times in a session'),
        ("0-101", '"0-101" is more than 100 times in a session'),
        ("1d101", '"1d101" is more than 100 times in a session'),
        ("4d6+77", '"4d6+77" is more than 100 times in a session'),
        ("-1", "how often cannot be below 0, as -1 is"),
        ("-0.5 per month", "how often cannot be below 0, as -0.5 per month is"),
        ("exactly -1", "how often cannot be below 0, as exactly -1 is"),
        ("1 in 0", '"1 in 0" is not a chance: write 1 in 20 sessions'),
        ("3 in 2", '"3 in 2" is not a chance: write 1 in 20 sessions'),
        ("4-1", '"4-1" runs backwards: write 1-4'),
        ("0d6", '"0d6" are not dice: write 1d6'),
        ("1d0", '"1d0" are not dice: write 1d6'),
        ("1/0", '"1/0" divides by 0'),
        ("2 per fortnight", '"fortnight" is not a span of time: write per session, day, week, month, year'),
        ("2 per 0 weeks", '"0 weeks" is not a span of time: write per session, day, week, month, year'),
        ("2 per 0 sessions", '"0 sessions" is not a span of time: write per session, day, week, month, year'),
        ("2 per -1 weeks", '"-1 weeks" is not a span of time: write per session, day, week, month, year'),
        ("2 per 2 2 weeks", '"2 2 weeks" is not a span of time: write per session, day, week, month, year'),
        ("7.2 per day", '"7.2 per day" is more than 100 times from one session to the next'),
    ],
)
def test_what_cannot_be_is_told(text: str, told: str) -> None:
    assert mistakes(text) == [told]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *(("often", '"often"'), ("1e3", '"1e3"'), ("50%", '"50%"'), ("two", '"two"')),
        *(("", "nothing"), ("~", "nothing"), ('""', "nothing"), ("[]", "an empty list"), ("[2]", "a list")),
        *(("2 in", '"2 in"'), ("1 in 20 days", '"1 in 20 days"'), ("d", '"d"'), ("²", '"²"'), ("٣", '"٣"')),
        *(("1.", '"1."'), ("+2", '"+2"'), ("2d6-1", '"2d6-1"'), ("true", '"true"')),
        ("9" * 61, f'"{"9" * 60}..."'),
    ],
)
def test_an_empty_value_is_answered_with_all_forms(text: str, shown: str) -> None:
    forms = "2 (on average), 0.5, 1 in 20 sessions, 3 per month, exactly 2, 1-4 or 1d6"
    assert mistakes(text) == [f"takes {forms}, not {shown}"]


def test_a_rate_of_time_may_be_what_fits_a_hundred_times_between_sessions() -> None:
    """Every two weeks: 50 a week are 100 a session, and in the mean of a list of gaps."""
    assert often("50 per week").rate(DAYS) == 100
    assert at_table("every: [1 week, 3 weeks]\nencounters: {wolf: 50 per week}").usual_gap == 14
    with pytest.raises(Mistakes, match="more than 100 times"):
        at_table("every: 15\nencounters: {wolf: 50 per week}")


@given(st.fractions(0, 100, max_denominator=50))
def test_by_chance_alone_the_numbers_are_poisson(mean: Fraction) -> None:
    """The part beyond the table is below 1e-13; each chance is e^-m m^n / n! to 40 digits."""
    numbers = Often(f"{mean}", "mean", mean=mean).numbers(DAYS)
    assert 0 <= 1 - sum(numbers.chances) < Fraction(1, 10**13)
    assert abs(numbers.mean - mean) < Fraction(1, 10**10)
    exact, chance = Context(prec=60), None
    rate = exact.divide(Decimal(mean.numerator), Decimal(mean.denominator))
    for n, found in enumerate(numbers.chances):
        chance = (
            exact.exp(-rate) if chance is None else exact.divide(exact.multiply(chance, rate), Decimal(n))
        )
        assert abs(found - Fraction(chance)) <= Fraction(chance) / 10**40


def test_a_part_of_what_happens_by_chance_is_by_chance_as_well() -> None:
    """Uses that go well and those that go badly; of a fixed number no such part is known."""
    part = often("3").thinned(Fraction(3, 5), DAYS)
    assert part is not None
    assert part.chances == often("1.8").numbers(DAYS).chances
    assert often("3 per month").thinned(HALF, Fraction(30)).chances == often("1.5").numbers(DAYS).chances  # type: ignore[union-attr]
    assert [often(text).thinned(HALF, DAYS) for text in ("1 in 2", "exactly 3", "1-4", "2d6")] == [None] * 4


# What the draws make of it.


def drawn(numbers: Numbers, *raw: int) -> list[int]:
    return [int(n) for n in numbers.at(np.array(raw, "uint32"))]


@pytest.mark.parametrize("text", ["2", "100", "1 in 20 sessions", "1-4", "2d6", "1d100", "0-30", "0.001"])
def test_draws_turn_into_the_next_number_exactly_at_the_cuts(text: str) -> None:
    """The last draw below a cut is still the number before it; few cuts and many are looked up alike."""
    numbers = often(text).numbers(DAYS)
    total, expected = Fraction(0), []
    for chance in numbers.chances:
        total += chance
        expected.append(round(total * ALL_DRAWS))
    cuts = [cut for cut in expected if cut < ALL_DRAWS]
    assert list(numbers.cuts) == cuts
    for cut in {*cuts}:
        below = sum(other < cut for other in cuts)
        upto = sum(other <= cut for other in cuts)
        assert drawn(numbers, *([cut - 1] if cut else []), cut)[-1] == numbers.first + upto
        assert not cut or drawn(numbers, cut - 1) == [numbers.first + below]
    assert drawn(numbers, ALL_DRAWS - 1) == [numbers.most] == [numbers.first + len(cuts)]


def test_certainties_need_no_draw() -> None:
    for text, number in (("exactly 3", 3), ("0", 0), ("1 in 1", 1), ("0 in 1", 0), ("1d1", 1)):
        assert drawn(often(text).numbers(DAYS), 0, 1, ALL_DRAWS // 2, ALL_DRAWS - 1) == [number] * 4


def test_one_session_in_twenty_is_one_draw_in_twenty() -> None:
    numbers = often("1 in 20 sessions").numbers(DAYS)
    cut = round(Fraction(19, 20) * ALL_DRAWS)
    assert drawn(numbers, cut - 1, cut) == [0, 1]


class OneDraw(Draws):
    """Draws that all are this one."""

    def raw(self, *about: Any) -> Any:
        return np.array([self.seed], "uint32")


@pytest.mark.parametrize("sides", [1, 2, 3, 6, 7, 20, 100, 10_000])
def test_dice_are_fair_to_the_last_draw(sides: int) -> None:
    """Each side begins where it should, and no side has a draw more than another but for one."""
    begins = [-(-side * ALL_DRAWS // sides) for side in range(sides)] if sides < 1000 else [0, ALL_DRAWS - 1]
    for side, raw in enumerate(begins, 1):
        if sides < 1000:
            assert OneDraw(raw, 0).die(sides, "roll").tolist() == [side]
            assert side == 1 or OneDraw(raw - 1, 0).die(sides, "roll").tolist() == [side - 1]
    assert OneDraw(ALL_DRAWS - 1, 0).die(sides, "roll").tolist() == [sides]
    assert OneDraw(0, 0).die(sides, "roll").tolist() == [1]


@pytest.mark.parametrize(("chance", "first"), [(Fraction(0), 0), (HALF, 2**31), (Fraction(1), ALL_DRAWS)])
def test_a_chance_holds_up_to_its_draw(chance: Fraction, first: int) -> None:
    for raw in (0, first - 1, first, ALL_DRAWS - 1):
        if 0 <= raw < ALL_DRAWS:
            assert OneDraw(raw, 0).happens(chance, "success").tolist() == [raw < first]


# The table.


def test_a_table_that_says_nothing_else() -> None:
    table = at_table("sessions: 30")
    assert (table.sessions, table.every, table.party, table.hours, table.meets) == (30, (14,), 1, 0, 0)
    assert (table.absent, table.awards, table.uses, table.training) == (None, {}, {}, {})


def test_every_is_one_span_or_a_repeating_list() -> None:
    assert at_table("every: 2 weeks").every == (14,)
    assert at_table("every: 10").every == (10,)
    table = at_table("every: [2 weeks, 3 months, 0]")
    assert table.every == (14, 90, 0)
    assert [table.gap(session) for session in (1, 2, 3, 4, 5)] == [14, 90, 0, 14, 90]
    assert table.usual_gap == Fraction(104, 3)


@pytest.mark.parametrize(
    ("word", "least", "most"), [("sessions", 1, 1000), ("party", 1, 12)], ids=["sessions", "party"]
)
def test_the_bounds_of_a_table(word: str, least: int, most: int) -> None:
    for number in (least, most):
        assert getattr(at_table(f"{word}: {number}"), word) == number
    for number in (least - 1, most + 1, "1.5", "many", "[]"):
        with pytest.raises(Mistakes, match=f"{word}: "):
            at_table(f"{word}: {number}")


def test_hours_and_real_time() -> None:
    table = at_table("hours: 4.5\nmeets: 1 week")
    assert (table.hours, table.meets) == (4500, 7)


def test_all_sessions_together_are_no_longer_than_time_allows() -> None:
    """The gaps between 3 sessions are 2."""
    assert at_table("sessions: 3\nevery: 5000000").every == (5_000_000,)
    with pytest.raises(Mistakes, match="3 sessions take 10,000,002 days; at most 10,000,000 are allowed"):
        at_table("sessions: 3\nevery: 5000001")


@pytest.mark.parametrize(
    ("text", "away"),
    [
        *(("1 in 8 sessions", Fraction(1, 8)), ("0.1", Fraction(1, 10)), ("10%", Fraction(1, 10))),
        *(("0", Fraction(0)), ("1", Fraction(1)), ("1/3", Fraction(1, 3)), ("100 %", Fraction(1))),
    ],
)
def test_a_player_is_missing_with_a_given_chance(text: str, away: Fraction) -> None:
    """Not so often on average: nobody is missing twice in a session."""
    absent = at_table(f"absent: {text}").absent
    assert absent is not None
    assert absent.numbers(DAYS).chances == (1 - away, away)


@pytest.mark.parametrize(
    "text", ["1.1", "101%", "-0.1", "1d2", "exactly 1", "1 per month", "often", "[]", ""]
)
def test_things_that_are_not_a_chance_of_missing(text: str) -> None:
    with pytest.raises(Mistakes, match=r"absent: takes 1 in 8 sessions, or a chance such as 0\.1, not "):
        at_table(f"absent: {text}")


def test_an_encounter_by_its_name_alone_or_with_more() -> None:
    met = at_table(
        "encounters: {goblinoid: 2, dragon: {often: 1 in 20 sessions, challenge: 9, unknown: true,"
        " family: wyrms, points: 1.5, skills: {stealth: 3, climbing: 1}, unusual: asleep, rating: easy}}"
    ).encounters
    dragon = met["dragon"]
    assert [*met] == ["goblinoid", "dragon"]
    assert (dragon.often.text, dragon.challenge, dragon.unknown) == ("1 in 20 sessions", 9, True)  # type: ignore[union-attr]
    assert (dragon.family, dragon.points, dragon.skills) == ("wyrms", 1500, {"stealth": 3, "climbing": 1})
    assert (dragon.unusual, dragon.rating, dragon.who, dragon.times) == ("asleep", "easy", ("all",), 1)
    assert met["goblinoid"].what is None


@pytest.mark.parametrize("word", ["who: all", "times: 2", "day: 3", "note: x", "id: x", "late: x", "ref: x"])
def test_what_the_table_gives_automatically_is_not_a_word_here(word: str) -> None:
    with pytest.raises(Mistakes, match=f'encounters, wolf has no "{word.partition(":")[0]}"'):
        at_table(f"encounters: {{wolf: {{often: 2, {word}}}}}")


def test_awards_are_worth_points_or_a_part_of_a_level() -> None:
    awards = at_table(
        "awards: {a goal: {often: 1, points: 3 dp, for: the ridge}, wit: {often: 1-2, percent: 5}}"
    ).awards
    goal, wit = awards["a goal"], awards["wit"]
    assert (goal.points, goal.percent, goal.why, goal.often.mean) == (3000, None, "the ridge", 1)  # type: ignore[union-attr]
    assert (wit.points, wit.percent) == (None, 5)


def test_success_beside_the_skills_is_for_all_that_say_none() -> None:
    uses = at_table(
        "uses: {climbing: 3 per session, stealth: {often: 1, success: 1/4}, planned: 2, success: 60%}"
    ).uses
    assert {skill: use.success for skill, use in uses.items()} == {
        "climbing": Fraction(3, 5),
        "stealth": Fraction(1, 4),
        "planned": Fraction(3, 5),
    }
    assert {use.success for use in at_table("uses: {climbing: 3}").uses.values()} == {None}


@pytest.mark.parametrize("chance", ["0", "1", "0.5", "100%", "1/1"])
def test_a_chance_of_success(chance: str) -> None:
    assert 0 <= (at_table(f"uses: {{climbing: 3, success: {chance}}}").uses["climbing"].success or 0) <= 1


@pytest.mark.parametrize("chance", ["1.1", "-0.1", "101%", "3/2"])
def test_no_chance_of_success(chance: str) -> None:
    for text in (f"{{climbing: 3, success: {chance}}}", f"{{climbing: {{often: 3, success: {chance}}}}}"):
        with pytest.raises(Mistakes, match="a chance is between 0 and 1, not"):
            at_table(f"uses: {text}")


@pytest.mark.parametrize(
    ("text", "hours", "days"),
    [
        ("10 hours per month", 10_000, 30),
        ("1 hour per day", 1000, 1),
        ("24 hours a day", 24_000, 1),
        ("168 hours per week", 168_000, 7),
        ("10 per week", 10_000, 7),
        ("1/2 hours a day", 500, 1),
        ("0.001 hours per day", 1, 1),
        ("0 hours per week", 0, 7),
        ("30 hours per 10 days", 30_000, 10),
        ("'3 hours per week'", 3000, 7),
    ],
)
def test_hours_of_training(text: str, hours: int, days: int) -> None:
    pace = at_table(f"training: {{lore: {text}}}").training["lore"].pace
    assert pace == Pace(hours, days)
    assert pace.between(days) == hours
    assert pace.between(10 * days) == 10 * hours


def test_hours_are_rounded_down_to_thousandths() -> None:
    assert Pace(10_000, 30).between(1) == 333
    assert Pace(10_000, 30).between(0) == 0


def test_a_course_instead_of_hours() -> None:
    table = at_table("training: {planned: course, lore: {often: course, trainer: {name: Mirra, rank: 9}}}")
    assert [training.pace for training in table.training.values()] == [Pace(course=True)] * 2
    assert table.training["lore"].trainer.name == "Mirra"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24.001 hours per day", '"24.001 hours per day" is more than 24 hours a day'),
        ("169 hours per week", '"169 hours per week" is more than 24 hours a day'),
        ("0.0001 hours per day", "0.0001 hours have more than three decimal places"),
        ("1/3 hours per day", "1/3 hours have more than three decimal places"),
        ("1/0 hours per day", '"1/0" divides by 0'),
        ("-1 hours per day", 'hours cannot be below 0, as "-1 hours per day" is'),
        ("3 hours per session", '"session" is not a span of time: write per day, week, month, year'),
        ("3 hours per 0 days", '"0 days" is not a span of time: write per day, week, month, year'),
        *(
            (text, f"takes a number of hours such as 10 hours per month, or course, not {shown}")
            for text, shown in (("3 hours", '"3 hours"'), ("", "nothing"), ("coarse", '"coarse"'))
        ),
        (
            "² hours a day",
            'takes a number of hours such as 10 hours per month, or course, not "² hours a day"',
        ),
    ],
)
def test_hours_that_cannot_be(text: str, told: str) -> None:
    with pytest.raises(Mistakes) as found:
        at_table(f"training: {{lore: {text}}}")
    assert [problem.message for problem in found.value.problems] == [f"training, lore: {told}"]


# Builds.


def test_how_a_build_begins() -> None:
    build = scout(
        "profession: thief\nfavoured: [athletics]\nstats: {strength: 12}\nstart: {climbing: 2}\npeaks: {climbing: 5}\n"
        "points: 10\nearned: 30\ntalents: [far sight]\nlevel: 2\nxp: {climbing: 5}\nshare: 1/2\ncoins: 3"
    )
    joined = build.joins("scout", 0)
    assert (build.profession, build.favoured) == ("thief", ("climbing", "swimming", "stealth"))
    assert (build.start, build.ranks, build.peaks) == ({"climbing": 2}, {}, {"climbing": 5})
    assert (joined.points, joined.earned, joined.talents, joined.level) == (10_000, 30_000, ("far sight",), 2)
    assert (joined.xp, joined.share, joined.coins, joined.day) == ({"climbing": 5000}, 500, 3000, 0)


def test_what_a_build_uses_and_trains_is_its_own() -> None:
    build = scout("uses: {stealth: 2, success: 0.5}\ntraining: {planned: course}")
    assert ([*build.uses], build.uses["stealth"].success) == (["stealth"], HALF)
    assert [*build.training] == ["planned"]


def test_goals_are_texts_or_as_in_a_campaign() -> None:
    goals = scout("goals: [level 5, climbing 10, far sight, talent/second wind, points 30, session 20]").goals
    assert goals == (
        Goal(LEVEL, "", 5),
        Goal(RANK, "climbing", 10),
        Goal(TALENT, "far sight"),
        Goal(TALENT, "second wind"),
        Goal(EARNED, "", 30_000),
        Goal(SESSION, "", 20),
    )
    assert scout("goals: {climbing: 10}").goals == (Goal(RANK, "climbing", 10),)
    assert scout("goals: climbing 1").goals == (Goal(RANK, "climbing", 1),)


def test_most_ranks_of_a_goal() -> None:
    assert scout("goals: [climbing 10000]").goals[0].target == 10_000
    for rank in (0, 10_001):
        with pytest.raises(Mistakes, match="must be between 1 and 10,000"):
            scout(f"goals: [climbing {rank}]")


def test_wishes_of_ranks_and_talents() -> None:
    ranks, quoted, spaced, talent, same, skill = plan(
        "climbing 10", '"stealth 8"', "climbing   3", "far sight", "talent/far sight", "skill/climbing 4"
    )
    assert ranks == Wish(text="climbing 10", goal=Goal(RANK, "climbing", 10))
    assert (quoted.goal, spaced.text) == (Goal(RANK, "stealth", 8), "climbing 3")
    assert talent == same == Wish(text="far sight", goal=Goal(TALENT, "far sight"))
    assert (skill.text, skill.skills, talent.skills) == ("climbing 4", ("climbing",), ())


def test_saving_is_the_same_wish_with_points_set_aside() -> None:
    for text in ("save: {for: talent/far sight}", "save: {for: far sight}", "save: far sight"):
        [wish] = plan(text)
        assert (wish.text, wish.saves, wish.goal) == (
            "save for far sight",
            True,
            Goal(TALENT, "far sight"),
        )
    [wish] = plan("save: {for: climbing 12}")
    assert (wish.saves, wish.skills) == (True, ("climbing",))


def test_sharing_by_weights_or_alike() -> None:
    weighed, alike, category = plan(
        "share: {stealth: 2, climbing: 1000}", "share: [stealth, climbing]", "share: athletics"
    )
    assert (weighed.share, weighed.text) == (
        {"stealth": 2, "climbing": 1000},
        "share stealth 2, climbing 1000",
    )
    assert alike.share == {"stealth": 1, "climbing": 1}
    assert category.skills == ("climbing", "swimming", "stealth")


def test_relearning_some_skills_or_all() -> None:
    one, some, everything = plan("relearn: [climbing]", "relearn: [athletics]", "relearn: all")
    assert (one.relearn, one.text) == (("climbing",), "relearn climbing")
    assert some.relearn == ("climbing", "swimming", "stealth")
    assert (everything.relearn, everything.text) == (
        ("climbing", "swimming", "stealth", "lore"),
        "relearn all",
    )


def test_then_and_buy_hold_one_wish_or_several_in_order() -> None:
    texts = [
        wish.text
        for wish in plan("buy: climbing 3", "then: [stealth 4, {share: stealth}]", "then: {save: far sight}")
    ]
    assert texts == ["climbing 3", "stealth 4", "share stealth 1", "save for far sight"]
    deep = plan("{then: {then: {then: {then: {then: {then: {then: {then: {then: {then: climbing 3}}}}}}}}}}")
    assert [wish.text for wish in deep] == ["climbing 3"]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("level 5", Goal(LEVEL, "", 5)),
        ("climbing 8", Goal(RANK, "climbing", 8)),
        ("session 20", Goal(SESSION, "", 20)),
        ("points 30", Goal(EARNED, "", 30_000)),
        ("far sight", Goal(TALENT, "far sight")),
    ],
)
def test_when_and_until(text: str, goal: Goal) -> None:
    for word in ("when", "until"):
        [wish] = plan(f"{{buy: stealth 3, {word}: {text}}}")
        assert (getattr(wish, word), wish.text) == (goal, f"stealth 3, {word} {text}")
        assert [wish.when, wish.until].count(None) == 1


def test_a_condition_holds_for_all_that_is_inside() -> None:
    wishes = plan("{then: [{buy: climbing 3, when: level 2}, stealth 4], until: session 9}")
    assert [wish.until.text if wish.until else "" for wish in wishes] == ["session 9", "session 9"]
    assert [wish.when.text if wish.when else "" for wish in wishes] == ["level 2", ""]
    assert [wish.text for wish in wishes] == [
        "climbing 3, when level 2, until session 9",
        "stealth 4, until session 9",
    ]


def test_an_empty_plan_is_not_a_plan() -> None:
    assert scout("plan: []").plan == scout("plan:").plan == scout("points: 3").plan == ()


def test_each_wish_has_its_place() -> None:
    places = [
        wish.place
        for wish in plan("climbing 3", "share: {stealth: 2}", "{then: [climbing 4], when: level 3}")
    ]
    assert [(place.line, place.column) for place in places] == [(5, 9), (6, 9), (7, 17)]


# The file.


def test_skills_of_its_own_are_skills_like_others() -> None:
    text = "ruleset: house.yaml\nskills: {juggling: {category: athletics}}\nbuilds: {fool: {plan: [juggling 3]}}\n"
    builds = read(text + "table: {uses: {juggling: 2}}")
    assert builds.builds["fool"].plan[0].goal == Goal(RANK, "juggling", 3)
    assert "juggling" in builds.ruleset.names.skills


def test_an_alias_stands_for_what_it_names() -> None:
    builds = read(
        "ruleset: house.yaml\nbuilds: {one: &one {plan: &plan [climbing 3]}, two: *one, three: {plan: *plan}}\n"
        "table: {encounters: {goblin: &rate 2, wolf: *rate}}"
    )
    assert {build.plan[0].text for build in builds.builds.values()} == {"climbing 3"}
    assert builds.table.encounters["wolf"].often == builds.table.encounters["goblin"].often


def test_another_ruleset_may_be_named() -> None:
    text = "ruleset: nowhere\nbuilds: {scout: {plan: [climbing 3]}}\ntable: {encounters: {goblin: 2}}"
    source = parse_source(text, "anywhere.yaml")
    assert read_builds(source, "dp-forty", lenient=True).ruleset.name == "dp-forty"
    assert read_builds(source, str(WRONG / "house.yaml")).ruleset.name == "house"
