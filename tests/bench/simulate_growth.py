"""What many campaigns cost: more processes, more pieces, memory. As a program it is one that simulates many."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from simulate_ours import MOST, events_of, job  # noqa: E402  (found beside this file)

from rpgprog.simulate.chance import BLOCK  # noqa: E402
from rpgprog.simulate.jobs.job import Job, Outcome, Piece, play_piece  # noqa: E402

FEW, MANY, QUICK = 1000, 100_000, 8 * BLOCK  # campaigns


def two_against_one(rounds: int, pieces: int = 4) -> float:
    """How much faster two processes are than one, by the clock on the wall, in turns."""
    ratios = []
    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two:
        for pool, workers in (one, 1), (two, 2):
            _wall(pool, workers)
        for _ in range(rounds):
            ratios.append(_wall(one, pieces) / _wall(two, pieces))
    return median(ratios)


def _wall(pool: ProcessPoolExecutor, pieces: int) -> float:
    before = perf_counter()
    list(pool.map(events_of, range(pieces), [QUICK] * pieces))
    return perf_counter() - before


def many(campaigns: int) -> None:
    """Simulate so many, and 1,000 after each piece; print the costs of a campaign and the memory."""
    whole, few, outcome, ratios = job(campaigns), job(FEW), Outcome(), []
    play_piece(few, few.pieces[0])  # whatever is read on first use
    for piece in whole.pieces:
        cost = _time(partial(_merged, outcome, whole, piece)) / piece[1]
        ratios.append(cost / (_time(partial(play_piece, few, few.pieces[0])) / FEW))
    print(json.dumps({"growth": median(ratios), "peak": peak()}))


def _merged(outcome: Outcome, whole: Job, piece: Piece) -> None:
    outcome.merge(play_piece(whole, piece))


def peak() -> int:
    """The most memory this process ever had; on Linux without what the process that began it had."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _time(run: Callable[[], Any]) -> float:
    before = process_time()
    run()
    return process_time() - before


def child(campaigns: int) -> Any:
    """The same in a process of its own."""
    command = [sys.executable, __file__, str(campaigns)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def growth(quick: bool) -> dict[str, float]:
    """How costs and memory grow with the number of campaigns."""
    if quick:
        few, most = child(BLOCK), child(QUICK)
        return {"cost_growth_1k_131k": most["growth"], "memory_growth_16k_131k": most["peak"] / few["peak"]}
    few, most = child(MANY), child(MOST)
    return {"cost_growth_1k_1m": most["growth"], "memory_growth_100k_1m": most["peak"] / few["peak"]}


if __name__ == "__main__":
    many(int(sys.argv[1]))
