"""Builds played many times, under the rules that played campaigns have; needs the extra ``sim``.

job_of, job_from, Request     what to play: a file of builds, or how a campaign goes on
simulate                      plays it, on as many processes as there are cores
results                       chances, bands and who is ahead, from what was played
Job, Simulated, Results       what these return
effects, solve                which number of the rules matters most; an award that reaches a goal
"""

TYPE_CHECKING = False  # what typing.TYPE_CHECKING is, without the cost of importing it

if TYPE_CHECKING:
    from .findings.rows import Results
    from .findings.sensitivity import effects
    from .findings.summary import results
    from .findings.target import solve
    from .jobs.job import Job
    from .jobs.job_request import Request, job_from, job_of
    from .jobs.work import Simulated, simulate

_HOMES = {
    "Job": "jobs.job",
    "Request": "jobs.job_request",
    "Results": "findings.rows",
    "Simulated": "jobs.work",
    "effects": "findings.sensitivity",
    "job_from": "jobs.job_request",
    "job_of": "jobs.job_request",
    "results": "findings.summary",
    "simulate": "jobs.work",
    "solve": "findings.target",
}

__all__ = [
    "Job",
    "Request",
    "Results",
    "Simulated",
    "effects",
    "job_from",
    "job_of",
    "results",
    "simulate",
    "solve",
]

if not TYPE_CHECKING:  # a type checker shall find a misspelt name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'rpgprog.simulate' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return list(__all__)
