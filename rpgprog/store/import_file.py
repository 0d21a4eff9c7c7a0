"""Campaign files brought into a database: for the first time, or again after they grew or were edited."""

from __future__ import annotations

import json
import os
from collections.abc import Container, Sequence
from difflib import SequenceMatcher
from typing import Any

import cattrs
from attrs import evolve, frozen
from sqlalchemy import Connection, delete, select, update

from ..events import Adopted, Joined, Passed
from ..events.describe import told
from ..journal import Journal, read_journal
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from ..journal.timeline import Timeline
from ..problems import Mistakes, Place
from ..source import Source, read_source
from .campaign import Stored
from .database import Database
from .draft import Draft
from .end import lock
from .lookup import begin, find
from .metadata import About
from .results import Head
from .rows import EVENT, REF, RULES, encoded_entry
from .tables import campaigns, characters
from .write import save_characters, write

IMPORT = "rpgprog import"  # the reference of rows that say how a file was edited
WHY = "the file was edited"


@frozen
class Difference:
    """A line of what differs: "-" is no longer in the file, "+" stands there instead, "" is a remark."""

    sign: str
    text: str

    def __str__(self) -> str:
        """As it is shown."""
        return f"{self.sign} {self.text}".lstrip()


@frozen(eq=False)
class Brought:
    """What bringing a file did.

    ``recorded`` rows are new, ``taken_back`` are no longer in the file. Where its past was edited and
    nobody agreed, nothing is written and ``differences`` says what differs.
    """

    campaign: Stored
    begun: bool
    recorded: int = 0
    taken_back: int = 0
    differences: tuple[Difference, ...] = ()
    head: Head | None = None


def bring(
    store: Database, path: str | os.PathLike[str] | Source, name: str = "", by: str = "", yes: bool = False
) -> Brought:
    """Bring a campaign file into a database.

    A campaign of that name that is there already grows by what is new in the file; where its past was
    edited, that takes ``yes``. Raises Mistakes when the file cannot be read as a whole.
    """
    source = path if isinstance(path, Source) else read_source(path)
    journal = read_journal(source)
    if journal.problems:
        raise Mistakes(journal.problems)
    name = name or journal.title
    with store.writing() as connection:
        there = connection.execute(select(campaigns.c.id).where(campaigns.c.name == name)).first()
        if there is None:
            brought = _begin(store, connection, journal, name, by)
        else:
            brought = _grow(find(store, connection, name), connection, journal, by, yes)
    brought.campaign.state = None
    return evolve(brought, head=brought.campaign.head)


def _in_order(journal: Journal) -> list[Recorded]:
    """The entries in the order recorded; what is open at the end stays open."""
    recorded = sorted(journal.ledger, key=lambda one: one.position)
    last_is_closing = recorded[-1].word in (SESSION_ENDED, DOWNTIME_ENDED)
    return recorded[:-1] if last_is_closing else recorded


def _about(journal: Journal) -> str:
    return json.dumps(cattrs.unstructure(About.of(journal)), ensure_ascii=False)


def _begin(store: Database, connection: Connection, journal: Journal, name: str, by: str) -> Brought:
    stored = begin(store, connection, name, _about(journal), journal.source.text)
    stored.reading.rulesets.save(connection, journal.began)
    recorded = _in_order(journal)
    draft = Draft(recorded, Timeline(journal.start).extended(recorded), joined=dict(journal.characters))
    _, before = stored.reading.head(connection)
    write(stored, connection, draft, before, by, journal.began)
    _document(stored, connection, journal, len(draft.recorded))
    return Brought(stored, begun=True, recorded=len(draft.recorded))


def _document(stored: Stored, connection: Connection, journal: Journal, rows: int) -> None:
    mine = update(campaigns).where(campaigns.c.id == stored.reading.campaign)
    about = {"about": _about(journal), "document": journal.source.text, "documented": rows}
    connection.execute(mine.values(**about))


# A file that is brought again.


def _grow(stored: Stored, connection: Connection, journal: Journal, by: str, yes: bool) -> Brought:
    lock(stored, connection)
    state = stored.refresh(connection)
    old, new = live(stored, connection), _joined_last(_in_order(journal), stored, connection)
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if not _same(*pair)), None)
    same = min(len(old), len(new)) if same is None else same
    edited = [one for one in old[same:] if same < len(old)]
    began = stored.reading.rules(connection, brought_under(stored, connection))
    rules = began.digest != journal.began.digest
    differences = _differences(edited, new[same:]) if edited else []
    if rules:
        remark = "the rules it begins with were changed: they would hold from here on (adopted)"
        differences.append(Difference("", remark))
    if differences and not yes:
        return Brought(stored, begun=False, differences=tuple(differences))
    made = _correcting(stored, journal, state.seq, edited, rules, by)
    made += _renumbered(old[:same], new[same:], state.seq + len(made))
    everybody = stored.characters(connection)
    draft = Draft(made, state.timeline.extended(made))
    write(stored, connection, draft, state.hash, by, state.ruleset)
    _rewrite_characters(stored, connection, {**everybody, **journal.characters})
    _document(stored, connection, journal, state.seq + len(made))
    return Brought(stored, begun=False, recorded=len(made), taken_back=len(edited))


def brought_under(stored: Stored, connection: Connection) -> str:
    """The digest of the rules that its file began with when it was brought last."""
    found = stored.reading.of_kinds(connection, ("Adopted",))
    mine = [row for row in found if row[REF] == IMPORT]
    first = stored.reading.one(connection, 1)
    assert first is not None
    digest: str = json.loads(mine[-1][EVENT])["rules"] if mine else first[RULES]
    return digest


def live(stored: Stored, connection: Connection) -> list[Recorded]:
    """The entries that the file should have: without those that it had before it was edited."""
    recorded = [stored.reading.entry(row, connection) for row in stored.reading.rows(connection)]
    gone = {position for one in recorded if one.ref == IMPORT for position in one.reverts}
    return [one for one in recorded if one.ref != IMPORT and one.position not in gone]


def _joined_last(new: list[Recorded], stored: Stored, connection: Connection) -> list[Recorded]:
    """The file's entries, those of characters who were added to its head after those that are known."""
    known = set(stored.characters(connection))
    late = [one for one in new if isinstance(one.event, Joined) and one.event.who not in known]
    late = [one for one in late if one.word == "joined" and not one.session]
    return [one for one in new if one not in late] + late


def said(one: Recorded) -> tuple[object, ...]:
    """All that tells an entry from others."""
    beside = (one.word, one.session, one.gm, one.id, one.note, one.ref, one.late, one.by, one.why)
    return (
        type(one.event).__name__,
        encoded_entry(one, str, in_order=False),
        *beside,
        len(one.reverts),
        len(one.allows),
    )


def _same(a: Recorded, b: Recorded) -> bool:
    return said(a) == said(b)


def _differences(old: Sequence[Recorded], new: Sequence[Recorded]) -> list[Difference]:
    """What is no longer in the file, and what stands there instead."""
    left, right = [said(one) for one in old], [said(one) for one in new]
    alike = {_words(one) for one in old} & {_words(one) for one in new}
    lines: list[Difference] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what != "equal":
            lines += [Difference("-", f"#{one.position + 1} {_words(one, alike)}") for one in old[a:b]]
            lines += [Difference("+", f"{_words(one, alike)} ({one.place})") for one in new[c:d]]
    return lines


def _words(one: Recorded, alike: Container[str] = ()) -> str:
    """An entry in a few words; where they are not enough to tell it from others, with all it says."""
    words = told(one.event)
    words += f" [{', '.join(filter(None, (one.note, one.why)))}]" if one.note or one.why else ""
    return f"{words} {encoded_entry(one, str)}" if words in alike else words


def _correcting(
    stored: Stored, journal: Journal, seq: int, edited: Sequence[Recorded], rules: bool, by: str
) -> list[Recorded]:
    """The rows that say how the file was edited."""
    made: list[Recorded] = []
    day = stored.state.timeline.today if stored.state else 0
    about: dict[str, Any] = {"ref": IMPORT, "by": by, "why": WHY}
    if edited:
        place, reverts = Place(stored.reading.file, seq + 1, 1), tuple(one.position for one in edited)
        event = Passed(day=min(day, edited[0].event.day))
        made.append(
            Recorded(event=event, place=place, position=seq, word="reverted", reverts=reverts, **about)
        )
    if rules:
        position = seq + len(made)
        adopted = Adopted(rules=journal.began.digest, day=day, by=by, why=WHY)
        place = Place(stored.reading.file, position + 1, 1)
        more: dict[str, Any] = {"word": "adopted", "adopts": journal.began, **about}
        made.append(Recorded(event=adopted, place=place, position=position, **more))
    return made


def _renumbered(kept: Sequence[Recorded], new: Sequence[Recorded], seq: int) -> list[Recorded]:
    """The file's entries as they are numbered here. Those that are kept stand here as they did."""
    numbers = {at: one.position for at, one in enumerate(kept)}
    numbers |= {one.position: seq + at for at, one in enumerate(new)}
    return [
        evolve(
            one,
            position=numbers[one.position],
            reverts=tuple(numbers[position] for position in one.reverts),
            allows=tuple(numbers[position] for position in one.allows),
        )
        for one in new
    ]


def _rewrite_characters(stored: Stored, connection: Connection, people: object) -> None:
    mine = delete(characters).where(characters.c.campaign == stored.reading.campaign)
    connection.execute(mine)
    save_characters(connection, stored.reading.campaign, people)  # type: ignore[arg-type]
