"""rpgprog.testing: journals played under house rules, and rules that do not give the same everywhere caught."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any, ClassVar

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog import Mistakes, load_ruleset, testing
from rpgprog.events import (
    Adopted,
    Awarded,
    Checked,
    DowntimeStarted,
    Event,
    Joined,
    Passed,
    Refunded,
    SessionEnded,
    Used,
)
from rpgprog.ledger.accounts import COINS, POINTS, RANK
from rpgprog.policies.grain import Grain
from rpgprog.policies.levels import Levels
from rpgprog.policy import Policy, Stage, after, on, option
from rpgprog.ruleset import packs
from rpgprog.ruleset.registry import own_kinds
from rpgprog.testing import journals, play, rule, rulesets, same_everywhere
from rpgprog.testing.everywhere import assert_same
from rpgprog.testing.strategies import EVENTS
from rpgprog.testing.strategies.earning import EARNING
from rpgprog.testing.strategies.earning import LEVELS as LEVELS_DRAWN
from rpgprog.testing.strategies.keeping import DECAY, KEEPING
from rpgprog.testing.strategies.learning import LEARNING
from rpgprog.testing.ways import WAYS

JOURNAL = """
    skills: {climbing: body, lore: mind}
    characters:
      ada: {points: 4, ranks: {climbing: 2}}
      ben: {}
    journal:
      - session: The goblin pass
        day: 10
        present: [ada]
        events:
          - met: {what: goblin, times: 3}
          - used: {who: ada, skill: climbing, times: 2}
      - downtime: 90 days
        events:
          - trained: {who: ben, skill: lore, hours: 30}
      - session: The way back
        day: 130
        events:
          - bought: {who: ada, skill: lore}
"""


@pytest.mark.slow
def test_the_example_runs_as_it_stands(tmp_path: Path) -> None:
    """A rule and its test, in two files beside each other."""
    example = dedent((testing.__doc__ or "").split("::\n\n")[1].split("\n``play``")[0])
    _, *files = re.split(r"^# (\w+\.py)\n", example, flags=re.MULTILINE)
    for name, text in zip(files[::2], files[1::2], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


# Playing.


@frozen
class WashingUp(Policy):
    """Points for staying to the end."""

    points: int = option(1000, unit="points", help="points for staying")

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            book.post(book[who, POINTS, ""], self.points, "the washing-up")


def test_a_policy_alone_is_enough() -> None:
    """It gets the name of its class."""
    campaign = play(WashingUp(), JOURNAL, refusals=True)
    assert campaign.sheet("ada").free == 6000
    assert campaign.sheet("ben").free == 1000
    assert [policy.name for policy in campaign.ruleset.policies] == ["washing-up", "bookkeeping"]


@pytest.mark.parametrize(
    "rules",
    [
        "awards: {encounter: 2}",
        "policies: {awards: {encounter: 2}}",
        "ruleset: ours\npolicies: {awards: {encounter: 2}}",
        ["awards: on", "awards: {encounter: 2}"],
        [rule(Grain), "awards: {encounter: 2}"],
    ],
)
def test_rules_may_be_written_in_several_ways(rules: Any) -> None:
    """A map of policies, a file's text, texts over each other, policies made in Python."""
    journal = "characters: {ada: {}}\njournal: [{session: One, day: 1, events: [{met: {what: orc}}]}]"
    assert play(rules, journal).sheet("ada").free == 2000


def test_packs_and_rulesets() -> None:
    """By name, extended, or loaded."""
    journal = "characters: {ada: {}}\njournal: [{session: One, day: 1, events: [{met: {what: orc}}]}]"
    loaded = load_ruleset("dp-forty")
    for rules in ("dp-forty", loaded, "extends: dp-forty", ["dp-forty", WashingUp(points=0)]):
        campaign = play(rules, journal)
        assert campaign.sheet("ada").free == 2000
        assert len(campaign.ruleset.names.skills) == len(loaded.names.skills)


def test_a_policy_takes_the_place_of_one_of_the_same_name() -> None:
    """As a later file would."""
    campaign = play(["levels: {step: 40}", Levels(chart=None)], JOURNAL, refusals=True)
    assert [policy.name for policy in campaign.ruleset.policies].count("levels") == 1


def test_mistakes_in_a_journal_are_all_reported_at_once() -> None:
    """At their lines, and so are the events that a rule refuses."""
    with pytest.raises(Mistakes) as mistakes:
        play("purchase: {cost: 100}", JOURNAL.replace("used:", "use:").replace("who: ben", "who: bem"))
    first, second, third = map(str, mistakes.value.problems)
    assert first == 'journal:12:9: "use" is not an event; did you mean "used"?'
    assert second == 'journal:15:24: who: there is no character "bem"; did you mean "ben"?'
    assert re.match(r"journal:19:9: bought \(\w+\): refused by", third)


def test_refused_events_may_be_expected() -> None:
    """Then they stand in the campaign's problems; what cannot be read still raises."""
    rules = "purchase: {cost: 100}"
    (problem,) = play(rules, JOURNAL, refusals=True).problems
    assert "needed 100 points, had 4 points" in str(problem)
    with pytest.raises(Mistakes, match="needed 100 points"):
        play(rules, JOURNAL)
    with pytest.raises(Mistakes, match='no character "bem"'):
        play(rules, JOURNAL.replace("who: ben", "who: bem"), refusals=True)


@pytest.mark.parametrize("journal", ["- session: One", "just words"])
def test_what_is_not_a_journal(journal: str) -> None:
    with pytest.raises(Mistakes, match="a journal begins with characters: and journal:"):
        play("awards: on", journal)


def test_what_is_not_a_house_rule() -> None:
    with pytest.raises(
        TypeError, match="house rules are a ruleset, policies, YAML text or a list of these, not 7"
    ):
        play([7], JOURNAL)  # type: ignore[list-item]
    with pytest.raises(Mistakes, match='there is no policy "award"; did you mean "awards"'):
        play("award: on", JOURNAL)


def test_a_journal_may_adopt_other_rules() -> None:
    """The ruleset it names is looked for as in a file."""
    later = JOURNAL.replace(
        "bought: {who: ada, skill: lore}", "adopted: {ruleset: use-xp, by: Ann, why: less shopping}"
    )
    assert same_everywhere("practice: on", later).ruleset.name == "use-xp"


def test_options_of_a_rule_are_read_as_in_a_file() -> None:
    """With the words of a ruleset, if there is one."""
    assert rule(WashingUp, "points: 2.5").points == 2500
    assert rule(WashingUp, name="dishes").name == "dishes"
    with pytest.raises(Mistakes, match='washing-up has no "point"; did you mean "points"'):
        rule(WashingUp, "point: 2")
    names = load_ruleset("dp-forty")
    assert rule(Levels, "{}", ruleset=names).name == "levels"


def test_other_processes_do_not_know_policies_made_in_python() -> None:
    """So a ruleset with one cannot be sent or stored."""
    from rpgprog.ruleset.portable import texts

    with pytest.raises(Mistakes, match="washing-up was made in Python"):
        texts(load_ruleset("dp-forty").with_policies(WashingUp(name="washing-up")))


# The same everywhere.


def test_packs_give_the_same_everywhere() -> None:
    """Shipped rules are written for it."""
    journal = JOURNAL.replace("skills: {climbing: body, lore: mind}", "").replace("lore", "climbing")
    for pack in ("dp-forty", "forgetful"):
        assert same_everywhere(pack, journal).book.today.balance == 130


def test_refused_events_are_refused_everywhere() -> None:
    assert len(same_everywhere("purchase: {cost: 100}", JOURNAL).problems) == 1


@frozen
class Branches(Policy):
    """Tests a balance with if."""

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            if book[who, POINTS, ""].balance < 10_000:
                book.post(book[who, POINTS, ""], 1000, "pocket money")


@frozen
class FirstOnly(Policy):
    """Looks at the first campaign alone."""

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        for who in event.present:
            first = int(np.ravel(book[who, POINTS, ""].balance)[0])
            book.post(book[who, POINTS, ""], 1000 + first % 7, "luck")


@frozen
class CountsForItself(Policy):
    """Keeps a count outside the accounts."""

    counted: ClassVar[list[str]] = []

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        self.counted.append("session")
        book.post(book[event.present[0], POINTS, ""], len(self.counted), "one more")


@frozen
class WritesOnTheBook(Policy):
    """Keeps a count on the book: it survives a preview, and no snapshot has it."""

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        book.sessions = getattr(book, "sessions", 0) + 1
        book.post(book[event.present[0], POINTS, ""], book.sessions, "one more")


@frozen
class Forgets(Policy):
    """Keeps a count on the book that only a snapshot loses: it notices previews."""

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Any) -> None:
        first = book.__dict__.setdefault("first", book.today.balance)
        book.post(book[event.present[0], POINTS, ""], book.today.balance - first + 1, "since the first")


@frozen
class Interest(Policy):
    """Rounds whenever time is cut."""

    @on(Passed, stage=Stage.ACT)
    def pay(self, event: Passed, book: Any) -> None:
        book.each(POINTS, self._grow)

    @staticmethod
    def _grow(points: Any, book: Any) -> None:
        book.post(points, points.balance // 100, "interest")


@frozen
class PaysByTimes(Policy):
    """Reads how often an event happens, which the engine has already unrolled."""

    @on(Used)
    def pay(self, event: Used, book: Any) -> None:
        book.post(book[event.who, COINS, ""], event.times * 1000, "tips")


@frozen
class Assigns(Policy):
    """Changes a balance without a posting."""

    @on(Used)
    def pay(self, event: Used, book: Any) -> None:
        book[event.who, COINS, ""].balance += 1000


@frozen
class Spies(Policy):
    """Acts by how it is run."""

    @after(RANK, stage=Stage.BENEFITS)
    def pay(self, rank: Any, book: Any) -> None:
        book.post(book[rank.who, COINS, ""], 1000 + len(getattr(book, "handlers", ())), "tips")


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (Branches(), '(?s)"branches" cannot act on many campaigns at once .session ended.* Use book.only'),
        (
            FirstOnly(),
            r"different results among many campaigns, in the one with every event twice, first at #\d+ session ended",
        ),
        (
            CountsForItself(),
            r"(?s)different results a second time, first at #\d+ session ended.*points \+0.003 points",
        ),
        (WritesOnTheBook(), "different results with each event previewed first"),
        (Forgets(), r"(?s)different results from a snapshot, first at .*since the first"),
        (Interest(), "different results with time in pieces"),
        (PaysByTimes(), r"(?s)different results with repeats as single events, .*coins \+2 .*coins \+1 "),
        (Assigns(), r"(?s)balances are not the sum of their postings:.*ada, coins: 0 postings, 2 balance"),
        (Spies(), "different results by the compiled rules"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Policy) else "",
)
def test_a_rule_that_differs_is_caught(faulty: Policy, message: str) -> None:
    """In words that say in which way, at which event, in what."""
    CountsForItself.counted.clear()
    with pytest.raises(AssertionError, match=message):
        same_everywhere(["practice: on", faulty], JOURNAL)


def test_every_way_is_tried() -> None:
    """Each of them has a rule above that only it catches."""
    assert len(WAYS) == 6


def test_refunds_and_adoptions_are_left_out_of_many_campaigns_at_once() -> None:
    """Lanes do not support them; everything else does."""
    ruleset = load_ruleset("dp-forty")
    events = [Awarded(who=("ada",), points=9000), Refunded(who="ada", by="Ann", why="a mistake")]
    assert_same(ruleset.rules, events, ruleset.names)


@pytest.mark.parametrize(
    ("package", "use", "needs"),
    [
        ("numpy", "same_everywhere('awards: on', journal)", "comparing many campaigns at once needs NumPy"),
        ("hypothesis", "rulesets()", "drawing rulesets and journals needs Hypothesis"),
        ("hypothesis", "journals('dp-forty')", "drawing rulesets and journals needs Hypothesis"),
    ],
)
def test_without_a_package_the_extra_is_named(package: str, use: str, needs: str) -> None:
    """Only where it is needed: playing is not."""
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from rpgprog.testing import *\n"
        "journal = 'characters: {ada: {}}'\n"
        f"play('awards: on', journal)\n{use}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f'{needs}: pip install "rpgprog[testing]"' in done.stderr


def test_only_drawing_imports_hypothesis() -> None:
    """It takes its time."""
    code = "import sys, rpgprog.testing; sys.exit('hypothesis' in sys.modules or 'numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# Drawing.


def test_every_shipped_policy_is_drawn() -> None:
    """A new one needs its options here; an ability alone is no rule that could differ."""
    drawn = {**EARNING, **LEVELS_DRAWN, **LEARNING, **KEEPING, **DECAY}
    assert drawn.keys() == set(own_kinds()) - {"bookkeeping", "ability"}


def test_every_event_is_drawn() -> None:
    """But for those that only the engine or an adoption brings, and statements that change nothing."""
    left_out = {Joined, Adopted, Checked, DowntimeStarted}
    assert EVENTS.keys() | left_out == set(Event.__subclasses__())


@pytest.mark.slow
@given(st.data())
@settings(max_examples=20)
def test_drawn_journals_can_be_read(data: Any) -> None:
    """Under drawn rules, under packs, with a rule of one's own and without any skills."""
    rules = data.draw(st.one_of(rulesets(), st.sampled_from(packs())))
    play(rules, data.draw(journals(rules)), refusals=True)
    play([rules, WashingUp()], data.draw(journals([rules, WashingUp()])), refusals=True)
    play(WashingUp(), data.draw(journals(WashingUp())), refusals=True)
