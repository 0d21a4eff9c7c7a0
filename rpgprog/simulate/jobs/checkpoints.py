"""Finished pieces of a simulation, kept in a directory so that they are not played again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...problems import Mistakes, Problem
from ...source.write import PART, write_whole
from .job import SMALL, Job, Outcome, Piece, start_of
from .serialise import from_text, to_text

_ABOUT = "simulation.json"
_PIECE = re.compile(r"from-block-(\d+)(?:-after-(\d+))?-(\d+)\.json")
_OTHER = "holds another simulation (file, rules, seed or version differ): name a new directory"


class Kept:
    """A directory with a file for each piece that was played, for one job. Raises Mistakes."""

    def __init__(self, job: Job, path: str | os.PathLike[str]) -> None:
        self.job, self.path = job, Path(path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._check()
        except OSError as error:
            raise self._mistakes(f"cannot be used: {error.strerror}") from None
        about = json.dumps({"digest": job.digest, "seed": job.seed})
        write_whole(self.path / _ABOUT, [about.encode()])

    def _check(self) -> None:
        """The directory is of this job, or new."""
        names = [name for name in os.listdir(self.path) if not name.endswith(PART)]
        if _ABOUT in names:
            if _digest(self.path / _ABOUT) != self.job.digest:
                raise self._mistakes(_OTHER)
        elif names:
            raise self._mistakes("holds other files: name a new directory")

    def _mistakes(self, message: str) -> Mistakes:
        return Mistakes([Problem(None, f'--resume: "{self.path}" {message}')])

    def take(self) -> Iterator[tuple[Piece, Outcome]]:
        """The pieces that there are and that no others overlap, in their order."""
        at, campaigns = 0, self.job.campaigns
        for piece in self._pieces():
            start, end = start_of(piece), start_of(piece) + piece[1]
            whole = piece[1] % SMALL == 0 or end == campaigns
            if start >= at and end <= campaigns and whole and (outcome := self.get(piece)):
                at = end
                yield piece, outcome

    def _pieces(self) -> list[Piece]:
        """All that have a file: the larger of two that begin together comes first."""
        matches = (_PIECE.fullmatch(name) for name in os.listdir(self.path))
        pieces = [_piece(name) for name in matches if name]
        return sorted(pieces, key=lambda piece: (start_of(piece), -piece[1]))

    def get(self, piece: Piece) -> Outcome | None:
        """What a piece came to, if it was played. One that is not as it was written is played again."""
        try:
            check, _, text = (self.path / _name(piece)).read_text("utf-8").partition("\n")
        except (OSError, ValueError):
            return None
        return from_text(text) if check == self._sum(piece, text) else None

    def put(self, piece: Piece, outcome: Outcome) -> None:
        """Keep a piece, whole or not at all. Raises Mistakes if it cannot be written."""
        text = to_text(outcome)
        write_whole(self.path / _name(piece), [f"{self._sum(piece, text)}\n{text}".encode()])

    def _sum(self, piece: Piece, text: str) -> str:
        """What the text of this very piece of this very job begins with."""
        return sha256(f"{self.job.digest} {piece} {text}".encode()).hexdigest()


def _name(piece: Piece) -> str:
    after = f"-after-{piece[2]}" if len(piece) > 2 else ""
    return f"from-block-{piece[0]:06}{after}-{piece[1]}.json"


def _piece(name: re.Match[str]) -> Piece:
    """The piece that a file is named after."""
    block, campaigns = int(name[1]), int(name[3])
    return (block, campaigns, int(name[2])) if name[2] else (block, campaigns)


def _digest(path: Path) -> Any:
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError:
        return None
    return content.get("digest") if isinstance(content, dict) else None
