"""Event objects, mappings, JSON and text are read and checked alike, in a file and in a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, fresh

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.campaign.home import Home
from rpgprog.events import (
    Adopted,
    Awarded,
    Bought,
    DowntimeStarted,
    Event,
    Joined,
    Met,
    Noted,
    Override,
    Passed,
    Refunded,
    Ruled,
    Saved,
    SessionEnded,
    SessionStarted,
    Trained,
    Used,
    thousandths,
)
from rpgprog.problems import Mistakes
from rpgprog.store import open_store

TABLE = """\
campaign: The pass
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 3}, points: 20}
  bram: {}
journal:
  - session: One
    day: 12
"""
RULES = """\
ruleset: pass
points: dp
xp_per_point: 10
skills: {climb: athletics, lore: learning}
policies:
  awards: {encounter: 2, absent: 1/2}
  practice: {xp: 4, cost: 20}
  purchase: {cost: 2, talents: {far sight: 30}}
  earmark: on
  training: {model: xp, xp_per_week: 5}
  refunds: on
"""


@pytest.fixture(params=["file", *KINDS])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A campaign in a file, or in a database of each kind."""
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "pass.yaml").write_text(TABLE)
    if request.param == "file":
        yield FileCampaign(tmp_path / "pass.yaml")
        return
    with fresh(request.param, tmp_path) as address, open_store(address, create=True) as store:
        yield store.bring(tmp_path / "pass.yaml").campaign


def points(campaign: Campaign, who: str = "kessa") -> int:
    return campaign.sheet(who).free


def refusal(home: Home, *entries: Any) -> str:
    """What is said against these entries; nothing of them stays, and the campaign can be opened."""
    before = len(home.open().journal.ledger), home.open().sheets()
    with pytest.raises(Mistakes) as refused:
        home.record(*entries)
    with pytest.raises(Mistakes):
        home.preview(*entries)
    assert (len(home.open().journal.ledger), home.open().sheets()) == before
    return str(refused.value)


# What spoils a ledger is refused: strangers, unknown words, ranges, types.


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Used(who="nobody", skill="climb"), 'who: there is no character "nobody"'),
        (Used(who="kessa", skill="knitting"), 'skill: there is no skill "knitting"'),
        (Bought(who="kessa", talent="flight"), 'talent: there is no talent "flight"'),
        (Saved(who="kessa", target="flight", points="2 dp"), 'for: there is no talent or skill "flight"'),
        (Used(who="kessa", skill="climb", outcome="sucess"), 'did you mean "success"?'),
        (Used(who="kessa", skill="climb", times=-1), "times: must be at least 0"),
        (Used(who="kessa", skill="climb", times=10_001), "times: must be at most 10,000"),
        (Used(who="kessa", skill="climb", times=10**12), "times: must be at most 10,000"),
        (Used(who="kessa", skill="climb", day=10_000_001), "day: must be at most 10,000,000"),
        (Used(who="kessa", skill="climb", day=12.0), "day: takes a whole number, not 12.0"),
        (Used(who="kessa", skill="climb", day=True), "day: takes a whole number, not True"),
        (Used(who="kessa", skill="climb", times="2"), "times: takes a whole number, not '2'"),
        (Used(who="kessa", skill="climb", stakes=1), "stakes: takes True or False, not 1"),
        (Used(who=("kessa",), skill="climb"), "who: takes text, not ('kessa',)"),
        (Met(who=("kessa", 7), what="troll"), "who: takes names, not ('kessa', 7)"),
        (Met(who=("kessa",), what="troll", others=("bram",)), "others: takes nothing"),
        (Met(who=("kessa",), what="troll", challenge=1.5), "challenge: takes a whole number, not 1.5"),
        (Met(who=("kessa",)), 'met needs "what"'),
        (Awarded(who=("kessa",), points=float("nan")), "points: takes text such as"),
        (Awarded(who=("kessa",), points=2.5), "points: takes text such as"),
        (Awarded(who=("kessa",), points="nan"), "points: takes an amount"),
        (Awarded(who=("kessa",), points="-1"), "points: must be at least 0"),
        (Awarded(who=("kessa",), points=Decimal("0.0001")), "more than three decimal places"),
        (Awarded(who=("kessa",), points=Fraction(1, 3)), "more than three decimal places"),
        (Awarded(who=("kessa",), points=Decimal("NaN")), "takes an amount"),
        (Trained(who="kessa", skill="climb", hours="-4"), "hours: must be at least 0"),
        (Joined(who="bea", ranks={"climb": 2.5}), "ranks: takes a mapping"),
        (Joined(who="bea", ranks={"climb": -1}), "ranks, climb: must be at least 0"),
        (Joined(who="bea", xp={"climb": 4}), "xp: takes a mapping"),
        (Joined(who="campaign"), 'who: "campaign" is reserved'),
        (Joined(who="kessa"), 'who: there is already a character "kessa"'),
        (Used(who="kessa", skill="climb", override="GM"), "override: takes an Override, not 'GM'"),
        (Event(day=12), "Event is not an entry"),
        (Adopted(rules="0" * 64), "Adopted is not an entry"),
        (SessionEnded(), "SessionEnded is not an entry"),
        (Ruled(who="campaign", kind="day", amount=5, why="x"), "ruled: no entry changes day alone"),
        (Ruled(who="nobody", kind="rank", of="climb", amount=1, why="x", by="GM"), "no character"),
        (Refunded(who="kessa", skills=("climb", "lore")), "only one skill or talent"),
        (Passed(days=-3), "passed: takes a span of whole days"),
        (Passed(days=10**9), "passed:"),
        (DowntimeStarted(until=1), "downtime: takes a span of whole days"),
        (SessionStarted(name="Two", day=3), "sessions must be in order"),
        (SessionStarted(name="Two", present=("nobody",)), "present: there is no character"),
        (SessionStarted(name="Two", date=10**9), "date: takes a date.toordinal()"),
        (Noted(Used(who="kessa", skill="climb"), id=7), "id: takes text, not 7"),  # type: ignore[arg-type]
        (object(), "object is not an entry"),
        (["used"], "list is not an entry"),
        ({"used": {"who": "kessa", "skill": object()}}, "not object"),
        ({"used": {"who": "kessa", "skill": "climb", "times": float("inf")}}, "not inf"),
        ({"used": {"who": "kessa"}}, 'used needs "skill"'),
        ({"usd": {"who": "kessa"}}, 'did you mean "used"?'),
        ({}, "an event is written as"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_object_passes_every_check_of_text(home: Home, event: Any, message: str) -> None:
    """By its exact types, ranges, kinds, people and skills; in a batch nothing of the rest is recorded."""
    assert message in refusal(home, event)
    assert message in refusal(home, "used: {who: bram, skill: lore}", event)


def test_all_mistakes_of_a_batch_are_reported_at_once(home: Home) -> None:
    message = refusal(home, Used(who="kessa", skill="climb", day=1.5), Awarded(who=("kessa",), points=2))
    assert "day: takes a whole number" in message and "points: 2 may be" in message


@pytest.mark.parametrize("amount", [1, 2, 2000, -5])
def test_a_bare_number_of_points_is_ambiguous(home: Home, amount: int) -> None:
    """It might be points or thousandths of them; 0 is 0 either way."""
    expected = f'points: {amount} may be whole or thousandths: write "{amount}" or thousandths({amount})'
    assert expected in refusal(home, Awarded(who=("kessa",), points=amount))
    assert points(home.record(Awarded(who=("kessa",), points=0)).after) == 20_000


# What is right means what it says.


@pytest.mark.parametrize(
    ("amount", "thousandth"),
    [
        ("2", 2000),
        ("2 dp", 2000),
        ("1/2", 500),
        ("30 xp", 3000),
        (Decimal("2.5"), 2500),
        (Fraction(1, 4), 250),
        (thousandths(2), 2),
        (thousandths(2500), 2500),
    ],
)
def test_amounts_are_said_as_text_exact_numbers_or_thousandths(
    home: Home, amount: Any, thousandth: int
) -> None:
    after = home.record(Awarded(who=("kessa",), points=amount)).after
    assert points(after) == points(home.open()) == 20_000 + thousandth


def test_a_name_is_one_name_and_not_its_letters(home: Home) -> None:
    after = home.record(Awarded(who="kessa", points="2 dp")).after  # type: ignore[arg-type]
    assert (points(after), points(after, "bram")) == (22_000, 0)


def test_all_and_party_mean_what_they_mean_in_a_file(home: Home) -> None:
    home.record(SessionStarted(name="Two", day=20, present=("kessa",)))
    after = home.record(Awarded(who=("all",), points="2 dp")).after
    assert (points(after), points(after, "bram")) == (22_000, 1000)


def test_words_of_an_entry_stand_beside_an_object(home: Home) -> None:
    """Its id, an outside reference, a remark, and why it comes late."""
    used = Used(who="kessa", skill="climb", day=12)
    home.record(SessionStarted(name="Two", day=20))
    change = home.record(Noted(used, id="first", ref="chat 93", note="the north face", late="forgotten"))
    recorded = change.folded[0].recorded
    assert (recorded.id, recorded.ref, recorded.note) == ("first", "chat 93", "the north face")
    assert (recorded.late, recorded.event.day) == ("forgotten", 12)
    assert "is in the past" in refusal(home, used)
    assert 'id: "first" is taken' in refusal(home, Noted(Used(who="bram", skill="lore"), id="first"))


@pytest.mark.parametrize(
    "twice",
    [
        (Noted(Used(who="kessa", skill="climb"), id="one"), Noted(Used(who="bram", skill="lore"), id="one")),
        ("used: {who: kessa, skill: climb, id: one}", "used: {who: bram, skill: lore, id: one}"),
        (
            {"passed": 3},
            {"session": "Two", "after": 1, "id": "one"},
            "used: {who: bram, skill: lore, id: one}",
        ),
    ],
)
def test_an_id_names_one_entry_of_a_batch(home: Home, twice: tuple[Any, ...]) -> None:
    assert 'id: "one" is taken' in refusal(home, *twice)


EVERY_FORM = [
    (
        Used(who="kessa", skill="climb", outcome="success", times=2),
        {"used": {"who": "kessa", "skill": "climb", "outcome": "success", "times": 2}},
    ),
    (Met(who=("kessa",), what="troll"), {"met": {"who": ["kessa"], "what": "troll"}}),
    (
        Awarded(who=("kessa",), points="1/2", why="wit"),
        {"awarded": {"who": "kessa", "points": "1/2", "for": "wit"}},
    ),
    (
        Trained(who="kessa", skill="climb", hours="10"),
        {"trained": {"who": "kessa", "skill": "climb", "hours": 10}},
    ),
    (Joined(who="bea", points="5 dp"), {"joined": {"who": "bea", "brings": {"points": "5 dp"}}}),
    (DowntimeStarted(until=42), {"downtime": "30 days"}),
    (Passed(days=14), {"passed": "2 weeks"}),
    (SessionStarted(name="Two", day=20, hours="4"), {"session": "Two", "day": 20, "hours": 4}),
    (
        Bought(who="kessa", talent="far sight", override=Override(by="GM", why="a gift")),
        {"bought": {"who": "kessa", "talent": "far sight", "override": {"by": "GM", "why": "a gift"}}},
    ),
]


@pytest.mark.parametrize(("event", "mapping"), EVERY_FORM, ids=[type(e).__name__ for e, _ in EVERY_FORM])
def test_object_mapping_and_json_record_the_same(home: Home, event: Event, mapping: dict[str, Any]) -> None:
    """Postings and sheets."""
    seen = []
    for form in (event, mapping, json.dumps(mapping)):
        change = home.preview(form)
        seen.append(
            (
                [step.receipts and [(a.key, n) for a, n, *_ in step.receipts] for step in change.folded],
                change.after.sheets(),
            )
        )
    assert seen[0] == seen[1] == seen[2]
    assert home.record(event).after.sheets() == seen[0][1]


def test_an_export_reads_back_what_objects_recorded(home: Home, tmp_path: Path) -> None:
    """Who it was for is in it, and text that YAML would not take as it stands."""
    home.record(
        Awarded(who=("kessa",), points="2 dp", why="--- not a document\n...\n\ufeffat all \x7f\x85\u2028"),
        Met(who=("bram",), what="...", situation="---"),
        Noted(Used(who="kessa", skill="climb"), note="\ufeff"),
    )
    if not isinstance(home, FileCampaign):
        (tmp_path / "out.yaml").write_text(home.as_yaml())  # type: ignore[attr-defined]
        assert open_campaign(tmp_path / "out.yaml").sheets() == home.open().sheets()
    assert points(home.open()) == 22_000 and not home.open().problems


def test_an_export_keeps_what_everyone_present_got_and_the_absent_a_part_of(
    home: Home, tmp_path: Path
) -> None:
    home.record(
        SessionStarted(name="Two", day=20, present=("kessa",)),
        Awarded(who=("all",), points="2 dp"),
        Met(who=("all",), what="troll"),
    )
    assert (points(home.open()), points(home.open(), "bram")) == (24_000, 2000)
    if not isinstance(home, FileCampaign):
        (tmp_path / "out.yaml").write_text(home.as_yaml())  # type: ignore[attr-defined]
        assert open_campaign(tmp_path / "out.yaml").sheets() == home.open().sheets()


# JSON is JSON.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"used": {"who": "nobody", "skill": "climb"}}', "#/used/who: who: there is no character"),
        ('{"joined": {"who": "bea", "brings": {"ranks": {"a/b~c": 2}}}}', "#/joined/brings/ranks/a~1b~0c: "),
        ('{"awarded": {"who": ["kessa", "nobody"], "points": 1}}', "#/awarded/who/1: "),
        ('{"used": {"who": "kessa", "who": "bram", "skill": "climb"}}', '#/used/who: "who" appears twice'),
        ('{"awarded": {"points": NaN}}', "#/awarded/points: takes text, a number"),
        ('{"awarded": {"points": 1e999999999}}', "#/awarded/points: "),
        ('{"awarded": {"points": "many"}}', "#/awarded/points: points: takes an amount"),
        ('{"awarded": {"points": 1, "for": "\\ud83d"}}', "lone surrogate"),
        ('{"used": {"who": "kessa", "skill": "climb", "stakes": "true"}}', "stakes: takes true or false"),
    ],
)
def test_mistakes_in_json_have_a_json_pointer(home: Home, text: str, message: str) -> None:
    if isinstance(home, FileCampaign) and "appears" not in message and "surrogate" not in message:
        message = message.rpartition(": ")[2]  # what joined the file is found there by its line
    assert message in refusal(home, text)


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ('{"awarded": {"who": "kessa", "points": "1/2"}}', 500),
        ('{"awarded": {"who": "kessa", "points": "2 dp"}}', 2000),
        ('{"awarded": {"who": "kessa", "points": 1e3}}', 1_000_000),
        ('{"awarded": {"who": "kessa", "points": 2.50}}', 2500),
        ('{"awarded": {"who": "kessa", "points": 1, "for": "\\ud83d\\ude00 \x7f"}}', 1000),
        ('\n{ "awarded" : {"who": "kessa", "points": 1, "for": "a # b: {c"}}\n', 1000),
    ],
)
def test_json_means_what_it_means_in_json(home: Home, text: str, earned: int) -> None:
    assert points(home.record(text).after) == points(home.open()) == 20_000 + earned


# A percentage is a share of something.


@pytest.mark.parametrize(
    "entry",
    [
        "awarded: {who: kessa, points: 5%}",
        "used: {who: kessa, skill: climb, times: 200%}",
        "used: {who: kessa, skill: climb, xp: 50%}",
        "trained: {who: kessa, skill: climb, hours: 50%}",
        "awarded: {who: kessa, percent: 100%}",
        "{downtime: 500%}",
        "passed: 100% days",
        "ruled: {who: kessa, skill: climb, ranks: 100%, why: x, by: GM}",
        Awarded(who=("kessa",), points="5%"),
        {"awarded": {"points": "5%"}},
    ],
)
def test_a_percentage_is_refused_where_no_share_is_meant(home: Home, entry: Any) -> None:
    assert "is a percentage" in refusal(home, entry)


MARKS = [
    "---\nused: {who: kessa, skill: climb}",
    "used: {who: kessa, skill: climb}\n...",
    "--- # begins\nused: {who: kessa, skill: climb}\n... # ends",
    "\ufeffused: {who: kessa, skill: climb}",
    "awarded:\n  points: 1\n  note: |\n    a\n    ---\n    b",
    'awarded: {points: 1, note: "a\n\n---x\n b"}',
    "awarded:\n  points: 1\n  note: >-\n    a, [b]\n    ...\n    b # c",
    "{session: Two, after: 1, events: [met: {what: troll}]}",
    "session: Two\nafter: 1\nevents: []",
    "session: Two\nafter: 1\nevents:   # of the evening\n- met: {what: troll}",
    '{"awarded": {"points": 1, "for": "\\u0085\\ufeff\\u007f---\\n..."}}',
    {"session": "Two", "after": 1, "events": [{"met": {"what": "troll"}}]},
    {"ruled": {"who": "kessa", "points": 2, "why": "fair", "by": "GM"}},
    {"reverted": {"event": 3, "why": "a dream", "by": "GM"}},
    Ruled(who="kessa", kind="points", amount="2", why="fair", by="GM"),
]


@pytest.mark.parametrize("entry", MARKS, ids=range(len(MARKS)))
def test_no_entry_stops_the_export_or_the_next_entry(home: Home, entry: Any, tmp_path: Path) -> None:
    """Marks of documents, a byte order mark, events in brackets, one entry that makes several rows."""
    home.record(entry, "awarded: {points: 1}")
    home.record("awarded: {points: 1}")
    campaign = home.open()
    if not isinstance(home, FileCampaign):
        (tmp_path / "out.yaml").write_text(home.as_yaml())  # type: ignore[attr-defined]
        assert open_campaign(tmp_path / "out.yaml").book.sheet() == campaign.book.sheet()
    assert campaign.problems == ()


def test_a_message_shows_what_cannot_be_seen(home: Home) -> None:
    assert "\\x1b[31m\\u200bkessa" in refusal(
        home, {"used": {"who": "\x1b[31m\u200bkessa", "skill": "climb"}}
    )


@pytest.mark.parametrize(
    "event", [Passed(days=3, times=2), DowntimeStarted(until=40, override=Override(by="a", why="b"))]
)
def test_what_a_session_cannot_say_is_not_dropped(home: Home, event: Event) -> None:
    assert "times: and override: are for other entries" in refusal(home, event)


def test_an_id_taken_in_the_same_batch_names_the_entry(home: Home) -> None:
    twice = "awarded: {points: 1, id: tea}"
    where = "on line 10" if isinstance(home, FileCampaign) else "by event 1"
    assert f'id: "tea" is taken {where}' in refusal(home, twice, twice)
