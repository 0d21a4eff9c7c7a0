"""A session that was forgotten is put into the past by a command, in a file and in a database alike."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from databases import KINDS, fresh
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rpgprog.campaign.campaign import open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.events import Awarded, Noted, SessionStarted
from rpgprog.problems import Mistakes
from rpgprog.source import parse_source
from rpgprog.store import StoredCampaign, open_store

RULES = """\
ruleset: road
skills: {climb: athletics, lore: learning}
policies:
  awards: on
  purchase: {cost: 2}
  practice: {xp: 4, cost: 5}
  levels: {step: 10}
  decay: {period: 50}
  hoard-limit: {cap: 30}
"""
FILE = """\
# the road
campaign: Road
ruleset: rules.yaml
characters: {kessa: {ranks: {climb: 3}}, bram: {ranks: {lore: 2}}}

journal:
  # how it began
  - session: One
    id: s1
    day: 10
    events:
      - awarded: {points: 4}   # for all
      # end of one

  - session: Two   # the second
    day: 40
    present: [kessa]
    events:
      - bought: {who: kessa, skill: climb, id: rope}
  - downtime: 60
    events:
      - bought: {who: kessa, skill: lore}
  - session: Three
    day: 105
    events:
      - reverted: {event: 7, was: "bought: kessa, climb, day 40", by: GM, why: "the rope was free"}
"""
FERRY = "{session: The ferry, day: 30, gm: Marit}"
IN_IT = ("awarded: {points: 2}", "used: {who: bram, skill: lore}")
SMALL = FILE[: FILE.index("  - downtime")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    path = tmp_path / "road.yaml"
    path.write_text(
        FILE.replace("event: 7", "event: rope").replace('was: "bought: kessa, climb, day 40", ', "")
    )
    return path


@pytest.fixture(params=KINDS)
def stored(request: Any, tmp_path: Path, file: Path) -> Iterator[StoredCampaign]:
    with fresh(request.param, tmp_path) as address, open_store(address) as store:
        store.bring(file)
        yield store.campaign()


def written(folder: Path, text: str) -> FileCampaign:
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "road.yaml").write_text(text, encoding="utf-8")
    return FileCampaign(folder / "road.yaml")


def refusal(home: Any, *entries: str, **how: Any) -> str:
    before = home.open().book.sheet()
    with pytest.raises(Mistakes) as mistakes:
        home.insert(*entries, **how)
    assert home.open().book.sheet() == before
    return "\n".join(problem.message for problem in mistakes.value.problems)


# A file.


def test_a_session_goes_to_its_place_and_all_else_stays(tmp_path: Path) -> None:
    home = written(tmp_path, SMALL)
    home.insert(FERRY, *IN_IT)
    assert (tmp_path / "road.yaml").read_text() == SMALL.replace(
        "  - session: Two",
        """\
  - session: The ferry
    day: 30
    gm: Marit
    events:
      - awarded: {points: 2}
      - used: {who: bram, skill: lore}

  - session: Two""",
    )
    assert home.open().problems == ()


@pytest.mark.parametrize(("day", "before"), [(0, "One"), (9, "One"), (10, "Two"), (40, ""), (41, "")])
def test_it_goes_before_the_first_session_that_is_later(tmp_path: Path, day: int, before: str) -> None:
    home = written(tmp_path, SMALL)
    home.insert(f"{{session: The ferry, day: {day}}}")
    sessions = [r.session for r in home.open().journal.ledger if r.word == "session"]
    after = sessions[sessions.index("The ferry") + 1 :]
    assert (after[0] if after else "") == before
    assert "# how it began\n  - session: One" in (tmp_path / "road.yaml").read_text()


@pytest.mark.parametrize("after", ["s1", "One", "one", "#3"])
def test_it_may_go_after_an_entry_and_be_of_its_day(tmp_path: Path, after: str) -> None:
    home = written(tmp_path, SMALL)
    home.insert("{session: The ferry}", *IN_IT, after=after)
    assert [(r.session, r.event.day) for r in home.open().journal.ledger if r.word == "session"] == [
        ("One", 10),
        ("The ferry", 10),
        ("Two", 40),
    ]
    assert 'no entry "s9" to insert it after' in refusal(home, "{session: X}", after="s9")


def test_corrections_by_number_go_on_naming_the_same_entry(tmp_path: Path) -> None:
    home = written(tmp_path, FILE)
    assert home.open().problems == ()
    home.insert(FERRY, *IN_IT)
    assert 'event: 11, was: "bought: kessa, climb, day 40"' in (tmp_path / "road.yaml").read_text()
    campaign = home.open()
    assert campaign.problems == ()
    (undone,) = [step.recorded for step in campaign.folded if step.reverted]
    assert undone.id == "rope"


def test_what_breaks_later_entries_is_refused_with_what_breaks(tmp_path: Path) -> None:
    home = written(tmp_path, SMALL.replace("id: rope}", "ranks: 2}"))
    broken = refusal(home, FERRY, "bought: {who: kessa, skill: lore}")
    assert broken.startswith("bought (kessa): refused by purchase: climb costs more than they have")


def test_entries_that_would_move_are_named(tmp_path: Path) -> None:
    home = written(tmp_path, SMALL.replace("day: 40", "after: 30"))
    assert refusal(home, FERRY) == (
        "session: Two, day 40: it would move to day 60; write its day:, or insert the session late (--late)"
    )
    home.insert(FERRY, late="forgotten")
    assert home.open().today == 40


def test_a_day_within_a_downtime_is_late(file: Path) -> None:
    home = FileCampaign(file)
    assert refusal(home, "{session: The ferry, day: 60}", *IN_IT) == (
        "day 60 lies within downtime of day 40: say why it is entered late (--late)"
    )
    home.insert("{session: The ferry, day: 60}", *IN_IT, late="forgotten")
    campaign = home.open()
    assert campaign.problems == ()
    assert campaign.today == 105
    assert [p.day for p in campaign.why("bram", "points").postings] == [10, 60]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (["awarded: {points: 2}"], "what is inserted is one session"),
        ([FERRY, "{session: Another, day: 31}"], "what is inserted is one session"),
        (["{session: The ferry}"], "a session of the past needs its day: or --after with an entry"),
        (["{session: The ferry, day: soon}"], "day: takes a whole number"),
        ([FERRY, "used: {who: bram, skill: lroe}"], 'there is no skill "lroe"; did you mean "lore"?'),
        ([FERRY, "bought: {who: bram, skill: lore, ranks: 9}"], "refused by purchase"),
    ],
)
def test_what_cannot_be_inserted_says_why(file: Path, entries: list[str], message: str) -> None:
    assert message in refusal(FileCampaign(file), *entries)


@pytest.mark.parametrize("text", [SMALL.replace("\n", "\r\n"), SMALL.rstrip("\n"), "\ufeff" + SMALL])
def test_line_ends_and_marks_stay(tmp_path: Path, text: str) -> None:
    home = written(tmp_path, "")
    path = tmp_path / "road.yaml"
    path.write_bytes(text.encode())
    home.insert(FERRY)
    new = path.read_bytes().decode()
    assert new.startswith("\ufeff") is text.startswith("\ufeff")
    assert new.count("\r\n") in (0, new.count("\n"))
    assert "The ferry" in new


# A file and a database alike.


@pytest.mark.parametrize("day", [0, 5, 10, 11, 30, 40, 60, 100, 105])
def test_both_homes_end_alike(stored: StoredCampaign, file: Path, day: int) -> None:
    session = f"{{session: The ferry, day: {day}, gm: Marit, present: [bram]}}"
    here = FileCampaign(file).insert(session, *IN_IT, late="forgotten")
    there = stored.insert(session, *IN_IT, late="forgotten")
    assert sorted(here.moved) == sorted(there.moved)
    written, held = FileCampaign(file).open(), stored.open()
    assert written.problems == held.problems == ()
    assert written.book.sheet() == held.book.sheet()
    assert [(p.day, p.session, p.amount) for p in written.log()] == [
        (p.day, p.session, p.amount) for p in held.log()
    ]
    FileCampaign(file).record("used: {who: kessa, skill: climb}", "passed: 80")
    stored.append("used: {who: kessa, skill: climb}", "passed: 80")
    assert FileCampaign(file).open().book.sheet() == stored.open().book.sheet()


def test_a_database_records_it_late_under_its_own_session(stored: StoredCampaign) -> None:
    head = stored.head.seq
    assert "say why (--late)" in refusal(stored, FERRY)
    stored.insert(FERRY, *IN_IT, late="forgotten", by="Ann")
    new = stored.entries(since=head)
    assert [(e.recorded.word, e.recorded.session, e.recorded.event.day) for e in new] == [
        ("session ended", "Three", 105),
        ("session", "The ferry", 30),
        ("awarded", "The ferry", 30),
        ("used", "The ferry", 30),
        ("session ended", "The ferry", 30),
    ]
    assert new[1].recorded.late == "forgotten"
    assert stored.verify() == []
    stored.forget_snapshots()
    assert stored.open().book["bram", "earned", ""].balance == 6000


def test_a_database_refuses_what_breaks(stored: StoredCampaign) -> None:
    broken = refusal(stored, FERRY, "bought: {who: kessa, skill: lore, ranks: 2}", late="x")
    assert "bought (kessa): refused by purchase: lore costs more than they have" in broken


def test_nothing_joins_a_late_session(stored: StoredCampaign) -> None:
    stored.insert(FERRY, late="forgotten")
    stored.append("awarded: {points: 1}")
    last = stored.open().why("bram", "points").postings[-1]
    assert (last.day, last.session) == (105, "")


def test_a_late_session_is_exported_and_read_back(stored: StoredCampaign, tmp_path: Path) -> None:
    stored.insert(FERRY, *IN_IT, late="forgotten")
    stored.append(Noted(SessionStarted(name="A talk", day=35), late="so too"), "awarded: {points: 1}")
    text = stored.as_yaml()
    read = open_campaign(parse_source(text, str(tmp_path / "again.yaml")))
    assert read.problems == ()
    assert read.book.sheet() == stored.open().book.sheet()
    with open_store(f"sqlite:{tmp_path / 'again.db'}") as other:
        (tmp_path / "again.yaml").write_text(text, encoding="utf-8")
        copy = other.bring(tmp_path / "again.yaml").campaign
        assert copy.open().book.sheet() == read.book.sheet()
        assert copy.verify() == []
        copy.append(Awarded(points="1", who=("bram",)))
        assert copy.open().why("bram", "points").postings[-1].day == 105


def test_a_file_may_end_with_a_late_session(stored: StoredCampaign, file: Path, tmp_path: Path) -> None:
    FileCampaign(file).insert("{session: The ferry, day: 105}", *IN_IT, late="forgotten")
    assert file.read_text().rstrip().endswith("- used: {who: bram, skill: lore}")
    with open_store(f"sqlite:{tmp_path / 'ends.db'}") as other:
        copy = other.bring(file).campaign
        copy.append("awarded: {points: 1}")
        FileCampaign(file).record("awarded: {points: 1}")
        assert copy.open().why("bram", "points").postings[-1].session == ""
        assert copy.open().book.sheet() == FileCampaign(file).open().book.sheet()
        assert other.bring(file).differences == ()
    assert stored.store.bring(file).differences == ()  # type: ignore[attr-defined]
    assert stored.open().book.sheet() == FileCampaign(file).open().book.sheet()


@pytest.mark.parametrize(
    ("day", "late"), [(104, ""), (104, "forgotten"), (30, ""), (60, "forgotten"), (105, "x")]
)
def test_importing_again_a_file_with_a_session_inserted(
    stored: StoredCampaign, file: Path, day: int, late: str
) -> None:
    FileCampaign(file).insert(f"{{session: The ferry, day: {day}}}", *IN_IT, late=late)
    FileCampaign(file).record("awarded: {points: 1}")
    text = file.read_text()
    stored.store.bring(file, yes=True)  # type: ignore[attr-defined]
    assert stored.open().book.sheet() == FileCampaign(file).open().book.sheet()
    stored.append("awarded: {points: 1}")
    exported = stored.as_yaml()
    assert open_campaign(parse_source(exported, str(file))).book.sheet() == stored.open().book.sheet()
    assert text.count("late") == exported.count("late")
    assert stored.verify() == []
    file.write_text(exported, encoding="utf-8")
    FileCampaign(file).record("{session: Four, day: 110}", "awarded: {points: 1}")
    assert stored.store.bring(file).differences == ()  # type: ignore[attr-defined]
    assert stored.open().book.sheet() == FileCampaign(file).open().book.sheet()


def test_a_late_session_may_be_written_by_hand(tmp_path: Path) -> None:
    late = "  - {session: The ferry, day: 30, late: forgotten, events: [{awarded: {points: 2}}]}\n"
    campaign = written(tmp_path, SMALL + late).open()
    assert campaign.problems == ()
    assert campaign.today == 40
    assert [p.day for p in campaign.why("bram", "points").postings] == [10, 30]
    undated = written(tmp_path, SMALL + late.replace("day: 30, ", "")).open()
    assert "late: needs the day: on which it was played" in [p.message for p in undated.problems]


# The command.


def test_the_command_shows_what_changes_before_it_writes(file: Path, ask: Any) -> None:
    before = file.read_text()
    code, out, _ = ask("insert", file, FERRY, *IN_IT)
    assert code == 0
    assert "kessa  points" in out
    assert out.endswith("Nothing recorded yet: add --yes to record it.\n")
    assert file.read_text() == before
    code, out, _ = ask("insert", file, FERRY, *IN_IT, "--yes")
    assert (code, out.endswith(f"Recorded in {file}.\n")) == (0, True)
    assert "session: The ferry" in file.read_text()


def test_the_command_is_the_same_for_a_database(stored: StoredCampaign, ask: Any) -> None:
    code, _, err = ask("insert", stored.address, FERRY)
    assert (code, "say why (--late)" in err) == (1, True)
    assert ask("insert", stored.address, FERRY, *IN_IT, "--late", "forgotten", "--yes", "--by", "Ann")[0] == 0
    assert stored.open().why("bram", "points").postings[-1].session == "The ferry"


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False)])
def test_the_command_asks_where_somebody_can_answer(
    file: Path, ask: Any, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert ask("insert", file, FERRY)[0] == 0
    assert ("The ferry" in file.read_text()) is written


class Terminal(StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


def test_an_empty_journal_has_no_past(tmp_path: Path) -> None:
    home = written(tmp_path, SMALL[: SMALL.index("  # how")])
    assert "the journal has no entries yet: record the session (rpgprog record)" in refusal(home, FERRY)


# A law: whatever was recorded before, a late session comes to the same in both homes.

EVENTS = (
    "awarded: {points: 3}",
    "used: {who: kessa, skill: climb}",
    "used: {who: bram, skill: lore, times: 3}",
    "awarded: {who: party, points: 1}",
    "ruled: {who: bram, skill: climb, ranks: 2, by: GM, why: x}",
)


@st.composite
def items(draw: st.DrawFn) -> list[str]:
    """Sessions, down-times and time that passes, with days that only go on."""
    entries, day = [], 0
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(("session", "session", "downtime", "passed")))
        span = draw(st.integers(0, 60))
        day += span
        if kind != "session":
            entries.append(f"{{{kind}: {span}}}")
            continue
        present = draw(st.sampled_from(("", ", present: [kessa]", ", present: [bram]")))
        events = ", ".join(f"{{{event}}}" for event in draw(st.lists(st.sampled_from(EVENTS), max_size=3)))
        entries.append(f"{{session: S{number}, day: {day}{present}, events: [{events}]}}")
    return entries


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    items(), st.integers(0, 200), st.lists(st.sampled_from(EVENTS), max_size=3), st.booleans(), st.booleans()
)
def test_a_session_of_the_past_comes_to_the_same_in_both_homes(
    entries: list[str], day: int, events: list[str], alone: bool, in_place: bool
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        head = FILE[: FILE.index("  # how")]
        here = written(path, head + "".join(f"  - {entry}\n" for entry in entries))
        assert here.open().problems == ()
        session = f"{{session: Lost, day: {day}{', present: [bram]' if alone else ''}}}"
        with open_store(f"sqlite:{path / 'law.db'}") as store:
            there = store.bring(path / "road.yaml").campaign
            try:
                moved = here.insert(session, *events, late="" if in_place else "forgotten").moved
            except Mistakes:  # in a down-time, or something would move
                assume(False)
            assert sorted(moved) == sorted(there.insert(session, *events, late="forgotten").moved)
            assert here.open().problems == there.open().problems == ()
            assert here.open().book.sheet() == there.open().book.sheet()
            assert there.verify() == []
            text = there.as_yaml()
        assert (
            open_campaign(parse_source(text, str(path / "road.yaml"))).book.sheet()
            == here.open().book.sheet()
        )
