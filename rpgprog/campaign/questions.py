"""What a question is about: from the words somebody asks with to the account or reading they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ..engine.book import Book
from ..ledger.accounts import (
    AGREED,
    CERTIFICATE,
    IN_UNITS,
    LEVEL,
    PAID_IN,
    PEAK,
    RANK,
    SPECIALITY,
    TALENT,
)
from ..policy import Policy
from ..problems.wording import did_you_mean, quoted
from ..reader import Names
from ..views.why import Why, why_free, why_reading

READINGS = {
    "bonus": "rank",
    "price": "rank",
    "training time": "rank",
    "xp price": "rank",
    "speciality bonus": "rank",
    "next level": "level",
    "skills missing": "level",
    "above the limit": "points",
    "free": "points",
}  # and what they are of

CALLED = {"xp needed": "xp price", "hours needed": "training time"}  # as sheets call them

THINGS = (CERTIFICATE, SPECIALITY, AGREED, PAID_IN)  # what may be asked for by its name alone

ASKABLE = "points, free, earned, spent, level, coins, a skill, or a skill and xp, peak, bonus or price"

Asked = tuple[str, str]  # the kind of account, or the name of a reading, and what it is of


class Unknown(Exception):
    """A name in a question that nobody knows; the message says what is near.

    >>> import rpgprog
    >>> rpgprog.open_campaign("tests/road.yaml").sheet("Kesa")
    Traceback (most recent call last):
    rpgprog.campaign.questions.Unknown: there is no character "Kesa"; did you mean "Kessa"?
    """


def asked_for(book: Book, names: Names, counts: Mapping[str, str], who: str, words: str) -> Asked:
    """What "climbing bonus", "far sight" or "points" means; ``counts`` are those that rules show.

    Raises Unknown.
    """
    return _thing(book, names, who, words) or _named(book, names, counts, words)


def _thing(book: Book, names: Names, who: str, words: str) -> Asked | None:
    """A talent, certificate, speciality or agreement of that name, if the character has it."""
    if words in names.talents and book[who, TALENT, words].balance:
        return TALENT, words
    return next(((kind, words) for kind in THINGS if book[who, kind, words].balance), None)


def _named(book: Book, names: Names, counts: Mapping[str, str], words: str) -> Asked:
    kinds = book.kinds.keys() | IN_UNITS | READINGS.keys() | {RANK, PEAK, LEVEL}
    meant = {**{kind: kind for kind in kinds}, **CALLED, **counts}
    if words in meant:
        return meant[words], ""
    for item in sorted((*names.skills, *names.talents), key=len, reverse=True):
        skill = names.skills.get(item)
        for called in filter(None, (item, skill and skill.name)):
            if words == called:
                return (RANK if skill else TALENT), item
            item_words = words.removeprefix(f"{called} ")
            if item_words != words and item_words in meant:
                return meant[item_words], item
    known = [*names.skills, *names.talents, "points", "free", "earned", "spent", "level", "coins", *counts]
    hint = did_you_mean(words, known) or f"; ask for {ASKABLE}"
    raise Unknown(f"there is nothing called {quoted(words)}{hint}")


def why_figure(book: Book, names: Names, who: str, kind: str, of: str) -> Why:
    """A reading and its terms."""
    if kind == "free":
        return why_free(book, who)
    return why_reading(book, who, kind, book[who, TALENT if of in names.talents else READINGS[kind], of])


def counts(policies: Iterable[Policy]) -> dict[str, str]:
    """What rules keep and show: for each its words, and the kind of account that holds it.

    Where two rules use the same words, each has its name behind them.
    """
    shown = [(words, policy.name, kind) for policy in policies for words, kind in policy.counts().items()]
    often = Counter(words for words, _, _ in shown)
    return {words if often[words] == 1 else f"{words} ({name})": kind for words, name, kind in shown}
