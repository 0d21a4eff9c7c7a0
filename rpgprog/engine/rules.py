"""Policies bound to their moments: which method acts on what, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from ..events import Joined
from ..policy import Policy, Stage
from ..policy.decorators import Mark

Act = Callable[..., Any]
Bound = tuple[Act, str]  # a method and the name of its policy
Acts = tuple[Bound, ...]
Plan = tuple[Acts, Acts, Acts, Acts]  # who acts on an event early, on its awards, on those paid, and late


MOST_POSTINGS = 250_000  # of one entry, if a ruleset does not say otherwise


@frozen(eq=False, repr=False)
class DueRule:
    """A method that acts automatically on the day that ``when`` names."""

    kind: str
    when: Act
    act: Act
    by: str


class Rules:
    """All policies of a ruleset, bound.

    Within a stage they act in the order of their kinds, never the file's.
    """

    def __init__(
        self,
        policies: Iterable[Policy],
        written: Callable[[], Mapping[str, str]] | None = None,
        most_postings: int = MOST_POSTINGS,
    ) -> None:
        self._written, self.most_postings = written, most_postings
        self.policies = tuple(sorted(policies, key=lambda p: (p.kind, p.name)))
        marks = [
            (mark, policy, getattr(policy, method))
            for policy in self.policies
            for method, mark in policy.marked()
            if mark.given is None or mark.given(policy)
        ]
        self._marks = sorted(marks, key=lambda m: (m[0].stage, m[0].order))
        self.plans: dict[type, Plan] = {}
        self.handled = 0  # events under these rules, in all books
        self.after = tuple(
            (act, policy.name, _kinds(mark, policy))
            for mark, policy, act in self._marks
            if mark.how == "after"
        )
        self.due = tuple(self._due_rules())
        self.taken = {
            event
            for mark, policy, _ in self._marks
            if mark.how in ("on", "award") and not policy.always and mark.stage != Stage.CHECK
            for event in mark.what
        }  # events that a house rule waits for; one that only checks has no use for it
        self.figures: dict[str, Acts] = {}
        for mark, policy, act in self._marks:
            if mark.how == "figure":
                self.figures[mark.what[0]] = (*self.figures.get(mark.what[0], ()), (act, policy.name))

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Each house rule as its file gives it, to tell whether it was changed."""
        return self._written() if self._written else {p.name: str(id(p)) for p in self.policies}

    def on_joining(self) -> Iterable[tuple[Act, str, bool]]:
        """Who acts when somebody joins, and whether that is part of every campaign."""
        return [
            (act, policy.name, policy.always)
            for mark, policy, act in self._marks
            if mark.how == "on" and Joined in mark.what
        ]

    def plan(self, event_class: type) -> Plan:
        """Who acts on such events."""
        plan = self.plans[event_class] = (
            self._acts("on", event_class, Stage.CHECK, Stage.ACT),
            self._acts("award", event_class, Stage.ELIGIBLE, Stage.CAP),
            self._acts("award", event_class, Stage.CLAIM, Stage.CLAIM),
            self._acts("on", event_class, Stage.REMEMBER, Stage.REMEMBER),
        )
        return plan

    def _acts(self, how: str, event_class: type, first: Stage, last: Stage) -> Acts:
        return tuple(
            (act, policy.name)
            for mark, policy, act in self._marks
            if mark.how == how and first <= mark.stage <= last and issubclass(event_class, mark.what)
        )

    def _due_rules(self) -> Iterable[DueRule]:
        for mark, policy, act in self._marks:
            if mark.how == "due" and mark.when is not None:
                for kind in _kinds(mark, policy):
                    yield DueRule(kind, mark.when.__get__(policy), act, policy.name)


def _kinds(mark: Mark, policy: Policy) -> tuple[str, ...]:
    kinds: list[str] = []
    for kind in mark.what:
        kinds += kind(policy) if callable(kind) else (kind,)
    return tuple(kinds)
