"""Who plays in drawn journals: people who already know something, and the words they use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from ...events import Joined
from ...ledger.accounts import UNIT
from .values import among

QUARTER = UNIT // 4


@frozen
class Words:
    """The words that drawn events use: people, and what a ruleset knows."""

    people: tuple[str, ...] = ("ann", "bob", "cid")
    skills: tuple[str, ...] = ("climb", "swim", "lore")
    talents: tuple[str, ...] = ("sight",)
    certificates: tuple[str, ...] = ("guide", "diver", "cook")
    professions: tuple[str, ...] = ("thief", "mage", "")


WORDS = Words()


def units(most: int) -> st.SearchStrategy[int]:
    """Thousandths, in quarters of a point, up to so many points."""
    return st.integers(1, 4 * most).map(lambda quarters: quarters * QUARTER)


def roster(words: Words = WORDS) -> st.SearchStrategy[list[Joined]]:
    """Everybody joins with ranks, points and a past: house rules rarely bite on beginners."""
    ranks = st.dictionaries(st.sampled_from(words.skills), st.integers(1, 5), min_size=1)
    favoured = among((), (), words.skills[:1])
    character = st.tuples(ranks, units(9), favoured, among(UNIT // 2, UNIT))

    def joined(drawn: Sequence[Any]) -> list[Joined]:
        return [
            Joined(
                who=who,
                ranks=known,
                points=points,
                earned=points,
                favoured=favours,
                share=share,
                stats={"wits": 2},
                profession=words.professions[at % len(words.professions)],
            )
            for at, (who, (known, points, favours, share)) in enumerate(zip(words.people, drawn, strict=True))
        ]

    return st.tuples(*[character for _ in words.people]).map(joined)
