"""From what a user asks for to a job: which builds, under which rules, how often."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...api import open_campaign
from ...problems import Mistakes, Problem
from ...problems.wording import did_you_mean, quoted
from ...reader.goals import BadGoal, parse_goal
from ...ruleset import Ruleset, load_ruleset
from ...ruleset.overrides import sweep, varied
from ...ruleset.portable import from_texts, texts
from ...source import Source, parse_source, read_source
from ..builds.estimate import builds_from
from ..builds.file import Builds, read_builds
from .job import Job, Past, Variant

Changes = tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class Request:
    """What to play.

    ``ruleset`` is a pack or a path; None: the file's own. ``goals`` are reported instead of those of
    the file. ``sessions`` of each campaign; 0: as many as the table has. ``changes`` are paths of the ruleset
    with other values; ``sweep`` is a path with several values, each played with the same dice;
    ``against`` are other rules to play the same builds under.
    """

    ruleset: str | None = None
    campaigns: int = 10_000
    seed: int = 0
    goals: tuple[str, ...] = ()
    sessions: int = 0
    changes: Changes = ()
    sweep: str = ""
    against: str = ""


def job_of(file: str | os.PathLike[str], request: Request) -> Job:
    """A job for a file of builds, checked. Raises Mistakes with everything that is wrong in it."""
    source = read_source(file)
    return _job(source, read_builds(source, request.ruleset), request)


def job_from(campaign: str | os.PathLike[str], request: Request) -> Job:
    """A job that continues a campaign at a table like its own past. Raises Mistakes.

    Everything is as it stands: ranks, points, what was met and how often.
    """
    played = open_campaign(campaign)
    rules = load_ruleset(request.ruleset) if request.ruleset else from_texts(texts(played.ruleset))
    source = parse_source(builds_from(played), str(campaign))
    past = tuple((*key, balance) for key, balance in played.book.sheet().items())
    return _job(source, read_builds(source, rules, lenient=True), request, past)


def _job(source: Source, builds: Builds, request: Request, past: Past = ()) -> Job:
    job = Job(
        file=source.file,
        text=source.text,
        variants=_variants(builds.ruleset, request),
        campaigns=request.campaigns,
        seed=request.seed,
        goals=request.goals,
        sessions=request.sessions,
        past=past,
    )
    _check(job, builds)
    return job


def _variants(rules: Ruleset, request: Request) -> tuple[Variant, ...]:
    files, changes = texts(rules), request.changes
    if request.sweep:
        path, values = sweep(request.sweep)
        name = path.removeprefix("policies.")
        return tuple(Variant(f"{name} = {value}", files, (*changes, (path, value))) for value in values)
    named = ", ".join(f"{path.removeprefix('policies.')} = {value}" for path, value in changes)
    first = Variant(f"{rules.name} ({named})" if named else rules.name, files, changes)
    if not request.against:
        return (first,)
    other = load_ruleset(request.against)
    label = other.name if other.name != rules.name else f"{other.name} (2)"
    return (first, Variant(label, texts(other)))


def _check(job: Job, builds: Builds) -> None:
    """Check the changes and the goals before anything is played. Raises Mistakes."""
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


def chosen(builds: Mapping[str, Any], name: str | None) -> str:
    """The build of that name, or the first. Raises Mistakes."""
    if name is None:
        return next(iter(builds))
    if name not in builds:
        raise Mistakes([Problem(None, f"there is no build {quoted(name)}{did_you_mean(name, builds)}")])
    return name
