"""Both sides of the store's comparisons do the same, and the figures are named as they are told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import store as bench
from fold_peers import make_stream
from long_campaign import begin, extend, made, write_lines
from store_eventsourcing import OursStored, TheirsStored, accepted, batches

from rpgprog.store import open_store

pytestmark = pytest.mark.slow

FIGURES = {
    "append_vs_fdatasync",
    "batch_vs_single",
    "replay_vs_memory",
    "open_million_vs_thousand",
    "sheet_million_vs_thousand",
    "speed_vs_eventsourcing",
}


def test_a_long_campaign_has_all_its_rows_and_none_is_refused(tmp_path: Path) -> None:
    campaign = made(f"sqlite:{tmp_path / 'long.db'}", 700)
    assert campaign.head.seq == 700
    assert campaign.open().problems == ()
    assert campaign.verify() == []


def test_the_same_seed_makes_the_same_campaign() -> None:
    sheets = []
    for seed in (1, 1, 2):
        campaign = begin(open_store("sqlite::memory:"))
        extend(campaign, 300, seed)
        sheets.append(campaign.open().book.sheet())
    assert sheets[0] == sheets[1] != sheets[2]


def test_a_long_campaign_goes_through_json_lines(tmp_path: Path) -> None:
    campaign, file = made("sqlite::memory:", 400), tmp_path / "long.jsonl"
    write_lines(campaign, str(file))
    assert len(file.read_text(encoding="utf-8").splitlines()) == 401
    with open_store("sqlite::memory:") as store, file.open(encoding="utf-8") as lines:
        again = store.bring_lines(lines)
        assert again.head == campaign.head
        assert again.open().book.sheet() == campaign.open().book.sheet()


def test_both_sides_of_a_replay_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "SLICE", 200)
    campaign = made(f"sqlite:{tmp_path / 'long.db'}", 900)
    ratio, same = bench.replay_vs_memory(campaign)
    assert same
    assert 0 < ratio.low <= ratio.ratio <= ratio.high


def test_ours_and_the_library_come_to_the_same(tmp_path: Path) -> None:
    ours, theirs = OursStored(tmp_path), TheirsStored(tmp_path)
    stream = accepted(make_stream(800, 3))
    assert any(event[0] == "bought" for event in stream)
    for batch in batches(stream):
        ours.record(batch)
        theirs.record(batch)
    assert ours.campaign.head.seq == len(stream) + 20
    assert ours.balances() == theirs.balances()
    theirs.record([("passed", 400)])
    assert ours.balances() != theirs.balances()
    ours.close()
    theirs.close()


def test_the_figures_have_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, few in (("append_vs_fdatasync", 20), ("batch_vs_single", 2)):
        act = getattr(bench, name)
        monkeypatch.setattr(bench, name, lambda *args, act=act, few=few: act(*args, few))
    monkeypatch.setattr(
        bench, "vs_eventsourcing", lambda folder, act=bench.vs_eventsourcing: act(folder, 300, 1)
    )
    monkeypatch.setattr(
        bench, "opening", lambda long, short, *_, act=bench.opening: act(long, short, rounds=2)
    )
    monkeypatch.setattr(bench, "measured", lambda *args, act=bench.measured: act(*args, 100))
    monkeypatch.setattr(sys, "argv", ["store.py", "--json", "--events", "1500"])
    monkeypatch.chdir(tmp_path)
    bench.main()
    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() == FIGURES
    assert all(figure > 0 for figure in figures.values())


def test_the_generator_is_a_command(tmp_path: Path) -> None:
    run = [sys.executable, str(Path(bench.__file__).parent / "long_campaign.py"), "sqlite:long.db"]
    options = ["--events", "200", "--lines", "long.jsonl"]
    done = subprocess.run([*run, *options], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("200:")
    assert (tmp_path / "long.jsonl").exists()
