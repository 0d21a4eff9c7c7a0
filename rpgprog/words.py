"""The wording of messages: near words, lists, and what a YAML reader means."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

MOST_LISTED = 12  # a longer list of allowed words hides the message instead of helping
LONGEST_QUOTE = 60  # a message stays on one line of a screen

_TEXT = 'a text cannot begin with "{here}": put it in quotes'
_ESCAPE = 'in double quotes "\\" begins a special character: write "\\\\", or use single quotes'
_FIT = "this does not fit {above}: check indentation and quotes"
_COLON = (
    'a ":" where none can be: quote the text if the colon belongs to it, '
    "otherwise check the indentation and the line above"
)
# Part of what PyYAML says, and what it means to a game master. After "^" the place is where the piece
# of text begins, not where PyYAML gave up; {here} is the character at that place.
_YAML_WORDS = (
    ("tab character", "a tab is used for indentation: use spaces"),
    ("cannot start any token", _TEXT),
    ("mapping keys are not allowed", _TEXT),
    ("alphabetic or numeric", f"^{_TEXT}"),
    ("scanning a block scalar", f"^{_TEXT}"),
    ("scanning a directive", f"^{_TEXT}"),
    ("mapping values are not allowed", _COLON),
    ("sequence entries are not allowed", 'a list item ("- ") cannot begin here: give it a line of its own'),
    ("escape", _ESCAPE),
    ("parsing a quoted scalar", _ESCAPE),
    ("quoted scalar", "^the quote that begins here is never closed"),
    ("expected ':'", '^this line needs a ":" and a space after its key'),
    ("expected ',' or ']'", 'a "," is missing, or the "[" on line {line} is not closed'),
    ("expected ',' or '}'", 'a "," is missing, or the "{{" on line {line} is not closed'),
    ("block mapping", _FIT.replace("{above}", "the keys that begin on line {line}")),
    ("block collection", _FIT.replace("{above}", "the list that begins on line {line}")),
    ("document start", _FIT.replace("{above}", "what is above it")),
    ("node content", '"{here}" cannot stand here: a value is missing, or needs quotes'),
    ("tag", 'tags ("!") are not allowed: put a text that begins with "!" in quotes'),
)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like `word`, or None when nothing is close.

    Upper and lower case are alike, and so are "-", "_" and a space.
    """
    by_form: dict[str, str] = {}
    for choice in choices:
        by_form.setdefault(_form(choice), choice)
    found = get_close_matches(_form(word), by_form, n=1)
    return by_form[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the end of a message about an unknown word: the nearest choice, a short list, or ""."""
    allowed = list(choices)
    near = nearest(word, allowed)
    if near is not None:
        return f'; did you mean "{near}"?'
    if 0 < len(allowed) <= MOST_LISTED:
        return f"; allowed are: {', '.join(allowed)}"
    return ""


def listing(words: Iterable[str]) -> str:
    """Return the words as they are read out: "a", "a and b", "a, b and c"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def quoted(text: str) -> str:
    """Return text from a file as a message shows it: in quotes, on one line, not too long."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= LONGEST_QUOTE else f'"{line[:LONGEST_QUOTE]}..."'


def explain_yaml(error: Any, text: str) -> tuple[int, int, str]:
    """Return line, column (from 1) and plain words for a `yaml.MarkedYAMLError` about `text`."""
    lines = text.splitlines()
    here, begin = error.problem_mark, error.context_mark or error.problem_mark
    said = f"{error.context} {error.problem}"
    if "cannot start any token" in said and _character(lines, here) == "\t":
        said = "tab character"
    template = next((words for part, words in _YAML_WORDS if part in said), "")
    if template.startswith("^") or here.line >= len(lines):  # nobody can look beyond the last line
        here = begin
    words = template.removeprefix("^").format(here=_character(lines, here), line=begin.line + 1)
    return here.line + 1, here.column + 1, words or f"this cannot be read: {said.removeprefix('None ')}"


def _character(lines: list[str], mark: Any) -> str:
    return lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""


def _form(word: str) -> str:
    return word.casefold().replace("-", " ").replace("_", " ")
