"""Campaigns in a database: brought in, recorded into, taken out again, and the same numbers as the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import attrs
import pytest

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.engine.replay import replay
from rpgprog.events import (
    Awarded,
    Bought,
    Checked,
    DowntimeStarted,
    Joined,
    Left,
    Refunded,
    Returned,
    Rolled,
    Ruled,
    SessionStarted,
    Trained,
    Used,
    thousandths,
)
from rpgprog.journal.recorded import Recorded
from rpgprog.ledger.accounts import RANK
from rpgprog.problems import Mistakes
from rpgprog.reader.goals import Goal
from rpgprog.ruleset import packs
from rpgprog.store import Conflict, KeyTaken, Store, StoredCampaign, open_store
from rpgprog.store.rows import EVENT, NOTE, row_of

PACKS = Path(__file__).parent.parent / "rulesets"
HEAD = """\
# The ferry, played on Thursdays.
campaign: The Ferry
ruleset: rules.yaml
seed: 7
characters:
  kessa: {ranks: {climb: 2}, player: Ines, points: 8}
  bram: {ranks: {swim: 3}}   # never late
"""
RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 2}
  purchase: {cost: 4}
  refunds: on
  levels: {step: 10}
  decay: {period: 100}
  training: on
"""
JOURNAL = """\
journal:
  - session: One
    day: 5
    gm: Ann
    events:
      - met: {what: goblin, id: first}   # a small one
      - bought: {who: kessa, skill: climb}
  # a long winter
  - downtime: 2 months
    absent: [bram]
    events:
      - trained: {who: kessa, skill: lore, hours: 80}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "ferry.yaml"
    path.write_text(HEAD + JOURNAL)
    return path


@pytest.fixture
def ferry(store: Store, file: Path) -> StoredCampaign:
    store.bring(file, by="Ann")
    return store.campaign()


def flat(recorded: Recorded) -> dict[str, Any]:
    """An entry with everything that it says, but where it stands."""
    said = {field.name: getattr(recorded, field.name) for field in attrs.fields(Recorded)}
    del said["place"]
    adopts = said.pop("adopts")
    event = attrs.asdict(said.pop("event"))
    return {**said, "kind": type(recorded.event).__name__, **event, "adopts": adopts and adopts.digest}


def same(a: Campaign, b: Campaign) -> None:
    """The same ledger, the same sheets."""
    assert [flat(one) for one in a.journal.ledger] == [flat(one) for one in b.journal.ledger]
    assert a.book.sheet() == b.book.sheet()
    assert [step.refused is None for step in a.folded] == [step.refused is None for step in b.folded]


def replayed(campaign: Campaign) -> dict[Any, int]:
    return replay(campaign.journal.began.rules, campaign.journal.ledger)[0].sheet()


# A file and the database.


@pytest.mark.slow
@pytest.mark.parametrize("pack", packs())
def test_a_file_in_a_database_is_the_same_campaign(pack: str, address: str) -> None:
    """Events, ids, numbers, who was away: and out of it comes the very file."""
    file = PACKS / pack / "campaign.yaml"
    with open_store(address) as store:
        stored = store.bring(file).campaign
        campaign = open_campaign(file)
        same(campaign, stored.open())
        assert campaign.sheets() == stored.open().sheets()
        assert stored.as_yaml() == file.read_text(encoding="utf-8")  # type: ignore[attr-defined]


def test_later_records_stand_at_the_end_of_the_file(ferry: StoredCampaign, tmp_path: Path) -> None:
    """Comments stay, and what was typed stands as it was typed."""
    ferry.append("trained: {who: kessa, skill: swim, hours: 40}   # in the river", by="Bo")
    ferry.append(
        "{session: Two, day: 90, gm: Bo, present: [kessa]}",
        "met: {what: troll, note: 'a large one'}",
        Used(who="kessa", skill="climb", times=2),
    )
    ferry.append(
        DowntimeStarted(until=150, away=("bram",)), Trained(who="kessa", skill="lore", hours="9", day=150)
    )
    text = ferry.as_yaml()
    assert text.startswith(HEAD + JOURNAL)
    assert text.removeprefix(HEAD + JOURNAL) == dedent(
        """\
        |      - trained: {who: kessa, skill: swim, hours: 40}   # in the river
        |  - session: Two
        |    day: 90
        |    gm: Bo
        |    present: [kessa]
        |    events:
        |      - met: {what: troll, note: 'a large one'}
        |      - used: {"who": "kessa", "skill": "climb", "times": 2, "day": 90}
        |  - downtime: 60
        |    absent: ["bram"]
        |    events:
        |      - trained: {"who": "kessa", "skill": "lore", "hours": 9, "day": 150}
        """
    ).replace("|", "")
    (tmp_path / "out.yaml").write_text(text)
    same(open_campaign(tmp_path / "out.yaml"), ferry.open())


def test_event_objects_stand_as_entries(ferry: StoredCampaign, tmp_path: Path) -> None:
    """And are read as what they were; what no entry says is told."""
    ferry.append(
        Bought(who="kessa", skill="climb"),
        Refunded(who="kessa", skills=("climb",), ranks=1, by="GM", why="no use"),
        Ruled(who="bram", kind="coins", amount=thousandths(1500), by="GM", why="found"),
        Checked(who="bram", kind="coins", amount=thousandths(1500)),
        Left(who="bram", why="rest"),
        Returned(who="bram"),
    )
    (tmp_path / "out.yaml").write_text(ferry.as_yaml())
    same(open_campaign(tmp_path / "out.yaml"), ferry.open())
    with pytest.raises(Mistakes, match="ruled: no entry changes earned alone"):
        ferry.append(Ruled(who="bram", kind="earned", amount=thousandths(1500), by="GM", why="found"))


def test_all_of_it_goes_through_json_lines(ferry: StoredCampaign, tmp_path: Path) -> None:
    """Into another database, the same to the last hash; a line that was changed is told."""
    ferry.append("reverted: {event: first, by: Ann, why: a dream}", by="Bo", key="k")
    lines = list(ferry.as_lines())
    with open_store(f"sqlite:{tmp_path / 'other.db'}") as other:
        again = other.bring_lines(lines)
        assert again.head == ferry.head
        assert again.verify() == []
        same(again.open(), ferry.open())
        assert again.as_yaml() == ferry.as_yaml()
        row = json.loads(lines[3])
        changed = json.dumps({**row, "day": row["day"] + 1})
        with pytest.raises(Mistakes, match="line:4:1: #3 is not what was recorded"):
            other.bring_lines([*lines[:3], changed, *lines[4:]], name="changed")
        with pytest.raises(Mistakes, match="line:4:1: this is not row #3"):
            other.bring_lines([*lines[:3], *lines[4:]], name="shorter")
        assert other.names() == ["The Ferry"]


def test_a_table_for_a_spreadsheet(ferry: StoredCampaign) -> None:
    rows = ferry.as_csv().splitlines()
    assert rows[0] == "number,day,session,gm,what,id,ref,note,why,by,recorder,at,entry"
    assert rows[4].startswith('4,5,One,Ann,"met: kessa, bram, goblin, day 5",first,,,,,Ann,20')


# A file that is brought again.


def test_new_entries_of_a_file_are_added(store: Store, ferry: StoredCampaign, file: Path) -> None:
    file.write_text(
        file.read_text() + "  - session: Two\n    day: 80\n    events:\n      - met: {what: troll}\n"
    )
    brought = store.bring(file)
    assert (brought.begun, brought.recorded, brought.taken_back) == (False, 3, 0)
    same(open_campaign(file), ferry.open())
    assert store.bring(file).recorded == 0


def test_a_new_character_in_the_head(store: Store, ferry: StoredCampaign, file: Path) -> None:
    file.write_text(file.read_text().replace("   # never late", "\n  mara: {joined: 70, ranks: {lore: 1}}"))
    brought = store.bring(file)
    assert (brought.recorded, brought.differences) == (1, ())
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()


def test_an_edited_past_is_shown_and_needs_a_yes(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Then what is no longer there is taken back, and stays in the log."""
    file.write_text(file.read_text().replace("what: goblin", "what: wolf").replace("hours: 80", "hours: 40"))
    head = ferry.head
    brought = store.bring(file)
    assert brought.recorded == 0
    assert ferry.head == head
    told = [str(line).split(" (")[0] for line in brought.differences]
    assert told[:2] == ["- #4 met: kessa, bram, goblin, day 5", "+ met: kessa, bram, wolf, day 5"]
    assert told[2] == "- #8 trained: kessa, lore, 8 hours, day 12"
    assert "+ trained: kessa, lore, 4 hours, day 12" in told
    assert {line[0] for line in told} == {"-", "+"}
    assert len(told) == 2 + 2 * 9
    assert store.bring(file, yes=True).taken_back > 0
    assert ferry.open().book.sheet() == open_campaign(file).book.sheet()
    assert "goblin" in str([row.reason for row in ferry.open().log()])
    assert ferry.verify() == []
    assert store.bring(file).recorded == 0
    assert ferry.as_yaml() == file.read_text()


def test_references_in_a_file_that_was_edited(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Numbers in the file are those of the file, whatever they are in the database."""
    file.write_text(file.read_text().replace("what: goblin", "what: wolf"))
    store.bring(file, yes=True)
    more = "      - reverted: {event: 5, by: Ann, why: too dear}\n      - reverted: {event: first, by: A, why: b}\n"
    file.write_text(file.read_text() + more)
    store.bring(file)
    campaign = open_campaign(file)
    assert campaign.problems == ()
    assert ferry.open().book.sheet() == campaign.book.sheet()


def test_other_rules_in_its_head_hold_from_here_on(store: Store, ferry: StoredCampaign, file: Path) -> None:
    """Never for the past."""
    before = ferry.open().book.sheet()
    (file.parent / "rules.yaml").write_text(
        RULES.replace("cost: 4", "cost: 1").replace("period: 100", "period: 1")
    )
    brought = store.bring(file)
    assert [str(line) for line in brought.differences] == [
        "the rules it begins with were changed: they would hold from here on (adopted)",
    ]
    store.bring(file, yes=True)
    assert ferry.open().ruleset.digest == open_campaign(file).ruleset.digest
    assert ferry.open().book.sheet()["kessa", "points", ""] == before["kessa", "points", ""]
    assert store.bring(file).recorded == 0


def test_a_file_with_mistakes_is_not_brought(store: Store, file: Path) -> None:
    file.write_text(file.read_text().replace("skill: lore", "skill: knitting"))
    with pytest.raises(Mistakes, match="knitting"):
        store.bring(file)
    assert store.names() == []


def test_an_entry_refused_in_a_file_is_recorded_and_reported(store: Store, file: Path) -> None:
    """Nothing is dropped in silence, by whichever way it is opened."""
    file.write_text(file.read_text().replace("skill: climb}", "skill: climb, ranks: 9}"))
    told = [problem.message for problem in open_campaign(file).problems]
    assert len(told) == 1
    for _ in range(2):
        opened = store.bring(file).campaign.open()
        assert [problem.message for problem in opened.problems] == told
        assert opened.problems[0].place is not None
        assert opened.problems[0].place.line == 5


# Recording.


def test_text_and_events_do_the_same(ferry: StoredCampaign, file: Path) -> None:
    ferry.append("{session: Two, day: 80, present: [kessa], gm: Bo}", "used: {who: kessa, skill: climb}")
    typed = ferry.open()
    with open_store(f"sqlite:{file.parent / 'other.db'}") as store:
        other = store.bring(file).campaign
        assert isinstance(other, StoredCampaign)
        other.append(
            SessionStarted(name="Two", day=80, present=("kessa",)),
            Used(who="kessa", skill="climb"),
        )
        assert other.open().book.sheet() == typed.book.sheet()


def test_all_or_none(ferry: StoredCampaign) -> None:
    """A refused event takes the others with it, and the state goes on as if nothing had been tried."""
    head, before = ferry.head, ferry.open().book.sheet()
    for wrong in (
        "bought: {who: bram, skill: climb}",
        "used: {who: bram, skill: knitting}",
        "used: {who: x}",
    ):
        with pytest.raises(Mistakes):
            ferry.append("used: {who: bram, skill: climb}", "left: {who: kessa}", wrong, by="Somebody new")
    with pytest.raises(Mistakes, match="purchase: climb costs more than they have"):
        ferry.append(Awarded(who=("bram",), points="1 dp"), *[_bought()] * 2)
    assert (ferry.head, ferry.open().book.sheet()) == (head, before)
    assert ferry.append("used: {who: bram, skill: climb}").first == head.seq + 1
    assert replayed(ferry.open()) == ferry.open().book.sheet()


def _bought() -> Any:
    from rpgprog.events import Bought

    return Bought(who="bram", skill="climb")


def test_an_entry_is_parsed_once(ferry: StoredCampaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, and whatever is looked up for them."""
    from rpgprog.source.document import DocumentReader

    parsed, root = [], DocumentReader.root

    def counted(reader: DocumentReader) -> object:
        parsed.append(reader.file)
        return root(reader)

    monkeypatch.setattr(DocumentReader, "root", counted)
    ferry.append("{session: Two, day: 90}", *["used: {who: kessa, skill: climb}"] * 5)
    ferry.record("reverted: {event: first, by: Ann, why: a dream}")
    assert sum("event" in name for name in parsed) == 7


def test_a_preview_leaves_nothing(ferry: StoredCampaign) -> None:
    head, before = ferry.head, ferry.open().book.sheet()
    folded = ferry.preview("awarded: {points: 3, who: bram}", by := "used: {who: bram, skill: swim}").folded
    assert by
    assert [receipt[1] for receipt in folded[0].receipts][:1] == [3000]
    assert (ferry.head, ferry.open().book.sheet()) == (head, before)


def test_each_event_says_what_became_of_it(ferry: StoredCampaign) -> None:
    """Also of what is folded before what was recorded first."""
    late = "used: {who: bram, skill: swim, day: 6, late: forgotten}"
    done = ferry.append("awarded: {points: 1}", late, "awarded: {points: 2}")
    assert sorted(step.recorded.position + 1 for step in done.folded) == [
        done.first,
        done.first + 1,
        done.last,
    ]


def test_somebody_else_recorded_meanwhile(ferry: StoredCampaign, address: str) -> None:
    seen = ferry.head.seq
    with open_store(address) as other:
        other.campaign().append("awarded: {points: 3, who: bram, for: tea}")
    with pytest.raises(
        Conflict, match=r"since #\d+ there came #\d+ awarded: bram, tea, 3 points"
    ) as conflict:
        ferry.append("used: {who: bram, skill: swim}", expected=seen)
    assert [one.event.why for one in conflict.value.between] == ["tea"]  # type: ignore[attr-defined]
    assert ferry.append("used: {who: bram, skill: swim}", expected=seen + 1).first == seen + 2
    with pytest.raises(Conflict, match="should be #99"):
        ferry.append("used: {who: bram, skill: swim}", expected=99)


def test_two_who_record_see_each_other(ferry: StoredCampaign, address: str) -> None:
    """Also where one enters something late, or changes the rules."""
    with open_store(address) as store:
        other = store.campaign()
        late = "used: {who: bram, skill: swim, day: 6, late: forgotten}"
        for mine, theirs in ((late, "awarded: {points: 1}"), ("awarded: {points: 2}", late)):
            ferry.append(mine)
            other.append(theirs)
            assert ferry.open().book.sheet() == other.open().book.sheet() == replayed(other.open())


def test_trying_again_under_a_key(ferry: StoredCampaign) -> None:
    """The first answer; something else under it is refused."""
    first = ferry.append("awarded: {points: 3}", "awarded: {points: 4}", key="click 1")
    again = ferry.append("awarded: {points: 3}", "awarded: {points: 4}", key="click 1", expected=1)
    assert (again.first, again.last, again.again) == (first.first, first.last, True)
    assert again.head == first.head
    assert ferry.head == first.head
    with pytest.raises(KeyTaken, match="the key click 1 was used to record something else"):
        ferry.append("awarded: {points: 3}", key="click 1")
    event = Used(who="bram", skill="swim")
    assert ferry.append(event, key="click 2").again is False
    assert ferry.append(event, key="click 2").again is True
    with pytest.raises(KeyTaken):
        ferry.append(attrs.evolve(event, times=2), key="click 2")


def test_a_name_for_an_entry_is_taken_once(ferry: StoredCampaign) -> None:
    with pytest.raises(Mistakes, match='id: "first" is taken by #4'):
        ferry.append("awarded: {points: 3, id: first}")
    ferry.append("awarded: {points: 3, id: second}")
    with pytest.raises(Mistakes, match='there is no entry with the id "secnd"'):
        ferry.append("reverted: {event: secnd, by: A, why: b}")


def test_a_down_time_lasts_until_something_else_begins(ferry: StoredCampaign) -> None:
    """Training is spread over its days, beside what was entered before; too many hours are too many."""
    ferry.append("trained: {who: bram, skill: lore, hours: 100}")
    days = [one.event.day for one in ferry.open().journal.ledger if isinstance(one.event, Trained)]
    assert days == sorted(days)
    assert min(days) < 20
    with pytest.raises(Mistakes, match="the down-time has"):
        ferry.append("trained: {who: bram, skill: lore, hours: 900}")
    assert replayed(ferry.open()) == ferry.open().book.sheet()
    ferry.append("passed: 1 week")
    with pytest.raises(Mistakes, match="is for training spread over a down-time"):
        ferry.append("trained: {who: bram, skill: lore, hours: 10, from: 2}")


def test_goals_that_were_kept_as_ranks_by_skill(ferry: StoredCampaign, store: Store) -> None:
    """As rows hold them that were written before goals could be talents and levels."""
    from sqlalchemy import update

    from rpgprog.store.tables import characters

    ferry.append("joined: {who: mara, brings: {goals: [lore 9]}}")
    mine = update(characters).where(characters.c.who == "mara")
    with store.engine.begin() as connection:
        connection.execute(mine.values(about='{"goals": {"lore": 9}}'))
    assert ferry.open().journal.characters["mara"].goals == (Goal(RANK, "lore", 9),)


def test_who_joins_and_who_leaves(ferry: StoredCampaign) -> None:
    ferry.append("joined: {who: mara, brings: {player: Uwe, ranks: {lore: 4}, points: 2, goals: {lore: 9}}}")
    ferry.append(Joined(who="nils", ranks={"swim": 1}), Left(who="bram"))
    campaign = ferry.open()
    assert list(campaign.journal.characters) == ["kessa", "bram", "mara", "nils"]
    assert (campaign.sheet("mara").player, campaign.sheet("mara").free) == ("Uwe", 2000)
    assert campaign.journal.characters["mara"].goals == (Goal(RANK, "lore", 9),)
    with pytest.raises(Mistakes, match="bram has left"):
        ferry.append("used: {who: bram, skill: swim}")
    with pytest.raises(Mistakes, match='there is already a character "mara"'):
        ferry.append("joined: {who: mara}")


DICE = """\
campaign: Dice
ruleset: d100-checks
seed: 7
characters:
  kessa: {ranks: {WHICH: 40}}
journal:
  - session: One
    day: 5
    events:
      - used: {who: kessa, skill: WHICH, outcome: success}
"""


def test_dice_that_the_seed_gives(store: Store, tmp_path: Path) -> None:
    """Thrown when they are recorded; others need a reason."""
    skill = next(iter(open_campaign(PACKS / "d100-checks" / "campaign.yaml").ruleset.names.skills))
    (tmp_path / "dice.yaml").write_text(DICE.replace("WHICH", skill))
    stored = store.campaign(store.bring(tmp_path / "dice.yaml").campaign.name)
    assert stored.open().sheet("kessa").skills[0].marked
    with pytest.raises(Mistakes, match=r"the campaign's seed gives \d+ for"):
        stored.append(f"rolled: {{who: kessa, skill: {skill}, roll: {_other(stored, skill)}}}")
    stored.append(f"rolled: {{who: kessa, skill: {skill}}}")
    rolled = [one.event for one in stored.open().journal.ledger if isinstance(one.event, Rolled)]
    assert len(rolled) == 1
    (tmp_path / "again.yaml").write_text(stored.as_yaml())
    assert open_campaign(tmp_path / "again.yaml").problems == ()


def _other(stored: StoredCampaign, skill: str) -> int:
    """A roll that the seed does not give."""
    from rpgprog.campaign.rolls import throw

    roll, _ = throw(7, stored.open().book, "kessa", skill)
    return 3 - roll if roll in (1, 2) else 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE events SET kind = 'Flown' WHERE seq = 3",
            ":3:1: this row cannot be read: rpgprog verify tells",
        ),
        (
            "UPDATE events SET event = '[]' WHERE seq = 3",
            ":3:1: this row cannot be read: rpgprog verify tells",
        ),
        ("DELETE FROM events WHERE seq = 1", ":1:1: its first row is missing: rpgprog verify tells"),
    ],
)
def test_unreadable_files_are_reported(ferry: StoredCampaign, address: str, change: str, told: str) -> None:
    """Whoever changed it behind the database's back."""
    with ferry.store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER events_no_{verb}")
        else:
            connection.exec_driver_sql("DROP TRIGGER events_append_only ON events")
        connection.exec_driver_sql(change)
    with open_store(address) as store:
        with pytest.raises(Mistakes, match=told):
            store.campaign().open()
        assert store.campaign().verify()


# Snapshots.


@pytest.mark.parametrize(
    ("late", "used"),
    [
        ("used: {who: bram, skill: swim, day: 64, late: forgotten}", False),  # before the snapshot's day
        ("used: {who: bram, skill: swim, day: 65, late: forgotten}", True),  # on it
        ("reverted: {event: first, by: Ann, why: a dream}", False),
        ("reverted: {event: mine, by: Ann, why: a dream}", True),  # after the snapshot
        ("allowed: {event: 5, by: Ann, why: never mind}", False),
        ("adopted: {ruleset: dp-forty, by: Ann, why: better}", True),
    ],
)
def test_a_snapshot_holds_for_what_does_not_reach_behind_it(
    ferry: StoredCampaign, address: str, late: str, used: bool
) -> None:
    """Whoever opens it afterwards comes to the same numbers, from the snapshot or from before it."""
    ferry.append("passed: 1 day", "passed: 1 day")  # day 67
    ferry.forget_snapshots()
    ferry.append("used: {who: kessa, skill: climb, day: 65, late: before}")
    assert ferry.take_snapshot()
    (snapshot,) = ferry.snapshots()
    ferry.append("awarded: {points: 1, id: mine}")
    if "day: 65" in late:
        late = late.replace("day: 65", f"day: {snapshot[1]}")
    ferry.append(late)
    with open_store(address) as store:
        other = store.campaign()
        campaign = other.open()
        assert other.state is not None
        assert (other.state.base == snapshot[0]) is used
        assert campaign.book.sheet() == replayed(campaign)
        assert campaign.book.sheet() == ferry.open().book.sheet()


def test_snapshots_are_made_by_themselves_and_are_only_a_cache(ferry: StoredCampaign, address: str) -> None:
    ferry.append(*[Used(who="kessa", skill="climb") for _ in range(250)])
    before = ferry.open().book.sheet()
    with open_store(address) as store:
        other = store.campaign()
        assert other.open().book.sheet() == before
        assert [row[0] for row in other.snapshots()] == [ferry.head.seq]
        assert other.forget_snapshots() == 1
        assert other.open().book.sheet() == before
    assert ferry.verify() == []


# Rules that have a newer edition, or give different results.


def test_a_newer_edition_of_a_pack_is_announced_and_not_adopted(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what would change; the campaign goes on under the text that it keeps."""
    import shutil
    from importlib import import_module

    homes = [
        import_module(f"rpgprog.{name}") for name in ("ruleset.packs", "store.notices", "store.rulesets")
    ]
    shutil.copytree(PACKS, tmp_path / "packs")
    for module in homes:
        monkeypatch.setattr(module, "PACKS", tmp_path / "packs")
    with open_store(address) as store:
        stored = store.campaign(store.bring(tmp_path / "packs" / "use-xp" / "campaign.yaml").campaign.name)
        before = stored.open()
        assert before.notices == ()
        rules = tmp_path / "packs" / "use-xp" / "ruleset.yaml"
        text = rules.read_text()
        rules.write_text(re.sub(r"(?m)^  practice: .*$", "  practice: {xp: 2, cost: 1000}", text))
        assert rules.read_text() != text
    with open_store(address) as store:
        after = store.campaign().open()
        assert after.book.sheet() == before.book.sheet()
        (notice,) = after.notices
        first, *table, last = notice.splitlines()
        assert first == "a newer edition of the rules use-xp exists; this campaign keeps the one it adopted"
        assert all(line.startswith("  xp ") and "would be" in line for line in table[:-1])
        assert len(table) == 11
        assert "rpgprog adopt" in last


def test_a_policy_that_gives_different_results_is_announced(
    ferry: StoredCampaign, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its snapshots are not used, and what they held is compared."""
    from rpgprog.policies.awards import Awards

    assert ferry.take_snapshot()
    monkeypatch.setattr(Awards, "revision", 2)
    monkeypatch.setattr(Awards, "encounter", 5000, raising=False)
    with open_store(address) as store:
        other = store.campaign()
        campaign = other.open()
        assert other.state is not None
        assert other.state.base == 0
        message = "give different results in this version of rpgprog than when they were recorded"
        (notice,) = campaign.notices
        first, *table, last = notice.splitlines()
        assert message in first
        assert "awards: revision 1, now 2" in first
        assert table == ["  no numbers change"]
        assert last == f"  rpgprog adopt '{other.address}' accepts this"


def test_a_package_that_is_missing_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its policy cannot be had, so nothing is folded without it."""
    from sqlalchemy import text

    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "ferry.yaml").write_text(HEAD)
    store.bring(tmp_path / "ferry.yaml")
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER rulesets_no_UPDATE"))
        else:
            connection.execute(text("DROP TRIGGER rulesets_append_only ON rulesets"))
        swap = "UPDATE rulesets SET texts = replace(texts, 'levels:', 'moon-phase:'), packages = :packages"
        connection.execute(text(swap), {"packages": '{"moon-phase": "rpgprog-moon 1.2"}'})
    store.rulesets.known.clear()
    with pytest.raises(Mistakes, match=r'its rules need the package "rpgprog-moon 1\.2": install it'):
        store.campaign().open()


# Names of real people.


def test_a_name_is_erased_and_the_chain_holds(ferry: StoredCampaign) -> None:
    ferry.append("ruled: {who: bram, points: 2, why: fair, by: Ann}", by="Ann")
    head = ferry.head
    assert ferry.erase("Ann")
    assert not ferry.erase("Ann")
    assert ferry.verify(head) == []
    campaign = ferry.open()
    whole = "\n".join([ferry.as_yaml(), *ferry.as_lines(), ferry.as_csv(), str(campaign.log())])
    assert "Ann" not in whole
    assert "(name erased)" in whole
    assert replayed(campaign) == campaign.book.sheet()
    assert ferry.erase("Ines")
    assert ferry.open().sheet("kessa").player == "(name erased)"


# Several campaigns, addresses.


def test_several_campaigns_in_one_database(store: Store, file: Path, address: str) -> None:
    from rpgprog import open_campaign as anywhere

    with pytest.raises(Mistakes, match="holds no campaigns: begin with rpgprog import"):
        store.campaign()
    store.bring(file)
    store.bring(file, name="Thursdays")
    assert store.names() == ["The Ferry", "Thursdays"]
    with pytest.raises(Mistakes, match="holds 2 campaigns: add # and one of The Ferry and Thursdays"):
        store.campaign()
    with pytest.raises(Mistakes, match='no campaign "Thursday"; did you mean "Thursdays"'):
        store.campaign("Thursday")
    store.campaign("Thursdays").append("awarded: {points: 5}")
    assert anywhere(f"{address}#Thursdays").sheet("bram").earned == 7000
    assert anywhere(f"{address}#The Ferry").sheet("bram").earned == 2000
    assert store.campaign("Thursdays").verify() == []


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="there is no database"):
        open_store(f"sqlite:{tmp_path / 'none.db'}", create=False)
    with pytest.raises(Mistakes, match="is a folder"):
        open_store(f"sqlite:{tmp_path}")
    with pytest.raises(Mistakes, match="there is no folder"):
        open_store(f"sqlite:{tmp_path / 'no' / 'where.db'}")
    with pytest.raises(Mistakes, match="no server answers there"):
        open_store("postgresql://nobody@localhost:1/none")


# A database is created by the first write that succeeds.


def test_opening_a_store_makes_no_file(tmp_path: Path) -> None:
    """A misspelt path is told, and does not become an empty database."""
    with open_store(f"sqlite:{tmp_path / 'typo.db'}") as store:
        assert store.names() == []
        with pytest.raises(Mistakes, match=r"typo\.db holds no campaigns: begin with rpgprog import"):
            store.campaign()
        with pytest.raises(Mistakes, match="holds no campaigns"):
            store.backup(str(tmp_path / "copy.db"))
    assert [*tmp_path.iterdir()] == []


def test_a_failed_import_leaves_no_database(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file with mistakes, of JSON lines cut short in the middle, of what is not a backup."""
    from rpgprog.cli.app import run as rpgprog

    with open_store(f"sqlite:{tmp_path / 'good.db'}") as store:
        good = store.bring(file).campaign
        assert isinstance(good, StoredCampaign)
        lines = list(good.as_lines())
    (tmp_path / "cut.jsonl").write_text("\n".join([*lines[:-2], lines[-1]]))
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "wrong.yaml").write_text(file.read_text().replace("skill: lore", "skill: knitting"))
    (tmp_path / "tale.db").write_text("Once upon a time")
    before = {*tmp_path.iterdir()}
    target = f"sqlite:{tmp_path / 'new.db'}"
    for name in ("cut.jsonl", "empty.jsonl", "wrong.yaml", "missing.yaml", "missing.jsonl"):
        assert rpgprog(["import", str(tmp_path / name), target]) != 0
        assert {*tmp_path.iterdir()} == before, name
    assert rpgprog(["restore", str(tmp_path / "tale.db"), target]) == 1
    assert {*tmp_path.iterdir()} == before
    assert "Traceback" not in capsys.readouterr().err
    assert rpgprog(["import", str(file), target]) == 0


def test_what_others_brought_meanwhile_outlives_a_failed_import(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "new.db"

    def fails(store: Store) -> None:
        with store.writing():
            assert path.exists()
            raise RuntimeError

    with open_store(f"sqlite:{path}") as store, pytest.raises(RuntimeError):
        fails(store)
    assert not path.exists()
    with open_store(f"sqlite:{path}") as one, open_store(f"sqlite:{path}") as two:
        assert one.names() == two.names() == []
        two.bring(file)
        with pytest.raises(RuntimeError):
            fails(one)
        assert one.names() == ["The Ferry"]


def test_nothing_is_recorded_into_a_file_that_was_removed(tmp_path: Path, file: Path) -> None:
    """The disk would take it, and nobody would ever see it again."""
    path = tmp_path / "road.db"
    with open_store(f"sqlite:{path}") as store:
        stored = store.bring(file).campaign
        assert isinstance(stored, StoredCampaign)
        path.rename(tmp_path / "elsewhere.db")
        for _ in range(2):
            with pytest.raises(
                Mistakes, match=r"road\.db\" was moved, removed or replaced while it was open"
            ):
                stored.append("awarded: {points: 1}")
        assert not path.exists()


def spoilt(entry: Recorded, *args: Any, was: Any = row_of) -> Any:
    """A row that says something else than its entry: twice, or another note."""
    row = list(was(entry, *args))
    if isinstance(entry.event, Used):
        row[EVENT] = row[EVENT].replace("}", ',"times":2}')
    row[NOTE] = row[NOTE].upper()
    return tuple(row)


@pytest.mark.parametrize(
    "entry", ["used: {who: kessa, skill: climb}", "awarded: {points: 3, note: as the table wished}"]
)
def test_what_was_written_is_read_back_before_the_commit(
    entry: str, ferry: StoredCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not read as it was folded is taken back, and the next entry goes on as if nothing had been."""
    before = ferry.open()
    monkeypatch.setattr("rpgprog.store.write.row_of", spoilt)
    with pytest.raises(Mistakes, match="does not return what was written: nothing was recorded"):
        ferry.append(entry, by="Ann")
    monkeypatch.undo()
    same(before, ferry.open())
    assert not ferry.verify()
    ferry.append(entry, by="Ann")
    assert len(ferry.open().journal.ledger) == len(before.journal.ledger) + 1
