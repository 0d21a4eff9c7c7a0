"""How far a text has been read, and which line and column that is."""

from typing import NoReturn

from .grammar import LINE, LINE_END, SPACES


class Stopped(Exception):
    """Reading ends: at this offset of the text something is wrong."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(at, message)
        self.at, self.message = at, message


class Cursor:
    """A text with one kind of line end, and the offset up to which it has been read.

    Lines are counted forward once: `place` is quick for an offset on the last line it was asked about or
    behind that, so whoever makes nodes asks for places in the order of the text.
    """

    def __init__(self, text: str) -> None:
        self.text = LINE_END.sub("\n", text)
        self.end, self.pos = len(self.text), 0
        self._ends = LINE.finditer(self.text)
        self._line, self._start, self._next = 0, 0, 0
        self._advance()

    def place(self, at: int) -> tuple[int, int]:
        """Line and column (from 1) of an offset of the text."""
        while at >= self._next:
            self._advance()
        if at < self._start:
            before = [end.end() for end in LINE.finditer(self.text, 0, at)]
            return len(before) + 1, at - (before or [0])[-1] + 1
        return self._line, at - self._start + 1

    def _advance(self) -> None:
        line_end = next(self._ends, None)
        self._line, self._start = self._line + 1, self._next
        self._next = self.end + 1 if line_end is None else line_end.end()

    def spaces(self) -> None:
        """Go past spaces and tabs."""
        match = SPACES.match(self.text, self.pos)
        self.pos = match.end() if match else self.pos

    def same_line(self, start: int) -> bool:
        """Whether no line ends between `start` and here."""
        return LINE.search(self.text, start, self.pos) is None

    def stop(self, at: int, message: str) -> NoReturn:
        """End the reading: this is wrong at offset `at`."""
        raise Stopped(at, message)
