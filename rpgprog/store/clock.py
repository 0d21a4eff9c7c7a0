"""The one place where the real time is read: who recorded what when."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time in UTC, to the millisecond: 2026-05-21T19:30:05.123Z."""
    text = datetime.now(UTC).isoformat(timespec="milliseconds")  # noqa: TID251
    return text.replace("+00:00", "Z")
