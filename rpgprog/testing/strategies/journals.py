"""Journals drawn for a ruleset, as text: a roster, then sessions, down-times and time that passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import yaml
from attrs import Factory, define, evolve
from hypothesis import strategies as st

from ...events import Answered, Event, Left, Passed, Returned, Ruled, SessionEnded, SessionStarted, Trained
from ...journal.event_to_yaml import Item, NoEntry, character_of, item_of, number
from ...ledger.accounts import POINTS, UNIT
from ...ruleset import Ruleset
from ..house_rules import HouseRules, ruleset_of
from .events import draws, events
from .people import Words, roster

MOST_SKILLS, MOST_ITEMS, MOST_EVENTS = 3, 8, 8
OF_TIME = (Passed, SessionStarted, SessionEnded)  # the head of an item says these
NO_SKILLS = Words().skills  # a ruleset without skills leaves them to the campaign


@st.composite
def journals(draw: st.DrawFn, rules: HouseRules) -> str:
    """The text of a journal that can be read under these rules; some of its events may be refused."""
    ruleset = ruleset_of(rules)
    words = _words(ruleset, draw(_few(tuple(ruleset.names.skills) or NO_SKILLS)))
    happening = _happening(ruleset, words)
    table = Table(ruleset)
    roster_of = {joined.who: character_of(joined) for joined in draw(roster(words))}
    items = [
        table.item(*drawn)
        for drawn in draw(st.lists(_item(words, happening), min_size=1, max_size=MOST_ITEMS))
    ]
    own = {} if ruleset.names.skills else {"skills": dict.fromkeys(NO_SKILLS, "drawn")}
    text: str = yaml.safe_dump(
        {**own, "characters": roster_of, "journal": items}, sort_keys=False, allow_unicode=True, width=110
    )
    return text


def _few(skills: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few skills, so that the same ones come up again."""
    return st.lists(st.sampled_from(skills), min_size=1, max_size=MOST_SKILLS, unique=True).map(tuple)


def _words(ruleset: Ruleset, skills: tuple[str, ...]) -> Words:
    words = Words(skills=skills)
    of_rules = {
        "talents": ruleset.names.talents,
        "professions": ruleset.names.professions,
        "certificates": tuple(
            name
            for policy in ruleset.policies
            if policy.kind == "certificates"
            for name in policy.skills  # type: ignore[attr-defined]
        ),
    }
    return evolve(words, **{name: known for name, known in of_rules.items() if known})


def _happening(ruleset: Ruleset, words: Words) -> st.SearchStrategy[Event]:
    """Events that some rule takes up, and those of bookkeeping."""
    of = draws(words)
    taken = {kind for kind in of if any(issubclass(kind, event) for event in ruleset.rules.taken)}
    return events(taken | {Left, Returned, Ruled}, of=of)


def _item(words: Words, happening: st.SearchStrategy[Event]) -> st.SearchStrategy[tuple[Any, ...]]:
    some = st.lists(happening, max_size=MOST_EVENTS)
    people = st.lists(st.sampled_from(words.people), unique=True)
    return st.one_of(
        st.tuples(st.just("session"), st.integers(0, 40), people.filter(bool), some),
        st.tuples(st.just("downtime"), st.integers(1, 120), people, some),
        st.tuples(st.just("passed"), st.integers(1, 200), st.just([]), st.just([])),
    )


@define
class Table:
    """What was written so far: who is gone, how many sessions there were."""

    ruleset: Ruleset
    gone: set[str] = Factory(set)
    sessions: int = 0

    def item(self, word: str, days: int, people: Sequence[str], happened: Iterable[Event]) -> Item:
        """An item of the journal."""
        span = f"{days} days"
        if word == "passed":
            return {"passed": span}
        if word == "downtime":
            return {"downtime": span, "absent": [*people], "events": self._entries(happened, days)}
        self.sessions += 1
        present = [who for who in people if who not in self.gone]
        head = {"session": f"Session {self.sessions}", "after": span, "present": present}
        return {**head, "events": self._entries(happened)}

    def _entries(self, happened: Iterable[Event], days: int | None = None) -> list[Item]:
        """The events that can stand there; training in a down-time of so many days fits into it."""
        hours = {} if days is None else dict.fromkeys(Words().people, self._hours(days))
        drawn = (self._entry(event, hours, days) for event in happened)
        return [entry for entry in drawn if entry]

    def _hours(self, days: int) -> int:
        return days * self.ruleset.names.hours_per_week * UNIT // 7

    def _entry(self, event: Event, hours: dict[str, int], days: int | None) -> Item | None:
        if not self._can_be(event):
            return None
        if isinstance(event, Trained) and days is not None:
            if event.hours * event.times > hours[event.who]:
                return None
            hours[event.who] -= event.hours * event.times
        entry = written(event)
        if entry and isinstance(event, Left | Returned) and event.times:
            (self.gone.add if isinstance(event, Left) else self.gone.discard)(event.who)
        return entry

    def _can_be(self, event: Event) -> bool:
        """Whether all that it names is there."""
        who = getattr(event, "who", ())
        people = {who} if isinstance(who, str) else set(who)
        if isinstance(event, Returned):
            return people <= self.gone
        if people & self.gone or (isinstance(event, Left) and not event.times):
            return False
        return self._known(event, "talent", "talents", "target")

    def _known(self, event: Event, *words: str) -> bool:
        known: Collection[str] = {*self.ruleset.names.talents, *self.ruleset.names.skills, *NO_SKILLS, ""}
        named = (getattr(event, word, ()) for word in words)
        return all(
            name in known for names in named for name in ((names,) if isinstance(names, str) else names)
        )


def written(event: Event) -> Item | None:
    """An event as an entry; None where no entry stands for it."""
    if isinstance(event, Ruled) and event.kind == POINTS:
        points = {"who": event.who, "points": number(int(event.amount)), "why": event.why, "by": event.by}
        return {"ruled": points}
    if isinstance(event, Answered):
        event = evolve(event, last_used=max(int(event.last_used), 1))  # an entry names a day, never "never"
    try:
        ((word, fields),) = item_of(event).items()
    except NoEntry:
        return None
    who = getattr(event, "who", "")
    return {word: {"who": who if isinstance(who, str) else [*who], **fields}}
