"""A real person's name taken out of everything that stands outside the chain."""

from __future__ import annotations

import json
import re

from sqlalchemy import Connection, select, update

from .campaign import Stored
from .people import ERASED
from .tables import campaigns, characters, entries


def erase(stored: Stored, connection: Connection, name: str) -> bool:
    """Erase a name; whether it was anywhere."""
    number = stored.reading.campaign
    stored.reading.people.load(connection)
    found = [stored.reading.people.erase(connection, name), _players(connection, number, name)]
    found += [_texts(connection, number, name), _document(connection, number, name)]
    return any(found)


def _players(connection: Connection, number: int, name: str) -> bool:
    mine = characters.c.campaign == number
    found = False
    for who, text in connection.execute(select(characters.c.who, characters.c.about).where(mine)).all():
        about = json.loads(text)
        if about.get("player") == name:
            about["player"], found = ERASED, True
            row = update(characters).where(mine, characters.c.who == who)
            connection.execute(row.values(about=json.dumps(about, ensure_ascii=False)))
    return found


_SAYS_WHO = "gm|by|player"


def without(text: str, name: str) -> str:
    """A text of a campaign file in which nobody of that name ran, decided or played anything.

    >>> without("session: Two, gm: Ann, by: Anna", "Ann")
    'session: Two, gm: "(name erased)", by: Anna'
    """
    said = rf"""(?P<key>\b(?:{_SAYS_WHO})["']?:\s*)(?P<q>["']?){re.escape(name)}(?P=q)(?=\s*(?:[,}}#\n]|$))"""
    return re.sub(said, rf'\g<key>"{ERASED}"', text, flags=re.MULTILINE)


def _texts(connection: Connection, number: int, name: str) -> bool:
    mine, found = entries.c.campaign == number, False
    for seq, text in connection.execute(select(entries.c.seq, entries.c.text).where(mine)).all():
        if (new := without(text, name)) != text:
            connection.execute(update(entries).where(mine, entries.c.seq == seq).values(text=new))
            found = True
    return found


def _document(connection: Connection, number: int, name: str) -> bool:
    mine = campaigns.c.id == number
    text = connection.execute(select(campaigns.c.document).where(mine)).scalar_one()
    if (new := without(text, name)) == text:
        return False
    connection.execute(update(campaigns).where(mine).values(document=new))
    return True
