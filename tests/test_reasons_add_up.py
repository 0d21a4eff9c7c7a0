"""A reason adds up: whoever computes what its words say gets the number beside it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from catalogue.worked import play
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign
from rpgprog.ledger.accounts import UNIT

NUMBER = r"-?\d+(?:/\d+)?(?:\.\d+)?(?:e[+-]?\d+)?"
FACTOR = re.compile(rf" x ({NUMBER}) \(")
CHANGE = re.compile(rf" ([+-]) ({NUMBER}) \(")
LEAST, MOST = re.compile(rf", at least ({NUMBER})"), re.compile(rf", at most ({NUMBER})")
BOUND = re.compile(rf", at (?:least|most) {NUMBER} \(")
ROUNDED = re.compile(rf", rounded to ({NUMBER})")


def computed(reason: str) -> Fraction:
    """What the words of an award come to, in points."""
    start = re.match(NUMBER, reason)
    assert start, reason
    worth = Fraction(start[0])
    for factor in FACTOR.findall(reason):
        worth *= Fraction(factor)
    if rounded := ROUNDED.search(reason):
        assert abs(worth - Fraction(rounded[1])) <= Fraction(1, 1000), reason
        worth = Fraction(rounded[1])
    worth = min([worth, *map(Fraction, MOST.findall(reason))])
    worth = max([worth, *map(Fraction, LEAST.findall(reason))])
    return worth + sum(Fraction(f"{sign}{number}") for sign, number in CHANGE.findall(reason))


def rows(played: Campaign, what: str = "points") -> list[tuple[Fraction, str]]:
    return [(Fraction(row.amount, UNIT), row.reason) for row in played.why("kessa", what).postings]


def awarded(rules: str, *events: str) -> list[tuple[Fraction, str]]:
    journal = "- session: One\n  day: 0\n  events:\n" + "".join(f"    - {event}\n" for event in events)
    return rows(play(rules, journal))


GOBLIN = "met: {what: goblin}"


def test_the_carried_part_of_a_grain_stands_in_the_reason() -> None:
    rules = "awards: {encounter: 3/2}\ngrain: {size: 1}"
    assert awarded(rules, GOBLIN, GOBLIN) == [
        (1, "1.5 for goblin - 0.5 (carried to the next award)"),
        (2, "1.5 for goblin + 0.5 (carried from before)"),
    ]


def test_an_encounter_that_pays_nothing_has_a_line() -> None:
    rules = "awards: {encounter: 1/2}\ngrain: {size: 1}"
    assert awarded(rules, GOBLIN)[0] == (0, "0.5 for goblin - 0.5 (carried to the next award)")
    worthless = awarded("awards: {encounter: 2}\nnovelty: {worthless_at: 1}", GOBLIN, GOBLIN)
    assert worthless[1] == (0, "2 for goblin x 0 (met once before)")


def test_the_powers_unknown_and_the_least_of_a_first_contact_stand_in_the_reason() -> None:
    rules = "awards: {encounter: 1}\nfirst-contact: {least: 1, typical: 2}\nchallenge: {factor: 1/4}"
    reason = awarded(rules, "met: {what: shade, unknown: true, challenge: 1}")[0]
    assert reason[0] == 1
    assert reason[1].startswith("2 for shade (raised from 1: powers unknown)")
    assert reason[1].endswith(", at least 1 (powers unknown)")


def test_a_block_says_by_how_much_the_limit_was_exceeded() -> None:
    rules = "awards: on\nhoard-limit: {cap: 5, mode: block}"
    journal = """
        - session: One
          day: 0
          events: [{awarded: {points: 9}}]
        - session: Two
          day: 7
          events: [{awarded: {points: 3}}]
    """
    played = play(rules, journal)
    blocked = "3 lost while 4 above the limit"
    assert rows(played)[1] == (0, f"3 for an award - 3 ({blocked})")
    assert rows(played, "forfeited") == [(3, blocked)]


def test_a_split_award_has_the_whole_and_the_shares() -> None:
    journal = "- session: One\n  day: 0\n  events: [{met: {what: goblin, points: 50}}]"
    played = play("awards: {division: split}", journal, "kessa: {}\nbram: {}\nodo: {}")
    assert rows(played) == [(16, "16 for goblin: 1 of 3 shares of 50, in whole points")]


def test_spent_names_the_skill_and_a_level_its_totals() -> None:
    rules = "awards: on\npurchase: {cost: 4}\nlevels: {step: 10}"
    journal = (
        "- session: One\n  day: 0\n  events: [{awarded: {points: 12}}, {bought: {who: kessa, skill: climb}}]"
    )
    played = play(rules, journal)
    assert rows(played, "spent") == [(4, "climb 1 bought")]
    assert played.why("kessa", "level").postings[-1].reason == "12 earned: level 2 begins at 10"


def test_a_price_says_which_rank_and_that_it_is_favoured_and_a_bonus_its_ranks() -> None:
    rules = "awards: on\npurchase: {cost: 4, favoured: 2}\nrank-bonus: on"
    journal = "- session: One\n  day: 0\n  events: [{awarded: {points: 1}}]"
    played = play(rules, journal, "kessa: {favoured: [climb], ranks: {climb: 3, swim: 2}}")
    assert played.why("kessa", "climb price").terms == (
        ("purchase", "the price of rank 4, favoured", 2 * UNIT),
    )
    assert played.why("kessa", "swim price").terms == (("purchase", "the price of rank 3", 4 * UNIT),)
    assert played.why("kessa", "climb bonus").terms == (("rank-bonus", "the ranks: 3", 15),)
    assert played.why("kessa", "sword bonus").terms == (("rank-bonus", "never learned", -25),)


COUNTS = {"never": 0, "once": 1, "twice": 2}


@pytest.mark.parametrize("unusual", [(), (1, 5), (0, 2, 3, 6)])
def test_a_step_back_says_how_often_it_was_met_and_as_what_that_counts(unusual: tuple[int, ...]) -> None:
    """Both numbers are so: the factor is that of the number it counts as."""
    met = [f"met: {{what: goblin{', unusual: strange' * (n in unusual)}}}" for n in range(8)]
    paid = awarded("awards: {encounter: 8}\nnovelty: {unusual: step back, factor: '1 / n'}", *met)
    for n, (amount, reason) in enumerate(paid):
        counted = n // 2 if n in unusual else n
        assert computed(reason) == amount == round(Fraction(8, counted + 1), 3)
        words = re.search(r"\(met (\w+)(?: times)? before(?:, unusual: counted as (\d+))?\)", reason)
        assert bool(words) is (counted > 0)
        if words:
            times = COUNTS[words[1]] if words[1] in COUNTS else int(words[1])
            assert (times, int(words[2] or n)) == (n, counted)


UNUSUAL = "met: {what: goblin, unusual: it spoke}"


@pytest.mark.parametrize(
    ("options", "second", "reason"),
    [
        ("worthless_at: 1", UNUSUAL, "2 for goblin (unusual: in full)"),
        (
            "worthless_at: 1, unusual: floor, floor: 1",
            UNUSUAL,
            "2 for goblin x 0 (met once before), at least 1 (unusual)",
        ),
        (
            "factor: 1, band: agility, bands: 1, beyond_most: 1/4",
            GOBLIN,
            "2 for goblin, at most 0.25 (beyond band 1)",
        ),
        (
            "factor: 1, band: agility, bands: 1, beyond_most: 1/4, unusual: floor, floor: 1",
            UNUSUAL,
            "2 for goblin, at most 0.25 (beyond band 1), at least 1 (unusual)",
        ),
    ],
)
def test_what_holds_after_all_factors_names_its_rule(options: str, second: str, reason: str) -> None:
    amount, words = awarded(f"awards: {{encounter: 2}}\nnovelty: {{{options}}}", GOBLIN, second)[-1]
    assert (words, computed(words)) == (reason, amount)


RULES = {
    "grain": ("grain: {size: 1}", "grain: {size: 1/2, leftover: lose}", "grain: {size: 2, leftover: party}"),
    "novelty": (
        "novelty: on",
        "novelty: {unusual: floor, floor: 1}",
        "novelty: {unusual: step back, factor: '1 / n'}",
    ),
    "first-contact": ("first-contact: on",),
    "rising-cap": ("rising-cap: {cap: '7 + 3 * n', attendance: 1}",),
    "hoard-limit": ("hoard-limit: {cap: 3, mode: block}", "hoard-limit: {cap: 3, mode: expire}"),
    "levels": ("levels: {step: 5, at_most: 1}", "levels: {step: 5, at_most: 1, excess: bank, per: session}"),
}
MET = st.tuples(st.sampled_from(("", ", unusual: strange", ", unknown: true")), st.integers(1, 30))


@settings(max_examples=60, deadline=None)
@given(
    rules=st.tuples(*(st.sampled_from(("", *texts)) for texts in RULES.values())),
    sessions=st.lists(st.lists(MET, max_size=5), min_size=1, max_size=3),
)
def test_the_terms_of_every_award_add_up(
    rules: tuple[str, ...], sessions: list[list[tuple[str, int]]]
) -> None:
    journal = "".join(
        f"- session: S{at}\n  day: {at * 7}\n  events:\n    - awarded: {{points: 1}}\n"
        + "".join(f"    - met: {{what: goblin, points: {worth}/4{more}}}\n" for more, worth in events)
        for at, events in enumerate(sessions)
    )
    played = play("\n".join(("awards: on", *filter(None, rules))), journal)
    for row in played.why("kessa", "points").postings:
        if row.policy in ("awards", "rising-cap", "levels"):
            assert abs(Fraction(row.amount, UNIT) - computed(row.reason)) == 0, row.reason
            bounds = row.reason.count(", at least") + row.reason.count(", at most")
            assert len(BOUND.findall(row.reason)) == bounds, row.reason


OF_USES = {
    "check-list": ("check-list: {free: 1}", "check-list: {free: 0, factor: 1/3}"),
    "repetition": ("repetition: {uses: 2, mode: block}",),
    "novelty": ("novelty: {of: uses}", "novelty: {of: both, factor: 1/3, unusual: floor, floor: 1}"),
    "stacking": ("stacking: {mode: strongest only}",),
}
USED = st.tuples(
    st.sampled_from(("climb", "swim", "sword")),
    st.sampled_from(("", ", what: wall", ", what: wall, unusual: wet", ", stakes: false")),
    st.integers(1, 30),
)


@settings(max_examples=40, deadline=None)
@given(
    rules=st.tuples(*(st.sampled_from(("", *texts)) for texts in OF_USES.values())),
    uses=st.lists(USED, min_size=1, max_size=8),
)
def test_the_terms_of_every_use_add_up(rules: tuple[str, ...], uses: list[tuple[str, str, int]]) -> None:
    events = [f"used: {{who: kessa, skill: {skill}{more}, xp: {xp}/4}}" for skill, more, xp in uses]
    journal = "- session: One\n  day: 0\n  events:\n" + "".join(f"    - {event}\n" for event in events)
    played = play("\n".join(("practice: {cost: 1000}", *filter(None, rules))), journal)
    for skill in ("climb", "swim", "sword"):
        for amount, reason in rows(played, f"{skill} xp"):
            assert computed(reason) == amount, reason
