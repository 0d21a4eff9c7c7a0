"""``rpgprog simulate [BUILDS]``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..app import FINE, PROBLEMS
from ..common import format_option, needs
from ..files import read_out, write_out
from ..rule_changes import read_changes

MOST_CAMPAIGNS = 10**9
MOST_SESSIONS = 1000
SEEDS = 2**62
REPORTS = (".html", ".png", ".svg", ".json", ".csv")


@click.command("simulate")
@click.argument("file", type=click.Path(), required=False)
@click.option("--from", "past", type=click.Path(), help="Instead: a campaign. Its past is the table.")
@click.option("--ruleset", help="Other rules than the file names: a pack, or a path.")
@click.option(
    "--campaigns",
    type=click.IntRange(1, MOST_CAMPAIGNS),
    default=10_000,
    show_default=True,
    help="How many are played.",
)
@click.option("--sessions", type=click.IntRange(1, MOST_SESSIONS), help="How many each has.")
@click.option(
    "--seed",
    type=click.IntRange(0, SEEDS),
    default=0,
    show_default=True,
    help="The same seed, the same dice.",
)
@click.option("--goal", "goals", multiple=True, help='Something more to reach: "level 5".')
@click.option(
    "--set", "changes", multiple=True, callback=read_changes, metavar="PATH=VALUE", help="Change a number."
)
@click.option("--sweep", metavar="PATH=VALUES", help="Try values one by one: ...factor=0.3..0.9:7.")
@click.option("--against", metavar="RULESET", help="The same builds under other rules, too.")
@click.option("--sensitivity", is_flag=True, help="Which numbers of the rules the goals depend on.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes [default: one a core].")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler: tcp://host:8786.")
@click.option("--resume", type=click.Path(), metavar="DIR", help="Keep there what is finished, and go on.")
@click.option("--out", callback=read_out(REPORTS, (".yaml",)), help=f"Write a report: {', '.join(REPORTS)}.")
@click.option("--campaign", "number", type=click.IntRange(1), help="Write one campaign out as a file.")
@click.option("--build", help="With --campaign: of which build.")
@format_option("table", "json", "csv", "md")
def command(file: str | None, past: str | None, form: str, out: Path | None, **given: Any) -> int:
    """Play builds many times: how fast they grow, how sure, which is ahead when.

    \b
    rpgprog simulate builds.yaml --ruleset dp-forty --campaigns 10000 --seed 7
    rpgprog simulate builds.yaml --sweep policies.novelty.factor=0.3..0.9:7 --out report.html
    rpgprog simulate builds.yaml --ruleset dp-forty --against forgetful
    rpgprog simulate builds.yaml --sensitivity --goal "level 5"
    rpgprog simulate --from campaign.yaml --sessions 40
    rpgprog simulate builds.yaml --campaign 17 --build scout --out one.yaml

    Simulated campaigns go through the same rules as played ones: --campaign writes any of them out, to
    be opened with the other commands. Ctrl-C ends with what is done so far.
    """  # noqa: D301
    if (file is None) == (past is None):
        raise click.UsageError("name a file of builds, or a campaign with --from, and not both")
    if given["sweep"] and given["against"]:
        raise click.UsageError("--sweep and --against: one at a time")
    if given["build"] and given["number"] is None:
        raise click.UsageError("--build is for --campaign: which one to write out")
    _check_out(out, given["number"])
    with needs("sim"):
        from ...simulate.run.job_request import job_from, job_of
    asked = {name: given[name] for name in ("ruleset", "campaigns", "seed", "goals", "changes")}
    asked |= {
        "sessions": given["sessions"] or 0,
        "sweeps": given["sweep"] or "",
        "against": given["against"] or "",
    }
    job = job_from(past, **asked) if past is not None else job_of(file or "", **asked)
    if given["number"] is not None:
        return _one(job, given["build"], given["number"], out)
    return _many(job, given, form, out)


def _check_out(out: Path | None, number: int | None) -> None:
    """Whether the report can be written, before anything is played."""
    if out is None:
        return
    if (out.suffix == ".yaml") != (number is not None):
        raise click.UsageError("--out with .yaml is for one campaign (--campaign), other reports are for all")
    if out.suffix in (".html", ".png", ".svg"):
        with needs("plot"):
            import altair  # noqa: F401


def _one(job: Any, build: str | None, number: int, out: Path | None) -> int:
    """One campaign as a file."""
    from ...simulate.play.to_yaml import journal
    from ...simulate.run.job import campaign, prepared
    from ...simulate.run.job_request import chosen
    from ...source.write import write_whole

    first = job.variants[0]
    if job.past:
        raise click.UsageError("--campaign is for a file of builds: after --from it would lack the past")
    if first.changes:
        own = "a ruleset file of your own (extends:), and name it with --ruleset"
        raise click.UsageError(f"--campaign writes no rules: put what --set or --sweep changes into {own}")
    label = first.label
    builds = prepared(job).variants[label]
    play, lane = campaign(job, label, chosen(builds.builds, build), number - 1)
    text = journal(play, lane, builds, str(out.parent) if out else "")
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, [text.encode()])
        click.echo(f"{out}: campaign {number} of {play.who}")
    return FINE


def _many(job: Any, given: dict[str, Any], form: str, out: Path | None) -> int:
    from ...simulate.results.results import results
    from ...simulate.run.run import simulate
    from .. import simulation_tables as simulated
    from ..workers import cluster, progress

    with cluster(given["cluster"]) as executor, progress(job.campaigns) as told:
        done = simulate(job, given["workers"], executor, given["resume"], told)
    if not done.campaigns:
        click.echo("stopped before the first campaigns were done", err=True)
        return PROBLEMS
    found = results(done)
    effects = _effects(job, given) if given["sensitivity"] and done.whole else []
    simulated.show(found, effects if given["sensitivity"] else None, form)
    if out is not None:
        from ..report_file import report

        write_out(out, report(found, effects, out.suffix))
    return FINE if done.whole else PROBLEMS


def _effects(job: Any, given: dict[str, Any]) -> list[Any]:
    from ...simulate.results.sensitivity import effects
    from ..workers import pool, progress

    with progress(1, "numbers") as told, pool(given["workers"]) as executor:
        return effects(job, executor, told)
