"""The file a player writes: builds, each with a plan, and what a session at the table is like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from attrs import Factory, evolve, frozen

from ..codec import Reader, Skill, in_order
from ..engine.book import Book
from ..accounts import RANK, TALENT
from ..journal.entry import may, must
from ..journal.file import read_new_skills
from ..problems import Mistakes, Problem
from ..ruleset import Ruleset, find_ruleset, load_ruleset, packs
from ..source import Mapping as Map
from ..source import Node, Source, read_source
from ..words import did_you_mean, listing, quoted
from .table import PLANNED, Build, Table
from .wishes import Wish

_OWN = "campaign", "party", "all"


def _node(_reader: Reader, node: Node, _key: str) -> Node:
    """Read later, when more is known."""
    return node


@frozen(kw_only=True, eq=False, repr=False)
class BuildsFile:
    """The whole file."""

    about: str | None = may("what it is about")
    ruleset: str | None = may("a pack's name, or a path; --ruleset takes another")
    skills: Mapping[str, Skill] = may(
        "skills that the ruleset does not have", reads=read_new_skills, default=Factory(dict)
    )
    builds: Any = must("the builds by name", reads=_node)
    table: Any = must("what a game session at this table is like", reads=_node)


@frozen(eq=False, repr=False)
class Builds:
    """Builds, the table they are sent through, and the rules they are meant for."""

    source: Source
    ruleset: Ruleset
    table: Table
    builds: Mapping[str, Build]
    notes: tuple[Problem, ...] = ()


def read_builds(
    path: str | os.PathLike[str] | Source, ruleset: str | Ruleset | None = None, lenient: bool = False
) -> Builds:
    """A file of builds, under its own ruleset or another.

    Raises Mistakes with everything that is wrong in it: unknown skills, talents that are not sold, rates
    below 0 or beyond all measure, plans that can never proceed. If ``lenient``, what does not fit the
    ruleset is left out and stands in ``notes``.
    """
    source = path if isinstance(path, Source) else read_source(path)
    reader = Reader(source, [])
    if not isinstance(source.root, Map):
        reader.problem(source.root, "a file of builds begins with builds: and table:")
        raise Mistakes(reader.problems)
    rules = ruleset if isinstance(ruleset, Ruleset) else _ruleset(reader, ruleset)
    if rules is None:
        raise Mistakes(in_order(reader.problems))
    reader.names = rules.names
    about = reader.fill(BuildsFile, source.root, "a file of builds", salvage=True)
    if about is None or about.builds is None or about.table is None:
        raise Mistakes(in_order(reader.problems))
    rules = rules.with_skills(about.skills)
    reader.names = rules.names
    table = reader.fill(Table, about.table, "the table", salvage=True) or Table()
    builds = _builds(reader, about.builds, rules, table)
    if reader.problems and not lenient:
        raise Mistakes(in_order(reader.problems))
    return Builds(source, rules, table, builds, tuple(in_order(reader.problems)))


def _ruleset(reader: Reader, name: str | None) -> Ruleset | None:
    """The ruleset that is asked for, or the file's own."""
    entries = reader.entries(reader.source.root, "a file of builds")
    if name is None and "ruleset" not in entries:
        message = f"says no ruleset: and none was asked for: one of {listing(packs())}, or a path"
        reader.problem(reader.source.root, message)
        return None
    found = name or reader.text(entries["ruleset"][1], "ruleset")
    path = find_ruleset(found, reader.source.file) if found else None
    if found and path is None:
        unknown = f"there is no ruleset {quoted(found)}{did_you_mean(found, packs())}"
        if name:
            raise Mistakes([Problem(None, unknown)])
        reader.problem(entries["ruleset"][1], f"ruleset: {unknown}")
    return load_ruleset(path) if path else None


def _builds(reader: Reader, node: Node, rules: Ruleset, table: Table) -> dict[str, Build]:
    found: dict[str, Build] = {}
    entries = reader.entries(node, "builds")
    if not entries:
        reader.problem(node, "builds: there is none")
    for name, (key, value) in entries.items():
        if name in _OWN or not name.strip():
            reader.problem(key, f"builds: none can be called {quoted(name)}: it means something else")
            continue
        build = reader.fill(Build, value, name, salvage=True)
        if build is not None:
            _check_build(reader, value, name, build)
            found[name] = evolve(build, plan=_possible(reader, build, rules, table))
    return found


def _check_build(reader: Reader, node: Node, name: str, build: Build) -> None:
    """What no single field can say about itself."""
    entries = reader.entries(node, name)
    known = reader.names.professions
    if known and build.profession is None and "profession" not in entries:
        reader.problem(node, f'{name} needs "profession": one of {listing(known)}')
    if "start" in entries and "ranks" in entries:
        reader.problem(entries["start"][0], f"{name}: start: and ranks: say the same thing: leave one out")


def _possible(reader: Reader, build: Build, rules: Ruleset, table: Table) -> tuple[Wish, ...]:
    """The wishes that can be fulfilled at all; the others, which would hold up the plan for ever, are told."""
    book, kept = Book(rules.rules), []
    learns = PLANNED in {**(build.uses or table.uses), **(build.training or table.training)}
    for wish in build.plan:
        kind = TALENT if wish.goal and wish.goal.kind == TALENT else RANK
        items = wish.skills if kind == RANK else (wish.goal.of,) if wish.goal else ()
        if any(book.figure("sold", book["build", kind, item]) for item in items) or (kind == RANK and learns):
            kept.append(wish)
            continue
        hint = f": train it or use it (training: {{{PLANNED}: ...}})" if kind == RANK else ""
        what = f"{listing(dict.fromkeys(items))} cannot be bought under {rules.name}"
        message = f"{wish.text}: {what}, the plan can never proceed{hint}"
        reader.problems.append(Problem(wish.place, message))
    return tuple(kept)
