"""The rulesets that come along load, and their example campaigns fold and show what they are there to show.

``RPGPROG_REWRITE=1`` writes the sheets in ``tests/golden`` anew; read the difference before it is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import attrs
import pytest

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.ledger.accounts import EARNED, FORFEITED, OVERRULED, PARTY, UNDIVIDED, UNIT
from rpgprog.ruleset import load_ruleset
from rpgprog.source import parse_source
from rpgprog.views.why import Posting, postings

RULESETS = Path(__file__).parent.parent / "rulesets"
GOLDEN = Path(__file__).parent / "golden"
PACKS = sorted(folder.name for folder in RULESETS.iterdir() if folder.is_dir())
ORIGINAL = ["classless-dp", "dp-forty", "forgetful", "gated-circles", "use-xp"]
FOREIGN = {
    "fifth-edition-srd": "CC-BY-4.0",
    "basic-fantasy": "CC-BY-SA-4.0",
    "milestones-and-marks": "CC-BY-3.0",
    "seasonal-study": "CC-BY-SA-4.0",
    "sworn-quests": "CC-BY-4.0",
}
# Common ideas, in our own words:
RETOLD = ["d100-checks", "d6-pips", "level-plus-seven", "three-speeds", "training-weeks"]
LONG = ["dp-forty", "forgetful"]


@cache
def example(pack: str) -> Campaign:
    return open_campaign(RULESETS / pack / "campaign.yaml")


@cache
def ledger(pack: str) -> list[Posting]:
    campaign = example(pack)
    return postings(campaign.folded, lambda account: bool(account.kind), campaign.ruleset.names)


def rows(pack: str, *kinds: str, policy: str = "", **more: object) -> list[Posting]:
    """Postings of an example campaign to accounts of these kinds, by that policy, with these fields."""
    return [
        row
        for row in ledger(pack)
        if (not kinds or row.kind in kinds)
        and (not policy or row.policy == policy)
        and all(getattr(row, name) == value for name, value in more.items())
    ]


def played(ruleset: str, characters: str, *events: str) -> Campaign:
    """A campaign of one session with these events."""
    lines = "\n".join(f"      - {event}" for event in events)
    text = f"""
campaign: one evening
ruleset: {ruleset}
characters: {{{characters}}}
journal:
  - session: one
    day: 1
    events:
{lines}
"""
    return open_campaign(parse_source(text, str(RULESETS / "one.yaml")))


def earned(campaign: Campaign, who: str) -> int:
    """All points they ever earned."""
    total: int = campaign.sheet(who).earned // UNIT
    return total


# Every pack.


def test_there_is_a_list_of_all_packs() -> None:
    assert sorted([*ORIGINAL, *RETOLD, *FOREIGN]) == PACKS


@pytest.mark.parametrize("pack", PACKS)
def test_the_ruleset_loads_and_says_what_it_is(pack: str) -> None:
    ruleset = load_ruleset(pack)
    assert ruleset.name == pack
    assert ruleset.title
    assert ruleset.about
    assert ruleset.licence


@pytest.mark.parametrize("pack", PACKS)
def test_the_example_folds_without_problems(pack: str) -> None:
    assert [str(problem) for problem in example(pack).problems] == []
    assert example(pack).ruleset.name == pack


@pytest.mark.parametrize("pack", PACKS)
def test_the_sheets_are_as_ever(pack: str) -> None:
    sheets = [attrs.asdict(sheet) for sheet in example(pack).sheets()]
    text = json.dumps(sheets, indent=1, ensure_ascii=False) + "\n"
    golden = GOLDEN / f"{pack}.json"
    if os.environ.get("RPGPROG_REWRITE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", PACKS)
def test_several_people_play_for_several_sessions(pack: str) -> None:
    sessions = [r for r in example(pack).journal.ledger if r.word == "session"]
    least_people, least_sessions, least_days = (4, 20, 725) if pack in LONG else (3, 6, 30)
    assert len(example(pack).journal.characters) >= least_people
    assert len(sessions) >= least_sessions
    assert sessions[-1].event.day - sessions[0].event.day >= least_days


# Licences.


@pytest.mark.parametrize("pack", ORIGINAL)
def test_our_own_packs_owe_nobody_anything(pack: str) -> None:
    ruleset = load_ruleset(pack)
    assert (ruleset.licence, ruleset.attribution, ruleset.source) == ("MIT", (), ())
    assert not (RULESETS / pack / "NOTICE").exists()


@pytest.mark.parametrize("pack", RETOLD)
def test_common_ideas_owe_nobody_anything_and_say_so(pack: str) -> None:
    ruleset, notice = load_ruleset(pack), (RULESETS / pack / "NOTICE").read_text(encoding="utf-8")
    assert (ruleset.licence, ruleset.attribution, ruleset.source) == ("MIT", (), ())
    assert "Licence: MIT" in notice
    for words in ("common", "contains no text", "no trademark"):
        assert words in " ".join(notice.split())


@pytest.mark.parametrize(("pack", "licence"), FOREIGN.items())
def test_a_foreign_licence_is_named_and_obeyed(pack: str, licence: str) -> None:
    ruleset, notice = load_ruleset(pack), (RULESETS / pack / "NOTICE").read_text(encoding="utf-8")
    assert ruleset.licence == licence
    assert f"Licence: {licence}" in notice
    assert ruleset.attribution
    assert ruleset.source
    for line in ruleset.attribution:
        assert line in notice.splitlines()
    assert "Changes:" in notice or "changes:" in notice


def test_the_publisher_stands_in_the_attribution_only() -> None:
    """And "compatible with fifth edition" is the only wording about the game."""
    folder, attribution = RULESETS / "fifth-edition-srd", load_ruleset("fifth-edition-srd").attribution
    assert len(attribution) == 2
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        for line in attribution:
            text = text.replace(line, "")
        for word in ("wizards", "coast", "dungeons", "dragons &", "d&d", "dnd", "system reference document"):
            assert word not in text.lower(), f"{word} in {file.name}"
    assert "Compatible with fifth edition." in load_ruleset("fifth-edition-srd").about


# The two long campaigns: what they are there to show does happen in them.


@pytest.mark.parametrize("pack", LONG)
def test_skills_are_forgotten_and_relearned(pack: str) -> None:
    lost = {(row.who, row.of): row.day for row in rows(pack, "rank") if row.amount < 0}
    assert len(lost) >= 5
    again = [r for r in rows(pack, "rank") if r.amount > 0 and r.day > lost.get((r.who, r.of), r.day)]
    assert again
    assert sum(row.amount for row in rows(pack, "relearned")) >= 10 * UNIT


@pytest.mark.parametrize("pack", LONG)
def test_somebody_saves_for_months_and_buys_the_talent(pack: str) -> None:
    bought = rows(pack, "talent", policy="purchase")
    assert bought
    for talent in bought:
        saved = [r for r in rows(pack, "held", who=talent.who, of=talent.of) if r.amount > 0]
        assert saved[0].day < talent.day
    longest = max(t.day - rows(pack, "held", who=t.who, of=t.of)[0].day for t in bought)
    assert longest >= 180
    assert max(len(rows(pack, "held", who=t.who, of=t.of)) for t in bought) >= 5


@pytest.mark.parametrize("pack", LONG)
def test_somebody_is_trained_and_pays_for_it(pack: str) -> None:
    trained = rows(pack, "rank", policy="training")
    assert {row.session for row in trained} == {""}, "training is done in down-times"
    assert trained
    assert any(row.amount < 0 for row in rows(pack, "coins", policy="training"))


@pytest.mark.parametrize("pack", LONG)
def test_a_rule_is_set_aside_for_a_reason(pack: str) -> None:
    overruled = rows(pack, OVERRULED)
    assert overruled
    assert all("let it pass" in row.reason for row in overruled)


@pytest.mark.parametrize("pack", LONG)
def test_something_is_ruled_reverted_and_entered_late(pack: str) -> None:
    words = [recorded.word for recorded in example(pack).journal.ledger]
    assert {"ruled", "reverted"} <= set(words)
    late = [recorded for recorded in example(pack).journal.ledger if recorded.late]
    assert late
    assert any(row.late for row in rows(pack, EARNED))
    assert any(step.reverted for step in example(pack).folded)
    assert any("ruled by" in row.reason and row.amount < 0 for row in rows(pack, "points"))


@pytest.mark.parametrize("pack", LONG)
def test_somebody_is_away_somebody_joins_and_somebody_leaves(pack: str) -> None:
    assert any(row.amount > 30 for row in rows(pack, "absent"))
    assert any(row.day > 200 and row.amount == 1 for row in rows(pack, "member"))
    assert any(row.amount == -1 for row in rows(pack, "member"))


@pytest.mark.parametrize("pack", LONG)
def test_growth_is_believable(pack: str) -> None:
    stayed = [s for s in example(pack).sheets() if s.who not in ("odo", "rook")]
    assert all(5 <= sheet.level <= 8 for sheet in stayed)
    assert all(sum(row.rank >= 3 for row in sheet.skills) >= 4 for sheet in stayed)
    assert max(row.peak for sheet in stayed for row in sheet.skills) <= 25


def test_people_and_entries_have_names_notes_and_references() -> None:
    journal = example("dp-forty").journal
    assert all(character.name and character.player for character in journal.characters.values())
    assert any(recorded.note for recorded in journal.ledger)
    assert any(recorded.ref for recorded in journal.ledger)
    assert {recorded.gm for recorded in journal.ledger} >= {"Marit", "Ruben"}


def test_sea_legs_go_first_and_books_go_by_the_year() -> None:
    gaps: dict[str, Callable[[Posting], bool]] = {
        "sea-legs": lambda row: row.of in ("sailing", "rigging"),
        "book-dust": lambda row: row.of in ("surgery", "charts", "tongues"),
        "decay": lambda row: row.of not in ("sailing", "rigging", "surgery", "charts", "tongues"),
    }
    for policy, governs in gaps.items():
        lost = rows("forgetful", "rank", policy=policy)
        assert lost
        assert all(governs(row) for row in lost)


def test_a_quarter_of_the_peak_stays() -> None:
    """Rook has left, and his time stands still."""
    campaign = example("forgetful")
    assert campaign.at(5000).sheet("rook").skills == campaign.sheet("rook").skills
    for sheet in campaign.at(5000).sheets():
        for row in sheet.skills if sheet.who != "rook" else ():
            if row.skill not in ("surgery", "charts", "tongues"):
                assert row.rank == -(-row.peak // 4), f"{row.skill} of {sheet.who}"


def test_the_last_ranks_are_the_first_forgotten() -> None:
    """From a peak of 6, one rank left is worth one of the first ranks: 6."""
    ines = {row.skill: row for row in example("forgetful").sheet("ines").skills}
    haggling = ines["haggling"]
    assert haggling.peak > haggling.rank
    assert haggling.bonus is not None
    assert haggling.bonus <= 6 * haggling.rank


# The shorter ones.


def test_use_alone_makes_most_ranks() -> None:
    by_use, bought = (
        sum(row.amount for row in rows("use-xp", "rank", policy=policy))
        for policy in ("practice", "purchase")
    )
    assert by_use > bought
    assert any(row.amount < 0 for row in rows("use-xp", "rank", policy="decay"))


def test_the_first_use_of_a_session_teaches_nothing() -> None:
    used = [f"used: {{who: tamme, skill: ropes, times: {times}}}" for times in (1, 2)]
    sheets = [played("use-xp", "tamme: {}", event).sheet("tamme") for event in used]
    assert [[row.xp for row in sheet.skills] for sheet in sheets] == [[], [8 * UNIT]]


def test_nobody_without_classes_keeps_more_than_the_dearest_talent() -> None:
    assert [row.amount for row in rows("classless-dp", FORFEITED)] == [2 * UNIT]
    assert len({row.of for row in rows("classless-dp", "talent")}) == 4
    assert all(sheet.level == 0 and sheet.to_next_level is None for sheet in example("classless-dp").sheets())


# The two with tables of others: their published examples.


@pytest.mark.parametrize(
    ("xp", "level"),
    [(0, 1), (299, 1), (300, 2), (6499, 4), (6500, 5), (354_999, 19), (355_000, 20), (415_000, 20)],
)
def test_totals_by_level(xp: int, level: int) -> None:
    campaign = played("fifth-edition-srd", "dara: {}", f"awarded: {{points: {xp}, for: it all}}")
    assert (campaign.sheet("dara").level, earned(campaign, "dara")) == (level, xp)


@pytest.mark.parametrize(
    ("rating", "xp"),
    [("0", 10), ("0 harmless", 0), ("1/8", 25), ("1/4", 50), ("1/2", 100), ("1", 200), ("30", 155_000)],
)
def test_xp_by_challenge_rating(rating: str, xp: int) -> None:
    campaign = played("fifth-edition-srd", "dara: {}", f"met: {{what: it, rating: {rating}}}")
    assert campaign.problems == ()
    assert earned(campaign, "dara") == xp


def test_who_begins_higher_has_the_least_xp_of_that_level() -> None:
    campaign = played("fifth-edition-srd", "hakon: {level: 5}", "awarded: {points: 0}")
    assert earned(campaign, "hakon") == 6500


def test_no_rating_that_is_not_in_the_table() -> None:
    campaign = played("basic-fantasy", "pell: {profession: thief}", "met: {what: it, rating: 1/2}")
    assert 'the rating "1/2" is worth nothing here' in str(campaign.problems[0])


@pytest.mark.parametrize(
    ("rating", "xp"), [("<1", 10), ("1", 25), ("2**", 125), ("8*", 945), ("25", 9000), ("27*", 10_875)]
)
def test_xp_by_hit_dice(rating: str, xp: int) -> None:
    gorm = "gorm: {profession: fighter, level: 9}"
    campaign = played("basic-fantasy", gorm, f"met: {{what: it, rating: {rating}}}")
    assert campaign.problems == ()
    assert earned(campaign, "gorm") == 240_000 + xp


def test_a_retainer_has_half_a_share() -> None:
    people = [f"{name}: {{profession: fighter}}" for name in "abcd"]
    people.append("wat: {profession: fighter, share: 1/2}")
    campaign = played("basic-fantasy", ", ".join(people), "awarded: {points: 2000, for: the silver}")
    assert [sheet.earned // UNIT for sheet in campaign.sheets()] == [444, 444, 444, 444, 222]
    assert campaign.book[PARTY, UNDIVIDED, ""].balance == 2 * UNIT


def test_no_more_than_a_level_at_once() -> None:
    before = "pell: {profession: thief, points: 1000}"
    campaign = played("basic-fantasy", before, "awarded: {points: 2000, for: the silver}")
    sheet = campaign.sheet("pell")
    assert (sheet.earned, sheet.level, sheet.forfeited) == (2499 * UNIT, 2, 501 * UNIT)


@pytest.mark.parametrize(
    ("profession", "second", "third", "tenth"),
    [
        ("cleric", 1500, 3000, 270_000),
        ("fighter", 2000, 4000, 360_000),
        ("magic-user", 2500, 5000, 450_000),
        ("thief", 1250, 2500, 225_000),
    ],
)
def test_a_chart_for_each_profession(profession: str, second: int, third: int, tenth: int) -> None:
    for level, total in ((2, second), (3, third), (10, tenth)):
        gorm = f"gorm: {{profession: {profession}, level: {level}}}"
        assert earned(played("basic-fantasy", gorm, "awarded: {points: 0}"), "gorm") == total


def test_your_own_rules_may_extend_a_pack(tmp_path: Path) -> None:
    """And keep its attribution."""
    file = tmp_path / "ruleset.yaml"
    text = "ruleset: ours\nextends: basic-fantasy\npolicies:\n  levels: {excess: bank}\n"
    file.write_text(text, encoding="utf-8")
    ours = load_ruleset(file)
    assert ours.attribution == load_ruleset("basic-fantasy").attribution
    assert ours.licence == "CC-BY-SA-4.0"
