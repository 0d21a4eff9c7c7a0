"""Ours at the table of `simulate_peers`."""

from __future__ import annotations

from collections.abc import Sequence

from simulate_peers import BUILDS, RULES

from rpgprog.simulate.builds.file import Builds
from rpgprog.simulate.chance import Draws
from rpgprog.simulate.jobs.job import Job, Variant, play_piece, prepared
from rpgprog.simulate.play.play import Play

NAME, BUILD, SEED = "bench", "scout", 7
MOST = 1_000_000  # campaigns


def job(campaigns: int) -> Job:
    """So many campaigns at the table of this bench."""
    return Job("builds.yaml", BUILDS, (Variant(NAME, (("ruleset.yaml", RULES),)),), campaigns, SEED)


def events_of(at: int, campaigns: int = MOST) -> int:
    """Play a piece of so many campaigns, with all its statistics; its events."""
    task = job(campaigns)
    return play_piece(task, task.pieces[at % len(task.pieces)]).events


def ready() -> Builds:
    """The builds and rules of this bench, read."""
    return prepared(job(MOST)).variants[NAME]


def play(size: int, watched: Sequence[int] = ()) -> Play:
    """The first campaigns of ours, played to the end."""
    builds = ready()
    playing = Play(builds, BUILD, Draws(SEED, 0, size), watched)
    for _ in range(builds.table.sessions):
        playing.play()
    return playing
