"""Blocks of campaigns, spread over workers: the same result whoever plays them, and none played twice."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..problems import Mistakes, Problem
from .job import Job, Outcome, Piece, play_piece, prepared
from .stored import from_text, to_text

MOST_LOST = 5  # times that workers may die while not one more piece gets done
_AHEAD = 3  # pieces that wait for each worker


@frozen(eq=False, repr=False)
class Simulated:
    """What came of it. Not ``whole`` if it was stopped: then so many ``campaigns`` are in it."""

    job: Job
    outcome: Outcome
    campaigns: int

    @property
    def whole(self) -> bool:
        """Whether all campaigns are in it."""
        return self.campaigns == self.job.campaigns


Told = Callable[[int, int], None]  # how many campaigns are done, of how many
Workers = Callable[[], Executor]


def simulate(
    job: Job,
    workers: int | None = None,
    executor: Workers | None = None,
    resume: str | os.PathLike[str] | None = None,
    told: Told | None = None,
) -> Simulated:
    """Play all campaigns of a job.

    ``workers`` are local processes (as many as there are cores); ``executor`` makes any other
    ``concurrent.futures`` executor. With ``resume`` every finished piece is kept in that directory, and
    what is there is not played again. An interrupt (Ctrl-C) gives what is done. Raises Mistakes.
    """
    prepared(job)
    work = _Work(job, Kept(job, resume) if resume is not None else None, told)
    work.take_what_is_kept()
    if work.left:
        _play(work, executor or local_pool(workers, len(job.pieces)))
    return Simulated(job, work.outcome, work.done)


def local_pool(workers: int | None, pieces: int) -> Workers | None:
    """Makes pools of local processes, no more than there are pieces; None where one process does it all."""
    number = min(workers or os.cpu_count() or 1, pieces)
    if number <= 1:
        return None
    context = multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver")
    return lambda: ProcessPoolExecutor(number, mp_context=context, initializer=_quiet)


def _quiet() -> None:
    """Ctrl-C is the main process's: it stops its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@define(eq=False, repr=False)
class _Work:
    """What is done and what is left."""

    job: Job
    kept: Kept | None
    told: Told | None
    outcome: Outcome = field(factory=Outcome)
    left: list[Piece] = field(init=False)
    done: int = 0

    @left.default
    def _all(self) -> list[Piece]:
        return list(self.job.pieces)

    def take_what_is_kept(self) -> None:
        """Pieces that were played before."""
        for piece in list(self.left) if self.kept else ():
            if (found := self.kept.get(piece) if self.kept else None) is not None:
                self.finish(piece, found, keep=False)

    def finish(self, piece: Piece, outcome: Outcome, keep: bool = True) -> None:
        """A piece is done."""
        if keep and self.kept:
            self.kept.put(piece, outcome)
        self.left.remove(piece)
        self.outcome.merge(outcome)
        self.done += piece[1]
        if self.told:
            self.told(self.done, self.job.campaigns)


def _play(work: _Work, executor: Workers | None) -> None:
    with suppress(KeyboardInterrupt):
        if executor is None:
            for piece in list(work.left):
                work.finish(piece, play_piece(work.job, piece))
            return
        lost = 0
        while work.left and lost < MOST_LOST:
            before = len(work.left)
            with suppress(BrokenProcessPool):
                _spread(work, executor)
            lost = lost + 1 if len(work.left) == before else 0
        if work.left:
            raise Mistakes([Problem(None, f"the workers died {MOST_LOST} times: memory may be short")])


def _spread(work: _Work, executor: Workers) -> None:
    """Give the pieces to workers, a few ahead, and take what comes back."""
    pool = executor()
    ahead = _AHEAD * getattr(pool, "_max_workers", 8)
    waiting: dict[Future[Outcome], Piece] = {}
    todo = iter(list(work.left))
    try:
        _submit(pool, work.job, todo, ahead, waiting)
        while waiting:
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=lambda future: waiting[future]):
                work.finish(waiting.pop(future), future.result())
            _submit(pool, work.job, todo, ahead - len(waiting), waiting)
    finally:
        for future in waiting:
            future.cancel()
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(
    pool: Executor, job: Job, pieces: Iterable[Piece], number: int, waiting: dict[Future[Outcome], Piece]
) -> None:
    for _, piece in zip(range(number), pieces, strict=False):
        waiting[pool.submit(play_piece, job, piece)] = piece


class Kept:
    """A directory with a file for each piece that was played, for one job."""

    def __init__(self, job: Job, path: str | os.PathLike[str]) -> None:
        self.job, self.path = job, Path(path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._check()
        except OSError as error:
            raise Mistakes([Problem(None, f'"{self.path}" cannot be used: {error.strerror}')]) from None

    def _check(self) -> None:
        """The directory is of this job, or new."""
        about = self.path / "simulation.json"
        if about.exists():
            if _read(about).get("digest") != self.job.digest:
                message = "holds another simulation (file, rules, seed or version differ): name a new directory"
                raise Mistakes([Problem(None, f'--resume: "{self.path}" {message}')])
        elif any(self.path.iterdir()):
            raise Mistakes([Problem(None, f'--resume: "{self.path}" holds other files: name a new directory')])
        else:
            _write(about, json.dumps({"digest": self.job.digest, "seed": self.job.seed}))

    def _name(self, piece: Piece) -> Path:
        return self.path / f"from-block-{piece[0]:06}-{piece[1]}.json"

    def get(self, piece: Piece) -> Outcome | None:
        """What a piece came to, if it was played. One that cannot be read is played again."""
        try:
            return from_text(self._name(piece).read_text("utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, piece: Piece, outcome: Outcome) -> None:
        """Keep a piece, whole or not at all."""
        _write(self._name(piece), to_text(outcome))


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.write_text(text, "utf-8")
    beside.replace(path)
