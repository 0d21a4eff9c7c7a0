"""How fast the store is, as ratios: python tests/bench/store.py [--json] [--events 1000000] [--database FILE]

append_vs_fdatasync     one event recorded, on the disk when it is done, over bare write and fdatasync of as
                        many bytes into a file beside the database
batch_vs_single         an event in an append of 100 over an event in an append of its own
replay_vs_memory        the whole campaign built from its rows, no snapshots, over a fold of the same entries
                        that are in memory already
open_million_vs_thousand  open the database, the campaign and all sheets: a long campaign over one of 1,000
speed_vs_eventsourcing  that library with SQLite over ours: the same events in the same batches of 100, and
                        the campaign built anew from them, both in all. Above 1 we are faster

The first four are costs: a smaller number is better. Both sides take turns in short slices; a ratio is the
median of the ratios pair by pair, with its quartiles beside it. What waits for the disk is timed by the clock
on the wall, the replay by the processor's. The long campaign is made first (see `long_campaign`), which takes
minutes for a million events; with ``--database`` one that is there is used, and made if it is not.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

from attrs import define, field, frozen

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from fold_eventsourcing import BATCH  # noqa: E402
from fold_peers import make_stream  # noqa: E402  (found beside this file)
from long_campaign import PEOPLE, SKILLS, made  # noqa: E402
from store_eventsourcing import OursStored, TheirsStored, accepted, batches, seconds  # noqa: E402
from timing import emit, table  # noqa: E402

from rpgprog.engine.book import Book  # noqa: E402
from rpgprog.engine.replay import corrections, fold  # noqa: E402
from rpgprog.events import Used  # noqa: E402
from rpgprog.journal.recorded import Recorded  # noqa: E402
from rpgprog.store import StoredCampaign, open_store  # noqa: E402
from rpgprog.store.fold import begin, build  # noqa: E402
from rpgprog.store.queries import Reading  # noqa: E402

SHORT = 1000
WARM = 12_000  # rows that a campaign at work has behind it: more than rules are written out after
SLICE = 2000  # events of a replay at a time
PEER = 30_000  # events for the library's side
APPENDS = 1500


@frozen
class Ratio:
    """A figure: the median of the ratios, their quartiles, and both sides' median in microseconds."""

    ratio: float
    low: float
    high: float
    ours: float
    other: float

    @classmethod
    def of(cls, pairs: Sequence[tuple[float, float]]) -> Ratio:
        """What pairs of seconds come to, ours first."""
        ratios = [ours / other for ours, other in pairs]
        low, middle, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
        return cls(middle, low, high, median(a for a, _ in pairs) * 1e6, median(b for _, b in pairs) * 1e6)


# Appends.


def uses(count: int) -> list[Used]:
    """Some uses of skills."""
    return [Used(who=PEOPLE[n % 6], skill=SKILLS[n % 16], outcome="success") for n in range(count)]


def at_work(folder: Path, rows: int) -> StoredCampaign:
    """A campaign that has been recorded into for a while."""
    return made(f"sqlite:{folder / 'work.db'}", rows)


def last_row(campaign: StoredCampaign) -> bytes:
    """The bytes of the last row."""
    with campaign.store.reading() as connection:
        row = campaign.reading.row(connection, campaign.head.seq)
    assert row is not None
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def append_vs_fdatasync(campaign: StoredCampaign, folder: Path, count: int = APPENDS) -> Ratio:
    """An append of one event over a bare one of the same bytes."""
    data = last_row(campaign)
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write() -> None:
        os.write(bare, data)
        os.fdatasync(bare)

    def record(event: Used) -> None:
        campaign.append(event, by="Ann")

    pairs = []
    for event in uses(count):
        other = seconds(write)
        pairs.append((seconds(record, event), other))
    os.close(bare)
    return Ratio.of(pairs[count // 10 :])


def batch_vs_single(campaign: StoredCampaign, count: int = 20) -> Ratio:
    """An event among a hundred over an event alone."""
    pairs = []
    for _ in range(count):
        many, few = uses(BATCH), uses(BATCH // 4)
        alone = [seconds(lambda event=event: campaign.append(event, by="Ann")) for event in few]
        batch = seconds(lambda many=many: campaign.append(*many, by="Ann"))
        pairs.append((batch / len(many), sum(alone) / len(few)))
    return Ratio.of(pairs)


# A replay.


@define(eq=False)
class InTurns(Reading):
    """Rows that are read in slices; between two of them the other side has its turn."""

    turn: Callable[[list[Recorded], float], None] = field(kw_only=True)

    def by_day(self, *args: Any) -> Iterator[Recorded]:
        """The entries in the order of the fold."""
        entries = super().by_day(*args)
        while True:
            done: list[Recorded] = []
            gc.collect()
            before = process_time()
            for recorded in islice(entries, SLICE):
                done.append(recorded)
                yield recorded
            if not done:
                return
            self.turn(done, process_time() - before)


def replay_vs_memory(campaign: StoredCampaign) -> tuple[Ratio, bool]:
    """The fold of a campaign's rows over that of the same entries in memory; whether they come to the same."""
    reading, pairs = campaign.reading, []
    with campaign.store.reading() as connection:
        reading.people.load(connection)
        book = begin(reading, connection, None).book
        corrected = corrections(reading.correcting(connection))

        def in_memory(entries: list[Recorded], ours: float) -> None:
            gc.collect()
            before = process_time()
            for recorded in entries:
                fold(book, recorded, corrected)
                book.receipts.clear()
            pairs.append((ours / len(entries), (process_time() - before) / len(entries)))

        turns = InTurns(
            reading.campaign, reading.uid, reading.file, reading.people, reading.rulesets, turn=in_memory
        )
        state, _ = build(turns, connection)
    return Ratio.of(pairs), same(state.book, book)


def same(one: Book, other: Book) -> bool:
    """Whether two books hold the same balances."""
    return one.sheet() == other.sheet()


# Opening.


def open_sheets(address: str) -> None:
    """Open it anew, and make all sheets."""
    with open_store(address) as store:
        store.campaign().open().sheets()


def command(address: str) -> None:
    """The same as a process of its own."""
    run = [sys.executable, "-m", "rpgprog", "sheet", address]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parents[1])


def opening(long: str, short: str, act: Callable[[str], None] = open_sheets, rounds: int = 15) -> Ratio:
    """A long campaign's opening over a short one's, both with their snapshots."""
    for address in (long, short):
        open_sheets(address)
    return Ratio.of([(seconds(act, long), seconds(act, short)) for _ in range(rounds)])


# The library.


def vs_eventsourcing(folder: Path, count: int = PEER, rounds: int = 3) -> tuple[Ratio, bool]:
    """Ours over theirs, appends and a replay together; whether both come to the same balances."""
    stream, pairs, agreed = accepted(make_stream(count, 1)), [], True
    for number in range(rounds):
        place = folder / f"peer{number}"
        place.mkdir()
        ours, theirs, totals = OursStored(place), TheirsStored(place), [0.0, 0.0]
        for batch in batches(stream):
            totals[0] += seconds(ours.record, batch)
            totals[1] += seconds(theirs.record, batch)
        totals[0] += median(seconds(ours.replay) for _ in range(3))
        totals[1] += median(seconds(theirs.replay) for _ in range(3))
        pairs.append((totals[0] / len(stream), totals[1] / len(stream)))
        agreed = agreed and ours.balances() == theirs.balances()
        ours.close()
        theirs.close()
    return Ratio.of(pairs), agreed


def agreed(result: tuple[Ratio, bool]) -> Ratio:
    """The figure, if both sides came to the same."""
    if not result[1]:
        raise SystemExit("the sides do not come to the same balances")
    return result[0]


def measured(folder: Path, database: Path, rows: int, work: int = WARM) -> dict[str, Ratio]:
    """All figures, the last as a cost of ours."""
    long, short = f"sqlite:{database}", f"sqlite:{folder / 'short.db'}"
    (made(long, rows) if not database.exists() else open_store(long).campaign()).store.close()
    made(short, SHORT).store.close()
    campaign = at_work(folder, work)
    found = {
        "append_vs_fdatasync": append_vs_fdatasync(campaign, folder),
        "batch_vs_single": batch_vs_single(campaign),
    }
    campaign.store.close()
    with open_store(long) as store:
        replayed = store.campaign()
        replayed.forget_snapshots()
        found["replay_vs_memory"] = agreed(replay_vs_memory(replayed))
    found["open_million_vs_thousand"] = opening(long, short)
    found["sheet_million_vs_thousand"] = opening(long, short, command, 7)
    found["speed_vs_eventsourcing"] = agreed(vs_eventsourcing(folder))
    return found


def figures(found: dict[str, Ratio]) -> dict[str, float]:
    """The figures by their names."""
    return {name: 1 / one.ratio if name.startswith("speed") else one.ratio for name, one in found.items()}


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object of ratios")
    parser.add_argument("--events", type=int, default=1_000_000, help="of the long campaign")
    parser.add_argument("--database", help="the long campaign, an SQLite file; it stays")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", ".")) as name:
        folder = Path(name)
        database = Path(asked.database) if asked.database else folder / "long.db"
        found = measured(folder, database, asked.events)
    if not asked.json:
        rows = [
            (
                name,
                f"{one.ratio:.3f}",
                f"{one.low:.3f} to {one.high:.3f}",
                f"{one.ours:.1f}",
                f"{one.other:.1f}",
            )
            for name, one in found.items()
        ]
        print(table([("ours over the other's", "median", "quartiles", "ours us", "other us"), *rows]))
    emit(figures(found), asked.json)


if __name__ == "__main__":
    main()
