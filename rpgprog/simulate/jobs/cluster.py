"""A Dask cluster that takes calls: machines may die, and errors are explained."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from ... import __version__
from ...problems import Mistakes, Problem

PATIENCE = 60  # seconds that a cluster may be without any worker while there is work
ANSWER = 5  # seconds within which a scheduler must have answered

# The call as text: a machine without rpgprog can say so, where Dask's own way of naming a function ends it.
_CALL = "__import__('rpgprog.simulate.jobs.cluster', fromlist=['called']).called(version, call)"

_NONE = f"the cluster had no worker for {PATIENCE} seconds"
_LOST = "the cluster's scheduler is gone"


def connect(address: str) -> Any:
    """A client of the scheduler at an address. Raises ConnectionError with the reason in words."""
    from distributed import Client

    try:  # first a question that is certain to end: a client may wait for ever
        identity = asyncio.run(asyncio.wait_for(_identity(address), ANSWER))
    except (TimeoutError, OSError):
        raise ConnectionError(f"nobody answers within {ANSWER} seconds") from None
    except MemoryError:
        raise ConnectionError("the server at that address is not a Dask scheduler") from None
    except Exception as error:
        raise ConnectionError(_first_line(error)) from None
    if identity.get("type") != "Scheduler":
        raise ConnectionError("the server at that address is not a Dask scheduler")
    client: Any = Client
    try:
        return client(address, timeout=ANSWER, set_as_default=False)
    except Exception as error:
        raise ConnectionError(_first_line(error)) from None


async def _identity(address: str) -> dict[str, Any]:
    from distributed import rpc

    open_rpc: Any = rpc
    async with open_rpc(address) as scheduler:
        return dict(await scheduler.identity())


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


class Cluster(Executor):
    """An executor of a Dask client. The client stays open when the executor is shut down."""

    def __init__(self, client: Any) -> None:
        self._client, self._over = client, Event()
        self._open: dict[Future[Any], Any] = {}  # and Dask's own futures
        self._max_workers = max(self._threads(), 1)
        Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function called on a machine of the cluster, which must have the same rpgprog."""
        answer: Future[Any] = Future()
        request = {"version": __version__, "call": pickle.dumps((fn, args, kwargs))}
        pending = self._open[answer] = self._client.submit(eval, _CALL, request, pure=False)
        pending.add_done_callback(lambda pending: self._settle(pending, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End: when all is done, or without ``wait`` at once."""
        for answer in list(self._open) if wait and not cancel_futures else ():
            with suppress(Exception, CancelledError):
                answer.result()
        self._over.set()
        with suppress(Exception):  # a scheduler that is gone has nothing to cancel
            self._client.cancel(list(self._open.values()), force=True)
        self._open.clear()

    def _settle(self, pending: Any, answer: Future[Any]) -> None:
        """Hand on what came back."""
        self._open.pop(answer, None)
        with suppress(InvalidStateError):  # nobody waits for it any more
            try:
                answer.set_result(pending.result())
            except BaseException as error:
                answer.set_exception(_as_mistakes(error))

    def _threads(self) -> int:
        """How many calls can be answered at the same time."""
        try:
            return sum(self._client.nthreads().values())
        except Exception:
            return 0

    def _watch(self) -> None:
        """Give up when there is nobody to do the work: Dask would wait for ever."""
        idle = 0
        while not self._over.wait(1):
            threads = self._threads()
            self._max_workers = max(threads, 1)
            idle = 0 if threads or not self._open else idle + 1
            if idle >= PATIENCE:
                for answer in list(self._open):
                    with suppress(InvalidStateError):
                        answer.set_exception(Mistakes([Problem(None, _NONE)]))


def _as_mistakes(error: BaseException) -> BaseException:
    """What went wrong, in words."""
    from distributed import KilledWorker

    if isinstance(error, Mistakes):
        return error
    if isinstance(error, KilledWorker):
        return BrokenExecutor("of the cluster")
    if isinstance(error, CancelledError | asyncio.CancelledError):
        return Mistakes([Problem(None, _LOST)])
    need = f"its workers need rpgprog {__version__} with the extra sim"
    return Mistakes([Problem(None, f"the cluster cannot do it: {_first_line(error)}; {need}")])


def called(version: str, call: bytes) -> Any:
    """Answer a call on a machine of the cluster. Raises Mistakes if it has another rpgprog."""
    if version != __version__:
        versions = f"a machine of the cluster has rpgprog {__version__}, and here it is {version}"
        raise Mistakes([Problem(None, f"{versions}: the same dice need the same version")])
    function, args, kwargs = pickle.loads(call)
    return function(*args, **kwargs)
