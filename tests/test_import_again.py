"""A file is imported again: what was recorded in the database since then is never an edit of the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rpgprog.campaign.campaign import open_campaign
from rpgprog.problems import Mistakes
from rpgprog.store import Store, StoredCampaign, open_store

RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 2}
  purchase: {cost: 4}
  levels: {step: 10}
  global-decay: {every: 2, unit: session}
"""
FILE = """\
# The ferry, played on Thursdays.
campaign: The Ferry
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 9}, player: Ines, points: 8}
  bram: {ranks: {swim: 9}}   # never late
journal:
  - session: One
    day: 5
    gm: Ann
    events:
      - met: {what: goblin, id: first}   # a small one
      - bought: {who: kessa, skill: lore}
  - session: Two
    day: 12
    gm: Ann
    events:
      - awarded: {points: 3}
"""
THIRD = """\
  - session: Three   # a cold one
    day: 30
    events:
      - met: {what: wolf}
"""
OLD = Path(__file__).parent / "old" / "database-0001.sql"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "ferry.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def ferry(store: Store, file: Path) -> StoredCampaign:
    store.bring(file, by="Ann")
    return store.campaign()


def points(ferry: StoredCampaign) -> int:
    return ferry.open().book["kessa", "points", ""].balance


def test_an_unchanged_file_after_somebody_recorded(store: Store, ferry: StoredCampaign, file: Path) -> None:
    for entry in ("awarded: {points: 1}", "{session: Bo's, day: 20, gm: Bo}", "met: {what: troll}"):
        ferry.append(entry, by="Bo")
        head, before = ferry.head, ferry.open().book.sheet()
        for yes in (False, True):
            brought = store.bring(file, yes=yes)
            assert (brought.differences, brought.recorded, brought.taken_back) == ((), 0, 0)
        assert (ferry.head, ferry.open().book.sheet()) == (head, before)
    assert "{what: troll}" in ferry.as_yaml()
    assert ferry.verify() == []


def test_a_file_that_grew_after_somebody_recorded(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Both are there; and each session ends once."""
    ferry.append("{session: Bo's, day: 20, gm: Bo}", "awarded: {points: 1}", by="Bo")
    file.write_text(FILE + THIRD)
    brought = store.bring(file)
    assert (brought.differences, brought.taken_back) == ((), 0)
    assert store.bring(file).recorded == 0
    text = FILE + THIRD.replace("  - session: Three", "  - session: Bo's\n    day: 20\n    gm: Bo\n    events:\n"
                                "      - awarded: {points: 1}\n  - session: Three")  # fmt: skip
    file.write_text(text)
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()
    sessions = [
        step.recorded.session for step in ferry.open().folded if step.recorded.word == "session ended"
    ]
    assert sessions == ["One", "Two", "Bo's", "Three"]


def test_what_grew_in_the_session_that_was_open(store: Store, ferry: StoredCampaign, file: Path) -> None:
    ferry.append("awarded: {points: 1}", by="Bo")
    file.write_text(FILE + "      - awarded: {points: 5}\n")
    assert store.bring(file).recorded == 1
    assert points(ferry) == 8000 + 2000 - 4000 + 3000 + 1000 + 5000
    (file.parent / "out.yaml").write_text(ferry.as_yaml())
    assert open_campaign(file.parent / "out.yaml").book.sheet() == ferry.open().book.sheet()


def test_an_exported_file_has_what_was_recorded(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Exported, gone on from, and imported again: nothing is there twice."""
    ferry.append("{session: Bo's, day: 20, gm: Bo}", "awarded: {points: 1}", by="Bo")
    file.write_text(ferry.as_yaml())
    assert store.bring(file).recorded == 0
    file.write_text(file.read_text() + THIRD)
    assert store.bring(file).differences == ()
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()
    assert ferry.as_yaml() == file.read_text()


@pytest.mark.parametrize("change", [("what: goblin", "what: wolf, note: grey"), ("points: 3}", "points: 4}")])
def test_an_edited_file_takes_back_only_what_stood_in_it(
    store: Store, ferry: StoredCampaign, file: Path, change: tuple[str, str]
) -> None:
    ferry.append("awarded: {points: 1, for: a tale}", by="Bo")
    file.write_text(FILE.replace(*change))
    assert "a tale" not in str(store.bring(file).differences)
    assert store.bring(file, yes=True).taken_back > 0
    expected = open_campaign(file).book["kessa", "points", ""].balance + 1000
    assert points(ferry) == expected
    assert store.bring(file).recorded == 0
    assert ferry.verify() == []


def test_an_edited_export_has_nothing_twice(store: Store, ferry: StoredCampaign, file: Path) -> None:
    ferry.append("{session: Bo's, day: 20, gm: Bo}", "awarded: {points: 1}", "awarded: {points: 1}", by="Bo")
    file.write_text(ferry.as_yaml().replace("points: 3}", "points: 4}"))
    store.bring(file, yes=True)
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()
    assert ferry.as_yaml() == file.read_text()


def test_what_was_recorded_since_the_export_stays(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Also where it says the same as an entry that the exported file has."""
    ferry.append("awarded: {points: 1}", by="Bo")
    file.write_text(ferry.as_yaml().replace("points: 3}", "points: 4}"))
    ferry.append("awarded: {points: 1}", by="Bo")
    store.bring(file, yes=True)
    assert points(ferry) == open_campaign(file).book["kessa", "points", ""].balance + 1000


def test_a_session_recorded_after_one_that_was_edited(
    store: Store, ferry: StoredCampaign, file: Path
) -> None:
    """Nothing is guessed: the message says how both come together."""
    ferry.append("{session: Bo's, day: 20, gm: Bo}", by="Bo")
    file.write_text(FILE.replace("points: 3}", "points: 4}"))
    with pytest.raises(Mistakes, match=r"was recorded here and is not in the file.*: export the campaign"):
        store.bring(file, yes=True)


def test_a_new_character_in_the_head_is_new_once(store: Store, ferry: StoredCampaign, file: Path) -> None:
    file.write_text(FILE.replace("   # never late", "\n  mara: {joined: 13, ranks: {lore: 1}}"))
    assert store.bring(file).recorded == 1
    ferry.append("awarded: {points: 1}", by="Bo")
    again = store.bring(file)
    assert (again.recorded, again.differences) == (0, ())
    assert ferry.as_yaml().startswith(file.read_text())


def first_version(address: str, folder: Path) -> None:
    """Make a database as the first version left it, with rows that it recorded."""
    path = address.removeprefix("sqlite:") if address.startswith("sqlite:") else str(folder / "old.db")
    with sqlite3.connect(path) as old:
        old.executescript(OLD.read_text())
        tables = {
            name: old.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("campaigns", "rulesets", "events", "entries", "keys", "characters", "people")
        }
        columns = {name: [c[1] for c in old.execute(f"PRAGMA table_info({name})")] for name in tables}
    old.close()
    if address.startswith("sqlite:"):
        return
    with open_store(address) as store, store.writing() as connection:
        for command in (
            "DROP TABLE imports, erased",
            "ALTER TABLE events DROP COLUMN beside",
            "DROP SEQUENCE campaign_numbers",
            "UPDATE rpgprog_schema SET version_num = '0001'",
        ):
            connection.exec_driver_sql(command)
        for name, rows in tables.items():
            marks = ", ".join(["%s"] * len(columns[name]))
            for row in rows:
                connection.exec_driver_sql(
                    f"INSERT INTO {name} ({', '.join(columns[name])}) VALUES ({marks})", tuple(row)
                )


def test_a_database_of_the_first_version(address: str, tmp_path: Path, file: Path) -> None:
    """It is brought up to date when it is opened: what stood in the file stands in it still."""
    first_version(address, tmp_path)
    with open_store(address, create=False) as store:
        ferry = store.campaign()
        assert str(ferry.head) == "10:9004629830bec2388213af2cf9ef5d0894410d7efc169ecd43e341d7378aa45b"
        assert all(problem.level == "warning" for problem in ferry.verify())  # also of revised policies
        assert "the next entry seals them" in str(ferry.verify())
        assert points(ferry) == 8000
        (tmp_path / "out.yaml").write_text(ferry.as_yaml())
        decay = "decay: {period: 100}\n  training: on"
        (tmp_path / "rules.yaml").write_text(RULES.replace("global-decay: {every: 2, unit: session}", decay))
        assert store.bring(tmp_path / "out.yaml").recorded == 0
        assert ferry.append("used: {who: kessa, skill: climb}", by="Bo", key="click 2").first == 11
        assert ferry.append("used: {who: kessa, skill: climb}", by="Bo", key="click 2").again
        assert ferry.append("used: {who: kessa, skill: climb}   # in the rain", by="Bo", key="click 1").again
        assert all(problem.level == "warning" for problem in ferry.verify(ferry.head))
        assert "the next entry seals them" not in str(ferry.verify())
        assert store.bring(file, "Another").begun
        assert ferry.erase("Ines")
        assert all(problem.level == "warning" for problem in ferry.verify())
        with store.writing() as connection:  # keys from before are sealed together
            for trigger in ("keys_no_DELETE",) if address.startswith("sqlite:") else ():
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            if not address.startswith("sqlite:"):
                connection.exec_driver_sql("ALTER TABLE keys DISABLE TRIGGER USER")
            connection.exec_driver_sql("DELETE FROM keys WHERE key = 'click 1'")
        assert "keys up to #10 were changed, taken out or put in" in str(ferry.verify())


def test_a_head_that_was_edited_is_recorded_once(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Who plays whom, and what the campaign is called: no entry says so, but a row seals it."""
    file.write_text(FILE.replace("player: Ines", "player: Iris, goals: [climb 12]"))
    assert store.bring(file).recorded == 1
    assert store.bring(file).recorded == 0
    assert ferry.open().sheet("kessa").player == "Iris"
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()
    assert ferry.verify() == []
    assert ferry.as_yaml() == file.read_text()
    assert len(ferry.open().log()) == len(open_campaign(file).log())


def test_keys_come_along_in_json_lines(ferry: StoredCampaign, tmp_path: Path) -> None:
    """What was recorded under a key is not recorded again after a move."""
    ferry.append("awarded: {points: 1}", key="click 1")
    with open_store(f"sqlite:{tmp_path / 'moved.db'}") as other:
        moved = other.bring_lines(ferry.as_lines())
        assert moved.verify(ferry.head) == []
        assert moved.append("awarded: {points: 1}", key="click 1").again
        assert moved.as_yaml() == ferry.as_yaml()
