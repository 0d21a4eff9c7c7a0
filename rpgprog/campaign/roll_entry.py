"""Dice that `record` throws: what a `rolled:` entry leaves out is filled in from the campaign's seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Entries

from ..journal.entries.optional import FIXED
from ..journal.event_data import Today
from ..journal.typed_entry import (
    NEW,
    Entry,
    TypedEntry,
    in_brackets,
    is_dated_by_today,
    read_entry,
    typed_entry,
)
from ..ledger.accounts import MARKED
from ..problems import Mistakes, Place, Problem
from ..source import Mapping
from .campaign import Campaign
from .rolls import Odds, odds, throw

Throw = Entries[str, str]  # the words of a rolled: entry as they will stand in the file


def complete(
    entries: Sequence[Entry], after: Callable[[Sequence[TypedEntry]], Campaign], throw: bool
) -> tuple[list[TypedEntry], list[Odds]]:
    """Read entries, with the dice that they leave out, or without those entries: then their odds.

    ``after`` gives the campaign after entries that come before. Raises Mistakes where one cannot be read or
    no roll is due, or where dice are to be thrown and there is no seed.
    """
    completed: list[TypedEntry] = []
    ahead = []
    for entry in _read(entries, lambda: after(completed).today):
        missing = missing_roll(entry)
        if missing is None:
            completed.append(entry)
        elif throw:
            completed.append(typed_entry(thrown(missing, after(completed))))
        else:
            ahead.append(odds_of(missing, after(completed)))
    return completed, ahead


def _read(entries: Sequence[Entry], today: Today) -> Iterator[TypedEntry]:
    """Read each entry, those that do not depend on the day first: so all mistakes are reported together."""
    problems: list[Problem] = []
    read: list[tuple[TypedEntry | Entry, str]] = []
    for number, entry in enumerate(entries, 1):
        name = NEW if len(entries) == 1 else f"event {number}"
        try:
            read.append((entry if is_dated_by_today(entry) else read_entry(entry, name=name), name))
        except Mistakes as mistakes:
            problems += mistakes.problems
    if problems:
        raise Mistakes(problems)
    for part, name in read:
        yield part if isinstance(part, TypedEntry) else read_entry(part, today, name)


def missing_roll(entry: TypedEntry) -> Throw | None:
    """The words of a `rolled:` entry that gives no roll; None for anything else."""
    about = entry.root.entries.get("rolled", (None, None))[1]
    if not isinstance(about, Mapping) or "roll" in about.entries:
        return None
    return {key: in_brackets(value) for key, (_, value) in about.entries.items()}


def odds_of(words: Throw, campaign: Campaign) -> Odds:
    """The odds of a throw. Raises Mistakes when no roll is due."""
    who, skill = _about(words, campaign)
    return odds(campaign.book, who, skill)


def thrown(words: Throw, campaign: Campaign) -> str:
    """The entry with the roll that the campaign's seed gives. Raises Mistakes when there is no seed."""
    who, skill = _about(words, campaign)
    if words.get("gain", FIXED) != FIXED:
        raise _refused("gain: the dice are thrown here: leave it out, or say fixed")
    if campaign.journal.seed is None:
        message = "the campaign has no dice: write seed: and a number at its head, or give the roll: yourself"
        raise _refused(message)
    roll, gain = throw(campaign.journal.seed, campaign.book, who, skill)
    dice = {"roll": str(roll)} | ({} if gain is None or "gain" in words else {"gain": str(gain)})
    return f"rolled: {{{', '.join(f'{key}: {value}' for key, value in {**words, **dice}.items())}}}"


def _about(words: Throw, campaign: Campaign) -> tuple[str, str]:
    """Whose roll for which skill, if a roll for it is due."""
    who, skill = (words.get(word, "").strip("\"'") for word in ("who", "skill"))
    if not campaign.book[who, MARKED, skill].balance:
        raise _refused(
            f"rolled: no roll is due for {skill or 'no skill'} of {who or 'nobody'}: it is not marked"
        )
    return who, skill


def _refused(message: str) -> Mistakes:
    return Mistakes([Problem(Place(NEW, 1, 1), message)])
