"""G3: what the rules ask to be written down, and what a campaign's game masters did write down."""

from __future__ import annotations

import re
from fractions import Fraction as F

import pytest
from catalogue.worked import FACTS, facts, play

from rpgprog.views.workload import FIELDS, asked, kept, meter

# Rules of the cases, as a file switches them on; points have to come from somewhere.
RULES = {
    "L1": "levels: {step: 40}",
    "A2": "awards: on\ngrain: {size: 1}",
    "D2": "global-decay: {every: 1 year}",
    "D4 by hand": "decay: {period: 6 months}",
    "D4 + C6": "decay: {period: 6 months, clock: when asked}\nask-on-use: on",
}
FIELDS_OF = {
    1: ["points earned"],
    0: [],
    "skills used": ["skills used"],
    "<= questions asked": ["questions asked"],
}


@facts("G3")
def test_g3_fields_per_character_and_session(case: dict[str, object]) -> None:
    rules = "\n".join(RULES[name] for name in case["policies"])  # type: ignore[attr-defined]
    asks = meter(play(rules, "- passed: 1 week").ruleset.policies)
    assert [field.field for field in asks] == FIELDS_OF[case["fields"]]  # type: ignore[index]


def test_g3_each_field_says_which_rules_ask_for_it() -> None:
    rules = "awards: on\nnovelty: on\npractice: on\ndecay: on\npurchase: on\ntraining: on\nlevels: on"
    asks = {field.field: field.rules for field in meter(play(rules, "- passed: 1 week").ruleset.policies)}
    assert asks == {
        "points earned": ("awards", "novelty"),
        "skills used": ("practice", "decay"),
        "skills trained": ("training",),
        "purchases": ("purchase",),
    }


def test_g3_an_option_may_ask_for_more() -> None:
    """A rule that also looks at uses asks for them."""
    plain, uses = ("novelty: on", "novelty: {of: uses}")
    assert [asked(p) for p in play(plain, "- passed: 1 week").ruleset.policies if p.kind == "novelty"] == [
        ("points earned",)
    ]
    assert [asked(p) for p in play(uses, "- passed: 1 week").ruleset.policies if p.kind == "novelty"] == [
        ("skills used",)
    ]


def test_g3_a_campaign_shows_how_much_was_written_down() -> None:
    """Two characters, two sessions: an entry for both counts once."""
    played = play(
        "awards: on\npractice: on",
        """
        - session: One
          day: 1
          events:
            - awarded: {points: 3}
            - used: {who: all, skill: climb}
            - used: {who: bram, skill: swim, times: 5}
            - used: {who: bram, skill: swim}
        - session: Two
          day: 8
        """,
        "{kessa: {}, bram: {}}",
    )
    assert [(row.field, row.entries, row.each) for row in kept(played.folded, 2)] == [
        ("skills used", 3, F(3, 4)),
        ("points earned", 1, F(1, 4)),
    ]
    assert kept(play("awards: on", "- passed: 1 week").folded, 1) == []


@pytest.mark.parametrize("field", sorted(set(FIELDS.values())))
def test_fields_are_in_plain_words(field: str) -> None:
    assert re.fullmatch(r"[a-z ]+", field)
    assert FACTS["G3"]["params"]["unit"] == "fields the table must enter per character and session"
