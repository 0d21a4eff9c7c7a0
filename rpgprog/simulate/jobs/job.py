"""A simulation as a piece of work: what is played, and one block of it, here or on another machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import combinations
from typing import Any

from attrs import define, evolve, field, frozen

from ... import __version__
from ...ledger.accounts import EARNED, LEVEL, RANK
from ...reader import Names
from ...reader.goals import BadGoal, Goal, parse_goal
from ...ruleset import Ruleset
from ...ruleset.overrides import varied
from ...ruleset.portable import Texts, from_texts
from ...source import parse_source
from ..builds.file import Builds, read_builds
from ..builds.table import PLANNED
from ..chance import BLOCK, Draws
from ..play.lane_safety import in_the_way
from ..play.play import Play
from ..play.tally import TOTAL, Duel, Tally, Watch

COMPARED = (LEVEL, EARNED, TOTAL)


TOGETHER = 4  # blocks that are played together where there are so many

SMALL = 1024  # campaigns: the pieces of jobs smaller than a block, so that these too can be stopped

# The first block, how many campaigns from there on, and how many of the block come before, if any do.
Piece = tuple[int, int] | tuple[int, int, int]
Past = tuple[tuple[str, str, str, int], ...]  # holder, kind, of, balance


def piece_at(start: int, campaigns: int) -> Piece:
    """So many campaigns from one on; numbers count from 0."""
    block, skip = divmod(start, BLOCK)
    return (block, campaigns, skip) if skip else (block, campaigns)


def start_of(piece: Piece) -> int:
    """The number of a piece's first campaign, from 0."""
    return piece[0] * BLOCK + (piece[2] if len(piece) > 2 else 0)


@frozen
class Variant:
    """Rules that the builds are played under: what they are called here, their files, what is changed."""

    label: str
    files: Texts
    changes: tuple[tuple[str, str], ...] = ()

    def ruleset(self) -> Ruleset:
        """The rules. Raises Mistakes."""
        rules = from_texts(self.files)
        return varied(rules, dict(self.changes)) if self.changes else rules


@frozen
class Job:
    """Builds from a file under one or more rulesets, a number of campaigns of each, from one seed.

    It is text and numbers only, so that another process or machine can be given it.
    """

    file: str
    text: str
    variants: tuple[Variant, ...]
    campaigns: int
    seed: int = 0
    goals: tuple[str, ...] = ()
    sessions: int = 0  # instead of the table's
    past: Past = ()  # balances with which all begin: a build is one of the characters that are in it
    only: str = ""  # of all builds this one

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The work in pieces: parts of a block, blocks, or several blocks, which are faster."""
        blocks = -(-self.campaigns // BLOCK)
        size = SMALL if self.campaigns < BLOCK else BLOCK * (TOGETHER if blocks >= TOGETHER else 1)
        starts = range(0, self.campaigns, size)
        return tuple(piece_at(at, min(size, self.campaigns - at)) for at in starts)

    @property
    def digest(self) -> str:
        """What its results depend on, but for the number of campaigns."""
        rules = [(variant.label, variant.files, variant.changes) for variant in self.variants]
        parts = [
            __version__,
            self.file,
            self.text,
            rules,
            self.seed,
            self.goals,
            self.sessions,
            self.past,
            self.only,
        ]
        return sha256(json.dumps(parts).encode()).hexdigest()


@define(eq=False, repr=False)
class Outcome:
    """What a lot of campaigns came to: by variant and build, and by pairs of builds."""

    tallies: dict[tuple[str, str], Tally] = field(factory=dict)
    duels: dict[tuple[str, str, str, str], Duel] = field(factory=dict)  # variant, measure, build, other
    events: int = 0  # in all campaigns

    def merge(self, other: Outcome) -> None:
        """Add another lot of campaigns."""
        for key, tally in other.tallies.items():
            self.tallies.setdefault(key, Tally()).merge(tally)
        for name, duel in other.duels.items():
            self.duels.setdefault(name, Duel()).merge(duel)
        self.events += other.events


@frozen(eq=False, repr=False)
class Prepared:
    """A job's files, read: for each variant its builds."""

    variants: dict[str, Builds]
    job: Job
    alone: dict[str, str]  # variants that have to be played campaign by campaign, and why
    unknown: dict[str, tuple[str, ...]] = field(factory=dict)  # skills of builds that other rules lack

    @cached_property
    def first(self) -> Builds:
        """The builds under the rules they are meant for."""
        return next(iter(self.variants.values()))

    def skills(self, build: str) -> tuple[str, ...]:
        """The skills that a build is about, in the order of its file."""
        skills: dict[str, None] = {}
        for builds in self.variants.values():
            skills |= dict.fromkeys(_skills(builds, build))
        return tuple(skills)

    def goals(self, variant: str, build: str) -> tuple[Goal, ...]:
        """The goals to report: those chosen for the job, else the build's own and those of its plan."""
        builds = self.variants[variant]
        about = builds.builds[build]
        if self.job.goals:
            return tuple(dict.fromkeys(_known_goals(self.job.goals, builds.ruleset.names)))
        wished = [wish.goal for wish in about.plan if wish.goal is not None]
        return tuple(dict.fromkeys((*about.goals, *wished)))


def _known_goals(texts: Iterable[str], names: Names) -> Iterator[Goal]:
    """The goals that these rules know: others may lack a talent."""
    for text in texts:
        with suppress(BadGoal):
            yield parse_goal(text, names)


def _skills(builds: Builds, name: str) -> list[str]:
    build = builds.builds[name]
    uses, training = build.uses or builds.table.uses, build.training or builds.table.training
    wished = (skill for wish in build.plan for skill in wish.skills)
    goals = (goal.of for goal in build.goals if goal.kind == RANK)
    names = (*build.ranks, *build.start, *wished, *goals, *uses, *training)
    return [skill for skill in dict.fromkeys(names) if skill != PLANNED]


@lru_cache(maxsize=2)
def prepared(job: Job) -> Prepared:
    """The files of a job. Raises Mistakes."""
    source, variants = parse_source(job.text, job.file), {}
    first = job.variants[0].ruleset()
    lacking: dict[str, Any] = {}
    for at, variant in enumerate(job.variants):
        rules = variant.ruleset() if at else first
        missing = {
            name: skill for name, skill in first.names.skills.items() if name not in rules.names.skills
        }
        lacking[variant.label] = missing
        builds = read_builds(source, rules.with_skills(missing), lenient=at > 0 or bool(job.past))
        table = evolve(builds.table, sessions=job.sessions) if job.sessions else builds.table
        chosen = {name: build for name, build in builds.builds.items() if job.only in ("", name)}
        variants[variant.label] = evolve(builds, table=table, builds=chosen)
    first_builds = next(iter(variants.values()))
    used = dict.fromkeys(skill for name in first_builds.builds for skill in _skills(first_builds, name))
    alone = {label: in_the_way(builds, job.past) for label, builds in variants.items()}
    unknown = {label: tuple(skill for skill in used if skill in lacks) for label, lacks in lacking.items()}
    unknown_skills = {label: skills for label, skills in unknown.items() if skills}
    return Prepared(variants, job, {label: why for label, why in alone.items() if why}, unknown_skills)


def play_piece(job: Job, piece: Piece) -> Outcome:
    """Play some blocks of campaigns: all builds under all rulesets, with the same dice for each."""
    ready, outcome = prepared(job), Outcome()
    draws = Draws(job.seed, *piece)
    for variant, builds in ready.variants.items():
        alone = variant in ready.alone
        plays = {name: Play(builds, name, draws, past=job.past, one_by_one=alone) for name in builds.builds}
        watches = {
            name: Watch(play, ready.skills(name), ready.goals(variant, name)) for name, play in plays.items()
        }
        _play(variant, plays, watches, builds.table.sessions, outcome)
        for name, watch in watches.items():
            outcome.tallies[variant, name] = watch.done()
            outcome.events += plays[name].events
            plays[name].free()
    return outcome


def _play(
    variant: str, plays: dict[str, Play], watches: dict[str, Watch], sessions: int, outcome: Outcome
) -> None:
    for _ in range(sessions):
        for name, play in plays.items():
            play.play()
            watches[name].look()
        for (name, watch), (other, two) in combinations(watches.items(), 2):
            for measure in COMPARED:
                duel = outcome.duels.setdefault((variant, measure, name, other), Duel())
                duel.add(watch.now[measure, ""], two.now[measure, ""])


def campaign(job: Job, variant: str, build: str, number: int) -> tuple[Play, int]:
    """One campaign of a job with all its events, and its place in its block. Numbers count from 0."""
    ready = prepared(job)
    builds, alone = ready.variants[variant], variant in ready.alone
    block, lane = divmod(number, BLOCK)
    play = Play(builds, build, Draws(job.seed, block, lane + 1), (lane,), job.past, alone)
    for _ in range(builds.table.sessions):
        play.play()
    return play, lane
