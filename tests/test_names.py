"""Names of characters, skills and people: nobody takes another's place, unseen, in capitals, or in letters that look alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog import Mistakes, load_ruleset, open_campaign, preview, record
from rpgprog.store import open_store

HEAD = "campaign: The road\nruleset: dp-forty\ncharacters:\n"
KESSA = "  Kessa: {profession: scout, name: Kessa Fell}\n"
E_ACUTE = "\u00e9"


@pytest.fixture
def road(tmp_path: Path) -> Path:
    path = tmp_path / "road.yaml"
    path.write_text(HEAD + KESSA + "journal:\n  - session: One\n    day: 1\n", encoding="utf-8")
    return path


IMPOSTORS: list[tuple[dict[str, Any], str]] = [
    ({"who": "KESSA"}, 'Kessa is already called "Kessa" (capitals do not count)'),
    ({"who": "eve", "brings": {"name": "kessa"}}, 'Kessa is already called "Kessa" (capitals do not count)'),
    ({"who": "eve", "brings": {"name": "kessa fell"}}, 'Kessa is already called "Kessa Fell"'),
    ({"who": "Kessa Fell"}, 'Kessa is already called "Kessa Fell"'),
    ({"who": "K\u0435ssa"}, '"K\u0435ssa" mixes Cyrillic and Latin letters that look alike'),
    ({"who": "\u041a\u0415\u0455\u0455\u0430"}, "looks like"),
    ({"who": "Kes\u200bsa"}, "has an invisible character (U+200B): delete it"),
    ({"who": "\u202eassek"}, "has an invisible character (U+202E): delete it"),
    ({"who": "Bob\x1b[31m"}, "has an invisible character (U+001B): delete it"),
    ({"who": "Rene\u0301"}, "is written with unusual forms of letters"),
    ({"who": "\uff2bessa"}, "is written with unusual forms of letters"),
    ({"who": "Ann  Bell"}, 'has spaces too many: write "Ann Bell"'),
    ({"who": "eve", "brings": {"name": "Eve\u2060"}}, "has an invisible character (U+2060): delete it"),
]


@pytest.mark.parametrize(("joined", "message"), IMPOSTORS, ids=range(len(IMPOSTORS)))
def test_nobody_joins_under_a_name_that_can_be_mistaken(joined: Any, message: str, road: Path) -> None:
    joined = {**joined, "brings": {"profession": "scout", **joined.get("brings", {})}}
    with pytest.raises(Mistakes) as mistakes:
        record(road, {"joined": joined})
    assert message in str(mistakes.value)
    with open_store(f"sqlite:{road.with_suffix('.db')}") as store:
        stored = store.bring(road).campaign
        with pytest.raises(Mistakes) as mistakes:
            stored.append({"joined": joined})
        assert message in str(mistakes.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  eve: {profession: scout, name: kessa}\n", "eve: Kessa is already called"),
        ("  KESSA: {profession: scout}\n", "KESSA: Kessa is already called"),
        ('  "Kes\\u200Bsa": {profession: scout}\n', "has an invisible character (U+200B)"),
        ("  KessaI: {profession: scout}\n  Kessal: {profession: scout}\n", '"Kessal" looks like "KessaI"'),
    ],
)
def test_the_roster_has_no_two_alike(line: str, message: str, road: Path) -> None:
    road.write_text(HEAD + KESSA + line, encoding="utf-8")
    assert message in " ".join(problem.message for problem in open_campaign(road).problems)


@pytest.mark.parametrize(
    "name", ["\u0141ukasz", "Ren\u00e9", "Анна", "Ελένη", "O'Brien", "Ian", "Lan", "美咲", "Guard 2"]
)
def test_names_of_the_world_are_fine(name: str, road: Path) -> None:
    record(road, {"joined": {"who": "Ivo", "brings": {"profession": "scout"}}})
    after = record(road, {"joined": {"who": name, "brings": {"profession": "scout"}}}).after
    assert after.who(name.upper()) == name


def test_a_name_is_found_however_its_letters_are_composed(road: Path) -> None:
    record(road, {"joined": {"who": "Ren\u00e9", "brings": {"profession": "scout"}}})
    after = record(road, "awarded: {who: Rene\u0301, points: 1}").after
    assert after.sheet("rene\u0301").earned == 1000


def test_whoever_never_joined_may_join_again_under_the_same_name(road: Path) -> None:
    record(road, "joined: {who: Zed, brings: {profession: scout}, id: typo}")
    record(road, "reverted: {event: typo, by: GM, why: misread}")
    assert record(road, "joined: {who: Zed, brings: {profession: scout}}").after.who("zed") == "Zed"


UNSEEN = [
    ('"Ma\\u200brit"', "has an invisible character (U+200B): delete it"),
    ('"\\u202etiraM"', "has an invisible character (U+202E): delete it"),
    ('"Ma\\trit"', "has an invisible character (U+0009): delete it"),
    ('"Rene\\u0301"', "is written with unusual forms of letters"),
    ("M\u0430rit", "mixes Cyrillic and Latin letters that look alike"),
]
BY_PEOPLE = [
    "{{session: Two, day: 90, gm: {name}}}",
    "ruled: {{who: Kessa, points: 1, by: {name}, why: a gift}}",
    "used: {{who: Kessa, skill: climbing, override: {{by: {name}, why: a gift}}}}",
    "reverted: {{event: 2, by: {name}, why: a slip}}",
    "joined: {{who: Ivo, brings: {{profession: scout, player: {name}}}}}",
]


@pytest.mark.parametrize("entry", BY_PEOPLE)
@pytest.mark.parametrize(("name", "message"), UNSEEN, ids=range(len(UNSEEN)))
def test_real_people_have_no_unseen_letters(entry: str, name: str, message: str, road: Path) -> None:
    """Players, game masters and whoever decides."""
    with pytest.raises(Mistakes) as mistakes:
        preview(road, entry.format(name=name))
    assert message in str(mistakes.value)


def test_whoever_records_has_no_unseen_letters(road: Path) -> None:
    with open_store(f"sqlite:{road.with_suffix('.db')}") as store:
        stored = store.bring(road, by="Marit").campaign
        for record_it in (
            lambda by: stored.append("passed: 3", by=by),
            lambda by: store.bring(road, "b", by),
        ):
            with pytest.raises(Mistakes, match="has an invisible character"):
                record_it("Ma\u200brit")
        assert len(stored.entries()) == len(stored.entries(by="Marit"))


SKILLS = [
    ("skills: {climb: arms, Climb: arms}", 'skills: "Climb" already means the skill "climb"'),
    ("skills: {climb: arms, swim: {name: CLIMB, category: arms}}", '"CLIMB" already means the skill "climb"'),
    (
        "skills: {a: {name: Climb, category: arms}, b: {name: climb, category: arms}}",
        '"climb" already means the skill "a"',
    ),
    ('skills: {"cl\\u200bimb": arms}', "has an invisible character (U+200B): delete it"),
    ('skills: {climb: {name: "\\u202ebmilc", category: arms}}', "has an invisible character (U+202E)"),
    ("skills: {\ufb01sh: arms}", "is written with unusual forms of letters"),
    ("skills: {cl\u0456mb: arms}", "mixes Cyrillic and Latin letters"),
]


@pytest.mark.parametrize(("skills", "message"), SKILLS, ids=range(len(SKILLS)))
def test_no_two_skills_can_be_mistaken(skills: str, message: str, road: Path) -> None:
    """In a ruleset, and in a campaign."""
    rules = road.with_name("rules.yaml")
    rules.write_text(f"ruleset: rules\n{skills}\npolicies: {{awards: on}}\n", encoding="utf-8")
    with pytest.raises(Mistakes) as mistakes:
        load_ruleset(str(rules))
    assert message in str(mistakes.value)
    road.write_text(f"{HEAD}{KESSA}".replace("characters:", f"{skills}\ncharacters:"), encoding="utf-8")
    assert message in " ".join(problem.message for problem in open_campaign(road).problems)


@pytest.mark.parametrize("skills", ["Climbing: arms", "boats: {name: CLIMBING, category: arms}"])
def test_a_campaigns_skill_cannot_be_mistaken_for_the_rulesets(skills: str, road: Path) -> None:
    road.write_text(f"{HEAD}{KESSA}".replace("characters:", f"skills: {{{skills}}}\ncharacters:"))
    problems = [problem.message for problem in open_campaign(road).problems]
    assert 'skills: the ruleset already has a skill "climbing"' in problems
