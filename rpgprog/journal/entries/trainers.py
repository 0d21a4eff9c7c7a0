"""Who teaches, as a journal says it."""

from __future__ import annotations

from attrs import frozen

from ...reader import Reader
from ...source import Node
from .base import must


@frozen(kw_only=True, eq=False, repr=False)
class TrainerEntry:
    """Who teaches."""

    name: str = must("the trainer's name")
    rank: int = must("the trainer's own rank in the skill", least=1)


def read_trainer(reader: Reader, node: Node, key: str) -> TrainerEntry | None:
    """A trainer's name and rank."""
    return reader.fill(TrainerEntry, node, f"a {key}")
