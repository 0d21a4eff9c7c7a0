"""The name of a real person is erased wherever it stands outside the chain, and does not come back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rpgprog.campaign.campaign import open_campaign
from rpgprog.store import Store, StoredCampaign, open_store

RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies: {awards: {encounter: 2}, purchase: {cost: 4}, levels: {step: 10}, training: on}
"""
FILE = """\
# Run by Ann Lee on Thursdays; ANN LEE is away in May.
campaign: The Ferry
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 2}, player: &p Ann Lee, points: 8}
  bram: {player: *p}   # ann lee plays both
journal:
  - session: One
    day: 5
    gm: >-
      Ann
      Lee
    events:
      - met: {what: goblin, id: first}
      - ruled: {who: bram, points: 2, why: fair, by: 'Ann Lee'}
      - ruled: {who: bram, points: 1, why: fair, by: "Ann L\\u0065e"}
      - ruled: {who: bram, points: 1, why: fair, by: Ann  Lee}
  - session: Two
    day: 9
    gm: Bo
    events:
      - awarded: {points: 1}
"""
NAME = "Ann Lee"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "ferry.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def ferry(store: Store, file: Path) -> StoredCampaign:
    store.bring(file, by=NAME)
    return store.campaign("The Ferry")


def everything(store: Store) -> str:
    """All that anybody can be shown, in small letters."""
    shown: list[str] = []
    for name in store.names():
        stored = store.campaign(name)
        campaign = stored.open()
        shown += [
            stored.as_yaml(),
            *stored.as_lines(),
            stored.as_csv(),
            str(campaign.log()),
            str(campaign.sheets()),
        ]
    return " ".join("\n".join(shown).casefold().split())


def on_disk(store: Store) -> bytes:
    """The bytes of an SQLite database and its log."""
    assert store.path is not None
    files = [Path(store.path), Path(f"{store.path}-wal")]
    return b"".join(path.read_bytes() for path in files if path.exists()).lower()


def test_a_name_in_every_form_of_the_text(store: Store, ferry: StoredCampaign) -> None:
    """Quoted, folded, anchored, escaped, with other spaces, in comments; and YAML export goes on."""
    head, sheet = ferry.head, ferry.open().book.sheet()
    assert "ann lee" in everything(store)
    assert ferry.erase(NAME)
    assert "ann lee" not in everything(store)
    assert ferry.verify(head) == []
    assert ferry.open().book.sheet() == sheet
    assert ferry.open().sheet("bram").player == "(name erased)"
    assert "# Run by (name erased) on Thursdays; (name erased) is away in May." in ferry.as_yaml()
    assert not ferry.erase(NAME)


def test_in_all_campaigns_of_the_database(store: Store, ferry: StoredCampaign, file: Path) -> None:
    store.bring(file, "Another", by="Bo")
    erased = ferry.erase("ann lee")
    assert {place.split(":")[0] for place in erased.erased} == {"The Ferry", "Another"}
    assert "ann lee" not in everything(store)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_nothing_of_it_is_left_in_the_file_or_its_log(store: Store, ferry: StoredCampaign) -> None:
    """Nor in a snapshot, nor in pages that are no longer used."""
    ferry.append("{session: Three, day: 20, gm: Ann Lee}", *["awarded: {points: 1}"] * 250, by=NAME)
    ferry.open()
    assert ferry.snapshots()
    assert b"ann lee" in on_disk(store)
    erased = ferry.erase(NAME)
    assert b"ann lee" not in on_disk(store)
    assert ferry.snapshots() == []  # packed, they show no name, and those of earlier versions hold it
    assert erased.left == ("backups and exports made before",)
    ferry.append("awarded: {points: 1}", by="Bo")
    ferry.take_snapshot()
    assert b"ann lee" not in on_disk(store)


def test_it_does_not_come_back_from_an_open_session(
    store: Store, address: str, ferry: StoredCampaign
) -> None:
    """Neither from a snapshot nor from the memory of another process that had opened it."""
    ferry.append("{session: Three, day: 20, gm: Ann Lee}", "awarded: {points: 1}", by=NAME)
    ferry.take_snapshot()
    with open_store(address) as elsewhere:
        other = elsewhere.campaign("The Ferry")
        other.open()
        assert ferry.erase(NAME)
        assert NAME not in {entry.gm for entry in other.open().journal.ledger}
        ferry.append("awarded: {points: 1}", by="Bo")
        other.append("awarded: {points: 1}", by="Bo")
        other.append("{session: Four, day: 30, gm: Bo}", by="Bo")
        other.take_snapshot()
        assert "ann lee" not in everything(elsewhere)
    assert "ann lee" not in everything(store)
    assert ferry.verify() == []


def test_what_the_chain_covers_is_reported(store: Store, ferry: StoredCampaign) -> None:
    """Notes, reasons, references, names of sessions, trainers, keys: row by row."""
    ferry.append(
        "{session: For Ann Lee, day: 20, gm: Bo, note: Ann Lee is ill}",
        "awarded: {points: 1, for: Ann Lee's tale, ref: 'chat Ann Lee'}",
        "trained: {who: kessa, skill: lore, hours: 8, trainer: {name: Ann Lee, rank: 9}}",
        "ruled: {who: bram, points: 1, why: Ann Lee said so, by: Ann Lee}",
        key="Ann Lee 1",
    )
    preview, before = ferry.erase(NAME, preview=True), everything(store)
    assert everything(store) == before
    erased = ferry.erase(NAME)
    assert erased.erased == preview.erased
    left = [place.removeprefix("The Ferry #") for place in erased.left if "#" in place]
    assert left == ["15: note", "15: session", "16: ref", "16: why", "17: trainer", "18: why", "19: why"]
    assert 'The Ferry: the key "Ann Lee 1"' in erased.left
    assert "backups and exports made before" in erased.left
    assert ferry.verify() == []
    assert "Ann Lee said so" in ferry.as_yaml()
    assert 'by: "(name erased)"' in ferry.as_yaml()


def test_a_later_import_does_not_bring_it_back(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Of the same file, of a file that grew, into another campaign, of JSON lines that were exported before."""
    lines = list(ferry.as_lines())
    assert ferry.erase(NAME)
    again = store.bring(file)
    assert (again.recorded, again.differences) == (0, ())
    file.write_text(FILE + "      - ruled: {who: bram, points: 1, why: b, by: ann lee}   # says Ann Lee\n")
    grown = store.bring(file)
    assert (grown.recorded > 0, grown.differences) == (True, ())
    store.bring(file, "Another")
    store.bring_lines(lines, "From lines")
    assert "ann lee" not in everything(store)
    for name in store.names():
        assert store.campaign(name).verify() == []
    assert open_campaign(file).book.sheet() == ferry.open().book.sheet()


def test_others_with_a_name_like_it_stay(store: Store, ferry: StoredCampaign) -> None:
    ferry.append(
        "ruled: {who: bram, points: 1, why: b, by: Ann Leeds}",
        "ruled: {who: bram, points: 1, why: b, by: Lee}",
    )
    ferry.erase(NAME)
    text = ferry.as_yaml()
    assert "by: Ann Leeds" in text
    assert "by: Lee" in text
    assert ferry.erase("Bo").erased == (
        "The Ferry: who recorded, ran sessions or decided",
        "The Ferry: the kept text of its file",
    )


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_the_command_asks_first(store: Store, ferry: StoredCampaign, address: str) -> None:
    """Without a terminal it wants a --yes; it says what is erased and what stays."""

    def erase(*more: str) -> str:
        command = [sys.executable, "-m", "rpgprog", "erase", address, NAME, *more]
        return subprocess.run(command, input="", capture_output=True, text=True, check=False).stdout

    shown = erase()
    assert "To erase: The Ferry: who plays a character" in shown
    assert "Stays: backups and exports made before" in shown
    assert shown.endswith("Nothing erased yet: add --yes to erase it.\n")
    assert "ann lee" in everything(store)
    assert erase("--yes").endswith('"Ann Lee" has been erased.\n')
    assert "ann lee" not in everything(store)


def test_an_opening_after_it_leaves_a_snapshot_that_holds(store: Store, ferry: StoredCampaign) -> None:
    """Of an open session that was run by somebody whose name is erased."""
    ferry.append("{session: Three, day: 20, gm: Ann Lee}", "awarded: {points: 1}", by=NAME)
    ferry.erase(NAME)
    ferry.take_snapshot()
    assert ferry.verify() == []
    again = store.campaign("The Ferry")
    again.append("{session: Four, day: 30, gm: Bo}", by="Bo")
    assert again.verify() == []
    assert again.as_yaml().count('gm: "(name erased)"') == 2
