"""What characters may be called: names that everybody can tell apart and nobody can slip in unseen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from ...problems.wording import quoted
from ...reader.naming import form

ERASED = "(name erased)"  # stands where the name of a real person stood
Called = Mapping[str, tuple[str, str]]  # by the form of a name: whose it is, and the name

_LETTERS = (
    "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa οo ρp νv ιi υu"
)
_LOOKS = {ord(pair[0]): pair[1] for pair in _LETTERS.split()}  # of other scripts
_STROKES = {ord("I"): "l", ord("1"): "l", ord("|"): "l", ord("0"): "O"}


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


def _forms(name: str) -> tuple[str, str, str]:
    """A name as it is compared, and as it looks: with letters of one script, and with strokes for digits."""
    looks = unicodedata.normalize("NFKC", name).translate(_LOOKS)
    return form(name), f"looks {form(looks)}", f"strokes {looks.translate(_STROKES)}"
