"""Where policies are found: one module each in ``rpgprog.policies``, and packages that bring more.

A package announces its policies under the entry-point group ``rpgprog.policies``, by kind.
A file never names a Python module.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from .. import policies
from ..policy import Policy
from ..policy.faults import described
from ..problems.wording import listing

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "rpgprog.policies"


@cache
def own_kinds() -> tuple[str, ...]:
    """The kinds of policy that come with rpgprog, by name."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(policies.__path__)))


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of policy, those of other packages too, if they can be loaded."""
    return tuple(sorted({*own_kinds(), *(point.name for point in _points() if not _why_broken(point))}))


def broken() -> list[str]:
    """A sentence for each rule of another package that cannot be loaded."""
    return [_broken(point) for point in _points() if _why_broken(point)]


@cache
def policy_class(kind: str) -> type[Policy]:
    """The class of a kind of policy. Raises KeyError when there is none, or none that can be loaded."""
    if kind in own_kinds():
        return _policy_in(f"rpgprog.policies.{kind.replace('-', '_')}")
    for point in _points(name=kind):
        if _why_broken(point):
            raise KeyError(_broken(point))
        cls: type[Policy] = point.load()
        return cls
    raise KeyError(kind)


def why_missing(kind: str) -> str:
    """Why a rule that another package announces cannot be had; nothing if none announces it."""
    return next((_broken(point) for point in _points(name=kind) if _why_broken(point)), "")


def packages(kinds: Iterable[str]) -> dict[str, str]:
    """The installed packages, with versions, that rules of these kinds come from, other than rpgprog."""
    foreign = set(kinds).difference(own_kinds())
    dists = {kind: next((point.dist for point in _points(kind)), None) for kind in sorted(foreign)}
    return {kind: f"{dist.name} {dist.version}" for kind, dist in dists.items() if dist is not None}


def shadowed(kind: str = "") -> list[str]:
    """A sentence for each rule, or for that one, which somebody else brings by the same name: who wins."""
    sentences = []
    for name, points in groupby(_points(kind), key=lambda point: point.name):
        packages = [_package(point) for point in points]
        winner, *losers = ["rpgprog", *packages] if name in own_kinds() else packages
        if losers:
            brought = f'{listing([winner, *losers])} each bring a rule "{name}"'
            unused = f"{listing(losers)}'s cannot be had by that name"
            sentences.append(f"{brought}: {winner}'s is used, {unused}")
    return sentences


def _points(name: str = "") -> list[EntryPoint]:
    """What other packages announce, or their rules of that name."""
    from importlib.metadata import entry_points

    points = [point for point in entry_points(group=GROUP) if name in ("", point.name)]
    return sorted(points, key=lambda point: (point.name, point.value))


def _broken(point: EntryPoint) -> str:
    rule = f'the package {_package(point)} brings the rule "{point.name}"'
    return f"{rule}, which fails to load: {_why_broken(point)}"


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value.partition(":")[0]


def _why_broken(point: EntryPoint) -> str:
    try:
        cls = point.load()
        if not (isinstance(cls, type) and issubclass(cls, Policy) and attrs.has(cls)):
            return f"{point.value} is not a frozen class derived from Policy"
    except (Exception, SystemExit) as error:
        return described(error)
    return ""


def _policy_in(module: str) -> type[Policy]:
    members = vars(import_module(module)).values()
    return next(
        m for m in members if isinstance(m, type) and issubclass(m, Policy) and m.__module__ == module
    )


def always() -> list[str]:
    """The kinds that every campaign has, whatever its rules."""
    return ["bookkeeping"]
