"""A ruleset: a named set of policies from YAML, checked as a whole.

A file may extend a pack or another file; then each policy is overridden one option at a time,
and ``name: off`` leaves one out. Every mistake is told, at its place in the file where it stands.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..engine.rules import MOST_POSTINGS, Rules
from ..policy import Policy
from ..problems import Mistakes, Problem
from ..problems.wording import did_you_mean, quoted
from ..reader import Names, Skill, in_order
from ..source import Source, read_source
from .about import About
from .checks import check, most_points
from .digest import digest_of, identities, written
from .file import Given, Layer, merged, names_of, read_layers, read_ruleset_source
from .packs import PACKS, find_ruleset, packs
from .registry import always, policy_class

__all__ = ["PACKS", "About", "Ruleset", "find_ruleset", "load_ruleset", "packs"]

ENGINE_REVISION = 2  # raise it when the engine's results change


@frozen(eq=False, repr=False)
class Ruleset:
    """Checked policies and the words they use. ``digest`` changes with anything that changes results.

    >>> ruleset = load_ruleset("dp-forty")
    >>> ruleset.names.points, ruleset.names.skills["climbing"].category
    ('dp', 'athletics')
    >>> [policy.name for policy in ruleset.policies if policy.kind == "decay"]
    ['decay']
    """

    name: str
    file: str
    title: str
    about: str
    licence: str
    attribution: tuple[str, ...]
    source: tuple[str, ...]
    names: Names
    policies: tuple[Policy, ...]
    digest: str
    layers: tuple[Layer, ...] = field(default=(), repr=False)
    added: tuple[Policy, ...] = field(default=(), repr=False)  # made in Python: they stand in no file

    @cached_property
    def rules(self) -> Rules:
        """The policies, bound to their moments."""
        return Rules(self.policies, self.written, self.names.most_postings or MOST_POSTINGS)

    def revisions(self) -> dict[str, int]:
        """The revisions of the policies and of the engine, by name."""
        return {"engine": ENGINE_REVISION, **{policy.name: policy.revision for policy in self.policies}}

    def written(self) -> Mapping[str, str]:
        """Each house rule as the files give it: kind, revision and options."""
        revisions = {policy.name: policy.revision for policy in self.policies}
        in_files = {
            name: json.dumps([rule.kind, revisions[name], written(rule)], sort_keys=True)
            for name, rule in merged(self.layers, self.names, []).items()
            if name in revisions
        }
        return {**in_files, **identities(self.added)}

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """Rules that fight each other or can never act, unless the files accept it; found when asked for."""
        from .lint import House, weighed

        return weighed(House(self.policies, merged(self.layers, self.names, []), self.names, self.layers))

    def with_skills(self, extra: Mapping[str, Skill]) -> Ruleset:
        """The same rules for a campaign with skills of its own. Raises Mistakes if they no longer fit."""
        if not extra:
            return self
        return self._reassembled({**self.names.skills, **extra}, self.added)

    def with_policies(self, *more: Policy) -> Ruleset:
        """The same rules and policies made in Python, instead of those of the same name.

        For tests and for trying out a house rule: no file names them, so no other process has this ruleset.
        Raises Mistakes if the rules no longer fit together.

        >>> from rpgprog.policies.grain import Grain
        >>> ruleset = load_ruleset("dp-forty").with_policies(Grain(name="whole points"))
        >>> [policy.name for policy in ruleset.policies if policy.kind == "grain"]
        ['whole points']
        """
        added = {policy.name: policy for policy in (*self.added, *more)}
        return self._reassembled(self.names.skills, tuple(added.values()))

    def _reassembled(self, skills: Mapping[str, Skill], added: tuple[Policy, ...]) -> Ruleset:
        names = evolve(names_of(self.layers), skills=skills)
        names, policies, digest = _assembled(self.layers, names, [], added)
        return evolve(self, names=names, policies=policies, digest=digest, added=added)


def load_ruleset(name: str | os.PathLike[str]) -> Ruleset:
    """A ruleset from a pack's name or a file's path.

    Raises Mistakes with everything that is wrong in it and in what it extends.

    >>> load_ruleset("dp-forty").title
    'Forty points a level'
    """
    name = os.fspath(name)
    path = find_ruleset(name)
    if path is None:
        near = did_you_mean(name, packs())
        raise Mistakes([Problem(None, f"there is no ruleset {quoted(name)}{near}")])
    return _build(read_source(path))


def load_named(path: Path) -> Ruleset:
    """A ruleset from a file that another file names. Of a file that is no ruleset, nothing is quoted.

    Raises Mistakes as ``load_ruleset`` does.
    """
    return _build(read_ruleset_source(path))


def _build(source: Source) -> Ruleset:
    problems: list[Problem] = []
    layers = read_layers(source, problems)
    if not layers:
        raise Mistakes(in_order(problems))
    return built(layers, problems)


def built(layers: Sequence[Layer], problems: list[Problem]) -> Ruleset:
    """A ruleset from its files, the deepest first. Raises Mistakes, with the problems there are already."""
    names, policies, digest = _assembled(layers, names_of(layers), problems)
    abouts = [about for _, about in layers]
    return Ruleset(
        name=abouts[-1].ruleset,
        **{name: _latest(abouts, name) for name in ("title", "about", "licence")},
        **{name: _all_lines(abouts, name) for name in ("attribution", "source")},
        names=names,
        policies=policies,
        digest=digest,
        file=layers[-1][0].file,
        layers=tuple(layers),
    )


def _latest(abouts: Sequence[Any], name: str) -> Any:
    return next((text for about in reversed(abouts) if (text := getattr(about, name))), "")


def _all_lines(abouts: Sequence[Any], name: str) -> Any:
    return tuple(dict.fromkeys(line for about in abouts for line in getattr(about, name)))


def _assembled(
    layers: Sequence[Layer], names: Names, problems: list[Problem], added: Sequence[Policy] = ()
) -> tuple[Names, tuple[Policy, ...], str]:
    """The words, the policies and their digest. Raises Mistakes, with the problems there are already."""
    rules, instead = merged(layers, names, problems), {policy.name for policy in added}
    rules = {name: policy for name, policy in rules.items() if name not in instead}
    read = [_policy(name, policy, problems) for name, policy in rules.items()]
    policies = [*(policy for policy in read if policy is not None), *added]
    policies += [policy_class(kind)(name=kind, kind=kind) for kind in always()]
    policies = check(policies, rules, names, problems)
    if problems:
        raise Mistakes(in_order(problems))
    digest = digest_of(rules, names, policies, identities(added), ENGINE_REVISION)
    return _with_words(names, policies), tuple(policies), digest


def _with_words(names: Names, policies: Sequence[Policy]) -> Names:
    """The words that the policies bring along."""
    brought = [policy.brings() for policy in policies]
    weeks = [offer.hours_per_week for offer in brought if offer.hours_per_week is not None]
    return evolve(
        names,
        most=most_points(policies, names),
        talents=tuple(dict.fromkeys(talent for offer in brought for talent in offer.talents)),
        professions=tuple(dict.fromkeys(name for offer in brought for name in offer.professions)),
        policies=tuple(policy.name for policy in policies),
        hours_per_week=weeks[0] if weeks else names.hours_per_week,
        trains=bool(weeks),
    )


def _policy(name: str, rule: Given, problems: list[Problem]) -> Policy | None:
    mistakes, cls = len(problems), policy_class(rule.kind)
    values = rule.reader.options(cls, rule.options, rule.node, name)
    return cls(name=name, kind=rule.kind, **values) if len(problems) == mistakes else None
