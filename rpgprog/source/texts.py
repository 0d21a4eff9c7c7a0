"""What a text says once quotes, escapes, folded lines and indentation are undone."""

import re
from functools import cache

from . import messages
from .cursor import Stopped
from .grammar import BREAK, ESCAPE, GAP, HEADER

_ESCAPED = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))
_SPACES = re.compile("[ \t]+")
_LEADING = re.compile(rf"(?: *[{BREAK}])*+ *")


def unfolded(raw: str) -> str:
    """Join the lines of a text: a line end is a space, each empty line a line end."""
    return GAP.sub(_joint, raw)


def _joint(gap: re.Match[str]) -> str:
    breaks = _SPACES.sub("", gap[0])
    if not breaks:
        return gap[0]
    return (breaks[1:] or " ") if breaks[0] == "\n" else breaks


def unescaped(raw: str, at: int) -> str:
    """Return the text in double quotes from offset `at` on. Raises Stopped at a wrong escape."""

    def meaning(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code and (number := int(code, 16)) <= 0x10FFFF and not 0xD800 <= number < 0xE000:
            return chr(number)
        if match[4]:
            return _ESCAPED[match[4]]
        if match[5]:
            return _SPACES.sub("", match[5])[1:]
        if match[0][0] == "\\":
            raise Stopped(at + match.start(), messages.ESCAPE)
        return _joint(match)

    return ESCAPE.sub(meaning, raw)


def block_text(text: str, start: int, parent: int) -> tuple[str, int]:
    """Read the lines of text below a "|" or ">".

    Args:
        text: The whole file.
        start: The offset of the "|" or ">".
        parent: The indentation of the list or mapping around it, -1 for none.

    Returns:
        What the lines say, and the offset of the line behind them.
    """
    header = HEADER.match(text, start)
    if header is None:
        raise Stopped(start, messages.begins_with(text[start]))
    least, digit = max(parent + 1, 1), header[3] or header[4]
    at = min(header.end() + 1, len(text))
    indent = least + int(digit) - 1 if digit else max(least, _widest(text, at))
    lines, line_end, empty, at = _lines(text, at, indent, header[1] == ">")
    ends = {"-": "", "+": line_end + empty}
    return lines + ends.get(header[2] or header[5], line_end), at


def _widest(text: str, at: int) -> int:
    """The most spaces before the first line that holds something, or on an empty one above it."""
    leading = _LEADING.match(text, at)
    return max(map(len, re.split(f"[{BREAK}]", leading[0] if leading else "")))


@cache
def _empty_lines(indent: int) -> re.Pattern[str]:
    return re.compile(rf"((?: {{0,{indent}}}[{BREAK}])*+)( {{0,{indent}}})")


_LINE = re.compile(rf"([^{BREAK}]+)([{BREAK}]?)")


def _lines(text: str, at: int, indent: int, folds: bool) -> tuple[str, str, str, int]:
    """Return the lines without their end, the end of the last, the empty lines behind, and the offset."""
    pieces: list[str] = []
    line_end, empty, is_word = "", "", False
    while (gap := _empty_lines(indent).match(text, at)) is not None:
        empty, at = gap[1].replace(" ", ""), gap.start(2)
        line = _LINE.match(text, gap.end()) if len(gap[2]) == indent else None
        if line is None:
            if text.startswith("\t", gap.end()):
                raise Stopped(gap.end(), messages.TAB)
            break
        was_word, is_word = is_word, line[1][0] not in " \t"
        if folds and line_end == "\n" and was_word and is_word:
            line_end = "" if empty else " "
        pieces += (line_end, empty, line[1])
        line_end, at = line[2], line.end()
    return "".join(pieces), line_end, empty, at
