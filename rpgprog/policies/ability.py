"""I1 to I8. Initiative, awareness, resistance, casting cost: what follows from level, ranks and stats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar

from attrs import Factory, evolve, field, frozen

from ..curve import END
from ..curve.formula import Formula, FormulaError, read_formula
from ..ledger.accounts import FAVOURED, LEVEL, RANK, STAT, TALENT
from ..ledger.numbers import Whole
from ..policy import Account, Book, Brought, Misfit, Names, Policy, figure, option
from ..policy.traits import Deeds

_ROUND: dict[str, Callable[[Fraction], int]] = {"down": floor, "up": ceil, "nearest": round}
_NAMES = {
    "level": "the level",
    "best": "the highest rank in any skill",
    "own": "the highest rank in a favoured skill",
    "base": "with `base:` alone: the number of the thing it is worked out for",
}


@frozen(eq=False, repr=False)
class Ability(Policy):
    """A number worked out from others, such as initiative or a casting cost: it grows when they grow.

    It is never stored; the `formula` gives it whenever somebody asks. A formula may use `level`, `best`
    (the highest rank in any skill), `own` (the highest rank in a favoured skill), and each category (its
    best rank), skill (its rank) and stat by name, with _ for a space or a hyphen. Stats that no skill goes
    with are listed under `stats`. The result is rounded down, unless `round` says otherwise, and talents
    may add to it.

    With `base` there is one such number for each thing listed there, and in the formula `base` is that
    thing's own number. A ruleset may have any number of abilities, each under a name of its own with
    `kind: ability`.

        ability: {formula: level}
        initiative: {kind: ability, stats: [quickness], formula: "quickness + floor(arms / 5)"}
        resistance: {kind: ability, formula: "2 * level", talents: {iron will: 10}}
        casting-cost: {kind: ability, formula: "max(1, base - floor(level / 2))", base: {fireball: 10}}
    """

    several: ClassVar[bool] = True
    does: ClassVar[Deeds] = {}
    covers: ClassVar[Mapping[str, str]] = {
        "I1": 'initiative: {kind: ability, stats: [quickness], formula: "quickness + level"}',
        "I2": 'initiative: {kind: ability, stats: [quickness], formula: "quickness + sword"}',
        "I3": 'initiative: {kind: ability, stats: [quickness], formula: "quickness + (level + sword) / 2"}',
        "I4": 'initiative: {kind: ability, stats: [quickness], formula: "quickness + floor(arms / 5)"}',
        "I5": 'initiative: {kind: ability, formula: "floor(best / 5)"}',
        "I6": 'casting: {kind: ability, formula: "max(1, base - floor(level / 2))", base: {fireball: 10}}',
        "I7": 'resistance: {kind: ability, formula: "2 * level", talents: {iron will: 10}}',
        "I8": 'initiative: {kind: ability, stats: [quickness], formula: "quickness / 2 + level"}',
    }

    formula: str = option(
        "level",
        names=_NAMES,
        more_names="each category (its best rank), skill (its rank) and stat, with _ for a space or a hyphen",
        help="how the number follows from level, ranks and stats",
    )
    stats: tuple[str, ...] = option((), help="stats in the formula that no skill goes with")
    base: Mapping[str, int] = option(
        Factory(dict), help="the things it is worked out for, such as spells, each with its own number"
    )
    talents: Mapping[str, int] = option(Factory(dict), help="what each talent adds to the result")
    round: str = option("down", choices=tuple(_ROUND), help="how the result is rounded to a whole number")
    words: Mapping[str, tuple[str, frozenset[str]]] = field(factory=dict, metadata={"given": True})
    compiled: Formula | None = field(default=None, metadata={"given": True})

    def brings(self) -> Brought:
        return Brought(talents=tuple(self.talents))

    def fitted(self, names: Names) -> Ability:
        """With its formula over the words of the ruleset. Raises Misfit."""
        words = {"level": (LEVEL, frozenset({""})), "best": (RANK, frozenset(names.skills))}
        words |= {_word(skill): (RANK, frozenset({skill})) for skill in names.skills}
        words |= {_word(c): (RANK, frozenset(names.members(c))) for c in names.categories()}
        words |= {_word(stat): (STAT, frozenset({stat})) for stat in (*names.stats(), *self.stats)}
        further = [name for name in _NAMES if name not in words and (name != "base" or self.base)]
        try:
            compiled = read_formula(self.formula, (*words, *further))
            compiled.proved(**{word: self._ends(word, words) for word in sorted(compiled.uses)})
            return evolve(self, words=words, compiled=compiled)
        except FormulaError as error:
            raise Misfit("formula", str(error)) from None

    def _ends(self, word: str, words: Mapping[str, tuple[str, frozenset[str]]]) -> tuple[int, int]:
        """Between what a word of the formula stays: only stats may be negative, and what `base` says."""
        if word == "base":
            return min(0, *self.base.values()), max(0, *self.base.values())
        return (-END if word in words and words[word][0] == STAT else 0), END

    def abilities(self) -> tuple[str, ...]:
        """The names under which it is asked for."""
        return tuple(f"{self.name} {of}" for of in self.base) or (self.name,)

    @figure("ability")
    def work_out(self, number: Whole, account: Account, book: Book) -> Whole:
        """the formula"""
        if account.of not in self.abilities() or self.compiled is None:
            return number
        return _ROUND[self.round](self.compiled(**self._values(account, book)))

    @figure("ability", order=1, given=lambda self: self.talents)
    def add_talents(self, number: Whole, account: Account, book: Book) -> Whole:
        """talents"""
        if account.of not in self.abilities():
            return number
        owned = (
            worth * (book[account.who, TALENT, talent].balance > 0) for talent, worth in self.talents.items()
        )
        return number + sum(owned)

    def explain(self, step: str, account: Account, book: Book) -> str:
        """The formula and its numbers."""
        if step != "work_out":
            return ""
        numbers = ", ".join(f"{word} {value}" for word, value in self._values(account, book).items())
        return f"{self.formula}, with {numbers}" if numbers else self.formula

    def _values(self, account: Account, book: Book) -> dict[str, int]:
        """The values of the formula's words."""
        values = {word: self._value(word, account, book) for word in (*self.words, "own", "base")}
        return {word: value for word, value in values.items() if self.compiled and word in self.compiled.uses}

    def _value(self, word: str, account: Account, book: Book) -> int:
        if word == "base":
            return self.base.get(account.of.removeprefix(f"{self.name} "), 0)
        kind, members = self.words.get(word, (RANK, self.words["best"][1]))
        if word == "own":
            members = frozenset(of for of in members if int(book[account.who, FAVOURED, of].balance))
        balances = (int(a.balance) for a in book.all(kind) if a.who == account.who and a.of in members)
        least, most = self._ends(word, self.words)
        return max(least, min(max(balances, default=0), most))


def _word(name: str) -> str:
    """A name as written in a formula."""
    return name.replace(" ", "_").replace("-", "_")
