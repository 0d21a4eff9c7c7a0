"""Faults of other packages' rules, as sentences that name the package."""

from __future__ import annotations

from traceback import walk_tb

from .base import Policy

OURS = "rpgprog"


def package_of(cls: type) -> str:
    """The package that a rule comes from; nothing for the ones of this program."""
    package = cls.__module__.partition(".")[0]
    return "" if package == OURS else package


def fault(error: Exception, policy: Policy | None = None) -> tuple[str, str] | None:
    """The rule of another package that an error comes from, and a sentence; or None."""
    policy = policy or _failing(error)
    if policy is None or not package_of(type(policy)):
        return None
    return policy.name, f"the package {package_of(type(policy))} failed: {described(error)}"


def described(error: BaseException) -> str:
    """An error in a line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _failing(error: Exception) -> Policy | None:
    """The rule that was at work when it happened."""
    owners = (frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__))
    policies = [owner for owner in owners if isinstance(owner, Policy)]
    return policies[-1] if policies else None
