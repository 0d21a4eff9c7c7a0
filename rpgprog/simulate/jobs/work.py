"""Blocks of campaigns, spread over workers: the same result whoever plays them, and none played twice."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from attrs import define, field, frozen

from ...problems import Mistakes, Problem
from .checkpoints import Kept
from .job import Job, Outcome, Piece, piece_at, play_piece, prepared, start_of
from .processes import Processes
from .serialise import in_order

MOST_LOST = 5  # times that an executor may break while not one more piece gets done
_AHEAD = 3  # pieces that wait for each worker
_TICK = 1  # seconds: where a wait cannot be interrupted, Ctrl-C is heard so soon


@frozen(eq=False, repr=False)
class Simulated:
    """The outcome. Not ``whole`` if it was stopped: then it has that many ``campaigns``."""

    job: Job
    outcome: Outcome
    campaigns: int

    @property
    def whole(self) -> bool:
        """Whether all campaigns are in it."""
        return self.campaigns == self.job.campaigns


Progress = Callable[[int, int], None]  # how many campaigns are done, of how many
Workers = Callable[[], Executor]


def simulate(
    job: Job,
    workers: int | None = None,
    executor: Workers | None = None,
    resume: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Simulated:
    """Play all campaigns of a job.

    ``workers`` are local processes (as many as there are cores); ``executor`` makes any other
    ``concurrent.futures`` executor, and makes another when one breaks. With ``resume`` every finished
    piece is kept in that directory, and what is there is not played again. An interrupt (Ctrl-C) gives
    what is done. Raises Mistakes.
    """
    prepared(job)
    work = _Work(job, Kept(job, resume) if resume is not None else None, progress)
    with suppress(KeyboardInterrupt):
        work.take_what_is_kept()
        _play(work, executor or local_pool(workers, len(work.left)))
    return Simulated(job, in_order(work.outcome), work.done)


def local_pool(workers: int | None, pieces: int) -> Workers | None:
    """Makes pools of local processes, no more than there are pieces; None where one process does it all."""
    number = min(workers or cores(), pieces)
    return (lambda: Processes(number)) if number > 1 else None


def cores() -> int:
    """As many as this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@define(eq=False, repr=False)
class _Work:
    """Finished and remaining work."""

    job: Job
    kept: Kept | None
    progress: Progress | None
    outcome: Outcome = field(factory=Outcome)
    left: list[Piece] = field(init=False)
    done: int = 0

    @left.default
    def _all(self) -> list[Piece]:
        return list(self.job.pieces)

    def take_what_is_kept(self) -> None:
        """Take finished pieces; the gaps remain."""
        if self.kept is None:
            return
        gaps, at = [], 0
        for piece, outcome in self.kept.take():
            gaps += self._between(at, start_of(piece))
            at = start_of(piece) + piece[1]
            with uninterrupted():
                self._count(piece, outcome)
        self.left = gaps + self._between(at, self.job.campaigns)

    def _between(self, start: int, end: int) -> list[Piece]:
        """Pieces for those campaigns, of the usual size."""
        size = self.job.pieces[0][1]
        return [piece_at(at, min(size, end - at)) for at in range(start, end, size)]

    def finish(self, piece: Piece, outcome: Outcome) -> None:
        """A piece is done: all of it is counted or, if this cannot be kept, nothing."""
        with uninterrupted():
            if self.kept:
                self.kept.put(piece, outcome)
            self.left.remove(piece)
            self._count(piece, outcome)

    def _count(self, piece: Piece, outcome: Outcome) -> None:
        self.outcome.merge(outcome)
        self.done += piece[1]
        if self.progress:
            self.progress(self.done, self.job.campaigns)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this is done."""
    before, came = signal.getsignal(signal.SIGINT), []
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    signal.signal(signal.SIGINT, lambda *call: came.append(call))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        before(*came[0])


def _play(work: _Work, executor: Workers | None) -> None:
    if executor is None:
        return _alone(work)
    lost = 0
    while work.left:
        before = len(work.left)
        try:
            _spread(work, executor)
        except BrokenExecutor as broken:
            lost = lost + 1 if len(work.left) == before else 0
            if lost == MOST_LOST:
                message = f"the workers died {lost} times in a row ({broken}): memory may be short"
                raise Mistakes([Problem(None, message)]) from None
    return None


def _alone(work: _Work) -> None:
    for piece in list(work.left):
        try:
            outcome = play_piece(work.job, piece)
        except MemoryError:
            raise Mistakes([Problem(None, f"memory is too short for {piece[1]:,} campaigns")]) from None
        work.finish(piece, outcome)


def _spread(work: _Work, executor: Workers) -> None:
    """Give the pieces to workers, a few ahead, and take what comes back."""
    pool, pieces = executor(), iter(list(work.left))
    waiting: dict[Future[Outcome], Piece] = {}
    try:
        while True:
            room = _AHEAD * _size(pool) - len(waiting)
            for piece in islice(pieces, max(room, 0)):
                waiting[pool.submit(play_piece, work.job, piece)] = piece
            if not waiting:
                return
            finished, _ = wait(waiting, _TICK, FIRST_COMPLETED)
            for future in sorted(finished, key=lambda future: waiting[future]):
                work.finish(waiting.pop(future), future.result())
    finally:
        with uninterrupted():
            _stop(pool, waiting)


def _size(pool: Any) -> int:
    """How many workers it has, where an executor says so."""
    return int(getattr(pool, "_max_workers", 8))


def _stop(pool: Executor, waiting: dict[Future[Outcome], Piece]) -> None:
    for future in waiting:
        future.cancel()
    pool.shutdown(wait=False)
