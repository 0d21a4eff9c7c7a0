"""Frames: what completes a piece of YAML to a file that can be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import yaml
from manual_blocks import Block

_RULESET = "ruleset: example\nextends: {base}\n"
_CAMPAIGN = "campaign: Example\nruleset: {base}\ncharacters: {{Kessa: {{profession: scout}}}}\n"
_BUILDS = "ruleset: {base}\nbuilds: {{scout: {{plan: [climbing 4]}}}}\ntable: {{encounters: {{goblin: 2}}}}\n"


def _head(frame: str) -> Callable[[str, str], str]:
    """A frame whose keys the piece may say itself; ``base`` is the ruleset."""

    def complete(text: str, base: str) -> str:
        own = yaml.safe_load(text)
        lines = frame.format(base=base).splitlines(keepends=True)
        return "".join(line for line in lines if line.split(":")[0] not in own) + text

    return complete


def _below(frame: Callable[[str, str], str], *keys: str) -> Callable[[str, str], str]:
    """A frame in which the piece stands below some keys."""

    def complete(text: str, base: str) -> str:
        above = "".join(f"{'  ' * depth}{key}:\n" for depth, key in enumerate(keys))
        return frame(above + indent(text, "  " * len(keys)), base)

    return complete


FRAMES: dict[str, Callable[[str, str], str]] = {
    "ruleset": _head(_RULESET),
    "policies": _below(_head(_RULESET), "policies"),
    "campaign": _head(_CAMPAIGN),
    "characters": _below(_head(_CAMPAIGN), "characters"),
    "builds": _head(_BUILDS),
    "build": _below(_head(_BUILDS), "builds", "example"),
    "plan": _below(_head(_BUILDS), "builds", "example", "plan"),
    "table": _below(_head(_BUILDS), "table"),
}


def framed(block: Block) -> str:
    """The file that a piece is completed to by the frame it names."""
    [name] = block.words
    return FRAMES[name](block.text, block.options.get("base", "dp-forty"))


def with_entries(file: Path, block: Block) -> str:
    """A campaign file of the page with the entries of a block at the end of its journal."""
    return file.read_text(encoding="utf-8").rstrip("\n") + "\n" + indent(block.text, "  ")
