"""Five packs in which time counts: circles of skills, marks and rolls, seasons, weeks, and a pip at a time.

What must hold of every pack (that it loads, folds, says its licence) is in ``test_packs``.
"""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any

import pytest
from test_packs import RULESETS, example, played, rows

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.rolls import fallen
from rpgprog.events import Used
from rpgprog.ledger.accounts import CERTIFICATE, QUESTION, SPECIALITY, UNIT, XP
from rpgprog.ruleset import load_ruleset
from rpgprog.source import parse_source

TIME = {
    "d100-checks": "MIT",
    "d6-pips": "MIT",
    "gated-circles": "MIT",
    "seasonal-study": "CC-BY-SA-4.0",
    "training-weeks": "MIT",
}


def campaign(ruleset: str, characters: str, journal: str) -> Campaign:
    """A campaign with this journal."""
    text = f"campaign: a while\nruleset: {ruleset}\ncharacters: {{{characters}}}\njournal:\n"
    return open_campaign(parse_source(text + indent(journal, "  "), str(RULESETS / "one.yaml")))


def winter(ruleset: str, characters: str, days: int, *events: str) -> Campaign:
    """A campaign of one down-time with these events, from day 0 on."""
    lines = "".join(f"    - {event}\n" for event in events)
    return campaign(ruleset, characters, f"- downtime: {days}\n" + (f"  events:\n{lines}" if lines else ""))


def skill(played: Campaign, who: str, name: str) -> Any:
    """A row of a sheet."""
    return next(row for row in played.sheet(who).skills if row.skill == name)


def rank(played: Campaign, who: str, name: str) -> int:
    """Ranks of somebody in something."""
    return played.book[who, "rank", name].balance


def problems(played: Campaign) -> list[str]:
    """What was refused, in words."""
    return [str(problem) for problem in played.problems]


# All five.


@pytest.mark.parametrize("pack", TIME)
def test_the_example_is_long_enough_to_be_one(pack: str) -> None:
    assert problems(example(pack)) == []
    assert sum(recorded.word == "session" for recorded in example(pack).journal.ledger) >= 8
    assert 3 <= len(example(pack).journal.characters) <= 4


@pytest.mark.parametrize("pack", TIME)
def test_nothing_in_it_is_worth_a_warning(pack: str) -> None:
    """But for what the file itself accepts, with its reason."""
    assert [str(warning) for warning in load_ruleset(pack).warnings] == []


@pytest.mark.parametrize(("pack", "licence"), TIME.items())
def test_the_licence_is_named_in_the_notice_too(pack: str, licence: str) -> None:
    assert load_ruleset(pack).licence == licence
    notice = RULESETS / pack / "NOTICE"
    assert notice.exists() is (pack != "gated-circles")  # nobody else had a hand in that one
    if notice.exists():
        text = notice.read_text(encoding="utf-8")
        assert f"Licence: {licence}" in text
        assert "(ruleset.yaml, campaign.yaml)" in text


@pytest.mark.parametrize("pack", TIME)
def test_other_works_are_named_where_they_ask_for_it_only(pack: str) -> None:
    ruleset = load_ruleset(pack)
    for file in (RULESETS / pack).iterdir():
        text = file.read_text(encoding="utf-8")
        for line in (*ruleset.attribution, *ruleset.source):
            text = text.replace(line, "")
        for word in (
            *("chaosium", "runequest", "brp", "cthulhu", "cepheus", "samardan", "traveller", "west end"),
            *("opend6", "d6 system", "purgatory", "ars magica", "atlas", "hermes", "tremere", "doissetep"),
            *("wizards", "open game", "ogl", "orc licen"),
        ):
            assert word not in text.lower(), f"{word} in {file.name}"


# Circles.


@pytest.mark.parametrize(
    ("ranks", "circle"), [((2, 2, 1), 0), ((2, 2, 2), 1), ((3, 3, 2), 1), ((4, 4, 4), 3)]
)
def test_a_circle_is_three_skills(ranks: tuple[int, ...], circle: int) -> None:
    named = ", ".join(
        f"{name}: {rank}" for name, rank in zip(("poling", "lamps", "staff"), ranks, strict=True)
    )
    assert (
        played("gated-circles", f"wren: {{ranks: {{{named}}}}}", "met: {what: it}").sheet("wren").level
        == circle
    )


def test_nobody_has_a_circle_before_the_third_skill_and_all_have_three_in_the_end() -> None:
    circles = [(row.who, row.balance, row.reason) for row in rows("gated-circles", "level")]
    for who in ("wren", "jory", "mabb"):
        mine = [(level, why) for name, level, why in circles if name == who]
        assert mine == [(n, f"3 skills at rank {n + 1}") for n in (1, 2, 3)]


def test_a_circle_brings_a_stipend_and_its_gifts() -> None:
    given = rows("gated-circles", "coins", policy="level-benefits")
    assert {row.amount for row in given} == {90 * UNIT}
    assert len(given) == 9
    talents = rows("gated-circles", "talent", policy="level-benefits")
    assert sorted((row.who, row.of) for row in talents) == [
        (who, talent) for who in ("jory", "mabb", "wren") for talent in ("fen sight", "lamp oath")
    ]


def test_a_gift_comes_at_its_circle_and_each_circle_adds_two_to_every_known_skill() -> None:
    circles = {(row.who, row.day): row.balance for row in rows("gated-circles", "level")}
    given = rows("gated-circles", "talent", policy="level-benefits")
    assert {(row.of, circles[row.who, row.day]) for row in given} == {("lamp oath", 1), ("fen sight", 3)}
    for circle, bonus in ((0, 10), (1, 12), (6, 22), (7, 22)):
        wren = f"wren: {{level: {circle}, ranks: {{staff: 2}}}}" if circle else "wren: {ranks: {staff: 2}}"
        assert skill(winter("gated-circles", wren, 1), "wren", "staff").bonus == bonus


def test_nothing_is_earned_in_points() -> None:
    assert rows("gated-circles", "points", "earned") == []


@pytest.mark.parametrize(("uses", "reached"), [(5, 0), (6, 1), (13, 1), (14, 2), (23, 2), (24, 3)])
def test_uses_make_ranks(uses: int, reached: int) -> None:
    """Six, eight, ten."""
    used = f"used: {{who: wren, skill: poling, times: {uses}}}"
    assert rank(played("gated-circles", "wren: {}", used), "wren", "poling") == reached


def test_a_course_ends_automatically_and_the_next_begins() -> None:
    wren = "wren: {coins: 20}"
    events = ("started: {who: wren, skill: lamps}", "started: {who: wren, skill: glass}")
    by_day = {days: winter("gated-circles", wren, days, *events) for days in (13, 14, 27, 28)}
    ranks = {days: (rank(at, "wren", "lamps"), rank(at, "wren", "glass")) for days, at in by_day.items()}
    assert ranks == {13: (0, 0), 14: (1, 0), 27: (1, 0), 28: (1, 1)}


def test_what_was_broken_off_comes_back_and_is_not_lost() -> None:
    """What was trained stays, and the fee for the rest is paid back."""
    back = [row for row in rows("gated-circles", "coins", policy="training-queue") if row.amount > 0]
    assert {row.who for row in back} == {"jory", "mabb"}
    assert {"a session", "Pell broke his collarbone, and she set it"} == {
        row.reason.partition(": ")[2] for row in back
    }
    kept = [row for row in rows("gated-circles", "trained") if "days of a course" in row.reason]
    assert {(row.who, row.of) for row in kept} >= {("jory", "glass"), ("mabb", "sling"), ("wren", "paths")}


def test_hands_forget_down_to_half() -> None:
    for days, left in ((179, 5), (180, 4), (360, 3), (2000, 3)):
        assert rank(winter("gated-circles", "wren: {ranks: {poling: 5}}", days), "wren", "poling") == left


def test_the_edge_goes_and_the_rank_stays() -> None:
    """For skills of the watch, after four months."""
    for days, bonus in ((120, 10), (121, 5)):
        row = skill(winter("gated-circles", "wren: {ranks: {staff: 2}}", days), "wren", "staff")
        assert (row.rank, row.bonus) == (2, bonus)


def test_six_hours_a_week_keep_three_skills_and_no_fourth() -> None:
    skills = ("poling", "lamps", "paths", "swimming")
    ranks = ", ".join(f"{name}: 4" for name in skills)
    order = f"keeps_up: {{who: wren, skills: [{', '.join(skills)}], hours: 6, day: 0}}"
    kept = winter("gated-circles", f"wren: {{ranks: {{{ranks}}}}}", 200, order)
    assert [rank(kept, "wren", name) for name in skills] == [4, 4, 4, 3]
    many = winter("gated-circles", "wren: {ranks: {poling: 4}}", 9, order.replace("hours: 6", "hours: 7"))
    assert "more hours a week than there are for upkeep: needed 6, had 7" in problems(many)[0]


def test_books_say_when_they_are_opened() -> None:
    """The answer on day 318 (last used on day 19) is worth a rank; the last question stays open."""
    lost = rows("gated-circles", "rank", policy="dust")
    assert [(row.day, row.who, row.of, row.amount) for row in lost] == [(318, "mabb", "old tongue", -1)]
    asked = {(row.who, row.of) for row in rows("gated-circles", QUESTION)}
    assert asked == {("jory", "accounts"), *(("mabb", of) for of in ("old tongue", "leechcraft", "parley"))}
    assert example("gated-circles").book["mabb", QUESTION, "old tongue"].balance
    assert not example("gated-circles").book["mabb", QUESTION, "parley"].balance


def test_a_pilot_who_never_poles_is_not_a_pilot() -> None:
    """A year and a day, and the 95 days on which her player was away."""
    mabb = [
        (row.day, row.amount) for row in rows("gated-circles", CERTIFICATE, who="mabb", of="crossing pilot")
    ]
    assert mabb == [(41, 1), (502, -1), (622, 1)]
    assert [r.amount for r in rows("gated-circles", CERTIFICATE, who="wren", of="crossing pilot")] == [1]


def test_everybody_has_a_way_of_their_own() -> None:
    assert {(row.who, row.of) for row in rows("gated-circles", SPECIALITY) if row.amount > 0} == {
        ("wren", "poling, eel punt"),
        ("mabb", "staff, hook staff"),
    }


def test_the_great_lens_shines_by_skill_and_circle() -> None:
    jory = winter("gated-circles", "jory: {level: 2, ranks: {lamps: 3, sling: 5}, stats: {quickness: 13}}", 1)
    abilities = jory.sheet("jory").abilities
    assert abilities == {
        "first-move": 13 + 2 + 5 // 2,
        "dread": 2 * 2,
        "light hand lamp": 4 + 3 + 2,
        "light boat lamp": 8 + 3 + 2,
        "light the great lens": 20 + 3 + 2,
    }


# Marks and rolls.


@pytest.mark.parametrize(("roll", "gain"), [(39, 3), (38, 0)])
def test_the_roll_has_to_beat_the_rating(roll: int, gain: int) -> None:
    """45 with wits 13: 39 and 7 are 46, 38 and 7 are only 45."""
    events = (
        "used: {who: ada, skill: climb, outcome: success}",
        f"rolled: {{who: ada, skill: climb, roll: {roll}}}",
    )
    ada = winter("d100-checks", "ada: {stats: {wits: 13}, ranks: {climb: 45}}", 7, *events)
    assert (problems(ada), rank(ada, "ada", "climb")) == ([], 45 + gain)


def test_a_hundred_is_enough_for_ranks_above() -> None:
    for roll, reached in ((92, 110), (93, 113)):
        events = (
            "used: {who: ada, skill: climb, outcome: success}",
            f"rolled: {{who: ada, skill: climb, roll: {roll}}}",
        )
        ada = winter("d100-checks", "ada: {stats: {wits: 13}, ranks: {climb: 110}}", 7, *events)
        assert rank(ada, "ada", "climb") == reached


def test_one_mark_however_often_and_none_without_stakes_or_success() -> None:
    used = "used: {who: ada, skill: climb, outcome: success, times: 4}"
    roll = "rolled: {who: ada, skill: climb, roll: 90}"
    assert "climb is not marked" in problems(winter("d100-checks", "ada: {}", 7, used, roll, roll))[0]
    for worse in ("stakes: false", "outcome: failure"):
        word = used.replace("outcome: success", worse)
        assert "climb is not marked" in problems(winter("d100-checks", "ada: {}", 7, word, roll))[0]


@pytest.mark.parametrize(
    ("rating", "hours", "reached"),
    [(60, 60, 61), (60, 59, 60), (45, 45, 46), (0, 1, 1), (1, 1, 2), (74, 74, 75)],
)
def test_study_takes_as_many_hours_as_the_rating(rating: int, hours: int, reached: int) -> None:
    trained = f"trained: {{who: ada, skill: climb, hours: {hours}}}"
    ada = winter("d100-checks", f"ada: {{ranks: {{climb: {rating}}}}}", 21, trained)
    assert (problems(ada), rank(ada, "ada", "climb")) == ([], reached)


def test_sixty_hours_are_a_week_and_a_fifth() -> None:
    trained = "trained: {who: ada, skill: climb, weeks: 1.2}"
    assert rank(winter("d100-checks", "ada: {ranks: {climb: 60}}", 21, trained), "ada", "climb") == 61


def test_nobody_studies_beyond_75() -> None:
    alone = "trained: {who: ada, skill: climb, hours: 75}"
    ada = winter("d100-checks", "ada: {ranks: {climb: 75}}", 21, alone)
    assert "from here on it takes a master" in problems(ada)[0]
    taught = "trained: {who: ada, skill: climb, hours: 75, trainer: {name: Old Ro, rank: 75}}"
    ada = winter("d100-checks", "ada: {ranks: {climb: 75}}", 21, taught)
    assert "Old Ro must be better than the student" in problems(ada)[0]


def test_the_dice_of_the_example_are_those_of_its_seed() -> None:
    """All but the ones that somebody says were rolled by hand; and changing one is found out."""
    seed = example("d100-checks").journal.seed
    assert seed is not None
    rolled = [r.event for r in example("d100-checks").journal.ledger if r.word == "rolled"]
    assert len(rolled) > 25
    assert sum(bool(event.by_hand) for event in rolled) == 1
    first = next(event for event in rolled if (event.who, event.skill) == ("odalys", "spot"))
    assert first.roll == fallen(seed, 100, "odalys", "spot", 0, "roll")
    text = (RULESETS / "d100-checks" / "campaign.yaml").read_text(encoding="utf-8")
    better = text.replace(f"skill: spot, roll: {first.roll}", f"skill: spot, roll: {first.roll + 1}")
    false = open_campaign(parse_source(better, str(RULESETS / "one.yaml")))
    assert [f"the campaign's seed gives {first.roll} for spot of odalys" in p for p in problems(false)] == [
        True
    ]


def test_the_better_the_rank_the_rarer_the_rise() -> None:
    """In the example 8 of 14 rolls that had to be above 40 were good ones, and 14 of 18 others."""
    marks = [row.reason for row in rows("d100-checks", "marked") if row.amount < 0]
    rolls = [tuple(int(word) for word in re.findall(r"\d+", reason)) for reason in marks]
    good = [(sum(roll >= needed for roll, needed in some), len(some)) for some in _halves(rolls)]
    assert good == [(8, 14), (14, 18)]
    gains = [row.amount for row in rows("d100-checks", "rank", policy="improvement")]
    assert len(gains) == 8 + 14
    assert set(gains) <= set(range(1, 7))


def _halves(rolls: list[tuple[int, ...]]) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    return [roll for roll in rolls if roll[1] > 40], [roll for roll in rolls if roll[1] <= 40]


def test_who_takes_three_for_certain_gains_three() -> None:
    spear = [row.amount for row in rows("d100-checks", "rank", who="odalys", of="spear")]
    assert spear == [42, 3]


def test_books_take_the_surgeon_to_75_and_no_further() -> None:
    studied = [row.balance for row in rows("d100-checks", "rank", policy="training", of="first aid")]
    assert studied == [74, 75]
    assert rank(example("d100-checks"), "marrec", "first aid") == 75


# Seasons.


@pytest.mark.parametrize(
    ("name", "before", "xp", "after"),
    [
        ("letters", 2, 14, 2),
        ("letters", 2, 15, 3),
        ("letters", 0, 74, 4),
        ("letters", 0, 75, 5),
        ("stone", 0, 14, 4),
        ("stone", 0, 15, 5),
        ("stone", 0, 210, 20),
        ("letters", 0, 1049, 19),
        ("letters", 0, 1050, 20),
    ],
)
def test_what_ranks_cost(name: str, before: int, xp: int, after: int) -> None:
    """From 2 to 3 an ability takes 15; 5 of it 75 in all; 5 of an art 15."""
    lusia = f"lusia: {{ranks: {{{name}: {before}}}}}"
    trained = f"trained: {{who: lusia, skill: {name}, xp: {xp}, text: a book}}"
    assert rank(winter("seasonal-study", lusia, 89, trained), "lusia", name) == after


@pytest.mark.parametrize(
    ("who", "earned"),
    [
        ({"rank": 6, "quality": 6 + 3, "limit": 6}, 9),
        ({"rank": 6, "quality": 1 + 3 + 3 + 6, "limit": 6}, 13),
        ({"rank": 2, "quality": 13, "limit": 2}, 3),
    ],
)
def test_nobody_comes_beyond_the_teacher(who: dict[str, int], earned: int) -> None:
    """A master of 6 is worth 9; presence 1, teaching 3 and a single student 13."""
    teacher = f"trainer: {{name: Orsel, rank: {who['rank']}}}"
    trained = f"trained: {{who: lusia, skill: stone, xp: {who['quality']}, {teacher}}}"
    lusia = winter("seasonal-study", "lusia: {}", 89, trained)
    reached = rank(lusia, "lusia", "stone")
    assert reached * (reached + 1) // 2 + lusia.book["lusia", XP, "stone"].balance // UNIT == earned
    assert reached <= who["limit"]


def test_what_a_teacher_could_not_teach_any_more() -> None:
    """Four of Orsel's nine, in the example: two she had, and the art ends at Orsel's 6."""
    growth = [
        row.amount // UNIT for row in rows("seasonal-study", "xp", who="lusia", of="growth") if row.amount > 0
    ]
    assert growth[:4] == [6, 9, 2, 4]


@pytest.mark.parametrize(("months", "gets"), [(0, 15), (1, 10), (2, 5)])
def test_distraction_by_hand(months: int, gets: int) -> None:
    """A third of fifteen for each month; the entry has what is left."""
    left = 15 - months * -(-15 // 3)
    assert left == gets
    trained = f"trained: {{who: lusia, skill: letters, xp: {left}, text: a book}}"
    lusia = winter("seasonal-study", "lusia: {ranks: {letters: 2}}", 89, trained)
    assert rank(lusia, "lusia", "letters") == (3 if months == 0 else 2)


def test_one_source_a_season() -> None:
    book, other = (
        f"trained: {{who: lusia, skill: {name}, xp: 9, text: {name}}}" for name in ("rime", "stone")
    )
    refused = winter("seasonal-study", "lusia: {}", 89, book, other)
    assert ["only one source a season" in problem for problem in problems(refused)] == [True]
    next_season = campaign(
        "seasonal-study",
        "lusia: {}",
        f"- downtime: 89\n  events:\n  - {book}\n- downtime: 1 season\n  events:\n  - {other}\n",
    )
    assert problems(next_season) == []
    exposure = [
        f"trained: {{who: lusia, skill: {name}, xp: 1, text: exposure}}" for name in ("law", "letters")
    ]
    assert problems(winter("seasonal-study", "lusia: {}", 89, *exposure)) == []


def test_an_adventure_gives_xp_too_and_a_mere_use_none() -> None:
    given = played("seasonal-study", "lusia: {}", "used: {who: lusia, skill: letters, xp: 5}")
    assert rank(given, "lusia", "letters") == 1
    none = played("seasonal-study", "lusia: {}", "used: {who: lusia, skill: letters, times: 9}")
    assert rank(none, "lusia", "letters") == none.book["lusia", XP, "letters"].balance == 0
    evenings: dict[tuple[str, str], list[int]] = {}
    for recorded in example("seasonal-study").journal.ledger:
        if isinstance(recorded.event, Used):
            xp = (recorded.event.xp or 0) // UNIT
            evenings.setdefault((recorded.session, recorded.event.who), []).append(xp)
    assert all(max(given) <= 5 and sum(given) <= 10 for given in evenings.values())


def test_the_attribution_is_the_required_line() -> None:
    line = (
        "Based on the material for Ars Magica, ©1993–2024, licensed by Trident, Inc. d/b/a Atlas Games®, under"
        ' Creative Commons Attribution-ShareAlike 4.0 International license 4.0 ("CC-BY-SA 4.0").'
        " Order of Hermes, Tremere, Doissetep, and Grimgroth are trademarks of Paradox Interactive AB and are"
        " used with permission."
    )
    assert load_ruleset("seasonal-study").attribution == (line,)
    notice = (RULESETS / "seasonal-study" / "NOTICE").read_text(encoding="utf-8")
    assert line in notice.splitlines()
    assert "The licence of the program does not apply to it." in " ".join(notice.split())


# Weeks.


@pytest.mark.parametrize(
    ("ranks", "name", "weeks"),
    [
        ("helm: 2, plotting: 1", "helm", 6),
        ("engines: 3, repairs: 2, pressure suits: 1, brawling: 1, languages: 1", "languages", 10),
        ("", "galley", 1),
    ],
)
def test_weeks_are_all_ranks_and_the_one_that_is_wanted(ranks: str, name: str, weeks: int) -> None:
    """Three in all, from 2 to 3: 6. Eight in all, from 1 to 2: 10. And never less than one, by our choice."""
    vasq, start = f"vasq: {{ranks: {{{ranks}}}}}", f"started: {{who: vasq, skill: {name}}}"
    before, then = (winter("training-weeks", vasq, days, start) for days in (weeks * 7 - 1, weeks * 7))
    assert (problems(before), problems(then)) == ([], [])
    assert rank(then, "vasq", name) == rank(before, "vasq", name) + 1
    trained = f"trained: {{who: vasq, skill: {name}, weeks: {weeks}}}"
    assert rank(winter("training-weeks", vasq, weeks * 7, trained), "vasq", name) == rank(then, "vasq", name)


def test_two_at_a_time_is_one_too_many() -> None:
    both = ("started: {who: vasq, skill: helm}", "started: {who: vasq, skill: galley}")
    assert "one course at a time" in problems(winter("training-weeks", "vasq: {}", 7, *both))[0]


def test_unskilled_is_three_worse_and_rank_nought_is_not() -> None:
    vasq = "vasq: {ranks: {helm: 2}, peaks: {sensors: 1}}"
    bonuses = {
        name: skill(
            winter("training-weeks", vasq, 7, f"trained: {{who: vasq, skill: {name}, hours: 9}}"),
            "vasq",
            name,
        )
        for name in ("helm", "sensors", "sidearms")
    }
    assert {name: (row.rank, row.bonus) for name, row in bonuses.items()} == {
        "helm": (2, 2),
        "sensors": (0, 0),
        "sidearms": (0, -3),
    }


def test_a_port_breaks_a_course_off_and_the_weeks_are_kept() -> None:
    """In the example nine of ten weeks are done when they dock; the tenth is done after the next departure."""
    languages = [row for row in rows("training-weeks", "rank", who="oriel", of="languages") if row.day]
    assert [(row.day, row.balance) for row in languages] == [(72, 2)]
    kept = [row for row in rows("training-weeks", "trained", who="oriel", of="languages") if row.amount > 0]
    assert kept[0].reason.startswith("64 days of a course")
    assert sum(row.amount for row in kept) == 400 * UNIT


def test_who_is_not_called_away_studies_on() -> None:
    oriel = [row.day for row in rows("training-weeks", "rank", who="oriel", of="sensors")]
    assert oriel[-1] == 284
    missed = [r.event for r in example("training-weeks").journal.ledger if r.session == "The purser's will"]
    assert "oriel" not in missed[0].present


def test_grown_people_learn_slowly() -> None:
    for sheet in example("training-weeks").sheets():
        assert max(row.rank for row in sheet.skills) <= 4
        assert sum(row.rank for row in sheet.skills) <= 12


# Pips.


@pytest.mark.parametrize(
    ("pips", "points"), [(14, 4), (15, 5), (9, 3), (17, 5), (18, 6), (0, 1), (2, 1), (3, 1), (5, 1), (6, 2)]
)
def test_a_pip_costs_the_whole_dice_before_it(pips: int, points: int) -> None:
    """4D+2 to 5D: 4. 5D to 5D+1: 5. The first above an attribute of 3D: 3."""
    for had, bought in ((points - 1, 0), (points, 1)):
        sela = f"sela: {{points: {had}, ranks: {{dodge: {pips}}}}}"
        events = ("used: {who: sela, skill: dodge}", "bought: {who: sela, skill: dodge}")
        assert rank(winter("d6-pips", sela, 1, *events), "sela", "dodge") == pips + bought


@pytest.mark.parametrize(("pips", "points"), [(3, 2), (14, 8), (0, 2)])
def test_marvels_cost_twice_as_much(pips: int, points: int) -> None:
    imre = f"imre: {{points: {points}, ranks: {{candle-speech: {pips}}}}}"
    events = ("used: {who: imre, skill: candle-speech}", "bought: {who: imre, skill: candle-speech}")
    imre_then = winter("d6-pips", imre, 1, *events)
    assert (rank(imre_then, "imre", "candle-speech"), imre_then.sheet("imre").free) == (pips + 1, 0)


def test_only_what_was_tried_or_taught() -> None:
    sela, buy = "sela: {points: 50, ranks: {dodge: 14}}", "bought: {who: sela, skill: dodge}"
    assert (
        "neither used nor trained since the last session began"
        in problems(winter("d6-pips", sela, 1, buy))[0]
    )
    tried = "used: {who: sela, skill: dodge, outcome: failure}"
    taught = "trained: {who: sela, skill: dodge, weeks: 1, trainer: {name: Ro, rank: 15}}"
    for seen in (tried, taught):
        assert problems(winter("d6-pips", sela, 7, seen, buy)) == []
    poorly = taught.replace("rank: 15", "rank: 14")
    assert "Ro must be better than the student" in problems(winter("d6-pips", sela, 7, poorly, buy))[0]


def test_one_pip_between_two_adventures() -> None:
    sela = "sela: {points: 50, ranks: {dodge: 14}}"
    tried, buy = "used: {who: sela, skill: dodge}", "bought: {who: sela, skill: dodge}"
    assert (
        "more ranks of dodge than one session allows"
        in problems(winter("d6-pips", sela, 1, tried, buy, buy))[0]
    )
    evening = "- session: {name}\n  day: {day}\n  events:\n  - {tried}\n  - {buy}\n"
    two = "".join(evening.format(name=f"s{day}", day=day, tried=tried, buy=buy) for day in (1, 2))
    assert problems(campaign("d6-pips", sela, two)) == []


def test_only_the_exception_in_the_example_rose_by_two() -> None:
    pips: dict[tuple[str, str, int], int] = {}
    for row in rows("d6-pips", "rank"):
        if row.day:
            pips[row.who, row.of, row.day] = pips.get((row.who, row.of, row.day), 0) + row.amount
    assert {key for key, number in pips.items() if number > 1} == {("imre", "far-walking", 65)}
    assert len(rows("d6-pips", "overruled")) == 1


def test_dice_and_pips_stand_on_the_sheet() -> None:
    """Dodge at 17 pips is 5D+2, searching at 10 is 3D+1."""
    sela = example("d6-pips").sheet("sela")
    ranks = {row.skill: row.rank for row in sela.skills}
    assert (ranks["dodge"], ranks["searching"]) == (17, 10)
    assert sela.abilities == {"duck-dice": 5, "duck-pips": 2, "sight-dice": 3, "sight-pips": 1}
