"""Chance, and only here: whole blocks of draws, each keyed by what it is for.

A block is 16,384 campaigns. What is drawn for one depends on the seed, the block and the name of the
draw alone, never on what else was drawn: a build, a house rule or an encounter more leaves the other
dice as they fell, and 1 worker or 8 see the same.
Only raw bits are taken from NumPy: its generators are fixed, its distributions may change between versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import blake2b
from typing import Any

import numpy as np
from attrs import field, frozen

BLOCK = 16_384  # campaigns
_FINE = 2**32  # a draw is one of so many numbers
_FEW = 24  # cuts up to which comparing with each is faster than searching


@frozen
class Draws:
    """The draws of ``size`` campaigns of a block and those after it, without the first ``skip``."""

    seed: int
    block: int
    size: int = BLOCK
    skip: int = 0

    def number(self, lane: int) -> int:
        """The number of a campaign, counted from 1 over all blocks."""
        return self.block * BLOCK + self.skip + lane + 1

    def raw(self, *about: str | int) -> Any:
        """A number below 2**32 for each campaign."""
        blocks = range(self.block, self.block + -(-(self.skip + self.size) // BLOCK))
        drawn = [self._words(block, *about) for block in blocks]
        return (drawn[0] if len(drawn) == 1 else np.concatenate(drawn))[self.skip : self.skip + self.size]

    def _words(self, block: int, *about: str | int) -> Any:
        text = "\x1f".join(map(str, (self.seed, block, *about)))
        key = int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "little")
        words = np.random.SFC64(np.random.SeedSequence(key)).random_raw(BLOCK // 2)
        return words.astype("<u8", copy=False).view("<u4")

    def die(self, sides: int, *about: str | int) -> Any:
        """What a die with so many sides shows, from 1 on."""
        return (self.raw(*about).astype("uint64") * np.uint64(sides) >> np.uint64(32)).astype("int64") + 1

    def happens(self, chance: Fraction, *about: str | int) -> Any:
        """Where something of that chance happens."""
        return self.raw(*about).astype("uint64") < np.uint64(round(chance * _FINE))


def _cuts(chances: Sequence[Fraction]) -> Any:
    """Where one number ends and the next begins, among ``_FINE``."""
    total, cuts = Fraction(0), []
    for chance in chances:
        total += chance
        cut = round(total * _FINE)
        if cut >= _FINE:
            break
        cuts.append(cut)
    return np.array(cuts, "uint32")


@frozen(eq=False, repr=False)
class Numbers:
    """How likely each whole number from ``first`` on is, as a table that draws look up."""

    chances: tuple[Fraction, ...]
    first: int = 0
    cuts: Any = field(init=False)

    @cuts.default
    def _cut(self) -> Any:
        return _cuts(self.chances)

    @property
    def mean(self) -> Fraction:
        """The number on average."""
        return sum((chance * n for n, chance in enumerate(self.chances, self.first)), Fraction(0))

    @property
    def most(self) -> int:
        """The largest number that can be drawn."""
        return self.first + len(self.cuts)

    def at(self, raw: Any) -> Any:
        """The numbers that draws give."""
        if len(self.cuts) > _FEW:
            return np.searchsorted(self.cuts, raw, "right") + self.first
        number = np.full(len(raw), self.first, "int16")
        for cut in self.cuts:
            number += raw >= cut
        return number
