"""``rpgprog simulate [BUILDS]``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from ..app import FINE, PROBLEMS
from ..common import format_option, needs
from ..files import read_out, write_out
from ..rule_changes import set_option

if TYPE_CHECKING:  # its modules need the extra "sim"
    from ...simulate.findings.past import BesidePast
    from ...simulate.findings.sensitivity import Effect
    from ...simulate.jobs.job import Job
    from ...simulate.jobs.work import Simulated

MOST_CAMPAIGNS = 10**9
MOST_SESSIONS = 1000
MOST_WORKERS = 1024
SEEDS = 2**62
PICTURES = (".html", ".png", ".svg")
REPORTS = (*PICTURES, ".json", ".csv")


@frozen(kw_only=True)
class Options:
    """The command line: what to play, with which workers, and what to write."""

    file: str | None
    past: str | None
    ruleset: str | None
    campaigns: int
    sessions: int | None
    seed: int
    goals: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    sweep: str | None
    against: str | None
    sensitivity: bool
    workers: int | None
    cluster: str | None
    resume: str | None
    out: Path | None
    number: int | None
    build: str | None
    form: str

    def check(self) -> None:
        """Whether the options fit together, before anything is played."""
        if (self.file is None) == (self.past is None):
            raise click.UsageError("name a file of builds or, with --from, a campaign; not both")
        if self.sweep and self.against:
            raise click.UsageError("use either --sweep or --against")
        if self.build and self.number is None:
            raise click.UsageError("--build is for --campaign: which one to write out")
        if self.out is None:
            return
        if (self.out.suffix == ".yaml") != (self.number is not None):
            raise click.UsageError(
                "--out with .yaml is for one campaign (--campaign), other reports are for all"
            )
        if self.out.suffix in PICTURES:
            with needs("plot"):
                import altair  # noqa: F401

    def job(self) -> Job:
        """The job asked for. Raises Mistakes."""
        with needs("sim"):
            from ...simulate.jobs.job_request import Request, job_from, job_of
        request = Request(
            ruleset=self.ruleset,
            campaigns=self.campaigns,
            seed=self.seed,
            goals=self.goals,
            sessions=self.sessions or 0,
            changes=self.changes,
            sweep=self.sweep or "",
            against=self.against or "",
        )
        return job_of(self.file or "", request) if self.past is None else job_from(self.past, request)


@click.command("simulate")
@click.argument("file", type=click.Path(), required=False)
@click.option("--from", "past", type=click.Path(), help="Play on from a campaign; its past is the table.")
@click.option("--ruleset", help="Play under other rules than the file's: a pack or a path.")
@click.option(
    "--campaigns",
    type=click.IntRange(1, MOST_CAMPAIGNS),
    default=10_000,
    show_default=True,
    help="How many campaigns are played.",
)
@click.option(
    "--sessions", type=click.IntRange(1, MOST_SESSIONS), help="Sessions of each [default: as the table says]."
)
@click.option(
    "--seed",
    type=click.IntRange(0, SEEDS),
    default=0,
    show_default=True,
    help="The same seed gives the same dice.",
)
@click.option("--goal", "goals", multiple=True, help='Report this goal alone (repeatable): "level 5".')
@set_option("Change a number of the rules.")
@click.option("--sweep", metavar="PATH=VALUES", help="Try several values of a number: ...factor=0.3..0.9:7.")
@click.option("--against", metavar="RULESET", help="Play the same builds under these rules, too.")
@click.option("--sensitivity", is_flag=True, help="Show which numbers of the rules the goals depend on.")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), help="Processes [default: one per core].")
@click.option("--cluster", metavar="ADDRESS", help="Use a Dask scheduler: tcp://host:8786.")
@click.option("--resume", type=click.Path(), metavar="DIR", help="Keep finished parts there, and continue.")
@click.option("--out", callback=read_out(REPORTS, (".yaml",)), help=f"Write a report: {', '.join(REPORTS)}.")
@click.option("--campaign", "number", type=click.IntRange(1), help="Write this campaign out as a file.")
@click.option("--build", help="With --campaign: of which build.")
@format_option("table", "json", "csv", "md")
def command(**options: Any) -> int:
    """Play builds thousands of times: how fast they grow, how certain that is, which build leads.

    \b
    rpgprog simulate builds.yaml --ruleset dp-forty --campaigns 10000 --seed 7
    rpgprog simulate builds.yaml --sweep policies.novelty.factor=0.3..0.9:7 --out report.html
    rpgprog simulate builds.yaml --ruleset dp-forty --against forgetful
    rpgprog simulate builds.yaml --sensitivity --goal "level 5"
    rpgprog simulate --from campaign.yaml --sessions 40
    rpgprog simulate builds.yaml --campaign 17 --build scout --out one.yaml

    Simulated campaigns go through the same rules as played ones: --campaign writes any of them out, to
    be opened with the other commands. Ctrl-C ends it and shows what is done so far.
    """  # noqa: D301
    options_ = Options(**options)
    options_.check()
    job = options_.job()
    return _many(job, options_) if options_.number is None else _one(job, options_, options_.number)


def _one(job: Job, options: Options, number: int) -> int:
    """Write one campaign out as a file."""
    from ...simulate.jobs.job import campaign, prepared
    from ...simulate.jobs.job_request import chosen
    from ...simulate.play.to_yaml import journal
    from ...source.write import write_whole

    first, out = job.variants[0], options.out
    if job.past:
        raise click.UsageError("--campaign needs a file of builds: with --from the file would lack the past")
    if first.changes:
        own = "a ruleset file of your own (extends:), and name it with --ruleset"
        raise click.UsageError(f"--campaign writes no rules: put what --set or --sweep changes into {own}")
    builds = prepared(job).variants[first.label]
    play, lane = campaign(job, first.label, chosen(builds.builds, options.build), number - 1)
    text = journal(play, lane, builds, str(out.parent) if out else "")
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, [text.encode()])
        click.echo(f"{out}: campaign {number} of {play.who}")
    return FINE


def _many(job: Job, options: Options) -> int:
    """Play all campaigns and show what they come to."""
    from ...simulate.findings.summary import results
    from ...simulate.jobs.work import simulate
    from .. import simulation_tables
    from ..workers import cluster, progress, tell_cost

    tell_cost(job, options.workers, options.cluster)
    with cluster(options.cluster) as executor, progress(job.campaigns) as advance:
        done = simulate(job, options.workers, executor, options.resume, advance)
    if not done.campaigns:
        click.echo("stopped before any campaign was finished", err=True)
        return PROBLEMS
    rows = results(done)
    effects = _effects(job, options.workers) if options.sensitivity and done.whole else []
    beside = _beside_past(done, options)
    simulation_tables.show(rows, effects if options.sensitivity else None, options.form, beside)
    if options.out is not None:
        from ..report_file import report

        write_out(options.out, report(rows, effects, options.out.suffix))
    return FINE if done.whole else PROBLEMS


def _beside_past(done: Simulated, options: Options) -> Sequence[BesidePast]:
    """With --from, what was earned so far beside what the model earns."""
    from ...api import open_campaign
    from ...simulate.findings.past import beside_past

    return beside_past(open_campaign(options.past), done) if options.past is not None else ()


def _effects(job: Job, workers: int | None) -> Sequence[Effect]:
    """What the goals depend on."""
    from ...simulate.findings.sensitivity import effects
    from ..workers import pool, progress

    with progress(1, "numbers") as advance, pool(workers) as executor:
        return effects(job, executor, advance)
