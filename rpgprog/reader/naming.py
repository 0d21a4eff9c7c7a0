"""Names that everybody can tell apart and nobody can slip in unseen: of characters, skills and people."""

from __future__ import annotations

import unicodedata

from ..problems.wording import listing, quoted, visible

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, format, bidi, unassigned, line separators
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")  # whose letters look alike


def form(name: str) -> str:
    """A name as it is compared: capitals and ways of writing a letter do not count.

    >>> form("KESSA"), form("Straße")
    ('kessa', 'strasse')
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


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


def unfit_person(name: str) -> str:
    """Why the name of a real person is refused, where spaces too many do no harm; empty if it is not."""
    return unfit(" ".join(filter(None, name.split(" "))))


def _mixed(word: str) -> str:
    scripts = {
        script for letter in word if (script := unicodedata.name(letter, "").split(" ")[0]) in _SCRIPTS
    }
    if len(scripts) < 2:
        return ""
    mixed = listing(sorted(script.title() for script in scripts))
    return f"{quoted(word)} mixes {mixed} letters that look alike"
