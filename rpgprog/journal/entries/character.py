"""The characters of a campaign as they begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import Factory, frozen

from ...events import Joined
from ...ledger.accounts import CAMPAIGN, UNIT
from ...problems.wording import listing, quoted
from ...reader import Reader
from ...reader.goals import Goal, read_lasting_goals
from ...reader.naming import form, unfit
from ...source import Node
from .base import EVERYBODY, LAST_DAY, MOST_RANKS, may
from .naming import ERASED, Called, called, taken

_SAME = ("favoured", "stats", "share", "level", "points", "coins", "ranks", "xp", "talents")
By = Callable[[Reader, Node, str], dict[str, int]]


def _by_skill(read: Callable[[Reader, Node, str], int | None], most: int) -> By:
    """A map of numbers by skill; ``read`` reads each of them."""

    def by_skill(reader: Reader, node: Node, key: str) -> dict[str, int]:
        numbers = {}
        for skill, (key_node, value) in reader.entries(node, key).items():
            number, known = read(reader, value, f"{key}, {skill}"), reader.skill(key_node, key)
            if number is not None and not 0 <= number <= most:
                bound = "least 0" if number < 0 else f"most {most:,}"
                reader.problem(value, f"{key}, {skill}: must be at {bound}, not {number:,}")
            elif number is not None and known is not None:
                numbers[skill] = number
        return numbers

    return by_skill


read_ranks = _by_skill(Reader.whole, MOST_RANKS)
_days = _by_skill(Reader.day, LAST_DAY)
_xp = _by_skill(Reader.amount, 10**9)


@frozen(kw_only=True, eq=False, repr=False)
class Character:
    """A character as they begin; one who comes from another table brings ranks, points and a past."""

    name: str | None = may("what they are called [default: the key]")
    player: str | None = may("their player", reads="person")
    profession: str | None = may(
        "their profession; needed where the rules have a table for each", reads="profession"
    )
    favoured: tuple[str, ...] = may("skills and categories that cost them less", reads="skills", default=())
    stats: Mapping[str, int] = may("their stats", default=Factory(dict))
    share: int = may("their share of an award that is split", unit="part", default=UNIT, above=0)
    joined: int | None = may("the day they joined, if not at the start", date=True, least=0, most=LAST_DAY)
    level: int = may("their level at the start", default=0, least=0, most=MOST_RANKS)
    points: int = may("their unspent points at the start", unit="points", default=0)
    earned: int | None = may("all points they ever earned", unit="points", least=0)
    coins: int = may("their coins at the start", unit="coins", default=0)
    ranks: Mapping[str, int] = may("ranks by skill", reads=read_ranks, default=Factory(dict))
    peaks: Mapping[str, int] = may("highest ranks ever", reads=read_ranks, default=Factory(dict))
    xp: Mapping[str, int] = may("XP on the way to the next rank", reads=_xp, default=Factory(dict))
    last_used: Mapping[str, int] = may(
        "the day of the last use", reads=_days, date=True, default=Factory(dict)
    )
    talents: tuple[str, ...] = may("talents they have", reads="talents", default=())
    goals: tuple[Goal, ...] = may(
        "what the player wants to reach: climbing 12, far sight, level 8",
        reads=read_lasting_goals,
        default=(),
    )

    def begins(self, start: int) -> int:
        """The day from which they play along."""
        return start if self.joined is None else self.joined

    def joins(self, who: str, start: int) -> Joined:
        """The event with which they join."""
        last_used = {skill: used + 1 for skill, used in self.last_used.items()}
        peaks = {skill: max(peak, self.ranks.get(skill, 0)) for skill, peak in self.peaks.items()}
        earned = max(self.points, 0) if self.earned is None else self.earned
        same: dict[str, Any] = {name: getattr(self, name) for name in _SAME}
        return Joined(
            who=who,
            day=self.begins(start),
            profession=self.profession or "",
            earned=earned,
            peaks=peaks,
            last_used=last_used,
            **same,
        )


def player_form(character: Character) -> str:
    """A player's name as it is compared; nothing where there is none, or none any more."""
    name = " ".join((character.player or "").split())
    return "" if name == ERASED else form(name)


def read_character(reader: Reader, node: Node, key: str) -> Character | None:
    """One character; whatever is wrong with them is left out."""
    return reader.fill(Character, node, key, salvage=True)


def read_roster(reader: Reader, node: Node, start: int) -> dict[str, tuple[Character, Node]]:
    """The characters by name, each with their place; whatever is wrong with one is left out."""
    roster: dict[str, tuple[Character, Node]] = {}
    for who, (key, value) in reader.entries(node, "characters").items():
        if who in (*EVERYBODY, CAMPAIGN) or not who.strip():
            reader.problem(key, f"characters: {quoted(who)} is reserved: choose another name")
            continue
        character = read_character(reader, value, who)
        if character is not None:
            roster[who] = character, key
            check_character(reader, value, who, character, start)
    _check_names(reader, roster)
    return roster


def check_character(reader: Reader, node: Node, who: str, character: Character, start: int) -> None:
    """What no single field can say about itself."""
    begins, on = character.begins(start), reader.names.on
    known = reader.names.professions
    if known and character.profession is None and "profession" not in reader.entries(node, who):
        reader.problem(node, f'{who} needs "profession": one of {listing(known)}')
    if begins < start:
        place = reader.entries(node, who)["joined"][1]
        reader.problem(place, f"joined: the campaign begins on {reader.names.on(start)} (start:)")
    for skill, used in character.last_used.items():
        if used > begins:
            place = reader.entries(reader.entries(node, who)["last_used"][1], who)[skill][1]
            reader.problem(place, f"last_used, {skill}: {who} begins on {on(begins)}, before {on(used)}")


def _check_names(reader: Reader, roster: Mapping[str, tuple[Character, Node]]) -> None:
    forms: dict[str, tuple[str, str]] = {}
    for who, (character, key) in roster.items():
        if wrong := wrong_name(who, character.name, forms):
            reader.problem(key, f"{who}: {wrong}")
        for word, owner in called([(who, character.name)]).items():
            forms.setdefault(word, owner)


def wrong_name(who: str, name: str | None, forms: Called) -> str:
    """What is wrong with what a character is called, beside others whose names have these forms."""
    words = dict.fromkeys((who, name or who))
    return next(filter(None, (unfit(word) or taken(who, word, forms) for word in words)), "")
