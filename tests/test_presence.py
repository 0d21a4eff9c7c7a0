"""Who plays along, who is there, who is away: what holds at each entry, in a file and in a database alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from attrs import frozen
from databases import KINDS, fresh
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import same

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.events import DowntimeStarted, Joined, Left, Passed, Returned, SessionStarted, Used
from rpgprog.problems import Mistakes
from rpgprog.store import StoredCampaign, open_store
from rpgprog.store import fold as folding
from rpgprog.store.snapshots import newest

RULES = """\
ruleset: presence
skills: {climb: athletics, lore: learning}
policies:
  awards: {encounter: 2, absent: 1/2}
  decay: {period: 10}
  training: on
  hoard-limit: {cap: 30, mode: expire}
"""
HEAD = """\
campaign: Presence
ruleset: rules.yaml
characters:
  ann: {ranks: {climb: 9}}
  bob: {ranks: {climb: 9}}
journal:
  - session: Zero
    day: 0
"""
AWARD = "awarded: {points: 1}"


@frozen
class Table:
    """A campaign in a file and in a database, into which the same is recorded."""

    file: FileCampaign
    stored: StoredCampaign

    def record(self, *entries: str, at_once: bool = False) -> Campaign:
        """Record entries, one by one or at once: both come to the same."""
        for some in [entries] if at_once else [(entry,) for entry in entries]:
            self.file.record(*some)
            self.stored.append(*some)
        return self.campaign()

    def campaign(self) -> Campaign:
        """What both are, and what is read from the rows alone is as well."""
        written, held = self.file.open(), self.stored.open()
        assert [problem.message for problem in written.problems] == []
        same(written, held)
        self.stored.forget_snapshots()
        assert self.stored.open().book.sheet() == written.book.sheet()
        return held

    def refuse(self, *entries: str) -> str:
        """The one thing that speaks against recording entries, in both."""
        messages = []
        for record in (self.file.record, self.stored.append):
            with pytest.raises(Mistakes) as mistakes:
                record(*entries)
            messages.append([problem.message for problem in mistakes.value.problems])
        assert messages[0] == messages[1]
        (message,) = messages[0]
        return message


@contextmanager
def table(kind: str, folder: Path, head: str = HEAD) -> Iterator[Table]:
    """A table with a database of a kind."""
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(RULES)
    (folder / "file.yaml").write_text(head)
    with fresh(kind, folder) as address, open_store(address) as store:
        stored = store.campaign(store.bring(folder / "file.yaml").campaign.name)
        yield Table(FileCampaign(folder / "file.yaml"), stored)


@pytest.fixture(params=KINDS)
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Table]:
    """The table of Ann and Bob, beside each kind of database."""
    with table(request.param, tmp_path) as made:
        yield made


def points(campaign: Campaign) -> dict[str, float]:
    """The points of everybody who has any."""
    sheet = campaign.book.sheet().items()
    return {who: amount / 1000 for (who, kind, _), amount in sheet if kind == "points"}


def climbing(campaign: Campaign) -> dict[str, int]:
    """How well everybody climbs: a rank is lost every 10 days, but not while somebody is away."""
    return {who: amount for (who, kind, of), amount in campaign.book.sheet().items() if (kind, of) == CLIMB}


CLIMB = ("rank", "climb")


# Who is there.


def test_whoever_joins_in_a_session_is_there_from_then_on(played: Table) -> None:
    """Of three awards the last two are hers as well; to the first she had not come yet."""
    joined = played.record("{session: One, day: 1}", AWARD, "joined: {who: bea}", AWARD, AWARD)
    assert points(joined) == {"ann": 3, "bob": 3, "bea": 2}


def test_nor_does_a_list_of_those_present_leave_them_out(played: Table) -> None:
    """Bob is away and gets his half; Bea was not of the party when the first award was made."""
    joined = played.record("{session: One, day: 1, present: [ann]}", AWARD, "joined: {who: bea}", AWARD)
    assert points(joined) == {"ann": 2, "bob": 1, "bea": 1}


@pytest.mark.parametrize("at_once", [False, True])
def test_whoever_joins_in_a_session_may_be_named_as_present(played: Table, at_once: bool) -> None:
    """In the entry of the session, or where it is recorded together with those after it."""
    session = "session: One\nday: 1\npresent: [ann, bea]"
    if at_once:
        played.record(session, AWARD, "joined: {who: bea}", at_once=True)
    else:
        played.record(f"{session}\nevents:\n  - {AWARD}\n  - joined: {{who: bea}}")
    assert points(played.record("awarded: {points: 4}"))["bea"] == 4
    started = [one.event for one in played.campaign().journal.ledger if isinstance(one.event, SessionStarted)]
    assert started[-1].present == ("ann",), "she was not there yet when it began"


def test_whoever_does_not_join_may_not(played: Table) -> None:
    allowed = 'present: there is no character "bea"; allowed: ann, bob'
    assert played.refuse("{session: One, day: 1, present: [ann, bea]}") == allowed
    named = "{session: One, day: 1, present: [bea]}", "{session: Two, day: 1}", "joined: {who: bea}"
    assert played.refuse(*named) == allowed, "she joins in another session"


def test_whoever_leaves_or_dies_is_not_there_any_more(played: Table) -> None:
    left = played.record("{session: One, day: 1}", AWARD, "died: {who: bob}", AWARD, "{session: Two, day: 2}")
    assert points(left) == {"ann": 2, "bob": 1}
    ended = [one.event.present for one in left.journal.ledger if one.word == "session ended"]
    assert ended == [("ann", "bob"), ("ann",), ("ann",)]


def test_whoever_has_left_is_not_present_unless_they_return(played: Table) -> None:
    played.record("left: {who: bob}")
    why = "present: bob has left: if they are back, add returned: first"
    assert played.refuse("{session: One, day: 1, present: [ann, bob]}") == why
    back = ("{session: One, day: 1, present: [ann, bob]}", AWARD, "returned: {who: bob}", AWARD)
    assert points(played.record(*back, at_once=True)) == {"ann": 2, "bob": 1}


def test_whoever_returns_to_a_session_is_there_from_then_on(played: Table) -> None:
    back = (
        "left: {who: bob}",
        "{session: One, day: 1, present: [ann]}",
        AWARD,
        "returned: {who: bob}",
        AWARD,
    )
    assert points(played.record(*back)) == {"ann": 2, "bob": 1}


def test_a_late_entry_counts_as_of_its_day(played: Table) -> None:
    """Bob had not left on day 2, and on day 4 Bea was to come only the day after."""
    played.record("{session: One, day: 1}", "left: {who: bob, day: 3}", "joined: {who: bea, day: 5}")
    played.record("{session: Two, day: 9}", "used: {who: bob, skill: climb, day: 2, late: forgotten}")
    late = played.record("awarded: {points: 1, who: party, day: 2, late: forgotten}")
    assert points(late) == {"ann": 1, "bob": 1}
    left = "who: bob has left: if they are back, add returned: first"
    assert played.refuse("used: {who: bob, skill: climb, day: 4, late: forgotten}") == left
    to_join = "who: bea joins only on day 5 (joined:)"
    assert played.refuse("used: {who: bea, skill: climb, day: 4, late: forgotten}") == to_join


def test_joining_on_a_future_day_does_not_move_time(tmp_path: Path) -> None:
    head = HEAD.replace("journal:", "  cid: {joined: 40}\njournal:")
    for kind in KINDS[:1]:
        with table(kind, tmp_path, head) as made:
            campaign = made.record("{session: One, day: 7}", AWARD, "joined: {who: dan, day: 30}", AWARD)
            assert points(campaign) == {"ann": 2, "bob": 2}
            campaign = made.record("passed: 30 days", AWARD)
            assert points(campaign) == {"ann": 3, "bob": 3, "dan": 1}


# Who is away while time passes.


def test_time_stands_still_from_leaving_to_returning(played: Table) -> None:
    """Ten days before he left, ten after he was back: two ranks of his and five of hers."""
    gone = (
        "passed: 10 days",
        "left: {who: bob}",
        "passed: 30 days",
        "returned: {who: bob}",
        "passed: 10 days",
    )
    assert climbing(played.record(*gone)) == {"ann": 4, "bob": 7}


@pytest.mark.parametrize("day", [9, 11, 29, 39])
def test_a_day_between_two_sessions_is_read_as_the_fold_will_have_it(played: Table, day: int) -> None:
    """Bob missed the session on day 30: on no day before it has he lost what he still has then."""
    missed = played.record("{session: One, day: 30, present: [ann]}", "{session: Two, day: 40}")
    for campaign in (missed, played.file.open()):
        assert climbing(campaign.at(day)) == {"ann": 9 - day // 10, "bob": 9 - max(day - 30, 0) // 10}


def test_whoever_has_left_does_not_age_in_a_forecast(played: Table) -> None:
    """Neither on a day to come, nor after they came back."""
    gone = played.record("passed: 10 days", "left: {who: bob}")
    for campaign in (gone, played.file.open()):
        assert climbing(campaign.at(100)) == {"bob": 8}
    back = played.record("passed: 20 days", "returned: {who: bob}")
    assert climbing(back.at(39)) == {"ann": 6, "bob": 8}
    assert climbing(back.at(40)) == {"ann": 5, "bob": 7}


@pytest.mark.parametrize(
    "between",
    [(), ("passed: 20 days",), ("passed: 5 days", "used: {who: ann, skill: lore}", "passed: 10 days")],
)
def test_a_missed_session_was_missed_since_the_one_before(played: Table, between: tuple[str, ...]) -> None:
    """Whatever was recorded in between, and had passed for Bob as for everybody until then."""
    missed = played.record(*between, "{session: One, day: 30, present: [ann]}")
    assert climbing(missed) == {"ann": 6, "bob": 9}
    assert climbing(played.record("{session: Two, day: 50}")) == {"ann": 4, "bob": 7}


def test_a_snapshot_from_before_it_was_missed_is_not_used(played: Table) -> None:
    played.record("{session: One, day: 10}")
    assert played.stored.take_snapshot()
    played.record("passed: 20 days")
    assert played.stored.take_snapshot()
    assert climbing(played.record("{session: Two, day: 40, present: [ann]}")) == {"ann": 5, "bob": 8}


def test_every_snapshot_is_what_the_rows_before_it_come_to(
    played: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is made after each row on the way, but for those whose time a later session decides about."""
    played.record("passed: 20 days", "{session: One, day: 40, present: [ann]}", "passed: 9 days")
    monkeypatch.setattr(folding, "SPACED", 1)
    played.stored.forget_snapshots()
    assert played.stored.take_snapshot()
    made = [seq for seq, *_ in played.stored.snapshots()]
    assert made == [1, 2, 3, 4, 6, 7, 8], "number 5 is that 20 days passed"
    with played.stored.store.reading() as connection:
        for seq in made:
            kept = newest(played.stored.reading, connection, seq, None)
            assert kept is not None
            assert kept.sheet == folding.state_at(played.stored.reading, connection, seq).book.sheet()


def test_open_spans_end_before_a_later_day(played: Table) -> None:
    """At the end of the session on day 5 whatever is above 30 points expires, and it is not forgotten."""
    later = ("{session: One, day: 5}", "awarded: {points: 40}", "awarded: {points: 3, day: 9}")
    assert points(played.record(*later)) == {"ann": 33, "bob": 33}


def test_a_down_time_says_who_is_away_while_it_lasts(played: Table) -> None:
    """Neither what was before it, nor what comes after."""
    played.record("passed: 10 days", "{downtime: 20 days, absent: [ann]}")
    assert climbing(played.record("{session: One, day: 50, present: [ann]}")) == {"ann": 6, "bob": 6}


def test_who_is_away_from_a_down_time_that_is_open_is_away_to_its_end(played: Table) -> None:
    """The end that is not recorded yet says so too."""
    away = played.record("{downtime: 60 days, absent: [bob]}")
    assert climbing(away) == {"ann": 3, "bob": 9}
    assert climbing(played.record("passed: 10 days")) == {"ann": 2, "bob": 8}


def test_whoever_returns_amid_a_down_time_is_back(played: Table) -> None:
    played.record("left: {who: bob}", "{downtime: 40 days}", "returned: {who: bob, day: 20}")
    assert climbing(played.record("passed: 10 days")) == {"ann": 4, "bob": 6}


def test_an_entry_may_say_who_was_away(played: Table) -> None:
    """Nobody, or somebody: it stays so, whatever a session decides about the rest of the time."""
    played.record("used: {who: ann, skill: lore, day: 20, absent: [ann]}")
    played.record("used: {who: ann, skill: lore, day: 40, absent: []}")
    assert climbing(played.record("{session: One, day: 60, present: [ann]}")) == {"ann": 5, "bob": 5}


def test_an_events_absentees_are_written_out(played: Table, tmp_path: Path) -> None:
    played.stored.append(Used(who="ann", skill="lore", day=20, absent=("bob",)))
    (tmp_path / "out.yaml").write_text(played.stored.as_yaml())
    same(open_campaign(tmp_path / "out.yaml"), played.stored.open())
    with pytest.raises(Mistakes, match="passed: absent: is for other entries"):
        played.stored.append(Passed(days=3, absent=("bob",)))


def test_events_do_as_entries_do(played: Table) -> None:
    """Given as objects to the database, as entries to the file."""
    texts = [
        "left: {who: bob}",
        "passed: 10 days",
        "returned: {who: bob}",
        "{downtime: 20 days, absent: [ann]}",
    ]
    texts += ["{session: One, day: 40, present: [ann]}", "joined: {who: bea}", "left: {who: ann}"]
    played.file.record(*texts)
    played.stored.append(
        Left(who="bob", why="left"),
        Passed(days=10),
        Returned(who="bob"),
        DowntimeStarted(until=30, away=("ann",)),
        SessionStarted(name="One", day=40, present=("ann",)),
        Joined(who="bea"),
        Left(who="ann", why="left"),
    )
    assert climbing(played.record("passed: 10 days")) == {"ann": 7, "bob": 6}


# What is reverted.


def test_a_membership_that_is_reverted_does_not_count(played: Table) -> None:
    """He was there all the time, and time passed for him; reverted in turn, it did not."""
    played.record("left: {who: bob, id: gone}", "passed: 30 days")
    undo = "reverted: {event: gone, by: GM, why: it was Bert, id: undone}"
    back = played.record("{session: One, day: 40}", undo, AWARD)
    assert (climbing(back)["bob"], points(back)) == (5, {"ann": 1, "bob": 1})
    again = played.record("reverted: {event: undone, by: GM, why: it was he}", AWARD)
    assert (climbing(again)["bob"], points(again)) == (9, {"ann": 2, "bob": 1})


def test_whoever_never_joined_may_join_again(played: Table) -> None:
    played.record("{session: One, day: 1}", "joined: {who: bea, brings: {points: 7}, id: typo}", AWARD)
    undo = "reverted: {event: typo, by: GM, why: misread}"
    assert points(played.record(undo, AWARD)) == {"ann": 2, "bob": 2, "bea": 1}
    why = "who: bea never joined, since that was reverted: add joined: again"
    assert played.refuse("used: {who: bea, skill: climb}") == why
    again = played.record("joined: {who: bea, brings: {points: 2, player: Uwe}}", AWARD)
    assert points(again) == {"ann": 3, "bob": 3, "bea": 4}
    assert again.journal.characters["bea"].player == "Uwe"
    assert played.refuse("joined: {who: bea}") == 'who: there is already a character "bea"'


def test_a_reverted_session_says_nothing_about_who_was_away(played: Table) -> None:
    played.record("{session: One, day: 30, present: [ann], id: one}")
    undone = played.record("{session: Two, day: 40}", "reverted: {event: one, by: GM, why: a dream}")
    assert climbing(undone) == {"ann": 5, "bob": 5}


# Whatever is recorded.

SOMEBODY = st.sampled_from(["ann", "bob", "bea"])
SOME = st.lists(SOMEBODY, unique=True, max_size=3).map(", ".join)
DAYS = st.integers(0, 25)
WORDS = st.sampled_from(
    [
        "{session: S, day: SOON, present: [SOME]}",
        "{session: S, day: SOON}",
        "{downtime: DAYS, absent: [SOME]}",
        "passed: DAYS",
        "left: {who: SOMEBODY}",
        "left: {who: SOMEBODY, day: PAST, late: forgotten}",
        "returned: {who: SOMEBODY}",
        "returned: {who: SOMEBODY, day: SOON}",
        "joined: {who: bea}",
        "joined: {who: bea, day: PAST, late: forgotten}",
        "awarded: {points: 1}",
        "awarded: {points: 1, day: PAST, late: forgotten}",
        "awarded: {points: 1, who: party, day: SOON}",
        "used: {who: SOMEBODY, skill: climb, day: PAST, late: forgotten}",
        "used: {who: ann, skill: lore, day: SOON, absent: [SOME]}",
        "reverted: {event: NUMBER, by: GM, why: a slip}",
    ]
)


@st.composite
def entries(draw: st.DrawFn) -> list[str]:
    """Entries one after the other, each some days on or back from where those before may have come."""
    today, texts = 0, []
    for words in draw(st.lists(WORDS, max_size=10)):
        days, some = draw(DAYS), {"SOMEBODY": SOMEBODY, "SOME": SOME, "NUMBER": st.integers(1, 12)}
        numbers = {"SOON": today + days, "PAST": max(today - days, 0), "DAYS": days}
        for word, value in {**numbers, **{word: draw(drawn) for word, drawn in some.items()}}.items():
            words = words.replace(word, str(value))
        texts.append(words)
        today += days if f"day: {today + days}" in words or f": {days}" in words[:12] else 0
    return texts


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_and_a_database_agree(kind: str, tmp_path: Path) -> None:
    """One by one, at once, and brought from the file: the same ledger, the same sheets, the same refusals."""
    numbers = count()

    @given(entries())
    @settings(max_examples=settings.default.max_examples // 2 if kind == "sqlite" else 5)
    def agree(texts: list[str]) -> None:
        folder = tmp_path / str(next(numbers))
        with table(kind, folder) as made:
            recorded = [text for text in texts if _recorded(made, text)]
            campaign, store = made.campaign(), made.stored.store
            store.bring(made.file.path, name="brought")
            same(campaign, store.campaign("brought").open())
            (folder / "again.yaml").write_text(HEAD)
            store.bring(folder / "again.yaml", name="at once")
            store.campaign("at once").append(*recorded)
            same(campaign, store.campaign("at once").open())

    agree()


def _recorded(made: Table, text: str) -> bool:
    """Whether an entry is recorded: by both, or by neither and for the same reasons."""
    reasons: list[list[str]] = []
    for record in (made.file.record, made.stored.append):
        try:
            record(text)
        except Mistakes as mistakes:
            reasons.append([problem.message for problem in mistakes.problems])
    assert len(reasons) in (0, 2), (text, reasons)
    assert reasons[:1] == reasons[1:]
    return not reasons
