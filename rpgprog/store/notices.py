"""What is told when a campaign is opened: rules that are published or read otherwise than recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from ..campaign.decisions import entry
from ..problems import Mistakes
from ..problems.wording import quoted
from ..reader import Names
from ..ruleset.packs import PACKS
from ..ruleset.portable import texts
from ..views.compare import Moved, moved
from ..views.log import SHOWN
from ..views.wording import amount
from .campaign import Stored
from .end import effect
from .fold import balances_at
from .queries import ask
from .rulesets import Revised
from .snapshots import kept_before

MOST = 10  # numbers of which it is told that they would be others


def notices(stored: Stored) -> tuple[str, ...]:
    """What a game master should know before going on; nothing of it is ever adopted by itself.

    Each is a sentence, perhaps with indented lines of numbers below it.
    """
    with stored.store.reading() as connection:
        state = stored.refresh(connection)
        told = [*_revised(stored, connection)]
    name = state.ruleset.name
    if _published_anew(stored, state.ruleset.digest):
        anew = f"the rules {name} were published anew since they were adopted; they hold as they were"
        told.append("\n".join([anew, *_would_be(stored, name, state.ruleset.names)]))
    return tuple(told)


# Published anew.


def _published_anew(stored: Stored, digest: str) -> bool:
    """Whether a pack that came with rpgprog has another text now."""
    ruleset = next((r for r in stored.store.rulesets.known.values() if r.digest == digest), None)
    return ruleset is not None and any(_differs(file, text) for file, text in texts(ruleset))


def _differs(file: str, text: str) -> bool:
    pack, _, name = file.partition("/")
    there = PACKS / pack / name
    if not name or "/" in name or not there.is_file():
        return False
    return there.read_text(encoding="utf-8").removeprefix("\ufeff") != text


def _would_be(stored: Stored, name: str, names: Names) -> Iterator[str]:
    adopted = entry("adopted", ruleset=name, by="rpgprog", why="published anew")
    try:
        moves = effect(stored, [adopted]).moved
    except Mistakes as mistakes:
        yield f"  they cannot be adopted: {mistakes}"
        return
    yield from _table(moves, names)
    yield f"  rpgprog adopt {quoted(stored.address)} {name} adopts them"


def _table(moves: Sequence[Moved], names: Names) -> Iterator[str]:
    shown = [(key, old, new) for key, old, new in moves if key[1] in (*SHOWN, "xp", "coins")]
    for (who, kind, of), old, new in shown[:MOST]:
        what = f"{kind} {of}".strip()
        yield f"  {what} of {who}: {amount(kind, old, names)} would be {amount(kind, new, names)}"
    if len(shown) > MOST:
        yield f"  and {len(shown) - MOST} more"
    if not shown:
        yield "  no number would be another"


# Read otherwise.


def _revised(stored: Stored, connection: Connection) -> Iterable[str]:
    mine = (
        ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (stored.reading.campaign,))
        if stored.store.rulesets.revised
        else []
    )
    found = [r for (digest,) in mine if (r := stored.store.rulesets.revised.get(digest))]
    told = "are worked out otherwise by this version of rpgprog than when they were recorded"
    heads = [f"the rules {one.name} {told} ({_which(stored, connection, one)})" for one in found]
    yield from heads[:-1]
    if heads:
        yield "\n".join([heads[-1], *_since_snapshot(stored, connection)])


def _which(stored: Stored, connection: Connection, revised: Revised) -> str:
    sql = "SELECT revisions FROM rulesets WHERE digest = ?"
    was: Mapping[str, int] = json.loads(ask(connection, sql, (revised.digest,))[0][0])
    now = stored.store.rulesets.known[revised.digest].revisions()
    changed = [name for name in now if was.get(name) != now[name]]
    return ", ".join(f"{name}: {was.get(name)} is {now[name]} now" for name in changed) or "the engine"


def _since_snapshot(stored: Stored, connection: Connection) -> Iterator[str]:
    """What the last balances that were kept before come to now."""
    kept = kept_before(stored.reading, connection)
    if kept is None:
        yield "  no balances were kept before, so nothing can be compared"
        return
    now, ruleset = balances_at(stored.reading, connection, kept.seq)
    yield from _table(moved(kept.sheet, now), ruleset.names)
