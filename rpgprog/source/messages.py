"""What is wrong with a text that is no YAML, in words for a game master."""

from ..problems.wording import quoted

TAB = "a tab is used for indentation: use spaces"
ESCAPE = 'in double quotes "\\" begins a special character: write "\\\\", or use single quotes'
QUOTE = "the quote that begins here is never closed"
COLON = (
    'a ":" where none can be: quote the text if the colon belongs to it, '
    "otherwise check the indentation and the line above"
)
NO_COLON = 'this line needs a ":" and a space after its key'
ITEM = 'a list item ("- ") cannot begin here: give it a line of its own'
TAGS = 'tags ("!") are not allowed: put a text that begins with "!" in quotes'
VERSION = "this cannot be read: found incompatible YAML document"
SECOND = 'a second document begins here ("---"): a file holds one'
EMPTY = "the file is empty"
KEY = "a key cannot be a list or mapping: quote it if it is text"
MERGE = 'merge keys ("<<") are not allowed: write the keys out'
MARK = "an invisible character (U+FEFF) stands here: delete it"


def not_text(character: str) -> str:
    """Of a character that no text file holds."""
    return f"this is not a text file (character U+{ord(character):04X})"


def begins_with(character: str) -> str:
    """Of a text without quotes whose first character means something else."""
    return f'a text cannot begin with "{character}": put it in quotes'


def no_value(character: str) -> str:
    """Of a bracket, comma or dash where a value should be."""
    return f'"{character}" cannot stand here: a value is missing, or needs quotes'


def misfit(above: str) -> str:
    """Of a line whose indentation is none of those above."""
    return f"this does not fit {above}: check indentation and quotes"


def unclosed(bracket: str, line: int) -> str:
    """For a list or mapping in brackets that continues where it cannot."""
    return f'a "," is missing, or the "{bracket}" on line {line} is not closed'


def apostrophe() -> str:
    """Of a text in single quotes that an apostrophe of its own has ended."""
    return "an apostrophe ends this text in single quotes: put the text in double quotes"


def doubled(key: str, line: int) -> str:
    """A key that appears twice in one mapping."""
    return f"the key {quoted(key)} is doubled: the first is on line {line}"


def no_anchor(name: str) -> str:
    """Of an alias whose anchor is not above it."""
    return f'there is no "&{name}" above for "*{name}": quote it if it is text'


def inside_itself(name: str) -> str:
    """For an alias inside the node it refers to."""
    return f'"*{name}" stands inside "&{name}" itself'


def too_many_aliases(name: str, most: int) -> str:
    """Of the first alias too many."""
    return f'too many aliases ("*{name}"): at most {most}'


def too_many_values(most: int) -> str:
    """Of the first value too many."""
    return f"too many values, aliases expanded: at most {most:,}"


def too_deep(most: int) -> str:
    """Of a bracket, dash or key too deep inside of others."""
    return f"too many lists and mappings inside each other: at most {most}"


def tag(name: str) -> str:
    """Of a tag: nothing in these files has a type of its own."""
    return f"the tag {quoted(name)} is not allowed: quote it if it is text"
