"""Events drawn for any ruleset: what happens to people who already know something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from ...events import (
    Agreed,
    Answered,
    Awarded,
    Bought,
    Certified,
    Event,
    KeptUp,
    Left,
    Met,
    Override,
    PaidIn,
    Passed,
    Refunded,
    Released,
    Returned,
    Rolled,
    Ruled,
    Saved,
    SessionEnded,
    SessionStarted,
    Specialised,
    Started,
    Stopped,
    Trained,
    Used,
)
from ...ledger.accounts import UNIT
from .people import WORDS, Words, units
from .values import among

Draws = Mapping[type[Event], st.SearchStrategy[Mapping[str, Any]]]

OVERRIDES = among(None, None, None, Override(by="Ann", why="a gift"))
_DIVISIONS = among("", "", "each", "split")
DAYS = st.one_of(st.integers(0, 5), st.integers(0, 90), st.integers(0, 200))


def draws(words: Words = WORDS) -> Draws:
    """For each kind of event the strategies of its fields."""
    who = st.sampled_from(words.people)
    skill = st.sampled_from(words.skills)
    talent = st.sampled_from(words.talents)
    return {
        **_play(words, who, skill),
        **_points(words, who, skill, talent),
        **_optional(words, who, skill),
        **_decided(words, who, talent),
        **_time(words),
    }


def _some(words: Words) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words.people), min_size=1, unique=True).map(tuple)


def _away(words: Words) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words.people), max_size=2, unique=True).map(tuple)


def _met(words: Words) -> st.SearchStrategy[Mapping[str, Any]]:
    first, *others = words.skills
    return st.fixed_dictionaries(
        {
            "who": _some(words),
            "what": among("goblin", "orc"),
            "family": among("goblins", "ghosts"),
            "situation": among("", "ambush"),
            "unusual": among("", "", "on fire"),
            "challenge": among(None, 0, 1, 3),
            "others": _away(words),
            "unknown": st.booleans(),
            "division": _DIVISIONS,
            "skills": among({}, {**dict.fromkeys(others[:1], 3), first: 1}, {words.skills[-1]: 1}),
        }
    )


def _play(words: Words, who: Any, skill: Any) -> Draws:
    return {
        Met: _met(words),
        Used: st.fixed_dictionaries(
            {
                "who": who,
                "skill": skill,
                "outcome": among("", "success", "failure"),
                "what": among("", "the cliff"),
                "unusual": among("", "", "on fire"),
                "stakes": among(True, True, False),
                "scene": among("", "bridge"),
                "within": among("", "rocks", "ice"),
                "roll": among(None, 30, 80),
            }
        ),
        Trained: st.fixed_dictionaries(
            {
                "who": who,
                "skill": skill,
                "hours": units(200),
                "within": among("", "rocks", "ice"),
                "trainer": among("Mirra", "Mirra", "Old Tom", ""),
                "trainer_rank": st.integers(1, 30),
                "text": among("", "", "a scroll"),
                "xp": st.one_of(*[st.none()] * 5, units(20)),
            }
        ),
    }


def _points(words: Words, who: Any, skill: Any, talent: Any) -> Draws:
    target = among(words.talents[0], words.skills[0])
    return {
        Awarded: st.one_of(
            st.fixed_dictionaries(
                {"who": _some(words), "points": units(4), "others": _away(words), "division": _DIVISIONS}
            ),
            st.fixed_dictionaries({"who": _some(words), "percent": among(10, 45, 230)}),
            st.fixed_dictionaries({"who": _some(words), "level": st.integers(1, 4)}),
            st.fixed_dictionaries(
                {
                    "who": _some(words),
                    "coins": units(50),
                    "points": among(0, 2 * UNIT),
                    "division": _DIVISIONS,
                }
            ),
        ),
        Bought: st.one_of(
            st.fixed_dictionaries({"who": who, "skill": skill, "override": OVERRIDES}),
            st.fixed_dictionaries({"who": who, "talent": talent, "override": OVERRIDES}),
        ),
        Saved: st.fixed_dictionaries(
            {
                "who": who,
                "target": target,
                "points": units(5),
                "why": among("", "a wish"),
                "override": OVERRIDES,
            }
        ),
        Released: st.fixed_dictionaries({"who": who, "target": target}),
        Ruled: st.fixed_dictionaries(
            {
                "who": who,
                "kind": among("points", "earned"),
                "amount": st.integers(-8, 8).map(lambda n: n * UNIT),
                "why": st.just("the GM says so"),
                "by": st.just("Ann"),
            }
        ),
    }


def _optional(words: Words, who: Any, skill: Any) -> Draws:
    certificate = st.sampled_from(words.certificates)
    return {
        Specialised: st.fixed_dictionaries({"who": who, "skill": skill, "within": among("rocks", "ice")}),
        Answered: st.fixed_dictionaries({"who": who, "skill": skill, "last_used": st.integers(0, 60)}),
        Certified: st.fixed_dictionaries({"who": who, "certificate": certificate}),
        KeptUp: st.fixed_dictionaries(
            {"who": who, "skills": st.lists(skill, unique=True).map(tuple), "hours": units(6)}
        ),
        Started: st.fixed_dictionaries(
            {
                "who": who,
                "skill": skill,
                "trainer": among("Mirra", ""),
                "trainer_rank": st.integers(1, 30),
                "override": OVERRIDES,
            }
        ),
        Stopped: st.fixed_dictionaries({"who": who, "skill": among("", *words.skills[:2])}),
        Rolled: st.fixed_dictionaries(
            {"who": who, "skill": skill, "roll": st.integers(1, 6), "gain": among(None, 1, 3)}
        ),
    }


def _decided(words: Words, who: Any, talent: Any) -> Draws:
    decided = {"by": st.just("Ann"), "why": st.just("the GM says so")}
    first = words.skills[:1]
    return {
        Agreed: st.fixed_dictionaries(
            {
                "who": who,
                "to": among("hoarding", words.talents[0]),
                "holds": among(True, True, False),
                **decided,
            }
        ),
        PaidIn: st.fixed_dictionaries(
            {"who": who, "talent": talent, "points": units(2), "override": OVERRIDES}
        ),
        Refunded: st.fixed_dictionaries(
            {
                "who": who,
                "skills": among((), first, first, words.skills[:2]),
                "talents": among((), (), words.talents[:1]),
                "ranks": among(None, None, 1, 2),
                "override": OVERRIDES,
                **decided,
            }
        ),
    }


def _time(words: Words) -> Draws:
    who = st.sampled_from(words.people)
    return {
        Left: st.fixed_dictionaries({"who": who}),
        Returned: st.fixed_dictionaries({"who": who}),
        Passed: st.fixed_dictionaries({"days": DAYS, "absent": _away(words)}),
        SessionStarted: st.fixed_dictionaries({"present": _some(words), "date": st.integers(0, 400)}),
        SessionEnded: st.fixed_dictionaries({"present": _some(words)}),
    }


EVENTS = draws()
TIMES = among(1, 1, 1, 0, 2, 3)


def events(
    kinds: Iterable[type[Event]] = EVENTS, times: st.SearchStrategy[Any] = TIMES, of: Draws = EVENTS
) -> st.SearchStrategy[Event]:
    """One event of these kinds; ``times`` is how often it happens in a row."""

    def drawn(kind: type[Event]) -> st.SearchStrategy[Event]:
        return st.tuples(of[kind], times).map(lambda pair: kind(**pair[0], times=pair[1]))

    return st.sampled_from(sorted(kinds, key=lambda kind: kind.__name__)).flatmap(drawn)


def ledgers(size: int = 25) -> st.SearchStrategy[list[Event]]:
    """Events in a row, to follow a roster."""
    return st.lists(events(), min_size=3, max_size=size)
