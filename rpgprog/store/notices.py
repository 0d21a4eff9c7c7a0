"""Notices on opening a campaign: its rules have a newer edition, or give different results now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from shlex import quote

from sqlalchemy import Connection

from ..campaign.decisions import entry
from ..problems import Mistakes
from ..reader import Names
from ..ruleset.packs import PACKS
from ..ruleset.portable import texts
from ..views.compare import Moved
from ..views.log import SHOWN
from ..views.wording import amount
from .campaign import Stored
from .end import effect
from .revised import effects_of_revision, revisions_changed
from .rulesets import Revision

MOST_LISTED = 10  # numbers that a notice lists


def notices(stored: Stored) -> tuple[str, ...]:
    """What a game master should know before going on; nothing is ever adopted automatically.

    Each is a sentence, perhaps with indented lines of numbers below it.
    """
    with stored.store.reading() as connection:
        state = stored.refresh(connection)
        notices = [
            *filter(None, [stored.store.damage]),
            *_revision_notices(stored, connection, state.names),
        ]
    name = state.ruleset.name
    if _has_newer_edition(stored, state.ruleset.digest):
        newer = f"a newer edition of the rules {name} exists; this campaign keeps the one it adopted"
        notices.append("\n".join([newer, *_effects_of_adopting(stored, name, state.names)]))
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
    yield from _table(moves, names, "{} would be {}")
    yield f"  rpgprog adopt {quote(stored.address)} {name} adopts it"


def _table(moves: Sequence[Moved], names: Names, words: str) -> Iterator[str]:
    shown = [(key, old, new) for key, old, new in moves if key[1] in (*SHOWN, "xp", "coins")]
    for (who, kind, of), old, new in shown[:MOST_LISTED]:
        number = f"{kind} {of}".strip()
        yield f"  {number} of {who}: {words.format(amount(kind, old, names), amount(kind, new, names))}"
    if len(shown) > MOST_LISTED:
        yield f"  and {len(shown) - MOST_LISTED} more"
    if not shown:
        yield "  no numbers change"


# Different results.


def _revision_notices(stored: Stored, connection: Connection, names: Names) -> Iterable[str]:
    revision = effects_of_revision(stored, connection)
    if revision is None:
        return
    message = "give different results in this version of rpgprog than when they were recorded"
    *heads, last = dict.fromkeys(
        f"the rules {rules.name} {message} ({revisions_changed(stored, connection, rules)})"
        for rules in revision.rules
    )
    yield from heads
    yield "\n".join([last, *_changed(stored, revision, names)])


def _changed(stored: Stored, revision: Revision, names: Names) -> Iterator[str]:
    accept = f"rpgprog adopt {quote(stored.address)} accepts this"
    if revision.moves is None:
        yield "  no earlier balances were kept, so nothing can be compared"
    else:
        yield from _table(revision.moves, names, f"was {{}} on {names.on(revision.day)}, is {{}} now")
    blocked = "; until then nothing is recorded" if revision.moves else ""
    yield f"  {accept}{blocked}"
