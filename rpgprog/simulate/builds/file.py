"""The file a player writes: builds, each with a plan, and what a session at the table is like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, frozen

from ...journal.entries.base import may, must
from ...journal.file import read_new_skills
from ...problems import Mistakes, Problem
from ...problems.wording import did_you_mean, nearest, quoted
from ...reader import Reader, Skill, in_order
from ...ruleset import Ruleset, find_ruleset, load_named, load_ruleset, packs
from ...source import Mapping as Map
from ...source import Node, Source, read_source
from .checks import check_build, check_table, possible
from .table import Build, Table


def _node(_reader: Reader, node: Node, _key: str) -> Node:
    """Read later, when more is known."""
    return node


@frozen(kw_only=True, eq=False, repr=False)
class BuildsFile:
    """The whole file."""

    about: str | None = may("what it is about")
    ruleset: str | None = may("a pack's name, or a path; --ruleset overrides it")
    skills: Mapping[str, Skill] = may(
        "skills that the ruleset does not have", reads=read_new_skills, default=Factory(dict)
    )
    builds: Any = must("the builds by name", reads=_node)
    table: Any = must("what a session at this table is like", reads=_node)


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
    below 0 or too large, wishes that can never be fulfilled, a table at which nothing happens.
    If ``lenient``, what does not fit the ruleset is left out and stands in ``notes``.
    """
    source = path if isinstance(path, Source) else read_source(path)
    reader = Reader(source, [])
    _check_kind(reader)
    rules = ruleset if isinstance(ruleset, Ruleset) else _ruleset(reader, ruleset)
    reader.names = rules.names if rules else reader.names
    about = reader.fill(BuildsFile, source.root, "a file of builds", salvage=True)
    if rules is None or about is None:
        raise Mistakes(in_order(reader.problems))
    rules = rules.with_skills(about.skills)
    reader.names = rules.names
    table = _table(reader, about.table)
    builds = _builds(reader, about.builds, rules, table) if about.builds else {}
    if about.table and about.builds:
        check_table(reader, about.table, rules, table, builds)
    problems = tuple(in_order(reader.problems))
    if problems and not (lenient and about.builds and about.table):
        raise Mistakes(problems)
    return Builds(source, rules, table, builds, problems)


def _check_kind(reader: Reader) -> None:
    """Whether it can be a file of builds at all. Raises Mistakes."""
    root, file = reader.source.root, reader.source.file
    table = root.entries if isinstance(root, Map) else {}
    message = ""
    if not isinstance(root, Map):
        message = "a file of builds begins with ruleset:, builds: and table:"
    elif "builds" not in table and {"journal", "characters"} & {*table}:
        message = f"this is a campaign file: rpgprog simulate --from {file}"
    elif "builds" not in table and "policies" in table:
        message = f"this is a ruleset, not a file of builds: rpgprog simulate BUILDS --ruleset {file}"
    if message:
        raise Mistakes([Problem(reader.source.place(root), message)])


def _ruleset(reader: Reader, name: str | None) -> Ruleset | None:
    """The ruleset that is asked for, or the file's own."""
    if name is not None:
        return load_ruleset(name)
    entries = reader.entries(reader.source.root, "a file of builds")
    if "ruleset" in entries:
        path = _path(reader, entries["ruleset"][1])
        return load_named(path) if path else None
    if "ruleset" not in [nearest(key, ("about", "ruleset", "skills", "builds", "table")) for key in entries]:
        message = 'a file of builds needs "ruleset": a pack (see rpgprog rulesets), or a path'
        reader.problem(reader.source.root, message)
    return None


def _path(reader: Reader, node: Node) -> Path | None:
    """Where the file's own ruleset is."""
    name = reader.text(node, "ruleset")
    path = find_ruleset(name, reader.source.file) if name and "\0" not in name else None
    if name and path is None:
        near = did_you_mean(name, packs())
        reader.problem(node, f"ruleset: there is no ruleset {quoted(name)}{near}")
    return path


def _table(reader: Reader, node: Node | None) -> Table:
    table = reader.fill(Table, node, "the table", salvage=True) if node is not None else None
    return table or Table()


def _builds(reader: Reader, node: Node, rules: Ruleset, table: Table) -> dict[str, Build]:
    builds: dict[str, Build] = {}
    mistakes = len(reader.problems)
    entries = reader.entries(node, "builds")
    if not entries and len(reader.problems) == mistakes:
        reader.problem(node, "builds: name at least one")
    for name, (key, value) in entries.items():
        build = reader.fill(Build, value, name or "a build", salvage=True)
        if check_build(reader, key, value, build) and build is not None:
            builds[name] = evolve(build, plan=possible(reader, build, rules, table))
    return builds
