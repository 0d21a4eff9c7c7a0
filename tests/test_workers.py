"""Work that is spread: the same bytes whoever does it, nothing lost or done twice, and an end in words."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields

from rpgprog.cli import workers
from rpgprog.cli.app import run
from rpgprog.problems import Mistakes
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.portable import texts
from rpgprog.simulate.builds.file import read_builds
from rpgprog.simulate.chance import BLOCK, Draws
from rpgprog.simulate.jobs import cluster
from rpgprog.simulate.jobs import job as jobs
from rpgprog.simulate.jobs import processes as local
from rpgprog.simulate.jobs import work as running
from rpgprog.simulate.jobs.checkpoints import Kept
from rpgprog.simulate.jobs.cluster import Cluster, connect
from rpgprog.simulate.jobs.job import Job, Outcome, Piece, Variant, play_piece
from rpgprog.simulate.jobs.processes import Processes
from rpgprog.simulate.jobs.serialise import from_text, to_text
from rpgprog.simulate.jobs.work import simulate
from rpgprog.simulate.play.counts import Counts
from rpgprog.simulate.play.play import Play
from rpgprog.simulate.play.tally import Tally
from rpgprog.source import parse_source

pytestmark = pytest.mark.slow

BUILDS = """\
ruleset: dp-forty
builds:
  scout: {profession: scout, favoured: [subterfuge], start: {climbing: 2}, plan: [climbing 4, stealth 3], goals: [level 2]}
  mage: {profession: mage, favoured: [magic], plan: [save: {for: beast tongue}, spellcraft 4]}
table:
  sessions: 2
  encounters: {goblinoid: 2, undead: 0.5, dragon: 1 in 20 sessions}
  uses: {climbing: 3 per session, success: 0.6}
"""
LONG = BUILDS.replace("sessions: 2", "sessions: 300")  # seconds for each block
FIVE = 4 * BLOCK + 1000  # campaigns: five blocks
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def job(campaigns: int = FIVE, seed: int = 7, text: str = BUILDS) -> Job:
    rules = texts(load_ruleset("dp-forty"))
    return Job("table.yaml", text, (Variant("dp-forty", rules),), campaigns, seed)


def played(of: Job, **how: Any) -> str:
    """What comes of it as text; all of it."""
    found = simulate(of, **how)
    assert found.whole and found.campaigns == of.campaigns
    return to_text(found.outcome)


@pytest.fixture(scope="module")
def right() -> str:
    """What must come of it: one process, block by block."""
    return played(job(), workers=1)


@pytest.fixture(autouse=True)
def _block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five blocks are five pieces, where nothing else is said."""
    monkeypatch.setattr(jobs, "TOGETHER", 1)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """The pieces that are played in this process."""
    found: list[Piece] = []

    def noted(of: Job, piece: Piece) -> Outcome:
        found.append(piece)
        return play_piece(of, piece)

    monkeypatch.setattr(running, "play_piece", noted)
    return found


class Backwards(Executor):
    """Keeps what it is given until there is no more, and then does the last first."""

    _max_workers = 100

    def __init__(self) -> None:
        self.given: list[tuple[Future[Any], Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append((future, lambda: fn(*args, **kwargs)))
        if args[1][0] == 4:  # the last block
            for one, call in reversed(self.given):
                one.set_result(call())
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass


# The same, whoever plays.


@pytest.mark.parametrize("number", [2, 8])
def test_any_number_of_workers_gives_the_same(number: int, right: str) -> None:
    assert played(job(), workers=number) == right


@pytest.mark.parametrize("executor", [Backwards, lambda: ThreadPoolExecutor(3)])
def test_any_executor_in_any_order_gives_the_same(executor: Any, right: str) -> None:
    assert played(job(), executor=executor) == right


def test_one_by_one_in_the_other_order_gives_the_same(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each piece is counted as it comes, the last first."""
    monkeypatch.setattr(Job, "pieces", tuple(reversed(job().pieces)))
    assert played(job(), workers=1) == right


@pytest.mark.parametrize("together", [2, 4, 5])
def test_blocks_played_together_come_to_the_same(
    together: int, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "TOGETHER", together)
    assert len(job().pieces) == -(-5 // together)
    assert played(job(), workers=1) == right


def test_another_seed_gives_something_else(right: str) -> None:
    assert played(job(seed=8), workers=1) != right


def test_counts_have_one_order(right: str) -> None:
    outcome = simulate(job(), workers=1).outcome
    assert to_text(from_text(right)) == right
    for tally in outcome.tallies.values():
        for counter in (tally.held, tally.refused, tally.taken, tally.sums):
            assert list(counter) == sorted(counter)
    assert all(tally.held and tally.taken and tally.sums for tally in outcome.tallies.values())


@pytest.mark.parametrize("workers", ["2", "8"])
def test_the_command_prints_the_same_bytes(
    workers: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = command(tmp_path, FIVE, "--format", "json")
    assert run([*asked, "--workers", "1"]) == 0
    expected = capfd.readouterr().out
    assert json.loads(expected)
    assert run([*asked, "--workers", workers]) == 0
    found = capfd.readouterr()
    assert found.out == expected and not found.err


@pytest.mark.parametrize("more", [101, BLOCK, 2 * BLOCK + 5])
def test_the_first_campaigns_are_the_same_however_many_are_played(more: int) -> None:
    builds = read_builds(parse_source(BUILDS, "table.yaml"), load_ruleset("dp-forty"))
    few, many = (Play(builds, "scout", Draws(7, 0, size)) for size in (100, more))
    for _ in range(2):
        few.play()
        many.play()
    for kind, of in (("earned", ""), ("points", ""), ("rank", "climbing"), ("rank", "stealth")):
        here, there = (play.lanes[play.who, kind, of].balance for play in (few, many))
        assert here.tolist() == there[:100].tolist(), (kind, of)
    assert len({*few.lanes[few.who, "earned", ""].balance.tolist()}) > 1


def test_a_later_block_is_the_same_alone() -> None:
    """The second block of three, and that block played by itself."""
    three, alone = Draws(7, 0, 3 * BLOCK), Draws(7, 1)
    assert three.raw("a", 1)[BLOCK : 2 * BLOCK].tolist() == alone.raw("a", 1).tolist()


# Workers that die.


@contextmanager
def processes(number: int) -> Iterator[Processes]:
    pool = Processes(number)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False)


def first_of(pool: Processes) -> int:
    return min(process.pid for process in pool._all)


def test_a_process_that_is_killed_costs_no_result(right: str) -> None:
    killed: list[int] = []
    with processes(2) as pool:

        def told(done: int, of: int) -> None:
            if not killed:
                killed.extend(process.pid for process in pool._all)
                for one in killed:
                    os.kill(one, signal.SIGKILL)

        assert played(job(), executor=lambda: pool, progress=told) == right
    assert killed


def test_processes_that_die_again_and_again_end_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_SERVE", "import os; os._exit(3)")
    with pytest.raises(Mistakes, match="5 processes died on the same piece of work: memory may be short"):
        simulate(job(), workers=2)


def test_what_a_process_died_of_is_done_again(tmp_path: Path) -> None:
    program = f"import os, pathlib; p = pathlib.Path({str(tmp_path / 'x')!r})\n"
    program += "if not p.exists():\n p.touch()\n os.kill(os.getpid(), 9)"
    with processes(1) as pool:
        assert pool.submit(exec, program).result(20) is None
        assert (tmp_path / "x").exists()


def test_a_process_answers_with_its_errors_and_prints_elsewhere(capfd: pytest.CaptureFixture[str]) -> None:
    with processes(1) as pool:
        with pytest.raises(ZeroDivisionError) as raised:
            pool.submit(divmod, 1, 0).result(20)
        assert "In a process of its own" in raised.value.__notes__[0]
        assert pool.submit(print, "not an answer").result(20) is None
        assert pool.submit(divmod, 7, 2).result(20) == (3, 1)
        with pytest.raises(Mistakes, match="died on the same"):
            pool.submit(exec, "raise MemoryError").result(20)
    assert not pool._all


def test_the_command_ends_its_own_processes() -> None:
    with pytest.raises(ZeroDivisionError), workers.pool(2) as own:  # noqa: PT012
        assert isinstance(own, Processes)
        assert list(own.map(divmod, (7, 9), (2, 3))) == [(3, 1), (3, 0)]
        assert own._all
        list(own.map(divmod, (1,), (0,)))
    assert not own._all
    with workers.pool(1) as none:
        assert none is None


class Breaking(ThreadPoolExecutor):
    """Breaks at the third piece, as others that are made after it do later."""

    made = 0
    at = (2, 1, 99)

    def __init__(self) -> None:
        super().__init__(1)
        self.left = self.at[min(Breaking.made, len(self.at) - 1)]
        Breaking.made += 1

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.left -= 1
        if self.left < 0:
            broken: Future[Any] = Future()
            broken.set_exception(BrokenExecutor("gone"))
            return broken
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class AlwaysBroken(Breaking):
    at = (0,)


def test_an_executor_that_breaks_is_made_again(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Breaking, "made", 0)
    heard: list[int] = []
    assert played(job(), executor=Breaking, progress=lambda done, of: heard.append(done)) == right
    assert Breaking.made >= 2
    assert heard == sorted(heard) and len(heard) == 5 and heard[-1] == FIVE


def test_executors_that_only_break_end_in_words() -> None:
    with pytest.raises(Mistakes, match=r"the workers died 5 times in a row \(gone\): memory may be short"):
        simulate(job(), executor=AlwaysBroken)


def test_too_little_memory_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(of: Job, piece: Piece) -> Outcome:
        raise MemoryError

    monkeypatch.setattr(running, "play_piece", short)
    with pytest.raises(Mistakes, match="memory is too short for 16,384 campaigns"):
        simulate(job(), workers=1)


@LINUX
def test_workers_end_with_their_caller(tmp_path: Path) -> None:
    """Even if it could not tell them to: in the middle of their work."""
    (tmp_path / "b.yaml").write_text(LONG, "utf-8")
    started = start(tmp_path, "--workers", "2")
    try:
        until(lambda: len(in_session(started.pid)) == 3, "both workers run")
        time.sleep(1)
        started.kill()
        started.wait(10)
        until(lambda: not in_session(started.pid), "no worker is left", 5)
    finally:
        end(started)


def test_a_script_is_not_run_again_by_its_workers(tmp_path: Path, right: str) -> None:
    """One without ``if __name__ == "__main__":``."""
    script = tmp_path / "script.py"
    (tmp_path / "b.yaml").write_text(BUILDS, "utf-8")
    script.write_text(
        "from rpgprog.simulate.jobs.job_request import Request, job_of\n"
        "from rpgprog.simulate.jobs.work import simulate\n"
        "print('once')\n"
        f"print(simulate(job_of('b.yaml', Request(campaigns={FIVE})), workers=2).campaigns)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, timeout=60, env=env()
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"once\n{FIVE}\n", "")


def test_the_installed_command_has_workers(tmp_path: Path) -> None:
    program = shutil.which("rpgprog", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("not installed")
    asked = command(tmp_path, FIVE, "--workers", "2", "--format", "csv")
    script, module = (
        subprocess.run([*how, *asked], capture_output=True, text=True, timeout=60, env=env())
        for how in ([program], [sys.executable, "-m", "rpgprog"])
    )
    assert script.returncode == 0 and script.stdout and not script.stderr
    assert module.stdout == script.stdout


# Memory.


def test_pieces_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was merged is let go; the whole is no larger for more of them."""
    seen: list[weakref.ref[Outcome]] = []
    most = [0]
    piece = play_piece(job(), (0, 1000))

    def copied(of: Job, _: Piece) -> Outcome:
        found = from_text(to_text(piece))
        seen.append(weakref.ref(found))
        gc.collect()
        most[0] = max(most[0], sum(ref() is not None for ref in seen))
        return found

    monkeypatch.setattr(running, "play_piece", copied)
    sizes = [len(to_text(simulate(job(n * BLOCK), workers=1).outcome)) for n in (2, 60)]
    assert most[0] <= 2
    assert sizes[1] < sizes[0] * 1.3


def test_merging_shares_nothing_with_the_piece() -> None:
    piece, whole = play_piece(job(), (0, 1000)), Outcome()
    before = to_text(piece)
    whole.merge(piece)
    whole.merge(piece)
    assert to_text(piece) == before and to_text(whole) != before


def numbers(tally: Tally) -> dict[str, Any]:
    """All that a tally holds, by the names of its fields, whichever there are."""
    return {name.name: plain(getattr(tally, name.name)) for name in fields(Tally)}


def plain(value: Any) -> Any:
    if isinstance(value, Counts):
        return dict(value.items())
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def doubled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: doubled(one) for key, one in value.items()}
    return [doubled(one) for one in value] if isinstance(value, list) else 2 * value


@pytest.fixture
def tally() -> Tally:
    """One that has something everywhere."""
    found = play_piece(job(), (0, 1000)).tallies["dp-forty", "scout"]
    found.refused["rank", "too dear"] = 3
    assert all(getattr(found, name.name) for name in fields(Tally))
    return found


def test_merging_counts_everything(tally: Tally) -> None:
    whole = Tally()
    whole.merge(tally)
    assert numbers(whole) == numbers(tally)
    whole.merge(tally)
    assert numbers(whole) == doubled(numbers(tally))


def test_everything_is_written_and_read(tally: Tally) -> None:
    again = from_text(to_text(Outcome({("a", "b"): tally}, events=5)))
    assert again.events == 5 and list(again.tallies) == [("a", "b")]
    assert numbers(again.tallies["a", "b"]) == numbers(tally)


# What is kept.


def kept(directory: Path) -> list[Path]:
    return sorted(directory.glob("from-block-*"))


def test_kept_pieces_are_not_played_again(tmp_path: Path, right: str, calls: list[Piece]) -> None:
    assert played(job(), workers=1, resume=tmp_path / "new" / "kept") == right
    assert calls == list(job().pieces)
    calls.clear()
    heard: list[int] = []
    again = played(job(), workers=1, resume=tmp_path / "new" / "kept", progress=lambda n, of: heard.append(n))
    assert again == right
    assert not calls
    assert heard == [*range(BLOCK, FIVE, BLOCK), FIVE]


def test_kept_by_workers_and_taken_by_one(
    tmp_path: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert played(job(), workers=2, resume=tmp_path) == right
    monkeypatch.setattr(running, "play_piece", None)
    assert played(job(), workers=1, resume=tmp_path) == right
    assert played(job(), workers=2, resume=tmp_path) == right


def test_an_interrupted_run_resumes(tmp_path: Path, right: str, calls: list[Piece]) -> None:
    stopped = simulate(job(), workers=1, resume=tmp_path, progress=interrupt(2))
    assert not stopped.whole and stopped.campaigns == 2 * BLOCK
    assert to_text(stopped.outcome) == played(job(2 * BLOCK), workers=1)
    calls.clear()
    assert played(job(), workers=1, resume=tmp_path) == right
    assert calls == list(job().pieces[2:])


def garble(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('"campaigns": 16384', '"campaigns": 16385'), "utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-7]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\xfe\x00 no text"),
        lambda path: path.write_text("{}"),
        lambda path: path.unlink(),
        garble,
        lambda path: shutil.copy(kept(path.parent)[2], path),
    ],
    ids=["truncated", "empty", "bytes", "other", "gone", "one digit", "another piece"],
)
def test_a_damaged_piece_is_played_again(
    spoil: Callable[[Path], Any], tmp_path: Path, right: str, calls: list[Piece]
) -> None:
    played(job(), workers=1, resume=tmp_path)
    calls.clear()
    before = kept(tmp_path)[1].read_bytes()
    spoil(kept(tmp_path)[1])
    assert played(job(), workers=1, resume=tmp_path) == right
    assert calls == [job().pieces[1]]
    assert kept(tmp_path)[1].read_bytes() == before


def test_a_piece_of_another_job_is_played_again(tmp_path: Path, right: str, calls: list[Piece]) -> None:
    """Whoever copied it there."""
    played(job(seed=8), workers=1, resume=tmp_path / "other")
    played(job(BLOCK), workers=1, resume=tmp_path / "mine")
    for path in kept(tmp_path / "other"):
        shutil.copy(path, tmp_path / "mine")
    calls.clear()
    assert played(job(), workers=1, resume=tmp_path / "mine") == right
    assert calls == list(job().pieces)


def test_more_campaigns_reuse_finished_pieces(tmp_path: Path, calls: list[Piece]) -> None:
    played(job(2 * BLOCK + 100), workers=1, resume=tmp_path)
    more = job(4 * BLOCK)
    calls.clear()
    found = played(more, workers=1, resume=tmp_path)
    assert calls == list(more.pieces[2:])
    assert found == played(more, workers=1)


def test_larger_pieces_are_made_of_smaller_ones_that_are_there(
    tmp_path: Path, calls: list[Piece], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And smaller ones than are there are not played again either."""
    played(job(3 * BLOCK), workers=1, resume=tmp_path)
    calls.clear()
    monkeypatch.setattr(jobs, "TOGETHER", 4)
    found = played(job(), workers=1, resume=tmp_path)
    assert calls == [(3, BLOCK + 1000)]
    calls.clear()
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    assert played(job(), workers=1, resume=tmp_path) == found
    assert not calls
    assert played(job(), workers=1) == found


def test_pieces_that_overlap_are_counted_once(tmp_path: Path, right: str, calls: list[Piece]) -> None:
    """As two runs with pieces of other sizes may leave them."""
    played(job(), workers=1, resume=tmp_path)
    for piece in ((0, 2 * BLOCK), (1, 2 * BLOCK)):
        Kept(job(), tmp_path).put(piece, play_piece(job(), piece))
    calls.clear()
    assert played(job(), workers=1, resume=tmp_path) == right
    assert not calls


def test_fewer_campaigns_take_no_more_than_they_are(tmp_path: Path) -> None:
    played(job(), workers=1, resume=tmp_path)
    few = job(2 * BLOCK + 7)
    assert played(few, workers=1, resume=tmp_path) == played(few, workers=1)


OTHER = ("seed", 8), ("goals", ("level 3",)), ("sessions", 3), ("text", BUILDS.replace("0.5", "0.6"))


@pytest.mark.parametrize(("what", "value"), OTHER)
def test_another_jobs_directory_is_refused(what: str, value: Any, tmp_path: Path) -> None:
    mine = job(100)
    played(mine, workers=1, resume=tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(Mistakes, match="holds another simulation"):
        simulate(evolve(mine, **{what: value}), workers=1, resume=tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_directory_of_other_files_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asked = command(tmp_path, 100, "--resume", str(tmp_path))
    assert run(asked) == 1
    found = capfd.readouterr()
    assert found.err == f'--resume: "{tmp_path}" holds other files: name a new directory\n' and not found.out
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]


@pytest.mark.parametrize("where", ["b.yaml", "b.yaml/there", "/proc/there"])
def test_a_place_that_cannot_be_written_is_refused(
    where: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = command(tmp_path, 100, "--resume", str(tmp_path / where))
    assert run(asked) == 1
    found = capfd.readouterr()
    assert found.err.startswith("--resume: ") and "cannot be" in found.err and found.err.count("\n") == 1


def test_a_full_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was written before then is good."""
    opened = Path.open
    pieces = []

    def full(path: Path, mode: str = "r", *args: Any, **how: Any) -> Any:
        stream = opened(path, mode, *args, **how)
        if "from-block" in path.name and "x" in mode:
            pieces.append(path)
            if len(pieces) > 1:
                stream.write(b"0123456789")
                stream.close()
                raise OSError(28, "No space left on device")
        return stream

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Mistakes, match="cannot be written: No space left"):
        simulate(job(), workers=1, resume=tmp_path)
    assert len(kept(tmp_path)) == 1
    assert not list(tmp_path.glob(".*.part"))


def test_a_run_killed_while_writing_resumes(tmp_path: Path, right: str) -> None:
    (tmp_path / "simulation.json.123.part").write_text("{")
    assert played(job(), workers=1, resume=tmp_path) == right
    (tmp_path / "from-block-000001-16384.json.123.part").write_text("{")
    assert played(job(), workers=1, resume=tmp_path) == right


# Ctrl-C.


def interrupt(after: int) -> Callable[[int, int], None]:
    """An interrupt in the very middle of counting."""
    heard: list[int] = []

    def told(done: int, of: int) -> None:
        heard.append(done)
        if len(heard) == after:
            os.kill(os.getpid(), signal.SIGINT)

    return told


@pytest.mark.parametrize("workers", [1, 2])
def test_a_piece_is_counted_whole_or_not_at_all(workers: int) -> None:
    stopped = simulate(job(), workers=workers, progress=interrupt(1))
    assert stopped.campaigns in (BLOCK, 1000) and not stopped.whole
    assert all(tally.campaigns == stopped.campaigns for tally in stopped.outcome.tallies.values())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_in_the_middle_of_merging_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    merge, heard = Tally.merge, []

    def interrupted(self: Tally, other: Tally) -> None:
        if not heard:
            heard.append(os.kill(os.getpid(), signal.SIGINT))
        merge(self, other)

    monkeypatch.setattr(Tally, "merge", interrupted)
    stopped = simulate(job(), workers=1)
    assert stopped.campaigns == BLOCK
    assert [tally.campaigns for tally in stopped.outcome.tallies.values()] == [BLOCK, BLOCK]


def test_an_interrupt_while_kept_pieces_are_read(tmp_path: Path) -> None:
    played(job(), workers=1, resume=tmp_path)
    stopped = simulate(job(), workers=1, resume=tmp_path, progress=interrupt(3))
    assert stopped.campaigns == 3 * BLOCK
    assert to_text(stopped.outcome) == played(job(3 * BLOCK), workers=1)


def test_an_ignored_interrupt_stays_ignored(right: str) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert played(job(), workers=1, progress=interrupt(1)) == right
    finally:
        signal.signal(signal.SIGINT, before)


def test_simulating_in_a_thread(right: str) -> None:
    """Where there are no signals."""
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(played, job(), workers=2).result() == right


def command(directory: Path, campaigns: int, *more: str) -> list[str]:
    path = directory / "b.yaml"
    if not path.exists():
        path.write_text(BUILDS, "utf-8")
    return ["simulate", str(path), "--seed", "7", "--campaigns", str(campaigns), *more]


def env(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **more}


def start(directory: Path, *more: str, **how: Any) -> subprocess.Popen[str]:
    """The command in a session of its own, for long."""
    asked = [sys.executable, "-m", "rpgprog", *command(directory, 100 * BLOCK, *more)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    return subprocess.Popen(asked, text=True, start_new_session=True, env=env(), **pipes)


def in_session(session: int) -> list[int]:
    """The processes that live in a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found.append(int(path.parent.name))
    return found


def until(holds: Callable[[], Any], what: str, seconds: float = 30) -> None:
    for _ in range(int(seconds * 20)):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail(f"never: {what}")


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


@LINUX
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_with_finished_campaigns(workers: str, tmp_path: Path) -> None:
    directory = tmp_path / "kept"
    started = start(tmp_path, "--workers", workers, "--resume", str(directory))
    try:
        until(lambda: len(kept(directory)) > 1, "pieces are done")
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=10)
        assert started.returncode == 1
        done = sum(int(path.stem.rpartition("-")[2]) for path in directory.glob("from-block-*.json"))
        assert f"{done:,} of {100 * BLOCK:,} (stopped) campaigns" in out, (out, err)
        assert not err
        until(lambda: not in_session(started.pid), "no worker is left", 5)
    finally:
        end(started)


@LINUX
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_before_anything_is_done(workers: str, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(LONG, "utf-8")
    directory = tmp_path / "kept"
    started = start(tmp_path, "--workers", workers, "--resume", str(directory))
    try:
        until(lambda: (directory / "simulation.json").exists(), "it has begun")
        time.sleep(0.5)
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=10)
        assert (started.returncode, out, err) == (1, "", "stopped before any campaign was finished\n")
        until(lambda: not in_session(started.pid), "no worker is left", 5)
    finally:
        end(started)


_ON_TERMINAL = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


@LINUX
def test_ctrl_c_on_a_terminal(tmp_path: Path) -> None:
    """The key itself: the terminal interrupts its foreground processes."""
    directory = tmp_path / "kept"
    master, terminal = os.openpty()
    asked = command(tmp_path, 100 * BLOCK, "--workers", "2", "--resume", str(directory))
    started = subprocess.Popen(
        [sys.executable, "-c", _ON_TERMINAL, sys.executable, "-m", "rpgprog", *asked],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        env=env(TERM="xterm", COLUMNS="120"),
    )
    os.close(terminal)
    shown = b""
    try:
        until(lambda: len(kept(directory)) > 1, "pieces are done")
        os.write(master, b"\x03")
        try:
            while more := os.read(master, 65536):
                shown += more
        except OSError:  # the last who had the terminal open has closed it
            pass
        assert started.wait(10) == 1
        assert b"(stopped) campaigns" in shown and b"Traceback" not in shown
        until(lambda: not in_session(started.pid), "no worker is left", 5)
    finally:
        started.kill()
        started.wait()
        os.close(master)


# A cluster.


@contextmanager
def scheduler(directory: Path, **more: str) -> Iterator[str]:
    """A scheduler of its own."""
    file = directory / "scheduler.json"
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), **more):
        until(lambda: file.exists() and "address" in file.read_text(), "there is a scheduler")
        yield json.loads(file.read_text())["address"]


@contextmanager
def dask(kind: str, *asked: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    program = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *asked]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(program, text=True, env=env(**more), stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def worker(address: str, **more: str) -> Any:
    return dask("worker", address, "--no-nanny", "--nthreads", "1", **more)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scheduler(tmp_path_factory.mktemp("dask")) as found:
        yield found


@contextmanager
def client(address: str) -> Iterator[Any]:
    found = connect(address)
    try:
        yield found
    finally:
        found.close()


def test_a_cluster_gives_the_same_and_a_killed_worker_does_no_harm(
    address: str, right: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = command(tmp_path, FIVE, "--format", "json")
    with worker(address) as first, worker(address), client(address) as mine:
        mine.wait_for_workers(2, 30)
        assert run([*asked, "--workers", "1"]) == 0
        expected = capfd.readouterr().out
        assert run([*asked, "--cluster", address]) == 0
        found = capfd.readouterr()
        assert found.out == expected and not found.err
        assert played(job(), executor=lambda: Cluster(mine), progress=lambda done, of: first.kill()) == right
        assert first.wait(10) == -signal.SIGKILL


def test_errors_on_a_cluster_are_reported(address: str) -> None:
    with worker(address), client(address) as mine:
        pool = Cluster(mine)
        assert pool.submit(divmod, 7, 2).result(30) == (3, 1)
        with pytest.raises(Mistakes, match=r"the cluster cannot do it: .*division"):
            pool.submit(divmod, 1, 0).result(30)
        pool.shutdown()


def test_another_version_on_a_cluster_is_reported(address: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import rpgprog; rpgprog.__version__ = '9.9'\n")
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    refusal = pytest.raises(Mistakes, match=r"a machine of the cluster has rpgprog 9\.9, and here it is")
    with worker(address, PYTHONPATH=path), client(address) as mine, refusal:
        simulate(job(), executor=lambda: Cluster(mine))


LACKING = """\
import sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "rpgprog":
            raise ModuleNotFoundError("No module named 'rpgprog'", name="rpgprog")

sys.meta_path.insert(0, Finder())
"""


@pytest.fixture
def lacks(tmp_path: Path) -> dict[str, str]:
    """Where rpgprog is not to be had."""
    (tmp_path / "lacks").mkdir()
    (tmp_path / "lacks" / "sitecustomize.py").write_text(LACKING)
    return {"PYTHONPATH": str(tmp_path / "lacks")}


def test_a_cluster_without_rpgprog_is_reported(
    lacks: dict[str, str], tmp_path: Path, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """And its workers live on."""
    with worker(address, **lacks) as it:
        assert run(command(tmp_path, FIVE, "--cluster", address)) == 1
        assert it.poll() is None
    shown = capfd.readouterr()
    assert shown.err.startswith(
        "the cluster cannot do it: No module named 'rpgprog'; its workers need rpgprog "
    )
    assert shown.err.count("\n") == 1 and not shown.out


def test_only_the_workers_need_rpgprog(lacks: dict[str, str], tmp_path: Path, right: str) -> None:
    with scheduler(tmp_path, **lacks) as found, worker(found), client(found) as mine:
        assert played(job(), executor=lambda: Cluster(mine)) == right


def test_workers_of_a_cluster_that_only_die_end_in_words(tmp_path: Path) -> None:
    """They die of what they are given, each of them, and Dask gives up at the second."""
    few = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with scheduler(tmp_path, **few) as found, worker(found), worker(found), client(found) as mine:
        mine.wait_for_workers(2, 30)
        with pytest.raises(BrokenExecutor):
            Cluster(mine).submit(os._exit, 1).result(30)


def test_ctrl_c_leaves_a_cluster_as_it_was(address: str, right: str) -> None:
    with worker(address), client(address) as mine:
        stopped = simulate(job(), executor=lambda: Cluster(mine), progress=interrupt(1))
        assert stopped.campaigns in (BLOCK, 1000)
        assert played(job(), executor=lambda: Cluster(mine)) == right


def test_a_cluster_without_workers_is_reported(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    with client(address) as mine, pytest.raises(Mistakes, match="the cluster had no worker for"):
        simulate(job(), executor=lambda: Cluster(mine))


def test_a_scheduler_that_dies_is_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.yaml").write_text(LONG, "utf-8")
    file = tmp_path / "scheduler.json"
    asked = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)]
    with dask("scheduler", *asked) as dying:
        until(lambda: file.exists() and "address" in file.read_text(), "there is a scheduler")
        found = json.loads(file.read_text())["address"]
        with worker(found):
            started = start(tmp_path, "--cluster", found)
            try:
                time.sleep(4)
                dying.kill()
                out, err = started.communicate(timeout=20)
                assert (started.returncode, out, err) == (1, "", "the cluster's scheduler is gone\n")
            finally:
                end(started)


@contextmanager
def port(talk: bytes | None, listens: bool = True) -> Iterator[str]:
    """A place where something else answers, or nobody."""
    with socket.socket() as server, ThreadPoolExecutor(1) as threads:
        server.bind(("127.0.0.1", 0))
        if listens:
            server.listen(5)
        if talk:

            def answer() -> None:
                with server.accept()[0] as caller:
                    caller.sendall(talk)
                    caller.recv(100)

            threads.submit(answer)
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("talk", "listens", "why"),
    [
        (None, False, "nobody answers"),
        (None, True, "nobody answers"),
        (b"SSH-2.0-OpenSSH_9.2\r\n" * 3, True, "the server at that address is not a Dask scheduler"),
    ],
    ids=["closed", "mute", "another service"],
)
def test_an_address_without_a_cluster_is_reported(
    talk: bytes | None,
    listens: bool,
    why: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cluster.ANSWER <= 5
    monkeypatch.setattr(cluster, "ANSWER", 1)
    with port(talk, listens) as where:
        refused(tmp_path, capfd, where, why)


WRONG = {
    "nonsense": "missing port number",
    "tcp://": "missing port",
    "http://there:1": "unknown address scheme",
    "tcp://127.0.0.1:many": "invalid literal",
    "": "missing port",
}


@pytest.mark.parametrize("where", WRONG)
def test_a_wrong_address_is_reported(where: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    refused(tmp_path, capfd, where, WRONG[where])


def refused(directory: Path, capfd: pytest.CaptureFixture[str], where: str, why: str) -> None:
    """One line, soon, and nothing written."""
    out, resume = directory / "out.json", directory / "kept"
    before = time.monotonic()
    asked = command(directory, 100, "--cluster", where, "--out", str(out), "--resume", str(resume))
    assert run(asked) == 2
    assert time.monotonic() - before < 9
    err = capfd.readouterr().err
    last = err.rstrip().splitlines()[-1]
    assert last.startswith(f'Error: --cluster: there is no Dask cluster at "{where}": ') and why in last
    assert "Traceback" not in err
    assert not out.exists() and not resume.exists()


def test_a_worker_is_not_a_scheduler(address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with worker(address), client(address) as mine:
        mine.wait_for_workers(1, 30)
        refused(tmp_path, capfd, next(iter(mine.nthreads())), "not a Dask scheduler")


def test_without_dask_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(command(tmp_path, 100, "--cluster", "tcp://127.0.0.1:1")) == 2
    assert 'pip install "rpgprog[dask]"' in capfd.readouterr().err
