"""Who joins or returns in entries that are still to be read: they may be named before."""

from __future__ import annotations

from collections.abc import Iterable

from ..source import Items, Mapping, Node, Scalar
from .entries.base import EVERYBODY
from .entries.corrections import JoinedEntry
from .entries.rulings import ReturnedEntry


def arrivals(entries: Iterable[Node]) -> tuple[str, ...]:
    """The names of all who join or return in these entries."""
    names = [name for entry in entries for name in _names(entry)]
    return tuple(dict.fromkeys(name for name in names if name not in EVERYBODY))


def _names(entry: Node) -> Iterable[str]:
    words = entry.entries if isinstance(entry, Mapping) else {}
    for word in (JoinedEntry.word, ReturnedEntry.word):
        body = words[word][1] if word in words else None
        if isinstance(body, Mapping) and "who" in body.entries:
            who = body.entries["who"][1]
            nodes = who.items if isinstance(who, Items) else [who]
            yield from (node.text.strip() for node in nodes if isinstance(node, Scalar))
