"""Export campaigns as a campaign file or as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, select

from ..engine.replay import corrections
from ..events import Adopted, DowntimeStarted, SessionStarted
from ..events.describe import event_in_words
from ..journal import read_journal
from ..journal.edit import appended
from ..journal.event_to_yaml import NoEntry
from ..journal.recorded import Recorded
from ..journal.ruleset_lookup import Known
from ..journal.to_yaml import entry_of
from ..journal.typed_entry import typed_entry
from ..ledger.calendar import Calendar
from ..problems import Mistakes, Place, Problem
from ..ruleset import Ruleset
from ..source import parse_source
from ..views.columns import csv_cell
from ..views.real_dates import real_date
from .campaign import Stored
from .file_rows import comparable, is_closing, is_head_join, live, rules_of_file
from .queries import ask
from .rows import AT, RECORDER
from .tables import campaigns

CSV = ("number", "day", "session", "gm", "what", "id", "ref", "note", "why", "by", "recorder", "at")


# A campaign file.


def as_yaml(stored: Stored) -> str:
    """Return the campaign as YAML: the imported file verbatim, and what was recorded since.

    Raises Mistakes when a row cannot be written as YAML, or would be read back differently.
    """
    with stored.store.reading() as connection:
        stored.refresh(connection)
        campaign_row = select(campaigns).where(campaigns.c.id == stored.reading.campaign)
        about = connection.execute(campaign_row).mappings().one()
        recorded = live(stored, connection)
        texts = _texts(stored, connection, recorded, about["documented"])
        bases = _bases(stored, connection, recorded)
    source = parse_source(about["document"], stored.reading.file)
    written = appended(source, [*map(typed_entry, texts)])
    _check(stored, written, recorded, iter(bases))
    return written


def _texts(stored: Stored, connection: Connection, recorded: Iterable[Recorded], after: int) -> list[str]:
    """The entries after a row, as typed or as they would be typed."""
    sql = "SELECT seq, last, text FROM entries WHERE campaign = ? AND seq > ? ORDER BY seq"
    typed = {row[0]: row[1:] for row in ask(connection, sql, (stored.reading.campaign, after))}
    texts: list[str] = []
    calendar, late = stored.about(connection).calendar, list[str]()  # a late session, and what is in it
    last, today = after, _day(stored, connection, after)
    for entry in recorded:
        number = entry.position + 1
        if number in typed and number > last:
            last, text = typed[number]
            texts.append(text)
        elif number > last and is_closing(entry):
            texts += [_with_events(late)] if late else []
            late = []
        elif number > last:
            text = _text(stored, entry, today, calendar)
            begins_late = bool(entry.late) and isinstance(entry.event, SessionStarted)
            (late if late or begins_late else texts).append(text)
        event: Any = entry.event
        if number > after:
            today = max(today, event.until if isinstance(event, DowntimeStarted) else event.day)
    return texts


def _with_events(late: Sequence[str]) -> str:
    """A late session as one entry: nothing can be added to it afterwards."""
    head, *events = late
    inside = ", ".join(f"{{{event}}}" for event in events)
    return f'{head.removesuffix("}")}, "events": [{inside}]}}'


def _day(stored: Stored, connection: Connection, upto: int) -> int:
    sql = "SELECT max(day) FROM events WHERE campaign = ? AND seq <= ?"
    return int(ask(connection, sql, (stored.reading.campaign, upto))[0][0] or 0)


def _text(stored: Stored, recorded: Recorded, today: int, calendar: Calendar | None) -> str:
    try:
        return entry_of(recorded, today, calendar)
    except NoEntry as error:
        place = Place(stored.reading.file, recorded.position + 1, 1)
        raise Mistakes([Problem(place, f"{error}: export it as JSON lines")]) from None


def _named_rules(recorded: Iterable[Recorded], stored: Stored, connection: Connection) -> list[str]:
    """The digests of the rulesets that the file names, in file order."""
    began = rules_of_file(stored, connection)
    return [began, *(entry.event.rules for entry in recorded if isinstance(entry.event, Adopted))]


def _check(stored: Stored, text: str, recorded: Sequence[Recorded], known: Known) -> None:
    """Check that the written file reads back as the ledger. Raises Mistakes."""
    journal = read_journal(parse_source(text, "the file"), known)
    calendar = journal.calendar
    read = sorted(journal.ledger, key=lambda entry: entry.position)
    for stored_entry, read_entry in zip(_joins_first(recorded), _joins_first(read), strict=False):
        if comparable(stored_entry) != comparable(read_entry):
            place = Place(stored.reading.file, stored_entry.position + 1, 1)
            message = (
                f"{event_in_words(stored_entry.event, calendar)} would be read as "
                f"{event_in_words(read_entry.event, calendar)}"
            )
            raise Mistakes([Problem(place, f"{message}: export it as JSON lines")])


def _joins_first(entries: Sequence[Recorded]) -> list[Recorded]:
    """Entries with characters of the head first: in a database some of them may have come later."""
    joins = sorted(filter(is_head_join, entries), key=comparable)
    return [*joins, *(entry for entry in entries if not is_head_join(entry))]


# Against its rows.


def text_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Where the kept text of the file says something else than its rows."""
    row = select(campaigns).where(campaigns.c.id == stored.reading.campaign)
    about = connection.execute(row).mappings().one()
    recorded = [entry for entry in live(stored, connection) if entry.position < about["documented"]]
    bases, file = _bases(stored, connection, recorded), stored.reading.file
    try:
        journal = read_journal(parse_source(about["document"], file), iter(bases))
    except Mistakes as mistakes:
        yield Problem(
            None, f"{file}: the kept text of its file cannot be read: {mistakes.problems[0].message}"
        )
        return
    read = [entry for entry in journal.ledger if not is_closing(entry)]
    rows = [entry for entry in recorded if not is_closing(entry)]
    yield from _unlike(stored, rows, sorted(read, key=lambda entry: entry.position))


def _unlike(stored: Stored, rows: Sequence[Recorded], read: Sequence[Recorded]) -> Iterator[Problem]:
    for row, entry in zip_longest(_joins_first(rows), _joins_first(read)):
        if row is None or entry is None or comparable(row) != comparable(entry):
            number = rows[-1].position + 1 if row is None else row.position + 1
            words = "nothing" if entry is None else event_in_words(entry.event)
            place = Place(stored.reading.file, number, 1)
            yield Problem(place, f"the kept text of its file was changed: it says {words} here")
            return


def _bases(stored: Stored, connection: Connection, recorded: Iterable[Recorded]) -> list[Ruleset]:
    """The rulesets that the file names, without the campaign's own skills."""
    used = [stored.reading.rules(connection, digest) for digest in _named_rules(recorded, stored, connection)]
    return [stored.store.rulesets.base(rules) for rules in used]


# A table.


def as_csv(stored: Stored) -> str:
    """Every row as CSV, for a spreadsheet; what still counts with its whole ``entry``, to be imported again.

    With a calendar, ``on`` is the date of the row; where sessions have real dates, ``played`` is theirs.
    """
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    with stored.store.reading() as connection:
        stored.reading.people.load(connection)
        calendar, is_dated = stored.about(connection).calendar, _has_real_dates(stored, connection)
        writer.writerow([*CSV, *(["on"] if calendar else ()), *(["played"] if is_dated else ()), "entry"])
        played, today = "", 0
        gone = corrections(stored.reading.correcting(connection)).gone
        for row in stored.reading.rows(connection):
            entry = stored.reading.entry(row, connection)
            recorder = stored.reading.people.name(row[RECORDER])
            beside = (entry.id, entry.ref, entry.note, entry.why or entry.late, entry.by, recorder, row[AT])
            words = event_in_words(entry.event, calendar)
            cells = (entry.position + 1, entry.event.day, entry.session, entry.gm, words, *beside)
            played = real_date(entry.event.date) if isinstance(entry.event, SessionStarted) else played
            on = [calendar.text(entry.event.day or 0)] if calendar else []
            dates = [*on, *([played if entry.session else ""] if is_dated else ())]
            whole = "" if entry.position in gone else _whole(entry, today, calendar)
            writer.writerow(map(csv_cell, (*cells, *dates, whole)))
            event: Any = entry.event
            today = max(today, event.until if isinstance(event, DowntimeStarted) else event.day)
    return stream.getvalue()


def _whole(entry: Recorded, today: int, calendar: Calendar | None) -> str:
    """An entry as it would be typed; nothing where it follows from others, or stands in no file."""
    if is_closing(entry) or is_head_join(entry):
        return ""
    try:
        return entry_of(entry, today, calendar)
    except NoEntry:
        return ""


def _has_real_dates(stored: Stored, connection: Connection) -> bool:
    rows = stored.reading.of_kinds(connection, ("SessionStarted",))
    return any(getattr(stored.reading.entry(row, connection).event, "date", 0) for row in rows)
