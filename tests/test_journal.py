"""Journals: who is meant, who is away, on which day what happened, and how training is spread."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.events import Awarded, Passed, SessionEnded, SessionStarted, Trained
from rpgprog.journal import Journal, Recorded, read_journal
from rpgprog.journal.entries.base import LAST_DAY
from rpgprog.journal.ledger_builder import spread
from rpgprog.ledger.accounts import UNIT
from rpgprog.problems import Mistakes
from rpgprog.source import parse_source

HERE = Path(__file__).parent / "wrong" / "campaign.yaml"
HEAD = """\
campaign: The Long Road
ruleset: house.yaml
characters:
  Kessa: {ranks: {climbing: 3}}
  Bram:
  Ann: {joined: 20}
journal:
"""


def journal(text: str, head: str = HEAD) -> Journal:
    return read_journal(parse_source(head + text, str(HERE)))


def campaign(text: str, head: str = HEAD) -> Campaign:
    return open_campaign(parse_source(head + text, str(HERE)))


def recorded(found: Journal, word: str) -> list[Recorded]:
    assert [str(problem) for problem in found.problems] == []
    return [entry for entry in found.ledger if entry.word == word]


def messages(found: Journal) -> list[str]:
    return [problem.message for problem in found.problems]


def session(day: int, *events: str, more: str = "") -> str:
    lines = "".join(f"      - {event}\n" for event in events)
    return f"  - session: Day {day}\n    day: {day}\n{more}" + (f"    events:\n{lines}" if events else "")


def who_gets(text: str) -> list[tuple[str, ...]]:
    return [
        entry.event.who for entry in recorded(journal(text), "awarded") if isinstance(entry.event, Awarded)
    ]


# Who is meant.


def test_all_means_those_present_and_party_everyone_who_plays() -> None:
    here = "    present: [Kessa]\n"
    assert who_gets(session(12, "awarded: {points: 1}", more=here)) == [("Kessa",)]
    assert who_gets(session(12, "awarded: {who: all, points: 1}", more=here)) == [("Kessa",)]
    assert who_gets(session(12, "awarded: {who: party, points: 1}", more=here)) == [("Kessa", "Bram")]
    assert who_gets(session(12, "awarded: {who: [Bram, all], points: 1}", more=here)) == [("Bram", "Kessa")]
    assert who_gets(session(12, "awarded: {who: [all, Kessa, party], points: 1}", more=here)) == [
        ("Kessa", "Bram")
    ]


def test_without_a_list_the_whole_party_is_present() -> None:
    assert who_gets(session(12, "awarded: {points: 1}")) == [("Kessa", "Bram")]
    assert who_gets(session(20, "awarded: {points: 1}")) == [("Kessa", "Bram", "Ann")]
    assert who_gets("  - awarded: {points: 1}\n") == [("Kessa", "Bram")]


def test_who_left_is_not_of_the_party_until_they_are_back() -> None:
    text = session(12, "left: {who: Kessa}", "awarded: {who: party, points: 1}") + session(
        13, "awarded: {points: 1}"
    )
    back = "  - returned: {who: Kessa}\n" + session(14, "awarded: {points: 1}")
    assert who_gets(text + back) == [("Bram",), ("Bram",), ("Kessa", "Bram")]


def test_the_dead_are_not_of_the_party() -> None:
    assert who_gets(session(12, "died: {who: Bram}") + session(13, "awarded: {points: 1}")) == [("Kessa",)]


def test_an_event_for_several_becomes_one_each() -> None:
    found = recorded(journal(session(12, "used: {who: all, skill: lore, note: at dusk}")), "used")
    assert [entry.event.who for entry in found] == ["Kessa", "Bram"]  # type: ignore[attr-defined]
    assert {entry.note for entry in found} == {"at dusk"}


def test_nobody_takes_part_before_they_join() -> None:
    assert messages(journal(session(12, "used: {who: Ann, skill: lore}"))) == [
        "who: Ann joins only on day 20 (joined:)"
    ]
    assert messages(journal(session(12, more="    present: [Ann]\n"))) == [
        "present: Ann joins only on day 20 (joined:)"
    ]
    late = session(30, "awarded: {points: 1, day: 12, late: we forgot}")
    assert who_gets(late) == [("Kessa", "Bram")]


# Days.


def days(text: str) -> list[tuple[str, int]]:
    found = journal(text)
    assert messages(found) == []
    return [(entry.word, entry.event.day) for entry in found.ledger if entry.word != "joined"]


def test_a_session_begins_and_ends_on_its_day() -> None:
    found = journal(
        session(12, "awarded: {points: 1}", more="    gm: GM one\n    date: 2026-05-21\n    hours: 4.5\n")
    )
    started, award, ended = [entry for entry in found.ledger if entry.word != "joined"][:3]
    assert (started.word, award.word, ended.word) == ("session", "awarded", "session ended")
    assert isinstance(started.event, SessionStarted)
    assert (started.event.name, started.event.hours, started.gm) == ("Day 12", 4500, "GM one")
    assert isinstance(ended.event, SessionEnded)
    assert (award.session, award.gm, award.event.day) == ("Day 12", "GM one", 12)
    assert (started.place.line, award.place.line) == (8, 14)


def test_a_session_after_a_span_of_time() -> None:
    text = (
        session(12)
        + "  - session: Later\n    after: 2 weeks\n  - passed: 3 days\n  - session: Last\n    after: 1 day\n"
    )
    assert [day for word, day in days(text) if word in ("session", "passed")] == [12, 26, 29, 30]


def test_two_sessions_may_be_on_one_day() -> None:
    assert [day for word, day in days(session(12) + session(12)) if word == "session"] == [12, 12]


def test_the_first_day_is_the_start() -> None:
    head = HEAD.replace("characters:", "start: 100\ncharacters:").replace("joined: 20", "joined: 120")
    found = journal("  - session: First\n    after: 1 day\n", head)
    assert [(entry.word, entry.event.day) for entry in found.ledger] == [
        *[("joined", 100)] * 2,
        *[("session", 101), ("session ended", 101)],
        ("joined", 120),
    ]


def test_an_event_may_be_on_a_later_day_of_its_session() -> None:
    text = session(12, "awarded: {points: 1, day: 14}", "awarded: {points: 2}") + session(14)
    assert [entry for entry in days(text) if entry[0] == "awarded"] == [("awarded", 12), ("awarded", 14)]
    assert messages(journal(session(12, "awarded: {points: 1, day: 14}") + session(13))) == [
        "day: the session is on day 13, but it is already day 14: sessions must be in order"
    ]


def test_a_late_entry_is_folded_on_its_day_after_what_stood_there() -> None:
    """The order of the fold is day, then position in the file."""
    text = session(10, "awarded: {points: 1, id: a}") + session(
        12,
        "awarded: {points: 2, id: b}",
        "awarded: {points: 3, id: c, day: 10, late: we forgot}",
        "awarded: {points: 4, id: d}",
    )
    found = recorded(journal(text), "awarded")
    assert [entry.id for entry in found] == ["a", "c", "b", "d"]
    assert [entry.late for entry in found] == ["", "we forgot", "", ""]
    everything = journal(text).ledger
    assert [entry.order for entry in everything] == sorted(entry.order for entry in everything)
    assert len({entry.position for entry in everything}) == len(everything)


def test_what_was_late_explains_itself() -> None:
    text = session(10) + session(
        12, "awarded: {points: 3, who: Bram, day: 10, late: we forgot, note: the bridge}"
    )
    [posting] = campaign(text).why("Bram", "points").postings
    assert (posting.day, posting.balance, posting.note, posting.late) == (10, 3000, "the bridge", "we forgot")


def test_no_day_is_beyond_all_days() -> None:
    assert messages(journal(f"  - passed: {LAST_DAY} days\n")) == []
    assert messages(journal(f"  - passed: {LAST_DAY} days\n  - passed: 1 day\n")) == [
        "passed: no campaign goes past day 10,000,000"
    ]
    assert messages(journal(session(LAST_DAY) + "  - session: Beyond\n    after: 1 day\n")) == [
        "after: no campaign goes past day 10,000,000"
    ]


# Who is away.


def absent(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = journal(text)
    assert messages(found) == []
    return [(entry.word, entry.event.absent) for entry in found.ledger if entry.event.absent]


def test_missing_a_session_means_away_since_the_one_before() -> None:
    between = "  - used: {who: Kessa, skill: climbing, day: 25}\n"
    text = (
        session(20)
        + between
        + session(32, more="    present: [Kessa]\n")
        + between.replace("25", "35")
        + session(40)
    )
    away = ("Bram", "Ann")
    assert absent(text) == [("used", away), ("session", away), ("session ended", away)]


def test_in_a_downtime_nobody_is_away_unless_it_says_so() -> None:
    assert absent("  - downtime: 6 months\n") == []
    away = (
        "  - downtime: 6 months\n    absent: [Bram]\n    events:\n      - used: {who: Kessa, skill: lore}\n"
    )
    assert absent(away) == [("joined", ("Bram",)), ("used", ("Bram",)), ("downtime ended", ("Bram",))]


def test_who_left_is_away_while_time_passes() -> None:
    text = "  - left: {who: Bram}\n  - passed: 3 days\n  - downtime: 1 week\n"
    text += "  - returned: {who: Bram}\n  - passed: 1 day\n"
    assert absent(text) == [
        (word, ("Bram",)) for word in ("passed", "downtime", "downtime ended", "returned")
    ]


@pytest.mark.parametrize(
    "between",
    ["", "  - used: {who: Kessa, skill: climbing, day: 190, late: forgotten}\n", "  - passed: 190 days\n"],
)
def test_whatever_moves_time_first_the_absent_do_not_age(between: str) -> None:
    """Bram's player missed the session of day 200; an entry in between, or somebody who joins, changes nothing."""
    head = HEAD.replace("Bram:", "Bram: {ranks: {lore: 5}}")
    text = session(1) + between + session(200, more="    present: [Kessa]\n")
    assert campaign(text, head).sheet("Bram").skills[0].rank == 5


def test_time_stands_still_for_the_absent() -> None:
    """Bram's player misses the second session, half a year on: Bram's lore is as it was."""
    head = HEAD.replace("Bram:", "Bram: {ranks: {lore: 5, languages: 5}}")
    ranks = {}
    for present in ("[Kessa, Bram]", "[Kessa]"):
        text = session(1, "used: {who: Bram, skill: lore}") + session(200, more=f"    present: {present}\n")
        sheet = campaign(text, head).sheet("Bram")
        ranks[present] = {row.skill: row.rank for row in sheet.skills}
    assert ranks["[Kessa, Bram]"]["lore"] == 4
    assert ranks["[Kessa]"]["lore"] == 5


# Training in a down-time.


def pieces(text: str) -> list[tuple[int, int]]:
    found = recorded(journal(text), "trained")
    return [(entry.event.day, entry.event.hours) for entry in found if isinstance(entry.event, Trained)]


def downtime(event: str, span: str = "28 days", first: int = 100) -> str:
    return session(first) + f"  - downtime: {span}\n    events:\n      - trained: {event}\n"


def test_training_is_spread_evenly_over_a_downtime() -> None:
    assert pieces(downtime("{who: Bram, skill: lore, hours: 40}")) == [
        (107, 10000),
        (114, 10000),
        (121, 10000),
        (128, 10000),
    ]


def test_the_pieces_are_whole_hours_and_the_last_takes_what_is_left() -> None:
    assert pieces(downtime("{who: Bram, skill: lore, hours: 10.5}")) == [
        (107, 2000),
        (114, 3000),
        (121, 2000),
        (128, 3500),
    ]


def test_few_hours_are_fewer_pieces() -> None:
    assert pieces(downtime("{who: Bram, skill: lore, hours: 2}")) == [(114, 1000), (128, 1000)]
    assert pieces(downtime("{who: Bram, skill: lore, hours: 0.5}")) == [(128, 500)]
    assert pieces(downtime("{who: Bram, skill: lore, hours: 0}")) == [(128, 0)]


def test_training_may_be_for_some_of_the_days() -> None:
    assert pieces(downtime("{who: Bram, skill: lore, hours: 4, from: 8, to: 21}")) == [
        (114, 2000),
        (121, 2000),
    ]
    assert pieces(downtime("{who: Bram, skill: lore, hours: 4, from: 28}")) == [(128, 4000)]
    assert pieces(downtime("{who: Bram, skill: lore, hours: 4, to: 1}")) == [(101, 4000)]


def test_training_on_a_day_of_its_own_is_not_spread() -> None:
    assert pieces(downtime("{who: Bram, skill: lore, hours: 4, day: 110}")) == [(110, 4000)]
    assert pieces(downtime("{who: Bram, skill: lore, hours: 4}", span="0")) == [(100, 4000)]
    assert pieces(session(12, "trained: {who: Bram, skill: lore, hours: 4}")) == [(12, 4000)]


def test_a_week_has_the_hours_of_the_rules(tmp_path: Path) -> None:
    assert sum(hours for _, hours in pieces(downtime("{who: Bram, skill: lore, weeks: 1.5}"))) == 60 * UNIT
    rules = "ruleset: short\nextends: house.yaml\npolicies: {training: {hours_per_week: 30}}\n"
    (tmp_path / "house.yaml").write_text((HERE.parent / "house.yaml").read_text())
    (tmp_path / "short.yaml").write_text(rules)
    file = tmp_path / "road.yaml"
    file.write_text(
        HEAD.replace("house", "short") + session(12, "trained: {who: Bram, skill: lore, weeks: 1.5}")
    )
    [trained] = recorded(read_journal(file), "trained")
    assert trained.event.hours == 45 * UNIT  # type: ignore[attr-defined]


@given(st.integers(0, 400), st.integers(1, 200), st.integers(0, 200), st.integers(0, 3 * 10**5))
def test_pieces_add_up_and_lie_within_the_span(first: int, begins: int, more: int, hours: int) -> None:
    event, ends = Trained(who="Bram", skill="lore", hours=hours), begins + more
    found = spread(event, first, begins, ends)
    assert sum(piece.hours for piece in found) == hours  # type: ignore[attr-defined]
    dates = [piece.day for piece in found]
    assert dates == sorted(set(dates))
    assert first + begins <= dates[0]
    assert dates[-1] == first + ends
    assert all(piece.hours % UNIT == 0 for piece in found[:-1])  # type: ignore[attr-defined]
    assert len(found) == max(1, min(-(-(more + 1) // 7), hours // UNIT))


def test_an_event_may_have_a_day_within_the_downtime() -> None:
    text = session(100) + "  - downtime: 28 days\n    events:\n      - awarded: {points: 1, day: 110}\n"
    assert ("awarded", 110) in days(text)
    assert messages(journal(text.replace("110", "90"))) == [
        "day: day 90 is in the past (today is 100): add late: with a reason"
    ]


# Names of entries, and what is taken back.


def test_an_entry_is_taken_back_by_its_name() -> None:
    text = session(
        12, "awarded: {id: pass, points: 3, who: all}", "reverted: {event: pass, by: GM one, why: a dream}"
    )
    assert campaign(text).problems == ()
    assert campaign(text).sheet("Kessa").earned == 0


def test_taking_back_may_be_taken_back() -> None:
    text = session(
        12,
        "awarded: {id: pass, points: 3}",
        "reverted: {id: oops, event: pass, by: GM one, why: a dream}",
        "reverted: {event: oops, by: GM one, why: no dream after all}",
    )
    assert campaign(text).problems == ()
    assert campaign(text).sheet("Kessa").earned == 3000


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (
            "reverted: {event: pas, by: x, why: y}",
            'reverted: there is no entry with the id "pas"; did you mean "pass"?',
        ),
        ("reverted: {event: me, id: me, by: x, why: y}", 'reverted: "me" does not come before this entry'),
        ("awarded: {id: pass, points: 1}", 'id: "pass" is taken on line 11'),
    ],
)
def test_names_that_cannot_be(event: str, why: str) -> None:
    assert messages(journal(session(12, "awarded: {id: pass, points: 3}", event))) == [why]


def test_sessions_and_downtimes_have_names_too() -> None:
    text = session(12, more="    id: one\n") + "  - downtime: 1 day\n    id: one\n"
    assert messages(journal(text)) == ['id: "one" is taken on line 10']


# The head of the file.


def test_a_character_brings_along_what_they_had() -> None:
    head = HEAD.replace(
        "  Bram:",
        "  Bram: {name: Old Bram, player: Jo, level: 2, points: 3.5, earned: 40, coins: 12, "
        "talents: [far sight], "
        "ranks: {lore: 3}, peaks: {lore: 5, languages: 1}, xp: {lore: 12}, last_used: {lore: 0}, share: 1/2}",
    )
    sheet = campaign("  []\n", head).sheet("Old Bram")
    assert (sheet.who, sheet.player, sheet.free, sheet.earned, sheet.coins) == (
        "Bram",
        "Jo",
        3500,
        40000,
        12000,
    )
    assert sheet.talents == ("far sight",)
    assert {row.skill: (row.rank, row.peak) for row in sheet.skills} == {"lore": (3, 5), "languages": (0, 1)}
    [lore, _] = sheet.skills
    assert (lore.xp, lore.last_used) == (12000, 0)


def test_a_campaign_may_have_skills_of_its_own() -> None:
    head = HEAD.replace("characters:", "skills: {sailing: athletics}\ncharacters:").replace(
        "climbing: 3", "sailing: 2"
    )
    sheet = campaign(session(12, "used: {who: Kessa, skill: sailing}"), head).sheet("Kessa")
    assert [(row.skill, row.rank, row.xp) for row in sheet.skills] == [("sailing", 2, 4000)]


@pytest.mark.parametrize("name", ["all", "party", "campaign", "' '"])
def test_some_names_mean_something_else(name: str) -> None:
    head = HEAD.replace("Bram:", f"{name}:")
    assert "is reserved: choose another name" in messages(journal("  []\n", head))[0]


@pytest.mark.parametrize("missing", ["ruleset: house.yaml\n", "characters:"])
def test_without_rules_or_characters_there_is_nothing_to_show(missing: str) -> None:
    with pytest.raises(Mistakes):
        journal("  []\n", HEAD.replace(missing, "about: x\n" if missing.endswith("\n") else "people:"))


@pytest.mark.parametrize("head", [HEAD, HEAD.replace("journal:\n", "")], ids=["empty", "left out"])
def test_an_empty_journal_is_a_campaign(head: str) -> None:
    found = journal("", head)
    assert (found.title, messages(found)) == ("The Long Road", [])
    assert [entry.word for entry in found.ledger] == ["joined"] * 3
    assert not any(isinstance(entry.event, Passed) for entry in found.ledger)
