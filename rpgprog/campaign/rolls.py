"""The dice of a campaign that has a seed: thrown once for each occasion, and looked up in every check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from attrs import frozen

from ..engine.book import Book
from ..engine.replay import Folded
from ..events import Rolled
from ..ledger.accounts import RANK, ROLLED
from ..ledger.plain import Plain
from ..problems import Problem

_BYTES = 8

Occasion = tuple[str, str]  # who rolls, for which skill
NEVER_ROLLED: Mapping[Occasion, int] = {}


@frozen
class Odds(Plain):
    """A throw that is still to come: what it takes, with which die, and what is gained."""

    who: str
    skill: str
    needed: int
    die: int
    gain_die: int

    @property
    def percent(self) -> int:
        """The chance of success."""
        return max(0, min(self.die, self.die - self.needed + 1)) * 100 // self.die


def odds(book: Book, who: str, skill: str) -> Odds:
    """What a roll for that skill takes."""
    rank = book[who, RANK, skill]
    needed, die, gain = (book.figure(name, rank) for name in ("roll needed", "die", "gain die"))
    return Odds(who, skill, needed, die, gain)


def throw(seed: int, book: Book, who: str, skill: str) -> tuple[int, int | None]:
    """The next roll for that skill, and the gain if it is a success."""
    occasion, takes = book[who, ROLLED, skill].balance, odds(book, who, skill)
    roll, gain = _throw(seed, book, who, skill, occasion)
    return roll, gain if roll >= takes.needed else None


def _throw(seed: int, book: Book, who: str, skill: str, occasion: int) -> tuple[int, int]:
    takes = odds(book, who, skill)
    return (
        fallen(seed, max(takes.die, 1), who, skill, occasion, "roll"),
        fallen(seed, max(takes.gain_die, 1), who, skill, occasion, "gain"),
    )


def false_rolls(
    seed: int | None, folded: Iterable[Folded], book: Book, before: Mapping[Occasion, int] = NEVER_ROLLED
) -> Iterator[Problem]:
    """Recorded rolls that the campaign's seed does not give, and that nobody says were made by hand.

    ``before`` says how often the dice fell before these entries.
    """
    if seed is None:
        return
    occasions = Counter(before)
    for step, event in _rolls(folded):
        occasion = occasions[event.who, event.skill]
        occasions[event.who, event.skill] += event.times
        if wrong := false_roll(seed, book, event, occasion):
            yield Problem(step.recorded.place, wrong)


def rolled_before(folded: Iterable[Folded], book: Book) -> Mapping[Occasion, int]:
    """How often the dice fell before the last entries of a book."""
    fallen_since: Counter[Occasion] = Counter()
    for _, event in _rolls(folded):
        fallen_since[event.who, event.skill] += event.times
    return {(who, of): book[who, ROLLED, of].balance - times for (who, of), times in fallen_since.items()}


def _rolls(folded: Iterable[Folded]) -> Iterator[tuple[Folded, Rolled]]:
    """The rolls among these entries that count."""
    for step in folded:
        event = step.recorded.event
        if isinstance(event, Rolled) and not step.reverted and not step.refused:
            yield step, event


def false_roll(seed: int, book: Book, event: Rolled, occasion: int) -> str:
    """What is wrong with a recorded roll on its occasion (from 0); empty if the seed gives it."""
    roll, gain = _throw(seed, book, event.who, event.skill, occasion)
    if event.by_hand or (event.roll == roll and event.gain in (None, gain)):
        return ""
    wrong = f"the campaign's seed gives {roll} for {event.skill} of {event.who}, not {event.roll}"
    if event.roll == roll:
        wrong = f"the campaign's seed gives a gain of {gain}, not {event.gain}"
    return f"rolled: {wrong}: if it was rolled by hand, add by_hand: with the reason"


def fallen(seed: int, die: int, *about: str | int) -> int:
    """What a die with so many sides shows, from 1 on.

    ``about`` names the throw (who, for what, its ordinal). Every side is equally likely: numbers that
    would favour some are thrown again.
    """
    most, again = 2 ** (8 * _BYTES), 0
    while True:
        text = "\x1f".join(map(str, (seed, *about, again)))
        number = int.from_bytes(sha256(text.encode()).digest()[:_BYTES], "big")
        if number < most - most % die:
            return number % die + 1
        again += 1
