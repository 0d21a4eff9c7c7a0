"""Who does the work, and how far it is: local processes, a Dask cluster, a progress bar."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..simulate.jobs.cluster import Cluster, connect
from ..simulate.jobs.cost import duration, is_long, seconds
from ..simulate.jobs.job import Job
from ..simulate.jobs.work import Workers, cores, local_pool
from .common import needs
from .tables import console

MANY_PIECES = 10**6


class _Speed(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """The speed so far."""
        return Text(f"{task.speed:,.0f} {task.fields['what']} a second" if task.speed else "")


def tell_cost(job: Job, workers: int | None, cluster: str | None) -> None:
    """Say how long a long job will take on this machine before it begins."""
    if cluster is None and is_long(job):
        processes = workers or cores()
        length = duration(seconds(job, processes))
        processes_ = f"{processes} process{'es' * (processes > 1)}"
        message = f"{job.campaigns:,} campaigns will take about {length} on {processes_}"
        click.echo(f"{message}; Ctrl-C ends it and shows what is done so far.", err=True)


@contextmanager
def progress(total: int, label: str = "campaigns") -> Iterator[Callable[..., None] | None]:
    """A bar on the terminal; in a pipe nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.fields[what]}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("", total=total, what=label)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield advance


@contextmanager
def cluster(address: str | None) -> Iterator[Workers | None]:
    """Makes executors of a Dask cluster; None for local processes. Wrong usage if it does not answer."""
    if address is None:
        yield None
        return
    with needs("dask"):
        import distributed  # noqa: F401
    _hush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Dask: what matters is told in other words
        try:
            client = connect(address)
        except ConnectionError as error:
            raise click.UsageError(f'--cluster: there is no Dask cluster at "{address}": {error}') from None
        try:
            yield lambda: Cluster(client)
        finally:
            client.close()


def _hush() -> None:
    """What Dask logs is for who runs a cluster."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def pool(workers: int | None) -> Iterator[Executor | None]:
    """Local processes for a number of small pieces of work."""
    make = local_pool(workers, MANY_PIECES)
    executor = make() if make else None
    try:
        yield executor
    finally:
        if executor:
            executor.shutdown(wait=False)
