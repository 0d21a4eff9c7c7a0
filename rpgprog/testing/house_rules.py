"""House rules for a test: a ruleset, policies made in Python, YAML text, or a list of these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import dedent
from typing import Any, TypeVar

from attrs import evolve

from ..engine.rules import Rules
from ..policy import Policy
from ..problems import Mistakes, Problem
from ..reader import Names, Reader, in_order
from ..reader.fields import readable
from ..ruleset import Ruleset, built, load_ruleset
from ..ruleset.about import About
from ..ruleset.file import Layer, read_layers
from ..source import Mapping, Node, Scalar, Source, parse_source

HouseRules = Ruleset | Policy | str | Sequence[Policy | str]
AnyPolicy = TypeVar("AnyPolicy", bound=Policy)

FILE, NAME = "rules", "house rules"  # what a text is called in messages, and its ruleset without ruleset:
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def rule(
    policy: type[AnyPolicy], options: str = "{}", *, name: str = "", ruleset: Ruleset | None = None
) -> AnyPolicy:
    """A policy with its options read from YAML, as a ruleset file gives them.

    ``ruleset`` has the skills, talents and units that they may name. Raises Mistakes.

    >>> from rpgprog.policies.decay import Decay
    >>> rule(Decay, "{period: 2 weeks, floor: 1}").period
    14
    >>> rule(Decay, "periods: 2 weeks")
    Traceback (most recent call last):
    rpgprog.problems.Mistakes: decay:1:1: decay has no "periods"; did you mean "period"?
    """
    name = name or _named(policy)
    reader = Reader(parsed(options, name), [], ruleset.names if ruleset else Names())
    root = reader.source.root
    written = {key: (reader, key_node, node) for key, (key_node, node) in reader.entries(root, name).items()}
    values = reader.options(policy, written, root, name)
    if reader.problems:
        raise Mistakes(in_order(reader.problems))
    return policy(name=name, **values)


def ruleset_of(rules: HouseRules) -> Ruleset:
    """The ruleset that they make together; later texts change what earlier ones say. Raises Mistakes.

    >>> [policy.name for policy in ruleset_of(["awards: on", "awards: {encounter: 3}"]).policies]
    ['awards', 'bookkeeping']
    """
    if isinstance(rules, Ruleset):
        return rules
    listed: Sequence[Any] = [rules] if isinstance(rules, str | Policy) else rules
    problems: list[Problem] = []
    layers = [layer for text in listed if isinstance(text, str) for layer in _layers(text, problems)]
    if problems:
        raise Mistakes(in_order(problems))
    ruleset = built(layers or _layers("{}", problems), problems)
    added = [_with_name(policy) for policy in listed if not isinstance(policy, str)]
    return ruleset.with_policies(*added) if added else ruleset


def rules_of(rules: HouseRules) -> Rules:
    """Their policies, bound to their moments: what a book is made from. Raises Mistakes."""
    return ruleset_of(rules).rules


def _with_name(policy: Policy) -> Policy:
    if not isinstance(policy, Policy):
        raise TypeError(f"house rules are a ruleset, policies, YAML text or a list of these, not {policy!r}")
    return policy if policy.name else evolve(policy, name=_named(type(policy)))


def _named(policy: type[Policy]) -> str:
    """What a policy is called unless it has a name: LevelBenefits is level-benefits."""
    return _WORD.sub("-", policy.__name__).lower()


def _layers(text: str, problems: list[Problem]) -> list[Layer]:
    """A ruleset's name or path, a ruleset file's text, or the map of policies alone."""
    source = parsed(text, FILE)
    root = source.root
    if isinstance(root, Scalar):
        return list(load_ruleset(root.text).layers)
    if isinstance(root, Mapping) and not root.entries.keys() & readable(About).keys():
        source = evolve(source, root=evolve(root, entries=_entries({"policies": root}, root)))
    return read_layers(with_words(source, ruleset=NAME), problems)


def parsed(text: str, name: str) -> Source:
    """YAML text as it stands in a test, without its indentation. Raises Mistakes."""
    return parse_source(dedent(text), name)


def with_words(source: Source, **words: str) -> Source:
    """The same file, saying these words where it does not say them itself."""
    root = source.root
    if not isinstance(root, Mapping):
        return source
    missing = {word: _scalar(text, root) for word, text in words.items() if word not in root.entries}
    return evolve(source, root=evolve(root, entries={**_entries(missing, root), **root.entries}))


def _entries(nodes: dict[str, Any], at: Node) -> dict[str, tuple[Scalar, Node]]:
    return {word: (_scalar(word, at), node) for word, node in nodes.items()}


def _scalar(text: str, at: Node) -> Scalar:
    return Scalar(text, True, at.line, at.column, at.line)
