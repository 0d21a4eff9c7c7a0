"""What a simulation says, against tables whose answer can be worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path
from textwrap import indent
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tables import tables

from rpgprog.campaign.campaign import open_campaign
from rpgprog.engine.book import Book
from rpgprog.events import Bought, Rolled, Saved, SessionStarted, Started, Trained, Used
from rpgprog.ledger.accounts import ABSENT, EARNED, LEVEL, POINTS, RANK, UNIT
from rpgprog.ledger.refusals import Refused
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.portable import from_texts, texts
from rpgprog.simulate.builds.estimate import builds_from
from rpgprog.simulate.builds.file import read_builds
from rpgprog.simulate.chance import Draws
from rpgprog.simulate.findings.rows import Ahead, Crossing, Results
from rpgprog.simulate.findings.sensitivity import effects
from rpgprog.simulate.findings.summary import _crossings, results
from rpgprog.simulate.findings.target import solve
from rpgprog.simulate.findings.target_search import EACH
from rpgprog.simulate.jobs.job import Job, Variant, campaign
from rpgprog.simulate.jobs.job_request import Request, job_from
from rpgprog.simulate.jobs.work import simulate
from rpgprog.simulate.play.counts import Counts
from rpgprog.simulate.play.play import Play
from rpgprog.simulate.play.spending import SHORT
from rpgprog.source import parse_source

HEAD = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
"""
BASIC = "awards: {encounter: 3}\nlevels: {step: 12}\npurchase: {cost: 4}\n"
TWICE = "table: {sessions: 4, encounters: {goblin: exactly 2}}"
HALF = 2**31


def rules(text: str) -> Any:
    """The rules of a few policies."""
    return from_texts([("tiny.yaml", HEAD + indent(text, "  "))])


def job(text: str, policies: str = BASIC, campaigns: int = 3, **more: Any) -> Job:
    """A job under these rules."""
    found = rules(policies)
    return Job("builds.yaml", text, (Variant("tiny", texts(found)),), campaigns, **more)


def told(text: str, policies: str = BASIC, campaigns: int = 3, **more: Any) -> Results:
    """What comes of it."""
    return results(simulate(job(text, policies, campaigns, **more), workers=1))


def builds(plan: str, table: str = TWICE, **more: object) -> str:
    """A file with one build, ``ann``, and a table."""
    about = "".join(f", {key}: {value}" for key, value in more.items())
    return f"builds: {{ann: {{plan: {plan}{about}}}}}\n{table}\n"


def played(text: str, policies: str = BASIC, lanes: int = 1, sessions: int | None = None) -> Play:
    """Ann's play, to its end; every campaign's events are written down."""
    read = read_builds(parse_source(text, "builds.yaml"), rules(policies))
    play = Play(read, "ann", Draws(0, 0, lanes), range(lanes))
    for _ in range(read.table.sessions if sessions is None else sessions):
        play.play()
    return play


def written(play: Play, *kinds: type, lane: int = 0) -> list[Any]:
    """The events of these kinds."""
    return [event for event in play.written[lane] if isinstance(event, kinds)]


def purchases(play: Play) -> list[str]:
    """What was bought, in order."""
    return [event.skill or event.talent for event in written(play, Bought)]


def course(found: Results, what: str, skill: str = "", build: str = "ann") -> list[int]:
    """A number after each session, where it is the same in all campaigns."""
    bands = [b for b in found.bands if (b.build, b.what, b.skill) == (build, what, skill)]
    assert [band.session for band in bands] == list(range(1, found.sessions + 1))
    for band in bands:
        assert {band.p10, band.p25, band.median, band.p75, band.p90, band.mean} == {band.median}
    return [band.median for band in bands]


def losses(found: Results) -> dict[str, Fraction]:
    """Points per campaign by what took them."""
    return {row.rule: row.points for row in found.losses}


# Levels, points, ranks.


def test_every_number_of_every_session() -> None:
    """Two goblins at 3 points: 6 a session; a rank for 4, a level for 12."""
    found = told(builds("[climb 3, swim 10]"))
    assert course(found, "points earned") == [6, 12, 18, 24]
    assert course(found, "level") == [1, 2, 2, 3]
    assert course(found, "rank", "climb") == [1, 3, 3, 3]
    assert course(found, "rank", "swim") == [0, 0, 1, 3]
    assert course(found, "ranks in all") == [1, 3, 4, 6]
    assert (found.campaigns, found.asked, found.sessions, found.points) == (3, 3, 4, "dp")
    assert (found.variants, found.builds, found.title) == (("tiny",), ("ann",), "builds.yaml")
    assert [(r.goal, r.chance, r.p10, r.median, r.p90, r.chances) for r in found.reaches] == [
        ("climb 3", 1, 2, 2, 2, (0, 1, 1, 1)),
        ("swim 10", 0, None, None, None, (0, 0, 0, 0)),
    ]


def test_events_are_counted_in_all_campaigns() -> None:
    """Joining, and of each session its beginning and end, the goblins, what is bought."""
    assert told(builds("[climb 3, swim 10]")).events == 3 * (1 + 4 * (2 + 2) + 6)


def test_one_build_crosses_another() -> None:
    """Three ranks from the start against 1, 3, 4, 6: level at session 2, which changes nothing."""
    text = f"builds: {{old: {{start: {{lore: 3}}}}, new: {{plan: [climb 20]}}}}\n{TWICE}"
    found = told(text)
    total = [
        (row.session, row.build, row.other, row.ahead, row.level, row.behind)
        for row in found.aheads
        if row.what == "ranks in all"
    ]
    assert total == [
        (1, "old", "new", 1, 0, 0),
        (2, "old", "new", 0, 1, 0),
        (3, "old", "new", 0, 0, 1),
        (4, "old", "new", 0, 0, 1),
    ]
    assert found.crossings == (
        Crossing(rules="tiny", what="ranks in all", session=3, build="new", other="old"),
    )
    assert {row.level for row in found.aheads if row.what != "ranks in all"} == {1}


def ahead(session: int, percent: int, behind: int, **more: str) -> Ahead:
    """A row in percents."""
    named: dict[str, Any] = {"rules": "r", "what": "level", "build": "a", "other": "b"} | more
    one, two = Fraction(percent, 100), Fraction(behind, 100)
    return Ahead(session=session, ahead=one, behind=two, level=1 - one - two, **named)


@pytest.mark.parametrize(
    ("leads", "crossed"),
    [
        ([(60, 40), (45, 50), (45, 51)], [(3, "b", "a")]),  # 5 % exactly are no lead, 6 % are
        ([(40, 60), (50, 45), (51, 45)], [(3, "a", "b")]),
        ([(60, 40), (50, 50), (40, 45), (70, 10)], []),  # a draw between changes nothing
        ([(0, 0), (5, 0), (60, 40)], []),  # the first to lead crosses nobody
        ([(60, 40), (40, 60), (60, 40)], [(2, "b", "a"), (3, "a", "b")]),
        ([(0, 0), (40, 60), (60, 40)], [(3, "a", "b")]),
    ],
)
def test_who_is_clearly_ahead(leads: list[tuple[int, int]], crossed: list[tuple[int, str, str]]) -> None:
    """In a twentieth more of the campaigns; what is less leaves the leader as it was."""
    rows = [ahead(n, *lead) for n, lead in enumerate(leads, 1)]
    assert [(row.session, row.build, row.other) for row in _crossings(rows)] == crossed


def test_each_pair_has_its_own_leader() -> None:
    """What was counted of one pair, measure or ruleset says nothing of the next."""
    rows = [
        ahead(1, 60, 40),
        ahead(1, 40, 60, other="c"),
        ahead(1, 60, 40, what="x"),
        ahead(1, 1, 9, rules="s"),
    ]
    assert _crossings(rows) == []


# Chances and quantiles.


def met(sessions: int, lanes: int, name: str = "goblin", seed: int = 0) -> Any:
    """Where something that is met 1 in 2 sessions was met, by session."""
    return np.array([Draws(seed, 0, lanes).raw("met", name, n) >= HALF for n in range(1, sessions + 1)])


def test_ranks_in_all_are_those_of_every_skill() -> None:
    """Also of one that the build is not about: a goal, and what a wish waits for."""
    text = builds("[share: {climb: 1, swim: 1}]", start="{lore: 2}", goals="[ranks in all 5]")
    found = told(text)
    (reach,) = (row for row in found.reaches if row.goal == "ranks in all 5")
    ranks = course(found, "ranks in all")
    assert reach.median == next(n for n, rank in enumerate(ranks, 1) if rank >= 5) > 1
    waits = course(told(builds("[{buy: climb 9, when: ranks in all 3}]", start="{lore: 2}")), "rank", "climb")
    goes = course(told(builds("[{buy: climb 9, when: ranks in all 2}]", start="{lore: 2}")), "rank", "climb")
    assert waits[-1] == 0 < goes[-1]


@pytest.mark.parametrize(("campaigns", "seed"), [(1000, 0), (37, 5)])
def test_a_chance_is_that_of_the_very_draws(campaigns: int, seed: int) -> None:
    """Four goblins of even odds, level 2 for two: 11 in 16 by the end."""
    text = builds("[]", "table: {sessions: 4, encounters: {goblin: 1 in 2 sessions}}", goals="[level 2]")
    found = told(text, "awards: {encounter: 3}\nlevels: {step: 6}\n", campaigns, seed=seed)
    so_far = met(4, campaigns, seed=seed).cumsum(0)
    chances = [Fraction(int((row >= 2).sum()), campaigns) for row in so_far]
    (reach,) = found.reaches
    assert reach.chances == tuple(chances)
    assert reach.chance == chances[-1]
    for at, part in ((reach.p10, 10), (reach.median, 50), (reach.p90, 90)):
        assert at == next((n for n, c in enumerate(chances, 1) if c >= Fraction(part, 100)), None)
    off = Fraction(11, 16) * Fraction(5, 16) / campaigns
    assert (reach.chance - Fraction(11, 16)) ** 2 < 16 * off
    bands = [band for band in found.bands if band.what == "points earned"]
    for band, met_then in zip(bands, so_far, strict=True):
        assert band.mean == Fraction(3 * int(met_then.sum()), campaigns)


def test_exactly_half_is_half() -> None:
    """The session is the first by which at least that part has reached it."""
    text = builds("[]", "table: {sessions: 2, encounters: {goblin: 1 in 2 sessions}}", goals="[level 2]")
    first = met(2, 4000)[0]
    size = next(n for n in range(10, 4000, 2) if first[:n].sum() * 2 == n)
    (reach,) = told(text, "awards: {encounter: 6}\nlevels: {step: 6}\n", size).reaches
    assert (reach.chances[0], reach.median) == (Fraction(1, 2), 1)


def test_bands_are_quantiles_of_the_balances() -> None:
    """The least number that so many of all are not above, as sorting them gives it."""
    text = builds(
        "[climb 50]",
        "table: {sessions: 3, encounters: {goblin: 2, troll: {often: 0-3, points: 2.5}}}",
    )
    found, play = told(text, campaigns=501), played(text, lanes=501, sessions=0)
    for session in range(1, 4):
        play.play()
        book: Any = play.lanes
        for what, skill, values in (
            ("points earned", "", book["ann", EARNED, ""].everywhere() // UNIT),
            ("level", "", book["ann", LEVEL, ""].everywhere()),
            ("rank", "climb", book["ann", RANK, "climb"].everywhere()),
        ):
            key = (what, skill, session)
            (band,) = [b for b in found.bands if (b.what, b.skill, b.session) == key]
            ordered = np.sort(values)
            quantiles = [int(ordered[ceil(501 * part / 100) - 1]) for part in (10, 25, 50, 75, 90)]
            assert [band.p10, band.p25, band.median, band.p75, band.p90] == quantiles
            assert band.mean == Fraction(int(values.sum()), 501)


NUMBERS = st.lists(
    st.one_of(st.integers(-5, 40), st.integers(2040, 2060), st.integers(0, 10**8)), min_size=1, max_size=40
)


def counted(values: list[int]) -> Counts:
    """Counts of them all."""
    found = Counts()
    found.add(np.array(values, "int64"))
    return found


@settings(max_examples=60)
@given(NUMBERS, NUMBERS)
def test_counts_of_two_lots_are_counts_of_all(one: list[int], two: list[int]) -> None:
    """Whichever comes first, and nothing comes of nothing."""
    for first, second in ((one, two), (two, one)):
        merged = counted(first)
        merged.merge(counted(second))
        merged.merge(Counts())
        assert list(merged.items()) == list(counted(one + two).items())
        assert merged.total == len(one) + len(two)
    empty = Counts()
    empty.merge(counted(one))
    assert list(empty.items()) == list(counted(one).items())
    assert (Counts().total, Counts().mean) == (0, 0)


@settings(max_examples=60)
@given(NUMBERS)
@example([2047, 2048, 2049, 2050])
@example([4095, 4096, 4098, 4100])
def test_counts_are_right_up_to_the_step(values: list[int]) -> None:
    """Below 2,048 one by one, from there on in steps of a thousandth of the number or less."""
    found, ordered = counted(values), sorted(values)
    parts = [Fraction(n, 100) for n in (0, 1, 10, 25, 50, 75, 90, 100)]
    for part, got in zip(parts, found.quantiles(parts), strict=True):
        true = ordered[max(ceil(part * len(values)) - 1, 0)]
        assert got <= true
        assert (true - got) * 1000 <= max(true, 0)
        assert got == true or true > 2047
    if max(values) < 2048:
        assert found.mean == Fraction(sum(values), len(values))
        for number in (*values, 0, 3):
            assert found.upto(number) == sum(value <= number for value in values)


# Where points went.


def test_what_novelty_took() -> None:
    """Four goblins at 4: the first whole, the others half: 6 of 16 are lost, 10 not spent."""
    table = "table: {sessions: 2, encounters: {goblin: exactly 2}}"
    found = told(builds("[]", table), "awards: {encounter: 4}\nnovelty: {factor: [1, 1/2]}\n")
    assert [(row.rule, row.points, row.share) for row in found.losses] == [
        ("novelty", 6, Fraction(6, 16)),
        ("unspent", 10, Fraction(10, 16)),
    ]


def test_what_companions_lost_is_theirs() -> None:
    """And the points that one begins with were not offered."""
    table = "table: {sessions: 2, party: 3, encounters: {goblin: exactly 2}}"
    found = told(builds("[]", table, points=5), "awards: {encounter: 4}\nnovelty: {factor: [1, 1/2]}\n")
    assert [(row.rule, row.points, row.share) for row in found.losses] == [
        ("novelty", 6, Fraction(6, 16)),
        ("unspent", 10, Fraction(10, 16)),
    ]


def test_points_taken_by_a_limit_are_reported_once() -> None:
    """Whether it takes them away or does not pay them: what is lost and what is left is what was offered."""
    table = "table: {sessions: 3, encounters: {goblin: exactly 2}}"
    expire = told(builds("[]", table), "awards: {encounter: 3}\nhoard-limit: {cap: 5, mode: expire}\n")
    assert losses(expire) == {"limits (forfeited)": 1 + 6 + 6, "unspent": 5}
    block = told(builds("[]", table), "awards: {encounter: 3}\nhoard-limit: {cap: 5, mode: block}\n")
    assert losses(block) == {"hoard-limit": 12, "unspent": 6}
    assert course(block, "points earned") == [6, 6, 6]


def test_what_was_paid_for_ranks_that_are_gone() -> None:
    """Two ranks for 8 are forgotten within 30 days; one of them is learned again."""
    table = "table: {sessions: 2, every: 30 days, encounters: {goblin: exactly 1}}"
    text = builds("[climb 2]", table, points=8)
    policies = BASIC + "decay: {period: 10}\n"
    found = told(text, policies)
    assert course(found, "rank", "climb") == [2, 1]
    assert losses(found) == {
        "forgetting (ranks paid for)": 4,
        "relearning": 4,
        "unspent": 2,
    }
    again = told(text, policies + "relearning: {cost: 1}\n")
    assert course(again, "rank", "climb") == [2, 2]
    assert losses(again) == {"relearning": 2, "unspent": 4}


# What held wishes back, what was refused.


def held(found: Results) -> list[tuple[str, str, str, Fraction]]:
    """What stood against which wish: a code, and in words."""
    return [(row.wish, row.code, row.reason, row.share) for row in found.held]


def test_short_of_points() -> None:
    """Of four sessions; the start, before any session, is none of them."""
    found = told(builds("[climb 3, swim 10]"))
    assert held(found) == [
        ("climb 3", "funds", SHORT.why, Fraction(1, 4)),
        ("swim 10", "funds", SHORT.why, Fraction(3, 4)),
    ]


def test_a_rule_stands_against_it() -> None:
    """The next wish has its turn; with the level the cap goes."""
    table = "table: {sessions: 2, encounters: {goblin: exactly 2}}"
    found = told(builds("[climb 2, swim 1]", table, points=4), BASIC + 'rank-cap: {cap: "level"}\n')
    capped = "rank-cap: more ranks than the level allows"
    assert course(found, "rank", "climb") == [1, 2]
    assert course(found, "rank", "swim") == [1, 1]
    assert held(found) == [("climb 2", "rank-cap", capped, Fraction(1, 2))]


def test_each_refusal_is_reported_separately() -> None:
    """What was refused before says nothing of what is refused now."""
    table = "table: {sessions: 2, encounters: {goblin: exactly 2}, training: {lore: 1 hour per day}}"
    policies = BASIC + 'rank-cap: {cap: "(level + 1) / 3", only: [climb]}\ntraining: {master_from: 1}\n'
    found = told(builds("[climb 2]", table, start="{lore: 1, climb: 1}"), policies)
    capped = "rank-cap: more ranks than the level allows"
    assert [(row.code, row.reason) for row in found.refusals] == [
        ("trainer", "training: from here on it takes a master")
    ]
    assert held(found) == [("climb 2", "rank-cap", capped, 1)]


def test_refusals_are_reported() -> None:
    """Two weeks of training without the master that it takes, before each session but the first."""
    table = "table: {sessions: 3, every: 2 weeks, encounters: {goblin: exactly 1}, training: {lore: 10 hours per week}}"
    text = builds("[]", table, start="{lore: 1}")
    found = told(text, BASIC + "training: {weeks: rank, master_from: 1}\n", 5)
    (row,) = found.refusals
    assert (row.event, row.reason) == ("trained", "training: from here on it takes a master")
    pieces = len(written(played(text, BASIC + "training: {weeks: rank, master_from: 2}\n"), Trained))
    assert row.each == pieces == 4


# Plans.


def test_wishes_in_their_order() -> None:
    """A dear wish is waited for, though a later one could be paid."""
    play = played(
        builds("[sight, climb 1, swim 1]"), BASIC.replace("cost: 4", "cost: 4, talents: {sight: 10}")
    )
    assert purchases(play) == ["sight", "climb", "swim"]
    assert play.lanes.sheet(0)["ann", "talent", "sight"] == 1


def test_a_talent_is_bought_once() -> None:
    """Though it is wished for twice, and for less than there is."""
    policies = BASIC.replace("cost: 4", "cost: 4, talents: {sight: 1}")
    play = played(builds("[sight, save: {for: sight}, sight]"), policies)
    assert purchases(play) == ["sight"]
    assert play.spending.held_back == {(0, *SHORT): 1}  # at the start


def test_saving_sets_points_aside() -> None:
    """All that is free, each time, until it can be paid."""
    policies = BASIC.replace("cost: 4", "cost: 4, talents: {sight: 15}") + "earmark: {}\n"
    play = played(builds("[save: {for: sight}, climb 9]"), policies)
    saved = [(event.target, int(event.points), event.why) for event in written(play, Saved)]
    assert saved == [("sight", 6000, "the plan"), ("sight", 6000, "the plan")]
    assert purchases(play) == ["sight", "climb", "climb"]


@pytest.mark.parametrize(
    ("favoured", "order"),
    [
        ("[]", ["climb", "swim", "climb"] * 2),
        ("[climb]", ["climb", "swim", *["climb"] * 4, "swim", *["climb"] * 3]),
    ],
)
def test_a_share_is_of_points(favoured: str, order: list[str]) -> None:
    """Two to one: of a skill at half the price twice as many again."""
    policies = BASIC.replace("cost: 4", "cost: 4, favoured: 2")
    play = played(builds("[share: {climb: 2, swim: 1}]", favoured=favoured), policies)
    assert purchases(play) == order


def test_a_barred_skill_gives_way() -> None:
    """What a rule stands against leaves its points to the next skill, and is tried again each time."""
    policies = BASIC + "rank-cap: {cap: 1, only: [climb]}\n"
    play = played(builds("[share: {climb: 9, swim: 1}]"), policies)
    assert purchases(play) == ["climb", *["swim"] * 5]
    assert play.spending.held_back[0, "rank-cap", "rank-cap", "more ranks than the level allows"] == 3


@pytest.mark.parametrize(
    ("condition", "ranks"),
    [
        ("when: session 3", [0, 0, 4, 6]),
        ("until: session 3", [1, 3, 3, 3]),
        ("when: level 2", [0, 3, 4, 6]),
        ("until: level 2", [1, 1, 1, 1]),
        ("when: session 2, until: session 4", [0, 3, 4, 4]),
        ("until: climb 2", [1, 2, 2, 2]),
        ("when: points 12", [0, 3, 4, 6]),
    ],
)
def test_a_wish_has_its_time(condition: str, ranks: list[int]) -> None:
    """From the very session or level on, and up to it."""
    found = told(builds(f"[{{buy: climb 9, {condition}}}]"))
    assert course(found, "rank", "climb") == ranks


def test_what_was_forgotten_comes_first() -> None:
    """As the plan says: then the wish that is left goes on."""
    table = "table: {sessions: 3, every: 30 days, encounters: {goblin: exactly 2}}"
    text = builds("[relearn: [climb], swim 9]", table, start="{climb: 2}")
    policies = BASIC + "decay: {period: 20}\nrelearning: {cost: 1}\n"
    play = played(text, policies)
    assert purchases(play)[0] == "swim"
    assert purchases(play)[1] == "climb"
    sheet = play.lanes.sheet(0)
    assert sheet["ann", RANK, "climb"] == 2
    assert ("ann", RANK, "climb") not in played(text.replace("relearn: [climb], ", ""), policies).lanes.sheet(
        0
    )


# The table.


def test_who_is_away() -> None:
    """Nothing is paid to them, they neither use, train nor buy, and time stands still for them."""
    table = """\
table:
  sessions: 5
  every: 1 week
  absent: 1 in 2 sessions
  encounters: {goblin: exactly 2}
  uses: {lore: exactly 1}
  training: {swim: 7 hours per week}
"""
    play = played(builds("[climb 50]", table), lanes=60, sessions=0)
    away = np.array([Draws(0, 0, 60).raw("absent", n) >= HALF for n in range(1, 6)])
    for session in range(1, 6):
        bought = [len(written(play, Bought, lane=lane)) for lane in range(60)]
        play.play()
        for lane in np.flatnonzero(away[session - 1]):
            assert len(written(play, Bought, lane=lane)) == bought[lane]
    for lane in range(60):
        sheet, here = play.lanes.sheet(lane), ~away[:, lane]
        assert sheet.get(("ann", EARNED, ""), 0) == 6000 * here.sum()
        assert sheet.get(("ann", ABSENT, ""), 0) == 7 * away[1:, lane].sum()
        assert len(written(play, Used, lane=lane)) == here.sum()
        assert [event.day for event in written(play, Trained, lane=lane)] == [
            7 * n for n in range(1, 5) if here[n]
        ]


def test_a_party_shares() -> None:
    """Seven points for three are two for each."""
    table = "table: {sessions: 2, party: 3, encounters: {goblin: exactly 1}}"
    found = told(builds("[]", table), "awards: {encounter: 7, division: split}\n")
    assert course(found, "points earned") == [2, 4]
    alone = told(builds("[]", table.replace("party: 3, ", "")), "awards: {encounter: 7, division: split}\n")
    assert course(alone, "points earned") == [7, 14]


def test_training_week_by_week() -> None:
    """So many hours of each week between sessions, and the rest of a month."""
    table = "table: {sessions: 2, every: 17 days, encounters: {goblin: exactly 1}, training: {lore: 7 hours per week}}"
    play = played(builds("[]", table), BASIC + "training: {weeks: 1}\n")
    trained = written(play, Trained)
    assert sum(event.hours for event in trained) == 17 * UNIT
    assert [event.day for event in trained] == [6, 12, 17]


def test_a_course_begins_whenever_none_is_under_way() -> None:
    """A week for each rank: one begins before each session, and is over by then."""
    table = "table: {sessions: 4, every: 10 days, encounters: {goblin: exactly 1}, training: {lore: course}}"
    policies = BASIC + "training: {weeks: 1, coins: 0}\ntraining-queue: on\n"
    play = played(builds("[]", table), policies)
    assert [event.day for event in written(play, Started)] == [0, 10, 20]
    assert play.lanes.sheet(0)["ann", RANK, "lore"] == 3
    assert not play.refused


def test_dice_for_marked_skills() -> None:
    """Those that the draws are for this skill and session; 60 % of uses go well."""
    table = "table: {sessions: 3, uses: {lore: {often: exactly 1, success: 0.6}}}"
    text = builds("[]", table, start="{lore: 40}", goals="[lore 60]")
    play = played(text, "improvement: {die: 100, gain: 6}\n", lanes=40)
    draws = Draws(0, 0, 40)
    for lane in range(40):
        well = [n for n in (1, 2, 3) if draws.happens(Fraction(3, 5), "success", "lore", n, 0)[lane]]
        rolls = [draws.die(100, "roll", "lore", n)[lane] for n in well]
        gains = [draws.die(6, "gain", "lore", n)[lane] for n in well]
        rolled = written(play, Rolled, lane=lane)
        assert [(event.roll, event.gain) for event in rolled] == list(zip(rolls, gains, strict=True))
        rank = 40
        for roll, gain in zip(rolls, gains, strict=True):
            rank += gain if roll > rank else 0
        assert play.lanes.sheet(lane)["ann", RANK, "lore"] == rank


def test_planned_uses_and_training_follow_the_plan() -> None:
    """What the first open wish is about; nothing once all is fulfilled."""
    table = """\
table:
  sessions: 4
  every: 1 week
  encounters: {goblin: exactly 2}
  uses: {planned: exactly 1}
  training: {planned: 7 hours per week}
"""
    play = played(builds("[climb 2, swim 1]", table))
    assert [event.skill for event in written(play, Used)] == ["climb", "climb"]
    assert [(event.skill, event.day) for event in written(play, Trained)] == [("climb", 7)]
    assert purchases(play) == ["climb", "climb", "swim"]


def test_planned_uses_where_it_is_planned() -> None:
    """One use a session, of what is wished for in that very campaign."""
    table = "table: {sessions: 2, encounters: {goblin: {often: 1 in 2 sessions, points: 4}}, uses: {planned: exactly 1}}"
    play = played(builds("[climb 1, swim 5]", table), lanes=20)
    for lane, early in enumerate(met(1, 20)[0]):
        assert [event.skill for event in written(play, Used, lane=lane)] == [
            "climb",
            "swim" if early else "climb",
        ]


def test_the_time_between_sessions() -> None:
    """A list is gone through again and again."""
    table = "table: {sessions: 6, every: [1 week, 3, 2 weeks], encounters: {goblin: 1}}"
    starts = written(played(builds("[]", table)), SessionStarted)
    assert [event.day for event in starts] == [0, 7, 10, 24, 31, 34]
    assert [event.name for event in starts] == [f"Session {n}" for n in range(1, 7)]


# A table's own past.

PAST = """\
campaign: The Past
ruleset: dp-forty
characters:
  kessa: {profession: scout, favoured: [climbing], goals: {climbing: 4}, ranks: {climbing: 1}}
  bram: {ranks: {sword: 1}}
journal:
  - session: One
    day: 1
    hours: 4
    events:
      - met: {what: goblin, challenge: 1, times: 2}
      - awarded: {points: 8}
      - bought: {who: kessa, skill: stealth, times: 2}
      - bought: {who: kessa, skill: climbing}
      - used: {who: kessa, skill: climbing, times: 3, outcome: success}
      - used: {who: kessa, skill: climbing, outcome: failure}
      - used: {who: kessa, skill: swimming}
  - session: Two
    day: 15
    hours: 2
    present: [kessa]
    events:
      - met: {what: goblin, challenge: 1}
      - awarded: {points: 8}
      - awarded: {points: 2.5}
  - session: Three
    day: 36
    events:
      - met: {family: undead, unknown: true}
      - trained: {who: bram, skill: sword, hours: 35}
      - used: {who: bram, skill: sword}
"""


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """A campaign of three sessions."""
    path = tmp_path / "past.yaml"
    path.write_text(PAST)
    return path


def test_a_past_is_counted(past: Path) -> None:
    """What happened divided by the sessions, of each character by those they were at."""
    found = yaml.safe_load(builds_from(open_campaign(past)))
    assert found["table"] == {
        "sessions": 3,
        "every": [14, 21],
        "party": 2,
        "hours": 2,
        "encounters": {
            "goblin 1": {"often": 1, "what": "goblin", "challenge": 1},
            "undead": {"often": 0.333, "family": "undead", "unknown": True},
        },
        "awards": {
            "an award of 8": {"often": 0.667, "points": 8},
            "an award of 2.5": {"often": 0.333, "points": 2.5},
        },
    }
    kessa, bram = found["builds"]["kessa"], found["builds"]["bram"]
    assert kessa["uses"] == {
        "climbing": {"often": 1.333, "success": "3/4"},
        "swimming": {"often": 0.333},
    }
    assert kessa["plan"] == ["climbing 4", {"share": {"stealth": 2, "climbing": 1}}]
    assert kessa["start"] == {"climbing": 2, "stealth": 2}
    assert (kessa["profession"], kessa["favoured"]) == ("scout", ["climbing"])
    assert bram["training"] == {"sword": {"often": "30 hours per 30 days"}}
    assert bram["uses"] == {"sword": {"often": 0.5}}  # of the two sessions that bram was at
    assert "plan" not in bram
    assert yaml.safe_load(builds_from(open_campaign(past), 9))["table"]["sessions"] == 9


def test_what_was_refused_did_not_happen(past: Path) -> None:
    """Nobody goes on with what they could not buy."""
    before = builds_from(open_campaign(past))
    past.write_text(PAST + "      - bought: {who: bram, skill: sword, times: 90}\n")
    assert open_campaign(past).problems
    assert builds_from(open_campaign(past)) == before


def test_it_continues_from_the_campaigns_present(past: Path) -> None:
    """Its balances, its day, its party; the first gap comes before the first session."""
    stands = open_campaign(past).book.sheet()
    play, lane = campaign(job_from(past, Request(campaigns=2, sessions=1)), "dp-forty", "kessa", 1)
    (start,) = written(play, SessionStarted, lane=lane)
    assert (start.day, start.present) == (36 + 21, ("kessa", "bram"))
    assert play.party == ("kessa", "bram")
    before = Play(play_builds := read_builds(parse_source(builds_from(open_campaign(past)), "b"), "dp-forty", True),
                  "kessa", Draws(0, 0, 1), past=[(*key, value) for key, value in stands.items()])  # fmt: skip
    assert play_builds.table.sessions == 3
    assert before.lanes.sheet(0)["kessa", EARNED, ""] == stands["kessa", EARNED, ""]
    found = results(simulate(job_from(past, Request(campaigns=20, sessions=2)), workers=1))
    earned = [band for band in found.bands if (band.build, band.what) == ("kessa", "points earned")]
    assert all(band.p10 * UNIT >= stands["kessa", EARNED, ""] // UNIT * UNIT for band in earned)


def test_without_a_session_there_is_nothing_to_estimate(tmp_path: Path) -> None:
    """In words, at the file."""
    path = tmp_path / "past.yaml"
    path.write_text(PAST[: PAST.index("journal:")])
    with pytest.raises(Mistakes) as told:
        builds_from(open_campaign(path))
    assert [str(problem) for problem in told.value.problems] == [
        f"{path}:1:1: no session has been played yet: there is nothing to estimate from"
    ]


# What a goal depends on, and what an encounter has to be worth.


def test_effects_of_each_number() -> None:
    """Five sessions of 6 points to 30: a tenth less comes a session later, a tenth more changes nothing."""
    table = "table: {sessions: 8, encounters: {goblin: exactly 2}}"
    found = effects(
        job(builds("[]", table, goals="[level 2]"), "awards: {encounter: 3}\nlevels: {step: 30}\n")
    )
    assert found[0].path == "policies.levels.start"  # the strongest first: it is there from session 1 on
    by = {row.path: row for row in found}
    row = by["policies.awards.encounter"]
    assert (row.value, row.lower, row.upper) == ("3", "2.7", "3.3")
    assert (row.session, row.session_lower, row.session_upper, row.size) == (5, 6, 5, 1)
    assert (row.chance, row.chance_lower, row.chance_upper) == (1, 1, 1)
    row = by["policies.levels.step"]
    assert (row.lower, row.upper, row.session_lower, row.session_upper) == ("27", "33", 5, 6)
    assert set(by) == {"policies.awards.encounter", "policies.levels.step", "policies.levels.start"}


def test_never_getting_there_counts_as_one_session_after_the_last() -> None:
    """So a chance that falls to nothing is an effect of one session."""
    table = "table: {sessions: 5, encounters: {goblin: exactly 2}}"
    found = effects(
        job(builds("[]", table, goals="[level 2]"), "awards: {encounter: 3}\nlevels: {step: 30}\n")
    )
    assert {(row.chance_lower, row.session_lower) for row in found if "awards" in row.path} == {(0, 6)}


@pytest.mark.parametrize(
    ("step", "sessions", "least", "most"), [(30, 5, "3", "3.015"), (30, 10, "1.5", "1.51")]
)
def test_what_an_encounter_has_to_be_worth(step: int, sessions: int, least: str, most: str) -> None:
    """Ten goblins to a level of 30 are 3 points each: the least number that is enough, to a 200th of it."""
    table = "table: {sessions: 3, encounters: {goblin: exactly 2}}"
    policies = f"awards: {{encounter: 1}}\nlevels: {{step: {step}}}\n"
    solved = solve(job(builds("[]", table), policies), f"level 2 at session {sessions}")
    assert Fraction(least) <= solved.value <= Fraction(most)
    assert (solved.build, solved.goal, solved.session, solved.chance) == ("ann", "level 2", sessions, 1)
    assert solved.low <= Fraction(least) <= solved.high


def test_more_of_a_step_is_less_of_a_level() -> None:
    """Then it is the greatest number with which it is reached in time."""
    solved = solve(job(builds("[]"), BASIC), "level 2 by session 5", path="policies.levels.step")
    assert Fraction(30) <= solved.value < Fraction("30.5")  # its sums are rounded to whole points
    assert solved.chance == 1


@pytest.mark.parametrize(
    ("wanted", "meets"), [(Fraction(9, 10), 1), (Fraction(1, 2), 2), (Fraction(1, 4), 3)]
)
def test_the_chance_that_is_wanted(wanted: Fraction, meets: int) -> None:
    """Of four even odds one goblin comes in 15 of 16 campaigns, two in 11, three in 5: 12 points by so many."""
    text = builds("[]", "table: {sessions: 4, encounters: {goblin: 1 in 2 sessions}}")
    solved = solve(job(text), "level 2 by session 4", wanted=wanted)
    exact = {1: Fraction(15, 16), 2: Fraction(11, 16), 3: Fraction(5, 16)}[meets]
    assert Fraction(12, meets) <= solved.value <= Fraction(12, meets) * Fraction(201, 200)
    assert solved.wanted == wanted <= exact
    assert (solved.chance - exact) ** 2 < 16 * exact * (1 - exact) / EACH
    draws = met(4, EACH, seed=1).sum(0)  # dice that the search has not seen
    assert solved.chance == Fraction(int((draws >= meets).sum()), EACH)
    assert solved.chance_low < solved.chance < solved.chance_high


@pytest.mark.parametrize(
    ("target", "more", "answer"),
    [
        ("level 1 by session 2", {}, "level 1 by session 2 is reached in time whatever policies.awards.encounter is, from 0.012 to 768"),
        ("level 900 by session 1", {}, "level 900 by session 1 is not reached in time whatever policies.awards.encounter is, from 0.012 to 768"),
        ("swim 1 by session 1", {}, "swim 1 by session 1 is not reached in time whatever policies.awards.encounter is, from 0.012 to 768"),
        ("level 2", {}, 'takes a goal and a session such as "level 10 at session 40", not "level 2"'),
        ("", {}, 'takes a goal and a session such as "level 10 at session 40", not ""'),
        ("levle 2 at session 3", {}, 'there is no skill "levle"; did you mean "level"?'),
        ("level 2 at session 0", {}, '"level 2 at session 0": the session must be between 1 and 1,000'),
        ("level 2 at session 1001", {}, '"level 2 at session 1001": the session must be between 1 and 1,000'),
        ("session 2 at session 3", {}, '"session 2 at session 3": the session must be between 1 and 1,000'),
    ],
)  # fmt: skip
def test_targets_that_are_none(target: str, more: dict[str, Any], answer: str) -> None:
    """In words."""
    with pytest.raises(Mistakes) as told:
        solve(job(builds("[climb 1]")), target, **more)
    assert [str(problem) for problem in told.value.problems] == [f"--target: {answer}"]


def test_a_number_that_does_not_matter() -> None:
    """The chance is the same whatever it is."""
    text = builds("[]", "table: {sessions: 4, encounters: {goblin: 1 in 2 sessions}}")
    with pytest.raises(Mistakes) as told:
        solve(job(text), "level 2 by session 4", path="policies.purchase.cost", wanted=Fraction(1, 3))
    path = "--target: policies.purchase.cost"
    assert [str(problem) for problem in told.value.problems] == [
        f"{path} makes no difference to level 2 by session 4: choose another number with --path"
    ]


# What is never so.


def wanted(play: Play, lane: int) -> str:
    """What is due in a campaign and could have been bought, tried on the engine itself."""
    row = np.array([lane])
    for at, wish in enumerate(play.spending.plan):
        if not len(play.spending._due(wish, row)):
            continue
        for event, mine in play.spending._proposed(at, wish, row, {}):
            if len(mine):
                book = Book(play.ruleset.rules, play.lanes.sheet(lane))
                kind, of = ("talent", event.talent) if event.talent else (RANK, event.skill)
                if book.figure("price", book["ann", kind, of]) > book["ann", POINTS, ""].balance:
                    return ""
                try:
                    book.step(event)
                except Refused:
                    continue
                return f"{wish.text}: {of}"
    return ""


@pytest.mark.parametrize("name", ["dp-forty", "forgetful"])
def test_nothing_that_could_be_bought_is_missed(name: str) -> None:
    """The first wish is short of points, or a rule refuses it; what was bought is legal, event by event."""
    ruleset = load_ruleset(name)

    @settings(max_examples=6)
    @given(tables(ruleset), st.integers(0, 2**30))
    def holds(text: str, seed: int) -> None:
        read = read_builds(parse_source(text.replace("build 0:", "ann:"), "b.yaml"), ruleset, lenient=True)
        play = Play(read, "ann", Draws(seed, 0, 2), range(2))
        for _ in range(read.table.sessions):
            play.play()
        for lane in np.flatnonzero(play.here) if play.here is not None else range(2):
            assert wanted(play, int(lane)) == ""
        book = Book(ruleset.rules)
        for event in play.written[0]:
            book.step(event)

    holds()
