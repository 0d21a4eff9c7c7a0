"""Where rulesets are found: packs that come with rpgprog, and files of one's own."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "ruleset.yaml"
_HERE = Path(__file__).parent.parent
PACKS = next(folder for folder in (_HERE / "rulesets", _HERE.parent / "rulesets") if folder.is_dir())


def packs() -> list[str]:
    """The names of the rulesets that come with rpgprog."""
    return sorted(folder.name for folder in PACKS.iterdir() if (folder / FILE).is_file())


def find_ruleset(name: str, beside: str = "") -> Path | None:
    """The file of a pack, or of a path (relative to the file it stands in)."""
    path = Path(os.path.normpath(Path(beside).parent / name))
    try:
        if os.sep not in name and (PACKS / name / FILE).is_file():
            return PACKS / name / FILE
        return next((file for file in (path / FILE, path, *_in_a_pack(name)) if file.is_file()), None)
    except OSError:  # a name that is too long, a folder that may not be looked into
        return None


def _in_a_pack(name: str) -> list[Path]:
    """Another file of a pack: three-speeds/slow.yaml."""
    pack, _, file = name.partition("/")
    return [PACKS / pack / file] if pack in packs() and file and "/" not in file else []
