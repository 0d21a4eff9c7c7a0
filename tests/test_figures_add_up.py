"""Every figure on a sheet is explained, in every pack: whoever computes what the words say gets the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

import pytest
from catalogue.worked import play
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reasons_add_up import computed

from rpgprog import open_campaign
from rpgprog.ledger.accounts import UNIT
from rpgprog.ruleset import load_ruleset
from rpgprog.views.sheet import TOTALS, Sheet
from rpgprog.views.why import Why

PACKS = sorted(path.parent for path in Path(__file__).parents[1].glob("rulesets/*/ruleset.yaml"))
OWN = ["alpha", "beta", "gamma"]  # where a pack has no skills of its own
SKILLED = {"bonus": "bonus", "price": "price", "xp": "xp", "xp needed": "xp_needed", "hours": "hours"}
SKILLED |= {"hours needed": "hours_needed", "peak": "peak", "speciality bonus": "speciality_bonus"}
CALLED = {"hours": "trained"}  # a sheet's word, and that of the account
AMOUNT = r"(-?\d+(?:\.\d+)?)"

loaded = cache(load_ruleset)


def figures(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Each figure: how it is asked for, and what it is; not what never comes."""
    yield from ((TOTALS[word], getattr(sheet, word)) for word in TOTALS)
    yield from (("free", sheet.free), ("above the limit", sheet.above_limit), *sheet.abilities.items())
    yield from sheet.counts.items()
    if sheet.to_next_level is not None:
        yield "next level", sheet.to_next_level
    for row in sheet.skills:
        yield row.skill, row.rank
        yield from (
            (f"{row.skill} {CALLED.get(word, word)}", getattr(row, of) or 0) for word, of in SKILLED.items()
        )


def product(words: str) -> Fraction:
    """Hours: weeks times the hours of each."""
    _, weeks, hours, *known = map(Fraction, re.findall(AMOUNT, words))
    return (weeks + (known[0] * known[1] if known else 0)) * hours


def difference(words: str) -> Fraction:
    """Where a level begins, less what counts, in points."""
    _, begins, total, *each = map(Fraction, re.findall(AMOUNT, words))
    return Fraction(ceil((begins - total) / (each[0] if each else 1) * UNIT), UNIT)


def rest(words: str) -> Fraction:
    """Unspent points less those set aside and those allowed."""
    unspent, *off = map(Fraction, re.findall(AMOUNT, words))
    return unspent - sum(off)


def add_up(why: Why) -> None:
    """The postings of a balance, the terms of a reading; and the numbers in the words of both."""
    if why.postings:
        assert sum(row.amount for row in why.postings) == why.number == why.postings[-1].balance
        for row in why.postings:
            if (
                row.policy in ("awards", "practice", "training")
                and " for " in row.reason
                and " hours at " not in row.reason
            ):
                assert computed(row.reason) == Fraction(row.amount, UNIT), row.reason
        return
    assert why.number == (why.terms[-1][2] if why.terms else 0)
    for _, words, number in why.terms[:1]:
        for begins, compute in (("rank ", product), ("level ", difference)):
            if words.startswith(begins):
                assert compute(words) == Fraction(number, UNIT), words
        if words.endswith(" allowed"):
            assert rest(words) == Fraction(number, UNIT), words
    for (*_, before), (_, words, after) in zip(why.terms, why.terms[1:], strict=False):
        if taken := re.match(rf"{AMOUNT} (?:set aside for|bound to) ", words):
            assert Fraction(before - after, UNIT) == Fraction(taken[1]), words


EVENTS = (
    "met: {{what: goblin, points: {n}}}",
    "awarded: {{points: {n}}}",
    "used: {{who: kessa, skill: {skill}, xp: {n}}}",
    "trained: {{who: kessa, skill: {skill}, hours: {n}}}",
    "bought: {{who: kessa, skill: {skill}}}",
)


Events = list[tuple[str, int]]


def drawn(pack: Path, events: Events) -> str:
    """A campaign of one character under the rules of a pack."""
    own = sorted(loaded(pack / "ruleset.yaml").names.skills)
    skills = own or OWN
    lines = [f"campaign: Drawn\nruleset: {pack.name}", "" if own else "skills: {alpha: x, beta: x, gamma: x}"]
    brought = f"ranks: {{{skills[0]}: 3, {skills[1]}: 2}}, favoured: [{skills[1]}]"
    lines += [f"characters:\n  kessa: {{coins: 900, {brought}}}", "journal:"]
    for at in range(0, len(events), 4):
        lines.append(f"  - session: S{at}\n    day: {at * 20}\n    events:")
        for text, n in events[at : at + 4]:
            lines.append(f"      - {text.format(skill=skills[n % len(skills)], n=n)}")
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
@settings(max_examples=12)
@given(events=st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(1, 40)), min_size=4, max_size=16))
def test_every_figure_of_every_pack_has_terms_that_add_up(
    tmp_path_factory: pytest.TempPathFactory, pack: Path, events: Events
) -> None:
    file = tmp_path_factory.getbasetemp() / f"{pack.name}.yaml"
    file.write_text(drawn(pack, events), "utf-8")
    campaign = open_campaign(file)
    for asked, number in figures(campaign.sheet("kessa")):
        if number:
            why = campaign.why("kessa", asked)
            assert why.number == number, asked
            assert why.postings or why.terms, asked
            add_up(why)


SAVING = "awards: on\npurchase: {cost: 4}\nhoard-limit: {cap: 5, mode: expire}\nearmark: on"


def test_points_that_expire_say_what_there_was_and_what_is_allowed() -> None:
    journal = """
        - session: One
          day: 0
          events: [{awarded: {points: 12}}]
        - session: Two
          day: 7
          events: [{awarded: {points: 3}}]
    """
    rows = play(SAVING, journal).why("kessa", "forfeited").postings
    assert [(row.amount, row.reason) for row in rows] == [
        (7000, "12 unspent, 0 set aside, 5 allowed: 7 above"),
        (3000, "8 unspent, 0 set aside, 5 allowed: 3 above"),
    ]


def test_xp_in_training_name_the_hours_and_what_a_week_brings() -> None:
    rules = "practice: {cost: 1000}\ntraining: {model: xp, xp_per_week: 5, hours_per_week: 40, coins: 0}"
    played = play(rules, "- trained: {who: kessa, skill: climb, hours: 12}")
    (row,) = played.why("kessa", "climb xp").postings
    assert (row.amount, row.reason) == (1500, "1.5 for 12 hours of training, 5 XP for 40")
    assert played.why("kessa", "climb hours needed").terms == (
        ("training", "rank 1: 1 week of 40 hours", 40 * UNIT),
    )
    assert played.why("kessa", "climb xp needed").terms == (("practice", "XP for rank 1", 1000 * UNIT),)
