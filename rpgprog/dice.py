"""Dice that a campaign's seed decides: the same for the same occasion, whatever else happens."""

from __future__ import annotations

from hashlib import sha256

_BYTES = 8


def fallen(seed: int, die: int, *about: str | int) -> int:
    """What a die with so many sides shows, from 1 on.

    ``about`` names the throw (who, for what, the how-manieth). Every side is equally likely: numbers that
    would favour some are thrown again.
    """
    most, again = 2 ** (8 * _BYTES), 0
    while True:
        text = "\x1f".join(map(str, (seed, *about, again)))
        number = int.from_bytes(sha256(text.encode()).digest()[:_BYTES], "big")
        if number < most - most % die:
            return number % die + 1
        again += 1
