"""The wording of messages: near words, lists, quotes."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12  # a longer list of allowed words hides the message instead of helping
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
LONGEST_QUOTE = 60  # a message stays on one line of a screen


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like `word`, or the only one that has it as a word; None when nothing is close.

    Capitals do not count, and "-", "_" and a space are the same.
    """
    by_form: dict[str, str] = {}
    for choice in choices:
        by_form.setdefault(_form(choice), choice)
    matches = get_close_matches(_form(word), by_form, n=1) or _with_word(_form(word), by_form)
    return by_form[matches[0]] if matches else None


def _with_word(word: str, choices: Iterable[str]) -> list[str]:
    """The one choice that has the word in it, whole: "sight" is enough for "far sight"."""
    having = [choice for choice in choices if word in choice.split()] if len(word) > 2 else []
    return having if len(having) == 1 else []


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the end of a message about an unknown word: the nearest choice, a short list, or ""."""
    allowed = list(choices)
    near = nearest(word, allowed)
    if near is not None:
        return f'; did you mean "{near}"?'
    if 0 < len(allowed) <= MOST_LISTED:
        return f"; allowed: {', '.join(allowed)}"
    return ""


def listing(words: Iterable[str], conjunction: str = "and") -> str:
    """Return the words as they are read out: "a", "a and b", "a, b and c"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def quoted(text: str) -> str:
    """Return text from a file as a message shows it: in quotes, on one line, not too long."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= LONGEST_QUOTE else f'"{line[:LONGEST_QUOTE]}..."'


def visible(text: str) -> str:
    """Return text with everything that cannot be seen, or that would steer a terminal, written out."""
    return text if text.isprintable() else _UNSEEN.sub(lambda match: ascii(match[0])[1:-1], text)


def _form(word: str) -> str:
    return word.casefold().replace("-", " ").replace("_", " ")
