"""Entries that a rule refuses, as mistakes at their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from ..engine.replay import Folded
from ..problems import Problem
from ..reader import Names
from ..views.wording import refusal


def refusals(folded: Iterable[Folded], names: Names) -> Iterator[Problem]:
    """A problem for each entry that a rule refuses, in the words of its rules."""
    for step in folded:
        if step.refused is not None:
            who = getattr(step.recorded.event, "who", "")
            whose = f" ({who})" if isinstance(who, str) and who else ""
            message = f"{step.recorded.word}{whose}: refused by {refusal(step.refused, names)}"
            yield Problem(step.recorded.place, message)


def perhaps_following(refused: Iterable[Problem], unreadable: Iterable[Problem]) -> Iterator[Problem]:
    """Refusals; one that comes after an entry that cannot be read says that it may follow from that."""
    lines = [(p.place.file, p.place.line) for p in unreadable if p.place is not None and p.level == "error"]
    for problem in refused:
        place = problem.place
        before = [
            line for file, line in lines if place is not None and file == place.file and line < place.line
        ]
        follows = f" (perhaps because of the mistake on line {min(before)})" if before else ""
        yield evolve(problem, message=f"{problem.message}{follows}")
