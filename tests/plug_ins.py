"""Policies of another package, announced under the entry-point group as an installed one is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rpgprog.ruleset.registry import GROUP, kinds, policy_class

HEAD = '''
"""House rules from another package."""
from collections.abc import Mapping
from typing import Any, ClassVar
from attrs import Factory, frozen
from rpgprog.policy import Policy, SkillPolicy, Stage, after, award, figure, memory, on, option
'''


@contextmanager
def installed(folder: Path, module: str, source: str, **policies: str) -> Iterator[None]:
    """While it lasts a package with this module is installed: kinds of policy, each with its class."""
    (folder / f"{module}.py").write_text(HEAD + source, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    lines = (f"{kind.replace('_', '-')} = {module}:{cls}" for kind, cls in policies.items())
    (info / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]))
    sys.path.insert(0, str(folder))
    _forget()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop(module, None)
        _forget()


def _forget() -> None:
    kinds.cache_clear()
    policy_class.cache_clear()
