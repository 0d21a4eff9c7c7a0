"""Processes that write into one campaign: killed at any moment, or many at once.

A script of its own, so that what it forks has one thread and starts with everything imported:
``python writers.py killed ADDRESS TIMES SEED BATCH LONGEST`` or ``python writers.py together ADDRESS WRITERS APPENDS``.
It says as JSON what happened, and ends with a traceback where a promise was broken.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rpgprog.engine.replay import replay
from rpgprog.problems import Mistakes
from rpgprog.source import parse_source
from rpgprog.store import Conflict, Store, StoredCampaign, open_store
from rpgprog.store.rulesets import Rulesets

BEGUN = """\
campaign: {name}
ruleset: dp-forty
characters:
  Kessa: {{profession: scout, favoured: [subterfuge, athletics], ranks: {{climbing: 3}}}}
  Bram: {{profession: scholar, favoured: [learning]}}
journal:
  - session: The goblin pass
    day: 12
    gm: Ann
"""
WRITERS = Path(__file__)


def begin(store: Store, name: str = "The Long Road") -> StoredCampaign:
    """A campaign with four rows: two who joined, a session, and that is all."""
    brought = store.bring(parse_source(BEGUN.format(name=name), "road.yaml"))
    return StoredCampaign.of(brought.campaign)


def used(ref: str) -> str:
    """An entry that can be told from all others."""
    return f'used: {{who: Kessa, skill: climbing, ref: "{ref}"}}'


def entries(label: str, batch: int) -> list[str]:
    """What is recorded together under a label; a session ends the one before, with a row of its own."""
    texts = [used(f"{label}/{at}") for at in range(batch)]
    return [f'{{session: "Night {label}", after: 1 day}}', *texts] if batch > 1 else texts


def address_of(store: Store) -> str:
    """Its address with the password, which the store does not tell."""
    url = store.engine.url.render_as_string(hide_password=False)
    return url.replace("sqlite:///", "sqlite:").replace("+psycopg", "")


def refs(stored: StoredCampaign) -> list[tuple[int, str]]:
    """Every row's number with what it can be told by."""
    with stored.store.reading() as connection:
        return [(row[1], row[9] or row[6]) for row in stored.reading.rows(connection)]


def sound(stored: StoredCampaign) -> None:
    """Nothing was changed, no number is missing, and the sheet is what a replay comes to."""
    assert stored.verify() == []
    assert [number for number, _ in refs(stored)] == list(range(1, stored.head.seq + 1))
    opened = stored.open()
    assert opened.book.sheet() == replay(opened.journal.began.rules, opened.journal.ledger)[0].sheet()
    assert not opened.problems


def run(*args: object) -> dict[str, Any]:
    """Run this file as a script; what it says."""
    command = [sys.executable, str(WRITERS), *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


_warm = Rulesets()  # the rules are read once, not by every child


@contextmanager
def opened(address: str, name: str = "") -> Iterator[StoredCampaign]:
    """The campaign, opened anew."""
    with open_store(address, create=False) as store:
        store.rulesets = _warm
        yield store.campaign(name)


def _child(work: Callable[[int], None]) -> tuple[int, int]:
    """A process that works and tells what it did into a pipe: its id, and the end to read from."""
    there, here = os.pipe()
    child = os.fork()
    if child:
        os.close(here)
        return child, there
    os.close(there)
    try:
        work(here)
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{error!r}\n".encode())
        os._exit(1)


def _said(there: int, early: bytes = b"") -> list[Any]:
    """Every line that a process wrote whole, until it ended."""
    with os.fdopen(there, "rb") as pipe:
        told = (early + pipe.read()).decode().splitlines(keepends=True)
    return [json.loads(line) for line in told if line.endswith("\n")]


def _tell(here: int, *what: object) -> None:
    os.write(here, (json.dumps(what) + "\n").encode())


# Killed.


def _write(here: int, address: str, name: str, turn: int, batch: int) -> None:
    """Append until killed; say that it begins, then every append that returned."""
    with opened(address, name) as stored:
        stored.open()
        _tell(here, "begins")
        for at in range(10_000):
            label = f"{turn}.{at}"
            done = stored.append(*entries(label, batch), by=f"GM {turn % 3}", key=label if turn % 2 else "")
            _tell(here, label, done.first, done.last)
            if at % 7 == 6:
                stored.open()  # makes a snapshot, once there are rows enough


def killed(address: str, times: int, seed: int, batch: int, longest: int) -> dict[str, int]:
    """Kill a writer so many times, each within so many milliseconds.

    After each, what it was told is there, and nothing but whole appends.
    """
    chance, name, told = random.Random(seed), "", {"killed": 0, "acknowledged": 0, "unheard": 0, "none": 0}
    for turn in range(times):
        if turn % 30 == 0:  # a campaign that stays short: all of it is looked at each time
            name = f"Road {batch}.{turn}"
            with open_store(address) as store:
                store.rulesets = _warm
                begin(store, name)
        with opened(address, name) as stored:
            before = refs(stored)
        child, there = _child(lambda here, n=name, t=turn: _write(here, address, n, t, batch))  # type: ignore[misc]
        first = os.read(there, len('["begins"]\n'))
        early = os.read(there, 65536) if turn % 2 else b""  # every other one is killed after its first answer
        time.sleep(chance.uniform(0, longest / 1000))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert first == b'["begins"]\n' and os.WIFSIGNALED(status), "the writer ended by itself"
        acknowledged = _said(there, early)
        told["killed"] += 1
        told["acknowledged"] += len(acknowledged)
        told["none"] += not acknowledged
        told["unheard"] += _after_kill(address, name, turn, batch, before, acknowledged)
    return told


def _after_kill(
    address: str, name: str, turn: int, batch: int, before: list[tuple[int, str]], acknowledged: list[Any]
) -> bool:
    """Whether one more append is there than was acknowledged; everything else is as it must be."""
    with opened(address, name) as stored:
        with stored.store.writing() as connection:  # the server may still be about what was asked last
            _lock(stored, connection)
        rows = refs(stored)
        assert rows[: len(before)] == before
        new, at = rows[len(before) :], 0
        for label, first, last in acknowledged:
            assert (first, last) == (len(before) + at + 1, len(before) + at + last - first + 1)
            assert _whole(new[at : at + last - first + 1], label, batch), (label, new)
            at += last - first + 1
        rest, label = new[at:], f"{turn}.{len(acknowledged)}"
        assert not rest or _whole(rest, label, batch), (rest, label)
        sound(stored)
        if turn % 2:  # whoever was not answered asks again
            again = stored.append(*entries(label, batch), by=f"GM {turn % 3}", key=label)
            assert again.again is bool(rest)
            assert _whole(refs(stored)[len(before) + at :], label, batch)
        return bool(rest)


def _lock(stored: StoredCampaign, connection: Any) -> None:
    from rpgprog.store.end import lock

    lock(stored, connection)


def _whole(rows: Sequence[tuple[int, str]], label: str, batch: int) -> bool:
    """Whether these rows are all of what was recorded under a label, and nothing else."""
    labelled = [f"{label}/{at}" for at in range(batch)]
    if batch == 1:
        return [ref for _, ref in rows] == labelled
    *opening, at = [ref for _, ref in rows[:-batch]]  # an end of the last session, a new session
    return len(opening) == 1 and at == f"Night {label}" and [ref for _, ref in rows[-batch:]] == labelled


# Many at once.


def _append(here: int, address: str, writer: int, appends: int) -> None:
    """One of four ways to record: single, batched, under keys and tried twice, knowing the last row."""
    with opened(address) as stored:
        for at in range(appends):
            label = f"{writer}.{at}"
            texts = [used(f"{label}/{n}") for n in range(3 if writer % 2 else 1)]
            if writer % 4 == 2:
                done = stored.append(*texts, by=f"GM {writer}", key=label)
                again = stored.append(*texts, by=f"GM {writer}", key=label)
                assert again.again and (again.first, again.last) == (done.first, done.last)
            elif writer % 4 == 3:
                done = _expecting(here, stored, texts)
            else:
                done = stored.append(*texts, by=f"GM {writer}")
            _tell(here, label, done.first, done.last)


def _expecting(here: int, stored: StoredCampaign, texts: list[str]) -> Any:
    known = 0 if stored.state is None else stored.state.seq
    while True:
        try:
            return stored.append(*texts, expected=known)
        except Conflict as conflict:
            _tell(here, "conflict")
            known += len(conflict.between)


def together(address: str, writers: int, appends: int) -> dict[str, int]:
    """So many processes record at once; everything that was acknowledged is there exactly once."""
    with open_store(address) as store:
        store.rulesets = _warm
        begun = begin(store).head.seq
    children = [
        _child(lambda here, n=writer: _append(here, address, n, appends))  # type: ignore[misc]
        for writer in range(writers)
    ]
    said = [line for _, there in children for line in _said(there)]
    ended = [os.waitpid(child, 0)[1] for child, _ in children]
    assert not any(ended), "a writer failed"
    acknowledged = [line for line in said if line != ["conflict"]]
    assert len(acknowledged) == writers * appends
    with opened(address) as stored:
        sound(stored)
        rows = dict(refs(stored))
        for label, first, last in acknowledged:
            mine = [rows.pop(number) for number in range(first, last + 1)]
            assert mine == [f"{label}/{at}" for at in range(last - first + 1)]
        assert sorted(rows) == list(range(1, begun + 1))
    return {"acknowledged": len(acknowledged), "conflicts": len(said) - len(acknowledged)}


# One that goes on until its input ends.


def steadily(address: str, _: int = 0) -> dict[str, int]:
    """Append until the first line comes in."""
    import select

    written = 0
    with opened(address) as stored:
        while not select.select([sys.stdin], [], [], 0)[0]:
            label = f"s.{written}"
            stored.append(*[used(f"{label}/{n}") for n in range(3)], by="Ann", key=label)
            written += 1
            if written == 1:
                sys.stderr.write("begun\n")
                sys.stderr.flush()
    return {"written": written}


if __name__ == "__main__":
    work = {"killed": killed, "together": together, "steadily": steadily}[sys.argv[1]]
    try:
        print(json.dumps(work(sys.argv[2], *map(int, sys.argv[3:]))))  # type: ignore[operator]
    except Mistakes as mistakes:
        sys.exit(str(mistakes))
