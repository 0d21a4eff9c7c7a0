"""Reads texts, with quotes and without."""

from re import Pattern
from typing import NoReturn

from . import messages
from .builder import Builder
from .grammar import COLON, DOUBLE, ITEM, MARKER_LINE, NEXT_LINE, SINGLE
from .nodes import Scalar
from .texts import unescaped, unfolded


class TextReader(Builder):
    """Reads texts: `pos` is at their first character before, and behind their last after."""

    def quoted(self) -> Scalar:
        """Read a text in single or double quotes."""
        start = self.pos
        double = self.text[start] == '"'
        match = (DOUBLE if double else SINGLE).match(self.text, start)
        if match is None or MARKER_LINE.search(match[1]):
            self.stop(start, messages.QUOTE)
        self.pos = match.end()
        text = unescaped(match[1], start + 1) if double else unfolded(match[1].replace("''", "'"))
        return self.scalar(text, False, start, self.pos)

    def plain(self, first: Pattern[str], below: Pattern[str], parent: int) -> Scalar:
        """Read a text without quotes.

        Args:
            first: The pattern of its first line.
            below: The pattern of the lines below.
            parent: Those lines are indented by more than this.
        """
        text, start = self.text, self.pos
        match = first.match(text, start)
        if match is None:
            self.refuse(start)
        self.pos = match.end()
        end = start
        while text[self.pos : self.pos + 1] not in ",]}:" and (gap := NEXT_LINE.match(text, self.pos)):
            at = gap.end()
            over = len(gap[1]) <= parent or text.startswith("#", at) or MARKER_LINE.match(text, at - 1)
            line = None if over else below.match(text, at)
            if line is None or line.end() == at:
                break
            self.pos = end = line.end()
        return self.scalar(match[0] if end == start else unfolded(text[start:end]), True, start, end)

    def refuse(self, at: int) -> NoReturn:
        """Say why no value begins at `at`."""
        character = self.text[at]
        if character == "\ufeff":
            self.stop(at, messages.MARK)
        if ITEM.match(self.text, at):
            self.stop(at, messages.ITEM)
        if COLON.match(self.text, at):
            self.stop(at, messages.COLON)
        if character in ",]}:-&!":
            self.stop(at, messages.no_value(character))
        self.stop(at, messages.begins_with(character))
