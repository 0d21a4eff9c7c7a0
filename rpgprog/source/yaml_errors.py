"""What a YAML loader's errors mean to a game master."""

from typing import Any

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
