"""What a long simulation will cost, from a sample of it, before it begins."""

from __future__ import annotations

from time import perf_counter  # noqa: TID251 - what is measured is this machine

from .job import Job, play_piece, prepared

SAMPLE = 2048  # campaigns
LONG = 10**9  # sessions of single characters: a job this long takes the better part of an hour or more


def is_long(job: Job) -> bool:
    """Whether a job is worth a sample."""
    return sessions(job) >= LONG


def sessions(job: Job) -> int:
    """How many sessions of single characters a job plays."""
    variants = prepared(job).variants.values()
    return job.campaigns * sum(len(builds.builds) * builds.table.sessions for builds in variants)


def seconds(job: Job, processes: int) -> float:
    """Estimate how long a job takes with that many processes, from a sample played now."""
    prepared(job)
    before = perf_counter()
    play_piece(job, (0, SAMPLE))
    return (perf_counter() - before) * job.campaigns / SAMPLE / processes


def duration(seconds: float) -> str:
    """A time in the largest unit that it fills: "3 hours".

    >>> duration(10_000), duration(60), duration(3)
    ('3 hours', '1 minute', '3 seconds')
    """
    units = ((365 * 86_400, "year"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
    size, unit = next((pair for pair in units if seconds >= pair[0]), units[-1])
    number = round(seconds / size)
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
