"""From what somebody asks for to a job: which builds, under which rules, how often."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...api import open_campaign
from ...problems import Mistakes, Problem
from ...problems.wording import did_you_mean, quoted
from ...reader.goals import BadGoal, parse_goal
from ...ruleset import Ruleset, load_ruleset
from ...ruleset.overrides import sweep, varied
from ...ruleset.portable import from_texts, texts
from ...source import parse_source, read_source
from ..builds.estimate import builds_from
from ..builds.file import Builds, read_builds
from .job import Job, Variant

Changes = Sequence[tuple[str, str]]


def job_of(
    file: str | os.PathLike[str],
    ruleset: str | None = None,
    *,
    campaigns: int = 10_000,
    seed: int = 0,
    goals: Iterable[str] = (),
    sessions: int = 0,
    changes: Changes = (),
    sweeps: str = "",
    against: str = "",
) -> Job:
    """A job for a file of builds, checked. Raises Mistakes with everything that is wrong in it.

    ``changes`` are paths of the ruleset with other values; ``sweeps`` is a path with several values, each
    played with the same dice; ``against`` are other rules to play the same builds under.
    """
    source = read_source(file)
    builds = read_builds(source, ruleset)
    job = Job(
        file=source.file,
        text=source.text,
        variants=_variants(builds.ruleset, changes, sweeps, against),
        campaigns=campaigns,
        seed=seed,
        goals=tuple(goals),
        sessions=sessions,
    )
    return _checked(job, builds)


def job_from(
    campaign: str | os.PathLike[str],
    ruleset: str | None = None,
    *,
    campaigns: int = 10_000,
    seed: int = 0,
    goals: Iterable[str] = (),
    sessions: int = 0,
    changes: Changes = (),
    sweeps: str = "",
    against: str = "",
) -> Job:
    """A job that goes on where a campaign stands, at a table like its own past. Raises Mistakes.

    Everything is as it stands: ranks, points, what was met and how often. The other words are those of
    ``job_of``.
    """
    played = open_campaign(campaign)
    rules = load_ruleset(ruleset) if ruleset else from_texts(texts(played.ruleset))
    text = builds_from(played)
    builds = read_builds(parse_source(text, str(campaign)), rules, lenient=True)
    past = tuple((*key, balance) for key, balance in played.book.sheet().items())
    job = Job(
        file=str(campaign),
        text=text,
        variants=_variants(rules, changes, sweeps, against),
        campaigns=campaigns,
        seed=seed,
        goals=tuple(goals),
        sessions=sessions,
        past=past,
    )
    return _checked(job, builds)


def _variants(rules: Ruleset, changes: Changes, sweeps: str, against: str) -> tuple[Variant, ...]:
    files, changes = texts(rules), tuple(changes)
    if sweeps:
        path, values = sweep(sweeps)
        name = path.removeprefix("policies.")
        return tuple(Variant(f"{name} = {value}", files, (*changes, (path, value))) for value in values)
    named = ", ".join(f"{path.removeprefix('policies.')} = {value}" for path, value in changes)
    first = Variant(f"{rules.name} ({named})" if named else rules.name, files, changes)
    if not against:
        return (first,)
    other = load_ruleset(against)
    label = other.name if other.name != rules.name else f"{other.name} (2)"
    return (first, Variant(label, texts(other)))


def _checked(job: Job, builds: Builds) -> Job:
    """Whatever is wrong with the changes and the goals, before anything is played."""
    problems: list[Problem] = []
    for variant in job.variants:
        try:
            if variant.changes:
                varied(builds.ruleset, dict(variant.changes))
        except Mistakes as mistakes:
            problems += [problem for problem in mistakes.problems if problem not in problems]
    for text in job.goals:
        try:
            parse_goal(text, builds.ruleset.names)
        except BadGoal as mistake:
            problems.append(Problem(None, f"--goal: {mistake}"))
    if problems:
        raise Mistakes(problems)
    return job


def chosen(builds: Mapping[str, Any], name: str | None) -> str:
    """The build of that name, or the first. Raises Mistakes."""
    if name is None:
        return next(iter(builds))
    if name not in builds:
        raise Mistakes([Problem(None, f"there is no build {quoted(name)}{did_you_mean(name, builds)}")])
    return name
