"""A simulation claims nothing that is not so: targets, steps, shares, goals, and work that is stopped."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rpgprog.cli.app import run
from rpgprog.ruleset import load_ruleset
from rpgprog.ruleset.portable import texts
from rpgprog.simulate.chance import BLOCK, Draws
from rpgprog.simulate.findings.target import solve
from rpgprog.simulate.findings.target_search import EACH, Search, Target
from rpgprog.simulate.jobs import cost
from rpgprog.simulate.jobs.job import Job, Variant, piece_at, play_piece, start_of
from rpgprog.simulate.jobs.serialise import in_order, to_text
from rpgprog.simulate.jobs.work import simulate

FAST = """\
ruleset: dp-forty
builds: {a: {goals: [level 4]}}
table: {sessions: 25, every: 2 weeks, encounters: {goblinoid: 1, undead: 1}, awards: {a goal: {often: 1-2, points: 3}}}
"""
SMALL = """\
ruleset: dp-forty
builds: {a: {goals: [level 2], plan: [climbing 2]}}
table: {sessions: 3, encounters: {goblinoid: 1}}
"""


def job(text: str, campaigns: int = 40, **details: Any) -> Job:
    variant = Variant("dp-forty", texts(load_ruleset("dp-forty")))
    return Job("builds.yaml", text, (variant,), campaigns, **details)


@pytest.fixture
def out(capsys: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    """Run a command beside a file of builds; what it prints."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "builds.yaml").write_text(SMALL)

    def printed(*args: object) -> str:
        assert run([str(arg) for arg in args]) == 0
        return str(capsys.readouterr().out)

    return printed


# Targets.


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [Fraction(1, 2), Fraction(4, 5)])
def test_a_target_is_never_denied_by_the_fresh_dice(wanted: Fraction) -> None:
    """Either the wanted chance is within their band, or the chance jumps over it from the nearest number."""
    solved = solve(job(FAST), "level 4 at session 25", wanted=wanted)
    assert solved.chance_high >= wanted
    assert solved.low <= solved.value <= solved.high
    if solved.chance_low > wanted:
        assert solved.chance_short is not None
        assert solved.chance_short < wanted


def test_a_chance_that_jumps_is_reported_with_the_number_below() -> None:
    """Two sure encounters of 6 points to level 2: 5.9 never gets there, and no number does in half."""
    text = SMALL.replace("goblinoid: 1", "goblinoid: exactly 1")
    solved = solve(job(text), "level 2 at session 3")
    assert (solved.chance, solved.chance_short) == (1, 0)
    assert solved.short is not None
    assert solved.short < solved.value


# Small pieces.


def test_small_jobs_are_stopped_and_resumed_in_pieces(tmp_path: Path) -> None:
    """Ctrl-C after the second piece of five gives those two; what was kept is not played again."""
    whole = to_text(simulate(job(SMALL, 5000), workers=1).outcome)

    def stop(done: int, of: int) -> None:
        if done >= 2048:
            raise KeyboardInterrupt

    part = simulate(job(SMALL, 5000), workers=1, resume=tmp_path / "kept", progress=stop)
    assert (part.campaigns, part.whole) == (2048, False)
    heard: list[int] = []
    again = simulate(
        job(SMALL, 5000), workers=1, resume=tmp_path / "kept", progress=lambda done, of: heard.append(done)
    )
    assert to_text(again.outcome) == whole
    assert heard == [1024, 2048, 3072, 4096, 5000]


def test_pieces_of_a_block_draw_what_the_block_draws() -> None:
    """Wherever a piece begins; over the end of a block too."""
    whole = Draws(7, 0, 2 * BLOCK).raw("a", 1).tolist()
    for start, size in ((0, 10), (1024, 1024), (BLOCK - 5, 10), (BLOCK, 3)):
        piece = piece_at(start, size)
        assert start_of(piece) == start
        assert Draws(7, *piece).raw("a", 1).tolist() == whole[start : start + size]


def test_any_pieces_come_to_the_same() -> None:
    pieces = [play_piece(job(SMALL), piece_at(start, 20)) for start in (0, 20)]
    pieces[0].merge(pieces[1])
    together = play_piece(job(SMALL), (0, 40))
    assert to_text(in_order(pieces[0])) == to_text(in_order(together))


# What is printed.


def test_goals_are_chosen_not_added(out: Any) -> None:
    rows = json.loads(
        out("simulate", "builds.yaml", "--campaigns", 5, "--goal", "level 3", "--format", "json")
    )
    assert [row["goal"] for row in rows["reaches"]] == ["level 3"]


def test_a_wish_held_back_after_every_session_is_held_back_in_all(out: Any) -> None:
    """Shares are of sessions: the start is none of them."""
    text = SMALL.replace("climbing 2", "climbing 200").replace("goblinoid: 1", "goblinoid: exactly 1")
    Path("builds.yaml").write_text(text)
    rows = json.loads(out("simulate", "builds.yaml", "--campaigns", 5, "--format", "json"))
    assert sum(row["share"] for row in rows["held"]) == 1


def test_rows_of_0_are_shown(out: Any) -> None:
    Path("builds.yaml").write_text(SMALL.replace("climbing 2", "climbing 200, stealth 1"))
    assert re.search(r"stealth +0 +0 +0", out("simulate", "builds.yaml", "--campaigns", 5))


def test_one_session_has_one_column(out: Any) -> None:
    assert out("simulate", "builds.yaml", "--campaigns", 5, "--sessions", 1).count("By session 1") == 1


def test_a_step_that_is_not_a_tenth_says_how_large_it_is(out: Any) -> None:
    Path("rules.yaml").write_text(
        "ruleset: r\nskills: {climbing: athletics}\npolicies:\n  awards: {encounter: 3}\n"
        "  levels: {step: 3}\n  purchase: {cost: 4}\n"
    )
    Path("builds.yaml").write_text(SMALL.replace("dp-forty", "rules.yaml"))
    text = out("simulate", "builds.yaml", "--campaigns", 5, "--sensitivity")
    assert re.search(r"levels\.start +1 +0 \(-100 %\) +2 \(\+100 %\)", text)
    assert re.search(r"awards\.encounter +3 +2\.7 +3\.3 ", text)
    rows = json.loads(out("simulate", "builds.yaml", "--campaigns", 5, "--sensitivity", "--format", "json"))[
        "effects"
    ]
    steps = {row["path"]: (row["step_lower"], row["step_upper"]) for row in rows}
    assert steps["policies.levels.start"] == (-1, 1)
    assert steps["policies.awards.encounter"] == (-0.1, 0.1)


@pytest.mark.parametrize("chance", ["1e-9999999", "1E5", "0." + "1" * 5000, "1" * 5000 + "/3"])
def test_a_chance_of_endless_digits_is_refused(chance: str, capsys: Any) -> None:
    assert run(["pace", "b.yaml", "--target", "level 2 at session 3", "--chance", chance]) == 2
    assert "takes a chance such as 0.5 or 50%" in capsys.readouterr().err


def test_a_long_job_says_what_it_will_cost_before_it_begins(out: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(cost, "LONG", 100)
    assert run(["simulate", "builds.yaml", "--campaigns", "50", "--workers", "1"]) == 0
    message = r"50 campaigns will take about [0-9]+ seconds? on 1 process; Ctrl-C ends it"
    assert re.match(message, capsys.readouterr().err)


@pytest.mark.parametrize(("seeds", "around"), [(1, Fraction(1, 64)), (4, Fraction(1, 128))])
def test_a_band_is_two_standard_errors_wide_to_each_side(seeds: int, around: Fraction) -> None:
    """Of a half, in 4,096 campaigns with each seed."""
    assert EACH == 4096
    target: Any = Target(None, 1)  # type: ignore[arg-type]
    job: Any = None
    search = Search(job, "a", target, "", Fraction(1, 2), seeds=tuple(range(seeds)))
    search._chances.update({(seed, Fraction(3)): Fraction(1, 2) for seed in range(seeds)})
    low, high = search.band(Fraction(3))
    assert abs(Fraction(1, 2) - around - low) < Fraction(1, 10**5)
    assert abs(Fraction(1, 2) + around - high) < Fraction(1, 10**5)
