"""Notices on opening a campaign: its rules have a newer edition, or give different results now."""

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
from .fold import state_at
from .queries import ask
from .rulesets import Revised
from .snapshots import kept_before

MOST_LISTED = 10  # numbers that a notice lists


def notices(stored: Stored) -> tuple[str, ...]:
    """What a game master should know before going on; nothing is ever adopted automatically.

    Each is a sentence, perhaps with indented lines of numbers below it.
    """
    with stored.store.reading() as connection:
        state = stored.refresh(connection)
        notices = [*filter(None, [stored.store.damage]), *_revision_notices(stored, connection)]
    name = state.ruleset.name
    if _has_newer_edition(stored, state.ruleset.digest):
        newer = f"a newer edition of the rules {name} exists; this campaign keeps the one it adopted"
        notices.append("\n".join([newer, *_effects_of_adopting(stored, name, state.ruleset.names)]))
    return tuple(notices)


# A newer edition.


def _has_newer_edition(stored: Stored, digest: str) -> bool:
    """Whether a pack that came with rpgprog has a different text now."""
    ruleset = next((r for r in stored.store.rulesets.known.values() if r.digest == digest), None)
    return ruleset is not None and any(_differs(file, text) for file, text in texts(ruleset))


def _differs(file: str, text: str) -> bool:
    pack, _, name = file.partition("/")
    file_here = PACKS / pack / name
    if not name or "/" in name or not file_here.is_file():
        return False
    return file_here.read_text(encoding="utf-8").removeprefix("\ufeff") != text


def _effects_of_adopting(stored: Stored, name: str, names: Names) -> Iterator[str]:
    adopted = entry("adopted", ruleset=name, by="rpgprog", why="a newer edition")
    try:
        moves = effect(stored, [adopted]).moved
    except Mistakes as mistakes:
        yield f"  it cannot be adopted: {mistakes}"
        return
    yield from _table(moves, names)
    yield f"  rpgprog adopt {quoted(stored.address)} {name} adopts it"


def _table(moves: Sequence[Moved], names: Names) -> Iterator[str]:
    shown = [(key, old, new) for key, old, new in moves if key[1] in (*SHOWN, "xp", "coins")]
    for (who, kind, of), old, new in shown[:MOST_LISTED]:
        number = f"{kind} {of}".strip()
        yield f"  {number} of {who}: {amount(kind, old, names)} would be {amount(kind, new, names)}"
    if len(shown) > MOST_LISTED:
        yield f"  and {len(shown) - MOST_LISTED} more"
    if not shown:
        yield "  no numbers would change"


# Different results.


def _revision_notices(stored: Stored, connection: Connection) -> Iterable[str]:
    used = (
        ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (stored.reading.campaign,))
        if stored.store.rulesets.revised
        else []
    )
    revised = [r for (digest,) in used if (r := stored.store.rulesets.revised.get(digest))]
    message = "give different results in this version of rpgprog than when they were recorded"
    heads = [
        f"the rules {rules.name} {message} ({_changed_revisions(stored, connection, rules)})"
        for rules in revised
    ]
    yield from heads[:-1]
    if heads:
        yield "\n".join([heads[-1], *_since_snapshot(stored, connection)])


def _changed_revisions(stored: Stored, connection: Connection, revised: Revised) -> str:
    sql = "SELECT revisions FROM rulesets WHERE digest = ?"
    was: Mapping[str, int] = json.loads(ask(connection, sql, (revised.digest,))[0][0])
    now = stored.store.rulesets.known[revised.digest].revisions()
    changed = [name for name in now if was.get(name) != now[name]]
    return ", ".join(f"{name}: revision {was.get(name)}, now {now[name]}" for name in changed) or "the engine"


def _since_snapshot(stored: Stored, connection: Connection) -> Iterator[str]:
    """Compare the last balances kept under the old rules with what the same entries give now."""
    snapshot = kept_before(stored.reading, connection)
    if snapshot is None:
        yield "  no earlier balances were kept, so nothing can be compared"
        return
    now = state_at(stored.reading, connection, snapshot.seq)
    yield from _table(moved(snapshot.sheet, now.book.sheet()), now.ruleset.names)
