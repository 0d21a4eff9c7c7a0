"""Processes on this machine that take calls: one that dies is replaced, and what it was at is done again."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread, local
from typing import IO, Any, NoReturn

from ...problems import Mistakes, Problem

MOST_LOST = 5  # processes that may die of one call

_SERVE = "import sys; sys.path[:] = sys.argv[1:]; from rpgprog.simulate.jobs.processes import serve; serve()"
_LENGTH = 8  # bytes that say how long a message is
_LOST = f"{MOST_LOST} processes died on the same piece of work: memory may be short; try fewer workers"


class Processes(ThreadPoolExecutor):
    """An executor with a number of processes, each behind a thread that hands it calls.

    A process is a new interpreter that imports rpgprog and what the calls name. The caller's own program
    is not run in it, so that a script needs no ``if __name__ == "__main__":``. Ctrl-C does not reach it,
    and it ends when its caller does, however that ended.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number, thread_name_prefix="rpgprog")
        self._mine, self._lock = local(), Lock()
        self._all: set[subprocess.Popen[bytes]] = set()
        self._over = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function called in a process; it and all that it takes and gives can be pickled."""
        return super().submit(self._ask, pickle.dumps((fn, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes: when they are done, or without ``wait`` at once."""
        if not wait:
            self._kill()
        super().shutdown(wait=True, cancel_futures=cancel_futures or not wait)
        self._kill()
        for process in self._all:
            _reap(process)
        self._all.clear()

    def _ask(self, call: bytes) -> Any:
        for _ in range(MOST_LOST):
            process = self._process()
            try:
                _send(process.stdin, call)
                fine, answer = pickle.loads(_receive(process.stdout))
            except (EOFError, OSError):
                self._drop(process)
                continue
            if fine:
                return answer
            raise answer
        raise Mistakes([Problem(None, _LOST)])

    def _process(self) -> subprocess.Popen[bytes]:
        """The process of this thread."""
        process: subprocess.Popen[bytes] | None = getattr(self._mine, "process", None)
        if process is None:
            with self._lock:
                if self._over:
                    raise BrokenExecutor("stopped")
                process = self._mine.process = _start()
                self._all.add(process)
        return process

    def _drop(self, process: subprocess.Popen[bytes]) -> None:
        self._mine.process = None
        with self._lock:
            self._all.discard(process)
        process.kill()
        _reap(process)

    def _kill(self) -> None:
        with self._lock:
            self._over = True
            for process in self._all:
                process.kill()


def _start() -> subprocess.Popen[bytes]:
    """A process of its own group: Ctrl-C on the terminal is not for it."""
    command = [sys.executable, "-c", _SERVE, *sys.path]
    pipe = subprocess.PIPE
    try:
        if sys.platform == "win32":
            apart = subprocess.CREATE_NEW_PROCESS_GROUP
            return subprocess.Popen(command, stdin=pipe, stdout=pipe, creationflags=apart)
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, process_group=0)
    except OSError as error:
        raise Mistakes([Problem(None, f"no process can be started: {error.strerror}")]) from None


def _reap(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    for end in (process.stdin, process.stdout):
        with suppress(OSError):  # what was not sent cannot be any more
            end.close()  # type: ignore[union-attr]


def _send(to: IO[bytes] | None, message: bytes) -> None:
    assert to is not None
    to.write(len(message).to_bytes(_LENGTH, "big") + message)
    to.flush()


def _receive(source: IO[bytes] | None) -> bytes:
    """A message. Raises EOFError if the other side is gone, in the middle of one, too."""
    assert source is not None
    length = int.from_bytes(_exactly(source, _LENGTH), "big")
    return _exactly(source, length)


def _exactly(source: IO[bytes], length: int) -> bytes:
    chunk = source.read(length)
    if len(chunk) < length:
        raise EOFError
    return chunk


def serve() -> NoReturn:
    """Answer calls, as a process does, until the caller is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed is no answer
    calls: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(calls,), daemon=True).start()
    while True:
        _send(answers, _answer(calls.get()))


def _listen(calls: SimpleQueue[bytes]) -> None:
    """Take calls in; end the process when the caller has ended, whatever it is at."""
    with suppress(EOFError, OSError):
        while True:
            calls.put(_receive(sys.stdin.buffer))
    os._exit(0)


def _answer(call: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(call)
        return pickle.dumps((True, function(*args, **kwargs)))
    except MemoryError:
        os._exit(1)
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        if not isinstance(error, Mistakes):
            error.add_note(f"In a process of its own:\n{trace}")
        with suppress(Exception):
            return pickle.dumps((False, error))
        return pickle.dumps((False, RuntimeError(trace)))
