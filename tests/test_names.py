"""Names of characters: nobody takes another's place, unseen, in capitals, or in letters that look alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog import Mistakes, open_campaign, record
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
