"""The digest of a ruleset: two with the same one give the same results, whatever their text looks like."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from ..curve import Curve
from ..ledger.accounts import UNIT
from ..ledger.units import PARTS
from ..policy import Policy
from ..reader import Names
from ..source import Mapping as Map
from ..source import Node, Scalar
from .file import Given
from .registry import packages

_COUNTS = 40  # of a curve that no file wrote: as many counts tell it from another


def digest_of(
    rules: Mapping[str, Given],
    names: Names,
    policies: Sequence[Policy],
    added: Mapping[str, str],
    engine: int,
) -> str:
    """Everything that results depend on.

    Options as written, defaults of those that are not, skills, units, the revisions of engine and
    policies, and the versions of the packages that bring policies.
    """
    content = {
        "engine": engine,
        "revisions": sorted((p.name, p.kind, p.revision) for p in policies),
        "packages": packages(policy.kind for policy in policies),
        "options": {name: written(policy) for name, policy in rules.items()} | dict(added),
        "defaults": {p.name: dict(_defaults(p, rules[p.name])) for p in policies if p.name in rules},
        "skills": {name: (skill.category, skill.stat) for name, skill in names.skills.items()},
        "units": [names.xp, names.calendar, *([names.most_postings] if names.most_postings else ())],
    }
    text = json.dumps(content, sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def identities(added: Iterable[Policy]) -> dict[str, str]:
    """Policies made in Python, each unlike any other: their options have no text to compare."""
    return {policy.name: f"object {id(policy)}" for policy in added}


def written(rule: Given) -> dict[str, Any]:
    """The options of a rule as its files write them."""
    return {option: _plain(node) for option, (_, _, node) in rule.options.items()}


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Map):
        return {key: _plain(value) for key, (_, value) in node.entries.items()}
    return [_plain(item) for item in node.items]


def _defaults(policy: Policy, rule: Given) -> Iterator[tuple[str, str]]:
    for field in attrs.fields(type(policy)):
        if field.init and "help" in field.metadata and field.name not in rule.options:
            yield field.name, _described(getattr(policy, field.name), field.metadata.get("scale", UNIT))


def _described(default: object, scale: int) -> str:
    if isinstance(default, int) and scale == PARTS:
        return str(Fraction(default * UNIT, PARTS))  # in thousandths, as parts once were
    if isinstance(default, Curve):
        return ", ".join(str(default.exact(n)) for n in range(1, _COUNTS))
    return re.sub(" at 0x[0-9a-f]+", "", repr(default))  # the same in every process
