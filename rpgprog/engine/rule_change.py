"""From some rules to others: which are new or changed, what ends, and whose clocks start today."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cached_property
from typing import cast

from attrs import frozen

from ..policy import Book as PolicyBook
from ..policy import Policy, SkillPolicy
from ..policy.base import EVERYTHING
from .book import Book
from .rules import Rules


class _Except:
    """The skills in one set and not in another; no skill at all is not among them."""

    def __init__(self, skills: Container[str], others: Container[str]) -> None:
        self.skills, self.others = skills, others

    def __contains__(self, skill: object) -> bool:
        return bool(skill) and skill in self.skills and skill not in self.others


@frozen(eq=False, slots=False)
class RuleChange:
    """The rules before and after; ``renamed`` says what some of them were called before."""

    before: Rules
    after: Rules
    renamed: Mapping[str, str]

    @cached_property
    def was(self) -> Mapping[str, str]:
        """The earlier name of each rule that has a new one."""
        return {new: old for old, new in self.renamed.items()}

    @cached_property
    def fresh(self) -> frozenset[str]:
        """The rules that are new or were changed."""
        before, was = self.before.written, self.was
        return frozenset(n for n, text in self.after.written.items() if before.get(was.get(n, n)) != text)

    @cached_property
    def new(self) -> frozenset[str]:
        """The rules that did not hold before under any name."""
        return frozenset(name for name in self.fresh if self.was.get(name, name) not in self.before.written)

    def hand_back(self, book: Book) -> None:
        """Let each rule give back what it holds of what it no longer governs, while it is still in force."""
        after = {policy.name: policy for policy in self.after.policies}
        for policy in self.before.policies:
            skills = _lost(policy, after.get(self.renamed.get(policy.name, policy.name)))
            if skills is not None:
                book.by = policy.name
                policy.hand_back(skills, cast(PolicyBook, book))
        book.react()

    def restart(self, book: Book) -> None:
        """Start the clocks of what is new to a rule, now that it is in force."""
        before = {policy.name: policy for policy in self.before.policies}
        for policy in self.after.policies:
            earlier = before.get(self.was.get(policy.name, policy.name))
            skills = EVERYTHING if policy.name in self.fresh else _lost(policy, earlier)
            if skills is not None and not policy.always:
                book.by = policy.name
                policy.restart(skills, cast(PolicyBook, book))


def _lost(policy: Policy, other: Policy | None) -> Container[str] | None:
    """What a rule governs and another does not: all of it, some skills, or None."""
    if other is None or type(other) is not type(policy):
        return EVERYTHING
    if not isinstance(policy, SkillPolicy) or not isinstance(other, SkillPolicy):
        return None
    return _Except(policy.governs, other.governs) if policy.governs != other.governs else None
