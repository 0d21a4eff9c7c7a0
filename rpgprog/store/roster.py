"""Characters as they began, with players and goals: they stand beside the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping

import cattrs
from sqlalchemy import Connection, delete, insert

from ..journal.entries.character import Character
from ..ledger.accounts import RANK
from .tables import characters


def character_json(character: Character) -> str:
    """A character as it is stored."""
    return json.dumps(cattrs.unstructure(character), ensure_ascii=False)


def character_of(text: str) -> Character:
    """Read a character as it is stored. Early versions stored goals as a map of skill to rank."""
    about = json.loads(text)
    if isinstance(goals := about.get("goals"), dict):
        about["goals"] = [{"kind": RANK, "of": skill, "target": rank} for skill, rank in goals.items()]
    return cattrs.structure(about, Character)


def save_characters(connection: Connection, campaign: int, people: Mapping[str, Character]) -> None:
    """Store each character's name, player, goals and the like."""
    rows = [
        {"campaign": campaign, "who": who, "about": character_json(about)} for who, about in people.items()
    ]
    if rows:  # somebody may join again, after that they joined was reverted
        same = characters.c.campaign == campaign, characters.c.who.in_(people)
        connection.execute(delete(characters).where(*same))
        connection.execute(insert(characters), rows)
