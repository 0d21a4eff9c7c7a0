"""Drawn files of builds: tables and builds of all kinds, for any ruleset."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from rpgprog.engine.book import Book
from rpgprog.ruleset import Ruleset

OFTEN = st.sampled_from(
    [0, 0.4, 1, 2, 1.5, "1 in 4 sessions", "exactly 2", "0-3", "1d3", "3 per month", "2d2+1"]
)
FAMILIES = ("goblins", "ghosts", "wolves")
CATEGORIES = 2


def _few(draw: Any, values: Any, most: int = 3, least: int = 0) -> list[Any]:
    return (
        draw(st.lists(st.sampled_from(list(values)), min_size=least, max_size=most, unique=True))
        if values
        else []
    )


@st.composite
def tables(draw: Any, ruleset: Ruleset) -> str:
    """The text of a file of builds for this ruleset."""
    skills = list(ruleset.names.skills)
    builds = {f"build {n}": draw(_build(ruleset)) for n in range(draw(st.integers(1, 2)))}
    table: dict[str, Any] = {
        "sessions": draw(st.integers(1, 5)),
        "every": draw(st.sampled_from(["2 weeks", [1, 40, 3], 200, 0, [7, 7, 400]])),
        "party": draw(st.sampled_from([1, 1, 2, 3])),
        "encounters": {
            name: draw(_encounter(ruleset)) for name in _few(draw, ("goblin", "ghost", "feast", "wolf"))
        },
        "awards": {name: draw(_award(ruleset, skills)) for name in _few(draw, ("a goal", "wit"), 2)},
        "uses": draw(_uses(skills)),
        "training": draw(_training(skills)),
    }
    table |= draw(st.sampled_from([{}, {}, {"absent": "1 in 3 sessions"}, {"meets": 7, "hours": 4}]))
    return yaml.safe_dump({"ruleset": ruleset.name, "builds": builds, "table": table}, sort_keys=False)


@st.composite
def _encounter(draw: Any, ruleset: Ruleset) -> Any:
    often = draw(OFTEN)
    rated = [rating for policy in ruleset.policies for rating in getattr(policy, "rated", ())]
    more: dict[str, Any] = {"family": draw(st.sampled_from(FAMILIES))}
    more |= draw(
        st.sampled_from([{}, {"challenge": 1}, {"challenge": 4, "unknown": True}, {"situation": "ambush"}])
    )
    more |= draw(st.sampled_from([{}, {}, {"points": 3}, {"unusual": "at night"}]))
    if rated and draw(st.booleans()):
        more["rating"] = draw(st.sampled_from(rated))
    if ruleset.names.skills and draw(st.booleans()):
        more["skills"] = _few(draw, ruleset.names.skills, 2, 1)
    return draw(st.sampled_from([often, {"often": often, **more}]))


@st.composite
def _award(draw: Any, ruleset: Ruleset, skills: list[str]) -> Any:
    worth: dict[str, Any] = {"points": draw(st.sampled_from([1, 0.5, 20, 400]))}
    if "level progress" in ruleset.rules.figures and draw(st.booleans()):
        worth = {"percent": 40}
    return {"often": draw(OFTEN), **worth}


@st.composite
def _uses(draw: Any, skills: list[str]) -> Any:
    found: dict[str, Any] = {}
    for skill in _few(draw, [*skills, "planned"]):
        often = draw(OFTEN)
        more = draw(
            st.sampled_from([{}, {"success": 0.5}, {"scene": "hall"}, {"with": "a knife"}, {"stakes": False}])
        )
        found[skill] = {"often": often, **more} if more else often
    if draw(st.booleans()):
        found["success"] = 0.7
    return found


@st.composite
def _training(draw: Any, skills: list[str]) -> Any:
    found: dict[str, Any] = {}
    for skill in _few(draw, [*skills, "planned"], 2):
        often = draw(
            st.sampled_from(["10 hours per week", "40 hours per month", "0.5 hours per day", "course"])
        )
        more = draw(st.sampled_from([{}, {"trainer": {"name": "Mirra", "rank": 9}}, {"text": "a book"}]))
        found[skill] = {"often": often, **more} if more else often
    return found


@st.composite
def _build(draw: Any, ruleset: Ruleset) -> dict[str, Any]:
    skills, names = list(ruleset.names.skills), ruleset.names
    start = {skill: draw(st.integers(1, 9)) for skill in _few(draw, skills)}
    build: dict[str, Any] = {
        "profession": draw(st.sampled_from(names.professions or ("thief",))),
        "favoured": _few(draw, skills),
        "stats": {"wits": 11, "agility": 14},
        "points": draw(st.sampled_from([0, 7, 60])),
        "start": start,
        "plan": draw(_plan(ruleset)),
    }
    if start and draw(st.booleans()):
        build["peaks"] = {skill: rank + 3 for skill, rank in start.items()}
        build["last_used"] = dict.fromkeys(start, 0)
    return {key: value for key, value in build.items() if value}


@st.composite
def _plan(draw: Any, ruleset: Ruleset) -> list[Any]:
    book = Book(ruleset.rules)
    sold = [skill for skill in ruleset.names.skills if book.figure("sold", book["x", "rank", skill])]
    wishes: list[Any] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["rank", "rank", "talent", "save", "share", "relearn"]))
        if kind in ("talent", "save") and ruleset.names.talents:
            talent = draw(st.sampled_from(ruleset.names.talents))
            wishes.append(talent if kind == "talent" else {"save": {"for": f"talent/{talent}"}})
        elif sold and kind == "share":
            wishes.append({"share": {skill: draw(st.integers(1, 3)) for skill in _few(draw, sold, 3, 1)}})
        elif sold and kind == "relearn":
            wishes.append({"relearn": _few(draw, sold, 2, 1)})
        elif sold:
            wishes.append(f"{draw(st.sampled_from(sold))} {draw(st.integers(1, 12))}")
        if wishes and draw(st.integers(0, 3)) == 0:
            until = draw(
                st.sampled_from([{"until": "session 3"}, {"when": "level 2"}, {"until": "points 9"}])
            )
            last = wishes.pop()
            wishes.append({**(last if isinstance(last, dict) else {"buy": last}), **until})
    return wishes
