"""Where rulesets are found: packs that come with rpgprog, and files of users."""

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
        return next((file for file in (path / FILE, path) if file.is_file()), None) or find_in_packs(name)
    except (OSError, ValueError):  # a name that is too long, a folder that may not be looked into, a NUL
        return None


def find_in_packs(name: str) -> Path | None:
    """The file of a pack by its name, or another one in it: three-speeds/slow.yaml."""
    pack, _, file = name.partition("/")
    path = PACKS / pack / (file or FILE)
    return path if pack in packs() and "/" not in file and "\0" not in file and path.is_file() else None
