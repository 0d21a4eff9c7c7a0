"""Who does the work, and how far it is: local processes, a Dask cluster, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from ..simulate.run import Workers, local_pool
from .common import needs
from .tables import console

PATIENCE = 10  # seconds until a cluster must have answered


class _Speed(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """The speed so far."""
        return Text(f"{task.speed:,.0f} {task.fields['what']} a second" if task.speed else "")


@contextmanager
def progress(total: int, what: str = "campaigns") -> Iterator[Callable[..., None] | None]:
    """A bar on the terminal; in a pipe nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.fields[what]}"), BarColumn(), MofNCompleteColumn(), _Speed(), TimeRemainingColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("", total=total, what=what)

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield told


@contextmanager
def cluster(address: str | None) -> Iterator[Workers | None]:
    """Makes executors of a Dask cluster; None for local processes. Wrong usage if it does not answer."""
    if address is None:
        yield None
        return
    with needs("dask"):
        from distributed import Client
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise click.UsageError(f'--cluster: "{address}" does not answer ({why})') from None
    try:
        yield lambda: _executor(client)
    finally:
        client.close()


def _executor(client: Any) -> Executor:
    found: Executor = client.get_executor(pure=False, retries=3)
    return found


@contextmanager
def pool(workers: int | None) -> Iterator[Executor | None]:
    """Local processes for a number of small pieces of work."""
    make = local_pool(workers, 10**6)
    executor = make() if make else None
    try:
        yield executor
    finally:
        if executor:
            executor.shutdown(cancel_futures=True)
