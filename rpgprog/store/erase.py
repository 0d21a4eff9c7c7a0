"""Erase the name of a real person wherever it stands outside the chain, and say where it is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection, delete, select, update
from yaml import YAMLError

from ..journal.entries.naming import ERASED
from ..ledger.plain import Plain
from ..problems.wording import quoted
from .database import Database
from .end import lock_all
from .erased_names import ErasedNames, remember
from .erased_text import plain_name, without
from .tables import campaigns, characters, entries, events, keys, people, rulesets, snapshots

ELSEWHERE = "backups and exports made before"


IN_EVENT = {"name": "session"}  # what a field of an event is called at the table


@frozen
class Erased(Plain):
    """Where a name was erased, and where it is left: true if it was anywhere outside the chain.

    What is ``left`` is free text that the chain of rows covers, and what is not in this database.
    """

    name: str
    erased: tuple[str, ...]
    left: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything was erased."""
        return bool(self.erased)


@frozen(eq=False)
class Eraser:
    """Looks for a name in one campaign, and erases it if it is to be written."""

    connection: Connection
    name: str
    number: int
    title: str
    writes: bool

    def is_name(self, text: str) -> bool:
        """Whether this is the name, in capitals or not."""
        return plain_name(text) == plain_name(self.name)

    def erased(self) -> Iterator[str]:
        """Where the name stands outside the chain."""
        for place in (self._people, self._players, self._typed, self._document):
            if label := place():
                yield f"{self.title}: {label}"

    def _people(self) -> str:
        mine = people.c.campaign == self.number
        rows = self.connection.execute(select(people.c.token, people.c.name).where(mine)).all()
        tokens = [row.token for row in rows if self.is_name(row.name)]
        if tokens and self.writes:
            row = update(people).where(mine, people.c.token.in_(tokens))
            self.connection.execute(row.values(name=ERASED))
        return "who recorded, ran sessions or decided" if tokens else ""

    def _players(self) -> str:
        mine, label = characters.c.campaign == self.number, ""
        rows = self.connection.execute(select(characters.c.who, characters.c.about).where(mine))
        for who, text in rows.all():
            about = json.loads(text)
            if self.is_name(about.get("player") or ""):
                about["player"], label = ERASED, "who plays a character"
                row = update(characters).where(mine, characters.c.who == who)
                self._write(row.values(about=json.dumps(about, ensure_ascii=False)))
        return label

    def _typed(self) -> str:
        mine, label = entries.c.campaign == self.number, ""
        for seq, text in self.connection.execute(select(entries.c.seq, entries.c.text).where(mine)).all():
            if (new := self._without(text)) != text:
                self._write(update(entries).where(mine, entries.c.seq == seq).values(text=new))
                label = "entries as they were typed"
        return label

    def _document(self) -> str:
        mine = campaigns.c.id == self.number
        text = self.connection.execute(select(campaigns.c.document).where(mine)).scalar_one()
        if (new := self._without(text)) == text:
            return ""
        self._write(update(campaigns).where(mine).values(document=new))
        return "the kept text of its file"

    def _without(self, text: str) -> str:
        try:
            return without(text, self.is_name)
        except YAMLError:
            return text

    def _write(self, statement: Any) -> None:
        if self.writes:
            self.connection.execute(statement)

    # What the chain covers.

    def left(self) -> Iterator[str]:
        """Where the name stands in what cannot be changed."""
        word = re.compile(rf"(?<!\w){re.escape(self.name)}(?!\w)", re.IGNORECASE)
        head = select(campaigns.c.name, campaigns.c.about).where(campaigns.c.id == self.number)
        if any(map(word.search, self.connection.execute(head).one())):
            yield f"{self.title}: its title or its scenes"
        mine = characters.c.campaign == self.number
        for who, text in self.connection.execute(select(characters.c.who, characters.c.about).where(mine)):
            about = {key: value for key, value in json.loads(text).items() if key != "player"}
            if word.search(f"{who} {json.dumps(about, ensure_ascii=False)}"):
                yield f"{self.title}: the character {who}"
        for (key,) in self.connection.execute(select(keys.c.key).where(keys.c.campaign == self.number)):
            if word.search(key.replace("_", " ")):
                yield f"{self.title}: the key {quoted(key)}"
        yield from self._rows(word)

    def _rows(self, word: re.Pattern[str]) -> Iterator[str]:
        columns = {"entry": "id", "ref": "ref", "note": "note", "late": "late", "why": "why"}
        shown = [events.c.seq, events.c.event, events.c.corrects, *(events.c[column] for column in columns)]
        rows = select(*shown).where(events.c.campaign == self.number).order_by(events.c.seq)
        for row in self.connection.execute(rows.execution_options(yield_per=5000)).mappings():
            if word.search(" ".join(map(str, row.values()))):
                yield from self._in_row(row, columns, word)

    def _in_row(
        self, row: Mapping[Any, Any], columns: Mapping[str, str], word: re.Pattern[str]
    ) -> Iterator[str]:
        labels = [label for column, label in columns.items() if word.search(row[column])]
        said = json.loads(row["event"]).items()
        labels += [IN_EVENT.get(key, key) for key, value in said if word.search(_text(value))]
        for label in labels or ["its decision"]:
            yield f"{self.title} #{row['seq']}: {label}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def erase(connection: Connection, name: str, writes: bool) -> Erased:
    """Erase a name in all campaigns of a database; only look for it unless it ``writes``."""
    rows = connection.execute(select(campaigns.c.id, campaigns.c.name).order_by(campaigns.c.id))
    erasers = [Eraser(connection, name, number, title, writes) for number, title in rows.all()]
    places = tuple(place for eraser in erasers for place in eraser.erased())
    left = [place for eraser in erasers for place in eraser.left()]
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for rules, texts in connection.execute(select(rulesets.c.name, rulesets.c.texts)):
        left += [f"the rules {rules}"] if word.search(texts) else []
    if writes and places:
        connection.execute(delete(snapshots))  # they are made again
        if name not in ErasedNames.read(connection):
            remember(connection, name)
    return Erased(name, places, (*left, ELSEWHERE))


def erase_everywhere(store: Database, name: str, preview: bool) -> Erased:
    """Erase a name in a database, and what its file and its log still hold of it."""
    if preview:
        with store.reading() as connection:
            return erase(connection, name, writes=False)
    with store.writing() as connection:
        lock_all(connection)
        erased = erase(connection, name, writes=True)
    return evolve(erased, left=(*erased.left, *store.clean_up())) if erased else erased
