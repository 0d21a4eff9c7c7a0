"""Where policies are found: one module each in ``rpgprog.policies``, and packages that bring more.

A package announces its policies under the entry-point group ``rpgprog.policies``, by kind.
A file never names a Python module.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from .. import policies
from ..policy import Policy

GROUP = "rpgprog.policies"


@cache
def own_kinds() -> tuple[str, ...]:
    """The kinds of policy that come with rpgprog, by name."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(policies.__path__)))


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of policy, those of other packages too."""
    from importlib.metadata import entry_points

    return tuple(sorted({*own_kinds(), *(point.name for point in entry_points(group=GROUP))}))


@cache
def policy_class(kind: str) -> type[Policy]:
    """The class of a kind of policy. Raises KeyError when there is none."""
    if kind in own_kinds():
        return _policy_in(f"rpgprog.policies.{kind.replace('-', '_')}")
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=kind):
        cls: type[Policy] = point.load()
        return cls
    raise KeyError(kind)


def _policy_in(module: str) -> type[Policy]:
    members = vars(import_module(module)).values()
    return next(
        m for m in members if isinstance(m, type) and issubclass(m, Policy) and m.__module__ == module
    )


def always() -> list[str]:
    """The kinds that every campaign has, whatever its rules."""
    return ["bookkeeping"]
