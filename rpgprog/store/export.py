"""Export campaigns as a campaign file, JSON lines or CSV, and read JSON lines back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ..events import Adopted, DowntimeStarted
from ..events.describe import event_in_words
from ..journal import read_journal
from ..journal.edit import appended
from ..journal.event_to_yaml import NoEntry
from ..journal.recorded import Recorded
from ..journal.ruleset_lookup import Known
from ..journal.to_yaml import entry_of
from ..journal.typed_entry import typed_entry
from ..problems import Mistakes, Place, Problem
from ..source import parse_source
from .campaign import Stored
from .database import Database
from .failures import refused
from .file_rows import comparable, is_closing, is_head_join, live, rules_of_file
from .lookup import begin
from .queries import ask
from .rows import AT, HASH, RECORDER, Row, chained
from .tables import COLUMNS, campaigns, characters, entries, people, rulesets
from .write import insert_rows

FORMAT = "rpgprog ledger 1"
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
        used = [
            stored.reading.rules(connection, digest) for digest in _named_rules(recorded, stored, connection)
        ]
        bases = [stored.store.rulesets.base(rules) for rules in used]
    source = parse_source(about["document"], stored.reading.file)
    written = appended(source, [*map(typed_entry, texts)])
    _check(stored, written, recorded, iter(bases))
    return written


def _texts(stored: Stored, connection: Connection, recorded: Iterable[Recorded], after: int) -> list[str]:
    """The entries after a row, as typed or as they would be typed."""
    sql = "SELECT seq, last, text FROM entries WHERE campaign = ? AND seq > ? ORDER BY seq"
    typed = {row[0]: row[1:] for row in ask(connection, sql, (stored.reading.campaign, after))}
    texts: list[str] = []
    last, today = after, _day(stored, connection, after)
    for entry in recorded:
        number = entry.position + 1
        if number in typed and number > last:
            last, text = typed[number]
            texts.append(text)
        elif number > last and not is_closing(entry):
            texts.append(_text(stored, entry, today))
        event: Any = entry.event
        if number > after:
            today = max(today, event.until if isinstance(event, DowntimeStarted) else event.day)
    return texts


def _day(stored: Stored, connection: Connection, upto: int) -> int:
    sql = "SELECT max(day) FROM events WHERE campaign = ? AND seq <= ?"
    return int(ask(connection, sql, (stored.reading.campaign, upto))[0][0] or 0)


def _text(stored: Stored, recorded: Recorded, today: int) -> str:
    try:
        return entry_of(recorded, today)
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
    read = sorted(journal.ledger, key=lambda entry: entry.position)
    for stored_entry, read_entry in zip(_joins_first(recorded), _joins_first(read), strict=False):
        if comparable(stored_entry) != comparable(read_entry):
            place = Place(stored.reading.file, stored_entry.position + 1, 1)
            message = (
                f"{event_in_words(stored_entry.event)} would be read as {event_in_words(read_entry.event)}"
            )
            raise Mistakes([Problem(place, f"{message}: export it as JSON lines")])


def _joins_first(entries: Sequence[Recorded]) -> list[Recorded]:
    """Entries with characters of the head first: in a database some of them may have come later."""
    joins = sorted(filter(is_head_join, entries), key=comparable)
    return [*joins, *(entry for entry in entries if not is_head_join(entry))]


# JSON lines.


def as_lines(stored: Stored) -> Iterator[str]:
    """Yield JSON lines: first what stands beside the ledger, then every row with its hash."""
    number = stored.reading.campaign
    with stored.store.reading() as connection:
        about = dict(connection.execute(select(campaigns).where(campaigns.c.id == number)).mappings().one())
        del about["id"]
        beside = {
            table.name: [
                _without_campaign(row) for row in connection.execute(_rows_of(table, number)).mappings()
            ]
            for table in (characters, people, entries)
        }
        used = set(ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (number,)))
        rules = select(rulesets).where(rulesets.c.digest.in_([digest for (digest,) in used]))
        beside["rulesets"] = [dict(row) for row in connection.execute(rules).mappings()]
        yield json.dumps({"format": FORMAT, **about, **beside}, ensure_ascii=False)
        for row in stored.reading.rows(connection):
            named = dict(zip(COLUMNS[1:HASH], row[1:HASH], strict=True))
            filled = {key: value for key, value in named.items() if value != ""}
            yield json.dumps({**filled, "hash": bytes(row[HASH]).hex()}, ensure_ascii=False)


def _rows_of(table: Any, campaign: int) -> Any:
    return select(table).where(table.c.campaign == campaign)


def _without_campaign(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "campaign"}


def from_lines(store: Database, lines: Iterable[str], name: str = "") -> Stored:
    """Import a campaign from JSON lines, hashes included. Raises Mistakes when a line was changed."""
    lines = iter(lines)
    try:
        head = json.loads(next(lines))
    except (ValueError, StopIteration):
        raise refused("this is no ledger in JSON lines") from None
    if head.get("format") != FORMAT:
        raise refused(f"this is no ledger in JSON lines of a format known here ({FORMAT})")
    with store.writing() as connection:
        stored = begin(store, connection, name or head["name"], head["about"], head["document"], head["uid"])
        number = stored.reading.campaign
        campaign_row = update(campaigns).where(campaigns.c.id == number)
        connection.execute(campaign_row.values(documented=head["documented"]))
        _insert_beside(connection, number, head)
        _insert_rows(stored, connection, lines)
    return stored


def _insert_beside(connection: Connection, number: int, head: dict[str, Any]) -> None:
    for table in (characters, people, entries):
        rows = [{"campaign": number, **row} for row in head[table.name]]
        if rows:
            connection.execute(insert(table), rows)
    known = set(connection.execute(select(rulesets.c.digest)).scalars())
    rows = [row for row in head["rulesets"] if row["digest"] not in known]
    if rows:
        connection.execute(insert(rulesets), rows)


def _insert_rows(stored: Stored, connection: Connection, lines: Iterator[str]) -> None:
    _, before = stored.reading.head(connection)
    batch: list[Row] = []
    for at, line in enumerate(lines):
        row, digest = _row(stored, line, at)
        (row,) = chained([row], before)
        before = row[HASH]
        if digest and before.hex() != digest:
            raise Mistakes([Problem(Place("line", at + 2, 1), f"#{at + 1} is not what was recorded")])
        batch.append(row)
        if len(batch) == BATCH:
            insert_rows(connection, batch)
            batch.clear()
    if batch:
        insert_rows(connection, batch)


BATCH = 5000
_FILLED = dict.fromkeys(COLUMNS[1:HASH], "")


def _row(stored: Stored, line: str, at: int) -> tuple[Row, str]:
    try:
        columns = {**_FILLED, **json.loads(line)}
        digest = columns.pop("hash", "")
        if columns["seq"] != at + 1 or len(columns) != len(_FILLED):
            raise ValueError(line)
    except (ValueError, TypeError):
        raise Mistakes([Problem(Place("line", at + 2, 1), f"this is not row #{at + 1}")]) from None
    values = [columns[column] for column in COLUMNS[1:HASH]]
    return (stored.reading.campaign, *values, b""), digest


# A table.


def as_csv(stored: Stored) -> str:
    """Every row as CSV, for a spreadsheet."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CSV)
    with stored.store.reading() as connection:
        stored.reading.people.load(connection)
        for row in stored.reading.rows(connection):
            entry = stored.reading.entry(row, connection)
            recorder = stored.reading.people.name(row[RECORDER])
            beside = (entry.id, entry.ref, entry.note, entry.why or entry.late, entry.by, recorder, row[AT])
            writer.writerow(
                [
                    entry.position + 1,
                    entry.event.day,
                    entry.session,
                    entry.gm,
                    event_in_words(entry.event),
                    *beside,
                ]
            )
    return stream.getvalue()
