"""Seals: digests in a row of the chain of what stands beside the rows.

Characters, keys, rules and what a file says of its campaign are sealed by the row that brought them. Names
of players are left out, so that they can be erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, define
from sqlalchemy import Connection, select

from .campaign import Stored
from .draft import Draft
from .queries import ask
from .roster import character_json
from .tables import campaigns, characters, keys, rulesets


def digest(*values: Any) -> str:
    """The digest of values that JSON knows."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _character(text: str) -> str:
    return digest({key: value for key, value in json.loads(text).items() if key != "player"})


def _keys(stored: Stored, connection: Connection, upto: int | None = None) -> list[tuple[int, str]]:
    """The keys up to a row: the last row of each, and its digest."""
    rows = select(keys.c.last, keys.c.key, keys.c.first, keys.c.asked).order_by(keys.c.last, keys.c.key)
    rows = rows.where(keys.c.campaign == stored.reading.campaign)
    found = connection.execute(rows if upto is None else rows.where(keys.c.last <= upto))
    return [(last, digest(key, first, last, asked)) for last, key, first, asked in found]


def _rules(connection: Connection, digests: Iterable[str]) -> dict[str, str]:
    rows = connection.execute(select(rulesets).where(rulesets.c.digest.in_([*digests]))).mappings()
    return {row["digest"]: digest(dict(row)) for row in rows}


def _people(stored: Stored, connection: Connection) -> dict[str, str]:
    rows = select(characters.c.who, characters.c.about)
    rows = rows.where(characters.c.campaign == stored.reading.campaign)
    return {who: _character(text) for who, text in connection.execute(rows)}


def _about(stored: Stored, connection: Connection) -> str:
    row = select(campaigns.c.about).where(campaigns.c.id == stored.reading.campaign)
    return digest(json.loads(connection.execute(row).scalar_one()))


def _rules_used(stored: Stored, connection: Connection) -> set[str]:
    sql = "SELECT DISTINCT rules FROM events WHERE campaign = ?"
    return {rules for (rules,) in ask(connection, sql, (stored.reading.campaign,))}


def seal(stored: Stored, connection: Connection, draft: Draft, used: Iterable[str]) -> str:
    """What the last row of a draft says of what comes with it; ``used`` are digests of new rules.

    The first row of a campaign, or the first one since its database can seal, says it of everything.
    """
    sealed: dict[str, Any] = {}
    people = {who: _character(character_json(about)) for who, about in draft.joined.items()}
    first, last = draft.recorded[0].position + 1, draft.recorded[-1].position + 1
    if not is_sealed(stored, connection):
        sealed["about"] = _about(stored, connection)
        people = {**_people(stored, connection), **people}
        used = {*used, *_rules_used(stored, connection)}
        sealed["keys"] = [first - 1, digest(_keys(stored, connection))]
    if draft.about:
        sealed["about"] = digest(json.loads(draft.about))
    rules = _rules(connection, used) if used else {}
    key = digest(draft.key[0], first, last, draft.key[1]) if draft.key else ""
    sealed |= {"people": people, "rules": rules, "key": key}
    said = {name: value for name, value in sealed.items() if value}
    return json.dumps(said, ensure_ascii=False) if said else ""


def is_sealed(stored: Stored, connection: Connection) -> bool:
    """Whether what stands beside the rows was sealed at any time."""
    if not stored.sealed:
        sql = "SELECT seq FROM events WHERE campaign = ? AND beside <> '' LIMIT 1"
        stored.sealed = bool(ask(connection, sql, (stored.reading.campaign,)))
    return stored.sealed


@define(eq=False)
class Sealed:
    """All that the rows of a campaign say of what stands beside them; later rows overrule earlier ones."""

    about: str = ""
    people: dict[str, str] = Factory(dict)
    rules: dict[str, str] = Factory(dict)
    keys: dict[int, str] = Factory(dict)  # by their last row
    before: tuple[int, str] = (0, "")  # the keys up to a row, together

    def take(self, seq: int, said: Mapping[str, Any]) -> None:
        """Take in what a row says."""
        self.about = said.get("about", self.about)
        self.people |= said.get("people", {})
        self.rules |= said.get("rules", {})
        if "key" in said:
            self.keys[seq] = said["key"]
        if "keys" in said:
            self.before = (said["keys"][0], said["keys"][1])


def seal_problems(stored: Stored, connection: Connection) -> Iterator[str]:
    """Say what stands beside the rows and is not what they say."""
    sql = "SELECT seq, beside FROM events WHERE campaign = ? AND beside <> '' ORDER BY seq"
    sealed, rows = Sealed(), ask(connection, sql, (stored.reading.campaign,))
    for seq, text in rows:
        sealed.take(seq, json.loads(text))
    if rows:
        if _about(stored, connection) != sealed.about:
            yield "its title, seed, first day, scenes or own skills were changed"
        yield from _differing("the character {} was", sealed.people, _people(stored, connection))
        yield from _key_problems(stored, connection, sealed)


def changed_rules(stored: Stored, connection: Connection) -> set[str]:
    """The digests of rules whose rows are not those that were sealed."""
    sql = "SELECT beside FROM events WHERE campaign = ? AND beside <> '' ORDER BY seq"
    sealed = Sealed()
    for (text,) in ask(connection, sql, (stored.reading.campaign,)):
        sealed.take(0, json.loads(text))
    there = _rules(connection, sealed.rules)
    return {rules for rules, said in sealed.rules.items() if there.get(rules, said) != said}


def _differing(subject: str, said: Mapping[Any, str], there: Mapping[Any, str]) -> Iterator[str]:
    for name in sorted(said.keys() | there.keys()):
        if name not in there:
            yield f"{subject.format(name)} taken out"
        elif name not in said:
            yield f"{subject.format(name)} put in"
        elif said[name] != there[name]:
            yield f"{subject.format(name)} changed"


def _key_problems(stored: Stored, connection: Connection, sealed: Sealed) -> Iterator[str]:
    """Keys, each against the row that it recorded last; those before the first seal all together."""
    upto, together = sealed.before
    end, _ = stored.reading.head(connection)
    all_keys = _keys(stored, connection, end)  # of rows that were cut off, the head tells
    early = [key for key in all_keys if key[0] <= upto]
    if digest(early) != together:
        yield f"keys up to #{upto} were changed, taken out or put in: a retry may be recorded twice"
    late = {last: said for last, said in all_keys if last > upto}
    yield from _differing("the key of #{} was", sealed.keys, late)
