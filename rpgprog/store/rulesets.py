"""Rulesets in a database, stored as text so that a campaign needs no file beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from attrs import Factory, define, frozen
from sqlalchemy import Connection, select

from ..problems import Mistakes, Problem
from ..reader import Skill
from ..ruleset import Ruleset
from ..ruleset.packs import PACKS
from ..ruleset.portable import Texts, added_skills, from_texts, texts
from ..ruleset.registry import GROUP, packages
from ..views.compare import Moved
from .tables import rulesets
from .upsert import insert_new


@frozen
class Revised:
    """Rules that this version of rpgprog reads differently than when they were recorded."""

    digest: str
    now: str
    name: str


@frozen(eq=False, repr=False)
class Revision:
    """What rules that are read differently now do; ``moves`` is None where no earlier balances were kept."""

    rules: tuple[Revised, ...]
    moves: tuple[Moved, ...] | None
    day: int  # of the balances kept


@define(eq=False)
class Rulesets:
    """Cache of the rulesets of one database."""

    known: dict[str, Ruleset] = Factory(dict)
    bases: dict[str, Ruleset] = Factory(dict)  # without the campaign's own skills
    revised: dict[str, Revised] = Factory(dict)

    def load(self, connection: Connection, digest: str) -> Ruleset:
        """Load rules by digest. Raises Mistakes when the package of one of their policies is missing."""
        if digest not in self.known:
            row = connection.execute(select(rulesets).where(rulesets.c.digest == digest)).mappings().one()
            base = _read(row["texts"], json.loads(row["packages"]))
            skills = {name: Skill(**about) for name, about in json.loads(row["skills"]).items()}
            self._keep(digest, base, base.with_skills(skills))
        return self.known[digest]

    def _keep(self, digest: str, base: Ruleset, ruleset: Ruleset) -> None:
        self.bases[digest], self.known[digest] = base, ruleset
        if ruleset.digest != digest:
            self.revised[digest] = Revised(digest, ruleset.digest, ruleset.name)

    def base(self, ruleset: Ruleset) -> Ruleset:
        """These rules without the campaign's own skills."""
        return self.bases[self.recorded_as(ruleset)]

    def recorded_as(self, ruleset: Ruleset) -> str:
        """The digest by which these rules were recorded."""
        if self.known.get(ruleset.digest) is ruleset:
            return ruleset.digest
        return next((digest for digest, rules in self.known.items() if rules is ruleset), ruleset.digest)

    def save(self, connection: Connection, ruleset: Ruleset) -> None:
        """Store these rules by their digest."""
        known = select(rulesets.c.digest).where(rulesets.c.digest == ruleset.digest)
        if connection.execute(known).first() is None:
            row: dict[str, Any] = {
                "digest": ruleset.digest,
                "name": ruleset.name,
                "texts": json.dumps(_portable(texts(ruleset)), ensure_ascii=False),
                "revisions": json.dumps(ruleset.revisions()),
                "skills": json.dumps(added_skills(ruleset), ensure_ascii=False),
                "packages": json.dumps(packages(policy.kind for policy in ruleset.policies)),
            }
            insert_new(connection, rulesets, row)
        self._keep(ruleset.digest, from_texts(_portable(texts(ruleset))), ruleset)


def _portable(files: Texts) -> Texts:
    """The texts under portable names: pack/file, or the bare file name."""
    return tuple((_portable_name(Path(file)), text) for file, text in files)


def _portable_name(file: Path) -> str:
    if file.is_absolute() and PACKS in file.parents:
        return file.relative_to(PACKS).as_posix()
    return file.as_posix() if len(file.parts) == 2 and not file.is_absolute() else file.name


def _read(written: str, needs: dict[str, str]) -> Ruleset:
    try:
        return from_texts((file, text) for file, text in json.loads(written))
    except Mistakes as mistakes:
        have = {point.name for point in entry_points(group=GROUP)}
        missing = [package for kind, package in needs.items() if kind not in have]
        need = [Problem(None, f'its rules need the package "{package}": install it') for package in missing]
        raise Mistakes([*dict.fromkeys(need), *mistakes.problems]) from None


def lineage(used: Iterable[Ruleset]) -> str:
    """Digest of all the rules that a part of a ledger was folded under."""
    return hashlib.sha256("\n".join(ruleset.digest for ruleset in used).encode()).hexdigest()
