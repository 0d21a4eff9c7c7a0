"""Where entries of a database take rulesets from: packs, rules that it has or was handed, never paths."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from ..journal.ruleset_lookup import Look
from ..problems.wording import did_you_mean, quoted
from ..ruleset import Ruleset, load_ruleset
from ..ruleset.packs import find_in_packs, packs
from .campaign import Stored
from .queries import ask

_DIGEST = re.compile("[0-9a-f]{8,64}")  # enough of one to tell it from others


def shelf(stored: Stored, connection: Connection) -> Look:
    """Look for packs by name, for handed rules by name, and for rules in the database by digest."""

    def look(name: str, digest: str) -> Ruleset | str:
        if name in stored.offered:
            return stored.offered[name]
        if (path := find_in_packs(name)) is not None:
            return load_ruleset(path)
        for prefix in (name, digest):
            if _DIGEST.fullmatch(prefix) and (rules := _with_digest(stored, connection, prefix)) is not None:
                return rules
        near = did_you_mean(name, [*packs(), *stored.offered])
        return f"{quoted(name)} is neither a pack nor the digest of rules that this database has{near}"

    return look


def _with_digest(stored: Stored, connection: Connection, prefix: str) -> Ruleset | None:
    """The rules in the database whose digest begins so, without a campaign's own skills."""
    digests = ask(connection, "SELECT digest FROM rulesets WHERE digest LIKE ?", (f"{prefix}%",))
    if len(digests) != 1:
        return None
    return stored.store.rulesets.base(stored.reading.rules(connection, digests[0][0]))
