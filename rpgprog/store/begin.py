"""Begin a campaign without a file: its head is written as a file would say it, and read as one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ..ruleset import Ruleset
from ..source import Source, parse_source

HEAD = "campaign"  # what its head is called in messages


def head_of(
    title: str, ruleset: str | os.PathLike[str] | Ruleset, characters: Mapping[str, Any], **more: Any
) -> Source:
    """The head of a campaign file; characters as in one: ``{"kessa": {"ranks": {"climbing": 3}}}``.

    What of ``more`` is None is left out. Raises Mistakes when the title or a name cannot be written.
    """
    name = ruleset.name if isinstance(ruleset, Ruleset) else os.fspath(ruleset)
    fields = {"campaign": title, "ruleset": name, **more}
    lines = [f"{key}: {_json(value)}" for key, value in fields.items() if value is not None]
    people = [f"  {_json(who)}: {_json(about)}" for who, about in characters.items()]
    return parse_source("\n".join([*lines, "characters:", *people, "journal:", ""]), HEAD)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def known(ruleset: object) -> Iterator[Ruleset] | None:
    """A ruleset that is at hand already, as the reader of a campaign takes it."""
    return iter([ruleset]) if isinstance(ruleset, Ruleset) else None
