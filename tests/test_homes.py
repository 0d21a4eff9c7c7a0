"""One protocol, two homes: the same actions on a file and in a database get the same answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from databases import fresh
from test_store import flat

from rpgprog.api import home
from rpgprog.campaign.campaign import Campaign
from rpgprog.campaign.decisions import DEBT, KEEP, REVERT, Answers, decide, entry
from rpgprog.campaign.effect import Change
from rpgprog.campaign.file import FileCampaign
from rpgprog.campaign.home import Home
from rpgprog.problems import Mistakes
from rpgprog.store import StoredCampaign, open_store
from rpgprog.views.wording import reason

FILE = """\
campaign: Two homes
ruleset: one.yaml
seed: 11
characters:
  kessa: {ranks: {climb: 20, swim: 3}, points: 6}
  bram: {ranks: {lore: 2}}
journal:
  - session: One
    day: 5
    gm: Ann
    events:
      - awarded: {id: dragon, points: 12, for: the dragon}
      - bought: {who: kessa, skill: swim, id: lessons}
      - used: {who: kessa, skill: climb, outcome: success}
      - bought: {who: bram, talent: flight}   # which a rule refuses from the first day on
"""
ONE = """\
ruleset: one
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 3}
  purchase: {cost: 4, talents: {flight: 90}}
  refunds: on
  levels: {step: 10}
  decay: {period: 60}
  training: on
  improvement: on
"""
TWO = "ruleset: two\nextends: one.yaml\npolicies: {purchase: {cost: 2}, decay: {period: 30}, levels: {step: 8}}\n"
ROLL = "rolled: {who: kessa, skill: climb}"
MARK = "used: {who: kessa, skill: climb, outcome: success}"
CARE = {"by": "Ann", "why": "a slip"}


# What is answered, in words that do not depend on where a line stands.


def told(change: Change) -> dict[str, Any]:
    names = change.after.ruleset.names
    return {
        "folded": [
            (
                flat(step.recorded),
                [(a.key, n, rule, reason(why, names)) for a, n, rule, why in step.receipts],
                step.refused and step.refused.why,
                step.reverted and step.reverted.position,
            )
            for step in change.folded
        ],
        "moved": change.moved,
        "odds": change.odds,
        "before": state(change.before),
        "after": state(change.after),
    }


def state(campaign: Campaign) -> dict[str, Any]:
    return {
        "ledger": [flat(one) for one in campaign.journal.ledger],
        "sheet": campaign.book.sheet(),
        "people": {who: attrs.asdict(about) for who, about in campaign.journal.characters.items()},
        "rules": campaign.ruleset.name,
        "problems": [problem.message for problem in campaign.problems],
        "sheets": [attrs.asdict(sheet) for sheet in campaign.sheets()],
    }


def answer(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Mistakes as mistakes:
        return sorted({_unplaced(problem.message) for problem in mistakes.problems})


def _unplaced(message: str) -> str:
    """Without the line where an id stands, and without a file's other ids."""
    return re.sub(r'(is taken|no entry with the id "\w+").*', r"\1", message)


def preview(*entries: str) -> Callable[[Home], Any]:
    return lambda home: told(home.preview(*entries))


def record(*entries: str) -> Callable[[Home], Any]:
    """A preview, too, where no dice fall: it is what is recorded."""

    def act(home: Home) -> Any:
        seen = None if any(text.startswith("rolled") for text in entries) else told(home.preview(*entries))
        done = told(home.record(*entries))
        assert seen in (None, done)
        assert state(home.open()) == done["after"]
        return done

    return act


def attempt(*entries: str) -> Callable[[Home], Any]:
    def act(home: Home) -> Any:
        tried = home.attempt(entries)
        return [attrs.asdict(one) for one in tried.broken], tried.moved, tried.fallen

    return act


def decision(*entries: str, others: str) -> Callable[[Home], Any]:
    def act(home: Home) -> Any:
        decided = decide(home.attempt, entries, Answers("Ann", "a slip", others=others))
        assert not decided.open
        return decided.entries, told(home.record(*decided.entries))

    return act


def entry_of(number: int) -> Callable[[Home], Any]:
    def act(home: Home) -> Any:
        found = home.entry(number)
        return found and (flat(found.recorded), found.reverted_by)

    return act


DRAGON = entry("reverted", event="dragon", **CARE)
JOINED = entry("reverted", event=2, **CARE)
ACTIONS: dict[str, list[Callable[[Home], Any]]] = {
    "events of the session that is open": [
        preview("met: {what: goblin}", "used: {who: bram, skill: lore}"),
        record("met: {what: goblin, times: 2}", "bought: {who: kessa, skill: swim}"),
        record("bought: {who: bram, skill: lore, ranks: 2}"),
    ],
    "sessions, down-time, time between": [
        preview("{downtime: 6 months}"),
        record("{downtime: 2 months, absent: [bram]}", "trained: {who: kessa, skill: swim, hours: 40}"),
        record("trained: {who: kessa, skill: lore, hours: 10}"),
        record("{session: Two, day: 90, present: [bram]}", "met: {what: troll}"),
        record("passed: 3 weeks", "used: {who: kessa, skill: climb}", "{session: Three, after: 1 day}"),
        record("used: {who: kessa, skill: swim}", "passed: 1 day"),
        record("used: {who: kessa, skill: swim}"),
    ],
    "late entries": [
        record("{downtime: 200 days}"),
        preview("used: {who: kessa, skill: swim, day: 50, late: forgotten}"),
        record("used: {who: kessa, skill: swim, day: 50, late: forgotten}", "awarded: {points: 1}"),
    ],
    "who joins, leaves and returns": [
        record("joined: {who: mara, brings: {ranks: {lore: 4}, goals: {lore: 9}}}", "awarded: {points: 2}"),
        record("left: {who: bram}", "{session: Two, day: 40}", "met: {what: troll}"),
        record("used: {who: bram, skill: lore}"),
        record("returned: {who: bram}", "used: {who: bram, skill: lore}"),
    ],
    "other rules": [
        preview(entry("adopted", ruleset="two.yaml", keep="ranks", **CARE)),
        record(
            entry("adopted", ruleset="two.yaml", keep="effort", **CARE), "bought: {who: kessa, skill: lore}"
        ),
        record("{downtime: 100 days}"),
    ],
    "what is reverted, and what that breaks": [
        attempt(DRAGON),
        attempt(DRAGON, entry("reverted", event="lessons", **CARE)),
        decision(DRAGON, others=DEBT),
        entry_of(3),
        entry_of(4),
        record(entry("reverted", event=7, **CARE)),
        entry_of(3),
        decision(DRAGON, others=REVERT),
    ],
    "that somebody joined": [
        attempt(entry("reverted", event=1, **CARE)),
        decision(entry("reverted", event=1, **CARE), others=REVERT),
        attempt("awarded: {who: kessa, points: 1}"),
        attempt("awarded: {who: bram, points: 1}"),
        decision(JOINED, others=KEEP),
    ],
    "that somebody joined, and nothing else was decided": [
        record(JOINED),
        attempt("awarded: {who: kessa, points: 1}"),
        attempt("awarded: {who: bram, points: 1}"),
    ],
    "dice": [
        preview(ROLL),
        preview("awarded: {points: 1}", ROLL, "awarded: {points: 2}"),
        record(ROLL.replace("}", ", id: first}")),
        record(ROLL),
        record(MARK, ROLL, MARK, ROLL),
        preview(MARK, ROLL),
        attempt(MARK, ROLL),
        record(MARK, "rolled: {who: kessa, skill: climb, roll: 101}"),
        record(MARK, "rolled: {who: kessa, skill: climb, roll: 3}"),
        record(MARK, "rolled: {who: kessa, skill: climb, roll: 3, gain: 1, by_hand: no light}"),
    ],
    "dice that fall again": [
        record(ROLL.replace("}", ", id: first}")),
        record(entry("reverted", event="first", **CARE), ROLL),
    ],
    "what is refused, what cannot be read, what is not there": [
        record(
            "awarded: {points: 1}", "bought: {who: bram, talent: flight}", "bought: {who: bram, skill: swim}"
        ),
        preview("awarded: {points: 1}", "bought: {who: bram, talent: flight}"),
        attempt("bought: {who: kessa, talent: flight}", "bought: {who: bram, talent: flight}"),
        record("hello"),
        record("usd: {who: kessa}"),
        record("used: {who: kessa, skill: knitting}"),
        record("used: {who: kessa, skill: climb, day: 2}"),
        attempt("used: {who: nobody, skill: climb}"),
        attempt(entry("reverted", event=99, **CARE)),
        record("met: {what: x, id: dragon}"),
        entry_of(0),
        entry_of(1),
        entry_of(99),
    ],
}


ACTIONS["all of it, one after the other"] = [act for acts in ACTIONS.values() for act in acts]


@pytest.fixture(params=["sqlite", "postgres"])
def homes(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Home, Home]]:
    """The same campaign in both."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("one.yaml", ONE), ("two.yaml", TWO), ("homes.yaml", FILE)):
        (tmp_path / name).write_text(text)
    with fresh(request.param, tmp_path) as address:
        with open_store(address) as store:
            store.bring(tmp_path / "homes.yaml", by="Ann")
        database = home(address)
        assert database.ruleset_reference("two.yaml") == "two.yaml"  # handed over: an entry reaches no file
        yield home(tmp_path / "homes.yaml"), database


@pytest.mark.slow
@pytest.mark.parametrize("actions", ACTIONS.values(), ids=ACTIONS)
def test_both_give_the_same_answers(homes: tuple[Home, Home], actions: Any) -> None:
    file, database = homes
    assert isinstance(file, FileCampaign) and isinstance(database, StoredCampaign)
    for act in actions:
        expected, found = (answer(lambda act=act, there=there: act(there)) for there in homes)  # type: ignore[misc]
        assert found == expected
    assert state(database.open()) == state(file.open())
    assert database.verify() == []


def test_a_campaign_that_was_opened_stays_as_it_was(homes: tuple[Home, Home]) -> None:
    """Whatever is recorded later, and although its past is read only when somebody asks."""
    for there in homes:
        before, unread = state(there.open()), there.open()
        change = there.record("{downtime: 3 weeks}", "awarded: {points: 1}")
        there.record("{session: Two, day: 50}", "met: {what: troll}")
        assert state(unread) == state(change.before) == before
        assert state(change.after) not in (before, state(there.open()))


def test_what_only_a_database_keeps(homes: tuple[Home, Home]) -> None:
    """A file refuses what it cannot promise; a database answers the same again."""
    file, database = homes
    assert (file.shared, database.shared) == (False, True)
    for how in ({"key": "k1"}, {"expected": 7}):
        with pytest.raises(Mistakes, match="are for a database"):
            file.record("awarded: {points: 1}", **how)  # type: ignore[arg-type]
    first = database.record("awarded: {points: 1}", by="Ann", key="k1", expected=7)
    again = database.record("awarded: {points: 1}", by="Ann", key="k1", expected=7)
    assert (len(first.folded), len(first.moved)) == (1, 4)
    assert (again.folded, again.moved, again.odds) == ((), (), ())
    assert state(again.before) == state(again.after) == state(first.after)


def test_a_preview_or_an_attempt_leaves_nothing(homes: tuple[Home, Home]) -> None:
    for there in homes:
        before = state(there.open())
        there.preview("{session: Two, day: 30}", "awarded: {points: 1}", "left: {who: bram}")
        there.attempt([DRAGON])
        with pytest.raises(Mistakes):
            there.record("awarded: {points: 1}", "bought: {who: bram, talent: flight}")
        assert state(there.open()) == before


@pytest.mark.parametrize(
    "act",
    [preview("awarded: {points: 1}"), lambda there: there.record("awarded: {points: 1}"), attempt(DRAGON)],
)
def test_whoever_folds_a_long_past_spares_the_next_the_work(
    homes: tuple[Home, Home], act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rpgprog.store import campaign as stored

    monkeypatch.setattr(stored, "FEW", 3)
    database = homes[1]
    assert isinstance(database, StoredCampaign)
    assert database.snapshots() == []
    act(database)
    assert len(database.snapshots()) >= 1


def test_a_down_time_shows_what_is_lost_in_it(homes: tuple[Home, Home]) -> None:
    """When it is new; later it is what was there already."""
    for there in homes:
        shown = [step.recorded.word for step in there.record("{downtime: 6 months}").folded]
        lost = [
            (a.of, n)
            for a, n, *_ in there.preview("{downtime: 6 months}").folded[1].receipts
            if a.kind == "rank"
        ]
        assert shown == ["downtime", "downtime ended"]
        assert ("climb", -1) in lost
        assert [step.recorded.word for step in there.preview("awarded: {points: 1}").folded] == ["awarded"]
        assert [step.recorded.word for step in there.preview("{session: Two, after: 1 day}").folded] == [
            "session"
        ]


def test_entries_already_refused_need_no_decision(homes: tuple[Home, Home]) -> None:
    """Whoever's joining was taken back without an answer for what they did."""
    for there in homes:
        assert [one.number for one in there.attempt([JOINED]).broken] == [7]
        there.record(JOINED)
        assert there.attempt(["awarded: {who: kessa, points: 1}"]).broken == ()
        with pytest.raises(Mistakes, match="bram never joined"):
            there.attempt(["awarded: {who: bram, points: 1}"])
