"""A ruleset as the warnings look at it: which rules there are, what the files say of them and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ...policy import Need, Policy, SkillPolicy
from ...problems import Place
from ...problems.wording import listing
from ...reader import Names
from ...source import Node
from ..file import Given, Layer
from ..registry import policy_class


@frozen(eq=False, repr=False)
class Finding:
    """One thing worth a second look: the warning's name, the place, and why in words."""

    name: str
    place: Place | None
    message: str


Findings = Iterator[Finding]


@frozen(eq=False, repr=False)
class House:
    """The policies of a ruleset and the text they were read from."""

    policies: Sequence[Policy]
    given: Mapping[str, Given]
    names: Names
    layers: Sequence[Layer]

    def of(self, *kinds: str) -> list[Any]:
        """The rules of these kinds of ours, and those that another package built on them."""
        classes = tuple(policy_class(kind) for kind in kinds)
        return [policy for policy in self.policies if isinstance(policy, classes)]

    def meeting(self, policy: Policy, *kinds: str) -> list[Any]:
        """The rules of these kinds that are for some skill that this one is for."""
        return [other for other in self.of(*kinds) if self.shared(policy, other)]

    def doing(self, *deeds: str) -> list[Any]:
        """The rules that do any of these, whatever their kind."""
        return [policy for policy in self.policies if policy.doing() & {*deeds}]

    @property
    def known(self) -> bool:
        """Whether every rule says what it does; another package's that does not may do anything."""
        return all(policy.does is not None for policy in self.policies)

    def lacks(self, policy: Policy, need: Need) -> bool:
        """Whether no rule does what this one needs, for some of the same skills or the whole character."""
        if need.when is not None and not need.when(policy):
            return False
        doing = self.doing(*need.deeds)
        return not any(not isinstance(other, SkillPolicy) or self.shared(policy, other) for other in doing)

    def shared(self, *policies: Policy) -> list[str]:
        """The skills that all of these are for; "" stands for those that only a campaign has."""
        if not self.names.skills:  # only a campaign knows which of them are for the same
            return [""]
        governs = [policy.governs for policy in policies if isinstance(policy, SkillPolicy)]
        return [skill for skill in (*self.names.skills, "") if all(skill in skills for skills in governs)]

    @staticmethod
    def few(names: Sequence[str]) -> str:
        """Some of these in words: not more than a line can hold."""
        named = [name for name in names if name]
        return listing(named if len(named) < 4 else [*named[:3], "others"]) if named else "skills"

    def written(self, policy: Policy, option: str) -> bool:
        """Whether some file says this option."""
        return policy.name in self.given and option in self.given[policy.name].options

    def node(self, policy: Policy, option: str) -> Node | None:
        """What some file says of this option."""
        return self.given[policy.name].options[option][2] if self.written(policy, option) else None

    def layer(self, policy: Policy, option: str) -> int:
        """Which file says it: 0 is the deepest, -1 none."""
        if not self.written(policy, option):
            return -1
        said_in = self.given[policy.name].options[option][0].source
        return next(at for at, (source, _) in enumerate(self.layers) if source is said_in)

    def place(self, policy: Policy, option: str = "", node: Node | None = None) -> Place | None:
        """Where it stands: a piece of an option, or the option, or the rule's name."""
        rule = self.given.get(policy.name)
        if rule is None:
            return None
        if not self.written(policy, option):
            return rule.reader.source.place(rule.node)
        reader, key, _ = rule.options[option]
        return reader.source.place(node or key)
