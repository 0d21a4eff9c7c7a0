"""Whatever is done to a campaign in a database, in whatever order: it is the file that says the same.

The model is a campaign file to which the same entries are added, read and folded from its first day.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from test_store import flat

from rpgprog.campaign.campaign import open_campaign
from rpgprog.campaign.decisions import DEBT, KEEP, REVERT, Answers, decide, entry
from rpgprog.campaign.file import FileCampaign
from rpgprog.engine.replay import corrections
from rpgprog.events.describe import event_in_words
from rpgprog.problems import Mistakes
from rpgprog.store import campaign as stored
from rpgprog.store import fold as folding
from rpgprog.store import open_store

pytestmark = pytest.mark.slow

PEOPLE, SKILLS = ("ann", "bob", "cid"), ("climb", "swim", "lore")  # Cid is to join, or not
HEAD = """\
campaign: Machine
ruleset: one.yaml
characters:
  ann: {ranks: {climb: 3}, points: 10}
  bob: {ranks: {swim: 2}}
journal:
  - session: Zero
    day: 1
    events:
      - met: {what: rat}
"""
ONE = """\
ruleset: one
skills: {climb: athletics, swim: athletics, lore: learning}
policies:
  awards: {encounter: 3}
  novelty: on
  purchase: {cost: {1-3: 2, 4+: 3}}
  refunds: on
  relearning: on
  practice: {xp: 4, cost: "10 * rank"}
  levels: {step: 12}
  decay: {period: 40}
  training: on
"""
TWO = """\
ruleset: two
extends: one.yaml
policies:
  purchase: {cost: 1}
  practice: {cost: 15}
  decay: {period: 25}
  levels: {step: 9}
  hoard-limit: {cap: 8, mode: expire}
"""
who, skill = st.sampled_from(PEOPLE), st.sampled_from(SKILLS)
days = st.sampled_from(["", "", "3", "20", "-5", "-40"])  # of an entry: none, some days on, or back


class Ferry(RuleBasedStateMachine):
    """A campaign in a database beside its file."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.file = self.path / "ferry.yaml"
        self.keys = 0

    @initialize()
    def begin(self) -> None:
        (self.path / "one.yaml").write_text(ONE)
        (self.path / "two.yaml").write_text(TWO)
        self.file.write_text(HEAD)
        self.store = open_store("sqlite::memory:")
        self.store.bring(self.file)
        self.campaign = self.store.campaign()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.folder.cleanup()

    # What is done.

    def add(self, *texts: str, key: str = "") -> None:
        """Record it in both; what one refuses the other refuses, and then nothing happened."""
        refused: list[set[str]] = []
        try:
            FileCampaign(self.file).record(*texts)
        except Mistakes as mistakes:
            refused.append({problem.message for problem in mistakes.problems})
        head = self.campaign.head
        try:
            self.campaign.append(*texts, by="Machine", key=key)
        except Mistakes as mistakes:
            refused.append({problem.message for problem in mistakes.problems})
            assert self.campaign.head == head
        assert len(refused) in (0, 2), (texts, refused)

    @rule(after=st.integers(0, 45), present=st.sets(who, min_size=1), whole_party=st.booleans())
    def session(self, after: int, present: set[str], whole_party: bool) -> None:
        there = "" if whole_party else f", present: [{', '.join(sorted(present))}]"
        self.add(f"{{session: S, day: {self.today() + after}, gm: Ann{there}}}")

    def today(self) -> int:
        return max(one.event.day for one in self.campaign.open().journal.ledger)

    @rule(what=st.sampled_from(["rat", "troll"]), times=st.integers(1, 3))
    def meet(self, what: str, times: int) -> None:
        self.add(f"met: {{what: {what}, who: party, times: {times}}}")

    @rule(who=who, skill=skill, times=st.integers(1, 4))
    def use(self, who: str, skill: str, times: int) -> None:
        self.add(f"used: {{who: {who}, skill: {skill}, times: {times}}}")

    @rule(who=who, skill=skill, ranks=st.integers(1, 3))
    def buy(self, who: str, skill: str, ranks: int) -> None:
        self.add(f"bought: {{who: {who}, skill: {skill}, ranks: {ranks}}}")

    @rule(who=who, skill=skill)
    def refund(self, who: str, skill: str) -> None:
        self.add(f"refunded: {{who: {who}, skill: {skill}, ranks: 1, by: GM, why: no use}}")

    @rule(days=st.integers(1, 60), absent=st.sets(who, max_size=1))
    def rest(self, days: int, absent: set[str]) -> None:
        self.add(f"{{downtime: {days}, absent: [{', '.join(absent)}]}}")

    @rule(who=who, skill=skill, hours=st.integers(1, 60))
    def train(self, who: str, skill: str, hours: int) -> None:
        self.add(f"trained: {{who: {who}, skill: {skill}, hours: {hours}}}")

    @rule(who=who, skill=skill, back=st.integers(0, 50))
    def late(self, who: str, skill: str, back: int) -> None:
        day = max(self.today() - back, 1)
        self.add(f"used: {{who: {who}, skill: {skill}, day: {day}, late: forgotten}}")

    @rule(who=who)
    def leave_and_return(self, who: str) -> None:
        self.add(f"left: {{who: {who}}}", f"returned: {{who: {who}}}")

    @rule(word=st.sampled_from(["left", "died", "returned"]), who=who, day=days)
    def leave_or_return(self, word: str, who: str, day: str) -> None:
        self.add(f"{word}: {{who: {who}{self.on(day)}}}")

    @rule(day=days, rank=st.integers(0, 3))
    def join(self, day: str, rank: int) -> None:
        self.add(f"joined: {{who: cid, brings: {{ranks: {{lore: {rank}}}}}{self.on(day)}}}")

    @rule(after=st.integers(0, 20))
    def join_in_a_session_that_names_them(self, after: int) -> None:
        day = self.today() + after
        self.add(
            f"{{session: J, day: {day}, present: [ann, cid]}}", "joined: {who: cid}", "awarded: {points: 1}"
        )

    def on(self, day: str) -> str:
        """On a day: of the session, some days on, or some days back and late."""
        on = self.today() + int(day or 0)
        return "" if not day else f", day: {max(on, 1)}" + (", late: forgotten" if int(day) < 0 else "")

    @rule(who=st.sampled_from(["all", "party", "[all, cid]"]), day=days)
    def award(self, who: str, day: str) -> None:
        self.add(f"awarded: {{points: 2, who: {who}{self.on(day)}}}")

    @rule(days=st.integers(1, 60))
    def let_pass(self, days: int) -> None:
        self.add(f"passed: {days}")

    @rule(who=who, day=st.integers(0, 30), absent=st.sets(who, max_size=2))
    def say_who_was_away(self, who: str, day: int, absent: set[str]) -> None:
        away = f"absent: [{', '.join(sorted(absent))}]"
        self.add(f"used: {{who: {who}, skill: lore, day: {self.today() + day}, {away}}}")

    @rule(ruleset=st.sampled_from(["one", "two"]), keep=st.sampled_from(["ranks", "effort"]))
    def adopt(self, ruleset: str, keep: str) -> None:
        path = self.path / f"{ruleset}.yaml"
        reference = self.campaign.ruleset_reference(str(path))  # a database takes rules that it was handed
        self.add(entry("adopted", ruleset=reference, keep=keep, by="GM", why="better"))

    @rule(number=st.integers(1, 200), others=st.sampled_from([REVERT, KEEP, DEBT]))
    def revert(self, number: int, others: str) -> None:
        """Any event, in any order; both give the same answers to the same questions."""
        ledger = {one.position + 1: one for one in self.campaign.open().journal.ledger}
        number = sorted(ledger)[number % len(ledger)]
        last = max(ledger)
        gone = corrections(ledger.values()).gone
        if number - 1 in gone or number == last:
            return
        answers = Answers("GM", "a slip", others=others)
        first = [
            entry("reverted", event=number, was=event_in_words(ledger[number].event), by="GM", why="a slip")
        ]
        try:
            ours = decide(self.campaign.attempt, first, answers)
        except Mistakes:
            with pytest.raises(Mistakes):
                decide(FileCampaign(self.file).attempt, first, answers)
            return
        theirs = decide(FileCampaign(self.file).attempt, first, answers)
        assert ours.entries == theirs.entries
        assert ours.tried.moved == theirs.tried.moved
        if not ours.open:
            self.add(*ours.entries)

    # What changes nothing.

    @rule(few=st.sampled_from([0, 3, 10**6]))
    def snapshots_are_taken_so_often(self, few: int) -> None:
        folding.FEW = stored.FEW = few

    @rule()
    def forget_snapshots(self) -> None:
        self.campaign.forget_snapshots()

    @rule()
    def somebody_else_opens_it(self) -> None:
        self.campaign = self.store.campaign()

    @rule()
    def move_to_another_database(self) -> None:
        other = open_store("sqlite::memory:")
        again = other.bring_lines(self.campaign.as_lines())
        assert again.head == self.campaign.head
        self.store.close()
        self.store, self.campaign = other, again

    @rule()
    def through_a_file(self) -> None:
        """It is written out as the file that it is beside, and brought again nothing is new."""
        assert self.campaign.as_yaml() == self.file.read_text()
        assert self.store.bring(self.file).recorded == 0
        self.campaign = self.store.campaign()

    @precondition(lambda self: self.keys < 3)
    @rule()
    def under_a_key(self) -> None:
        self.keys += 1
        before, key = self.campaign.head, f"k{self.keys}"
        self.add("awarded: {points: 1}", key=key)
        if self.campaign.head != before:
            assert self.campaign.append("awarded: {points: 1}", key=key).again

    # What must hold.

    @invariant()
    def it_is_what_the_file_says(self) -> None:
        if not hasattr(self, "campaign"):
            return
        model, ours = open_campaign(self.file), self.campaign.open()
        assert ours.book.sheet() == model.book.sheet()
        assert [flat(one) for one in ours.journal.ledger] == [flat(one) for one in model.journal.ledger]
        assert [p.message for p in ours.problems] == [p.message for p in model.problems]
        assert self.campaign.verify() == []


def test_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are taken all the time, or hardly ever."""
    monkeypatch.setattr(folding, "FEW", 3)
    monkeypatch.setattr(stored, "FEW", 3)
    monkeypatch.setattr(folding, "SPACED", 5)
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Ferry, settings=settings(max_examples=30, stateful_step_count=25))


__all__: list[Any] = []
