"""Import campaign files into a database: the first time, or again after they grew or were edited."""

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
    """A line of a diff: "-" is no longer in the file, "+" stands there instead, "" is a remark."""

    sign: str
    text: str

    def __str__(self) -> str:
        """The line as printed."""
        return f"{self.sign} {self.text}".lstrip()


@frozen(eq=False)
class Brought:
    """The result of importing a file.

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
    """Import a campaign file into a database.

    A campaign of that name that is there already grows by what is new in the file; where its past was
    edited, that takes ``yes``. Raises Mistakes when the file cannot be read as a whole.
    """
    source = path if isinstance(path, Source) else read_source(path)
    journal = read_journal(source)
    if journal.problems:
        raise Mistakes(journal.problems)
    name = name or journal.title
    with store.writing() as connection:
        known = connection.execute(select(campaigns.c.id).where(campaigns.c.name == name)).first()
        if known is None:
            brought = _begin(store, connection, journal, name, by)
        else:
            brought = _grow(find(store, connection, name), connection, journal, by, yes)
    brought.campaign.state = None
    return evolve(brought, head=brought.campaign.head)


def _in_order(journal: Journal) -> list[Recorded]:
    """The entries in recorded order; a session or down-time open at the end stays open."""
    recorded = sorted(journal.ledger, key=lambda entry: entry.position)
    last_is_closing = recorded[-1].word in (SESSION_ENDED, DOWNTIME_ENDED)
    return recorded[:-1] if last_is_closing else recorded


def _about_json(journal: Journal) -> str:
    return json.dumps(cattrs.unstructure(About.of(journal)), ensure_ascii=False)


def _begin(store: Database, connection: Connection, journal: Journal, name: str, by: str) -> Brought:
    stored = begin(store, connection, name, _about_json(journal), journal.source.text)
    stored.reading.rulesets.save(connection, journal.began)
    recorded = _in_order(journal)
    draft = Draft(recorded, Timeline(journal.start).extended(recorded), joined=dict(journal.characters))
    _, before = stored.reading.head(connection)
    write(stored, connection, draft, before, by, journal.began)
    _save_document(stored, connection, journal, len(draft.recorded))
    return Brought(stored, begun=True, recorded=len(draft.recorded))


def _save_document(stored: Stored, connection: Connection, journal: Journal, rows: int) -> None:
    campaign_row = update(campaigns).where(campaigns.c.id == stored.reading.campaign)
    about = {"about": _about_json(journal), "document": journal.source.text, "documented": rows}
    connection.execute(campaign_row.values(**about))


# A file that is brought again.


def _grow(stored: Stored, connection: Connection, journal: Journal, by: str, yes: bool) -> Brought:
    lock(stored, connection)
    state = stored.refresh(connection)
    old, new = live(stored, connection), _joined_last(_in_order(journal), stored, connection)
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if not _is_same(*pair)), None)
    same = min(len(old), len(new)) if same is None else same
    edited = old[same:]
    began = stored.reading.rules(connection, brought_under(stored, connection))
    rules = began.digest != journal.began.digest
    differences = _differences(edited, new[same:]) if edited else []
    if rules:
        remark = "the rules it begins with were changed: they would hold from here on (adopted)"
        differences.append(Difference("", remark))
    if differences and not yes:
        return Brought(stored, begun=False, differences=tuple(differences))
    new_rows = _edit_rows(stored, journal, state.seq, edited, rules, by)
    new_rows += _renumbered(old[:same], new[same:], state.seq + len(new_rows))
    everybody = stored.characters(connection)
    draft = Draft(new_rows, state.timeline.extended(new_rows))
    write(stored, connection, draft, state.hash, by, state.ruleset)
    _rewrite_characters(stored, connection, {**everybody, **journal.characters})
    _save_document(stored, connection, journal, state.seq + len(new_rows))
    return Brought(stored, begun=False, recorded=len(new_rows), taken_back=len(edited))


def brought_under(stored: Stored, connection: Connection) -> str:
    """Digest of the rules that the file began with at the last import."""
    adoptions = stored.reading.of_kinds(connection, ("Adopted",))
    imported = [row for row in adoptions if row[REF] == IMPORT]
    first = stored.reading.row(connection, 1)
    assert first is not None
    digest: str = json.loads(imported[-1][EVENT])["rules"] if imported else first[RULES]
    return digest


def live(stored: Stored, connection: Connection) -> list[Recorded]:
    """The entries that the file should have, without those removed by an earlier edit."""
    recorded = [stored.reading.entry(row, connection) for row in stored.reading.rows(connection)]
    gone = {position for entry in recorded if entry.ref == IMPORT for position in entry.reverts}
    return [entry for entry in recorded if entry.ref != IMPORT and entry.position not in gone]


def _joined_last(new: list[Recorded], stored: Stored, connection: Connection) -> list[Recorded]:
    """The file's entries, with characters newly added to its head moved to the end."""
    known = set(stored.characters(connection))
    joining = [entry for entry in new if isinstance(entry.event, Joined) and entry.event.who not in known]
    joining = [entry for entry in joining if entry.word == "joined" and not entry.session]
    return [entry for entry in new if entry not in joining] + joining


def comparable(entry: Recorded) -> tuple[object, ...]:
    """Everything that distinguishes an entry from others."""
    event = type(entry.event).__name__, encoded_entry(entry, str, in_order=False)
    beside = entry.word, entry.session, entry.gm, entry.id, entry.note, entry.ref, entry.late
    return (*event, *beside, entry.by, entry.why, len(entry.reverts), len(entry.allows))


def _is_same(a: Recorded, b: Recorded) -> bool:
    return comparable(a) == comparable(b)


def _differences(old: Sequence[Recorded], new: Sequence[Recorded]) -> list[Difference]:
    """Diff lines: what is no longer in the file, and what stands there instead."""
    left, right = [comparable(entry) for entry in old], [comparable(entry) for entry in new]
    alike = {_words(entry) for entry in old} & {_words(entry) for entry in new}
    lines: list[Difference] = []
    for operation, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if operation != "equal":
            lines += [Difference("-", f"#{entry.position + 1} {_words(entry, alike)}") for entry in old[a:b]]
            lines += [Difference("+", f"{_words(entry, alike)} ({entry.place})") for entry in new[c:d]]
    return lines


def _words(entry: Recorded, alike: Container[str] = ()) -> str:
    """An entry in a few words, with its full JSON if the words would be ambiguous."""
    words = told(entry.event)
    words += f" [{', '.join(filter(None, (entry.note, entry.why)))}]" if entry.note or entry.why else ""
    return f"{words} {encoded_entry(entry, str)}" if words in alike else words


def _edit_rows(
    stored: Stored, journal: Journal, seq: int, edited: Sequence[Recorded], rules: bool, by: str
) -> list[Recorded]:
    """Rows that record how the file was edited."""
    rows: list[Recorded] = []
    day = stored.state.timeline.today if stored.state else 0
    about: dict[str, Any] = {"ref": IMPORT, "by": by, "why": WHY}
    if edited:
        place, reverts = Place(stored.reading.file, seq + 1, 1), tuple(entry.position for entry in edited)
        event = Passed(day=min(day, edited[0].event.day))
        rows.append(
            Recorded(event=event, place=place, position=seq, word="reverted", reverts=reverts, **about)
        )
    if rules:
        position = seq + len(rows)
        adopted = Adopted(rules=journal.began.digest, day=day, by=by, why=WHY)
        place = Place(stored.reading.file, position + 1, 1)
        fields: dict[str, Any] = {"word": "adopted", "adopts": journal.began, **about}
        rows.append(Recorded(event=adopted, place=place, position=position, **fields))
    return rows


def _renumbered(unchanged: Sequence[Recorded], new: Sequence[Recorded], seq: int) -> list[Recorded]:
    """The file's new entries with this database's numbers; unchanged entries keep theirs."""
    numbers = {at: entry.position for at, entry in enumerate(unchanged)}
    numbers |= {entry.position: seq + at for at, entry in enumerate(new)}
    return [
        evolve(
            entry,
            position=numbers[entry.position],
            reverts=tuple(numbers[position] for position in entry.reverts),
            allows=tuple(numbers[position] for position in entry.allows),
        )
        for entry in new
    ]


def _rewrite_characters(stored: Stored, connection: Connection, people: object) -> None:
    rows = delete(characters).where(characters.c.campaign == stored.reading.campaign)
    connection.execute(rows)
    save_characters(connection, stored.reading.campaign, people)  # type: ignore[arg-type]
