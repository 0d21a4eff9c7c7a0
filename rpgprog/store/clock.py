"""The only place where the real time is read, for the time stamps of rows."""

from __future__ import annotations

from functools import lru_cache
from time import gmtime, strftime, time_ns  # noqa: TID251


def now() -> str:
    """The time in UTC, to the millisecond: 2026-05-21T19:30:05.123Z."""
    seconds, thousandths = divmod(time_ns() // 1_000_000, 1000)
    return f"{_second(seconds)}.{thousandths:03d}Z"


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(seconds))
