"""What characters may be called: names that everybody can tell apart and nobody can slip in unseen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from ...problems.wording import listing, quoted, visible

ERASED = "(name erased)"  # stands where the name of a real person stood
Called = Mapping[str, tuple[str, str]]  # by the form of a name: whose it is, and the name

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, format, bidi, unassigned, line separators
_LETTERS = (
    "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa οo ρp νv ιi υu"
)
_LOOKS = {ord(pair[0]): pair[1] for pair in _LETTERS.split()}  # of other scripts
_STROKES = {ord("I"): "l", ord("1"): "l", ord("|"): "l", ord("0"): "O"}
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")  # whose letters look alike


def form(name: str) -> str:
    """A name as it is compared: capitals and ways of writing a letter do not count.

    >>> form("KESSA"), form("Straße")
    ('kessa', 'strasse')
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def called(people: Iterable[tuple[str, str | None]]) -> dict[str, tuple[str, str]]:
    """Whose each id and name is, by its forms; the first one has it."""
    forms: dict[str, tuple[str, str]] = {}
    for who, name in people:
        for word in dict.fromkeys((who, name or who)):
            for key in _forms(word):
                forms.setdefault(key, (who, word))
    return forms


def taken(who: str, name: str, forms: Called) -> str:
    """Why a name cannot be that of ``who``: somebody has it, or one that looks the same."""
    same, *alike = (forms.get(key, (who, "")) for key in _forms(name))
    if same[0] != who:
        also = "" if same[1] == name else " (capitals do not count)"
        return f"{same[0]} is already called {quoted(same[1])}{also}"
    other = next((word for owner, word in alike if owner != who), "")
    return f"{quoted(name)} looks like {quoted(other)}: choose another name" if other else ""


def unfit(name: str) -> str:
    """Why a name is refused whatever the others are; empty if it is not."""
    unseen = next((letter for letter in name if unicodedata.category(letter) in _UNSEEN), "")
    if unseen:
        return f"{quoted(visible(name))} has an invisible character (U+{ord(unseen):04X}): delete it"
    plain = unicodedata.normalize("NFKC", name)
    if plain != name:
        return f"{quoted(name)} is written with unusual forms of letters: type {quoted(plain)} again"
    if name != " ".join(name.split()):
        return f"{quoted(name)} has spaces too many: write {quoted(' '.join(name.split()))}"
    return next(filter(None, map(_mixed, name.split())), "")


def _mixed(word: str) -> str:
    scripts = {
        script for letter in word if (script := unicodedata.name(letter, "").split(" ")[0]) in _SCRIPTS
    }
    if len(scripts) < 2:
        return ""
    mixed = listing(sorted(script.title() for script in scripts))
    return f"{quoted(word)} mixes {mixed} letters that look alike"


def _forms(name: str) -> tuple[str, str, str]:
    """A name as it is compared, and as it looks: with letters of one script, and with strokes for digits."""
    looks = unicodedata.normalize("NFKC", name).translate(_LOOKS)
    return form(name), f"looks {form(looks)}", f"strokes {looks.translate(_STROKES)}"
