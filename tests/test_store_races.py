"""Several at once: whatever they do, each of it happens as a whole, and nobody sees a failure of the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from rpgprog.store import Store, StoredCampaign, open_store

RULES = """\
ruleset: tiny
points: dp
skills: {climb: athletics, swim: athletics}
policies: {awards: {encounter: 2}, purchase: {cost: 4}, levels: {step: 10}}
"""
FILE = """\
campaign: Road
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 2}, player: Ines}
journal:
  - session: One
    day: 5
    gm: Ines
    events:
      - met: {what: goblin}
"""
MANY = 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "road.yaml").write_text(FILE)
    return tmp_path / "road.yaml"


def at_once(address: str, works: Sequence[Callable[[Store], object]]) -> list[Exception]:
    """What fails when all of this is done at the same moment, each with a store of its own."""
    barrier, failures = Barrier(len(works)), list[Exception]()

    def do(work: Callable[[Store], object]) -> None:
        with open_store(address) as store:
            barrier.wait()
            try:
                work(store)
            except Exception as failure:
                failures.append(failure)

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(do, works))
    return failures


def test_campaigns_are_brought_at_once(address: str, file: Path) -> None:
    """Into a database that is not there yet; two of each name, with the same rules."""
    names = [f"Road {n // 2}" for n in range(MANY)]
    assert at_once(address, [lambda store, name=name: store.bring(file, name) for name in names]) == []  # type: ignore[misc]
    with open_store(address) as store:
        assert sorted(store.names()) == sorted(set(names))
        for name in store.names():
            assert store.campaign(name).head.seq == 3
            assert store.campaign(name).verify() == []


def test_the_same_rules_are_adopted_at_once(address: str, file: Path) -> None:
    """Two of them, in one order or the other."""
    with open_store(address) as store:
        for n in range(MANY):
            store.bring(file, f"Road {n}")
    (file.parent / "dear.yaml").write_text(
        "extends: rules.yaml\nruleset: dear\npolicies: {purchase: {cost: 9}}\n"
    )
    (file.parent / "cheap.yaml").write_text(
        "extends: rules.yaml\nruleset: cheap\npolicies: {purchase: {cost: 1}}\n"
    )

    def adopts(n: int) -> Callable[[Store], object]:
        names = ("dear", "cheap") if n % 2 else ("cheap", "dear")
        other = file.parent / f"road{n}.yaml"
        adopted = "".join(f"      - adopted: {{ruleset: {name}.yaml, by: Ann, why: new}}\n" for name in names)
        other.write_text(FILE + adopted)
        return lambda store: store.bring(other, f"Road {n}")

    assert at_once(address, [adopts(n) for n in range(MANY)]) == []
    with open_store(address) as store:
        assert all(store.campaign(name).verify() == [] for name in store.names())
        assert store.campaign("Road 1").open().ruleset.name == "cheap"


def test_files_that_adopt_each_others_rules_are_brought_at_once(address: str, file: Path) -> None:
    """Rules are saved in one order, so that nobody waits for somebody who waits for them."""
    for name, cost in (("dear", 9), ("cheap", 1)):
        (file.parent / f"{name}.yaml").write_text(
            RULES.replace("tiny", name).replace("cost: 4", f"cost: {cost}")
        )

    def brings(n: int) -> Callable[[Store], object]:
        began, later = ("dear", "cheap") if n % 2 else ("cheap", "dear")
        other = file.parent / f"road{n}.yaml"
        adopted = f"      - adopted: {{ruleset: {later}.yaml, by: Ann, why: new}}\n"
        other.write_text(FILE.replace("rules.yaml", f"{began}.yaml") + adopted)
        return lambda store: store.bring(other, f"Road {n}")

    assert at_once(address, [brings(n) for n in range(MANY)]) == []


def test_a_name_is_erased_while_its_file_is_imported(address: str, file: Path) -> None:
    with open_store(address) as store:
        store.bring(file)

    def grows(n: int) -> Callable[[Store], object]:
        other = file.parent / f"road{n}.yaml"
        other.write_text(FILE + "".join(f"      - awarded: {{points: {at + 1}}}\n" for at in range(n)))
        return lambda store: [store.bring(other) for _ in range(2)]

    erases = [lambda store: [store.campaign().erase("Ines") for _ in range(2)]] * 3
    appends = [
        lambda store: [store.campaign().append("awarded: {points: 1}", by="Ines") for _ in range(3)]
    ] * 2
    failures = at_once(address, [grows(1), grows(1), *erases, *appends])
    assert failures == []
    with open_store(address) as store:
        assert store.campaign().verify() == []


def test_snapshots_are_forgotten_while_others_append(address: str, file: Path) -> None:
    with open_store(address) as store:
        store.bring(file)

    def append(store: Store) -> None:
        for n in range(8):
            road = store.campaign()
            road.append(f"awarded: {{points: {n + 1}, day: 5, late: forgotten}}")
            road.take_snapshot()

    def forget(store: Store) -> None:
        for _ in range(12):
            road = store.campaign()
            road.open()
            road.forget_snapshots()

    assert at_once(address, [append, append, append, forget, forget, forget]) == []
    with open_store(address) as store:
        road = store.campaign()
        assert isinstance(road, StoredCampaign)
        assert road.head.seq == 3 + 24
        assert road.verify() == []


def test_a_backup_is_restored_while_others_bring(address: str, file: Path, tmp_path: Path) -> None:
    """One of them comes first; the other is told in words."""
    with open_store(f"sqlite:{tmp_path / 'from.db'}") as store:
        store.bring(file, "Old")
        store.backup(str(tmp_path / "kept.db"))
    failures = at_once(
        address,
        [
            lambda store: store.restore(str(tmp_path / "kept.db")),
            *[lambda store, n=n: store.bring(file, f"Road {n}") for n in range(4)],  # type: ignore[misc]
        ],
    )
    assert all("holds campaigns already" in str(f) or "there are campaigns" in str(f) for f in failures)
    with open_store(address) as store:
        store.bring(file, "Later")
        assert len(store.names()) == 5 + (not failures)
