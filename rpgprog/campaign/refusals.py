"""Entries that a rule refuses, as mistakes at their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..engine.replay import Folded
from ..problems import Problem
from ..reader import Names
from ..views.wording import refusal


def refusals(folded: Iterable[Folded], names: Names) -> Iterator[Problem]:
    """A problem for each entry that a rule refuses, in the words of its rules."""
    for step in folded:
        if step.refused is not None:
            message = f"{step.recorded.word}: refused by {refusal(step.refused, names)}"
            yield Problem(step.recorded.place, message)
