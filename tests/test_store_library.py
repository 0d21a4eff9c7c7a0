"""A campaign in a database, from a program: threads, entries, reverts, results as plain values."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rpgprog.campaign.campaign import open_campaign
from rpgprog.campaign.questions import Unknown
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.store import Conflict, Store, StoredCampaign, open_store

RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 2}
  purchase: {cost: 4}
  levels: {step: 10}
  decay: {period: 100}
"""
PEOPLE = {"kessa": {"ranks": {"climb": 2}, "points": 8, "player": "Ines"}, "bram": {"ranks": {"swim": 3}}}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    return tmp_path / "rules.yaml"


@pytest.fixture
def ferry(store: Store, rules: Path) -> StoredCampaign:
    return store.begin("The Ferry", rules, PEOPLE, by="Ann")


def together(*works: Callable[[], object], seconds: float = 3) -> None:
    """Do all of this at once, again and again; whatever one of them raises is raised."""
    stop = threading.Event()

    def repeat(work: Callable[[], object]) -> None:
        while not stop.is_set():
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(repeat, work) for work in works]
        stop.wait(seconds)
        stop.set()
        for future in futures:
            future.result()


# Threads.


def test_a_preview_in_one_thread_is_not_seen_in_another(ferry: StoredCampaign) -> None:
    """Nor is an attempt, or an entry that is refused; and what is recorded is whole."""
    sheets: set[tuple[int, int]] = set()

    def look() -> None:
        sheet = ferry.open().sheet("kessa")
        sheets.add((sheet.free, sheet.skills[0].rank))

    def refused() -> None:
        with pytest.raises(Mistakes):
            ferry.append("awarded: {points: 100}", "bought: {who: bram, skill: climb, ranks: 90}")

    together(
        lambda: ferry.preview("awarded: {who: kessa, points: 5}", "bought: {who: kessa, skill: climb}"),
        lambda: ferry.attempt(["reverted: {event: 1, by: Ann, why: a slip}"]),
        refused,
        look,
        look,
    )
    assert sheets == {(8000, 2)}
    assert ferry.verify() == []


def test_threads_that_record_share_a_campaign(ferry: StoredCampaign) -> None:
    """Each name is kept, each number given once."""
    with ThreadPoolExecutor(8) as pool:
        heads = list(pool.map(lambda n: ferry.append("awarded: {points: 1}", by=f"GM {n}").last, range(24)))
    assert sorted(heads) == list(range(3, 27))
    assert {entry.by for entry in ferry.entries(since=2)} == {f"GM {n}" for n in range(24)}
    assert ferry.open().sheet("kessa").free == 8000 + 24000
    assert ferry.verify() == []


def test_threads_that_ask_share_an_opened_campaign(rules: Path) -> None:
    """A forecast tries time out on the balances, and takes it back."""
    file = rules.parent / "ferry.yaml"
    file.write_text(f"campaign: Ferry\nruleset: rules.yaml\ncharacters: {json.dumps(PEOPLE)}\njournal:\n")
    campaign = open_campaign(file)
    ranks: set[int] = set()
    together(
        lambda: ranks.update(row.rank for row in campaign.sheet("kessa").skills if row.skill == "climb"),
        lambda: campaign.sheets(),
        lambda: campaign.why("kessa", "climb price"),
        lambda: campaign.gap("kessa", "climb 5"),
        lambda: campaign.diff(campaign.at(50)),
        seconds=2,
    )
    assert ranks == {2}


def test_a_database_in_memory_is_for_all_threads(rules: Path) -> None:
    with open_store("sqlite::memory:") as store:
        ferry = store.begin("The Ferry", rules, PEOPLE)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: ferry.append(f"awarded: {{points: {n}}}"), range(1, 9)))
            list(pool.map(lambda _: ferry.open().sheets(), range(8)))
        assert ferry.open().sheet("kessa").free == 8000 + 36000


def test_async_code_records_in_threads(ferry: StoredCampaign) -> None:
    async def clicks() -> list[int]:
        calls = (asyncio.to_thread(ferry.append, "awarded: {points: 1}", key=f"{n}") for n in (1, 1, 2))
        return [done.last for done in await asyncio.gather(*calls)]

    assert sorted(set(asyncio.run(clicks()))) == [3, 4]


# A campaign without a file.


def test_a_campaign_begins_without_a_file(store: Store, ferry: StoredCampaign, rules: Path) -> None:
    assert ferry.open().sheet("Kessa").player == "Ines"
    assert store.begin("Other", load_ruleset(rules), {"mara": {}}, start=5, seed=7).open().today == 5
    out = rules.parent / "out.yaml"
    ferry.append("{session: One, day: 3, gm: Ann}", "met: {what: goblin}")
    out.write_text(ferry.as_yaml().replace(str(rules), "rules.yaml"))
    assert open_campaign(out).book.sheet() == ferry.open().book.sheet()
    assert ferry.verify() == []


@pytest.mark.parametrize(
    ("title", "people", "message"),
    [
        ("The Ferry", PEOPLE, 'already holds a campaign "The Ferry"'),
        ("New", {"kessa": {"ranks": {"clim": 2}}}, 'did you mean "climb"'),
        ("New", {"kessa": {"rank": 2}}, 'did you mean "ranks"'),
        ("New", {}, "at least one character"),
    ],
)
def test_a_campaign_that_cannot_begin(
    store: Store, ferry: StoredCampaign, rules: Path, title: str, people: dict[str, object], message: str
) -> None:
    with pytest.raises(Mistakes, match=message):
        store.begin(title, rules, people)
    with pytest.raises(Mistakes, match="dp-fourty"):
        store.begin("Another", "dp-fourty", PEOPLE)
    assert store.names() == ["The Ferry"]


# Entries.


def test_entries_by_whom_with_which_reference_since_when(ferry: StoredCampaign) -> None:
    ferry.append(
        "{session: One, day: 3, gm: Ann}", "met: {what: goblin, id: ambush, ref: 'chat 17'}", by="Bo"
    )
    ferry.append("awarded: {points: 1, ref: 'chat 17'}", by="Ann")
    ferry.append("reverted: {event: ambush, by: Ann, why: a slip}", by="Ann")
    assert [entry.number for entry in ferry.entries()] == [1, 2, 3, 4, 5, 6]
    assert [entry.number for entry in ferry.entries(by="Bo")] == [3, 4]
    assert [entry.number for entry in ferry.entries(ref="chat 17")] == [4, 5]
    assert [entry.number for entry in ferry.entries(ref="chat 17", by="Ann")] == [5]
    assert [(entry.number, entry.reverted_by) for entry in ferry.entries(id="ambush")] == [(4, 6)]
    assert [entry.number for entry in ferry.entries(since=3, limit=2)] == [4, 5]
    assert ferry.entries(by="Nobody") == ferry.entries(id="none") == ferry.entries(limit=0) == []
    entry = ferry.entries(id="ambush")[0].to_dict()
    assert entry.pop("at").endswith("Z")
    assert json.loads(json.dumps(entry)) == {
        "number": 4, "day": 3, "word": "met", "words": "met: kessa, bram, goblin, day 3", "id": "ambush",
        "ref": "chat 17", "note": "", "session": "One", "by": "Bo", "reverted_by": 6,
    }  # fmt: skip


# Reverts.


def test_a_revert_that_needs_no_answer_is_recorded(ferry: StoredCampaign) -> None:
    number = ferry.append("awarded: {who: kessa, points: 1, id: gift}").first
    decision = ferry.revert(number, by="Ann", why="a slip")
    assert (decision.recorded, decision.open) == (True, ())
    assert ferry.open().sheet("kessa").free == 8000
    with pytest.raises(Mistakes, match="is already reverted: to restore it, revert #4"):
        ferry.revert(number, by="Ann", why="a slip")
    with pytest.raises(Unknown, match="there is no entry #99"):
        ferry.revert(99, by="Ann", why="a slip")


@pytest.mark.parametrize(("answers", "free"), [({5: "revert"}, 8000), ({5: "keep"}, 0), ({5: "debt"}, -4000)])
def test_a_revert_waits_for_answers(ferry: StoredCampaign, answers: dict[int, str], free: int) -> None:
    ferry.append("awarded: {who: kessa, points: 4, id: gift}")
    ferry.append("bought: {who: kessa, skill: climb}", "bought: {who: kessa, skill: climb, ranks: 2}")
    head = ferry.head
    decision = ferry.revert("gift", by="Ann", why="a slip")
    assert not decision.recorded
    assert [broken.number for broken in decision.open] == [5]
    assert json.loads(json.dumps(decision.to_dict()))["open"][0]["choices"] == ["revert", "keep", "debt"]
    assert ferry.head == head
    assert ferry.revert("gift", by="Ann", why="a slip", answers=answers).recorded
    assert ferry.open().sheet("kessa").free == free - (4000 if 5 in answers and answers[5] == "revert" else 0)


def test_a_revert_is_of_what_was_looked_at(ferry: StoredCampaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """If somebody else records while it is decided, it is refused, and nothing is written."""
    first = ferry.append("awarded: {who: kessa, points: 1}").first
    attempt = StoredCampaign.attempt

    def meanwhile(self: StoredCampaign, entries: list[str]) -> object:
        tried = attempt(self, entries)
        self.append("awarded: {points: 2}", by="Bo")
        return tried

    monkeypatch.setattr(StoredCampaign, "attempt", meanwhile)
    with pytest.raises(Conflict, match="somebody else recorded meanwhile"):
        ferry.revert(first, by="Ann", why="a slip")


# What recording tells.


def test_what_an_append_changed(ferry: StoredCampaign) -> None:
    done = ferry.append("awarded: {who: kessa, points: 1/2}", "bought: {who: kessa, skill: climb}", key="k")
    changes = {account: (was, becomes) for account, was, becomes in done.changes}
    assert changes["kessa", "points", ""] == (8000, 4500)
    assert changes["kessa", "rank", "climb"] == (2, 3)
    assert ("kessa", "earned", "") in changes
    late = ferry.append("{session: One, day: 9, gm: Ann}", "awarded: {who: bram, points: 3}")
    late = ferry.append("awarded: {who: bram, points: 2, day: 4, late: forgotten}")
    assert dict((a, (w, b)) for a, w, b in late.changes)["bram", "points", ""] == (3000, 5000)  # noqa: C402
    again = ferry.append("awarded: {who: kessa, points: 1/2}", "bought: {who: kessa, skill: climb}", key="k")
    assert (again.again, again.changes) == (True, ())
    told = json.loads(json.dumps(done.to_dict()))
    assert {"account": ["kessa", "points", ""], "was": 8000, "becomes": 4500} in told["changes"]
    assert told["head"] == {"seq": 4, "hash": done.head.hash}


def test_every_result_gives_itself_as_plain_values(ferry: StoredCampaign) -> None:
    change = ferry.record("awarded: {who: kessa, points: 5}")
    campaign = change.after
    results = [
        change,
        ferry.preview("awarded: {points: 1}"),
        ferry.head,
        campaign.sheet("kessa"),
        campaign.sheet("kessa").skills[0],
        campaign.why("kessa", "points"),
        campaign.why("kessa", "points").postings[0],
        campaign.gap("kessa", "climb 9"),
        *campaign.log(),
        *campaign.diff(change.before),
        ferry.append("awarded: {points: 1}"),
        *ferry.entries(),
        ferry.entry(1),
    ]
    for result in filter(None, results):
        assert json.loads(json.dumps(result.to_dict())) == result.to_dict()
    assert campaign.sheet("kessa").to_dict()["skills"][0]["rank"] == 2


def test_the_day_and_what_is_pending(store: Store) -> None:
    marked = store.begin("Checks", "d100-checks", {"ada": {"ranks": {"climb": 3}, "stats": {"wits": 10}}})
    assert (marked.open().today, marked.open().pending) == (0, ())
    marked.append("{session: One, day: 4, gm: Ann}", "used: {who: ada, skill: climb, outcome: success}")
    campaign = marked.open()
    assert campaign.today == 4
    assert [entry.to_dict() for entry in campaign.pending] == [
        {"word": "rolled", "who": "ada", "skill": "climb"}
    ]
