"""Triggers that let nothing recorded be changed: how they are made, and whether they are still there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from .tables import APPEND_ONLY

FUNCTION = "rpgprog_append_only"
_MESSAGE = "what is recorded is never changed: record a correction"
_SAME = {
    "events": "campaign = NEW.campaign AND seq = NEW.seq",
    "keys": "campaign = NEW.campaign AND key = NEW.key",
    "rulesets": "digest = NEW.digest",
}
_BODY = f" BEGIN RAISE EXCEPTION '{_MESSAGE}'; END "
_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION rpgprog_append_only()
"""


def sqlite_triggers() -> dict[str, str]:
    """The statements that create the triggers of an SQLite database, by their names."""
    raises = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    triggers: dict[str, str] = {}
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb}"
            triggers[name] = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {raises}"
    for table, same in _SAME.items():
        exists = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        name = f"{table}_no_replace"
        triggers[name] = f"CREATE TRIGGER {name} BEFORE INSERT ON {table} {exists} {raises}"
    return triggers


def create_triggers(connection: Connection) -> None:
    """Create the triggers that are not there."""
    if connection.dialect.name == "sqlite":
        there = {name for name, _ in _in_sqlite(connection)}
        missing = [sql for name, sql in sqlite_triggers().items() if name not in there]
    else:
        there = {name for name, *_ in _in_postgres(connection)}
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
        )
        names = (f"{table}_append_only" for table in APPEND_ONLY)
        tables = zip(names, APPEND_ONLY, strict=True)
        missing = [_POSTGRES.format(table=table) for name, table in tables if name not in there]
    for sql in missing:
        connection.exec_driver_sql(sql)


def trigger_problems(connection: Connection) -> Iterator[str]:
    """Say which triggers were removed, changed or added."""
    if connection.dialect.name == "sqlite":
        expected = {name: _plain(sql) for name, sql in sqlite_triggers().items()}
        there = {name: _plain(sql) for name, sql in _in_sqlite(connection)}
    else:
        expected = dict.fromkeys((f"{table}_append_only" for table in APPEND_ONLY), f"O {_plain(_BODY)}")
        there = {name: f"{enabled} {_plain(body)}" for name, enabled, body in _in_postgres(connection)}
    for name in sorted(expected.keys() | there.keys()):
        if name not in there:
            yield f'the trigger "{name}", which keeps what is recorded, was removed'
        elif name not in expected:
            yield f'a trigger "{name}" was added'
        elif there[name] != expected[name]:
            yield f'the trigger "{name}", which keeps what is recorded, was changed or switched off'


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _in_sqlite(connection: Connection) -> list[tuple[str, str]]:
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return [(row[0], row[1]) for row in connection.exec_driver_sql(sql)]


def _in_postgres(connection: Connection) -> list[tuple[str, str, str]]:
    sql = (
        "SELECT t.tgname, t.tgenabled::text, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
    )
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql)]
