"""X3. What a character who leaves or dies leaves behind is had by the next character of the same player."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from catalogue.worked import RULESET, holds, play
from test_store import same

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.events import Joined
from rpgprog.store import Store
from rpgprog.testing import same_everywhere

RULES = "awards: on\nrising-cap: {refund: 1/3, attendance: 0, cap: 100$more}"
ROSTER = "kessa: {player: Ann, points: 40}\nbram: {player: Bo, points: 8}"
DIES = "- {session: One, day: 10, events: [died: {who: kessa}]}\n"
JOINS = "- joined: {who: bea, brings: {$brings}, day: 60}\n"


def got(played: Campaign, who: str = "bea") -> tuple[Fraction, Fraction]:
    """The points that somebody has, and those ever earned."""
    return holds(played, "points", who=who), holds(played, "earned", who=who)


@pytest.mark.parametrize("player", ["Ann", "ann", '" Ann "'])
def test_the_next_character_of_the_player_gets_it_on_joining(player: str) -> None:
    """A third of 40 in whole points; it counts as earned, and what is left over stays where it was."""
    played = play(RULES, DIES + JOINS, ROSTER, more="", brings=f"player: {player}")
    assert got(played) == (13, 13)
    assert got(played, "bram") == (8, 8)
    assert [holds(played.at(day), "legacy") for day in (9, 10, 60)] == [
        0,
        Fraction(13333, 1000),
        Fraction(333, 1000),
    ]
    assert [row.reason for row in played.why("bea", "points").postings] == ["left by kessa"]
    reasons = [row.reason for row in played.why("kessa", "legacy").postings]
    assert reasons == ["1/3 of 40 earned", "handed on to bea"]


@pytest.mark.parametrize("brings", ["", "player: Bo", "player: Anna", "name: Ann"])
def test_a_character_of_somebody_else_gets_nothing(brings: str) -> None:
    """What ties the two is the player."""
    assert got(play(RULES, DIES + JOINS, ROSTER, more="", brings=brings)) == (0, 0)


def test_it_adds_to_what_they_bring_and_is_left_once() -> None:
    """The third character gets what the second leaves; whoever joined before the death gets nothing."""
    roster = ROSTER + "\nada: {player: Ann}"
    more = "- left: {who: bea, day: 70}\n- joined: {who: cleo, brings: {player: Ann}, day: 80}\n"
    played = play(RULES, DIES + JOINS + more, roster, more="", brings="player: Ann, points: 5")
    assert [got(played, who) for who in ("bea", "cleo", "ada")] == [(18, 18), (6, 6), (0, 0)]


def test_characters_of_the_head_who_join_later_inherit_too() -> None:
    """Wherever they stand in it."""
    later = "bea: {player: Ann, joined: 60}"
    journal = DIES + "- passed: 60\n"
    for roster in (f"{ROSTER}\n{later}", f"{later}\n{ROSTER}"):
        assert got(play(RULES, journal, roster, more="")) == (13, 13)


def test_the_base_is_left_to_nobody() -> None:
    """40 earned, 14 of them from the start: a third of 26. Fewer than the base leave nothing."""
    for points, legacy in ((40, 8), (14, 0), (3, 0)):
        roster = f"kessa: {{player: Ann, points: {points}}}"
        assert got(play(RULES, DIES + JOINS, roster, more=", base: 14", brings="player: Ann"))[0] == legacy
    assert "1/3 of 26 earned beyond the base of 14" in str(
        play(RULES, DIES, ROSTER, more=", base: 14").why("kessa", "legacy").postings[0].reason
    )


def test_whoever_returns_takes_back_only_what_nobody_has_yet() -> None:
    """And leaves again only what they earned since."""
    back = "- returned: {who: kessa, day: 12}\n"
    assert got(play(RULES, DIES + back + JOINS, ROSTER, more="", brings="player: Ann")) == (0, 0)
    again = "- returned: {who: kessa, day: 62}\n- awarded: {who: kessa, points: 5, day: 63}\n"
    again += "- left: {who: kessa, day: 64}\n- joined: {who: cleo, brings: {player: Ann}, day: 65}\n"
    played = play(RULES, DIES + JOINS + again, ROSTER, more="", brings="player: Ann")
    assert [got(played, who)[0] for who in ("bea", "cleo")] == [13, 2]


def test_a_legacy_above_the_cap_is_not_cut() -> None:
    """It is brought along; nothing more comes until the cap is above it."""
    rules = RULES.replace("cap: 100", "cap: 10")
    journal = DIES + JOINS + "- awarded: {who: bea, points: 4, day: 61}\n"
    assert got(play(rules, journal, ROSTER, more="", brings="player: Ann")) == (13, 13)


def test_levels_follow_from_a_legacy() -> None:
    """It counts as earned."""
    rules = RULES + "\nlevels: {step: 5}"
    played = play(rules, DIES + JOINS, ROSTER, more="", brings="player: Ann")
    assert holds(played, "level", who="bea") == 3


def test_nobody_inherits_because_rules_are_adopted() -> None:
    """Only joining hands it on: ada is there already."""
    rules = "awards: on\nrising-cap: {refund: 1/3, attendance: 0, cap: 100}\n"
    journal = f"characters:\n  kessa: {{player: Ann, points: 40}}\n  ada: {{player: Ann}}\njournal:\n{DIES}"
    assert got(same_everywhere(rules, journal), "ada") == (0, 0)


def test_in_every_way_of_playing_it() -> None:
    """One by one, in lanes, from snapshots, in pieces of time."""
    text = f"characters:\n  kessa: {{player: Ann, points: 40}}\n  bea: {{player: Ann, joined: 60}}\njournal:\n{DIES}- passed: 70\n"
    assert got(same_everywhere(RULES.replace("$more", ""), text)) == (13, 13)


# In a file and in a database


FILE = """\
campaign: Heirs
ruleset: rules.yaml
characters:
  kessa: {player: Ann, points: 40}
  bram: {player: Bo}
journal:
  - session: One
    day: 10
    events:
      - died: {who: kessa}
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(
        RULESET + "  awards: on\n  rising-cap: {refund: 1/3, attendance: 0, cap: 100}\n"
    )
    (tmp_path / "heirs.yaml").write_text(FILE)
    return tmp_path / "heirs.yaml"


@pytest.mark.parametrize(
    "joined",
    [
        "joined: {who: bea, brings: {player: Ann}, day: 60}",
        {"joined": {"who": "bea", "brings": {"player": "ann"}, "day": 60}},
        Joined(who="bea", player="Ann", day=60),
    ],
    ids=["text", "mapping", "object"],
)
def test_a_database_says_the_same_as_a_file(table: Path, store: Store, joined: object) -> None:
    """However the entry is written; a late death, and one that is reverted, hand on what they leave."""
    store.bring(table, by="Ann")
    stored, file = store.campaign("Heirs"), FileCampaign(table)
    steps = [
        joined,
        "awarded: {who: bram, points: 6, day: 61}",
        "joined: {who: cleo, brings: {player: Bo}, day: 62}",
        "died: {who: bram, day: 61, late: we forgot, id: fall}",
        "reverted: {event: fall, by: Bo, why: he lives}",
    ]
    legacies = []
    for step in steps:
        stored.append(step)  # type: ignore[arg-type]
        file.record(step)  # type: ignore[arg-type]
        same(stored.open(), open_campaign(table))
        legacies.append([holds(stored.open(), "points", who=who) for who in ("bea", "cleo")])
    assert legacies == [[13, 0], [13, 0], [13, 0], [13, 2], [13, 0]]
    assert stored.verify() == []


def test_a_name_that_is_erased_takes_nothing_from_anybody(table: Path, store: Store) -> None:
    """The tie of recorded characters is no name; two players without names are not one."""
    store.bring(table, by="Bo")
    stored = store.campaign("Heirs")
    stored.append(Joined(who="bea", player="Ann", day=60))
    for name in ("Ann", "Bo"):
        stored.erase(name)
    assert got(stored.open()) == (13, 13)
    stored.append("died: {who: bram, day: 61}", "joined: {who: cleo, day: 62}")
    assert got(stored.open(), "cleo") == (0, 0)
    assert stored.verify() == []


@pytest.mark.parametrize("above", [True, False])
def test_a_file_with_an_heir_in_its_head_is_imported_again(table: Path, store: Store, above: bool) -> None:
    """Wherever the new character stands, nothing in the past was edited."""
    store.bring(table, by="Bo")
    heir, kessa = "  bea: {player: Ann, joined: 60}\n", "  kessa: {player: Ann, points: 40}\n"
    table.write_text(FILE.replace(kessa, heir + kessa if above else kessa + heir) + "  - passed: 60\n")
    store.bring(table, by="Bo")
    assert got(store.campaign("Heirs").open()) == got(open_campaign(table)) == (13, 13)
    assert store.campaign("Heirs").verify() == []
